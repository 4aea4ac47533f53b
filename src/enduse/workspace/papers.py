"""Reading papers into the record: bytes kept, portions marked, facts as statements, all of one paper at once."""

from __future__ import annotations

import hashlib
import io
import json
import stat
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from enduse.errors import InputError, UsageError
from enduse.knowledge.countries import find_country
from enduse.model.citing import cite_statement
from enduse.model.evidence import Citation
from enduse.model.marking import Marking, join_all
from enduse.model.paper import PaperFact, PaperPortion, PaperReading
from enduse.model.statement import Document, Grade, LoadResult, Record, Statement
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.marks import parse_mark, to_marking
from enduse.reading.statements import to_statements
from enduse.store.record import Store, Version
from enduse.store.view import ASKED

MAX_BYTES = 100_000_000


def read_paper(
    store: Store,
    data: bytes,
    *,
    name: str,
    source: str,
    grade: Grade,
    marking: Marking | None,
    facts_folder: Path | None,
    at: datetime,
) -> PaperReading:
    """Read one paper and keep it with its statements; a paper read before shows gains and losses.

    Raises:
        InputError: its bytes cannot be read as text; nothing of it was kept.
    """
    reading = read_document(data, name=name, marking=marking)
    statements = to_statements(reading, source=source, origin=reading.reference or source, grade=grade)
    sha256, size = store.keep_document(io.BytesIO(data))
    whole = join_all([reading.banner, *(p.marking for p in reading.portions), *(s.marking for s in statements)])
    document = Document(
        sha256=sha256, name=name, media_type=_media_type(name), size=size, source=source, published=reading.published,
        received_at=at, marking=whole,
    )
    version = Version(
        series=f"doc:{sha256}", source=source, files=(("", document),), effective_on=None, marking=whole,
        is_dated=reading.published is not None,
    )
    result = store.load(version, _records(statements), at=at)
    if facts_folder is not None:
        _write_facts(reading, facts_folder, name)
    return _tell(reading, statements, document, result)


def take_in(path: Path) -> bytes:
    """Return the bytes of a paper. Raises InputError if it cannot be opened, is no plain file or is too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            remedy = "Name a file, or pipe it in and name -."
            raise InputError("is no regular file.", where=str(path), remedy=remedy)
        if found.st_size > MAX_BYTES:
            what = f"the paper is larger than {MAX_BYTES // 1_000_000} MB."
            raise InputError(what, where=str(path), remedy="Split it.")
        return path.read_bytes()
    except (OSError, ValueError) as exc:  # ValueError: a name with a zero byte
        reason = getattr(exc, "strerror", None) or str(exc)
        raise InputError(f"cannot be opened: {reason}.", where=str(path), remedy="Check the name.") from exc


def name_bytes(data: bytes) -> str:
    """Return the SHA-256 that names a document."""
    return hashlib.sha256(data).hexdigest()


def keep_asked(store: Store, data: bytes, *, name: str, marking: Marking, at: datetime) -> None:
    """Keep the file that a question was asked with, so that citations of its lines can be shown."""
    sha256, size = store.keep_document(io.BytesIO(data))
    document = Document(
        sha256=sha256, name=name, media_type="application/yaml", size=size, source=ASKED, published=None,
        received_at=at, marking=marking,
    )
    version = Version(
        series=f"doc:{sha256}", source=ASKED, files=(("", document),), effective_on=None, marking=marking,
        is_dated=False,
    )
    store.load(version, (), at=at)


def read_marking(text: str) -> Marking:
    """Return the marking that words such as "SECRET//REL TO DE" mean, owned by the workspace's owner.

    Raises:
        UsageError: they are no marking, or hold a word that nobody knows.
    """
    mark = parse_mark(text)
    unknown = [word for word in mark.unread if not _is_principal(word, mark.rel)] if mark else []
    if mark is None or unknown:
        unread = f" ({', '.join(unknown)})" if mark else ""
        remedy = "Write it as SECRET//REL TO DE, C/NF or TLP:AMBER."
        raise UsageError(f"{text!r} is not a marking{unread}.", remedy=remedy)
    return to_marking(mark, owner="owner", day=None)


def _is_principal(word: str, released_to: Sequence[str]) -> bool:
    """Tell whether a word of a release list is an ISO code: read here, but not on paper, where it may mean another."""
    return word in released_to and len(word) == 2 and find_country(word) == word.lower()


def _records(statements: Sequence[Statement]) -> list[Record]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.subject].append(statement)
    return [Record(subject=subject, statements=tuple(found[subject])) for subject in sorted(found)]


def make_facts_folder(folder: Path, papers: Sequence[Path]) -> None:
    """Make the folder for facts files, before any paper is read.

    Raises:
        UsageError: it cannot be made, or two of the papers would write one file.
    """
    names = Counter(paper.stem for paper in papers)
    twice = sorted(name for name, times in names.items() if times > 1)
    if twice:
        what = f"several papers would write the facts file {', '.join(f'{name}.json' for name in twice)}."
        raise UsageError(what, where=str(folder), remedy="Read them into different folders.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise _unwritable(folder, exc) from exc


def _write_facts(reading: DocumentReading, folder: Path, name: str) -> None:
    doc = Path(name).stem
    text = json.dumps(to_facts_json(reading, doc), ensure_ascii=False, indent=1, sort_keys=True)
    try:
        (folder / f"{doc}.json").write_text(text + "\n", encoding="utf-8")
    except OSError as exc:
        raise _unwritable(folder, exc) from exc


def _unwritable(folder: Path, exc: OSError) -> UsageError:
    what = f"the facts cannot be written: {exc.strerror}."
    return UsageError(what, where=str(folder), remedy="Name a folder that can be written to.")


def _tell(
    reading: DocumentReading, statements: Sequence[Statement], document: Document, result: LoadResult
) -> PaperReading:
    return PaperReading(
        name=document.name,
        document=document.sha256,
        format=reading.format,
        reference=reading.reference,
        published=reading.published,
        banner=str(reading.banner if reading.format == "message" else document.marking),
        header=tuple((fact.field, _tell_value(fact.value)) for fact in reading.header),
        portions=tuple(
            PaperPortion(
                label=p.label, kind=p.kind, marking=str(p.marking), is_marked=p.is_marked, start=p.start, end=p.end
            )
            for p in reading.portions
        ),
        facts=_facts(statements, document),
        faults=reading.faults,
        load=result,
    )


def _tell_value(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _facts(statements: Sequence[Statement], document: Document) -> tuple[PaperFact, ...]:
    """Tell each thing found once, with every place that says it; the heading's own fields stand in `header`."""
    captions = {s.subject: s.value for s in sorted(statements, key=lambda s: s.value) if s.prop in _NAMING}
    told: dict[tuple[str, str], dict[str, Citation]] = defaultdict(dict)
    for s in statements:
        if s.schema == "Document" and s.prop != "request":
            continue
        value = captions.get(s.value, s.value)
        if s.prop in _NAMING:
            kind, summary = _TYPES.get(s.schema, "party"), value if s.prop == "name" else f"{s.prop} {value}"
        elif s.schema == "Document":
            kind, summary = "request", value
        else:
            kind = "link" if s.value in captions else _TYPES.get(s.schema, "party")
            verb = f"does not: {s.prop}" if s.denied else s.prop.replace("_", " ")
            summary = f"{captions.get(s.subject, s.subject)}: {verb} {value}"
        told[kind, summary][s.id] = cite_statement(
            s, id=s.id, document=document.sha256, document_name=document.name
        )
    return tuple(
        PaperFact(type=kind, summary=summary, citations=tuple(citations.values()))
        for (kind, summary), citations in sorted(told.items(), key=lambda pair: (_ORDER.index(pair[0][0]), pair[0][1]))
    )


_NAMING = ("name", "alias", "description", "model")
_TYPES = {"Item": "item"}
_ORDER = ("party", "item", "link", "request")


def _media_type(name: str) -> str:
    kinds = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html", ".eml": "message/rfc822"}
    return kinds.get(Path(name).suffix.lower(), "text/plain")

"""Reading papers into the record: bytes kept, portions marked, facts as statements, all of one paper at once."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePath

from enduse.errors import Fault, InputError, UsageError
from enduse.knowledge.countries import find_country
from enduse.model.citing import cite_statement
from enduse.model.evidence import Citation
from enduse.model.marking import Marking, join_all
from enduse.model.paper import PaperFact, PaperPortion, PaperReading
from enduse.model.passage import Passage
from enduse.model.review import RefusedProposal
from enduse.model.statement import Document, Grade, LoadResult, Record, Statement, marking_key
from enduse.reading.containers import clean_name, is_archive, open_container
from enduse.reading.document import EXTRACTOR, DocumentReading, read_document
from enduse.reading.marks import parse_mark, to_marking
from enduse.reading.proposed_names import NAME, SpacyNames
from enduse.reading.statements import to_passages, to_statements
from enduse.store.record import PaperToKeep, Store, Version
from enduse.store.vault import Vault
from enduse.workspace.asked_files import MAX_BYTES, name_bytes, take_in
from enduse.workspace.facts_files import free_name, place_of_facts, write_facts
from enduse.workspace.proposing import model_behind, name_extractor, open_endpoint, propose
from enduse.workspace.recognising import BY as RECOGNITION
from enduse.workspace.recognising import open_recogniser
from enduse.workspace.settings import ModelSettings

_AND = " and "
_RECOGNISING = 1_800  # seconds more for text recognition
_CONTAINERS = 20  # papers for whose asking a mail or archive has time


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How papers are read: into which series, how good it is, how what prints no mark is handled, and where facts go.

    `reader` names the rules by which is read, `model` a language model that proposes more, `recognised` the
    folder where what text recognition read of pictures is kept, None where they are not read; `with_names` has a
    local model propose names. With `is_whole` a paper's reading is given back whole, to be told.
    """

    source: str
    grade: Grade
    marking: Marking | None
    reader: str
    vault: Path
    facts_folder: Path | None = None
    is_whole: bool = False
    model: ModelSettings | None = None
    recognised: Path | None = None
    with_names: bool = False

    @property
    def by(self) -> str:
        """Spell the reader with all that its reading depends on beside the paper."""
        return _AND.join([self.by_rules, *self._extras])

    @property
    def by_rules(self) -> str:
        """Spell the reader without a model and text recognition."""
        held = marking_key(self.marking) if self.marking is not None else ""
        return f"{self.reader} {self.grade} {held}".strip()

    @property
    def _extras(self) -> list[str]:
        extras = [RECOGNITION] if self.recognised else []
        extras += [f"names by {NAME}"] if self.with_names else []
        return extras + ([name_extractor(self.model)] if self.model else [])

    def is_met_by(self, reader: str) -> bool:
        """Tell whether a paper read by some reader need not be read again; what extras added stays without them."""
        extras = reader.removeprefix(self.by_rules).split(_AND)
        return reader.startswith(self.by_rules) and not extras[0] and set(self._extras) <= set(extras)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperToRead:
    """A file to be read: where it lies, what the paper is called, and its facts file, without suffix.

    The facts of what it holds, where it is an archive or a mail, go to the folder `inside`.
    """

    path: Path
    name: str
    facts: str
    inside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPaper:
    """A paper that was read and whose bytes are kept, before its statements are."""

    name: str
    facts: str
    media: str
    sha256: str
    size: int
    format: str
    published: date | None
    marking: Marking
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]
    reading: DocumentReading | None
    by: str
    refused: Mapping[Marking, Sequence[RefusedProposal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenArchive:
    """An archive of which everything inside was taken, and that is no paper itself."""

    name: str
    sha256: str


Taken = TakenPaper | TakenArchive | InputError


def take_papers(asked: PaperToRead, options: ReadingOptions) -> tuple[Taken, ...]:
    """Read a paper, or those in an archive or attached to a mail, keep their bytes and write their facts files.

    The record is not touched. What is inside a container comes before it. A paper
    that cannot be read is given back as its error.
    """
    try:
        data = take_in(asked.path)
    except InputError as exc:
        return (exc,)
    found: list[Taken] = []
    named: set[str] = set()
    for inside in open_container(data, asked.name):
        if isinstance(inside, InputError):
            found.append(inside)
            continue
        facts = free_name(PurePath(clean_name(inside.name.removeprefix(asked.name))), named)
        named.add(facts)
        found.append(_take(inside.data, inside.name, f"{asked.inside}/{facts}", options))
    if is_archive(data):
        if any(isinstance(each, InputError) for each in found):
            return tuple(found)  # not noted as read, so that it is tried again
        return (*found, TakenArchive(name=asked.name, sha256=name_bytes(data)))
    return (*found, _take(data, asked.name, asked.facts, options))


def _take(data: bytes, name: str, facts: str, options: ReadingOptions) -> TakenPaper | InputError:
    try:
        recogniser = open_recogniser(options.recognised) if options.recognised else None
        names = open_names() if options.with_names else None
        reading = read_document(data, name=name, marking=options.marking, recogniser=recogniser, names=names)
    except InputError as exc:
        return exc
    by = options.by
    refused: Mapping[Marking, Sequence[RefusedProposal]] = {}
    if options.model is not None:
        made = propose(reading, open_endpoint(options.model), is_marking_given=options.marking is not None)
        reading, refused = made.reading, made.refused
        by = options.by if made.is_finished else replace(options, model=None).by
    origin = reading.reference or options.source
    statements = to_statements(reading, source=options.source, origin=origin, grade=options.grade)
    sha256, size = Vault(options.vault).keep(io.BytesIO(data))
    if options.facts_folder is not None:
        write_facts(reading, place_of_facts(options.facts_folder, facts))
    return TakenPaper(
        name=name, facts=facts, media=reading.media, sha256=sha256, size=size, format=reading.format,
        published=reading.published,
        marking=join_all([reading.banner, *(p.marking for p in reading.portions), *(s.marking for s in statements)]),
        statements=statements, passages=to_passages(reading, source=options.source), faults=reading.faults,
        reading=reading if options.is_whole else None, by=by, refused=refused,
    )


@lru_cache(maxsize=1)
def open_names() -> SpacyNames:
    """Return the model of this process that proposes names, loaded when it is first needed."""
    return SpacyNames()


def seconds_for(asked: PaperToRead, options: ReadingOptions) -> float:
    """Return how long reading a file may take: two minutes, ten more for each million bytes, and a model's time."""
    try:
        size = asked.path.stat().st_size
    except (OSError, ValueError):
        size = 0
    asking = _RECOGNISING if options.recognised else 0
    if options.model is not None:
        is_container = asked.path.suffix.lower() in (".zip", ".eml")
        asking += options.model.paper_seconds * (_CONTAINERS if is_container else 1)
    return 120 + asking + min(size, MAX_BYTES) / 100_000


def keep_papers(
    store: Store, papers: Sequence[TakenPaper], *, options: ReadingOptions, at: datetime
) -> tuple[LoadResult, ...]:
    """Keep some papers in the record, all of them or none; one read before shows gains and losses."""
    return store.load_papers([_to_keep(paper, options, at) for paper in papers], at=at)


def _to_keep(paper: TakenPaper, options: ReadingOptions, at: datetime) -> PaperToKeep:
    version = Version(
        series=f"doc:{paper.sha256}", source=options.source, files=(("", _document(paper, options.source, at)),),
        effective_on=None, marking=paper.marking, is_dated=paper.published is not None,
    )
    return PaperToKeep(
        version=version, records=_records(paper.statements), passages=paper.passages, reader=paper.by,
        refused=paper.refused,
    )


def _document(paper: TakenPaper, source: str, at: datetime) -> Document:
    return Document(
        sha256=paper.sha256, name=paper.name, media_type=paper.media, size=paper.size, source=source,
        published=paper.published, received_at=at, marking=paper.marking,
    )


@lru_cache(maxsize=1)
def reading_rules() -> str:
    """Name the rules by which papers are read, by the bytes of the program's files that hold them."""
    program = Path(__file__).parents[1]
    digest = hashlib.blake2b(digest_size=8)
    for pattern in ("reading/**/*.py", "knowledge/lexicons/*.yaml", "names/folding.py"):
        for path in sorted(program.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return f"{EXTRACTOR} {digest.hexdigest()}"


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


def tell_paper(paper: TakenPaper, result: LoadResult) -> PaperReading:
    """Return what reading a paper gave, for people; it was taken whole."""
    reading = paper.reading
    assert reading is not None
    return PaperReading(
        name=paper.name,
        document=paper.sha256,
        format=reading.format,
        reference=reading.reference,
        published=reading.published,
        banner=str(reading.banner if reading.format == "message" else paper.marking),
        header=tuple((fact.field, _tell_value(fact.value)) for fact in reading.header),
        portions=tuple(
            PaperPortion(
                label=p.label, kind=p.kind, marking=str(p.marking), is_marked=p.is_marked, start=p.start, end=p.end
            )
            for p in reading.portions
        ),
        facts=_facts(paper.statements, paper),
        faults=reading.faults,
        refused=sum(len(each) for each in paper.refused.values()),
        load=result,
    )


def _tell_value(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _facts(statements: Sequence[Statement], paper: TakenPaper) -> tuple[PaperFact, ...]:
    """Tell each thing found once, with every place that says it; the heading's own fields stand in `header`."""
    captions = {s.subject: s.value for s in sorted(statements, key=lambda s: s.value) if s.prop in _NAMING}
    told: dict[tuple[str, str], dict[str, Citation]] = defaultdict(dict)
    by: dict[tuple[str, str], set[str]] = defaultdict(set)
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
        by[kind, summary].add(s.extractor)
        told[kind, summary][s.id] = cite_statement(
            s, id=s.id, document=paper.sha256, document_name=paper.name
        )
    return tuple(
        PaperFact(
            type=kind, summary=summary, model=model_behind(by[kind, summary]), citations=tuple(citations.values())
        )
        for (kind, summary), citations in sorted(told.items(), key=lambda pair: (_ORDER.index(pair[0][0]), pair[0][1]))
    )


_NAMING = ("name", "alias", "description", "model")
_TYPES = {"Item": "item"}
_ORDER = ("party", "item", "link", "request")

"""Looking up what a citation cites: the thing, its words, and the text around them."""

from __future__ import annotations

import gzip
import io
from typing import BinaryIO

from enduse.errors import InputError, NotFoundError
from enduse.model.screening import Entity
from enduse.model.shown import Shown
from enduse.model.statement import Document, Sighting
from enduse.store.view import View, cite

_AROUND = 400
_LINES_AROUND = 1
_LONGEST_LINE = 4000
_MOST_LINES = 2_000_000


def look_up(view: View, id: str) -> Shown:
    """Show what an id names: `HASH:LINE`, a statement, a document, an entity, or a knowledge file.

    Raises:
        NotFoundError: nothing of that name is visible from the view; the message
            is the same whether it is hidden or does not exist.
    """
    prefix, colon, line = id.partition(":")
    if colon and line.isdigit():
        documents = view.find_documents(prefix)
        if len(documents) == 1:
            return _show_line(view, documents[0], int(line), id=id)
    if "/" in id:
        return _show_knowledge(id)
    documents = view.find_documents(id)
    if len(documents) == 1:
        return _show_document(documents[0])
    entity = view.entities([id]).get(id)
    if entity is not None:
        return _show_entity(view, entity)
    return _show_statement(view, view.sighting(id))


def _show_statement(view: View, sighting: Sighting) -> Shown:
    said = sighting.statement
    before, words, after = _context(view, sighting)
    facts = [("subject", said.subject), ("property", said.prop), ("value", said.value), ("printed", said.printed)]
    if said.hedge:
        facts.append(("words of doubt", said.hedge))
    if said.denied:
        facts.append(("said", "that this is not so"))
    facts += [("source", said.source), ("origin", said.origin), ("grade", str(said.grade))]
    facts.append(("place", said.locator.record))
    if sighting.document_name:
        facts.append(("document", sighting.document_name))
    facts += [(label, day.isoformat()) for label, day in (
        ("said on", said.said_on), ("holds from", said.valid_from), ("holds until", said.valid_to)) if day]
    facts += [("marking", str(said.marking)), ("read by", said.extractor)]
    return Shown(
        kind="statement", id=sighting.id, title=f"{said.prop}: {said.value}", citations=(cite(sighting),),
        before=before, words=words or said.printed, after=after, facts=tuple(facts),
    )


def _context(view: View, sighting: Sighting) -> tuple[str, str, str]:
    """Return the text around a statement, where the audience may see the whole document and it still has its place."""
    where = sighting.statement.locator
    if sighting.document is None or where.offset is None:
        return "", "", ""
    document = view.document(sighting.document)
    if document is None:
        return "", "", ""
    if where.start is None or where.end is None:
        return "\n", _line_of(view, document, where.offset), ""
    text = _text_of(view, document)
    start, end = where.offset + where.start, where.offset + where.end
    return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]


def _text_of(view: View, document: Document) -> str:
    from enduse.reading.bytes import read_bytes

    with view.open_document(document.sha256) as stream:
        return read_bytes(stream.read(), name=document.name).text


def _line_of(view: View, document: Document, number: int) -> str:
    """Return one line of a stored table or tree, bounded, "" where there is no such line."""
    with _plain(view.open_document(document.sha256)) as stream:
        for count in range(1, min(number, _MOST_LINES) + 1):
            line = stream.readline(_LONGEST_LINE)
            if not line:
                return ""
            while len(line) == _LONGEST_LINE and not line.endswith(b"\n") and count < number:
                line = stream.readline(_LONGEST_LINE)
    return line.decode("utf-8", "replace").strip()


def _plain(stream: BinaryIO) -> BinaryIO | gzip.GzipFile | io.BufferedReader:
    """Return the stream, unpacked if it is gzip."""
    head = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if head == b"\x1f\x8b" else stream


def _show_line(view: View, document: Document, number: int, *, id: str) -> Shown:
    try:
        lines = _text_of(view, document).splitlines()
    except InputError:
        lines = []
    if not 1 <= number <= len(lines):
        raise NotFoundError(f"{document.name} has no line {number}.", remedy=f"It has {len(lines)}.")
    before = "\n".join(lines[max(0, number - 1 - _LINES_AROUND) : number - 1])
    after = "\n".join(lines[number : number + _LINES_AROUND])
    return Shown(
        kind="line", id=id, title=f"{document.name}, line {number}", before=f"{before}\n" if before else "",
        words=lines[number - 1].strip(), after=f"\n{after}" if after else "",
        facts=(("document", document.name), ("sha256", document.sha256)),
    )


def _show_document(document: Document) -> Shown:
    facts = [
        ("name", document.name), ("sha256", document.sha256), ("media type", document.media_type),
        ("size", f"{document.size:,} bytes"), ("source", document.source),
        ("published", document.published.isoformat() if document.published else "not stated"),
        ("received", document.received_at.isoformat()), ("marking", str(document.marking)),
    ]
    return Shown(kind="document", id=document.sha256, title=document.name, facts=tuple(facts))


def _show_entity(view: View, entity: Entity) -> Shown:
    facts = [("type", entity.schema), ("listed", "yes" if entity.is_listed else "no visible list says so")]
    facts += [(prop, value) for prop, values in entity.properties for value in values]
    facts.append(("sources", ", ".join(entity.sources)))
    return Shown(
        kind="entity", id=entity.id, title=entity.caption, facts=tuple(facts),
        citations=tuple(cite(sighting) for sighting in view.about([entity.id])),
    )


def _show_knowledge(id: str) -> Shown:
    """Show a knowledge file as it stands: what it says, cites, and leaves out."""
    from enduse.knowledge.shelf import list_knowledge, open_knowledge

    path = id.partition("#")[0]
    for folder in ("", "controls/", "flags/", "assessment/", "codes/", "lexicons/", "catch_all/"):
        name = f"{folder}{path}"
        name = name if name.endswith(".yaml") else f"{name}.yaml"
        if name in list_knowledge(name.partition("/")[0]):
            node = open_knowledge(name)
            facts = [(key, value.text()) for key, value in node.mapping().items() if isinstance(value.raw, str)]
            return Shown(kind="knowledge", id=id, title=name, facts=tuple(facts))
    raise NotFoundError(f"nothing of that name is visible from this viewpoint: {id}.", remedy="Check the id.")

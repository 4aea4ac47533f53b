"""Looking up what a citation cites: the thing, its words, and the text around them."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from enduse.errors import InputError, NotFoundError
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.citing import cite
from enduse.model.passage import Passage
from enduse.model.review import fact_object
from enduse.model.screening import Entity
from enduse.model.shown import Shown
from enduse.model.statement import Document, Sighting
from enduse.store.view import View
from enduse.workspace.looking_up_rules import look_up_rule
from enduse.workspace.recognising import FOLDER, KeptRecogniser

if TYPE_CHECKING:
    from enduse.reading.stored_text import StoredText

_AROUND = 400
_MOST_RUNS = 20  # lines of a page whose boxes are told
_LINES_AROUND = 1
_RECORD_LINES = {"text/csv": 1, "text/tab-separated-values": 1, "application/xml": 60}
_LONGEST_LINE = 4000
_MOST_LINES = 2_000_000
_DIGITS = 10
_YAML = "application/yaml"
_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML counts lines


def look_up(view: View, id: str) -> Shown:
    """Show what an id names: `HASH:LINE`, a statement, a document, an entity, or a knowledge file.

    Raises:
        NotFoundError: nothing of that name is visible from the view; the message
            is the same whether it is hidden or does not exist.
    """
    prefix, colon, line = id.partition(":")
    if colon and line.isascii() and line.isdigit() and len(line) < _DIGITS:
        documents = view.find_documents(prefix)
        if len(documents) == 1:
            return _show_line(view, documents[0], int(line), id=id)
    if "/" in id:
        rule = look_up_rule(id)
        if rule is not None:
            return rule
    documents = view.find_documents(id)
    if len(documents) == 1:
        return _show_document(documents[0])
    entity = view.entities([id]).get(id)
    if entity is not None:
        return _show_entity(view, entity)
    passages = view.passages_named(id)
    if len({passage.id for passage, _ in passages}) == 1:
        return _show_passage(view, *passages[0])
    return _show_statement(view, view.as_read(id))


def _show_statement(view: View, sighting: Sighting) -> Shown:
    said = sighting.statement
    before, words, after, printed_at = _context(view, sighting)
    facts = [("subject", said.subject), ("property", said.prop), ("value", said.value), ("printed", said.printed)]
    if said.hedge:
        facts.append(("words of doubt", said.hedge))
    if said.denied:
        facts.append(("said", "that this is not so"))
    facts += [("source", said.source), ("origin", said.origin), ("grade", str(said.grade))]
    facts.append(("place", said.locator.record))
    facts += printed_at
    if sighting.document_name:
        facts.append(("document", sighting.document_name))
    facts += [(label, day.isoformat()) for label, day in (
        ("said on", said.said_on), ("holds from", said.valid_from), ("holds until", said.valid_to)) if day]
    judged = view.reviewed.get(fact_object(said))
    if judged is not None:
        facts.append(("judged", f"{judged.verdict}, by {judged.actor} on {judged.at:%Y-%m-%d}: {judged.reason}"))
    facts += [("marking", str(said.marking)), ("read by", said.extractor)]
    return Shown(
        kind="statement", id=sighting.id, title=f"{said.prop}: {said.value}", citations=(cite(sighting),),
        before=before, words=words or said.printed, after=after, facts=tuple(facts),
    )


_Context = tuple[str, str, str, list[tuple[str, str]]]
_NO_CONTEXT: _Context = ("", "", "", [])


def _context(view: View, sighting: Sighting) -> _Context:
    """Return the text around a statement and where it is printed, for those who may see the whole document.

    What no longer stands where it was found, as an older program took the text from the bytes, is given without either.
    """
    where = sighting.statement.locator
    if sighting.document is None or where.offset is None:
        return _NO_CONTEXT
    document = view.document(sighting.document)
    if document is None:
        return _NO_CONTEXT
    if where.start is None or where.end is None:
        return *_around(_lines_from(view, document, where.offset), sighting.statement.printed), []
    start, end = where.offset + where.start, where.offset + where.end
    for recogniser in (None, KeptRecogniser(view.indexable.folder / FOLDER, None)):
        try:
            stored, data = _stored_text(view, document, recogniser)
        except InputError:
            continue
        text = stored.text
        if text[start:end].split() == sighting.statement.printed.split():
            break
    else:
        return _NO_CONTEXT
    place = list(_printed_at(stored, data, start, end))
    return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND], place


def _printed_at(stored: StoredText, data: bytes, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield part, page and boxes of some characters, as far as the format has them."""
    if stored.part_of(start):
        yield "part", stored.part_of(start)
    runs = stored.runs_between(start, end)
    if not runs:
        return
    from enduse.reading.pdf import find_boxes

    for page, box in find_boxes(data, runs[:_MOST_RUNS], start, end):
        left, bottom, right, top = box
        yield "page and box", f"page {page}, {left:.0f} to {right:.0f} across, {bottom:.0f} to {top:.0f} up, in points"


def _stored_text(
    view: View, document: Document, recogniser: KeptRecogniser | None = None
) -> tuple[StoredText, bytes]:
    from enduse.reading.bytes import read_bytes

    with view.open_document(document.sha256) as stream:
        data = stream.read()
    return read_bytes(data, name=document.name, recogniser=recogniser), data


def _text_of(view: View, document: Document) -> str:
    if document.media_type == _YAML:
        with view.open_document(document.sha256) as stream:
            return stream.read().decode("utf-8-sig", "replace")
    return _stored_text(view, document)[0].text


def _around(text: str, words: str) -> tuple[str, str, str]:
    """Cut a record's text about the words, plain or as XML escapes them; without them give its first line."""
    for spelled in (words, escape(words, quote=False), escape(words)):
        at = text.find(spelled)
        if at >= 0:
            return text[max(0, at - _AROUND) : at], spelled, text[at + len(spelled) :][:_AROUND]
    return "", text.partition("\n")[0].strip(), ""


def _lines_from(view: View, document: Document, number: int) -> str:
    """Return a stored table's line, or a tree's lines from there on, bounded; "" for what is no text."""
    count = _RECORD_LINES.get(document.media_type, 0)
    found: list[bytes] = []
    with _plain(view.open_document(document.sha256)) as stream:
        for at in range(1, min(number + count, _MOST_LINES)):
            line = stream.readline(_LONGEST_LINE)
            while len(line) == _LONGEST_LINE and not line.endswith(b"\n") and at < number:
                line = stream.readline(_LONGEST_LINE)
            if not line:
                break
            if at >= number:
                found.append(line)
    return b"".join(found).decode("utf-8", "replace").rstrip()


def _plain(stream: BinaryIO) -> BinaryIO | gzip.GzipFile | io.BufferedReader:
    """Return the stream, unpacked if it is gzip."""
    head = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if head == b"\x1f\x8b" else stream


def _show_line(view: View, document: Document, number: int, *, id: str) -> Shown:
    """Show a line with its neighbours; of an order or item file also the values that begin there, as they were read."""
    try:
        text = _text_of(view, document)
    except InputError:
        text = ""
    lines = _BREAKS.split(text) if document.media_type == _YAML else text.splitlines()
    if not 1 <= number <= len(lines):
        raise NotFoundError(f"{document.name} has no line {number}.", remedy=f"It has {len(lines)}.")
    before = "\n".join(_cut(line) for line in lines[max(0, number - 1 - _LINES_AROUND) : number - 1])
    after = "\n".join(_cut(line) for line in lines[number : number + _LINES_AROUND])
    words = _cut(lines[number - 1].strip())
    if document.media_type == _YAML:
        words = "\n".join([words, *_values_at(text, number, shown=words)])
    return Shown(
        kind="line", id=id, title=f"{document.name}, line {number}", before=f"{before}\n" if before else "",
        words=words, after=f"\n{after}" if after else "",
        facts=(("document", document.name), ("sha256", document.sha256)),
    )


def _values_at(text: str, number: int, *, shown: str) -> list[str]:
    """Return the values of a YAML text that begin in a line and read otherwise than they stand (folded, escaped)."""
    try:
        top = parse_nodes(text, where="")
    except InputError:
        return []
    here = (node for node in top.walk() if node.line == number)
    return [value for value in dict.fromkeys(map(_value_of, here)) if " ".join(value.split()) not in shown]


def _value_of(node: Node) -> str:
    """Return a text as it was read, or a quantity's value, unit and standard in one line."""
    if node.is_mapping:
        parts = [node.get(key).raw for key in ("value", "unit", "standard")]
        return " ".join(part for part in parts if isinstance(part, str))
    return node.raw if isinstance(node.raw, str) else ""


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}\u2026"


def _show_passage(view: View, passage: Passage, sha256: str) -> Shown:
    """Show a passage; whose paper it is and what stands around it is for those who may see the whole."""
    facts = [("source", passage.source), ("place", passage.record), ("marking", str(passage.marking))]
    before = after = ""
    document = view.document(sha256)
    if document is not None:
        stored, data = _stored_text(view, document)
        start, end = passage.offset, passage.offset + len(passage.text)
        facts.append(("document", document.name))
        if stored.text[start:end] == passage.text:
            facts += _printed_at(stored, data, start, end)
            before, after = stored.text[max(0, start - _AROUND) : start], stored.text[end : end + _AROUND]
    return Shown(
        kind="passage", id=passage.id, title=f"{passage.source}, {passage.record}", before=before, words=passage.text,
        after=after, facts=tuple(facts),
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

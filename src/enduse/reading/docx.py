"""A DOCX file's text: headers first, then the body with its tables, then footnotes and footers.

Read with the standard library alone: the parts that hold text are unpacked under a bound and parsed as a stream, so
that nothing grows beyond it; a document type, which is what entities need, is refused. Text that a tracked change has
taken out is left out, and told. Cost: linear in the size unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers.expat import ExpatError, ParserCreate

from enduse.errors import Fault, InputError
from enduse.reading.containers import DAMAGED
from enduse.reading.stored_text import StoredText, bounded

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_PART = 60_000_000
_BODY = "word/document.xml"
_OTHER = re.compile(r"word/(?P<kind>header|footer|footnotes|endnotes|comments)(?P<number>\d*)\.xml")
_ORDER = ("header", "document", "footnotes", "endnotes", "footer", "comments")
_BLOCK = 65_536


def read_docx(data: bytes, name: str) -> StoredText:
    """Return the text of a DOCX file, with the parts it stands in.

    Raises:
        InputError: it is damaged, locked by a password, too large when unpacked, or not what it says.
    """
    parts: list[tuple[int, str]] = []
    texts: list[str] = []
    length, was_changed = 0, False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for label, member in _members(archive):
                reader = _Reader()
                parts.append((length, label))
                for text in reader.read(_unpack(archive, member, name), name):
                    texts.append(text)
                    length += len(text)
                was_changed |= reader.was_changed
    except DAMAGED as exc:
        remedy = "Open it in a word processor, remove a password, and save it again."
        raise InputError("this DOCX file cannot be opened.", where=name, remedy=remedy) from exc
    fault = Fault(
        place="tracked changes",
        reason="text that a change took out was not read.",
        remedy="Accept or reject the changes first, if it matters.",
    )
    return StoredText(
        text=bounded("".join(texts), name), media=MEDIA, parts=tuple(parts), faults=(fault,) if was_changed else ()
    )


def _members(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return the parts that hold text with their names, in the order in which they are read."""
    found = []
    for info in archive.infolist():
        match = _OTHER.fullmatch(info.filename)
        if info.filename == _BODY:
            found.append(("document", "body", info))
        elif match:
            found.append((match["kind"], match["kind"] + (f" {match['number']}" if match["number"] else ""), info))
    return [(label, info) for _, label, info in sorted(found, key=lambda each: (_ORDER.index(each[0]), each[1]))]


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Yield the bytes of a part in blocks; what is unpacked counts, not what the archive says."""
    unpacked = 0
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            unpacked += len(block)
            if unpacked > MAX_PART:
                what = f"a part of this DOCX file unpacks to more than {MAX_PART // 1_000_000} MB."
                raise InputError(what, where=name, remedy="Save it as plain text.")
            yield block


class _Reader:
    """Reads one part: paragraphs as lines, cells of a table apart by tabs, rows as lines. Memory holds one block."""

    def __init__(self) -> None:
        self.was_changed = False
        self._depth = 0
        self._gone = 0
        self._told_again = 0
        self._within = ""
        self._found: list[str] = []

    def read(self, blocks: Iterator[bytes], name: str) -> Iterator[str]:
        """Yield the text of a part piece by piece."""
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_type
        try:
            for block in blocks:
                parser.Parse(block, False)
                yield from self._take()
            parser.Parse(b"", True)
        except ExpatError as exc:
            remedy = "Open it in a word processor and save it again."
            raise InputError(f"this DOCX file is damaged: {exc}.", where=name, remedy=remedy) from exc
        except InputError as exc:
            raise InputError(exc.what, where=name, remedy=exc.remedy) from exc
        self._found.append("\n")
        yield from self._take()

    def _take(self) -> list[str]:
        found, self._found = self._found, []
        return ["".join(found)] if found else []

    def _add(self, text: str) -> None:
        if not self._gone and not self._told_again:
            self._found.append(text)

    def _text(self, text: str) -> None:
        if self._within == "t":
            self._add(text)
        elif self._within == "delText":
            self.was_changed |= bool(text.strip())

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._within = name.rpartition("}")[2]
        match self._within:
            case "tbl":
                self._depth += 1
            case "del" | "moveFrom":
                self._gone += 1
            case "Fallback":  # a text box is told twice, the second time for old programs
                self._told_again += 1

    def _end(self, name: str) -> None:
        self._within = ""
        tag = name.rpartition("}")[2]
        if tag == "p":
            self._add(" " if self._depth else "\n")
        elif tag in _SIGNS:
            self._add(_SIGNS[tag])
        elif tag == "tbl":
            self._depth -= 1
        elif tag in ("del", "moveFrom"):
            self._gone -= 1
        elif tag == "Fallback":
            self._told_again -= 1


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "tc": "\t", "tr": "\n"}


def _refuse_type(*_: object) -> None:
    what = "this DOCX file declares a document type, which none needs."
    raise InputError(what, remedy="Save it again with a word processor.")

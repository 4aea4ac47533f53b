"""Tables of the Code of Federal Regulations in the XML of eCFR, a row at a time.

The file holds a whole part; a reader names the supplement it reads, and all else
is passed over. A cell keeps its order of text and line breaks, which `markup`
does not: the lists print name, aliases and addresses in one cell. Raised figures
(footnote marks) become Unicode superscripts. A document type is refused, so
nothing is expanded or fetched. Cost: linear in the file; memory: one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.errors import InputError
from enduse.sources.opening import CHUNK, OpenedFile

MAX_DEPTH = 60
MAX_CELL = 30_000
MAX_TOKEN = 1_000_000
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SPACES = re.compile(r"[ \t\r\u00a0\u2002\u2003\u2009\u202f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The cells of one row of a table's body, and the line of the file it begins on."""

    cells: tuple[str, ...]
    line: int


def stream_supplement(file: OpenedFile, number: str, *, headings: Sequence[str]) -> Iterator[TableRow]:
    """Yield the body rows of the first table of one supplement to the part.

    `headings` are the headings the table is known to have, in order.

    Raises:
        InputError: not whole XML (with line and column), a document type, a bound
            is passed, the supplement is not in the file, or its headings differ.
    """
    from pyexpat import ExpatError, ParserCreate, errors

    table = _Table(file.name, number, tuple(headings))
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: table.start(tag, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = table.end
    parser.CharacterDataHandler = table.take
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = table.refuse
    fed = 0
    with file.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                parser.Parse(chunk, not chunk)
            except ExpatError as exc:
                what = errors.messages.get(exc.code, "not well-formed")
                where = f"{file.name}:{exc.lineno}:{exc.offset + 1}"
                remedy = "Get the file again."
                raise InputError(f"not whole XML: {what}; nothing of it was used.", where=where, remedy=remedy) from exc
            except (LookupError, ValueError) as exc:
                raise InputError("its encoding cannot be read.", where=file.name) from exc
            fed += len(chunk)
            if chunk and fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN + CHUNK:
                raise InputError(f"a tag or comment is longer than {MAX_TOKEN:,} bytes.", where=file.name)
            rows, table.rows = table.rows, []
            yield from rows
            if not chunk:
                break
    table.check()


class _Table:
    """What is known while the file streams by: where we are, the row so far, the rows that are whole."""

    def __init__(self, name: str, number: str, headings: tuple[str, ...]) -> None:
        self.rows: list[TableRow] = []
        self._name = name
        self._wanted = f"Supplement No. {number} to Part"
        self._headings = headings
        self._seen: list[str] = []
        self._depth = 0
        self._inside = 0  # depth of the supplement's element, 0 outside
        self._section = ""
        self._is_found = self._is_checked = False
        self._line = 0
        self._cells: list[str] | None = None
        self._pieces: list[str] | None = None
        self._size = 0
        self._shift: dict[int, int] | None = None

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH} levels.", line)
        if not self._inside:
            if tag == "DIV9" and attributes.get("N", "").startswith(self._wanted):
                self._inside, self._is_found = self._depth, True
            return
        if tag in ("THEAD", "TBODY", "TFOOT"):
            self._section = tag
        elif tag == "TR":
            self._cells, self._line = [], line
        elif tag in ("TD", "TH") and self._cells is not None:
            self._pieces, self._size = [], 0
        elif tag.lower() == "br":
            self.take("\n")
        elif tag.lower() in ("sup", "sub"):
            self._shift = _RAISED if tag.lower() == "sup" else _LOWERED

    def end(self, tag: str) -> None:
        if self._inside == self._depth:
            self._inside = 0
        elif self._inside:
            if tag in ("TD", "TH") and self._cells is not None and self._pieces is not None:
                self._cells.append(_tidy("".join(self._pieces)))
                self._pieces = None
            elif tag == "TR" and self._cells is not None:
                self._close_row(tuple(self._cells))
                self._cells = None
            elif tag.lower() in ("sup", "sub"):
                self._shift = None
        self._depth -= 1

    def take(self, data: str) -> None:
        if self._pieces is None:
            return
        self._size += len(data)
        if self._size > MAX_CELL:
            raise self._error(f"a cell holds more than {MAX_CELL:,} characters.", self._line)
        text = data if data == "\n" else data.replace("\n", " ")
        self._pieces.append(text.translate(self._shift) if self._shift else text)

    def refuse(self, *_: object) -> None:
        raise self._error("document types and entities are not read.", 1)

    def check(self) -> None:
        """Raise InputError unless the supplement and its headings were met."""
        if not self._is_found:
            raise InputError(
                f"there is no {self._wanted} in it.", where=self._name,
                remedy="Load the eCFR XML of 15 CFR part 744 as a whole.",
            )
        if not self._is_checked:
            raise InputError(f"{self._wanted} holds no table.", where=self._name, remedy="Get the file again.")

    def _close_row(self, cells: tuple[str, ...]) -> None:
        if self._section == "THEAD":
            found = tuple(" ".join(cell.split()) for cell in cells)
            if found != self._headings:
                told = f"the headings are {', '.join(found)[:200]}, not {', '.join(self._headings)}."
                raise self._error(told, self._line)
            self._is_checked = True
        elif self._section == "TBODY":
            if not self._is_checked:
                raise self._error("the table has no headings.", self._line)
            self.rows.append(TableRow(cells=cells, line=self._line))

    def _error(self, what: str, line: int) -> InputError:
        remedy = "The publisher changed the format, or it is no eCFR file."
        return InputError(what, where=f"{self._name}:{line}", remedy=remedy)


def _tidy(text: str) -> str:
    """Trim each line and bring spaces of every width to one; line breaks stay."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()

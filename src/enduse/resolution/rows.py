"""Rows of delimited text made into packed sketches by the kernel: one row, or as many as stand in a piece of text."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from ctypes import (
    Structure,
    addressof,
    byref,
    c_char_p,
    c_int,
    c_int32,
    c_uint32,
    c_uint64,
    c_void_p,
    cast,
    create_string_buffer,
    string_at,
)
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from enduse.names.folding import fold_name
from enduse.resolution.kernel import kernel

_LONGEST_LINE = 2 * 8192 + 256  # twice the longest row that the kernel takes, and what stands between
_COPIED = 8  # the place of countries, which come folded, as the kind at 0 does; other places are numbers of their folds
_MORE, _ODD_ROW, _NEW_KIND, _NEW_COUNTRY, _REACHED = range(5)  # why a block ends; see `native/rows.c`


class _Page(Structure):
    _fields_ = (("held", c_void_p), ("count", c_uint64), ("room", c_uint64), ("failed", c_int))


class _Layout(Structure):
    _fields_ = (("id", c_int32), ("name", c_int32), ("kind", c_int32), ("country", c_int32), ("width", c_uint32),
                ("delimiter", c_uint32))


class _Block(Structure):
    _fields_ = (("lines", _Page), ("line_lengths", _Page), ("ids", _Page), ("id_lengths", _Page), ("places", _Page),
                ("consumed", c_uint64), ("rows", c_uint64), ("newlines", c_uint64), ("status", c_int32),
                ("asked_length", c_uint32), ("asked", c_void_p))


class Layout(NamedTuple):
    """Where id, name, kind and country stand in a row (-1: nowhere), how many cells it has, what parts them."""

    id: int
    name: int
    kind: int
    country: int
    width: int
    delimiter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows read from a piece of text: their sketches and ids, one after the other, with their lengths; their numbers.

    `rows` counts those only passed over too; `consumed` bytes and `newlines` lines are done. What comes next is a row
    that is not plain (`is_odd`), a row that the text does not hold in full (`needs_more`), or one to ask for again.
    """

    lines: bytes
    line_lengths: array[int]
    ids: bytes
    id_lengths: array[int]
    places: array[int]
    rows: int
    consumed: int
    newlines: int
    is_odd: bool
    needs_more: bool


class RowFolder:
    """Makes packed sketches of rows of plain ASCII cells."""

    def __init__(self, cells: int, columns: Sequence[tuple[int, int, str]], *, dropped: Collection[str]) -> None:
        """Take how many cells a row has, of each column used its cell, its place in a `Sketch` and what is put before.

        `dropped` are words that are no part of a name.
        """
        self._library = kernel()
        self._reader = None
        if self._library is None:
            return
        plan = array("I", [number for cell, slot, _ in columns for number in (cell, slot, slot % _COPIED)])
        texts = b"".join(text.encode() + b"\0" for text in (*(before for _, _, before in columns), *sorted(dropped)))
        self._reader = self._library.en_open_rows(
            cells, len(columns), plan.buffer_info()[0], texts, len(texts), len(dropped), _folding_table(),
        )
        self._buffer = create_string_buffer(_LONGEST_LINE)
        self._line = addressof(self._buffer)
        self._read = self._library.en_read_row

    def __del__(self) -> None:
        if self._reader is not None:
            self._library.en_close_rows(self._reader)

    @property
    def is_of_use(self) -> bool:
        """Tell whether the kernel is there and such rows can be read."""
        return self._reader is not None

    def fold(self, row: str) -> str | None:
        """Return the packed sketch of a row of ASCII, its cells separated by tabs; None where it is not plain.

        Cost: some 2 us.
        """
        text = row.encode("ascii")
        length = self._read(self._reader, text, len(text), self._line)
        return string_at(self._line, length).decode("ascii") if length >= 0 else None

    def read(
        self, layout: Layout, text: bytes, *, start: int, is_last: bool, number: int, until: int, is_kept: bool,
        mean: tuple[Callable[[str], str | None], Callable[[str], str | None]],
    ) -> Block:
        """Read the plain rows that stand next in a text, as `fold` would one by one.

        A row is plain when it is ASCII without tabs and semicolons, its cells bare or in quotes that hold no others.

        Args:
            layout: where things stand in a row.
            text: delimited text, from `start` on; more follows unless it `is_last`.
            number: how many rows were read before.
            until: the number of the last row to read.
            is_kept: False to pass over the rows, only counting them.
            mean: what a cell of a kind and of a country mean, None where the row is not plain; asked once for each.

        Cost: some 0.7 us a row. Raises MemoryError.
        """
        plan = _Layout(*layout[:-1], ord(layout.delimiter))
        place = cast(c_char_p(text), c_void_p).value or 0
        block = _Block()
        while True:
            try:
                if not self._library.en_read_block(
                    self._reader, byref(plan), place + start, len(text) - start, is_last, number, until, is_kept,
                    byref(block),
                ):
                    raise MemoryError("no memory for the rows")
                if block.status in (_NEW_KIND, _NEW_COUNTRY):
                    which = block.status - _NEW_KIND
                    self._teach(which, string_at(block.asked, block.asked_length), mean[which])
                if block.rows or block.status not in (_NEW_KIND, _NEW_COUNTRY):
                    return _take(block)
            finally:
                self._library.en_give_back_block(byref(block))

    def _teach(self, which: int, cell: bytes, mean: Callable[[str], str | None]) -> None:
        told = mean(cell.decode("ascii"))
        fold = None if told is None else told.encode("ascii")
        if not self._library.en_teach_row(self._reader, which, cell, len(cell), fold, len(fold or b"")):
            raise MemoryError("no memory for the kinds and countries of rows")


def _take(block: _Block) -> Block:
    return Block(
        lines=_bytes(block.lines), line_lengths=_numbers(block.line_lengths, "I"), ids=_bytes(block.ids),
        id_lengths=_numbers(block.id_lengths, "I"), places=_numbers(block.places, "Q"), rows=block.rows,
        consumed=block.consumed, newlines=block.newlines, is_odd=block.status == _ODD_ROW,
        needs_more=block.status == _MORE,
    )


def _bytes(page: _Page) -> bytes:
    return string_at(page.held, page.count) if page.count else b""


def _numbers(page: _Page, code: Literal["I", "Q"]) -> array[int]:
    numbers = array(code)
    numbers.frombytes(_bytes(page))
    return numbers


@lru_cache(maxsize=1)
def _folding_table() -> bytes:
    """Return for each byte what `fold_name` makes of it between letters: another, a space, or nothing (zero)."""
    folded = (fold_name(f"a{chr(code)}b")[1:-1] for code in range(128))
    return b"".join(text.encode() or b"\0" for text in folded) + b" " * 128

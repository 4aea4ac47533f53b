"""Rows of delimited text that are plain enough to be sketched without making a party of each, and what was read in all.

A million rows are read so within seconds; a row that holds anything unusual is
read by `party_rows`, with the same sketch where both can.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from enduse.knowledge.countries import find_country
from enduse.knowledge.party_columns import find_party_kind, party_fields
from enduse.model.party import Party
from enduse.resolution.deduplicating import Lines
from enduse.resolution.records import sort_of
from enduse.resolution.rows import Block, Layout, RowFolder
from enduse.resolution.sketching import Sketch, field_of, join_values, pack, standing_words
from enduse.resolution.texts import Texts
from enduse.workspace.party_files import Cells, Share, TakeMany
from enduse.workspace.party_rows import PartyRow
from enduse.workspace.raw_lines import RawLines

_NOT_PLAIN = "\t"
_PLAIN_NAME, _PLAIN_ROW = 400, 4000
_UNUSUAL = re.compile("[;\x00\n\r\ud800-\udfff]")  # several values in a cell, or broken text
_PLAIN_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_PROPERTIES = {"aliases": "alias", "birth_date": "birthDate"}
_UNPLAIN = frozenset({"first_name", "last_name", "middleName", "identifiers"})
_IDENTIFYING = ("birthDate", "incorporationDate", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")


class SketchRow(NamedTuple):
    """A row of a file as its number, its id (empty where it has none), and the packed sketch of the rest."""

    number: int
    query_id: str
    line: str


@dataclass(slots=True)
class Taken:
    """The rows of a file, or a run of them: sketches, ids and numbers of those read, faults of others, all counted."""

    records: Lines = field(default_factory=Lines)
    ids: Texts = field(default_factory=Texts)
    places: array[int] = field(default_factory=lambda: array("Q"))
    faults: list[str] = field(default_factory=list)
    rows: int = 0

    def add(self, row: PartyRow | SketchRow | Block) -> None:
        """Add what was read of a row, or of many."""
        if isinstance(row, Block):
            self.rows += row.rows
            self.records.texts.append_all(row.lines, row.line_lengths)
            self.ids.append_all(row.ids, row.id_lengths)
            self.places.extend(row.places)
            return
        self.rows += 1
        if isinstance(row, SketchRow):
            self.records.add_line(row.line)
        elif row.party is None:
            self.faults.append(str(row.fault))
            return
        else:
            self.records.add(row.party.kind, stated_values(row.party))
        self.ids.append(row.query_id or str(row.number))
        self.places.append(row.number)

    def extend(self, other: Taken) -> None:
        """Add what was read of the rows after these."""
        self.records.extend(other.records)
        self.ids.extend(other.ids)
        self.places.extend(other.places)
        self.faults += other.faults
        self.rows += other.rows


class QuickReader:
    """Makes a sketch of a row of delimited text whose cells hold one plain value each; leaves every other row alone.

    It reads as `party_rows` and `sketching` do, in a fraction of the time, and faster yet with the compiled kernel.
    """

    def __init__(self, cells: Cells) -> None:
        self._id = self._kind = -1
        self._name = self._country = -1
        self._fields: list[tuple[int, int, Callable[[str], str], str]] = []
        self._is_of_use = True
        for column, name, _ in cells:
            place = field_of(_PROPERTIES.get(name, name))
            if name in ("id", "kind", "name", "country"):
                setattr(self, f"_{name}", column)
            if name in ("country", "birth_date"):
                fold = _fold_country if name == "country" else _fold_plain_date
                self._fields.append((column, place[0] if place else 0, fold, ""))
            elif place and not (known := party_fields()[name]).is_country and not known.is_date:
                self._fields.append((column, *place))
            elif name not in ("id", "kind") and name in _UNPLAIN | {*_IDENTIFYING}:
                self._is_of_use = False
        self._fields.sort(key=lambda told: told[0] != self._name)  # the main name stands before the others
        self._is_of_use = self._is_of_use and self._name >= 0
        self._folder: RowFolder | None = None
        self._countries = sum(name == "country" for _, name, _ in cells)

    def __call__(self, row: Sequence[str], number: int, _line: int) -> SketchRow | None:
        if not self._is_of_use or not 0 < len(row[self._name]) <= _PLAIN_NAME:
            return None
        whole = "\t".join(row)
        if len(whole) > _PLAIN_ROW:
            return None
        query_id = row[self._id].strip() if self._id >= 0 else ""
        if whole.isascii() and (folder := self._folder_of(len(row))):
            kind = _kind_of(row[self._kind]) if self._kind >= 0 else ""
            if kind is None:
                return None
            country = _fold_country(row[self._country]) if self._country >= 0 else ""
            line = folder.fold(f"{kind}\t{country}\t{whole}")
            return SketchRow(number, query_id, line) if line is not None else None
        if _UNUSUAL.search(whole):
            return None
        slots = [""] * len(Sketch._fields)
        for column, slot, fold, before in self._fields:
            text = row[column]
            if text:
                value = fold(text)
                if value == _NOT_PLAIN:
                    return None
                if value:
                    values = [*filter(None, slots[slot].split("|")), before + value]
                    slots[slot] = join_values(values, is_ordered=slot == 1)
        kind = _kind_of(row[self._kind]) if self._kind >= 0 else ""
        if kind is None or not slots[1]:
            return None
        slots[0] = kind
        return SketchRow(number, query_id, pack(Sketch._make(slots)))

    def read_many(
        self, layout: tuple[int, str], lines: RawLines, number: int, share: Share
    ) -> Iterator[tuple[int, Block | None]]:
        """Yield what the kernel reads of the lines, block by block; see `party_files.TakeMany`."""
        width, delimiter = layout
        folder = self._folder_of(width)
        if folder is None or not self._is_of_use:
            return
        places = Layout(self._id, self._name, self._kind, self._country, width, delimiter)
        while True:
            is_kept = share.holds(number + 1)
            block = folder.read(
                places, lines.held, start=lines.at, is_last=lines.is_last, number=number,
                until=number - number % share.size + share.size, is_kept=is_kept,
                mean=(_kind_of, _fold_country),
            )
            lines.pass_over(block.consumed, block.newlines)
            number += block.rows
            if block.rows:
                yield block.rows, block if is_kept else None
            if block.is_odd or (block.needs_more and (lines.is_last or not lines.fill())):
                return

    def _folder_of(self, width: int) -> RowFolder | None:
        """Return the kernel's reader of rows so wide, before which kind and country stand folded, if it can be used."""
        if self._folder is None:
            columns = [(column + 2, slot, before) for column, slot, fold, before in self._fields
                       if fold is not _fold_country]
            columns += [(0, 0, ""), (1, Sketch._fields.index("countries"), "")]
            self._folder = RowFolder(width + 2, columns, dropped=standing_words())
        return self._folder if self._folder.is_of_use and self._countries < 2 else None


def open_quick(cells: Cells, width: int, delimiter: str) -> TakeMany[Block]:
    """Return a reader of as many plain rows as stand next; it reads none where the kernel is missing."""
    return partial(QuickReader(cells).read_many, (width, delimiter))


@lru_cache(maxsize=4096)
def _kind_of(word: str) -> str | None:
    kind = find_party_kind(word.strip()) if word.strip() else "LegalEntity"
    return sort_of(kind) if kind else None


@lru_cache(maxsize=4096)
def _fold_country(text: str) -> str:
    return find_country(text.strip()) or ""


def _fold_plain_date(text: str) -> str:
    return text if _PLAIN_DATE.fullmatch(text) else _NOT_PLAIN


def stated_values(party: Party) -> dict[str, Sequence[str]]:
    """Return what a party states, by property, as `read_party` takes it."""
    said: dict[str, Sequence[str]] = {"name": (party.name,), "alias": party.aliases}
    for prop, value in (("country", party.country), ("birthDate", party.birth_date), ("address", party.address),
                        *party.identifiers, *party.facts):
        if value:
            said[prop] = (*said[prop], value) if prop in said else (value,)
    return said



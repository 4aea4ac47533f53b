"""Tables that a paper prints in columns of fixed width, between ruled lines, as the Federal Register's text does.

A cell runs over several lines. It is read as one string of which every character
knows its place in the paper; a span over it is the part on its first line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_RULE = re.compile(r"^[ \t]*-{60,}[ \t]*$", re.MULTILINE)
_PIECE = re.compile(r"\S+(?: \S+)*")
_LEADER = re.compile(r"\.{3,}")
_STARS = re.compile(r"[*\s]+")
_MIN_LINES = 4
_SLACK = 3


@dataclass(slots=True)
class Cell:
    """The text of a cell and, for each of its lines, (place in the cell, place in the paper, length)."""

    text: str = ""
    pieces: tuple[tuple[int, int, int], ...] = ()

    def add(self, words: str, place: int) -> None:
        """Append what a further line of the cell prints."""
        joint = " " if self.text and not self.text.endswith("-") else ""
        self.pieces = (*self.pieces, (len(self.text) + len(joint), place, len(words)))
        self.text += joint + words

    def place_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the paper of a stretch of the cell, as far as it stands on one line."""
        for first, place, length in self.pieces:
            if first <= start < first + length:
                return place + start - first, place + min(end - first, length)
        return self.pieces[0][1], self.pieces[0][1] + self.pieces[0][2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table: its place and its rows of cells, by column."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


def find_tables(text: str, start: int, end: int) -> tuple[Table, ...]:
    """Return the tables of a stretch; two ruled lines open one (round its header), a third closes it."""
    rules = list(_RULE.finditer(text, start, end))
    found: list[Table] = []
    for number, rule in enumerate(rules):
        close = rules[number + 1].start() if number + 1 < len(rules) else end
        lines = _lines(text, rule.end(), close)
        columns = _columns(lines)
        if len(columns) >= 3 and len(lines) >= _MIN_LINES:
            rows = _rows(lines, columns)
            if rows:
                found.append(Table(start=rule.start(), end=close, rows=rows))
    return tuple(found)


def _lines(text: str, start: int, end: int) -> list[list[tuple[int, int, str]]]:
    """Return the pieces of each line as (column, place in the paper, words); leaders and stars are none."""
    lines = []
    at = start
    for line in text[start:end].split("\n"):
        clean = _LEADER.sub(lambda run: " " * len(run[0]), line)
        pieces = [(m.start(), at + m.start(), m[0]) for m in _PIECE.finditer(clean) if not _STARS.fullmatch(m[0])]
        if pieces:
            lines.append(pieces)
        at += len(line) + 1
    return lines


def _columns(lines: list[list[tuple[int, int, str]]]) -> list[int]:
    """Return where columns begin: places at which the pieces of many lines start, continuation lines one further in."""
    starts = Counter(column for pieces in lines for column, _, _ in pieces)
    found = [min(starts)] if starts and min(starts) <= _SLACK else []
    for column in sorted(starts):
        if found and column - found[-1] <= _SLACK:
            continue
        if sum(count for place, count in starts.items() if 0 <= place - column <= _SLACK) >= max(2, len(lines) // 8):
            found.append(column)
    return found


def _rows(lines: list[list[tuple[int, int, str]]], columns: list[int]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows; one begins where the pieces of two columns beside the first begin at their very edge."""
    rows: list[list[Cell]] = []
    country: tuple[str, int] | None = None
    for pieces in lines:
        placed = [(_column_of(piece[0], columns), *piece) for piece in pieces]
        edges = sum(column == columns[number] for number, column, _, _ in placed if number)
        if placed[0][0] == 0 and placed[0][1] <= columns[0] + 1:
            country = (placed[0][3], placed[0][2])
        if edges >= 2:
            rows.append([Cell() for _ in columns])
            if country:
                rows[-1][0].add(*country)
        if not rows:
            continue
        for number, _, place, words in placed:
            if number:
                rows[-1][number].add(words, place)
    return tuple(tuple(row) for row in rows)


def _column_of(place: int, columns: list[int]) -> int:
    return max((number for number, column in enumerate(columns) if column <= place + 1), default=0)

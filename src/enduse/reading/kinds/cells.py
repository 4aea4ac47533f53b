"""Rows of tables whose cells stand on lines of their own, a bar behind each, as texts of gazettes on the web do.

A row then begins with its number and a bar and ends with a date or before the next
row. Its line breaks are turned into blanks, so that it reads like a row on one line;
no character changes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The number of a row, perhaps behind the opening quotation mark of an amending act, alone in its cell.
_NUMBER = re.compile(r"^[ \t]*[«»“”„\"'‘’]?\(?\d{1,4}[.)]?[ \t]*(?:\n[ \t]*)?\|", re.MULTILINE)
_DATE_LINE = re.compile(
    r"^[ \t]*(?:\|[ \t]*)?\d{1,2}[./]\d{1,2}[./]\d{4}[ \t]*[«»“”„\"'‘’]?[;.]?[ \t]*\|?[ \t]*$", re.MULTILINE
)
# "B. Entities", "2) The following entity is added": no cell begins so.
_HEADING = re.compile(r"\n[ \t]*(?:[A-ZIVX]{1,4}|\d{1,2}|[a-z])[.)][ \t]+[^\W\d_](?=[^\n|]*\n)")
_LEAST_BARS = 3  # of a row: behind its number, its name and one more cell
_MOST = 12_000  # characters of a row at most


def join_cells(text: str, start: int, end: int) -> str:
    """Return the text with each row of such a table on one line, as long as before. Cost: linear in the text."""
    pieces: list[str] = []
    at = 0
    for first, last in _rows(text, start, end):
        pieces += [text[at:first], text[first:last].replace("\n", " ")]
        at = last
    return "".join([*pieces, text[at:]]) if pieces else text


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the rows stand that run over several lines."""
    if text.count("|", start, end) < _LEAST_BARS:
        return
    numbers = [found.start() for found in _NUMBER.finditer(text, start, end)]
    for number, first in enumerate(numbers):
        limit = min([first + _MOST, end, *numbers[number + 1 : number + 2]])
        if text.count("|", first, max(text.find("\n", first, limit), first)) >= _LEAST_BARS:
            continue
        heading = _HEADING.search(text, first, limit)
        limit = heading.start() if heading else limit
        date = _DATE_LINE.search(text, first, limit)
        if date:
            last = date.end()
        elif number + 1 < len(numbers):
            last = limit
        else:
            gap = re.compile(r"\n[ \t]*\n[ \t]*(?=[^\s|])").search(text, text.rfind("|", first, limit), limit)
            last = gap.start() if gap else limit
        row = text[first:last].rstrip()
        if row.count("|") >= _LEAST_BARS and "\n" in row:
            yield first, first + len(row)

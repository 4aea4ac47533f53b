"""Dates as publishers print them, read strictly into ISO dates or parts of one ("1962", "1962-03").

Nothing is guessed: which of two figures is the day is told by the caller, for the
publisher's own habit, and a text that is no date gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_DATE = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)"
    rf"|\b(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>\d{{4}})\b"
    rf"|\b(?P<month>\d{{1,2}})/(?P<month_year>\d{{4}})\b"
    rf"|\b(?P<day>\d{{1,2}}) (?P<named>{_MONTH}) ?(?P<named_year>\d{{4}})\b"
    rf"|\b(?P<name_first>{_MONTH}) (?P<name_day>\d{{1,2}}), ?(?P<name_day_year>\d{{4}})\b"
    rf"|\b(?P<only_month>{_MONTH}),? ?(?P<only_year>\d{{4}})\b"
    rf"|\b(?P<bare>(?:1[5-9]|20)\d{{2}})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date met in running text: its ISO value, maybe partial, the words, and where they stand."""

    value: str
    printed: str
    start: int
    end: int


def read_figures(text: str, *, day_first: bool, century_from: int = 90) -> date | None:
    """Read "7/18/1988" or "18/07/88" as a whole date; two-digit years from `century_from` are of the 1900s."""
    match = _FIGURES.fullmatch(text.strip())
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 2:
        year += 1900 if year >= century_from else 2000
    day, month = (first, second) if day_first else (second, first)
    return _whole(year, month, day)


def read_zeroed(text: str) -> str:
    """Read "28/09/1955", "00/09/1955" and "00/00/1955" (day first, unknown parts as zeros); empty text if no date.

    A day with an unknown month says only its year.
    """
    match = _FIGURES.fullmatch(text.strip())
    if not match or len(match[3]) != 4 or match[3] == "0000":
        return ""
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if not month:
        return match[3]
    if not day:
        return f"{year:04}-{month:02}" if month <= 12 else ""
    whole = _whole(year, month, day)
    return whole.isoformat() if whole else ""


def find_dates(text: str, *, day_first: bool = True) -> Iterator[FoundDate]:
    """Yield every date in running text, whole or partial, in its order; what is no real date is passed over."""
    for match in _DATE.finditer(text):
        value = _value(match, day_first=day_first)
        if value:
            yield FoundDate(value=value, printed=match.group(), start=match.start(), end=match.end())


def next_day(day: date | None) -> date | None:
    """Return the day after, for the end of a period that still includes its last printed day."""
    return day + timedelta(days=1) if day and day < date.max else None


def _value(match: re.Match[str], *, day_first: bool) -> str:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        whole = _whole(year, month, day)
    elif match["first"]:
        first, second = int(match["first"]), int(match["second"])
        day, month = (first, second) if day_first else (second, first)
        whole = _whole(int(match["year"]), month, day)
    elif match["month"]:
        month = int(match["month"])
        return f"{match['month_year']}-{month:02}" if 1 <= month <= 12 else ""
    elif match["named"]:
        whole = _whole(int(match["named_year"]), _month(match["named"]), int(match["day"]))
    elif match["name_first"]:
        whole = _whole(int(match["name_day_year"]), _month(match["name_first"]), int(match["name_day"]))
    elif match["only_month"]:
        month = _month(match["only_month"])
        return f"{match['only_year']}-{month:02}" if month else ""
    else:
        return match["bare"]
    return whole.isoformat() if whole else ""


def _month(name: str) -> int:
    stem = name[:3].lower()
    return _MONTHS.index(stem) + 1 if stem in _MONTHS else 0


def _whole(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

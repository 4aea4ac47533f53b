"""Compare two dates of which parts may be unknown, exchanged or slipped."""

from __future__ import annotations

import re
from collections.abc import Iterable

# (year, month, day); 0 where unknown.
Day = tuple[int, int, int]

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})")  # the century left out
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-/. ]+)?([a-z]{3,9})\.?[-/, ]+(?:(\d{1,2})(?:st|nd|rd|th)?[-/, ]+)?(\d{4}|\d{2})"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)
_CENTURIES = (1900, 2000)  # of a year of two digits: both are tried, since nobody says which
_LONGEST = 40
_FAR = 10
_NEW_YEAR = (1, 1)
ORDER = ("same", "exchanged", "slip", "year", "days", "near", "day", "other", "far")


def read_days(text: str) -> tuple[Day, ...]:
    """Return the days that a text may mean, the first the likeliest; none for what is no date.

    Takes ISO dates with or without month and day ("1962", "1962-03", "1962-03-00"),
    eight digits, day and month before the year, of which both orders are given, and English
    months in words ("3 Mar 1962", "March 3, 1962", "Mar 1962"). A year of two digits is given in both centuries.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return ()
    found = _ISO.fullmatch(text) or _RUN.fullmatch(text)
    if found:
        year, month, day = (int(part or 0) for part in found.groups())
        return _sound((year, month, day))
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        one, other, year = (int(part) for part in numeric.groups())
        return _either_order(year, one, other)
    short = _SHORT.fullmatch(text)
    if short:
        one, other, year = (int(part) for part in short.groups())
        return tuple(day for century in _CENTURIES for day in _either_order(century + year, one, other))
    return _read_named(text.lower())


def _either_order(year: int, one: int, other: int) -> tuple[Day, ...]:
    """Return the days that two numbers beside a year mean, day first before month first."""
    return tuple(dict.fromkeys((*_sound((year, other, one)), *_sound((year, one, other)))))


def _read_named(text: str) -> tuple[Day, ...]:
    """Return the days that a text with the name of a month means."""
    named = _NAMED.fullmatch(text)
    if not named:
        return ()
    before, word, after, printed = named.groups()
    word = "sep" if word == "sept" else word
    months = [number for number, name in enumerate(_MONTHS, 1) if word in (name, name[:3])]
    if not months or (before and after):
        return ()
    years = [int(printed)] if len(printed) == len("1962") else [century + int(printed) for century in _CENTURIES]
    return tuple(day for year in years for day in _sound((year, months[0], int(before or after or 0))))


def _sound(day: Day) -> tuple[Day, ...]:
    year, month, number = day
    if not (1000 <= year <= 2999 and month <= 12 and number <= 31):
        return ()
    return (day if month else (year, 0, 0),)


def compare_days(left: Iterable[Day], right: Iterable[Day]) -> tuple[str, str]:
    """Return how precise the kindest comparison is ("date", "month", "year") and its outcome.

    Outcomes, the kindest first: same, exchanged (day and month), slip (one part differs
    by a slip of the pen: one digit, or two exchanged), year (equal, and one part more of a full date, or one of the
    two is New Year's Day, which stands for a day unknown), days (the year alone of two full dates), near (the year
    differs by one), day (equal, and the month, of another year), other, far (by more than ten years).
    """
    return min(
        (_compare(one, other) for one in left for other in right), key=lambda pair: (ORDER.index(pair[1]), pair[0]),
    )


def _compare(left: Day, right: Day) -> tuple[str, str]:
    precision = "date" if left[2] and right[2] else "month" if left[1] and right[1] else "year"
    parts = {"date": 3, "month": 2, "year": 1}[precision]
    if left[:parts] == right[:parts]:
        return precision, "same"
    if precision == "date":
        if left[0] == right[0] and left[1:] == (right[2], right[1]):
            return precision, "exchanged"
        different = [number for number in range(3) if left[number] != right[number]]
        if len(different) == 1 and _is_slip(left[different[0]], right[different[0]]):
            return precision, "slip"
    apart = abs(left[0] - right[0])
    if apart == 0:
        is_near = left[1] == right[1] or left[2] == right[2] or _NEW_YEAR in (left[1:], right[1:])
        return precision, "days" if precision == "date" and not is_near else "year"
    if apart == 1:
        return precision, "near"
    if precision == "date" and left[1:] == right[1:]:
        return precision, "day"
    return precision, "far" if apart > _FAR else "other"


def _is_slip(left: int, right: int) -> bool:
    """Tell whether two numbers differ by one digit, by two exchanged digits, or by one."""
    one, other = f"{left:04}", f"{right:04}"
    places = [at for at in range(4) if one[at] != other[at]]
    if len(places) == 1 or abs(left - right) == 1:
        return True
    return len(places) == 2 and sorted(one) == sorted(other) and places[1] - places[0] == 1

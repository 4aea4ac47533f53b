"""Dates as a sentence tells them: to the day, the month, part of a month or year, or an interval.

A day or month without a year is taken to be the last one before the paper's own
date; where the words beside it look ahead ("expected", "will"), the next one.
What only a reader of that day could place ("today", "earlier this year") stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_MONTH = r"(?P<month>" + "|".join(_MONTHS) + r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)(?![a-z])\.?)"
_PART = r"(?:(?P<part>early|mid|late)[- ](?:in )?)?"
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) {{1,2}})?{_PART}{_MONTH}"
    r"(?: {1,2}(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:-\d{1,2}\b)?)?(?:,? {1,2}(?P<year>(?:19|20)\d\d))?(?![\w])"
    r"|\b(?P<numeric>(?:19|20)\d\d-\d\d-\d\d)\b"
    r"|\b(?:(?P<part2>early|mid|late)[- ](?:in )?)?(?P<only>(?:19|20)\d\d)(?![\w/]|-\d)",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|during|of|from|until|till|by|early|mid|late|before|after|between|and|year|to|through)[ -]{1,2}$",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|during|of|from|until|till|by|before|after|between|and|last|to|through|for) {1,2}$", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:expected|scheduled|will|due|plans?|planned|to be|intends?|upcoming|next)\b", re.IGNORECASE)
_AND = re.compile(r" {1,2}(?:and|to|through|until|-) {1,2}(?:in )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSaid:
    """A date at a place in the flattened sentence: ISO, partial ("2009-06", "2008-12-late") or an interval."""

    value: str
    start: int
    end: int


def find_dates(flat: str, published: date | None) -> tuple[DateSaid, ...]:
    """Return the dates of a flattened sentence in order; "between A and B" is one interval.

    Cost: one pass over the sentence.
    """
    found: list[DateSaid] = []
    for each in _single_dates(flat, published):
        last = found[-1] if found else None
        joint = _AND.fullmatch(flat[last.end : each.start]) if last else None
        opened = last is not None and re.search(
            r"\b(?:between|from) {1,2}(?:in )?$", flat[max(0, last.start - 12) : last.start], re.IGNORECASE
        )
        if last is not None and joint and opened and "/" not in last.value:
            found[-1] = DateSaid(value=f"{last.value}/{each.value}", start=last.start, end=each.end)
        else:
            found.append(each)
    return tuple(found)


def date_near(dates: tuple[DateSaid, ...], start: int, end: int) -> str:
    """Return the date that stands nearest to words from `start` to `end`, "" when the sentence tells none."""
    if not dates:
        return ""
    return min(dates, key=lambda each: (max(start - each.end, each.start - end, 0), each.start)).value


def _single_dates(flat: str, published: date | None) -> Iterator[DateSaid]:
    for at in _DATE.finditer(flat):
        value = _value(flat, at, published)
        if value:
            yield DateSaid(value=value, start=at.start(), end=at.end())


def _value(flat: str, at: re.Match[str], published: date | None) -> str:
    if at["numeric"]:
        return at["numeric"]
    before = flat[max(0, at.start() - 12) : at.start()]
    if at["only"]:
        part = f"-{at['part2'].lower()}" if at["part2"] else ""
        return at["only"] + part if part or _BEFORE_YEAR.search(before) else ""
    month = _SHORT[at["month"][:3].lower()]
    day = int(at["day"] or at["day2"] or 0)
    part = f"-{at['part'].lower()}" if at["part"] else ""
    if day > 31 or (at["month"].islower() and not day and not at["year"]):
        day = 0
        if not at["year"]:
            return ""
    year = int(at["year"]) if at["year"] else 0
    if not year:
        if published is None or not (day or part or _BEFORE_MONTH.search(before)):
            return ""
        year = _year_of(
            month, day, published, ahead=_AHEAD.search(flat[max(0, at.start() - 60) : at.start()]) is not None
        )
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else part)


def _year_of(month: int, day: int, published: date, *, ahead: bool) -> int:
    """Return the year of a day without one: the last before the paper's date, or the next when it looks ahead."""
    later = (month, day or 1) > (published.month, published.day)
    if ahead:
        return published.year if later or month == published.month else published.year + 1
    return published.year - 1 if later else published.year

"""What the rules for ties and for trade share: what a passage has spoken of, dates, names joined by "and", links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from enduse.reading.parties import Mention
from enduse.reading.roles import Said

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
_DATE = re.compile(
    r"\b(?:(?P<part>early|mid|late)[- ])?(?P<month>" + "|".join(_MONTHS) + r") (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Passage:
    """What a passage has spoken of so far: its last buyer, its parties by country, its goods in order."""

    last_buyer: str = ""
    by_country: dict[str, list[str]] = field(default_factory=dict)
    goods: list[str] = field(default_factory=list)


def find_date(flat: str) -> str:
    """Return the month and year a sentence tells ("2012-02", "2012-02-late"), "" when it tells none."""
    found = _DATE.search(flat)
    if not found:
        return ""
    part = f"-{found['part'].lower()}" if found["part"] else ""
    return f"{found['year']}-{_MONTHS.index(found['month'].lower()) + 1:02d}{part}"


def joined_before(flat: str, before: tuple[Mention, ...], last: Mention) -> tuple[Mention, ...]:
    """Return a name and those right before it that "and" joins to it, in order."""
    found = [last]
    for each in reversed(before):
        if each.end > found[-1].start:
            continue
        if not re.fullmatch(
            r"(?: \([A-Z]+\))? and (?:its (?:[a-z]+ )?|the )?(?:[a-z]+ )?", flat[each.end : found[-1].start]
        ):
            break
        found.append(each)
    return tuple(reversed(found))


def link(
    left: Mention, kind: str, right: Mention, start: int, end: int, *, denied: bool = False, date: str = ""
) -> Said:
    """Return the link from one party to another."""
    return Said(
        about="party",
        subject=left.key,
        prop=kind,
        value=right.key,
        refers="party",
        start=start,
        end=end,
        denied=denied,
        date=date,
    )

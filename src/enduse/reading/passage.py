"""What the rules for ties and for trade share: what a passage has spoken of, names joined by "and", links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from enduse.reading.dates import DateSaid
from enduse.reading.naming import Mention
from enduse.reading.roles import Said


@dataclass(slots=True)
class Passage:
    """What a passage has spoken of so far: its last buyer and actor, its parties by country, its goods in order.

    `dates` are those of the sentence at hand, `group` the last parties that were named together.
    """

    last_buyer: str = ""
    last_actor: str = ""
    dates: tuple[DateSaid, ...] = ()
    by_country: dict[str, list[str]] = field(default_factory=dict)
    goods: list[str] = field(default_factory=list)
    group: tuple[str, ...] = ()


def joined_before(flat: str, before: tuple[Mention, ...], last: Mention) -> tuple[Mention, ...]:
    """Return a name and those right before it that "and" joins to it, in order."""
    found = [last]
    for each in reversed(before):
        if (each.start, each.end) == (found[-1].start, found[-1].end):
            found.append(each)
            continue
        if each.end > found[-1].start:
            continue
        if not re.fullmatch(
            r"\.?(?: \([^()]{1,20}\))?(?: of [A-Z][\w\- ]{2,24}?)?(?:,| and|, and) "
            r"(?:its (?:[a-z]+ ){0,2}|the |also )?(?:[a-z]+ )?",
            flat[each.end : found[-1].start],
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

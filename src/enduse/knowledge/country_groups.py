"""Groups of countries and who belongs to them on which day: `knowledge/codes/groups.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/groups.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Countries that belong to a group from a day (included) until a day (excluded)."""

    since: date | None
    until: date | None
    countries: tuple[str, ...]


@cache
def groups() -> Mapping[str, tuple[Membership, ...]]:
    """Return the groups that laws and release lists name, with their members over time."""
    root = open_knowledge(FILE)
    found: dict[str, tuple[Membership, ...]] = {}
    for entry in root.get("groups").required().items():
        found[entry.get("word").text()] = tuple(
            Membership(
                since=wave.get("from").date(), until=wave.get("until").date(),
                countries=wave.get("countries").required().texts(),
            )
            for wave in entry.get("members").items()
        )
    root.faults.check(KnowledgeError)
    return found


def members_on(word: str, day: date | None) -> frozenset[str]:
    """Return the members of a group on a day (ISO 3166-1 codes in capitals); without a day, those no date bounds."""
    return frozenset(
        code
        for wave in groups().get(word, ())
        if (wave.since is None or (day is not None and wave.since <= day))
        and (wave.until is None or (day is not None and day < wave.until))
        for code in wave.countries
    )

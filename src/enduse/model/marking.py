"""Handling markings as a lattice, and who may see what is marked.

A marking restricts by level, by a set of principals it may be released to, by
TLP colour and by originator control. `Marking.join` is the marking of a product
derived from both sides. The law that the store rests on, proven in the tests:

    a.join(b).is_visible_to(x)  ==  a.is_visible_to(x) and b.is_visible_to(x)

Sources of the words: Executive Order 13526 (US levels), NATO C-M(2002)49 and
Council Decision 2013/488/EU (NATO and EU levels), FIRST TLP 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import reduce


class Level(IntEnum):
    """Classification level, lowest first; national words are mapped in `knowledge/codes/markings.yaml`."""

    UNCLASSIFIED = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0 colour, widest sharing first."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A reader: one principal (a country code or an organisation's name) and its clearances.

    `sees_all` is the holder of the workspace file, who can read every byte anyway.
    """

    principal: str
    level: Level = Level.UNCLASSIFIED
    tlp: Tlp = Tlp.CLEAR
    sees_all: bool = False


OWNER = Audience(principal="owner", level=Level.TOP_SECRET, tlp=Tlp.RED, sees_all=True)
PUBLIC_READER = Audience(principal="public")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """How a statement, portion or document must be handled.

    `releasable_to` is None where the marking sets no limit on who may receive
    it, else the principals that may (never wider by being longer: an empty set
    is released to nobody). `originators` are those whose yes is needed before it
    goes on (ORCON); `released_by_originator` names principals with a recorded yes.
    `declassify_on` informs; it never lowers a marking by itself.
    """

    level: Level = Level.UNCLASSIFIED
    scheme: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    releasable_to: frozenset[str] | None = None
    tlp: Tlp = Tlp.CLEAR
    originators: frozenset[str] = frozenset()
    caveats: frozenset[str] = frozenset()
    declassify_on: date | None = field(default=None)

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether the audience may see what carries this marking."""
        if audience.sees_all:
            return True
        if audience.level < self.level or audience.tlp < self.tlp:
            return False
        if self.releasable_to is not None and audience.principal not in self.releasable_to:
            return False
        return self.originators <= {audience.principal}

    def join(self, other: Marking) -> Marking:
        """Return the marking of a product made from both: never wider than either."""
        return Marking(
            level=max(self.level, other.level),
            scheme=self.scheme | other.scheme,
            owners=self.owners | other.owners,
            releasable_to=_narrower(self.releasable_to, other.releasable_to),
            tlp=max(self.tlp, other.tlp),
            originators=self.originators | other.originators,
            caveats=self.caveats | other.caveats,
            declassify_on=_later(self.declassify_on, other.declassify_on),
        )

    def restrict(self, *, caveat: str, releasable_to: frozenset[str]) -> Marking:
        """Return this marking narrowed to some principals, with the reason as a caveat."""
        narrowed = _narrower(self.releasable_to, releasable_to)
        return replace(self, releasable_to=narrowed, caveats=self.caveats | {caveat})

    def __str__(self) -> str:
        parts = [self.level.name.replace("_", " ")]
        if self.releasable_to is not None:
            parts.append("REL TO " + (", ".join(sorted(self.releasable_to)) or "NOBODY"))
        if self.tlp is not Tlp.CLEAR:
            parts.append("TLP:" + self.tlp.name.replace("_STRICT", "+STRICT"))
        if self.originators:
            parts.append("ORCON " + ", ".join(sorted(self.originators)))
        parts += sorted(self.caveats)
        return "//".join(parts)


PUBLIC = Marking()


def join_all(markings: Iterable[Marking]) -> Marking:
    """Return the marking of a product made from all of them; public when there are none."""
    return reduce(Marking.join, markings, PUBLIC)


def _narrower(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    if a is None:
        return b
    return a if b is None else a & b


def _later(a: date | None, b: date | None) -> date | None:
    if a is None or b is None:
        return a or b
    return max(a, b)

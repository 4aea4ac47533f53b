"""Which likeness of two names could make a hit: what may be left uncompared because it surely makes none.

The strength that names must bring follows from the threshold, from what speaks
against, and from the strongest support that could stand beside them; the least
likeness of such strength from the fitted tables (`weights.Weights.name_tables`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import floor, isfinite
from typing import NamedTuple

from enduse.names.tokens import Kind
from enduse.resolution.contradicting import MATTER
from enduse.resolution.evidence import MATTER_OF_DATE, Finding
from enduse.resolution.records import DATES, MARKS, Record, is_latin, name_kind, sort_of
from enduse.resolution.renaming import MATTER as RENAMED
from enduse.resolution.weights import Group, Weights, load_weights

EXACT = 1e-9
# By how much the name that led to a record may fall short while others of its names are looked at: in one script; and
# in two, where any name lets the others speak, since a slip hides of which letters it is one.
NEAR, NEAR_OTHER_SCRIPT = 0.15, 1.0
_BORN, _HOUSE = "birthDate", ("address", "phone", "email")  # what one states who may be found under another name
_ROUNDING = 1e-7

Stated = tuple[tuple[float, str], ...]  # strengths of support with the names of their groups


class Support(NamedTuple):
    """A finding that speaks for, with the strength it has beside names that are quite alike."""

    finding: Finding
    strength: float
    group: Group

    def beside(self, likeness: float, strength: float, least: float, apart: str = "") -> float:
        """Return its strength beside names of this likeness and strength, `least` being that of names quite unlike.

        Names that say little (a weak alias, a name that many bear) carry less the less they say, and nothing of a group
        that `apart`, in what they contradict, takes the force of.
        """
        if apart in self.group.unless_names:
            return 0.0
        return self.strength * self.group.share_beside(likeness, strength, least)


def find_telling(groups: Iterable[str]) -> frozenset[str]:
    """Return in what names may contradict that moves a score: by itself, or for it takes the force of some groups."""
    return _find_telling(frozenset(groups))


@lru_cache(maxsize=64)
def _find_telling(groups: frozenset[str]) -> frozenset[str]:
    weights = load_weights()
    told = {group.name: group.unless_names for group in weights.groups.values()}
    moving = {apart for (matter, apart), (_, moves) in weights.findings.items() if matter == MATTER and moves}
    return frozenset(moving).union(*(told[group] for group in groups))


def weigh_support(findings: Iterable[Finding], weights: Weights) -> tuple[Support, ...]:
    """Return what speaks for, the strongest first; of one group that counts in full, the rest by the group's share.

    A group of which a contradicting matter takes the force away has none.
    """
    known = tuple(findings)
    weighed: list[Support] = []
    begun: set[str] = set()
    for finding in sorted(known, key=lambda f: (-f.strength, f.matter, f.text)):
        if finding.strength <= 0:
            break
        group = weights.groups[finding.matter]
        share = group.further if group.name in begun else 1.0
        if any(f.matter in group.unless and f.strength <= group.unless_below for f in known):
            share = 0.0
        begun.add(group.name)
        weighed.append(Support(finding, finding.strength * share, group))
    return tuple(weighed)


def least_to_lead(
    asked: tuple[str, str], schema: str, stated: Stated, *, is_other_script: bool, threshold: float
) -> float | None:
    """Return a likeness of names below which a record is surely no hit if only names below it led there.

    None where no likeness is enough. A record that `compare_likely` gives for a threshold has, for one of the names
    in `led_by` and one of the party's, this likeness (`score_names`) or more, whatever else the record may state.

    Args:
        asked: the party's schema, and the property of its name.
        schema: that of the record.
        stated: the support that the party's statements could get (`support_of`).
        is_other_script: whether one of the names is of Latin script and the other is not (`is_latin`).
        threshold: the score that makes a hit.
    """
    lowest = least_to_hit(asked, schema, stated, is_other_script=is_other_script, threshold=threshold)
    return None if lowest is None else nearly(lowest, is_other_script=is_other_script)


def nearly(lowest: float, *, is_other_script: bool) -> float:
    """Return the likeness from which the name that led to a record is near one that needs `lowest`."""
    return max(0.0, lowest - (NEAR_OTHER_SCRIPT if is_other_script else NEAR))


@lru_cache(maxsize=1 << 14)
def least_to_hit(
    asked: tuple[str, str], schema: str, stated: Stated, *, is_other_script: bool, threshold: float
) -> float | None:
    """Return a likeness below which two names surely make no hit; None where none does. As `least_to_lead`."""
    weights = load_weights()
    needed = weights.strength_of(threshold)
    if len({sort_of(asked[0]), sort_of(schema)} - {""}) > 1:
        needed -= weights.findings["kind", "other"][1]
    kind = shared_kind(asked[0], schema)
    table = "other_script" if is_other_script else _own_table(kind)
    worth = weights.name_kinds[asked[1]] + max(weights.name_kinds.values())
    least = weights.name_strength(0.0, _own_table(kind))
    return least_likeness(needed - EXACT - (_ROUNDING if stated else 0.0), table, worth, least, stated)


def support_of(props: Iterable[str]) -> Stated:
    """Return the most that statements of some properties could ever support, whatever the other side states."""
    return _support_of(tuple(sorted(props)))


@lru_cache(maxsize=1 << 10)
def _support_of(props: tuple[str, ...]) -> Stated:
    """As `support_of`. Each matter gives its strongest finding; dates, of which it is not known how exact they are,
    the strongest that any exactness gives."""
    weights = load_weights()
    record = Record(schema="", said=dict.fromkeys(props, ()))
    matters: list[tuple[str, ...]] = [(weights.strength_class[p],) for p in props if p in weights.strength_class]
    if matters:
        matters.append(("misnamed",))
    matters += (tuple(m for (of, _), m in MATTER_OF_DATE.items() if of == prop) for prop in DATES if prop in props)
    matters += ((prop,) for prop in MARKS if prop in props)
    if _BORN in props and any(prop in props for prop in _HOUSE):
        matters.append((RENAMED,))
    matters += (
        (matter,) for part, matter in (
            ("countries", "country"), ("flags", "flag"), ("addresses", "address"), ("genders", "gender"),
            ("birth_places", "birth_place"), ("parts", "parts"),
        ) if part in record.matters
    )
    found: list[Finding] = []
    for which in matters:
        best: dict[str, tuple[float, str]] = {}
        for (matter, _), (_, strength) in weights.findings.items():
            if matter in which:
                group = weights.groups[matter].name
                best[group] = max(best.get(group, (0.0, "")), (strength, matter))
        found += (
            Finding(matter=matter, outcome="", text="", left="", right="", strength=strength)
            for strength, matter in best.values() if strength > 0
        )
    return tuple((s.strength, s.group.name) for s in weigh_support(found, weights))


def least_likeness(needed: float, table: str, worth: float, least: float, stated: Stated) -> float | None:
    """Return a likeness below which names surely do not give what is needed, support counted in; None if none does."""
    return _likeness_for(floor(needed * 20) / 20 if isfinite(needed) else needed, table, worth, least, stated)


@lru_cache(maxsize=1 << 12)
def _likeness_for(needed: float, table: str, worth: float, least: float, stated: Stated) -> float | None:
    weights = load_weights()
    groups = {group.name: group for group in weights.groups.values()}
    before = 0.0
    for step in range(101):
        likeness = step / 100
        strength = max(least, weights.name_strength(likeness, table) + worth)
        total = strength + sum(moves * groups[name].share_beside(likeness, strength, least) for moves, name in stated)
        if total >= needed - EXACT:
            return before
        before = likeness
    return None


@lru_cache(maxsize=1 << 10)
def shared_kind(left: str, right: str) -> Kind:
    """Tell how names of two schemas are compared: as what both are, or the one that is known."""
    kinds = {name_kind(left), name_kind(right)} - {"unknown"}
    return "person" if kinds == {"person"} else "organisation" if kinds == {"organisation"} else "unknown"


def name_table(kind: Kind, left: str, right: str) -> str:
    """Name the table by which likeness of two names is read: that of their kind, or of names in two scripts."""
    if left and right and not (left.isascii() and right.isascii()) and is_latin(left) != is_latin(right):
        return "other_script"
    return _own_table(kind)


def _own_table(kind: Kind) -> str:
    return "person" if kind == "person" else "organisation"

"""What one paper tells twice and not alike: the same deed, event or number in its account and in its talking points.

Talking points tell again what the account tells. Where each has one date or number of the same thing, and these cannot
both be right, a person must say which is. Several dates in one of them are several deeds, and no contradiction.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.errors import Fault
from enduse.reading.facts import Claim, Portion

_TOLD = ("body", "talking_points")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of one paper that tell one thing with values that exclude each other."""

    values: tuple[str, str]
    claims: tuple[Claim, Claim]


def find_conflicts(portions: Sequence[Portion], claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """Return what the account and the talking points of a paper tell unlike each other. Cost: linear in the claims."""
    told: dict[tuple[str, ...], dict[str, dict[str, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim in claims:
        kind, value = portions[claim.portion].kind, _value(claim)
        if value and kind in _TOLD and not claim.denied:
            about = (claim.about, claim.key, claim.prop, "" if claim.prop == "quantity" else claim.value)
            told[about][kind].setdefault(value, claim)
    found = []
    for sides in told.values():
        account, points = (sides.get(kind, {}) for kind in _TOLD)
        if len(account) == len(points) == 1:
            (one, left), (other, right) = *account.items(), *points.items()
            if not _agree(one, other):
                found.append(Conflict((one, other), (left, right)))
    return tuple(sorted(found, key=lambda each: (each.claims[0].span, each.claims[1].span, each.values)))


def tell_conflicts(conflicts: Sequence[Conflict], portions: Sequence[Portion]) -> Iterator[Fault]:
    """Yield each contradiction as a question to a person, with both places."""
    for each in conflicts:
        left, right = each.claims
        where = " and ".join(f"{portions[claim.portion].record} at {claim.span.start}" for claim in each.claims)
        words = " and ".join(f"“{' '.join(claim.span.quote.split())}”" for claim in (left, right))
        yield Fault(
            place=where, reason=f"tells one thing in two ways, {each.values[0]} and {each.values[1]}: {words}.",
            remedy="A person must say which is right.",
        )


def _value(claim: Claim) -> str:
    """Return what can be told in one way only: a date, or how many there are."""
    if claim.prop == "quantity":
        found = re.match(r"\d+(?:\.\d+)?", claim.value)
        return found[0] if found else ""
    return claim.date


def _agree(one: str, other: str) -> bool:
    """Tell whether two dates or numbers can be one; part of a date, or a stretch of time, leaves room."""
    if "-" not in one + other and len(one) != 4:
        return one == other
    if "/" in one + other or not (one[:4].isdigit() and other[:4].isdigit()):
        return True
    size = min(len(one), len(other), 10)
    size = 7 if 7 < size < 10 or "late" in one + other or "early" in one + other or "mid" in one + other else size
    return one[:size] == other[:size]

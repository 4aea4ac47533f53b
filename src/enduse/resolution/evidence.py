"""What besides the names speaks for or against two records being one: one finding a kind of evidence.

A finding's strength is a natural logarithm of odds, above 0 for and below 0
against. What is not stated on both sides gives no finding: silence speaks neither way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from enduse.resolution.addresses import ORDER as ADDRESS_ORDER
from enduse.resolution.addresses import compare_addresses
from enduse.resolution.dates import ORDER as DATE_ORDER
from enduse.resolution.dates import compare_days
from enduse.resolution.identifiers import breaks_check_digit, fold_identifier, is_slip_of
from enduse.resolution.records import Printed, Record
from enduse.resolution.renaming import MATTER as RENAMED
from enduse.resolution.renaming import share_given_name
from enduse.resolution.weights import Weights, load_weights

# Properties that lead to a record by an equal value. How much one says stands in knowledge/resolution/evidence.yaml.
IDENTIFIER_PROPERTIES = (
    "bikCode", "callSign", "dunsCode", "email", "giiNumber", "idNumber", "imoNumber", "innCode", "isinCode", "leiCode",
    "mmsi", "ogrnCode", "okpoCode", "passportNumber", "phone", "registrationCode", "registrationNumber", "serialNumber",
    "swiftBic", "taxNumber", "transponderCode", "uniqueEntityId", "uscCode", "vatCode", "walletAddress", "website",
)
_NONE: frozenset[str] = frozenset()
_OF_HOUSES = frozenset({"addresses", "marks"})
_BORN = ("birth_date", "same")
_HOUSE = frozenset({("address", "same"), ("address", "most"), ("phone", "same"), ("email", "same")})
_OF_PERSONS = frozenset({"genders", "birth_places", "parts"})
MATTER_OF_DATE = {
    ("birthDate", "date"): "birth_date", ("birthDate", "month"): "birth_month", ("birthDate", "year"): "birth_year",
    ("incorporationDate", "date"): "incorporation_date", ("incorporationDate", "month"): "incorporation_year",
    ("incorporationDate", "year"): "incorporation_year",
}


class Finding(NamedTuple):
    """One piece of evidence with both printed values; `matter` and `outcome` name its row in the table of weights."""

    matter: str
    outcome: str
    text: str
    left: str
    right: str
    strength: float


def find_evidence(left: Record, right: Record) -> tuple[Finding, ...]:
    """Return what two records say besides their names, in a fixed order of matters, at most one finding a matter.

    Identifiers give one finding for each property that both state and one for a number
    that stands under two properties. Only what both state is read. Cost: some 10 us, more with many
    identifiers or addresses.
    """
    matters = left.matters & right.matters if left.matters and right.matters else _NONE
    if not matters:
        return tuple(_kind(left, right))
    weights = load_weights()
    found: list[Finding] = []
    if "identifiers" in matters:
        found += _identifiers(left, right, weights)
    found += _kind(left, right)
    if "days" in matters:
        found += _dates(left, right, weights)
    if "countries" in matters:
        found += _lands("country", left.countries, right.countries, weights)
    if "flags" in matters:
        found += _lands("flag", left.flags, right.flags, weights)
    if "addresses" in matters:
        found += _addresses(left, right, weights)
    if "marks" in matters:
        found += _marks(left, right, weights)
    if not matters.isdisjoint(_OF_PERSONS):
        found += _person(left, right, matters, weights)
    if "days" in matters and not matters.isdisjoint(_OF_HOUSES):
        found += _renamed(left, right, found, weights)
    return tuple(found)


def _make(weights: Weights, key: tuple[str, str], left: str, right: str, *, name: str = "") -> Finding:
    says, strength = weights.findings[key]
    text = says.replace("{}", name)
    return Finding(matter=key[0], outcome=key[1], text=text, left=left, right=right, strength=strength)


# -- numbers --------------------------------------------------------------------------


def _identifiers(left: Record, right: Record, weights: Weights) -> Iterator[Finding]:
    if not left.identifiers or not right.identifiers:
        return
    mine, theirs = _by_property(left), _by_property(right)
    agreed: set[str] = set()
    for prop in sorted(mine.keys() & theirs.keys()):
        common = sorted(mine[prop].keys() & theirs[prop].keys())
        agreed.update(common)
        matter = weights.strength_class[prop]
        if common:
            yield _make(weights, (matter, "same"), mine[prop][common[0]], theirs[prop][common[0]], name=prop)
        else:
            yield _another(prop, mine[prop], theirs[prop], matter, weights)
    yield from _misnamed(mine, theirs, agreed, weights)


def _another(
    prop: str, mine: Mapping[str, str], theirs: Mapping[str, str], matter: str, weights: Weights
) -> Finding:
    """Return the finding on a property of which the two state other values: a slip where a check digit tells of one."""
    if matter == "proof":
        for one in sorted(mine):
            for other in sorted(theirs):
                is_broken = breaks_check_digit(prop, one) != breaks_check_digit(prop, other)
                if is_broken and is_slip_of(one, other):
                    return _make(weights, (matter, "slip"), mine[one], theirs[other], name=prop)
    return _make(weights, (matter, "other"), mine[min(mine)], theirs[min(theirs)], name=prop)


def _misnamed(
    mine: Mapping[str, Mapping[str, str]], theirs: Mapping[str, Mapping[str, str]], agreed: set[str], weights: Weights
) -> Iterator[Finding]:
    """Yield one finding where a number of one side stands under another property on the other."""
    for prop, values in sorted(mine.items()):
        for other, others in sorted(theirs.items()):
            common = sorted((values.keys() & others.keys()) - agreed) if other != prop else []
            if common:
                says, strength = weights.findings["misnamed", "same"]
                yield Finding(
                    matter="misnamed", outcome="same", text=says.replace("{}", f"{prop} is the other's {other}"),
                    left=values[common[0]], right=others[common[0]], strength=strength,
                )
                return


def _by_property(record: Record) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for prop, folded, printed in record.identifiers:
        found.setdefault(prop, {}).setdefault(folded, printed)
    return found


# -- kind, dates, countries ------------------------------------------------------------


def _kind(left: Record, right: Record) -> Iterator[Finding]:
    if left.schema != right.schema and left.sort and right.sort and left.sort != right.sort:
        yield _make(load_weights(), ("kind", "other"), left.schema, right.schema)


def _dates(left: Record, right: Record, weights: Weights) -> Iterator[Finding]:
    """Yield the kindest comparison of a property's dates: a record may state several.

    Who states many dates agrees with a stranger in one of them that many times as easily: support is less by the
    logarithm of one and those that agree with none of the other side's.
    """
    for prop in sorted(left.days.keys() & right.days.keys()):
        found = [
            _make(weights, (matter, outcome), printed, other)
            for mine, printed in left.days[prop] for theirs, other in right.days[prop]
            for precision, outcome in (compare_days(mine, theirs),)
            for matter in (MATTER_OF_DATE.get((prop, precision), ""),) if (matter, outcome) in weights.findings
        ]
        if found:
            best = min(found, key=lambda f: (-f.strength, DATE_ORDER.index(f.outcome), f.left, f.right))
            if len(found) > 1 and best.strength > 0:
                agreeing = [(f.left, f.right) for f in found if f.strength > 0]
                alone = len({f.left for f in found} - {pair[0] for pair in agreeing})
                alone += len({f.right for f in found} - {pair[1] for pair in agreeing})
                best = best._replace(strength=max(0.0, best.strength - log(1 + alone)))
            yield best


def _lands(matter: str, mine: tuple[str, ...], theirs: tuple[str, ...], weights: Weights) -> Iterator[Finding]:
    if mine and theirs:
        common = sorted(set(mine) & set(theirs))
        if common:
            yield _make(weights, (matter, "same"), common[0], common[0])
        else:
            yield _make(weights, (matter, "other"), ", ".join(mine), ", ".join(theirs))


# -- places and means of contact -------------------------------------------------------


def _addresses(left: Record, right: Record, weights: Weights) -> Iterator[Finding]:
    found = [
        (ADDRESS_ORDER.index(outcome), mine.printed, theirs.printed)
        for mine in left.addresses for theirs in right.addresses
        for outcome in (compare_addresses(mine, theirs),) if outcome is not None
    ]
    if found:
        order, mine_printed, theirs_printed = min(found)
        yield _make(weights, ("address", ADDRESS_ORDER[order]), mine_printed, theirs_printed)


def _marks(left: Record, right: Record, weights: Weights) -> Iterator[Finding]:
    for matter in ("phone", "email", "website"):
        yield from _one_of(matter, left.marks.get(matter, ()), right.marks.get(matter, ()), weights)


def _one_of(
    matter: str, mine: tuple[Printed, ...], theirs: tuple[Printed, ...], weights: Weights
) -> Iterator[Finding]:
    """Yield that two sets of values share one, or that they share none, where both state some."""
    if not mine or not theirs:
        return
    left, right = dict(reversed(mine)), dict(reversed(theirs))
    common = sorted(left.keys() & right.keys())
    if common:
        yield _make(weights, (matter, "same"), left[common[0]], right[common[0]])
    else:
        yield _make(weights, (matter, "other"), left[min(left)], right[min(right)])


# -- persons ---------------------------------------------------------------------------


def _person(left: Record, right: Record, matters: frozenset[str], weights: Weights) -> Iterator[Finding]:
    if "genders" in matters:
        yield from _one_of("gender", left.genders, right.genders, weights)
    if "birth_places" in matters:
        yield from _birth_place(left, right, weights)
    if "parts" in matters and left.given & right.family and left.family & right.given and not (
        left.given & right.given or left.family & right.family
    ):
        mine, theirs = (f"{min(r.given)} {min(r.family)}" for r in (left, right))
        yield _make(weights, ("parts", "exchanged"), mine, theirs)


def _renamed(left: Record, right: Record, found: Sequence[Finding], weights: Weights) -> Iterator[Finding]:
    """Yield that day of birth, house and given name are one though the family names are two."""
    told = {(finding.matter, finding.outcome) for finding in found}
    if _BORN in told and not told.isdisjoint(_HOUSE):
        names = share_given_name(left, right)
        if names:
            yield _make(weights, (RENAMED, "same"), *names)


def _birth_place(left: Record, right: Record, weights: Weights) -> Iterator[Finding]:
    """Yield that two places of birth share a word, or none: "Karasun" and "Karasun, Orsenia" are one."""
    if not left.birth_places or not right.birth_places:
        return
    for folded, printed in left.birth_places:
        for other_folded, other in right.birth_places:
            if any(len(word) > 3 for word in set(folded.split()) & set(other_folded.split())):
                yield _make(weights, ("birth_place", "same"), printed, other)
                return
    yield _make(weights, ("birth_place", "other"), left.birth_places[0][1], right.birth_places[0][1])


__all__ = ["IDENTIFIER_PROPERTIES", "Finding", "find_evidence", "fold_identifier"]

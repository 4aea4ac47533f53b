"""What besides the name speaks for or against two records being one: one finding a kind of evidence.

A finding has a strength from -1 to 1. What is not stated on both sides gives no
finding: silence speaks neither way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.names.lexicons import legal_forms, particles

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_COUNTRY_PROPERTIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")
# How much an equal value says, by property; a property not named here is not compared.
IDENTIFIER_STRENGTH = {
    "imoNumber": 0.97, "leiCode": 0.97, "passportNumber": 0.95, "taxNumber": 0.95, "registrationNumber": 0.93,
    "idNumber": 0.93, "innCode": 0.95, "ogrnCode": 0.95, "vatCode": 0.95, "uniqueEntityId": 0.95, "mmsi": 0.9,
    "swiftBic": 0.8, "callSign": 0.7, "serialNumber": 0.9, "registrationCode": 0.9, "email": 0.7, "phone": 0.6,
    "website": 0.6, "uscCode": 0.93, "okpoCode": 0.93, "dunsCode": 0.93, "giiNumber": 0.93, "bikCode": 0.93,
    "isinCode": 0.93, "walletAddress": 0.93, "transponderCode": 0.93,
}
# Of these a party has one at a time, so another value speaks against; of the rest it may have several.
_SINGLE = frozenset({"imoNumber", "leiCode", "serialNumber", "innCode", "ogrnCode"})
_PERSONS = frozenset({"Person"})
_THINGS = frozenset({"Vessel", "Airplane", "Item", "Address"})
_OPEN = frozenset({"LegalEntity", "Thing", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One piece of evidence with both printed values; `strength` above 0 speaks for, below against.

    `is_identifier`: it holds whatever the names are.
    """

    text: str
    left: str
    right: str
    strength: float
    is_identifier: bool = False


def find_evidence(party: Party, entity: Entity) -> tuple[Finding, ...]:
    """Return what identifiers, kind, birth date, country and address say, in this order."""
    return (
        *_identifiers(party, entity), *_kind(party, entity), *_birth_date(party, entity), *_country(party, entity),
        *_address(party, entity),
    )


def fold_identifier(value: str) -> str:
    """Return the letters and digits in lower case, no "IMO" or zeros in front; empty when under four are left."""
    folded = fold_name(value[:200]).replace(" ", "").removeprefix("imo").lstrip("0")
    return folded if len(folded) >= 4 else ""


def _identifiers(party: Party, entity: Entity) -> Iterator[Finding]:
    """Yield the strongest agreement, else each contradiction."""
    theirs = [
        (prop, value, folded)
        for prop in IDENTIFIER_STRENGTH
        for value in entity.values(prop)
        for folded in (fold_identifier(value),)
        if folded
    ]
    same: list[Finding] = []
    against: list[Finding] = []
    for prop, value in sorted(party.identifiers):
        folded = fold_identifier(value)
        if not folded or prop not in IDENTIFIER_STRENGTH:
            continue
        for other_prop, other, other_folded in theirs:
            strength = min(IDENTIFIER_STRENGTH[prop], IDENTIFIER_STRENGTH[other_prop])
            if folded == other_folded:
                text = f"same {prop}" if prop == other_prop else f"{prop} is the other's {other_prop}"
                share = strength if prop == other_prop else strength * 0.7
                same.append(Finding(text=text, left=value, right=other, strength=share, is_identifier=True))
        others = [(v, f) for p, v, f in theirs if p == prop]
        if prop in _SINGLE and others and all(f != folded for _, f in others):
            against.append(Finding(text=f"another {prop}", left=value, right=others[0][0], strength=-0.4))
    if same:
        yield max(same, key=lambda finding: (finding.strength, finding.text))
    else:
        yield from against


def _kind(party: Party, entity: Entity) -> Iterator[Finding]:
    left, right = _sort_of(party.kind), _sort_of(entity.schema)
    if left and right and left != right:
        yield Finding(text="of another kind", left=party.kind, right=entity.schema, strength=-0.35)


def _sort_of(schema: str) -> str:
    if schema in _OPEN:
        return ""
    return "person" if schema in _PERSONS else schema if schema in _THINGS else "organisation"


def _birth_date(party: Party, entity: Entity) -> Iterator[Finding]:
    """Yield the kindest comparison: an entry may state several dates of birth."""
    found = [
        Finding(text=text, left=party.birth_date, right=other, strength=strength)
        for other in entity.values("birthDate")
        for text, strength in _compare_dates(party.birth_date, other)
    ]
    if found:
        yield max(found, key=lambda finding: (finding.strength, finding.right))


def _compare_dates(left: str, right: str) -> Iterator[tuple[str, float]]:
    """Compare two dates of which month and day may be unknown; what is no ISO date is not compared."""
    one, other = _ISO_DATE.fullmatch(left.strip()), _ISO_DATE.fullmatch(right.strip())
    if not one or not other:
        return
    (year, month, day), (other_year, other_month, other_day) = one.groups(), other.groups()
    if year != other_year:
        near = abs(int(year) - int(other_year)) <= 1
        yield ("birth year differs by one", -0.1) if near else ("another birth year", -0.35)
    elif not month or not other_month:
        yield "same birth year", 0.2
    elif month == other_month and (not day or not other_day or day == other_day):
        yield ("same birth date", 0.45) if day and other_day else ("same birth month", 0.3)
    elif {month, day} == {other_month, other_day}:
        yield "same birth date, day and month exchanged", 0.3
    else:
        yield "same birth year, another day", -0.1


def _country(party: Party, entity: Entity) -> Iterator[Finding]:
    theirs = sorted({v.lower() for prop in _COUNTRY_PROPERTIES for v in entity.values(prop) if len(v) == 2})
    mine = party.country.strip().lower()
    if not mine or not theirs:
        return
    if mine in theirs:
        yield Finding(text="same country", left=mine, right=mine, strength=0.2)
    else:
        yield Finding(text="another country", left=mine, right=", ".join(theirs), strength=-0.08)


def _address(party: Party, entity: Entity) -> Iterator[Finding]:
    """Yield a finding where half or more of the shorter address's telling words (three at least) stand in the other."""
    mine = set(_telling(party.address))
    found: list[tuple[float, str]] = []
    for other in entity.values("address"):
        theirs = set(_telling(other))
        if min(len(mine), len(theirs)) >= 3:
            found.append((len(mine & theirs) / min(len(mine), len(theirs)), other))
    if found:
        share, other = max(found)
        if share >= 0.5:
            yield Finding(text="much of the address is the same", left=party.address, right=other, strength=0.3 * share)


def _telling(address: str) -> Iterable[str]:
    dull = particles().phrases
    forms = legal_forms().phrases
    return (
        word for word in fold_name(address[:1000]).split()
        if word not in dull and word not in forms and (len(word) > 2 or word.isdigit())
    )

"""A record read for comparing: names, numbers, dates, countries and addresses in the form in which they are compared.

Reading costs some 20 us a value; comparing then costs little, so whoever compares
a record often reads it once (`read_record`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.names.tokens import Kind
from enduse.resolution.addresses import Address, read_address
from enduse.resolution.dates import Day, read_days
from enduse.resolution.identifiers import fold_email, fold_identifier, fold_phone, fold_website
from enduse.resolution.weights import load_weights

NAME_PROPERTIES = ("name", "alias", "previousName", "weakAlias")
COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry")
_GIVEN, _MIDDLE, _FAMILY = "firstName", ("secondName", "middleName", "fatherName"), "lastName"
_DATES = ("birthDate", "incorporationDate")
_PERSONS = frozenset({"Person"})
_THINGS = frozenset({"Vessel", "Airplane", "Item", "Address"})
_OPEN = frozenset({"LegalEntity", "Thing", ""})
_MOST = 200  # values of one property that are compared
_FOLDS = {"phone": fold_phone, "email": fold_email, "website": fold_website}

Printed = tuple[str, str]  # the form compared, and the words as printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record, read. `sort` is person, organisation, a schema of a thing, or empty where nobody said.

    `names` holds (property, name); `identifiers` (property, folded, printed); `days` by
    property the dates with what each may mean; `marks` by property phone, email, website.
    """

    schema: str
    sort: str
    names: tuple[tuple[str, str], ...]
    given: frozenset[str]
    family: frozenset[str]
    identifiers: tuple[tuple[str, str, str], ...]
    days: Mapping[str, tuple[tuple[tuple[Day, ...], str], ...]]
    countries: tuple[str, ...]
    flags: tuple[str, ...]
    genders: tuple[Printed, ...]
    birth_places: tuple[Printed, ...]
    addresses: tuple[Address, ...]
    marks: Mapping[str, tuple[Printed, ...]]


def read_record(entity: Entity) -> Record:
    """Read an entity for comparing. At most 200 values of one property are read; what cannot be read is left out."""
    said = {prop: values[:_MOST] for prop, values in entity.properties}
    given, family = said.get(_GIVEN, ()), said.get(_FAMILY, ())
    return Record(
        schema=entity.schema, sort=sort_of(entity.schema), names=tuple(_names(said)),
        given=frozenset(filter(None, map(fold_name, given))), family=frozenset(filter(None, map(fold_name, family))),
        identifiers=tuple(_identifiers(said)),
        days={prop: _days(said[prop]) for prop in _DATES if prop in said},
        countries=_countries(said, COUNTRIES), flags=_countries(said, ("flag", "pastFlags")),
        genders=_fold_all(said.get("gender", ()), _fold_gender),
        birth_places=_fold_all(said.get("birthPlace", ()), fold_name),
        addresses=tuple(filter(None, map(read_address, said.get("address", ())))),
        marks={prop: _fold_all(said[prop], fold) for prop, fold in _FOLDS.items() if prop in said},
    )


def as_entity(party: Party) -> Entity:
    """Return a party as the entity that states the same."""
    said: dict[str, list[str]] = {}
    whole = (
        ("name", party.name), *(("alias", alias) for alias in party.aliases), ("country", party.country),
        ("address", party.address), ("birthDate", party.birth_date), *party.identifiers, *party.facts,
    )
    for prop, value in whole:
        if value and value not in said.setdefault(prop, []):
            said[prop].append(value)
    return Entity(
        id="", schema=party.kind, caption=party.name, sources=(),
        properties=tuple((prop, tuple(values)) for prop, values in sorted(said.items()) if values),
    )


def sort_of(schema: str) -> str:
    """Return the sort of party or thing that a FollowTheMoney schema names, empty for one that leaves it open."""
    if schema in _OPEN:
        return ""
    return "person" if schema in _PERSONS else schema if schema in _THINGS else "organisation"


def name_kind(schema: str) -> Kind:
    """Tell how names of a FollowTheMoney schema are read."""
    if schema == "Person":
        return "person"
    return "unknown" if schema in _OPEN else "organisation"


def _names(said: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield (property, name), the worthiest kind first, sorted; one made of its parts where no whole name is stated."""
    for prop in NAME_PROPERTIES:
        for value in sorted(set(said.get(prop, ()))):
            yield prop, value
    if not said.get("name"):
        middle = [value for prop in _MIDDLE for value in said.get(prop, ())[:1]]
        for family in said.get(_FAMILY, ())[:_MOST] or ("",):
            whole = " ".join(part for part in (*said.get(_GIVEN, ())[:1], *middle, family) if part)
            if whole:
                yield "name", whole


def _identifiers(said: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    known = load_weights().strength_class
    for prop in sorted(said.keys() & known.keys()):
        for folded, printed in _fold_all(said[prop], fold_identifier):
            yield prop, folded, printed


def _days(values: Iterable[str]) -> tuple[tuple[tuple[Day, ...], str], ...]:
    return tuple((days, value) for value in values for days in (read_days(value),) if days)


def _countries(said: Mapping[str, tuple[str, ...]], props: Iterable[str]) -> tuple[str, ...]:
    """Return the two-letter codes, sorted; states that broke up and regions are left out."""
    found = {_code(value.strip()) for prop in props for value in said.get(prop, ())}
    return tuple(sorted(code for code in found if len(code) == 2))


def _code(value: str) -> str:
    if len(value) == 2 and value.isascii():
        return value.lower()
    from enduse.knowledge.countries import find_country  # opens a table, which codes do not need

    return find_country(value) or ""


def _fold_gender(value: str) -> str:
    folded = value.strip().lower()
    return {"m": "male", "male": "male", "f": "female", "female": "female"}.get(folded, "")


def _fold_all(values: Iterable[str], fold: object) -> tuple[Printed, ...]:
    assert callable(fold)
    return tuple((form, value) for value in values for form in (fold(value),) if form)

"""A record read for comparing: names, numbers, dates, countries and addresses in the form in which they are compared.

Reading costs some 20 us a value, but only for what the other side states too; whoever
compares a record often reads it once (`read_record`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

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
_FLAGS = ("flag", "pastFlags")
DATES = ("birthDate", "incorporationDate")
_PERSONS = frozenset({"Person"})
_THINGS = frozenset({"Vessel", "Airplane", "Item", "Address"})
_OPEN = frozenset({"LegalEntity", "Thing", ""})
_LATIN_ENDS = "\u0250"
_MOST = 200  # values of one property that are compared
_FOLDS = {"phone": fold_phone, "email": fold_email, "website": fold_website}

MARKS = tuple(_FOLDS)

Printed = tuple[str, str]  # the form compared, and the words as printed


Part = TypeVar("Part")


class kept(Generic[Part]):  # noqa: N801 - a decorator
    """A part read once and then kept: as `cached_property`, without its lock, which costs more than most parts."""

    def __init__(self, read: Callable[[Any], Part]) -> None:
        self._read, self._name, self.__doc__ = read, read.__name__, read.__doc__

    def __get__(self, record: object, owner: type | None = None) -> Part:
        """Return the part."""
        part: Part = self._read(record)
        record.__dict__[self._name] = part
        return part


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record, each part of which is read when it is first asked for, and then kept.

    `said` holds what is stated, at most 200 values a property; what cannot be read is left out of the parts.
    `sort` is person, organisation, a schema of a thing, or empty where nobody said.
    """

    schema: str
    said: Mapping[str, tuple[str, ...]]

    @kept
    def sort(self) -> str:
        """Return the sort of party or thing."""
        return sort_of(self.schema)

    @kept
    def matters(self) -> frozenset[str]:
        """Return the matters besides names of which something is stated (see `matters_of`)."""
        return matters_of(self.said)

    @kept
    def names(self) -> tuple[tuple[str, str], ...]:
        """Return (property, name)."""
        return tuple((prop, name) for prop, names in names_in(self.said) for name in names)

    @kept
    def scripts(self) -> frozenset[bool]:
        """Return whether the names, weak aliases left aside, are Latin, or are not, or both (`is_latin`)."""
        return frozenset([is_latin(name) for prop, name in self.names if prop != "weakAlias"])

    @kept
    def given(self) -> frozenset[str]:
        """Return the given names, folded."""
        return frozenset(filter(None, map(fold_name, self.said.get(_GIVEN, ()))))

    @kept
    def family(self) -> frozenset[str]:
        """Return the family names, folded."""
        return frozenset(filter(None, map(fold_name, self.said.get(_FAMILY, ()))))

    @kept
    def identifiers(self) -> tuple[tuple[str, str, str], ...]:
        """Return (property, folded, printed)."""
        return tuple(_identifiers(self.said))

    @kept
    def days(self) -> Mapping[str, tuple[tuple[tuple[Day, ...], str], ...]]:
        """Return by property the dates with what each may mean."""
        return {prop: _days(self.said[prop]) for prop in DATES if prop in self.said}

    @kept
    def countries(self) -> tuple[str, ...]:
        """Return the countries, as codes."""
        return _countries(self.said, COUNTRIES)

    @kept
    def flags(self) -> tuple[str, ...]:
        """Return the countries whose flag was borne, as codes."""
        return _countries(self.said, _FLAGS)

    @kept
    def genders(self) -> tuple[Printed, ...]:
        """Return the genders."""
        return _fold_all(self.said.get("gender", ()), _fold_gender)

    @kept
    def birth_places(self) -> tuple[Printed, ...]:
        """Return the places of birth."""
        return _fold_all(self.said.get("birthPlace", ()), fold_name)

    @kept
    def addresses(self) -> tuple[Address, ...]:
        """Return the addresses that can be read."""
        return tuple(filter(None, map(read_address, self.said.get("address", ()))))

    @kept
    def marks(self) -> Mapping[str, tuple[Printed, ...]]:
        """Return what is stated by property phone, email, website."""
        return {prop: _fold_all(self.said[prop], fold) for prop, fold in _FOLDS.items() if prop in self.said}


def read_record(entity: Entity) -> Record:
    """Take an entity for comparing. At most 200 values of one property are read; what cannot be read is left out."""
    return Record(schema=entity.schema, said=said_by(entity))


def said_by(entity: Entity) -> Mapping[str, tuple[str, ...]]:
    """Return what an entity states by property, at most 200 values of each."""
    said = dict(entity.properties)
    if any(map(_MOST.__lt__, map(len, said.values()))):
        return {prop: values[:_MOST] for prop, values in said.items()}
    return said


def read_party(party: Party) -> Record:
    """Take a party for comparing, as an entity that states the same."""
    if is_bare(party):
        return Record(schema=party.kind, said={"name": (party.name,)} if party.name else {})
    return Record(schema=party.kind, said={prop: tuple(values[:_MOST]) for prop, values in _said(party).items()})


def is_bare(party: Party) -> bool:
    """Tell whether nothing is stated of a party but one name and its kind."""
    return not (
        party.aliases or party.country or party.birth_date or party.address or party.identifiers or party.facts
    )


def matters_of(props: Iterable[str]) -> frozenset[str]:
    """Return the matters that some properties speak of: the parts of a record other than names, where both state them.

    "identifiers", "days", "countries", "flags", "genders", "birth_places", "addresses", "marks", "parts" (of a name).
    """
    return matters_among(tuple(props))


@lru_cache(maxsize=1 << 12)
def matters_among(props: tuple[str, ...]) -> frozenset[str]:
    """Return what `matters_of` does; the last 4,096 are remembered."""
    known = _matter_of()
    return frozenset(known[prop] for prop in props if prop in known)


@lru_cache(maxsize=1)
def _matter_of() -> dict[str, str]:
    return {
        **dict.fromkeys(load_weights().strength_class, "identifiers"), **dict.fromkeys(DATES, "days"),
        **dict.fromkeys(COUNTRIES, "countries"), **dict.fromkeys(_FLAGS, "flags"), **dict.fromkeys(_FOLDS, "marks"),
        "gender": "genders", "birthPlace": "birth_places", "address": "addresses", _GIVEN: "parts", _FAMILY: "parts",
    }


def _said(party: Party) -> dict[str, list[str]]:
    """Return what a party states by property, each value once."""
    said: dict[str, list[str]] = {}
    whole = (
        ("name", party.name), *(("alias", alias) for alias in party.aliases), ("country", party.country),
        ("address", party.address), ("birthDate", party.birth_date), *party.identifiers, *party.facts,
    )
    for prop, value in whole:
        if value and value not in said.setdefault(prop, []):
            said[prop].append(value)
    return {prop: values for prop, values in said.items() if values}


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


def is_latin(name: str) -> bool:
    """Tell whether the first letter of a name is of Latin script."""
    if name.isascii():
        return True
    first = name[0] if name[0].isalpha() else next((char for char in name if char.isalpha()), "a")
    return first < _LATIN_ENDS or "\u1e00" <= first <= "\u1eff" or "\uff21" <= first <= "\uff5a"


def names_in(said: Mapping[str, tuple[str, ...]]) -> list[tuple[str, Sequence[str]]]:
    """Return names by property, the worthiest kind first; one made of its parts where no whole name is stated."""
    found: list[tuple[str, Sequence[str]]] = []
    for prop in NAME_PROPERTIES:
        values = said.get(prop)
        if values:
            found.append((prop, values if len(values) == 1 else sorted(set(values))))
    if not said.get("name"):
        middle = [value for prop in _MIDDLE for value in said.get(prop, ())[:1]]
        wholes = [
            " ".join(part for part in (*said.get(_GIVEN, ())[:1], *middle, family) if part)
            for family in said.get(_FAMILY, ())[:_MOST] or ("",)
        ]
        found.append(("name", list(filter(None, wholes))))
    return found


def _identifiers(said: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    known = load_weights().strength_class
    for prop in sorted(said.keys() & known.keys()):
        for folded, printed in _fold_all(said[prop], fold_identifier):
            yield prop, folded, printed


def _days(values: Iterable[str]) -> tuple[tuple[tuple[Day, ...], str], ...]:
    return tuple((days, value) for value in values for days in (read_days(value),) if days)


def _countries(said: Mapping[str, tuple[str, ...]], props: Iterable[str]) -> tuple[str, ...]:
    return _codes(tuple([value for prop in props if prop in said for value in said[prop]]))


@lru_cache(maxsize=1 << 12)
def _codes(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the two-letter codes, sorted; states that broke up and regions are left out."""
    found = {_code(value.strip()) for value in values}
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

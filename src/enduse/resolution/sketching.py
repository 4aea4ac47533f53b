"""A record as one short line: what tells two records apart, folded once, small enough for millions in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from enduse.model.screening import Entity
from enduse.names.folding import fold_name
from enduse.names.lexicons import legal_forms, titles
from enduse.resolution.dates import Day, read_days
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.resolution.identifiers import fold_identifier
from enduse.resolution.records import sort_of

# property -> the field of the sketch that takes its values
_REACHED_BY = ("email", "phone", "website")  # households and offices share these, so they are no identifiers here
_OF_CUSTOMERS = ("accountNumber", "driverLicenseNumber", "licenseNumber", "socialSecurityNumber")  # no list has them
_FIELDS = (
    dict.fromkeys((*IDENTIFIER_PROPERTIES, *_OF_CUSTOMERS), "number")
    | dict.fromkeys(_REACHED_BY, "reach")
    | dict.fromkeys(("name", "alias", "previousName", "weakAlias"), "name")
    | dict.fromkeys(("birthDate", "incorporationDate"), "date")
    | dict.fromkeys(("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag"), "country")
    | {"postalCode": "code", "city": "city", "address": "street"}
)
_ORDER = ("name", "date", "reach", "number", "code", "city", "street", "country")
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_UNUSABLE = re.compile(r"[\s|]+")
_MOST_VALUES = 20
_MOST_WORDS = 16
_SENSIBLE_PHONE = 7
_KEPT_PHONE = 9


class Sketch(NamedTuple):
    """One record, each field a text of folded values with "|" between them.

    `sort` is "person", "organisation", a thing's schema, or empty where nobody said.
    `names`: the words of each name in printed order, legal forms and titles left
    out. `dates` ISO, as far as stated; `reach` mail addresses, sites and the last
    nine digits of phone numbers; `numbers` "property:value"; `codes` post codes;
    `streets` the words and numbers of each address, sorted.
    """

    sort: str
    names: str
    dates: str
    reach: str
    numbers: str
    codes: str
    cities: str
    streets: str
    countries: str


def sketch_entity(entity: Entity) -> Sketch:
    """Return the sketch of an entity of the record. Cost: as `sketch_values`."""
    return sketch_values(entity.schema, dict(entity.properties))


def sketch_values(schema: str, values: Mapping[str, Sequence[str]]) -> Sketch:
    """Return the sketch of a record given as FollowTheMoney properties with their values.

    At most twenty values of a property and sixteen words of a name are taken.
    Cost: some 10 us for a record of eight plain fields, linear in their length.
    """
    found: dict[str, list[str]] = {}
    for prop, texts in values.items():
        field = _FIELDS.get(prop)
        if field is None:
            continue
        held = found.setdefault(field, [])
        for text in texts[:_MOST_VALUES]:
            value = _FOLDS[field](text)
            if value:
                held.append(f"{prop}:{value}" if field == "number" else value)
    get = found.get
    return Sketch(sort_of(schema), *(
        join_values(get(field, ()), is_ordered=field == "name") for field in _ORDER
    ))


def field_of(prop: str) -> tuple[int, Callable[[str], str], str] | None:
    """Return where a property's values go: the place in a `Sketch`, how one is folded, and what is put before it."""
    field = _FIELDS.get(prop)
    if field is None:
        return None
    return _ORDER.index(field) + 1, _FOLDS[field], f"{prop}:" if field == "number" else ""


def pack(sketch: Sketch) -> str:
    """Return the sketch as one line."""
    return "\t".join(sketch)


def unpack(line: str) -> Sketch:
    """Return the sketch that `pack` made a line of."""
    return Sketch._make(line.split("\t"))


def join_values(values: Sequence[str], *, is_ordered: bool = False) -> str:
    """Return the values of a field as one text, each once, sorted unless their order says something."""
    if len(values) < 2:
        return values[0] if values else ""
    return "|".join(dict.fromkeys(values) if is_ordered else sorted(set(values)))


def _fold_name(name: str) -> str:
    """Return the folded words of a name, without legal forms and titles as long as anything is left."""
    folded = fold_name(name[:400])
    words = folded.split(" ")
    dropped = standing_words()
    kept = [word for word in words if word not in dropped]
    if len(kept) == len(words) <= _MOST_WORDS:
        return folded
    return " ".join((kept or words)[:_MOST_WORDS])


@lru_cache(maxsize=1)
def standing_words() -> frozenset[str]:
    """Return the single words that say what form or rank somebody has, not who it is."""
    phrases = (*legal_forms().phrases, *titles().phrases)
    return frozenset(phrase for phrase in phrases if " " not in phrase)


@lru_cache(maxsize=1 << 16)
def _fold_date(text: str) -> str:
    """Return a date as ISO, as far as it is known; one that may mean several days as all of them."""
    text = text.strip()
    if _ISO_DATE.fullmatch(text):
        return text
    return "|".join(sorted({_spell_day(day) for day in read_days(text)}))


def _spell_day(day: Day) -> str:
    year, month, number = day
    return f"{year:04}-{month:02}-{number:02}" if number else f"{year:04}-{month:02}" if month else f"{year:04}"


def _fold_reach(text: str) -> str:
    if "@" not in text:
        digits = text if text.isdigit() else "".join(filter(str.isdigit, text[:60]))
        if len(digits) >= _SENSIBLE_PHONE:
            return digits[-_KEPT_PHONE:]
        if "." not in text:
            return ""
        text = text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return _UNUSABLE.sub("", text[:200].lower())


@lru_cache(maxsize=1 << 14)
def _fold_place(text: str) -> str:
    return fold_name(text[:200])


def _fold_code(text: str) -> str:
    return text.lower() if text.isalnum() and text.isascii() else fold_name(text[:40]).replace(" ", "")


def _fold_street(text: str) -> str:
    return " ".join(sorted(set(fold_name(text[:500]).split())))


_FOLDS: dict[str, Callable[[str], str]] = {
    "name": _fold_name, "date": _fold_date, "reach": _fold_reach, "number": fold_identifier, "code": _fold_code,
    "city": _fold_place, "street": _fold_street, "country": _fold_place,
}

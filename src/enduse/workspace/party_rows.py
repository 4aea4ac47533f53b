"""What one row of a file says of a party, read the same from delimited files, JSON Lines and Parquet.

A value that cannot be used (a country nobody knows, words that are no date) is
noted and left out, and the party is screened by the rest; only a row without a
name, or one that cannot be read as text, is not screened. Cost: linear in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from enduse.errors import Fault, InputError, UsageError
from enduse.knowledge.countries import find_country
from enduse.knowledge.party_columns import find_party_field, find_party_kind, party_fields
from enduse.model.party import Party
from enduse.resolution.dates import read_days
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES

MAX_NAME = 2000  # characters; no register allows nearly as many
MAX_VALUE = 20_000
MAX_VALUES = 200
_SHORT = 80
UNUSED = ""
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_BROKEN = re.compile("[\ud800-\udfff\x00]")
_SINGLE = ("id", "name", "kind", "first_name", "last_name")
_FACTS_APART = frozenset({*_SINGLE, "aliases", "country", "birth_date", "address", "identifiers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """One row: its number from 1, its place in the file, and the party, or why it cannot be screened.

    `notes` say what of it could not be used.
    """

    number: int
    place: str
    query_id: str
    party: Party | None = None
    fault: Fault | None = None
    notes: tuple[str, ...] = ()


def map_columns(headings: Sequence[str], given: Mapping[str, str], *, where: str) -> list[str]:
    """Return the field of each column in order, `UNUSED` for none: as `given` says, else as its heading does.

    Raises:
        UsageError: `given` names a column or a field that there is not.
        InputError: two columns mean one field that has one value, or none is the name.
    """
    strange = sorted(set(given) - set(headings))
    if strange:
        told = ", ".join(repr(column[:60]) for column in headings[:40])
        raise UsageError(f"the file has no column {strange[0]!r}.", where=where, remedy=f"It has {told}.")
    found = [mapped_field(given[heading]) if heading in given else find_party_field(heading) or UNUSED
             for heading in headings]
    shown = [repr(heading[:60]) for heading in headings]
    for field in _SINGLE:
        columns = [shown[at] for at, meaning in enumerate(found) if meaning == field]
        if len(columns) > 1:
            remedy = "Say which with --map COLUMN=FIELD, and --map COLUMN= to leave one."
            raise InputError(f"several columns mean {field}: {', '.join(columns)}.", where=where, remedy=remedy)
    if not {"name", "last_name"} & {*found}:
        what = f"no column is the name (columns: {', '.join(shown[:40])})."
        raise InputError(what, where=where, remedy="Say which: --map COLUMN=name.")
    return found


def mapped_field(text: str) -> str:
    """Return the field that a column map names, `UNUSED` for an empty text. Raises UsageError for an unknown one."""
    field = find_party_field(text) if text.strip() else UNUSED
    if field is None:
        known = ", ".join(party_fields())
        raise UsageError(f"a column map names {text!r}, which is no field.", remedy=f"Fields: {known}.")
    return field


def read_party_row(
    values: Mapping[str, Sequence[str]], *, number: int, place: str,
) -> PartyRow:
    """Read the values of each field of a row."""
    query_id = next((v.strip() for v in values.get("id", ()) if v.strip()), "") or str(number)
    reason = _unreadable(values)
    if reason:
        return refuse_row(number, place, reason, "Save the file as UTF-8 text.", query_id=_spellable(query_id))
    names = _names(values)
    if not names:
        return refuse_row(number, place, "there is no name.", "Give the row a name.", query_id=query_id)
    if len(names[0]) > MAX_NAME:
        reason = f"the name has {len(names[0]):,} characters, more than any name."
        return refuse_row(number, place, reason, "Put other names into aliases, remarks elsewhere.", query_id=query_id)
    notes: list[str] = []
    if len(query_id) > MAX_NAME:
        query_id = str(number)
        notes.append("the id is too long; the row's number stands for it")
    return PartyRow(
        number=number, place=place, query_id=query_id, party=_party(values, names, notes), notes=tuple(notes)
    )


def refuse_row(number: int, place: str, reason: str, remedy: str = "", *, query_id: str = "") -> PartyRow:
    """Return the row of a party that cannot be screened."""
    fault = Fault(place=place, reason=reason, remedy=remedy, subject=query_id)
    return PartyRow(number=number, place=place, query_id=query_id, fault=fault)


def _unreadable(values: Mapping[str, Sequence[str]]) -> str:
    if not _BROKEN.search("".join(["".join(texts) for texts in values.values()])):
        return ""
    for field, texts in values.items():
        for text in texts:
            if _BROKEN.search(text):
                return f"{field} holds a zero byte." if "\x00" in text else f"{field} is not text in this encoding."
    return ""


def _spellable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "?")[:MAX_NAME]


def _names(values: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names, the first of which is the party's, without repeats."""
    own = _texts(values, "name")
    if not own:
        parts = [*_texts(values, "first_name"), *_texts(values, "middleName"), *_texts(values, "last_name")]
        own = [" ".join(parts)] if parts else []
    return list(dict.fromkeys((*own, *_texts(values, "aliases")))) if own else _texts(values, "aliases")


def _party(values: Mapping[str, Sequence[str]], names: Sequence[str], notes: list[str]) -> Party:
    aliases = [name for name in names[1:MAX_VALUES] if len(name) <= MAX_NAME]
    if len(aliases) < len(names) - 1:
        notes.append(f"{len(names) - 1 - len(aliases)} aliases are too long or too many and were left out")
    countries, dates = _countries(values, "country", notes), _dates(values, "birth_date", notes)
    addresses = _texts(values, "address")
    identifiers, facts = _other(values, notes)
    facts += [("country", code) for code in countries[1:]]
    facts += [("birthDate", day) for day in dates[1:]]
    facts += [("address", text) for text in addresses[1:]]
    return Party(
        name=names[0], aliases=tuple(aliases), kind=_kind(values, notes), country=countries[0] if countries else "",
        address=addresses[0] if addresses else "", birth_date=dates[0] if dates else "",
        identifiers=tuple(sorted(dict.fromkeys(identifiers))), facts=tuple(sorted(dict.fromkeys(facts))),
    )


def _other(
    values: Mapping[str, Sequence[str]], notes: list[str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs of identifiers and of further facts."""
    identifiers = list(_pairs(values, notes))
    facts: list[tuple[str, str]] = []
    for name in values:
        if name in _FACTS_APART:
            continue
        field = party_fields()[name]
        if field.is_country:
            found = _countries(values, name, notes)
        else:
            found = _dates(values, name, notes) if field.is_date else _texts(values, name)
        (identifiers if name in IDENTIFIER_PROPERTIES else facts).extend((name, text) for text in found)
    return identifiers, facts


def _pairs(values: Mapping[str, Sequence[str]], notes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the identifiers written as pairs such as taxNumber=123."""
    for pair in _texts(values, "identifiers"):
        prop, sign, value = pair.partition("=")
        field = find_party_field(prop)
        if sign and field in IDENTIFIER_PROPERTIES and value.strip():
            yield field, value.strip()
        else:
            notes.append(f"identifiers: {_quote(pair)} is no pair such as taxNumber=123; screened without it")


def _texts(values: Mapping[str, Sequence[str]], name: str) -> list[str]:
    if name not in values:
        return []
    found = (text.strip()[:MAX_VALUE] for text in values[name])
    return [text for text in found if text][:MAX_VALUES]


def _countries(values: Mapping[str, Sequence[str]], name: str, notes: list[str]) -> list[str]:
    if name not in values:
        return []
    found: dict[str, None] = {}
    for text in _texts(values, name):
        code = _country(text) if len(text) < _SHORT else None
        if code:
            found[code] = None
        else:
            notes.append(f"{name}: {_quote(text)} is no country that is known here; screened without it")
    return list(found)


@lru_cache(maxsize=4096)
def _country(text: str) -> str | None:
    return find_country(text)


def _dates(values: Mapping[str, Sequence[str]], name: str, notes: list[str]) -> list[str]:
    if name not in values:
        return []
    found: dict[str, None] = {}
    for text in _texts(values, name):
        moment = _MOMENT.fullmatch(text[:80])
        day = moment.group(1) if moment else text
        if _DATE.fullmatch(day) or read_days(day):
            found[day] = None
        else:
            notes.append(f"{name}: {_quote(text)} is no date such as 1980-04-03; screened without it")
    return list(found)


def _kind(values: Mapping[str, Sequence[str]], notes: list[str]) -> str:
    words = _texts(values, "kind")
    if not words:
        return "LegalEntity"
    kind = _known_kind(words[0]) if len(words[0]) < _SHORT else None
    if kind is None:
        notes.append(f"kind: {_quote(words[0])} is no kind that is known here; screened as of any kind")
    return kind or "LegalEntity"


@lru_cache(maxsize=4096)
def _known_kind(word: str) -> str | None:
    return find_party_kind(word)


@lru_cache(maxsize=4096)
def find_plain_kind(text: str) -> str | None:
    """Return the kind that a cell says, LegalEntity for an empty one, None where it is not one plain kind."""
    word = text.strip()
    return "LegalEntity" if not word else _known_kind(word) if len(word) < _SHORT else None


@lru_cache(maxsize=4096)
def find_plain_country(text: str) -> str | None:
    """Return the country that a cell says, empty for an empty one, None where it is not one plain country."""
    word = text.strip()
    return "" if not word else _country(word) if len(word) < _SHORT and ";" not in word else None


def find_plain_day(text: str) -> str | None:
    """Return the date that a cell says, empty for an empty one, None where it is not one plain date."""
    return text if not text or _DATE.fullmatch(text) else None


def _quote(text: str) -> str:
    return repr(text[:40])

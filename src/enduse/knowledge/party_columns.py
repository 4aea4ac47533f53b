"""What the columns of a file of parties are called: `codes/party_columns.yaml`, and the properties of parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.properties import Property, list_properties, widen
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/party_columns.yaml"
_PARTY_KINDS = ("Person", "Company", "Organization", "LegalEntity", "Vessel", "Airplane")
_NOT_ASKED = frozenset({"topic", "entity"})  # what lists say of a party, not what a desk knows of it
# Fields that are the same as a property under another name.
_OWN_NAME = {"alias": "aliases", "weakAlias": "aliases", "previousName": "aliases", "birthDate": "birth_date",
             "firstName": "first_name", "lastName": "last_name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyField:
    """One field that a row of a file of parties may have.

    `has_many` tells whether a cell of a delimited file may hold several values;
    `is_country` and `is_date` what the values must be.
    """

    name: str
    has_many: bool
    says: str = ""
    also: tuple[str, ...] = ()
    is_country: bool = False
    is_date: bool = False


@cache
def party_fields() -> Mapping[str, PartyField]:
    """Return every field by name: ours in the order of the file, then the properties of parties, by name."""
    node = open_knowledge(FILE)
    kinds = {row.prop: row.kind for row in _properties()}
    found = {}
    for row in node.get("fields").items():
        row.mapping(("field", "many", "also", "says"))
        name = row.get("field").required().text()
        kind = {"birth_date": "date"}.get(name, kinds.get(name, ""))
        found[name] = PartyField(
            name=name, has_many=row.get("many").required().choice(("yes", "no")) == "yes",
            says=row.get("says").required().text(), also=row.get("also").texts(), is_country=kind == "country",
            is_date=kind == "date",
        )
    node.faults.check(KnowledgeError)
    for row_ in sorted(_properties(), key=lambda row: row.prop):
        if row_.prop not in found and row_.prop not in _OWN_NAME:
            found[row_.prop] = PartyField(
                name=row_.prop, has_many=row_.kind not in ("address", "text"), is_country=row_.kind == "country",
                is_date=row_.kind == "date",
            )
    return found


def find_party_field(heading: str) -> str | None:
    """Return the field that the heading of a column means, None where it means none that is known."""
    return _headings().get(fold_heading(heading))


def find_party_kind(word: str) -> str | None:
    """Return the kind of entity that a word means, None where it is not known."""
    return _kinds().get(word.strip().casefold().replace("_", " "))


def fold_heading(heading: str) -> str:
    """Return a heading without case, spaces, hyphens and underscores, which mean nothing in it."""
    return heading.strip().casefold().replace("_", "").replace("-", "").replace(" ", "")


def gather_headings(
    fields: Iterable[tuple[str, Iterable[str]]], *, where: str, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return each heading, folded, with the field that it means. Raises KnowledgeError where one means two."""
    found = dict(known or {})
    for name, also in fields:
        for heading in (name, *also):
            meant = found.setdefault(fold_heading(heading), name)
            if meant != name:
                raise KnowledgeError(f"{heading!r} means both {meant} and {name}.", where=where)
    return found


@cache
def _headings() -> Mapping[str, str]:
    own = {fold_heading(prop): name for prop, name in _OWN_NAME.items()}
    return gather_headings(((field.name, field.also) for field in party_fields().values()), where=FILE, known=own)


@cache
def _kinds() -> Mapping[str, str]:
    node = open_knowledge(FILE)
    found = {
        word: row.get("schema").required().choice(_PARTY_KINDS)
        for row in node.get("kinds").items() for word in row.get("words").texts()
    }
    node.faults.check(KnowledgeError)
    return found | {kind.casefold(): kind for kind in _PARTY_KINDS}


@cache
def _properties() -> tuple[Property, ...]:
    wanted = frozenset().union(*(widen(kind) for kind in _PARTY_KINDS))
    return tuple(row for row in list_properties() if wanted & {*row.on} and row.kind not in _NOT_ASKED)

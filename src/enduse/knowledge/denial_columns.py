"""What a file of denials may say: `codes/denial_columns.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/denial_columns.yaml"
CASE, PARTY, ITEM = "case", "party", "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialField:
    """One field: of what it is said, its key there, its name as a column, and whether a cell may hold several."""

    of: str
    key: str
    column: str
    says: str
    has_many: bool = False
    has_pairs: bool = False
    also: tuple[str, ...] = ()


@cache
def denial_fields() -> Mapping[str, DenialField]:
    """Return every field by its name as a column, in the order of the file. Raises KnowledgeError with all faults."""
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "fields"))
    fields: dict[str, DenialField] = {}
    for node in root.get("fields").required().items():
        node.mapping(("of", "key", "column", "says", "also", "many", "pairs"))
        field = DenialField(
            of=node.get("of").required().choice((CASE, PARTY, ITEM), CASE), key=node.get("key").required().text(),
            column=node.get("column").required().text(), says=node.get("says").required().text(),
            has_many=bool(node.get("many").boolean()), has_pairs=bool(node.get("pairs").boolean()),
            also=node.get("also").texts(),
        )
        for word in (field.column, *field.also):
            if any(word in (other.column, *other.also) for other in fields.values()):
                node.fail(f"the column {word!r} stands twice", "Keep one.")
        fields[field.column] = field
    root.faults.check(KnowledgeError)
    return fields


@cache
def keys_of(part: str) -> Mapping[str, DenialField]:
    """Return the fields of a case, a party or an item by key."""
    return {field.key: field for field in denial_fields().values() if field.of == part}


def find_denial_field(word: str) -> str | None:
    """Return the column that a heading means, None where it means none."""
    return _words().get(word.strip().lower().replace(" ", "_").replace("-", "_"))


def list_denial_fields() -> tuple[str, ...]:
    """Return the names of all columns, in the order of the file."""
    return tuple(denial_fields())


@cache
def _words() -> Mapping[str, str]:
    return {word: name for name, field in denial_fields().items() for word in (name, *field.also)}

"""Which property may be stated of which kind of entity: `codes/properties.yaml`, and `codes/relations.yaml` for ties.

Cost: both files are read once; a question is one look-up after its first asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

PROPERTIES = "codes/properties.yaml"
RELATIONS = "codes/relations.yaml"
TOPICS = "codes/topics.yaml"

_KINDS = ("address", "country", "date", "email", "entity", "gender", "identifier", "name", "number", "phone", "text",
          "topic", "url")
_WORDS = ("ftm", "enduse")
_KEYS = ("prop", "on", "via", "kind", "word", "says", "near", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One row of the table.

    `on` are the kinds of entity that carry it; `via` is set where FollowTheMoney
    keeps the fact on an entity of its own that points to the party; `kind` is the
    type of its values; `is_ftm` tells whether the name is FollowTheMoney's.
    """

    prop: str
    on: tuple[str, ...]
    kind: str
    is_ftm: bool
    via: str = ""
    says: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityKind:
    """A kind of entity, FollowTheMoney's where `is_ftm`, and the kinds it extends."""

    name: str
    extends: tuple[str, ...]
    is_ftm: bool


@cache
def list_properties() -> tuple[Property, ...]:
    """Return every row in the order of the file. Raises KnowledgeError when one breaks the form."""
    node = open_knowledge(PROPERTIES)
    rows = tuple(_read_property(row) for row in node.get("properties").items())
    node.faults.check(KnowledgeError)
    return rows


@cache
def entity_kinds() -> Mapping[str, EntityKind]:
    """Return the kinds of entity by name. Raises KnowledgeError when one breaks the form."""
    node = open_knowledge(PROPERTIES)
    found = {}
    for row in node.get("schemata").items():
        row.mapping(("schema", "word", "extends", "says"))
        name = row.get("schema").required().text()
        for wider in row.get("extends").texts():
            if wider not in found:
                row.fail(f"{wider!r} is extended before it stands in the table")
        is_ftm = row.get("word").required().choice(_WORDS) == "ftm"
        found[name] = EntityKind(name=name, extends=row.get("extends").texts(), is_ftm=is_ftm)
    node.faults.check(KnowledgeError)
    return found


@cache
def relation_kinds() -> frozenset[str]:
    """Return every relation kind: properties whose value is another entity."""
    return frozenset(row.get("kind").text() for row in open_knowledge(RELATIONS).get("kinds").items())


@cache
def listing_topics() -> frozenset[str]:
    """Return the topics that amount to a listing: `codes/topics.yaml`."""
    rows = open_knowledge(TOPICS).get("topics").items()
    return frozenset(row.get("topic").text() for row in rows if row.get("is_listing").boolean())


@cache
def widen(schema: str) -> frozenset[str]:
    """Return a kind of entity with all that it extends; itself alone when it is not in the table."""
    kind = entity_kinds().get(schema)
    wider = kind.extends if kind else ()
    return frozenset({schema}).union(*(widen(name) for name in wider))


@cache
def find_property(schema: str, prop: str) -> Property | None:
    """Return the row of a property as a kind of entity carries it, None where it carries none of that name."""
    carried = widen(schema)
    return next((row for row in list_properties() if row.prop == prop and (row.via or carried & {*row.on})), None)


@cache
def fit_schema(schema: str, prop: str) -> str | None:
    """Return the kind of entity of which a property can be said, given what is known of the entity.

    That is `schema` itself, or the one kind within it that carries the property (an
    organisation with a bank code is a company); None where the property cannot
    be said of such an entity at all. A relation, and a property that stands nowhere
    in the table, can be said of anything.
    """
    if prop in relation_kinds() or find_property(schema, prop):
        return schema
    carriers = {kind for row in list_properties() if row.prop == prop for kind in row.on}
    if not carriers:
        return schema
    within = sorted(kind for kind in carriers if schema in widen(kind))
    return within[0] if within else None


def _read_property(row: Node) -> Property:
    row.mapping(_KEYS)
    is_ftm = row.get("word").required().choice(_WORDS) == "ftm"
    if not is_ftm:
        row.get("says").required()
    return Property(
        prop=row.get("prop").required().text(), on=row.get("on").required().texts(), is_ftm=is_ftm,
        kind=row.get("kind").required().choice(_KINDS), via=row.get("via").text(), says=row.get("says").text(),
        near=row.get("near").text(),
    )

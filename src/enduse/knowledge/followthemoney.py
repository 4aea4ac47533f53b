"""FollowTheMoney's schemata, and what becomes of each when a file of them is loaded: `codes/followthemoney.yaml`.

Cost: the file is read once; a question after that is one look-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.properties import find_property, relation_kinds
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/followthemoney.yaml"
_USES = ("thing", "tie", "detail", "address", "abstract")
_TYPES = ("address", "country", "date", "email", "entity", "gender", "identifier", "language", "name", "number",
          "phone", "text", "topic", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class FtmSchema:
    """One schema: what becomes of its entities, and its properties with those it inherits.

    `use` is "thing", "tie", "detail", "address", "abstract" or "left out"; `reason` says
    why it is left out. `tie` is (property of the subject, relation kind, property of
    the object). `of` is the property that names the entity of which a detail is told,
    and `told` maps the detail's properties to ours. `types` maps each property to the
    type of its values.
    """

    name: str
    use: str
    reason: str = ""
    tie: tuple[str, str, str] = ("", "", "")
    of: str = ""
    told: Mapping[str, str]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FtmModel:
    """All schemata by name, the roles that mean a relation kind, the properties that are ties, and what is left out."""

    schemata: Mapping[str, FtmSchema]
    roles: Mapping[str, str]
    pointers: Mapping[str, str]
    left_out: Mapping[str, str]


@cache
def follow_the_money() -> FtmModel:
    """Return the model. Raises KnowledgeError where the file breaks its form."""
    top = open_knowledge(FILE)
    top.mapping(("title", "encoded_on", "about", "sources", "schemata", "roles", "pointers", "details", "left_out",
                 "not_encoded"))
    told = _read_details(top.get("details"))
    schemata: dict[str, FtmSchema] = {}
    for row in top.get("schemata").items():
        found = _read_schema(row, schemata, told)
        schemata[found.name] = found
    for row in top.get("not_encoded").items():
        row.mapping(("schema", "reason"))
        name = row.get("schema").required().text()
        schemata[name] = FtmSchema(name=name, use="left out", reason=row.get("reason").required().text(), told={},
                                   types={})
    model = FtmModel(
        schemata=schemata,
        roles=_read_pairs(top.get("roles"), "role", "kind"),
        pointers=_read_pairs(top.get("pointers"), "prop", "kind"),
        left_out=_read_pairs(top.get("left_out"), "prop", "reason"),
    )
    for kind in (*model.roles.values(), *model.pointers.values(), *(s.tie[1] for s in schemata.values() if s.tie[1])):
        if kind not in relation_kinds():
            top.fail(f"{kind!r} is no relation kind")
    top.faults.check(KnowledgeError)
    return model


@cache
def is_told_as(schema: str, prop: str) -> bool:
    """Tell whether a property of a thing has a row of its own here, so that it is stated under its name."""
    return find_property(schema, prop) is not None


def _read_schema(row: Node, known: Mapping[str, FtmSchema], told: Mapping[str, Mapping[str, str]]) -> FtmSchema:
    row.mapping(("schema", "extends", "is", "of", "tie", "properties"))
    name = row.get("schema").required().text()
    types: dict[str, str] = {}
    for wider in row.get("extends").texts():
        if wider not in known:
            row.fail(f"{wider!r} is extended before it stands in the table")
        else:
            types.update(known[wider].types)
    for word in row.get("properties").text().split():
        prop, _, kind = word.partition(":")
        if kind not in _TYPES:
            row.fail(f"{word!r} does not name a type")
        types[prop] = kind
    ends = tuple(row.get("tie").text().split())
    use = row.get("is").required().choice(_USES, "abstract")
    if (use == "tie") != (len(ends) == 3) or (use == "detail" and row.get("of").is_absent):
        row.fail("a tie names three words, a detail the entity of which it is told")
    for prop in (ends[0], ends[2]) if len(ends) == 3 else ():
        if types.get(prop) != "entity":
            row.fail(f"{prop!r} names no entity")
    return FtmSchema(
        name=name, use=use, tie=(ends[0], ends[1], ends[2]) if len(ends) == 3 else ("", "", ""),
        of=row.get("of").text(), told=told.get(name, {}), types=types,
    )


def _read_details(node: Node) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in node.items():
        row.mapping(("schema", "prop", "as"))
        schema = row.get("schema").required().text()
        found.setdefault(schema, {})[row.get("prop").required().text()] = row.get("as").required().text()
    return found


def _read_pairs(node: Node, key: str, value: str) -> dict[str, str]:
    pairs = {}
    for row in node.items():
        row.mapping((key, value, "note"))
        pairs[row.get(key).required().text()] = row.get(value).required().text()
    return pairs

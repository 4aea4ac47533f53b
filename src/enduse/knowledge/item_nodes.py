"""Reading an item's description from YAML: nodes in, an `Item` with its claims and their places out.

    item:
      description: "five-axis machining centre"
      kinds: ["machine_tool.milling"]
      parameters: {contouring_axes: "5", numerical_control_capable: "true"}
      axes:
        - {axis: "X", travel_length: "700 mm",
           unidirectional_positioning_repeatability: {value: "0.8", unit: "um", standard: "ISO 230-2:2014"}}

The same in one text is "0.8 um (ISO 230-2:2014)".
An axes table is taken as complete (no linear axis beyond it) unless `complete_axes`
says false; the axis "all" carries what is claimed of every linear axis alike. A
list of values under one name is so many claims, which may conflict.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from enduse.knowledge.condition_nodes import parse_standard
from enduse.knowledge.measures import Property, Vocabulary, load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.quantities import QuantityError, parse_quantity
from enduse.model.evidence import Citation, CitationKind
from enduse.model.item import Item, Parameter, Quantity

EVERY_AXIS = "*"
ITEM_KEYS = (
    "description", "kinds", "maker", "model", "hs_code", "origin", "parameters", "axes", "complete_axes",
)
_WITH_STANDARD = re.compile(r"([^()]{1,80}?) ?\((.{3,40})\)")
_AXIS_NAME = re.compile(r"[A-Z][A-Z0-9]{0,3}")


def item_from_node(node: Node) -> Item:
    """Return the item described at a node (the mapping itself, or one with the single key `item`).

    Every fault is reported to the node's fault list with its line: an unknown
    property (naming the nearest known ones), a quantity without its unit, a word
    or kind that is not known. What cannot be read is left out of the item. A
    missing test standard is no fault: the claim is kept, and classification says
    that its standard is missing.
    """
    if node.is_mapping and set(node.mapping()) == {"item"}:
        node = node.get("item")
    vocabulary = load_vocabulary()
    node.mapping(ITEM_KEYS)
    axes = node.get("axes")
    claims = list(_read_claims(node.get("parameters"), "", ("item",), vocabulary))
    for row in axes.items():
        claims += _read_axis(row, vocabulary)
    stated = node.get("complete_axes").boolean()
    origin = node.get("origin")
    if not origin.is_absent and not re.fullmatch(r"[A-Za-z]{2}", origin.text()):
        origin.fail("is not a two-letter country code")
    return Item(
        description=node.get("description").text(), kinds=_read_kinds(node.get("kinds"), vocabulary),
        maker=node.get("maker").text(), model=node.get("model").text(), hs_code=node.get("hs_code").text(),
        origin=origin.text().lower(), parameters=tuple(claims),
        complete_axes=(not axes.is_absent) if stated is None else stated,
        citation=_cite(node, node.get("description").text()) if node.is_mapping else None,
    )


def _read_kinds(node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    kinds = node.texts()
    for kind in kinds:
        if kind not in vocabulary.kinds:
            node.fail(f"the kind {kind!r} is not known", _suggest(kind, vocabulary.kinds))
    return tuple(kind for kind in kinds if kind in vocabulary.kinds)


def _read_axis(row: Node, vocabulary: Vocabulary) -> list[Parameter]:
    keys = row.mapping()
    name = row.get("axis").required().text().strip().upper()
    if name == "ALL":
        name = EVERY_AXIS
    elif not _AXIS_NAME.fullmatch(name):
        row.get("axis").fail(f"{name!r} is not the name of an axis", "Use a name such as X, or all.")
        return []
    owners = {vocabulary.properties[k].of for k in keys if k in vocabulary.properties}
    if owners == {"linear_axis", "rotary_axis"}:
        row.fail("has values of a linear and of a rotary axis", "Give each axis its own row.")
        return []
    claims = [
        claim for key, part in keys.items() if key != "axis"
        for claim in _read_claim(key, part, name, ("linear_axis", "rotary_axis"), vocabulary)
    ]
    if not claims and len(keys) <= 1:
        row.fail("says nothing of its axis", "Give its travel_length at least, or leave the row out.")
    return claims


def _read_claims(node: Node, axis: str, owners: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Parameter]:
    for name, part in node.mapping().items():
        yield from _read_claim(name, part, axis, owners, vocabulary)


def _read_claim(
    name: str, node: Node, axis: str, owners: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[Parameter]:
    prop = vocabulary.properties.get(name)
    if prop is None:
        node.fail(f"the property {name!r} is not known", _suggest(name, vocabulary.properties))
    elif prop.of not in owners:
        place = "parameters" if prop.of == "item" else "axes"
        node.fail(f"{name} belongs under {place}", f"Move it to {place}.")
    else:
        for part in node.items() if node.is_list else (node,):
            value = _read_value(part, prop, vocabulary)
            if value is not None:
                yield Parameter(name=name, value=value, axis=axis, citation=_cite(part, _words(part)))


def _read_value(node: Node, prop: Property, vocabulary: Vocabulary) -> Quantity | bool | str | None:
    if prop.type == "yes_no":
        return node.required().boolean()
    if prop.type == "word":
        return node.required().choice(prop.words) or None
    try:
        return _read_quantity(node, prop, vocabulary)
    except QuantityError as exc:
        node.fail(str(exc), exc.remedy)
        return None


def _read_quantity(node: Node, prop: Property, vocabulary: Vocabulary) -> Quantity:
    text, unit, standard = "", "", ""
    if node.is_mapping:
        node.mapping(("value", "unit", "standard"))
        text, unit, standard = (node.get(key).text() for key in ("value", "unit", "standard"))
    else:
        text = node.text()
        if found := _WITH_STANDARD.fullmatch(text.strip()):
            text, standard = found[1], found[2]
    if not text:
        raise QuantityError("is missing", "State a value, or leave the name out.")
    known = parse_standard(standard) if standard else None
    if standard and known is None:
        raise QuantityError(f"{standard!r} is not a test standard", "Write it as ISO 230-2:2014, with its edition.")
    return parse_quantity(text, dimension=prop.dimension, vocabulary=vocabulary, unit=unit, standard=known)


def _words(node: Node) -> str:
    if node.is_mapping:
        return " ".join(node.get(key).text() for key in ("value", "unit", "standard")).strip()
    return node.text()


def _cite(node: Node, words: str) -> Citation:
    where = node.faults.where
    return Citation(
        kind=CitationKind.ORDER, id=f"{where}:{node.line}", source=where, place=f"line {node.line}", words=words
    )


def _suggest(name: str, known: object) -> str:
    names = sorted(known) if isinstance(known, dict) else []
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    return "Did you mean " + ", ".join(near) + "?" if near else "See knowledge/codes for the known names."

"""Reading an item's description from YAML or JSON: nodes in, an `Item` with its claims and their places out.

    item:
      item_type: machine_tool
      function: milling
      contouring_axes: 5
      linear_axes:
        - {axis: X, travel_mm: 700, upr_um: 0.8}

or, where values carry their units and a list of values is so many claims:

    item:
      kinds: ["machine_tool.milling"]
      parameters: {contouring_axes: "5", numerical_control_capable: "true"}
      axes:
        - {axis: "X", travel_length: "700 mm",
           unidirectional_positioning_repeatability: {value: "0.8", unit: "um", standard: "ISO 230-2:2014"}}

The same in one text is "0.8 um (ISO 230-2:2014)". Both forms can be mixed.
Options, upgrades, parts and what an item is fitted to: `piece_nodes`.
A table of axes is taken as complete (no linear axis beyond it) unless `complete_axes`
says false; the axis "all" carries what is claimed of every linear axis alike.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enduse.knowledge.measures import Vocabulary, load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.piece_nodes import FITTED_TO, PIECE_KEYS, read_fitted_to, read_pieces
from enduse.knowledge.served_nodes import FOR_ENTRY, FOR_ITEM, SERVED_KEYS, read_served_entries, read_served_items
from enduse.knowledge.stated_values import (
    STANDARD_SUFFIX,
    read_name,
    read_standards,
    read_values,
    suggest_name,
    unit_of,
)
from enduse.model.evidence import Citation, CitationKind
from enduse.model.item import Item, Parameter, Quantity

EVERY_AXIS = "*"
ITEM_KEYS = (
    "description", "kinds", "maker", "model", "hs_code", "origin", "parameters", "axes", "complete_axes",
    *PIECE_KEYS, FITTED_TO, *SERVED_KEYS,
)
FLAT_KEYS = ("item_type", "function", "linear_axes", "rotary_axes")
_AXIS_NAME = re.compile(r"[A-Z][A-Z0-9]{0,3}")
_AND = re.compile(r"\s*(?:[,;/+&]|\band\b)\s*")
_AXIS_OWNERS = ("linear_axis", "rotary_axis")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where claims stand: their axis, whose properties belong here, and in which form they are written."""

    axis: str
    owners: tuple[str, ...]
    is_flat: bool


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
    keys = node.mapping()
    kinds, made_of = _read_kinds(node, keys, vocabulary)
    flat = {key: part for key, part in keys.items() if key not in made_of and _is_flat(key, part)}
    stated = _Place(axis="", owners=("item",), is_flat=False)
    claims = list(_read_claims(node.get("parameters").mapping(), stated, vocabulary))
    claims += _read_claims(flat, _Place(axis="", owners=("item",), is_flat=True), vocabulary)
    has_linear = False
    for key, owners in (("axes", _AXIS_OWNERS), ("linear_axes", ("linear_axis",)), ("rotary_axes", ("rotary_axis",))):
        if key in keys and key not in flat:
            has_linear = has_linear or key != "rotary_axes"
            for row in _list_axes(keys[key]):
                claims += _read_axis(row, owners, is_flat=key != "axes")
    complete = node.get("complete_axes").boolean()
    if complete is not False and "rotary_axes" in keys and "rotary_axes" not in flat:
        claims += _count_rotary(keys["rotary_axes"], claims)
    origin = node.get("origin")
    if not origin.is_absent and not re.fullmatch(r"[A-Za-z]{2}", origin.text()):
        origin.fail("is not a two-letter country code")
    return Item(
        description=node.get("description").text(), kinds=kinds,
        maker=node.get("maker").text(), model=node.get("model").text(), hs_code=node.get("hs_code").text(),
        origin=origin.text().lower(), parameters=tuple(claims),
        complete_axes=has_linear if complete is None else complete,
        citation=_cite(node, node.get("description").text()) if node.is_mapping else None,
        pieces=read_pieces(node, item_from_node) if not keys.keys().isdisjoint(PIECE_KEYS) else (),
        fitted_to=read_fitted_to(node, item_from_node) if FITTED_TO in keys else None,
        for_items=read_served_items(node, item_from_node) if FOR_ITEM in keys else (),
        for_entries=read_served_entries(node) if FOR_ENTRY in keys else (),
    )


def _list_axes(table: Node) -> tuple[Node, ...]:
    if table.is_mapping:
        table.fail("expected a list of axes", "Write it as [{axis: X, travel_mm: 700}, {axis: Y, travel_mm: 600}].")
        return ()
    return table.items()


def _count_rotary(table: Node, claims: Sequence[Parameter]) -> list[Parameter]:
    """Return how many rotary axes a table has; it is complete unless their number is stated, or more that contour."""
    named = {claim.axis for claim in claims if load_vocabulary().properties[claim.name].of == "rotary_axis"}
    counts = [claim.value for claim in claims if claim.name in ("rotary_axes", "contouring_rotary_axes")]
    most = max((count.low for count in counts if isinstance(count, Quantity) and count.low is not None), default=0)
    if not named or EVERY_AXIS in named or most > len(named) or any(c.name == "rotary_axes" for c in claims):
        return []
    return [Parameter(name="rotary_axes", value=Quantity.exactly(len(named)), citation=_cite(table, "rotary_axes"))]


def _is_flat(key: str, node: Node) -> bool:
    if key in ("rotary_axes", "axes"):
        return not node.is_list and not node.is_mapping
    return key not in ITEM_KEYS and key not in FLAT_KEYS


def _read_kinds(node: Node, keys: Mapping[str, Node], vocabulary: Vocabulary) -> tuple[tuple[str, ...], set[str]]:
    """Return the kinds that are stated, and the keys of single functions ("jig_boring: true") that state some."""
    kinds: list[str] = []
    for key in ("kinds", "item_type"):
        part = node.get(key)
        told = (text for text in part.texts() if text.strip().casefold() not in vocabulary.silences)
        kinds += (kind for text in told if (kind := _find_kind(part, text, vocabulary)))
    finer: list[str] = []
    part = node.get("function")
    for text in part.texts():
        if text.strip().casefold() not in vocabulary.silences:
            finer += _read_function(part, text, kinds, vocabulary)
    made_of = {key for key in keys if key not in ITEM_KEYS and read_name(key) is None and _names_function(key, kinds)}
    flags = {f"machine_tool.{key}": keys[key].boolean() for key in sorted(made_of)}
    finer += [kind for kind, is_so in flags.items() if is_so]
    denied = [name for name, is_so in flags.items() if is_so is False]
    kinds = [_narrow(kind, denied, vocabulary) for kind in kinds] if denied else kinds
    wider = {above for kind in finer for above in vocabulary.kinds[kind].within}
    return tuple(dict.fromkeys((*(kind for kind in kinds if kind not in wider), *finer))), made_of


def _read_function(node: Node, text: str, kinds: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Return the kinds that a function names, or that each of its parts does: "turning and milling"."""
    for parts in ([text], _AND.split(text)):
        below = [[f"{kind.split('.')[0]}.{part}" for kind in kinds or ["machine_tool"]] for part in parts]
        known = [next(filter(None, map(vocabulary.find_kind, names)), None) for names in below]
        if all(known):
            return [kind.name for kind in known if kind]
    kind = _find_kind(node, text, vocabulary)
    return [kind] if kind else []


def _narrow(kind: str, denied: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the one finer kind that is left of a kind that leaves its finer ones open, else the kind itself."""
    finer = [name for name, known in vocabulary.kinds.items() if kind in known.within]
    left = [name for name in finer if name not in denied]
    is_open = kind in vocabulary.kinds and vocabulary.kinds[kind].leaves_open
    return left[0] if is_open and len(left) == 1 and len(finer) > 1 else kind


def _names_function(key: str, kinds: Iterable[str]) -> bool:
    is_machine = any(kind.split(".")[0] == "machine_tool" for kind in kinds)
    return is_machine and f"machine_tool.{key}" in load_vocabulary().kinds


def _find_kind(node: Node, text: str, vocabulary: Vocabulary) -> str:
    kind = vocabulary.find_kind(text)
    if kind is not None:
        return kind.name
    node.fail(f"the kind {text!r} is not known", _suggest_kind(text, vocabulary))
    return ""


def _suggest_kind(text: str, vocabulary: Vocabulary) -> str:
    near = difflib.get_close_matches(text.casefold(), vocabulary.kind_names, n=3, cutoff=0.5)
    if not near:
        return "enduse schema item lists the kinds."
    return "Did you mean " + ", ".join(dict.fromkeys(vocabulary.kind_names[name] for name in near)) + "?"


def _read_axis(row: Node, owners: tuple[str, ...], *, is_flat: bool) -> list[Parameter]:
    vocabulary = load_vocabulary()
    keys = {key: part for key, part in row.mapping().items() if key != "axis"}
    name = row.get("axis").text().strip().upper()
    if not name:
        row.fail("does not say which axis it is", "Add axis: X, or axis: all.")
        return []
    if name == "ALL":
        name = EVERY_AXIS
    elif not _AXIS_NAME.fullmatch(name):
        row.get("axis").fail(f"{name!r} is not the name of an axis", "Use a name such as X, or all.")
        return []
    claims = list(_read_claims(keys, _Place(axis=name, owners=owners, is_flat=is_flat), vocabulary))
    if {vocabulary.properties[claim.name].of for claim in claims} == set(_AXIS_OWNERS):
        row.fail("has values of a linear and of a rotary axis", "Give each axis its own row.")
        return []
    if not claims and not keys:
        row.fail("says nothing of its axis", "Give its travel_length at least, or leave the row out.")
    return claims


def _read_claims(keys: Mapping[str, Node], place: _Place, vocabulary: Vocabulary) -> Iterator[Parameter]:
    standards = read_standards(keys, place.owners)
    for name, node in keys.items():
        named = read_name(name)
        if named is None:
            stem = read_name(name.removesuffix(STANDARD_SUFFIX)) if name.endswith(STANDARD_SUFFIX) else None
            if stem is None:
                node.fail(f"the property {name!r} is not known", suggest_name(name, vocabulary))
            continue
        prop = named.choose(place.owners, named.unit or unit_of(node), vocabulary)
        axis = EVERY_AXIS if place.owners == ("item",) and prop.is_of_each_axis else place.axis
        if prop.of not in place.owners and axis != EVERY_AXIS:
            where = "parameters" if prop.of == "item" else "axes"
            example = f", as {{axis: X, {name}: ...}} or {{axis: all, {name}: ...}}" if where == "axes" else ""
            node.fail(f"{name} belongs under {where}", f"Move it to {where}{example}.")
            continue
        standard = standards.get(prop.name, "") or (prop.standard if place.is_flat else "")
        for value in read_values(
            node, prop, unit=named.unit, standard=standard, is_listing_claims=not place.is_flat
        ):
            yield Parameter(name=prop.name, value=value, axis=axis, citation=_cite(node, _words(node)))


def _words(node: Node) -> str:
    if node.is_mapping:
        keys = node.mapping()
        return " ".join(_words(keys[key]) for key in ("value", "min", "max", "unit", "standard") if key in keys)
    return ", ".join(_words(part) for part in node.items()) if node.is_list else node.text()


def _cite(node: Node, words: str) -> Citation:
    where = node.faults.where
    return Citation(
        kind=CitationKind.ORDER, id=f"{where}:{node.line}", source=where, place=f"line {node.line}", words=words
    )

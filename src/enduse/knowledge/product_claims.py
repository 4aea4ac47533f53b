"""Claims about a product as one text each: "X travel_length: 700 mm", "item_type: machine_tool.milling".

What stands before the colon is an axis, where the claim is about one, and the name of a property; after it stands
the value as an item file has it. Names and units of input ("travel_mm") become the property's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from enduse.errors import InputError
from enduse.knowledge.item_nodes import EVERY_AXIS, item_from_node
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import parse_nodes
from enduse.model.evidence import Citation
from enduse.model.item import Item, Parameter
from enduse.model.statement import content_id

KIND = "item_type"


class ClaimError(Exception):
    """A claim that cannot be read, with what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def product_id(maker: str, model: str) -> str:
    """Return the id of a product; case, spaces and signs of its names make no other one."""
    return f"product-{content_id(_fold(maker), _fold(model))[:16]}"


def _fold(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def spell_claim(name: str, value: str, *, axis: str = "", unit: str = "", standard: str = "") -> str:
    """Return a claim as text, checked against the vocabulary.

    Raises:
        ClaimError: no property has the name, or the value is none of it.
    """
    if not unit and name != KIND and (measured := load_vocabulary().find_measured(name)):
        name, unit = measured[0][0].name, measured[1].name
    found = load_vocabulary().find_properties(name)
    name = found[0].name if found else name
    text = " ".join(filter(None, (value, unit))) + (f" ({standard})" if standard else "")
    claim = f"{axis.strip().upper()} {name}: {text}".strip()
    read_claims([(claim, None)])
    return claim


def read_claims(claims: Iterable[tuple[str, Citation | None]]) -> Item:
    """Return an item of which is said what the claims say, each with its citation.

    Raises:
        ClaimError: a claim names no property, or its value is none of it.
    """
    kinds: list[str] = []
    parameters: list[Parameter] = []
    for claim, citation in claims:
        head, _, text = claim.partition(": ")
        axis, _, name = head.rpartition(" ")
        if name == KIND:
            shape: dict[str, object] = {"kinds": [text]}
        elif axis:
            shape = {"axes": [{"axis": axis, name: text}]}
        else:
            shape = {"parameters": {name: text}}
        node = parse_nodes(json.dumps({"description": "", **shape}, ensure_ascii=False).encode(), where="claim")
        item = item_from_node(node)
        try:
            node.faults.check()
        except InputError as exc:
            raise ClaimError(exc.faults[0].reason, exc.faults[0].remedy) from None
        kinds += item.kinds
        parameters += (replace(parameter, citation=citation) for parameter in item.parameters)
    return Item(description="", kinds=tuple(dict.fromkeys(kinds)), parameters=tuple(parameters))


def add_claims(item: Item, claimed: Item) -> Item:
    """Return an item that says of itself what it says, and beyond that what is claimed of its model.

    A claim counts where the item is silent on that property (of that axis); its kind only where it has none. Claims
    never say that the axes they name are all.
    """
    stated = {(parameter.name, parameter.axis) for parameter in item.parameters}
    names = {parameter.name for parameter in item.parameters if parameter.axis == EVERY_AXIS}
    added = tuple(
        parameter for parameter in claimed.parameters
        if (parameter.name, parameter.axis) not in stated and parameter.name not in names
    )
    return replace(item, kinds=item.kinds or claimed.kinds, parameters=(*item.parameters, *added))

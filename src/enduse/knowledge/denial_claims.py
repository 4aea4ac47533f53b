"""Parties and items of denials as one text each: a JSON object without what nobody said, keys in order.

A statement holds one of them, so that a correction replaces a party or an item as a whole.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.model.denial import DeniedItem, DeniedParameter, DeniedParty
from enduse.model.item import Parameter, Quantity
from enduse.model.statement import content_id


def denial_id(source: str, government: str, reference: str) -> str:
    """Return the id of a case in a list; case and spaces of its names make no other one."""
    return f"denial-{content_id(source, _fold(government), _fold(reference))[:20]}"


def spell_party(party: DeniedParty) -> str:
    """Return a party as text."""
    return _spell({
        **_plain(party), **({"identifiers": dict(sorted(party.identifiers))} if party.identifiers else {}),
    })


def spell_item(item: DeniedItem) -> str:
    """Return an item as text."""
    return _spell({**_plain(item), **({"parameters": [_plain(p) for p in item.parameters]} if item.parameters else {})})


def read_party(text: str) -> DeniedParty:
    """Return the party that `spell_party` spelled."""
    shape = json.loads(text)
    identifiers = tuple(sorted(shape.pop("identifiers", {}).items()))
    return DeniedParty(identifiers=identifiers, **_tuples(shape))


def read_item(text: str) -> DeniedItem:
    """Return the item that `spell_item` spelled."""
    shape = json.loads(text)
    parameters = tuple(DeniedParameter(**part) for part in shape.pop("parameters", ()))
    return DeniedItem(parameters=parameters, **_tuples(shape))


def spell_parameter(parameter: Parameter, printed: str) -> DeniedParameter:
    """Return a property with its bounds as plain numbers of its unit, where it is one."""
    value = parameter.value
    name = f"{'' if parameter.axis == EVERY_AXIS else parameter.axis} {parameter.name}".strip()
    if isinstance(value, Quantity):
        low, high = ("" if end is None else format(end, "f") for end in (value.low, value.high))
        return DeniedParameter(name=name, value=printed, low=low, high=high, unit=value.unit)
    return DeniedParameter(name=name, value=printed)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _plain(part: Any) -> dict[str, Any]:
    return {field.name: value for field in fields(part) if (value := getattr(part, field.name))}


def _spell(shape: dict[str, Any]) -> str:
    return json.dumps(shape, ensure_ascii=False, sort_keys=True)


def _tuples(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in shape.items()}

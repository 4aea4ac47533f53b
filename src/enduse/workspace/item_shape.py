"""The part of the item schema that the vocabulary decides: kinds, parameters and what an axis can state."""

from __future__ import annotations

from typing import Any

from enduse.knowledge.measures import Property, load_vocabulary

_SHAPES = "shapes#/$defs/"


def fill_item_shape(item: dict[str, Any]) -> None:
    """Write every kind and property of the vocabulary into the shape of an item."""
    vocabulary = load_vocabulary()
    item["properties"]["kinds"]["items"] = {"enum": sorted(vocabulary.kinds)}
    parameters = item["properties"]["parameters"]["properties"]
    axis = item["properties"]["axes"]["items"]["properties"]
    for name, prop in sorted(vocabulary.properties.items()):
        (parameters if prop.of == "item" else axis)[name] = _describe(prop)


def _describe(prop: Property) -> dict[str, Any]:
    if prop.type == "yes_no":
        stated: dict[str, Any] = {"$ref": f"{_SHAPES}yes_no"}
    elif prop.type in ("word", "words"):
        stated = {"enum": list(prop.words)}
    else:
        stated = {"$ref": f"{_SHAPES}stated_quantity"}
    return {"description": prop.question, "anyOf": [stated, {"type": "array", "items": stated}]}

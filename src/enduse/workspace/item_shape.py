"""The part of the item schema that the vocabulary decides: kinds, parameters and what an axis can state."""

from __future__ import annotations

from typing import Any

from enduse.knowledge.measures import Property, load_vocabulary
from enduse.knowledge.vocabulary_use import list_parameters
from enduse.model.parameter_use import ParameterUse

_SHAPES = "shapes#/$defs/"


def fill_item_shape(item: dict[str, Any]) -> None:
    """Write every kind and property of the vocabulary into the shape of an item, each with the entries that use it."""
    vocabulary = load_vocabulary()
    uses = {use.name: use for use in list_parameters()}
    item["properties"]["kinds"]["items"] = {"enum": sorted(vocabulary.kinds)}
    parameters = item["properties"]["parameters"]["properties"]
    axis = item["properties"]["axes"]["items"]["properties"]
    for name, prop in sorted(vocabulary.properties.items()):
        (parameters if prop.of == "item" else axis)[name] = _describe(prop) | _annotate(uses[name])


def parameters_of(kind: str) -> tuple[ParameterUse, ...]:
    """Return what an item of a kind can state. Raises NotFoundError for a kind that is not known."""
    return list_parameters(kind)


def _annotate(use: ParameterUse) -> dict[str, Any]:
    """Return what a schema does not check: further names, units in which it can be stated, entries that ask for it."""
    return {"also": list(use.also), "units": list(use.units), "entries": list(use.entries)}


def _describe(prop: Property) -> dict[str, Any]:
    if prop.type == "yes_no":
        stated: dict[str, Any] = {"$ref": f"{_SHAPES}yes_no"}
    elif prop.type in ("word", "words"):
        stated = {"enum": list(prop.words)}
    else:
        stated = {"$ref": f"{_SHAPES}stated_quantity"}
    return {"description": prop.question, "anyOf": [stated, {"type": "array", "items": stated}]}

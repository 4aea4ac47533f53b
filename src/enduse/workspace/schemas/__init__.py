"""The published JSON Schemas (draft 2020-12), one file each, and how one is fetched.

Files refer to shared shapes as `shapes#/$defs/<name>`; a fetched schema carries
the shapes it needs in its own `$defs`, so it stands alone. What an item can state
is filled in from the vocabulary of classification.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from enduse.errors import NotFoundError
from enduse.workspace.item_shape import fill_item_shape

_SUFFIX = ".schema.json"
_SHAPES = "shapes"
_REFERENCE = f"{_SHAPES}#/$defs/"


def list_schemas() -> tuple[str, ...]:
    """List the schemas by their short names ("order", "screening"), sorted."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    found = (name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
    return tuple(sorted(name for name in found if name != _SHAPES))


def get_schema(name: str) -> dict[str, Any]:
    """Return one schema that stands alone, by its short name or its full one ("enduse-order/1").

    Raises:
        NotFoundError: there is no such schema; names those there are.
    """
    short = name.removeprefix("enduse-").removesuffix("/1")
    known = list_schemas()
    if short not in known:
        raise NotFoundError("there is no such schema.", where=name, remedy="Known: " + ", ".join(known) + ".")
    schema = _read(short)
    shapes: dict[str, Any] = _read(_SHAPES)["$defs"]
    fill_item_shape(shapes["item"])
    needed: dict[str, Any] = {}
    _bundle(schema, shapes, needed)
    if needed:
        schema["$defs"] = {key: needed[key] for key in sorted(needed)}
    return schema


def _read(name: str) -> dict[str, Any]:
    text = resources.files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _bundle(node: Any, shapes: dict[str, Any], needed: dict[str, Any]) -> None:
    """Point every reference at the schema's own `$defs` and collect the shapes it needs."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            name = reference.removeprefix(_REFERENCE).removeprefix("#/$defs/")
            node["$ref"] = f"#/$defs/{name}"
            if name not in needed:
                needed[name] = shapes[name]
                _bundle(shapes[name], shapes, needed)
        for part in node.values():
            _bundle(part, shapes, needed)
    elif isinstance(node, list):
        for part in node:
            _bundle(part, shapes, needed)

"""Goods of a row of declarations from columns that state their properties, named as the keys of an item file.

`contouring_axes`, `X.travel_mm`, `kinds`, `function`: the columns of `classify --in`. A cell `parameters` may hold
several of the item, as "contouring_axes=5; spindle_speed=12000 rpm". A value that cannot be read is noted and left out.
Cost: some 0.2 ms a row; rows of the same goods are read once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from enduse.errors import InputError
from enduse.knowledge.item_nodes import FLAT_KEYS, item_from_node
from enduse.knowledge.nodes import nodes_of
from enduse.knowledge.stated_values import STANDARD_SUFFIX, read_name
from enduse.model.item import Item
from enduse.workspace.item_files import shape_item

ITEM = "item."  # before the key of an item that a column states
_KEYS = frozenset({"kinds", "parameters", "complete_axes", *FLAT_KEYS})
_MOST_READ = 1 << 12
NO_ITEM = Item(description="")

Read = tuple[Item, tuple[str, ...]]


def find_item_columns(headings: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return which headings that mean nothing else state a property of the goods, and what."""
    return {heading: f"{ITEM}{key}" for heading in headings
            if heading not in taken and (key := heading.strip()) and is_item_key(key)}


def is_item_key(key: str) -> bool:
    """Tell whether a key of an item file states its class or a property, of the item or of an axis ("X.travel_mm")."""
    axis, dot, name = key.partition(".")
    if dot:
        return axis.isalnum() and axis[:1].isupper() and len(axis) <= 4 and is_item_key(name)
    return key in _KEYS or read_name(key.removesuffix(STANDARD_SUFFIX)) is not None


def read_declared_item(stated: Mapping[str, str]) -> Read:
    """Return what the cells of such columns state, and a note for each that cannot be used."""
    told = tuple(sorted((key, value.strip()) for key, value in stated.items() if value.strip()))
    return _read(told) if told else (NO_ITEM, ())


@lru_cache(maxsize=_MOST_READ)
def _read(told: tuple[tuple[str, str], ...]) -> Read:
    """Read cells; where one of them is refused, those that are sound by themselves."""
    item, why = _read_at_once(dict(told))
    if not why:
        return item, ()
    sound, notes = {}, []
    for key, value in told:
        _, alone = _read_at_once({key: value})
        if alone:
            notes.append(f"{key}: {alone.rstrip('.')}; assessed without it")
        else:
            sound[key] = value
    item, why = _read_at_once(sound) if sound else (NO_ITEM, "")
    return (NO_ITEM, (*notes, f"{why.rstrip('.')}; assessed without its properties")) if why else (item, tuple(notes))


def _read_at_once(cells: Mapping[str, str]) -> tuple[Item, str]:
    """Return the item of some cells, or why it is none."""
    try:
        shape = shape_item(cells)
        if isinstance(pairs := shape.get("parameters"), str):
            shape["parameters"] = _pairs(pairs)
        node = nodes_of(shape, where="row")
        item = item_from_node(node)
    except InputError as exc:
        return NO_ITEM, exc.what
    return (NO_ITEM, node.faults.faults[0][1].reason) if node.faults.faults else (item, "")


def _pairs(text: str) -> dict[str, str]:
    """Return the pairs of a cell "name=value; name=value". Raises InputError for a part that is none."""
    found = {}
    for part in filter(str.strip, text.split(";")):
        name, sign, value = part.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise InputError(f"{part.strip()[:40]!r} is no pair of a property and a value", where="parameters",
                             remedy="Write contouring_axes=5; spindle_speed=12000.")
        found[name.strip()] = value.strip()
    return found

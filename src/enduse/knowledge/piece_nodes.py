"""Reading what belongs to an item: its options, upgrades and parts, and what it is fitted to.

    options:
      - {name: "Y axis", ordered: true, contouring_axes: 3, linear_axes: [{axis: Y, travel_mm: 120, upr_um: 0.8}]}
      - {name: "tilting table", ordered: false, item_type: rotary_table, contouring_rotary_axes: 2}
    upgrades:
      - {name: "five-axis package", contouring_axes: 5}
    parts:
      - {name: "press frame", item_type: isostatic_press, max_working_pressure_MPa: 200}
      - {name: "furnace insert", controlled_thermal_environment: true, max_temperature_C: 1400}
    fitted_to: {item_type: machine_tool, function: milling, contouring_axes: 3}

Each is written as an item; a piece has no pieces of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from enduse.knowledge.nodes import Node, quote
from enduse.model.item import Item, Piece, PieceRole

PIECE_KEYS = ("options", "upgrades", "parts")
FITTED_TO = "fitted_to"
OWN_KEYS = ("name", "ordered")
MOST_PIECES = 60
OWN, BASE = "the item itself", "what it is fitted to"  # what wholes call the item, and what is there already
_ROLES = {"options": PieceRole.OPTION, "upgrades": PieceRole.UPGRADE, "parts": PieceRole.PART}

ReadItem = Callable[[Node], Item]


def read_pieces(node: Node, read_item: ReadItem) -> tuple[Piece, ...]:
    """Return the options, upgrades and parts that stand at an item, in this order; faults go to the node's list."""
    pieces = [
        _read_piece(part, key, number, read_item)
        for key in PIECE_KEYS for number, part in enumerate(_list_of(node.get(key)), 1)
    ]
    if len(pieces) > MOST_PIECES:
        node.fail(f"has {len(pieces)} options, upgrades and parts", f"At most {MOST_PIECES} are classified together.")
        return ()
    counted = Counter(piece.name for piece in pieces)
    for name in sorted(name for name, times in counted.items() if times > 1 or name in (OWN, BASE)):
        node.fail(f"the name {quote(name)} is taken", "Give each option, upgrade and part a name of its own.")
    return tuple(pieces)


def read_fitted_to(node: Node, read_item: ReadItem) -> Item | None:
    """Return the thing that an item is fitted to, None where none is stated."""
    part = node.get(FITTED_TO)
    if part.is_absent:
        return None
    _refuse_nested(part)
    return read_item(part)


def _list_of(node: Node) -> tuple[Node, ...]:
    return (node,) if node.is_mapping else node.items()


def _read_piece(node: Node, key: str, number: int, read_item: ReadItem) -> Piece:
    keys = node.mapping()
    _refuse_nested(node)
    stated = replace(node, raw={name: part for name, part in keys.items() if name not in OWN_KEYS})
    item = read_item(stated)
    role = _ROLES[key]
    name = node.get("name").text().strip() or item.description or " ".join(filter(None, (item.maker, item.model)))
    is_ordered = True if role is PieceRole.PART else node.get("ordered").boolean()
    if role is PieceRole.PART and "ordered" in keys:
        node.get("ordered").fail("a part is always there", "List it under options, or leave ordered out.")
    return Piece(name=name or f"{role.value} {number}", role=role, item=item, is_ordered=is_ordered)


def _refuse_nested(node: Node) -> None:
    for key in (*PIECE_KEYS, FITTED_TO):
        if not node.get(key).is_absent:
            node.get(key).fail("a piece has no pieces of its own", f"Move {key} to the item.")

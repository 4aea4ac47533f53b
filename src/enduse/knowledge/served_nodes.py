"""Reading what software and technology are for: goods that are described, or entries that specify them.

    item:
      item_type: technology
      purpose: production
      for_item: {item_type: machine_tool, function: milling, contouring_axes: 5}
      for_entry: "EU 2B001.b"

Both can be lists. What is described may be software again, which is for goods of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from enduse.knowledge.nodes import Node, quote
from enduse.model.item import Item

FOR_ITEM, FOR_ENTRY = "for_item", "for_entry"
SERVED_KEYS = (FOR_ITEM, FOR_ENTRY)
MOST_SERVED = 60
_DEEPEST = 3
_ENTRY = re.compile(r"([A-Z]{2,4}(?:-[A-Z]{2})?) +(\S.{0,60})")

ReadItem = Callable[[Node], Item]


def read_served_items(node: Node, read_item: ReadItem) -> tuple[Item, ...]:
    """Return the items that stand at an item as what it is for; faults go to the node's list."""
    part = node.get(FOR_ITEM)
    parts = (part,) if part.is_mapping else part.items()
    if len(parts) > MOST_SERVED:
        part.fail(f"names {len(parts)} items", f"At most {MOST_SERVED} are classified together.")
        return ()
    if part.path.count(FOR_ITEM) > _DEEPEST:
        part.fail("is for something that is for something again, too often", f"At most {_DEEPEST} steps are followed.")
        return ()
    return tuple(read_item(one) for one in parts)


def read_served_entries(node: Node) -> tuple[tuple[str, str], ...]:
    """Return the entries, each with its regime, that are named as specifying what an item is for."""
    part = node.get(FOR_ENTRY)
    found = []
    for one in part.items() if part.is_list else (part,):
        match = _ENTRY.fullmatch(one.text().strip())
        if match is None:
            one.fail(f"{quote(one.text())} names no list and entry", "Write both: EU 2B001.b.2.")
        else:
            found.append((match[1], match[2]))
    return tuple(found)

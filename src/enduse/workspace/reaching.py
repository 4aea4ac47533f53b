"""Whose law reaches items, wired to the laws of a day; needs no workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from enduse.classification.jurisdiction import find_jurisdictions
from enduse.classification.moving import name_item
from enduse.errors import UsageError
from enduse.knowledge.jurisdiction_law import load_assumed, load_reach
from enduse.knowledge.measures import load_vocabulary
from enduse.model.item import Item
from enduse.model.jurisdiction import ItemJurisdictions, Jurisdiction


def reach_item(item: Item, *, as_of: date, regimes: Sequence[str] | None = None) -> tuple[Jurisdiction, ...]:
    """Return for each law (all, or those of some regimes) whether it reaches an item on a day."""
    return find_jurisdictions(
        item, as_of=as_of, laws=load_reach(as_of), assumed=load_assumed(), vocabulary=load_vocabulary(),
        regimes=regimes,
    )


def reach_items(
    items: Iterable[Item], *, as_of: date, regimes: Sequence[str] | None = None
) -> tuple[ItemJurisdictions, ...]:
    """Return whose law reaches each item on a day.

    Raises:
        UsageError: the reach of a law that is asked for is not encoded.
    """
    known = [law.regime for law in load_reach(as_of)]
    wanted = [regime.upper() for regime in regimes or known]
    if strange := sorted(set(wanted) - set(known)):
        remedy = "Known: " + ", ".join(known) + "."
        raise UsageError(f"no law {', '.join(strange)} is encoded.", remedy=remedy)
    return tuple(
        ItemJurisdictions(item=name_item(item), jurisdictions=reach_item(item, as_of=as_of, regimes=wanted))
        for item in items
    )

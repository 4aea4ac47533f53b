"""Whose parties nobody is screened against: those of own kept orders and of trade records; how their series are named.

Each order has one for every marking that it was kept under, so that what is kept under one marking never withdraws
what others may see under another.
"""

from __future__ import annotations

from enduse.model.marking import Marking
from enduse.model.statement import content_id, marking_key

OWN_ORDERS = "own order"  # the source of what they say
TRADE = "trade"  # the source of tables of consignments, and what the names of such tables begin with
ALL_ORDERS = "order:"


def is_trade(source: str) -> bool:
    """Tell whether a source, or a series of one, is a table of consignments."""
    return source == TRADE or source.startswith(f"{TRADE}:")


def own_series(reference: str, marking: Marking | None = None) -> str:
    """Return the series of an order under a marking, or what all of its series begin with."""
    beginning = f"{ALL_ORDERS}{content_id('reference', reference)[:24]}:"
    return beginning if marking is None else beginning + content_id("marking", marking_key(marking))[:8]


def span_of(beginning: str) -> tuple[str, str]:
    """Return the bounds, the second excluded, of all series that begin so; it ends with ":"."""
    return beginning, beginning[:-1] + ";"

"""What a desk was asked before by the parties of an order: its own earlier orders, beside the order of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enduse.model.determination import Classification
from enduse.model.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """One earlier order: what it asked, the day it counts from, and whether it was stopped.

    `is_revision` marks an earlier file of the order of today itself; its items are classified as of their own day.
    `is_stopped` is None while no outcome is recorded.
    """

    order: Transaction
    on: date
    is_revision: bool = False
    is_stopped: bool | None = None
    classifications: tuple[Classification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The earlier orders that share a party, a payer or an end-use text with an order, oldest first.

    `searched` counts the orders that were looked through; `is_whole` is false where only the newest were.
    """

    orders: tuple[PastOrder, ...]
    searched: int
    is_whole: bool = True

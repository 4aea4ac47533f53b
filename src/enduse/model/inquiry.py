"""What to ask next of an item: sets of missing facts, and what their answers can do."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.answer import MissingFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A set of facts to ask for together, and what their answers can do.

    `may_change` are the regimes whose position some answer changes, `settles`
    those whose position every answer decides, whatever it is. One that `is_of_law`
    asks whether their law reaches the item at all.
    """

    facts: tuple[MissingFact, ...]
    may_change: tuple[str, ...]
    settles: tuple[str, ...]
    is_of_law: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemInquiries:
    """An item and what to ask of it, best first; nothing where no answer can change a position."""

    item: str
    inquiries: tuple[Inquiry, ...]

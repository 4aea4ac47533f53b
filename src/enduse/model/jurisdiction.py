"""Whose law reaches an item on its way: for each law the grounds on which it does, each answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enduse.model.answer import Answer
from enduse.model.condition import ConditionResult


@dataclass(frozen=True, slots=True, kw_only=True)
class LawGround:
    """One ground on which a law reaches an item, or (`lifts`) is kept from it.

    `verified` is "text" where the rule was read in the text that `cites` names, "known" where it is general knowledge
    that nobody read here. `entries` are the entries of the list that it is about, empty for all. `asks` says what the
    law then asks for, where that is not a license for a listed item.
    """

    id: str
    says: str
    answer: Answer
    cites: str
    verified: str
    tree: ConditionResult
    lifts: bool = False
    entries: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Whether a law reaches an item on its way, on a day.

    Met where it applies, not met where it does not, unknown with the facts that would tell. `regime` is the list whose
    entries count under it. `assumed` says what was taken for facts that nobody stated, `not_decided` names rules of
    the law that nobody evaluates here.
    """

    regime: str
    law: str
    as_of: date
    answer: Answer
    grounds: tuple[LawGround, ...] = ()
    notes: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    not_decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemJurisdictions:
    """An item and whose law reaches it."""

    item: str
    jurisdictions: tuple[Jurisdiction, ...]

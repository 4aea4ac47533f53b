"""Repeats: earlier cases that an order resembles, and in what."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.denial import Denial
from enduse.model.evidence import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMatch:
    """One earlier case beside an order, with what speaks for its being the same deal and what against.

    All figures run from 0 to 1 and say how strong a likeness is, not how probable: `item` of the goods, `link`
    between the parties (`parties` pairs those linked, the order's first), `place` of destination, site and use;
    `identical` how far it is essentially the same transaction, `score` the rank's. `in_role` names roles of the order
    whose party is the same as one there.
    """

    rank: int
    score: float
    item: float
    link: float
    place: float
    identical: float
    case: Denial
    parties: tuple[tuple[str, str], ...] = ()
    in_role: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """The earlier cases that an order resembles, best first.

    `denials` and `others` count the denials and the other cases that were searched, `orders` the earlier orders asked
    about here; `lists` names the lists. `note` says what was not searched.
    """

    reference: str
    denials: int
    others: int
    orders: int
    lists: tuple[str, ...]
    matches: tuple[RepeatMatch, ...]
    note: str = ""

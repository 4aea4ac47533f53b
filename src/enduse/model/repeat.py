"""Repeats: earlier cases that an order resembles, and in what."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.denial import Denial
from enduse.model.evidence import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """A party of an order beside one of an earlier case: how strongly they are linked, from 0 to 1, and by which signs.

    `roles` are those of the order. `through` says how the record leads there, empty where the parties themselves do.
    """

    party: str
    other: str
    strength: float
    signs: tuple[str, ...]
    roles: tuple[str, ...] = ()
    through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatMatch:
    """One earlier case beside an order, with what speaks for its being the same deal and what against.

    All figures run from 0 to 1 and say how strong a likeness is, not how probable: `item` of the goods, of which
    `compared` says how much both sides state, `link` between the parties, `place` of destination, site and use;
    `identical` how far it is essentially the same transaction, `score` ranks.
    """

    rank: int
    score: float
    item: float
    compared: float
    link: float
    place: float
    identical: float
    case: Denial
    links: tuple[PartyLink, ...] = ()
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """The earlier cases that an order resembles, best first.

    `denials` and `others` count the denials and the other cases that were searched, `stopped` those of both that were
    denied, refused, withdrawn or left unanswered, `orders` the earlier orders asked
    about here; `lists` names the lists. `note` says what was not searched.
    """

    reference: str
    denials: int
    others: int
    orders: int
    stopped: int
    lists: tuple[str, ...]
    matches: tuple[RepeatMatch, ...]
    note: str = ""

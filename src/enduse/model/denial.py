"""Denials and other earlier cases: what was refused to whom, by whom, and whether it still stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from enduse.model.evidence import Citation

DENIAL = "denial"
REVOKED = "revoked"


class CaseOutcome(Enum):
    """How an earlier case ended, or what it was: a denial, or something else that is kept in the same form."""

    DENIED = "denied"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    ALERT = "alert"
    ENQUIRY = "enquiry"
    ORDER = "order"
    RELEASED = "released"


class DenialState(Enum):
    """Whether a denial stands on a day; other earlier cases are on file."""

    IN_FORCE = "in force"
    ENDED = "ended"
    REVOKED = "revoked"
    NOT_YET = "not yet"
    ON_FILE = "on file"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedParty:
    """A party of an earlier case with its roles there and what it can be known again by.

    `country` is ISO 3166-1 alpha-2, lower case, empty where nobody said; `people` are officers and contacts by
    name; `identifiers` pairs a FollowTheMoney property with its value.
    """

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedParameter:
    """One property of a denied item as printed; `low` and `high` in `unit` where it is a number, else empty."""

    name: str
    value: str
    low: str = ""
    high: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedItem:
    """Goods, software or technology of an earlier case; `entries` as "EU 2B001.b.2", the regime first where it is told.

    `kinds` are capability classes ("machine_tool.milling").
    """

    description: str = ""
    maker: str = ""
    model: str = ""
    hs_code: str = ""
    origin: str = ""
    kinds: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    parameters: tuple[DeniedParameter, ...] = ()
    quantity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A denial, or another earlier case, as a viewpoint shows it.

    `reference` is the own one, `regime_reference` that in the regime's exchange, `government` who denied or, of
    an own case, is empty. `catch_all` names the rule where the item is on no list. `origin`, `transit` and
    `destination` are countries. `revoked_on` is None where it is not revoked, or nobody said since when
    (`is_revoked`). `state` is that of the viewpoint's day, `state_says` in words on what it rests. `source` is the
    list that it came with, `notes` what of it could not be read in its own place.
    """

    id: str
    reference: str
    outcome: CaseOutcome
    source: str
    regime_reference: str = ""
    government: str = ""
    catch_all: str = ""
    parties: tuple[DeniedParty, ...] = ()
    items: tuple[DeniedItem, ...] = ()
    origin: str = ""
    transit: tuple[str, ...] = ()
    destination: str = ""
    end_use: str = ""
    site: str = ""
    reason: str = ""
    decided_on: date | None = None
    valid_until: date | None = None
    review_on: date | None = None
    is_revoked: bool = False
    revoked_on: date | None = None
    comment: str = ""
    notes: tuple[str, ...] = ()
    state: DenialState = DenialState.UNKNOWN
    state_says: str = ""
    marking: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialList:
    """The denials and other earlier cases that were asked for, and how many there are of each state in all.

    `found` counts what the words asked for fit, `shown` are the first of them.
    """

    words: str
    held: int
    found: int
    states: tuple[tuple[str, int], ...]
    denials: tuple[Denial, ...]

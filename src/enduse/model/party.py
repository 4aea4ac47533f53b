"""Parties and the roles they have in a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from enduse.model.evidence import Citation


class PartyRole(Enum):
    """The part somebody plays, in the words of the trade (15 CFR 748.5, EU and UK application forms)."""

    EXPORTER = "exporter"
    MANUFACTURER = "manufacturer"
    PURCHASER = "purchaser"
    INTERMEDIARY = "intermediary"
    FREIGHT_FORWARDER = "freight_forwarder"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    PAYER = "payer"
    BANK = "bank"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or organisation as somebody describes it: a query to screening, or a role in an order.

    `kind` is a FollowTheMoney schema ("Person", "Company"; "LegalEntity" when
    nobody said). `country` is ISO 3166-1 alpha-2, lower case. `identifiers` pairs
    a FollowTheMoney property ("taxNumber") with its value; `facts` does the same for
    whatever else is known, second countries, birth dates and addresses among it. `owners` are those that
    an order states.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "LegalEntity"
    country: str = ""
    address: str = ""
    birth_date: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    roles: tuple[PartyRole, ...] = ()
    citation: Citation | None = None
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who is said to own a party, and which share in per cent, as bounds: 0 to 100 where none is stated."""

    party: Party
    low: Decimal
    high: Decimal

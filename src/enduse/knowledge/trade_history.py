"""Dated tables that flags on a customer's history ask: starts of controls, places of turn-round, value limits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enduse.errors import KnowledgeError
from enduse.knowledge.country_groups import members_on
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

STARTS, PLACES, LIMITS = (f"flags/lists/{name}.yaml" for name in ("control_starts", "turn_round", "value_limits"))
_GROUP = "group:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStart:
    """Controls of many states: from which day, on which customs codes, against and applied by whom."""

    id: str
    since: date
    codes: frozenset[str]
    against: frozenset[str]
    applied_by: tuple[str, ...]
    source: str

    def is_applied_in(self, country: str, on: date) -> bool:
        """Tell whether a state applied these controls on a day."""
        return is_among(country, self.applied_by, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRound:
    """Countries through which goods for some destinations are known to pass on, from a day."""

    since: date
    towards: frozenset[str]
    countries: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLimit:
    """A value below which a shipment of some states' exporters escapes a formality."""

    exporters: tuple[str, ...]
    amount: Decimal
    currency: str
    says: str
    cites: str


def is_among(country: str, named: tuple[str, ...], on: date) -> bool:
    """Tell whether a country is named, by its code or by a group that it belonged to on a day."""
    return bool(country) and any(
        country.upper() in members_on(one.removeprefix(_GROUP), on) if one.startswith(_GROUP) else country == one
        for one in named
    )


@functools.cache
def control_starts() -> tuple[ControlStart, ...]:
    """Return the starts of controls. Raises KnowledgeError with all faults of a file."""
    root = open_knowledge(STARTS)
    starts = tuple(
        ControlStart(
            id=node.get("id").required().text(), since=node.get("from").required().date() or date.max,
            codes=_codes(node.get("goods").required()), against=frozenset(node.get("against").required().texts()),
            applied_by=node.get("applied_by").required().texts(), source=node.get("source").required().text(),
        )
        for node in root.get("starts").required().items()
    )
    root.faults.check(KnowledgeError)
    return starts


def _codes(node: Node) -> frozenset[str]:
    listed = open_knowledge(node.text())
    found = frozenset(code for tier in listed.get("tiers").required().mapping().values() for code in tier.texts())
    listed.faults.check(KnowledgeError)
    return found


@functools.cache
def turn_rounds() -> tuple[TurnRound, ...]:
    """Return the places of turn-round. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(PLACES)
    places = tuple(
        TurnRound(
            since=node.get("from").required().date() or date.max,
            towards=frozenset(node.get("towards").required().texts()),
            countries=frozenset(node.get("countries").required().texts()), source=node.get("source").required().text(),
        )
        for node in root.get("places").required().items()
    )
    root.faults.check(KnowledgeError)
    return places


@functools.cache
def value_limits() -> tuple[ValueLimit, ...]:
    """Return the value limits. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(LIMITS)
    limits = tuple(
        ValueLimit(
            exporters=node.get("exporters").required().texts(),
            amount=node.get("amount").required().decimal() or Decimal(0),
            currency=node.get("currency").required().text(), says=node.get("says").required().text(),
            cites=node.get("cites").required().text(),
        )
        for node in root.get("limits").required().items()
    )
    root.faults.check(KnowledgeError)
    return limits

"""An order in the form of an earlier case, so that the two can be laid side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from enduse.knowledge.denial_claims import spell_parameter
from enduse.model.denial import CaseOutcome, Denial, DenialState, DeniedItem, DeniedParty
from enduse.model.determination import Classification, ControlPosition
from enduse.model.item import Item
from enduse.model.party import Party
from enduse.model.transaction import Transaction

PERSON = "contactPerson"
_CONTACTS = {"phones": "phone", "emails": "email", "websites": "website", "people": PERSON}
_RATED = (ControlPosition.CONTROLLED, ControlPosition.NEAR_LIMIT, ControlPosition.POTENTIALLY_CONTROLLED)
_MOST_ENTRIES = 6  # of a regime; where more are open the item is not described well enough to say which it is of


def case_of_order(
    order: Transaction, *, id: str = "", classifications: Sequence[Classification] = (), received: date | None = None,
) -> Denial:
    """Return an order as a case: its parties, items with the entries they were found under, way, use and day.

    `received` is the day it was asked about, for one that is not dated.
    """
    rated = list(classifications) + [None] * (len(order.lines) - len(classifications))
    return Denial(
        id=id or order.reference, reference=order.reference, outcome=CaseOutcome.ORDER, source="asked",
        parties=tuple(map(denied_party, order.parties)),
        items=tuple(_item(line.item, found, str(line.count or "")) for line, found in zip(order.lines, rated,
                                                                                         strict=False)),
        origin=order.route.origin, transit=order.route.transit, destination=_destination(order),
        end_use=order.end_use.text, site=order.end_use.site, decided_on=order.dated or received,
        state=DenialState.ON_FILE, state_says="an order asked about here",
    )


def denied_party(party: Party) -> DeniedParty:
    """Return a party of an order as one of a case."""
    contacts = {
        key: tuple(dict.fromkeys(value for name, value in party.facts if name == prop))
        for key, prop in _CONTACTS.items()
    }
    return DeniedParty(
        name=party.name, aliases=party.aliases, roles=tuple(role.value for role in party.roles), country=party.country,
        address=party.address, identifiers=party.identifiers, **contacts,
    )


def _destination(order: Transaction) -> str:
    """Return where the goods go, or else where their user is."""
    users = [p.country for p in order.parties if {"end_user", "ultimate_consignee"} & {r.value for r in p.roles}]
    return order.route.destination or next(filter(None, users), "")


def _item(item: Item, found: Classification | None, quantity: str) -> DeniedItem:
    entries = [f"{regime} {entry}" for regime, entry in item.for_entries]
    for position in found.positions if found else ():
        if position.position in _RATED and len(position.entries) <= _MOST_ENTRIES:
            entries += [f"{position.regime} {entry}" for entry in position.entries]
    code = item.hs_code.replace(".", "").replace(" ", "")
    return DeniedItem(
        description=item.description, maker=item.maker, model=item.model, hs_code=code, origin=item.origin,
        kinds=item.kinds, entries=tuple(dict.fromkeys(entries)), quantity=quantity,
        parameters=tuple(spell_parameter(parameter, str(parameter.value)) for parameter in item.parameters),
    )

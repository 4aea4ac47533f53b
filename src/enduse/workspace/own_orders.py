"""The user's own kept orders as statements: who bought for whom, so that a path may lead through an earlier order.

An order tells at first hand who ordered for whom, and no more: its links are those that its roles state. The seller's
side stays out, for one's own firm would join all customers; so do banks, carriers and forwarders, which serve all.
Every statement carries the order's own marking and holds from its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import product

from enduse.model.marking import Marking
from enduse.model.party import Party, PartyRole
from enduse.model.statement import Document, Grade, Locator, Record, Statement, content_id
from enduse.model.transaction import Transaction
from enduse.names.folding import fold_name
from enduse.resolution.clustering import is_distinct
from enduse.resolution.evidence import fold_identifier
from enduse.store.own_series import OWN_ORDERS, own_series
from enduse.store.record import Store, Version

EXTRACTOR = "own-orders/1"
GRADE = Grade.parse("B2")  # seen at first hand, but named by the buyer
ORIGIN = "own orders"  # one observer, however many orders
# Identifiers of one party each, the surest first; a telephone or a website may be shared.
_NUMBERS = (
    "leiCode", "imoNumber", "uniqueEntityId", "registrationNumber", "ogrnCode", "uscCode", "taxNumber", "innCode",
    "vatCode", "dunsCode", "passportNumber", "idNumber",
)
_WORLDWIDE = frozenset({"leiCode", "imoNumber", "uniqueEntityId", "dunsCode"})
_SELLING = {PartyRole.EXPORTER, PartyRole.MANUFACTURER}
_SERVING = {PartyRole.FREIGHT_FORWARDER, PartyRole.BANK, PartyRole.CARRIER}
_FACTS = ("phone", "email", "website", "incorporationDate")

Tie = tuple[Party, str, Party]


def keep_links(store: Store, order: Transaction, *, document: Document, at: datetime) -> None:
    """Keep what an order says of its parties in place of what its earlier file said; nothing if it ties nobody.

    An earlier file under another marking is withdrawn where whoever may see that one may see this one too.
    """
    series = own_series(order.reference, order.marking)
    withdraw_links(store, order.reference, marking=order.marking, at=at, besides=series)
    held = [earlier for name, _, earlier in store.last_of_series(own_series(order.reference)) if name == series]
    records = tuple(_records(order, order.dated or at.date()))
    if records or held:
        store.load(_version(series, (*held, document), order.marking), records, at=at)


def withdraw_links(store: Store, reference: str, *, marking: Marking, at: datetime, besides: str = "") -> None:
    """Withdraw what an order says, in one series besides, where whoever may see it may see an event of a marking."""
    for series, held, document in store.last_of_series(own_series(reference)):
        if series != besides and held.join(marking) == held:
            store.load(_version(series, (document,), held), (), at=at)


def _version(series: str, documents: Sequence[Document], marking: Marking) -> Version:
    """Return a version; what it withdraws goes with the first of its documents where that is erased."""
    *earlier, last = documents
    files = [("earlier", document) for document in earlier if document.sha256 != last.sha256]
    return Version(series=series, source=OWN_ORDERS, files=(*files, ("", last)), effective_on=None, marking=marking,
                   is_dated=False)


# -- what an order says -----------------------------------------------------------


def list_ties(order: Transaction) -> tuple[Tie, ...]:
    """Return who stands to whom in what relation by the roles of an order, each once, in the order of the roles."""
    parties = [party for party in order.parties if not _SELLING & set(party.roles)]

    def having(*roles: PartyRole) -> list[Party]:
        return [party for party in parties if set(roles) & set(party.roles)]

    serving = {id(party) for party in parties if set(party.roles) <= _SERVING}
    buyers = having(PartyRole.PURCHASER)
    agents = [party for party in having(PartyRole.INTERMEDIARY) if party not in buyers]
    users = having(PartyRole.END_USER)
    receivers = having(PartyRole.ULTIMATE_CONSIGNEE)
    ends = list({id(party): party for party in (*users, *receivers)}.values())
    payers = [party for party in having(PartyRole.PAYER) if PartyRole.BANK not in party.roles]
    found = [
        *_ties(buyers, "supplies", ends), *_ties(agents, "acts_for", buyers),
        *_ties(() if buyers else agents, "supplies", ends),
        *_ties([one for one in receivers if one not in users], "supplies", users),
        *_ties(having(PartyRole.INTERMEDIATE_CONSIGNEE), "shipped_to", receivers or users),
        *_ties(payers, "business_relationship", buyers),
    ]
    unique = {(id(left), kind, id(right)): (left, kind, right) for left, kind, right in found
              if not {id(left), id(right)} & serving}
    return tuple(unique.values())


def _ties(lefts: Iterable[Party], kind: str, rights: Sequence[Party]) -> Iterator[Tie]:
    return ((left, kind, right) for left, right in product(lefts, rights) if left is not right)


def _records(order: Transaction, day: date) -> Iterator[Record]:
    ties = list_ties(order)
    met = {id(party): party for left, _, right in ties for party in (left, right)}
    told: dict[str, list[Statement]] = {}
    for party in met.values():
        told.setdefault(name_party(order, party), []).extend(_facts(order, party, day))
    for left, kind, right in ties:
        subject, value = name_party(order, left), name_party(order, right)
        if subject != value:
            printed = f"{left.name} ({_spell_roles(left)}); {right.name} ({_spell_roles(right)})"
            told[subject].append(_statement(order, left, day, (kind, value, printed)))
    for subject, statements in sorted(told.items()):
        yield Record(subject=subject, statements=tuple({one.id: one for one in statements}.values()))


def name_party(order: Transaction, party: Party) -> str:
    """Return the id of a party: by its surest number, else by name and country, else of this order alone.

    A name makes one party of two orders only where it has words of its own, a country, and is no person's; all else
    is proposed by screening and left to people.
    """
    numbers = {prop: fold_identifier(value) for prop, value in party.identifiers}
    number = next((prop for prop in _NUMBERS if numbers.get(prop)), "")
    if number:
        country = "" if number in _WORLDWIDE else party.country
        return "own-" + content_id("number", number, country, numbers[number])[:16]
    name = fold_name(party.name)
    if party.kind != "Person" and party.country and is_distinct(name):
        return "own-" + content_id("name", name, party.country)[:16]
    return "own-" + content_id("order", order.reference, name, party.country, party.kind)[:16]


def _facts(order: Transaction, party: Party, day: date) -> Iterator[Statement]:
    said = [("name", party.name), *(("alias", name) for name in party.aliases), ("country", party.country),
            ("address", party.address), ("birthDate", party.birth_date), *party.identifiers,
            *((prop, value) for prop, value in party.facts if prop in _FACTS)]
    return (_statement(order, party, day, (prop, value, value)) for prop, value in said if value)


def _statement(order: Transaction, party: Party, day: date, said: tuple[str, str, str]) -> Statement:
    prop, value, printed = said
    line = party.citation.place.rpartition(" ")[2] if party.citation else ""
    return Statement(
        subject=name_party(order, party), schema=party.kind, prop=prop, value=value, printed=printed, source=OWN_ORDERS,
        locator=Locator(record=f"order {order.reference}", offset=int(line) if line.isdecimal() else None),
        origin=ORIGIN, marking=order.marking, grade=GRADE, said_on=day, valid_from=day, extractor=EXTRACTOR,
    )


def _spell_roles(party: Party) -> str:
    return ", ".join(role.value.replace("_", " ") for role in party.roles)

"""Flags that a desk's own earlier orders answer; each test is named by a `kind` in `knowledge/flags/`.

Nothing here says no where no history was looked at: without one the answer is unknown. Cost: linear in the earlier
orders that share a party with the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from math import comb

from enduse.assessment.controls_begun import NOT_ABOUT, code_of, codes_of, day_of, starts_of, tell_place, tell_start
from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.knowledge.trade_history import control_starts, is_among, turn_rounds, value_limits
from enduse.model.answer import MET, NOT_MET
from enduse.model.determination import ControlPosition
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.history import PastOrder
from enduse.model.party import PartyRole
from enduse.model.transaction import Transaction
from enduse.names.folding import fold_name
from enduse.resolution.evidence import fold_identifier

_CUSTOMER = (PartyRole.PURCHASER, PartyRole.END_USER)
_TAKERS = (PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER)
_SELLERS = (PartyRole.MANUFACTURER, PartyRole.EXPORTER)
_YEAR = 365.25
_MOST_TOLD = 5
_FREE = (ControlPosition.NEAR_LIMIT, ControlPosition.CAPABLE_NOT_CONTROLLED, ControlPosition.NOT_CONTROLLED)
_HISTORY = "earlier orders of the customer"


def new_sensitive_goods(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a customer of old first orders a listed code after controls on it began, in a state without them."""
    starts, today = starts_of(dossier), day_of(dossier)
    if starts is None:
        return lacking(rule, "customs codes of the lines to six digits"), ()
    if not starts:
        return NOT_MET, (NOT_ABOUT,)
    earlier = _of_customer(dossier)
    if not earlier:
        return lacking(rule, _HISTORY), ()
    country = _country(dossier)
    if not country:
        return lacking(rule, "country of the customer"), ()
    for start in starts:
        codes = codes_of(dossier.order) & start.codes
        bought = [past for past in earlier if codes_of(past.order) & codes]
        is_old = any(past.on < start.since for past in earlier)
        if today >= start.since and is_old and not bought and not start.is_applied_in(country, today):
            since, named = earlier[0].on, ", ".join(sorted(codes))
            head = f"A customer since {since} orders HS {named} for the first time, after {start.since}."
            return MET, (Reason(text=head, weight=1.0, evidence=_cite_all(earlier)), tell_start(start))
    return NOT_MET, (_searched(dossier),)


def sudden_growth(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a customer's orders a year rose by the ratio after controls began, by more than chance would bring.

    Chance is the binomial one: with an even rate every order falls after the start with the share of the time that
    lies after it. Unknown with less than two years of history, or none before the start.
    """
    starts, today = starts_of(dossier), day_of(dossier)
    earlier = _of_customer(dossier)
    if starts is None:
        return lacking(rule, "customs codes of the lines to six digits"), ()
    if not starts:
        return NOT_MET, (NOT_ABOUT,)
    first = earlier[0].on if earlier else today
    if (today - first).days < rule.numbers["years"] * _YEAR:
        return lacking(rule, f"{rule.numbers['years']:g} years of orders of the customer"), ()
    for start in starts:
        before = sum(past.on < start.since for past in earlier)
        after = len(earlier) - before + 1
        lengths = ((start.since - first).days / _YEAR, (today - start.since).days / _YEAR)
        if min(lengths) <= 0 or after < rule.numbers["min_orders"]:
            continue
        rates = before / lengths[0], after / lengths[1]
        chance = _at_least(after, before + after, lengths[1] / sum(lengths))
        if rates[1] >= rule.numbers["ratio"] * rates[0] and chance <= rule.numbers["chance"]:
            spans = f"{lengths[0]:.1f} years before {start.since}", f"{lengths[1]:.1f} years since"
            text = (f"{before} orders in {spans[0]}, {after} in {spans[1]}: an even trade would bring that in "
                    f"{chance:.2%} of cases.")
            return MET, (Reason(text=text, weight=1.0, evidence=_cite_all(earlier)), tell_start(start))
    return NOT_MET, (_searched(dossier),)


def rerouted(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when shipments of like goods to a closed market stop and start to a place of turn-round within the window."""
    today, destination = day_of(dossier), dossier.order.route.destination
    if dossier.history is None:
        return lacking(rule, _HISTORY), ()
    if not destination or not codes_of(dossier.order):
        return lacking(rule, "destination and customs codes of the order"), ()
    earlier = _sharing(dossier, (*_CUSTOMER, PartyRole.INTERMEDIARY, PartyRole.EXPORTER))
    if not earlier:
        return lacking(rule, "earlier shipments of these firms"), ()
    for place in turn_rounds():
        if place.since > today or destination not in place.countries:
            continue
        like = [past for past in earlier if codes_of(past.order) & codes_of(dossier.order)]
        closed = [past for past in like if past.order.route.destination in place.towards]
        last = max((past.on for past in closed), default=None)
        here = [past.on for past in like if past.order.route.destination == destination]
        if not last or any(day <= last for day in here):
            continue
        if 0 < (min([*here, today]) - last).days <= rule.numbers["window_days"]:
            was = ", ".join(sorted({past.order.route.destination.upper() for past in closed}))
            text = f"Like goods went to {was} until {last}, and now go to {destination.upper()}."
            return MET, (Reason(text=text, weight=1.0, evidence=_cite_all(closed)), tell_place(place.source))
    return NOT_MET, (_searched(dossier),)


def payment_moved(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when goods and taker stay as they were and the payer's country is no longer the one of concern."""
    today, starts = day_of(dossier), control_starts()
    payers = {party.country for party in dossier.parties(PartyRole.PAYER)} - {""}
    if not payers:
        return lacking(rule, "country of the payer"), ()
    if dossier.history is None:
        return lacking(rule, _HISTORY), ()
    earlier = [past for past in _sharing(dossier, _TAKERS) if codes_of(past.order) & codes_of(dossier.order)]
    if not any(_payers(past.order) for past in earlier):
        return lacking(rule, "who paid for the like before"), ()
    for start in starts:
        moved = [past for past in earlier if _payers(past.order) & start.against
                 and (today - past.on).days <= rule.numbers["window_days"]]
        if moved and today >= start.since and not payers & start.against:
            was = ", ".join(sorted({land.upper() for past in moved for land in _payers(past.order) & start.against}))
            now = ", ".join(sorted(payers)).upper()
            text = f"The same goods for the same taker were paid from {was}, and are paid from {now} now."
            return MET, (Reason(text=text, weight=1.0, evidence=_cite_all(moved)), tell_start(start))
    return NOT_MET, (_searched(dossier),)


def pays_many_sellers(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when one payer pays enough sellers of like goods in the window; unknown where only one seller is seen."""
    payers = dossier.parties(PartyRole.PAYER)
    if not payers:
        return lacking(rule, "payer"), ()
    if dossier.history is None:
        return lacking(rule, "orders of other suppliers"), ()
    today, window = day_of(dossier), timedelta(days=rule.numbers["window_days"])
    earlier = [past for past in _sharing(dossier, (PartyRole.PAYER,)) if today - past.on <= window
               and _families(past.order) & _families(dossier.order)]
    sellers = _names(dossier.order, _SELLERS).union(*(_names(past.order, _SELLERS) for past in earlier))
    every = _names(dossier.order, _SELLERS).union(*(_names(past.order, _SELLERS) for past in dossier.history.orders))
    if len(sellers) >= rule.numbers["suppliers"]:
        text = f"{payers[0].name} pays {len(sellers)} sellers of like goods within {window.days} days."
        return MET, (Reason(text=text, weight=1.0, evidence=_cite_all(earlier)),)
    if len(every) < 2:
        return lacking(rule, "orders of other suppliers"), ()
    return NOT_MET, (_searched(dossier),)


def split_orders(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when several orders of one customer for like goods each stay under a value limit and their sum does not."""
    today, window = day_of(dossier), timedelta(days=rule.numbers["window_days"])
    home = next((party.country for party in dossier.parties(PartyRole.EXPORTER)), "") or dossier.order.route.origin
    limits = [one for one in value_limits() if is_among(home, one.exporters, today)]
    if not limits:
        return lacking(rule, "a value limit of the exporter's state"), ()
    if dossier.history is None:
        return lacking(rule, _HISTORY), ()
    near = [past for past in _of_customer(dossier) if today - past.on <= window]
    orders = [dossier.order, *(past.order for past in near)]
    for limit in limits:
        if any(line.price is None or line.currency != limit.currency for line in dossier.order.lines):
            return lacking(rule, f"values of the lines in {limit.currency}"), ()
        for family in sorted(_families(dossier.order)):
            parts = [_worth(order, family, limit.currency) for order in orders]
            known = [part for part in parts if part]
            if (len(known) >= rule.numbers["parts"] and max(known) < limit.amount <= sum(known)
                    and min(known) >= limit.amount * Decimal(str(rule.numbers["of_limit"]))):
                under = f"{limit.amount} {limit.currency}"
                text = (f"{len(known)} orders of like goods within {window.days} days, each under {under}, "
                        f"together {sum(known)} ({limit.says}; {limit.cites}).")
                return MET, (Reason(text=text, weight=1.0, evidence=_cite_all(near)),)
    return NOT_MET, (_searched(dossier),)


def specification_lowered(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when an earlier file of this order was controlled under a list and this one is not; no reason is recorded."""
    explained = dossier.order.fact("specification_change_explained")
    revisions = [past for past in dossier.history.orders if past.is_revision] if dossier.history else []
    if not revisions:
        return lacking(rule, "earlier quotes or revisions of this order"), ()
    if explained is not None and explained.values == ("yes",):
        return NOT_MET, (Reason(text="A technical reason for the change is recorded.", weight=-0.5),)
    is_open = False
    for past in revisions:
        for place, (was, now) in enumerate(zip(past.classifications, dossier.classifications, strict=False)):
            held = {one.regime: one.position for one in now.positions}
            for one in was.positions:
                if one.position is not ControlPosition.CONTROLLED:
                    continue
                current = held.get(one.regime)
                is_open |= current in (None, ControlPosition.UNKNOWN, ControlPosition.POTENTIALLY_CONTROLLED)
                if current in _FREE:
                    moved = "; ".join(_moved(past.order, dossier.order, place)) or "what moved is not stated"
                    text = (f"Line {place + 1} met {', '.join(one.entries)} ({one.title}) in the file of {past.on}, "
                            f"and no longer does: {moved}.")
                    return MET, (Reason(text=text, weight=1.0, evidence=_cite_all([past])),)
    if is_open:
        return lacking(rule, "the position of the item as it is now"), ()
    return NOT_MET, (_searched(dossier),)


def same_statement(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the end-use text, names taken out, is all but that of an order of another user."""
    users = _names(dossier.order, _TAKERS)
    mine = _shingles(dossier.order)
    if dossier.history is None:
        return lacking(rule, "end-use papers of other users"), ()
    if len(mine) < rule.numbers["min_words"] - 2:
        return lacking(rule, "an end-use text that is long enough to tell"), ()
    if not dossier.history.searched:
        return lacking(rule, "end-use papers of other users"), ()
    for past in dossier.history.orders:
        theirs = _shingles(past.order)
        if theirs and users and not users & _names(past.order, _TAKERS) and (
                len(mine & theirs) >= rule.numbers["similarity"] * len(mine | theirs)):
            text = f"The end-use text is that of order {past.order.reference} of {past.on}, of another user."
            return MET, (Reason(text=text, left=dossier.order.end_use.text, right=past.order.end_use.text, weight=1.0,
                                evidence=_cite_all([past])),)
    return NOT_MET, (_searched(dossier),)


# -- pieces -----------------------------------------------------------------------


def _families(order: Transaction) -> set[str]:
    """Return what goods are alike by: the heading of the customs code, and the kinds stated."""
    return {code[:4] for code in codes_of(order)} | {kind for line in order.lines for kind in line.item.kinds}


def _names(order: Transaction, roles: Sequence[PartyRole]) -> frozenset[str]:
    return frozenset(fold_name(party.name) for party in order.parties if set(roles) & set(party.roles)) - {""}


def _marks(order: Transaction, roles: Sequence[PartyRole]) -> frozenset[str]:
    """Return what tells that a party in these roles is one of another order: its name, and its identifiers."""
    numbers = (f"{prop}={number}" for party in order.parties if set(roles) & set(party.roles)
               for prop, value in party.identifiers if (number := fold_identifier(value)))
    return _names(order, roles).union(numbers)


def _payers(order: Transaction) -> set[str]:
    return {party.country for party in order.parties if PartyRole.PAYER in party.roles} - {""}


def _of_customer(dossier: Dossier) -> list[PastOrder]:
    """Return the earlier orders of the same buyer or user, oldest first."""
    return _sharing(dossier, _CUSTOMER)


def _sharing(dossier: Dossier, roles: Sequence[PartyRole]) -> list[PastOrder]:
    mine, today = _marks(dossier.order, roles), day_of(dossier)
    held = dossier.history.orders if dossier.history else ()
    return sorted((past for past in held if not past.is_revision and past.on <= today
                   and mine & _marks(past.order, roles)), key=lambda past: (past.on, past.order.reference))


def _country(dossier: Dossier) -> str:
    return next((party.country for party in dossier.parties(*_CUSTOMER) if party.country), "")


def _worth(order: Transaction, family: str, currency: str) -> Decimal:
    return sum((line.price for line in order.lines if line.price is not None and line.currency == currency
                and (code_of(line)[:4] == family or family in line.item.kinds)), Decimal(0))


def _at_least(successes: int, tries: int, share: float) -> float:
    """Return the chance of at least so many successes in so many tries: the upper tail of the binomial."""
    return sum(comb(tries, n) * share**n * (1 - share) ** (tries - n) for n in range(successes, tries + 1))


def _moved(was: Transaction, now: Transaction, place: int) -> Iterator[str]:
    """Yield the properties of a line that another file of the order states otherwise."""
    if max(place, 0) >= min(len(was.lines), len(now.lines)):
        return
    before, after = ({one.name: str(one.value) for one in order.lines[place].item.parameters} for order in (was, now))
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{name} was {before.get(name, 'not stated')}, is {after.get(name, 'not stated')}"


def _shingles(order: Transaction) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words of an end-use text, the parties' names left out."""
    text = f" {fold_name(order.end_use.text)} "
    for name in sorted((fold_name(party.name) for party in order.parties), key=len, reverse=True):
        text = text.replace(f" {name} ", " ")
    words = text.split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _cite_all(orders: Iterable[PastOrder]) -> tuple[Citation, ...]:
    return tuple(
        Citation(kind=CitationKind.ORDER, id=(past.order.document or past.order.reference)[:20], source="order",
                 place=past.order.reference, words=f"{past.order.reference} of {past.on}", document=past.order.document,
                 marking=str(past.order.marking))
        for past in list(orders)[-_MOST_TOLD:]
    )


def _searched(dossier: Dossier) -> Reason:
    held = dossier.history
    count = held.searched if held else 0
    newest = "" if held is None or held.is_whole else ", the newest"
    kinds = Counter(past.is_revision for past in held.orders) if held else Counter()
    return Reason(text=f"{count:,} earlier orders{newest} were searched; {kinds[False]} share a party.", weight=-0.5)


HISTORY_TESTS: Mapping[str, FlagTest] = {
    test.__name__: test for test in (
        new_sensitive_goods, sudden_growth, rerouted, payment_moved, pays_many_sellers, split_orders,
        specification_lowered, same_statement,
    )
}

"""Whether buyer's country or destination is under an arms embargo that a law's tests count, on the day of the order.

The embargoes are data (`knowledge/arms_embargoes`); decision 0027 tells when a yes or a no is given.
Cost: a look-up for each country of the order, and its few embargoes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enduse.assessment.dossier import Dossier
from enduse.knowledge.arms_embargoes import (
    LAWS,
    WHOLE,
    ArmsEmbargo,
    CountedEmbargoes,
    Standing,
    WholeList,
    embargo_rules,
    embargoes_on,
)
from enduse.knowledge.trade_history import is_among
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, unknown
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.party import Party, PartyRole

_TAKERS = (PartyRole.PURCHASER, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER)
_ASK = "Is the buyer's country or the destination under an arms embargo on the day?"
_Found = tuple[Answer, tuple[Reason, ...]]


def find_arms_embargo(dossier: Dossier, law: str) -> _Found:
    """Tell whether a country that buys or receives is under an arms embargo that the tests of a law count.

    Met by an embargo on a whole country; not met where a list that was seen whole names none of the countries; an
    embargo on others than a government, on named groups or a part of the country leaves it open, with its question.
    """
    counted = embargo_rules().laws.get(law)
    if counted is None:
        return _open(f"whether an arms embargo that binds the {law} covers buyer or destination", _ASK), ()
    found = [_ask_place(counted, place, dossier.as_of) for place in _places(dossier)]
    found += [(answer, ()) for answer in _lacking(dossier)]
    overall = any_of(answer for answer, _ in found)
    told = (reasons for answer, reasons in found if answer.verdict is overall.verdict)
    return overall, tuple(reason for reasons in told for reason in reasons)


def tell_embargoes(dossier: Dossier, home: str) -> tuple[Reason, ...]:
    """Return the arms embargoes on the order's countries that the law of an exporting state counts, for a reader."""
    laws = [one for one in embargo_rules().laws.values() if is_among(home, one.exporters, dossier.as_of)]
    return tuple(_tell(row, dossier.as_of) for law in laws for place in _places(dossier)
                 for row in _rows(law, place) if row.stands_on(dossier.as_of) is Standing.HOLDS)


def _takers(dossier: Dossier) -> tuple[Party, ...]:
    """Return who buys or receives; a trader buys where no purchaser is named."""
    takers = dossier.parties(*_TAKERS)
    return takers if dossier.parties(PartyRole.PURCHASER) else (*takers, *dossier.parties(PartyRole.INTERMEDIARY))


def _places(dossier: Dossier) -> tuple[str, ...]:
    return tuple(sorted({dossier.order.route.destination, *(party.country for party in _takers(dossier))} - {""}))


def _lacking(dossier: Dossier) -> Iterator[Answer]:
    takers = _takers(dossier)
    if not dossier.order.route.destination:
        yield _open("country of destination", "To which country do the goods go in the end?")
    if not takers:
        yield _open("country of the buyer", "Who buys the goods, and from which country?")
    for party in takers:
        if not party.country:
            yield unknown(MissingFact(fact=f"country of {party.name}", about=party.name,
                                      question="From which country do they buy, or where do they use the goods?"))


def _rows(counted: CountedEmbargoes, place: str) -> tuple[ArmsEmbargo, ...]:
    return tuple(row for row in embargoes_on(place) if row.body in counted.bodies)


def _ask_place(counted: CountedEmbargoes, place: str, day: date) -> _Found:
    """Answer for one country: rows in force before a list, a list before what was not read for the day."""
    standing = {row: row.stands_on(day) for row in _rows(counted, place)}
    holds = [row for row, how in standing.items() if how is Standing.HOLDS]
    whole = tuple(_tell(row, day) for row in holds if row.scope == WHOLE)
    if whole:
        return MET, whole
    unread = [row for row, how in standing.items() if how is Standing.IS_OPEN]
    cover = {one: one.stands_on(day) for one in embargo_rules().lists if one.law == counted.law}
    sure = next((one for one, how in cover.items() if how is Standing.HOLDS), None)
    presumed = next((one for one, how in cover.items() if how is Standing.IS_OPEN), None)
    whole_list = sure or (None if unread else presumed)
    if whole_list is not None and not holds:
        none = _outside(counted, whole_list, place, day)
        if none is not None:
            return none
    asked = [*holds, *unread]
    if asked:
        return unknown(*(_ask(row, day) for row in asked)), tuple(_tell(row, day) for row in asked)
    fact = f"whether an arms embargo that binds the {counted.law} covers {place.upper()} on {day}"
    return _open(fact, _ASK), _declared(counted, place, day)


def _outside(counted: CountedEmbargoes, named: WholeList, place: str, day: date) -> _Found | None:
    """Return that a whole list leaves a country out, or names it for what does not count; None where it names it."""
    declared = _declared(counted, place, day)
    if place in named.places and not declared:
        return None
    words = f"{place.upper()} is under no arms embargo that counts: {named.cites} names every country under one"
    return NOT_MET, (_reason(f"{words}, and was seen from {named.since} to {named.seen_until}.", place, -1.0,
                             f"{LAWS}#{named.id}", counted.law, named.cites, named.says), *declared)


def _declared(counted: CountedEmbargoes, place: str, day: date) -> tuple[Reason, ...]:
    return tuple(
        _reason(f"{place.upper()}: {one.says}.", place, -1.0, f"{LAWS}#{one.place}", counted.law, one.cites, one.says)
        for one in embargo_rules().not_counted
        if one.place == place and counted.law in one.laws and day >= one.since
    )


def _ask(row: ArmsEmbargo, day: date) -> MissingFact:
    place = row.place.upper()
    if row.stands_on(day) is Standing.IS_OPEN:
        return MissingFact(fact=f"whether {row.cites} held on {day}, for {place}", about="order",
                           question=f"Was {place} under the arms embargo of {row.cites} on {day}? {_ASK}")
    scope = embargo_rules().scopes[row.scope]
    return MissingFact(fact=f"whether buyer or user in {place} is among those that {row.cites} covers", about="order",
                       question=scope.question.replace("{place}", place).replace("{cites}", row.cites))


def _tell(row: ArmsEmbargo, day: date) -> Reason:
    how = "is under an arms embargo" if row.stands_on(day) is Standing.HOLDS else "may be under an arms embargo"
    since = f"from {row.since}" if row.since else f"told of by {row.seen_since}"
    until = f"until {row.until}" if row.until else f"last seen in force {row.seen_on}"
    arms = f" ({row.arms})" if row.arms else ""
    known = "" if row.basis == "text" else ", described and not read"
    text = (f"{row.place.upper()} {how} on {embargo_rules().scopes[row.scope].says}{arms}: {row.cites}, "
            f"{since}, {until}{known}.")
    weight = 1.0 if row.scope == WHOLE and row.stands_on(day) is Standing.HOLDS else 0.0
    return _reason(text, row.place, weight, f"{row.file}#{row.id}", row.body, row.cites, row.says)


def _reason(text: str, place: str, weight: float, number: str, source: str, cites: str, says: str) -> Reason:
    cited = Citation(kind=CitationKind.KNOWLEDGE, id=number, source=source, place=cites, words=says)
    return Reason(text=text, left=place, weight=weight, evidence=(cited,))


def _open(fact: str, question: str) -> Answer:
    return unknown(MissingFact(fact=fact, about="order", question=question))

"""The gate of embargoes: destination and goods, for every law that binds the exporter or reaches the item.

Which tables answer for which law: `knowledge/assessment/embargoes.yaml`. What no table tells is unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from enduse.assessment.arms_embargoes import tell_embargoes
from enduse.assessment.dossier import Dossier
from enduse.assessment.licenses import find_prohibited, tell_goods
from enduse.classification.jurisdiction import reach_of
from enduse.errors import KnowledgeError
from enduse.knowledge.country_groups import members_on
from enduse.knowledge.licensing_tables import load_licensing
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, all_of, any_of, unknown
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.party import PartyRole

FILE = "assessment/embargoes.yaml"
_GROUP = "group:"
_CARE = "partners"  # the authority of lists that ask for care and prohibit nothing
_PRESUMED = timedelta(days=366)  # how long a table is taken to hold around the day it was seen, as in licensing
_USERS = (PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE)
_Found = tuple[Answer, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoLaw:
    """A law whose embargoes can be asked: whose exporters it binds, and what answers for a destination."""

    law: str
    exporters: tuple[str, ...]
    has_chart: bool
    authorisations: tuple[str, ...]
    groups: tuple[str, ...]
    cites: str
    says: str


@functools.cache
def embargo_laws() -> tuple[EmbargoLaw, ...]:
    """Return the laws that can be asked. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FILE)
    laws = tuple(
        EmbargoLaw(
            law=node.get("law").required().text(), exporters=node.get("exporters").required().texts(),
            has_chart=bool(node.get("chart").required().boolean()),
            authorisations=node.get("trusted_authorisations").texts(), groups=node.get("trusted_groups").texts(),
            cites=node.get("cites").required().text(), says=node.get("says").required().text(),
        )
        for node in root.get("laws").required().items()
    )
    root.faults.check(KnowledgeError)
    return laws


def find_embargo(dossier: Dossier, *, question: str) -> _Found:
    """Tell whether an embargo covers the destination or the goods.

    Met where a law that reaches the order closes the destination, or prohibits the goods to it; not met where every
    law that may bind says of destination and users alike that it does not; else unknown, with the law and the place.
    """
    users = {party.country for party in dossier.parties(*_USERS)}
    places = sorted({dossier.order.route.destination, *users} - {""})
    if not dossier.order.route.destination:
        return _open("country of destination", "To which country do the goods go in the end?"), ()
    found = [*_ask_goods(dossier), *(one for place in places for one in _ask_laws(dossier, place, question))]
    overall = any_of(answer for answer, _ in found)
    told = tuple(reason for answer, reasons in found if overall != MET or answer == MET for reason in reasons)
    arms = () if overall == NOT_MET else tell_embargoes(dossier, _exporting_state(dossier))
    return overall, (*told, *arms)


def _ask_goods(dossier: Dossier) -> Iterator[_Found]:
    for one in find_prohibited(dossier):
        if one.finding.authority != _CARE:
            yield one.answer, (tell_goods(one),)


def _ask_laws(dossier: Dossier, place: str, question: str) -> Iterator[_Found]:
    home = _exporting_state(dossier)
    is_known = not home
    for law in embargo_laws():
        is_home = _binds(law, home, dossier)
        is_known = is_known or is_home
        if is_home or law.has_chart:
            reach = MET if is_home else _reach(dossier, law.law)
            answer, words = (_ask_chart if law.has_chart else _ask_trusted)(law, place, dossier, question)
            answer = all_of((reach, answer))
            yield answer, (_tell(law, place, words),) if words else ()
    if not home:
        yield _open("country of the exporter", "From which country does the exporter send the goods?"), ()
    elif not is_known and place != home:
        yield _open(f"embargoes of {home.upper()} on {place.upper()}", question), ()


def _exporting_state(dossier: Dossier) -> str:
    named = (party.country for party in dossier.parties(PartyRole.EXPORTER) if party.country)
    return next(named, dossier.order.route.origin)


def _binds(law: EmbargoLaw, home: str, dossier: Dossier) -> bool:
    return any(home.upper() in members_on(one.removeprefix(_GROUP), dossier.as_of) if one.startswith(_GROUP)
               else home == one for one in law.exporters)


def _reach(dossier: Dossier, law: str) -> Answer:
    """Tell whether a law reaches any of the goods; where nobody asked, that is open."""
    found = [reach_of(one.jurisdictions, law, "") for one in dossier.classifications]
    fact = MissingFact(fact=f"whether the law of {law} reaches the item", about="item",
                       question="Where was it made, from where is it sent, and by whom?")
    return any_of(unknown(fact) if one is None else one for one in found or [None])


def _ask_chart(law: EmbargoLaw, place: str, dossier: Dossier, question: str) -> tuple[Answer, str]:
    tables = load_licensing()
    if abs(dossier.as_of - tables.chart.seen_on) > _PRESUMED:
        return _open(f"the country chart of {dossier.as_of}", question), ""
    row = tables.chart.same_as.get(place, place)
    if row in tables.chart.decided_elsewhere:
        return MET, f"{law.says} ({tables.chart.decided_elsewhere[row]})"
    if row in tables.chart.beyond:
        return _open(f"terms of {law.law} for {place.upper()}", f"What does {tables.chart.beyond[row]} ask?"), ""
    if row in tables.chart.marks:
        return NOT_MET, ""
    return _open(f"row of the country chart for {place.upper()}", question), ""


def _ask_trusted(law: EmbargoLaw, place: str, dossier: Dossier, question: str) -> tuple[Answer, str]:
    tables = load_licensing()
    named = {place for one in tables.general if one.id in law.authorisations for place in one.destinations}
    members = {code.lower() for group in law.groups for code in members_on(group, dossier.as_of)}
    if dossier.as_of >= tables.general_since and place in named | members:
        return NOT_MET, ""
    return _open(f"embargoes of {law.law} on {place.upper()}", question), ""


def _open(fact: str, question: str) -> Answer:
    return unknown(MissingFact(fact=fact, about="order", question=question))


def _tell(law: EmbargoLaw, place: str, words: str) -> Reason:
    cited = Citation(kind=CitationKind.KNOWLEDGE, id=f"{FILE}#{law.law}", source=law.law, place=law.cites, words=words)
    return Reason(text=f"{place.upper()}: {words}.", left=place, weight=1.0, evidence=(cited,))

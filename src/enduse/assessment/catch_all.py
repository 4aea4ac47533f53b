"""Catch-all tests: duties over unlisted items, and over listed parties, as elements that are met, not met or unknown.

The laws are data (`knowledge/catch_all`); each test is the all-of of whom the law binds and of its elements. That an
item is near a limit never meets an element. A law whose text was not read answers unknown. A test of a law that does
not reach the order, or of another day, is left out.
Cost: linear in the tests (some forty), each a few look-ups, and in the hits for tests of listed parties.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from enduse.assessment.arms_embargoes import find_arms_embargo
from enduse.assessment.dossier import Dossier
from enduse.assessment.gates import judge_hit, tell_hit
from enduse.assessment.minds import Minds, any_told, gather_minds
from enduse.knowledge.catch_all_law import CatchAllRule, Element, broader, catch_all_rules
from enduse.knowledge.country_groups import members_on
from enduse.knowledge.licensing_tables import load_licensing
from enduse.knowledge.measures import load_vocabulary
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, decide, unknown
from enduse.model.assessment import CatchAllAnswer, ElementAnswer, FlagFinding, GateAnswer
from enduse.model.determination import ControlPosition
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.item import ItemLine
from enduse.model.party import PartyRole
from enduse.model.screening import Entity

CATCH_ALL = "catch_all"
_DECIDED = {
    ControlPosition.CONTROLLED: False, ControlPosition.NOT_CONTROLLED: True, ControlPosition.NEAR_LIMIT: True,
    ControlPosition.CAPABLE_NOT_CONTROLLED: True,
}
_USERS = (PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE)
_EVERY_HAND = (*_USERS, PartyRole.INTERMEDIATE_CONSIGNEE, PartyRole.INTERMEDIARY, PartyRole.PURCHASER)
_Found = tuple[Answer, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the elements of one test are decided from."""

    dossier: Dossier
    minds: Minds
    gates: Mapping[str, GateAnswer]
    rule: CatchAllRule
    flags: Mapping[str, FlagFinding] = field(default_factory=dict)


def answer_catch_all(
    dossier: Dossier, *, gates: Sequence[GateAnswer], flags: Sequence[FlagFinding],
) -> tuple[CatchAllAnswer, ...]:
    """Return every test that may bind this order on its day: met first, then unknown, then not met, by law."""
    minds, held = gather_minds(dossier, flags), {gate.gate: gate for gate in gates}
    raised = {flag.flag: flag for flag in flags}
    answers = [
        answer for rule in catch_all_rules()
        if (answer := answer_test(Bench(dossier=dossier, minds=minds, gates=held, rule=rule, flags=raised))) is not None
    ]
    order = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)
    return tuple(sorted(answers, key=lambda answer: (order.index(answer.answer.verdict), answer.law)))


def answer_test(bench: Bench) -> CatchAllAnswer | None:
    """Return one test answered, None where the law does not reach the order or did not hold on the day."""
    rule = bench.rule
    reach = _reach(bench)
    if reach == NOT_MET or not _holds(bench):
        return None
    elements = [ElementAnswer(element="reach", text="the law binds this export", answer=reach)]
    for element in rule.elements:
        answer, reasons = _ELEMENTS[element.kind](bench, element)
        elements.append(ElementAnswer(element=element.kind, text=element.says, answer=answer, reasons=reasons))
    if not _is_known(bench):
        fact = f"the text of {rule.article} as it was on {bench.dossier.as_of}"
        missing = MissingFact(fact=fact, about=rule.law, question=f"Read {rule.article}, and judge whether it binds.")
        elements.append(ElementAnswer(element="text", text="the text of the law on the day", answer=unknown(missing)))
    return CatchAllAnswer(
        test=rule.test, law=rule.law, article=rule.article, text=rule.says, duty=rule.duty,
        answer=all_of(element.answer for element in elements), elements=tuple(elements), basis=rule.basis,
        edition=_edition(rule),
        citation=Citation(kind=CitationKind.KNOWLEDGE, id=f"{rule.place}#{rule.test}", source="enduse",
                          place=rule.article, words=rule.says),
    )


def settle_gate(gate: GateAnswer, tests: Sequence[CatchAllAnswer], dossier: Dossier) -> GateAnswer:
    """Return the gate of catch-all rules as its tests answer.

    Where no rule of an exporter's own country is encoded, the gate is never answered with no.
    """
    if gate.gate != CATCH_ALL:
        return gate
    own = [_own_law(country) for country in _exporters(dossier) if not _is_encoded(country, dossier)]
    answer = any_of((*(test.answer for test in tests), *own))
    told = [test for test in tests if test.answer.verdict is answer.verdict]
    reasons = tuple(Reason(text=f"{test.law}, {test.article}: {test.text}", weight=float(answer == MET),
                           evidence=(test.citation,)) for test in told if answer != NOT_MET)
    return replace(gate, answer=answer, reasons=reasons)


def _exporters(dossier: Dossier) -> tuple[str, ...]:
    return tuple(sorted({party.country for party in dossier.parties(PartyRole.EXPORTER)} or {""}))


def _is_encoded(country: str, dossier: Dossier) -> bool:
    """Tell whether a catch-all rule of a country is among those kept."""
    laws = {rule.reach.exporter_in for rule in catch_all_rules() if rule.reach.exporter_in}
    return country in laws or any(
        country.upper() in members_on(law, dossier.as_of) for law in laws if law.isupper()
    )


def _own_law(country: str) -> Answer:
    fact = f"the catch-all rules of {country.upper()}" if country else "country of the exporter"
    question = "What does the exporter's own law ask for unlisted items?" if country else "Who exports, and from where?"
    return unknown(MissingFact(fact=fact, about="order", question=question))


def _edition(rule: CatchAllRule) -> str:
    since = f"from {rule.since}" if rule.since else "from a day not known here"
    until = f" until {rule.until}" if rule.until else ""
    seen = "text seen" if rule.basis == "text" else "a description seen"
    return since + until + (f", {seen} {rule.seen_on}" if rule.seen_on else ", text not read")


def _holds(bench: Bench) -> bool:
    """Tell whether the law may hold on the day: not after its end, nor before its begin where an older one is kept."""
    rule, day = bench.rule, bench.dossier.as_of
    if rule.until is not None and day >= rule.until:
        return False
    if rule.since is None or day >= rule.since:
        return True
    follows = any(other.law == rule.law and other.until == rule.since for other in catch_all_rules())
    return rule.is_read and not rule.begins and not follows


def _is_known(bench: Bench) -> bool:
    """Tell whether the text was read and is known for the day."""
    rule, day = bench.rule, bench.dossier.as_of
    return (rule.is_read and rule.since is not None and rule.since <= day and rule.seen_on is not None
            and day <= rule.seen_on + timedelta(days=load_vocabulary().presumed_days))


def _reach(bench: Bench) -> Answer:
    """Tell whether the law binds who exports, what is exported, or where it goes."""
    reach, order = bench.rule.reach, bench.dossier.order
    if reach.destination_in:
        if not order.route.destination:
            return unknown(MissingFact(fact="country of destination", about="order", question="Where do they go?"))
        return decide(order.route.destination in _countries(bench, (reach.destination_in,)))
    decided = _decided_reach(bench, reach.subject_to)
    if decided is not None:
        return decided
    exporters = set(_exporters(bench.dossier))
    if exporters & _countries(bench, (reach.exporter_in,)) or (
        reach.origin_in and order.route.origin == reach.origin_in
    ):
        return MET
    if reach.subject_to:
        return unknown(MissingFact(fact=reach.fact, about="order", question=reach.question))
    if "" in exporters:
        return unknown(MissingFact(fact="country of the exporter", about="order",
                                   question="From which country does the exporter sell?"))
    return NOT_MET


def _decided_reach(bench: Bench, law: str) -> Answer | None:
    """Return whether a law reaches some line, as classification answers it; None where nothing is decided."""
    found = [one.answer for each in bench.dossier.classifications for one in each.jurisdictions if one.regime == law]
    return any_of(found) if law and any(answer.verdict is not Verdict.UNKNOWN for answer in found) else None


def _countries(bench: Bench, names: Iterable[str]) -> frozenset[str]:
    """Return the countries of codes, of groups of the US rules ("D:4") and of unions ("EU") on the day."""
    found: set[str] = set()
    for name in names:
        if ":" in name:
            found |= load_licensing().groups[name]
        elif name.isupper():
            found |= {code.lower() for code in members_on(name, bench.dossier.as_of)}
        else:
            found.add(name)
    return frozenset(found)


# -- elements ---------------------------------------------------------------------


def _items(bench: Bench, element: Element) -> _Found:
    """Met for any item; where the law asks for an unlisted one, met when a line is decided to be outside its list."""
    if element.scope == "any":
        return MET, ()
    if element.scope == "entries":
        return _named_entries(bench, element), ()
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for each in bench.dossier.classifications:
        for position in (one for one in each.positions if one.regime == bench.rule.law):
            decided = _DECIDED.get(position.position)
            if decided is None:
                lacks = MissingFact(fact=f"position of {each.item} under {position.title}", about=each.item,
                                    question=f"Settle the item under {position.title}.")
                answers.append(unknown(*(position.missing or (lacks,))))
            else:
                answers.append(decide(decided))
                reasons.append(Reason(text=f"{each.item} is {position.position.value} under {position.title}.",
                                      weight=1.0 if decided else -1.0))
    if not answers:
        answers.append(unknown(MissingFact(fact="classification of the item", about="item",
                                           question="Classify the item.")))
    return any_of(answers), tuple(reasons)


def _named_entries(bench: Bench, element: Element) -> Answer:
    """Met when a line meets an entry that the law names in full; else unknown, for few of them are evaluated."""
    for each in bench.dossier.classifications:
        for one in each.determinations:
            code = f"{one.entry}."
            if one.regime == element.regime and one.answer == MET and any(
                code.startswith(f"{named}.") for named in element.entries
            ):
                return MET
    fact = f"whether the item is one that {bench.rule.article} names"
    return unknown(MissingFact(fact=fact, about="item", question=f"Which entry covers the item? ({element.says})"))


def _customs_code(bench: Bench, element: Element) -> _Found:
    """Met when the customs code of a line lies within the chapters, headings or subheadings that the law names."""
    answers = [_lies_within(line, element) for line in bench.dossier.order.lines]
    if not answers:
        answers.append(unknown(MissingFact(fact="customs code of the goods", about="item",
                                           question="Under which heading of the customs tariff do the goods fall?")))
    return any_of(answers), ()


def _lies_within(line: ItemLine, element: Element) -> Answer:
    """Tell whether a line's code lies within the ranges; a code with too few digits for one leaves that one open."""
    code = "".join(sign for sign in line.item.hs_code if sign.isdigit())
    within, outside = _compare_codes(code, element.codes), _compare_codes(code, element.not_codes)
    if within is False or outside:
        return NOT_MET
    if within and outside is False:
        return MET
    return unknown(MissingFact(fact=f"customs code of {line.item.description or 'the goods'}", about="item",
                               question="Under which heading of the customs tariff do the goods fall?"))


def _compare_codes(code: str, ranges: Iterable[str]) -> bool | None:
    """Tell whether a code starts with these digits, or within a range of them; None where it is too short to say."""
    answers: list[bool | None] = []
    for each in ranges:
        first, _, last = each.partition("-")
        size = min(len(first), len(code))
        is_near = first[:size] <= code[:size] <= (last or first)[:size]
        answers.append(is_near if not is_near or size == len(first) else None)
    return True if True in answers else None if None in answers else False


def _signs(bench: Bench, element: Element) -> _Found:
    """Met when one of the flags is; where none is, open if the law leaves other signs, else as the flags answer."""
    found = [bench.flags[name] for name in element.flags if name in bench.flags]
    reasons = tuple(Reason(text=f"{flag.flag}: {flag.text}", weight=1.0) for flag in found if flag.answer == MET)
    if reasons:
        return MET, reasons
    if element.fact:
        return unknown(MissingFact(fact=element.fact, about="order", question=element.question)), ()
    if len(found) < len(element.flags):
        return unknown(MissingFact(fact=f"whether {element.says}", about="order",
                                   question=f"Is it so that {element.says}?")), ()
    return any_of(flag.answer for flag in found), ()


def _end_use(bench: Bench, element: Element) -> _Found:
    """Met when a use was told or judged at all, at whatever degree; `undetermined` asks that no narrower one was."""
    minds, reasons = bench.minds, bench.minds.reasons("suspect", (*element.uses, *element.or_where_embargoed))
    answer = _over_uses(bench, element, "suspect")
    if any_told(minds, "suspect", element.or_where_embargoed) == MET:
        reasons += _embargo(bench, element.embargoed_by)[1]
    if element.undetermined and answer == MET:
        narrower = any_told(minds, "suspect", element.undetermined)
        return (NOT_MET if narrower == MET else MET), reasons
    return answer, reasons


def _over_uses(bench: Bench, element: Element, degree: str) -> Answer:
    found = [any_told(bench.minds, degree, element.uses)]
    if element.or_where_embargoed:
        embargo, _ = _embargo(bench, element.embargoed_by)
        found.append(all_of((any_told(bench.minds, degree, element.or_where_embargoed), embargo)))
    return any_of(found)


def _mind(bench: Bench, element: Element) -> _Found:
    """Met when the state of mind is told or judged over a use of this test."""
    asked = [one for one in bench.rule.elements if one.kind == "end_use"]
    uses = [use for one in asked for use in (*one.uses, *one.or_where_embargoed)]
    answer = any_of(_over_uses(bench, one, element.degree) for one in asked)
    return answer, bench.minds.reasons(element.degree, uses)


def _place(bench: Bench, element: Element) -> _Found:
    """Met when a place is among those named (or outside them); not met only when all places are known."""
    if element.embargoed_by:
        return _embargo(bench, element.embargoed_by)
    if element.where_use:
        told = frozenset(use for uses in bench.minds.told.values() for use in uses)
        asked = {use for one in bench.rule.elements if one.kind == "end_use" for use in one.uses}
        near = {use for use in told if set(broader(use)) & asked}
        if any(element.where_use not in broader(use) for use in near):
            return MET, ()
    places, is_whole = _places(bench, element)
    named = _countries(bench, element.within or element.not_within)
    hits = sorted(place for place in places if (place in named) == bool(element.within))
    reasons = tuple(Reason(text=f"{place.upper()} is {'among' if element.within else 'outside'} the countries named.",
                           weight=1.0) for place in hits)
    if hits:
        return MET, reasons
    if is_whole:
        return NOT_MET, ()
    return unknown(MissingFact(fact="countries of destination and end user", about="order",
                               question="In which country is the item used, and by whom?")), ()


def _places(bench: Bench, element: Element) -> tuple[frozenset[str], bool]:
    """Return the countries that count, and whether all of them are known."""
    order, dossier = bench.dossier.order, bench.dossier
    if element.of == ("destination",):
        return frozenset({order.route.destination} - {""}), bool(order.route.destination)
    users = [party.country for party in dossier.parties(*_USERS)]
    hands = [party.country for party in dossier.parties(*_EVERY_HAND)] if element.not_within else users
    is_whole = bool(order.route.destination and users and all(hands))
    return frozenset({order.route.destination, *hands} - {""}), is_whole


def _embargo(bench: Bench, whose: str) -> _Found:
    """Tell whether buyer's country or destination is under an arms embargo; the gate of embargoes can deny it only."""
    answer, reasons = find_arms_embargo(bench.dossier, whose)
    gate = bench.gates.get("embargo")
    if answer != MET and gate is not None and gate.answer == NOT_MET:
        return NOT_MET, ()  # a gate that is met need not be met by an arms embargo, so it says nothing here
    return answer, reasons


def _party(bench: Bench, element: Element) -> _Found:
    """Met when a party is a listed one of these lists; unknown while a hit is open or a list could not be asked."""
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for party in bench.dossier.parties():
        screening = bench.dossier.screenings.get(party.name)
        held = {row.source: row.version for row in screening.coverage} if screening else {}
        for source in element.lists:
            if held.get(source) is None:
                fact = f"the list {source} as of {bench.dossier.as_of}, and {party.name} screened against it"
                answers.append(unknown(MissingFact(fact=fact, about=party.name, question="Load the list and screen.")))
        for hit in bench.dossier.listed_hits(party):
            if set(hit.entity.sources) & set(element.lists) and _speaks_of(hit.entity, element.words):
                answer = judge_hit(bench.dossier, party, hit)
                answers.append(answer)
                reasons += [tell_hit(bench.dossier, party, hit)] if answer != NOT_MET else []
    if not bench.dossier.parties():
        answers.append(unknown(MissingFact(fact="parties of the order", about="order", question="Who takes part?")))
    return any_of(answers), tuple(reasons)


def _speaks_of(entity: Entity, words: tuple[str, ...]) -> bool:
    """Tell whether a listing names one of the programmes; any listing does where none is asked for."""
    said = {part.strip().upper() for value in entity.values("program") for part in re.split(r"[\[\];,]", value)}
    return not words or bool(said & set(words))


def _gate(bench: Bench, element: Element) -> _Found:
    gate = bench.gates[element.gate]
    return gate.answer, gate.reasons


def _open(bench: Bench, element: Element) -> _Found:
    """Unknown until a person answers; where it is asked for some countries only, met (nothing to ask) for others."""
    if element.only_for:
        places, is_whole = _places(bench, element)
        if places and is_whole and not places & _countries(bench, element.only_for):
            return MET, ()
    return unknown(MissingFact(fact=element.fact, about="order", question=element.question)), ()


_ELEMENTS: Mapping[str, Callable[[Bench, Element], _Found]] = {
    "items": _items, "customs_code": _customs_code, "signs": _signs, "end_use": _end_use, "place": _place,
    "mind": _mind, "party": _party, "gate": _gate, "open": _open,
}

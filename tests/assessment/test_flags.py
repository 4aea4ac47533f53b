"""Every flag proves its own cases; parties and countries (of nobody's residence) are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from enduse.assessment.denials import stand
from enduse.assessment.dossier import Dossier, flag_object, gather, hit_object
from enduse.assessment.flag_rules import FlagRule, flag_rules, flag_sources, flags_not_encoded
from enduse.assessment.flags import answer_flag, cover_flags, reasons_to_hold, strongest_by_group
from enduse.assessment.ownership import stated_owners, sum_up
from enduse.assessment.repeat_cases import PERSON, case_of_order
from enduse.assessment.repeat_flags import STOPPED
from enduse.assessment.repeat_index import CaseIndex, Segment, build_index
from enduse.assessment.repeats import compare_case, rank_matches
from enduse.classification.classifying import classify
from enduse.diversion.concerns import find_concerns
from enduse.diversion.graph import build_graph
from enduse.diversion.trace import trace_party
from enduse.diversion.ways import GraphWays
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.nodes import Node
from enduse.knowledge.order_facts import known_facts, read_fact
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, unknown
from enduse.model.assessment import FlagFinding, FlagStrength
from enduse.model.condition import ConditionResult
from enduse.model.denial import CaseOutcome, Denial, DeniedItem, DeniedParty
from enduse.model.determination import (
    Classification,
    ControlPosition,
    Determination,
    RegimePosition,
    Whole,
    WholeChange,
    WholeKind,
)
from enduse.model.history import History, PastOrder
from enduse.model.item import Item, ItemLine
from enduse.model.jurisdiction import Jurisdiction
from enduse.model.ownership import WHOLE
from enduse.model.party import Owner, Party, PartyRole
from enduse.model.repeat import Repeats
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.statement import Grade, Judgement, Locator, Sighting, Statement
from enduse.model.transaction import EndUse, NotedFact, Route, Transaction, TransactionKind

CONTACTS = (("phones", "phone"), ("emails", "email"), ("people", PERSON))
CASES = [(rule, case) for rule in flag_rules() for case in rule.cases]


def read_order(node: Node) -> Transaction:
    use, route = node.get("end_use"), node.get("route")
    return Transaction(
        reference="case", kind=TransactionKind.ORDER,
        parties=tuple(Party(
            name=p.get("name").text(), country=p.get("country").text(), address=p.get("address").text(),
            roles=tuple(PartyRole(r.text()) for r in p.get("roles").items()),
            identifiers=tuple((k, v.text()) for k, v in p.get("identifiers").mapping().items()),
            owners=tuple(map(read_owner, p.get("owners").items())),
            kind=p.get("kind").text("LegalEntity"),
            facts=tuple((prop, text) for key, prop in CONTACTS for text in p.get(key).texts()) + tuple(
                ("incorporationDate", text) for text in (p.get("incorporated").text(),) if text),
        ) for p in node.get("parties").items()),
        lines=tuple(ItemLine(number=number, item=Item(
            description=line.get("description").text(), model=line.get("model").text(), maker=line.get("maker").text(),
            hs_code=line.get("hs_code").text(), origin=line.get("origin").text(), kinds=line.get("kinds").texts(),
        ), price=line.get("price").decimal(), currency=line.get("currency").text())
            for number, line in enumerate(node.get("lines").items(), start=1)),
        end_use=EndUse(
            text=use.get("text").text(), site=use.get("site").text(), is_military=use.get("is_military").boolean(),
            is_informed_of_wmd=use.get("is_informed_of_wmd").boolean(),
        ),
        route=Route(origin=route.get("origin").text(), destination=route.get("destination").text(),
                    transit=route.get("transit").texts()),
        facts=tuple(NotedFact(fact=name, values=read_fact(known_facts()[name], value))
                    for name, value in node.get("facts").mapping().items()),
    )


def read_repeats(order: Transaction, case: Node, day: date) -> Repeats | None:
    """Hold the order of a case against its earlier ones, None where it names none."""
    if case.get("cases").is_absent:
        return None
    asked, cases = case_of_order(order), sorted(map(read_earlier, case.get("cases").items()), key=lambda c: c.id)
    index = CaseIndex([(Segment(build_index(((one, None) for one in cases), meta={})), frozenset())])
    matches = [
        compare_case(asked, stand(one, as_of=day), count=index.count, shared=share)
        for share, one, _ in index.find(asked, limit=20)
    ]
    denials = sum(one.outcome is CaseOutcome.DENIED for one in cases)
    return Repeats(reference=order.reference, denials=denials, others=len(cases) - denials, orders=0, lists=(),
                   stopped=sum(one.outcome in STOPPED for one in cases), matches=rank_matches(matches, limit=20))


def read_earlier(node: Node) -> Denial:
    return Denial(
        id=node.get("reference").text(), reference=node.get("reference").text(), source="denials",
        outcome=CaseOutcome(node.get("outcome").text("denied")), origin=node.get("origin").text(),
        destination=node.get("destination").text(), decided_on=node.get("decided_on").date(),
        valid_until=node.get("valid_until").date(),
        parties=tuple(DeniedParty(
            name=p.get("name").text(), roles=p.get("roles").texts(), country=p.get("country").text(),
            address=p.get("address").text(), phones=p.get("phones").texts(), people=p.get("people").texts(),
        ) for p in node.get("parties").items()),
        items=tuple(DeniedItem(
            description=i.get("description").text(), maker=i.get("maker").text(), model=i.get("model").text(),
            hs_code=i.get("hs_code").text(),
        ) for i in node.get("items").items()),
    )


def read_owner(node: Node) -> Owner:
    share = node.get("share").decimal()
    who = Party(name=node.get("name").text(), kind=node.get("kind").text("LegalEntity"),
                country=node.get("country").text(),
                owners=tuple(map(read_owner, node.get("owners").items())))
    return Owner(party=who, low=share or Decimal(0), high=WHOLE if share is None else share)


def read_sightings(case: Node) -> list[Sighting]:
    def say(subject: str, prop: str, value: str, grade: str = "B2") -> Sighting:
        said = Statement(subject=subject, schema="Company", prop=prop, value=value, printed=value, source="desk",
                         locator=Locator(record="para 1"), origin="desk", grade=Grade.parse(grade))
        return Sighting(id=said.id, statement=said, document=None, document_name=None,
                        received_at=datetime(2026, 1, 5, tzinfo=UTC))

    told = [say(*(part.text() for part in relation.items())) for relation in case.get("relations").items()]
    for name, program in case.get("listed").mapping().items():
        told += [say(name, "topics", "sanction"), say(name, "program", program.text())]
    return told


def read_screening(case: Node, party: Party, known: set[str]) -> Screening:
    hits = [Hit(query=party.name, rank=1, score=float(hit.get("score").text()), matched_name=hit.get("name").text("-"),
                entity=Entity(id=f"listed:{party.name}", schema="Company", caption="Listed", sources=("list",),
                              properties=tuple((k, (v.text(),)) for k, v in hit.get("identifiers").mapping().items()),
                              is_listed=True), reasons=(), listing=())
            for hit in case.get("hits").items() if hit.get("party").text() == party.name]
    if party.name in known:
        hits.append(Hit(query=party.name, rank=2, score=0.98, matched_name=party.name, reasons=(), listing=(),
                        entity=Entity(id=party.name, schema="Company", caption=party.name, sources=("desk",),
                                      properties=read_numbers(case, party))))
    version = None if case.get("coverage").text() == "none in force" else date(2025, 1, 1)
    told = case.get("coverage").text()
    named = told if told not in ("", "none in force", "not screened") else "list"
    source = SourceCoverage(source=named, title="A list", version=version, entities=1)
    return Screening(query=party.name, hits=tuple(hits), coverage=(source,))


def read_numbers(case: Node, party: Party) -> tuple[tuple[str, tuple[str, ...]], ...]:
    held = case.get("numbers").mapping().get(party.name)
    return (("passportNumber", (held.text(),)),) if held is not None else ()


def read_whole(node: Node) -> Whole:
    """Return a whole under one regime, with the entries that it meets or leaves open and no piece does."""
    met, still_open = node.get("newly_met").texts(), node.get("newly_open").texts()
    found = tuple(
        Determination(
            regime="EU", edition="e", entry=entry, heading="", as_of=date(2026, 6, 1), answer=answer,
            covers=ConditionResult(label="covered", answer=answer),
        )
        for answer, entries in ((MET, met), (unknown(MissingFact(fact="axes")), still_open)) for entry in entries
    )
    return Whole(
        of="lines 1 and 2 together", kind=WholeKind(node.get("kind").text()), items=(0,), pieces=("a", "b"), facts=(),
        basis=(), notes=(), changes=(WholeChange(
            regime="EU", before=ControlPosition.NOT_CONTROLLED, after=ControlPosition.CONTROLLED, newly_met=met,
            newly_open=still_open, by_piece=(),
        ),),
        classification=Classification(item="", as_of=date(2026, 6, 1), positions=(), determinations=found),
    )


def read_positions(nodes: Node, day: date, wholes: tuple[Whole, ...] = ()) -> Classification:
    reach = tuple(
        Jurisdiction(regime=p.get("regime").text(), law=p.get("regime").text(), as_of=day, answer=MET)
        for p in nodes.items() if p.get("reach").boolean()
    )
    positions = tuple(
        RegimePosition(
            regime=p.get("regime").text(), title=p.get("regime").text(),
            position=ControlPosition(p.get("position").text()), entries=p.get("entries").texts(),
            missing=tuple(MissingFact(fact=fact) for fact in p.get("missing").texts()),
        ) for p in nodes.items())
    return Classification(item="item", as_of=day, determinations=(), wholes=wholes, jurisdictions=reach,
                          positions=positions)


def rate(order: Transaction, day: date) -> list[Classification]:
    """Classify the items of a case, where its flag asks which entries speak of them."""
    law = load_controls()
    return [classify(line.item, as_of=day, law=law, regimes=("US",)) for line in order.lines]


def read_history(node: Node) -> History | None:
    if node.is_absent:
        return None
    past = []
    for number, one in enumerate(node.items(), start=1):
        day = one.get("on").date() or date(2026, 1, 1)
        order = replace(read_order(one.get("order")), reference=f"earlier {number}")
        past.append(PastOrder(order=order, on=day, is_revision=bool(one.get("revision").boolean()),
                              classifications=(read_positions(one.get("positions"), day),)))
    return History(orders=tuple(past), searched=len(past))


def read_case(rule: FlagRule, case: Node) -> Dossier:
    wholes = tuple(map(read_whole, case.get("wholes").items()))
    case.mapping(("expect", "as_of", "order", "hits", "coverage", "relations", "listed", "positions", "at_addresses",
                  "settled", "wholes", "cases", "history", "numbers", "rated"))
    order = read_order(case.get("order"))
    told = read_sightings(case)
    concerns = find_concerns(told)
    known = {s.statement.subject for s in told}
    screenings = [] if case.get("coverage").text() == "not screened" else [
        read_screening(case, party, known)
        for one in order.parties for party in (one, *stated_owners(one))]
    targets = {entity: concern.text for entity, concern in concerns.items()}
    ways = GraphWays(build_graph(told), targets.keys())
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    judgements = [
        Judgement(id="j", kind="hit", object=hit_object(party, f"listed:{party.name}"), reason="other site",
                  verdict=hit.get("judged").text(), actor="a person", at=moment)
        for party in order.parties for hit in case.get("hits").items() if hit.get("judged").text()
    ]
    if not case.get("settled").is_absent:
        judgements.append(Judgement(id="k", kind="flag", object=flag_object("case", rule.flag), verdict="settled",
                                    reason=case.get("settled").text(), actor="a person", at=moment))
    day = case.get("as_of").date() or date(2026, 6, 1)
    addresses = case.get("at_addresses")
    dossier = gather(
        order, as_of=day, screenings=screenings, concerns=concerns, judgements=judgements,
        traces=[trace_party(ways, screening, concerns=lambda _: targets) for screening in screenings],
        classifications=rate(order, day) if case.get("rated").boolean() else [
            read_positions(case.get("positions"), day, wholes)],
        history=read_history(case.get("history")),
        at_addresses=None if addresses.is_absent else [
            Entity(id=f"at:{n}", schema=e.get("schema").text("Company"), caption=e.get("name").text(),
                   sources=("list",), is_listed=True,
                   properties=(("address", (e.get("address").text(),)),)) for n, e in enumerate(addresses.items())],
    )
    case.faults.check()
    return replace(sum_up(dossier), repeats=read_repeats(order, case, day))


@pytest.mark.parametrize("rule, case", CASES, ids=[f"{rule.flag}-{case.line}" for rule, case in CASES])
def test_a_flag_answers_its_own_case_as_it_says(rule: FlagRule, case: Node) -> None:
    finding = answer_flag(read_case(rule, case), rule)
    assert finding.answer.verdict.value == case.get("expect").choice(("met", "not met", "unknown")), finding


@pytest.mark.parametrize("rule", flag_rules(), ids=lambda rule: rule.flag)
def test_a_flag_has_cases_for_yes_and_no_and_for_unknown_unless_silence_answers_it(rule: FlagRule) -> None:
    expected = {case.get("expect").text() for case in rule.cases}
    assert {"met", "not met"} <= expected
    assert "unknown" in expected or rule.rests_on_silence


@pytest.mark.parametrize("rule", flag_rules(), ids=lambda rule: rule.flag)
def test_a_met_flag_gives_its_reasons(rule: FlagRule) -> None:
    for case in rule.cases:
        finding = answer_flag(read_case(rule, case), rule)
        assert finding.answer != MET or finding.reasons


@pytest.mark.parametrize("rule", flag_rules(), ids=lambda rule: rule.flag)
def test_a_met_flag_cites_guidance_that_is_named_and_dated(rule: FlagRule) -> None:
    assert all(flag_sources()[source].date for source in rule.sources)
    met = next(case for case in rule.cases if case.get("expect").text() == "met")
    cited = answer_flag(read_case(rule, met), rule).reasons[-1].evidence
    assert [citation.source for citation in cited] == list(rule.sources)


def test_all_flags_known_are_either_computed_or_named_as_not() -> None:
    computed = {rule.flag for rule in flag_rules()}
    assert not computed & set(flags_not_encoded())
    own = {flag for flag in computed if flag.startswith("LIC-")}
    assert len(computed - own) + len(flags_not_encoded()) == 115


def test_no_flag_turns_on_nationality_origin_or_faith() -> None:
    words = {"nationality", "ethnic", "ethnicity", "religion", "religious", "birth"}
    for rule in flag_rules():
        told = " ".join((rule.says, rule.ask, *rule.needs)).lower()
        assert not words & {word.strip(".,?:") for word in told.split()}


def flag(strength: str, group: str, answer: Answer = MET, name: str = "") -> FlagFinding:
    return FlagFinding(flag=name or f"{group}-{strength}", group=group, strength=FlagStrength(strength), text="",
                       answer=answer, ask="")


@pytest.mark.parametrize("findings, is_held", [
    ([flag("stop", "a")], True),
    ([flag("strong", "a")], True),
    ([flag("moderate", "a")], False),
    ([flag("moderate", "a"), flag("moderate", "b")], True),
    ([flag("moderate", "a"), flag("moderate", "a", name="a-2")], False),
    ([flag("moderate", "a"), flag("weak", "b"), flag("weak", "c")], True),
    ([flag("moderate", "a"), flag("weak", "b"), flag("weak", "b", name="b-2")], False),
    ([flag("moderate", "a"), flag("weak", "a"), flag("weak", "c")], False),
    ([flag(s, g) for g in "abcdef" for s in ("weak", "context")], False),
    ([flag("strong", "a", NOT_MET), flag("stop", "b", unknown(MissingFact(fact="x")))], False),
])
def test_flags_hold_by_groups_and_never_by_their_number(findings: list[FlagFinding], is_held: bool) -> None:
    assert bool(reasons_to_hold(findings)) is is_held


def test_only_the_strongest_of_a_group_counts() -> None:
    found = strongest_by_group([flag("weak", "a"), flag("strong", "a"), flag("moderate", "b")])
    assert {group: finding.strength.value for group, finding in found.items()} == {"a": "strong", "b": "moderate"}


def test_coverage_tells_what_was_answered_what_is_open_and_what_is_not_computed() -> None:
    coverage = cover_flags([flag("weak", "a"), flag("weak", "b", unknown(MissingFact(fact="x")))])
    assert coverage.answered == ("a-weak",)
    assert coverage.unknown == ("b-weak",)
    assert coverage.not_encoded == flags_not_encoded()

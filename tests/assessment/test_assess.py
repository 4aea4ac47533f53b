"""An order through a trader with a front company behind it; every party, paper and place is invented.

Countries are territories where nobody lives (aq, bv, hm).
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.assessment.assess import assess
from enduse.assessment.dossier import flag_object, gate_object, hit_object
from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.gates import gate_rules
from enduse.diversion.concerns import find_concerns
from enduse.diversion.graph import build_graph
from enduse.diversion.trace import trace_party
from enduse.diversion.ways import GraphWays
from enduse.model.answer import Verdict
from enduse.model.assessment import ActionKind, Assessment, FourQuestion
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.item import Item, ItemLine
from enduse.model.marking import Audience, Level, Marking
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Entity, Hit, Screening, SourceCoverage
from enduse.model.statement import Grade, Judgement, Locator, Sighting, Statement
from enduse.model.transaction import EndUse, Route, Transaction, TransactionKind
from enduse.model.viewpoint import Viewpoint

VIEW = Viewpoint(as_of=date(2026, 6, 1), known_by=datetime(2026, 6, 1, 12, tzinfo=UTC))
TRADER = Party(name="Ostrand Trading", country="aq", address="4 Kelp Quay, Unit 12, Northing",
               roles=(PartyRole.PURCHASER, PartyRole.PAYER))
CONSIGNEE = Party(name="Halvard Pump Works", country="bv", address="1 Mill Road, Easting",
                  roles=(PartyRole.ULTIMATE_CONSIGNEE, PartyRole.END_USER))
MACHINE = Item(description="Five-axis machining centre", maker="Brackwater Tools", model="BW-5", hs_code="8457.10")
ORDER = Transaction(
    reference="PO-17", kind=TransactionKind.ORDER, parties=(TRADER, CONSIGNEE),
    lines=(ItemLine(number=1, item=MACHINE),), route=Route(origin="hm", destination="bv"),
    end_use=EndUse(text="machining pump housings for farm irrigation sets", site="Hall 2, Easting",
                   is_informed_of_wmd=False, is_suspected_wmd=False, is_military=False),
    papers=("End-use statement of 3 May", "Site visit report", "Promise of no re-export"),
)
NEAR = Classification(item="BW-5", as_of=VIEW.as_of, determinations=(), positions=(
    RegimePosition(regime="eu", title="EU Annex I", position=ControlPosition.NEAR_LIMIT, entries=("2B001.b",)),))
FREE = replace(NEAR, positions=(replace(NEAR.positions[0], position=ControlPosition.NOT_CONTROLLED, entries=()),))
HELD = SourceCoverage(source="list", title="A list", version=date(2026, 5, 1), entities=9)


def say(subject: str, prop: str, value: str, *, grade: str = "B2", origin: str = "desk", hedge: str = "",
        marking: Marking | None = None) -> Sighting:
    said = Statement(
        subject=subject, schema="Company", prop=prop, value=value, printed=f"{subject} {prop} {value}", source=origin,
        locator=Locator(record="para 2"), origin=origin, grade=Grade.parse(grade), hedge=hedge,
        marking=marking or Marking(),
    )
    return Sighting(id=said.id, statement=said, document=None, document_name=None, received_at=VIEW.known_by)


LISTED = [say("nine", "topics", "sanction", origin="list"), say("nine", "program", "NPWMD", origin="list"),
          say("nine", "name", "Directorate Nine", origin="list")]
FRONT = [say("ostrand", "acts_for", "norbase", hedge="we believe"), say("norbase", "front_for", "nine", origin="port"),
         say("norbase", "name", "Norbase Ltd"), say("ostrand", "name", "Ostrand Trading")]
CLEAN = [say("ostrand", "supplies", "dairy"), say("halvard", "supplies", "dairy")]
ENTITIES = {"Ostrand Trading": "ostrand", "Halvard Pump Works": "halvard"}


def screen(party: Party, *more: Hit, coverage: tuple[SourceCoverage, ...] = (HELD,)) -> Screening:
    entity = Entity(id=ENTITIES.get(party.name, party.name.lower()), schema="Company", caption=party.name,
                    properties=(), sources=("desk",))
    known = Hit(query=party.name, rank=1, score=0.98, entity=entity, matched_name=party.name, reasons=(), listing=())
    return Screening(query=party.name, hits=(known, *more), coverage=coverage)


def listed_hit(party: Party, score: float, name: str) -> Hit:
    entity = Entity(id="listed-4", schema="Company", caption=name, sources=("list",), is_listed=True,
                    properties=(("program", ("NPWMD",)), ("topics", ("sanction",))))
    return Hit(query=party.name, rank=2, score=score, entity=entity, matched_name=name, reasons=(), listing=())


def run(order: Transaction, told: list[Sighting], *, screenings: list[Screening] | None = None,
        classification: Classification = FREE, judgements: list[Judgement] | None = None) -> Assessment:
    screened = [screen(party) for party in order.parties] if screenings is None else screenings
    concerns = find_concerns(told)
    targets = {entity: concern.text for entity, concern in concerns.items()}
    ways = GraphWays(build_graph(told), targets.keys())
    return assess(
        order, viewpoint=VIEW, screenings=screened, classifications=[classification] if order.lines else [],
        traces=[trace_party(ways, screening, concerns=lambda _: targets) for screening in screened], concerns=concerns,
        at_addresses=[], judgements=judgements or [], inputs=[("order", "PO-17")],
    )


def settle_all() -> list[Judgement]:
    gates = [("gate", gate_object("PO-17", rule.gate)) for rule in gate_rules().gates
             if not rule.is_computed or rule.gate in
             ("ownership", "catch_all", "denial", "published_address", "embargo")]
    flags = [("flag", flag_object("PO-17", name)) for name in ("ROL-01", "NET-02")]
    return [Judgement(id=object_, kind=kind, object=object_, verdict="settled", reason="papers seen", actor="a person",
                      at=VIEW.known_by) for kind, object_ in (*gates, *flags)]


def answers(assessment: Assessment) -> dict[str, str]:
    return {q.question.name: q.answer.verdict.value for q in assessment.questions}


def kinds(assessment: Assessment) -> list[ActionKind]:
    return [action.kind for action in assessment.actions]


def test_an_order_through_a_front_is_held_with_the_path_as_its_reason() -> None:
    found = run(ORDER, [*LISTED, *FRONT, *CLEAN], classification=NEAR)
    assert answers(found) == {"REACH": "not met", "USE": "met", "HARMLESS": "not met", "KEPT": "unknown"}
    assert found.actions[0].kind is ActionKind.HOLD
    assert ActionKind.NOTIFY in kinds(found)
    assert ActionKind.PROCEED not in kinds(found)
    met = {flag.flag for flag in found.flags if flag.answer.verdict is Verdict.MET}
    assert {"NET-05", "ITM-04", "ITM-13", "ROL-01"} <= met
    because = " ".join(reason.text for action in found.actions for reason in action.because)
    assert 'is said to act for Norbase Ltd ("we believe")' in because
    cited = {citation.place for action in found.actions for reason in action.because for citation in reason.evidence}
    assert "para 2" in cited


def test_a_path_that_is_not_assessed_leaves_the_question_open_and_says_what_would_confirm_it() -> None:
    weak = [say("ostrand", "acts_for", "nine", grade="F6")]
    found = run(ORDER, [*LISTED, *weak, *CLEAN])
    assert answers(found)["REACH"] == "unknown"
    reach = found.questions[0].answer.missing
    assert any("Which other source confirms or denies this" in fact.question for fact in reach)


def test_a_path_from_a_party_that_may_be_another_asks_first_who_the_party_is() -> None:
    trader = screen(TRADER)
    unsure = replace(trader, hits=(replace(trader.hits[0], score=0.8),))
    world = [*LISTED, say("ostrand", "front_for", "nine"), *CLEAN]
    found = run(ORDER, world, screenings=[unsure, screen(CONSIGNEE)])
    assert answers(found)["REACH"] == "unknown"
    assert any(fact.question.startswith("Is Ostrand Trading the") for fact in found.questions[0].answer.missing)
    same = Judgement(id="h", kind="hit", object=hit_object(TRADER, "ostrand"), verdict="same", reason="tax number",
                     actor="a person", at=VIEW.known_by)
    known = run(ORDER, world, screenings=[unsure, screen(CONSIGNEE)], judgements=[same])
    assert answers(known)["REACH"] == "not met"


def test_an_order_of_which_nothing_is_known_is_unknown_throughout_and_asked_about() -> None:
    order = Transaction(reference="PO-1", kind=TransactionKind.ORDER, parties=(), lines=())
    found = run(order, [])
    assert set(answers(found).values()) == {"unknown"}
    assert kinds(found)[0] in (ActionKind.HOLD, ActionKind.ASK)
    assert ActionKind.ASK in kinds(found)
    assert ActionKind.PROCEED not in kinds(found)
    assert {"end user", "stated end use", "item lines"} <= {fact.fact for fact in found.missing}


def test_every_open_gate_and_question_names_what_is_missing() -> None:
    found = run(replace(ORDER, papers=()), CLEAN)
    for question in found.questions:
        assert (question.answer.verdict is Verdict.UNKNOWN) == bool(question.answer.missing)
        assert set(question.answer.missing) <= set(found.missing)


def test_a_list_that_was_not_in_force_is_an_open_gate_never_a_pass() -> None:
    lacking = replace(HELD, version=None)
    found = run(ORDER, CLEAN, screenings=[screen(party, coverage=(lacking,)) for party in ORDER.parties],
                judgements=settle_all())
    gate = next(gate for gate in found.gates if gate.gate == "list_coverage")
    assert gate.answer.verdict is Verdict.UNKNOWN
    assert set(answers(found).values()) == {"unknown"}
    assert ActionKind.PROCEED not in kinds(found)


def test_an_unscreened_party_is_no_clean_party() -> None:
    found = run(ORDER, CLEAN, screenings=[screen(TRADER)], judgements=settle_all())
    assert answers(found)["REACH"] == "unknown"
    assert next(f for f in found.flags if f.flag == "PTY-01").answer.verdict is Verdict.UNKNOWN


def test_a_listed_party_of_the_same_name_stops_the_order() -> None:
    hit = listed_hit(CONSIGNEE, 0.97, "HALVARD PUMP WORKS")
    found = run(ORDER, CLEAN, screenings=[screen(TRADER), screen(CONSIGNEE, hit)])
    assert found.stops
    assert found.actions[0].text.startswith("Hold: a stop gate is met")
    assert answers(found)["HARMLESS"] == "not met"


def test_an_open_hit_holds_the_order_until_it_is_judged() -> None:
    hit = listed_hit(CONSIGNEE, 0.85, "Halvard Pumps of Westing")
    screened = [screen(TRADER), screen(CONSIGNEE, hit)]
    found = run(ORDER, CLEAN, screenings=screened, judgements=settle_all())
    assert not found.stops
    assert kinds(found)[0] is ActionKind.HOLD
    assert ActionKind.CHECK_HIT in kinds(found)
    verdict = Judgement(id="h", kind="hit", object=hit_object(CONSIGNEE, "listed-4"), verdict="different",
                        reason="another registration number", actor="a person", at=VIEW.known_by)
    cleared = run(ORDER, CLEAN, screenings=screened, judgements=[*settle_all(), verdict])
    assert ActionKind.CHECK_HIT not in kinds(cleared)
    assert ActionKind.HOLD not in kinds(cleared)
    same = run(ORDER, CLEAN, screenings=screened, judgements=[replace(verdict, verdict="same")])
    assert same.stops


def test_a_judgement_no_longer_counts_once_its_end_has_come() -> None:
    hit = listed_hit(CONSIGNEE, 0.85, "Halvard Pumps of Westing")
    verdict = Judgement(id="h", kind="hit", object=hit_object(CONSIGNEE, "listed-4"), verdict="different",
                        reason="another registration number", actor="a person", at=VIEW.known_by, until=VIEW.as_of)
    found = run(ORDER, CLEAN, screenings=[screen(TRADER), screen(CONSIGNEE, hit)], judgements=[verdict])
    assert ActionKind.CHECK_HIT in kinds(found)


def test_going_on_is_proposed_only_when_everything_was_answered() -> None:
    found = run(ORDER, CLEAN, judgements=settle_all())
    assert set(answers(found).values()) == {"met"}
    assert kinds(found) == [ActionKind.PROCEED]
    for left_out in range(len(settle_all())):
        rest = [j for n, j in enumerate(settle_all()) if n != left_out]
        assert ActionKind.PROCEED not in kinds(run(ORDER, CLEAN, judgements=rest))


def test_standing_near_a_limit_meets_no_question_and_raises_care() -> None:
    near, free = (run(ORDER, CLEAN, classification=c, judgements=settle_all()) for c in (NEAR, FREE))
    assert answers(near) == answers(free)
    assert any("near a limit" in action.text for action in near.actions)
    assert ActionKind.PROCEED not in kinds(near)


def test_a_controlled_item_asks_for_a_license() -> None:
    controlled = replace(NEAR, positions=(replace(NEAR.positions[0], position=ControlPosition.CONTROLLED),))
    found = run(ORDER, CLEAN, classification=controlled, judgements=settle_all())
    assert ActionKind.APPLY in kinds(found)
    assert ActionKind.PROCEED not in kinds(found)


def test_being_informed_by_the_authority_stops_the_order() -> None:
    informed = replace(ORDER, end_use=replace(ORDER.end_use, is_informed_of_wmd=True))
    found = run(informed, CLEAN, judgements=settle_all())
    assert {ActionKind.HOLD, ActionKind.APPLY} <= set(kinds(found))
    assert answers(found)["HARMLESS"] == "not met"


def test_what_was_not_evaluated_is_said() -> None:
    found = run(ORDER, CLEAN)
    assert any("Catch-all" in line for line in found.limitations)
    assert next(g for g in found.gates if g.gate == "catch_all").answer.verdict is Verdict.UNKNOWN
    assert found.flag_coverage is not None
    assert len(found.flag_coverage.answered) + len(found.flag_coverage.unknown) == len(flag_rules())


def test_actions_are_ranked_without_gap_and_each_says_why() -> None:
    found = run(ORDER, [*LISTED, *FRONT, *CLEAN], classification=NEAR)
    assert [action.rank for action in found.actions] == list(range(1, len(found.actions) + 1))
    assert all(action.because for action in found.actions)


BLANKS = {
    "no end-use text": lambda o: replace(o, end_use=replace(o.end_use, text="")),
    "no site": lambda o: replace(o, end_use=replace(o.end_use, site="")),
    "no military answer": lambda o: replace(o, end_use=replace(o.end_use, is_military=None)),
    "no informed answer": lambda o: replace(o, end_use=replace(o.end_use, is_informed_of_wmd=None)),
    "no suspicion answer": lambda o: replace(o, end_use=replace(o.end_use, is_suspected_wmd=None)),
    "no destination": lambda o: replace(o, route=replace(o.route, destination="")),
    "no model": lambda o: replace(o, lines=(replace(o.lines[0], item=replace(MACHINE, model="", hs_code="")),)),
    "no papers": lambda o: replace(o, papers=()),
    "no user": lambda o: replace(o, parties=tuple(p for p in o.parties if p.name != CONSIGNEE.name)),
    "no country": lambda o: replace(o, parties=tuple(replace(p, country="", address="") for p in o.parties)),
    "no payer": lambda o: replace(o, parties=tuple(
        replace(p, roles=tuple(r for r in p.roles if r is not PartyRole.PAYER)) for p in o.parties)),
}
WORLDS = {"clean": CLEAN, "front": [*LISTED, *FRONT, *CLEAN], "silent": [],
          "user": [*LISTED, say("halvard", "front_for", "nine"), *CLEAN]}
ENDS = {
    "as told": lambda o: o,
    "informed": lambda o: replace(o, end_use=replace(o.end_use, is_informed_of_wmd=True)),
    "suspected": lambda o: replace(o, end_use=replace(o.end_use, is_suspected_wmd=True)),
    "military": lambda o: replace(o, end_use=replace(o.end_use, is_military=True)),
    "vague": lambda o: replace(o, end_use=replace(o.end_use, text="industrial use")),
    "elsewhere": lambda o: replace(o, route=replace(o.route, destination="hm")),
}


@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from(sorted(BLANKS))), st.sampled_from(sorted(WORLDS)), st.sampled_from(sorted(ENDS)),
       st.booleans())
def test_filling_in_what_is_missing_never_turns_a_decided_question(
    blanks: set[str], world: str, end: str, is_settled: bool,
) -> None:
    full = ENDS[end](ORDER)
    bare = full
    for blank in sorted(blanks):
        bare = BLANKS[blank](bare)
    judgements = settle_all() if is_settled else []
    before, after = (answers(run(order, WORLDS[world], judgements=judgements)) for order in (bare, full))
    for question, verdict in before.items():
        assert verdict in ("unknown", after[question])


@pytest.mark.parametrize("blank", sorted(BLANKS))
def test_no_question_about_a_bare_order_is_met_where_it_needs_what_is_blank(blank: str) -> None:
    found = run(BLANKS[blank](ORDER), CLEAN, judgements=settle_all())
    assert "unknown" in answers(found).values()
    assert ActionKind.PROCEED not in kinds(found)


hidden_words = st.lists(st.builds(
    say, st.sampled_from(("ostrand", "norbase", "nine", "halvard")),
    st.sampled_from(("front_for", "acts_for", "name", "program", "topics")),
    st.sampled_from(("nine", "norbase", "sanction", "NPWMD")), marking=st.just(Marking(level=Level.SECRET)),
), max_size=6)


@settings(max_examples=40, deadline=None)
@given(hidden_words)
def test_a_statement_that_the_audience_may_not_see_changes_nothing(hidden: list[Sighting]) -> None:
    reader = Audience(principal="nl", level=Level.CONFIDENTIAL)

    def visible(record: list[Sighting]) -> list[Sighting]:
        return [s for s in record if s.statement.marking.is_visible_to(reader)]

    world = [*LISTED, *FRONT]
    assert repr(run(ORDER, visible([*hidden, *world]))) == repr(run(ORDER, world))


def test_the_order_in_which_things_were_told_changes_nothing() -> None:
    world = [*LISTED, *FRONT]
    first = run(ORDER, world)
    assert all(repr(run(ORDER, list(told))) == repr(first) for told in itertools.islice(
        itertools.permutations(world), 0, 5000, 977))


def test_all_four_questions_are_answered_in_their_order() -> None:
    assert [q.question for q in run(ORDER, CLEAN).questions] == list(FourQuestion)

"""The question that is asked first is one whose answer can change the first step, and suggests no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enduse.assessment.assess import assess
from enduse.assessment.dossier import GATE, SETTLED, gate_object
from enduse.assessment.next_fact import cost_of
from enduse.model.answer import MissingFact
from enduse.model.assessment import Action, ActionKind
from enduse.model.determination import KIND_FACT, Classification, ControlPosition, RegimePosition
from enduse.model.item import Item, ItemLine
from enduse.model.marking import OWNER
from enduse.model.party import Party, PartyRole
from enduse.model.screening import Screening, SourceCoverage
from enduse.model.statement import Judgement
from enduse.model.transaction import EndUse, NotedFact, Route, Transaction, TransactionKind
from enduse.model.viewpoint import Viewpoint

DAY = date(2026, 5, 1)
AT = datetime(2026, 5, 1, tzinfo=UTC)
USER = Party(name="Ostrand Pumps", country="tr", address="1 Ostrand Road, Ostrand Town", roles=(
    PartyRole.PURCHASER, PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.PAYER))
ORDER = Transaction(
    reference="case", kind=TransactionKind.ORDER,
    parties=(Party(name="Fellgate Works", country="de", roles=(PartyRole.EXPORTER, PartyRole.MANUFACTURER)), USER),
    lines=(ItemLine(number=1, item=Item(description="Bench lathe", maker="Fellgate", model="L-1", origin="de",
                                        hs_code="8458.19")),), route=Route(origin="de", destination="tr"),
    end_use=EndUse(text="turning pump shafts for irrigation sets on line two", site="Hall 1", is_military=False,
                   is_suspected_wmd=False, is_informed_of_wmd=False),
    papers=("end-use statement", "site visit report", "re-export undertaking"),
)


def ask(order: Transaction, *, settled: tuple[str, ...] = ("ownership", "published_address", "denial", "embargo",
                                                           "catch_all")) -> tuple[Action, ...]:
    judged = [Judgement(id=gate, kind=GATE, object=gate_object("case", gate), verdict=SETTLED, reason="invented",
                        actor="desk", at=AT) for gate in settled]
    lists = (SourceCoverage(source="invented", title="", version=DAY, entities=0, note=""),)
    screenings = [Screening(query=party.name, hits=(), coverage=lists) for party in order.parties]
    return assess(order, viewpoint=Viewpoint(as_of=DAY, known_by=AT, audience=OWNER), screenings=screenings,
                  judgements=judged, at_addresses=()).actions


def questions(actions: tuple[Action, ...]) -> list[str]:
    return [action.because[0].text for action in actions if action.kind is ActionKind.ASK]


def test_what_is_held_for_silence_alone_asks_first_for_what_would_let_it_go() -> None:
    actions = ask(replace(ORDER, parties=(ORDER.parties[0], replace(USER, roles=(PartyRole.PURCHASER,)))))
    assert actions[0].kind is ActionKind.HOLD
    first = questions(actions)[0]
    assert first.startswith("Not known: end user.")
    assert "could let it go on" in first


def test_an_order_that_is_not_held_asks_first_for_what_could_hold_it_and_costs_least() -> None:
    actions = ask(ORDER)
    assert actions[0].kind is ActionKind.ASK
    told = questions(actions)
    assert all("The answer alone could hold it" in one for one in told)


def test_a_fact_that_changes_nothing_by_itself_has_no_value() -> None:
    held = replace(ORDER, facts=(NotedFact(fact="keeping_clause", values=("struck_out",)),))
    actions = ask(held)
    assert actions[0].kind is ActionKind.HOLD
    assert not any("The answer alone" in one for one in questions(actions))


def test_an_open_gate_is_asked_before_what_only_opens_questions() -> None:
    told = questions(ask(replace(ORDER, papers=()), settled=("ownership", "published_address", "denial", "catch_all")))
    assert any("embargo" in one.casefold() for one in told) or "could hold it" in told[0]
    assert not told[0].startswith("Not known: end-use statement")


@pytest.mark.parametrize("words", ["zz", "aq", "Named Firm"])
def test_no_question_suggests_an_answer_that_was_tried(words: str) -> None:
    silent = replace(ORDER, parties=(), end_use=EndUse())
    assert not any(words in action.text.split() for action in ask(silent))


def test_costs_come_from_where_a_fact_is_got() -> None:
    assert cost_of(MissingFact(fact="the customer is new")) == 1
    assert cost_of(MissingFact(fact="accounts of the customer were found")) == 3
    assert cost_of(MissingFact(fact="alerts of other governments on this party, item or route")) == 5
    assert cost_of(MissingFact(fact="something else")) == 3


def test_what_kind_of_thing_is_ordered_is_asked_before_anything_else() -> None:
    kind = MissingFact(fact=KIND_FACT, about="Bench lathe", question="What kind of item is it?")
    position = RegimePosition(regime="EU", title="EU", position=ControlPosition.UNKNOWN, entries=(), missing=(kind,))
    assert cost_of(kind) == 0
    screenings = [Screening(query=party.name, hits=(), coverage=()) for party in ORDER.parties]
    item = Classification(item="Bench lathe", as_of=DAY, positions=(position,), determinations=())
    seen = Viewpoint(as_of=DAY, known_by=AT, audience=OWNER)
    actions = assess(ORDER, viewpoint=seen, screenings=screenings, classifications=[item]).actions
    assert questions(actions)[0].startswith(f"Not known: {KIND_FACT}.")


def test_that_nobody_wrote_of_the_exporter_leaves_nothing_open_and_of_the_buyer_does() -> None:
    asked = {fact.fact for fact in assess(ORDER, viewpoint=Viewpoint(as_of=DAY, known_by=AT, audience=OWNER)).missing}
    assert "what sources say of Ostrand Pumps" in asked
    assert "what sources say of Fellgate Works" not in asked
    alone = replace(ORDER, parties=ORDER.parties[:1])
    asked = {fact.fact for fact in assess(alone, viewpoint=Viewpoint(as_of=DAY, known_by=AT, audience=OWNER)).missing}
    assert any(fact.startswith("a party in the role of") for fact in asked)

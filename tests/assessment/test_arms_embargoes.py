"""Every arms embargo proves its own cases; parties are invented."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.assessment.arms_embargoes import find_arms_embargo, tell_embargoes
from enduse.assessment.catch_all import answer_catch_all
from enduse.assessment.dossier import Dossier, gather
from enduse.assessment.embargoes import find_embargo
from enduse.assessment.gates import answer_gates
from enduse.knowledge.arms_embargoes import (
    FOLDER,
    WHOLE,
    Standing,
    arms_embargoes,
    embargo_rules,
)
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge
from enduse.model.answer import MET, NOT_MET, Verdict
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.party import Party, PartyRole
from enduse.model.transaction import EndUse, Mind, Route, Transaction, TransactionKind

CASES = [case for path in list_knowledge(FOLDER) for case in open_knowledge(path).get("cases").required().items()]
ROWS = {row.id: row for row in arms_embargoes()}


def gather_order(destination: str, buyer: str, day: date, *, home: str = "de", kind: str = "LegalEntity",
                 informed: tuple[str, ...] = ()) -> Dossier:
    order = Transaction(
        reference="x", kind=TransactionKind.ORDER, lines=(), route=Route(destination=destination),
        parties=(Party(name="Brackwater Tools", country=home, roles=(PartyRole.EXPORTER,)),
                 Party(name="Easting Works", country=buyer, kind=kind, roles=(PartyRole.PURCHASER,))),
        end_use=EndUse(minds=(Mind(degree="informed", uses=informed),)),
    )
    unlisted = RegimePosition(regime="EU", title="EU", position=ControlPosition.NOT_CONTROLLED)
    rated = Classification(item="lathe", as_of=day, determinations=(), positions=(unlisted,))
    return gather(order, as_of=day, classifications=[rated])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.faults.where.rpartition('/')[2]}-{case.line}")
def test_every_file_proves_its_cases(case: Node) -> None:
    case.mapping(("law", "as_of", "destination", "buyer", "kind", "expect"))
    destination, day = case.get("destination").text(), case.get("as_of").required().date()
    assert day is not None
    order = gather_order(destination, case.get("buyer").text(destination), day,
                         kind=case.get("kind").text("LegalEntity"))
    answer, reasons = find_arms_embargo(order, case.get("law").required().text())
    assert answer.verdict.value == case.get("expect").required().text()
    assert answer.verdict is Verdict.UNKNOWN or reasons
    assert all(reason.evidence for reason in reasons)


@pytest.mark.parametrize("number", ROWS)
def test_an_embargo_begins_on_its_first_day_and_is_over_on_the_day_that_ends_it(number: str) -> None:
    one = ROWS[number]
    first = one.since or one.seen_since
    assert first is not None
    assert one.stands_on(first) is Standing.HOLDS
    before = one.stands_on(first - timedelta(days=1))
    assert before is (Standing.IS_OVER if one.since else Standing.IS_OPEN)
    end = one.until or one.ended_by
    if end is not None:
        assert one.stands_on(end) is Standing.IS_OVER
        assert one.stands_on(end - timedelta(days=1)) is (Standing.HOLDS if one.until else Standing.IS_OPEN)


@given(st.sampled_from(sorted({row.place for row in ROWS.values()} | {"kz", "br", "cn"})),
       st.dates(min_value=date(1990, 1, 1), max_value=date(2035, 1, 1)), st.sampled_from(["EU", "UK"]))
def test_only_an_embargo_on_everybody_that_held_on_the_day_gives_yes(place: str, day: date, law: str) -> None:
    answer, _ = find_arms_embargo(gather_order(place, place, day), law)
    bodies = embargo_rules().laws[law].bodies
    holds = {row.scope for row in ROWS.values()
             if row.place == place and row.body in bodies and row.stands_on(day) is Standing.HOLDS}
    assert (answer == MET) is (WHOLE in holds)
    if answer == NOT_MET:
        assert not holds
        assert any(one.law == law and one.stands_on(day) is not Standing.IS_OVER for one in embargo_rules().lists)


def test_a_country_that_a_list_names_is_explained_by_a_row_or_does_not_count() -> None:
    known = {row.place for row in ROWS.values()} | {one.place for one in embargo_rules().not_counted}
    assert all(one.places <= known for one in embargo_rules().lists)


def catch_all(destination: str, day: date, *uses: str) -> dict[str, tuple[Verdict, str]]:
    order = gather_order(destination, destination, day, informed=uses)
    return {test.test: (test.answer.verdict, " ".join(r.text for e in test.elements for r in e.reasons))
            for test in answer_catch_all(order, gates=answer_gates(order), flags=())}


def test_a_military_use_that_the_authority_told_of_meets_the_test_only_where_an_embargo_holds() -> None:
    day = date(2022, 6, 1)
    verdict, words = catch_all("ru", day, "military_items")["EU-4-1-b"]
    assert verdict is Verdict.MET
    assert "Decision 2014/512/CFSP" in words
    assert catch_all("kz", day, "military_items")["EU-4-1-b"][0] is Verdict.NOT_MET
    assert catch_all("am", day, "military_items")["EU-4-1-b"][0] is Verdict.UNKNOWN
    assert catch_all("ru", date(2014, 7, 31), "military_items")["EU-2009-4-2"][0] is Verdict.UNKNOWN
    assert catch_all("ru", date(2014, 8, 1), "military_items")["EU-2009-4-2"][0] is Verdict.MET


def test_the_embargo_is_shown_beside_the_use_that_needs_it_and_not_beside_another() -> None:
    day = date(2022, 6, 1)
    assert "2014/512" in catch_all("ru", day, "military_items")["EU-4-2"][1]
    assert "2014/512" not in catch_all("ru", day, "nuclear")["EU-4-2"][1]


def test_an_arms_embargo_is_told_at_the_gate_and_does_not_meet_it() -> None:
    order = gather_order("ve", "ve", date(2022, 6, 1))
    answer, reasons = find_embargo(order, question="Which embargoes bind?")
    assert answer.verdict is Verdict.UNKNOWN
    assert any("2017/2074" in reason.text for reason in reasons)
    assert tell_embargoes(gather_order("fr", "fr", date(2022, 6, 1)), "de") == ()
    assert tell_embargoes(order, "jp") == ()


def test_a_close_partner_is_answered_by_the_gate_on_days_without_a_list() -> None:
    assert catch_all("no", date(2026, 6, 1), "military_items")["EU-4-1-b"][0] is Verdict.NOT_MET


def test_a_law_that_is_not_kept_is_open() -> None:
    assert find_arms_embargo(gather_order("ru", "ru", date(2022, 6, 1)), "XX")[0].verdict is Verdict.UNKNOWN

"""An order beside an earlier case: what links parties, goods and places. Every name is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enduse.assessment.repeats import Linked, compare_case, link_party, rank_matches
from enduse.model.denial import CaseOutcome, Denial, DeniedItem, DeniedParameter, DeniedParty

USER = DeniedParty(
    name="Stillmere Pump Works", roles=("end_user",), country="fr", address="14 Quay Road, Port Ember",
    phones=("+49 30 5550101",), emails=("info@stillmere.example",), people=("Omid Varnish",),
)
ITEM = DeniedItem(description="five-axis milling machine", kinds=("machine_tool.milling",), hs_code="845710",
                  parameters=(DeniedParameter(name="X travel_length", value="500 mm", low="500", high="500"),))
CASE = Denial(id="denial-1", reference="D-1", outcome=CaseOutcome.DENIED, source="denials", parties=(USER,),
              items=(ITEM,), destination="fr", end_use="pump housings", decided_on=date(2024, 5, 1))


def once(_mark: str) -> int:
    return 1


def often(_mark: str) -> int:
    return 500


@pytest.mark.parametrize(("other", "sign"), [
    (DeniedParty(name="Quill Harbour", phones=("0049 (30) 555-0101",)), "phone"),
    (DeniedParty(name="Quill Harbour", emails=("buy@stillmere.example",)), "domain"),
    (DeniedParty(name="Quill Harbour", people=("O. Warnish", "Umid Warnish")), "person"),
    (DeniedParty(name="Quill Harbour", address="Quay Rd 14, Port Ember"), "address"),
    (DeniedParty(name="Stilmere Pumps"), "name"),
    (DeniedParty(name="Omid Varnish"), "person"),
])
def test_another_name_with_one_thing_kept_is_linked_by_it(other: DeniedParty, sign: str) -> None:
    link = link_party(other, USER, once)
    assert sign in link.signs
    assert link.value > 0.4


def test_what_hundreds_of_cases_share_links_little() -> None:
    other = DeniedParty(name="Quill Harbour", phones=("+49 30 5550101",), address="14 Quay Road, Port Ember")
    assert link_party(other, USER, often).value < 0.4 < link_party(other, USER, once).value
    assert link_party(other, USER, often).signs == ()


def test_free_mail_links_nobody() -> None:
    left, right = (DeniedParty(name=name, emails=(f"{name}@gmail.com",)) for name in ("quill", "tansy"))
    assert link_party(left, right, once).value == 0


def test_linking_is_the_same_both_ways() -> None:
    other = DeniedParty(name="Stilmere Pumps", phones=("+49 30 5550102",), address="Quay Rd 14, Port Ember")
    assert link_party(other, USER, once).value == pytest.approx(link_party(USER, other, once).value)


@pytest.mark.parametrize(("length", "least", "most"), [("500", 0.99, 1.0), ("460", 0.99, 1.0), ("380", 0.8, 0.97),
                                                       ("40", 0.0, 0.8)])
def test_a_shaved_specification_stays_alike_and_another_one_does_not(length: str, least: float, most: float) -> None:
    shaved = replace(ITEM, parameters=(replace(ITEM.parameters[0], low=length, high=length, value=f"{length} mm"),))
    found = compare_case(replace(CASE, id="order", items=(shaved,)), CASE, count=once)
    assert least <= found.item <= most


def test_another_entry_says_nothing_against() -> None:
    one = replace(CASE, items=(replace(ITEM, entries=("EU 2B001.b.2",)),))
    other = replace(CASE, items=(replace(ITEM, entries=("EU 2B201.a",)),))
    assert compare_case(one, other, count=once).item == compare_case(CASE, CASE, count=once).item


def test_the_seller_links_nothing() -> None:
    own = DeniedParty(name="Own Works", roles=("exporter", "manufacturer"), phones=("+49 40 1234567",))
    asked = replace(CASE, parties=(own,))
    assert compare_case(asked, replace(CASE, parties=(own,)), count=once).link == 0


def test_a_tie_of_the_record_is_said_and_counts_less() -> None:
    asked = replace(CASE, parties=(DeniedParty(name="Quill Harbour", roles=("purchaser",)),))
    tie = Linked(USER, "Quill Harbour", ("purchaser",), "(The record ties Quill Harbour to Stillmere: owns.)")
    found = compare_case(asked, CASE, count=once, linked=[tie])
    own = compare_case(CASE, CASE, count=once)
    assert 0.5 < found.link < own.link
    assert any("The record ties" in reason.text for reason in found.reasons)
    assert found.links[0].through


def test_what_speaks_against_is_told() -> None:
    other = DeniedParty(name="Tansy Holt", roles=("end_user",))
    asked = replace(CASE, destination="jp", end_use="dairy", parties=(other,))
    told = " ".join(reason.text for reason in compare_case(asked, CASE, count=once).against)
    assert "Another destination" in told
    assert "Another use" in told
    assert "No party" in told


def test_matches_are_ranked_by_score_then_by_id() -> None:
    matches = [compare_case(CASE, replace(CASE, id=name), count=once) for name in ("b", "a")]
    assert [(one.rank, one.case.id) for one in rank_matches(matches, limit=5)] == [(1, "a"), (2, "b")]

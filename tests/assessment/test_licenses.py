"""What controlled entries and customs codes of an order ask for its destination. Items and parties are invented.

Destinations are real, since tables of law know no others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enduse.assessment.assess import assess
from enduse.assessment.dossier import Dossier, gather
from enduse.assessment.licenses import find_licenses, find_prohibited, tell_goods, tell_license
from enduse.classification.asking_wholes import classify_lines
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, unknown
from enduse.model.assessment import ActionKind, Assessment
from enduse.model.determination import Classification
from enduse.model.item import Item, ItemFile, ItemLine
from enduse.model.jurisdiction import Jurisdiction
from enduse.model.transaction import Route, Transaction, TransactionKind
from enduse.model.viewpoint import Viewpoint

DAY = date(2025, 12, 1)
LISTED_ON = date(2022, 5, 1)  # a day for which the list of the Union was read
VIEW = Viewpoint(as_of=DAY, known_by=datetime(2026, 6, 1, 12, tzinfo=UTC))
MILL = """
description: invented centre
item_type: machine_tool
function: milling
nc_capable: true
contouring_axes: {axes}
contouring_rotary_axes: {rotary}
linear_axes:
  - {{axis: X, travel_mm: 760, upr_um: {upr}, positioning_accuracy_um: 9, accuracy_standard: "ISO 230-2:1988"}}
"""
OPEN = unknown(MissingFact(fact="where it was made"))


def read(text: str) -> Item:
    node = parse_nodes(text.encode(), where="item.yaml")
    item = item_from_node(node)
    node.faults.check()
    return item


FIVE_AXES = read(MILL.format(axes=5, rotary=2, upr="0.8"))
THREE_AXES = read(MILL.format(axes=3, rotary=0, upr="2.4"))
RAISED = read(MILL.format(axes=3, rotary=0, upr="0.8") + """
options:
  - {name: table, ordered: true, contouring_axes: 5, contouring_rotary_axes: 2}
""")
COULD_BE = read(MILL.format(axes=3, rotary=0, upr="0.8") + """
options:
  - {name: table, ordered: false, contouring_axes: 5, contouring_rotary_axes: 2}
""")


def classify(*items: Item, reach: dict[str, Answer] | None = None) -> tuple[Classification, ...]:
    file = ItemFile(lines=tuple(ItemLine(number=n, item=item) for n, item in enumerate(items, 1)), is_order=True)
    found = classify_lines(file, as_of=DAY, law=load_controls(), regimes=["EU", "US"])
    laws = tuple(
        Jurisdiction(regime=regime, law=regime, as_of=DAY, answer=answer) for regime, answer in (reach or {}).items()
    )
    return tuple(replace(one, jurisdictions=laws) for one in found)


def order(*items: Item, destination: str) -> Transaction:
    return Transaction(
        reference="PO-1", kind=TransactionKind.ORDER, parties=(), route=Route(destination=destination),
        lines=tuple(ItemLine(number=n, item=item) for n, item in enumerate(items, 1)),
    )


def dossier(*items: Item, destination: str, reach: dict[str, Answer] | None = None) -> Dossier:
    return gather(order(*items, destination=destination), as_of=DAY, classifications=classify(*items, reach=reach))


def assess_order(*items: Item, destination: str, reach: dict[str, Answer] | None = None) -> Assessment:
    return assess(order(*items, destination=destination), viewpoint=VIEW, classifications=classify(*items, reach=reach))


def test_a_controlled_item_asks_for_a_license_where_the_law_reaches_it() -> None:
    found = find_licenses(dossier(FIVE_AXES, destination="in", reach={"EU": MET, "US": NOT_MET}))
    by = {one.need.regime: one for one in found}
    assert by["EU"].answer == MET
    assert by["EU"].entries == ("2B001.b.1.a", "2B001.b.2.a")
    assert by["US"].answer == NOT_MET
    told = tell_license(by["EU"])
    assert "EU 2B001.b.1.a, 2B001.b.2.a to IN: a license is needed" in told.text
    assert told.evidence[0].place == "Regulation (EU) 2021/821, Article 3(1)"
    assert "does not reach it" in tell_license(by["US"]).text


def test_where_nobody_said_whose_law_applies_the_need_is_open_and_says_so() -> None:
    (one, _) = find_licenses(dossier(FIVE_AXES, destination="in"))
    assert one.need.answer == MET
    assert one.answer.verdict is Verdict.UNKNOWN
    assert {fact.fact for fact in one.answer.missing} == {"whether the law of EU reaches the item"}


def test_without_a_destination_the_need_waits_for_it() -> None:
    found = find_licenses(dossier(FIVE_AXES, destination="", reach={"EU": MET, "US": MET}))
    assert {fact.fact for one in found for fact in one.answer.missing} == {"country of destination"}
    assert "a destination that is not stated" in tell_license(found[0]).text


def test_a_general_authorisation_that_may_cover_it_is_told() -> None:
    found = find_licenses(dossier(FIVE_AXES, destination="jp", reach={"EU": MET, "US": NOT_MET}))
    eu = next(one for one in found if one.need.regime == "EU")
    assert "EU001" in tell_license(eu).text
    assert "none of" not in tell_license(eu).text


def test_what_only_the_ordered_whole_meets_asks_for_a_license_too() -> None:
    found = find_licenses(dossier(RAISED, destination="in", reach={"EU": MET, "US": MET}))
    assert {one.of for one in found} == {"as ordered, with table"}
    result = assess_order(RAISED, destination="in", reach={"EU": MET, "US": NOT_MET})
    due = [action for action in result.actions if action.kind is ActionKind.APPLY]
    assert len(due) == 1
    assert "taken together (as ordered, with table)" in due[0].because[0].text


def test_what_the_item_could_become_asks_for_no_license_and_is_asked_about() -> None:
    assert not find_licenses(dossier(COULD_BE, destination="in", reach={"EU": MET, "US": MET}))
    result = assess_order(COULD_BE, destination="in", reach={"EU": MET, "US": MET})
    asked = [action for action in result.actions if "options and upgrades" in action.text]
    assert len(asked) == 1
    assert "axes contouring at once 5 by table" in asked[0].because[0].text
    assert {flag.flag: flag.answer.verdict for flag in result.flags}["ITM-06"] is Verdict.MET


def test_a_list_whose_law_does_not_reach_the_item_makes_no_step_due() -> None:
    result = assess_order(FIVE_AXES, destination="in", reach={"EU": NOT_MET, "US": NOT_MET})
    assert not [action for action in result.actions if action.kind is ActionKind.APPLY]


def test_an_item_that_meets_nothing_asks_for_nothing() -> None:
    assert not find_licenses(dossier(THREE_AXES, destination="in", reach={"EU": MET, "US": MET}))


@pytest.mark.parametrize(("code", "destination", "reach", "verdicts"), [
    ("2520.10", "ru", {"EU": MET, "CA": MET}, {"met"}),
    ("2520.10", "ru", {"CA": MET}, {"unknown"}),
    ("2520.10", "in", {"EU": MET, "CA": MET}, set()),
    ("", "ru", {"EU": MET, "CA": MET}, {"unknown"}),
])
def test_lists_of_goods_are_asked_for_their_destination_alone(
    code: str, destination: str, reach: dict[str, Answer], verdicts: set[str]
) -> None:
    item = replace(THREE_AXES, hs_code=code)
    asked = dossier(item, destination=destination, reach=reach)
    found = find_prohibited(replace(asked, as_of=LISTED_ON))
    assert {one.answer.verdict.value for one in found} >= verdicts
    assert bool(found) is bool(verdicts)
    for one in found:
        assert tell_goods(one).evidence[0].place == one.finding.cites


def test_goods_that_a_list_names_hold_the_order() -> None:
    item = replace(THREE_AXES, hs_code="2520.10")
    result = assess(
        order(item, destination="ru"), viewpoint=replace(VIEW, as_of=LISTED_ON),
        classifications=classify(item, reach={"EU": MET, "CA": MET}),
    )
    holds = [action for action in result.actions if action.kind is ActionKind.HOLD and "list of goods" in action.text]
    assert [reason.left for reason in holds[0].because] == ["252010"]


def test_repeats_of_one_product_are_asked_about() -> None:
    result = assess_order(THREE_AXES, THREE_AXES, destination="in", reach={"EU": MET, "US": MET})
    (asked,) = [action for action in result.actions if "one need" in action.text]
    assert asked.because[0].text.startswith("Lines 1 and 2, one product: ")


def test_a_license_waits_for_no_other_law_than_that_of_its_list() -> None:
    found = find_licenses(dossier(FIVE_AXES, destination="in", reach={"EU": OPEN, "US": NOT_MET}))
    eu = next(one for one in found if one.need.regime == "EU")
    assert {fact.fact for fact in eu.answer.missing} == {"where it was made"}

"""Lines of an order that make something together. Items are invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.classification.asking_wholes import classify_lines, tell_line_wholes
from enduse.classification.lines import compose_lines
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.determination import ControlPosition, Whole, WholeKind
from enduse.model.item import Item, ItemFile, ItemLine, Quantity

LAW = load_controls()
DAY = date(2025, 12, 1)


def read(text: str) -> Item:
    node = parse_nodes(text.encode(), where="item.yaml")
    item = item_from_node(node)
    node.faults.check()
    return item


VMC = read("""
description: invented centre
item_type: machine_tool
function: milling
nc_capable: true
contouring_axes: 4
contouring_rotary_axes: 1
linear_axes: [{axis: X, travel_mm: 760, upr_um: 2.4, positioning_accuracy_um: 9, accuracy_standard: "ISO 230-2:1988"},
  {axis: Y, travel_mm: 400, upr_um: 2.4, positioning_accuracy_um: 9, accuracy_standard: "ISO 230-2:1988"}]
""")
TABLE = read("""
{description: invented table, item_type: rotary_table, contouring_rotary_axes: 1, compound_rotary_table: false}
""")
PUMP = read("{description: invented pump, item_type: vacuum_pump}")
TOW = read("{description: invented tow, item_type: carbon_fibre, tensile_modulus_GPa: 230, density_g_cm3: 1.8}")
UNSAID = Item(description="tank")


def lines(*items: Item, **stated: object) -> tuple[ItemLine, ...]:
    return tuple(ItemLine(number=n, item=item, **stated) for n, item in enumerate(items, 1))  # type: ignore[arg-type]


def wholes(*items: Item, together: tuple[tuple[int, ...], ...] = ()) -> list[Whole]:
    found = tell_line_wholes(lines(*items), together, as_of=DAY, law=LAW, regimes=["EU"])
    return [whole for place in sorted(found) for whole in found[place]]


def test_a_table_on_another_line_opens_what_the_machine_alone_does_not() -> None:
    (whole,) = wholes(VMC, PUMP, TABLE)
    assert whole.of == "lines 1 and 3"
    assert whole.items == (0, 2)
    assert whole.changes[0].newly_open == ("2B201.a.2", "2B201.a.3")
    assert whole.notes == ("Nobody said that these lines belong together; the lines of one order were looked at.",)
    assert whole.facts[0].by == ("line 3 (invented table)",)


def test_two_tables_to_one_machine_may_add_two_axes_and_one_to_each_of_two_machines_one() -> None:
    for machines, tables, most in ((1, 2, "4 to 6"), (2, 2, "4 to 5"), (2, 3, "4 to 6"), (0, 2, "4 to 5")):
        stated = [
            ItemLine(number=1, item=VMC, count=Quantity.exactly(machines, "units") if machines else None),
            ItemLine(number=2, item=TABLE, count=Quantity.exactly(tables, "units")),
        ]
        (composed,) = compose_lines(stated, (), law=LAW)
        assert {fact.fact: fact.value for fact in composed.facts}["axes contouring at once"] == most


def test_lines_that_nothing_joins_make_no_whole() -> None:
    assert not wholes(PUMP, TOW, UNSAID)


def test_lines_that_are_said_to_be_one_are_one_whatever_they_are() -> None:
    (whole,) = wholes(PUMP, TOW, together=((0, 1),))
    assert whole.kind is WholeKind.LINES
    assert "said to be one" in whole.of
    assert whole.notes == (
        "Nothing encoded joins line 1 (invented pump) and line 2 (invented tow); each is answered by itself.",
    )


def test_one_product_in_several_lines_is_seen_and_added_up() -> None:
    kept = [
        ItemLine(number=n, item=TOW, count=Quantity.exactly(weight, "kg"), price=Decimal(price), currency="EUR")
        for n, weight, price in ((1, 90, 4000), (2, 60, "2500.5"), (3, 50, 2000))
    ]
    (composed,) = compose_lines([*kept, *lines(PUMP)], (), law=LAW)
    assert composed.kind is WholeKind.SAME_PRODUCT
    assert composed.items == (0, 1, 2)
    assert composed.notes == ("In all, as stated: 200 kg, EUR 8500.5.",)
    assert not composed.facts


def test_lines_of_one_model_that_contradict_each_other_are_unknown_together() -> None:
    fine, plain = (
        read("{maker: Ostrand, model: RT200, item_type: rotary_table, designed_for: milling, contouring_rotary_axes: 2,"
             f" compound_rotary_table: {said}}}") for said in ("true", "false")
    )
    (whole,) = wholes(fine, plain)
    assert [fact.is_conflict for fact in whole.facts] == [True]
    assert whole.changes[0].after is ControlPosition.CONTROLLED
    assert whole.changes[0].by_piece == ("2B008.c (line 1 (Ostrand RT200))",)


def test_a_catalogue_is_not_looked_at_as_one() -> None:
    found = classify_lines(ItemFile(lines=lines(VMC, TABLE)), as_of=DAY, law=LAW, regimes=["EU"])
    assert not any(one.wholes for one in found)
    order = classify_lines(ItemFile(lines=lines(VMC, TABLE), is_order=True), as_of=DAY, law=LAW, regimes=["EU"])
    assert [len(one.wholes) for one in order] == [1, 0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations([VMC, TABLE, PUMP, UNSAID]))
def test_the_order_of_lines_decides_nothing(order: list[Item]) -> None:
    (whole,) = wholes(*order)
    found = {d.entry: d.answer.verdict for d in whole.classification.determinations}
    (first,) = wholes(VMC, TABLE)
    assert found == {d.entry: d.answer.verdict for d in first.classification.determinations}

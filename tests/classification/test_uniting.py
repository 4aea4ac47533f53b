"""What pieces make together: facts, who contributed them, contradictions, and laws of unions. Items are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.classification.asking_wholes import Appraisers, WholeAppraiser, rule_whole, tell_wholes
from enduse.classification.classifying import find_answer
from enduse.classification.wholes import as_ordered, compose_item
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.knowledge.shelf import open_knowledge
from enduse.knowledge.unions import UNIONS, load_unions
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition, Ruling, Whole, WholeFact, WholeKind
from enduse.model.item import Item, Parameter, Piece, PieceRole, Quantity
from enduse.model.item import TestStandard as Standard

LAW = load_controls()
DAY = date(2025, 12, 1)
ISO_2014 = Standard(name="ISO 230-2", edition="2014")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str) -> Item:
    node = parse_nodes(text.encode(), where="item.yaml")
    item = item_from_node(node)
    node.faults.check()
    return item


def wholes(item: Item, regime: str = "EU") -> tuple[Whole, ...]:
    return tell_wholes(item, 0, as_of=DAY, law=LAW, regimes=[regime])


def lines(item: Item, *entries: str, regime: str = "EU") -> list[Ruling]:
    appraisers = Appraisers(LAW)
    return [
        line for composed in compose_item(item, 0, LAW)
        for line in rule_whole(WholeAppraiser(composed, appraisers), as_of=DAY, regimes=[regime], entries=entries)
    ]


def fact(whole: Whole, name: str, axis: str = "") -> WholeFact:
    return next(one for one in whole.facts if (one.fact, one.axis) == (name, axis))


VMC = """
item_type: machine_tool
function: milling
nc_capable: true
contouring_axes: 3
contouring_rotary_axes: 0
linear_axes:
  - {axis: X, travel_mm: 760, upr_um: 2.4}
  - {axis: Y, travel_mm: 400, upr_um: 2.4}
  - {axis: Z, travel_mm: 460, upr_um: 2.4}
"""


def test_an_item_without_pieces_makes_no_whole() -> None:
    assert not wholes(read(VMC))


def test_an_option_changes_what_it_states_and_leaves_the_rest() -> None:
    (whole,) = wholes(read(VMC + "options:\n  - {name: scales, linear_axes: [{axis: X, upr_um: 0.8}]}\n"))
    assert whole.kind is WholeKind.WITH_OPTION
    told = fact(whole, "unidirectional positioning repeatability", "X")
    assert (told.by, told.value.split()[0], told.instead_of.split()[0]) == (("scales",), "0.8", "2.4")
    assert [one.axis for one in whole.facts] == ["X"]


def test_an_ordered_option_is_asked_as_ordered_and_the_others_on_top_of_it() -> None:
    found = wholes(read(VMC + """
options:
  - {name: scales, ordered: true, linear_axes: [{axis: X, upr_um: 0.8}]}
  - {name: fourth axis, ordered: false, contouring_axes: 4, contouring_rotary_axes: 1}
  - {name: fifth axis, contouring_axes: 5, contouring_rotary_axes: 2}
"""))
    assert [whole.kind for whole in found] == [
        WholeKind.AS_ORDERED, WholeKind.WITH_OPTION, WholeKind.WITH_OPTION, WholeKind.WITH_ALL,
    ]
    ordered, fourth, fifth, _ = found
    assert ordered.changes[0].after is not ControlPosition.CONTROLLED
    assert "2B001.b.1.a" in fourth.changes[0].newly_met
    assert "2B001.b.2.a" in fifth.changes[0].newly_met
    assert fifth.notes == ("Nobody said whether fifth axis is ordered.",)


def test_two_options_that_each_add_an_axis_leave_their_sum_open() -> None:
    found = wholes(read(VMC + """
options:
  - {name: fourth axis, contouring_axes: 4, contouring_rotary_axes: 1}
  - {name: swivel head, contouring_axes: 4, contouring_rotary_axes: 1}
"""))
    whole = found[-1]
    assert whole.kind is WholeKind.WITH_ALL
    assert fact(whole, "axes contouring at once").value == "4 to 5"
    assert fact(whole, "axes contouring at once").by == ("fourth axis", "swivel head")
    assert "2B201.a.2" in whole.changes[0].newly_open


def test_an_axis_that_comes_without_a_word_on_contouring_leaves_the_count_open() -> None:
    (whole,) = wholes(read(VMC + "options:\n  - {name: W axis, linear_axes: [{axis: W, travel_mm: 300, upr_um: 3}]}\n"))
    assert fact(whole, "axes contouring at once").value == "3 to 4"
    assert all(one.fact != "rotary axes contouring" for one in whole.facts)


def test_contrary_options_leave_their_fact_unknown_and_are_told() -> None:
    found = wholes(read(VMC + """
options:
  - {name: fine scales, contouring_axes: 5, contouring_rotary_axes: 2, linear_axes: [{axis: X, upr_um: 0.8}]}
  - {name: plain scales, linear_axes: [{axis: X, upr_um: 1.4}]}
"""))
    told = fact(found[-1], "unidirectional positioning repeatability", "X")
    assert told.is_conflict
    assert " against " in told.value
    assert told.by == ("fine scales", "plain scales")
    assert found[-1].changes[0].after is ControlPosition.CONTROLLED
    assert "2B001.b.2.a" not in found[-1].changes[0].newly_met
    assert any("repeatability" in conflict for conflict in found[-1].classification.conflicts)


def test_a_rotary_table_among_the_options_is_asked_by_itself_and_may_raise_the_axes() -> None:
    item = read(VMC + """
options:
  - {name: tilting table, item_type: rotary_table, compound_rotary_table: true, designed_for: milling,
     contouring_rotary_axes: 2}
""")
    (whole,) = wholes(item)
    change = whole.changes[0]
    assert change.by_piece == ("2B008.c (tilting table)",)
    assert change.after is ControlPosition.CONTROLLED
    assert fact(whole, "axes contouring at once").value == "3 to 5"
    assert "2B201.a.2" in change.newly_open
    by_table, by_whole = lines(item, "2B008", "2B201.a.2")
    assert by_table.verdict == "controlled"
    assert by_table.because.startswith("tilting table by itself: ")
    assert not by_table.facts
    assert by_whole.verdict == "undetermined"
    assert {one.fact for one in by_whole.facts} >= {"rotary axes contouring"}


def test_parts_without_a_kind_bring_facts_to_the_whole() -> None:
    item = read("""
parts:
  - {name: press frame, item_type: isostatic_press, max_working_pressure_MPa: 200, chamber_inside_diameter_mm: 420}
  - {name: furnace insert, controlled_thermal_environment: true, max_temperature_C: 1600}
""")
    (whole,) = wholes(item)
    assert whole.kind is WholeKind.ASSEMBLED
    assert any(entry.startswith("2B004") for entry in whole.changes[0].newly_met)
    assert whole.changes[0].after is ControlPosition.CONTROLLED
    assert fact(whole, "controlled thermal environment in the cavity").by == ("furnace insert",)


def test_an_upgrade_kit_is_asked_with_the_machine_that_is_there() -> None:
    item = read("""
description: invented five-axis kit
contouring_axes: 5
contouring_rotary_axes: 2
fitted_to:
  item_type: machine_tool
  function: milling
  nc_capable: true
  contouring_axes: 3
  linear_axes: [{axis: X, travel_mm: 700, upr_um: 0.8}]
""")
    (whole,) = wholes(item)
    assert whole.kind is WholeKind.FITTED
    assert "2B001.b.2.a" in whole.changes[0].newly_met
    assert fact(whole, "axes contouring at once").instead_of == "3"


def test_pieces_that_nothing_joins_stand_by_themselves() -> None:
    (whole,) = wholes(read("""
parts:
  - {name: pump, item_type: vacuum_pump}
  - {name: valve, item_type: valve.bellows}
"""))
    assert not whole.facts
    assert whole.notes == ("Nothing encoded joins pump and valve; each is answered by itself.",)


def test_a_kit_of_which_nothing_is_known_is_open_under_every_paragraph() -> None:
    (whole,) = wholes(read("parts: [{name: box}]"))
    assert whole.changes[0].after is ControlPosition.UNKNOWN
    assert {line.verdict for line in lines(read("parts: [{name: box}]"), "2B001", "1C216")} == {"undetermined"}


def test_what_a_kit_is_fitted_to_is_no_part_of_what_is_delivered() -> None:
    item = read("""
item_type: rotary_table
contouring_rotary_axes: 1
compound_rotary_table: false
fitted_to: {item_type: machine_tool, function: milling, nc_capable: true, contouring_axes: 5, contouring_rotary_axes: 2,
            linear_axes: [{axis: X, travel_mm: 700, upr_um: 0.8}]}
""")
    (whole,) = wholes(item)
    assert whole.changes[0].before is ControlPosition.NOT_CONTROLLED
    assert not whole.changes[0].by_piece
    assert "2B001.b.2.a" in whole.changes[0].newly_met


def test_an_item_as_ordered_has_what_is_ordered_and_nothing_else() -> None:
    item = read(VMC + """
options:
  - {name: scales, ordered: true, linear_axes: [{axis: X, upr_um: 0.8}]}
  - {name: table, ordered: false, contouring_axes: 5}
""")
    ordered = as_ordered(item, 0, LAW)
    assert not ordered.pieces
    found = {(claim.name, claim.axis): str(claim.value) for claim in ordered.parameters}
    assert found["contouring_axes", ""] == "3"
    assert found["unidirectional_positioning_repeatability", "X"].startswith("0.8 um")


def test_a_piece_that_says_nothing_is_named_and_changes_nothing() -> None:
    (whole,) = wholes(read(VMC + "options:\n  - {name: chip conveyor, ordered: true}\n"))
    assert whole.notes == ("Nothing is stated of what chip conveyor changes, so nothing of it is counted.",)
    assert not whole.facts
    assert whole.changes[0].before is whole.changes[0].after


@pytest.mark.parametrize(("text", "says"), [
    ("options:\n  - {name: a}\n  - {name: a}\n", "is taken"),
    ("options:\n  - {name: the item itself}\n", "is taken"),
    ("options:\n  - {name: a, parts: [{name: b}]}\n", "no pieces of its own"),
    ("parts:\n  - {name: a, ordered: false}\n", "always there"),
    ("options:\n  - {name: a, contoring_axes: 5}\n", "is not known"),
    ("options:\n" + "".join(f"  - {{name: o{n}}}\n" for n in range(61)), "61 options"),
])
def test_what_cannot_be_a_piece_is_a_fault(text: str, says: str) -> None:
    node = parse_nodes((VMC + text).encode(), where="item.yaml")
    item_from_node(node)
    assert any(says in fault.reason for _, fault in node.faults.faults)


def test_every_rule_of_joining_names_what_it_rests_on() -> None:
    rules = load_unions()
    assert {join.id for join in rules.joins} == {"table", "spindle", "control", "furnace"}
    assert all(join.cites and join.says for join in rules.joins)
    assert rules.not_encoded


CASES = open_knowledge(UNIONS).get("cases").items()


@pytest.mark.parametrize("case", CASES, ids=[case.get("about").text() for case in CASES])
def test_a_rule_of_joining_answers_its_own_case_as_it_says(case: Node) -> None:
    item = item_from_node(case.get("item"))
    for told in case.get("expect").items():
        regime, entry, day = told.get("regime").text(), told.get("entry").text(), told.get("as_of").date()
        assert day is not None
        whole = next(
            one for one in tell_wholes(item, 0, as_of=day, law=LAW, regimes=[regime])
            if one.kind.value == told.get("whole").text()
        )
        answer = find_answer(whole.classification, law=LAW, regime=regime, entry=entry)
        assert answer.verdict.value == told.get("answer").text(), told.plain()
    case.faults.check()


# -- laws ----------------------------------------------------------------------

PIECE_KINDS: tuple[tuple[str, ...], ...] = (
    (), (), ("machine_tool.milling",), ("rotary_table",), ("numerical_control_unit",),
)
COUNTS = ("contouring_axes", "contouring_linear_axes", "contouring_rotary_axes", "rotary_axes")


@st.composite
def _facts(draw: st.DrawFn) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    for name in draw(st.sets(st.sampled_from(COUNTS), max_size=2)):
        low = draw(st.integers(0, 6))
        found.append(Parameter(name=name, value=Quantity.exactly(low)))
    for axis in draw(st.sets(st.sampled_from("XYW*"), max_size=2)):
        value = Quantity.exactly(draw(st.sampled_from(["0.8", "1.0", "2.5"])), "um", standard=ISO_2014)
        found.append(Parameter(name="unidirectional_positioning_repeatability", value=value, axis=axis))
    if draw(st.booleans()):
        found.append(Parameter(name="numerical_control_capable", value=draw(st.booleans())))
    return tuple(found)


@st.composite
def _pieces(draw: st.DrawFn) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for number in range(draw(st.integers(1, 3))):
        kinds = draw(st.sampled_from(PIECE_KINDS))
        found.append(Piece(
            name=f"piece {number}", role=draw(st.sampled_from(PieceRole)), is_ordered=draw(st.booleans()),
            item=Item(description="", kinds=kinds, parameters=draw(_facts())),
        ))
    return tuple(found)


@st.composite
def _made(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(["machine_tool.milling", "machine_tool.turning", "machine_tool"]))
    return Item(
        description="invented", kinds=(kind,), parameters=draw(_facts()), complete_axes=draw(st.booleans()),
        pieces=draw(_pieces()),
    )


def _verdicts(item: Item) -> dict[tuple[tuple[str, ...], str], Verdict]:
    return {
        (tuple(sorted(whole.pieces)), d.entry): d.answer.verdict
        for whole in wholes(item) for d in whole.classification.determinations
    }


@SLOW
@given(item=_made())
def test_the_order_of_pieces_decides_nothing(item: Item) -> None:
    assert _verdicts(replace(item, pieces=item.pieces[::-1])) == _verdicts(item)


@SLOW
@given(item=_made(), role=st.sampled_from([PieceRole.OPTION, PieceRole.PART]))
def test_a_piece_that_says_nothing_changes_no_answer(item: Item, role: PieceRole) -> None:
    silent = Piece(name="silent", role=role, item=Item(description="", maker="Nobody Known"), is_ordered=True)
    before = _verdicts(item)
    after = {
        (tuple(name for name in pieces if name != "silent"), entry): verdict
        for (pieces, entry), verdict in _verdicts(replace(item, pieces=(*item.pieces, silent))).items()
    }
    for key, verdict in before.items():
        assert after[key] is verdict, key


@SLOW
@given(item=_made())
def test_a_whole_is_controlled_where_a_piece_of_it_is(item: Item) -> None:
    appraisers = Appraisers(LAW)
    for composed in compose_item(item, 0, LAW):
        whole = WholeAppraiser(composed, appraisers)
        met = {
            finding.asked.paragraph.entry for piece in composed.alone.values()
            for under in appraisers.of(piece).find(DAY, ["EU"]) for finding in under.findings
            if finding.answer.verdict is Verdict.MET
        }
        found = {f.asked.paragraph.entry: f.answer.verdict for under in whole.find(DAY, ["EU"]) for f in under.findings}
        assert all(found[entry] is Verdict.MET for entry in met)


def _widened(item: Item) -> Item:
    """Return the item as somebody states it who knows less: each number only within an interval."""
    def widen(claim: Parameter) -> Parameter:
        value = claim.value
        if not isinstance(value, Quantity) or value.low is None or value.high is None:
            return claim
        low = value.low - 1 if value.low >= 1 else value.low
        return replace(claim, value=replace(value, low=low, high=value.high + 2))

    return replace(
        item, parameters=tuple(map(widen, item.parameters)),
        pieces=tuple(
            replace(p, item=replace(p.item, parameters=tuple(map(widen, p.item.parameters)))) for p in item.pieces
        ),
    )


@SLOW
@given(item=_made())
def test_knowing_more_never_turns_a_decided_answer_of_a_whole(item: Item) -> None:
    if any(whole.classification.conflicts for whole in wholes(item)):
        return
    before, after = _verdicts(_widened(item)), _verdicts(item)
    for key, verdict in before.items():
        assert verdict is Verdict.UNKNOWN or after[key] is verdict, key

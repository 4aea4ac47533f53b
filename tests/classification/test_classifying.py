"""What the engine promises beside the worked cases: order, refinement, conflict, dates. Items are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.classification import classify, find_answer
from enduse.knowledge.controls_reader import load_controls
from enduse.model.answer import Verdict
from enduse.model.condition import ConditionResult
from enduse.model.determination import ControlPosition, RegimePosition
from enduse.model.item import Item, Parameter, Quantity
from enduse.model.item import TestStandard as Standard

LAW = load_controls()
DAY = date(2025, 12, 1)
UPR, ACCURACY = "unidirectional_positioning_repeatability", "positioning_accuracy"
ISO_2014 = Standard(name="ISO 230-2", edition="2014")
ISO_1988 = Standard(name="ISO 230-2", edition="1988")


def q(value: str, unit: str = "1", standard: Standard | None = None) -> Quantity:
    return Quantity.exactly(value, unit, standard=standard)


def p(name: str, value: Quantity | bool | str, axis: str = "") -> Parameter:
    return Parameter(name=name, value=value, axis=axis)


def mill(*extra: Parameter, axes: int = 5, rotary: int = 2, upr: str = "0.8", complete: bool = True) -> Item:
    return Item(
        description="invented milling machine", kinds=("machine_tool.milling",), complete_axes=complete,
        parameters=(
            p("contouring_axes", q(str(axes))), p("contouring_rotary_axes", q(str(rotary))),
            p("travel_length", q("700", "mm"), "X"), p(UPR, q(upr, "um", ISO_2014), "X"), *extra,
        ),
    )


def position(item: Item, regime: str = "EU", as_of: date = DAY) -> RegimePosition:
    return classify(item, as_of=as_of, law=LAW, regimes=[regime]).positions[0]


def walk(result: ConditionResult) -> list[ConditionResult]:
    return [result, *(leaf for part in result.parts for leaf in walk(part))]


def test_a_controlled_machine_shows_entry_axis_margin_and_what_it_yields_to() -> None:
    result = classify(mill(), as_of=DAY, law=LAW, regimes=["EU"])
    assert result.positions[0].position is ControlPosition.CONTROLLED
    assert result.positions[0].entries == ("2B001.b.1.a", "2B001.b.2.a")
    by = {d.entry: d for d in result.determinations}
    covers = by["2B001.b.2.a"].covers
    assert (covers.margin, covers.margin_unit, covers.axis) == (Decimal("-0.1"), "um", "X")
    assert by["2B201.a.2"].carved_out_by == "2B001"
    assert by["2B001.b.2.a"].correspondences == ("WA 2.B.1.b.2.a",)
    assert by["2B001.b.2.a"].citation is not None
    assert "2B001.yaml" in by["2B001.b.2.a"].citation.id


def test_exactly_at_an_inclusive_limit_is_met_and_exactly_at_a_strict_one_is_not() -> None:
    assert position(mill(upr="0.9")).entries == ("2B001.b.1.a", "2B001.b.2.a")
    lathe = Item(
        description="invented lathe", kinds=("machine_tool.turning",), complete_axes=True,
        parameters=(
            p("contouring_axes", q("2")), p("max_machining_diameter", q("300", "mm")),
            p("travel_length", q("900", "mm"), "Z"), p(UPR, q("2", "um", ISO_2014), "Z"),
            p(ACCURACY, q("6", "um", ISO_1988), "Z"),
        ),
    )
    result = classify(lathe, as_of=DAY, law=LAW, regimes=["EU"])
    strict = next(d for d in result.determinations if d.entry == "2B201.c")
    assert strict.answer.verdict is Verdict.NOT_MET
    assert strict.covers.margin == 0
    assert strict.is_near


def test_inside_the_reaffirmation_band_is_near_and_the_law_that_says_so_is_named() -> None:
    item = mill(p(ACCURACY, q("40", "um", ISO_1988), "X"), axes=4, rotary=1, upr="1.6")
    near = position(item)
    assert near.position is ControlPosition.NEAR_LIMIT
    assert near.entries == ("2B001.b.1.a",)
    result = classify(item, as_of=DAY, law=LAW, regimes=["EU"])
    leaves = walk(next(d for d in result.determinations if d.entry == "2B001.b.1.a").covers)
    assert any("Technical Note 5.e" in leaf.note for leaf in leaves)
    assert position(replace(item, parameters=mill(
        p(ACCURACY, q("40", "um", ISO_1988), "X"), axes=4, rotary=1, upr="1.61").parameters
    )).position is ControlPosition.NOT_CONTROLLED


def test_metres_millimetres_and_micrometres_compare_exactly() -> None:
    for value, unit in (("0.9", "um"), ("0.0009", "mm"), ("0.0000009", "m"), ("900", "nm")):
        item = mill()
        claims = tuple(c for c in item.parameters if c.name != UPR)
        item = replace(item, parameters=(*claims, p(UPR, q(value, unit, ISO_2014), "X")))
        assert position(item).entries == ("2B001.b.1.a", "2B001.b.2.a"), unit


def test_a_unit_of_another_dimension_leaves_the_answer_unknown_and_says_why() -> None:
    item = mill()
    claims = tuple(c for c in item.parameters if c.name != UPR)
    item = replace(item, parameters=(*claims, p(UPR, q("0.5", "deg", ISO_2014), "X")))
    result = classify(item, as_of=DAY, law=LAW, regimes=["EU"])
    found = next(d for d in result.determinations if d.entry == "2B001.b.2.a")
    assert found.answer.verdict is Verdict.UNKNOWN
    assert any("does not measure length" in leaf.note for leaf in walk(found.covers))


def test_conflicting_claims_are_unknown_and_both_are_shown() -> None:
    item = mill(p(UPR, q("1.3", "um", ISO_2014), "X"))
    result = classify(item, as_of=DAY, law=LAW, regimes=["EU"])
    assert find_answer(result, law=LAW, regime="EU", entry="2B001").verdict is Verdict.UNKNOWN
    assert result.conflicts == (
        "unidirectional positioning repeatability, axis X: 0.8 um (ISO 230-2:2014) against 1.3 um (ISO 230-2:2014)",
    )


def test_values_by_two_standards_do_not_conflict() -> None:
    item = mill(p(ACCURACY, q("8", "um", ISO_1988), "X"),
                p(ACCURACY, q("5", "um", Standard(name="ISO 230-2", edition="2006")), "X"))
    assert classify(item, as_of=DAY, law=LAW).conflicts == ()


def test_axis_counts_that_do_not_add_up_are_a_conflict() -> None:
    item = mill(p("contouring_linear_axes", q("2")), axes=5, rotary=1)
    assert any("do not add up" in line for line in classify(item, as_of=DAY, law=LAW).conflicts)


def test_covered_either_way_is_controlled_and_asks_what_decides_between_the_two() -> None:
    item = Item(
        description="invented", kinds=("machine_tool.milling",), complete_axes=True,
        parameters=(p("contouring_axes", q("5")), p("contouring_rotary_axes", q("2")),
                    p("travel_length", q("700", "mm"), "X")),
    )
    found = position(item)
    assert found.position is ControlPosition.CONTROLLED
    assert found.entries == ("2B201.a.2", "2B201.a.3")
    assert "goes first" in found.note
    assert any("repeatability" in fact.fact for fact in found.missing)


def test_a_missing_fact_asks_for_the_fact_and_suggests_no_value() -> None:
    item = mill()
    item = replace(item, parameters=tuple(c for c in item.parameters if c.name != UPR))
    asked = position(item).missing
    questions = [fact.question for fact in asked]
    assert "What is the unidirectional positioning repeatability of axis X, by ISO 230-2:2014?" in questions
    assert not any(limit in question for question in questions for limit in ("0.9", "1.1", "1.4"))


def test_an_item_of_unstated_kind_is_unknown_and_the_kind_is_asked() -> None:
    found = position(replace(mill(), kinds=()))
    assert found.position is ControlPosition.UNKNOWN
    assert [fact.fact for fact in found.missing] == ["kind of item"]


def test_a_machine_of_several_kinds_is_asked_under_each() -> None:
    both = replace(mill(), kinds=("machine_tool.milling", "machine_tool.turning"))
    assert position(both).entries == ("2B001.a.1", "2B001.b.1.a", "2B001.b.2.a")


@pytest.mark.parametrize("regime,day", [
    ("EU", date(2009, 8, 26)), ("EU", date(2013, 1, 1)), ("EU", date(2021, 9, 8)), ("EU", date(2040, 1, 1)),
    ("US", date(2024, 9, 1)), ("NSG", date(2012, 1, 1)), ("NSG", date(2026, 4, 2)), ("CA", date(2010, 5, 12)),
])
def test_a_day_without_a_loaded_edition_is_unknown_and_names_what_is_loaded(regime: str, day: date) -> None:
    found = position(mill(), regime, day)
    assert found.position is ControlPosition.UNKNOWN
    assert f"No edition of {day} is loaded" in found.note
    assert classify(mill(), as_of=day, law=LAW, regimes=[regime]).determinations == ()


def test_an_edition_ends_on_the_day_the_next_begins() -> None:
    assert position(mill(), "CA", date(2026, 3, 24)).edition == "ca-2010"
    assert position(mill(), "CA", date(2026, 3, 25)).edition == "ca-2026"


def test_a_day_after_the_last_seen_one_is_presumed_and_says_so() -> None:
    late = position(mill(), "EU", date(2026, 11, 22))
    assert late.position is ControlPosition.CONTROLLED
    assert "Last seen in force on 2026-08-18" in late.note
    result = classify(mill(), as_of=date(2026, 11, 22), law=LAW, regimes=["EU"])
    assert {d.confidence for d in result.determinations} == {"medium"}


def test_an_excerpt_never_says_not_controlled() -> None:
    assert position(mill(), "EU", date(2009, 10, 1)).position is ControlPosition.UNKNOWN


def test_an_unknown_regime_is_unknown() -> None:
    found = position(mill(), "XX")
    assert found.position is ControlPosition.UNKNOWN
    assert "XX" in found.note


def test_silence_on_an_exclusion_is_told_in_the_tree() -> None:
    result = classify(mill(), as_of=DAY, law=LAW, regimes=["EU"])
    found = next(d for d in result.determinations if d.entry == "2B001.b.2.a")
    assert all("not claimed" in leaf.note for e in found.exclusions for leaf in walk(e) if not leaf.parts)


def test_a_claim_for_every_axis_counts_on_each() -> None:
    item = Item(
        description="invented", kinds=("machine_tool.milling",), complete_axes=True,
        parameters=(
            p("contouring_axes", q("5")), p("contouring_rotary_axes", q("2")),
            p("travel_length", q("700", "mm"), "X"), p("travel_length", q("5", "m"), "Y"),
            p(UPR, q("0.9", "um", ISO_2014), "*"),
        ),
    )
    assert position(item).entries == ("2B001.b.1.a", "2B001.b.1.b", "2B001.b.2.a", "2B001.b.2.c")


numbers = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(12), places=1)


@st.composite
def claims(draw: st.DrawFn) -> list[Parameter]:
    found = []
    for name, low, high in (("contouring_axes", 1, 6), ("contouring_rotary_axes", 0, 3)):
        if draw(st.booleans()):
            found.append(p(name, q(str(draw(st.integers(low, high))))))
    for axis in draw(st.lists(st.sampled_from(["X", "Y", "Z"]), unique=True)):
        if draw(st.booleans()):
            found.append(p("travel_length", q(str(draw(st.sampled_from([200, 999, 1000, 2500, 4000]))), "mm"), axis))
        if draw(st.booleans()):
            ends = sorted((draw(numbers), draw(numbers)))
            found.append(p(UPR, Quantity(low=ends[0], high=ends[1], unit="um", standard=ISO_2014), axis))
        if draw(st.booleans()):
            found.append(p(ACCURACY, q(str(draw(numbers)), "um", ISO_1988), axis))
    return found


KINDS = st.sampled_from([
    "machine_tool.milling", "machine_tool.turning", "machine_tool.grinding", "machine_tool.edm", "machine_tool",
])
kinds = st.lists(KINDS, unique=True, max_size=2)


def invented(parameters: list[Parameter], item_kinds: list[str], *, complete: bool = True) -> Item:
    return Item(description="invented", kinds=tuple(item_kinds), parameters=tuple(parameters), complete_axes=complete)


@settings(max_examples=40, deadline=None)
@given(claims(), kinds, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(stated: list[Parameter], item_kinds: list[str], rng: object) -> None:
    shuffled = list(stated)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    left = classify(invented(stated, item_kinds), as_of=DAY, law=LAW)
    assert left == classify(invented(shuffled, item_kinds), as_of=DAY, law=LAW)


@settings(max_examples=60, deadline=None)
@given(claims(), st.lists(KINDS, unique=True, min_size=1, max_size=2), st.data())
def test_a_refinement_never_flips_a_decided_answer(
    stated: list[Parameter], item_kinds: list[str], data: st.DataObject
) -> None:
    """Refine one claim: fill in a value that was not stated, narrow an interval, or declare the axes complete."""
    complete = data.draw(st.booleans())
    finer = list(stated)
    how = data.draw(st.sampled_from(["narrow", "fill", "complete"]))
    if how == "narrow":
        for i, claim in enumerate(stated):
            value = claim.value
            if isinstance(value, Quantity) and claim.name == UPR and value.low != value.high:
                end = data.draw(st.sampled_from([value.low, value.high]))
                finer[i] = replace(claim, value=replace(value, low=end, high=end))
    elif how == "fill":
        have = {(c.name, c.axis) for c in stated}
        axes = {c.axis for c in stated if c.axis}
        options = [("contouring_axes", "", "1", 6), ("contouring_rotary_axes", "", "1", 3)]
        options += [(UPR, axis, "um", 9) for axis in sorted(axes)]
        for name, axis, unit, most in options:
            if (name, axis) not in have:
                standard = ISO_2014 if name == UPR else None
                finer.append(p(name, q(str(data.draw(st.integers(1, most))), unit, standard), axis))
                break
    before = classify(invented(stated, item_kinds, complete=complete), as_of=DAY, law=LAW)
    after = classify(invented(finer, item_kinds, complete=complete or how == "complete"), as_of=DAY, law=LAW)
    if after.conflicts:
        return  # a filled-in count that cannot be right is a conflict, not a refinement
    for one, two in zip(before.determinations, after.determinations, strict=True):
        if one.answer.verdict is not Verdict.UNKNOWN:
            assert two.answer.verdict is one.answer.verdict, one.entry


@settings(max_examples=40, deadline=None)
@given(claims(), kinds)
def test_unknown_names_what_is_missing_and_the_question_for_it(stated: list[Parameter], item_kinds: list[str]) -> None:
    result = classify(invented(stated, item_kinds), as_of=DAY, law=LAW)
    for determination in result.determinations:
        for fact in determination.answer.missing:
            assert fact.question.endswith("?") or fact.fact == "kind of item"


@settings(max_examples=40, deadline=None)
@given(numbers)
def test_the_limit_is_exact(value: Decimal) -> None:
    found = classify(mill(upr=str(value)), as_of=DAY, law=LAW, regimes=["EU"])
    answer = find_answer(found, law=LAW, regime="EU", entry="2B001.b.2.a")
    assert (answer.verdict is Verdict.MET) == (value <= Decimal("0.9"))
    margin = next(d for d in found.determinations if d.entry == "2B001.b.2.a").covers.margin
    assert margin == value - Decimal("0.9")


def test_a_kind_that_is_not_known_here_is_unknown_not_outside() -> None:
    found = position(replace(mill(), kinds=("machine_tool.origami",)))
    assert found.position is not ControlPosition.NOT_CONTROLLED


def test_a_value_stated_without_its_axis_is_shown_and_decides_nothing() -> None:
    item = mill()
    stated = tuple(c if c.name != UPR else replace(c, axis="") for c in item.parameters)
    result = classify(replace(item, parameters=stated), as_of=DAY, law=LAW, regimes=["EU"])
    found = next(d for d in result.determinations if d.entry == "2B001.b.2.a")
    assert found.answer.verdict is Verdict.UNKNOWN
    assert any(leaf.note == "stated without its axis" and "0.8 um" in leaf.value for leaf in walk(found.covers))

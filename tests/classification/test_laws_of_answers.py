"""What holds of every classification, whatever the item: laws tried on invented machines and materials."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enduse.classification import Appraiser, classify, rule
from enduse.knowledge.controls_reader import load_controls
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition
from enduse.model.item import Item, Parameter, Quantity
from enduse.model.item import TestStandard as Standard

LAW = load_controls()
DAYS = (date(2012, 1, 1), date(2021, 10, 1), date(2025, 12, 1), date(2026, 4, 1))
UPR, OLD = Standard(name="ISO 230-2", edition="2014"), Standard(name="ISO 230-2", edition="1988")
ITEM_FACTS = ("contouring_axes", "contouring_linear_axes", "contouring_rotary_axes", "rotary_axes")
KINDS = ("machine_tool", "machine_tool.milling", "machine_tool.turning", "machine_tool.grinding", "maraging_steel")
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _quantity(low: int, width: int, unit: str, standard: Standard | None, open_end: str) -> Quantity:
    ends = (Decimal(low) / 10, Decimal(low + width) / 10)
    return Quantity(
        low=None if open_end == "low" else ends[0], high=None if open_end == "high" else ends[1], unit=unit,
        standard=standard,
    )


@st.composite
def _claims(draw: st.DrawFn) -> Parameter:
    """A claim whose value is often near a limit, often only an interval or a bound."""
    low, width = draw(st.integers(0, 80)), draw(st.sampled_from([0, 0, 5, 40]))
    end = draw(st.sampled_from(["", "", "low", "high"]))
    which = draw(st.integers(0, 4))
    axis = draw(st.sampled_from(["X", "Y"]))
    if which == 0:
        count = _quantity(draw(st.integers(0, 6)) * 10, 0, "1", None, end)
        return Parameter(name=draw(st.sampled_from(ITEM_FACTS)), value=count)
    if which == 1:
        return Parameter(name="travel_length", value=_quantity(low, width, "m", None, end), axis=axis)
    if which == 2:
        value = _quantity(low, width, "um", UPR, end)
        return Parameter(name="unidirectional_positioning_repeatability", value=value, axis=axis)
    if which == 3:
        return Parameter(name="positioning_accuracy", value=_quantity(low, width, "um", OLD, end), axis=axis)
    name = draw(st.sampled_from(["numerical_control_capable", "bar_feed_only", "chuck_mountable"]))
    return Parameter(name=name, value=draw(st.booleans()))


@st.composite
def _items(draw: st.DrawFn) -> Item:
    claims = draw(st.lists(_claims(), max_size=6, unique_by=lambda claim: (claim.name, claim.axis)))
    return Item(description="invented", kinds=(draw(st.sampled_from(KINDS)),), parameters=tuple(claims))


def _verdicts(item: Item, as_of: date) -> dict[tuple[str, str], Verdict]:
    found = classify(item, as_of=as_of, law=LAW).determinations
    return {(d.regime, d.entry): d.answer.verdict for d in found}


def _narrowed(claim: Parameter) -> Parameter:
    """Return a claim that says more: one value where the claim leaves several."""
    value = claim.value
    if not isinstance(value, Quantity):
        return claim
    one = value.low if value.low is not None else value.high
    return replace(claim, value=replace(value, low=one, high=one, low_is_open=False, high_is_open=False))


def _is_named_by_silence(name: str) -> bool:
    return LAW.vocabulary.properties[name].is_silence_no_claim


@SLOW
@given(item=_items(), more=_claims(), as_of=st.sampled_from(DAYS))
def test_saying_more_never_turns_a_decided_answer(item: Item, more: Parameter, as_of: date) -> None:
    before = _verdicts(item, as_of)
    narrowed = replace(item, parameters=tuple(map(_narrowed, item.parameters)))
    refined = [narrowed]
    stated = {(claim.name, claim.axis) for claim in item.parameters}
    # What silence settles by convention is no refinement: saying it is news.
    if (more.name, more.axis) not in stated and not _is_named_by_silence(more.name):
        refined.append(replace(item, parameters=(*item.parameters, more)))
    for told in refined:
        if classify(told, as_of=as_of, law=LAW).conflicts:
            continue
        after = _verdicts(told, as_of)
        for key, verdict in before.items():
            assert verdict is Verdict.UNKNOWN or after[key] is verdict, key


@SLOW
@given(item=_items(), as_of=st.sampled_from(DAYS), order=st.randoms(use_true_random=False))
def test_the_order_of_facts_decides_nothing(item: Item, as_of: date, order: object) -> None:
    claims = list(item.parameters)
    order.shuffle(claims)  # type: ignore[attr-defined]
    shuffled = replace(item, parameters=tuple(claims))
    assert classify(shuffled, as_of=as_of, law=LAW) == classify(item, as_of=as_of, law=LAW)


@SLOW
@given(item=_items(), away=st.integers(1, 20_000))
def test_a_day_outside_every_loaded_edition_is_unknown(item: Item, away: int) -> None:
    first = min(edition.since for regime in LAW.regimes for edition in regime.editions)
    found = classify(item, as_of=first - timedelta(days=away), law=LAW)
    assert {position.position for position in found.positions} == {ControlPosition.UNKNOWN}
    assert not found.determinations
    under = Appraiser(item, LAW).find(first - timedelta(days=away))
    assert {ruling.verdict for ruling in rule(under, law=LAW, item=0)} == {"undetermined"}


@SLOW
@given(low=st.integers(1, 30), gap=st.integers(1, 30), as_of=st.sampled_from(DAYS[1:]))
def test_claims_that_conflict_decide_nothing(low: int, gap: int, as_of: date) -> None:
    name = "unidirectional_positioning_repeatability"
    claims = [
        Parameter(name=name, axis="X", value=Quantity.exactly(Decimal(number) / 10, "um", standard=UPR))
        for number in (low, low + gap)
    ]
    item = Item(
        description="invented", kinds=("machine_tool.milling",), complete_axes=True,
        parameters=(
            *claims, Parameter(name="contouring_axes", value=Quantity.exactly(5)),
            Parameter(name="contouring_rotary_axes", value=Quantity.exactly(2)),
            Parameter(name="travel_length", axis="X", value=Quantity.exactly(500, "mm")),
        ),
    )
    found = classify(item, as_of=as_of, law=LAW, regimes=["EU"])
    assert found.conflicts
    answers = {d.entry: d.answer.verdict for d in found.determinations}
    assert answers["2B001.b.2.a"] is Verdict.UNKNOWN


@SLOW
@given(item=_items(), as_of=st.sampled_from(DAYS))
def test_a_line_says_what_the_tree_says(item: Item, as_of: date) -> None:
    words = {"controlled": Verdict.MET, "not_controlled": Verdict.NOT_MET, "undetermined": Verdict.UNKNOWN}
    trees = {(d.regime, d.entry): d for d in classify(item, as_of=as_of, law=LAW).determinations}
    lines = [line for line in rule(Appraiser(item, LAW).find(as_of), law=LAW, item=0) if line.edition]
    assert {(line.regime, line.entry) for line in lines} == set(trees)
    for line in lines:
        tree = trees[line.regime, line.entry]
        assert words[line.verdict] is tree.answer.verdict
        assert set(line.missing) == {fact.fact for fact in tree.answer.missing}
        if line.margin is not None:
            assert (line.margin, line.margin_unit) == (tree.covers.margin, tree.covers.margin_unit)

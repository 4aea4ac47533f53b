"""Which fact to ask for first: found by trying what its answers would do. Items are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from enduse.classification import what_to_ask
from enduse.knowledge.controls_reader import load_controls
from enduse.model.item import Item, Parameter, Quantity
from enduse.model.item import TestStandard as Standard

LAW = load_controls()
DAY = date(2025, 12, 1)
UPR = "unidirectional_positioning_repeatability"
ISO_2014 = Standard(name="ISO 230-2", edition="2014")

FOUR_AXES = Item(
    description="invented four-axis mill", kinds=("machine_tool.milling",), complete_axes=True,
    parameters=(
        Parameter(name="contouring_axes", value=Quantity.exactly(4)),
        Parameter(name="contouring_rotary_axes", value=Quantity.exactly(1)),
        Parameter(name="travel_length", value=Quantity.exactly(700, "mm"), axis="X"),
        Parameter(name="positioning_accuracy", axis="X",
                  value=Quantity.exactly(40, "um", standard=Standard(name="ISO 230-2", edition="1988"))),
    ),
)


def test_the_one_fact_that_settles_the_position_comes_first() -> None:
    first = what_to_ask(FOUR_AXES, as_of=DAY, law=LAW, regimes=["EU"])[0]
    assert [fact.question for fact in first.facts] == [
        "What is the unidirectional positioning repeatability of axis X, by ISO 230-2:2014?"
    ]
    assert first.settles == ("EU",)


def test_nothing_is_asked_where_nothing_is_open() -> None:
    claim = Parameter(name=UPR, value=Quantity.exactly("0.8", "um", standard=ISO_2014), axis="X")
    stated = replace(FOUR_AXES, parameters=(*FOUR_AXES.parameters, claim))
    assert what_to_ask(stated, as_of=DAY, law=LAW, regimes=["EU"]) == ()


def test_an_item_of_unstated_kind_is_asked_for_its_kind() -> None:
    asked = what_to_ask(replace(FOUR_AXES, kinds=()), as_of=DAY, law=LAW, regimes=["EU"])
    assert [fact.fact for fact in asked[0].facts] == ["kind of item"]


def test_every_fact_asked_for_can_change_a_position() -> None:
    bare = Item(description="invented", kinds=("machine_tool.milling",))
    asked = what_to_ask(bare, as_of=DAY, law=LAW, regimes=["EU", "US"])
    assert asked
    assert all(inquiry.may_change for inquiry in asked)
    assert len({len(inquiry.facts) for inquiry in asked}) == 1


def test_the_same_item_is_asked_the_same_questions() -> None:
    bare = Item(description="invented", kinds=("machine_tool.turning",))
    assert what_to_ask(bare, as_of=DAY, law=LAW) == what_to_ask(bare, as_of=DAY, law=LAW)


def test_what_is_cheaper_to_answer_is_asked_first_where_it_does_as_much() -> None:
    bare = Item(description="invented", kinds=("machine_tool.milling",), complete_axes=True)
    asked = what_to_ask(bare, as_of=DAY, law=LAW, regimes=["EU"])
    same = [one for one in asked if (one.settles, one.may_change) == (asked[0].settles, asked[0].may_change)]
    by_standard = [" per " in fact.fact for one in same for fact in one.facts]
    assert by_standard == sorted(by_standard)


def test_items_of_every_kind_can_be_asked_about() -> None:
    for kind in ("frequency_changer", "maraging_steel", "valve.chemical", "fibre.carbon", "pressure_transducer"):
        asked = what_to_ask(Item(description="invented", kinds=(kind,)), as_of=DAY, law=LAW, regimes=["EU"])
        assert all(inquiry.may_change for inquiry in asked)

"""What moves when the law changes: a catalogue of invented machines on two days."""

from __future__ import annotations

from datetime import date

from enduse.classification import find_moves
from enduse.knowledge.controls_reader import load_controls
from enduse.model.determination import ControlPosition
from enduse.model.item import Item, Parameter, Quantity
from enduse.model.item import TestStandard as Standard


def lathe(name: str, accuracy: str) -> Item:
    old, new = Standard(name="ISO 230-2", edition="1988"), Standard(name="ISO 230-2", edition="2014")
    return Item(
        description=name, kinds=("machine_tool.turning",), complete_axes=True,
        parameters=(
            Parameter(name="contouring_axes", value=Quantity.exactly(2)),
            Parameter(name="max_machining_diameter", value=Quantity.exactly(200, "mm")),
            Parameter(name="travel_length", value=Quantity.exactly(600, "mm"), axis="Z"),
            Parameter(name="positioning_accuracy", value=Quantity.exactly(accuracy, "um", standard=old), axis="Z"),
            Parameter(name="unidirectional_positioning_repeatability",
                      value=Quantity.exactly("2", "um", standard=new), axis="Z"),
        ),
    )


def test_a_lathe_that_another_entry_takes_is_named_with_both_paragraphs() -> None:
    moves = list(find_moves(
        [lathe("invented fine lathe", "5")], law=load_controls(), before=date(2009, 10, 1), after=date(2025, 12, 1),
        regimes=["EU"],
    ))
    assert [(m.item, m.before, m.after) for m in moves] == [
        ("invented fine lathe", ControlPosition.CONTROLLED, ControlPosition.CONTROLLED)
    ]
    assert (moves[0].met_before, moves[0].met_after) == (("2B001.a",), ("2B201.c",))


def test_nothing_moves_between_two_editions_that_say_the_same() -> None:
    items = [lathe("one", "5"), lathe("two", "6"), lathe("three", "20")]
    assert not list(find_moves(
        items, law=load_controls(), before=date(2025, 11, 14), after=date(2025, 11, 15), regimes=["EU"]
    ))

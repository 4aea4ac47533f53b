"""Items of which the same is stated are asked once, and each is answered under its own number. Items are invented."""

from __future__ import annotations

import gc
from datetime import date

import pytest

from enduse.classification.findings import Appraiser, list_asked
from enduse.classification.rulings import rule
from enduse.errors import InputError
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.item import Item
from enduse.workspace.orders import read_items
from enduse.workspace.ruling import rule_items

DAY = date(2025, 12, 1)


def machine(name: str, upr: str) -> Item:
    return item_from_node(parse_nodes(
        f'{{description: "{name}", item_type: "machine_tool.milling", nc_capable: "true", contouring_axes: "5", '
        f'linear_axes: [{{axis: "X", travel_mm: "700", upr_um: "{upr}"}}]}}', where=name,
    ))


def test_the_same_said_of_two_items_is_answered_alike_and_what_differs_is_not() -> None:
    items = [machine("first", "0.8"), machine("second", "0.8"), machine("third", "1.2")]
    assert list_asked(items[0]) == list_asked(items[1]) != list_asked(items[2])
    lines = list(rule_items(items, days=(DAY,), regimes=("EU",), entries=("2B001.b.2",)))
    assert [(line.item, line.verdict) for line in lines] == [
        (0, "controlled"), (1, "controlled"), (2, "not_controlled"),
    ]
    assert lines[0].margin == lines[1].margin


def test_what_was_decided_of_an_item_leaves_nothing_to_the_collector_of_circles() -> None:
    law = load_controls()
    gc.collect()
    gc.disable()
    try:
        appraiser = Appraiser(machine("once", "0.8"), law)
        lines = list(rule(appraiser.find(DAY, ("EU", "US")), law=law, item=0))
        appraiser.judge.forget()
        del appraiser
        assert lines
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_item_or_a_list_of_items_may_stand_alone_in_a_file() -> None:
    item = '{"item_type": "machine_tool.milling", "contouring_axes": 5}'
    long = f"[{', '.join([item] * 4000)}]"
    for text, count in ((item, 1), (f"[{item}, {item}]", 2), (long, 4000), (f'{{"item": [{item}]}}', 1)):
        file, _ = read_items(text.encode(), name="items.json", document="0" * 64)
        assert [one.kinds for one in file.items] == [("machine_tool.milling",)] * count


@pytest.mark.parametrize("text", ["", "[]", '"x"', '{"item": []}'])
def test_a_file_without_an_item_says_so_once(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_items(text.encode(), name="items.json", document="0" * 64)
    assert [fault.reason for fault in caught.value.faults] == ["holds no item"]

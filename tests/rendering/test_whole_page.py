"""What the page tells of pieces taken together. Items are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from enduse.classification.asking_wholes import classify_lines
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.determination import Classification
from enduse.model.item import Item, ItemFile, ItemLine
from enduse.rendering.determination_record import render_record
from enduse.rendering.text import render_text

MILL = """
description: invented centre
item_type: machine_tool
function: milling
nc_capable: true
contouring_axes: 3
linear_axes: [{axis: X, travel_mm: 760, upr_um: 0.8}]
options:
  - {name: swivel head, ordered: true, contouring_axes: 5}
  - {name: mill-turn table, ordered: false, function: turning}
  - {name: chip bin, ordered: true}
"""


def read(text: str) -> Item:
    node = parse_nodes(text.encode(), where="item.yaml")
    item = item_from_node(node)
    node.faults.check()
    return item


def classify(*items: Item) -> tuple[Classification, ...]:
    file = ItemFile(lines=tuple(ItemLine(number=n, item=item) for n, item in enumerate(items, 1)), is_order=True)
    return classify_lines(file, as_of=date(2025, 12, 1), law=load_controls(), regimes=["EU"])


def test_the_page_says_at_its_head_what_is_controlled_together_and_below_by_which_piece() -> None:
    page = render_text(classify(read(MILL))[0], width=120)
    head, _, below = page.partition("Taken together")
    assert "controlled together: as ordered, with swivel head and chip bin: EU 2B001.b.2.a" in head
    assert "by swivel head: axes contouring at once 5 in place of 3" in below
    assert "by mill-turn table: kind of item turning machine (lathe)" in below
    assert "(what it can become)" in below
    assert "Nothing is stated of what chip bin changes" in below
    assert below.count("taken so because:") == 1


def test_an_item_without_pieces_has_no_such_part() -> None:
    (found,) = classify(replace(read(MILL), pieces=()))
    assert "Taken together" not in render_text(found, width=120)


def test_the_record_lists_what_each_piece_states_and_whether_it_is_ordered() -> None:
    item = read(MILL)
    record = render_record(item, classify(item)[0], version="0")
    assert "swivel head (option, ordered):" in record
    assert "mill-turn table (option, not ordered): machine_tool.turning" in record
    assert record.index("controlled together:") < record.index("EU: ")
    assert record.index("Taken together") < record.index("Decision of the officer")


def test_a_contradiction_is_told_with_who_says_what() -> None:
    fine = read("{maker: Ostrand, model: RT9, item_type: carbon_fibre, density_g_cm3: 1.8}")
    other = read("{maker: Ostrand, model: RT9, item_type: carbon_fibre, density_g_cm3: 1.9}")
    page = render_text(classify(fine, other), width=120)
    assert "contrary, so unknown: density 1.8 g/cm3 by line 1 (Ostrand RT9) against 1.9 g/cm3 by line 2" in page

"""Order and item files: read with every place, or refused with every fault."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError, InputError
from enduse.model.marking import PUBLIC, Audience, Level
from enduse.workspace.orders import read_items, read_order

MANY = 500 if os.environ.get("ENDUSE_FULL") else 120
DOCUMENT = "d" * 64
ORDER = """\
schema: "enduse-order/1"
reference: "R-1"
parties:
  - {name: "Osprey Lane Trading", country: "Taiwan", roles: ["purchaser", "intermediary"]}
  - name: "Tarn Hollow Bearings"
    identifiers: {taxNumber: "77-1"}
    roles: "end_user"
lines:
  - count: "2 units"
    price: "10.50"
    item:
      kinds: ["machine_tool.milling"]
      description: "Vertical milling machine"
      parameters: {contouring_axes: "5"}
      axes: [{axis: "X", travel_length: "650 mm"}]
"""


def test_an_order_keeps_line_and_words_of_what_it_says() -> None:
    order = read_order(ORDER.encode(), name="o.yaml", document=DOCUMENT)
    places = [(party.citation.id, party.citation.words) for party in order.parties if party.citation]
    assert places == [(f"{DOCUMENT[:16]}:4", "Osprey Lane Trading"), (f"{DOCUMENT[:16]}:5", "Tarn Hollow Bearings")]
    item = order.lines[0].item
    assert item.citation is not None
    assert (item.citation.place, item.citation.words) == ("line 13", "Vertical milling machine")
    assert {p.citation.place for p in item.parameters if p.citation} == {"line 14", "line 15"}
    assert order.parties[0].country == "tw"
    assert (str(order.lines[0].count), str(order.lines[0].price)) == ("2 units", "10.50")


def test_null_is_nothing_said() -> None:
    text = ORDER + "dated: null\nend_use: {text: null, is_military: null}\nroute:\n"
    order = read_order(text.encode(), name="o", document=DOCUMENT)
    assert (order.dated, order.end_use.text, order.end_use.is_military) == (None, "", None)


def test_json_is_read_as_the_same_order() -> None:
    from enduse.knowledge.nodes import parse_nodes

    spelled = json.dumps(parse_nodes(ORDER, where="o").plain(), indent=1).encode()
    first = read_order(ORDER.encode(), name="o", document=DOCUMENT)
    again = read_order(spelled, name="o", document=DOCUMENT)
    assert [p.name for p in again.parties] == [p.name for p in first.parties]
    stated = [[str(p.value) for p in order.lines[0].item.parameters] for order in (first, again)]
    assert stated[0] == stated[1]


@pytest.mark.parametrize("old, new, told", [
    ('"R-1"', '""', "reference"), ("purchaser", "buyer", "buyer"), ("Taiwan", "Atlantis", "Atlantis"),
    ("taxNumber", "taxNumer", "taxNumer"), ("2 units", "some", "some"), ("10.50", "10,50", "10,50"),
    ("650 mm", "650", "unit"), ("650 mm", "1,650 mm", "1,650"), ("650 mm", "650 furlongs", "furlongs"),
    ("contouring_axes", "contouring_axis", "contouring_axes"), ("tool.milling", "tool.miling", "miling"),
    ("enduse-order/1", "enduse-order/2", "enduse-order/1"), ('roles: "end_user"', "", "roles"),
    ("lines:", "prise: 3\nlines:", "prise"), ('name: "Tarn Hollow Bearings"', 'kind: "Company"', "name"),
])
def test_a_fault_names_its_line_and_a_way_out(old: str, new: str, told: str) -> None:
    assert old in ORDER
    with pytest.raises(InputError) as caught:
        read_order(ORDER.replace(old, new).encode(), name="o.yaml", document=DOCUMENT)
    faults = caught.value.faults
    assert any(told in f"{fault.place} {fault.reason} {fault.remedy}" for fault in faults), faults
    assert all(fault.place.startswith("o.yaml:") and fault.remedy for fault in faults)


def test_faults_are_told_together() -> None:
    text = ORDER.replace("Taiwan", "Atlantis").replace("10.50", "x").replace("650 mm", "650")
    with pytest.raises(InputError) as caught:
        read_order(text.encode(), name="o", document=DOCUMENT)
    assert sorted(fault.place.split(" ")[0] for fault in caught.value.faults) == ["o:10", "o:15", "o:4"]


def test_the_items_of_an_order_carry_its_marking() -> None:
    marked = ORDER + 'marking: {level: "SECRET", releasable_to: ["XB"], owner: "XA"}\n'
    file, marking = read_items(marked.encode(), name="o", document=DOCUMENT)
    assert len(file.items) == 1
    assert marking.is_visible_to(Audience(principal="XA", level=Level.SECRET))
    assert not marking.is_visible_to(Audience(principal="XC", level=Level.TOP_SECRET))
    assert read_items(b'item: {kinds: ["machine_tool.milling"], model: "M"}', name="i", document=DOCUMENT)[1] == PUBLIC


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Yield an order with a few pieces cut, doubled, or replaced by what breaks parsers."""
    text = ORDER
    odd = st.sampled_from([
        "&a ", "*a", "!!x ", "{", "[", "]", "- ", ": ", '"', "'", "\t", "\n", "|", ">", "%", "\\", "NaN", "1e999",
        "9" * 400, "-0", "\u2028", "\ufeff", "\0", "~", "0x1F", "1_0", " ISO 230-2:2014", "um", "\u0663", "\\ud800",
    ])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + draw(odd | st.text(max_size=8) | st.just(text[start:end] * 2)) + text[end:]
    return text


@settings(max_examples=MANY, deadline=None)
@given(text=mangled() | st.text(max_size=200))
def test_any_text_is_an_order_or_refused_in_words(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    began = time.perf_counter()
    for error in filter(None, (_refusal(read_order, data), _refusal(read_items, data))):
        assert error.what
        assert error.where
        assert error.remedy or error.faults
        assert len(str(error)) < 20_000
    assert time.perf_counter() - began < 5


def _refusal(read: Callable[..., object], data: bytes) -> EnduseError | None:
    try:
        read(data, name="f", document=DOCUMENT)
    except EnduseError as error:
        return error
    return None


@pytest.mark.parametrize(("said", "places"), [
    ('together: ["1", "2"]', ((0, 1),)), ('together: [["1", "2"], ["2", "3"]]', ((0, 1), (1, 2))), ("", ()),
])
def test_an_order_says_which_of_its_lines_are_one(said: str, places: tuple[tuple[int, ...], ...]) -> None:
    text = 'schema: "enduse-order/1"\nreference: "r"\nparties: []\nlines: [{item: {model: "A"}}, {item: {model: "B"}},'
    text += f' {{item: {{model: "C"}}}}]\n{said}\n'
    assert read_order(text.encode(), name="o", document=DOCUMENT).together == places
    file, _ = read_items(text.encode(), name="o", document=DOCUMENT)
    assert file.together == places
    assert file.is_order


@pytest.mark.parametrize(("said", "reason"), [
    ('together: [["1", "9"]]', "there is no line 9"), ('together: ["1", "1"]', "names fewer than two lines"),
])
def test_lines_that_are_not_there_cannot_be_one(said: str, reason: str) -> None:
    text = 'schema: "enduse-order/1"\nreference: "r"\nparties: []\nlines: [{item: {model: "A"}}, {item: {}}]\n'
    with pytest.raises(InputError, match=reason):
        read_order((text + said).encode(), name="o", document=DOCUMENT)


def test_a_unit_is_one_thing_in_several_pieces() -> None:
    file, _ = read_items(b'unit: [{model: "A"}, {model: "B"}]', name="i", document=DOCUMENT)
    assert file.together == ((0, 1),)
    assert not file.is_order
    alone, _ = read_items(b'unit: {model: "A"}', name="i", document=DOCUMENT)
    assert not alone.together


def test_what_a_piece_states_is_cited_by_its_own_line() -> None:
    text = 'item:\n  model: "A"\n  options:\n    - name: "b"\n      contouring_axes: 5\n'
    file, _ = read_items(text.encode(), name="i", document=DOCUMENT)
    (claim,) = file.items[0].pieces[0].item.parameters
    assert claim.citation is not None
    assert claim.citation.place == "line 5"
    assert claim.citation.document == DOCUMENT

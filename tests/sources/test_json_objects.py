"""Objects of a JSON list and of JSON Lines come out alike, in bounded memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import Fault, InputError
from enduse.sources.json_lines import JsonLine
from enduse.sources.json_objects import read_json_objects
from enduse.sources.opening import OpenedFile

values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8),
                      lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
                      max_leaves=6)
objects = st.lists(st.dictionaries(st.text(max_size=4), values, max_size=3), max_size=6)


def read(path: Path, data: bytes) -> list[JsonLine | Fault]:
    path.write_bytes(data)
    return list(read_json_objects(OpenedFile(role="statements", path=path)))


@settings(max_examples=60, deadline=None)
@given(objects, st.sampled_from((None, 1)), st.booleans())
def test_a_list_gives_the_objects_that_lines_give(
    tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, object]], indent: int | None, is_plain: bool,
) -> None:
    path = tmp_path_factory.mktemp("list") / "invented.json"
    mark = b"\xef\xbb\xbf" if is_plain else b""
    found = read(path, mark + json.dumps(told, indent=indent, ensure_ascii=is_plain).encode("utf-8", "surrogatepass"))
    lines = read(path, mark + "".join(json.dumps(one) + "\n" for one in told).encode())
    assert [one.value for one in found if isinstance(one, JsonLine)] == told
    assert [one.value for one in lines if isinstance(one, JsonLine)] == told


def test_an_object_longer_than_what_is_read_at_once_is_read_whole_and_placed(tmp_path: Path) -> None:
    long = {"a": "x" * 300_000}
    found = read(tmp_path / "long.json", json.dumps([{"b": 1}, long, {"c": 2}], indent=1).encode())
    placed = [(one.value, one.line) for one in found if isinstance(one, JsonLine)]
    assert placed == [({"b": 1}, 2), (long, 5), ({"c": 2}, 8)]


def test_what_is_no_object_is_a_fault_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = read(tmp_path / "odd.json", b'[1,\n null, {"a": 1}, "x", [2]]')
    assert [one.place if isinstance(one, Fault) else one.value for one in found] == [
        "odd.json:1", "odd.json:2", {"a": 1}, "odd.json:2", "odd.json:2",
    ]


@pytest.mark.parametrize("data", [
    b'[{"a": 1}', b'[{"a": 1},]', b'[{"a": 1}] x', b'[{"a" 1}]', b'[{"a": 1} {}]', b'["\xff"]', b"[" * 100_000,
])
def test_a_damaged_list_says_where(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="damaged") as told:
        read(tmp_path / "cut.json", data)
    assert str(told.value.where).startswith("cut.json:")

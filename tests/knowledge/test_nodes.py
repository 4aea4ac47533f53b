"""Strict YAML: text only, every fault with its place, and nothing hostile costs more than its size."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError, InputError
from enduse.knowledge.nodes import MAX_BYTES, MAX_DEPTH, parse_nodes

_BOMB = "a: &a [x,x,x,x]\n" + "".join(
    f"{chr(97 + n)}: &{chr(97 + n)} [*{chr(96 + n)},*{chr(96 + n)}]\n" for n in range(1, 20)
)


def _faults(text: str, path: str, taker: str) -> list[str]:
    top = parse_nodes(text, where="f.yaml")
    node = top.get(path)
    getattr(node, taker)()
    return [str(fault) for _, fault in top.faults.faults]


def test_every_scalar_is_text() -> None:
    top = parse_nodes("a: NO\nb: 3E001\nc: 0x1F\nd: 2024-01-31\ne: 1_000\n", where="f")
    assert top.plain() == {"a": "NO", "b": "3E001", "c": "0x1F", "d": "2024-01-31", "e": "1_000"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "a:\n", "a: ~\n", "a: null\n"])
def test_nothing_said_is_absent_and_an_empty_text_is_not(text: str) -> None:
    assert parse_nodes(text, where="f").get("a").is_absent
    assert not parse_nodes('a: ""', where="f").get("a").is_absent


@pytest.mark.parametrize("text, told", [
    (_BOMB, "anchors"), ("a: *x\n", "anchors"), ("a: !!python/name:os.system\n", "tag"), ("!x {}\n", "tag"),
    ("[" * 100, "deeper"), ("a: " + "{a: " * 100 + "}" * 100, "deeper"), ("- " * 3000 + "x", "deeper"),
    ("a: 1\na: 2\n", "twice"), ("[a]: 1\n", "key must be text"), ("a: [\n", "not YAML"), ("a: 'x\n", "not YAML"),
    ("a: 1\n---\nb: 2\n", "not YAML"), ("%YAML 9.9\n---\na: 1\n", "not YAML"), ("\0", "not YAML"), ("\x1b", "not YAML"),
])
def test_what_may_mean_more_than_it_says_is_refused(text: str, told: str) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError, match=told) as caught:
        parse_nodes(text, where="f.yaml")
    assert time.perf_counter() - began < 1
    assert caught.value.where.startswith("f.yaml")
    assert caught.value.remedy or all(fault.remedy for fault in caught.value.faults)


@pytest.mark.parametrize("data, told", [
    (b"a: caf\xe9\n", "byte 6"), ("a: 1".encode("utf-16"), "UTF-8"), (b"#" * (MAX_BYTES + 1), "larger"),
])
def test_bytes_that_are_no_text_of_ours_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        parse_nodes(data, where="f")


def test_as_deep_as_is_allowed_is_read() -> None:
    assert parse_nodes("[" * MAX_DEPTH + "]" * MAX_DEPTH, where="f").is_list
    with pytest.raises(InputError, match="deeper"):
        parse_nodes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), where="f")


@pytest.mark.parametrize("taker, text", [
    ("date", "31.12.2024"), ("date", "2024-02-30"), ("date", "[x]"), ("decimal", "0,9"), ("decimal", "NaN"),
    ("decimal", "inf"), ("decimal", "1_0"), ("decimal", "1e999"), ("integer", "1.5"), ("integer", "9" * 30),
    ("boolean", "maybe"), ("boolean", "1"), ("text", "[x]"), ("text", "{x: y}"), ("items", "x"), ("mapping", "x"),
])
def test_a_value_of_another_kind_is_a_fault_with_its_line_and_a_way_out(taker: str, text: str) -> None:
    (fault,) = _faults(f"z: 1\na: {text}\n", "a", taker)
    assert fault.startswith("f.yaml:2 (a): expected")
    assert "Write" in fault


def test_a_fault_quotes_the_beginning_of_a_long_value_only() -> None:
    (fault,) = _faults("a: " + "9" * 100_000, "a", "date")
    assert len(fault) < 250


def test_all_faults_of_a_file_are_told_at_once_in_its_order() -> None:
    top = parse_nodes("a: x\nb: y\nc: 1\n", where="f")
    top.get("a").date()
    top.get("b").integer()
    top.mapping(("a", "b"))
    with pytest.raises(InputError) as caught:
        top.faults.check()
    assert [fault.place for fault in caught.value.faults] == ["f:1 (a)", "f:2 (b)", "f:3 (c)"]


def test_a_number_keeps_its_digits() -> None:
    assert str(parse_nodes("a: 0.90", where="f").get("a").decimal()) == "0.90"
    assert parse_nodes("a: ' -1.5 '", where="f").get("a").decimal() == Decimal("-1.5")


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_nodes_or_refused(data: bytes) -> None:
    try:
        top = parse_nodes(data, where="f")
    except EnduseError:
        return
    assert all(node.line >= 1 for node in top.walk())
    top.plain()


plain = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text("abcxyz", min_size=1), part, max_size=3),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(value=plain)
def test_json_is_read_as_the_yaml_it_is(value: object) -> None:
    import json

    assert parse_nodes(json.dumps(value, ensure_ascii=False), where="f").plain() == value

"""The worked cases of the reference material, read and told as the command does; only where they lie beside us."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.classification import Appraiser, rule
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.determination import Ruling
from enduse.model.item import Item

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the reference material does not lie beside this checkout"),
]


def _cases() -> list[dict[str, Any]]:
    path = SHARED / "classification_cases.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["cases"] if path.exists() else []


def _expectations() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(case["id"], case["item"], expected) for case in _cases() for expected in case["expected"]]


def _item(stated: dict[str, Any]) -> Item:
    node = parse_nodes(json.dumps({"item": stated}), where="case")
    item = item_from_node(node)
    node.faults.check()
    return item


def _rule(stated: dict[str, Any], expected: dict[str, Any]) -> Ruling:
    law, as_of = load_controls(), date.fromisoformat(expected["date"])
    under = Appraiser(_item(stated), law).find(as_of, [expected["regime"]])
    found = list(rule(under, law=law, item=0, entries=[expected["entry"]]))
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name,stated,expected", _expectations(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_reference_case_is_answered_as_the_text_it_was_made_from(
    name: str, stated: dict[str, Any], expected: dict[str, Any]
) -> None:
    ruling = _rule(stated, expected)
    assert ruling.verdict == expected["verdict"], ruling
    for key in (key for key in expected if key.startswith("margin_")):
        assert ruling.margin == Decimal(str(expected[key]))
        assert ruling.margin_unit == key.removeprefix("margin_")
    if "missing" in expected:
        assert list(ruling.missing) == expected["missing"]
    axis = expected.get("by") or expected.get("closest")
    if axis and len(axis) == 1:
        assert ruling.by == axis
    if "confidence" in expected:
        assert ruling.confidence == expected["confidence"]


def test_all_reference_cases_were_asked() -> None:
    assert len(_cases()) == 12
    assert len(_expectations()) == 35

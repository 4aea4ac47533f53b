"""The reference cases on machine tools, translated to our item descriptions; only where the material lies beside us.

Verdicts there: controlled, not_controlled, undetermined. Repeatability there is by ISO 230-2:2014, as its facts
file says.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.classification import classify, find_answer
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import parse_nodes
from enduse.model.answer import Verdict
from enduse.model.determination import Classification, Determination
from enduse.model.item import Item

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference"
WORDS = {"controlled": Verdict.MET, "not_controlled": Verdict.NOT_MET, "undetermined": Verdict.UNKNOWN}
SAME_NAME = ("contouring_axes", "contouring_rotary_axes", "bar_feed_only", "chuck_mountable", "grinder_kind")
LENGTHS = {"max_machining_diameter_mm": "max_machining_diameter", "max_bar_diameter_mm": "max_bar_diameter"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the reference material does not lie beside this checkout"),
]


def _cases() -> list[dict[str, Any]]:
    path = SHARED / "classification_cases.yaml"
    if not path.exists():
        return []
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["item"]["item_type"] == "machine_tool"]


def _translate(stated: dict[str, Any]) -> Item:
    parameters: dict[str, Any] = {"numerical_control_capable": str(stated["nc_capable"]).lower()}
    for name in SAME_NAME:
        if name in stated:
            parameters[name] = str(stated[name]).lower()
    for theirs, ours in LENGTHS.items():
        if theirs in stated:
            parameters[ours] = f"{stated[theirs]} mm"
    axes = []
    for axis in stated["linear_axes"]:
        row: dict[str, Any] = {"axis": axis["axis"], "travel_length": f"{axis['travel_mm']} mm"}
        if "upr_um" in axis:
            row["unidirectional_positioning_repeatability"] = {
                "value": str(axis["upr_um"]), "unit": "um", "standard": "ISO 230-2:2014",
            }
        if "positioning_accuracy_um" in axis:
            row["positioning_accuracy"] = {
                "value": str(axis["positioning_accuracy_um"]), "unit": "um", "standard": axis["accuracy_standard"],
            }
        axes.append(row)
    described = {"kinds": [f"machine_tool.{stated['function']}"], "parameters": parameters, "axes": axes}
    node = parse_nodes(yaml.safe_dump({"item": described}, default_style='"').replace("!!map ", ""), where="case")
    item = item_from_node(node)
    node.faults.check()
    return item


def _expectations() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(case["id"], case["item"], expected) for case in _cases() for expected in case["expected"]]


def _determinations(result: Classification, regime: str, entry: str) -> list[Determination]:
    return [d for d in result.determinations if d.regime == regime and d.entry.startswith(entry)]


@pytest.mark.parametrize("name,stated,expected", _expectations(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_reference_case_is_answered_as_the_text_it_was_made_from(
    name: str, stated: dict[str, Any], expected: dict[str, Any]
) -> None:
    as_of = date.fromisoformat(expected["date"])
    result = classify(_translate(stated), as_of=as_of, law=load_controls(), regimes=[expected["regime"]])
    answer = find_answer(result, regime=expected["regime"], entry=expected["entry"])
    assert answer.verdict is WORDS[expected["verdict"]]
    below = _determinations(result, expected["regime"], expected["entry"])
    if "margin_um" in expected:
        scale = {"um": 1, "mm": 1000}
        covers = [d.covers for d in below if d.covers.margin_unit in scale]
        margins = [c.margin * scale[c.margin_unit] for c in covers if c.margin is not None]
        assert Decimal(str(expected["margin_um"])) in margins
    axis = expected.get("by") or expected.get("closest")
    if axis and len(axis) == 1:
        assert axis in {d.covers.axis for d in below}
    if "confidence" in expected:
        assert {d.confidence for d in below if d.answer.verdict is answer.verdict} == {expected["confidence"]}
    if expected["verdict"] == "undetermined":
        assert any("ISO 230-2:2006" in fact.fact for fact in answer.missing)


def test_all_machine_tool_cases_of_the_reference_were_asked() -> None:
    assert len(_cases()) == 9
    assert len(_expectations()) == 24

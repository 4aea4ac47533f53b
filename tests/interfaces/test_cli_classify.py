"""`enduse classify --json` without a workspace: one line an entry, in the words users write. Items are invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import enduse

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference" / "classification_cases.yaml"
KEYS = ["item", "regime", "edition", "date", "entry", "verdict", "margin", "margin_unit", "by", "missing", "because"]
MILL = {
    "item_type": "machine_tool", "function": "milling", "contouring_axes": 5,
    "linear_axes": [{"axis": "X", "travel_in": 20, "upr_um": 0.8}],
}


def classify(*arguments: str, stdin: str, folder: Path, code: int = 0) -> Any:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ENDUSE_")}
    clean["PYTHONPATH"] = str(Path(enduse.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "enduse.interfaces.cli.main", "classify", "-", "--json", *arguments], input=stdin,
        capture_output=True, text=True, check=False, timeout=120, env=clean, cwd=folder,
    )
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout or done.stderr)


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump], ids=["json", "yaml"])
def test_items_are_ruled_on_line_by_line(write: Any, tmp_path: Path) -> None:
    asked = ["--regime", "EU", "--regime", "US", "--date", "2025-12-01", "--entry", "2B001.b.2"]
    lines = classify(*asked, stdin=write({"item": [MILL, {"item_type": "machine_tool"}]}), folder=tmp_path)
    assert [(line["item"], line["regime"]) for line in lines] == [(0, "EU"), (0, "US"), (1, "EU"), (1, "US")]
    assert all(list(line)[:11] == KEYS for line in lines)
    first = lines[0]
    assert (first["verdict"], first["margin"], first["margin_unit"], first["by"]) == ("controlled", -0.1, "um", "b.2.a")
    assert lines[2]["verdict"] == "undetermined"
    assert lines[2]["missing"]


def test_a_day_without_an_edition_is_undetermined(tmp_path: Path) -> None:
    lines = classify("--regime", "EU", "--date", "1999-01-01", stdin=json.dumps({"item": MILL}), folder=tmp_path)
    assert [(line["verdict"], line["missing"]) for line in lines] == [
        ("undetermined", ["edition in force on 1999-01-01"])
    ]


def test_an_unknown_parameter_names_the_nearest_known_one(tmp_path: Path) -> None:
    told = classify(stdin='{"item": {"item_type": "machine_tool", "contouring_axis": 5}}', folder=tmp_path, code=3)
    assert "contouring_axes" in told["faults"][0]["remedy"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the reference material does not lie beside this checkout")
def test_the_reference_items_are_read_as_they_stand(tmp_path: Path) -> None:
    cases = yaml.safe_load(SHARED.read_text(encoding="utf-8"))["cases"]
    items = json.dumps({"item": [case["item"] for case in cases]})
    lines = classify("--regime", "EU", "--date", "2025-12-01", "--entry", "2B001", stdin=items, folder=tmp_path)
    assert [line["item"] for line in lines] == list(range(12))
    assert [line["verdict"] for line in lines[:2]] == ["controlled", "not_controlled"]

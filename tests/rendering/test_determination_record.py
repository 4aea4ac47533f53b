"""The determination record: what is stated, what decides, what is open, and a decision that is left to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.workspace import Workspace

ITEM = """\
item:
  description: "invented mill \\e[31m<b>"
  item_type: machine_tool
  function: milling
  nc_capable: true
  contouring_axes: 5
  contouring_rotary_axes: 2
  linear_axes:
    - {axis: X, travel_mm: 700%s}
"""


def record(tmp_path: Path, upr: str) -> str:
    (tmp_path / "item.yaml").write_text(ITEM % upr, encoding="utf-8")
    with Workspace.create(tmp_path / f"w{len(upr)}") as workspace:
        viewpoint = workspace.viewpoint(as_of="2025-12-01")
        return workspace.record_determinations(tmp_path / "item.yaml", viewpoint=viewpoint, regimes=["EU"])


def test_it_tells_value_limit_and_margin_of_what_decides_and_the_notes_tested(tmp_path: Path) -> None:
    text = record(tmp_path, ", upr_um: 0.8")
    assert "EU: controlled" in text
    assert "0.8 um (ISO 230-2:2014); limit at most 0.9 um (ISO 230-2:2014); margin -0.1 um" in " ".join(text.split())
    assert "note tested, not met: Note 1: limited to making gears" in text
    assert "Signature" in text


def test_it_names_what_is_open(tmp_path: Path) -> None:
    text = record(tmp_path, "")
    assert "open for want of: unidirectional positioning repeatability" in " ".join(text.split())


def test_the_same_item_gives_the_same_bytes_and_another_an_other_number(tmp_path: Path) -> None:
    one = record(tmp_path, ", upr_um: 0.8")
    (tmp_path / "again").mkdir()
    assert one == record(tmp_path / "again", ", upr_um: 0.8")
    assert one.splitlines()[-1] != record(tmp_path, ", upr_um: 0.85").splitlines()[-1]


@pytest.mark.parametrize("sign", ["\x1b", "\x07"])
def test_no_sign_that_a_terminal_obeys_stands_in_it(tmp_path: Path, sign: str) -> None:
    assert sign not in record(tmp_path, ", upr_um: 0.8")

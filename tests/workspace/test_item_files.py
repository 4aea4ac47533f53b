"""A catalogue in, answers out: forms of file, columns of axes, bad rows, what moves. All items are invented."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import InputError, UsageError
from enduse.workspace import Workspace

LATHE = {
    "id": "L-1", "description": "invented lathe", "item_type": "machine_tool", "nc_capable": True,
    "function": "turning", "contouring_axes": 2, "max_machining_diameter_mm": 200,
    "linear_axes": [
        {"axis": "X", "travel_mm": 200, "upr_um": 2.0, "positioning_accuracy_um": 5.0,
         "accuracy_standard": "ISO 230-2:1988"},
        {"axis": "Z", "travel_mm": 600, "upr_um": 2.0, "positioning_accuracy_um": 5.0,
         "accuracy_standard": "ISO 230-2:1988"},
    ],
}
MILL = (
    "id,description,item_type,function,nc_capable,contouring_axes,contouring_rotary_axes,X.travel_mm,X.upr_um,Hub\n"
    "M-1,invented mill,machine_tool,milling,true,5,2,700,0.8,a\n"
    "M-2,=1+1,machine_tool,milling,true,3,0,700,1.5,b\n"
    "M-3,invented mill,machine_tool,milling,true,five,0,700,1.5,c\n"
)
DAYS = [date(2009, 10, 1), date(2025, 12, 1)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_table_with_columns_of_axes_is_classified_and_a_bad_row_is_told(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "mills.csv").write_text(MILL, encoding="utf-8")
    run = workspace.classify_file(
        tmp_path / "mills.csv", out=tmp_path / "out.jsonl", viewpoint=workspace.viewpoint(as_of="2025-12-01"),
        regimes=["eu"], column_map={"Hub": "-"},
    )
    assert (run.rows, run.classified, run.not_read) == (3, 2, 1)
    assert "mills.csv:4" in run.faults[0]
    lines = read(tmp_path / "out.jsonl")
    assert [line.get("id") for line in lines] == ["M-1", "M-2", None]
    assert lines[0]["positions"][0]["position"] == "controlled"
    assert "2B001.b.2.a" in lines[0]["positions"][0]["entries"]
    assert "five" in lines[2]["fault"]


def test_an_unknown_column_is_told_for_each_row_with_the_nearest_known_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "mills.csv").write_text(MILL.replace("upr_um", "uprr_um"), encoding="utf-8")
    run = workspace.classify_file(
        tmp_path / "mills.csv", out=tmp_path / "out.jsonl", viewpoint=workspace.viewpoint(), column_map={"Hub": "-"},
    )
    assert run.classified == 0
    assert "uprr_um" in run.faults[0]


def test_what_moves_between_two_days_is_named_with_its_entries(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text(json.dumps(LATHE) + "\n", encoding="utf-8")
    run = workspace.classify_file(
        tmp_path / "items.jsonl", out=tmp_path / "moved.jsonl", viewpoint=workspace.viewpoint(), days=DAYS,
        is_moves=True, regimes=["EU"],
    )
    assert run.moved == 1
    (line,) = read(tmp_path / "moved.jsonl")
    assert (line["id"], line["met_before"], line["met_after"]) == ("L-1", ["2B001.a"], ["2B201.c"])


def test_one_item_is_answered_alike_alone_and_among_others_and_from_any_form(
    workspace: Workspace, tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [dict(zip(MILL.splitlines()[0].split(","), line.split(","), strict=True)) for line in MILL.splitlines()[1:2]]
    for row in rows:
        row.pop("Hub")
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "mills.parquet")
    (tmp_path / "mills.csv").write_text(MILL, encoding="utf-8")
    viewpoint = workspace.viewpoint(as_of="2025-12-01")
    for form in ("parquet", "csv"):
        workspace.classify_file(
            tmp_path / f"mills.{form}", out=tmp_path / f"{form}.jsonl", viewpoint=viewpoint, column_map={"Hub": "-"},
        )
    assert read(tmp_path / "parquet.jsonl")[0] == read(tmp_path / "csv.jsonl")[0]


def test_a_spreadsheet_finds_no_formula_in_the_answers(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mills.csv").write_text(MILL, encoding="utf-8")
    workspace.classify_file(
        tmp_path / "mills.csv", out=tmp_path / "out.csv", viewpoint=workspace.viewpoint(as_of="2025-12-01"),
        column_map={"Hub": "-"},
    )
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_many_rows_are_answered_in_order_and_alike_by_several_processes(workspace: Workspace, tmp_path: Path) -> None:
    head, first, second, _ = MILL.splitlines()
    rows = [line.replace("M-", f"{number}-") for number in range(300) for line in (first, second)]
    (tmp_path / "mills.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    run = workspace.classify_file(
        tmp_path / "mills.csv", out=tmp_path / "out.jsonl", viewpoint=workspace.viewpoint(as_of="2025-12-01"),
        regimes=["EU"], column_map={"Hub": "-"},
    )
    assert (run.rows, run.classified) == (600, 600)
    lines = read(tmp_path / "out.jsonl")
    assert [line["row"] for line in lines] == list(range(1, 601))
    assert [line["id"] for line in lines[:3]] == ["0-1", "0-2", "1-1"]
    assert all(line["positions"] == lines[at % 2]["positions"] for at, line in enumerate(lines))


def test_a_place_that_cannot_be_written_and_a_file_that_is_not_there_are_told_and_leave_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "mills.csv").write_text(MILL, encoding="utf-8")
    viewpoint = workspace.viewpoint()
    with pytest.raises(UsageError, match="cannot be written"):
        workspace.classify_file(tmp_path / "mills.csv", out=tmp_path / "no" / "out.jsonl", viewpoint=viewpoint)
    with pytest.raises(InputError):
        workspace.classify_file(tmp_path / "none.csv", out=tmp_path / "out.jsonl", viewpoint=viewpoint)
    assert not list(tmp_path.glob("out.jsonl*"))


def test_what_an_item_makes_with_its_options_stands_in_lines_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    with_option = LATHE | {"options": [{"name": "scales", "linear_axes": [{"axis": "X", "upr_um": 0.8}]}]}
    kit = {"id": "K-1", "parts": [{"name": "frame", **{key: LATHE[key] for key in LATHE if key != "id"}}]}
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, (LATHE, with_option, kit))), encoding="utf-8")
    run = workspace.classify_file(
        tmp_path / "in.jsonl", out=tmp_path / "out.jsonl", viewpoint=workspace.viewpoint(as_of="2025-12-01"),
        regimes=["EU"],
    )
    assert (run.rows, sum(number for *_, number in run.positions)) == (3, 3)
    lines = read(tmp_path / "out.jsonl")
    assert [(line["row"], line.get("of", "")) for line in lines] == [
        (1, ""), (2, ""), (2, "with the option scales"), (3, ""),
    ]
    assert "2B001.a.1" in lines[2]["positions"][0]["entries"]
    assert "2B001.a.1" not in lines[1]["positions"][0]["entries"]
    assert lines[3]["positions"] == lines[0]["positions"]

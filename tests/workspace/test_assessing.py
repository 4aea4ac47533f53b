"""A file of declarations is assessed row by row, by what its columns can answer; parties and goods are invented."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import InputError, UsageError
from enduse.model.declaring import AssessmentRun
from enduse.workspace import Workspace
from enduse.workspace import blocks as blocks_module
from enduse.workspace.declarations import goods_of, read_declaration, read_goods

LIST = """\
id,name,kind,aliases,country,topics,program,listed_on
1,Vostmark Propulsion Institute,company,,aq,sanction,missile programme,2020-01-01
"""
HEADER = "reference,consignee,consignee_country,hs_code,description,quantity,unit,value,currency,net_weight,destination"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
    with Workspace.create(tmp_path / "w") as workspace:
        (tmp_path / "list.csv").write_text(LIST)
        workspace.load([tmp_path / "list.csv"], source="table", published=date(2025, 1, 1))
    return tmp_path


def row(number: int, *, name: str = "Ostrand Farms", code: str = "845811", words: str = "CNC lathe",
        value: float = 100_000, mass: float = 4000) -> str:
    spread = 1 + (number % 9 - 4) / 50
    country = "aq" if name.startswith("Vostmark") else "tr"
    return f"D{number},{name},{country},{code},{words},1,pcs,{value * spread:.2f},EUR,{mass},tr"


def assess(place: Path, rows: list[str], *, header: str = HEADER, **how: Any) -> tuple[AssessmentRun, list[Any]]:
    file = place / "in.csv"
    file.write_text("\n".join([header, *rows]) + "\n")
    with Workspace(place / "w") as workspace:
        run = workspace.assess_file(file, out=place / "out.jsonl", **how)
    return run, read(place / "out.jsonl")


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def flags(shape: Any) -> set[str]:
    return {flag["flag"] for flag in shape["flags"]}


def test_every_row_has_its_line_between_head_and_foot(place: Path) -> None:
    run, lines = assess(place, [row(1), "broken,row", row(3, name="Vostmark Propulsion Institute")])
    assert [line["line"] for line in lines] == ["head", "row", "row", "row", "foot"]
    assert [line["result"] for line in lines[1:-1]] == ["assessed", "not assessed", "assessed"]
    assert lines[2]["place"] == "in.csv:3"
    assert "cells" in lines[2]["reason"]
    assert lines[2]["remedy"]
    assert (run.rows, run.assessed, run.not_assessed) == (3, 2, 1)
    assert lines[3]["step"] == "hold"
    assert "PTY-01" in flags(lines[3])


def test_words_of_another_heading_and_a_price_far_off_are_flagged_and_like_goods_are_not(place: Path) -> None:
    usual = [row(number) for number in range(60)]
    _, lines = assess(place, [*usual, row(60, words="combine harvester"), row(61, value=2000)])
    assert not any(flags(line) & {"ITM-17", "RTE-10"} for line in lines[1:61])
    assert "ITM-17" in flags(lines[61])
    assert "RTE-10" in flags(lines[62])
    assert lines[62]["beside_like_goods"][0]["times"] < 0.05


def test_too_few_like_goods_answer_nothing(place: Path) -> None:
    run, lines = assess(place, [row(number) for number in range(10)] + [row(11, value=1)])
    assert run.like_goods == 0
    count = next(flag for flag in run.flags if flag.flag == "RTE-10")
    assert (count.met, count.not_met, count.unknown) == (0, 0, 11)
    assert not flags(lines[11]) & {"RTE-10"}


def test_a_flag_whose_columns_are_not_there_is_not_asked_and_says_what_it_needs(place: Path) -> None:
    run, _ = assess(place, ["Ostrand Farms"], header="consignee")
    assert {flag.flag for flag in run.flags} >= {"PTY-01", "PTY-02"}
    missing = {flag.flag: flag.needs for flag in run.not_asked}
    assert missing["ITM-17"] == ("description and hs_code",)
    assert all(missing.values())


def test_a_column_named_as_a_fact_is_that_fact(place: Path) -> None:
    run, lines = assess(place, ["Ostrand Farms,yes", "Ostrand Farms,no", "Ostrand Farms,perhaps"],
                        header="consignee,bill_is_to_order")
    assert "RTE-08" in {flag.flag for flag in run.flags}
    assert "perhaps" in " ".join(lines[3]["notes"])


def test_a_license_is_drawn_down_in_the_order_of_the_rows(place: Path) -> None:
    (place / "l.csv").write_text("license,quantity,unit,valid_until,consignee\nAB-1,3,pcs,2026-01-01,Ostrand Farms\n")
    header = "id,date,consignee,quantity,unit,license"
    _, lines = assess(place, [
        "1,2025-05-01,Ostrand Farms,2,pcs,ab 1", "2,2025-05-01,Ostrand Farms,2,pcs,AB-1",
        "3,2026-05-01,Ostrand Farms,1,pcs,AB-1", "4,2025-05-01,Ostrand Farms,1,pcs,XY-9",
        "5,2025-05-01,Ostrand Farms,1,pcs,",
    ], header=header, licenses=place / "l.csv")
    assert ["LIC-01" in flags(line) for line in lines[1:-1]] == [False, True, True, True, False]
    assert "date" in json.dumps(lines[3]["flags"])
    assert "number" in json.dumps(lines[4]["flags"])


def test_the_worklist_begins_with_the_gravest_and_leaves_out_what_nothing_was_found_of(place: Path) -> None:
    rows = [row(number) for number in range(40)]
    rows += [row(40, words="combine harvester"), row(41, name="Vostmark Propulsion Institute"), row(42, value=2000)]
    run, lines = assess(place, rows, worklist=place / "w.jsonl", most=3)
    work = read(place / "w.jsonl")
    assert [one["rank"] for one in work] == [1, 2, 3]
    assert [one["id"] for one in work[:2]] == ["D41", "D40"]
    assert sum(step.rows for step in run.steps) == run.assessed
    assert lines[-1]["steps"] == {step.step: step.rows for step in run.steps}


def test_several_processes_give_the_bytes_of_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", 20)
    rows = [row(number) for number in range(70)] + [row(71, name="Vostmark Propulsion Institute")]
    assess(place, rows, worklist=place / "w.jsonl")
    alone = (place / "out.jsonl").read_bytes(), (place / "w.jsonl").read_bytes()
    assess(place, rows, worklist=place / "w.jsonl", jobs=2)
    assert alone == ((place / "out.jsonl").read_bytes(), (place / "w.jsonl").read_bytes())


def test_an_interrupted_run_goes_on_to_the_same_bytes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", 10)
    rows = [row(number) for number in range(50)] + [row(51, value=5)]
    assess(place, rows, worklist=place / "w.jsonl")
    whole = (place / "out.jsonl").read_bytes(), (place / "w.jsonl").read_bytes()

    def stop(done: int, what: str) -> None:
        if what == "rows" and done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess(place, rows, worklist=place / "w.jsonl", progress=stop)
    with pytest.raises(UsageError, match="interrupted run"):
        assess(place, rows, worklist=place / "w.jsonl")
    with pytest.raises(UsageError, match="differs in most"):
        assess(place, rows, worklist=place / "w.jsonl", most=5, resume=True)
    run, _ = assess(place, rows, worklist=place / "w.jsonl", resume=True)
    assert run.resumed_at == 30
    assert whole == ((place / "out.jsonl").read_bytes(), (place / "w.jsonl").read_bytes())


def test_a_killed_run_goes_on_to_the_same_bytes(place: Path) -> None:
    rows = [row(number) for number in range(9000)]
    assess(place, rows)
    whole = (place / "out.jsonl").read_bytes()
    (place / "out.jsonl").unlink()
    code = ("import sys; from enduse.interfaces.cli.main import main; "
            "sys.exit(main(['assess', '-w', sys.argv[1], '--in', sys.argv[2], '--out', sys.argv[3]]))")
    child = subprocess.Popen([sys.executable, "-c", code, str(place / "w"), str(place / "in.csv"),
                              str(place / "out.jsonl")], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                             stderr=subprocess.DEVNULL)
    part = place / "out.jsonl.part"
    while child.poll() is None and not (part.exists() and part.stat().st_size > 100_000):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (place / "out.jsonl").exists()
    assess(place, rows, resume=True)
    assert (place / "out.jsonl").read_bytes() == whole


def test_orders_as_json_lines_are_asked_everything(place: Path) -> None:
    order = {"schema": "enduse-order/1", "reference": "N-1", "parties": [
        {"name": "Vostmark Propulsion Institute", "country": "aq", "roles": ["end_user"]}],
        "lines": [{"item": {"description": "CNC lathe"}}], "route": {"destination": "aq"}}
    (place / "orders.jsonl").write_text(
        json.dumps(order) + "\n" + json.dumps(order | {"parties": [{"name": "X"}]}) + "\nno json\n")
    with Workspace(place / "w") as workspace:
        run = workspace.assess_file(place / "orders.jsonl", out=place / "out.jsonl")
        alone = place / "order.yaml"
        alone.write_text(json.dumps(order))
        whole = workspace.assess(alone, viewpoint=workspace.viewpoint())
    lines = read(place / "out.jsonl")
    assert run.kind == "orders"
    assert (run.assessed, run.not_assessed) == (1, 2)
    assert lines[1]["step"] == whole.actions[0].kind.value == "hold"
    assert lines[1]["gates"] == {gate.gate: gate.answer.verdict.value for gate in whole.gates}
    assert "roles" in lines[2]["place"]
    assert lines[3]["reason"]


def test_parquet_and_csv_give_the_same_answers(place: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    rows = [row(number) for number in range(40)] + [row(41, value=5)]
    _, lines = assess(place, rows)
    cells = [dict(zip(HEADER.split(","), one.split(","), strict=True)) for one in rows]
    pq.write_table(pa.Table.from_pylist(cells), place / "in.parquet")
    with Workspace(place / "w") as workspace:
        workspace.assess_file(place / "in.parquet", out=place / "out2.jsonl")
    again = read(place / "out2.jsonl")
    keys = ("id", "step", "flags", "value")
    assert [[one[key] for key in keys] for one in lines[1:-1]] == [[one[key] for key in keys] for one in again[1:-1]]


@pytest.mark.parametrize("text, told", [
    ("a,b\n1,2\n", "no column is"), ("consignee,receiver\nA,B\n", "two columns mean"),
])
def test_a_file_of_no_use_is_told_at_once(place: Path, text: str, told: str) -> None:
    (place / "in.csv").write_text(text)
    with Workspace(place / "w") as workspace, pytest.raises(InputError, match=told):
        workspace.assess_file(place / "in.csv", out=place / "out.jsonl")


def test_what_cannot_be_used_is_noted_and_the_rest_assessed(place: Path) -> None:
    _, lines = assess(place, ["A1,Ostrand,Nowhereland,12,lathe,many,pcs,1.234,EUR,5,tr"])
    told = " ".join(lines[1]["notes"])
    assert lines[1]["result"] == "assessed"
    assert all(name in told for name in ("consignee_country", "hs_code", "quantity"))


def test_bytes_that_are_no_text_spoil_their_row_alone_and_say_where(place: Path) -> None:
    rows = [row(number).encode() for number in range(6)]
    rows[1] = rows[1].replace(b"Ostrand", b"Ostr\x00nd")
    rows[2] = rows[2].replace(b"Ostrand", b"Ostr\xe4nd")
    rows[4] = rows[4].replace(b"CNC lathe", b"lathe " * 200_000)
    file = place / "in.csv"
    file.write_bytes(b"\n".join([HEADER.encode(), *rows]) + b"\n")
    with Workspace(place / "w") as workspace:
        run = workspace.assess_file(file, out=place / "out.jsonl")
    assert (run.rows, run.assessed, run.not_assessed) == (6, 3, 3)
    told = [shape for shape in read(place / "out.jsonl") if shape["line"] == "row"]
    assert [shape["id"] for shape in told if shape["result"] == "assessed"] == ["D0", "D3", "D5"]
    bad = {shape["place"]: shape["reason"] for shape in told if shape["result"] != "assessed"}
    assert list(bad) == ["in.csv:3", "in.csv:4", "in.csv:6"]
    assert "NUL" in bad["in.csv:3"]
    assert "not utf-8 text" in bad["in.csv:4"]
    assert "longer than" in bad["in.csv:6"]


def test_a_header_that_is_no_text_is_told_at_once(place: Path) -> None:
    (place / "in.csv").write_bytes(HEADER.replace("consignee", "Empf\xe4nger", 1).encode("cp1252") + b"\n")
    with Workspace(place / "w") as workspace, pytest.raises(InputError, match="not utf-8 text"):
        workspace.assess_file(place / "in.csv", out=place / "out.jsonl")


CELLS = st.dictionaries(
    st.sampled_from(["hs_code", "quantity", "unit", "value", "currency", "weight_kg", "origin", "dispatch",
                     "destination", "consignee", "description", "id"]),
    st.sampled_from(["845811", "8458.11", "84", "12", "0", "-3", "1.5", "2,5", "1e9", "pcs", "KG", "eur", "EUR", "de",
                     "Turkey", "Nowhere", "Ostrand Farms", "lathe", " "]) | st.text(max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_goods_are_compared_by_the_same_whether_a_row_is_read_in_part_or_whole(cells: dict[str, str]) -> None:
    whole = read_declaration(cells, number=1, place="in.csv:2")
    assert goods_of(whole) == read_goods(cells)

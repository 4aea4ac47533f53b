"""Screening files: the same bytes however often a run is killed or how many processes share it. Names are invented."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import UsageError
from enduse.model.party import Party
from enduse.workspace import Workspace
from enduse.workspace import blocks as blocks_module
from enduse.workspace.journal import Journal

LIST = """\
id,name,kind,aliases,country,birth_date,identifiers,topics,program,listed_on
W-1,Quarry Bend Propulsion Institute,organization,QBPI Works,ir,,,sanction,Missiles,2024-02-20
W-2,Heron Gate Shipping,company,,ae,,imoNumber=9123456,sanction,Arms,2025-01-02
W-3,Ostrand Vale Petrov,person,,ru,1960-01-02,,sanction,Arms,2025-01-02
W-4,=Fellgate Reach,company,,ae,,,sanction,Arms,2025-01-02
"""
NAMES = ("Heron Gate Shiping", "Alder Vale Tools", "Petrov Ostrand Vale", "Fellgate Reach", "Moorcroft Dairy")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Workspace.create(tmp_path / "w") as workspace:
        (tmp_path / "list.csv").write_text(LIST)
        workspace.load([tmp_path / "list.csv"], source="table", marking="UNCLASSIFIED")
    return tmp_path


def _write(file: Path, rows: int) -> Path:
    lines = [f"{n},{'' if n % 11 == 0 else NAMES[n % len(NAMES)]},{'xx' if n % 7 == 0 else 'ae'}" for n in range(rows)]
    file.write_text("id,name,country\n" + "\n".join(lines) + "\n")
    return file


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_row_has_one_line_in_the_report_between_head_and_foot(place: Path) -> None:
    file = _write(place / "in.csv", 40)
    with Workspace(place / "w") as workspace:
        run = workspace.screen_file(file, out=place / "hits.jsonl", report=place / "report.jsonl")
        alone = [next(workspace.screen([Party(name=NAMES[n % 5], country="" if n % 7 == 0 else "ae")]))
                 for n in range(40) if n % 11]
    head, *rows, foot = _lines(place / "report.jsonl")
    assert head["input"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert head["lists"] == [{"source": "table", "title": "Your own list", "version": head["viewpoint"]["as_of"],
                              "entities": 4, "note": head["lists"][0]["note"]}]
    assert [row["row"] for row in rows] == list(range(1, 41))
    assert {row["query_id"] for row in rows if row["result"] == "not screened"} == {"0", "11", "22", "33"}
    assert (foot["rows"], foot["not_screened"], run.counts.not_screened) == (40, 4, 4)
    assert foot["hits_file"]["sha256"] == hashlib.sha256((place / "hits.jsonl").read_bytes()).hexdigest()
    hits = _lines(place / "hits.jsonl")
    assert [round(hit.score, 6) for screening in alone for hit in screening.hits] == [hit["score"] for hit in hits]
    assert list(hits[0]) == ["query_id", "rank", "score", "entity_id", "caption", "source", "reasons"]
    assert all(set(reason) == {"text", "left", "right", "weight"} for hit in hits for reason in hit["reasons"])
    assert sorted(p.name for p in place.iterdir()) == ["hits.jsonl", "in.csv", "list.csv", "report.jsonl", "w"]


def test_hits_as_table_and_as_columns_hold_what_the_lines_hold(place: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    file = _write(place / "in.csv", 40)
    with Workspace(place / "w") as workspace:
        for name in ("h.jsonl", "h.csv", "h.parquet"):
            workspace.screen_file(file, out=place / name)
    lines = _lines(place / "h.jsonl")
    assert pq.read_table(place / "h.parquet").to_pylist() == lines
    with (place / "h.csv").open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    assert [cell["query_id"] for cell in cells] == [line["query_id"] for line in lines]
    captions = {cell["caption"] for cell in cells}
    assert "'=Fellgate Reach" in captions
    assert not any(value.startswith(("=", "+", "-", "@")) for cell in cells for value in cell.values())


@pytest.mark.parametrize("seed", range(8 if os.environ.get("ENDUSE_FULL") else 1))
def test_a_killed_run_goes_on_to_the_bytes_of_one_run(seed: int, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    file = _write(place / "in.csv", 4000)
    monkeypatch.setenv("ENDUSE_NOW", "2030-01-01T00:00:00Z")
    ask = [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", str(place / "w"), "screen", "--in", str(file)]
    whole = [*ask, "--out", str(place / "a.jsonl"), "--report", str(place / "ar.jsonl")]
    assert subprocess.run(whole, capture_output=True, check=False).returncode == 4
    kills = 0
    for _ in range(40):
        monkeypatch.setenv("ENDUSE_NOW", f"2030-01-01T00:00:{0 if kills == 0 else kills:02d}Z")
        command = [*ask, "--out", str(place / "b.jsonl"), "--report", str(place / "br.jsonl"), "--resume"]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = place / "b.jsonl.journal"
        limit = time.monotonic() + 60
        while child.poll() is None and not begun.exists() and time.monotonic() < limit:
            time.sleep(0.005)
        if kills < 3 and child.poll() is None:
            time.sleep(dice.uniform(0, 0.4))
            child.send_signal(signal.SIGKILL)
            kills += 1
        if child.wait() != -signal.SIGKILL:
            break
    assert (place / "b.jsonl").read_bytes() == (place / "a.jsonl").read_bytes()
    told = (place / "br.jsonl").read_text().replace('"name": "b.jsonl"', '"name": "a.jsonl"')
    assert told == (place / "ar.jsonl").read_text()
    assert not list(place.glob("*.part")) + list(place.glob("*.journal*"))


@pytest.mark.parametrize("stop", range(1, 8))
def test_a_run_that_stops_at_any_write_goes_on_to_the_same_bytes(
    stop: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _write(place / "in.csv", 50)
    monkeypatch.setattr(blocks_module, "BLOCK", 10)
    monkeypatch.setenv("ENDUSE_NOW", "2030-01-01T00:00:00Z")
    with Workspace(place / "w") as workspace:
        workspace.screen_file(file, out=place / "a.csv", report=place / "r.jsonl")
        wanted = (place / "a.csv").read_bytes(), (place / "r.jsonl").read_bytes()
        writes = 0
        real = Journal._write_state

        def fail(self: Journal, *, is_finished: bool) -> None:
            nonlocal writes
            writes += 1
            if writes == stop:
                raise KeyboardInterrupt
            real(self, is_finished=is_finished)

        monkeypatch.setattr(Journal, "_write_state", fail)
        (place / "a.csv").unlink()
        with pytest.raises(KeyboardInterrupt):
            workspace.screen_file(file, out=place / "a.csv", report=place / "r.jsonl")
        monkeypatch.setattr(Journal, "_write_state", real)
        assert not (place / "a.csv").exists()
        workspace.screen_file(file, out=place / "a.csv", report=place / "r.jsonl", resume=True)
    assert (place / "a.csv").read_bytes() == wanted[0]
    assert (place / "r.jsonl").read_bytes().splitlines() == wanted[1].splitlines()


def test_an_interrupted_run_is_neither_forgotten_nor_mixed_with_another(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _write(place / "in.csv", 30)
    monkeypatch.setattr(blocks_module, "BLOCK", 10)
    with Workspace(place / "w") as workspace:
        def stop(done: int, _: str) -> None:
            if done == 20:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            workspace.screen_file(file, out=place / "h.jsonl", progress=stop)
        with pytest.raises(UsageError, match="interrupted run lies here"):
            workspace.screen_file(file, out=place / "h.jsonl")
        with pytest.raises(UsageError, match="differs in limit"):
            workspace.screen_file(file, out=place / "h.jsonl", limit=3, resume=True)
        with pytest.raises(UsageError, match="another viewpoint"):
            workspace.screen_file(
                file, out=place / "h.jsonl", resume=True, viewpoint=workspace.viewpoint(audience="public")
            )
        assert workspace.screen_file(file, out=place / "h.jsonl", resume=True).resumed_at == 20
        file.write_text("name\nother\n")
        shutil.copy(place / "h.jsonl", place / "k.jsonl")
        assert workspace.screen_file(file, out=place / "h.jsonl", resume=True).counts.rows == 1


def test_several_processes_write_what_one_writes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _write(place / "in.csv", 4500)
    with Workspace(place / "w") as workspace:
        seen_from = workspace.viewpoint()
        for name, jobs in (("a", 1), ("b", 2)):
            workspace.screen_file(
                file, out=place / name, report=place / f"{name}.report", viewpoint=seen_from, jobs=jobs
            )
    assert (place / "a").read_bytes() == (place / "b").read_bytes()
    told = (place / "b.report").read_text().replace('"name": "b"', '"name": "a"')
    assert told == (place / "a.report").read_text()


def test_an_output_that_would_overwrite_the_input_or_has_no_folder_is_refused(place: Path) -> None:
    file = _write(place / "in.csv", 3)
    with Workspace(place / "w") as workspace:
        for out in (file, place / "none" / "h.jsonl", place / "w", place / "h.xlsx"):
            with pytest.raises(UsageError):
                workspace.screen_file(file, out=out)
        with pytest.raises(UsageError):
            workspace.screen_file(file, out=place / "h.jsonl", report=place / "h.csv")
    assert file.read_text().startswith("id,name,country\n")


def test_parties_are_screened_as_they_come(place: Path) -> None:
    asked: list[str] = []

    def parties() -> Any:
        for name in NAMES:
            asked.append(name)
            yield name

    with Workspace(place / "w") as workspace:
        stream = workspace.screen(parties())
        assert next(stream).query == NAMES[0]
        assert len(asked) < len(NAMES)
        assert [screening.query for screening in stream] == list(NAMES[1:])
        with pytest.raises(UsageError, match="country"):
            workspace.screen(["Heron Gate"], country="Nowhere at all")

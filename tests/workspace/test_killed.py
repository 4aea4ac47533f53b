"""kill -9 while the program loads or reads: what is there afterwards is there whole."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from enduse.workspace import Workspace

ROUNDS = 25 if os.environ.get("ENDUSE_FULL") else 3
ROWS = 4000
PAPERS = 30
RIVERS = ("Tarn", "Osprey", "Moorcroft", "Coldwater", "Fellgate")
HEADER = "id,name,kind,country,topics\n"


def _start(place: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", str(place), *map(str, arguments)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )


def _kill_once_begun(child: subprocess.Popen[str], begun: Path, wait: float) -> int:
    """Kill a child a while after a folder began to fill; return its exit code, which is not -9 where it was done."""
    limit = time.monotonic() + 60
    while child.poll() is None and not begun.exists() and time.monotonic() < limit:
        time.sleep(0.002)
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.stderr is not None
    child.stderr.close()
    return child.returncode


def _loose_ends(place: Path) -> list[str]:
    """Return what the record holds in part: appearances of no statement or no document, and a damaged file."""
    with contextlib.closing(sqlite3.connect(place / "record.sqlite")) as db:
        lost = db.execute("SELECT 1 FROM appearance WHERE statement NOT IN (SELECT id FROM statement)").fetchall()
        lost += db.execute("SELECT 1 FROM appearance WHERE document NOT IN (SELECT sha256 FROM document)").fetchall()
        return [*map(str, lost), *(row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_load_killed_at_any_moment_left_the_version_whole_or_not_at_all(seed: int, tmp_path: Path) -> None:
    place = tmp_path / "w"
    with Workspace.create(place) as workspace:
        (tmp_path / "old.csv").write_text(HEADER + "".join(f"W-{n},Old Name {n} Works,,,sanction\n" for n in range(50)))
        workspace.load([tmp_path / "old.csv"], source="table")
    (tmp_path / "new.csv").write_text(HEADER + "".join(f"W-{n},New Name {n} Works,,,sanction\n" for n in range(ROWS)))
    child = _start(place, "load", "table", tmp_path / "new.csv")
    documents = len(list((place / "documents").glob("*/*")))
    limit = time.monotonic() + 60
    while child.poll() is None and len(list((place / "documents").glob("*/*"))) == documents:
        assert time.monotonic() < limit
        time.sleep(0.002)
    code = _kill_once_begun(child, place, random.Random(seed).uniform(0, 0.4))
    with Workspace.open(place) as workspace:
        viewpoint = workspace.viewpoint()
        view = workspace.view(viewpoint)
        names = [row[2].split()[0] for row in view.names(("name",))]
        (cover,) = view.coverage()
        assert names in (["Old"] * 50, ["New"] * ROWS)
        assert cover.entities == len(names)
        assert code == -signal.SIGKILL or names[0] == "New"
        for _, (sha256, *_rest) in view.versions("table"):
            with view.open_document(sha256) as kept:
                assert kept.read(9) == b"id,name,k"
        again = workspace.load([tmp_path / "new.csv"], source="table")
        assert again.records == ROWS
        assert len(list(workspace.view(workspace.viewpoint()).names(("name",)))) == ROWS
    assert _loose_ends(place) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_reading_killed_at_any_moment_left_each_paper_whole_or_not_at_all(seed: int, tmp_path: Path) -> None:
    place = tmp_path / "w"
    Workspace.create(place).close()
    papers = []
    for number in range(PAPERS):
        trader = f"{chr(ord('A') + number % 26)}olland{'field' if number > 25 else ''} Gate"
        text = "MEMORANDUM\n\n" + "".join(
            f"{n}. We believe that {trader} Trading acts for {river} Pump Works.\n\n"
            for n, river in enumerate(RIVERS, 1)
        )
        papers.append(tmp_path / f"paper-{number:02}.txt")
        papers[-1].write_text(text)
    child = _start(place, "read", *papers)
    _kill_once_begun(child, place / "documents", random.Random(seed).uniform(0, 0.8))
    with Workspace.open(place) as workspace:
        def held() -> dict[str, int]:
            counts: dict[str, int] = {}
            for sighting in workspace.view(workspace.viewpoint()).claims(["acts_for"]):
                name = sighting.document_name or ""
                counts[name] = counts.get(name, 0) + 1
            return counts

        before = held()
        workspace.read(papers)
        after = held()
        assert len(after) == PAPERS
        assert before == {name: after[name] for name in before}
        assert sorted(before) == [paper.name for paper in papers[: len(before)]], "one after the other, none left out"
        assert list(workspace.store.broken_events()) == []
    assert _loose_ends(place) == []

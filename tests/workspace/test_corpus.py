"""Folders of papers: read by several processes, gone on with, told; the firms are invented."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from enduse.workspace import Workspace

FIRMS = ("Quarry Bend", "Coldwater", "Fellgate", "Moorcroft", "Osprey", "Tarn Hollow", "Saltmarsh", "Kestrel Weir")


def _letter(number: int) -> str:
    firm = FIRMS[number % len(FIRMS)]
    return f"Note {number}.\n\n{firm} Trading LLC is a front company for Brindle Pump Works {number}.\n" * 3


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for number in range(40):
        place = folder / f"{number // 10}" / f"note-{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_letter(number), encoding="utf-8")
    return folder


def _held(place: Path) -> tuple[list[str], list[str]]:
    with Workspace.open(place) as workspace:
        view = workspace.view(workspace.viewpoint())
        said = sorted(f"{s.id} {s.statement.value}" for s in view.claims(("name", "role", "front_for", "acts_for")))
        loads = [load[0] for load in workspace.store.indexable.state().loads]
    return said, loads


def test_a_folder_is_read_with_all_below_it_and_every_paper_is_accounted_for(archive: Path, tmp_path: Path) -> None:
    (archive / "picture.bin").write_bytes(bytes(range(256)) * 9)
    (archive / ".hidden.txt").write_text(_letter(99))
    (archive / "empty.txt").write_text("")
    (archive / "loop").symlink_to(archive)
    with Workspace.create(tmp_path / "w") as workspace:
        run = workspace.read_folders([archive], report=tmp_path / "report.jsonl", jobs=2)
    assert (run.counts.papers, run.counts.read, run.counts.refused, run.counts.passed_over) == (43, 40, 3, 1)
    assert [fault.place for fault in run.faults] == ["empty.txt", "loop", "picture.bin"]
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert [line["state"] for line in lines] == ["read"] * 40 + ["refused"] * 3
    assert lines[0]["name"] == "0/note-0.txt"


def test_reading_again_passes_over_what_is_held_and_changes_nothing(archive: Path, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read_folders([archive], jobs=1)
        before = _held(tmp_path / "w")
        again = workspace.read_folders([archive], jobs=2)
        assert (again.counts.read, again.counts.held, again.counts.appeared) == (0, 40, 0)
        assert workspace.read_folders([archive], again=True).counts.read == 40
        assert _held(tmp_path / "w") == before
        marked = workspace.read_folders([archive], marking="UNCLASSIFIED")
        assert (marked.counts.read, marked.counts.held) == (40, 0)


def test_a_facts_file_that_is_missing_is_written_though_the_record_holds_the_paper(
    archive: Path, tmp_path: Path
) -> None:
    facts = tmp_path / "facts"
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read_folders([archive], facts_folder=facts)
        names = sorted(str(path.relative_to(facts)) for path in facts.rglob("*"))
        assert len(names) == 44
        assert "3/note-33.json" in names
        (facts / "3" / "note-33.json").unlink()
        assert workspace.read_folders([archive], facts_folder=facts).counts.read == 1
        assert json.loads((facts / "3" / "note-33.json").read_text())["doc"] == "note-33"


def _facts_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.json"))}


def _zip(place: Path, inside: dict[str, int]) -> None:
    with zipfile.ZipFile(place, "w") as box:
        for name, number in inside.items():
            box.writestr(name, _letter(number))


def test_papers_of_one_name_each_have_a_facts_file_of_their_own_and_the_same_one_again(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for number, name in enumerate(("note.txt", "note.md", "note.md.txt", "other.txt", "box/x.txt")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(_letter(number), encoding="utf-8")
    _zip(folder / "box.zip", {"x.txt": 31, "x.md": 32, "a/x.txt": 33})
    expected = ["box/x.json", "box.zip/a/x.json", "box.zip/x.json", "box.zip/x.txt.json", "note.md.json",
                "note.md.txt.json", "note.txt.json", "other.json"]
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read_folders([folder], facts_folder=tmp_path / "facts")
        first = _facts_of(tmp_path / "facts")
        assert sorted(first) == sorted(expected)
        assert len(set(first.values())) == len(expected)
        assert workspace.read_folders([folder], facts_folder=tmp_path / "facts").counts.read == 0
        workspace.read_folders([folder], facts_folder=tmp_path / "again", again=True, jobs=1)
        assert _facts_of(tmp_path / "again") == first


def test_files_of_one_name_that_are_named_together_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for number, name in enumerate(("x/a.txt", "y/a.txt", "z/a.md", "b.txt")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(_letter(number), encoding="utf-8")
    paths = [tmp_path / name for name in ("x/a.txt", "y/a.txt", "z/a.md", "b.txt")]
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read(paths, facts_folder=tmp_path / "facts")
        workspace.read_folders([tmp_path / "x", tmp_path / "y", tmp_path / "b.txt"], facts_folder=tmp_path / "more")
    assert sorted(_facts_of(tmp_path / "facts")) == ["a.md.json", "b.json", "x-a.txt.json", "y-a.txt.json"]
    assert sorted(_facts_of(tmp_path / "more")) == ["b.json", "x/a.json", "y/a.json"]


def test_a_name_too_long_for_a_file_is_cut_and_still_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    _zip(tmp_path / "in" / "box.zip", {"\u4e2d" * 99 + end: number for number, end in enumerate("ab")})
    (tmp_path / "in" / f"{'n' * 251}.txt").write_text(_letter(3), encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        assert workspace.read_folders([tmp_path / "in"], facts_folder=tmp_path / "facts").counts.read == 3
        assert workspace.read_folders([tmp_path / "in"], facts_folder=tmp_path / "facts").counts.read == 0
    assert len(_facts_of(tmp_path / "facts")) == 3


@pytest.mark.parametrize("wait", [0.1, 0.7])
def test_a_run_killed_at_any_moment_goes_on_without_double_or_lost_facts(
    wait: float, archive: Path, tmp_path: Path
) -> None:
    for number in range(40, 160):
        (archive / f"{number // 100}x").mkdir(exist_ok=True)
        (archive / f"{number // 100}x" / f"note-{number}.txt").write_text(_letter(number), encoding="utf-8")
    place, whole = tmp_path / "w", tmp_path / "whole"
    Workspace.create(place).close()
    command = [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", str(place), "read", str(archive)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while child.poll() is None and not any((place / "documents").glob("*/*")) and time.monotonic() < limit:
        time.sleep(0.005)
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.wait()
    with Workspace.open(place) as workspace:
        run = workspace.read_folders([archive], jobs=2)
        assert run.counts.read + run.counts.held == 160
    with Workspace.create(whole) as workspace:
        workspace.read_folders([archive], jobs=1)
    assert _held(place)[0] == _held(whole)[0]
    assert sorted(_held(place)[1]) == sorted(_held(whole)[1])


def test_no_process_of_a_killed_run_lives_on(archive: Path, tmp_path: Path) -> None:
    for number in range(40, 200):
        (archive / f"note-{number}.txt").write_text(_letter(number) * 20, encoding="utf-8")
    Workspace.create(tmp_path / "w").close()
    command = [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", str(tmp_path / "w"), "read", "--jobs", "3",
               str(archive)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    limit = time.monotonic() + 60
    while child.poll() is None and not any((tmp_path / "w" / "documents").glob("*/*")) and time.monotonic() < limit:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    while time.monotonic() < limit:
        try:
            os.killpg(child.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a process of the run is still there")

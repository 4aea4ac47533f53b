"""`enduse read --facts` without a workspace: facts are written and nothing else is kept. Papers are invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import enduse

LETTER = (
    "FM EMBASSY VALMORA\nTO MINISTRY\nSUBJECT: A LATHE\n\n"
    "1. (U) The Turkish firm Alderfen Makina ordered a lathe from Oakmere Tools of Germany in March 2009.\n"
)


def read(*arguments: str, folder: Path, code: int = 0, **named: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ENDUSE_")}
    clean["PYTHONPATH"] = str(Path(enduse.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "enduse.interfaces.cli.main", "read", *arguments],
        capture_output=True, text=True, check=False, timeout=120, env=clean | named, cwd=folder,
    )
    assert done.returncode == code, done.stderr
    return done


def facts_of(path: Path) -> list[dict[str, object]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["facts"])


def test_facts_are_written_and_nothing_else_is_kept(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    done = read("--facts", "out/deep", "letter.txt", folder=tmp_path)
    assert "nothing else is kept" in done.stderr
    assert {fact["name"] for fact in facts_of(tmp_path / "out/deep/letter.json") if fact["type"] == "party"} == {
        "Alderfen Makina", "Oakmere Tools"
    }
    assert sorted(path.name for path in (tmp_path / "out/deep").iterdir()) == ["letter.json"]
    assert not (tmp_path / ".enduse").exists()


def test_they_are_those_that_a_workspace_gives(tmp_path: Path) -> None:
    from enduse.workspace import Workspace

    (tmp_path / "papers").mkdir()
    for name in ("one.txt", "two.txt"):
        (tmp_path / "papers" / name).write_text(LETTER, encoding="utf-8")
    read("--facts", "alone", "papers", folder=tmp_path)
    with Workspace.create(tmp_path / "desk") as workspace:
        workspace.read_folders([tmp_path / "papers"], facts_folder=tmp_path / "kept")
    for name in ("one.json", "two.json"):
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "kept" / name).read_bytes()


def test_a_paper_that_cannot_be_read_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    done = read("--facts", "out", "absent.txt", folder=tmp_path, code=3)
    assert "absent.txt" in done.stderr
    assert not [*(tmp_path / "out").iterdir()]


def test_a_workspace_that_is_named_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    for named in ({"ENDUSE_WORKSPACE": str(tmp_path / "gone")}, {"ENDUSE_DATABASE": "postgresql://nowhere/x"}):
        done = read("--facts", "out", "letter.txt", folder=tmp_path, code=6, **named)
        assert "there is no workspace here" in done.stderr
    done = read("-w", "gone", "--facts", "out", "letter.txt", folder=tmp_path, code=6)
    assert "there is no workspace here" in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_facts_a_workspace_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    assert "enduse init" in read("letter.txt", folder=tmp_path, code=6).stderr

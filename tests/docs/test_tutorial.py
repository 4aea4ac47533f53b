"""The tutorial does what it says: its files and commands are taken from the page and run, in order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from enduse.interfaces.cli.main import main

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "first-order.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_ID = re.compile(r"\(show ([^() ]+)\)")


def _run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    code = main(shlex.split(line)[1:])
    told = capsys.readouterr()
    assert (code, told.err) == (0, ""), f"{line}: {told.err}"
    return " ".join(told.out.split())


def test_every_step_of_the_tutorial_runs_and_comes_out_as_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENDUSE_NOW", "2026-03-03T09:00:00Z")
    monkeypatch.delenv("ENDUSE_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    order = tmp_path / "order.yaml"
    answers: list[tuple[str, str]] = []
    for language, text in _BLOCK.findall(_PAGE):
        if language == "csv":
            (tmp_path / "watch.csv").write_text(text, encoding="utf-8")
        elif language == "yaml" and text.startswith(" "):
            below = re.search(r"\n +model: .*\n", order.read_text(encoding="utf-8"))
            assert below is not None
            head, tail = below.string[: below.end()], below.string[below.end() :]
            order.write_text(head + text + tail, encoding="utf-8")
        elif language == "yaml":
            order.write_text(text, encoding="utf-8")
        lines = [line for line in text.splitlines() if language == "sh" and line.startswith("enduse ")]
        ids = _ID.findall(answers[-1][1]) if answers else []
        answers += [(line, _run(line.replace("ID", ids[0] if ids else ""), capsys)) for line in lines]
    told = {line: answer for line, answer in answers if "assess" not in line}
    first, second = [answer for line, answer in answers if line == "enduse assess order.yaml"]
    assert "1 hit" in told['enduse screen "Quarrel Lines"']
    assert "by the name Quarrel Lines" in told['enduse screen "Quarrel Lines"']
    assert "Proposed first: ASK" in first
    assert re.search(r"CA potentially controlled .* EU potentially controlled .* US potentially controlled", first)
    assert re.search(r"CA controlled .* EU controlled .* US controlled", second)
    assert first.split("FOUR QUESTIONS")[0].split("first:")[1] != second.split("FOUR QUESTIONS")[0].split("first:")[1]
    assert "margin" in told["enduse classify order.yaml"]
    assert told["enduse show ID"]

"""The command line: help, errors, options anywhere, quiet ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from enduse.errors import InputError, NotFoundError, UsageError, WorkspaceError
from enduse.interfaces.cli.asked import copy_bounded
from enduse.interfaces.cli.commands import COMMANDS
from enduse.interfaces.cli.grammar import build_parser
from enduse.interfaces.cli.main import NOBODY_READS, main
from enduse.workspace.schemas import get_schema, list_schemas

_EVERYWHERE = ["--as-of", "2024-06-30", "--known-by", "2024-07-01", "--audience", "public", "-w", "here", "--json",
               "--no-colour"]


def _run(*arguments: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("ENDUSE_")}
    return subprocess.run(
        [sys.executable, "-m", "enduse.interfaces.cli.main", *arguments], input=stdin, capture_output=True, text=True,
        cwd=cwd, env=clean, check=False, timeout=60,
    )


def test_help_names_every_command_and_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"    {name} " in printed for name in COMMANDS)
    assert "enduse assess order.yaml" in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    printed = capsys.readouterr().out
    assert f"  enduse {command}" in printed.partition("Example")[2]


def test_the_module_runs_as_the_command_does() -> None:
    command = [sys.executable, "-m", "enduse", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("enduse ")


def test_help_comes_at_once_and_imports_nothing_of_the_engine() -> None:
    script = (
        "import sys; from enduse.interfaces.cli.main import main; main(['--help']);"
        "print([m for m in sys.modules if m.startswith('enduse.')], file=sys.stderr)"
    )
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    took = time.perf_counter() - began
    loaded = set(done.stderr.strip("[]\n").replace("'", "").split(", "))
    assert {name.split(".")[1] for name in loaded} == {"interfaces", "errors"}
    assert took < 2  # 0.1 s on a quiet machine; the bound only catches a heavy import on a busy one


@pytest.mark.parametrize("command", [["trace", "X"], ["assess", "-"], ["screen", "X", "Y"], ["sources"], ["demo"]])
def test_shared_options_stand_before_or_after_the_command(command: list[str]) -> None:
    before = build_parser().parse_args([*_EVERYWHERE, *command])
    after = build_parser().parse_args([*command, *_EVERYWHERE])
    assert vars(before) == vars(after)
    assert (before.as_of, before.known_by, before.audience) == ("2024-06-30", "2024-07-01", "public")


@pytest.mark.parametrize("arguments", [
    [], ["nonsense"], ["screen"], ["screen", "--limit", "0", "X"], ["screen", "--threshold", "2", "X"],
    ["screen", "--threshold", "nan", "X"], ["screen", "--lim", "3", "X"], ["trace", "--limit", "\u0663", "X"],
])
def test_what_is_not_understood_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == UsageError.exit_code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("enduse: ")
    assert "--help" in told.err


def test_with_json_an_error_is_an_object_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "nothing-such", "--json"]) == NotFoundError.exit_code
    told = capsys.readouterr()
    error = json.loads(told.err)
    Draft202012Validator(get_schema("error")).validate(error)
    assert (told.out, error["kind"], error["exit_code"]) == ("", "not-found", 5)


def test_hostile_arguments_come_back_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "\x1b[31m\u202eevil\x07"]) == NotFoundError.exit_code
    assert not set(capsys.readouterr().err) & set("\x1b\u202e\x07")
    assert main(["schema", "\x1b[31m\u202eevil\x9b", "--json"]) == NotFoundError.exit_code
    assert not set(capsys.readouterr().err) & set("\x1b\u202e\x9b")


def test_the_schemas_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert tuple(capsys.readouterr().out.split()) == list_schemas()
    assert main(["schema", "order"]) == 0
    assert json.loads(capsys.readouterr().out) == get_schema("order")


def test_a_workspace_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "desk")
    assert main(["init", place, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    Draft202012Validator(get_schema("init")).validate(made)
    assert made["workspace"] == place
    assert main(["init", place]) == WorkspaceError.exit_code
    assert "already" in capsys.readouterr().err


def test_without_a_workspace_a_question_says_how_to_make_one(tmp_path: Path) -> None:
    done = _run("screen", "Example Trading", cwd=tmp_path)
    assert done.returncode == WorkspaceError.exit_code
    assert "enduse init" in done.stderr


def test_an_empty_standard_input_is_no_name(tmp_path: Path) -> None:
    assert _run("init", cwd=tmp_path).returncode == 0
    done = _run("screen", "-", stdin="\n  \n", cwd=tmp_path)
    assert done.returncode == InputError.exit_code
    assert "standard input" in done.stderr


def test_when_nobody_reads_any_more_it_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "enduse.interfaces.cli.main", "schema", "assessment"], stdout=closed,
            stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )
    assert (done.returncode, done.stderr) == (NOBODY_READS, "")


def test_the_output_to_a_file_has_no_colour_and_no_progress(tmp_path: Path) -> None:
    done = _run("sources", cwd=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert "not loaded" in done.stdout


def test_the_help_tells_the_defaults_that_the_workspace_has() -> None:
    from enduse.screening.desk import DEFAULT_THRESHOLD
    from enduse.workspace.record_calls import DEFAULT_SERIES

    shown = {name: _run(name, "--help").stdout for name in ("screen", "read")}
    assert f"(default: {DEFAULT_THRESHOLD})" in " ".join(shown["screen"].split())
    assert f"(default: {DEFAULT_SERIES})" in " ".join(shown["read"].split())


def test_standard_input_without_an_end_is_cut_off_with_an_error() -> None:
    kept = io.BytesIO()
    copy_bounded(io.BytesIO(b"x" * 1000), kept, limit=1000)
    assert len(kept.getvalue()) == 1000
    with pytest.raises(InputError, match="standard input: more than 999 bytes"):
        copy_bounded(io.BytesIO(b"x" * 1000), io.BytesIO(), limit=999)


def test_the_list_of_schemas_is_described_by_one_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    Draft202012Validator(get_schema("schemas")).validate(told)
    assert told["schema"] == "enduse-schemas/1"


@pytest.mark.parametrize(("asked", "told"), [
    ("changes --since 2027-01-01", "2027-01-01T23:59:59Z, which lies after"),
    ("changes --since 2026-09-01", "Name an earlier day, or a moment of the day"),
    ("changes --from 2026-03-01 --to 2026-01-01", "--from 2026-03-01 lies after 2026-01-01"),
    ("changes customers --from 2026-03-01 --to 2026-01-01", "Turn the two days round"),
    ("changes --since 2026-01-01 --seen", "--seen is noted for a portfolio"),
    ("changes", "say since when"),
    ("orders keep", "enduse orders keep FILE"),
    ("orders remove", "enduse orders remove REFERENCE"),
    ("orders outcome PO-1", "enduse orders outcome REFERENCE WHAT"),
    ("orders list PO-1", "enduse orders list"),
])
def test_a_question_that_can_only_be_answered_with_nothing_is_refused_and_says_how_to_ask(
    asked: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENDUSE_NOW", "2026-09-01T12:00:00Z")
    monkeypatch.setenv("ENDUSE_WORKSPACE", str(tmp_path / "w"))
    assert main(["init"]) == 0
    assert main(asked.split()) == UsageError.exit_code
    assert told in capsys.readouterr().err

"""A file of pairs in, a line for each out. All names are invented."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from enduse.interfaces.cli.main import main
from enduse.workspace.comparing import MAX_LINE, compare_file

SAME = {"schema": "Person", "a": {"name": ["Velko Tarnov"], "birthDate": "1962-03-04"},
        "b": {"name": ["Tarnov, Velko"], "birthDate": ["1962-03-04"]}, "label": 1, "cat": "invented"}
OTHER = {"schema": "Person", "a": {"name": ["Velko Tarnov"]}, "b": {"name": ["Darko Melin"]}}


def compare(*lines: object) -> list[dict[str, object]]:
    data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    target = io.BytesIO()
    compare_file(io.BytesIO(data), target)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_every_line_is_answered_in_its_place_with_a_score_and_reasons() -> None:
    same, other = compare(SAME, OTHER)
    assert float(str(same["score"])) > 0.9
    assert float(str(other["score"])) < 0.5
    reasons = same["reasons"]
    assert isinstance(reasons, list)
    assert {"text": "same birth date", "left": "1962-03-04", "right": "1962-03-04"}.items() <= reasons[-1].items()
    assert sum(reason["weight"] for reason in reasons) == pytest.approx(same["score"], abs=1e-6)


def test_other_keys_of_a_line_and_blank_lines_change_nothing() -> None:
    bare = {key: value for key, value in SAME.items() if key in ("schema", "a", "b")}
    assert compare(SAME) == compare(b"\n", bare, b"  \n")


@pytest.mark.parametrize("line", [
    b"no json\n", b"[1]\n", b'{"schema": "Person", "a": {}}\n', b'{"schema": 1, "a": {}, "b": {}}\n', b"\xff\n",
    b'{"schema": "Person", "a": {"name": [{}]}, "b": {}}\n', b"[" * 100_000 + b"\n",
    b'{"a": "' + b"x" * MAX_LINE + b'"}\n',
])
def test_a_line_that_cannot_be_read_says_so_and_the_next_is_compared(line: bytes) -> None:
    unread, read = compare(line, SAME)
    assert unread["score"] is None
    assert unread["error"]
    assert read == compare(SAME)[0]


def test_a_whole_entity_is_read_like_its_bare_properties() -> None:
    wrapped = {**SAME, "a": {"id": "x-1", "schema": "Person", "properties": SAME["a"]}}
    assert compare(wrapped) == compare(SAME)


def test_a_name_in_parts_is_compared_whole() -> None:
    parts = {"schema": "Person", "a": {"firstName": "Velko", "lastName": "Tarnov"}, "b": {"name": "Velko Tarnov"}}
    swapped = {"schema": "Person", "a": {"firstName": "Velko", "lastName": "Tarnov"},
               "b": {"firstName": "Tarnov", "lastName": "Velko"}}
    whole, exchanged = compare(parts, swapped)
    assert float(str(whole["score"])) > 0.9
    assert float(str(exchanged["score"])) < 0.5


def test_the_command_reads_packed_files_writes_whole_ones_and_tells_the_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs, scores = tmp_path / "pairs.jsonl.gz", tmp_path / "scores.jsonl"
    pairs.write_bytes(gzip.compress(json.dumps(SAME).encode() + b"\nbroken\n"))
    assert main(["compare", "--in", str(pairs), "--out", str(scores)]) == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 pairs, 1 of them held for one party, 1 lines could not be read" in told.err
    assert f"{pairs}:2: the line is not JSON" in " ".join(told.err.split())
    assert [json.loads(line)["score"] is None for line in scores.read_text().splitlines()] == [False, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.jsonl.gz", "scores.jsonl"]


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    assert main(["compare", "--in", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "scores.jsonl")]) == 3
    assert list(tmp_path.iterdir()) == []

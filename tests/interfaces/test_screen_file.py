"""The contract of `enduse screen --in`, kept by the program as it is started from a shell. All names are invented."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from enduse.workspace import Workspace

LIST = """\
id,name,kind,aliases,country,birth_date,identifiers,topics,program,listed_on
W-1,Heron Gate Shipping,company,,ae,,imoNumber=9123456,sanction,Arms,2025-01-02
W-2,Ostrand Vale Petrov,person,,ru,1960-01-02,,sanction,Arms,2025-01-02
"""
ROWS = """\
id,name,kind,country,birth_date,remark
1,Heron Gate Shipping LLC,Company,ae,,=HYPERLINK("http://x")
2,"Petrov, Ostrand Vale",Person,ru,1960-01-02,
3,Moorcroft Dairy,Company,de,,
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("contract")
    with Workspace.create(place / "w") as workspace:
        (place / "list.csv").write_text(LIST)
        workspace.load([place / "list.csv"], source="table", marking="UNCLASSIFIED")
    (place / "in.csv").write_text(ROWS)
    return place


def _enduse(place: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "enduse.interfaces.cli.main", "-w", "w", *words], cwd=place, input=given,
        capture_output=True, check=False, timeout=120,
    )


def test_a_file_becomes_hits_of_the_published_form_with_a_summary_on_standard_error(place: Path) -> None:
    ran = _enduse(place, "screen", "--in", "in.csv", "--out", "hits.jsonl", "--top", "1", "--min-score", "0.5",
                  "--report", "report.jsonl")
    assert (ran.returncode, ran.stdout) == (0, b"")
    hits = [json.loads(line) for line in (place / "hits.jsonl").read_text().splitlines()]
    assert [(hit["query_id"], hit["rank"], hit["entity_id"], hit["source"]) for hit in hits] == [
        ("1", 1, "table-W-1", "table"), ("2", 1, "table-W-2", "table"),
    ]
    assert all(list(hit) == ["query_id", "rank", "score", "entity_id", "caption", "source", "reasons"] for hit in hits)
    assert all(0.5 <= hit["score"] <= 1 and hit["reasons"] for hit in hits)
    summary = ran.stderr.decode()
    assert "3 rows" in summary
    assert "2 rows with 2 hits, 1 without." in summary
    assert "columns not used: remark" in summary
    assert "Your own list; 2 entities" in summary
    head, *rows, foot = [json.loads(line) for line in (place / "report.jsonl").read_text().splitlines()]
    assert head["settings"]["limit"] == 1
    assert head["settings"]["threshold"] == 0.5
    assert [(row["query_id"], row["result"]) for row in rows] == [("1", "hits"), ("2", "hits"), ("3", "none")]
    assert foot["columns_not_used"] == ["remark"]


@pytest.mark.parametrize("name", ["in.parquet", "in.jsonl", "in.csv.gz", "-"])
def test_every_format_in_gives_the_same_hits(name: str, place: Path) -> None:
    _enduse(place, "screen", "--in", "in.csv", "--out", "same.jsonl")
    rows = [dict(zip(ROWS.splitlines()[0].split(","), row, strict=True)) for row in (
        ("1", "Heron Gate Shipping LLC", "Company", "ae", "", "x"),
        ("2", "Petrov, Ostrand Vale", "Person", "ru", "1960-01-02", ""),
        ("3", "Moorcroft Dairy", "Company", "de", "", ""),
    )]
    given = None
    if name == "in.parquet":
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        pq.write_table(pa.Table.from_pylist(rows), place / name)
    elif name == "in.jsonl":
        (place / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif name == "-":
        given = ROWS.encode()
    else:
        (place / name).write_bytes(gzip.compress(ROWS.encode()))
    ran = _enduse(place, "screen", "--in", name, "--out", "other.jsonl", given=given)
    assert ran.returncode == 0, ran.stderr
    assert (place / "other.jsonl").read_bytes() == (place / "same.jsonl").read_bytes()


def test_rows_that_were_not_screened_make_it_a_partial_success_that_names_them(place: Path) -> None:
    bad = b"4,,Company,,,\n5,Bad \xff name,Company,,,\n6,too few\n1,Gate,,,,\n"
    (place / "bad.csv").write_bytes(ROWS.encode() + bad)
    ran = _enduse(place, "screen", "--in", "bad.csv", "--out", "h.jsonl", "--report", "r.jsonl", "--json")
    assert ran.returncode == 4
    run = json.loads(ran.stdout)
    assert run["schema"] == "enduse-screening-run/1"
    assert (run["counts"]["not_screened"], run["counts"]["repeated_ids"]) == (3, 1)
    assert [fault["place"] for fault in run["faults"]] == ["bad.csv:5", "bad.csv:6", "bad.csv:7"]
    rows = [json.loads(line) for line in (place / "r.jsonl").read_text().splitlines()][1:-1]
    assert [row["result"] for row in rows] == ["hits", "hits", "none", *["not screened"] * 3, "none"]
    assert rows[-1]["notes"] == ["the id stands on row 1 too"]


@pytest.mark.parametrize("words", [
    ["screen"], ["screen", "--in", "in.csv"], ["screen", "--out", "h.jsonl", "Heron"], ["screen", "--resume", "Heron"],
    ["screen", "--in", "in.csv", "--out", "h.jsonl", "Heron"], ["screen", "--in", "in.csv", "--out", "h.xlsx"],
    ["screen", "--in", "in.csv", "--out", "h.jsonl", "--map", "nix=name"],
    ["screen", "--in", "in.csv", "--out", "in.csv"],
])
def test_what_is_not_understood_is_told_and_nothing_is_written(words: list[str], place: Path) -> None:
    before = (place / "in.csv").read_bytes()
    ran = _enduse(place, *words)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith(b"enduse: ")
    assert (place / "in.csv").read_bytes() == before
    assert not list(place.glob("*.part"))


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\x1f\x8b\x08broken", b"PAR1", b"a;b;c\n1;2;3\n", b"\xff\xfe"])
def test_a_file_that_is_none_is_an_input_error(data: bytes, place: Path) -> None:
    (place / "none").write_bytes(data)
    ran = _enduse(place, "screen", "--in", "none", "--out", "n.jsonl")
    assert ran.returncode == 3, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert not (place / "n.jsonl").exists()

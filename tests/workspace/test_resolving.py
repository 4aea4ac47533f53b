"""Resolving through the workspace and the command line: judged, undone, hidden from whom it must be. Names invented."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from enduse.interfaces.cli.main import main
from enduse.model.marking import PUBLIC_READER
from enduse.resolution.sketching import sketch_values, unpack
from enduse.store.spelling import read_marking
from enduse.workspace import Workspace, resolving
from enduse.workspace.party_files import open_party_file
from enduse.workspace.quick_rows import QuickReader, SketchRow, stated_values
from enduse.workspace.schemas import get_schema

HEADER = "id,name,kind,country,birth_date,address,identifiers\n"
OPEN = (
    "a1,Mirko Vellanso,person,hr,1961-04-09,Lindgata 7 Ostrand,\n"
    "a2,Vellanso Mirko,person,hr,1961-04-09,Lindgata 7 Ostrand,\n"
    "b1,Brightwater Pump Works LLC,company,hr,,4 Tide Street,taxNumber=7712034\n"
)
HIDDEN = (
    "h1,Mirko Vellanso,person,hr,1961-04-09,Lindgata 7 Ostrand,\n"
    "h2,Brightwater Pump Works,company,hr,,4 Tide Street,taxNumber=7712034\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2025-06-01T09:00:00Z")
    assert ask(tmp_path, "init", str(tmp_path / "w"))[0] == 0
    load(tmp_path, "table", OPEN, "--marking", "UNCLASSIFIED")
    return tmp_path


def load(place: Path, source: str, rows: str, *options: str) -> None:
    (place / "list.csv").write_text(HEADER + rows)
    code, _, err = ask(place, "load", source, "--published", "2025-05-01", *options, str(place / "list.csv"))
    assert code == 0, err


def ask(place: Path, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    options = [] if arguments[0] == "init" else ["-w", str(place / "w")]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*options, *arguments])
    return code, out.getvalue(), err.getvalue()


def resolve(place: Path, *options: str) -> dict[str, Any]:
    code, out, err = ask(place, "--json", "resolve", *options)
    assert code == 0, err
    shape: dict[str, Any] = json.loads(out)
    Draft202012Validator(get_schema(shape["schema"])).validate(shape)
    return shape


def standings(shape: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(p["left"]["id"], p["right"]["id"]): p["standing"] for p in shape["proposals"]}


def test_a_pair_is_proposed_judged_and_opened_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = ("table-a1", "table-a2")
    assert standings(resolve(place))[pair] == "open"
    kept = resolve(place, "--different", *pair, "--reason", "twins, as the register shows")
    assert (kept["verdict"], kept["actor"]) == ("different", "owner")
    judged = resolve(place)
    assert standings(judged)[pair] == "judged different"
    assert pair not in standings(resolve(place, "--open"))
    assert judged["clusters"] == []
    monkeypatch.setenv("ENDUSE_NOW", "2025-06-01T10:00:00Z")
    undone = resolve(place, "--undo", kept["id"][:12], "--reason", "the register was misread")
    assert undone["verdict"] == "withdrawn"
    again = resolve(place)
    assert standings(again)[pair] == "open"
    assert len(again["clusters"]) == 1


def test_a_newer_judgement_replaces_an_older_one_and_both_are_shown(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(place, "--different", "table-a1", "table-a2", "--reason", "first look")
    monkeypatch.setenv("ENDUSE_NOW", "2025-06-02T09:00:00Z")
    resolve(place, "--same", "table-a2", "table-a1", "--reason", "second look")
    shape = resolve(place)
    assert standings(shape)["table-a1", "table-a2"] == "judged same"
    assert [j["reason"] for j in shape["proposals"][0]["judgements"]] == ["first look", "second look"]
    earlier = resolve(place, "--known-by", "2025-06-01")
    assert standings(earlier)["table-a1", "table-a2"] == "judged different"


def test_a_judgement_needs_a_reason_and_two_visible_records(place: Path) -> None:
    assert ask(place, "resolve", "--same", "table-a1", "table-a2")[0] == 2
    assert ask(place, "resolve", "--same", "table-a1", "table-a1", "--reason", "x")[0] == 2
    assert ask(place, "resolve", "--same", "table-a1", "nobody", "--reason", "x")[0] == 5
    assert ask(place, "resolve", "--undo", "0123456789", "--reason", "x")[0] == 5
    assert ask(place, "resolve", "--source", "nowhere")[0] == 2
    pair = ("table-a1", "table-a2", "--reason", "x")
    assert ask(place, "resolve", "--same", *pair, "--until", "2025-06-01")[0] == 2
    assert ask(place, "resolve", "--same", *pair)[0] == 0
    assert ask(place, "resolve", "--different", *pair)[0] == 2, "two judgements of one moment have no order"


def test_what_an_audience_is_proposed_does_not_depend_on_what_it_may_not_see(place: Path) -> None:
    public = [["resolve"], ["--json", "resolve"], ["resolve", "--same", "table:own-h1", "table-a1", "--reason", "x"]]
    before = [ask(place, "--audience", "public", *question) for question in public]
    load(place, "table", HIDDEN, "--name", "own")
    both = resolve(place)
    hidden = {p["right"]["id"] for p in both["proposals"]} | {p["left"]["id"] for p in both["proposals"]}
    secret = next(name for name in sorted(hidden) if name.endswith("h1"))
    resolve(place, "--same", secret, "table-a1", "--reason", "the owner knows")
    resolve(place, "--different", secret, "table-a2", "--reason", "the owner knows this too")
    assert [ask(place, "--audience", "public", *question) for question in public] == before
    with contextlib.closing(sqlite3.connect(place / "w" / "record.sqlite")) as db:
        markings = [read_marking(row[0]) for row in db.execute("SELECT marking FROM judgement")]
    assert len(markings) == 2
    assert not any(marking.is_visible_to(PUBLIC_READER) for marking in markings)


def test_a_judgement_on_public_records_is_shown_to_everybody(place: Path) -> None:
    resolve(place, "--same", "table-a1", "table-a2", "--reason", "one address, one birthday")
    shape = resolve(place, "--audience", "public")
    assert standings(shape)["table-a1", "table-a2"] == "judged same"


FILE = "id,name,kind,birth_date,phone\n" + "".join(
    f"r{n},{name},Person,{born},{phone}\n" for n, (name, born, phone) in enumerate([
        ("Mirko Vellanso", "1961-04-09", "0555 410 2211"), ("Astrel Bondur", "1970-01-02", "0555 771 9911"),
        ("Vellanso Mirko", "1961-04-09", ""), ("Cervan Dolmin", "1980-05-06", "0555 118 2244"),
        ("Mirko Velanso", "", "+99 555 410 2211"), ("Estrek Fanela", "1991-07-08", "0555 330 1122"),
    ])
)


@pytest.mark.parametrize("processes", [1, 2])
def test_the_doubles_of_a_file_are_the_same_lines_however_many_processes(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "count_processes", lambda: processes)
    monkeypatch.setattr("enduse.workspace.spreading.count_processes", lambda: processes)
    monkeypatch.setattr(resolving, "_CHUNK", 2)
    monkeypatch.setattr(resolving, "MOST_ROWS", 0)
    (tmp_path / "in.csv").write_text(FILE)
    run = resolving.resolve_file(open_party_file(tmp_path / "in.csv"), out=tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for line in lines:
        Draft202012Validator(get_schema("double")).validate(line)
    assert (run.records, run.clusters, run.doubles) == (6, 1, 2)
    assert [member["id"] for member in lines[0]["members"]] == ["r0", "r2", "r4"]
    assert [line["what"] for line in lines].count("pair") == run.pairs


def test_a_file_of_few_rows_is_compared_in_full(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "id,name,kind,birth_date,address,city,zip\n"
        "a,Robert Velmar,Person,12/11/1958,14 Harrow Street,Ostrand,40213\n"
        "b,Bob Velmar,Person,11 Dec 1958,14 Harrow St,Ostrand,40213\n"
        "c,Robert Velmar,Person,6/2/84,14 Harrow Street,Ostrand,40213\n"
        "d,Estrek Fanela,Person,,,,\n"
    )
    run = resolving.resolve_file(open_party_file(tmp_path / "in.csv"), out=tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for line in lines:
        Draft202012Validator(get_schema("double")).validate(line)
    assert (run.records, run.clusters, run.doubles, run.pairs) == (4, 1, 1, len(lines) - 1)
    assert [(line["what"], [m["id"] for m in line["members"]]) for line in lines] == [
        ("cluster", ["a", "b"]), ("pair", ["a", "b"])
    ]
    assert sum(reason["weight"] for reason in lines[1]["reasons"]) == pytest.approx(lines[1]["score"], abs=1e-4)


def test_numbers_of_customers_lead_to_each_other_under_the_headings_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "record_id,full_name,entity_type,ssn,drivers_license,phone_number\n"
        "a,Mirko Vellanso,Person,290-11-8812,,\n"
        "b,M Velanso-Dolmin,Person,290118812,,\n"
        "c,Estrek Fanela,Person,,VM112233,\n"
        "d,E. Phanela,Person,,vm 112233,0555 771 9911\n"
    )
    resolving.resolve_file(open_party_file(tmp_path / "in.csv"), out=tmp_path / "out.jsonl", least=0.5)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [[m["id"] for m in line["members"]] for line in lines if line["what"] == "pair"] == [["a", "b"], ["c", "d"]]


def test_rows_that_cannot_be_read_are_told_and_the_rest_is_resolved(place: Path) -> None:
    (place / "in.csv").write_text(FILE + "r9,,Person,1950-01-01,\n")
    code, out, err = ask(place, "resolve", "--in", str(place / "in.csv"), "--out", str(place / "out.jsonl"))
    assert code == 4
    assert "1 row could not be read" in out + err
    assert (place / "out.jsonl").read_text().count("\n") > 1


def test_a_file_is_never_written_over_itself(place: Path) -> None:
    (place / "in.csv").write_text(FILE)
    assert ask(place, "resolve", "--in", str(place / "in.csv"), "--out", str(place / "in.csv"))[0] == 2
    assert (place / "in.csv").read_text() == FILE


def test_a_trace_goes_over_records_that_are_judged_one_and_not_over_those_judged_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENDUSE_NOW", "2025-06-01T09:00:00Z")
    (tmp_path / "note.txt").write_text(
        "MEMORANDUM\n\n1. (U) Fellgate Reach Trading FZE acts for Coldwater Pump Works.\n"
    )
    (tmp_path / "list.csv").write_text(
        "id,name,kind,country,topics,program\nW-1,Quarry Bend Propulsion Institute,organization,xc,sanction,Missiles\n"
    )
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load([tmp_path / "list.csv"], source="table", published=date(2025, 5, 1))
        workspace.read([tmp_path / "note.txt"])
        moment = workspace.viewpoint()
        firm = next(iter(workspace.screen(["Coldwater Pump Works"]))).hits[0].entity.id
        assert not workspace.trace("Fellgate Reach Trading FZE", viewpoint=moment).paths
        pair = (firm, "table-W-1")
        monkeypatch.setenv("ENDUSE_NOW", "2025-06-01T10:00:00Z")
        workspace.judge_identity(pair, verdict="same", reason="one works under two names")
        judged = workspace.viewpoint()
        assert workspace.trace("Fellgate Reach Trading FZE", viewpoint=judged).paths
        monkeypatch.setenv("ENDUSE_NOW", "2025-06-01T11:00:00Z")
        workspace.judge_identity(pair, verdict="undo", reason="the source withdrew it")
        assert not workspace.trace("Fellgate Reach Trading FZE", viewpoint=workspace.viewpoint()).paths
        assert workspace.trace("Fellgate Reach Trading FZE", viewpoint=judged).paths


def test_the_quick_reader_of_plain_rows_makes_the_sketches_that_the_careful_one_makes(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "id,name,kind,country,birth_date,phone,email,address,city,zip,taxNumber,nationality,aliases\n"
        "1,Mirko Vellanso,Person,Germany,1961-04-09,0555 410 2211,M.V@hub.example,Lindgata 7,Ostrand,41-055,77120,fr,\n"
        "2,Dr. Sanela Vellanso,individual,xx,1961,,,,,,,,Sanela V.\n"
        "3,Brightwater Pump Works LLC,company,de,,,,4 Tide Street,,,00077120,,\n"
        "4,Brightwater,unheard-of,de;fr,09/04/1961,0555;0556,,,,,,,A;B\n"
        "5,Мирко Велансо,,ru,1961-04,,,,,,,,\n"
    )
    file = open_party_file(tmp_path / "in.csv")
    rows = list(file.rows_or(QuickReader))
    assert not any(isinstance(row, SketchRow) for row in rows), "nationality is left to the careful reader"
    (tmp_path / "in.csv").write_text((tmp_path / "in.csv").read_text().replace(",nationality,", ",remark,"))
    file = open_party_file(tmp_path / "in.csv")
    careful = [sketch_values(row.party.kind, stated_values(row.party)) for row in file.rows() if row.party]
    quick = {
        row.number: unpack(row.line) for row in file.rows_or(QuickReader)
        if isinstance(row, SketchRow)
    }
    assert sorted(quick) == [1, 2, 3, 5]
    assert [sketch for _, sketch in sorted(quick.items())] == [careful[number - 1] for number in sorted(quick)]


_CELL = st.text(st.sampled_from("aZ09 .,'`|/@-:_()\x1c\x0bIMOimo"), max_size=30)
_CELLS = st.lists(st.one_of(
    _CELL, st.sampled_from([
        "1961-04-09", "1961-13", "HTTPS://www.Ostrand.example//", "www.www.ostrand.example", "+99 555 410 22 11",
        "Dr. Mirko Vellanso GmbH", "Ltd", "IMO 0009100011", "imoimo12", "000 12", " A b c d e f g h i j k l m n o p q",
        "Tide Street 4, Tide", "41-055", "41O55", "M V@hub.example ", "555-41",
        "12345678 or 87654321 or 11112222 or 33334444 or 55556666 x1",
    ]),
), min_size=13, max_size=13)


@settings(max_examples=300, deadline=None)
@given(row=_CELLS)
def test_the_compiled_reader_makes_of_a_row_what_python_makes_of_it(row: list[str]) -> None:
    fields = ("id", "name", "kind", "country", "birth_date", "phone", "email", "website", "address", "city",
              "postalCode", "taxNumber", "aliases")
    row[2] = ("Person", "", "company")[len(row[2]) % 3]
    cells = [(column, field, False) for column, field in enumerate(fields)]
    compiled, plain = QuickReader(cells), QuickReader(cells)
    plain._countries = 2  # which the kernel's reader is not made for
    if "\t" not in "".join(row):
        assert compiled(row, 1, 1) == plain(row, 1, 1)


def test_spellings_of_papers_are_proposed_across_scripts_judged_and_opened_again(tmp_path: Path) -> None:
    papers = {
        "a.txt": "(U) Tarn Hollow Works of Moscow bought two lathes from Osprey Lane Ltd. of Dubai.\n",
        "b.txt": "(U) The firm Тарн Холлоу Воркс of Moscow ordered pumps from Ospry Lane Limited.\n",
        "c.txt": "(U) Quarry Bend Trading LLC sold valves to Fellgate Harbour Stores.\n",
    }
    for name, words in papers.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read(sorted(tmp_path.glob("*.txt")))
        told = workspace.resolve()
        pairs = {frozenset((p.left.caption, p.right.caption)): p for p in told.proposals}
        assert set(pairs) == {
            frozenset(("Tarn Hollow Works", "Тарн Холлоу Воркс")),
            frozenset(("Osprey Lane Ltd.", "Ospry Lane Limited")),
        }
        found = pairs[frozenset(("Tarn Hollow Works", "Тарн Холлоу Воркс"))]
        workspace.judge_identity((found.left.id, found.right.id), verdict="same", reason="one address")
        assert len(workspace.resolve(is_open=True).proposals) == 1
        workspace.judge_identity((found.left.id, found.right.id), verdict="undo", reason="not sure")
        assert len(workspace.resolve(is_open=True).proposals) == 2

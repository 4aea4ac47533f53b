"""Tables of FollowTheMoney statements: the entities that they make up, wherever the rows stand. All invented."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.ftm import statement_rows
from enduse.sources.receiving import open_publication
from enduse.workspace.opening import Workspace

HEADER = ("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "lang", "original_value",
          "external", "first_seen", "last_seen", "origin", "id")
FIRM = {"id": "NK-firm", "schema": "Company", "datasets": ["set_a"], "properties": {
    "name": ["Zorin Melk Trading", 'Zorin "Melk", Ltd\nTrading'], "country": ["qq"], "addressEntity": ["addr"],
}}
OWNER = {"id": "NK-own", "schema": "Person", "datasets": ["set_a"], "properties": {
    "name": ["Velko Tarnov"], "birthDate": ["1962-03-04"], "topics": ["sanction"],
}}
TIE = {"id": "tie", "schema": "Ownership", "properties": {"owner": ["NK-own"], "asset": ["NK-firm"]}}
PLACE = {"id": "addr", "schema": "Address", "properties": {"full": ["1 Invented Way"]}}


def row(entity: str, prop: str, value: str, *, schema: str = "Person", own: str = "", **more: str) -> dict[str, str]:
    return {"canonical_id": entity, "entity_id": own or entity, "prop": prop, "schema": schema, "value": value,
            "dataset": "set_a", **more}


def rows_of(*entities: Mapping[str, object]) -> list[dict[str, str]]:
    return [
        row(str(e["id"]), prop, value, schema=str(e["schema"]))
        for e in entities for prop, values in dict(e["properties"]).items() for value in values  # type: ignore[call-overload]
    ]


def write(folder: Path, rows: Sequence[Mapping[str, str]], *, name: str = "statements.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> tuple[list[Record], list[Fault]]:
    publication, _ = open_publication(get_source("ftm"), [path], is_excerpt=True)
    told = list(publication.records)
    return [r for r in told if isinstance(r, Record)], [f for f in told if isinstance(f, Fault)]


def said(records: Sequence[Record]) -> set[tuple[str, bool, str, str]]:
    return {(r.subject, r.is_part, s.prop, s.value) for r in records for s in r.statements if s.prop != "dataset"}


def test_statements_make_up_the_entities_that_the_file_of_entities_has_in_whatever_order_they_stand(
    tmp_path: Path,
) -> None:
    entities = tmp_path / "entities.ftm.json"
    entities.write_text("".join(json.dumps(e) + "\n" for e in (FIRM, OWNER, TIE, PLACE)), "utf-8")
    rows = rows_of(FIRM, OWNER, TIE, PLACE)
    forward, backward = read(write(tmp_path, rows))[0], read(write(tmp_path, rows[::-1], name="statements-2.csv"))[0]
    assert said(forward) == said(backward) == said(read(entities)[0])
    assert ("NK-firm", "address", "1 Invented Way") in {(s[len("ftm-"):], p, v) for s, _, p, v in said(forward)}
    assert ("ftm-NK-firm", True, "owned_by", "ftm-NK-own") in said(forward)


def test_what_data_sets_tell_of_one_entity_is_one_record_of_the_narrower_schema(tmp_path: Path) -> None:
    records, _ = read(write(tmp_path, [
        row("NK-one", "name", "Zorin Melk", schema="LegalEntity", own="aa-1", first_seen="2024-01-02"),
        row("NK-two", "name", "Velko Tarnov", own="aa-2"),
        row("NK-one", "name", "Zorin Melk Trading", schema="Company", own="bb-7", first_seen="2023-05-02"),
        row("NK-one", "id", "0a1b2c", schema="Company", own="bb-7"),
        row("tie", "owner", "aa-2", schema="Ownership"), row("tie", "asset", "bb-7", schema="Ownership"),
    ]))
    known = {(p, v) for subject, is_part, p, v in said(records) if subject == "ftm-NK-one" and not is_part}
    assert known == {("name", "Zorin Melk"), ("name", "Zorin Melk Trading"), ("referent", "aa-1"), ("referent", "bb-7"),
                     ("firstSeen", "2023-05-02")}
    firm = [record for record in records if record.subject == "ftm-NK-one" and not record.is_part]
    assert [{statement.schema for statement in record.statements} for record in firm] == [{"Company"}]
    assert ("ftm-NK-one", True, "owned_by", "ftm-NK-two") in said(records), "an end is what it was merged into"


def test_a_statement_from_outside_is_left_and_one_without_an_id_is_told(tmp_path: Path) -> None:
    records, faults = read(write(tmp_path, [
        row("NK-one", "name", "Velko Tarnov"), row("NK-out", "name", "Darko Melin", external="t"),
        row("", "name", "Nobody"),
    ]))
    assert [record.subject for record in records] == ["ftm-NK-one"]
    assert [(fault.place, "lacks an id" in fault.reason) for fault in faults] == [("statements.csv:4", True)]


def test_an_entity_of_too_many_statements_is_cut_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_rows, "MAX_STATEMENTS", 3)
    records, faults = read(write(tmp_path, [row("NK-one", "name", f"Velko Tarnov {number}") for number in range(5)]))
    assert len([s for r in records for s in r.statements if s.prop == "name"]) == 3
    assert ["more than 3 statements" in fault.reason for fault in faults] == [True]


def test_a_table_of_other_columns_says_which(tmp_path: Path) -> None:
    path = tmp_path / "statements.csv"
    path.write_text("canonical_id,entity_id,prop,schema,worth,dataset\nNK-1,NK-1,name,Person,Velko,set_a\n", "utf-8")
    with pytest.raises(InputError, match=r"missing: 'value'; unknown: 'worth'"):
        read(path)


def test_a_table_under_another_name_is_loaded_and_a_later_version_withdraws_what_it_lacks(tmp_path: Path) -> None:
    first = write(tmp_path, rows_of(FIRM, OWNER, TIE), name="one.csv")
    second = write(tmp_path, rows_of(OWNER), name="two.csv")
    with Workspace.create(tmp_path / "w") as workspace:
        one = workspace.load([first], published=date(2026, 1, 1))
        held = workspace.store.view(workspace.viewpoint()).entities(["ftm-NK-firm", "ftm-NK-own"])
        two = workspace.load([second], published=date(2026, 2, 1))
        later = workspace.store.view(workspace.viewpoint()).entities(["ftm-NK-firm", "ftm-NK-own"])
    assert held["ftm-NK-own"].is_listed
    assert (one.records, two.records) == (2, 1)
    assert "ftm-NK-firm" in held
    assert [*later] == ["ftm-NK-own"]

"""Denials in each of their forms; every case is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication

CASE = {
    "reference": "INV-9", "government": "de", "decided_on": "2024-05-02", "destination": "fr",
    "parties": [{"name": "Larkspur Gate Trading", "roles": ["intermediary"], "identifiers": {"taxNumber": "77"}}],
    "items": [{"description": "Lathe", "entries": ["2B201"], "parameters": {"X travel_length": "500 mm"}}],
}
YAML = """\
denials:
  - reference: "INV-9"
    government: "de"
    decided_on: "2024-05-02"
    destination: "fr"
    parties: [{name: "Larkspur Gate Trading", roles: ["intermediary"], identifiers: {taxNumber: "77"}}]
    items: [{description: "Lathe", entries: ["2B201"], parameters: {"X travel_length": "500 mm"}}]
"""
FLAT = """\
reference;government;decided_on;destination;party;role;identifiers;item;entry;parameters
INV-9;de;2024-05-02;fr;Larkspur Gate Trading;intermediary;taxNumber=77;Lathe;2B201;X travel_length=500 mm
"""


def read(folder: Path, name: str, text: str) -> tuple[list[Record], list[Fault]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    publication, _ = open_publication(get_source("denials"), [path], is_excerpt=True)
    found = list(publication.records)
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Fault)]


def said(records: list[Record]) -> set[tuple[str, str, str]]:
    return {(s.subject, s.prop, s.value) for record in records for s in record.statements}


def test_a_table_json_lines_and_yaml_say_the_same(tmp_path: Path) -> None:
    lines, yaml, table = (
        read(tmp_path, name, text)
        for name, text in (("d.jsonl", json.dumps(CASE) + "\n"), ("d.yaml", YAML), ("d.csv", FLAT))
    )
    assert not lines[1] + yaml[1] + table[1]
    assert said(lines[0]) == said(yaml[0]) == said(table[0])


@pytest.mark.parametrize(("change", "reason"), [
    ({"reference": ""}, "the case has no reference."),
    ({"parties": [], "items": []}, "the case names neither a party nor an item."),
    ({"outcome": "burnt"}, "the outcome 'burnt' is not known."),
    ({"colour": "red"}, "colour is no key of a case."),
    ({"parties": [{"roles": ["end_user"]}]}, "a party has no name."),
    ({"parties": ["Larkspur"]}, "parties is no list of objects."),
    ({"reason": {"a": "b"}}, "reason is no text."),
])
def test_a_case_that_cannot_be_read_is_a_fault_with_its_place_and_the_others_stay(
    change: dict[str, object], reason: str, tmp_path: Path
) -> None:
    text = json.dumps(CASE | change) + "\n" + json.dumps(CASE | {"reference": "INV-10"}) + "\n"
    records, faults = read(tmp_path, "d.jsonl", text)
    assert [fault.reason for fault in faults] == [reason]
    assert faults[0].place == "d.jsonl:1"
    assert len(records) == 1


def test_a_case_that_stands_twice_in_a_file_is_told_and_kept_once(tmp_path: Path) -> None:
    records, faults = read(tmp_path, "d.jsonl", (json.dumps(CASE) + "\n") * 2)
    assert len(records) == 1
    assert "stands in the file already" in faults[0].reason


def test_a_value_that_cannot_be_used_is_a_note_and_told(tmp_path: Path) -> None:
    case = CASE | {"decided_on": "some day", "items": [{"description": "Lathe", "parameters": {"colour": "red"}}]}
    records, faults = read(tmp_path, "d.jsonl", json.dumps(case) + "\n")
    notes = {s.value for record in records for s in record.statements if s.prop == "notes"}
    assert notes == {"decided_on: some day", "property: colour=red"}
    assert len(faults) == 2


def test_a_table_with_a_strange_column_is_refused_with_the_fields_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nobody says what these columns mean: 'Farbe'"):
        read(tmp_path, "d.csv", "reference,party,Farbe\nA,B,red\n")


def test_a_property_without_an_axis_is_that_of_every_axis(tmp_path: Path) -> None:
    case = CASE | {"items": [{"description": "Lathe", "parameters": {"positioning_accuracy": "4.5 um"}}]}
    records, faults = read(tmp_path, "d.jsonl", json.dumps(case) + "\n")
    item = next(s.value for record in records for s in record.statements if s.prop == "deniedItem")
    assert not faults
    assert json.loads(item)["parameters"] == [
        {"high": "4.5", "low": "4.5", "name": "positioning_accuracy", "unit": "um", "value": "4.5 um"}
    ]

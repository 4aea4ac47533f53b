"""Rows of a file asked for earlier cases, ways, control lists and gates; parties, goods and cases are invented."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.workspace import Workspace
from enduse.workspace.declared_items import read_declared_item
from enduse.workspace.indexing import open_file
from enduse.workspace.row_answers import rank

DENIED = {
    "reference": "G-1", "government": "no", "decided_on": "2024-06-01", "valid_until": "2027-06-01",
    "parties": [{"name": "Brenwick Hydraulik Sanayi", "country": "tr", "roles": ["end_user"],
                 "address": "Hall 14, 77 Odrun Road, Ostrand"}],
    "items": [{"description": "five-axis milling machine", "hs_code": "845961", "kinds": ["machine_tool.milling"],
               "entries": ["EU 2B001.b.2"]}],
    "destination": "tr",
}
OTHER = DENIED | {"reference": "G-2", "parties": [
    {"name": "Tallow Bay Works", "roles": ["end_user"], "phones": ["+90 212 555 0199"],
     "emails": ["desk@tallowbay.example"], "people": ["Selim Varnholt"]}]}
LIST = "id,name,kind,country,topics,program\n1,Vostmark Propulsion Institute,company,aq,sanction,missile programme\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2025-05-02T00:00:00Z")
    with Workspace.create(tmp_path / "w") as workspace:
        (tmp_path / "list.csv").write_text(LIST)
        workspace.load([tmp_path / "list.csv"], source="table", published=date(2025, 1, 1))
        (tmp_path / "denials.jsonl").write_text(f"{json.dumps(DENIED)}\n{json.dumps(OTHER)}\n")
        workspace.load([tmp_path / "denials.jsonl"], source="denials")
    return tmp_path


def ask(place: Path, *rows: dict[str, str], **how: Any) -> list[Any]:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    with (place / "in.csv").open("w", newline="") as stream:
        table = csv.DictWriter(stream, headings, restval="")
        table.writeheader()
        table.writerows(rows)
    with Workspace(place / "w") as workspace:
        workspace.assess_file(place / "in.csv", out=place / "out.jsonl", **how)
    lines = [json.loads(line) for line in (place / "out.jsonl").read_text().splitlines()]
    return [line for line in lines if line["line"] == "row"]


def test_a_buyer_of_like_goods_who_was_denied_is_held(place: Path) -> None:
    met, other, clean = ask(
        place,
        {"consignee": "Brenwick Hydraulik Sanayi", "consignee_country": "tr", "hs_code": "845961", "destination": "tr",
         "description": "five-axis milling machine", "entry": "EU 2B001.b.2", "item_type": "machine_tool",
         "function": "milling"},
        {"consignee": "Brenwick Hydraulik Sanayi", "hs_code": "610910", "description": "shirts", "destination": "tr"},
        {"consignee": "Ostrand Farms", "hs_code": "845961", "description": "five-axis milling machine"},
    )
    assert met["gates"]["denial"] == "met"
    assert met["step"] == "hold"
    assert [case["reference"] for case in met["denials"]] == ["G-1"]
    assert "AUT-01" in {flag["flag"] for flag in met["flags"]}
    assert other["denials"]
    assert other["gates"]["denial"] != "met"
    assert not clean["denials"]
    assert rank(met) < rank(other) < rank(clean)


def test_a_buyer_of_another_name_at_the_address_of_one_who_was_denied_is_told(place: Path) -> None:
    (found,) = ask(place, {
        "consignee": "Zellmar Import", "consignee_address": "77 Odrun Rd., Hall 14, Ostrand", "hs_code": "845961",
        "description": "milling machine with five axes", "destination": "tr"})
    assert [case["reference"] for case in found["denials"]] == ["G-1"]
    assert found["denials"][0]["of"] == ["Zellmar Import"]


def test_a_buyer_spelled_by_another_hand_is_told_where_the_goods_are_alike_too(place: Path) -> None:
    met, other = ask(
        place,
        {"consignee": "Brenvyk Hydraulik", "hs_code": "845961", "description": "milling machine with five axes",
         "destination": "tr"},
        {"consignee": "Brenvyk Hydraulik", "hs_code": "610910", "description": "shirts", "destination": "de"})
    assert [case["reference"] for case in met["denials"]] == ["G-1"]
    assert other["denials"] == []


def test_a_buyer_of_another_name_and_place_is_told_by_the_telephone_that_a_column_states(place: Path) -> None:
    row = {"consignee": "Zellmar Import", "hs_code": "845961", "description": "five-axis mill", "destination": "tr"}
    by_phone, by_mail, by_person, silent = ask(
        place, row | {"consignee_phone": "(0212) 5550199"},
        row | {"receiver_email": "x@a.example; me@tallowbay.example"}, row | {"consignee_contact": "Varnholt Selim"},
        row)
    for found in (by_phone, by_mail, by_person):
        assert [case["reference"] for case in found["denials"]] == ["G-2"]
    assert "ADR-06" in {flag["flag"] for flag in by_phone["flags"]}
    assert silent["denials"] == []


def test_a_house_number_and_a_town_in_common_are_no_address(place: Path) -> None:
    (found,) = ask(place, {
        "consignee": "Zellmar Import", "consignee_address": "77 Quarry Road, Ostrand", "hs_code": "610910",
        "description": "shirts", "destination": "de"})
    assert found["denials"] == []


def test_names_of_cases_are_kept_beside_their_index_and_made_again(place: Path) -> None:
    row = {"consignee": "Brenwick Hydraulik", "hs_code": "845961", "description": "five-axis milling machine",
           "destination": "tr"}
    first = ask(place, row)
    (kept,) = (place / "w").rglob("*.case-names")
    assert ask(place, row) == first
    kept.write_bytes(b"damaged")
    open_file.cache_clear()
    assert ask(place, row) == first


def test_who_may_not_see_a_denial_gets_the_answers_of_a_record_without_it(place: Path) -> None:
    row = {"consignee": "Brenwick Hydraulik Sanayi", "hs_code": "845961", "description": "five-axis milling machine"}
    with Workspace(place / "w") as workspace:
        public = workspace.viewpoint(audience="public")
    (found,) = ask(place, row, viewpoint=public)
    assert found["denials"] == []
    assert found["gates"]["denial"] == "unknown"


def test_goods_are_classified_by_the_properties_that_columns_state(place: Path) -> None:
    machine = {"consignee": "Ostrand Farms", "destination": "tr", "dispatch": "de", "origin": "de",
               "item_type": "machine_tool", "function": "milling", "contouring_axes": "5"}
    five, bad, silent = ask(
        place, machine, machine | {"contouring_axes": "several"}, {"consignee": "Ostrand Farms", "description": "shed"})
    assert any(position.startswith("EU: ") for position in five["positions"])
    assert five["step"] in ("ask", "apply for a license")
    assert any(note.startswith("contouring_axes:") for note in bad["notes"])
    assert bad["positions"]
    assert silent["positions"] == []


def test_an_entry_that_a_row_states_needs_its_license(place: Path) -> None:
    stated, strange = ask(
        place, {"consignee": "Ostrand Farms", "destination": "tr", "dispatch": "de", "entry": "2b001.B.2"},
        {"consignee": "Ostrand Farms", "destination": "tr", "entry": "lathe"})
    assert "EU: controlled (2B001.b.2)" in stated["positions"]
    assert stated["step"] == "apply for a license"
    assert strange["notes"] == ["entry: 'lathe' is no entry of a list; assessed without it"]
    assert strange["positions"] == []


def test_a_party_that_the_record_knows_is_traced_to_whom_it_leads(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        (place / "ties.ftm.json").write_text("\n".join(map(json.dumps, (
            {"id": "own-1", "schema": "Company", "properties": {"name": ["Caldmoor Precision Trading"],
                                                                 "country": ["tr"]}},
            {"id": "own-2", "schema": "Company", "properties": {
                "name": ["Vostmark Propulsion Institute"], "country": ["aq"], "topics": ["sanction"]}},
            {"id": "own-3", "schema": "Ownership", "properties": {"owner": ["own-2"], "asset": ["own-1"]}},
        ))) + "\n")
        workspace.load([place / "ties.ftm.json"], source="ftm", published=date(2025, 1, 1))
    known, free = ask(
        place, {"consignee": "Caldmoor Precision Trading", "consignee_country": "tr", "description": "milling cutters"},
        {"consignee": "Ostrand Farms", "consignee_country": "tr", "description": "milling cutters"})
    assert [path["caption"] for path in known["paths"]] == ["Vostmark Propulsion Institute"]
    assert "NET-02" in {flag["flag"] for flag in known["flags"]} | set(known["flags_unknown"])
    assert free["paths"] == []
    assert "NET-02" in free["flags_unknown"]
    assert rank(known) < rank(free)


def test_cells_that_state_nothing_sound_leave_an_item_that_says_nothing() -> None:
    item, notes = read_declared_item({"contouring_axes": "many", "X.travel_mm": "wide", "parameters": "five"})
    assert item.parameters == ()
    assert len(notes) == 3
    item, notes = read_declared_item({"parameters": "contouring_axes=5; rotary_axes=2"})
    assert {parameter.name for parameter in item.parameters} == {"contouring_axes", "rotary_axes"}
    assert notes == ()

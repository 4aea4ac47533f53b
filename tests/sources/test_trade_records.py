"""Tables of consignments as ties: who is one party, what is told, and what is not used. All of it is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.knowledge.trade_columns import find_trade_field, list_trade_fields
from enduse.model.statement import Record, Statement
from enduse.sources.catalogue import get_source
from enduse.sources.column_map import Fields, read_column_map
from enduse.sources.detection import detect_source
from enduse.sources.receiving import open_publication

HEADER = (
    "bl_number,arrival_date,shipper,shipper_country,shipper_number,consignee,consignee_country,consignee_address,"
    "notify_party"
)


def load(
    place: Path, *rows: str, header: str = HEADER, name: str = "trade.csv", maps: tuple[str, ...] = (),
    constants: tuple[str, ...] = (), source: str = "trade",
) -> tuple[dict[str, list[Statement]], list[Fault]]:
    """Return the statements by the name of the party that they are of, and the faults."""
    file = place / name
    file.write_text("\n".join((header, *rows)) + "\n" if header else "\n".join(rows) + "\n", encoding="utf-8")
    columns = read_column_map([], maps, constants, Fields(find_trade_field, list_trade_fields))
    spec = replace(get_source(source), column_map=columns if maps or constants else None)
    publication, _ = open_publication(spec, [file])
    found = list(publication.records)
    told: dict[str, list[Statement]] = {}
    for record in found:
        if isinstance(record, Record):
            first = next(s.value for s in record.statements if s.prop == "name")
            told.setdefault(first, []).extend(record.statements)
    return told, [one for one in found if isinstance(one, Fault)]


def ties(statements: list[Statement]) -> list[tuple[str, str, str, str]]:
    return [(s.prop, s.printed, s.hedge, str(s.valid_from)) for s in statements
            if s.prop in ("shipped_to", "business_relationship")]


def test_consignments_of_a_year_are_told_together_and_the_first_on_its_own_day(tmp_path: Path) -> None:
    told, faults = load(
        tmp_path,
        "B1,2024-03-04,Saltmarsh Bearing Supplies,xb,,Tidewrack Instrument House,xc,,8482.10,300,16900,EUR",
        "B1,2024-03-04,Saltmarsh Bearing Supplies,xb,,Tidewrack Instrument House,xc,,9031.80,100,1000,EUR",
        "B2,2024-06-02,Saltmarsh Bearing Supplies,xb,,Tidewrack Instrument House,xc,,9031.80,45,\"22,100\",USD",
        "B3,2025-01-17,SALTMARSH BEARING SUPPLIES,xb,,Tidewrack Instrument House,xc,,8482.10,,,",
        header=HEADER.replace("consignee_address,notify_party", "notify,hs_code,weight_kg,value,currency"),
    )
    assert faults == []
    assert ties(told["Saltmarsh Bearing Supplies"]) == [
        ("shipped_to", "a consignment on 2024-03-04, to Tidewrack Instrument House", "", "2024-03-04"),
        ("shipped_to", "2 consignments from 2024-03-04 to 2024-06-02, HS 903180, 848210, 445 kg, 17,900 EUR,"
         " 22,100 USD, to Tidewrack Instrument House", "", "2024-06-02"),
        ("shipped_to", "1 consignment on 2025-01-17, HS 848210, to Tidewrack Instrument House", "", "2025-01-17"),
    ]
    assert {s.value for s in told["Saltmarsh Bearing Supplies"] if s.prop == "country"} == {"xb"}
    last = [s for s in told["Saltmarsh Bearing Supplies"] if s.prop == "shipped_to"][-1]
    assert (last.locator.record, last.locator.offset, str(last.grade)) == ("row 5", 5, "B3")
    assert last.said_on == last.valid_from


def test_who_is_to_be_notified_receives_what_goes_to_order_and_deals_with_another_receiver(tmp_path: Path) -> None:
    told, _ = load(
        tmp_path,
        "B1,2024-01-01,Saltmarsh Bearing Supplies,xb,,TO ORDER OF MERIDIAN BANK,xc,,Gannet Rock Guidance Bureau",
        "B2,2024-01-02,Harrow Vale Castings,xb,,Tidewrack Instrument House,xc,,Gannet Rock Guidance Bureau",
        "B3,2024-01-03,Harrow Vale Castings,xb,,Tidewrack Instrument House,xc,,SAME AS CONSIGNEE",
        "B4,2024-01-04,Fenland Freight Forwarding,xb,,Tidewrack Instrument House,xc,,Meridian Bank",
    )
    assert [tie[2] for tie in ties(told["Saltmarsh Bearing Supplies"])] == ["as the party to be notified"]
    assert [tie[0] for tie in ties(told["Tidewrack Instrument House"])] == ["business_relationship"]
    assert [tie[2] for tie in ties(told["Fenland Freight Forwarding"])] == ["by way of a forwarder"]
    assert "Meridian Bank" not in told or not ties(told["Meridian Bank"])


def test_parties_are_one_by_number_or_by_a_name_of_their_own_and_country(tmp_path: Path) -> None:
    rows = (
        "1,2024-01-01,Oakmere Pumps Ltd,gb,N/A,Alderfen Plant Hire,ae,,",
        "2,2024-01-02,Brindle Optics,gb,N/A,Alderfen Plant Hire,ae,,",
        "3,2024-01-03,Oakmere Pump Works,gb,GB-12345,Alderfen Plant Hire,ae,,",
        "4,2024-01-04,Oakmere Waterworks,gb,GB 12345,Alderfen Plant Hire,ae,,",
        "5,2024-01-05,Oakmere Pump Works,gb,0000000,General Trading Co,ae,,",
        "6,2024-01-06,Oakmere Pump Works,gb,,General Trading Co,ae,,",
    )
    told, _ = load(tmp_path, *rows)
    assert {s.value for s in told["Oakmere Pump Works"] if s.prop == "alias"} == {"Oakmere Waterworks"}
    assert {s.value for s in told["Oakmere Pump Works"] if s.prop == "taxNumber"} == {"GB-12345"}
    assert len({s.subject for s in told["Brindle Optics"]} & {s.subject for s in told["Oakmere Pumps Ltd"]}) == 0
    assert len({s.subject for s in told["General Trading Co"]}) == 2  # a name of trade words tells nobody
    again, _ = load(tmp_path, *rows, source="trade:other")
    same = {s.subject for s in told["Alderfen Plant Hire"]}
    assert {s.subject for s in again["Alderfen Plant Hire"]} == same
    assert not {s.subject for s in again["General Trading Co"]} & {s.subject for s in told["General Trading Co"]}


def test_what_cannot_be_used_is_told_once_with_a_count_and_the_rest_goes_on(tmp_path: Path) -> None:
    told, faults = load(
        tmp_path,
        "1,31/12/2024,Oakmere Pumps Ltd,gb,,Alderfen Plant Hire,ae,,",
        "2,,Oakmere Pumps Ltd,gb,,Alderfen Plant Hire,ae,,",
        "3,9999-12-31,Oakmere Pumps Ltd,gb,,Alderfen Plant Hire,ae,,",
        "4,2024-01-01,,gb,,Alderfen Plant Hire,ae,,",
        "5,2024-01-01,Oakmere Pumps Ltd,qq,,Alderfen Plant Hire,ae,,",
        "6,2024-01-01",
        "7,2024-02-01,To Orderville Tools,gb,,X1 Tools,,,",
    )
    assert [fault.place for fault in faults if "cells" in fault.reason] == ["trade.csv:7"]
    reasons = " | ".join(fault.reason for fault in faults)
    assert "without a date that can be read, so not used: 3 rows, first '31/12/2024'." in reasons
    assert "no sender is named: 1 row." in reasons
    assert "a country that is not known is left out: 1 row, first 'qq'." in reasons
    assert all(fault.subject for fault in faults)  # none of them keeps an earlier table's ties standing
    assert ties(told["To Orderville Tools"])


def test_a_number_with_a_decimal_comma_is_told_and_not_guessed(tmp_path: Path) -> None:
    header = "date,exporter,importer,weight_kg,value,hs_code"
    told, faults = load(tmp_path, '2024-01-01,Oakmere Pumps Ltd,Alderfen Plant Hire,"1.200,5",1e9,28441', header=header)
    assert ties(told["Oakmere Pumps Ltd"])[0][1] == "1 consignment on 2024-01-01, to Alderfen Plant Hire"
    assert {fault.reason.partition(" that")[0] for fault in faults} == {"weight_kg", "value"}


def test_of_columns_for_one_field_the_first_known_is_read_and_the_other_told(tmp_path: Path) -> None:
    header = ("RECORD_ID,DECLARATION_NUMBER,Export Date,SUPPLIER_NAME,SUPPLIER_NAME_EN,IMPORTER_NAME,Net Weight (kg),"
              "Gross Weight (kg)")
    row = "9,D1,2024-05-06,Завод Насос,Nasos Works,Alderfen Plant Hire,90,100"
    told, faults = load(tmp_path, row, header=header)
    assert "100 kg" in ties(told["Завод Насос"])[0][1]
    assert {s.value for s in told["Завод Насос"] if s.prop == "alias"} == {"Nasos Works"}
    assert [fault.reason for fault in faults] == ["columns that are not read: 'RECORD_ID', 'Net Weight (kg)'."]


@pytest.mark.parametrize("header", [
    "shipper,consignee,arrival_date", "IMPORTER_NAME,SUPPLIER_NAME,IMP_DATE",
    "ARRIVAL_DATE,CONSIGNEE_NAME,SHIPPER_NAME",
])
def test_a_table_is_known_by_its_headings(header: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(header + "\n", encoding="utf-8")
    found = detect_source(tmp_path / "a.csv")
    assert found is not None
    assert found.id == "trade"


@pytest.mark.parametrize(("header", "told"), [
    ("shipper,consignee", "no column is the date"), ("date,consignee", "no column is the shipper or exporter"),
    ("date,shipper,goods", "no column is the consignee"),
])
def test_a_table_that_cannot_tell_who_sent_what_to_whom_is_refused(header: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=told):
        load(tmp_path, "a,b", header=header)


def test_json_lines_are_read_alike_and_refused_alike(tmp_path: Path) -> None:
    line = {"date": "2024-01-01T00:00:00", "shipper": "Oakmere Pumps Ltd", "consignee": "Alderfen Plant Hire",
            "weight_kg": 12}
    told, _ = load(tmp_path, json.dumps(line), header="", name="trade.jsonl")
    assert ties(told["Oakmere Pumps Ltd"])[0][1] == "1 consignment on 2024-01-01, 12 kg, to Alderfen Plant Hire"
    with pytest.raises(InputError, match="no column is the shipper"):
        load(tmp_path, json.dumps({"from": "Oakmere Pumps Ltd", "to": "Alderfen"}), header="", name="trade.jsonl")


def test_a_column_map_and_a_constant_say_what_the_table_does_not(tmp_path: Path) -> None:
    told, _ = load(
        tmp_path, "Oakmere Pumps Ltd,Alderfen Plant Hire", header="Absender,importer", maps=("Absender=shipper",),
        constants=("date=2024-12-31", "importer_country=KZ"),
    )
    assert {s.value for s in told["Alderfen Plant Hire"] if s.prop == "country"} == {"kz"}
    assert ties(told["Oakmere Pumps Ltd"])[0][3] == "2024-12-31"


def test_a_line_that_is_no_text_spoils_its_row_alone(tmp_path: Path) -> None:
    rows = ("2024-01-01,Oak\0mere Pumps Ltd,Alderfen Plant Hire", "2024-01-02,Brindle Optics,Alderfen Plant Hire")
    told, faults = load(tmp_path, *rows, header="date,shipper,consignee")
    assert ties(told["Brindle Optics"])
    assert [fault.place for fault in faults] == ["trade.csv:2"]
    assert all(fault.subject for fault in faults)

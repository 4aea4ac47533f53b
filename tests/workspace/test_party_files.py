"""Rows of files of parties: what each says, and that no row takes the others with it. All names are invented."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.errors import InputError, UsageError
from enduse.workspace.party_files import open_party_file, read_column_map
from enduse.workspace.party_rows import PartyRow
from enduse.workspace.raw_lines import MAX_LINE


def _rows(place: Path, data: bytes | str, **options: object) -> list[PartyRow]:
    place.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(open_party_file(place, **options).rows())  # type: ignore[arg-type]


def test_a_delimited_row_gives_the_party_with_all_that_is_said(tmp_path: Path) -> None:
    (row,) = _rows(
        tmp_path / "a.csv",
        "id,name,kind,country,birth_date,aliases,address,nationality,identifiers,imoNumber,Birth Place\n"
        '7,Ostrand Vale,individual,DEU;fr,1960-01-02;1961,O. Vale;Vale O,"1 Weir St; Osier",ir,taxNumber=12;x=1,,'
        "Osier\n",
    )
    assert row.query_id == "7"
    assert row.place == "a.csv:2"
    party = row.party
    assert party is not None
    assert (party.name, party.kind, party.country, party.birth_date) == ("Ostrand Vale", "Person", "de", "1960-01-02")
    assert party.aliases == ("O. Vale", "Vale O")
    assert party.address == "1 Weir St; Osier"
    assert party.identifiers == (("taxNumber", "12"),)
    assert party.facts == (("birthDate", "1961"), ("birthPlace", "Osier"), ("country", "fr"), ("nationality", "ir"))
    assert row.notes == ("identifiers: 'x=1' is no pair such as taxNumber=123; screened without it",)


def test_the_three_formats_say_the_same(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    (delimited,) = _rows(tmp_path / "a.csv", "id;name;alias;imo\n1;Heron Gate;Heron G.;9123456\n")
    shape = {"id": 1, "name": "Heron Gate", "alias": ["Heron G."], "imoNumber": 9123456, "other": {"deep": 1}}
    (flat,) = _rows(tmp_path / "a.jsonl", json.dumps(shape) + "\n")
    said = {"name": ["Heron Gate", "Heron G."], "imoNumber": ["9123456"]}
    entity = {"id": "1", "caption": "HERON", "properties": said}
    (ftm,) = _rows(tmp_path / "b.jsonl", json.dumps(entity))
    table = {"id": [1], "name": ["Heron Gate"], "aliases": [["Heron G."]], "imoNumber": [9123456]}
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    (stored,) = open_party_file(tmp_path / "a.parquet").rows()
    (packed,) = _rows(tmp_path / "a.csv.gz", gzip.compress(b"id,name,alias,imo\n1,Heron Gate,Heron G.,9123456\n"))
    assert {row.party for row in (delimited, flat, ftm, stored, packed)} == {delimited.party}
    assert {row.query_id for row in (delimited, flat, ftm, stored, packed)} == {"1"}


def test_a_column_map_says_what_a_column_is_and_leaves_others(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text('Firma: "name"\nLand: "country"\nname: ""\n')
    (row,) = _rows(tmp_path / "a.csv", "Firma,Land,name\nHeron Gate,de,ignored\n",
                   column_map=read_column_map(tmp_path / "map.yaml"))
    assert row.party is not None
    assert (row.party.name, row.party.country, row.query_id) == ("Heron Gate", "de", "1")
    with pytest.raises(UsageError, match="no field"):
        _rows(tmp_path / "a.csv", "a\nb\n", column_map={"a": "colour of hair"})
    with pytest.raises(UsageError, match="no column 'b'"):
        _rows(tmp_path / "a.csv", "a\nb\n", column_map={"b": "name"})


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "name,full_name\nx,y\n", 'name,"b\nx\n', "\xff\xfe\n", "na\x00me\nx\n"]
)
def test_a_header_of_no_use_is_an_error_for_the_whole_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        _rows(tmp_path / "a.csv", text.encode("latin-1"))


def test_a_row_that_cannot_be_read_is_told_and_the_next_ones_follow(tmp_path: Path) -> None:
    data = b"\n".join([
        b"id,name", b"1,Heron", b"2,bad \xff byte", b"3,nul \x00 byte", b"4", b"5," + b"x" * (MAX_LINE + 5), b"6,",
        b'7,a"b', b"8," + b"y" * 3000, b"9,Gate", b'10,"open', b"11,swallowed",
    ])
    rows = _rows(tmp_path / "a.csv", data)
    assert [row.query_id for row in rows if row.party] == ["1", "7", "9"]
    told = {row.place: row.fault.reason for row in rows if row.fault}
    assert told == {
        "a.csv:3": "name is not text in this encoding.", "a.csv:4": "name holds a zero byte.",
        "a.csv:5": "1 cells where the header has 2.", "a.csv:6": "a line is longer than 1,000,000 characters.",
        "a.csv:7": "there is no name.", "a.csv:9": "the name has 3,000 characters, more than any name.",
        "a.csv:11-12": "not a row: unexpected end of data.",
    }


def test_json_lines_that_are_none_are_told(tmp_path: Path) -> None:
    lines = ['{"name": "Heron"}', "[1]", "{", "[" * 100_000, '{"name": null}', '{"name": ["Gate", 5, true, {}]}', "",
             '{"name": "' + "x" * MAX_LINE + '"}', '{"name": "a\\ud800"}']
    rows = _rows(tmp_path / "a.jsonl", "\n".join(lines))
    assert [row.party.name for row in rows if row.party] == ["Heron", "Gate"]
    assert [row.fault.reason for row in rows if row.fault] == [
        "not a JSON object.", "not JSON: Expecting property name enclosed in double quotes.",
        "not JSON: nested too deeply.", "there is no name.", "the line is longer than 1,000,000 characters.",
        "name is not text in this encoding.",
    ]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(b"name\n" + b"".join(b"Heron Gate %d\n" % n for n in range(50_000)))
    rows = _rows(tmp_path / "a.csv.gz", whole[: len(whole) // 2])
    assert len(rows) > 1000
    assert rows[-1].fault is not None
    assert "breaks off" in rows[-1].fault.reason


def test_other_encodings_are_read_when_named(tmp_path: Path) -> None:
    (row,) = _rows(tmp_path / "a.csv", "name\nSoci\u00e9t\u00e9 Vall\u00e9e\n".encode("cp1252"), encoding="cp1252")
    assert row.party is not None
    assert row.party.name == "Soci\u00e9t\u00e9 Vall\u00e9e"
    (row,) = _rows(tmp_path / "b.csv", "name\t\n\u0426\u0430\u043f\u043b\u044f\t\n".encode("utf-16"))
    assert row.party is not None
    assert row.party.name == "\u0426\u0430\u043f\u043b\u044f"
    with pytest.raises(UsageError, match="no encoding"):
        _rows(tmp_path / "a.csv", "name\n", encoding="klingon")


def test_a_parquet_value_that_unpacks_to_gigabytes_costs_its_row_only(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    huge = "x" * 5_000_000
    names = pa.DictionaryArray.from_arrays(pa.array([0] * 5000 + [1], pa.int32()), pa.array([huge, "Heron Gate"]))
    pq.write_table(pa.table({"name": names.cast(pa.dictionary(pa.int32(), pa.string()))}), tmp_path / "a.parquet")
    rows = list(open_party_file(tmp_path / "a.parquet").rows())
    assert [row.party.name for row in rows if row.party] == ["Heron Gate"]
    assert rows[-1].query_id == "5001"


def test_a_damaged_parquet_file_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(InputError, match="Parquet"):
        _rows(tmp_path / "a.parquet", b"PAR1 and nothing else")
    with pytest.raises(InputError, match="named as Parquet"):
        _rows(tmp_path / "a.parquet", b"name\nx\n")


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    place = tmp_path_factory.mktemp("h") / "a"
    for header, suffix in ((b"id,name\n", ".csv"), (b"\n", ".jsonl")):
        file = place.with_suffix(suffix)
        rows = _rows(file, header + (data or b"\n"))
        assert all((row.party is None) != (row.fault is None) for row in rows)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))

"""A list of one's own: the columns it may have, and what is told when it has others."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication


def read(folder: Path, text: str) -> list[Record | Fault]:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    return list(open_publication(get_source("table"), [path])[0].records)


def test_id_and_name_are_enough(tmp_path: Path) -> None:
    record, = read(tmp_path, "name,id\nAuk Works,a1\n")
    assert isinstance(record, Record)
    assert [(s.subject, s.prop, s.value) for s in record.statements] == [("table-a1", "name", "Auk Works")]


def test_a_column_that_is_not_documented_is_named_and_so_are_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown: 'colour'.*Columns: id, name, kind, aliases"):
        read(tmp_path, "id,name,colour\na1,Auk,red\n")


@pytest.mark.parametrize("header", ["id,kind", "id,name,name"])
def test_a_missing_or_doubled_column_is_named(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError, match="'name'"):
        read(tmp_path, f"{header}\na,b,c\n")


@pytest.mark.parametrize(("cells", "words"), [
    ("company,mmsi=123456789,", "the identifier mmsi does not fit the kind Company"),
    ("vessel,,1962", "a birth date does not fit the kind Vessel"),
])
def test_what_such_a_party_cannot_have_is_a_fault(tmp_path: Path, cells: str, words: str) -> None:
    fault, other = read(tmp_path, f"id,name,kind,identifiers,birth_date\na1,Auk Works,{cells}\nb2,Bunting,,,1962\n")
    assert isinstance(fault, Fault)
    assert isinstance(other, Record)
    assert words in fault.reason


@pytest.mark.parametrize(("row", "words"), [
    ("a 1,Auk,,", "the id"), ("a1,,,", "name is empty"), ("a1,Auk,taxNumber,", "no pair"),
    ("a1,Auk,colour=red,", "not known"), ("a1,Auk,,1962-13", "ISO date"), ("a1,Auk", "cells"),
])
def test_a_bad_row_is_a_fault_and_the_next_is_read(tmp_path: Path, row: str, words: str) -> None:
    found = read(tmp_path, f"id,name,identifiers,birth_date\n{row}\nb2,Bunting,,1962\n")
    assert isinstance(found[0], Fault)
    assert words in found[0].reason
    assert isinstance(found[1], Record)


KINDS = [("Company", "Company"), ("LegalEntity", "LegalEntity"), ("PERSON", "Person")]


@pytest.mark.parametrize(("kind", "schema"), KINDS)
def test_a_kind_is_known_whatever_its_case(kind: str, schema: str, tmp_path: Path) -> None:
    record, = read(tmp_path, f"id,name,kind\na1,Auk Works,{kind}\n")
    assert isinstance(record, Record)
    assert {s.schema for s in record.statements} == {schema}

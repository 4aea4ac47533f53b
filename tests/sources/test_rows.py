"""Each field of a row is taken once, and none may be left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enduse.errors import Fault
from enduse.model.marking import PUBLIC
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec, get_source
from enduse.sources.rows import Claims, Row, RowFault, read_each


def spec() -> SourceSpec:
    return replace(
        get_source("un_sc"), categories={"Kind": {"p": "Person"}}, fixes={"Name": {"Jhon": "John"}},
        left_out=(("Line", "a counter"),),
    )


def row(**fields: str) -> Row:
    return Row(spec(), fields, place="list.csv:3", offset=3, empty=("-0-",))


def test_a_field_is_trimmed_mended_and_handed_out_once() -> None:
    line = row(Name=" Jhon ", Gone=" -0- ")
    assert line.take("Name") == "John"
    assert line.take("Gone") == ""
    with pytest.raises(RowFault, match="no field 'Name'"):
        line.take("Name")


def test_an_unknown_category_names_the_known_ones() -> None:
    assert row(Kind="p").category("Kind") == "Person"
    with pytest.raises(RowFault) as caught:
        row(Kind="q").category("Kind")
    assert "'q' is not known" in caught.value.fault.reason
    assert "Known: p" in caught.value.fault.remedy


def test_a_field_left_over_or_ignored_without_reason_refuses_the_row() -> None:
    with pytest.raises(RowFault, match="does not know: Extra"):
        row(Line="1", Extra="x").finish(ignore=["Line"])
    with pytest.raises(RowFault, match="does not say why"):
        row(Extra="x").finish(ignore=["Extra"])
    row(Line="1").finish(ignore=["Line"])


def test_an_empty_required_field_refuses_the_row() -> None:
    with pytest.raises(RowFault, match="Name is empty"):
        row(Name="-0-").required("Name")


def test_claims_carry_place_grade_origin_and_words_and_are_kept_once() -> None:
    claims = row().claims("x-1", "Person", record="no 1")
    claims.say("name", "A", printed="Mr A")
    claims.say("name", "A", printed="Mr A")
    claims.say("alias", "")
    claims.say("alias", "B", within="alias 2", offset=9)
    first, second = claims.record().statements
    assert (first.printed, first.locator.record, first.locator.offset) == ("Mr A", "no 1", 3)
    assert (second.printed, second.locator.record, second.locator.offset) == ("B", "no 1, alias 2", 9)
    assert first.marking == PUBLIC
    assert (first.source, first.origin, first.grade) == ("un_sc", spec().origin, spec().grade)
    assert first.said_on is None
    assert claims.has("name")
    assert not claims.has("alais")


def test_a_property_is_claimed_of_the_kind_that_carries_it_and_else_kept_as_a_note() -> None:
    claims = row().claims("x-1", "Organization", record="no. 1")
    claims.say("isinCode", "XX0000000001", printed="ISIN XX0000000001")
    claims.say("birthPlace", "Nowhere")
    assert [(s.schema, s.prop, s.value, s.printed) for s in claims.record().statements] == [
        ("Company", "isinCode", "XX0000000001", "ISIN XX0000000001"),
        ("Organization", "notes", "birthPlace: Nowhere", "Nowhere"),
    ]


def test_a_refused_row_is_a_fault_and_the_others_go_on() -> None:
    def read(number: int) -> Record | Claims | None:
        if number == 2:
            raise row().fault("bad")
        if number == 3:
            return None
        claims = row().claims(f"x-{number}", "Person", record=f"no {number}")
        claims.say("name", "A")
        if number == 4:
            claims.doubt("odd")
        return claims

    lines: list[int | Fault] = [1, Fault(place="p", reason="cut"), 2, 3, 4]
    found = list(read_each(lines, read))
    assert [type(item) for item in found] == [Record, Fault, Fault, Record, Fault]
    assert [item.reason for item in found if isinstance(item, Fault)] == ["cut", "bad", "odd"]
    assert isinstance(found[-1], Fault)
    assert found[-1].subject == "x-4"


def test_a_bug_in_a_reader_is_not_taken_for_a_fault_of_the_row() -> None:
    def read(number: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(read_each([1], read))

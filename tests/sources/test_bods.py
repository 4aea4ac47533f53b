"""Statements of beneficial ownership: the last of each record counts, shares make the sums. Everybody is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import Fault, InputError
from enduse.model.statement import Record, Statement
from enduse.sources.catalogue import get_source
from enduse.sources.receiving import open_publication
from enduse.workspace.opening import Workspace


def statement(record: str, kind: str, day: str = "2026-01-01", status: str = "new", **details: Any) -> dict[str, Any]:
    return {"statementId": "invented", "recordId": record, "recordType": kind, "recordStatus": status,
            "statementDate": day, "recordDetails": {"isComponent": False, **details}}


def company(record: str, name: str, **more: Any) -> dict[str, Any]:
    return statement(record, "entity", entityType={"type": "registeredEntity"}, name=name, **more)


def held(asset: Any, owner: Any, *interests: dict[str, Any], record: str = "rel", **more: Any) -> dict[str, Any]:
    return statement(record, "relationship", subject=asset, interestedParty=owner, interests=list(interests), **more)


def share(**told: Any) -> dict[str, Any]:
    return {"type": "shareholding", "directOrIndirect": "direct", "share": told}


def read(folder: Path, *statements: Any) -> list[Record | Fault]:
    path = folder / "invented-bods.json"
    path.write_text(json.dumps(statements), "utf-8")
    publication, _ = open_publication(get_source("bods"), [path], is_excerpt=True)
    return list(publication.records)


def said(folder: Path, *statements: Any) -> list[Statement]:
    return [one for found in read(folder, *statements) if isinstance(found, Record) for one in found.statements]


@pytest.mark.parametrize(("told", "printed"), [
    ({"exact": 25}, "25 %"), ({"exact": 33.3, "minimum": 33.3, "maximum": 33.3}, "33.3 %"),
    ({"minimum": 25, "maximum": 50}, "25-50 %"), ({"exclusiveMinimum": 50, "exclusiveMaximum": 75}, "50-75 %"),
    ({"minimum": 10}, "10-100 %"), ({"maximum": 5}, "0-5 %"), ({"exact": 0}, "0 %"), ({}, ""),
])
def test_a_share_is_printed_so_that_sums_can_read_it(told: dict[str, float], printed: str, tmp_path: Path) -> None:
    (one,) = said(tmp_path, held("a", "b", share(**told)))
    assert (one.prop, one.value) == ("owned_by", "bods-b")
    assert one.printed == ", ".join(text for text in ("shareholding, direct", printed) if text)


@pytest.mark.parametrize("told", [{"exact": 101}, {"exact": "25"}, {"minimum": -1}, {"minimum": 50, "maximum": 25},
                                  {"exact": True}, {"exact": float("nan")}])
def test_a_share_that_is_none_refuses_the_statement_alone(told: dict[str, Any], tmp_path: Path) -> None:
    found = read(tmp_path, held("a", "b", share(**told)), company("a", "Invented A"))
    assert [isinstance(one, Fault) for one in found] == [True, False]


def test_the_last_statement_of_a_record_counts_wherever_it_stands(tmp_path: Path) -> None:
    newer = company("a", "Invented New") | {"statementDate": "2026-02-01"}
    older = company("a", "Invented Old")
    for order in ((newer, older), (older, newer)):
        assert [one.value for one in said(tmp_path, *order)] == ["Invented New"]
    closed = held("a", "b", share(exact=30)) | {"recordStatus": "closed", "statementDate": "2026-03-01"}
    (one,) = said(tmp_path, held("a", "b", share(exact=30)), closed)
    assert one.valid_to == date(2026, 3, 1)


def test_an_indirect_share_whose_parts_are_told_is_not_counted_twice(tmp_path: Path) -> None:
    interest = share(exact=60) | {"directOrIndirect": "indirect"}
    (alone,) = said(tmp_path, held("a", "b", interest))
    (beside,) = said(tmp_path, held("a", "b", interest, componentRecords=["x", "y"]))
    assert (alone.prop, beside.prop) == ("owned_by", "associated_with")


def test_an_owner_who_is_not_told_stays_unknown_with_the_reason(tmp_path: Path) -> None:
    (one,) = said(tmp_path, held("a", {"reason": "unknown", "description": "nobody answered"}, share(exact=100)))
    assert (one.subject, one.prop) == ("bods-a", "notes")
    assert one.value == "interested party not told: unknown: nobody answered"


def test_statements_of_an_earlier_version_are_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"before 0\.4"):
        read(tmp_path, {"statementID": "x", "statementType": "entityStatement"})


def test_a_chain_of_owners_is_traced(tmp_path: Path) -> None:
    path = tmp_path / "invented-bods.json"
    path.write_text(json.dumps([
        company("a", "Inventia Anvil Works"), company("h", "Inventia Holding"),
        statement("p", "person", personType="knownPerson", names=[{"fullName": "Ora Madeup"}], birthDate="1970-02"),
        held("a", "h", share(exact=60), record="r1"), held("h", "p", share(minimum=75, maximum=100), record="r2"),
    ]), "utf-8")
    wanted = tmp_path / "wanted.csv"
    wanted.write_text("id,name,kind,birth_date,topics\n17,Ora Madeup,person,1970-02,sanction\n", "utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load([path], source="bods", published=date(2026, 10, 1))
        workspace.load([wanted], source="table", name="invented_list", published=date(2026, 10, 1))
        workspace.judge_identity(["bods-p", "invented_list-17"], verdict="same", reason="one invented person")
        (found,) = workspace.trace("Inventia Anvil Works", viewpoint=workspace.viewpoint()).paths
    assert [step.relation for step in found.steps[1:3]] == ["owned_by", "owned_by"]
    assert [cited.words for step in found.steps[1:3] for cited in step.evidence] == [
        "shareholding, direct, 60 %", "shareholding, direct, 75-100 %",
    ]

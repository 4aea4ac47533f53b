"""FollowTheMoney files: parts are no records, topics tell who is listed, data sets have names. Names are invented."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import Fault, InputError, UsageError
from enduse.knowledge.followthemoney import follow_the_money
from enduse.knowledge.properties import entity_kinds, relation_kinds
from enduse.model.statement import Record
from enduse.sources.catalogue import get_source
from enduse.sources.ftm.values import clean_value
from enduse.sources.json_lines import read_json_lines
from enduse.sources.opening import OpenedFile
from enduse.sources.receiving import open_publication
from enduse.store.record import MAX_FAULTS
from enduse.workspace.opening import Workspace

GOLDEN = Path(__file__).parent / "ftm" / "golden" / "entities.ftm.json"


def write(folder: Path, *entities: Mapping[str, object], name: str = "invented.ftm.json") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(entity) + "\n" for entity in entities), "utf-8")
    return path


def person(id: str, **values: list[object]) -> dict[str, object]:
    return {"id": id, "schema": "Person", "properties": {"name": [f"Invented {id}"], **values}}


def records_of(path: Path, *, source: str = "ftm") -> list[Record]:
    publication, _ = open_publication(get_source(source), [path], is_excerpt=True)
    return [found for found in publication.records if isinstance(found, Record)]


def test_ties_and_details_are_parts_and_only_things_are_counted() -> None:
    records = records_of(GOLDEN)
    assert sorted(record.subject for record in records if not record.is_part) == [
        "ftm-NK-boat", "ftm-NK-per", "ftm-NK-zor1", "ftm-nested-1", "ftm-wal-1", "ftm-x-1",
    ]
    assert sum(record.is_part for record in records) > 8


def test_a_compressed_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    packed = tmp_path / "entities.ftm.json.gz"
    packed.write_bytes(gzip.compress(GOLDEN.read_bytes()))
    assert records_of(packed) == records_of(GOLDEN)


def test_an_address_is_found_wherever_it_stands_in_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path, person("a", addressEntity=["addr"]),
        {"id": "addr", "schema": "Address", "properties": {"street": ["1 Invented Way"], "country": ["qq"]}},
    )
    said = {(s.prop, s.value) for record in records_of(path) for s in record.statements}
    assert {("address", "1 Invented Way"), ("country", "qq")} <= said


def test_only_a_topic_that_is_a_measure_makes_an_entity_listed(tmp_path: Path) -> None:
    path = write(tmp_path, person("a", topics=["sanction"]), person("b", topics=["role.pep", "no.such.topic"]))
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load([path])
        held = workspace.store.view(workspace.viewpoint()).entities(["ftm-a", "ftm-b"])
    assert (held["ftm-a"].is_listed, held["ftm-b"].is_listed) == (True, False)
    assert held["ftm-b"].values("topics") == ("no.such.topic", "role.pep")


def test_a_later_version_withdraws_the_ties_that_it_lacks(tmp_path: Path) -> None:
    tie = {"id": "t", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"]}}
    first = write(tmp_path, person("a"), person("b"), tie, name="one.ftm.json")
    second = write(tmp_path, person("a"), person("b"), name="two.ftm.json")
    with Workspace.create(tmp_path / "w") as workspace:
        one = workspace.load([first], published=date(2026, 1, 1))
        two = workspace.load([second], published=date(2026, 2, 1))
    assert (one.records, one.statements, two.records, two.vanished) == (2, 3, 2, 1)


def test_named_data_sets_have_versions_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, person("a"))
    with Workspace.create(tmp_path / "w") as workspace:
        for name in ("ftm:first-set", "ftm:second-set", "ftm"):
            workspace.load([path], source=name)
        view = workspace.store.view(workspace.viewpoint())
        assert [row.source for row in view.coverage()] == ["ftm", "ftm:first-set", "ftm:second-set"]
        assert set(view.entities(["ftm-a", "first-set-a", "second-set-a"])) == {"ftm-a", "first-set-a", "second-set-a"}


def test_of_very_many_faults_the_first_are_told_and_all_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bad.ftm.json"
    path.write_text(json.dumps(person("a")) + "\n" + "[]\n" * (MAX_FAULTS + 5), "utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        result = workspace.load([path])
        held = workspace.store.view(workspace.viewpoint()).list_versions("ftm")
    assert (len(result.faults), held[0].faults) == (MAX_FAULTS, MAX_FAULTS + 5)
    assert any("first" in note for note in result.notes)


@pytest.mark.parametrize("name", ["un_sc:mine", "ftm:", "ftm:Two Words", "ftm:../up", "ftm:un_sc", "nowhere:x"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        get_source(name)


def test_an_unknown_property_is_told_once_and_kept_of_everybody(tmp_path: Path) -> None:
    path = write(tmp_path, person("a", shoeSize=["40"]), person("b", shoeSize=["41"]))
    publication, _ = open_publication(get_source("ftm"), [path])
    found = list(publication.records)
    assert [item.subject for item in found if isinstance(item, Fault)] == ["ftm-a"]
    notes = [s.value for item in found if isinstance(item, Record) for s in item.statements if s.prop == "notes"]
    assert notes == ["shoeSize: 40", "shoeSize: 41"]


def test_a_line_that_nests_entities_without_end_is_refused(tmp_path: Path) -> None:
    many = [{"id": f"s{n}", "schema": "Sanction", "properties": {"entity": ["a"]}} for n in range(6000)]
    publication, _ = open_publication(get_source("ftm"), [write(tmp_path, person("a", sanctions=list(many)))],
                                      is_excerpt=True)
    faults = [item for item in publication.records if isinstance(item, Fault)]
    assert ["nested" in fault.reason for fault in faults] == [True]


def test_a_tie_of_many_to_many_gives_a_bounded_number_of_relations(tmp_path: Path) -> None:
    ends = [f"e{n}" for n in range(300)]
    tie = {"id": "t", "schema": "UnknownLink", "properties": {"subject": ends, "object": [f"o{n}" for n in range(300)]}}
    assert len(records_of(write(tmp_path, tie))) == 2000


def test_a_line_too_long_is_refused_before_it_is_held(tmp_path: Path) -> None:
    path = tmp_path / "long.ftm.json"
    path.write_bytes(b'{"id": "' + b"a" * 17_000_000 + b'"}')
    with pytest.raises(InputError, match="longer"):
        list(read_json_lines(OpenedFile(role="entities", path=path)))


@pytest.mark.parametrize(("kind", "text", "value"), [
    ("date", "2024-05-06T10:00:00Z", "2024-05-06"), ("date", "2024-05", "2024-05"), ("date", "1962", "1962"),
    ("date", "2024-02-30", ""), ("date", "0000", ""), ("date", "May 1962", ""), ("country", "QQ", "qq"),
    ("country", "Quexland", ""), ("country", "ge-ab", "ge-ab"), ("name", "  Zorvex ", "Zorvex"),
])
def test_values_are_checked_by_their_type(kind: str, text: str, value: str) -> None:
    assert clean_value(kind, text) == value


def test_every_thing_is_a_kind_of_entity_here_and_every_tie_a_relation() -> None:
    for schema in follow_the_money().schemata.values():
        assert schema.use != "thing" or schema.name in entity_kinds()
        assert schema.use != "tie" or schema.tie[1] in relation_kinds()
        assert schema.use != "left out" or schema.reason

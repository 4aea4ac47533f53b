"""Control files are read strictly: each fault by file, line and path; editions in order; no circles."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from enduse.errors import KnowledgeError
from enduse.knowledge import controls_reader, measures, shelf
from enduse.knowledge.comparison_nodes import parse_standard
from enduse.knowledge.condition_nodes import ConditionReader
from enduse.knowledge.control_law import Limit
from enduse.knowledge.nodes import parse_nodes
from enduse.model.item import TestStandard as Standard

VOCABULARY = measures.load_vocabulary()
SHELF = Path(str(shelf._root()))

EDITIONS = """
regime: "XX"
title: "an invented list"
encoded_on: "2026-11-22"
editions:
  - {id: "one", title: "first", from: "2020-01-01", until: "2021-01-01",
     seen_until: "2020-12-31", basis: "invented", confidence: "high"}
  - {id: "two", title: "second", from: "2021-01-01", seen_until: "2021-06-01", basis: "invented", confidence: "high"}
"""
ENTRY = """
entry: "X1"
cites: "an invented list, X1"
heading: "invented"
encoded_on: "2026-11-22"
speaks_of: ["machine_tool"]
definitions: {five: {property: "contouring_axes", at_least: "5", unit: "1"}}
texts:
  now:
    covers: {use: "five"}
    paragraphs: [{entry: "X1.a", kinds: ["machine_tool.milling"], says: "five axes"}]
periods: [{edition: "two", text: "now", place: "page 1"}]
not_encoded: [{text: "the rest", reason: "invented"}]
"""


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf of one invented list beside the real codes."""
    (tmp_path / "codes").symlink_to(SHELF / "codes")
    folder = tmp_path / "controls" / "xx"
    folder.mkdir(parents=True)
    (tmp_path / "controls" / "regimes.yaml").write_text('regimes: {"XX": "xx"}\n')
    (folder / "editions.yaml").write_text(EDITIONS)
    (folder / "X1.yaml").write_text(ENTRY)
    monkeypatch.setattr(shelf, "_root", lambda: tmp_path)
    controls_reader.load_controls.cache_clear()
    controls_reader._folders.cache_clear()
    yield folder
    controls_reader.load_controls.cache_clear()
    controls_reader._folders.cache_clear()


def spoil(path: Path, old: str, new: str) -> str:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(KnowledgeError) as caught:
        controls_reader.load_controls()
    return str(caught.value)


def test_an_invented_list_is_read(invented: Path) -> None:
    law = controls_reader.load_controls()
    entry = law.regimes[0].entries[0]
    assert (entry.entry, entry.edition, entry.not_encoded) == ("X1", "two", ("the rest (invented)",))
    assert entry.path == "controls/xx/X1.yaml"


def test_an_unknown_property_is_a_fault_with_file_and_line(invented: Path) -> None:
    assert "controls/xx/X1.yaml:7" in spoil(invented / "X1.yaml", "contouring_axes", "contoured_axes")


def test_an_undefined_name_is_a_fault(invented: Path) -> None:
    assert "'six' is not defined" in spoil(invented / "X1.yaml", 'use: "five"', 'use: "six"')


def test_a_definition_that_uses_itself_is_a_fault(invented: Path) -> None:
    five = '{property: "contouring_axes", at_least: "5", unit: "1"}'
    said = spoil(invented / "X1.yaml", five, '{not: {use: "five"}}')
    assert "defined by itself" in said


def test_a_limit_in_a_unit_of_another_dimension_is_a_fault(invented: Path) -> None:
    assert "unit of count" in spoil(invented / "X1.yaml", 'unit: "1"', 'unit: "mm"')


def test_a_period_of_an_edition_that_is_not_there_is_a_fault(invented: Path) -> None:
    assert "'three' is not known here" in spoil(invented / "X1.yaml", 'edition: "two"', 'edition: "three"')


def test_a_misspelt_key_is_a_fault(invented: Path) -> None:
    assert "unknown key 'excludes'" in spoil(invented / "X1.yaml", '    covers:', '    excludes: ["a"]\n    covers:')


def test_editions_that_overlap_are_a_fault(invented: Path) -> None:
    assert "runs into" in spoil(invented / "editions.yaml", 'from: "2021-01-01"', 'from: "2020-06-01"')


def test_an_entry_that_goes_before_itself_is_a_fault(invented: Path) -> None:
    said = spoil(invented / "X1.yaml", '    covers:', '    other_than: ["X1"]\n    covers:')
    assert "goes before itself" in said


def test_every_regime_on_the_shelf_loads_alone() -> None:
    for regime in controls_reader.read_regimes():
        law = controls_reader.load_controls((regime,))
        assert [r.regime for r in law.regimes] == [regime]
        assert law.regimes[0].entries


def test_every_entry_says_what_it_leaves_out_and_where_it_stands() -> None:
    for regime in controls_reader.load_controls().regimes:
        for entry in regime.entries:
            assert entry.not_encoded
            assert entry.place


def test_every_number_of_an_arrangement_says_through_what_it_was_read() -> None:
    for regime in controls_reader.load_controls().regimes:
        for entry in regime.entries:
            for paragraph in entry.paragraphs:
                codes = {number.partition(" ")[0] for number in paragraph.correspondences}
                assert len(regime.tell_through(paragraph.correspondences)) == len(codes), paragraph.entry


def test_every_edition_says_how_it_is_known() -> None:
    for regime in controls_reader.load_controls().regimes:
        for edition in regime.editions:
            assert edition.basis
            assert edition.seen_until >= edition.since


@pytest.mark.parametrize("text,name,edition", [
    ("ISO 230-2:2014", "ISO 230-2", "2014"), ("ISO 230/2 (1988)", "ISO 230-2", "1988"), ("ISO 230-2", "ISO 230-2", ""),
    ("VDI/VDE 2617", "VDI/VDE 2617", ""),
])
def test_a_standard_is_read_in_either_spelling(text: str, name: str, edition: str) -> None:
    assert parse_standard(text) == Standard(name=name, edition=edition)


def test_a_performance_limit_without_a_band_of_its_own_takes_the_house_share() -> None:
    node = parse_nodes('{property: "max_bore_depth", above: "5", unit: "m"}', where="x")
    found = ConditionReader({}, VOCABULARY).read(node)
    assert isinstance(found, Limit)
    assert found.near is not None
    assert found.near.within == Decimal("0.5")

"""Directories of control lists: whole, in order, and true about what is evaluated."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.directories import list_entries

SHARED = Path(__file__).parents[3] / "shared" / "reference" / "lists"


def test_every_entry_that_is_evaluated_stands_in_the_directory() -> None:
    for law in load_controls().regimes:
        if law.regime in ("EU", "US"):
            encoded = frozenset(entry.entry[:5] for entry in law.entries)
            listed = {entry.entry for entry in list_entries(law.regime, encoded) if entry.is_evaluated}
            assert listed == encoded


def test_entries_come_by_number_and_each_has_a_heading_in_the_eu() -> None:
    entries = list(list_entries("EU", frozenset()))
    assert [entry.entry for entry in entries] == sorted({entry.entry for entry in entries})
    assert all(entry.heading and not entry.is_evaluated for entry in entries)
    by_number = {entry.entry: entry for entry in entries}
    assert by_number["3A225"].arrangement == "Nuclear Suppliers Group"
    assert by_number["1C513"].arrangement == ""


@pytest.mark.shared
def test_the_eu_directory_has_every_entry_of_the_annex_and_no_other() -> None:
    path = SHARED / "eu_annex_i_02021R0821-20251115.json.gz"
    if not path.exists():
        pytest.skip("the text of the annex is not here")
    annex = {entry["entry_code"] for entry in json.loads(gzip.decompress(path.read_bytes()))["entries"]}
    assert {entry.entry for entry in list_entries("EU", frozenset())} == annex - {"4D002", "4D003"}


@pytest.mark.shared
def test_no_heading_is_a_sentence_of_the_annex() -> None:
    path = SHARED / "eu_annex_i_02021R0821-20251115.json.gz"
    if not path.exists():
        pytest.skip("the text of the annex is not here")
    text = " ".join(
        " ".join(entry["verbatim_text"].lower().split())
        for entry in json.loads(gzip.decompress(path.read_bytes()))["entries"]
    )
    for entry in list_entries("EU", frozenset()):
        words = entry.heading.lower().split()
        assert not any(" ".join(words[at:at + 9]) in text for at in range(len(words) - 8)), entry.entry

"""Every source describes itself, and a description that breaks the schema says where."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from enduse.errors import KnowledgeError, UsageError
from enduse.sources.catalogue import get_source, list_source_ids, list_sources, parse_spec

SOUND = """
id: "x"
title: "T"
publisher: "P"
description: "D"
terms: "free"
origin: "p"
grade: "A2"
declares_date: false
records: {at_least: "1", at_most: "5"}
forms: {csv: {format: "csv", roles: {list: {names: ["x.csv"]}}}}
"""


def test_all_sources_are_described_soundly_and_in_order() -> None:
    specs = list_sources()
    assert [spec.id for spec in specs] == sorted(spec.id for spec in specs) == list(list_source_ids())
    assert {"us_ofac_sdn", "us_ofac_cons", "un_sc", "eu_fsf"} <= {spec.id for spec in specs}
    for spec in specs:
        assert spec.roles
        assert 0 <= spec.at_least < spec.at_most
        assert all(url.startswith("https://") for _, url in spec.urls)
        assert all(reason for _, reason in spec.left_out)
        assert spec.urls or spec.note


@pytest.mark.parametrize("source", list_source_ids())
def test_every_source_has_a_reader(source: str) -> None:
    assert callable(importlib.import_module(f"enduse.sources.{source}.reader").read)


def test_listing_the_sources_imports_no_reader() -> None:
    code = (
        "import sys; from enduse.sources.catalogue import list_sources; list_sources();"
        "print([m for m in sys.modules if m.startswith('enduse') and m.endswith('.reader')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="un_sc"):
        get_source("nowhere")
    with pytest.raises(UsageError, match="no file role"):
        get_source("un_sc").role("other")


def test_a_sound_description_is_read() -> None:
    spec = parse_spec(SOUND, where="source.yaml")
    assert (spec.id, str(spec.grade), spec.forms, spec.format, spec.extractor) == ("x", "A2", ("csv",), "csv", "x/1")


@pytest.mark.parametrize(("change", "words"), [
    (("grade: \"A2\"", "grade: \"Z9\""), "not a grade"), (("title: \"T\"", "titel: \"T\""), "titel"),
    (("at_most: \"5\"", "at_most: \"many\""), "whole number"), (("format: \"csv\"", "format: \"pdf\""), "pdf"),
    (("names:", "nmaes:"), "nmaes"), (("id: \"x\"", "id: x\nid: \"y\""), "twice"),
])
def test_a_description_that_breaks_the_schema_says_where(change: tuple[str, str], words: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_spec(SOUND.replace(*change), where="source.yaml")
    assert words in str(caught.value)


def test_no_source_folder_is_without_a_description() -> None:
    folder = Path(sys.modules["enduse.sources.catalogue"].__file__ or "").parent
    readers = {path.parent.name for path in folder.glob("*/reader.py")}
    assert readers == set(list_source_ids())

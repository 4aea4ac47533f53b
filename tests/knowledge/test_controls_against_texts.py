"""Every limit that is encoded from a list's text stands in that text: what docs/check_thresholds.py looks for.

Only where the texts lie beside us.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from enduse.knowledge.control_law import Limit, MeetsBand
from enduse.knowledge.controls_reader import load_controls

_ROOT = Path(__file__).resolve().parents[2]
LISTS = _ROOT.parent / "shared" / "reference" / "lists"


def _command() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_thresholds", _ROOT / "docs" / "check_thresholds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.Folder.place = LISTS
    return module


CHECK = _command()
TEXTS = CHECK.TEXTS

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LISTS.exists(), reason="the list texts do not lie beside this checkout"),
]


@pytest.mark.parametrize("key", sorted(TEXTS), ids="-".join)
def test_every_encoded_limit_stands_in_the_text_of_its_entry(key: tuple[str, str]) -> None:
    missing, checked = CHECK.find_missing(key)
    assert not missing
    assert checked > 20


@pytest.mark.parametrize("key", [key for key in sorted(TEXTS) if key[0] in ("CA", "EU", "US")], ids="-".join)
def test_software_and_technology_name_the_goods_that_their_text_names(key: tuple[str, str]) -> None:
    missing, checked = CHECK.find_missing_goods(key)
    assert not missing
    assert checked


def test_an_edition_whose_limits_are_not_checked_is_known_by_excerpt_only() -> None:
    unchecked = [
        edition.id for law in load_controls().regimes for edition in law.editions
        if (law.regime, edition.id) not in TEXTS and not edition.is_excerpt
    ]
    assert not unchecked


@pytest.mark.parametrize("key", sorted(TEXTS), ids="-".join)
def test_the_standard_of_a_limit_is_named_in_the_text(key: tuple[str, str]) -> None:
    for _, paragraph, text in CHECK.loaded(key):
        for limit in CHECK.all_limits(paragraph):
            for standard in () if isinstance(limit, MeetsBand) else limit.standards:
                if limit.property == "unidirectional_positioning_repeatability":
                    continue  # defined once for the whole category, not in the entry
                name = re.sub(r"[-/]", "[-/]", standard.name)
                year = standard.edition
                assert re.search(rf"{name}(?::{year}| \({year}\))", text), f"{paragraph.entry}: {standard}"


@pytest.mark.parametrize("key", [k for k in sorted(TEXTS) if k[0] in ("EU", "US")], ids="-".join)
def test_at_the_limit_counts_where_the_text_says_equal_or_less(key: tuple[str, str]) -> None:
    for _, paragraph, text in CHECK.loaded(key):
        for limit in CHECK.limits(paragraph.covers):
            if limit.property not in ("unidirectional_positioning_repeatability", "positioning_accuracy"):
                continue
            assert isinstance(limit, Limit)
            number = f"{limit.number.normalize():f}"
            inclusive = re.search(rf"equal to or less \(better\) than {re.escape(number)}(?:\.0)? um", text) is not None
            assert inclusive or limit.operator == "below", paragraph.entry

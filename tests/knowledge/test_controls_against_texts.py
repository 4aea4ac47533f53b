"""Every limit that is encoded from a list's text stands in that text, in the part that speaks of its entry.

Only where the texts lie beside us. Numbers are compared, never sentences: the decimal
comma is read as a point, and each limit must stand with its unit.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    Limit,
    NotSo,
    OnAxes,
    OnAxis,
    Paragraph,
    Readings,
)
from enduse.knowledge.controls_reader import load_controls

LISTS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "lists"
UNITS = {"um": "um", "mm": "mm", "m": "m", "deg": "°", "arcsec": "seconds of arc"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LISTS.exists(), reason="the list texts do not lie beside this checkout"),
]


def _open(name: str) -> str:
    return gzip.decompress((LISTS / name).read_bytes()).decode("utf-8")


def _eu_2021(entry: str) -> str:
    lines = _open("eu_annex_i_2021-05_no_liste_ii_en.txt.gz").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{entry}  "))
    end = next(i for i in range(start + 1, len(lines)) if re.match(r"2[A-E]\d{3}\s", lines[i])
               and not lines[i].startswith(entry))
    return "\n".join(lines[start:end])


def _eu_2025(entry: str) -> str:
    entries = json.loads(_open("eu_annex_i_02021R0821-20251115.json.gz"))["entries"]
    return str(next(e["verbatim_text"] for e in entries if e["entry_code"] == entry))


def _us(entry: str) -> str:
    lines = _open("us_ccl_item_tree.txt.gz").splitlines()
    start = next(i for i, line in enumerate(lines) if line.strip().startswith(f"{entry} ::"))
    end = next(i for i in range(start + 1, len(lines)) if re.match(r"\s{4}2B\d{3} ::", lines[i]))
    return "\n".join(lines[start:end])


def _canada(name: str) -> str:
    text = _open(name)
    return text[text.index("B.2.1.2 Machine"):text.index("B.2.1.3 ")]


TEXTS: dict[tuple[str, str], Callable[[str], str]] = {
    ("EU", "eu-821-2021"): _eu_2021,
    ("EU", "eu-821-2025-11-15"): _eu_2025,
    ("US", "us-ccl-snapshot"): _us,
    ("NSG", "nsg-rev-7"): lambda entry: _canada("ca_sor-2000-210_2010-05-13_nsg_rev7.txt.gz"),
    ("NSG", "nsg-rev-12"): lambda entry: _canada("ca_sor-2000-210_2026-03-25_nsg_rev12.txt.gz"),
    ("CA", "ca-2010"): lambda entry: _canada("ca_sor-2000-210_2010-05-13_nsg_rev7.txt.gz"),
    ("CA", "ca-2026"): lambda entry: _canada("ca_sor-2000-210_2026-03-25_nsg_rev12.txt.gz"),
}


def _limits(condition: Condition) -> Iterator[Limit]:
    if isinstance(condition, Limit):
        yield condition
    elif isinstance(condition, AllOf | AnyOf | Readings):
        for part in condition.parts:
            yield from _limits(part)
    elif isinstance(condition, NotSo | OnAxes | OnAxis):
        yield from _limits(condition.part)


def _all_limits(paragraph: Paragraph) -> Iterator[Limit]:
    yield from _limits(paragraph.covers)
    for exclusion in paragraph.exclusions:
        yield from _limits(exclusion.when)


def _normal(text: str) -> str:
    text = re.sub(r"(\d),(\d)", r"\1.\2", text.replace("µ", "u").replace("μ", "u").replace("microns", "um"))
    return re.sub(r"\s+", " ", text)


def _stands_in(limit: Limit, text: str) -> bool:
    number = f"{limit.number.normalize():f}"
    if limit.unit == "1":
        words = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}
        return words[number] in text.lower()
    unit = re.escape(UNITS[limit.unit])
    return re.search(rf"(?<![\d.]){re.escape(number)}(?:\.?0*) ?{unit}(?![a-z])", text) is not None


def _loaded() -> list[tuple[str, str, str, Paragraph]]:
    return [
        (law.regime, entry.edition, entry.entry, paragraph)
        for law in load_controls().regimes for entry in law.entries for paragraph in entry.paragraphs
        if (law.regime, entry.edition) in TEXTS
    ]


@pytest.mark.parametrize("key", sorted(TEXTS), ids="-".join)
def test_every_encoded_limit_stands_in_the_text_of_its_entry(key: tuple[str, str]) -> None:
    checked = 0
    for regime, edition, entry, paragraph in _loaded():
        if (regime, edition) != key:
            continue
        text = _normal(TEXTS[key](entry))
        for limit in _all_limits(paragraph):
            assert _stands_in(limit, text), f"{paragraph.entry}: {limit.operator} {limit.number} {limit.unit}"
            checked += 1
    assert checked > 20


@pytest.mark.parametrize("key", sorted(TEXTS), ids="-".join)
def test_the_standard_of_a_limit_is_named_in_the_text(key: tuple[str, str]) -> None:
    for regime, edition, entry, paragraph in _loaded():
        if (regime, edition) != key:
            continue
        text = _normal(TEXTS[key](entry))
        for limit in _all_limits(paragraph):
            for standard in limit.standards:
                if limit.property == "unidirectional_positioning_repeatability":
                    continue  # defined once for the whole category, not in the entry
                year = standard.edition
                assert re.search(rf"ISO 230[-/]2(?::{year}| \({year}\))", text), f"{paragraph.entry}: {standard}"


@pytest.mark.parametrize("key", [k for k in sorted(TEXTS) if k[0] in ("EU", "US")], ids="-".join)
def test_at_the_limit_counts_where_the_text_says_equal_or_less(key: tuple[str, str]) -> None:
    for regime, edition, entry, paragraph in _loaded():
        if (regime, edition) != key:
            continue
        text = _normal(TEXTS[key](entry))
        for limit in _limits(paragraph.covers):
            if limit.property not in ("unidirectional_positioning_repeatability", "positioning_accuracy"):
                continue
            number = f"{limit.number.normalize():f}"
            inclusive = re.search(rf"equal to or less \(better\) than {re.escape(number)}(?:\.0)? um", text) is not None
            assert inclusive or limit.operator == "below", paragraph.entry

"""Deals that single sentences tell with both sides, and what else ties parties; all firms and persons are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.naming import is_clipped

TOLD = yaml.safe_load((Path(__file__).parent / "deals_told.yaml").read_text(encoding="utf-8"))
HEADING = "P 011200Z MAR 31\nFM SECSTATE WASHDC\nTO AMEMBASSY OSLO\nS E C R E T STATE 099990\n\n1. (S) "
NAMES = ("Vorne", "Karg", "Zim", "Org", "Rasti", "Sindra", "1737", "13382")


def short(name: str) -> str:
    last = name.split()[-1]
    last = last if name.startswith("item") else last.title()
    return next((each for each in NAMES if each.lower() in name.lower()), last)


def tells(text: str) -> set[str]:
    reading = read_document(f"{HEADING}{text}\n".encode(), name="cable.txt")
    told = set()
    facts: Any = to_facts_json(reading, "cable")["facts"]
    for fact in facts:
        if fact["type"] == "party":
            told |= {f"{short(fact['name'])} {role}" for role in fact["roles"]}
        if fact["type"] == "link":
            told.add(f"{short(fact['from'])} {fact['link']} {short(fact['to'])}")
    return told


@pytest.mark.parametrize("told", TOLD, ids=[told["text"] for told in TOLD])
def test_a_sentence_tells_who_stands_where(told: dict[str, str]) -> None:
    assert tells(told["text"]) == {each for each in told["tells"].split(", ") if each}


@pytest.mark.parametrize(
    ("name", "short_form", "is_one"),
    [
        ("Vorne Connection Technologies", "VorConTech", True),
        ("Vorne Connection Technologies", "VorTech", True),
        ("Vorne Connection Technologies", "Karg", False),
        ("Vorne Connection Technologies", "Ruritania", False),
        ("Vorne", "Vorn", False),
    ],
)
def test_a_short_form_may_be_put_together_from_how_words_begin(name: str, short_form: str, is_one: bool) -> None:
    assert is_clipped(name, short_form) is is_one

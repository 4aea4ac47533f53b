"""What single sentences of papers on transfers of arms tell; all firms, groups and persons but one are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

TOLD = yaml.safe_load((Path(__file__).parent / "arms_told.yaml").read_text(encoding="utf-8"))
HEADING = "P 011200Z MAR 31\nFM SECSTATE WASHDC\nTO AMEMBASSY OSLO\nS E C R E T STATE 099990\n\n1. (S) "
NAMES = ("Vorne", "Karg", "Rasti", "Hamas")


def short(name: str) -> str:
    return next((each for each in NAMES if each.lower() in name.lower()), name.split()[-1].title())


def tell(fact: dict[str, Any]) -> set[str]:
    if fact["type"] == "party":
        return {f"{short(fact['name'])} {role}" for role in fact["roles"]}
    if fact["type"] == "link":
        return {f"{short(fact['from'])} {fact['link']} {short(fact['to'])}"}
    if fact["type"] == "item":
        said = (fact.get(each) for each in ("item_type", "model", "quantity", "origin"))
        return {" ".join(["i", *(str(each) for each in said if each)])}
    if fact["type"] == "event":
        return {" ".join(["E", fact["kind"], fact["actor"], *([fact["date"]] if fact["date"] else [])])}
    return {f"R {fact['to']} {fact['action']}"} if fact["type"] == "request" else set()


@pytest.mark.parametrize("told", TOLD, ids=[told["text"] for told in TOLD])
def test_a_sentence_on_arms_tells_its_facts(told: dict[str, str]) -> None:
    reading = read_document(f"{HEADING}{told['text']}\n".encode(), name="cable.txt")
    facts: Any = to_facts_json(reading, "cable")["facts"]
    assert set().union(*map(tell, facts)) == {each for each in told["tells"].split(", ") if each}

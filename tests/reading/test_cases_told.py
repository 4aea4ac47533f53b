"""What published papers tell in their many wordings: passages of a file, each read as a paper of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

TOLD: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases_told.yaml").read_text(encoding="utf-8")
)


def facts_of(text: str, kind: str) -> list[dict[str, Any]]:
    facts = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "invented")["facts"]
    assert isinstance(facts, list)
    return [fact for fact in facts if fact["type"] == kind]


@pytest.mark.parametrize("case", TOLD["events"], ids=lambda case: case["text"][:60])
def test_events(case: dict[str, Any]) -> None:
    found = {f"{fact['kind']} {fact['actor']}" for fact in facts_of(case["text"], "event")}
    assert set(case.get("tells", ())) <= found
    assert not [each for each in found if each.split()[0] in case.get("no", ())]


def _is_tie(fact: dict[str, Any], told: str) -> bool:
    """Tell whether a link is the told one: "first link last", where names need only hold the told words."""
    first, _, rest = told.partition(f" {fact['link']} ")
    return bool(rest) and first.lower() in fact["from"] and rest.lower() in str(fact["to"]).lower()


@pytest.mark.parametrize("case", TOLD["ties"], ids=lambda case: case["text"][:60])
def test_ties(case: dict[str, Any]) -> None:
    found = facts_of(case["text"], "link")
    missing = [each for each in case.get("tells", ()) if not any(_is_tie(fact, each) for fact in found)]
    assert not missing, [(fact["from"], fact["link"], fact["to"]) for fact in found]
    ends = [f"{fact['link']} {str(fact['to']).split()[-1]}" for fact in found]
    assert not set(ends) & set(case.get("no", ()))


def _is_thing(fact: dict[str, Any], told: str) -> bool:
    """Tell whether goods are the told ones: "number x last words of the type"."""
    number, _, words = told.rpartition(" x ")
    return fact["item_type"].lower().endswith(words) and (not number or str(fact["quantity"]) == number)


@pytest.mark.parametrize("case", TOLD["goods"], ids=lambda case: case["text"][:60])
def test_goods(case: dict[str, Any]) -> None:
    found = facts_of(case["text"], "item")
    missing = [each for each in case.get("tells", ()) if not any(_is_thing(fact, each) for fact in found)]
    assert not missing, [(fact["item_type"], fact["quantity"]) for fact in found]
    said = " / ".join(fact["item_type"].lower() for fact in found)
    assert not [each for each in case.get("no", ()) if each in said], said


@pytest.mark.parametrize("case", TOLD["parts"], ids=lambda case: case["text"][:60])
def test_parts(case: dict[str, Any]) -> None:
    found = {fact["name"]: fact["roles"] for fact in facts_of(case["text"], "party")}
    for each in case["tells"]:
        name, role = each.split(": ")
        assert any(name in known and role in roles for known, roles in found.items()), (each, found)
    assert set(case.get("names", ())) <= set(found)
    assert not {role for roles in found.values() for role in roles} & set(case.get("no", ())), found

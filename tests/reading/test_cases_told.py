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

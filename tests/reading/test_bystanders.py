"""Firms, bodies and persons of a case of whom no part is told; all are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

TOLD = yaml.safe_load((Path(__file__).parent / "bystanders_told.yaml").read_text(encoding="utf-8"))
HEADING = "P 011200Z MAR 31\nFM SECSTATE WASHDC\nTO AMEMBASSY OSLO\nS E C R E T STATE 099990\n\n1. (S) "


@pytest.mark.parametrize("told", TOLD, ids=[told["text"][-60:] for told in TOLD])
def test_a_case_names_who_belongs_to_it_without_a_part(told: dict[str, Any]) -> None:
    reading = read_document(f"{HEADING}{told['text']}\n".encode(), name="cable.txt")
    facts: Any = to_facts_json(reading, "cable")["facts"]
    parties = {
        f"{fact['name'].rstrip('.')}: {', '.join(fact['roles'])}".removesuffix(": ")
        for fact in facts if fact["type"] == "party"
    }
    assert parties == set(told["parties"])

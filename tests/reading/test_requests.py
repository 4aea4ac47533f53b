"""What papers ask for, as single sentences word it; the matters are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

ASKED = yaml.safe_load((Path(__file__).parent / "asked_for.yaml").read_text(encoding="utf-8"))
HEADING = "P 011200Z MAR 31\nFM SECSTATE WASHDC\nTO AMEMBASSY BEIJING\nS E C R E T STATE 099990\n\n1. (S//REL CHINA) "


@pytest.mark.parametrize("asked", ASKED, ids=[asked["text"] for asked in ASKED])
def test_a_sentence_asks_for_this_and_nothing_else(asked: dict[str, str]) -> None:
    facts: Any = to_facts_json(read_document(f"{HEADING}{asked['text']}\n".encode(), name="cable.txt"), "cable")
    told = {f"{fact['to']} {fact['action']}" for fact in facts["facts"] if fact["type"] == "request"}
    assert told == ({asked["asks"]} if asked["asks"] else set())

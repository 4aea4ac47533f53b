"""What single sentences tell of goods: where they come from, who makes them, how many, whether they are controlled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

TOLD = yaml.safe_load((Path(__file__).parent / "items_told.yaml").read_text(encoding="utf-8"))
HEADING = "P 011200Z MAR 31\nFM SECSTATE WASHDC\nTO AMEMBASSY OSLO\nS E C R E T STATE 099990\n\n1. (S) "


def tell(fact: dict[str, Any]) -> str:
    status = fact["control_status"]
    said = [
        fact["item_type"].split()[-1].removesuffix("s"),
        fact["model"] or "",
        f"o={fact['origin']}" if fact["origin"] else "",
        f"m={fact['maker'].split()[0]}" if fact["maker"] else "",
        f"c={status}" if status != "unknown" else "",
        f"q={fact['quantity']}" if fact["quantity"] is not None else "",
    ]
    return " ".join(each for each in said if each)


@pytest.mark.parametrize("told", TOLD, ids=[told["text"] for told in TOLD])
def test_a_sentence_tells_what_is_so_of_goods(told: dict[str, str]) -> None:
    reading = read_document(f"{HEADING}{told['text']}\n".encode(), name="cable.txt")
    facts: Any = to_facts_json(reading, "cable")["facts"]
    assert [tell(fact) for fact in facts if fact["type"] == "item"] == [told["tells"]]

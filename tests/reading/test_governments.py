"""Governments that buy goods are parties of a case; governments that are spoken to are not. All deals are invented."""

from __future__ import annotations

from typing import Any

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

HEAD = (
    "P 041415Z FEB 10\nFM SECSTATE WASHDC\nTO AMEMBASSY BERN IMMEDIATE\nS E C R E T STATE 010900 \n\nSIPDIS \n\n"
    "E.O. 12958: DECL: 01/01/2034 \nTAGS: PARM PREL SZ PK \nSUBJECT: TEST \n\n"
    "Classified By: ISN Director F. INVENTED, reasons 1.4 (b) and (d). \n\n"
)


def facts(body: str) -> list[dict[str, Any]]:
    told = to_facts_json(read_document(f"{HEAD}¶2. (S) {body}\n".encode(), name="invented.txt"), "x")["facts"]
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("sentence", "buyers"),
    [
        ("The howitzers were sold to the Government of Paraguay (GOP) in 1988.", ["Government of Paraguay"]),
        ("We raised the Government of Paraguay's (GOP) possible acquisition of howitzers.", ["Government of Paraguay"]),
        ("The Government of Paraguay has ordered twelve howitzers.", ["Government of Paraguay"]),
        ("A shipment of howitzers to the Government of Paraguay left in May.", ["Government of Paraguay"]),
        ("We ask the Government of Paraguay to stop the sale of howitzers.", []),
        ("The Government of Paraguay told us that howitzers were sold to a firm.", []),
        ("We gave the information on the howitzers to the Government of Paraguay.", []),
        ("The howitzers were not sold to the Government of Paraguay.", []),
        ("The howitzers were sold to the Government of Nowhereland.", []),
    ],
)
def test_a_government_is_a_party_where_it_buys(sentence: str, buyers: list[str]) -> None:
    found = [fact for fact in facts(sentence) if fact["type"] == "party" and fact["name"].startswith("Government")]
    assert [fact["name"] for fact in found if "buyer" in fact["roles"]] == buyers
    assert [fact["country"] for fact in found if "buyer" in fact["roles"]] == ["PY"] * len(buyers)


def test_the_government_that_buys_seeks_the_goods_of_the_case() -> None:
    told = facts(
        "A shipment of three howitzers was seized in May. The weapons were sold to the Government of Paraguay (GOP) in "
        "1988."
    )
    assert ("seeks", "government of paraguay", "item howitzer") in {
        (fact["link"], fact["from"], fact["to"]) for fact in told if fact["type"] == "link"
    }

"""Who applies for a license to export sells; every name is invented."""

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
ONE, TWO = "Rheintal Vakuum AG", "Bodensee Pumpen AG"


def facts(body: str) -> list[dict[str, Any]]:
    told = to_facts_json(read_document(f"{HEAD}¶2. (S) {body}\n".encode(), name="invented.txt"), "x")["facts"]
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("sentence", "sellers"),
    [
        (f"The Swiss firms {ONE} and {TWO} had not yet applied for export licenses.", [ONE, TWO]),
        (f"Swiss officials prefer to wait until the firm {ONE} applies for an export license.", [ONE]),
        (f"The agency rejected {ONE}'s application for an export license in May.", [ONE]),
        (f"SECO denied {ONE} an export license for the pumps.", [ONE]),
        (f"{ONE} was refused an export license in May.", [ONE]),
        (f"There were no export license applications from {ONE} for Syria.", [ONE]),
        (f"An export license was granted to {ONE} in 2007.", [ONE]),
        (f"{ONE} submitted a request for a permit to export the pumps.", [ONE]),
        ("Indus Technical Traders applied for an import license.", []),
        ("Indus Technical Traders said that the Swiss government requires an export license.", []),
        ("The Federal Office for Foreign Trade received applications for export licenses in May.", []),
        ("Indus Technical Traders knows that pumps need export licenses.", []),
        (f"{ONE} will be told which pumps need a license, and who applied for export licenses.", []),
    ],
)
def test_whoever_applies_for_a_license_to_export_sells(sentence: str, sellers: list[str]) -> None:
    found = [fact["name"] for fact in facts(sentence) if fact["type"] == "party" and "supplier" in fact["roles"]]
    assert sorted(found) == sorted(sellers)


def test_suppliers_named_side_by_side_supply_the_one_item_of_the_case() -> None:
    told = facts(
        "A Syrian institute seeks chemical production equipment for its program. "
        f"The Swiss firms {ONE} and {TWO} had not yet applied for export licenses."
    )
    found = {(f["from"], f["to"]) for f in told if f["type"] == "link" and f["link"] == "supplies"}
    item = "item chemical production equipment"
    assert found == {("rheintal vakuum ag", item), ("bodensee pumpen ag", item)}


def test_an_extract_of_a_message_that_speaks_of_a_department_is_no_news() -> None:
    text = (
        "1. (U) This is an action request.\n"
        f"2. (S) The Commerce Department is told that the Swiss firm {ONE} has not applied for an export license.\n"
    )
    reading = read_document(text.encode(), name="extract.txt")
    assert reading.format == "text"
    told = to_facts_json(reading, "x")["facts"]
    assert isinstance(told, list)
    assert [(f["name"], f["roles"]) for f in told if f["type"] == "party"] == [(ONE, ["supplier"])]

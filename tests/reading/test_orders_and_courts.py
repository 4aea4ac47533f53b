"""Forms in which orders, courts and lists of the American kind name parties; everything here is invented."""

from __future__ import annotations

from typing import Any

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

ORDER = "DEPARTMENT OF COMMERCE\nBureau of Industry and Security\n"
RELEASE = "FOR IMMEDIATE RELEASE\n\nMonday, May 5, 2031\n\n"


def told(text: str, kind: str) -> list[dict[str, Any]]:
    facts = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "invented")["facts"]
    assert isinstance(facts, list)
    return [fact for fact in facts if fact["type"] == kind]


def parts(text: str) -> dict[str, list[str]]:
    return {fact["name"]: fact["roles"] for fact in told(text, "party")}


def test_each_name_under_the_title_of_a_denial_order_is_a_listed_party_with_the_state_of_its_address() -> None:
    text = (
        f"{ORDER}Order Renewing Order Temporarily Denying Export Privileges\n"
        "Vorne Wings, Vorne Tower, No. 7, Elm\nStreet, Tehran, Iran;\n"
        "Tessel Marrow Orlinfeld, a/k/a Orlin Feld, P.O. Box 999,\nDubai, United Arab Emirates;\n"
        "Quell Rotables, a/k/a GIE Quell, 8 Avenue\nX, Paris, France;\n"
        "Ostin Braskel, Vorne Wings--Istanbul Office, Oak Cad. 3,\nIstanbul, Turkey;\n\n"
        "Pursuant to section 766.24, the request of the Office is granted.\n"
    )
    found = {fact["name"]: (fact["country"], fact["aliases"], fact["roles"]) for fact in told(text, "party")}
    assert found == {
        "Vorne Wings": ("IR", [], ["designated"]),
        "Tessel Marrow Orlinfeld": ("AE", ["Orlin Feld"], ["designated"]),
        "Quell Rotables": ("FR", ["GIE Quell"], ["designated"]),
        "Ostin Braskel": ("TR", [], ["designated"]),
    }
    assert {(fact["link"], fact["from"], fact["to"]) for fact in told(text, "link")} == {
        ("employed_by", "ostin braskel", "vorne wings")
    }


def test_the_address_in_the_caption_of_an_order_names_no_party() -> None:
    text = (
        f"{ORDER}[Docket No. 31-BIS-7]\n"
        "In the Matter of: Vorne Pumps (Pty) Ltd., Elm Commercial Area, Oak Complex, First Floor #1, Cape Town, "
        "South Africa, Respondent; Decision and Order\n\n"
        "In a charging letter filed on March 3, 2031, BIS alleged that Vorne Pumps (Pty) Ltd. (``Vorne Pumps'') "
        "sold two vacuum pumps. The charging letter alleged that this was done on or about May 1, 2029.\n"
    )
    assert list(parts(text)) == ["Vorne Pumps (Pty) Ltd."]
    assert [fact["date"] for fact in told(text, "event") if fact["kind"] == "charged"] == ["2031-03-03"]


def test_sentences_under_a_title_are_no_caption() -> None:
    text = f"{ORDER}Order Denying Export Privileges\nBIS has found that Vorne Pumps Ltd, Qom, Iran; and others sold.\n"
    assert "BIS" not in " ".join(parts(text))

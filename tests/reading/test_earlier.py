"""What points back at an earlier passage: "the buyer", "the Ruritanian firm", "the pumps"; every name is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from enduse.model.marking import Audience, Level
from enduse.model.statement import Grade, Statement
from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.statements import to_statements

HEAD = (
    "P 041415Z FEB 10\nFM SECSTATE WASHDC\nTO AMEMBASSY BERN IMMEDIATE\nS E C R E T STATE 010900 \n\nSIPDIS \n\n"
    "E.O. 12958: DECL: 01/01/2034 \nTAGS: PARM PREL SZ PK \nSUBJECT: TEST \n\n"
    "Classified By: ISN Director F. INVENTED, reasons 1.4 (b) and (d). \n\n"
)
DEAL = (
    "The Pakistani firm Indus Technical Traders recently ordered model VK-250 vacuum pumps from the Swiss company "
    "Rheintal Vakuum AG."
)
RULE = "points back at an earlier passage"


def facts(second: str, first: str = f"(S) {DEAL}") -> list[dict[str, Any]]:
    text = f"{HEAD}¶2. {first}\n\n¶3. {second}\n"
    told = to_facts_json(read_document(text.encode("utf-8"), name="invented.txt"), "x")["facts"]
    assert isinstance(told, list)
    return told


def links(second: str, first: str = f"(S) {DEAL}") -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(f["link"], f["from"], f["to"]): f for f in facts(second, first) if f["type"] == "link"}


@pytest.mark.parametrize(
    ("second", "wanted"),
    [
        (
            "(S) The Pakistani firm is a front company for the Margalla Research Organization.",
            ("acts_for", "indus technical traders", "margalla research organization"),
        ),
        (
            "(S) The buyer has been associated with the Margalla Research Organization.",
            ("associated_with", "indus technical traders", "margalla research organization"),
        ),
        (
            "(S) The Swiss supplier is a subsidiary of Bodensee Holding AG.",
            ("subsidiary_of", "rheintal vakuum ag", "bodensee holding ag"),
        ),
    ],
)
def test_a_plain_noun_means_the_one_party_that_an_earlier_paragraph_told(
    second: str, wanted: tuple[str, str, str]
) -> None:
    found = links(second)[wanted]
    (how,) = found["inferred"]
    assert how["rule"] == RULE
    quotes = [each["quote"] for each in found["spans"]]
    assert len(quotes) == 2
    assert quotes[0] in DEAL


@pytest.mark.parametrize(
    "second",
    [
        "(S) The Syrian firm is a front company for the Margalla Research Organization.",
        "(S) The broker is a front company for the Margalla Research Organization.",
        "(S) The company is a front company for the Margalla Research Organization.",
    ],
)
def test_a_plain_noun_that_fits_nobody_or_more_than_one_means_nobody(second: str) -> None:
    assert not [link for link in links(second) if link[0] == "acts_for"]


def test_a_body_that_points_back_is_listed_and_nobody_else() -> None:
    first = f"(S) {DEAL} The end-user of the pumps is the Margalla Research Organization."
    found = links("(S) The end-user is designated under UNSCR 1737.", first)
    assert [link[1] for link in found if link[0] == "designated_under"] == ["margalla research organization"]


def test_the_state_of_a_buyer_told_as_the_pakistani_buyer_is_known() -> None:
    first = "(S) Indus Technical Traders recently ordered a furnace from Rheintal Vakuum AG."
    told = facts("(S) The Swiss supplier was told of our concerns, and the Pakistani buyer was not.", first)
    assert {f["name"]: f["country"] for f in told if f["type"] == "party"} == {
        "Indus Technical Traders": "PK", "Rheintal Vakuum AG": "CH",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "status", "regimes"),
    [
        ("(S) The pumps are controlled under Item 12 of the MTCR Annex.", "controlled", ["MTCR"]),
        ("(S) This equipment is not controlled by the Nuclear Suppliers Group.", "not_controlled", ["NSG"]),
        ("(S) Furnaces are controlled under the MTCR.", "unknown", []),
    ],
)
def test_whether_goods_are_controlled_is_told_in_another_paragraph_by_a_plain_noun(
    second: str, status: str, regimes: list[str]
) -> None:
    (pump,) = [f for f in facts(second) if f["type"] == "item" and f["model"] == "VK-250"]
    assert (pump["control_status"], pump["regimes"]) == (status, regimes)


OSLO = Audience(level=Level.SECRET, principal="NO")


def told(body: str, audience: Audience) -> list[Statement]:
    reading = read_document((HEAD + body).encode("utf-8"), name="invented.txt")
    every = to_statements(reading, source="test", origin="test desk", grade=Grade.parse("B2"))
    seen = [each for each in every if each.marking.is_visible_to(audience)]
    return sorted((replace(each, locator=replace(each.locator, offset=None)) for each in seen), key=lambda s: s.id)


def test_nothing_points_back_at_a_passage_that_the_reader_may_not_see() -> None:
    hidden = f"¶2. (S//NF) {DEAL}\n\n"
    seen = "¶3. (S//REL NORWAY) The buyer is a front company for the Margalla Research Organization.\n"
    assert told(hidden + seen, OSLO) == told(seen, OSLO)


def test_a_hidden_passage_does_not_change_whom_a_noun_means() -> None:
    first = f"¶2. (S//REL NORWAY) {DEAL}\n\n"
    hidden = "¶3. (S//NF) The Pakistani firm Homs Import Office ordered a furnace.\n\n"
    last = "¶4. (S//REL NORWAY) The Pakistani firm is a front company for the Margalla Research Organization.\n"
    assert [each for each in told(first + last, OSLO) if each.extractor.endswith(f"({RULE})")]
    assert told(first + hidden + last, OSLO) == told(first + last, OSLO)


@pytest.mark.parametrize(
    ("sentence", "origin"),
    [
        ("The pumps are of Japanese origin.", "JP"),
        ("The pumps were made in Japan and sent on.", "JP"),
        ("These pumps, which were produced by a Russian company, left Bern in May.", "RU"),
        ("The pump is U.S.-made.", "US"),
        ("The pumps are for aircraft built in France.", "CH"),
        ("The pumps are not made in Japan.", "CH"),
    ],
)
def test_where_goods_come_from_is_told_after_them_by_a_plain_noun(sentence: str, origin: str) -> None:
    first = (
        "(S) Indus Technical Traders of Pakistan ordered model VK-250 vacuum pumps, manufactured by Rheintal Vakuum AG "
        "of Switzerland."
    )
    (pump,) = [f for f in facts(f"(S) {sentence}", first) if f["type"] == "item"]
    assert pump["origin"] == origin


@pytest.mark.parametrize(
    ("deal", "roles"),
    [
        ("The Swiss firm Rheintal Vakuum AG offered vacuum pumps to Indus Technical Traders.", ["buyer"]),
        (
            "The Swiss firm Rheintal Vakuum AG offered vacuum pumps to Indus Technical Traders, the actual end-user.",
            ["buyer", "end_user"],
        ),
    ],
)
def test_a_buyer_is_an_end_user_too_only_by_words_of_use(deal: str, roles: list[str]) -> None:
    told = facts("(S) Indus Technical Traders of Pakistan later ordered two more pumps.", f"(S) {deal}")
    assert [f["roles"] for f in told if f["type"] == "party" and f["name"].startswith("Indus")] == [roles]

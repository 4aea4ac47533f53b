"""What follows from a whole case told over several sentences and paragraphs; every firm and paper here is invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from enduse.model.marking import OWNER, Audience, Level, join_all
from enduse.model.statement import Grade, Statement
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.statements import to_statements

HEAD = (
    "P 041415Z FEB 10\nFM SECSTATE WASHDC\nTO AMEMBASSY BERN IMMEDIATE\nS E C R E T STATE 010900 \n\nSIPDIS \n\n"
    "E.O. 12958: DECL: 01/01/2034 \nTAGS: PARM PREL SZ PK \nSUBJECT: TEST \n\n"
    "Classified By: ISN Director F. INVENTED, reasons 1.4 (b) and (d). \n\n"
)
SELLER = "The Swiss firm Rheintal Vakuum AG has offered a model VK-250 vacuum pump for export."
BUYER = "The buyer is the Pakistani firm Indus Technical Traders."
PUMP = "item vacuum pump vk 250"
SEEKS = ("seeks", "indus technical traders", PUMP)


def read(body: str) -> DocumentReading:
    return read_document((HEAD + body).encode("utf-8"), name="invented.txt")


def facts(body: str) -> list[dict[str, Any]]:
    told = to_facts_json(read(body), "x")["facts"]
    assert isinstance(told, list)
    return told


def links(body: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(f["link"], f["from"], f["to"]): f for f in facts(body) if f["type"] == "link"}


def test_the_one_buyer_of_a_case_seeks_its_one_item_though_no_sentence_names_both() -> None:
    found = links(f"¶2. (S) {SELLER}\n\n¶3. (S) {BUYER}\n")[SEEKS]
    quotes = [each["quote"] for each in found["spans"]]
    assert quotes == ["vacuum pump", "The buyer is the Pakistani firm Indus Technical Traders"]
    assert found["inferred"] == [{"what": "seeks", "value": "vacuum pump vk 250", "rule": "the one buyer and item"}]


def test_what_a_sentence_tells_itself_is_not_called_inferred() -> None:
    found = links("¶2. (S) The Pakistani firm Indus Technical Traders ordered a model VK-250 vacuum pump.\n")
    assert "inferred" not in found[SEEKS]


def test_the_one_intermediary_of_a_case_is_whom_the_one_buyer_procures_through() -> None:
    body = (
        "¶2. (S) Pakistan's Indus Technical Traders is attempting to purchase a vacuum pump from the Swiss firm "
        "Rheintal Vakuum AG. The Dubai-based trading company Falaj Gulf Trading is acting as the intermediary in this "
        "transaction.\n"
    )
    assert ("procures_via", "indus technical traders", "falaj gulf trading") in links(body)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (
            "¶2. (S) The Pakistani firm Indus Technical Traders ordered a furnace and the Syrian firm Homs Import "
            "Office ordered a lathe. The supplier is Rheintal Vakuum AG.\n",
            {("seeks", "indus technical traders", "item lathe"), ("seeks", "homs import office", "item furnace")},
        ),
        (
            "¶2. (S) The Swiss firm Rheintal Vakuum AG sold a furnace to Indus Technical Traders in 2004. In an "
            "unrelated case the Dubai firm Falaj Gulf Trading acted as intermediary for Homs Import Office.\n",
            {("procures_via", "indus technical traders", "falaj gulf trading")},
        ),
        (
            "¶2. (S) The Swiss firm Rheintal Vakuum AG has offered a furnace for export. The buyer is not the "
            "Pakistani firm Indus Technical Traders.\n",
            {("seeks", "indus technical traders", "item furnace")},
        ),
    ],
    ids=["two buyers", "another case", "denied"],
)
def test_nothing_follows_where_more_than_one_may_be_meant(body: str, wrong: set[tuple[str, str, str]]) -> None:
    assert not wrong & links(body).keys()


OSLO = Audience(level=Level.SECRET, principal="NO")


def test_an_inferred_claim_carries_the_join_of_all_passages_that_it_rests_on() -> None:
    body = f"¶2. (S//REL SWITZERLAND, NORWAY) {SELLER}\n\n¶3. (C//REL NORWAY, GERMANY) {BUYER}\n"
    reading = read(body)
    inferred = [claim for claim in reading.facts if claim.rule]
    assert {claim.portion for claim in inferred} == {
        number for number, portion in enumerate(reading.portions) if portion.kind == "body"
    }
    whole = join_all(portion.marking for portion in reading.portions if portion.kind == "body")
    assert {claim.marking for claim in inferred} == {whole}
    assert whole.level is Level.SECRET
    assert whole.releasable_to == frozenset({"US", "NO"})


def told(body: str, audience: Audience) -> list[Statement]:
    every = to_statements(read(body), source="test", origin="test desk", grade=Grade.parse("B2"))
    seen = [each for each in every if each.marking.is_visible_to(audience)]
    return sorted((replace(each, locator=replace(each.locator, offset=None)) for each in seen), key=lambda s: s.id)


def test_a_hidden_rival_neither_adds_nor_takes_away_what_an_audience_sees() -> None:
    seen = f"¶2. (S//REL NORWAY) {SELLER}\n\n¶3. (S//REL NORWAY) {BUYER}\n"
    hidden = "\n¶4. (S//NF) The buyer is the Syrian firm Homs Import Office, which ordered a furnace.\n"
    assert [each for each in told(seen, OSLO) if each.prop == "seeks"]
    assert told(seen + hidden, OSLO) == told(seen, OSLO)


def test_a_hidden_half_of_a_case_completes_nothing_for_who_may_not_see_it() -> None:
    body = f"¶2. (S//REL NORWAY) {SELLER}\n\n¶3. (S//NF) {BUYER}\n"
    assert [each for each in told(body, replace(OSLO, principal="US")) if each.prop == "seeks"]
    assert not [each for each in told(body, OSLO) if each.prop == "seeks"]


def test_a_statement_that_was_inferred_names_its_rule_and_cannot_be_judged() -> None:
    found = [s for s in told(f"¶2. (S) {SELLER}\n\n¶3. (S) {BUYER}\n", OWNER) if s.prop == "seeks"]
    assert {each.extractor for each in found} == {"enduse.reading 1, inferred (the one buyer and item)"}
    assert {str(each.grade) for each in found} == {"B6"}
    assert len(found) == 2


def test_each_paragraph_with_a_deal_of_its_own_is_completed_by_itself() -> None:
    other = "The German firm Elbe Pumpen GmbH has offered a furnace for export. The buyer is Syria's Homs Imports."
    found = links(f"¶2. (S) {SELLER} {BUYER}\n\n¶3. (S) {other}\n")
    assert SEEKS in found
    assert ("seeks", "homs imports", "item furnace") in found
    assert not {("seeks", "homs imports", PUMP), ("seeks", "indus technical traders", "item furnace")} & found.keys()


def test_one_who_only_moves_goods_is_no_channel() -> None:
    body = (
        "¶2. (S) The Pakistani firm Indus Technical Traders ordered a vacuum pump from Rheintal Vakuum AG. The Dubai "
        "firm Falaj Cargo Services arranged the shipment.\n"
    )
    assert not [link for link in links(body) if link[0] == "procures_via"]


def test_the_one_front_company_of_a_case_acts_for_its_one_end_user() -> None:
    body = (
        "¶2. (S) A furnace was shipped to Pakistan in May. The consignee, Indus Technical Traders, is a front company. "
        "The end-user of the furnace is the Margalla Research Organization.\n"
    )
    found = links(body)["acts_for", "indus technical traders", "margalla research organization"]
    assert found["inferred"][0]["rule"] == "the one front_company and the one end_user"


def test_the_one_end_user_seeks_the_one_item_where_nobody_else_buys() -> None:
    opened = "¶2. (S) We believe that these shipments consist of rocket jet vanes."
    user = "Pakistan's Margalla Research Organization is the probable end user for the vanes."
    wanted = ("seeks", "margalla research organization", "item jet vane")
    assert wanted in links(f"{opened} {user}\n")
    assert wanted not in links(f"{opened} {user} {BUYER}\n")


def test_a_ministry_with_which_a_contract_is_signed_seeks_the_goods_of_the_contract() -> None:
    body = (
        "¶2. (S) A front company signed a USD 12 million arms contract with the Pakistani Ministry of Defense in May. "
        "The contract details a package of sniper rifles, howitzers, antiaircraft guns, and demolition equipment.\n"
    )
    sought = {link[2] for link in links(body) if link[:2] == ("seeks", "ministry of defense")}
    assert sought == {"item sniper rifle", "item howitzer", "item antiaircraft gun", "item demolition equipment"}


def test_a_buyer_is_not_taken_to_seek_all_of_a_long_list() -> None:
    goods = (
        "sniper rifles, howitzers, antiaircraft guns, demolition equipment, gyroscopes, accelerometers, ball screws, "
        "jet vanes, and vacuum pumps"
    )
    body = f"¶2. (S) The paper details a shipment of {goods}.\n\n¶3. (S) {BUYER}\n"
    assert not [link for link in links(body) if link[0] == "seeks"]

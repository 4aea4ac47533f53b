"""Roles that names tell, and what points back at a name. All names are invented."""

from __future__ import annotations

from enduse.reading.callings import read_callings
from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.naming import Mention

_HEAD = (
    "P 011200Z JUN 09\nFM SECSTATE WASHDC\nTO AMEMBASSY STRELSAU\nS E C R E T STATE 004711\n\nSIPDIS\n\n"
    "E.O. 12958: DECL: 06/01/2034\nTAGS: PARM, PREL, IR\nSUBJECT: (S) MACHINES\n\n¶1. (S) "
)


def _roles(flat: str, name: str) -> set[str]:
    start = flat.index(name)
    party = Mention(name=name, key=name.lower(), start=start, end=start + len(name), lead=start)
    return {each.value for each in read_callings(flat, (party,))}


def _links(text: str) -> set[tuple[str, str, str]]:
    reading = read_document((_HEAD + text + "\n").encode(), name="message.txt")
    return {(claim.key, claim.prop, claim.value) for claim in reading.facts if claim.refers}


def test_a_bank_beside_a_payment_is_a_financier_and_one_that_buys_furniture_is_not() -> None:
    assert _roles("The payment went through Gulpar Savings Bank.", "Gulpar Savings Bank") == {"financier"}
    assert _roles("Desks were sold to Gulpar Savings Bank.", "Gulpar Savings Bank") == set()


def test_a_firm_with_freight_in_its_name_that_reloads_goods_is_a_forwarder() -> None:
    assert _roles("Nebel Freight Lines would reload the crates.", "Nebel Freight Lines") == {"forwarder"}


def test_its_director_is_the_director_of_the_firm_spoken_of_last() -> None:
    text = "The Iranian company Gulpar Machine Co. bought two lathes. Its director, Behruz Nabud, paid in cash."
    assert ("behruz nabud", "employed_by", "gulpar machine co") in _links(text)


def test_the_shipper_of_goods_told_before_supplies_them() -> None:
    text = "A shipment of two lathes left in May. The shipper is the German firm Nebelfeld Werke GmbH."
    assert ("nebelfeld werke gmbh", "supplies", "lathe") in _links(text)


def test_a_carrier_by_air_is_a_forwarder_and_an_air_force_is_none() -> None:
    assert _roles("The crates left on regular flights of Nebel Air.", "Nebel Air") == {"forwarder"}
    assert _roles("The crates left on flights of the Nebel Air Force.", "Nebel Air Force") == set()
    assert _roles("A letter was sent to Nebel Air.", "Nebel Air") == set()


def test_a_bank_that_a_deal_goes_through_is_no_middleman() -> None:
    text = (
        "The Iranian company Gulpar Machine Co. bought two lathes from Nebelfeld Werke GmbH through Gulpar Savings "
        "Bank, which received the payment.\n"
    )
    facts = to_facts_json(read_document((_HEAD + text).encode(), name="message.txt"), "x")["facts"]
    assert isinstance(facts, list)
    roles = {fact["name"]: fact["roles"] for fact in facts if fact["type"] == "party"}
    assert roles["Gulpar Savings Bank"] == ["financier"]

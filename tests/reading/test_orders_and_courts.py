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


def test_what_a_list_of_goods_holds_is_traded_in_all_its_parts_and_what_they_are_for_is_not() -> None:
    text = (
        f"{RELEASE}Vorne Impex Ltd bought microcontrollers, ferrite cores and dampers, which are critical for "
        "missiles, radar systems and drones, from Tesk AG.\n"
    )
    assert {fact["item_type"] for fact in told(text, "item")} == {"microcontroller", "ferrite core", "damper"}
    assert {fact["to"] for fact in told(text, "link") if fact["link"] == "seeks"} == {
        "item microcontroller", "item ferrite core", "item damper",
    }


def test_a_name_right_before_goods_and_their_model_is_their_maker() -> None:
    text = (
        f"{RELEASE}Ostin Braskel, 47, caused twelve Tessel Instruments, Inc. (\"TIX\") Model 722A pressure "
        "transducers to be exported from the United States to Ruritania.\n"
    )
    (item,) = told(text, "item")
    assert (item["model"], item["maker"]) == ("722A", "tessel instruments inc")


def test_one_who_is_used_as_a_go_between_is_bought_through() -> None:
    text = f"{RELEASE}Vorne Afzar Co Ltd used Hong Kong-based Quell Trading Limited as an intermediary to hide this.\n"
    assert [(f["link"], f["from"], f["to"]) for f in told(text, "link")] == [
        ("procures_via", "vorne afzar co ltd", "quell trading limited")
    ]
    assert parts(text)["Quell Trading Limited"] == ["intermediary"]


def test_each_of_a_list_in_which_every_name_has_its_introduction_is_designated() -> None:
    text = (
        f"{RELEASE}Today the Department of the Treasury designated Qom-based Vorne Wings Ltd, Syrian businessman "
        "Ostin Braskel, and his UAE-based Quell Aviation pursuant to Executive Order 13382.\n"
    )
    assert all("designated" in roles for roles in parts(text).values())
    assert ("owned_by", "quell aviation", "ostin braskel") in {
        (f["link"], f["from"], f["to"]) for f in told(text, "link")
    }


def test_the_lines_of_added_entities_name_each_one_and_no_building() -> None:
    text = (
        "On March 8, 2031, the Bureau of Industry and Security issued a final rule adding Vorne Wings Ltd (\"Vorne "
        "Corporation\") and two affiliates to the Entity List. The added entities are:\n\n"
        "  1. Vorne Corporation located at Oak Plaza, Elm Road, Shenzhen, China;\n"
        "  2. Tesk 8-Star (a.k.a. \"8t\") located at Unit 601, Tower 1, Elm Center, No. 5, Beijing, China; and\n"
        "  3. Quell Parsian, located at No. 100, Elm Ave., Tehran, Iran.\n"
    )
    found = {fact["name"]: (fact["country"], fact["roles"]) for fact in told(text, "party")}
    assert found == {
        "Vorne Wings Ltd": ("CN", ["designated"]),
        "Tesk 8-Star": ("CN", ["designated"]),
        "Quell Parsian": ("IR", ["designated"]),
    }
    assert [(fact["kind"], fact["actor"]) for fact in told(text, "event")] == [("designated", "US")]


def test_goods_used_by_a_force_make_no_front_of_their_maker() -> None:
    text = f"{RELEASE}Vorne Wings Ltd produces unmanned aerial vehicles (UAVs) used by the Tessel Guard Corps.\n"
    assert "acts_for" not in {fact["link"] for fact in told(text, "link")}


def test_to_direct_somebody_to_do_something_is_not_to_run_him() -> None:
    text = f"{RELEASE}Ostin Braskel, 47, directed Orlin Quell, 50, to buy pumps. Braskel directed Vorne Impex Ltd.\n"
    assert [(f["from"], f["to"]) for f in told(text, "link") if f["link"] == "controls"] == [
        ("ostin braskel", "vorne impex ltd")
    ]


def test_a_letter_speaks_to_the_firm_of_the_address_above_its_greeting() -> None:
    text = (
        "UNITED STATES\nREGULATORY OFFICE\n\nMr. Ostin Braskel\nVorne Light Corporation\n4150 A Elm Road\n"
        "Halden, PA 17815\n\nDear Mr. Braskel:\n\nI write for the U.S. Government about the denial of your request "
        "for a license to export 4,000 grams of tritium to Ruritania. We have asked for an end-use certificate.\n"
    )
    assert parts(text) == {"Vorne Light Corporation": ["supplier"]}
    assert [(fact["item_type"], fact["quantity"]) for fact in told(text, "item")] == [("tritium", 4000)]
    assert [(fact["kind"], fact["about"]) for fact in told(text, "event")] == [
        ("license_denied", "vorne light corporation")
    ]


def test_counsel_and_judges_of_an_opinion_take_no_part() -> None:
    text = (
        "APPEAL FROM THE UNITED STATES DISTRICT COURT\n\nB. Ida Vornesk, Assistant U.S. Attorney, was on brief, for "
        "appellee.\n\nOrlin Tesk challenges the sentence he received. Tesk sold five pumps to Quell Impex Ltd.\n"
    )
    assert set(parts(text)) == {"Orlin Tesk", "Quell Impex Ltd."}


def test_the_day_of_a_penalty_is_not_that_of_the_deeds_it_is_for() -> None:
    text = (
        f"{RELEASE}BIS said that Vorne Services Ltd agreed to pay a civil penalty to settle charges that between "
        "October 2019 and June 2022 it made several exports of pumps.\n"
    )
    assert [fact["date"] for fact in told(text, "event") if fact["kind"] == "sanctioned"] == ["2031-05-05"]
    assert "manufacturer" not in parts(text)["Vorne Services Ltd"]


def test_a_place_nobody_knows_before_based_is_no_part_of_a_name() -> None:
    text = f"{RELEASE}Ostin Braskel, 47, bought a pump from Vellbach-based Quell Turbines LLC in May.\n"
    assert "Quell Turbines LLC" in parts(text)


def test_those_who_do_business_as_another_name_are_one_party_and_no_counsel_is_one() -> None:
    text = (
        f"{ORDER}Recommended Decision and Order; In the Matter of: Vorne Investments, Inc., d.b.a. Quell Freight "
        "Forwarders, 28 Elm Drive #16, Toronto, Canada; Respondent(s)\n\n"
        "Appearances: For the Bureau of Industry and Security: Orlin G. Tesk, Esq., Office of Counsel for Industry & "
        "Security.\n\nOn or about June 29, 2029, Quell Freight Forwarders exported Film Processors to Cuba.\n"
    )
    (party,) = told(text, "party")
    assert (party["name"], party["aliases"]) == ("Vorne Investments, Inc.", ["Quell Freight Forwarders"])
    assert [fact["item_type"] for fact in told(text, "item")] == ["Film Processor"]


def test_employees_of_a_firm_work_for_it_each_of_them() -> None:
    text = f"{RELEASE}Ostin Braskel, 44, and Orlin Quell, 50, employees of Vorne Electronics, Inc., were convicted.\n"
    assert {(f["link"], f["from"], f["to"]) for f in told(text, "link")} == {
        ("employed_by", "ostin braskel", "vorne electronics inc"),
        ("employed_by", "orlin quell", "vorne electronics inc"),
    }


def test_each_whom_the_committee_found_at_fault_in_a_rule_of_additions_is_listed() -> None:
    text = (
        "DEPARTMENT OF COMMERCE\n\nAGENCY: Bureau of Industry and Security.\n\nACTION: Final rule.\n\n"
        "Additions to the Entity List\n\nThe ERC determined that Vorne Tech, Halden Impex FZE and Quell Airlines, all "
        "located in the United Arab Emirates, were involved in the reexport of U.S.-origin aircraft parts to Iran.\n"
    )
    assert parts(text) == {
        "Vorne Tech": ["designated", "supplier"],
        "Halden Impex FZE": ["designated", "supplier"],
        "Quell Airlines": ["designated", "supplier"],
    }


def test_the_paragraphs_of_an_indictment_are_no_list_and_the_defendant_behind_a_name_is_nobody_else() -> None:
    text = (
        "UNITED STATES DISTRICT COURT\n\nUNITED STATES OF AMERICA\n- v. -\nOSTIN BRASKEL,\n   a/k/a \"Oz,\" "
        "and\nIDA QUELL,\n      Defendants.\n\nINDICTMENT\n\nThe Grand Jury charges:\n\n"
        "1. OSTIN BRASKEL, a/k/a \"Oz,\" the defendant, is an Iranian national who, at all times relevant to this "
        "Indictment, was the managing director of HALDEN TRADING FZE, a company located in Dubai.\n\n"
        "2. IDA QUELL, the defendant, wired money from a bank account. HALDEN TRADING FZE caused carbon fiber to be "
        "shipped from New Jersey to Dubai and from there to Vorne Composites Company in Tehran.\n"
    )
    found = parts(text)
    assert "designated" not in found["OSTIN BRASKEL"]
    assert (found["IDA QUELL"], "financier" in found["OSTIN BRASKEL"]) == (["financier"], False)
    assert found["Vorne Composites Company"] == ["end_user"]
    assert ("employed_by", "ostin braskel", "halden trading fze") in {
        (f["link"], f["from"], f["to"]) for f in told(text, "link")
    }


def test_one_who_runs_two_firms_runs_both_and_his_family_name_alone_is_his() -> None:
    text = (
        "United Nations\nReport of the Panel of Experts\n\n12. The Panel found that Pak Il Sun, a representative of "
        "Quell Trading Corporation, bought pumps. Mr. Pak also controls two companies, Orlin Star Ltd. and Golden "
        "Vorne Ltd.\n"
    )
    assert {(f["from"], f["to"]) for f in told(text, "link") if f["link"] == "controls"} == {
        ("pak il sun", "orlin star ltd"), ("pak il sun", "golden vorne ltd"),
    }


def test_an_acronym_that_spells_both_parts_holds_a_name_together_over_and() -> None:
    text = f"{RELEASE}Vorne Ltd delivered two pumps to the Scientific Works and Research Center (SWRC) in Damascus.\n"
    assert "Scientific Works and Research Center" in parts(text)


def test_parts_such_as_some_are_goods_and_uses_such_as_some_are_not() -> None:
    text = (
        f"{RELEASE}Ostin Braskel, 47, sold Orlin Quell, 50, parts with nuclear applications, such as vacuum valves, "
        "electronic switches, and bellows. He also sold sensors used in systems such as radars and drones.\n"
    )
    told_items = {fact["item_type"] for fact in told(text, "item")}
    assert {"vacuum valve", "electronic switch"} <= told_items
    assert not told_items & {"radar", "drone"}


def test_a_plea_that_is_told_again_is_one_plea() -> None:
    text = (
        f"{RELEASE}Ostin Braskel pleaded guilty on April 3, 2031, in U.S. District Court. In pleading guilty, Braskel "
        "admitted to shipping pumps between March 2028 and May 2029.\n"
    )
    assert [f["date"] for f in told(text, "event") if f["kind"] == "pleaded_guilty"] == ["2031-04-03"]


def test_a_list_runs_on_over_other_names_in_brackets() -> None:
    text = (
        f"{RELEASE}The Bureau of Industry and Security announced it. The entities listed are: Vorne "
        "Energy Company (a.k.a. \"VEC\"), Tesk Electric Company (a.k.a. Teskaye Electric Company), and Quell "
        "Industrial Group.\n"
    )
    assert parts(text) == {
        "Vorne Energy Company": ["designated"],
        "Tesk Electric Company": ["designated"],
        "Quell Industrial Group": ["designated"],
    }


def test_the_list_of_designated_nationals_lists_and_is_no_firm() -> None:
    text = (
        f"{RELEASE}Vorne Ltd was placed on OFAC's Specially Designated Nationals and Blocked Persons (SDN) List. "
        "Tessel Ltd and Quell Ltd have been placed on the SDN List.\n"
    )
    assert parts(text) == {"Vorne Ltd": ["designated"], "Tessel Ltd": ["designated"], "Quell Ltd": ["designated"]}

"""Single forms in which published papers print names, lists, dates and deeds; all of them are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.kinds.dates import find_dates
from enduse.reading.kinds.lexicon import LANGUAGES, paper_words
from enduse.reading.kinds.recognising import find_language

RELEASE = "FOR IMMEDIATE RELEASE\n\nMonday, May 5, 2031\n\n"
NOTICE = "DEPARTMENT OF COMMERCE\n\nAGENCY: Bureau of Industry and Security.\n\nACTION: Final rule.\n\n"


def read(text: str) -> DocumentReading:
    return read_document(text.encode("utf-8"), name="invented.txt")


def told(text: str, kind: str) -> list[dict[str, Any]]:
    facts = to_facts_json(read(text), "invented")["facts"]
    assert isinstance(facts, list)
    return [fact for fact in facts if fact["type"] == kind]


def parts(text: str) -> dict[str, list[str]]:
    return {fact["name"]: fact["roles"] for fact in told(text, "party")}


def test_a_table_in_columns_of_fixed_width_gives_each_entry_with_its_state_and_other_names() -> None:
    rule = "-" * 90 + "\n"
    text = (
        f"{NOTICE}Entity List\n\n{rule}"
        "     Country                Entity             License requirement        Review policy\n"
        f"{rule}"
        "IRAN.................   Vorne Pump Company,    For all items subject      Presumption of\n"
        "                         a.k.a., the            to the EAR.                denial.\n"
        "                         following two\n"
        "                         aliases:\n"
        "                        --Vorne Pumps; and\n"
        "                        --VPC Co.\n"
        "                         12 Elm Street,\n"
        "                         Qom, Iran.\n"
        "                        Tessel Valves Works,   For all items subject      Presumption of\n"
        "                         Tehran, Iran.          to the EAR.                denial.\n"
        f"{rule}"
    )
    found = {fact["name"]: (fact["country"], fact["aliases"], fact["roles"]) for fact in told(text, "party")}
    assert found == {
        "Vorne Pump Company": ("IR", ["VPC Co.", "Vorne Pumps"], ["designated"]),
        "Tessel Valves Works": ("IR", [], ["designated"]),
    }


def test_cells_that_stand_below_each_other_make_one_entry() -> None:
    text = (
        "COUNCIL IMPLEMENTING REGULATION (EU) 2031/77\n\nof 3 March 2031\n\nANNEX\n\nB. Entities\n\nName\n\n"
        "Identifying information\n\nReasons\n\nDate of listing\n\n1.\n\n"
        "Vorne Pump Company (a.k.a. VPC)\n\nTehran, Iran\n\n"
        "A front company for the Tessel Missile Industries.\n\n3.3.2031\n"
    )
    assert parts(text) == {
        "Vorne Pump Company": ["designated", "front_company"],
        "Tessel Missile Industries": ["end_user"],
    }
    assert [(f["link"], f["to"]) for f in told(text, "link")] == [("acts_for", "tessel missile industries")]


def test_the_name_of_the_security_council_s_list_is_put_together_from_its_numbered_parts() -> None:
    text = (
        "Security Council Committee\n\nConsolidated list\n\nKPi.999 Name: 1: PAK 2: SOL-IN 3: na 4: na "
        "Good quality a.k.a.: a) Bak Sol In Nationality: Democratic People's Republic of Korea Listed on: 2 Mar. 2016\n"
    )
    (party,) = told(text, "party")
    assert (party["name"], party["country"], party["aliases"]) == ("PAK SOL-IN", "KP", ["Bak Sol In"])


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Vorne Trading LLC, a front company based in Dubai, closed.", {"Vorne Trading LLC": ["front_company"]}),
        (
            "Anna Vorne, 44, the owner of Tessel Impex Ltd, bought six pumps from Orrin Valves Inc.",
            {"Anna Vorne": ["buyer", "owner"], "Tessel Impex Ltd": ["buyer"], "Orrin Valves Inc.": ["supplier"]},
        ),
        (
            "Tessel Impex Ltd shipped the valves through the freight forwarder Rapid Cargo GmbH.",
            {"Tessel Impex Ltd": ["supplier"], "Rapid Cargo GmbH": ["forwarder"]},
        ),
    ],
)
def test_words_beside_a_name_tell_the_part_it_plays(sentence: str, wanted: dict[str, list[str]]) -> None:
    assert parts(RELEASE + sentence + "\n") == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Assistant Attorney General Rowan Vorne of the National Security Division announced the charges.",
        '"Anna Vorne of Tessel Impex Ltd sold pumps," said the Director.',
        "The Department of Commerce added an entity to the Entity List under Executive Order 13382.",
        "The vessel Golden Swan carried pumps for the Ministry of Agriculture.",
    ],
)
def test_offices_their_holders_quoted_opinions_and_ships_are_no_parties(sentence: str) -> None:
    assert told(RELEASE + sentence + "\n", "party") == []


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "on May 7, 2031 and 9 June 2030", ["2031-05-07", "2030-06-09"]),
        ("fr", "le 1er mars 2031, puis en août 2030", ["2031-03-01", "2030-08"]),
        ("de", "am 3. Februar 2031 und am 9.5.2030", ["2031-02-03", "2030-05-09"]),
        ("es", "el 6 de junio de 2031", ["2031-06-06"]),
        ("fr", "M. Vorne, né le 9 août 1970", []),
        ("en", "DOB: 12 Aug 1981", []),
    ],
)
def test_dates_are_read_in_each_language_and_days_of_birth_are_none(
    language: str, text: str, wanted: list[str]
) -> None:
    assert [day for _, day in find_dates(text, paper_words(language))] == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_language_are_whole(language: str) -> None:
    words = paper_words(language)
    assert {words.months[name] for name in words.months} == set(range(1, 13))
    assert words.nouns
    assert words.verbs
    assert {group.kind for group in words.args} == {"agent", "source", "target", "principal", "user", "via"}


def test_a_language_without_words_of_its_own_is_unknown() -> None:
    assert find_language("Myndigheten har beslutat att bolaget inte får leverera varor.") == ""


def test_a_notice_prints_its_own_number_and_day() -> None:
    reading = read(
        NOTICE + "DATES: This rule is effective April 2, 2031.\n\n[FR Doc. 2031-00042 Filed 4-1-31; 8:45 am]\n"
    )
    assert (reading.reference, reading.published) == ("2031-00042", date(2031, 4, 2))
    assert [(f.field, f.value) for f in reading.header] == [("doc_number", "2031-00042")]


def test_nothing_of_a_paper_with_marks_is_taken_for_the_whole() -> None:
    reading = read(NOTICE + "(S) This rule is effective April 2, 2031. [FR Doc. 2031-00042]\n\n(U) Nothing.\n")
    assert (reading.reference, reading.published, reading.header) == ("", None, ())


def test_a_paragraph_that_never_ends_is_read_in_bounded_steps() -> None:
    text = RELEASE + "Anna Vorne and Tessel Impex Ltd sold pumps to Orrin Valves Inc " * 600
    assert {"Tessel Impex Ltd", "Orrin Valves Inc"} <= set(parts(text))


def test_lines_that_were_never_wrapped_are_paragraphs_of_their_own() -> None:
    filler = "The two sides met several times in the autumn of that year. " * 3
    text = f"FOR IMMEDIATE RELEASE\n{filler}\nTessel Impex Ltd sold six pumps to Orrin Valves Inc.\n{filler}\n"
    assert parts(text) == {"Tessel Impex Ltd": ["supplier"], "Orrin Valves Inc.": ["buyer"]}


def test_a_name_of_no_known_make_is_a_party_where_it_deals() -> None:
    text = "Ryudong Velm bought two furnaces from Carla Tesk Orva in Dalian, China. He praised Great Vell.\n"
    found = parts(RELEASE + text)
    assert found["Ryudong Velm"] == ["buyer"]
    assert "Great Vell" not in found


def test_a_country_in_brackets_before_the_legal_form_belongs_to_the_name() -> None:
    assert "Orrin Bright (Pvt) Ltd" in parts(RELEASE + "Orrin Bright (Pvt) Ltd of Colombo sold three pumps to Iran.\n")


def test_goods_are_known_when_they_are_called_up_again() -> None:
    first = "Officers stopped two vibration test benches. "
    text = f"{RELEASE}{first}The benches had been bought by Tessel Impex Ltd of Colombo.\n"
    assert parts(text)["Tessel Impex Ltd"] == ["buyer"]


def test_a_town_after_in_is_no_party() -> None:
    text = RELEASE + "Orrin Impex GmbH, a trading house in Vellbach, from the manufacturer Tesk AG, bought two pumps.\n"
    assert "Vellbach" not in parts(text)


def test_a_title_over_several_lines_names_nobody() -> None:
    title = "Two Men and Trading Company Charged with Conspiracy to Export\nMaraging Steel to Neighbour States\n"
    assert parts(f"{RELEASE}{title}\nMore.\n") == {}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Ostin Marrowfeld pleaded guilty to selling five pumps of Tessel Impex Ltd.", "Ostin Marrowfeld"),
        ("Ostin Marrowfeld, CEO of Tessel Impex Ltd, sold five pumps.", "Ostin Marrowfeld"),
        ("Vorel Dask Sen acted as Managing Director of Tessel Impex Ltd, which sold pumps.", "Vorel Dask Sen"),
    ],
)
def test_what_is_done_to_somebody_or_his_post_tells_a_person(sentence: str, wanted: str) -> None:
    reading = read(RELEASE + sentence + "\n")
    assert wanted in {claim.value for claim in reading.facts if claim.schema == "Person" and claim.prop == "name"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Tessel Impex Ltd, a Halden, Nevada-based broker, sold pumps for an unmanned aerial vehicle (UAV).",
        "The state-owned Tessel Impex Ltd sold U.S.-made pumps.",
    ],
)
def test_towns_acronyms_of_common_words_and_states_that_made_goods_are_no_parties(sentence: str) -> None:
    assert [fact["name"] for fact in told(RELEASE + sentence + "\n", "party")] == ["Tessel Impex Ltd"]
    links = {fact["link"] for fact in told(RELEASE + sentence + "\n", "link")}
    assert not links & {"manufactures", "owned_by"}


def test_goods_seized_from_nobody_named_are_items_of_a_case_and_none_of_a_policy() -> None:
    seized = "Customs officers seized twelve vacuum pumps that a man had sent to Ruritania."
    assert [fact["item_type"] for fact in told(RELEASE + seized + "\n", "item")] == ["vacuum pump"]
    assert told(NOTICE + "SUMMARY: This rule tells when vacuum pumps may be exported.\n", "item") == []

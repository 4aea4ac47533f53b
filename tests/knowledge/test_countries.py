"""Countries are found by every spelling that lists print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.knowledge.countries import (
    country_codes,
    country_name,
    demonyms,
    find_country,
    find_region,
    is_unstated,
)


@pytest.mark.parametrize(("text", "code"), [
    ("Iran", "ir"), ("IRAN (ISLAMIC REPUBLIC OF)", "ir"), ("Korea, North", "kp"), ("Korea, South", "kr"),
    ("CHINA, PEOPLE'S REPUBLIC OF", "cn"), ("CHINA, PEOPLE’S REPUBLIC OF", "cn"), ("Burma", "mm"), ("Myanmar", "mm"),
    ("Bahamas, The", "bs"), ("The Gambia", "gm"), ("Virgin Islands, British", "vg"), ("Man, Isle of", "im"),
    ("St. Kitts & Nevis", "kn"), ("Cote d Ivoire", "ci"), ("CÔTE D'IVOIRE", "ci"), ("Türkiye", "tr"), ("Turkiye", "tr"),
    ("North Macedonia, The Republic of", "mk"), ("Congo, Democratic Republic of the", "cd"), ("Congo", "cg"),
    ("PRC", "cn"), ("de", "de"), ("DEU", "de"), ("Region: Iran", "ir"), ("Region: West Bank", "ps"),
    ("Yugoslavia", "yucs"), ("former Soviet Union", "suhh"), ("Taiwanese", "tw"), ("  russian  federation ", "ru"),
    ("United Kingdom of Great Britain and Northern\n   Ireland", "gb"), ("Guinea-Bissau", "gw"), ("Hong Kong", "hk"),
])
def test_a_country_is_found_by_the_spellings_of_the_lists(text: str, code: str) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize("text", ["Region: Crimea", "CRIMEA REGION OF UKRAINE"])
def test_a_region_is_no_country_and_has_its_own_code(text: str) -> None:
    assert find_country(text) is None
    assert find_region(text) == "ua-43"


def test_words_that_name_no_country_are_told_from_words_that_are_not_known() -> None:
    assert is_unstated("undetermined")
    assert is_unstated("")
    assert not is_unstated("Ruritania")
    assert find_country("Ruritania") is None
    assert find_country("undetermined") is None


def test_all_of_iso_3166_is_there() -> None:
    codes = country_codes()
    assert len(codes) == 249 + 1  # ISO 3166-1 has 249; "xk" is user-assigned
    assert all(find_country(code) == code and find_country(country_name(code)) == code for code in codes)


def test_demonyms_lead_to_their_countries() -> None:
    assert demonyms()["iranian"] == "ir"
    assert demonyms()["north korean"] == "kp"
    assert demonyms()["nigerien"] == "ne"
    assert all(word == word.lower() for word in demonyms())


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert country_name("qq") == "QQ"


@given(st.sampled_from(country_codes()), st.sampled_from(["", " ", "The ", "  the "]), st.booleans())
def test_case_spaces_and_articles_do_not_matter(code: str, lead: str, is_upper: bool) -> None:
    name = lead + country_name(code)
    assert find_country(name.upper() if is_upper else name.lower()) == code


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    found = find_country(text)
    assert found is None or country_name(found) != found.upper()

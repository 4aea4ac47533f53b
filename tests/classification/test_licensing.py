"""License consequences: what the chart marks, what words limit, what no table tells; on the law's own tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.classification.licensing import find_license_need
from enduse.knowledge.countries import country_codes
from enduse.knowledge.directories import load_annex
from enduse.knowledge.licensing_tables import load_licensing
from enduse.model.answer import Verdict

DAY = date(2026, 8, 1)
TABLES = load_licensing()


def ask(regime: str, entry: str, destination: str, day: date = DAY) -> tuple[str, dict[str, str]]:
    need = find_license_need(regime, entry, destination, as_of=day, tables=TABLES)
    told = need.easings if regime == "EU" else need.reasons
    return need.answer.verdict.value, {reason.name: reason.answer.verdict.value for reason in told}


def test_a_marked_column_asks_for_a_license_and_an_unmarked_one_does_not() -> None:
    assert ask("US", "2B201.b", "cn") == ("met", {"NP1": "met", "AT1": "not met"})
    assert ask("US", "2B201.b", "gb") == ("not met", {"NP1": "not met", "AT1": "not met"})


def test_a_reason_that_the_entry_limits_by_words_is_unknown_where_the_chart_marks_it_and_no_where_it_does_not() -> None:
    assert ask("US", "2B001.b.2", "cn")[1]["NP1"] == "unknown"
    assert ask("US", "2B001.b.2", "de")[1]["NP1"] == "not met"


def test_a_reason_of_some_paragraphs_waits_for_the_paragraph() -> None:
    assert ask("US", "9A012.a.1", "cn")[1] == {"NS1": "not met", "NS2": "met", "MT1": "unknown", "AT1": "not met"}
    assert ask("US", "9A012.a.2", "cn")[1]["NS2"] == "not met"
    assert ask("US", "9A012", "cn")[1]["NS2"] == "unknown"
    assert ask("US", "9A012.a", "cn")[1]["NS1"] == "unknown"


@pytest.mark.parametrize("destination", ["ir", "kp", "cu", "sy"])
def test_an_embargoed_destination_is_never_answered_from_the_empty_grid(destination: str) -> None:
    assert ask("US", "2B350", destination)[0] == "unknown"


def test_a_destination_without_a_row_and_an_entry_without_reasons_are_unknown() -> None:
    assert ask("US", "1C216", "pr")[0] == "unknown"
    assert ask("US", "0A521", "de")[0] == "unknown"
    assert ask("US", "7Z999", "de")[0] == "unknown"


def test_hong_kong_is_asked_as_china() -> None:
    assert ask("US", "1C216", "hk") == ask("US", "1C216", "cn")


def test_beyond_the_chart_keeps_a_no_open() -> None:
    assert ask("US", "2A994", "ru")[0] == "unknown"


def test_a_reason_for_macau_and_embargoed_groups_asks_the_group() -> None:
    assert ask("US", "3A090.c", "mo")[0] == "met"
    assert ask("US", "3A090.c", "fr")[0] == "not met"


def test_every_listed_item_needs_an_authorisation_in_the_union_and_a_general_one_may_cover_it() -> None:
    assert ask("EU", "2B001", "us") == ("met", {"EU001": "unknown", "EU002": "not met"})
    assert ask("EU", "1C351", "us") == ("met", {"EU001": "not met", "EU002": "not met"})
    assert ask("EU", "3A001.a.3", "kr")[1]["EU002"] == "met"
    assert ask("EU", "3A001", "kr")[1]["EU002"] == "unknown"
    assert ask("EU", "1C450.a.1", "jp")[1]["EU001"] == "not met"
    assert ask("EU", "1C450", "jp")[1]["EU001"] == "unknown"


def test_a_day_outside_the_tables_is_unknown() -> None:
    assert ask("US", "2B201", "cn", date(2015, 1, 1))[0] == "unknown"
    assert ask("EU", "2B201", "cn", date(2015, 1, 1))[0] == "unknown"


ENTRIES = sorted(TABLES.reasons)


@given(st.sampled_from(ENTRIES), st.sampled_from(["", ".a", ".a.1", ".b", ".x"]), st.sampled_from(country_codes()))
def test_naming_the_paragraph_never_flips_a_decided_reason(entry: str, paragraph: str, destination: str) -> None:
    whole = find_license_need("US", entry, destination, as_of=DAY, tables=TABLES)
    part = find_license_need("US", entry + paragraph, destination, as_of=DAY, tables=TABLES)
    for before, after in zip(whole.reasons, part.reasons, strict=True):
        assert before.answer.verdict in (after.answer.verdict, Verdict.UNKNOWN)


def test_an_entry_that_the_annex_does_not_have_needs_nothing_for_being_listed() -> None:
    annex = load_annex()
    need = find_license_need("EU", "2B991.c", "cn", as_of=DAY, tables=TABLES, annex=annex)
    assert need.answer.verdict is Verdict.NOT_MET
    before = find_license_need("EU", "2B991.c", "cn", as_of=date(2023, 1, 1), tables=TABLES, annex=annex)
    assert before.answer.verdict is Verdict.UNKNOWN
    listed = find_license_need("EU", "2B001.b.2", "cn", as_of=DAY, tables=TABLES, annex=annex)
    assert listed.answer.verdict is Verdict.MET

"""Goods by customs code: named, named in part, begun only, and days for which no list is loaded."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from enduse.classification.goods import find_goods
from enduse.knowledge.goods_lists import load_goods_lists
from enduse.model.answer import Verdict

LISTS = load_goods_lists()
DAY = date(2026, 3, 1)


def ask(code: str, destination: str, day: date = DAY) -> dict[str, str]:
    found = find_goods(code, destination, as_of=day, lists=LISTS)
    return {one.list: one.answer.verdict.value for one in found}


def test_a_code_of_the_priority_list_is_met_for_any_destination_with_its_tier() -> None:
    found = {one.list: one for one in find_goods("845710", "ae", as_of=DAY, lists=LISTS)}
    assert set(found) == {"common_high_priority"}
    assert (found["common_high_priority"].answer.verdict, found["common_high_priority"].tier) == (Verdict.MET, "4B")


def test_more_digits_than_listed_are_met_and_fewer_are_unknown() -> None:
    assert ask("8542310000", "tr")["common_high_priority"] == "met"
    assert ask("8542", "tr")["common_high_priority"] == "unknown"
    assert ask("0101", "tr")["common_high_priority"] == "not met"


def test_a_list_whose_words_decide_stays_open() -> None:
    assert ask("842119", "ru")["ca_russia_schedule_7"] == "unknown"
    assert ask("010121", "ru")["ca_russia_schedule_7"] == "not met"


def test_a_list_speaks_for_its_destination_and_its_days_only() -> None:
    assert "eu_russia_annex_23" not in ask("840410", "tr")
    assert ask("840410", "ru", date(2022, 5, 1))["eu_russia_annex_23"] == "met"
    assert ask("840410", "ru", date(2022, 4, 1))["eu_russia_annex_23"] == "unknown"
    assert ask("840410", "ru", DAY)["eu_russia_annex_23"] == "unknown"


@given(st.text("0123456789", min_size=4, max_size=8), st.text("0123456789", min_size=1, max_size=2))
def test_more_digits_never_flip_a_decided_answer(code: str, more: str) -> None:
    for before, after in zip(
        find_goods(code, "ru", as_of=DAY, lists=LISTS), find_goods(code + more, "ru", as_of=DAY, lists=LISTS),
        strict=True,
    ):
        assert before.answer.verdict in (after.answer.verdict, Verdict.UNKNOWN)

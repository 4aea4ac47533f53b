"""Shares that count, by law and day; every owner is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from enduse.diversion.ownership import read_share
from enduse.diversion.ownership_law import ownership_law


@pytest.mark.parametrize("law, day, held, is_reached", [
    ("us-ofac", date(2020, 1, 1), "50", True), ("us-ofac", date(2020, 1, 1), "49.99", False),
    ("eu", date(2024, 7, 2), "50", False), ("eu", date(2024, 7, 2), "50.01", True),
    ("eu", date(2024, 7, 3), "50", True),
    ("uk", date(2025, 1, 1), "50", False), ("uk", date(2025, 1, 1), "51", True),
])
def test_a_law_counts_half_itself_or_only_more_on_its_days(law: str, day: date, held: str, is_reached: bool) -> None:
    (rule,) = [rule for rule in ownership_law().rules if rule.law == law and rule.is_in_force(day)]
    assert rule.is_reached(Decimal(held)) is is_reached


def test_a_rule_that_was_suspended_does_not_hold_meanwhile() -> None:
    held = [day for day in (date(2025, 9, 28), date(2025, 9, 29), date(2025, 11, 10), date(2026, 11, 10))
            if any(rule.law == "us-bis" and rule.is_in_force(day) for rule in ownership_law().rules)]
    assert held == [date(2025, 9, 29), date(2026, 11, 10)]


def test_the_widest_rule_of_the_day_is_asked_by_and_the_assumed_one_where_none_is_in_force() -> None:
    law = ownership_law()
    assert law.widest(date(2020, 1, 1)).law == "us-ofac"
    assert law.widest(date(2001, 1, 1)) == law.assumed
    assert law.widest(None) == law.assumed


@pytest.mark.parametrize("printed, low, high", [
    ("holds 25 %", "25", "25"), ("25-50 per cent", "25", "50"), ("25 to 49,5 percent", "25", "49.5"),
])
def test_shares_are_read_in_the_words_of_the_file(printed: str, low: str, high: str) -> None:
    assert read_share(printed) == (Decimal(low), Decimal(high))

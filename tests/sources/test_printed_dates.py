"""Dates as printed, read into ISO dates or parts of one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.sources.printed_dates import find_dates, next_day, read_figures, read_zeroed


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_whole_date_survives_both_orders(day: date) -> None:
    assert read_figures(f"{day.month}/{day.day}/{day.year}", day_first=False) == day
    assert read_figures(f"{day.day:02}/{day.month:02}/{day.year}", day_first=True) == day


@pytest.mark.parametrize(("text", "expected"), [
    ("28/09/1955", "1955-09-28"), ("00/09/1955", "1955-09"), ("00/00/1955", "1955"), ("10/00/1983", "1983"),
    ("31/02/1955", ""), ("00/13/1955", ""), ("00/00/0000", ""), ("1955", ""),
])
def test_zeros_stand_for_unknown_parts(text: str, expected: str) -> None:
    assert read_zeroed(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Approximately 1963, 30/01/1972", ["1963", "1972-01-30"]),
    ("9 May 1960, April 1961, 12/1962", ["1960-05-09", "1961-04", "1962-12"]),
    ("October 9, 2020; 2021-03-01", ["2020-10-09", "2021-03-01"]),
    ("31/02/1960", []), ("number 04581926", []),
])
def test_dates_are_found_in_running_text(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_dates(text)] == expected


def test_two_figures_of_a_year_are_of_the_century_told() -> None:
    assert read_figures("6/29/98", day_first=False) == date(1998, 6, 29)
    assert read_figures("6/29/03", day_first=False) == date(2003, 6, 29)


def test_a_last_day_ends_its_period_the_day_after() -> None:
    assert next_day(date(2020, 2, 28)) == date(2020, 2, 29)
    assert next_day(None) is None
    assert next_day(date.max) is None

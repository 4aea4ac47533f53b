"""Dates as people write them, and what each may mean."""

from __future__ import annotations

import pytest

from enduse.resolution.dates import compare_days, read_days
from enduse.resolution.sketching import sketch_values


@pytest.mark.parametrize(("text", "days"), [
    ("1962-03-04", ((1962, 3, 4),)), ("1962", ((1962, 0, 0),)), ("19620304", ((1962, 3, 4),)),
    ("3/4/1962", ((1962, 4, 3), (1962, 3, 4))), ("20/8/1991", ((1991, 8, 20),)), ("8/20/1991", ((1991, 8, 20),)),
    ("3/4/62", ((1962, 4, 3), (1962, 3, 4), (2062, 4, 3), (2062, 3, 4))),
    ("Mar 1 1970", ((1970, 3, 1),)), ("1 March 1970", ((1970, 3, 1),)), ("March 1st, 1970", ((1970, 3, 1),)),
    ("24-May-11", ((1911, 5, 24), (2011, 5, 24))), ("Sept 1970", ((1970, 9, 0),)),
    ("32/13/1970", ()), ("Maybe 1970", ()), ("1 May 2 1970", ()), ("May 5", ()), ("4/5", ()),
])
def test_a_date_gives_each_day_that_it_may_mean(text: str, days: tuple[tuple[int, int, int], ...]) -> None:
    assert read_days(text) == days


def test_the_kindest_reading_of_two_dates_is_told() -> None:
    assert compare_days(read_days("11/12/58"), read_days("1958-12-11")) == ("date", "same")
    assert compare_days(read_days("11/12/58"), read_days("1961-07-30"))[1] == "other"


def test_a_sketch_holds_each_day_that_a_date_may_mean() -> None:
    assert sketch_values("Person", {"birthDate": ["3/4/1962"]}).dates == "1962-03-04|1962-04-03"
    assert sketch_values("Person", {"birthDate": ["4 Mar 1962"]}).dates == "1962-03-04"
    assert sketch_values("Person", {"birthDate": ["some day"]}).dates == ""

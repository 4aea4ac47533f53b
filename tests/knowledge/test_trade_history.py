from __future__ import annotations

from datetime import date

from enduse.assessment.flag_rules import flag_sources
from enduse.knowledge.trade_history import control_starts, is_among, turn_rounds, value_limits


def test_every_dated_table_cites_a_source_that_is_named() -> None:
    assert {one.source for one in control_starts()} | {one.source for one in turn_rounds()} <= set(flag_sources())
    assert all(one.cites for one in value_limits())


def test_a_country_is_among_a_group_only_on_the_days_of_its_membership() -> None:
    named = ("group:EU", "us")
    assert is_among("gb", named, date(2019, 1, 1))
    assert not is_among("gb", named, date(2022, 1, 1))
    assert is_among("us", named, date(2022, 1, 1))
    assert not is_among("", named, date(2022, 1, 1))


def test_a_place_of_turn_round_is_none_that_applies_the_same_controls_but_for_those_named() -> None:
    for place in turn_rounds():
        for start in control_starts():
            applying = {land for land in place.countries if start.is_applied_in(land, place.since)}
            assert applying <= {"tw"}, applying

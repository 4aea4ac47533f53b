"""The licensing tables of the shelf are whole: every column, group and section they name is there."""

from __future__ import annotations

from enduse.knowledge.countries import country_codes
from enduse.knowledge.licensing_tables import load_licensing

TABLES = load_licensing()


def test_every_destination_is_a_country_code() -> None:
    named = {*TABLES.chart.marks, *TABLES.chart.same_as, *TABLES.chart.decided_elsewhere, *TABLES.chart.beyond}
    for group in TABLES.groups.values():
        named |= group
    for one in TABLES.general:
        named |= one.destinations
    assert named <= {*country_codes(), "xk"}


def test_the_chart_has_a_row_or_another_part_for_every_destination_it_points_to() -> None:
    chart = TABLES.chart
    assert set(chart.same_as.values()) <= set(chart.marks)
    assert not set(chart.decided_elsewhere) & set(chart.marks)
    assert len(chart.marks) == 196  # rows of the printed chart


def test_every_column_that_a_reason_names_is_marked_for_some_destination_or_for_none_by_law() -> None:
    marked = set().union(*TABLES.chart.marks.values())
    named = {reason.column for reasons in TABLES.reasons.values() for reason in reasons if reason.column}
    assert named - marked <= {"AT1", "AT2"}


def test_a_reason_is_read_with_its_paragraphs() -> None:
    by_name = {reason.column or reason.name: reason for reason in TABLES.reasons["0A505"]}
    assert by_name["NS1"].on == ("a", "x")
    assert by_name["FC1"].but == ("d",)
    assert by_name["AT"].where == "elsewhere"

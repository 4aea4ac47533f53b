"""Entries to read: telling words name an entry, common ones none, nor what is evaluated. All items are invented."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enduse.classification.describing import find_described
from enduse.knowledge.directories import list_entries

ENTRIES = tuple(list_entries("EU", frozenset({"2B226"})))


def named(description: str) -> list[str]:
    return [entry.entry for entry in find_described(description, ENTRIES)]


def test_telling_words_name_the_entry() -> None:
    assert "6A006" in named("Marine magnetometer, towed")
    assert "1C232" in named("Helium-3 in steel cylinders")
    assert "2B351" in named("Toxic gas monitor with spare cartridges")


def test_words_that_many_headings_share_name_nothing() -> None:
    assert named("high quality machine for industrial use") == []
    assert named("") == []


def test_what_is_evaluated_is_not_named() -> None:
    assert "2B226" not in named("vacuum induction furnace with inert gas")


def test_software_is_named_only_where_the_description_speaks_of_it() -> None:
    assert not any(name[1] in "DE" for name in named("toxic gas monitor"))
    assert "2D351" in named("software for toxic gas monitors")


@given(st.text(max_size=200))
def test_any_description_is_answered_with_few_entries(text: str) -> None:
    assert len(find_described(text, ENTRIES)) <= 5

"""Printed marks; all forms are those counted on public papers, no paper's words are used."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.knowledge.countries import country_name
from enduse.knowledge.country_groups import groups, members_on
from enduse.knowledge.shelf import open_knowledge
from enduse.model.marking import Audience, Level, Tlp
from enduse.reading.lexicon import mark_words
from enduse.reading.marks import hold_back, parse_mark, to_marking

DAY = date(2009, 5, 1)


@pytest.mark.parametrize(
    ("printed", "says", "released"),
    [
        ("U", "U", None),
        ("u", "U", None),
        ("S", "S", {"US"}),
        ("S/NF", "S", {"US"}),
        ("S//NF", "S", {"US"}),
        ("S-NF", "S", {"US"}),
        ("SNF", "S", {"US"}),
        ("S NF", "S", {"US"}),
        ("S//NOFORN", "S", {"US"}),
        ("C - ENTIRE TEXT", "C", {"US"}),
        ("SBU", "SBU", {"US"}),
        ("U//FOUO", "U", {"US"}),
        ("S/Rel Norway", "S", {"US", "NO"}),
        ("Secret/Rel Norway", "S", {"US", "NO"}),
        ("S/REL to NORWAY", "S", {"US", "NO"}),
        ("S//REL TO USA, NOR", "S", {"US", "NO"}),
        ("S//REL TO USA, ACGU", "S", {"US", "ACGU", "AU", "CA", "GB"}),
        ("S/REL ROYG", "S", {"US", "YE"}),
        ("S//REL NORWAY AND BELGIUM", "S", {"US", "NO", "BE"}),
        ("S//REL NORWAY/NF", "S", {"US"}),
        ("TS//SI//NF", "TS", {"US"}),
    ],
)
def test_a_mark_lets_in_exactly_whom_it_names(printed: str, says: str, released: set[str] | None) -> None:
    mark = parse_mark(printed)
    assert mark is not None
    marking = to_marking(mark, owner="US", day=DAY)
    assert mark.says == says
    assert marking.releasable_to == (None if released is None else frozenset(released))


def test_noforn_and_originator_control_are_kept_as_caveat_and_originator() -> None:
    mark = parse_mark("S//OC/NF")
    assert mark is not None
    marking = to_marking(mark, owner="US", day=DAY)
    assert "NOFORN" in marking.caveats
    assert marking.originators == frozenset({"US"})


def test_groups_are_expanded_as_of_the_day_of_the_paper() -> None:
    mark = parse_mark("SBU//REL NATO, ISAF")
    assert mark is not None
    before = to_marking(mark, owner="US", day=date(2009, 3, 31)).releasable_to
    after = to_marking(mark, owner="US", day=date(2009, 4, 1)).releasable_to
    assert before is not None
    assert after is not None
    assert after - before == {"AL", "HR"}
    assert {"NATO", "ISAF"} <= after
    assert "SE" not in members_on("NATO", date(2024, 3, 6))
    assert "SE" in members_on("NATO", date(2024, 3, 7))
    assert "GB" not in members_on("EU", date(2020, 2, 1))


def test_an_undated_paper_lets_no_dated_member_in() -> None:
    assert members_on("NATO", None) == frozenset()
    assert members_on("FVEY", None) == {"AU", "CA", "GB", "NZ", "US"}


def test_a_release_word_nobody_knows_is_kept_as_printed_and_reported_as_unread() -> None:
    mark = parse_mark("S//REL TO NORWAY, GOI")
    assert mark is not None
    assert mark.unread == ("GOI",)
    assert to_marking(mark, owner="US", day=DAY).releasable_to == frozenset({"US", "NO", "GOI"})


def test_a_control_nobody_knows_narrows_the_text_to_its_owner() -> None:
    mark = parse_mark("S//ZEPHYR//REL NORWAY")
    assert mark is not None
    marking = to_marking(mark, owner="US", day=DAY)
    assert marking.releasable_to == frozenset({"US"})
    assert "unread mark ZEPHYR" in marking.caveats


def test_nato_eu_and_tlp_marks_are_read_in_their_plain_forms() -> None:
    nato, eu, tlp = parse_mark("NATO CONFIDENTIAL"), parse_mark("EU RESTRICTED"), parse_mark("TLP:AMBER+STRICT")
    assert nato is not None
    assert eu is not None
    assert tlp is not None
    assert to_marking(nato, owner="US", day=DAY).is_visible_to(Audience(principal="NO", level=Level.SECRET))
    assert not to_marking(eu, owner="US", day=DAY).is_visible_to(Audience(principal="NO", level=Level.SECRET))
    assert tlp.tlp is Tlp.AMBER_STRICT


@pytest.mark.parametrize(
    "text", ["a", "U.S. only", "the firm", "ODIG", "S and M", "Company", "", "C Company", "1", "see para 3"]
)
def test_ordinary_brackets_are_no_mark(text: str) -> None:
    assert parse_mark(text) is None


def test_unmarked_text_is_held_back_at_the_banner_level() -> None:
    banner = parse_mark("SECRET//REL NORWAY")
    assert banner is not None
    held = hold_back(to_marking(banner, owner="US", day=DAY), owner="US")
    assert held.level is Level.SECRET
    assert held.releasable_to == frozenset({"US"})
    assert held.caveats == {"unmarked portion"}


@given(st.text(alphabet="SUCTNFRELOABDX/ -,.:+", max_size=40))
def test_no_mark_is_ever_wider_than_its_level_alone_allows(text: str) -> None:
    mark = parse_mark(text)
    if mark is None or not mark.owner_only:
        return
    released = to_marking(mark, owner="US", day=DAY).releasable_to
    assert released is not None
    assert "US" in released or mark.scheme != "US"
    if not mark.is_rel:
        assert released <= {"US"} or mark.scheme != "US"


def test_the_worked_cases_of_the_words_of_markings_hold() -> None:
    cases = open_knowledge("codes/markings.yaml").get("cases").required().items()
    assert len(cases) > 10
    for case in cases:
        printed = case.get("mark").required().text()
        mark = parse_mark(printed)
        if case.get("level").text() == "none":
            assert mark is None, printed
            continue
        assert mark is not None, printed
        marking = to_marking(mark, owner=case.get("owner").text("US"), day=case.get("on").date())
        released = "*" if marking.releasable_to is None else ", ".join(sorted(marking.releasable_to))
        assert (marking.level.name, released) == (case.get("level").text(), case.get("releasable").text()), printed
        assert mark.unread == case.get("unread").texts(), printed
        assert marking.tlp.name == case.get("tlp").text("CLEAR"), printed
        assert sorted(marking.originators) == sorted(case.get("originators").texts()), printed
    open_knowledge("codes/markings.yaml").faults.check()


def test_every_level_control_and_colour_of_the_file_is_read_as_a_mark_of_its_own() -> None:
    words = mark_words()
    for word in words.levels:
        mark = parse_mark(word)
        assert mark is not None, word
        assert mark.level is Level[words.levels[word].level]
    for word in words.controls:
        mark = parse_mark(f"S//{word}")
        assert mark is not None, word
        assert mark.unread == (), word
        assert to_marking(mark, owner="US", day=DAY).releasable_to == frozenset({"US"})
    for word, colour in words.tlp.items():
        mark = parse_mark(word)
        assert mark is not None, word
        assert mark.tlp is Tlp[colour]


def test_a_national_word_is_no_mark_we_rank() -> None:
    assert [word for word in mark_words().unranked if parse_mark(word) is not None] == []


def test_the_members_of_groups_are_countries_and_periods_run_forward() -> None:
    for word, waves in groups().items():
        for wave in waves:
            assert all(country_name(code.lower()) for code in wave.countries), word
            assert wave.since is None or wave.until is None or wave.since < wave.until, word

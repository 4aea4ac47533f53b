"""A name taken apart (all names invented)."""

from __future__ import annotations

import pytest

from enduse.names.tokens import Part, read_name


def test_each_word_of_a_firm_has_its_part() -> None:
    tokens = read_name("Karasun Makina Sanayi ve Ticaret Ltd. Şti.", "organisation").tokens
    assert [(token.form, token.part) for token in tokens] == [
        ("karasun", Part.NAME), ("makina", Part.GENERIC), ("sanayi", Part.GENERIC), ("ve", Part.PARTICLE),
        ("ticaret", Part.GENERIC), ("ltd sti", Part.LEGAL_FORM),
    ]


def test_words_written_without_spaces_are_parted_where_they_are_known() -> None:
    tokens = read_name("上海维马科技有限公司", "organisation").tokens
    assert [token.part for token in tokens] == [Part.GENERIC, Part.NAME, Part.GENERIC, Part.LEGAL_FORM]


def test_a_short_legal_form_counts_only_at_an_end() -> None:
    assert [t.part for t in read_name("Velmar SA Norvik", "organisation").tokens][1] is not Part.LEGAL_FORM
    assert [t.part for t in read_name("Velmar Norvik SA", "organisation").tokens][2] is Part.LEGAL_FORM


def test_a_person_has_titles_and_particles_but_no_legal_forms() -> None:
    tokens = read_name("Dr. Velko bin Tarnov AG", "person").tokens
    assert [token.part for token in tokens] == [Part.TITLE, Part.NAME, Part.PARTICLE, Part.NAME, Part.NAME]


def test_only_scripts_that_hide_sounds_are_foreign() -> None:
    assert read_name("طارق", "person").is_foreign
    assert read_name("北京", "unknown").is_foreign
    assert not read_name("Тарнов", "person").is_foreign


def test_a_letter_alone_in_a_persons_name_is_an_initial() -> None:
    assert [t.part for t in read_name("W. Norvik", "person").tokens] == [Part.INITIAL, Part.NAME]
    assert read_name("Velko O Tarnov", "person").tokens[1].part is Part.INITIAL
    assert read_name("Velko Y. Norvik", "person").tokens[1].part is Part.INITIAL


def test_ben_before_all_other_names_is_a_given_name() -> None:
    assert read_name("Ben Tarnov", "person").tokens[0].is_given
    assert read_name("Tarik ben Tarnov", "person").tokens[1].part is Part.PARTICLE
    assert read_name("Bin Tarnov", "person").tokens[0].part is Part.PARTICLE


@pytest.mark.parametrize(("printed", "read"), [
    ("Velmar, Robert J", "robert j velmar"), ("Velmar, Robert, Jr", "velmar robert jr"),
    ("Robert Velmar, Sr.", "robert velmar sr"),
    (", Velmar", "velmar"), ("Velmar,", "velmar"), ("Velmår, Robert", "velmar robert"),
])
def test_a_person_whose_family_name_stands_before_a_comma_is_read_as_spoken(printed: str, read: str) -> None:
    assert read_name(printed, "person").folded == read
    assert read_name("Velmar, Robert J", "organisation").folded == "velmar robert j"

"""First letters and what they stand for (all names invented)."""

from __future__ import annotations

from enduse.names.comparing import compare_names
from enduse.names.initials import find_spelled_out, is_abbreviation, is_told_again
from enduse.names.tokens import read_name


def _spelled(letters: str, name: str) -> list[str]:
    return [token.form for token in find_spelled_out(letters, read_name(name, "organisation").tokens)]


def test_first_letters_find_their_words() -> None:
    assert _spelled("vzk", "Velmar Zinc Karasun Company") == ["velmar", "zinc", "karasun"]


def test_small_words_may_be_passed_over_or_counted() -> None:
    assert _spelled("fon", "Fort of Norvik") == ["fort", "of", "norvik"]
    assert _spelled("fn", "Fort of Norvik") == ["fort", "of", "norvik"][::2]


def test_other_letters_find_nothing() -> None:
    assert _spelled("vzx", "Velmar Zinc Karasun Company") == []
    assert _spelled("v", "Velmar Zinc") == []


def test_only_a_short_word_of_its_own_can_be_an_abbreviation() -> None:
    told = {token.form: is_abbreviation(token) for token in read_name("VZK Velmarkarasun Trading 44", "unknown").tokens}
    assert told == {"vzk": True, "velmarkarasun": False, "trading": False, "44": False}


def test_first_letters_of_the_names_own_words_are_told_again() -> None:
    tokens = read_name("Velmar Zinc Trust of Karasun (VZTK)", "organisation").tokens
    assert [token.form for token in tokens if is_told_again(token, tokens)] == ["vztk"]
    tokens = read_name("Velmar Zinc (VZ) Karasun ABC", "organisation").tokens
    assert not any(is_told_again(token, tokens) for token in tokens)


def test_first_letters_behind_a_name_need_no_answer() -> None:
    plain = compare_names("Velmar Zinc Karasun", "Velmar Zinc Trust Karasun", kind="organisation").score
    behind = compare_names("Velmar Zinc Karasun", "Velmar Zinc Trust Karasun (VZTK)", kind="organisation").score
    other = compare_names("Velmar Zinc Karasun", "Velmar Zinc Trust Karasun (QVXK)", kind="organisation").score
    assert plain == behind > other


def test_first_letters_alone_still_find_the_name_that_has_them() -> None:
    assert compare_names("VZTK", "Velmar Zinc Trust Karasun (VZTK)", kind="organisation").score > 0.6

"""The word lists that names are read with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name
from enduse.names.lexicons import Lexicon, generic_words, legal_forms, particles, stem_of, stem_of_place, titles


@pytest.mark.parametrize("read", [legal_forms, titles, particles, generic_words])
def test_every_word_is_folded_and_weighs_between_nought_and_one(read: Callable[[], Lexicon]) -> None:
    lexicon = read()
    assert lexicon.phrases
    assert all(fold_name(phrase) == phrase and 0 < word.weight <= 1 for phrase, word in lexicon.phrases.items())


@pytest.mark.parametrize("names", [["titles"], ["particles"], ["generic_words", "native_words", "romanised_words"]])
def test_no_word_stands_in_two_groups(names: list[str]) -> None:
    groups: dict[str, set[str]] = {}
    for name in names:
        for node in open_knowledge(f"lexicons/{name}.yaml").get("groups").items():
            for word in node.get("words").text().split(", "):
                groups.setdefault(fold_name(word), set()).add(node.get("id").text())
    assert {word: found for word, found in groups.items() if len(found) > 1 or not word} == {}


@pytest.mark.parametrize("name", [
    "legal_forms", "titles", "particles", "generic_words", "romanised_words", "common_names",
])
def test_every_list_is_dated_and_says_where_it_comes_from(name: str) -> None:
    top = open_knowledge(f"lexicons/{name}.yaml")
    assert top.get("encoded_on").date()
    assert top.get("cites").text()
    assert top.get("not_encoded").items()


@pytest.mark.parametrize(("word", "stem"), [
    ("norvikskiy", "norvik"), ("norvikskaya", "norvik"), ("norvikskogo", "norvik"), ("velskaya", ""), ("norvik", ""),
])
def test_an_adjective_made_from_a_place_leads_to_the_place(word: str, stem: str) -> None:
    assert stem_of_place(word) == stem


def test_an_adjective_has_one_stem_in_every_ending_and_short_words_have_none() -> None:
    endings = ("yy", "aya", "oye", "ogo", "iy", "oi")
    assert {stem_of("proizvodstvenn" + ending) for ending in endings} == {"proizvodstvenn"}
    assert stem_of("novy") == ""


def test_the_cases_of_the_legal_forms_hold() -> None:
    forms = legal_forms().phrases
    for case in open_knowledge("lexicons/legal_forms.yaml").get("cases").items():
        groups = []
        for side in ("left", "right"):
            words = fold_name(case.get(side).text()).split()
            runs = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
            groups.append(forms[max(runs & set(forms), key=len)].group)
        assert (groups[0] == groups[1]) == (case.get("expect").text() == "same class")

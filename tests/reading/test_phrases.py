"""The notation of the lexicons' phrases: forms of verbs, either word, a few words between, a firm."""

from __future__ import annotations

import pytest

from enduse.reading.phrases import any_of, forms_of


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("buy", {"buy", "buys", "bought", "buying"}),
        ("ship", {"ship", "ships", "shipped", "shipping"}),
        ("supply", {"supply", "supplies", "supplied", "supplying"}),
        ("purchase", {"purchase", "purchases", "purchased", "purchasing"}),
        ("oversee", {"oversee", "oversees", "oversaw", "overseen", "overseeing"}),
    ],
)
def test_every_regular_and_listed_form_of_a_verb_is_known(verb: str, forms: set[str]) -> None:
    assert set(forms_of(verb)) == forms


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("~deny|refuse * license", "The ministry refused the firm's second license."),
        ("warned @", "Officials warned Elbkontor about the order."),
        ("warned @", "Officials warned the trading company about the order."),
        ("in|near place", "it stands near place"),
    ],
)
def test_a_phrase_of_the_notation_is_found(phrase: str, text: str) -> None:
    assert any_of((phrase,)).search(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("warned @", "We warned Ruritanian officials about the order."),
        ("~deny * license", "They denied it one two three four five six license."),
        ("~ship", "a shipment"),
    ],
)
def test_what_a_phrase_does_not_mean_is_not_found(phrase: str, text: str) -> None:
    assert any_of((phrase,)).search(text) is None

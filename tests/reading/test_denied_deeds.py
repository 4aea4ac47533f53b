"""What sentences deny: every part of the deed, and nothing beside it. All names are invented."""

from __future__ import annotations

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts import Claim


def _deeds(text: str) -> list[Claim]:
    return [
        claim for claim in read_document(text.encode(), name="invented.txt").facts
        if claim.about == "party" and (claim.refers or (claim.prop == "role" and claim.value != "designated"))
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Hollin Reach Ltd did not sell any pumps to Grantmoor Works.",
        "Hollin Reach Ltd never sold the two lathes to Grantmoor Works.",
        "Hollin Reach Ltd denied that it sold lathes to Grantmoor Works.",
        "Hollin Reach Ltd denied having sold lathes to Grantmoor Works.",
        "Hollin Reach Ltd denied selling lathes to Grantmoor Works.",
        "Hollin Reach Ltd has not supplied Grantmoor Works with any lathes.",
        "Hollin Reach Ltd hasn't shipped lathes to Grantmoor Works.",
        "No lathes were sold to Grantmoor Works by Hollin Reach Ltd.",
        "There is no evidence that Hollin Reach Ltd sold lathes to Grantmoor Works.",
        "The ministry found no indication that Hollin Reach Ltd had exported lathes to Grantmoor Works.",
        "Hollin Reach Ltd refused to sell two lathes to Grantmoor Works of Iran.",
        "Hollin Reach Ltd would not be able to ship the lathes to Grantmoor Works.",
        "Hollin Reach Ltd failed to deliver the two lathes to Grantmoor Works.",
        "No export of lathes to Grantmoor Works took place.",
        "Hollin Reach Ltd neither made nor sold the lathes.",
        "Grantmoor Works is no longer owned by Hollin Reach Ltd.",
        "Grantmoor Works is not a subsidiary of Hollin Reach Ltd.",
        "Hollin Reach Ltd did not act on behalf of Grantmoor Works.",
    ],
)
def test_a_denied_deed_is_denied_of_all_who_have_a_part_in_it(text: str) -> None:
    deeds = _deeds(text)
    assert deeds
    assert [(deed.key, deed.prop, deed.value) for deed in deeds if not deed.denied] == []


@pytest.mark.parametrize(
    ("text", "true", "denied"),
    [
        ("Grantmoor Works did not buy lathes from Hollin Reach Ltd; it bought them from Tarn Vale GmbH.",
         {"tarn vale gmbh"}, {"grantmoor works", "hollin reach ltd"}),
        ("Hollin Reach Ltd sold lathes to Grantmoor Works but did not sell pumps to Tarn Vale GmbH.",
         {"grantmoor works"}, {"tarn vale gmbh"}),
        ("Hollin Reach Ltd not only sold lathes to Grantmoor Works, it sold pumps too.",
         {"hollin reach ltd", "grantmoor works"}, set()),
        ("The ministry did not know that Hollin Reach Ltd sold lathes to Grantmoor Works.",
         {"hollin reach ltd", "grantmoor works"}, set()),
        ("Hollin Reach Ltd did not apply for a license to export lathes to Grantmoor Works.",
         {"grantmoor works"}, set()),
        ("Hollin Reach Ltd, a subsidiary of Tarn Vale GmbH, did not sell lathes to Grantmoor Works.",
         {"hollin reach ltd"}, {"hollin reach ltd", "grantmoor works"}),
        ("Hollin Reach Ltd did not sell lathes to Grantmoor Works, a subsidiary of Tarn Vale GmbH.",
         {"grantmoor works"}, {"hollin reach ltd", "grantmoor works"}),
    ],
)  # fmt: skip
def test_a_denial_ends_with_its_clause(text: str, true: set[str], denied: set[str]) -> None:
    deeds = _deeds(text)
    assert true <= {deed.key for deed in deeds if not deed.denied}
    assert denied <= {deed.key for deed in deeds if deed.denied}
    if not denied:
        assert not [deed for deed in deeds if deed.denied]


@pytest.mark.parametrize(
    "text",
    [
        "Die Hollin Reach GmbH hat keine Drehmaschinen an die Grantmoor Werke AG verkauft.",
        "Die Hollin Reach GmbH hat die Drehmaschinen nicht an die Grantmoor Werke AG geliefert.",
        "La société Hollin Reach SARL n'a pas vendu de tours à la société Grantmoor SA.",
        "La empresa Hollin Reach S.A. no vendió tornos a la empresa Grantmoor S.L.",
    ],
)
def test_what_was_not_done_is_no_deal_in_other_languages(text: str) -> None:
    assert not [deed for deed in _deeds(text) if not deed.denied]


def test_what_a_german_verb_at_the_end_tells_is_quoted_with_its_names() -> None:
    said = "Die Hollin Reach GmbH hat zwei Drehmaschinen an die Grantmoor Werke AG verkauft."
    (deed,) = [each for each in _deeds(said) if each.prop == "seeks"]
    assert deed.span.quote == "zwei Drehmaschinen an die Grantmoor Werke AG verkauft"[5:]

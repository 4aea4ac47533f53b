"""Kleene's three answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, unknown

OPEN = unknown(MissingFact(fact="speed"))
answers = st.sampled_from([MET, NOT_MET, OPEN, unknown(MissingFact(fact="weight"))])


@given(st.lists(answers))
def test_all_of_and_any_of_are_dual(parts: list[Answer]) -> None:
    assert (~all_of(parts)).verdict is any_of(~part for part in parts).verdict


@given(st.lists(answers), st.data())
def test_deciding_an_open_part_never_flips_a_decided_whole(parts: list[Answer], data: st.DataObject) -> None:
    refined = [data.draw(st.sampled_from([MET, NOT_MET])) if p.verdict is Verdict.UNKNOWN else p for p in parts]
    for combine in (all_of, any_of):
        whole = combine(parts).verdict
        assert whole is Verdict.UNKNOWN or combine(refined).verdict is whole


def test_unknown_names_what_is_missing_and_only_unknown_does() -> None:
    assert all_of([MET, OPEN]).missing == (MissingFact(fact="speed"),)
    with pytest.raises(ValueError):
        Answer(verdict=Verdict.UNKNOWN)
    with pytest.raises(ValueError):
        Answer(verdict=Verdict.MET, missing=(MissingFact(fact="speed"),))

"""Names judged many at a time (all names invented)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.batches import BatchJudge, PlainJudge, is_worth_it
from enduse.names.comparing import SAID, compare_aligned, compare_names, score_names
from enduse.names.packs import is_compiled
from enduse.names.tokens import Kind

WORDS = ["velko", "tarnov", "tarnow", "simov", "ibn", "al", "abu", "norvik", "machine", "works", "gmbh", "ltd", "co",
         "permskiy", "perm", "turkey", "bulgaria", "7", "v", "nmw", "trading", "karasun", "kara", "sun", "dr",
         "ho", "hs", "hamid", "hamad", "mohamed", "muhammad", "велко", "тарнов", "طارق", "向唐", "zavod", "bin", "the",
         "of"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map(" ".join)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["person", "organisation", "unknown"])

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_a_batch_gives_the_scores_and_reasons_of_each_pair_alone(left: str, right: str, kind: Kind) -> None:
    judge = BatchJudge([(left, right, kind, 0.0)])
    assert judge.score(left, right, kind, 0.0) == score_names(left, right, kind=kind)
    assert compare_aligned(judge.align(left, right, kind), left, right, kind) == compare_names(left, right, kind=kind)


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_the_reasons_told_of_many_are_those_of_each_with_weights_that_add_up_to_what_is_wanted(
    left: str, right: str, kind: Kind
) -> None:
    wanted = compare_names(left, right, kind=kind)
    told = BatchJudge([(left, right, kind, 0.0)]).tell([(left, right, kind, 0.7)])[0]
    if wanted.score <= 0:
        assert told is None
    else:
        scale = 0.7 / wanted.score
        assert told == tuple(replace(reason, weight=reason.weight * scale) for reason in wanted.reasons)


def test_nothing_is_told_of_names_that_were_not_read() -> None:
    judge = BatchJudge([("Velko Tarnov", "Velko Tarnow", "person", 0.5)])
    told = judge.tell([("Norvik", "Norvik", "person", 1.0), ("Velko Tarnov", "Velko Tarnow", "person", 1.0)])
    assert told[0] is None
    assert told[1] is not None
    assert PlainJudge().tell([("Norvik", "Norvik", "person", 1.0)]) == [None]


def test_long_names_tell_that_they_were_cut() -> None:
    names = "velko tarnov " * 20, "velko tarnow " * 20
    told = BatchJudge([(*names, "person", 0.0)]).tell([(*names, "person", 1.0)])[0]
    assert told is not None
    assert told[-1].text == SAID[-2]


def test_what_was_not_asked_in_advance_is_scored_all_the_same() -> None:
    judge = BatchJudge([("Velko Tarnov", "Velko Tarnow", "person", 0.5)])
    assert judge.score("Norvik", "Norvik GmbH", "organisation", 0.0) == score_names(
        "Norvik", "Norvik GmbH", kind="organisation"
    )


def test_the_least_score_of_a_pair_asked_twice_is_the_lesser() -> None:
    names = "Velko Simov Tarnov", "Velko Darko Melisor"
    judge = BatchJudge([(*names, "person", 0.9), (*names, "person", 0.0)])
    assert judge.score(*names, "person", 0.0) == PlainJudge().score(*names, "person", 0.0) > 0


def test_many_names_are_worth_it() -> None:
    assert is_worth_it(1000)


def test_the_last_words_of_two_persons_with_a_slip_between_them_answer_each_other_in_a_batch_too() -> None:
    names = "Velko Tarnov Ho", "Velko Tarnov Hs"
    aligned = BatchJudge([(*names, "person", 0.0)]).align(*names, "person")
    assert aligned.matches == PlainJudge().align(*names, "person").matches
    assert len(aligned.matches) == 3

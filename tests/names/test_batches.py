"""Names judged many at a time (all names invented)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.batches import NameBatch, is_worth_it, open_batch
from enduse.names.comparing import SAID, compare_names
from enduse.names.packs import is_compiled
from enduse.names.tokens import Kind

WORDS = ["velko", "tarnov", "tarnow", "simov", "ibn", "al", "abu", "norvik", "machine", "works", "gmbh", "ltd", "co",
         "permskiy", "perm", "turkey", "bulgaria", "7", "v", "nmw", "trading", "karasun", "kara", "sun", "dr",
         "ho", "hs", "hamid", "hamad", "mohamed", "muhammad", "велко", "тарнов", "طارق", "向唐", "zavod", "bin", "the",
         "of"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map(" ".join)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["person", "organisation", "unknown"])

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")


def _read(*names: str, kind: Kind) -> NameBatch:
    opened = open_batch()
    assert opened is not None
    batch = NameBatch(opened)
    for name in names:
        assert batch.number_of(kind)[name] >= 0
    batch.read()
    return batch


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, KINDS)
def test_the_reasons_told_of_many_are_those_of_each_with_weights_that_add_up_to_what_is_wanted(
    left: str, right: str, kind: Kind
) -> None:
    wanted = compare_names(left, right, kind=kind)
    told = _read(left, right, kind=kind).tell([(left, right, kind, 0.7)])[0]
    if wanted.score <= 0:
        assert told is None
    else:
        scale = 0.7 / wanted.score
        assert told == tuple(replace(reason, weight=reason.weight * scale) for reason in wanted.reasons)


def test_nothing_is_told_of_names_that_were_not_read() -> None:
    batch = _read("Velko Tarnov", "Velko Tarnow", kind="person")
    told = batch.tell([("Norvik", "Norvik", "person", 1.0), ("Velko Tarnov", "Velko Tarnow", "person", 1.0)])
    assert told[0] is None
    assert told[1] is not None


def test_names_may_be_read_in_two_goes() -> None:
    batch = _read("Velko Tarnov", kind="person")
    assert batch.number_of("person")["Norvik Simov"] == 1
    batch.read()
    assert batch.tell([("Norvik Simov", "Norvik Simov", "person", 1.0)])[0] == compare_names(
        "Norvik Simov", "Norvik Simov", kind="person"
    ).reasons


def test_long_names_tell_that_they_were_cut() -> None:
    names = "velko tarnov " * 20, "velko tarnow " * 20
    told = _read(*names, kind="person").tell([(*names, "person", 1.0)])[0]
    assert told is not None
    assert told[-1].text == SAID[-2]


def test_many_names_are_worth_it() -> None:
    assert is_worth_it(1000)


def test_the_last_words_of_two_persons_with_a_slip_between_them_answer_each_other_in_a_batch_too() -> None:
    names = "Velko Tarnov Ho", "Velko Tarnov Hs"
    told = _read(*names, kind="person").tell([(*names, "person", 1.0)])[0]
    assert told is not None
    assert len(told) == 3

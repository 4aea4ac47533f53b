"""Names judged many at a time (all names invented)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.evidence import Reason
from enduse.names.batches import is_worth_it
from enduse.names.comparing import SAID, compare_names
from enduse.names.packing import KINDS
from enduse.names.packs import Packs, is_compiled
from enduse.names.scoring import scorer
from enduse.names.telling import MOST_SCALED, tell_many
from enduse.names.tokens import Kind

WORDS = ["velko", "tarnov", "tarnow", "simov", "ibn", "al", "abu", "norvik", "machine", "works", "gmbh", "ltd", "co",
         "permskiy", "perm", "turkey", "bulgaria", "7", "v", "nmw", "trading", "karasun", "kara", "sun", "dr",
         "ho", "hs", "hamid", "hamad", "mohamed", "muhammad", "велко", "тарнов", "طارق", "向唐", "zavod", "bin", "the",
         "of"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map(" ".join)
ANY_KIND: st.SearchStrategy[Kind] = st.sampled_from(["person", "organisation", "unknown"])

pytestmark = pytest.mark.skipif(not is_compiled(), reason="the kernel of names was not compiled")


def _tell(left: str, right: str, kind: Kind, wanted: float = 1.0) -> tuple[Reason, ...] | None:
    packs = Packs()
    one, other = packs.read([left, right], bytes([KINDS[kind]] * 2))
    return tell_many(scorer(), [(one, other, kind, left, right, wanted)])[0]


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES, ANY_KIND)
def test_the_reasons_told_of_many_are_those_of_each_with_weights_that_add_up_to_what_is_wanted(
    left: str, right: str, kind: Kind
) -> None:
    wanted = compare_names(left, right, kind=kind)
    told = _tell(left, right, kind, 0.7)
    if MOST_SCALED * wanted.score < 0.7:
        assert told is None
    else:
        scale = 0.7 / wanted.score
        assert told == tuple(replace(reason, weight=reason.weight * scale) for reason in wanted.reasons)


def test_nothing_is_told_of_names_that_have_no_pack() -> None:
    packs = Packs()
    at = packs.read(["Velko Tarnov"], bytes([KINDS["person"]]))[0]
    name = "Velko Tarnov"
    told = tell_many(scorer(), [(at, 0, "person", name, name, 1.0), (at, at, "person", name, name, 1.0)])
    assert told == [None, (Reason(text=SAID[-1], left=name, right=name, weight=1.0),)]
    assert tell_many(scorer(), []) == []


def test_long_names_tell_that_they_were_cut() -> None:
    names = "velko tarnov " * 20, "velko tarnow " * 20
    told = _tell(*names, "person")
    assert told is not None
    assert told[-1].text == SAID[-2]


def test_many_names_are_worth_it() -> None:
    assert is_worth_it(1000)


def test_the_last_words_of_two_persons_with_a_slip_between_them_answer_each_other_in_a_batch_too() -> None:
    names = "Velko Tarnov Ho", "Velko Tarnov Hs"
    told = _tell(*names, "person")
    assert told is not None
    assert len(told) == 3

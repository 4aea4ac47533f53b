"""Who meets whom: the compiled kernel forms the pairs that the Python beside it forms. Names invented."""

from __future__ import annotations

from array import array
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.sounds import SPELLINGS
from enduse.resolution.blocking import KINDS, LARGEST_BLOCK, find_neighbours, meet_here, pair_up
from enduse.resolution.kernel import Records, kernel, open_records, sort_once
from enduse.resolution.sketching import pack, sketch_values
from enduse.resolution.texts import Texts

pytestmark = pytest.mark.skipif(kernel() is None, reason="the kernel is not compiled: python hatch_build.py")

_SYLLABLES = [*(spelling for spelling, _ in SPELLINGS), "ba", "li", "nd", "a", "h", "xx", "Ж", "ü", "7"]
_WORDS = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=3).map("".join)
_NAMES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_DATES = st.sampled_from(["1961-04-09", "1961-09-04", "1961", "1961-04", "1988-04-09", "no date"])
_FEW = st.sampled_from(["12 Lindgata", "Ostrand", "41055", "mirko@post.example", "0555 4102211", "x4410772", "Žď 9"])


@st.composite
def _records(draw: st.DrawFn) -> str:
    values = {"name": tuple(draw(st.lists(_NAMES, max_size=3))), "birthDate": tuple(draw(st.lists(_DATES, max_size=2)))}
    for prop in ("phone", "email", "passportNumber", "postalCode", "city", "address", "country"):
        values[prop] = tuple(draw(st.lists(_FEW, max_size=2)))
    return pack(sketch_values("Person", values))


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(_records(), max_size=12))
def test_the_kernel_pairs_whom_python_pairs(lines: list[str]) -> None:
    texts = Texts(lines)
    records = opened(texts)
    for kind in range(len(KINDS)):
        pairs, large = meet_here(texts, kind)
        found, _ = pair_up(texts, kind, records)
        assert (found.tolist(), large) == (sorted(set(pairs)), []), KINDS[kind]


@pytest.mark.parametrize("size", [LARGEST_BLOCK, LARGEST_BLOCK + 1])
def test_the_kernel_hands_large_blocks_back_as_python_does(size: int) -> None:
    lines = Texts(pack(sketch_values("Person", {"name": (f"Zelko N{number}",), "phone": ("05554102211",)}))
                  for number in range(size))
    pairs, large = meet_here(lines, 1)
    found, blocks = opened(lines).meet(1, LARGEST_BLOCK)
    assert (found.tolist(), blocks) == (sorted(pairs), large)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(_records(), min_size=2, max_size=40).map(Texts), dice=st.randoms(use_true_random=False))
def test_the_kernel_finds_the_neighbours_that_python_finds(lines: Texts, dice: Random) -> None:
    block = array("q", sorted(dice.sample(range(len(lines)), dice.randint(1, len(lines)))))
    assert opened(lines).neighbours(block, 12).tolist() == find_neighbours(lines, block)


@given(numbers=st.lists(st.integers(0, 2**62)))
def test_numbers_are_sorted_each_once(numbers: list[int]) -> None:
    assert sort_once(array("q", numbers)).tolist() == sorted(set(numbers))


def test_a_record_without_anything_meets_nobody() -> None:
    lines = Texts(["\t" * 8, "\t" * 8])
    assert all(opened(lines).meet(kind, LARGEST_BLOCK) == (array("q"), []) for kind in range(len(KINDS)))


@pytest.mark.parametrize("line", ["", "\t" * 7, "\t" * 9, "\tmirko  vellanso" + "\t" * 7, "\tÿ" + "\t" * 7,
                                  "\t\t1961-4-9" + "\t" * 6, "\t" + " ".join(["a"] * 33) + "\t" * 7])
def test_what_is_no_sketch_is_left_to_python(line: str) -> None:
    assert open_records(Texts([line])) is None


def opened(lines: Texts) -> Records:
    records = open_records(lines)
    assert records is not None
    return records

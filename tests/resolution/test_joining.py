"""Joining: strong links join, chains and contradictions do not, judgements decide, order makes no difference."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from enduse.resolution.joining import join

LINKS = st.lists(
    st.tuples(st.floats(0.5, 1.0), st.integers(0, 12), st.integers(0, 12)).filter(lambda link: link[1] != link[2]),
    max_size=40,
)
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] != p[1]), max_size=8)


def never(_left: int, _right: int) -> bool:
    return False


def test_three_records_join_over_two_links() -> None:
    assert join([(0.9, 1, 2), (0.8, 2, 3)], cannot_be_one=never).clusters == ((1, 2, 3),)


def test_two_pairs_that_one_weak_link_ties_stay_apart() -> None:
    links = [(0.9, 1, 2), (0.9, 3, 4), (0.6, 2, 3)]
    assert join(links, cannot_be_one=never).clusters == ((1, 2), (3, 4))


def test_what_joins_nothing_by_itself_counts_among_the_pairs_that_are_linked() -> None:
    links, backing = [(0.9, 1, 2), (0.9, 3, 4), (0.6, 2, 3)], [(0.95, 1, 3)]
    assert join(links, cannot_be_one=never, also=backing).clusters == ((1, 2, 3, 4),)
    assert join(links[:2], cannot_be_one=never, also=backing).clusters == ((1, 2), (3, 4))


def test_records_that_contradict_each_other_stay_apart_though_a_third_fits_both() -> None:
    father, son, undated = 1, 2, 3
    links = [(0.9, father, undated), (0.8, son, undated)]
    joined = join(links, cannot_be_one=lambda left, right: {left, right} == {father, son})
    assert joined.clusters == ((father, undated),)


def test_a_link_without_support_is_tried_again_when_there_is_some() -> None:
    links = [(0.99, 1, 2), (0.98, 3, 4), (0.97, 1, 3), (0.6, 2, 3), (0.5, 1, 4)]
    assert join(links, cannot_be_one=never).clusters == ((1, 2, 3, 4),)


def test_a_judgement_of_same_joins_without_a_link_and_past_a_contradiction() -> None:
    assert join([], cannot_be_one=lambda left, right: True, same=[(2, 1)]).clusters == ((1, 2),)


def test_a_judgement_of_different_overrules_the_judgements_that_would_join_round_about() -> None:
    joined = join([(1.0, 1, 3)], cannot_be_one=never, same=[(1, 2), (2, 3)], different=[(3, 1)])
    assert joined.clusters == ((1, 2),)
    assert joined.overruled == ((2, 3),)


@given(LINKS, PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_links_and_judgements_makes_no_difference(
    links: list[tuple[float, int, int]], same: list[tuple[int, int]], different: list[tuple[int, int]],
    dice: random.Random,
) -> None:
    first = join(links, cannot_be_one=never, same=same, different=different)
    turned = [(s, right, left) for s, left, right in links]
    for given_ in (turned, same, different):
        dice.shuffle(given_)
    assert join(turned, cannot_be_one=never, same=same, different=different) == first


@given(LINKS, PAIRS, PAIRS)
def test_what_is_judged_different_is_never_in_one_cluster(
    links: list[tuple[float, int, int]], same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    for cluster in join(links, cannot_be_one=never, same=same, different=different).clusters:
        assert not any(left in cluster and right in cluster for left, right in different)


@given(LINKS)
def test_what_cannot_be_one_is_never_in_one_cluster(links: list[tuple[float, int, int]]) -> None:
    joined = join(links, cannot_be_one=lambda left, right: abs(left - right) == 3)
    for cluster in joined.clusters:
        assert not any(right - left == 3 for left in cluster for right in cluster)

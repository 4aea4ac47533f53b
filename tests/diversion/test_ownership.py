"""Shares summed; every owner is invented."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enduse.diversion.ownership import read_share, sum_ownership
from enduse.model.answer import MET, NOT_MET, Answer, Verdict
from enduse.model.ownership import Holding, OwnershipFinding

Claim = tuple[str, str, int, int]


def hold(owner: str, asset: str, low: int, high: int | None = None) -> Holding:
    return Holding(owner=owner, asset=asset, low=Decimal(low), high=Decimal(low if high is None else high))


def ask(*holdings: Holding, listed: str = "L M", people: str = "P Q") -> OwnershipFinding:
    def is_listed(node: str) -> Answer:
        return MET if node in listed.split() else NOT_MET

    return sum_ownership("firm", holdings, listed=is_listed, is_end=lambda node: node in people.split())


@pytest.mark.parametrize("holdings, verdict, low, high", [
    ([hold("L", "firm", 50), hold("P", "firm", 50)], Verdict.MET, 50, 50),
    ([hold("L", "firm", 49), hold("P", "firm", 51)], Verdict.NOT_MET, 49, 49),
    ([hold("L", "firm", 30), hold("M", "firm", 30), hold("P", "firm", 40)], Verdict.MET, 60, 60),
    ([hold("L", "firm", 10), hold("P", "firm", 60)], Verdict.NOT_MET, 10, 40),
    ([hold("L", "firm", 10), hold("P", "firm", 50)], Verdict.UNKNOWN, 10, 50),
    ([hold("P", "firm", 100)], Verdict.NOT_MET, 0, 0),
    ([hold("L", "firm", 0, 100)], Verdict.UNKNOWN, 0, 100),
    ([hold("L", "firm", 25, 50), hold("P", "firm", 40)], Verdict.UNKNOWN, 25, 60),
    ([], Verdict.UNKNOWN, 0, 100),
])
def test_shares_of_direct_owners_are_added_with_their_bounds(
    holdings: list[Holding], verdict: Verdict, low: int, high: int,
) -> None:
    found = ask(*holdings)
    assert found.answer.verdict is verdict
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def test_what_a_listed_owner_holds_half_of_counts_whole_further_down() -> None:
    found = ask(hold("L", "holding", 50), hold("P", "holding", 50), hold("holding", "firm", 50), hold("Q", "firm", 50))
    assert found.answer == MET
    assert [[one.owner for one in chain] for chain in found.chains] == [["L", "holding"]]
    below = ask(hold("L", "holding", 49), hold("P", "holding", 51), hold("holding", "firm", 100))
    assert below.answer == NOT_MET


def test_a_circle_of_firms_is_no_owner() -> None:
    ring = (hold("a", "firm", 100), hold("b", "a", 60), hold("a", "b", 60))
    assert ask(*ring).answer.verdict is Verdict.UNKNOWN
    assert ask(*ring, hold("L", "a", 40), hold("L", "b", 40)).answer.verdict is Verdict.UNKNOWN
    assert ask(hold("a", "firm", 100), hold("a", "a", 40), hold("L", "a", 60)).answer == MET


def test_an_owner_whom_nobody_traced_is_asked_for() -> None:
    found = ask(hold("shell", "firm", 100))
    assert found.answer.verdict is Verdict.UNKNOWN
    assert any("shell" in fact.fact for fact in found.answer.missing)


def test_claims_that_differ_give_the_bounds_that_take_in_both() -> None:
    assert ask(hold("L", "firm", 45), hold("L", "firm", 55), hold("P", "firm", 45)).answer.verdict is Verdict.UNKNOWN
    assert ask(hold("L", "firm", 0, 100), hold("L", "firm", 55)).answer == MET


@pytest.mark.parametrize("words, share", [
    ("25 %", ("25", "25")), ("50.1% of the shares", ("50.1", "50.1")), ("25-50 %", ("25", "50")),
    ("33,3 per cent", ("33.3", "33.3")), ("25 to 50 percent", ("25", "50")), ("half", None), ("120 %", None),
    ("10 % and 20 %", None), ("", None),
])
def test_a_share_is_read_from_the_words_of_a_tie(words: str, share: tuple[str, str] | None) -> None:
    assert read_share(words) == (None if share is None else (Decimal(share[0]), Decimal(share[1])))


NODES = st.sampled_from(["firm", "a", "b", "L", "P", "Q"])
CLAIMS = st.lists(st.tuples(NODES, NODES, st.integers(0, 100), st.integers(0, 40)), max_size=7)


def _whole(claims: list[Claim]) -> list[Claim]:
    """Keep what can be true: one claim a holding, and no more than all of an asset."""
    kept: dict[tuple[str, str], Claim] = {}
    room: dict[str, int] = {}
    for owner, asset, low, width in claims:
        left = room.get(asset, 100)
        if owner != asset and asset not in ("P", "Q") and (owner, asset) not in kept and low <= left:
            kept[owner, asset] = (owner, asset, low, min(low + width, 100))
            room[asset] = left - low
    return list(kept.values())


@given(CLAIMS, st.randoms(use_true_random=False))
def test_a_bound_that_narrows_never_turns_a_decided_answer_and_order_is_nothing(
    claims: list[Claim], shuffle: object,
) -> None:
    known = [hold(*claim) for claim in _whole(claims)]
    before = ask(*known)
    assert ask(*reversed(known)) == before
    if before.answer.verdict is not Verdict.UNKNOWN:
        raised = [hold(one.owner, one.asset, int(one.high)) for one in known]
        totals: dict[str, Decimal] = {}
        for one in raised:
            totals[one.asset] = totals.get(one.asset, Decimal(0)) + one.low
        if all(total <= 100 for total in totals.values()):
            assert ask(*raised).answer == before.answer

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from enduse.diversion.convention import evidence_weights, relation_kinds
from enduse.knowledge.shelf import open_knowledge
from enduse.model.party import PartyRole
from enduse.model.path import Likelihood
from enduse.model.statement import Grade


def test_every_kind_reads_backwards_and_has_a_place_in_followthemoney() -> None:
    for kind in relation_kinds().values():
        assert kind.inverse
        assert kind.ftm_schema
        assert (kind.ftm_schema == "UnknownLink") == bool(kind.ftm_role)


def test_kinds_that_are_each_others_inverse_agree_in_force() -> None:
    kinds = relation_kinds()
    for kind in kinds.values():
        if kind.inverse in kinds:
            back = kinds[kind.inverse]
            assert (kind.carries, kind.carries_back) == (back.carries_back, back.carries)


def test_a_better_grade_never_weakens_a_statement_that_somebody_graded() -> None:
    weights = evidence_weights()
    for better, worse in itertools.pairwise("ABCDE"):
        assert weights.strength_of(Grade.parse(f"{better}2"), "") > weights.strength_of(Grade.parse(f"{worse}2"), "")
    for good, bad in itertools.pairwise("12345"):
        assert weights.strength_of(Grade.parse(f"B{good}"), "") > weights.strength_of(Grade.parse(f"B{bad}"), "")


@given(st.text(min_size=1))
def test_no_words_of_doubt_make_a_statement_stronger(hedge: str) -> None:
    assert evidence_weights().strength_of(Grade.parse("B2"), hedge) < evidence_weights().strength_of(
        Grade.parse("B2"), "")


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_heavier_path_never_reads_less_likely(one: float, other: float) -> None:
    low, high = sorted((one, other))
    weights = evidence_weights()
    for is_hedged in (False, True):
        assert weights.likelihood_of(low, is_hedged=is_hedged).value <= weights.likelihood_of(
            high, is_hedged=is_hedged).value
    assert weights.likelihood_of(high, is_hedged=True).value <= Likelihood.LIKELY.value


def test_every_role_of_the_model_is_in_the_table_of_roles() -> None:
    table = open_knowledge("codes/roles.yaml").get("roles").items()
    assert [node.get("role").text() for node in table] == [role.value for role in PartyRole]

"""Proposals: with reasons, whatever the order; what people judged decides until they judge anew. Names are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.resolution import Resolution, Standing
from enduse.model.screening import Entity
from enduse.model.statement import Judgement, content_id
from enduse.resolution import proposing
from enduse.resolution.proposing import DIFFERENT, IDENTITY, SAME, WITHDRAWN, Wanted, pair_object, propose

DAY = date(2025, 6, 1)


def record(id: str, name: str, *, schema: str = "Person", source: str = "customers", **values: str) -> Entity:
    said = {"name": name, **values}
    return Entity(
        id=id, schema=schema, caption=name, sources=(source,),
        properties=tuple((prop, (value,)) for prop, value in sorted(said.items())),
    )


def judge(left: str, right: str, verdict: str, *, hour: int = 1, until: date | None = None) -> Judgement:
    return Judgement(
        id=content_id(left, right, verdict, hour), kind=IDENTITY, object=pair_object(left, right), verdict=verdict,
        reason="invented", actor="desk", at=datetime(2025, 5, 1, hour, tzinfo=UTC), until=until,
    )


RECORDS = (
    record("a", "Mirko Vellanso", birthDate="1961-04-09", taxNumber="554102", address="Lindgata 7, Ostrand"),
    record("b", "Vellanso Mirko", birthDate="1961-04-09", taxNumber="554102", address="Lindgata 7, Ostrand"),
    record("c", "Mirko Vellanso", birthDate="1990-11-23", address="Lindgata 7, Ostrand"),
    record("d", "Mirko Velanso", birthDate="1961-04-09", source="partners"),
    record("e", "Brightwater Pump Works LLC", schema="Company", registrationNumber="HRB 77120"),
    record("f", "Brightwater Pumps", schema="Company", registrationNumber="hrb77120", source="partners"),
)


def ids(resolution: Resolution) -> list[tuple[str, ...]]:
    return [tuple(member.id for member in cluster.members) for cluster in resolution.clusters]


def standing(resolution: Resolution, left: str, right: str) -> Standing | None:
    return next((p.standing for p in resolution.proposals if (p.left.id, p.right.id) == (left, right)), None)


def test_records_of_one_number_are_one_party_and_father_and_son_are_two() -> None:
    found = ids(propose(RECORDS, as_of=DAY))
    assert ("e", "f") in found
    assert any({"a", "b"} <= set(cluster) for cluster in found)
    assert not any({"a", "c"} <= set(cluster) for cluster in found)


def test_every_proposal_carries_reasons_that_add_up_to_its_score() -> None:
    for proposal in propose(RECORDS, as_of=DAY).proposals:
        assert proposal.reasons
        assert abs(sum(reason.weight for reason in proposal.reasons) - proposal.score) < 1e-6


@settings(max_examples=20, deadline=None)
@given(st.permutations(RECORDS), st.randoms(use_true_random=False))
def test_neither_the_order_of_records_nor_of_judgements_makes_a_difference(
    turned: Sequence[Entity], dice: random.Random
) -> None:
    judgements = [judge("a", "b", DIFFERENT), judge("a", "c", SAME, hour=2), judge("c", "d", DIFFERENT, hour=3)]
    first = propose(RECORDS, as_of=DAY, judgements=judgements)
    dice.shuffle(judgements)
    assert propose(turned, as_of=DAY, judgements=judgements) == first


def test_what_is_judged_different_is_shown_so_and_joins_no_cluster() -> None:
    resolution = propose(RECORDS, as_of=DAY, judgements=[judge("b", "a", DIFFERENT)])
    assert standing(resolution, "a", "b") is Standing.DIFFERENT
    assert not any({"a", "b"} <= set(cluster) for cluster in ids(resolution))


def test_what_is_judged_the_same_joins_whatever_speaks_against() -> None:
    resolution = propose(RECORDS, as_of=DAY, judgements=[judge("a", "c", SAME)])
    assert standing(resolution, "a", "c") is Standing.SAME
    assert any({"a", "c"} <= set(cluster) for cluster in ids(resolution))


def test_a_judgement_withdrawn_leaves_everything_as_before_but_its_history() -> None:
    before = propose(RECORDS, as_of=DAY)
    after = propose(RECORDS, as_of=DAY, judgements=[judge("a", "b", DIFFERENT), judge("a", "b", WITHDRAWN, hour=2)])
    assert ids(after) == ids(before)
    assert standing(after, "a", "b") is Standing.OPEN
    told = next(p for p in after.proposals if (p.left.id, p.right.id) == ("a", "b"))
    assert [judgement.verdict for judgement in told.judgements] == [DIFFERENT, WITHDRAWN]


def test_a_judgement_no_longer_holds_from_the_day_it_ends() -> None:
    judgements = [judge("a", "b", DIFFERENT, until=DAY)]
    assert standing(propose(RECORDS, as_of=date(2025, 5, 31), judgements=judgements), "a", "b") is Standing.DIFFERENT
    assert standing(propose(RECORDS, as_of=DAY, judgements=judgements), "a", "b") is Standing.OPEN


def test_a_judgement_on_a_record_that_is_not_there_has_no_effect() -> None:
    assert propose(RECORDS, as_of=DAY, judgements=[judge("a", "gone", SAME)]) == propose(RECORDS, as_of=DAY)


def test_judgements_that_contradict_each_other_are_told() -> None:
    judgements = [judge("a", "b", SAME), judge("b", "c", SAME, hour=2), judge("a", "c", DIFFERENT, hour=3)]
    resolution = propose(RECORDS, as_of=DAY, judgements=judgements)
    assert not any({"a", "c"} <= set(cluster) for cluster in ids(resolution))
    assert any("another judgement keeps them apart" in note for note in resolution.notes)


def test_a_publisher_s_two_entries_are_not_proposed_as_one_unless_both_sources_are_asked_for() -> None:
    wanted = Wanted(distinct=frozenset({"customers", "partners"}))
    pairs = {(p.left.id, p.right.id) for p in propose(RECORDS, as_of=DAY, wanted=wanted).proposals}
    assert ("a", "b") not in pairs
    assert ("e", "f") in pairs


def test_between_two_sources_only_pairs_across_are_proposed() -> None:
    resolution = propose(RECORDS, as_of=DAY, wanted=Wanted(between=("partners", "customers")))
    assert resolution.proposals
    assert all({p.left.sources, p.right.sources} == {("customers",), ("partners",)} for p in resolution.proposals)


def test_the_limit_cuts_the_list_and_the_count_still_tells_how_many_there_are() -> None:
    whole = propose(RECORDS, as_of=DAY)
    cut = propose(RECORDS, as_of=DAY, wanted=Wanted(limit=1))
    assert cut.proposals == whole.proposals[:1]
    assert cut.found == whole.found > 1


def test_what_is_settled_is_left_out_where_only_open_pairs_are_asked_for() -> None:
    judgements = [judge("a", "b", DIFFERENT), judge("a", "c", SAME, hour=2),
                  judge("e", "f", DIFFERENT, hour=3, until=DAY)]
    whole = propose(RECORDS, as_of=DAY, judgements=judgements)
    left = propose(RECORDS, as_of=DAY, judgements=judgements, wanted=Wanted(is_open=True))
    assert left.clusters == whole.clusters
    assert left.proposals == tuple(p for p in whole.proposals if p.standing is Standing.OPEN)
    assert standing(left, "e", "f") is Standing.OPEN
    assert left.compared == whole.compared - 1, "what was ruled out is not compared again"


def test_dates_that_contradict_each_other_do_not_hide_a_pair_that_much_else_speaks_for() -> None:
    passport = {"passportNumber": "X4410772", "taxNumber": "5541027", "country": "hr"}
    two = [record("a", "Mirko Vellanso", birthDate="1961-04-09", **passport),
           record("b", "Mirko Vellanso", birthDate="1975-12-30", source="partners", **passport)]
    found = propose(two, as_of=DAY, wanted=Wanted(least=0.0))
    assert standing(found, "a", "b") is Standing.OPEN
    assert found.clusters == ()


def test_pairs_that_were_not_compared_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    strangers = [record(f"n{number}", "Mirko Vellanso", birthDate=f"19{60 + number}-0{1 + number}-1{number}")
                 for number in range(5)]
    whole = propose(strangers, as_of=DAY)
    assert (whole.compared, whole.notes) == (10, ())
    monkeypatch.setattr(proposing, "_FEW", 9)
    assert propose(strangers, as_of=DAY).notes == (
        "10 pairs that have something in common were not compared in full, as more speaks against them; ask for fewer"
        " sources to compare all.",
    )


def test_a_name_alone_joins_nobody_where_something_speaks_against_it_and_backs_what_else_joins() -> None:
    moved = (
        record("a", "Corlen Fastra Metals", schema="Company", address="14 Weir Road, Ostrand"),
        record("b", "Corlen Fastra Metals", schema="Company", address="901 Harbour Parade, Tarnwick"),
    )
    told = propose(moved, as_of=DAY)
    assert told.proposals[0].score >= proposing.JOINS_FROM
    assert ids(told) == []
    assert ids(propose([record("a", "Corlen Fastra"), record("b", "Corlen Fastra")], as_of=DAY)) == [("a", "b")]
    tied = (*moved, record("c", "Corlen Fastra Metals", schema="Company", address="14 Weir Road, Ostrand",
                           website="fastra.example"))
    both = (*tied[:1], record("b", "Corlen Fastra Metals", schema="Company", address="901 Harbour Parade, Tarnwick",
                              website="fastra.example"), tied[2])
    assert ids(propose(tied, as_of=DAY)) == [("a", "c")]
    assert ids(propose(both, as_of=DAY)) == [("a", "b", "c")]


def test_few_records_meet_by_one_word_of_a_name_and_by_dates_in_any_notation(monkeypatch: pytest.MonkeyPatch) -> None:
    known = (record("a", "Robert Lindqvar"), record("b", "Bob Lindqvar"))
    assert ids(propose(known, as_of=DAY)) == [("a", "b")]
    monkeypatch.setattr(proposing, "FEW_RECORDS", 0)
    assert ids(propose(known, as_of=DAY)) == []
    dated = (record("a", "Robert Lindqvar", birthDate="9/4/1961"), record("b", "Bob Lindqvar", birthDate="1961-04-09"))
    assert ids(propose(dated, as_of=DAY)) == [("a", "b")]


def test_a_record_of_a_paper_meets_another_spelling_by_one_word_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "FEW_RECORDS", 0)
    known = [
        record("a", "Ospry Lane Limited", schema="Company", source="reports"),
        record("b", "Osprey Lane Ltd", schema="Company", source="customers", country="ae"),
        record("c", "Quarry Bend Ltd", schema="Company", source="reports"),
    ]
    assert ids(propose(known, as_of=date(2026, 1, 1))) == []
    assert ids(propose(known, as_of=date(2026, 1, 1), wanted=Wanted(loose=frozenset({"reports"})))) == [("a", "b")]


def test_a_common_word_of_names_in_papers_costs_little_and_what_it_leaves_out_is_told() -> None:
    names = [f"Trading {chr(97 + number % 26)}x{number}" for number in range(200)]
    known = [record(name, name, schema="Company", source="reports") for name in names]
    told = propose(known, as_of=date(2026, 1, 1), wanted=Wanted(loose=frozenset({"reports"})))
    assert told.compared < 200 * 13
    assert any("a word of a name in a paper" in note for note in told.notes)

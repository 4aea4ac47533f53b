"""Every party and paper here is invented."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.diversion.convention import evidence_weights
from enduse.diversion.graph import Graph, Identity, build_graph, list_moves
from enduse.diversion.paths import Start, find_paths
from enduse.model.marking import Audience, Level, Marking
from enduse.model.path import Confidence, Likelihood, Path
from enduse.model.statement import Grade, Locator, Sighting, Statement


def say(subject: str, prop: str, value: str, *, grade: str = "B2", origin: str = "desk", hedge: str = "",
        denied: bool = False, marking: Marking | None = None) -> Sighting:
    said = Statement(
        subject=subject, schema="Company", prop=prop, value=value, printed=f"{subject} {prop} {value}", source=origin,
        locator=Locator(record="para 1"), origin=origin, grade=Grade.parse(grade), hedge=hedge, denied=denied,
        marking=marking or Marking(),
    )
    return Sighting(id=said.id, statement=said, document=None, document_name=None,
                    received_at=datetime(2026, 1, 5, tzinfo=UTC))


def seek(
    sightings: list[Sighting], target: str = "Works 9", *, limit: int = 3, weight: float = 0.98,
) -> tuple[Path, ...]:
    starts = {"Fenwick": Start(party="Fenwick Trading", weight=weight)}
    return find_paths(build_graph(sightings), starts=starts, targets={target: "a missile programme"}, limit=limit)


CHAIN = [say("Fenwick", "acts_for", "Norbase"), say("Norbase", "front_for", "Works 9", origin="port")]


def test_a_path_tells_its_steps_from_the_party_to_the_concern() -> None:
    (path,) = seek(CHAIN)
    assert [(s.start, s.relation, s.end) for s in path.steps] == [
        ("party:Fenwick Trading", "may_be", "Fenwick"), ("Fenwick", "acts_for", "Norbase"),
        ("Norbase", "front_for", "Works 9"),
    ]
    assert path.concern == "a missile programme"
    assert path.origins == ("desk", "port")


def test_a_path_names_the_origins_that_alone_hold_it_up() -> None:
    (path,) = seek(CHAIN)
    assert path.breaks_without == ("desk", "port")
    (path,) = seek([*CHAIN, say("Fenwick", "acts_for", "Norbase", origin="bank")])
    assert path.breaks_without == ("port",)


def test_another_way_to_the_target_keeps_an_origin_from_breaking_it() -> None:
    ways = seek([*CHAIN, say("Fenwick", "supplies", "Works 9", origin="rail")])
    assert len(ways) == 2
    assert ways[0].breaks_without == ()


def test_a_hedge_stays_in_the_sentence_and_caps_the_likelihood() -> None:
    sightings = [say("Fenwick", "front_for", "Works 9", grade="A1", hedge="we believe")]
    (path,) = seek(sightings, weight=1.0)
    assert path.steps[1].sentence == 'Fenwick is said to be a front company for Works 9 ("we believe").'
    assert path.likelihood is Likelihood.LIKELY


def test_a_denial_stands_beside_the_claim_it_denies() -> None:
    (path,) = seek([say("Fenwick", "front_for", "Works 9"),
                    say("Fenwick", "front_for", "Works 9", origin="Fenwick", denied=True)])
    assert "against this, one statement denies it" in path.steps[1].sentence
    assert len(path.steps[1].evidence) == 2


def test_a_denied_relation_alone_makes_no_path() -> None:
    assert seek([say("Fenwick", "front_for", "Works 9", denied=True)]) == ()


@pytest.mark.parametrize("sightings, is_assessed", [
    ([say("Fenwick", "front_for", "Works 9", grade="B2")], True),
    ([say("Fenwick", "front_for", "Works 9", grade="C2")], False),
    ([say("Fenwick", "front_for", "Works 9", grade="B3")], False),
    ([say("Fenwick", "front_for", "Works 9", grade="F6", origin=o) for o in ("desk", "port")], True),
    ([say("Fenwick", "front_for", "Works 9", grade="F6", origin="desk", hedge=h) for h in ("", "likely")], False),
])
def test_assessed_needs_two_origins_or_one_well_graded_behind_each_link(
    sightings: list[Sighting], is_assessed: bool,
) -> None:
    (path,) = seek(sightings)
    assert path.is_assessed is is_assessed
    assert (path.confidence is Confidence.LOW) is not is_assessed


def test_one_ungraded_link_keeps_the_whole_path_from_being_assessed() -> None:
    (path,) = seek([CHAIN[0], say("Norbase", "front_for", "Works 9", grade="F6")])
    assert not path.is_assessed


def test_a_match_of_names_alone_is_never_assessed() -> None:
    (path,) = seek([], target="Fenwick")
    assert len(path.steps) == 1
    assert not path.is_assessed
    assert "may be" in path.steps[0].sentence


def test_the_weakest_step_is_named() -> None:
    (path,) = seek([CHAIN[0], say("Norbase", "associated_with", "Works 9")])
    assert path.weakest == 2


def test_small_detours_are_not_told_as_other_paths() -> None:
    detour = [say("Fenwick", "acts_for", "Clerk"), say("Clerk", "acts_for", "Norbase")]
    other = [say("Fenwick", "supplies", "Quarry"), say("Quarry", "supplies", "Works 9")]
    paths = seek([*CHAIN, *detour, *other])
    assert [[s.end for s in p.steps[1:]] for p in paths] == [["Norbase", "Works 9"], ["Quarry", "Works 9"]]


def test_a_proposed_identity_carries_a_path_but_is_no_finding() -> None:
    graph = build_graph([say("Fenwick", "acts_for", "Norbase")],
                        identities=[Identity(left="Norbase", right="listed-7", score=0.9)])
    (path,) = find_paths(graph, starts={"Fenwick": Start(party="Fenwick", weight=1.0)}, targets={"listed-7": "listed"})
    assert path.steps[-1].relation == "may_be"
    assert path.confidence is Confidence.MODERATE


NODES = ("a", "b", "c", "d", "e")
KINDS = ("front_for", "acts_for", "associated_with", "procures_via", "shipped_to", "manufactures")
links = st.lists(st.builds(
    say, st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from(NODES),
    grade=st.sampled_from(("A1", "B2", "F6")), origin=st.sampled_from(("desk", "port", "bank")),
    hedge=st.sampled_from(("", "we believe", "possibly")), denied=st.booleans(),
), max_size=14)


def heaviest_by_hand(graph: Graph, starts: dict[str, float], targets: set[str], max_steps: int) -> float:
    moves = {(node, move.end): move.weight for node in NODES for move in list_moves(graph, node)}
    best = 0.0
    for length in range(max_steps + 1):
        for nodes in itertools.permutations(NODES, length + 1):
            if nodes[0] in starts and nodes[-1] in targets and not set(nodes[1:-1]) & targets:
                weight = starts[nodes[0]]
                for pair in itertools.pairwise(nodes):
                    weight *= moves.get(pair, 0.0)
                best = max(best, weight)
    return best


@settings(max_examples=150, deadline=None)
@given(links, st.sets(st.sampled_from(NODES), min_size=1, max_size=2), st.integers(1, 4))
def test_the_first_path_is_the_one_found_by_trying_all(
    sightings: list[Sighting], targets: set[str], steps: int,
) -> None:
    graph = build_graph(sightings)
    starts = {"a": 0.9, "b": 0.6}
    found = find_paths(graph, starts={n: Start(party=n, weight=w) for n, w in starts.items()},
                       targets=dict.fromkeys(targets, "x"), limit=1, max_steps=steps)
    expected = heaviest_by_hand(graph, starts, targets, steps)
    if expected < evidence_weights().floor * (1 - 1e-9):
        assert found == ()
    elif expected > evidence_weights().floor * (1 + 1e-9):
        weight = 1.0
        for step in found[0].steps:
            weight *= step.weight
        assert weight == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(links)
def test_paths_fall_in_weight_and_never_pass_one_entity_twice(sightings: list[Sighting]) -> None:
    weights = []
    starts = {"a": Start(party="A", weight=1.0)}
    for path in find_paths(build_graph(sightings), starts=starts, targets={"e": "x"}, limit=5):
        ends = [step.end for step in path.steps]
        assert len(set(ends)) == len(ends)
        weight = 1.0
        for step in path.steps:
            weight *= step.weight
        weights.append(weight)
    assert all(later <= earlier * (1 + 1e-9) for earlier, later in itertools.pairwise(weights))


@settings(max_examples=60, deadline=None)
@given(links)
def test_an_origin_breaks_a_path_exactly_when_nothing_is_left_without_it(sightings: list[Sighting]) -> None:
    starts = {"a": Start(party="A", weight=1.0)}
    for path in find_paths(build_graph(sightings), starts=starts, targets={"e": "x"}):
        for origin in path.origins:
            rest = build_graph([s for s in sightings if s.statement.origin != origin or s.statement.denied])
            without = find_paths(rest, starts=starts, targets={"e": "x"}, limit=1)
            if not any(s.statement.denied for s in sightings):
                assert (origin in path.breaks_without) == (not without)


@settings(max_examples=60, deadline=None)
@given(links, st.lists(st.builds(say, st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from(NODES),
                                 marking=st.just(Marking(level=Level.SECRET))), max_size=5), st.randoms())
def test_what_an_audience_may_not_see_changes_nothing(
    seen: list[Sighting], hidden: list[Sighting], order: object,
) -> None:
    def visible(record: list[Sighting]) -> list[Sighting]:
        reader = Audience(principal="nl", level=Level.RESTRICTED)
        return [s for s in record if s.statement.marking.is_visible_to(reader)]

    def trace(record: list[Sighting]) -> str:
        return repr(find_paths(build_graph(visible(record)), starts={"a": Start(party="A", weight=1.0)},
                               targets={"e": "x", "d": "y"}))

    mixed = [*hidden, *seen]
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert trace(mixed) == trace(seen)

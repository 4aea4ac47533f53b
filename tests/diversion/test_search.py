from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.diversion.graph import Move
from enduse.diversion.search import Bounds, Search

NODES = ("a", "b", "c", "d", "e")
weights = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda pair: pair[0] != pair[1]),
    st.floats(0.05, 1.0), max_size=16,
)


def search(edges: dict[tuple[str, str], float], targets: set[str], bounds: Bounds) -> Search:
    def moves_of(node: str) -> tuple[Move, ...]:
        return tuple(Move(start=a, end=b, weight=w) for (a, b), w in sorted(edges.items()) if a == node)

    return Search(moves_of, {"a": 1.0, "b": 0.5}, targets, bounds)


def routes_by_hand(edges: dict[tuple[str, str], float], targets: set[str], bounds: Bounds) -> list[float]:
    found = []
    for length in range(bounds.max_steps + 1):
        for nodes in itertools.permutations(NODES, length + 1):
            if nodes[0] in ("a", "b") and nodes[-1] in targets and not set(nodes[1:-1]) & targets:
                weight = {"a": 1.0, "b": 0.5}[nodes[0]]
                for pair in itertools.pairwise(nodes):
                    weight *= edges.get(pair, 0.0)
                found.append(weight)
    return sorted((weight for weight in found if weight >= bounds.floor), reverse=True)


@settings(max_examples=150, deadline=None)
@given(weights, st.sets(st.sampled_from(NODES), min_size=1, max_size=2), st.integers(0, 4))
def test_every_route_is_found_once_and_the_heaviest_first(
    edges: dict[tuple[str, str], float], targets: set[str], steps: int,
) -> None:
    bounds = Bounds(max_steps=steps, floor=1e-9, max_moves=1000)
    routes = list(search(edges, targets, bounds).routes())
    assert [route.weight for route in routes] == pytest.approx(routes_by_hand(edges, targets, bounds))
    assert len({route.nodes for route in routes}) == len(routes)


@settings(max_examples=80, deadline=None)
@given(weights, st.sets(st.sampled_from(NODES), min_size=1, max_size=2), st.integers(0, 4), st.floats(0.01, 0.5))
def test_reaching_a_target_agrees_with_finding_a_route(
    edges: dict[tuple[str, str], float], targets: set[str], steps: int, floor: float,
) -> None:
    bounds = Bounds(max_steps=steps, floor=floor, max_moves=1000)
    assert search(edges, targets, bounds).reaches() == bool(list(search(edges, targets, bounds).routes()))


def test_a_search_that_hits_its_bound_says_so() -> None:
    edges = {("a", "b"): 0.9, ("b", "c"): 0.9, ("c", "d"): 0.9}
    stopped = search(edges, {"d"}, Bounds(max_steps=4, floor=0.01, max_moves=1))
    assert list(stopped.routes()) == []
    assert not stopped.is_complete

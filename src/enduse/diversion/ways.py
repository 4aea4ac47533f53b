"""Where paths are looked for: a small graph in memory, or a network of link segments; both answer alike.

The graph is searched in Python, the network by the kernel. Tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import islice, pairwise
from typing import Protocol

from enduse.diversion.graph import Graph, Identity, Move, list_moves
from enduse.diversion.network import Found, Network, Trail, Triple
from enduse.diversion.search import Bounds, Route, Search


class Ways(Protocol):
    """What a path search asks of the graph of all that is visible."""

    def find(self, starts: Mapping[str, float], *, bounds: Bounds, limit: int) -> Found:
        """Return the heaviest routes to the targets that differ (`differ`)."""
        ...

    def find_without(self, origin: str, starts: Mapping[str, float], target: str, *, bounds: Bounds) -> Found:
        """Return the heaviest route to one target when nothing of an origin counts, if there is any."""
        ...

    def tell(self, trails: Iterable[Sequence[str]]) -> Graph:
        """Return the graph of what is said along some routes, weighed as in the whole."""
        ...

    def is_tied(self, entity: str) -> bool:
        """Tell whether anything ties an entity to another."""
        ...


class GraphWays:
    """The ways in a graph in memory to some targets."""

    def __init__(self, graph: Graph, targets: Set[str]) -> None:
        self._graph, self._targets = graph, targets
        self._moves: dict[str, tuple[Move, ...]] = {}

    def find(self, starts: Mapping[str, float], *, bounds: Bounds, limit: int) -> Found:
        """Return the heaviest routes that differ."""
        search = Search(self._moves_of, starts, self._targets, bounds)
        kept: list[Route] = []
        for route in search.routes() if limit > 0 else ():
            if all(differ(route.nodes, other.nodes) for other in kept):
                kept.append(route)
                if len(kept) == limit:
                    break
        return _found(kept, search)

    def find_without(self, origin: str, starts: Mapping[str, float], target: str, *, bounds: Bounds) -> Found:
        """Return the heaviest route when nothing of an origin counts."""
        touched, gone = self._graph.touched_by.get(origin, frozenset()), frozenset((origin,))

        def moves_of(entity: str) -> tuple[Move, ...]:
            return list_moves(self._graph, entity, without=gone) if entity in touched else self._moves_of(entity)

        search = Search(moves_of, starts, {target}, bounds)
        return _found(islice(search.routes(), 1), search)

    def tell(self, trails: Iterable[Sequence[str]]) -> Graph:  # noqa: ARG002 (all of it is at hand)
        """Return the whole graph."""
        return self._graph

    def is_tied(self, entity: str) -> bool:
        """Tell whether anything ties an entity to another."""
        return bool(self._graph.links_at.get(entity) or self._graph.identities_at.get(entity))

    def _moves_of(self, entity: str) -> tuple[Move, ...]:
        if entity not in self._moves:
            self._moves[entity] = list_moves(self._graph, entity)
        return self._moves[entity]


def _found(routes: Iterable[Route], search: Search) -> Found:
    trails = tuple(Trail(route.nodes, route.weight) for route in routes)
    return Found(trails=trails, links_seen=search.moves_seen, is_complete=search.is_complete)


class NetworkWays:
    """The ways in a network to the entities marked as targets.

    `said` gives the graph of some links and some entities' names, from the record.
    """

    def __init__(
        self, network: Network, targets: bytearray, identities: Sequence[Identity],
        said: Callable[[Sequence[Triple], Iterable[str]], Graph],
    ) -> None:
        self._network, self._targets, self._said = network, targets, said
        self._same = tuple((one.left, one.right, one.score) for one in identities)

    def find(self, starts: Mapping[str, float], *, bounds: Bounds, limit: int) -> Found:
        """Return the heaviest routes that differ."""
        return self._network.find(starts, bounds=bounds, limit=limit, targets=self._targets, identities=self._same)

    def find_without(self, origin: str, starts: Mapping[str, float], target: str, *, bounds: Bounds) -> Found:
        """Return the heaviest route when nothing of an origin counts."""
        return self._network.find(
            starts, bounds=bounds, limit=1, target=target, without=origin, identities=self._same
        )

    def tell(self, trails: Iterable[Sequence[str]]) -> Graph:
        """Return the graph of what is said between neighbours on the routes."""
        trails = [tuple(trail) for trail in trails]
        pairs = {frozenset(pair) for trail in trails for pair in pairwise(trail)}
        entities = {entity for trail in trails for entity in trail}
        triples = {
            triple for pair in pairs for triple in self._network.links_between(*sorted(pair))
        }
        return self._said(sorted(triples), sorted(entities))

    def is_tied(self, entity: str) -> bool:
        """Tell whether anything ties an entity to another."""
        return self._network.degree(entity) > 0 or any(entity in pair[:2] for pair in self._same)


def differ(nodes: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two routes are different ways and not one way told twice: see `paths.seek_paths`."""
    if nodes[-1] != other[-1]:
        return True
    mine, theirs = set(nodes[1:-1]), set(other[1:-1])
    if not mine or not theirs:
        return bool(mine or theirs) or nodes[0] != other[0]
    return not (mine <= theirs or theirs <= mine)

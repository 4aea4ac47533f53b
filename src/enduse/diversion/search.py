"""Best-first search for heavy routes from some starts to some targets, in falling order of weight.

The weight of a route is its start's weight times the weight of every move, so
it only falls as the route grows. The search is exact: it first explores
forward what can still weigh `floor` within `max_steps`, then measures from each
explored node the best that lies ahead, then builds routes best first with that
as the guide. A route visits no node twice and ends at the first target it
meets after its start.

Cost: O(max_steps x explored moves x log) time and O(explored moves) memory, with
at most `max_moves` looked at while exploring and as many while building; where
that bound cut something off, `is_complete` is false and what was found is the
heaviest part. Nodes are taken in a fixed order, so ties always fall alike.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from enduse.diversion.graph import Move

MovesOf = Callable[[str], Sequence[Move]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A chain of moves from a start node; none where the start is itself a target."""

    start: str
    moves: tuple[Move, ...]
    weight: float

    @property
    def nodes(self) -> tuple[str, ...]:
        """Return the entities on the way, the start first."""
        return (self.start, *(move.end for move in self.moves))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far a search goes: moves on a route, least weight, moves looked at.

    A search may look first at what weighs `first_floor` of its heaviest start, then each time at `next_floor` of that.
    """

    max_steps: int
    floor: float
    max_moves: int
    first_floor: float = 1.0
    next_floor: float = 0.25


@dataclass(slots=True)
class Search:
    """One search, run by iterating `routes`; then `moves_seen` and `is_complete` tell how far it got."""

    moves_of: MovesOf
    starts: Mapping[str, float]
    targets: Set[str]
    bounds: Bounds
    moves_seen: int = 0
    is_complete: bool = True
    _moves: dict[str, Sequence[Move]] = field(default_factory=dict)
    _ahead: list[dict[str, float]] = field(default_factory=list)

    def reaches(self) -> bool:
        """Tell whether any route is there; stops at the first target met, so it costs no more than exploring."""
        return self._explore(stop_at_target=True)

    def routes(self) -> Iterator[Route]:
        """Yield the routes, heaviest first."""
        self._explore(stop_at_target=False)
        self._look_back()
        yield from self._build()

    def _explore(self, *, stop_at_target: bool) -> bool:
        """Collect the moves of every node that a route of weight `floor` can still pass, heaviest first.

        Returns whether it stopped at a target, which it does only if told to.
        """
        heap = [(-weight, 0, node) for node, weight in sorted(self.starts.items()) if weight >= self.bounds.floor]
        heapq.heapify(heap)
        fewest: dict[str, int] = {}
        while heap:
            negative, steps, node = heapq.heappop(heap)
            if stop_at_target and node in self.targets:
                return True
            if fewest.get(node, self.bounds.max_steps) <= steps or (steps and node in self.targets):
                continue
            fewest[node] = steps
            if node not in self._moves:
                moves = self.moves_of(node)
                if self.moves_seen + len(moves) > self.bounds.max_moves:
                    self.is_complete = False
                    return False
                self.moves_seen += len(moves)
                self._moves[node] = moves
            for move in self._moves[node]:
                if -negative * move.weight >= self.bounds.floor:
                    heapq.heappush(heap, (negative * move.weight, steps + 1, move.end))
        return False

    def _look_back(self) -> None:
        """Measure for each explored node the best weight that leads on to a target within so many moves."""
        self._ahead = [dict.fromkeys(self.targets, 1.0)]
        for _ in range(self.bounds.max_steps):
            nearer = self._ahead[-1]
            ahead = dict(nearer)
            for node, moves in self._moves.items():
                if node not in self.targets:
                    best = max((move.weight * nearer.get(move.end, 0.0) for move in moves), default=0.0)
                    if best > 0:
                        ahead[node] = best
            self._ahead.append(ahead)

    def _build(self) -> Iterator[Route]:
        floor, looked_at = self.bounds.floor, 0
        heap: list[tuple[float, tuple[str, ...], float, tuple[Move, ...], bool]] = []
        for start, weight in sorted(self.starts.items()):
            if start in self.targets and weight >= floor:
                heap.append((-weight, (start,), weight, (), True))
            heap.append((-weight, (start,), weight, (), False))
        heapq.heapify(heap)
        while heap:
            _, nodes, weight, moves, is_done = heapq.heappop(heap)
            if is_done:
                yield Route(start=nodes[0], moves=moves, weight=weight)
                continue
            left = self.bounds.max_steps - len(moves) - 1
            onward = self._moves.get(nodes[-1], ()) if left >= 0 else ()
            looked_at += len(onward)
            if looked_at > self.bounds.max_moves:
                self.is_complete = False
                return
            for move in onward:
                reach = weight * move.weight
                promise = reach * self._ahead[left].get(move.end, 0.0)
                if promise >= floor and move.end not in nodes:
                    done = move.end in self.targets
                    heapq.heappush(heap, (-promise, (*nodes, move.end), reach, (*moves, move), done))

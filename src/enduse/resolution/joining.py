"""Records joined into parties by pairs that seem one, without letting a chain of weak links join strangers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Clusters of two or more, each sorted, in order; and judgements of "same" that one of "different" overruled."""

    clusters: tuple[tuple[int, ...], ...]
    overruled: tuple[tuple[int, int], ...]


def join(
    links: Iterable[tuple[float, int, int]], *, cannot_be_one: Callable[[int, int], bool],
    same: Iterable[tuple[int, int]] = (), different: Iterable[tuple[int, int]] = (),
    also: Iterable[tuple[float, int, int]] = (),
) -> Joined:
    """Join records, named by numbers, the strongest links first, as people judged and as far as nothing speaks against.

    Pairs judged the same are joined before all others. Two clusters are then
    joined by a link if no pair across them is judged different or cannot be one,
    and if at least half of the pairs across them are linked: two records need
    one link, a third one needs a link to one of two, and two pairs that only one
    link ties stay apart. A link that found no support is tried again after the others.

    The order of the links makes no difference. Cost: sorting the links, then the
    members of both clusters multiplied, for each link between clusters.

    Args:
        links: (strength, left, right) of pairs that seem one.
        cannot_be_one: tells of two records that whatever a third says they are two.
        same: pairs a person judged to be one.
        different: pairs a person judged to be two; they overrule `same`.
        also: further links that join nothing by themselves, but count among the pairs across that are linked.
    """
    groups: _Groups = _Groups(cannot_be_one=cannot_be_one, different=different)
    judged: list[tuple[int, int]] = sorted({_order(left, right) for left, right in same})
    overruled = [pair for pair in judged if not groups.join_judged(pair[0], pair[1])]
    waiting = sorted({(-link[0], *_order(link[1], link[2])) for link in links})
    groups.link((*waiting, *also))
    while True:
        left_over = [link for link in waiting if not groups.has_settled(link[1], link[2])]
        if len(left_over) == len(waiting):
            break
        waiting = left_over
    return Joined(clusters=tuple(sorted(groups.clusters())), overruled=tuple(overruled))


class _Groups:
    """Clusters while they grow; a record that was never joined is its own cluster."""

    def __init__(
        self, *, cannot_be_one: Callable[[int, int], bool], different: Iterable[tuple[int, int]]
    ) -> None:
        self._cannot_be_one: Callable[[int, int], bool] = cannot_be_one
        self._root: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._linked: dict[int, set[int]] = {}
        self._different: dict[int, set[int]] = {}
        for left, right in different:
            self._different.setdefault(left, set()).add(right)
            self._different.setdefault(right, set()).add(left)

    def link(self, links: Iterable[tuple[float, int, int]]) -> None:
        for _, left, right in links:
            self._linked.setdefault(left, set()).add(right)
            self._linked.setdefault(right, set()).add(left)

    def is_apart(self, left: int, right: int) -> bool:
        return self._root.get(left, left) != self._root.get(right, right)

    def join_judged(self, left: int, right: int) -> bool:
        """Join what a person says is one, unless a person says of a pair across that it is two."""
        ours, theirs = self._of(left), self._of(right)
        if self.is_apart(left, right):
            if self._are_judged_different(ours, theirs):
                return False
            self._merge(ours, theirs)
        return right not in self._different.get(left, ())

    def has_settled(self, left: int, right: int) -> bool:
        """Join the clusters of a linked pair if enough pairs across are linked and none speaks against.

        Tells whether they are one cluster now.
        """
        if not self.is_apart(left, right):
            return True
        ours, theirs = self._of(left), self._of(right)
        if len(ours) * len(theirs) > 1:
            others = set(theirs)
            support = sum(len(others & self._linked.get(one, set())) for one in ours)
            if 2 * support < len(ours) * len(theirs):
                return False
        if self._are_judged_different(ours, theirs):
            return False
        if any(self._cannot_be_one(one, other) for one in ours for other in theirs):
            return False
        self._merge(ours, theirs)
        return True

    def clusters(self) -> Iterator[tuple[int, ...]]:
        return (tuple(sorted(members)) for members in self._members.values() if len(members) > 1)

    def _of(self, record: int) -> Sequence[int]:
        return self._members.get(self._root.get(record, record)) or [record]

    def _are_judged_different(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        if not self._different:
            return False
        return any(other in self._different.get(one, ()) for one in ours for other in theirs)

    def _merge(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        root = self._root.get(ours[0], ours[0])
        self._members.pop(self._root.get(theirs[0], theirs[0]), None)
        members = [*ours, *theirs]
        self._members[root] = members
        for record in members:
            self._root[record] = root


def _order(left: int, right: int) -> tuple[int, int]:
    return (left, right) if left <= right else (right, left)

"""The network of links as one viewpoint sees it: link segments together, asked for routes, reach and neighbours.

Which claims are visible, what they bear, how many neighbours a hub has: all is told from visible claims alone, so
nothing hidden can push out, reorder or damp what is seen. Cost of opening: linear in the segments' distinct
appearances, grades and origins and in the nodes of all segments but the first; nothing in the first one's links.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from ctypes import byref
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from enduse.diversion.convention import evidence_weights, relation_kinds
from enduse.diversion.kernel import MOST_PARTS, MOST_STEPS, NOTHING, AskedAt, PartAt, WholeAt, kernel
from enduse.diversion.link_segments import LinkSegment
from enduse.diversion.search import Bounds
from enduse.errors import WorkspaceError
from enduse.model.statement import Grade
from enduse.screening.kernel import address, zeros

_KINDS = 256
_COLUMNS = ("OUT_AT", "LINKS", "IN_AT", "IN_LINK", "IN_KIND", "CLAIMS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """From where a network is seen: day and moment as the record spells them, and which markings may be seen."""

    as_of: str
    known_by: str
    may_see: Callable[[str], bool]
    besides: str = ""  # where it is not empty, series that begin so count for nothing

    def covers(self, marking: str, seen: Iterable[Sequence[Any]]) -> bool:
        """Tell whether a claim of a marking, with these appearances, is visible: the same rule as the view's."""
        if not self.may_see(marking):
            return False
        last: dict[str, tuple[str, str, int]] = {}
        for series, day, moment, present in seen:
            if self.besides and series.startswith(self.besides):
                continue
            if day <= self.as_of and moment <= self.known_by:
                last[series] = max(last.get(series, ("", "", 0)), (day, moment, present))
        return any(present for _, _, present in last.values())


class Triple(NamedTuple):
    """A link by its ends and kind."""

    subject: str
    kind: str
    object: str


class Trail(NamedTuple):
    """A route as the kernel finds it: the entities on the way, the start first, and its weight."""

    nodes: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Routes, heaviest first, how many links were looked at, and whether nothing was cut off by a bound."""

    trails: tuple[Trail, ...]
    links_seen: int
    is_complete: bool


class Network:
    """Link segments as one viewpoint sees them; the first may be large, the others tell news and little else.

    Args:
        segments: each tells anew whole links of those before it.
        sight: the viewpoint.
        moved: entities whose links the last segment tells, and none before it.

    Raises:
        WorkspaceError: there are more segments than the kernel takes, or it was not compiled.
    """

    def __init__(self, segments: Sequence[LinkSegment], sight: Sight, *, moved: Iterable[str] = ()) -> None:
        if not 0 < len(segments) <= MOST_PARTS:
            raise WorkspaceError(f"{len(segments)} files of links cannot be searched together.")
        self._segments = tuple(segments)
        self._base = segments[0]
        self._number_of: dict[str, int] = {}
        self._id_of: list[str] = []
        self._origins: dict[str, int] = {}
        self._kept: list[Any] = []  # buffers that the kernel reads
        self._kind_names = sorted(relation_kinds())
        self._hidden: list[bytearray | None] = [None] * len(segments)
        self._globals = [self._number_nodes(segment) for segment in segments[1:]]
        gone = tuple(moved)
        self._hide_retold(segments[1:-1] if gone else segments[1:])
        self._hide_moved(gone)
        parts = (PartAt * len(segments))(*(self._part(number, sight) for number in range(len(segments))))
        self._ranks = array("Q")
        self._whole = self._lay_whole(parts, sight)

    # -- laying out -------------------------------------------------------------------

    def _number_nodes(self, segment: LinkSegment) -> array[int]:
        """Return the numbers in the whole of the nodes of a segment, giving new ones to those not met before."""
        return array("I", (self._number(segment.node(local)) for local in range(segment.nodes)))

    def _number(self, entity: str) -> int:
        place = self._base.place(entity)
        if place < self._base.nodes:
            return place
        number = self._number_of.get(entity)
        if number is None:
            number = self._number_of[entity] = self._base.nodes + len(self._id_of)
            self._id_of.append(entity)
        return number

    def entity(self, number: int) -> str:
        """Return the id of an entity by its number in the whole."""
        return self._base.node(number) if number < self._base.nodes else self._id_of[number - self._base.nodes]

    def _local(self, which: int, entity: str) -> int:
        segment = self._segments[which]
        place = segment.place(entity)
        return place if place < segment.nodes else -1

    def _hide(self, which: int, link: int) -> None:
        bits = self._hidden[which]
        if bits is None:
            bits = self._hidden[which] = bytearray(self._segments[which].links // 8 + 1)
        bits[link >> 3] |= 1 << (link & 7)

    def _hide_retold(self, news: Iterable[LinkSegment]) -> None:
        """Hide every link that a later segment tells anew."""
        for later, segment in enumerate(news, 1):
            for link in range(segment.links):
                left, kind, right = segment.link(link)
                for which in range(later):
                    places = [self._local(which, segment.node(end)) for end in (left, right)]
                    if min(places) >= 0:
                        number = self._segments[which].find_link(places[0], kind, places[1])
                        if number >= 0:
                            self._hide(which, number)

    def _hide_moved(self, moved: Iterable[str]) -> None:
        for entity in moved:
            for which in range(len(self._segments) - 1):
                local = self._local(which, entity)
                for link in self._segments[which].links_of(local) if local >= 0 else ():
                    self._hide(which, link)

    def _keep(self, buffer: Any) -> int:
        self._kept.append(buffer)
        return address(buffer)

    def _part(self, which: int, sight: Sight) -> PartAt:
        segment, weights = self._segments[which], evidence_weights()
        covers = bytearray(sight.covers(marking, seen) for marking, seen in segment.texts["covers"])
        manners = segment.texts["manners"]
        bears = array("d", (weights.strength_of(Grade.parse(grade), hedge) for grade, hedge, _ in manners))
        denies = bytearray(bool(denied) for _, _, denied in manners)
        origins = array("I", (
            self._origins.setdefault(origin, len(self._origins)) for origin in segment.texts["origins"]
        ))
        known = {name: number for number, name in enumerate(self._kind_names)}
        kinds = bytearray(known.get(kind, _KINDS - 1) for kind in segment.texts["kinds"])
        numbers = self._globals[which - 1] if which else array("I")
        order = array("I", sorted(range(len(numbers)), key=numbers.__getitem__))
        ordered = array("I", (numbers[local] for local in order))
        hidden = self._hidden[which]
        return PartAt(
            *map(segment.place_of, _COLUMNS), *((self._keep(numbers), self._keep(ordered), self._keep(order))
                                                if which else (0, 0, 0)),
            *map(self._keep, (covers, bears, denies, origins, kinds)), self._keep(hidden) if hidden else 0,
            segment.nodes, segment.links, segment.claims, len(covers), len(bears), len(origins), len(kinds), 0,
        )

    def _lay_whole(self, parts: Any, sight: Sight) -> WholeAt:
        weights, kinds = evidence_weights(), relation_kinds()
        forces = [kinds[name] for name in self._kind_names]
        nothing = [0.0] * (_KINDS - len(forces))
        carries = array("d", [*(kind.carries for kind in forces), *nothing])
        carries_back = array("d", [*(kind.carries_back for kind in forces), *nothing])
        days, factors = array("I", (d for d, _ in weights.ages)), array("d", (f for _, f in weights.ages))
        self._kept.append(parts)
        self._room = self._base.nodes + len(self._id_of)
        degrees = zeros("I", self._room + 1)
        return WholeAt(
            address(parts), *map(self._keep, (carries, carries_back, days, factors, degrees)),
            weights.contested, weights.hub_from, len(parts), self._room,
            date.fromisoformat(sight.as_of).toordinal(), len(days),
        )

    # -- asking -----------------------------------------------------------------------

    def degree(self, entity: str) -> int:
        """Return how many others an entity has visible relations with."""
        return int(kernel().dg_degree(byref(self._whole), self._number(entity)))

    def links_of(self, entity: str) -> tuple[Triple, ...]:
        """Return the visible links of an entity, both ways, sorted. Cost: linear in its links."""
        number, room = self._number(entity), 64
        while True:
            found = zeros("I", 2 * room)
            count = int(kernel().dg_links(byref(self._whole), number, address(found), room))
            if count <= room:
                break
            room = count
        return tuple(sorted({self._triple(found[2 * i], found[2 * i + 1]) for i in range(count)}))

    def links_between(self, left: str, right: str) -> tuple[Triple, ...]:
        """Return the visible links between two entities, both ways, sorted. Cost: linear in the lesser one's links."""
        less, more = sorted((left, right), key=self.degree)
        return tuple(triple for triple in self.links_of(less) if more in triple)

    def _triple(self, which: int, link: int) -> Triple:
        segment = self._segments[which]
        left, kind, right = segment.link(link)
        return Triple(segment.node(left), kind, segment.node(right))

    def mark(self, entities: Iterable[str], marked: bytearray | None = None) -> bytearray:
        """Return the bits of some entities, for `find`, with those marked before."""
        numbers = [self._number(entity) for entity in entities]
        bits = bytearray((self._base.nodes + len(self._id_of)) // 8 + 1)
        if marked:
            bits[:len(marked)] = marked
        for number in numbers:
            bits[number >> 3] |= 1 << (number & 7)
        return bits

    def knows(self, entity: str) -> bool:
        """Tell whether the files speak of an entity, to whomever."""
        return entity in self._number_of or self._base.place(entity) < self._base.nodes

    def find(
        self, starts: Mapping[str, float], *, bounds: Bounds, limit: int, targets: bytearray | None = None,
        target: str | None = None, without: str = "", identities: Iterable[tuple[str, str, float]] = (),
    ) -> Found:
        """Return the heaviest routes that differ from some starts to marked targets, or to one target.

        Args:
            targets: bits as `mark` makes them.
            target: the only target, in place of them.
            without: an origin nothing of which counts.
            identities: pairs taken for one, with how surely; they carry both ways.
        """
        only = NOTHING if target is None else self._number(target)
        asked = self._ask(starts, bounds, limit, identities, origin=without, targets=targets, only=only)
        width = bounds.max_steps + 1
        nodes, lengths, weights = zeros("I", limit * width), zeros("I", limit), zeros("d", limit)
        told = zeros("Q", 2)
        count = self._run("dg_find", asked, nodes, lengths, weights, told)
        trails = tuple(
            Trail(tuple(map(self.entity, nodes[i * width:i * width + lengths[i]])), weights[i]) for i in range(count)
        )
        return Found(trails=trails, links_seen=told[0], is_complete=bool(told[1]))

    def reach(
        self, starts: Mapping[str, float], *, bounds: Bounds, most: int,
        identities: Iterable[tuple[str, str, float]] = (),
    ) -> tuple[tuple[str, ...], bool]:
        """Return what a route from some starts can pass, heaviest first, at most so many; and whether that is all."""
        asked = self._ask(starts, bounds, 0, identities, most=most)
        nodes, told = zeros("I", most), zeros("Q", 2)
        count = self._run("dg_reach", asked, nodes, told)
        return tuple(map(self.entity, nodes[:count])), bool(told[1])

    def _run(self, function: str, asked: AskedAt, *places: Any) -> int:
        count = int(getattr(kernel(), function)(byref(self._whole), byref(asked), *map(address, places)))
        if count == -1:
            raise MemoryError
        if count < 0:
            raise ValueError("a question that the kernel does not take")
        return count

    def _ask(
        self, starts: Mapping[str, float], bounds: Bounds, limit: int, identities: Iterable[tuple[str, str, float]],
        *, origin: str = "", targets: bytearray | None = None, only: int = NOTHING, most: int = 0,
    ) -> AskedAt:
        if bounds.max_steps > MOST_STEPS:
            raise ValueError(f"a route has at most {MOST_STEPS} moves")
        begun = sorted((self._number(entity), weight) for entity, weight in starts.items())
        pairs = [(self._number(left), self._number(right), score) for left, right, score in identities]
        same = sorted({*pairs, *((right, left, score) for left, right, score in pairs)})
        self._rank()
        nodes = self._base.nodes + len(self._id_of)
        if targets is not None and len(targets) * 8 < nodes:
            targets += bytes(nodes // 8 + 1 - len(targets))
        buffers = (
            self._ranks, targets if targets is not None else bytearray(nodes // 8 + 1 if only == NOTHING else 1),
            array("I", (number for number, _ in begun)), array("d", (weight for _, weight in begun)),
            *(array(code, (row[i] for row in same)) for i, code in enumerate("IId")),
        )
        asked = AskedAt(
            *map(address, buffers), bounds.floor, bounds.first_floor * max((w for _, w in begun), default=0.0),
            bounds.next_floor, self._base.nodes, nodes, len(begun), len(same),
            self._origins.get(origin, NOTHING) if origin else NOTHING, only, bounds.max_steps, bounds.max_moves, limit,
            most,
        )
        asked.buffers = buffers  # alive as long as the question
        return asked

    def _rank(self) -> None:
        """Give each entity beyond the first segment its place in the order of all ids."""
        if len(self._ranks) == len(self._id_of):
            return
        order = sorted(range(len(self._id_of)), key=lambda i: self._id_of[i].encode("utf-8", "surrogatepass"))
        self._ranks = zeros("Q", len(order))
        for at, i in enumerate(order):
            before = self._base.place(self._id_of[i]) - self._base.nodes
            self._ranks[i] = ((2 * before) << 32) + at

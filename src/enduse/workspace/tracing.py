"""Tracing from one view: the network of links, who may be whom in it, what stands at the ends, and the words of it all.

Everything here is a function of what the view yields. Cost: opening reads the names of the ends of links that stand in
papers, and whole those that have namesakes, some 80 us an end, and who is listed; a trace reads the statements along
the paths it tells and the entities it compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from enduse.diversion.concerns import find_concerns, programme_table
from enduse.diversion.convention import evidence_weights, relation_kinds
from enduse.diversion.graph import Graph, Identity, build_graph
from enduse.diversion.link_building import build_links
from enduse.diversion.link_segments import LinkSegment
from enduse.diversion.network import Network, Sight, Triple
from enduse.diversion.search import Bounds
from enduse.diversion.trace import find_starts, trace_party
from enduse.diversion.ways import NetworkWays
from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.screening import Entity, Hit, Screening
from enduse.model.statement import Sighting
from enduse.resolution.clustering import cluster_same_names, find_namesakes
from enduse.store.link_rows import LinkClaim
from enduse.store.view import View
from enduse.workspace.copies import origins_of_copies, with_origins
from enduse.workspace.link_files import open_link_segments

if TYPE_CHECKING:
    from enduse.diversion.concerns import Concern
    from enduse.model.ownership import Holding
    from enduse.model.path import Trace

IDENTIFYING = ("name", "alias", "country", "topics", "description", "model")
MAX_STEPS = 6
MOST_REACHED = 2000
_FEW = 4000  # entities that are asked for one by one whether they are listed
_CUT = f"More than {MOST_REACHED:,} entities lie within reach; only the heaviest were compared with names on record."
_SHOWN = ""  # the marking of links told anew for one view alone
_TIES = ("owns", "owned_by")
FindAll = Callable[[Sequence[Party], float], Iterable[Sequence[Hit]]]


class _Reached(NamedTuple):
    """What a path can pass: who may be whom of it, and whether it is all (of more than `MOST_REACHED` it is not).

    It is settled where everything reached was compared, so that nobody more can be met.
    """

    identities: tuple[Identity, ...]
    entities: tuple[str, ...]
    is_whole: bool
    is_settled: bool


class Tracer:
    """The links of one view, with what several questions share.

    Args:
        find_all: finds everybody in the view whom each of some parties may be, down to a threshold.
    """

    def __init__(self, view: View, find_all: FindAll) -> None:
        self._view, self._find_all = view, find_all
        self._kinds = tuple(relation_kinds())
        self.concerns: dict[str, Concern] = {}
        self._origins: dict[str, str] = {}  # of statements that copy others, by their ids
        self._compared: set[Triple] = set()  # links whose copies have been looked for
        self._without_copies: Network | None = None
        self._proposed: dict[str, tuple[Identity, ...]] = {}  # whom entities may be, as far as that was asked
        self._asked_if_listed = 0  # how many entities were asked one by one whether they are listed

    # -- the network --------------------------------------------------------------

    @cached_property
    def _segments(self) -> tuple[LinkSegment, ...]:
        return open_link_segments(self._view.indexable)

    @cached_property
    def _sight(self) -> Sight:
        as_of, known_by = self._view.moment()
        return Sight(
            as_of=as_of, known_by=known_by, may_see=lambda text: text == _SHOWN or self._view.may_see(text),
            besides=self._view.besides,
        )

    @cached_property
    def _in_papers(self) -> tuple[tuple[str, str, str], ...]:
        return self._view.links_in_papers(self._kinds)

    @cached_property
    def stands_for(self) -> Mapping[str, str]:
        """Return which entity stands for each of several papers' namesakes."""
        ends = {end for subject, _, value in self._in_papers for end in (subject, value)}
        corrected = ((now.statement.subject, now.statement.value) for _, now in self._view.overruled()
                     if now is not None and now.statement.prop == "name")
        alike = ends & find_namesakes(chain(self._view.values_of(ends, "name"), corrected), self._in_papers)
        entities = self._view.entities(alike, props=IDENTIFYING).values()
        return cluster_same_names(entities, ties=self._in_papers, different=self._judged_identities[1])

    @cached_property
    def _moved(self) -> frozenset[str]:
        """Return the entities whose links are told from the record itself.

        Namesakes, what people corrected, and whatever papers say more than once, perhaps as copies of each other.
        """
        moved = {*self.stands_for, *self.stands_for.values()}
        moved |= {subject for (subject, _, _), count in Counter(self._in_papers).items() if count > 1}
        return frozenset(moved | {read.statement.subject for read, _ in self._view.overruled()})

    @cached_property
    def _told_anew(self) -> Mapping[Triple, tuple[Sighting, ...]]:
        """Return the links of the moved entities, namesakes taken as one."""
        if not self._moved:
            return {}
        plain = Network(self._segments, self._sight)
        pointing = {triple.subject for entity in self._moved for triple in plain.links_of(entity)}
        found: dict[Triple, list[Sighting]] = {}
        for sighting in self._view.about(self._moved | pointing, props=self._kinds):
            said = sighting.statement
            if said.subject in self._moved or said.value in self._moved:
                ends = (self.stands_for.get(end, end) for end in (said.subject, said.value))
                subject, value = ends
                moved = replace(sighting, statement=replace(said, subject=subject, value=value))
                found.setdefault(Triple(subject, said.prop, value), []).append(moved)
        return {triple: tuple(said) for triple, said in found.items()}

    @cached_property
    def network(self) -> Network:
        """Return the network of all visible links, namesakes of several papers taken as one."""
        return self._join(tuple(chain.from_iterable(self._told_anew.values())))

    def _join(self, told_anew: Sequence[Sighting]) -> Network:
        if not told_anew:
            return Network(self._segments, self._sight)
        anew = LinkSegment(bytearray(b"".join(build_links(map(_claim, told_anew)))))
        return Network((*self._segments, anew), self._sight, moved=self._moved)

    def _leave_copies_out(self, reached: Iterable[str]) -> Network:
        """Return the network in which copies of a text, as far as they touch what is reached, count as one origin."""
        met = set(reached)
        near = [t for t in self._told_anew if t not in self._compared and (t.subject in met or t.object in met)]
        self._compared.update(near)
        said = [sighting for triple in near for sighting in self._told_anew[triple]]
        if origins := origins_of_copies(self._view, said):
            self._origins.update(origins)
            every = tuple(chain.from_iterable(self._told_anew.values()))
            self._without_copies = self._join(with_origins(every, self._origins))
        return self._without_copies or self.network

    def _listed_among(self, entities: Iterable[str] | None) -> frozenset[str]:
        return self._view.listed(sorted(programme_table().target_topics), among=entities)

    @cached_property
    def _targets(self) -> bytearray:
        return self.network.mark(sorted(filter(self.network.knows, self._listed_among(None))))

    def _targets_of(
        self, network: Network, reached: Collection[str], ends: Collection[str], *, is_whole: bool
    ) -> bytearray:
        """Return the bits of the listed entities that a search may end at.

        Where all that it can pass is known and few, these alone are asked whether they are listed: the same routes are
        found. A tracer that is asked much reads who is listed once and for all.
        """
        self._asked_if_listed += len(reached)
        if is_whole and network is self.network and self._asked_if_listed <= _FEW:
            return network.mark(sorted(self._listed_among({*reached, *ends})))
        return network.mark(self._listed_among(ends), self._targets)

    def sightings_of(self, triples: Iterable[Triple]) -> list[Sighting]:
        """Return the visible statements of some links, namesakes taken as one."""
        wanted = set(triples)
        found = [sighting for triple in sorted(wanted) for sighting in self._told_anew.get(triple, ())]
        plain = {triple for triple in wanted if triple not in self._told_anew}
        said = self._view.about({t.subject for t in plain}, props={t.kind for t in plain}) if plain else ()
        found = list(with_origins(found, self._origins))
        return found + [s for s in said if Triple(s.statement.subject, s.statement.prop, s.statement.value) in plain]

    # -- ownership ----------------------------------------------------------------

    def holdings_above(self, entities: Iterable[str]) -> tuple[Holding, ...]:
        """Return the holdings above some entities, directly and through others."""
        from enduse.diversion.ownership import MOST, holdings_of, owners_above

        starts = sorted(set(entities))
        waiting, seen, ties = list(starts), set(starts), set[Triple]()
        while waiting and len(ties) < MOST:
            asset = waiting.pop()
            for triple in self.network.links_of(asset):
                owner = triple.subject if triple.kind == "owns" else triple.object
                if triple.kind in _TIES and owner != asset:
                    ties.add(triple)
                    if owner not in seen:
                        seen.add(owner)
                        waiting.append(owner)
        return owners_above(starts, holdings_of(self.sightings_of(ties)))

    # -- tracing ------------------------------------------------------------------

    def trace(
        self, screening: Screening, *, limit: int, same: frozenset[str] = frozenset(),
        different: frozenset[str] = frozenset(),
    ) -> Trace:
        """Trace a screened party, whom people judged to be some of its hits and not others."""
        screening = self._stand_for_namesakes(screening)
        judged = {**dict.fromkeys(different, False), **dict.fromkeys(same, True)}
        starts = {entity: start.weight for entity, start in find_starts(screening, judged).items()}
        self.note_concerns(hit.entity.id for hit in screening.hits)
        identities, reached, is_whole, is_settled = self._identities(starts)
        network = self._leave_copies_out(reached)
        ends = {end for one in identities for end in (one.left, one.right)}
        targets = self._targets_of(network, reached, {*starts, *ends}, is_whole=is_whole and is_settled)
        ways = NetworkWays(network, targets, identities, lambda t, e: self._graph(t, e, identities))
        trace = trace_party(ways, screening, concerns=self._tell_concerns, limit=limit, max_steps=MAX_STEPS,
                            judged=judged)
        return trace if is_whole else replace(trace, note=f"{_CUT} {trace.note}".strip())

    def note_concerns(self, entities: Iterable[str]) -> None:
        """Note why some entities are of concern, where they are."""
        self.concerns.update(find_concerns(self._view.about(set(entities))))

    def _tell_concerns(self, entities: Iterable[str]) -> Mapping[str, str]:
        self.note_concerns(entities)
        return {entity: self.concerns[entity].text for entity in entities}

    def _graph(self, triples: Sequence[Triple], entities: Iterable[str], identities: Sequence[Identity]) -> Graph:
        """Return the graph of some links from the record, weighed as in the whole."""
        ids = sorted(entities)
        captions = {name: e.caption for name, e in self._view.entities(ids, props=IDENTIFYING).items()}
        return build_graph(
            self.sightings_of(triples), captions=captions, as_of=self._view.viewpoint.as_of,
            identities=[one for one in identities if one.left in captions or one.right in captions],
            degrees={entity: self.network.degree(entity) for entity in ids},
        )

    def _stand_for_namesakes(self, screening: Screening) -> Screening:
        """Return the screening with each hit on one of several namesakes put on the one that stands for them, once."""
        hits: dict[str, Hit] = {}
        for hit in screening.hits:
            first = self.stands_for.get(hit.entity.id, hit.entity.id)
            hits.setdefault(first, replace(hit, entity=replace(hit.entity, id=first)))
        return replace(screening, hits=tuple(hits.values()))

    # -- who may be whom ----------------------------------------------------------

    def _identities(self, starts: Mapping[str, float]) -> _Reached:
        """Tell who may be whom of the entities that a path can pass, and which these are, the heaviest first."""
        convention = evidence_weights()
        bounds = Bounds(max_steps=MAX_STEPS, floor=convention.floor, max_moves=convention.max_links)
        found: dict[tuple[str, str], Identity] = {}
        compared: set[str] = set()
        reached: tuple[str, ...] = ()
        is_whole, is_settled = True, False
        for _ in range(MAX_STEPS):
            pairs = [(one.left, one.right, one.score) for one in found.values()]
            reached, is_whole = self.network.reach(starts, bounds=bounds, most=MOST_REACHED, identities=pairs)
            news = [entity for entity in reached if entity not in compared]
            compared.update(news)
            known = len(found)
            for identity in self._same_as(news):
                found[identity.left, identity.right] = identity
            if is_settled := len(found) == known:
                break
        return _Reached(tuple(found[key] for key in sorted(found)), reached, is_whole, is_settled)

    @cached_property
    def _judged_identities(self) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
        """Return the pairs of records that people judge to be one, and those they judge to be two, on the day."""
        from enduse.model.resolution import Standing
        from enduse.resolution.proposing import IDENTITY, judged_pairs, standing_of

        day = self._view.viewpoint.as_of
        standings = {
            pair: standing_of(history, as_of=day)
            for pair, history in judged_pairs(self._view.judgements_of((IDENTITY,))).items()
        }
        return (
            frozenset(pair for pair, standing in standings.items() if standing is Standing.SAME),
            frozenset(pair for pair, standing in standings.items() if standing is Standing.DIFFERENT),
        )

    def _same_as(self, ids: Sequence[str]) -> Iterator[Identity]:
        """Tell whom people judge some entities to be, and propose whom the unlisted ones may be by their names."""
        same, _ = self._judged_identities
        wanted = set(ids)
        for left, right in sorted(same):
            if left in wanted or right in wanted:
                left, right = sorted((self.stands_for.get(left, left), self.stands_for.get(right, right)))
                if left != right:
                    yield Identity(left=left, right=right, score=1.0)
        self._propose([one for one in ids if one not in self._proposed])
        yield from (identity for one in ids for identity in self._proposed[one])

    def _propose(self, ids: Sequence[str]) -> None:
        """Note whom some entities may be; what was found for one party of an order serves the next."""
        self._proposed.update(dict.fromkeys(ids, ()))
        same, different = self._judged_identities
        entities = [entity for entity in self._view.entities(ids, props=IDENTIFYING).values()
                    if not entity.is_listed and entity.values("name")]
        found = self._find_all([*map(as_party, entities)], evidence_weights().same_from)
        for entity, hits in zip(entities, found, strict=True):
            proposed = []
            for hit in hits:
                left, right = sorted((entity.id, hit.entity.id))
                is_settled = (left, right) in same or (left, right) in different
                if self.stands_for.get(hit.entity.id, hit.entity.id) != entity.id and not is_settled:
                    proposed.append(Identity(left=left, right=right, score=hit.score, evidence=_evidence(hit)))
            self._proposed[entity.id] = tuple(proposed)


def as_party(entity: Entity) -> Party:
    """Return the party that an entity of the record is, for screening it."""
    countries = entity.values("country")
    return Party(
        name=entity.caption, aliases=(*entity.values("name"), *entity.values("alias")), kind=entity.schema,
        country=countries[0] if len(countries) == 1 else "",
    )


def _evidence(hit: Hit) -> tuple[Citation, ...]:
    return tuple(citation for reason in hit.reasons for citation in reason.evidence)


def _claim(sighting: Sighting) -> LinkClaim:
    """Spell a visible statement of a link as one that everybody who has the file in hand may see."""
    said = sighting.statement
    return LinkClaim(
        said.subject, said.prop, said.value, _SHOWN, (("", "", "", 1),), said.denied, str(said.grade), said.hedge,
        said.origin, said.said_on.isoformat() if said.said_on else "", "", "",
    )

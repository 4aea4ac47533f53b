"""The graph of what sources say of parties: entities as nodes, relation kinds as links with their claims.

A link gathers every statement of one kind between one pair, for and against.
Only what the viewpoint shows is ever put in, so the graph, its hub counts and
all that follows are functions of the visible record.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from enduse.diversion.convention import RelationKind, evidence_weights, relation_kinds
from enduse.model.citing import cite
from enduse.model.evidence import Citation
from enduse.model.path import IDENTITY
from enduse.model.statement import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of a link as it bears on it: strength from 0 to 1, and its citation."""

    citation: Citation
    strength: float
    denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One kind of relation from a subject to an object, with all its claims, strongest first.

    `whole_strength` is how much they bear together; `origins` are all that speak of it, for or against.
    """

    subject: str
    kind: RelationKind
    object: str
    claims: tuple[Claim, ...]
    whole_strength: float
    origins: frozenset[str]

    @property
    def support(self) -> tuple[Claim, ...]:
        """Return the claims that say the link is there."""
        return tuple(claim for claim in self.claims if not claim.denied)

    @property
    def denials(self) -> tuple[Claim, ...]:
        """Return the claims that say it is not."""
        return tuple(claim for claim in self.claims if claim.denied)

    def strength(self, *, without: frozenset[str] = frozenset()) -> float:
        """Return how much the claims bear once the named origins are taken away; 0 when nothing supports the link."""
        return self.whole_strength if self.origins.isdisjoint(without) else _bear(self.claims, without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A proposal that two entities are one: carries a path both ways with its score, and is never a finding."""

    left: str
    right: str
    score: float
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Links and identities by the entities they touch, sorted; `touched_by` names those each origin speaks of.

    Where the graph is a piece of a larger one, `degrees` says how many neighbours its entities have there.
    """

    captions: Mapping[str, str]
    links_at: Mapping[str, tuple[Link, ...]]
    identities_at: Mapping[str, tuple[Identity, ...]]
    touched_by: Mapping[str, frozenset[str]]
    links: int
    degrees: Mapping[str, int] = field(default_factory=dict)

    def caption(self, entity: str) -> str:
        """Return the entity's name where one is known, else its id."""
        return self.captions.get(entity, entity)

    def degree(self, entity: str) -> int:
        """Return how many other entities the entity has relations with."""
        if entity in self.degrees:
            return self.degrees[entity]
        return len({link.object if link.subject == entity else link.subject for link in self.links_at.get(entity, ())})


def build_graph(
    sightings: Iterable[Sighting], *, captions: Mapping[str, str] | None = None, identities: Sequence[Identity] = (),
    as_of: date | None = None, degrees: Mapping[str, int] | None = None,
) -> Graph:
    """Return the graph of the relation statements among the sightings.

    Statements whose property is no relation kind are passed over, but for names,
    which give a caption where `captions` has none. A link from an entity to
    itself says nothing and is left out. Claims are as old as they are on `as_of`;
    without it none is old. The order of the sightings does not matter.
    Cost: time O(n log n), memory O(relations and names) in the number of sightings.
    """
    kinds = relation_kinds()
    gathered: dict[tuple[str, str, str], dict[str, Claim]] = {}
    names: dict[str, str] = {}
    for sighting in sightings:
        said = sighting.statement
        if said.prop == "name" and not said.denied:
            names[said.subject] = min(names.get(said.subject, said.value), said.value)
        elif said.prop in kinds and said.subject != said.value:
            days = (as_of - said.said_on).days if as_of and said.said_on else 0
            strength = evidence_weights().strength_of(said.grade, said.hedge, days=days)
            claim = Claim(citation=cite(sighting), strength=strength, denied=said.denied)
            gathered.setdefault((said.subject, said.prop, said.value), {})[sighting.id] = claim
    at: dict[str, list[Link]] = {}
    touched: dict[str, set[str]] = {}
    for (subject, prop, value), claims in sorted(gathered.items()):
        ordered = tuple(sorted(claims.values(), key=lambda c: (-c.strength, c.citation.id)))
        link = Link(
            subject=subject, kind=kinds[prop], object=value, claims=ordered,
            whole_strength=_bear(ordered, frozenset()), origins=frozenset(c.citation.origin for c in ordered),
        )
        at.setdefault(subject, []).append(link)
        at.setdefault(value, []).append(link)
        for origin in link.origins:
            touched.setdefault(origin, set()).update((subject, value))
    same: dict[str, list[Identity]] = {}
    for identity in sorted(identities, key=lambda i: (i.left, i.right, -i.score)):
        same.setdefault(identity.left, []).append(identity)
        same.setdefault(identity.right, []).append(identity)
    return Graph(
        captions={**names, **(captions or {})}, links=len(gathered),
        links_at={entity: tuple(links) for entity, links in sorted(at.items())},
        identities_at={entity: tuple(pairs) for entity, pairs in sorted(same.items())},
        touched_by={origin: frozenset(entities) for origin, entities in sorted(touched.items())},
        degrees=degrees or {},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way to go on from an entity: over a link (with or against its direction) or an identity."""

    start: str
    end: str
    weight: float
    link: Link | None = None
    identity: Identity | None = None

    @property
    def relation(self) -> str:
        """Return how the link reads in the direction of the move."""
        if self.link is None:
            return IDENTITY
        return self.link.kind.name if self.link.subject == self.start else self.link.kind.inverse


def list_moves(graph: Graph, entity: str, *, without: frozenset[str] = frozenset()) -> tuple[Move, ...]:
    """Return the best move to each neighbour, sorted by neighbour; moves that carry nothing are left out.

    The weight is the kind's force times the strength of its claims, times a
    damping where the entity is a hub (identities are not damped).
    Cost: linear in the entity's claims.
    """
    best: dict[str, Move] = {}
    damping = math.sqrt(min(1.0, evidence_weights().hub_from / max(1, graph.degree(entity))))
    for link in graph.links_at.get(entity, ()):
        forward = link.subject == entity
        force = link.kind.carries if forward else link.kind.carries_back
        end = link.object if forward else link.subject
        weight = force * damping * link.strength(without=without)
        _keep(best, Move(start=entity, end=end, weight=weight, link=link))
    for identity in graph.identities_at.get(entity, ()):
        end = identity.right if identity.left == entity else identity.left
        _keep(best, Move(start=entity, end=end, weight=identity.score, identity=identity))
    return tuple(best[end] for end in sorted(best))


def _keep(best: dict[str, Move], move: Move) -> None:
    if move.weight > 0 and (move.end not in best or move.weight > best[move.end].weight):
        best[move.end] = move


def _bear(claims: Sequence[Claim], without: frozenset[str]) -> float:
    """Weigh the claims for a link against those that deny it."""
    support = _combine((claim for claim in claims if not claim.denied), without)
    against = _combine((claim for claim in claims if claim.denied), without)
    return support * (1 - against * evidence_weights().contested)


def _combine(claims: Iterable[Claim], without: frozenset[str]) -> float:
    """Combine independent origins, the strongest first: each counts once, by its strongest claim."""
    by_origin: dict[str, float] = {}
    for claim in claims:
        if claim.citation.origin not in without:
            by_origin[claim.citation.origin] = max(by_origin.get(claim.citation.origin, 0.0), claim.strength)
    left_open = functools.reduce(lambda rest, s: rest * (1 - s), sorted(by_origin.values(), reverse=True), 1.0)
    return 1 - left_open

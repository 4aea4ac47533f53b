"""The best few different evidence paths from a party to something of concern, told in the sources' own strength.

A path weighs what its steps weigh, multiplied: how surely the party is the
entity on record, then for each link the force of its kind times the strength
of its claims. The weight orders paths and picks the likelihood word;
confidence speaks of the sources alone, and the two are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from enduse.diversion.convention import evidence_weights
from enduse.diversion.graph import Graph, Link, Move, list_moves
from enduse.diversion.network import Trail
from enduse.diversion.search import Bounds, Route
from enduse.diversion.ways import GraphWays, Ways
from enduse.model.evidence import Citation
from enduse.model.path import IDENTITY, Confidence, Path, Remainder, Step
from enduse.model.statement import Grade
from enduse.store.own_series import OWN_ORDERS, is_trade

_LINE = re.compile(r", line \d+$")
_MOST_ORDERS = 3  # that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a search begins: the party as the order names it, how surely it is the entity, and by what evidence."""

    party: str
    weight: float
    evidence: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsFound:
    """The paths, heaviest first, and how far the search got."""

    paths: tuple[Path, ...]
    links_seen: int
    is_complete: bool


def find_paths(
    graph: Graph, *, starts: Mapping[str, Start], targets: Mapping[str, str], limit: int = 3, max_steps: int = 6,
) -> tuple[Path, ...]:
    """Return the best few different paths from the starts to the targets, heaviest first.

    `starts` maps an entity to how the party comes to be taken for it; `targets`
    an entity to the concern it stands for. `max_steps` counts moves after the
    start. See `seek_paths` for what is different and what it costs.
    """
    return search_paths(graph, starts=starts, targets=targets, limit=limit, max_steps=max_steps).paths


def search_paths(
    graph: Graph, *, starts: Mapping[str, Start], targets: Mapping[str, str], limit: int = 3, max_steps: int = 6,
) -> PathsFound:
    """Return the best few different paths in a graph, and how far the search got: as `seek_paths`."""
    ways = GraphWays(graph, targets.keys())
    return seek_paths(ways, starts=starts, concerns=lambda _: targets, limit=limit, max_steps=max_steps)


def seek_paths(
    ways: Ways, *, starts: Mapping[str, Start], concerns: Callable[[Iterable[str]], Mapping[str, str]],
    limit: int = 3, max_steps: int = 6,
) -> PathsFound:
    """Return the best few different paths, and how far the search got.

    Two paths to one target are the same way told twice when the entities between
    start and target of one all lie on the other; only the heavier is kept. A
    direct link differs from every path with somebody between. `concerns` tells of
    some targets what each stands for.
    Cost: one bounded best-first search (see `search`), and one more for each
    origin behind a path; at most 200,000 links looked at in each.
    """
    convention = evidence_weights()
    bounds = Bounds(
        max_steps=max_steps, floor=convention.floor, max_moves=convention.max_links,
        first_floor=convention.first_floor, next_floor=convention.next_floor,
    )
    weights = {entity: start.weight for entity, start in starts.items()}
    found = ways.find(weights, bounds=bounds, limit=limit)
    graph = ways.tell(trail.nodes for trail in found.trails)
    routes = [_follow(graph, trail) for trail in found.trails]
    told = concerns({route.nodes[-1] for route in routes})
    rests = [_take_away(ways, route, weights, bounds) for route in routes]
    paths = tuple(
        _tell(graph, route, starts[route.start], told[route.nodes[-1]], rest)
        for route, rest in zip(routes, rests, strict=True)
    )
    return PathsFound(paths=paths, links_seen=found.links_seen, is_complete=found.is_complete)


def _follow(graph: Graph, trail: Trail, *, without: frozenset[str] = frozenset()) -> Route:
    """Return the route with the moves that a trail of entities stands for."""
    moves = tuple(
        next(move for move in list_moves(graph, start, without=without) if move.end == end)
        for start, end in pairwise(trail.nodes)
    )
    return Route(start=trail.nodes[0], moves=moves, weight=trail.weight)


def _take_away(
    ways: Ways, route: Route, weights: Mapping[str, float], bounds: Bounds
) -> tuple[Remainder, ...]:
    """Return what is left of the ways to the route's target without each origin that speaks for it."""
    found = [
        (origin, ways.find_without(origin, weights, route.nodes[-1], bounds=bounds).trails)
        for origin in _origins_of(route)
    ]
    told = ways.tell(trail.nodes for _, trails in found for trail in trails)
    return tuple(_remain(told, origin, trails) for origin, trails in found)


def _remain(graph: Graph, origin: str, trails: Sequence[Trail]) -> Remainder:
    if not trails:
        return Remainder(origin=origin, likelihood=None)
    gone = frozenset((origin,))
    route = _follow(graph, trails[0], without=gone)
    is_hedged = any(
        all(claim.citation.hedge for claim in move.link.support if claim.citation.origin != origin)
        for move in route.moves if move.link
    )
    band = evidence_weights().likelihood_of(route.weight, is_hedged=is_hedged)
    captions = list(map(graph.caption, route.nodes))
    via = tuple(name for before, name in zip(("", *captions), captions, strict=False) if name != before)
    return Remainder(origin=origin, likelihood=band, via=via)


def _origins_of(route: Route) -> list[str]:
    return sorted({claim.citation.origin for move in route.moves if move.link for claim in move.link.support})


def _tell(graph: Graph, route: Route, start: Start, concern: str, remains: tuple[Remainder, ...]) -> Path:
    convention, target = evidence_weights(), route.nodes[-1]
    steps = (_identity_step(graph, route.start, start), *(_step(graph, move) for move in route.moves))
    links = [move.link for move in route.moves if move.link]
    is_assessed = bool(links) and all(_is_borne(link) for link in links)
    is_hedged = any(all(claim.citation.hedge for claim in link.support) for link in links)
    return Path(
        target=target, target_caption=graph.caption(target), concern=concern, steps=steps,
        likelihood=convention.likelihood_of(route.weight, is_hedged=is_hedged),
        confidence=_confidence(route, links, start, is_assessed=is_assessed),
        weakest=min(range(len(steps)), key=lambda i: (steps[i].weight, i)),
        origins=tuple(_origins_of(route)), is_assessed=is_assessed,
        breaks_without=tuple(one.origin for one in remains if one.likelihood is None), remains=remains,
    )


def _is_borne(link: Link) -> bool:
    """Tell whether a link has enough independent origins, or one graded well enough, behind it."""
    convention = evidence_weights()
    origins = {claim.citation.origin for claim in link.support}
    return len(origins) >= convention.assessed_origins or _is_well_graded(link)


def _is_well_graded(link: Link) -> bool:
    wanted = evidence_weights().assessed_grade
    return any(Grade.parse(claim.citation.grade).is_at_least(wanted) for claim in link.support)


def _confidence(route: Route, links: list[Link], start: Start, *, is_assessed: bool) -> Confidence:
    """Judge the sources: low unless every link is borne; high only where none is single, hedged, denied or guessed."""
    convention = evidence_weights()
    is_known = start.weight >= convention.high_confidence_identity and len(links) == len(route.moves)
    if not links:
        return Confidence.MODERATE if is_known else Confidence.LOW
    if not is_assessed:
        return Confidence.LOW
    is_firm = all(
        len({claim.citation.origin for claim in link.support}) >= convention.assessed_origins
        and _is_well_graded(link) and not link.denials and not all(claim.citation.hedge for claim in link.support)
        for link in links
    )
    return Confidence.HIGH if is_firm and is_known else Confidence.MODERATE


def _identity_step(graph: Graph, entity: str, start: Start) -> Step:
    caption = graph.caption(entity)
    return Step(
        start=f"party:{start.party}", start_caption=start.party, relation=IDENTITY, end=entity, end_caption=caption,
        weight=start.weight, evidence=start.evidence,
        sentence=f"{start.party}, the party asked about, may be {caption} on record (score {start.weight:.2f}).",
    )


def _step(graph: Graph, move: Move) -> Step:
    start, end = graph.caption(move.start), graph.caption(move.end)
    if move.link is not None:
        sentence = tell_link(graph, move.link)
        evidence = tuple(claim.citation for claim in (*move.link.support, *move.link.denials))
    else:
        other = f"another record of the name {end}" if start == end else end
        sentence = f"{start} may be {other} (score {move.weight:.2f})."
        evidence = move.identity.evidence if move.identity else ()
    return Step(
        start=move.start, start_caption=start, relation=move.relation, end=move.end, end_caption=end,
        weight=move.weight, sentence=sentence, evidence=evidence,
    )


def tell_link(graph: Graph, link: Link) -> str:
    """Say what the sources say of a link, in its own direction: their hedges kept, their denials beside it."""
    sentence = f"{graph.caption(link.subject)} is said to {link.kind.says} {graph.caption(link.object)}"
    hedges = sorted({claim.citation.hedge for claim in link.support if claim.citation.hedge})
    if hedges:
        sentence += " (" + ", ".join(f'"{hedge}"' for hedge in hedges)
        plain = sum(1 for claim in link.support if not claim.citation.hedge)
        sentence += f"; said without hedge {plain} time{'s' if plain > 1 else ''})" if plain else ")"
    if link.denials:
        count = len(link.denials)
        told = "one statement denies it" if count == 1 else f"{count} statements deny it"
        sentence += f"; against this, {told} (cited last)"
    own = sorted({(claim.citation.said_on or date.min, claim.citation.place) for claim in link.support
                  if claim.citation.source == OWN_ORDERS})
    if own:
        dated = [f"{_LINE.sub('', place).removeprefix('order ')} of {day.isoformat()}" for day, place in own]
        more = f" and {len(dated) - _MOST_ORDERS} more" if len(dated) > _MOST_ORDERS else ""
        also = "also " if any(claim.citation.source != OWN_ORDERS for claim in link.support) else ""
        orders = "own order" if len(dated) == 1 else "own orders"
        sentence += f", {also}according to {orders} {', '.join(dated[:_MOST_ORDERS])}{more}"
    traded = [claim.citation for claim in link.support if is_trade(claim.citation.source)]
    if traded:
        newest = max(traded, key=lambda one: (one.said_on or date.min, len(one.words), one.id))
        sentence += f"; trade records tell of {newest.words.rpartition(', to ')[0]}"
    return sentence + "."

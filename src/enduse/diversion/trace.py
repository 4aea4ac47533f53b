"""From one screened party to its trace: where the party, if it is who it seems, could lead."""

from __future__ import annotations

from collections.abc import Mapping

from enduse.diversion.convention import evidence_weights
from enduse.diversion.graph import Graph
from enduse.diversion.paths import Start, search_paths
from enduse.model.path import Trace
from enduse.model.screening import Hit, Screening


def trace_party(
    graph: Graph, screening: Screening, *, targets: Mapping[str, str], limit: int = 3, max_steps: int = 6,
    same: frozenset[str] = frozenset(), different: frozenset[str] = frozenset(),
) -> Trace:
    """Return the best few different paths from a screened party to the targets.

    Every hit scored at or above the convention's `start_from` is a place to
    start, with its score as the weight of the identity. A person's judgement
    overrides: `same` holds entities judged to be the party (weight 1), `different`
    those judged not to be. The note says what bounded the search, and that a
    party nobody has written of was not traced: no path is then no comfort.
    """
    starts = {
        hit.entity.id: _start(screening.query, hit, is_same=hit.entity.id in same)
        for hit in screening.hits
        if hit.entity.id not in different
        and (hit.entity.id in same or hit.score >= evidence_weights().start_from)
    }
    found = search_paths(graph, starts=starts, targets=targets, limit=limit, max_steps=max_steps)
    return Trace(
        party=screening.query, starts=tuple(sorted(starts)), paths=found.paths, links_seen=found.links_seen,
        note=_note(graph, starts, is_complete=found.is_complete),
    )


def _start(party: str, hit: Hit, *, is_same: bool) -> Start:
    evidence = tuple(citation for reason in hit.reasons for citation in reason.evidence)
    weight = 1.0 if is_same else min(1.0, max(0.0, hit.score))
    return Start(party=party, weight=weight, evidence=tuple(dict.fromkeys((*evidence, *hit.listing))))


def _note(graph: Graph, starts: Mapping[str, Start], *, is_complete: bool) -> str:
    if not starts:
        return "No entity on record may be this party, so nothing could be traced: silence, not a clean answer."
    if not any(graph.links_at.get(entity) or graph.identities_at.get(entity) for entity in starts):
        return "No visible statement ties this party to anyone: silence, not a clean answer."
    if not is_complete:
        return "The search stopped at its bound; weaker paths may exist beyond it."
    return ""

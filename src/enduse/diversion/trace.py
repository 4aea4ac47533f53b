"""From one screened party to its trace: where the party, if it is who it seems, could lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from enduse.diversion.convention import evidence_weights
from enduse.diversion.paths import Start, seek_paths
from enduse.diversion.ways import Ways
from enduse.model.path import Trace
from enduse.model.screening import Hit, Screening


def trace_party(
    ways: Ways, screening: Screening, *, concerns: Callable[[Iterable[str]], Mapping[str, str]], limit: int = 3,
    max_steps: int = 6, judged: Mapping[str, bool] | None = None,
) -> Trace:
    """Return the best few different paths from a screened party to the targets.

    Every hit scored at or above the convention's `start_from` is a place to
    start, with its score as the weight of the identity. A person's judgement
    overrides: `judged` says of entities whether they are the party (weight 1) or
    another. `concerns` tells of some targets what each stands for. The note says what bounded the search, and that a
    party nobody has written of was not traced: no path is then no comfort.
    """
    starts = find_starts(screening, judged or {})
    found = seek_paths(ways, starts=starts, concerns=concerns, limit=limit, max_steps=max_steps)
    return Trace(
        party=screening.query, starts=tuple(sorted(starts)), paths=found.paths, links_seen=found.links_seen,
        note=_note(ways, starts, is_complete=found.is_complete),
    )


def find_starts(screening: Screening, judged: Mapping[str, bool]) -> dict[str, Start]:
    """Return the entities that a screened party may be, as judged or by score, with how surely."""
    return {
        hit.entity.id: _start(screening.query, hit, is_same=judged.get(hit.entity.id, False))
        for hit in screening.hits
        if judged.get(hit.entity.id, hit.score >= evidence_weights().start_from)
    }


def _start(party: str, hit: Hit, *, is_same: bool) -> Start:
    evidence = tuple(citation for reason in hit.reasons for citation in reason.evidence)
    weight = 1.0 if is_same else min(1.0, max(0.0, hit.score))
    return Start(party=party, weight=weight, evidence=tuple(dict.fromkeys((*evidence, *hit.listing))))


def _note(ways: Ways, starts: Mapping[str, Start], *, is_complete: bool) -> str:
    if not starts:
        return "No entity on record may be this party, so nothing could be traced: silence, not a clean answer."
    if not any(map(ways.is_tied, starts)):
        return "No visible statement ties this party to anyone: silence, not a clean answer."
    if not is_complete:
        return "The search stopped at its bound; weaker paths may exist beyond it."
    return ""

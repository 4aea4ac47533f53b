"""What several copies of one text say counts as said by one origin.

Only what the viewpoint shows is compared: the words about a claim in its own passage, under the marking of its
portion. So a copy that is hidden changes nothing. Cost: one look-up for each claim that others make too under another
origin, and a comparison with the few texts that are no copies of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from enduse.model.statement import Sighting
from enduse.resolution.copies import Runs, first_copies, runs_of, words_around
from enduse.store.view import View

Claimed = tuple[str, str, str, bool]  # subject, property, value, denied


def origins_of_copies(view: View, said: Iterable[Sighting]) -> dict[str, str]:
    """Return the origin of each statement that another one says too in a copy of its text, by its id.

    It is that of the earliest copy, by day and then by origin. The statements' subjects and values are taken as they
    are given, namesakes as one where they have one id.
    """
    groups: dict[Claimed, list[Sighting]] = defaultdict(list)
    for sighting in said:
        claim = sighting.statement
        groups[claim.subject, claim.prop, claim.value, claim.denied].append(sighting)
    several = [group for group in groups.values() if len({s.statement.origin for s in group}) > 1]
    runs = _runs_about(view, [s for group in several for s in group])
    found: dict[str, str] = {}
    for group in several:
        origins = {s.id: s.statement.origin for s in group}
        ordered = sorted((s for s in group if s.id in runs), key=_age)
        for copy, first in first_copies((s.id, runs[s.id]) for s in ordered).items():
            if origins[copy] != origins[first]:
                found[copy] = origins[first]
    return found


def with_origins(said: Sequence[Sighting], origins: dict[str, str]) -> tuple[Sighting, ...]:
    """Return statements with the origins that are given for some of them."""
    return tuple(
        replace(s, statement=replace(s.statement, origin=origins[s.id])) if s.id in origins else s for s in said
    )


def _age(sighting: Sighting) -> tuple[str, str, str]:
    said = sighting.statement
    return (said.said_on.isoformat() if said.said_on else "9999", said.origin, sighting.id)


def _runs_about(view: View, said: Sequence[Sighting]) -> dict[str, Runs]:
    """Return the runs of words about each statement that stands in a passage."""
    placed = view.passages_about([s.id for s in said if s.statement.locator.start is not None])
    return {id_: runs_of(words_around(text, start, end)) for id_, (text, start, end) in placed.items()}

"""What changed for a portfolio between two viewpoints: who is hit newly, no longer, or differently, and why.

Cost: it grows with the change. One lean pass finds the entities that may differ;
their statements are read in both views, and only the parties that bear a name or
an identifier like theirs are compared. The parties and the index of their names are kept
in files (`saved_parties`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from enduse.errors import Fault
from enduse.model.citing import cite
from enduse.model.evidence import Citation
from enduse.model.party import Party
from enduse.model.portfolio import ChangeKind, HitChange
from enduse.model.screening import Entity
from enduse.model.statement import Sighting
from enduse.screening.changing import HitPair, Portfolio
from enduse.store.entities import entity_of
from enduse.store.view import View
from enduse.workspace.party_files import PartyFile
from enduse.workspace.saved_parties import SavedParties

LISTING = frozenset({"topics", "program", "programId", "listingDate", "endDate", "provisions", "reason"})
_CHUNK = 500
_SCORE_DIGITS = 9

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class _Moved:
    """One entity that differs: what each view says of it, by what is said."""

    before: Mapping[tuple[str, ...], Sighting]
    after: Mapping[tuple[str, ...], Sighting]


def read_parties(file: PartyFile) -> tuple[tuple[tuple[str, Party], ...], tuple[Fault, ...]]:
    """Return the parties of a file with their ids, and the rows that cannot be screened."""
    parties: list[tuple[str, Party]] = []
    faults: list[Fault] = []
    for row in file.rows():
        if row.party is not None:
            parties.append((row.query_id, row.party))
        elif row.fault is not None:
            faults.append(row.fault)
    return tuple(parties), tuple(faults)


def find_changes(
    parties: SavedParties, before: View, after: View, *, threshold: float,
    progress: Progress | None = None,
) -> tuple[tuple[HitChange, ...], int]:
    """Return every hit that differs between two views of one audience, and the number of entities that differ.

    Hits are all those of at least `threshold`, however many a party has. They are in
    the order of the parties; those of one party by score, then by entity.
    """
    portfolio = Portfolio(parties, parties.index)
    found: list[tuple[int, HitChange]] = []
    moved = 0
    subjects = after.subjects_moved(before)
    for start in range(0, len(subjects), _CHUNK):
        chunk = dict(_differing(subjects[start:start + _CHUNK], before, after))
        moved += len(chunk)
        was = {id_: _entity(one.before) for id_, one in chunk.items() if one.before}
        now = {id_: _entity(one.after) for id_, one in chunk.items() if one.after}
        for pair in portfolio.compare(was, now, threshold=threshold):
            change = _tell(pair, parties[pair.party].name, chunk)
            if change is not None:
                found += ((at, replace(change, query_id=parties.id_of(at))) for at in parties.places[pair.party])
        if progress:
            progress(min(start + _CHUNK, len(subjects)), "changed entities")
    found.sort(key=lambda pair: (pair[0], -max(pair[1].before or 0.0, pair[1].after or 0.0), pair[1].entity_id))
    return tuple(change for _, change in found), moved


def _differing(subjects: Sequence[str], before: View, after: View) -> Iterator[tuple[str, _Moved]]:
    """Yield the subjects of which the two views say different things."""
    was, now = _said(before, subjects), _said(after, subjects)
    for subject in subjects:
        one = _Moved(was.get(subject, {}), now.get(subject, {}))
        if one.before.keys() != one.after.keys():
            yield subject, one


def _said(view: View, subjects: Sequence[str]) -> dict[str, dict[tuple[str, ...], Sighting]]:
    """Return what is said of each subject, by what is said: who repeats it elsewhere says nothing new."""
    return {
        subject: {_key(sighting): sighting for sighting in group}
        for subject, group in groupby(view.about(subjects), key=lambda s: s.statement.subject)
    }


def _key(sighting: Sighting) -> tuple[str, ...]:
    said = sighting.statement
    return said.prop, said.value, said.schema, said.source, "denied" if said.denied else ""


def _entity(said: Mapping[tuple[str, ...], Sighting]) -> Entity:
    return entity_of([sighting.statement for sighting in said.values()])


def _tell(pair: HitPair, name: str, moved: Mapping[str, _Moved]) -> HitChange | None:
    """Return the change of a pair for a party of that name, None where neither its score nor the listing moved."""
    before, after = pair.before, pair.after
    hit = after or before
    if hit is None:
        return None
    entity = hit.entity
    one = moved[entity.id]
    if before and after:
        same_score = round(before.score, _SCORE_DIGITS) == round(after.score, _SCORE_DIGITS)
        if same_score and _listing(one.before) == _listing(one.after):
            return None
    kind = ChangeKind.DIFFERENT if before and after else ChangeKind.NEW if after else ChangeKind.GONE
    return HitChange(
        query_id="", name=name, kind=kind, entity_id=entity.id, caption=entity.caption,
        source=";".join(entity.sources), is_listed=entity.is_listed, before=before.score if before else None,
        after=after.score if after else None, reasons=hit.reasons,
        appeared=_cite(one.after, one.before), vanished=_cite(one.before, one.after),
    )


def _listing(said: Mapping[tuple[str, ...], Sighting]) -> set[tuple[str, ...]]:
    return {key for key in said if key[0] in LISTING}


def _cite(
    said: Mapping[tuple[str, ...], Sighting], other: Mapping[tuple[str, ...], Sighting]
) -> tuple[Citation, ...]:
    return tuple(cite(sighting) for key, sighting in said.items() if key not in other)

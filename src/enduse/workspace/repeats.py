"""Earlier cases held against an order: the index of them on disk, earlier orders, and parties linked in the record.

The index is made of what one view shows, under a name made of what that is, so whoever may see less has another file
and never learns of the rest. After a small load the new cases are laid beside the file that is there (`CaseIndex`).
The files are derived: they may be deleted and are made again.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from enduse.assessment.denials import PROPS, make_denial, stand, told_revoked
from enduse.assessment.repeat_cases import case_of_order
from enduse.assessment.repeat_flags import STOPPED
from enduse.assessment.repeat_index import CaseIndex, Segment, Told, build_index, read_case, spell_case
from enduse.assessment.repeat_marks import OUTCOME, SIGN, marks_of
from enduse.assessment.repeat_rules import FILE, repeat_rules
from enduse.assessment.repeats import Linked, compare_case, rank_matches
from enduse.errors import InputError, UsageError, WorkspaceError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.denial import CaseOutcome, Denial, DenialState
from enduse.model.determination import Classification
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.marking import PUBLIC
from enduse.model.repeat import RepeatMatch, Repeats
from enduse.model.statement import content_id
from enduse.model.transaction import Transaction
from enduse.store.view import View
from enduse.workspace.denials import as_known, is_denial_list, newest_judgements, read_denials

KEPT = 50  # matches that flags look at, and as many of denials that stand or may
_STANDING = (DenialState.IN_FORCE, DenialState.UNKNOWN)
MOST_ORDERS = 500
_SHARE = 20  # new cases are laid beside a file of at least so many times as many, or of few
_FEW = 2_000
_SUFFIX = ".cases"
_FILES_KEPT = 6

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What an index holds: the loads of denials that a view shows, its day and moment, and by which rules."""

    loads: tuple[tuple[str, str, str], ...]
    erased: int
    as_of: str
    known_by: str
    rules: str

    @property
    def name(self) -> str:
        """Return the name of the file: what it holds, not when it was asked for."""
        return f"{content_id(*self.loads, self.erased, self.rules)}{_SUFFIX}"


def open_cases(view: View, *, progress: Progress | None = None) -> tuple[tuple[Segment, frozenset[str]], ...]:
    """Return the visible denials and other cases as segments, each with the ids that are dead in it.

    Cost: a first index takes some 2 ms a case, most of it for reading the record; after a load the new cases alone.
    """
    known, state = as_known(view), _state_of(view)
    if not state.loads:
        return ()
    folder = view.indexable.folder
    held = _open_file(folder / state.name)
    if held is not None:
        return ((held, frozenset()),)
    near = _nearest(folder, state)
    if near is not None:
        then = known.seen_from(as_of=date.fromisoformat(near.meta["as_of"]),
                               known_by=datetime.fromisoformat(near.meta["known_by"]))
        moved = [subject for subject in known.subjects_moved(then) if subject.startswith("denial-")]
        if len(moved) <= max(_FEW, len(near) // _SHARE):
            added = Segment(build_index(_told(known, moved), meta={}), is_checked=False)
            return (near, frozenset(moved)), (added, frozenset())
    meta = {"loads": state.loads, "erased": state.erased, "rules": state.rules, "as_of": state.as_of,
            "known_by": state.known_by}
    data = build_index(_told(known, None, progress), meta=meta)
    with suppress(OSError):
        _write(folder, state.name, data)
    return ((Segment(data, is_checked=False), frozenset()),)


def _state_of(view: View) -> _State:
    known = as_known(view)
    day = known.viewpoint.as_of
    loads = sorted(
        (version.source, version.day.isoformat(), version.received_at.isoformat())
        for version in known.list_versions() if is_denial_list(version.source) and version.day <= day
    )
    return _State(
        loads=tuple(loads), erased=view.indexable.state().erased, as_of=day.isoformat(),
        known_by=known.viewpoint.known_by.isoformat(), rules=_rules(),
    )


@lru_cache(maxsize=1)
def _rules() -> str:
    return content_id(json.dumps(open_knowledge(FILE).plain(), sort_keys=True))


def _told(view: View, subjects: Sequence[str] | None, progress: Progress | None = None) -> Iterator[Told]:
    """Yield the cases of a view with when we were told of their revocation, by id."""
    said = view.claims(PROPS) if subjects is None else view.about(subjects, props=PROPS)
    for number, (subject, group) in enumerate(groupby(said, key=lambda one: one.statement.subject), 1):
        if progress and number % 2000 == 0:
            progress(number, "cases")
        sightings = list(group)
        yield make_denial(subject, sightings, as_of=view.viewpoint.as_of), told_revoked(sightings)


def _nearest(folder: Path, state: _State) -> Segment | None:
    """Return the largest file that holds a part of the loads asked for and nothing else."""
    best: Segment | None = None
    for path in sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else ():
        found = _open_file(path)
        if found is None or found.meta.get("rules") != state.rules or found.meta.get("erased") != state.erased:
            continue
        if {tuple(load) for load in found.meta["loads"]} < set(state.loads) and (
                best is None or len(found.meta["loads"]) > len(best.meta["loads"])):
            best = found
    return best


def _open_file(path: Path) -> Segment | None:
    try:
        return _open_checked(str(path), path.stat().st_size)
    except (OSError, ValueError, WorkspaceError):
        return None


@lru_cache(maxsize=8)
def _open_checked(path: str, _size: int) -> Segment:
    with open(path, "rb") as file:  # noqa: PTH123
        return Segment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), where=path)


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a file under another name, then give it its own; of older ones the newest few stay."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f"{name}.arriving"
    with new.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    new.replace(folder / name)
    held = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: (-path.stat().st_mtime, path.name))
    for path in held[_FILES_KEPT:]:
        path.unlink(missing_ok=True)


# -- earlier orders ---------------------------------------------------------------


def earlier_orders(view: View, *, besides: Transaction | None = None) -> tuple[list[Denial], bool]:
    """Return the newest orders asked about here that the audience may see, each reference once, and whether it is all.

    What a file says is read once and kept beside the index.
    """
    folder = view.indexable.folder / "orders"
    found: dict[str, Denial] = {}
    documents = view.asked_documents()
    for document in documents[:MOST_ORDERS]:
        if besides is not None and document.sha256 == besides.document:
            continue
        case = _read_kept(folder, document.sha256) or _read_order(view, document.sha256, folder)
        if case is None or (besides is not None and case.reference == besides.reference):
            continue
        day = case.decided_on or document.received_at.date()
        if day <= view.viewpoint.as_of:
            found.setdefault(case.reference, replace(case, decided_on=day, marking=_spell(document.marking)))
    return sorted(found.values(), key=lambda one: one.id), len(documents) <= MOST_ORDERS


def _spell(marking: Any) -> str:
    return "" if marking == PUBLIC else str(marking)


def _read_kept(folder: Path, sha256: str) -> Denial | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return read_case((folder / f"{sha256}.json").read_bytes())[0]
    return None


def _read_order(view: View, sha256: str, folder: Path) -> Denial | None:
    """Return an order that was asked about as a case, None for a file that is none; note it for the next time."""
    from enduse.workspace.orders import read_order

    with view.open_document(sha256) as stream:
        data = stream.read()
    try:
        order = read_order(data, name=sha256[:12], document=sha256)
    except (InputError, UsageError):
        return None
    case = case_of_order(order, id=f"order-{sha256[:20]}")
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"{sha256}.json"
        new = place.with_suffix(".arriving")
        new.write_bytes(spell_case(case, None))
        new.replace(place)
    return case


# -- the question -----------------------------------------------------------------


def find_repeats(
    view: View, order: Transaction, *, classifications: Sequence[Classification] = (), linked: Sequence[Linked] = (),
    limit: int = KEPT, progress: Progress | None = None,
) -> Repeats:
    """Return the earlier cases that an order resembles, best first, each as it stands on the viewpoint's day.

    Cost: opening a file of 100,000 cases takes some 0.2 s, asking it some 0.15 s.
    """
    segments = open_cases(view, progress=progress)
    orders, is_whole = earlier_orders(view, besides=order)
    held = CaseIndex(segments)
    if orders:
        own = Segment(build_index(((one, None) for one in orders), meta={}), is_checked=False)
        segments = (*segments, (own, frozenset()))
    index = CaseIndex(segments)
    asked = case_of_order(order, classifications=classifications)
    counts: dict[str, int] = {}

    def count(mark: str) -> int:
        if mark not in counts:
            counts[mark] = index.count(mark)
        return counts[mark]

    also = {mark for one in linked for mark in marks_of(replace(asked, parties=(one.party,), items=(), end_use="",
                                                                 site="", destination=""))}
    revoked = newest_judgements(view)
    found = []

    def as_it_stands(case: Denial, told: datetime | None) -> Denial:
        return stand(case, as_of=view.viewpoint.as_of, told_revoked=told, judgement=revoked.get(case.id))

    wanted = index.find(asked, limit=int(repeat_rules().compared), also=also,
                        prefer=lambda told: as_it_stands(*told).state in _STANDING)
    for shared, case, told in wanted:
        stood = as_it_stands(case, told)
        if stood.state is not DenialState.NOT_YET and case.reference != order.reference:
            found.append(compare_case(asked, stood, count=count, shared=shared, linked=linked))
    standing = [one for one in found if one.case.state in _STANDING]
    kept = {one.case.id: one for some in (found, standing) for one in rank_matches(some, limit=limit)}
    matches = _cite(view, rank_matches(kept.values(), limit=len(kept)))
    denials = held.count(f"{OUTCOME}{SIGN}{CaseOutcome.DENIED.value}")
    notes = [] if is_whole else [f"Of the orders asked about here the newest {MOST_ORDERS} were searched."]
    lists = sorted({version.source for version in as_known(view).list_versions() if is_denial_list(version.source)})
    return Repeats(
        reference=order.reference, denials=denials, others=held.cases - denials, orders=len(orders),
        stopped=sum(held.count(f"{OUTCOME}{SIGN}{outcome.value}") for outcome in STOPPED),
        lists=tuple(lists), matches=matches, note=" ".join(notes),
    )


def _cite(view: View, matches: Iterable[RepeatMatch]) -> tuple[RepeatMatch, ...]:
    """Return the matches with the citations of what the record says of each case."""
    kept = tuple(matches)
    said = {one.id: one for one in read_denials(view, [match.case.id for match in kept])}
    cited = []
    for match in kept:
        citations = said[match.case.id].citations if match.case.id in said else (_cite_order(match.case),)
        citations = tuple(sorted(citations, key=lambda one: one.words != match.case.reference))
        case = replace(match.case, citations=citations)
        reasons, against = (tuple(_evidence(reason, citations) for reason in some)
                            for some in (match.reasons, match.against))
        cited.append(replace(match, case=case, reasons=reasons, against=against))
    return tuple(cited)


def _cite_order(case: Denial) -> Citation:
    return Citation(kind=CitationKind.ORDER, id=case.id.removeprefix("order-"), source="order", place=case.reference,
                    words=case.reference, marking=case.marking)


def _evidence(reason: Reason, citations: Sequence[Citation]) -> Reason:
    """Return a reason that cites what the case says of it: the words compared, else the case's reference."""
    told = [c for c in citations if c.words and (c.words == reason.right or c.words in reason.text)]
    return replace(reason, evidence=(*reason.evidence, *(told or citations[:1])[:2]))

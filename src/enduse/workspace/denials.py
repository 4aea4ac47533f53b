"""Denials and other earlier cases of one view: listed, sought, revoked.

What was decided on a day is true on every later one, so cases are asked as they were known, and their own dates say
whether they stand on the day of the question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from enduse.assessment.denials import PROPS, make_denials, stand
from enduse.assessment.repeat_index import CaseIndex
from enduse.errors import NotFoundError, UsageError
from enduse.model.denial import DENIAL, REVOKED, Denial, DenialList, DenialState
from enduse.model.marking import Marking
from enduse.model.statement import Judgement, content_id
from enduse.names.folding import fold_name
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.case_files import as_known, open_cases
from enduse.workspace.loading import OWN

UNDONE = "withdrawn"


def read_denials(view: View, subjects: Sequence[str] | None = None) -> Iterator[Denial]:
    """Yield the visible cases, of some ids or all, by id, each as it stands on the viewpoint's day.

    Cost: one look-up for each statement of theirs.
    """
    known = as_known(view)
    revoked = newest_judgements(view)
    props = (*PROPS, "notes")
    said = known.claims(PROPS) if subjects is None else known.about(subjects, props=props)
    return make_denials(said, as_of=view.viewpoint.as_of, revoked=revoked)


def newest_judgements(view: View) -> dict[str, Judgement]:
    """Return the newest visible judgement on each denial."""
    return {judgement.object: judgement for judgement in view.judgements_of((DENIAL,))}


def list_denials(
    view: View, words: Sequence[str] = (), *, states: Sequence[str] = (), limit: int = 20
) -> DenialList:
    """Return the visible cases that hold all words, or whose id begins with the only one, newest first.

    Cost: the index of cases is read from end to end, some 50 us a case.
    """
    sought = [fold_name(word) for word in words if fold_name(word)]
    held, found = 0, []
    counts: Counter[DenialState] = Counter()
    revoked = newest_judgements(view)
    for case, told in CaseIndex(open_cases(view)).walk():
        denial = stand(case, as_of=view.viewpoint.as_of, told_revoked=told, judgement=revoked.get(case.id))
        held += 1
        counts[denial.state] += 1
        if (not states or denial.state.value in states) and _fits(denial, words, sought):
            found.append(denial)
    found.sort(key=lambda one: (-(one.decided_on.toordinal() if one.decided_on else 0), one.id))
    order = list(DenialState)
    whole = {one.id: one for one in read_denials(view, [one.id for one in found[:limit]])}
    shown = [whole[one.id] for one in found[:limit]]
    return DenialList(
        words=" ".join(words), held=held, found=len(found),
        states=tuple((state.value, counts[state]) for state in order if counts[state]), denials=tuple(shown),
    )


def _fits(denial: Denial, words: Sequence[str], sought: Sequence[str]) -> bool:
    if not words:
        return True
    if len(words) == 1 and words[0] and denial.id.startswith(words[0]):
        return True
    return bool(sought) and all(word in _text_of(denial) for word in sought)


def _text_of(denial: Denial) -> str:
    """Return all that a case says of itself, folded, to be searched for words."""
    parts = [denial.reference, denial.regime_reference, denial.government, denial.catch_all, denial.end_use,
             denial.site, denial.reason, denial.destination, denial.comment, denial.outcome.value, *denial.notes]
    for party in denial.parties:
        parts += [party.name, *party.aliases, party.address, party.country, *party.phones, *party.emails,
                  *party.websites, *party.people, *(value for _, value in party.identifiers)]
    for item in denial.items:
        parts += [item.description, item.maker, item.model, item.hs_code, *item.kinds, *item.entries]
        parts += [f"{parameter.name} {parameter.value}" for parameter in item.parameters]
    return fold_name(" | ".join(part for part in parts if part))


def revoke_denial(
    store: Store, view: View, denial: str, *, is_undone: bool, reason: str, marking: Marking | None, actor: str,
    at: datetime,
) -> Denial:
    """Judge that a denial is revoked from now on, or take that back, and return it as it then stands.

    Raises:
        NotFoundError: no denial of that id is visible.
        UsageError: no reason is given, or there is nothing to take back.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", remedy="Say why: --reason TEXT.")
    found = list(read_denials(view, [denial]))
    if not found:
        raise NotFoundError(f"no denial of that id is visible from this viewpoint: {denial}.",
                            remedy="Give the whole id that enduse denials prints.")
    held = newest_judgements(view).get(denial)
    if is_undone and (held is None or held.verdict != REVOKED):
        raise UsageError("nobody here judged it to be revoked.", where=denial,
                         remedy="What a file says of it is corrected by loading the file anew.")
    verdict = UNDONE if is_undone else REVOKED
    judgement = Judgement(
        id=content_id("judgement", DENIAL, denial, verdict, reason, actor, at.isoformat()), kind=DENIAL,
        object=denial, verdict=verdict, reason=reason.strip(), actor=actor, at=at, marking=marking or OWN,
    )
    store.judge(judgement)
    later = view.seen_from(as_of=max(view.viewpoint.as_of, at.date()), known_by=max(view.viewpoint.known_by, at))
    return next(read_denials(later, [denial]))

"""Reviewing the facts of a paper: accepted, corrected or rejected by a person, while what was read stays as it was.

A judgement is about what is said, not where it stands, so it holds when the paper is read again by a better reader. It
carries the marking of what it judges, so nobody learns from it of a fact that is hidden from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from enduse.errors import NotFoundError, UsageError
from enduse.model.citing import cite
from enduse.model.marking import join_all
from enduse.model.review import (
    ACCEPTED,
    FACT,
    REJECTED,
    WITHDRAWN,
    FactChange,
    PaperReview,
    ReviewedFact,
    fact_object,
    read_correction,
    spell_correction,
)
from enduse.model.statement import Document, Judgement, Sighting, Statement, content_id
from enduse.names.folding import fold_name
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.asked_files import name_bytes, take_in
from enduse.workspace.proposing import model_behind
from enduse.workspace.referring import find_references

VERDICTS = {"accept": ACCEPTED, "reject": REJECTED, "undo": WITHDRAWN}
_NAMING = ("name", "alias", "description", "model")


def find_paper(view: View, paper: str) -> Document:
    """Return the paper that the start of its hash or the path of its file names. Raises NotFoundError."""
    documents = view.find_documents(paper)
    if not documents and Path(paper).is_file():
        documents = view.find_documents(name_bytes(take_in(Path(paper))))
    if len(documents) != 1:
        what = "several papers begin so" if documents else "no such paper is visible from this viewpoint"
        raise NotFoundError(f"{what}: {paper}.", remedy="Give the id that enduse read shows, or the path of the file.")
    return documents[0]


def review_paper(view: View, paper: str, *, is_open: bool, is_refused: bool = False) -> PaperReview:
    """Return the facts of a paper, by the start of its hash or the path of its file, with what was judged of them.

    With `is_refused` what a language model proposed and its words did not carry is told instead.

    Raises:
        NotFoundError: no such paper is visible.
    """
    found = find_paper(view, paper)
    if is_refused:
        return PaperReview(
            document=found.sha256, name=found.name, facts=(), changes=(), references=(),
            refused=tuple(view.refused_of(found.sha256)),
        )
    whole = list(view.of_paper(found.sha256))
    said = [s for s in whole if s.statement.subject.startswith(("p-", "i-"))]
    captions = _captions(said)
    facts = [_fact(list(group), captions, view) for _, group in groupby(said, key=_fact_key)]
    kept = [fact for fact in facts if fact.state == "open" or not is_open]
    return PaperReview(
        document=found.sha256, name=found.name,
        facts=tuple(sorted(kept, key=lambda f: (f.caption, f.subject, f.property not in _NAMING, f.property, f.value))),
        changes=tuple(_changes(view, found.sha256, captions)),
        references=tuple(find_references(view, whole, found.sha256)), refused=(),
    )


def judge_facts(
    store: Store, view: View, ids: Sequence[str], *, verdict: str, value: str = "", reason: str, actor: str,
    at: datetime,
) -> tuple[ReviewedFact, ...]:
    """Keep what a person judges of some facts, by the start of a statement's id, and return them.

    `verdict` is "accept", "reject", "undo", or "correct" with the `value` that is right; of a tie to another
    party or item that is its name as the paper prints it, or its id.

    Raises:
        NotFoundError: a fact, or the party a tie should lead to, is not visible.
        UsageError: no reason is given where one is needed, or the fact is of no paper.
    """
    if verdict in ("reject", "correct") and not reason.strip():
        raise UsageError("no reason is given.", remedy="Say why: --reason TEXT.")
    told = []
    for prefix in ids:
        sighting = view.as_read(prefix)
        said = sighting.statement
        if not said.subject.startswith(("p-", "i-")):
            raise UsageError("only facts of papers are reviewed.", where=prefix, remedy="See: enduse judge --help")
        object_ = fact_object(said)
        whole = list(view.of_paper(sighting.document)) if sighting.document else [sighting]
        alike = [each for each in whole if fact_object(each.statement) == object_]
        captions = _captions(whole)
        spelled = spell_correction(_right_value(view, said, value, whole)) if verdict == "correct" \
            else VERDICTS[verdict]
        if any(made.at >= at for made in view.judgements(object_)):
            remedy = "Check the clock, or judge again later."
            raise UsageError("the fact was judged at this very moment.", remedy=remedy)
        judgement = Judgement(
            id=content_id("judgement", FACT, object_, spelled, reason, actor, at.isoformat()), kind=FACT,
            object=object_, verdict=spelled, reason=reason.strip(), actor=actor, at=at,
            marking=join_all(s.statement.marking for s in alike),
        )
        store.judge(judgement)
        told.append(_reviewed(alike, captions, judgement))
    return tuple(told)


def _right_value(view: View, said: Statement, value: str, whole: Sequence[Sighting]) -> str:
    """Return the corrected value; where the value is a party or an item, its id, found by a name in the paper."""
    if not value.strip():
        raise UsageError("no value is given.", remedy="enduse review --correct ID VALUE --reason TEXT")
    if not said.value.startswith(("p-", "i-")):
        return value.strip()
    named = {
        each.statement.subject for each in whole
        if each.statement.prop in _NAMING and not each.statement.denied
        and each.statement.subject[:2] == said.value[:2] and fold_name(each.statement.value) == fold_name(value)
    }  # fmt: skip
    if len(named) == 1:
        return named.pop()
    if view.entities([value]).get(value) is None:
        what = "several bear that name in the paper" if named else "nothing of that name is visible in the paper"
        remedy = "A tie leads to a party or an item: give its name as the paper prints it, or its whole id."
        raise NotFoundError(f"{what}: {value}.", remedy=remedy)
    return value


def _fact_key(sighting: Sighting) -> tuple[str, str, str, bool]:
    said = sighting.statement
    return said.subject, said.prop, said.value, said.denied


def _captions(said: Sequence[Sighting]) -> dict[str, str]:
    named = sorted((_NAMING.index(s.statement.prop), -len(s.statement.value), s.statement.value, s.statement.subject)
                   for s in said if s.statement.prop in _NAMING)
    return {subject: value for _, _, value, subject in reversed(named)}


def _fact(group: Sequence[Sighting], captions: dict[str, str], view: View) -> ReviewedFact:
    return _reviewed(group, captions, view.reviewed.get(fact_object(group[0].statement)))


def _reviewed(group: Sequence[Sighting], captions: dict[str, str], judgement: Judgement | None) -> ReviewedFact:
    said = group[0].statement
    state, corrected = _state(judgement)
    counts = judgement is not None and state != "open"
    return ReviewedFact(
        id=group[0].id, subject=said.subject, caption=captions.get(said.subject, said.subject), property=said.prop,
        value=captions.get(said.value, said.value), corrected=captions.get(corrected, corrected), denied=said.denied,
        hedge=said.hedge, state=state, reason=judgement.reason if judgement and counts else "",
        actor=judgement.actor if judgement and counts else "", at=judgement.at if judgement and counts else None,
        model=model_behind(sighting.statement.extractor for sighting in group),
        citations=tuple(cite(sighting) for sighting in group),
    )


def _state(judgement: Judgement | None) -> tuple[str, str]:
    if judgement is None or judgement.verdict == WITHDRAWN:
        return "open", ""
    if judgement.verdict in (ACCEPTED, REJECTED):
        return judgement.verdict, ""
    return "corrected", read_correction(judgement.verdict)


def _changes(view: View, sha256: str, captions: dict[str, str]) -> Iterator[FactChange]:
    """Yield what the last reading changed, without what only moved: the same said at another place of the paper."""
    changed = [(gained, s) for gained, s in view.last_changes(sha256) if s.statement.subject.startswith(("p-", "i-"))]
    captions = _captions([s for _, s in changed]) | captions
    both = {fact_object(s.statement) for gained, s in changed if gained} & {
        fact_object(s.statement) for gained, s in changed if not gained}
    told: set[tuple[bool, str]] = set()
    for gained, sighting in changed:
        said, object_ = sighting.statement, fact_object(sighting.statement)
        if object_ in both or (gained, object_) in told:
            continue
        told.add((gained, object_))
        denial = "not " if said.denied else ""
        caption, value = captions.get(said.subject, said.subject), captions.get(said.value, said.value)
        yield FactChange(
            gained=gained, summary=f"{caption}: {denial}{said.prop} {value}",
            state=_state(view.reviewed.get(object_))[0], citation=cite(sighting),
        )

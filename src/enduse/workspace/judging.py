"""What people judge of orders: flags and gates settled by an answer, states of mind; kept, listed and taken back.

A settlement notes the finding it was made about and the document that answered it, in an event of its own marking, so
that an assessment can tell when it rests on other facts. Nothing is overwritten: the newest judgement counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.assessment.dossier import FLAG, GATE, MIND, SETTLED, WITHDRAWN, flag_object, read_pair
from enduse.assessment.flag_rules import flag_rules
from enduse.assessment.gates import gate_rules
from enduse.assessment.minds import DOES_NOT_HOLD, HOLDS, mind_object
from enduse.assessment.settling import name_finding
from enduse.errors import UsageError
from enduse.knowledge.catch_all_law import DEGREES, known_uses
from enduse.model.judging import Ground, JudgedAnswer
from enduse.model.marking import Marking
from enduse.model.statement import Judgement, content_id
from enduse.model.transaction import Transaction
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.grounds import GROUND, read_grounds
from enduse.workspace.loading import OWN

if TYPE_CHECKING:
    from enduse.workspace.answering import Desk

KINDS = (FLAG, GATE, MIND)
VERDICTS = {"settle": SETTLED, "reopen": WITHDRAWN, "holds": HOLDS, "does-not-hold": DOES_NOT_HOLD}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementToKeep:
    """What a person judges: the verdict, of which flag, gate or state of mind, why, until when, on which document."""

    verdict: str
    name: str
    reason: str
    until: date | None = None
    document: Path | None = None
    marking: Marking | None = None


def judge_answer(
    store: Store, desk: Desk, order: Transaction, asked: JudgementToKeep, *, actor: str, at: datetime
) -> JudgedAnswer:
    """Keep a judgement on a flag, a gate or a state of mind of an order.

    Raises:
        UsageError: no reason is given, nothing of that name can be judged so, or the end has come already.
        InputError: the document cannot be read.
    """
    kind, name = find_judged(asked.name)
    if not asked.reason.strip():
        raise UsageError("no reason is given.", remedy="Say why: --reason TEXT.")
    if asked.until is not None and asked.until <= at.date():
        raise UsageError(f"the end {asked.until} has come already.", remedy="Name a later day.")
    if (kind == MIND) == (asked.verdict == "settle"):
        remedy = "Flags and gates are settled, a state of mind holds or does not hold; each can be reopened."
        if kind == MIND or asked.verdict != "reopen":
            raise UsageError(f"{asked.name} cannot be judged to {asked.verdict}.", remedy=remedy)
    object_ = flag_object(order.reference, name) if kind != MIND else mind_object(order.reference, *name.split())
    marking = asked.marking or OWN
    judgement = Judgement(
        id=content_id("judgement", kind, object_, asked.verdict, asked.reason, actor, at.isoformat(), asked.until),
        kind=kind, object=object_, verdict=VERDICTS[asked.verdict], reason=asked.reason.strip(), actor=actor, at=at,
        until=asked.until, marking=marking,
    )
    document, document_name = _keep_document(store, asked.document, marking, at) if asked.document else ("", "")
    if asked.verdict == "settle":
        finding = _finding(desk, order, kind, name)
        told = {"finding": finding, "document": document, "document_name": document_name}
        store.note_event(at=at, actor=actor, act=GROUND, object=judgement.id, marking=marking,
                         reason=json.dumps(told, sort_keys=True, ensure_ascii=False))
    store.judge(judgement)
    return _show(judgement, order.reference, name, Ground(
        judgement=judgement.id, finding="", document=document, document_name=document_name), is_newest=True, day=None)


def find_judged(text: str) -> tuple[str, str]:
    """Return the kind and the name of what a text names: a flag, a gate, or degree and use of a state of mind.

    Raises:
        UsageError: nothing that can be judged has that name.
    """
    word = text.strip()
    if word.upper() in {rule.flag for rule in flag_rules()}:
        return FLAG, word.upper()
    if word.lower() in {rule.gate for rule in gate_rules().gates}:
        return GATE, word.lower()
    degree, _, use = word.lower().replace(":", " ").partition(" ")
    if degree in DEGREES and use.strip() in known_uses():
        return MIND, f"{degree} {use.strip()}"
    gates = ", ".join(rule.gate for rule in gate_rules().gates)
    remedy = (f"A flag such as PTY-05, a gate ({gates}), or a state of mind such as aware:missile "
              f"(degrees: {', '.join(DEGREES)}; uses: {', '.join(known_uses())}).")
    raise UsageError(f"{text[:60]!r} is nothing that is judged of an order.", remedy=remedy)


def list_judged(view: View) -> Iterator[JudgedAnswer]:
    """Yield every judgement on flags, gates and states of mind that is visible, oldest first."""
    judged = view.judgements_of(KINDS)
    newest = {(one.kind, one.object): one.id for one in judged}
    grounds = {ground.judgement: ground for ground in read_grounds(view)}
    for one in judged:
        pair = read_pair(one.object)
        if pair is not None:
            yield _show(one, *pair, grounds.get(one.id), is_newest=newest[one.kind, one.object] == one.id,
                        day=view.viewpoint.as_of)


def _finding(desk: Desk, order: Transaction, kind: str, name: str) -> str:
    """Name the finding that is settled, as it stands before anybody settled it."""
    found = desk.assess(order, unsettled=(kind, flag_object(order.reference, name)))
    if kind == GATE:
        gate = next(gate for gate in found.gates if gate.gate == name)
        return name_finding(gate.answer, gate.reasons)
    flag = next(flag for flag in found.flags if flag.flag == name)
    reasons = flag.reasons[:-1] if flag.answer.verdict.value == "met" else flag.reasons  # the last names the guidance
    return name_finding(flag.answer, reasons)


def _keep_document(store: Store, path: Path, marking: Marking, at: datetime) -> tuple[str, str]:
    """Keep the document of an answer as received; return its hash and its name."""
    from enduse.workspace.asked_files import keep_asked, name_bytes, take_in

    data = take_in(path)
    keep_asked(store, data, name=path.name, marking=marking, at=at)
    return name_bytes(data), path.name


def _show(
    one: Judgement, reference: str, name: str, ground: Ground | None, *, is_newest: bool, day: date | None
) -> JudgedAnswer:
    return JudgedAnswer(
        id=one.id, kind=one.kind, reference=reference, name=name, verdict=one.verdict, reason=one.reason,
        actor=one.actor, at=one.at, until=one.until, document=ground.document if ground else "",
        document_name=ground.document_name if ground else "", marking=str(one.marking), is_newest=is_newest,
        has_ended=bool(day and one.until and day >= one.until),
    )

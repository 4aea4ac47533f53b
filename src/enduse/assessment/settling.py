"""Flags and gates settled by a person's answer: honoured as long as they rest on what they rested on then.

A settlement ends on its day, and when the finding differs from the one that it was made about; the flag then stands
again and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enduse.assessment.dossier import GATE, Dossier
from enduse.model.answer import NOT_MET, Answer
from enduse.model.assessment import GateAnswer
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.judging import SETTLED_BY, Ground
from enduse.model.statement import Judgement, content_id

_NAME = 32


def name_finding(answer: Answer, reasons: Sequence[Reason]) -> str:
    """Name an answer and what it rests on: the same name means the same finding.

    An open answer rests on the statements and lines it cites alone: that less is missing by now does not reopen it.
    """
    cited = {cited.id for reason in reasons for cited in reason.evidence if cited.kind is not CitationKind.KNOWLEDGE}
    told = [] if answer.missing else sorted((reason.text, reason.left, reason.right) for reason in reasons)
    return content_id("finding", answer.verdict.value, repr(told), repr(sorted(cited)))[:_NAME]


def settle(
    dossier: Dossier, kind: str, name: str, answer: Answer, reasons: tuple[Reason, ...]
) -> tuple[Answer, tuple[Reason, ...]]:
    """Return an answer as people have settled it: not met with their reason, or as it was with why it is open again."""
    judged = dossier.settlement(kind, name)
    if judged is None:
        return answer, reasons
    ground = dossier.grounds.get(judged.id)
    if ground is not None and ground.finding and ground.finding != name_finding(answer, reasons):
        told = f"Open again, it rests on other facts now: {_tell(judged, ground)}"
        return answer, (Reason(text=told, evidence=_cite(ground)), *reasons)
    return NOT_MET, (Reason(text=_tell(judged, ground), weight=-1.0, evidence=_cite(ground)),)


def settle_gate_answer(dossier: Dossier, gate: GateAnswer) -> GateAnswer:
    """Return a gate as people have settled it."""
    answer, reasons = settle(dossier, GATE, gate.gate, gate.answer, gate.reasons)
    return gate if answer == gate.answer and reasons == gate.reasons else replace(gate, answer=answer, reasons=reasons)


def _tell(judged: Judgement, ground: Ground | None) -> str:
    until = f" until {judged.until}" if judged.until else ""
    paper = f" ({ground.document_name})" if ground is not None and ground.document_name else ""
    return f"{SETTLED_BY} {judged.actor} on {judged.at:%Y-%m-%d}{until}: {judged.reason}{paper}"


def _cite(ground: Ground | None) -> tuple[Citation, ...]:
    if ground is None or not ground.document:
        return ()
    return (Citation(kind=CitationKind.ORDER, id=ground.document, source="answer", place="", words="",
                     document=ground.document, document_name=ground.document_name, origin="answer"),)

"""One order assessed: gates, control positions, paths, flags, the four questions and the next steps, in that order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from enduse.assessment.actions import Findings, propose_actions
from enduse.assessment.catch_all import CATCH_ALL, answer_catch_all, settle_gate
from enduse.assessment.completeness import missing_fields
from enduse.assessment.dossier import Dossier, gather, may_bind
from enduse.assessment.flags import answer_flags, cover_flags
from enduse.assessment.gates import answer_gates, gate_rules
from enduse.assessment.licenses import find_licenses, find_prohibited
from enduse.assessment.ownership import OWNERSHIP, settle_ownership, sum_up
from enduse.assessment.patterns import answer_patterns
from enduse.assessment.questions import answer_questions
from enduse.assessment.repeat_rules import repeat_rules
from enduse.assessment.settling import settle_gate_answer
from enduse.assessment.wholes import list_open_facts
from enduse.diversion.concerns import Concern
from enduse.model.answer import MissingFact, Verdict
from enduse.model.assessment import Assessment, GateAnswer, QuestionAnswer
from enduse.model.determination import Classification, ControlPosition
from enduse.model.history import History
from enduse.model.judging import Ground
from enduse.model.licensing import GoodsConsequence, LicenseConsequence
from enduse.model.ownership import Holding
from enduse.model.party import Party
from enduse.model.path import Trace
from enduse.model.repeat import Repeats
from enduse.model.screening import Entity, Screening
from enduse.model.statement import Judgement
from enduse.model.transaction import Transaction
from enduse.model.viewpoint import Viewpoint

_MOST_REPEATS = 10


def assess(
    transaction: Transaction, *, viewpoint: Viewpoint, screenings: Sequence[Screening] = (),
    classifications: Sequence[Classification] = (), traces: Sequence[Trace] = (),
    concerns: Mapping[str, Concern] | None = None, at_addresses: Sequence[Entity] | None = None,
    judgements: Sequence[Judgement] = (), inputs: Sequence[tuple[str, str]] = (),
    holdings: Sequence[Holding] | None = None, owners: Mapping[str, Party] | None = None,
    owner_screenings: Sequence[Screening] = (), repeats: Repeats | None = None, grounds: Sequence[Ground] = (),
    history: History | None = None,
) -> Assessment:
    """Return everything answered about one transaction from one viewpoint.

    Screenings and traces are matched to parties by name (`query`, `party`).
    `concerns` classes listed entities and path ends (`find_concerns`);
    `at_addresses` are listed entities that the caller found at the parties'
    addresses, None when nobody searched. `judgements` settle hits, flags and gates
    (see `dossier`). `holdings` and `owners` tell who owns whom in the record, `owner_screenings`
    of whom the order or the record says so. `repeats` are the earlier cases it resembles, as many as flags may look at,
    of which the first are told; `history` are earlier orders of the same parties. All must be what the viewpoint shows:
    the result is a function of them alone. What is absent is unknown, never a no.

    What was not evaluated stands in `limitations` and in the open gates.
    Cost: linear in parties, hits, paths and positions, times the number of flags.
    """
    dossier = sum_up(gather(
        transaction, as_of=viewpoint.as_of, screenings=(*owner_screenings, *screenings),
        classifications=classifications, traces=traces,
        concerns=concerns, at_addresses=at_addresses, judgements=judgements, holdings=holdings, owners=owners,
        repeats=repeats, grounds=grounds, history=history,
    ))
    gates = tuple(
        settle_gate_answer(dossier, settle_ownership(gate, dossier.ownership)) if gate.gate == OWNERSHIP else gate
        for gate in answer_gates(dossier)
    )
    flags = answer_flags(dossier)
    tests = answer_catch_all(dossier, gates=gates, flags=flags)
    gates = tuple(
        settle_gate_answer(dossier, settle_gate(gate, tests, dossier)) if gate.gate == CATCH_ALL else gate
        for gate in gates
    )
    questions = answer_questions(dossier, gates=gates, flags=flags)
    licenses, goods = find_licenses(dossier), find_prohibited(dossier)
    missing = _missing(dossier, gates, questions, (*licenses, *goods))
    findings = Findings(dossier=dossier, gates=gates, flags=flags, questions=questions, missing=missing,
                        tests=tests, licenses=licenses, goods=goods)
    return Assessment(
        reference=transaction.reference, viewpoint=viewpoint, questions=questions,
        stops=tuple(reason for gate in gates if gate.answer.verdict is Verdict.MET for reason in gate.reasons),
        screenings=tuple(screenings), classifications=tuple(classifications), traces=tuple(traces), flags=flags,
        missing=missing, actions=propose_actions(findings), inputs=tuple(sorted(inputs)), as_of=viewpoint.as_of,
        gates=gates, flag_coverage=cover_flags(flags), limitations=gate_rules().limitations,
        catch_all=tests, patterns=answer_patterns(flags), licenses=licenses, goods=goods,
        ownership=dossier.ownership, repeats=_first(repeats),
    )


def _first(repeats: Repeats | None) -> Repeats | None:
    """Keep the matches that are worth telling."""
    if repeats is None:
        return None
    told = tuple(one for one in repeats.matches if one.score >= repeat_rules().told_from)[:_MOST_REPEATS]
    return replace(repeats, matches=told)


def _missing(
    dossier: Dossier, gates: Sequence[GateAnswer], questions: Sequence[QuestionAnswer],
    consequences: Sequence[LicenseConsequence | GoodsConsequence],
) -> tuple[MissingFact, ...]:
    """Return every fact that a field, gate, question, position or license waits for, most waited for first."""
    facts = {field.fact for field in missing_fields(dossier)}
    facts.update(list_open_facts(dossier))
    facts.update(fact for consequence in consequences for fact in consequence.answer.missing)
    facts.update(fact for gate in gates for fact in gate.answer.missing)
    facts.update(fact for question in questions for fact in question.answer.missing)
    for classification in dossier.classifications:
        for position in classification.positions:
            if not may_bind(classification, position.regime):
                continue
            if position.position in (ControlPosition.UNKNOWN, ControlPosition.POTENTIALLY_CONTROLLED):
                lacks = MissingFact(fact=position.note or f"position of the item under {position.title}",
                                    about=classification.item, question=f"Settle the item under {position.title}.")
                facts.update(position.missing or (lacks,))
    if len(dossier.classifications) < len(dossier.order.lines):
        facts.add(MissingFact(fact="classification of every line", about="item", question="Classify each line."))
    answers = [*(gate.answer for gate in gates), *(question.answer for question in questions)]
    waiting = Counter(fact for answer in answers for fact in answer.missing)
    return tuple(sorted(facts, key=lambda fact: (-waiting[fact], fact)))

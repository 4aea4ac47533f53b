"""Next steps: each with the reasons that make it due, gravest first. The program proposes; a person decides.

Words, order and the number of questions proposed at once: `knowledge/assessment/actions.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from enduse.assessment.dossier import Dossier, may_bind
from enduse.assessment.flags import reasons_to_hold
from enduse.assessment.gates import open_hits, tell_hit
from enduse.assessment.licenses import tell_goods, tell_license
from enduse.assessment.next_fact import Outlook, cost_of
from enduse.assessment.wholes import is_settled, tell_ordered, tell_raised, tell_repeats
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MissingFact, Verdict
from enduse.model.assessment import (
    Action,
    ActionKind,
    CatchAllAnswer,
    FlagFinding,
    FlagStrength,
    FourQuestion,
    GateAnswer,
    QuestionAnswer,
)
from enduse.model.determination import ControlPosition
from enduse.model.evidence import Reason
from enduse.model.licensing import GoodsConsequence, LicenseConsequence

ACTIONS = "assessment/actions.yaml"
_TRIGGERS = ("stopped", "hit_open", "flags", "question_not_met", "informed", "controlled", "weapons_doubt", "missing",
             "near_limit", "all_answered",
             "duty_license", "duty_notify", "duty_other",
             "goods_listed", "license_needed", "raised", "repeats")

_MISSING = "missing"
_GRAVE = (FlagStrength.STOP, FlagStrength.STRONG, FlagStrength.MODERATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """One step and when it is due."""

    kind: ActionKind
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the steps follow from."""

    dossier: Dossier
    gates: Sequence[GateAnswer]
    flags: Sequence[FlagFinding]
    questions: Sequence[QuestionAnswer]
    missing: Sequence[MissingFact]
    tests: Sequence[CatchAllAnswer] = ()
    licenses: Sequence[LicenseConsequence] = ()
    goods: Sequence[GoodsConsequence] = ()


@functools.cache
def action_rules() -> tuple[tuple[ActionRule, ...], int]:
    """Return the steps in order of rank, and how many questions to propose. Raises KnowledgeError with all faults."""
    root = open_knowledge(ACTIONS)
    kinds = tuple(ActionKind.__members__)
    rules = []
    for node in root.get("actions").required().items():
        node.mapping(("kind", "when", "text"))
        rules.append(ActionRule(kind=ActionKind[node.get("kind").required().choice(kinds, kinds[0])],
                                when=node.get("when").required().choice(_TRIGGERS),
                                text=node.get("text").required().text()))
    most = root.get("ask_at_most").required().integer() or 1
    root.faults.check(KnowledgeError)
    return tuple(rules), most


def propose_actions(findings: Findings) -> tuple[Action, ...]:
    """Return the steps that are due, ranked from 1. Never empty: an order that nothing settles is asked about."""
    rules, _ = action_rules()
    known = [() if rule.when == _MISSING else tuple(_due(findings, rule)) for rule in rules]
    first = [rule for rule, actions in zip(rules, known, strict=True) if actions]
    asked = [rule.when == _MISSING and bool(findings.missing) for rule in rules]
    due = [action for rule, actions, is_asked in zip(rules, known, asked, strict=True)
           for action in (_asks(findings, rule, _look_out(findings, first)) if is_asked else actions)]
    return tuple(replace(action, rank=rank) for rank, action in enumerate(due, start=1))


def _look_out(findings: Findings, steps: Sequence[ActionRule]) -> Outlook:
    """Return what stands as far as one more fact could change the first of the steps that are due."""
    waiting = [one.answer for one in findings.licenses] + [one.answer for one in findings.goods]
    return Outlook(
        dossier=findings.dossier, gates=findings.gates, flags=findings.flags, tests=findings.tests,
        waiting=frozenset(fact for answer in waiting for fact in answer.missing),
        first=steps[0].kind if steps else None,
        is_held_by_flags=[rule.when for rule in steps if rule.kind is ActionKind.HOLD] == ["flags"],
    )


def _due(findings: Findings, rule: ActionRule) -> Iterator[Action]:
    if rule.when == "hit_open" and rule.kind is ActionKind.CHECK_HIT:
        for party, hit in open_hits(findings.dossier):
            text = f"{rule.text}: is {party.name} the listed {hit.entity.caption} ({hit.entity.id})?"
            yield _action(rule, (tell_hit(findings.dossier, party, hit),), text=text)
    else:
        reasons = tuple(dict.fromkeys(_reasons(findings, rule.when)))
        if reasons:
            yield _action(rule, reasons)


def _action(rule: ActionRule, because: tuple[Reason, ...], *, text: str = "") -> Action:
    return Action(rank=0, kind=rule.kind, text=text or rule.text, because=because)


def _reasons(findings: Findings, when: str) -> Iterator[Reason]:
    """Yield what makes a step due; nothing when it is not."""
    dossier = findings.dossier
    if when == "stopped":
        for gate in findings.gates:
            if gate.answer.verdict is Verdict.MET:
                yield from gate.reasons or (Reason(text=gate.text, weight=1.0),)
    elif when == "hit_open":
        yield from (tell_hit(dossier, party, hit) for party, hit in open_hits(dossier))
    elif when == "flags":
        yield from reasons_to_hold(findings.flags)
    elif when == "question_not_met":
        for question in findings.questions:
            if question.answer.verdict is Verdict.NOT_MET:
                yield from (reason for reason in question.reasons if reason.weight <= -1.0 or reason.evidence)
    elif when == "informed":
        if dossier.order.end_use.is_informed_of_wmd:
            yield Reason(text="The order says that the authority informed the exporter.", weight=1.0)
    elif when == "controlled":
        yield from _controlled(findings)
    elif when == "license_needed":
        yield from (tell_license(one) for one in findings.licenses if one.answer.verdict is Verdict.MET)
    elif when == "goods_listed":
        yield from (tell_goods(one) for one in findings.goods if one.finding.answer.verdict is Verdict.MET)
    elif when == "raised":
        yield from tell_raised(dossier)
    elif when == "repeats":
        yield from tell_repeats(dossier)
    elif when == "near_limit":
        yield from _positions(dossier, ControlPosition.NEAR_LIMIT)
    elif when == "weapons_doubt":
        yield from _weapons_doubt(findings)
    elif when.startswith("duty_"):
        yield from _duties(findings, when.removeprefix("duty_"))
    elif when == "all_answered" and is_all_answered(findings):
        yield Reason(text="No gate, flag, question, position or field is open, and none speaks against it.")


def _controlled(findings: Findings) -> Iterator[Reason]:
    """Yield what is controlled and not told with a license that is needed, with what is known of licenses for it."""
    needed = {(one.item, one.of, one.need.regime) for one in findings.licenses if one.answer.verdict is Verdict.MET}
    found = [
        *_positions(findings.dossier, ControlPosition.CONTROLLED, apart=needed),
        *tell_ordered(findings.dossier, apart=needed),
    ]
    yield from found
    for one in findings.licenses if found else ():
        if one.answer.verdict is not Verdict.MET and one.applies.verdict is not Verdict.NOT_MET:
            yield tell_license(one)


def _duties(findings: Findings, sort: str) -> Iterator[Reason]:
    """Yield the catch-all tests that are met and whose duty is a license, a notice or something else."""
    for test in findings.tests:
        first = test.duty.partition(" ")[0].rstrip(",")
        if test.answer.verdict is Verdict.MET and sort == (first if first in ("license", "notify") else "other"):
            yield Reason(text=f"{test.law}, {test.article}: {test.text} Duty: {test.duty}.", weight=1.0,
                         evidence=(test.citation,))


def _weapons_doubt(findings: Findings) -> Iterator[Reason]:
    if findings.dossier.order.end_use.is_suspected_wmd:
        yield Reason(text="The exporter suspects a use in weapons of mass destruction.", weight=1.0)
    for question in findings.questions:
        if question.question is FourQuestion.HARMLESS and question.answer.verdict is Verdict.NOT_MET:
            yield from (reason for reason in question.reasons if reason.weight <= -1.0 or reason.evidence)


def _positions(
    dossier: Dossier, wanted: ControlPosition, *, apart: Collection[tuple[str, str, str]] = ()
) -> Iterator[Reason]:
    for classification in dossier.classifications:
        for position in classification.positions:
            is_told = (classification.item, "", position.regime) in apart
            if position.position is wanted and may_bind(classification, position.regime) and not is_told:
                evidence = tuple(
                    d.citation for d in classification.determinations
                    if d.regime == position.regime and d.entry in position.entries and d.citation
                )
                entries = ", ".join(position.entries)
                yield Reason(text=f"{classification.item} is {wanted.value} under {position.title}: {entries}.",
                             weight=1.0, evidence=tuple(dict.fromkeys(evidence)))


def is_all_answered(findings: Findings) -> bool:
    """Tell whether everything needed was answered, no grave flag is open, and nothing speaks against going on."""
    clear = (ControlPosition.NOT_CONTROLLED, ControlPosition.CAPABLE_NOT_CONTROLLED, ControlPosition.NEAR_LIMIT)
    positions = [p.position for c in findings.dossier.classifications for p in c.positions if may_bind(c, p.regime)]
    return (
        bool(positions) and all(position in clear for position in positions) and not findings.missing
        and is_settled(findings.dossier) and not findings.goods
        and all(gate.answer.verdict is Verdict.NOT_MET for gate in findings.gates)
        and all(question.answer.verdict is Verdict.MET for question in findings.questions)
        and not any(f.answer.verdict is Verdict.MET and f.strength in _GRAVE for f in findings.flags)
    )


def _asks(findings: Findings, rule: ActionRule, outlook: Outlook) -> Iterator[Action]:
    """Propose the questions whose answer could change the first step, the cheapest first, then what most waits for.

    Where a fact that only flags wait for could change the step, it is asked for too.
    """
    blocked = {
        fact: tuple(q.question for q in findings.questions if fact in q.answer.missing) for fact in findings.missing
    }
    value = {fact: outlook.value(fact) for fact in (*findings.missing, *outlook.of_flags)}
    ranked = sorted(value, key=lambda fact: (
        not value[fact], cost_of(fact) if value[fact] else 0, -len(blocked.get(fact, ())), cost_of(fact),
        -outlook.waiting_for(fact), fact))
    asked: list[str] = []
    for fact in ranked:
        if fact.question not in asked:
            asked.append(fact.question)
            because = _why(fact, blocked.get(fact, ()), value[fact])
            yield _action(rule, (because,), text=f"{rule.text}: {fact.question or fact.fact}")
        if len(asked) == action_rules()[1]:
            break


def _why(fact: MissingFact, blocked: Sequence[FourQuestion], value: str) -> Reason:
    text = f"Not known: {fact.fact}."
    if value:
        text += f" The answer alone could {value}."
    if blocked:
        text += " It leaves open: " + " ".join(question.value for question in blocked)
    return Reason(text=text, left=fact.about)

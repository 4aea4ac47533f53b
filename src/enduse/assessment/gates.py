"""Stop gates: listed party, list coverage, informed, published address, denial, embargo; others are settled later.

Rules and thresholds: `knowledge/assessment/gates.yaml`. An unknown gate is never passed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from enduse.assessment.dossier import SAME, Dossier, has_same_words, shares_identifier
from enduse.assessment.settling import settle_gate_answer
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, any_of, decide, unknown
from enduse.model.assessment import GateAnswer
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.party import Party
from enduse.model.screening import Hit

GATES = "assessment/gates.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """One gate: what it says when met and when not, and the question that settles it."""

    gate: str
    says: str
    clear: str
    question: str
    is_computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """All gates in order, the two thresholds, and what this version does not evaluate."""

    gates: tuple[GateRule, ...]
    stop_from: float
    review_from: float
    limitations: tuple[str, ...]


@functools.cache
def gate_rules() -> GateRules:
    """Return the gates. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(GATES)
    gates = []
    for node in root.get("gates").required().items():
        node.mapping(("gate", "says", "clear", "question", "computed"))
        rule = GateRule(
            gate=node.get("gate").required().text(), says=node.get("says").required().text(),
            clear=node.get("clear").required().text(), question=node.get("question").required().text(),
            is_computed=bool(node.get("computed").required().boolean()),
        )
        if rule.is_computed != (rule.gate in _GATE_TESTS or rule.gate in _LATER):
            node.fail(f"the gate {rule.gate!r} is not what the program computes", "Correct computed.")
        gates.append(rule)
    rules = GateRules(
        gates=tuple(gates), stop_from=float(root.get("stop_from").required().decimal() or 0),
        review_from=float(root.get("review_from").required().decimal() or 0),
        limitations=root.get("limitations").required().texts(),
    )
    root.faults.check(KnowledgeError)
    return rules


def answer_gates(dossier: Dossier) -> tuple[GateAnswer, ...]:
    """Return every gate answered, in the order of the procedure.

    A judgement of kind "gate" and verdict "settled" answers a gate with no, with its reason shown. The gates of
    ownership and of catch-all rules are open here: sums and tests answer them (`settle_ownership`, `settle_gate`), and
    then what people settled counts.
    """
    return tuple(_answer(dossier, rule) for rule in gate_rules().gates)


def answer_gate(dossier: Dossier, gate: str) -> GateAnswer:
    """Return one gate answered."""
    return _answer(dossier, next(rule for rule in gate_rules().gates if rule.gate == gate))


def _answer(dossier: Dossier, rule: GateRule) -> GateAnswer:
    if rule.gate in _GATE_TESTS:
        answer, reasons = _GATE_TESTS[rule.gate](dossier, rule)
    elif rule.is_computed:
        answer, reasons = unknown(MissingFact(fact=rule.says, about="order", question=rule.question)), ()
    else:
        answer = unknown(MissingFact(fact=rule.says, about="order", question=rule.question))
        cited = Citation(kind=CitationKind.KNOWLEDGE, id=f"{GATES}#{rule.gate}", source="enduse", place=rule.gate,
                         words=rule.says)
        reasons = (Reason(text="Not computed in this version; a person must settle it.", evidence=(cited,)),)
    gate = GateAnswer(gate=rule.gate, text=rule.says, answer=answer, reasons=reasons)
    return gate if rule.gate in _LATER else settle_gate_answer(dossier, gate)


def judge_hit(dossier: Dossier, party: Party, hit: Hit) -> Answer:
    """Tell whether a listed hit is the party: met on judgement, equal identifier or a near-certain equal name.

    Unknown from the review threshold on; below it, not met.
    """
    if dossier.verdict_on(party, hit) == SAME or shares_identifier(party, hit.entity):
        return MET
    names = (party.name, *party.aliases)
    if hit.score >= gate_rules().stop_from and any(has_same_words(name, hit.matched_name) for name in names):
        return MET
    if hit.score >= gate_rules().review_from:
        fact = f"whether {party.name} is {hit.entity.caption} ({hit.entity.id})"
        return unknown(MissingFact(fact=fact, about=party.name, question=_question("listed_party")))
    return NOT_MET


def open_hits(dossier: Dossier) -> tuple[tuple[Party, Hit], ...]:
    """Return the listed hits that await a person's judgement, in the order's order."""
    return tuple(
        (party, hit) for party in dossier.parties() for hit in dossier.listed_hits(party)
        if judge_hit(dossier, party, hit).verdict is Verdict.UNKNOWN
    )


def tell_hit(dossier: Dossier, party: Party, hit: Hit) -> Reason:
    """Say how a party and a listed entity come together."""
    prop = shares_identifier(party, hit.entity)
    if dossier.verdict_on(party, hit) == SAME:
        how = "was judged to be"
    elif prop:
        how = f"has the same {prop} as"
    elif judge_hit(dossier, party, hit) == MET:
        how = f"bears the very name of (score {hit.score:.2f})"
    else:
        how = f"may be (score {hit.score:.2f})"
    concern = dossier.concern_of(hit.entity)
    return Reason(
        text=f"{party.name} {how} {hit.entity.caption}" + (f": {concern.text}." if concern else ", a listed party."),
        left=party.name, right=hit.matched_name, weight=hit.score,
        evidence=tuple(dict.fromkeys((*dossier.cite_party(party), *hit.listing))),
    )


def _listed_party(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when a hit is the party; the reasons are then those hits alone, else the hits that await a judgement."""
    answers: list[Answer] = []
    told: list[tuple[Answer, Reason]] = []
    for party in dossier.parties():
        for hit in dossier.listed_hits(party):
            answer = judge_hit(dossier, party, hit)
            answers.append(answer)
            if answer != NOT_MET:
                told.append((answer, tell_hit(dossier, party, hit)))
        if party.name not in dossier.screenings:
            answers.append(unknown(MissingFact(fact=f"screening of {party.name}", about=party.name,
                                               question="Screen the party.")))
    if not dossier.parties():
        answers.append(unknown(MissingFact(fact="parties of the order", about="order", question=rule.question)))
    overall = any_of(answers)
    return overall, tuple(reason for answer, reason in told if overall != MET or answer == MET)


def _list_coverage(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    """Answer whether lists are lacking: unknown when one is, not met when all were in force and held."""
    missing: set[MissingFact] = set()
    for party in dossier.parties():
        screening = dossier.screenings.get(party.name)
        if screening is None or not screening.coverage:
            fact = f"a list in force on {dossier.as_of} to screen {party.name} against"
            missing.add(MissingFact(fact=fact, about=party.name, question=rule.question))
            continue
        for source in screening.coverage:
            if source.version is None:
                fact = f"a version of {source.title} in force on {dossier.as_of}"
                missing.add(MissingFact(fact=fact, about=source.source, question=rule.question))
    if not dossier.parties():
        missing.add(MissingFact(fact="parties of the order", about="order", question="Who takes part?"))
    reasons = tuple(Reason(text=f"Not held: {fact.fact}. That is no clean answer.") for fact in sorted(missing))
    return (unknown(*missing) if missing else NOT_MET), reasons


def _informed(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    stated = dossier.order.end_use.is_informed_of_wmd
    if stated is None:
        return unknown(MissingFact(fact=rule.says, about="order", question=rule.question)), ()
    words = "informed of a weapons use" if stated else "not informed of a weapons use"
    cited = dossier.cite_order("end use", words)
    return decide(stated), (Reason(text=f"The order says: {words}.", weight=1.0 if stated else -1.0, evidence=cited),)


def _denial(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    from enduse.assessment.repeat_flags import find_denied

    return find_denied(dossier, question=rule.question)


def _published_address(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    from enduse.assessment.published_addresses import find_published

    return find_published(dossier, question=rule.question)


def _embargo(dossier: Dossier, rule: GateRule) -> tuple[Answer, tuple[Reason, ...]]:
    from enduse.assessment.embargoes import find_embargo

    return find_embargo(dossier, question=rule.question)


def clear_words(gate: str) -> str:
    """Return what is said of a gate that is answered with no."""
    return next(rule.clear for rule in gate_rules().gates if rule.gate == gate)


def _question(gate: str) -> str:
    return next(rule.question for rule in gate_rules().gates if rule.gate == gate)


_GATE_TESTS: dict[str, Callable[[Dossier, GateRule], tuple[Answer, tuple[Reason, ...]]]] = {
    "listed_party": _listed_party, "list_coverage": _list_coverage, "informed": _informed, "denial": _denial,
    "published_address": _published_address, "embargo": _embargo,
}
_LATER = frozenset({"ownership", "catch_all"})

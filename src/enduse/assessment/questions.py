"""The four questions: will it reach the user, will that user use it, is the use harmless, will it be kept.

The rule table is `knowledge/assessment/questions.yaml`; its `about` states the
rule in words. In short, for each question: not met when evidence that is there
speaks against it; met only when nothing does and every field, paper, gate and
flag it rests on is answered; else unknown, naming what is missing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from enduse.assessment.completeness import FieldRule, missing_fields
from enduse.assessment.dossier import SAME, Dossier, shares_identifier
from enduse.assessment.gates import clear_words, judge_hit, tell_hit
from enduse.assessment.record_flags import tell_path
from enduse.errors import KnowledgeError
from enduse.knowledge.catch_all_law import broader
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, all_of, any_of, decide, unknown
from enduse.model.assessment import FlagFinding, FourQuestion, GateAnswer, QuestionAnswer
from enduse.model.evidence import Reason
from enduse.model.party import Party, PartyRole
from enduse.model.path import Likelihood, Path

QUESTIONS = "assessment/questions.yaml"
_WMD = "wmd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing that speaks against a question, or puts it in doubt."""

    kind: str
    roles: tuple[PartyRole, ...]
    relations: tuple[str, ...]
    first_only: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRule:
    """What one question needs and what speaks against it."""

    question: FourQuestion
    gates: tuple[str, ...]
    flags: tuple[str, ...]
    must_agree: bool
    against: tuple[Ground, ...]
    doubts: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRules:
    """All four, and how firm a path must be to decide."""

    rules: tuple[QuestionRule, ...]
    likelihood_from: Likelihood
    opens_from: Likelihood
    identity_from: float


@functools.cache
def question_rules() -> QuestionRules:
    """Return the rule table. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(QUESTIONS)
    bands = tuple(Likelihood.__members__)
    rules = QuestionRules(
        rules=tuple(_read_rule(node) for node in root.get("questions").required().items()),
        likelihood_from=Likelihood[root.get("likelihood_from").required().choice(bands, bands[-1])],
        opens_from=Likelihood[root.get("opens_from").required().choice(bands, bands[0])],
        identity_from=float(root.get("identity_from").required().decimal() or 1),
    )
    if [rule.question for rule in rules.rules] != list(FourQuestion):
        root.get("questions").fail("all four questions must stand in their order", "Add or move them.")
    root.faults.check(KnowledgeError)
    return rules


def _read_rule(node: Node) -> QuestionRule:
    node.mapping(("question", "gates", "flags", "agree", "against", "doubts"))
    names = tuple(FourQuestion.__members__)
    return QuestionRule(
        question=FourQuestion[node.get("question").required().choice(names, names[0])],
        gates=node.get("gates").texts(), flags=node.get("flags").texts(),
        must_agree=bool(node.get("agree").boolean()),
        against=tuple(_read_test(test, "says", tuple(_AGAINST)) for test in node.get("against").required().items()),
        doubts=tuple(_read_test(test, "question", _DOUBTS) for test in node.get("doubts").items()),
    )


def _read_test(node: Node, says: str, kinds: Sequence[str]) -> Ground:
    node.mapping(("kind", "roles", "relations", "first_only", says))
    names = tuple(role.value for role in PartyRole)
    roles = (part.choice(names) for part in node.get("roles").items())
    return Ground(
        kind=node.get("kind").required().choice(kinds), roles=tuple(PartyRole(role) for role in roles if role),
        relations=node.get("relations").texts(), first_only=bool(node.get("first_only").boolean()),
        says=node.get(says).required().text(),
    )


def answer_questions(
    dossier: Dossier, *, gates: Sequence[GateAnswer], flags: Sequence[FlagFinding],
) -> tuple[QuestionAnswer, ...]:
    """Return the four questions answered, in their order."""
    missing = missing_fields(dossier)
    gates_by_name = {gate.gate: gate for gate in gates}
    flags_by_name = {finding.flag: finding for finding in flags}
    return tuple(_answer(dossier, rule, missing, gates_by_name, flags_by_name) for rule in question_rules().rules)


def _answer(
    dossier: Dossier, rule: QuestionRule, missing: Sequence[FieldRule], gates: Mapping[str, GateAnswer],
    flags: Mapping[str, FlagFinding],
) -> QuestionAnswer:
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for test in rule.against:
        answer, why = _AGAINST[test.kind](dossier, test)
        answers.append(~answer)
        if answer == MET:
            reasons.append(Reason(text=test.says, weight=-1.0))
        reasons += (Reason(text=r.text, left=r.left, right=r.right, weight=-abs(r.weight), evidence=r.evidence)
                    for r in why)
    answers += (unknown(field.fact) for field in missing if rule.question in field.blocks)
    answers += _doubts(dossier, rule)
    for gate in (gates[name] for name in rule.gates):
        answers.append(_needs(gate.answer, f"whether this holds: {gate.text}", gate.text))
        reasons += _told(gate.text, clear_words(gate.gate), gate.answer)
    for flag in (flags[name] for name in rule.flags):
        answers.append(_needs(flag.answer, f"what settles flag {flag.flag}", flag.ask))
        name = flag.text.partition(":")[0]
        reasons += _told(f"red flag {flag.flag} stands: {flag.text}", f"Red flag {flag.flag} ({name}) was answered no",
                         flag.answer)
    answer = all_of(answers)
    if answer == MET:
        reasons.append(Reason(text="Nothing speaks against it, and all that it rests on was answered.", weight=1.0))
    return QuestionAnswer(question=rule.question, answer=answer, reasons=tuple(dict.fromkeys(reasons)))


def _needs(answer: Answer, fact: str, question: str) -> Answer:
    """Turn a gate or flag into what a question needs: answered with no is met; anything else leaves it open."""
    if answer == NOT_MET:
        return MET
    return answer if answer.missing else unknown(MissingFact(fact=fact, about="order", question=question))


def _told(against: str, clear: str, answer: Answer) -> tuple[Reason, ...]:
    if answer.verdict is Verdict.UNKNOWN:
        return ()
    if answer == MET:
        return (Reason(text=f"In doubt: {against.rstrip('.')}.", weight=-0.5),)
    return (Reason(text=f"{clear}.", weight=0.1),)


def _doubts(dossier: Dossier, rule: QuestionRule) -> list[Answer]:
    use = dossier.order.end_use
    stated = {"suspected": use.is_suspected_wmd, "military": use.is_military}
    answers = [unknown(MissingFact(fact=test.says, about="order", question=test.says))
               for test in rule.doubts if stated[test.kind]]
    to = dossier.order.route.destination
    apart = sorted({user.country for user in dossier.parties(PartyRole.END_USER)} - {to, ""})
    if rule.must_agree and to and apart:
        question = f"Why do the goods go to {to.upper()} while the end user sits in {', '.join(apart).upper()}?"
        answers.append(unknown(MissingFact(fact="the way from destination to end user", about="order",
                                           question=question)))
    return answers


def _path_against(dossier: Dossier, test: Ground) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when a firm path has a step of the kinds named that does not merely lead to the named end user."""
    users = {start for user in dossier.parties(PartyRole.END_USER) if user.name in dossier.traces
             for start in dossier.traces[user.name].starts}
    return _firm(dossier, [
        (party, path) for party, path in dossier.paths(*test.roles)
        if any(step.relation in test.relations and step.end not in users
               for step in (path.steps[1:2] if test.first_only else path.steps[1:]))
    ])


def _weapons_path(dossier: Dossier, test: Ground) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when a firm path ends at what is listed over weapons work."""
    found = [(party, path) for party, path in dossier.paths(*test.roles)]
    weapons = [(p, path) for p, path in found if (c := dossier.concerns.get(path.target)) and c.is_weapons]
    answer, reasons = _firm(dossier, weapons)
    unclassed = [
        unknown(MissingFact(fact=f"what {path.target_caption} is of concern for", about=party.name,
                            question=f"Which programme does {path.target_caption} serve?"))
        for party, path in found if path.target not in dossier.concerns
    ]
    return any_of([answer, *unclassed]), reasons


def _firm(dossier: Dossier, found: Sequence[tuple[Party, Path]]) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when one of the paths is firm, unknown when one is worth confirming; fainter ones are left to the traces."""
    heard = [(p, path) for p, path in found if path.likelihood.value >= question_rules().opens_from.value]
    answers = [
        MET if _is_firm(dossier, party, path) else unknown(_confirm(dossier, party, path)) for party, path in heard
    ]
    return any_of(answers), tuple(tell_path(party, path) for party, path in heard)


def _is_firm(dossier: Dossier, party: Party, path: Path) -> bool:
    is_likely = path.likelihood.value >= question_rules().likelihood_from.value
    return is_likely and path.is_assessed and _is_known(dossier, party, path)


def _is_known(dossier: Dossier, party: Party, path: Path) -> bool:
    """Tell whether the party is the entity a path starts from: by score, judgement or equal identifier."""
    first, screening = path.steps[0], dossier.screenings.get(party.name)
    hits = [hit for hit in (screening.hits if screening else ()) if hit.entity.id == first.end]
    return first.weight >= question_rules().identity_from or any(
        dossier.verdict_on(party, hit) == SAME or shares_identifier(party, hit.entity) for hit in hits)


def _confirm(dossier: Dossier, party: Party, path: Path) -> MissingFact:
    if not _is_known(dossier, party, path):
        whom = path.steps[0].end_caption
        return MissingFact(
            fact=f"whether {party.name} is {whom} on record", about=party.name,
            question=f"Is {party.name} the {whom} of which sources speak? Which identifier tells?",
        )
    step = path.steps[path.weakest]
    return MissingFact(
        fact=f"a firmer source on the path from {party.name} to {path.target_caption}", about=party.name,
        question=f"Which other source confirms or denies this: {step.sentence}",
    )


def _weapons_listing(dossier: Dossier, test: Ground) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when a party is one listed over weapons work; unknown while such a hit is open."""
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for party in dossier.parties(*test.roles):
        for hit in dossier.listed_hits(party):
            concern, answer = dossier.concern_of(hit.entity), judge_hit(dossier, party, hit)
            if concern and concern.is_weapons and answer != NOT_MET:
                answers.append(answer)
                reasons.append(tell_hit(dossier, party, hit))
    return any_of(answers), tuple(reasons)


def _informed_against(dossier: Dossier, _: Ground) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when the order says that the authority informed the exporter; silence is a missing field instead."""
    return (MET if dossier.order.end_use.is_informed_of_wmd else NOT_MET), ()


def _known_against(dossier: Dossier, _: Ground) -> tuple[Answer, tuple[Reason, ...]]:
    """Met when the order tells that the exporter knows of a use in weapons of mass destruction."""
    told = [mind for mind in dossier.order.end_use.minds
            if mind.degree == "know" and any(_WMD in broader(use) for use in mind.uses)]
    return decide(bool(told)), tuple(
        Reason(text="The order tells that the exporter knows of a weapons use.", weight=1.0,
               evidence=(mind.citation,) if mind.citation else ()) for mind in told
    )


_AGAINST: dict[str, Callable[[Dossier, Ground], tuple[Answer, tuple[Reason, ...]]]] = {
    "path": _path_against, "weapons_listing": _weapons_listing, "weapons_path": _weapons_path,
    "informed": _informed_against, "known": _known_against,
}
_DOUBTS = ("suspected", "military")

"""Patterns: flags that say more together, answered from the flags alone. Data: `knowledge/flags/patterns.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enduse.assessment.flag_rules import PATTERNS, flag_rules, flags_not_encoded
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import Answer, MissingFact, Verdict, all_of, any_of, unknown
from enduse.model.assessment import FlagFinding, PatternFinding

_VERDICTS = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRule:
    """One pattern: the flags that must all be met, those of which one must, those that only support, and what to do."""

    pattern: str
    name: str
    says: str
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    supported_by: tuple[str, ...]
    then: str


@functools.cache
def pattern_rules() -> tuple[PatternRule, ...]:
    """Return the patterns in their order. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(PATTERNS)
    root.mapping(("title", "encoded_on", "about", "patterns"))
    known = tuple(sorted({*(rule.flag for rule in flag_rules()), *flags_not_encoded()}))
    rules = []
    for node in root.get("patterns").required().items():
        node.mapping(("pattern", "name", "says", "all_of", "any_of", "supported_by", "then", "sources"))
        named = {key: tuple(part.choice(known) for part in node.get(key).items())
                 for key in ("all_of", "any_of", "supported_by")}
        rules.append(PatternRule(
            pattern=node.get("pattern").required().text(), name=node.get("name").required().text(),
            says=node.get("says").required().text(), then=node.get("then").required().text(),
            all_of=named["all_of"], any_of=named["any_of"], supported_by=named["supported_by"],
        ))
    root.faults.check(KnowledgeError)
    return tuple(rules)


def answer_patterns(findings: Sequence[FlagFinding]) -> tuple[PatternFinding, ...]:
    """Return every pattern answered, met before unknown before not met; `flags` are the met ones behind it."""
    held = {finding.flag: finding for finding in findings}
    answered = [_answer(rule, held) for rule in pattern_rules()]
    return tuple(sorted(answered, key=lambda one: (_VERDICTS.index(one.answer.verdict), one.pattern)))


def _answer(rule: PatternRule, held: Mapping[str, FlagFinding]) -> PatternFinding:
    answer = all_of((*(_flag(name, held) for name in rule.all_of), any_of(_flag(name, held) for name in rule.any_of)))
    named = (*rule.all_of, *rule.any_of, *rule.supported_by)
    met = tuple(name for name in named if name in held and held[name].answer.verdict is Verdict.MET)
    return PatternFinding(pattern=rule.pattern, text=f"{rule.name}: {rule.says}", answer=answer, flags=met,
                          then=rule.then)


def _flag(name: str, held: Mapping[str, FlagFinding]) -> Answer:
    if name in held:
        return held[name].answer
    return unknown(MissingFact(fact=f"flag {name}, which this version does not compute", about="order",
                               question=f"Does flag {name} stand?"))

"""Red flags answered for one order, what they add up to, and how far they reach. Never one number."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enduse.assessment.controls_begun import CONTROL_TESTS
from enduse.assessment.dossier import FLAG, Dossier
from enduse.assessment.flag_rules import FlagRule, flag_rules, flag_sources, flags_not_encoded
from enduse.assessment.goods_flags import GOODS_TESTS
from enduse.assessment.history_flags import HISTORY_TESTS
from enduse.assessment.noted_flags import NOTED_TESTS
from enduse.assessment.order_flags import ORDER_TESTS, FlagTest
from enduse.assessment.owner_flags import OWNER_TESTS
from enduse.assessment.programme_flags import PROGRAMME_TESTS
from enduse.assessment.record_flags import RECORD_TESTS
from enduse.assessment.repeat_flags import REPEAT_TESTS
from enduse.assessment.settling import settle
from enduse.assessment.wholes import WHOLE_TESTS
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, Verdict
from enduse.model.assessment import GUIDANCE, FlagCoverage, FlagFinding, FlagStrength
from enduse.model.evidence import Citation, CitationKind, Reason

HOLDING = "assessment/holding.yaml"
_ORDER = tuple(FlagStrength)
_VERDICTS = (Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """One line of the holding rule: how many groups of each strength reach it."""

    needs: tuple[tuple[FlagStrength, int], ...]
    says: str


def answer_flags(dossier: Dossier, rules: Sequence[FlagRule] | None = None) -> tuple[FlagFinding, ...]:
    """Return every computed flag, or those of some rules, answered: met before unknown before not met, strongest first.

    Flags alike in both stand by id. A judgement of kind "flag" and verdict "settled" answers a flag with no, its
    reason shown. Cost: linear in parties, hits and paths, for each flag.
    """
    findings = [answer_flag(dossier, rule) for rule in (flag_rules() if rules is None else rules)]
    return tuple(sorted(findings, key=lambda f: (_VERDICTS.index(f.answer.verdict), _ORDER.index(f.strength), f.flag)))


def answer_flag(dossier: Dossier, rule: FlagRule) -> FlagFinding:
    """Return one flag answered. Raises KnowledgeError when its test is not one the program knows."""
    test = _tests().get(rule.kind)
    if test is None:
        known = ", ".join(sorted(_tests()))
        what = f"the flag {rule.flag} names the test {rule.kind!r}, which is not known here."
        raise KnowledgeError(what, where=rule.place, remedy=f"Use one of: {known}.")
    answer, reasons = settle(dossier, FLAG, rule.flag, *test(dossier, rule))
    reasons = (*reasons, _guidance(rule)) if answer == MET else reasons
    return FlagFinding(
        flag=rule.flag, group=rule.group, strength=rule.strength, text=f"{rule.name}: {rule.says}", answer=answer,
        ask=rule.ask, reasons=reasons,
    )


@functools.cache
def _tests() -> Mapping[str, FlagTest]:
    kinds = (ORDER_TESTS, RECORD_TESTS, REPEAT_TESTS, NOTED_TESTS, WHOLE_TESTS, GOODS_TESTS, HISTORY_TESTS,
             CONTROL_TESTS, OWNER_TESTS, PROGRAMME_TESTS)
    return {name: test for tests in reversed(kinds) for name, test in tests.items()}


def _guidance(rule: FlagRule) -> Reason:
    """Name the guidance that says the like, and how much of it was read for this version."""
    cited = [
        Citation(
            kind=CitationKind.KNOWLEDGE, id=f"{rule.place}#{rule.flag}", source=name, place=flag_sources()[name].title,
            words=tell_guidance(name),
        )
        for name in rule.sources
    ]
    return Reason(text=GUIDANCE, evidence=tuple(cited))


def tell_guidance(name: str) -> str:
    """Say whose guidance a source of flags is, of when, and how much of it was read."""
    read = {"full": "read in full", "part": "read in part", "known": "known, not read again"}
    source = flag_sources()[name]
    return f"{source.publisher}, {source.date} ({read[source.basis]})"


def cover_flags(findings: Sequence[FlagFinding]) -> FlagCoverage:
    """Return which flags were answered, which are unknown, and which this version does not compute."""
    unknown = tuple(sorted(f.flag for f in findings if f.answer.verdict is Verdict.UNKNOWN))
    return FlagCoverage(
        answered=tuple(sorted(f.flag for f in findings if f.flag not in unknown)), unknown=unknown,
        not_encoded=flags_not_encoded(),
    )


def strongest_by_group(findings: Sequence[FlagFinding]) -> Mapping[str, FlagFinding]:
    """Return the strongest met flag of each group, the first by id where two are alike; groups in order of name."""
    met = [f for f in findings if f.answer.verdict is Verdict.MET]
    best = {f.group: f for f in sorted(met, key=lambda f: (_ORDER.index(f.strength), f.flag), reverse=True)}
    return dict(sorted(best.items()))


def reasons_to_hold(findings: Sequence[FlagFinding]) -> tuple[Reason, ...]:
    """Return why the flags hold the transaction: the first line reached, and what reaches it; none when none is."""
    strongest = strongest_by_group(findings)
    for line in holding_lines():
        counted = [
            [finding for finding in strongest.values() if finding.strength is strength] for strength, _ in line.needs
        ]
        if all(len(found) >= count for found, (_, count) in zip(counted, line.needs, strict=True)):
            rule = Citation(
                kind=CitationKind.KNOWLEDGE, id=HOLDING, source="enduse", place="hold_when", words=line.says,
            )
            told = "; ".join(f"{f.text.partition(':')[0]} ({f.flag})" for found in counted for f in found)
            evidence = tuple(dict.fromkeys(
                c for found in counted for finding in found for reason in finding.reasons for c in reason.evidence))
            text = f"Enough to hold: {line.says}. Standing: {told}."
            return (Reason(text=text, weight=1.0, evidence=(rule, *evidence)),)
    return ()


@functools.cache
def holding_lines() -> tuple[HoldLine, ...]:
    """Return the lines of the holding rule, in order. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(HOLDING)
    lines = []
    for node in root.get("hold_when").required().items():
        node.mapping(("says", *(strength.value for strength in FlagStrength)))
        needs = tuple(
            (strength, node.get(strength.value).integer() or 0)
            for strength in FlagStrength if not node.get(strength.value).is_absent
        )
        if not needs or any(count < 1 for _, count in needs):
            node.fail("a line of the holding rule counts at least one flag", "Name a strength and a number from 1.")
        lines.append(HoldLine(needs=needs, says=node.get("says").required().text()))
    root.faults.check(KnowledgeError)
    return tuple(lines)

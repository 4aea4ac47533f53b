"""Patterns over flags; nothing here is about anybody."""

from __future__ import annotations

from enduse.assessment.patterns import answer_patterns, pattern_rules
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, Verdict, unknown
from enduse.model.assessment import FlagFinding, FlagStrength

OPEN = unknown(MissingFact(fact="x"))


def ask(**flags: Answer) -> dict[str, tuple[Verdict, tuple[str, ...]]]:
    findings = [FlagFinding(flag=name.replace("_", "-"), group="g", strength=FlagStrength.WEAK, text="", answer=answer,
                            ask="") for name, answer in flags.items()]
    return {one.pattern: (one.answer.verdict, one.flags) for one in answer_patterns(findings)}


def test_a_pattern_is_met_by_all_of_its_flags_and_one_of_its_choices() -> None:
    assert ask(HIS_06=MET, HIS_07=NOT_MET, RTE_07=MET, ADR_09=OPEN)["PAT-06"] == (Verdict.MET, ("HIS-06", "RTE-07"))
    assert ask(HIS_06=MET, HIS_07=NOT_MET, RTE_07=NOT_MET, ADR_09=NOT_MET)["PAT-06"][0] is Verdict.NOT_MET
    assert ask(HIS_06=NOT_MET)["PAT-06"][0] is Verdict.NOT_MET
    assert ask(HIS_06=MET, HIS_07=NOT_MET, RTE_07=OPEN, ADR_09=NOT_MET)["PAT-06"][0] is Verdict.UNKNOWN


def test_support_alone_meets_nothing_and_is_named_beside_what_does() -> None:
    assert ask(PTY_12=MET)["PAT-05"][0] is Verdict.UNKNOWN
    assert ask(PTY_04=MET, ITM_13=MET, PTY_12=MET)["PAT-05"] == (Verdict.MET, ("PTY-04", "ITM-13", "PTY-12"))


def test_a_flag_that_is_not_computed_leaves_its_pattern_open() -> None:
    assert ask()["PAT-04"][0] is Verdict.UNKNOWN


def test_there_are_twelve_patterns_each_saying_what_to_do() -> None:
    assert len(pattern_rules()) == 12
    assert all(rule.then and rule.all_of and rule.any_of for rule in pattern_rules())

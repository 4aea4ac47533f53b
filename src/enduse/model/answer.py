"""The three answers, and how they combine.

Strong Kleene logic: `not met` settles an all-of, `met` settles an any-of, and
what stays open is unknown and names the facts that are missing. Refining a
fact never flips a decided answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """One of the three answers."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MissingFact:
    """A fact that nobody has stated: its name, what it belongs to, and the question that gets it."""

    fact: str
    about: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict, with the missing facts when it is unknown (and only then)."""

    verdict: Verdict
    missing: tuple[MissingFact, ...] = ()

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.UNKNOWN) != bool(self.missing):
            raise ValueError("unknown names its missing facts, and a decided answer has none")

    def __invert__(self) -> Answer:
        return {Verdict.MET: NOT_MET, Verdict.NOT_MET: MET}.get(self.verdict, self)


MET = Answer(verdict=Verdict.MET)
NOT_MET = Answer(verdict=Verdict.NOT_MET)


def unknown(*missing: MissingFact) -> Answer:
    """Return unknown, naming at least one missing fact."""
    return Answer(verdict=Verdict.UNKNOWN, missing=tuple(sorted(set(missing))))


def decide(condition: bool) -> Answer:
    """Turn a plain yes or no into an answer."""
    return MET if condition else NOT_MET


def all_of(answers: Iterable[Answer]) -> Answer:
    """Combine by and: met when all are, not met when any is not, else unknown. Met when there are none."""
    return _combine(answers, settling=Verdict.NOT_MET, otherwise=MET)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Combine by or: met when any is, not met when none is, else unknown. Not met when there are none."""
    return _combine(answers, settling=Verdict.MET, otherwise=NOT_MET)


def _combine(answers: Iterable[Answer], *, settling: Verdict, otherwise: Answer) -> Answer:
    still_open: list[Answer] = []
    for answer in answers:
        if answer.verdict is settling:
            return answer
        if answer.missing and answer not in still_open:
            still_open.append(answer)
    if len(still_open) < 2:
        return still_open[0] if still_open else otherwise
    return unknown(*(fact for answer in still_open for fact in answer.missing))

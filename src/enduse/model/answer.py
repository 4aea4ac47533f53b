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

    __hash__ = object.__hash__  # that of Enum is written in Python, and verdicts are looked up all the time


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
        if self.verdict is Verdict.UNKNOWN:
            return self
        return NOT_MET if self.verdict is Verdict.MET else MET


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
    return _combine(answers, Verdict.NOT_MET, MET)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Combine by or: met when any is, not met when none is, else unknown. Not met when there are none."""
    return _combine(answers, Verdict.MET, NOT_MET)


def _combine(answers: Iterable[Answer], settling: Verdict, otherwise: Answer) -> Answer:
    first: Answer | None = None
    further: list[Answer] = []
    for answer in answers:
        if answer.verdict is settling:
            return answer
        if answer.missing:
            if first is None:
                first = answer
            elif answer is not first and answer != first:
                further.append(answer)
    if first is None:
        return otherwise
    return unknown(*first.missing, *(fact for answer in further for fact in answer.missing)) if further else first

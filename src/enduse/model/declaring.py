"""What assessing a whole file of declarations or orders gives: counts, flags, and what could not be assessed."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.errors import Fault
from enduse.model.screening import SourceCoverage
from enduse.model.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCount:
    """One flag over the rows of a file: how many it is met for, not met, unknown, and what it is called."""

    flag: str
    strength: str
    name: str
    met: int
    not_met: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagNotAsked:
    """A flag that the columns of a file cannot answer, and what it would need."""

    flag: str
    strength: str
    name: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """How many rows have a step as their first: hold, apply for a license, judge a hit, ..., or nothing found."""

    step: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRun:
    """One file assessed: where its answers and its worklist were written, and what they hold.

    `assessed` and `not_assessed` add up to `rows`. `kind` is "declarations", whose rows were asked what their columns
    can answer, or "orders", of which everything was asked. `like_goods` is the number of groups of like goods that
    values were held against. `columns` pairs each column with the field it was read as, empty for none.
    `faults` are the first rows that were not assessed.
    """

    viewpoint: Viewpoint
    input: str
    sha256: str
    kind: str
    out: str
    worklist: str
    rows: int
    assessed: int
    not_assessed: int
    noted: int
    repeated_ids: int
    steps: tuple[StepCount, ...]
    flags: tuple[FlagCount, ...]
    not_asked: tuple[FlagNotAsked, ...]
    like_goods: int
    coverage: tuple[SourceCoverage, ...]
    columns: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    resumed_at: int
    seconds: float

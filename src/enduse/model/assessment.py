"""The assessment of one transaction: stop gates, four questions, flags, next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from enduse.model.answer import Answer, MissingFact
from enduse.model.determination import Classification
from enduse.model.evidence import Citation, Reason
from enduse.model.licensing import GoodsConsequence, LicenseConsequence
from enduse.model.ownership import OwnershipFinding
from enduse.model.path import Trace
from enduse.model.repeat import Repeats
from enduse.model.screening import Screening
from enduse.model.viewpoint import Viewpoint


class FourQuestion(Enum):
    """The four questions asked of a license (Japan's objective frame), in their order."""

    REACH = "Will it reach the named user?"
    USE = "Will the named user use it there?"
    HARMLESS = "Will the use be harmless?"
    KEPT = "Will it stay under that user's control?"


GUIDANCE = "Published guidance says the like."  # the reason by which a flag cites where it comes from


class FlagStrength(Enum):
    """How much one red flag weighs; see `knowledge/flags/`."""

    STOP = "stop"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFinding:
    """A red flag answered for this transaction; unknown carries the question that settles it."""

    flag: str
    group: str
    strength: FlagStrength
    text: str
    answer: Answer
    ask: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternFinding:
    """Flags that say more together: `flags` are the met ones behind the pattern, `then` what to do when it is met."""

    pattern: str
    text: str
    answer: Answer
    flags: tuple[str, ...]
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswer:
    """One of the four questions, answered with reasons for and against."""

    question: FourQuestion
    answer: Answer
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementAnswer:
    """One element of a catch-all test answered: items, end use, place, state of mind, party, gate or open question."""

    element: str
    text: str
    answer: Answer
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchAllAnswer:
    """One catch-all test of one law: met when every element is.

    `duty` is what arises when it is met. `basis` is "text" where the law was read and "described" where an authority's
    or a published account of it was; else the test has no elements and is unknown. `edition` says for which days it is
    known.
    """

    test: str
    law: str
    article: str
    text: str
    duty: str
    answer: Answer
    elements: tuple[ElementAnswer, ...]
    basis: str
    edition: str
    citation: Citation

    @property
    def is_read(self) -> bool:
        """Tell whether the law was read, as it is printed or as it is described."""
        return self.basis in ("text", "described")


class ActionKind(Enum):
    """What may be done next, gravest first where two are due alike."""

    HOLD = "hold"
    APPLY = "apply for a license"
    NOTIFY = "notify the authority"
    ASK = "ask"
    CHECK_HIT = "judge a hit"
    PROCEED = "proceed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A proposed next step with the reasons that make it due; a person decides."""

    rank: int
    kind: ActionKind
    text: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateAnswer:
    """A legal gate answered: met stops the transaction, unknown holds it, never passes it."""

    gate: str
    text: str
    answer: Answer
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCoverage:
    """How far the flags reach: ids answered, ids left unknown, ids this version does not compute."""

    answered: tuple[str, ...]
    unknown: tuple[str, ...]
    not_encoded: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything answered about one transaction from one viewpoint.

    `inputs` names what it was computed from (order hash, source versions, law
    editions, program version), so that it can be computed again as it was.
    `stops` are the reasons of the gates that are met; `gates` holds every gate,
    the unknown ones too. `catch_all` are the tests of the laws that may bind
    here, `patterns` the flags that say more together, `licenses` what controlled
    entries ask for the destination, `goods` the lines that a list of prohibited goods
    names or may name, `repeats` the earlier cases it resembles. `limitations` says what was not evaluated at all.
    """

    reference: str
    viewpoint: Viewpoint
    questions: tuple[QuestionAnswer, ...]
    stops: tuple[Reason, ...]
    screenings: tuple[Screening, ...]
    classifications: tuple[Classification, ...]
    traces: tuple[Trace, ...]
    flags: tuple[FlagFinding, ...]
    missing: tuple[MissingFact, ...]
    actions: tuple[Action, ...]
    inputs: tuple[tuple[str, str], ...]
    as_of: date
    gates: tuple[GateAnswer, ...] = ()
    flag_coverage: FlagCoverage | None = None
    limitations: tuple[str, ...] = ()
    catch_all: tuple[CatchAllAnswer, ...] = ()
    patterns: tuple[PatternFinding, ...] = ()
    licenses: tuple[LicenseConsequence, ...] = ()
    goods: tuple[GoodsConsequence, ...] = ()
    ownership: tuple[OwnershipFinding, ...] = ()
    repeats: Repeats | None = None

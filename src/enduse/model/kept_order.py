"""Orders that are kept: how they stood, what became of them, and what answers differently now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from enduse.errors import Fault
from enduse.model.evidence import Citation, Reason
from enduse.model.portfolio import PortfolioChanges
from enduse.model.viewpoint import Viewpoint

RULES = "rules "  # before the part of our own rules in the inputs of an assessment


class OutcomeKind(Enum):
    """What became of an order: the first two speak for its doubts, the last two against them."""

    SEIZED = "seized"
    REFUSED = "refused"
    RELEASED = "released"
    DELIVERED = "delivered"

    @property
    def is_bad(self) -> bool:
        """Tell whether the doubts were borne out."""
        return self in (OutcomeKind.SEIZED, OutcomeKind.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOutcome:
    """What became of an order, on which day, and who recorded it and why."""

    outcome: OutcomeKind
    on: date
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrder:
    """An order that is kept: its file, the first step that was proposed then, and the bytes of that assessment.

    `document` and `assessment` are hashes: enduse show prints both. `program` is the version that assessed.
    """

    reference: str
    document: str
    file_name: str
    kept_at: datetime
    actor: str
    marking: str
    program: str
    as_of: date
    step: str
    assessment: str
    outcome: OrderOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """One answer about an order that differs: the part of the assessment, its name, and the answer on both sides.

    `because` are the reasons now that were not there before; of an answer that went, those that are no longer there.
    """

    part: str
    name: str
    text: str
    before: str
    after: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChange:
    """A version of a list, a law or the program that an assessment was computed from, on both sides."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """A kept order that answers differently: which answers, and the statements that came or went behind them."""

    reference: str
    document: str
    step_before: str
    step_after: str
    changes: tuple[AnswerChange, ...]
    inputs: tuple[InputChange, ...]
    appeared: tuple[Citation, ...]
    vanished: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChange:
    """A past decision that stands differently: on a hit, a flag, a gate or a state of mind.

    `about` names it; `before` and `after` are "holds", "ended", "listing changed", "taken back" or "replaced".
    """

    kind: str
    about: str
    verdict: str
    before: str
    after: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceChanges:
    """All that answers differently between two viewpoints: kept orders, parties of portfolios, past decisions.

    `orders_asked` is how many orders are kept; `moved` how many entities differ between the two sides. `by_rules` are
    kept orders that the program's rules of now answer differently than those by which they were assessed when kept,
    asked from the same viewpoint as then: nothing told differs there.
    """

    before: Viewpoint
    after: Viewpoint
    orders_asked: int
    moved: int
    orders: tuple[OrderChange, ...]
    by_rules: tuple[OrderChange, ...]
    decisions: tuple[DecisionChange, ...]
    portfolios: tuple[PortfolioChanges, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagWorth:
    """How often a flag was met among orders with an outcome, and how often the doubts were borne out.

    The shares are of orders seized or refused: among those with the flag, and among those that answered it with no,
    each with its interval of 95 % (Wilson); None where there are no such orders.
    """

    met_bad: int
    met_good: int
    not_met_bad: int
    not_met_good: int
    unknown: int
    share_when_met: float | None
    met_low: float | None
    met_high: float | None
    share_when_not_met: float | None
    not_met_low: float | None
    not_met_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagShown:
    """A red flag as it is listed: what it says and asks, what it needs, and its measured worth where that was asked."""

    flag: str
    name: str
    group: str
    strength: str
    says: str
    ask: str
    needs: tuple[str, ...]
    worth: FlagWorth | None

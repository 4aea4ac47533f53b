"""What people judge of an order: a flag or gate settled by an answer, a state of mind held or denied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

SETTLED_BY = "Settled by"  # begins the reason of an answer that a person settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a settlement of a flag or gate rests on: the finding it was made about, and the document that answered it.

    `finding` names the answer and its reasons as they were; with another finding the settlement no longer counts.
    """

    judgement: str
    finding: str
    document: str
    document_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """A judgement on an order as it is listed: its kind ("flag", "gate" or "mind"), what it is about, and by whom.

    `name` is the flag, the gate, or degree and use of a state of mind. `has_ended` tells that its end has come;
    whether its facts still hold is told where the order is assessed.
    """

    id: str
    kind: str
    reference: str
    name: str
    verdict: str
    reason: str
    actor: str
    at: datetime
    until: date | None
    document: str
    document_name: str
    marking: str
    is_newest: bool
    has_ended: bool

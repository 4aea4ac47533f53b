"""What screening proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from enduse.model.evidence import Citation, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The view over the visible statements about one subject.

    `properties` maps a property to its distinct values in order. `listings`
    names the sources that list it on the day asked about.
    """

    id: str
    schema: str
    caption: str
    properties: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[str, ...]
    is_listed: bool = False

    def values(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property, empty when nothing is said."""
        return next((values for name, values in self.properties if name == prop), ())


class DecisionState(Enum):
    """Whether a decision on a hit still counts, and if not, why."""

    HOLDS = "holds"
    ENDED = "ended"
    LISTING_CHANGED = "listing changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of a hit: "different" from the party, or the "same"; when, why and until when.

    `changed` says what of the entity is no longer as it was when it was decided.
    """

    id: str
    verdict: str
    reason: str
    actor: str
    at: datetime
    until: date | None
    state: DecisionState
    changed: tuple[str, ...] = ()

    @property
    def is_allowing(self) -> bool:
        """Tell whether it settles the hit."""
        return self.verdict == "different" and self.state is DecisionState.HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedHit:
    """A decision on a hit as it is listed: about which party (name and facts), which entity, and whether it counts.

    `is_newest` tells that no later decision was made on the same hit.
    """

    party: str
    entity_id: str
    caption: str
    decision: Decision
    marking: str
    is_newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entity that may be the party asked about: score from 0 to 1, and why.

    `reasons` speak for and against; `listing` holds what the list says of it
    (programme, legal basis, dates) as citations; `decision` is what a person
    last decided of this party and this entity.
    """

    query: str
    rank: int
    score: float
    entity: Entity
    matched_name: str
    reasons: tuple[Reason, ...]
    listing: tuple[Citation, ...]
    decision: Decision | None = None

    @property
    def is_allowed(self) -> bool:
        """Tell whether a person's decision that this is another holds."""
        return self.decision is not None and self.decision.is_allowing


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """Which version of a source answered, or why none could: unknown is not a clean bill."""

    source: str
    title: str
    version: date | None
    entities: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """All hits for one query, and which lists stood behind the answer.

    `allowed` are hits that a decision has settled: they are no open hits, unless
    they were asked for, and then stand at the end of `hits`.
    """

    query: str
    hits: tuple[Hit, ...]
    coverage: tuple[SourceCoverage, ...]
    allowed: tuple[Hit, ...] = ()

"""Paths of evidence from a party to a programme or a designated party."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from enduse.model.evidence import Citation

IDENTITY = "may_be"  # the relation of a step that takes one party for another


class Likelihood(Enum):
    """The seven bands of ICD 203, as (lower, upper) per cent."""

    ALMOST_NO_CHANCE = (1, 5)
    VERY_UNLIKELY = (5, 20)
    UNLIKELY = (20, 45)
    ROUGHLY_EVEN = (45, 55)
    LIKELY = (55, 80)
    VERY_LIKELY = (80, 95)
    ALMOST_CERTAIN = (95, 99)

    @property
    def words(self) -> str:
        """Return the band as it is written: "very likely"."""
        return self.name.lower().replace("_", " ")


class Confidence(Enum):
    """How much the sources bear, told apart from how likely the thing is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of a path: who, how, whom, by which statements.

    `weight` from 0 to 1 is how much the evidence bears; `sentence` tells the
    step in the source's own strength of words.
    """

    start: str
    start_caption: str
    relation: str
    end: str
    end_caption: str
    weight: float
    sentence: str
    evidence: tuple[Citation, ...]

    @property
    def only_names_again(self) -> bool:
        """Tell whether the step takes a party for one of the very same name."""
        return self.relation == IDENTITY and self.start_caption.casefold() == self.end_caption.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What is left of the ways to a target when nothing that one origin says counts.

    `likelihood` is the band of the heaviest way left, None where none is; `via` the names on that way, the first
    entity on record first.
    """

    origin: str
    likelihood: Likelihood | None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A chain of steps to something of concern.

    `weakest` is the index of the step that bears least; `origins` the independent
    origins behind all steps; `remains` what is left to the target without each of them,
    and `breaks_without` those without which nothing is. `is_assessed` holds only with two independent
    origins or one graded B2 or better behind every step that is not an identity.
    """

    target: str
    target_caption: str
    concern: str
    steps: tuple[Step, ...]
    likelihood: Likelihood
    confidence: Confidence
    weakest: int
    origins: tuple[str, ...]
    breaks_without: tuple[str, ...]
    is_assessed: bool
    remains: tuple[Remainder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The best few different paths from one party, with what bounded the search."""

    party: str
    starts: tuple[str, ...]
    paths: tuple[Path, ...]
    links_seen: int
    note: str = ""

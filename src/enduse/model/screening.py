"""What screening proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entity that may be the party asked about: score from 0 to 1, and why.

    `reasons` speak for and against; `listing` holds what the list says of it
    (programme, legal basis, dates) as citations.
    """

    query: str
    rank: int
    score: float
    entity: Entity
    matched_name: str
    reasons: tuple[Reason, ...]
    listing: tuple[Citation, ...]


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
    """All hits for one query, and which lists stood behind the answer."""

    query: str
    hits: tuple[Hit, ...]
    coverage: tuple[SourceCoverage, ...]

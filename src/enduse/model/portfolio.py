"""Portfolios: files of one's own parties kept in the record, and what changes in the lists mean for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from enduse.errors import Fault
from enduse.model.evidence import Citation, Reason
from enduse.model.screening import SourceCoverage
from enduse.model.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A file of parties kept under a name: which bytes, how its columns are read, since when, by whom.

    `marking` is spelled out; without a wish it is the owner's alone.
    """

    name: str
    document: str
    file_name: str
    parties: int
    not_usable: int
    column_map: tuple[tuple[str, str], ...]
    encoding: str
    kept_at: datetime
    actor: str
    marking: str


class ChangeKind(Enum):
    """How a hit differs between two viewpoints."""

    NEW = "new"
    GONE = "no longer"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitChange:
    """One party and one entity whose hit differs: the score before and after, None where it was no hit.

    `reasons` are those of the hit after, of the one before where there is none after.
    `appeared` and `vanished` are the statements about the entity that made the difference.
    """

    query_id: str
    name: str
    kind: ChangeKind
    entity_id: str
    caption: str
    source: str
    is_listed: bool
    before: float | None
    after: float | None
    reasons: tuple[Reason, ...]
    appeared: tuple[Citation, ...]
    vanished: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioChanges:
    """All that changed for the parties of a file between two viewpoints, in the order of the file.

    `entities` is the number of entities about which anything differs. `faults` are
    the rows that could not be screened at all.
    """

    portfolio: str
    document: str
    before: Viewpoint
    after: Viewpoint
    parties: int
    entities: int
    changes: tuple[HitChange, ...]
    coverage_before: tuple[SourceCoverage, ...]
    coverage: tuple[SourceCoverage, ...]
    faults: tuple[Fault, ...]

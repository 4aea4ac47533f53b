"""What resolution proposes: pairs of records that may be one party, the clusters they make, and what people judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from enduse.model.evidence import Reason
from enduse.model.screening import Entity, SourceCoverage
from enduse.model.statement import Judgement


class Standing(Enum):
    """Whether a person has judged a pair: the newest judgement that holds on the day decides."""

    OPEN = "open"
    SAME = "judged same"
    DIFFERENT = "judged different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two records that may be one party: how likely, why, and what people have said of it, oldest first.

    `left` has the lower id. A pair that people judged is shown whatever its score.
    """

    left: Entity
    right: Entity
    score: float
    standing: Standing
    reasons: tuple[Reason, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record in a cluster."""

    id: str
    caption: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Records taken as one party. `id` is made of the members' ids; `weakest` is the lowest score of its links."""

    id: str
    members: tuple[Member, ...]
    weakest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The proposals of one question, the best first, and the clusters.

    `records` were looked at, `compared` pairs in full, `found` of which reach the
    least score asked for; `proposals` holds the first of them, up to the limit. `notes`
    say what was not compared and which judgements contradict each other.
    """

    records: int
    compared: int
    found: int
    proposals: tuple[Proposal, ...]
    clusters: tuple[Cluster, ...]
    notes: tuple[str, ...]
    coverage: tuple[SourceCoverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRun:
    """What resolving a file did: its rows, those that could not be read, pairs compared and proposed, clusters.

    `records` counts the rows that were resolved, `doubles` those that a cluster makes superfluous.
    """

    input: str
    sha256: str
    out: str
    rows: int
    records: int
    compared: int
    pairs: int
    clusters: int
    doubles: int
    least: float
    notes: tuple[str, ...]
    not_read: int
    faults: tuple[str, ...]
    seconds: float

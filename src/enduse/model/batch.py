"""What screening a whole file gives: counts, the lists that answered, and what could not be screened."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.errors import Fault
from enduse.model.screening import SourceCoverage
from enduse.model.viewpoint import Viewpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningCounts:
    """What became of the rows of a file.

    `with_hits`, `without_hits` and `not_screened` add up to `rows`. `allowed` are
    hits that a person's decision has settled; they are not among `hits`.
    """

    rows: int = 0
    with_hits: int = 0
    without_hits: int = 0
    not_screened: int = 0
    hits: int = 0
    allowed: int = 0
    repeated_ids: int = 0
    noted: int = 0

    def add(self, other: ScreeningCounts) -> ScreeningCounts:
        """Return both together."""
        return ScreeningCounts(
            rows=self.rows + other.rows, with_hits=self.with_hits + other.with_hits,
            without_hits=self.without_hits + other.without_hits, not_screened=self.not_screened + other.not_screened,
            hits=self.hits + other.hits, allowed=self.allowed + other.allowed,
            repeated_ids=self.repeated_ids + other.repeated_ids, noted=self.noted + other.noted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRun:
    """One file screened: where its hits and its report were written, and what they hold.

    `columns` pairs each column of the file with the field it was read as, empty
    for one that was not used. `faults` are the first rows that were not screened.
    `resumed_at` is the number of rows that an earlier, interrupted run had done.
    """

    viewpoint: Viewpoint
    input: str
    sha256: str
    out: str
    report: str
    counts: ScreeningCounts
    coverage: tuple[SourceCoverage, ...]
    columns: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    resumed_at: int
    seconds: float

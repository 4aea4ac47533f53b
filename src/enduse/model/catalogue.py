"""A catalogue of items: what classifying the whole file came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRun:
    """What classifying a file of items did: its rows, those that could not be read, and how many stand where.

    `positions` counts items by regime, day and position. `moved` counts answers that differ between two days, 0 where
    none was asked for.
    """

    input: str
    sha256: str
    out: str
    rows: int
    classified: int
    dates: tuple[date, ...]
    positions: tuple[tuple[str, date, str, int], ...]
    moved: int
    not_read: int
    faults: tuple[str, ...]
    seconds: float

"""Two names read and put side by side: which of their words answer each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enduse.names.alignment import Match, align
from enduse.names.tokens import Kind, ReadName, read_name


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Two names as they were read, with the words that answer each other, in the order of the left name."""

    left: ReadName
    right: ReadName
    matches: tuple[Match, ...]


@lru_cache(maxsize=1 << 12)
def align_names(left: str, right: str, kind: Kind) -> Aligned:
    """Read two names and align them. Cost: some 100 us for names of four words; the last 4,096 are remembered."""
    one, other = read_name(left, kind), read_name(right, kind)
    return Aligned(one, other, align(one.tokens, other.tokens, is_foreign=one.is_foreign != other.is_foreign))

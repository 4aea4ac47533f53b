"""Whether the compiled part of names is there, and worth opening."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enduse.names.packs import Packs
    from enduse.names.scoring import Scorer

MANY = 16  # names for which opening the compiled part is worth its while


def is_worth_it(names: int) -> bool:
    """Tell whether so many names are worth scoring at once: where the compiled part is open, or they are many."""
    return (names >= MANY or bool(open_batch.cache_info().currsize)) and open_batch() is not None


@lru_cache(maxsize=1)
def open_batch() -> tuple[Packs, Scorer] | None:
    """Return the compiled part, None where it is missing. Opening takes some 50 ms; packs serve one use at a time."""
    from enduse.names.packs import Packs
    from enduse.names.scoring import scorer

    try:
        return Packs(), scorer()
    except OSError:
        return None

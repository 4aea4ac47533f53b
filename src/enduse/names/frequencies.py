"""How common a word is in names, from the shipped table of public counts."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

RAREST = 0
COMMONNESS_CLASSES = range(1, 8)

def commonness(word: str, *, among: Literal["persons", "organisations"]) -> int:
    """Return how common a folded word is: 0 (rarer than 100 in a million) to 7 (over 100,000 in a million).

    Each class is half a power of ten wide. The counts come from a public census and from
    published lists, never from what a user's record holds. Cost: one look-up; the table is read once (some 10 ms).
    """
    return _table(among).get(word, RAREST)


def counted_words(among: Literal["persons", "organisations"]) -> frozenset[str]:
    """Return every word of the table."""
    return frozenset(_table(among))


@lru_cache(maxsize=2)
def _table(among: str) -> dict[str, int]:
    top = open_knowledge("lexicons/name_frequencies.yaml")
    table: dict[str, int] = {}
    for number, lines in top.get(among).required().mapping().items():
        if not (number.isascii() and number.isdigit() and int(number) in COMMONNESS_CLASSES):
            lines.fail(f"a class is a whole number from 1 to {COMMONNESS_CLASSES[-1]}")
            continue
        for line in lines.texts():
            table.update(dict.fromkeys(line.split(), int(number)))
    top.faults.check(KnowledgeError)
    return table

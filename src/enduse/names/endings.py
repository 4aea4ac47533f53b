"""Endings that many names share: "-ullah", "-zadeh", "-ovich". Spellings of one ending are one class."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name

SHORTEST_STEM = 3  # letters before an ending


class Ending(NamedTuple):
    """An ending, the number of its class, and whether names so ended are a father's."""

    letters: str
    kind: int
    is_patronymic: bool


@lru_cache(maxsize=1)
def name_endings() -> tuple[Ending, ...]:
    """Return the endings, the longest first."""
    top = open_knowledge("lexicons/name_endings.yaml")
    endings = [
        Ending(fold_name(letters), kind, node.get("is_patronymic").boolean() is True)
        for kind, node in enumerate(top.get("classes").required().items())
        for letters in node.get("endings").required().text().split(",")
    ]
    top.faults.check(KnowledgeError)
    return tuple(sorted(endings, key=lambda ending: (-len(ending.letters), ending.letters)))


@lru_cache(maxsize=1 << 14)
def ending_of(word: str) -> Ending | None:
    """Return the longest ending of a word that leaves three letters or more; none where there is none."""
    for ending in name_endings():
        if word.endswith(ending.letters) and len(word) >= len(ending.letters) + SHORTEST_STEM:
            return ending
    return None

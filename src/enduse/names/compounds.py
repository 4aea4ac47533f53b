"""Compound names of Arabic script, written together and apart, as Latin spellings have them now one way, now the other.

A name like "light of God" is printed in two or three words and spelled as one in Latin letters, or the other way
round. The words that make such names are those of `knowledge/lexicons/arabic_compounds.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name

_SHORTEST = 3  # letters of a name that is parted from "servant of", "father of" or "son of"


def write_compounds(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the folded words of a name with its compounds written otherwise; nothing where it has none.

    First all together, the article as it is printed; then as it is spoken; then with "servant of",
    "father of" and "son of" apart. Linear in the length.
    """
    table = list_compounds()
    if not any(word == table.article or word in table.ends or word.startswith(table.starts) for word in words):
        return ()
    ways = tuple(dict.fromkeys(tuple(_write(words, table, way)) for way in (_TOGETHER, _SPOKEN, _APART)))
    return tuple(way for way in ways if way != tuple(words))


_TOGETHER, _SPOKEN, _APART = range(3)


def _write(words: Sequence[str], table: Compounds, way: int) -> list[str]:
    written: list[str] = []
    at = 0
    while at < len(words):
        word, rest = words[at], words[at + 1:at + 3]
        if len(rest) == 2 and rest[0] == table.article and (word == table.servant or rest[1] in table.after_article):
            written += _write_article(word, rest[1], table, way)
            at += 3
        elif rest and (rest[0] in table.ends or (word == table.father and rest[0] in table.fathers)):
            written.append(word + rest[0])
            at += 2
        else:
            written += _part(word, table, way)
            at += 1
    return written


def _write_article(first: str, second: str, table: Compounds, way: int) -> tuple[str, ...]:
    is_servant = first == table.servant
    if is_servant and way == _APART:
        return first + table.article, second
    if second[:1] in table.sun_letters and (way == _SPOKEN or not is_servant):
        return (f"{first}{table.article[0]}{second}",)
    return (first + table.article + second,)


def _part(word: str, table: Compounds, way: int) -> tuple[str, ...]:
    """Write otherwise a word that is printed together."""
    start = table.starts[0]
    if word.startswith(start) and len(word) >= len(start) + _SHORTEST:
        return _write_article(table.servant, word[len(start):], table, way)
    for first in (table.father, table.son):
        if way == _APART and word.startswith(first) and len(word) >= len(first) + _SHORTEST:
            return first, word[len(first):]
    return (word,)


@dataclass(frozen=True, slots=True)
class Compounds:
    """The words that make compounds, folded."""

    servant: str
    father: str
    son: str
    article: str
    after_article: frozenset[str]
    ends: frozenset[str]
    fathers: frozenset[str]
    sun_letters: frozenset[str]
    starts: tuple[str, ...]  # of words that are written otherwise


@lru_cache(maxsize=1)
def list_compounds() -> Compounds:
    """Return the words that make compounds."""
    top = open_knowledge("lexicons/arabic_compounds.yaml")
    servant, father, son, article = (
        fold_name(top.get(part).required().text()) for part in ("servant", "father", "son", "article")
    )
    after_article, ends, fathers = (
        frozenset(map(fold_name, top.get(part).required().text().split(", ")))
        for part in ("after_article", "ends", "fathers")
    )
    sun_letters = frozenset(top.get("sun_letters").required().text().split())
    top.faults.check(KnowledgeError)
    starts = (servant + article, father, son)
    return Compounds(servant, father, son, article, after_article, ends, fathers, sun_letters, starts)

"""Telling copies of one text by runs of words that both hold, wherever they stand and whatever was changed between.

The resemblance of two texts is the share of their distinct runs of words that both have (what Broder called shingles).
It is computed exactly, from the two texts alone: no sample is drawn and no other text counts. Cost: some 1 us a word,
and 1 us for each comparison of a hundred runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.search_words import place_words, search_words

K = TypeVar("K", bound=Hashable)
Runs = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRules:
    """When texts count as copies: see the knowledge file."""

    run: int
    around: int
    least: int
    share: float
    paper_share: float
    most: int


@cache
def copy_rules() -> CopyRules:
    """Return the rules by which copies are told. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge("assessment/copies.yaml")

    def number(name: str) -> float:
        return float(root.get(name).required().decimal() or 0)

    rules = CopyRules(
        run=int(number("run")), around=int(number("around")), least=int(number("least")), share=number("share"),
        paper_share=number("paper_share"), most=int(number("most")),
    )
    root.faults.check(KnowledgeError)
    return rules


def runs_of(words: Sequence[str]) -> Runs:
    """Return the runs of words of a text."""
    size = copy_rules().run
    return frozenset(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def words_around(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the words of a passage about a place in it, as they are found."""
    placed = list(place_words(text))
    first = sum(word.end <= start for word in placed)
    last = sum(word.start < end for word in placed)
    around = copy_rules().around
    return tuple(word.word for word in placed[max(0, first - around) : last + around])


def are_copies(left: Runs, right: Runs, *, share: float | None = None) -> bool:
    """Tell whether two texts are copies of one, wholly or in part, by their runs."""
    rules = copy_rules()
    common = len(left & right)
    return common >= rules.least and common >= (rules.share if share is None else share) * len(left | right)


def first_copies(texts: Iterable[tuple[K, Runs]], *, share: float | None = None) -> Mapping[K, K]:
    """Return for each text that is a copy of an earlier one the first such, by their keys; the order given counts."""
    firsts: list[tuple[K, Runs]] = []
    found: dict[K, K] = {}
    for key, runs in texts:
        first = next((other for other, held in firsts if are_copies(runs, held, share=share)), None)
        if first is not None:
            found[key] = first
        elif len(firsts) < copy_rules().most:
            firsts.append((key, runs))
    return found


def runs_of_text(text: str) -> Runs:
    """Return the runs of words of a whole text."""
    return runs_of(search_words(text))

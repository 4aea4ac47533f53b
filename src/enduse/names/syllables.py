"""Latin words that are Chinese syllables: the Mandarin ones that they may stand for.

One name is spelled by pinyin, by Wade and Giles, by the habits of the south, or by one for the family and another
for the rest. `knowledge/lexicons/chinese_syllables.yaml` says what each spelling of a syllable may stand for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

_MOST = 16  # readings of a word
_LONGEST_SYLLABLE, _LONGEST = 7, 28
_BY_RANK = 0.3  # what each further reading of a spelling costs
_OTHER_SYSTEM = 0.5  # what a reading costs that is not the letters as they stand
_A_SYLLABLE = 2.0
SPREAD = 2.0  # readings that cost so much more than the likeliest are given up
ALONE = frozenset(("a", "e", "o", "ng"))  # syllables that are words of their own, or none


def mandarin_readings(word: str) -> tuple[str, ...]:
    """Return what a folded word may be in pinyin, syllables together, the likeliest first, at most sixteen.

    The word itself is left out; a word that does not part into syllables has none. Fewer syllables are likelier, then
    pinyin, then the likeliest readings. Cost: some 2 us for other words, 30 us for such.
    """
    if not 2 <= len(word) <= _LONGEST or word[-1] not in known_syllables().ends:
        return ()
    options = known_syllables().options
    size = len(word)
    best: list[dict[str, float]] = [{} for _ in range(size + 1)]
    best[0][""] = 0.0
    for at in range(size):
        reached = best[at]
        if not reached:
            continue
        if len(reached) > _MOST:
            reached = dict(sorted(reached.items(), key=_by_cost)[:_MOST])
        for end in range(at + 1, min(size, at + _LONGEST_SYLLABLE) + 1):
            syllable = word[at:end]
            if syllable in ALONE and end - at < size:
                continue
            for reading, cost in options.get(syllable, ()):
                onward = best[end]
                for before, spent in reached.items():
                    whole, total = before + reading, spent + cost
                    if total < onward.get(whole, 1e9):
                        onward[whole] = total
    ways = best[size]
    if not ways:
        return ()
    ways.pop(word, None)
    least = min(ways.values(), default=0.0) + SPREAD
    return tuple(whole for whole, cost in sorted(ways.items(), key=_by_cost)[:_MOST] if cost < least)


def _by_cost(way: tuple[str, float]) -> tuple[float, str]:
    return way[1], way[0]


@dataclass(frozen=True, slots=True)
class Syllables:
    """What each spelling of a syllable may stand for, with what that costs; and the letters that spellings end with."""

    options: dict[str, tuple[tuple[str, float], ...]]
    ends: frozenset[str]


@lru_cache(maxsize=1)
def known_syllables() -> Syllables:
    """Return the table of syllables."""
    top = open_knowledge("lexicons/chinese_syllables.yaml")
    pinyin = frozenset(top.get("pinyin").required().text().split())
    options: dict[str, list[tuple[str, float]]] = {word: [(word, _A_SYLLABLE)] for word in pinyin}
    words = top.get("spellings").required().text().split()
    for spelling, readings in zip(words[::2], words[1::2], strict=True):
        options.setdefault(spelling, []).extend(
            (reading, _A_SYLLABLE + _OTHER_SYSTEM + _BY_RANK * rank) for rank, reading in enumerate(readings.split("/"))
        )
    top.faults.check(KnowledgeError)
    return Syllables(
        {word: tuple(found) for word, found in options.items()}, frozenset(word[-1] for word in options),
    )

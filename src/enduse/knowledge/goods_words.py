"""Words by which goods are told, and the customs headings such goods stand under: `codes/goods_words.yaml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge

FILE = "codes/goods_words.yaml"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsWords:
    """Phrases by their first word, each with the headings that it means; those of `parts` mean none.

    What stands after a word of `serving` is what the goods are for. A word of `alone` is none where another follows it
    at once that does not join (`joining`).
    """

    phrases: Mapping[str, tuple[tuple[Words, frozenset[str]], ...]]
    parts: tuple[str, ...]
    serving: frozenset[str]
    alone: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()

    def find(self, words: Sequence[str]) -> dict[str, frozenset[str]]:
        """Return the phrases that stand in a row of words, with the headings they mean; a part of another is left."""
        found: dict[str, frozenset[str]] = {}
        at = 0
        while at < len(words):
            begun = self.phrases.get(words[at], ())
            fitting = [pair for pair in begun if tuple(words[at:at + len(pair[0])]) == pair[0]]
            if not fitting:
                at += 1
                continue
            phrase, headings = max(fitting, key=lambda pair: len(pair[0]))
            at += len(phrase)
            if not self._describes(phrase, words[at:at + 1]):
                found[" ".join(phrase)] = headings
        return found

    def _describes(self, phrase: Words, following: Sequence[str]) -> bool:
        """Tell whether a word only describes the one that follows it."""
        is_noun = bool(following) and following[0].isalpha() and following[0] not in self.joining
        return is_noun and len(phrase) == 1 and phrase[0] in self.alone


@cache
def load_goods_words(cut: Callable[[str], Words]) -> GoodsWords:
    """Return the table with its phrases cut into words as texts are. Raises KnowledgeError with all faults."""
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "basis", "parts", "alone", "joining", "serving", "goods",
                  "not_encoded"))
    phrases: defaultdict[str, list[tuple[Words, frozenset[str]]]] = defaultdict(list)
    for node in root.get("goods").required().items():
        node.mapping(("headings", "words"))
        headings = frozenset(node.get("headings").required().texts())
        for heading in headings:
            if len(heading) != 4 or not heading.isdigit():
                node.fail(f"{heading!r} is no heading of four digits", "Correct it.")
        for words in map(cut, node.get("words").required().texts()):
            phrases[words[0]].append((words, headings))
    parts = root.get("parts").required().texts()
    serving, alone, joining = (frozenset(root.get(key).required().texts()) for key in ("serving", "alone", "joining"))
    root.faults.check(KnowledgeError)
    return GoodsWords(phrases={first: tuple(rows) for first, rows in phrases.items()}, parts=parts,
                      serving=serving, alone=alone, joining=joining)

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

    What stands after a word of `serving` is what the goods are for.
    """

    phrases: Mapping[str, tuple[tuple[Words, frozenset[str]], ...]]
    parts: tuple[str, ...]
    serving: frozenset[str]

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
            found[" ".join(phrase)] = headings
            at += len(phrase)
        return found


@cache
def load_goods_words(cut: Callable[[str], Words]) -> GoodsWords:
    """Return the table with its phrases cut into words as texts are. Raises KnowledgeError with all faults."""
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "basis", "parts", "serving", "goods", "not_encoded"))
    phrases: defaultdict[str, list[tuple[Words, frozenset[str]]]] = defaultdict(list)
    for node in root.get("goods").required().items():
        node.mapping(("headings", "words"))
        headings = frozenset(node.get("headings").required().texts())
        for heading in headings:
            if len(heading) != 4 or not heading.isdigit():
                node.fail(f"{heading!r} is no heading of four digits", "Correct it.")
        for words in map(cut, node.get("words").required().texts()):
            phrases[words[0]].append((words, headings))
    parts, serving = root.get("parts").required().texts(), frozenset(root.get("serving").required().texts())
    root.faults.check(KnowledgeError)
    return GoodsWords(phrases={first: tuple(rows) for first, rows in phrases.items()}, parts=parts,
                      serving=serving)

"""Known words inside text that is written without spaces.

A Chinese or Japanese firm name runs its words together, so legal forms, trade
words and places must be parted before the letters are romanised.
"""

from __future__ import annotations

import re
from functools import lru_cache

from enduse.knowledge.shelf import open_knowledge

# Han, Kana and Hangul: the scripts whose firm names run together.
_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")
_LISTS = ("legal_forms", "titles", "generic_words", "native_words")
_FILES = tuple(f"lexicons/{name}.yaml" for name in _LISTS)


def part_words(text: str) -> str:
    """Put spaces around every known word of two or more East Asian letters, the longest first.

    Text that holds none of those scripts comes back unchanged. Cost: linear in
    the length times the length of the longest known word (under ten letters).
    """
    return _RUN.sub(_part_run, text)


def is_known_word(text: str) -> bool:
    """Tell whether the text is one known word of two or more East Asian letters."""
    return text in _known_words()[0]


def _part_run(match: re.Match[str]) -> str:
    run = match.group()
    words, lengths = _known_words()
    parts: list[str] = []
    loose = ""
    at = 0
    while at < len(run):
        found = 0
        for size in lengths.get(run[at:at + 2], ()):
            if run[at:at + size] in words:
                found = size
                break
        if not found:
            loose += run[at]
            at += 1
            continue
        if loose:
            parts.append(loose)
            loose = ""
        parts.append(run[at:at + found])
        at += found
    if loose:
        parts.append(loose)
    return " ".join(parts)


@lru_cache(maxsize=1)
def _known_words() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """Return the known words, and the lengths of those that begin with two letters, the longest first."""
    texts = (node.raw for path in _FILES for node in open_knowledge(path).walk() if isinstance(node.raw, str))
    parts = (part for text in texts for part in text.split(", "))
    words = frozenset(part for part in parts if len(part) > 1 and _RUN.fullmatch(part))
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    return words, {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}

"""Numbers in names: digits, number words, ranks and Roman numerals as one spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name

RANK_ENDINGS = ("st", "nd", "rd", "th", "er", "ers", "eme", "e", "o", "a", "os", "as", "y", "i", "ya", "go", "oy")
_RANKED = re.compile(rf"0*(\d{{1,12}})(?:{'|'.join(RANK_ENDINGS)})?")
_TENS = ("", "x", "xx", "xxx")
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN_NUMERALS = {
    tens + units: 10 * ten + unit for ten, tens in enumerate(_TENS) for unit, units in enumerate(_UNITS) if ten or unit
}


def read_number(words: Sequence[str], at: int, *, is_last: bool = False) -> tuple[int, str]:
    """Return how many words from `at` write one number, and the number in digits; (0, "") where none stands.

    A single letter i, v or x counts only with `is_last`: at the end of a name it is a numeral.
    """
    word = words[at]
    ranked = _RANKED.fullmatch(word)
    if ranked:
        return 1, ranked.group(1)
    value = number_words().get(word)
    if value is None:
        roman = ROMAN_NUMERALS.get(word, 0) if len(word) > 1 or is_last else 0
        return (1, str(roman)) if roman else (0, "")
    if 20 <= value < 100 and at + 1 < len(words):
        unit = _unit(words[at + 1])
        if unit:
            return 2, str(value + unit)
    return 1, str(value)


def _unit(word: str) -> int:
    ranked = _RANKED.fullmatch(word)
    value = int(ranked.group(1)) if ranked else number_words().get(word, 0)
    return value if 0 < value < 10 else 0


@lru_cache(maxsize=1)
def number_words() -> dict[str, int]:
    """Return the words that write a number, with it."""
    top = open_knowledge("lexicons/numbers.yaml")
    words: dict[str, int] = {}
    for value, node in top.get("values").required().mapping().items():
        if not (value.isascii() and value.isdigit()):
            node.fail("a value is written in digits")
            continue
        words.update(dict.fromkeys((fold_name(word) for word in node.text().split(",")), int(value)))
    top.faults.check(KnowledgeError)
    return words

"""Korean names in Latin letters: one key for the ways in which a syllable is spelled.

McCune-Reischauer writes Chong and Paek, the Revised Romanisation Jeong and Baek, passports Jung and Park; the South
drops an initial r that the North keeps. Rules: the two published systems (1939; Ministry of Culture, 2000), and
spellings that are usual in passports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from enduse.names.tokens import Token

INITIALS = "kk|k|g|n|tt|t|d|r|l|m|pp|p|b|ss|sh|s|jj|j|ch|h"
MEDIALS = "yae|yeo|you|ya|ye|yo|yu|wae|weo|woo|wa|we|wi|wo|wu|oe|ae|ai|eo|eu|ee|oo|ou|ui|a|e|i|o|u|yi"
FINALS = "ng|rk|n|m|k|g|p|b|t|l|r|h"
_WORD = re.compile(f"(?:(?:{INITIALS})?(?:{MEDIALS})(?:{FINALS})?){{1,2}}")
_TWO = re.compile(f"(?:(?:{INITIALS})?(?:{MEDIALS})(?:{FINALS})?){{2}}")
LONGEST = 12
LIKE_TOGETHER = 0.88  # a word and two others that are its syllables, perhaps in another vowel of the three
# In this order: a longer spelling before those it contains.
SPELLINGS = (
    ("park", "bag"), ("shi", "si"), ("sh", "s"), ("ch", "j"), ("jj", "j"), ("kk", "g"), ("k", "g"), ("tt", "d"),
    ("t", "d"), ("pp", "b"), ("p", "b"), ("ss", "s"), ("yeo", "yo"), ("you", "yo"), ("eo", "o"), ("eu", "u"),
    ("woo", "u"), ("wu", "u"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("ae", "e"), ("ai", "e"), ("ui", "i"), ("r", "l"),
)
DROPPED = ("li", "yi", "ly", "nyo")  # beginnings that lose their first letter


@lru_cache(maxsize=1 << 16)
def syllable_key(word: str) -> str:
    """Return one spelling for a folded word that can be Korean (one or two syllables); empty where it cannot."""
    if len(word) > LONGEST or not _WORD.fullmatch(word):
        return ""
    for spelling, sound in SPELLINGS:
        word = word.replace(spelling, sound)
    return word[1:] if word.startswith(DROPPED) else word


@lru_cache(maxsize=1 << 14)
def is_two_syllables(word: str) -> bool:
    """Tell whether a folded word, spaces aside, parts into two Korean syllables."""
    word = word.replace(" ", "")
    return len(word) <= LONGEST and _TWO.fullmatch(word) is not None


def could_be_korean(words: Iterable[str]) -> bool:
    """Tell whether all words of a name, two to four, can be Korean syllables."""
    told = tuple(words)
    return 2 <= len(told) <= 4 and all(map(syllable_key, told))


def find_together(left: list[Token], right: list[Token]) -> list[tuple[float, Token, tuple[Token, ...], bool]]:
    """Return words that are two neighbours of the other name together, as another system spells their syllables.

    Each as (likeness, word, neighbours, whether the word is the right name's), the longest first. One vowel is spelled
    o, u and eo by different systems, so these pass for one. Words in Hangul are left to their own readings.
    """
    found: list[tuple[float, Token, tuple[Token, ...], bool]] = [
        (LIKE_TOGETHER, one, many, is_flipped)
        for ones, others, is_flipped in ((left, right, False), (right, left, True))
        for many in pairwise(others) if many[0].place + 1 == many[1].place and not (many[0].native or many[1].native)
        for key in (_loose_key(many[0].form + many[1].form),) if key
        for one in ones if not one.native and _loose_key(one.form) == key
    ]
    found.sort(key=lambda f: (-len(f[1].form), f[1].form, [t.form for t in f[2]], f[1].place, f[2][0].place))
    return found


def _loose_key(word: str) -> str:
    return syllable_key(word).replace("u", "o")

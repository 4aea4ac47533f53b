"""How alike two words are when they come from different scripts.

A word that comes from Arabic, Hebrew or Han letters has no spelling of its own in
Latin letters: its vowels are somebody's guess and its consonants somebody's custom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from enduse.names.korean import is_two_syllables
from enduse.names.scripts import Script, script_of
from enduse.names.sounds import skeleton

# Consonants of a skeleton that stand for two sounds of their script: s and sh, first of all before t and p (German
# names in Hebrew letters); guttural h and ch, soft and hard b and p, the one liquid of Japan and Korea, plain and
# aspirated stops of Korea, the readings of some Arabic letters and of the Hebrew "ts".
READ_OTHERWISE = (
    ("St", "st"), ("Sb", "sb"),
    ("ts", "z"), ("ts", "C"),
    ("h", "C"), ("r", "l"), ("b", "f"), ("d", "z"), ("j", "C"), ("d", "t"), ("j", "k"), ("S", "s"), ("k", "C"),
    ("t", "s"),
)
_MOST_KEYS = 12
_DOUBLES = re.compile(r"(.)\1+")
CONSONANTS, BEFORE_H_OF_TWO = "bcdfgjklmnpqrstvwxz", "cdgkstz"
# Between two consonants of which one is spelled with an h: "pkh" is no "ph".
_TO_PART = re.compile(f"(?<=[{CONSONANTS}])(?=[{BEFORE_H_OF_TWO}]h)|(?<=h)(?=[{CONSONANTS}])")
BEFORE_H = "cdgkpstz"  # letters after which an h may be a letter of its own
_TWO_LETTERS = re.compile(f"(?<=[{BEFORE_H}])h")
PINYIN = (("x", "s"), ("q", "ch"))  # how other systems write sounds of pinyin
SYLLABLES = str.maketrans({"r": "l", "f": "h", "S": "s", "C": "t", "z": "s", "j": "s"})
_LEAST_OF_READING = 0.4
# What a word of one letter, a family name, must be by letters where it is no reading of it; the same of two letters of
# Hangul beside two syllables as Korean is romanised. In a word so short any letters agree by chance.
_LEAST_ALONE, _LEAST_OF_TWO, _WITH_FAMILIES = 0.84, 0.84, ("han", "hangul")
AS_READ = 0.97  # a word and one of its own readings
LEAST_LIKE = 0.5  # words less alike than this are given as unlike
# What the same consonants are worth, of three and more and of two: where the scripts differ, in one script, and
# loosely where the scripts differ; and what the likeness of near ones is multiplied by, and of Chinese syllables.
_SAME_FOREIGN, _SAME_HERE, _SAME_LOOSELY = (0.95, 0.88), (0.7, 0.62), (0.88, 0.8)
_NEAR, _NEAR_BY_SYLLABLES = 0.92, 0.9
LOOSELY = str.maketrans({"z": "d", "j": "k"})  # one letter of Arabic script, read so in one country and so in another


def script_likeness(left: str, left_native: str, right: str, right_native: str) -> float | None:
    """Tell how well a word of another script and a Latin spelling answer each other, from 0 to 1.

    Each word comes as its folded form and its printed letters ("" where these are Latin). None where
    not exactly one is of another script, or where no table of letters speaks of that script.
    """
    if bool(left_native) == bool(right_native):
        return None
    from enduse.names.letters import letter_likeness  # opens a table that only such pairs need
    from enduse.names.readings import readings_of

    native, latin = (left_native, right) if left_native else (right_native, left)
    likeness = letter_likeness(native, latin)
    may_be_read = likeness is None or likeness >= least_of_reading(native)
    if may_be_read and latin.replace(" ", "") in readings_of(native):
        return AS_READ
    least = LEAST_LIKE
    if len(native) < 3:
        least = max(least, least_of_short(script_of(native), len(native), latin))
    return likeness if likeness is None or likeness >= least else 0.0


def least_of_short(script: Script, letters: int, latin: str) -> float:
    """Return the likeness by letters that a word of one or two letters must have to be the same at all."""
    if letters == 1:
        return least_alone(script)
    return least_of_two(script) if least_of_two(script) and is_two_syllables(latin) else 0.0


def least_alone(script: Script) -> float:
    """Return that of one letter: Han letters and Hangul syllables that stand alone are family names."""
    return _LEAST_ALONE if script in _WITH_FAMILIES else 0.0


def least_of_two(script: Script) -> float:
    """Return that of two letters beside two Korean syllables."""
    return _LEAST_OF_TWO if script == "hangul" else 0.0


def least_of_reading(native: str) -> float:
    """Return the likeness by letters that any reading of a word has, which are many: Han letters may have any."""
    return 0.0 if script_of(native) == "han" else _LEAST_OF_READING


def consonant_keys(word: str) -> tuple[str, ...]:
    """Return the skeletons under which the folded form of a word of another script may meet a Latin spelling.

    The usual one first, then those in which a w is a consonant or no letters of two sounds, and no two letters at all,
    are taken for one sound ("p-kh" and "s-h"), then those in which
    a letter that is read in two ways is read in the other one, everywhere in the word: at most twelve.
    Cost: some 20 us.
    """
    first = skeleton(word)
    found = {first: None}
    spoken = skeleton(word.replace("w", "v"))
    found[spoken] = None
    found[skeleton(word[:1] + word[1:].rstrip("w").replace("w", "v"))] = None
    found[skeleton(_TO_PART.sub("a", word))] = None
    found[skeleton(_TWO_LETTERS.sub("ah", word))] = None
    for letter, other in READ_OTHERWISE:
        for key in tuple(found):
            if letter in key and len(found) < _MOST_KEYS:
                found[_DOUBLES.sub(r"\1", key.replace(letter, other))] = None
    return tuple(key for key in found if len(key) > 1)


def consonant_likeness(left: str, right: str, *, is_foreign: bool) -> float:
    """Tell how alike the consonants of two folded words are, from 0 to 1; more freely where the scripts differ."""
    one, other = skeleton(left), skeleton(right)
    if one == other and len(one) > 1:
        return (_SAME_FOREIGN if is_foreign else _SAME_HERE)[len(one) < 3]
    if is_foreign and len(one) > 1 and one.translate(LOOSELY) == other.translate(LOOSELY):
        return _SAME_LOOSELY[len(one) < 3]
    longest = max(len(one), len(other))
    if not is_foreign or longest < 3:
        return 0.0
    near = _NEAR * (1 - count_edits(one, other) / longest)
    return max(near, _by_syllables(left, right))


def count_edits(left: str, right: str) -> int:
    """Return the least letters changed, added, left out or swapped with a neighbour that make one word the other."""
    return _edit_counter()(left, right)


@lru_cache(maxsize=1)
def _edit_counter() -> Callable[[str, str], int]:
    from rapidfuzz.distance import OSA  # takes 37 ms to import

    return OSA.distance


def _by_syllables(left: str, right: str) -> float:
    """Compare consonants as Chinese and Japanese syllables keep them: no l beside r, no v, f like h, x as in pinyin."""
    best = 0.0
    for one in _syllable_bones(left):
        for other in _syllable_bones(right):
            longest = max(len(one), len(other))
            if longest > 2:
                best = max(best, _NEAR_BY_SYLLABLES * (1 - count_edits(one, other) / longest))
    return best


@lru_cache(maxsize=1 << 14)
def _syllable_bones(word: str) -> tuple[str, ...]:
    pinyin = word
    for spelling, sound in PINYIN:
        pinyin = pinyin.replace(spelling, sound)
    return tuple(sorted({skeleton(form).translate(SYLLABLES) for form in (word, pinyin)}))

"""How alike two words in Latin letters are: by letters, by sound, by consonants."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from enduse.names.endings import ending_of
from enduse.names.foreign import LEAST_LIKE, consonant_likeness, count_edits
from enduse.names.sounds import change_cost, count_changes, sound_key

_SAME_SOUND, _SAME_SHORT_SOUND = 0.94, 0.8  # the latter of three letters and less, which sound alike by chance
_NEAR_SOUND = 0.95  # what the likeness of two sounds is multiplied by
_FIRST_LETTER, _FIRST_ALONE = 0.35, 0.2  # what a wrong first letter costs besides; where nothing else is wrong
_BACKWARDS = 0.9  # of a word of five letters or more and one with its letters from the end, half of them amiss at most
_SHORTEST_BACKWARDS, _AMISS_BACKWARDS = 5, 2
_MAY_BE_SLIPS = 2  # so many letters amiss in a father's name make no other name of it, unless its ending is what lacks


class Kinship(Enum):
    """How two words are alike, in words fit for a reason."""

    SAME = "same"
    SAME_MEANING = "same meaning"
    JOINED = "written together or apart"
    GIVEN_NAME = "another form of the given name"
    INITIAL = "initial"
    OTHER_SCRIPT = "the same name in another script"
    ABBREVIATION = "first letters"
    SOUND = "another spelling of the same sound"
    ONE_LETTER = "one letter differs"
    BACKWARDS = "letters in the wrong order"
    SIMILAR = "similar"


@lru_cache(maxsize=1 << 16)
def word_likeness(left: str, right: str, *, is_foreign: bool) -> tuple[float, Kinship]:
    """Tell how alike two folded words are: by letters, by sound, and by consonants where a script leaves vowels out.

    By letters: 1 less the share of letters that must change (a swap of neighbours
    counts once), which a wrong first letter makes dearer, the more where it is not all that is wrong. One changed
    letter in eight gives 0.875; less than 0.5 is given as 0. By sound: the same of the sound keys,
    where a change of kindred sounds and a vowel or h more or less count half (`count_changes`).
    A word written from its end gives 0.9. Words that are merely similar, and end as many names do in the same way,
    are as alike as they are without that ending; a father's name is similar to no name that is none, but to itself
    with two slips.
    """
    best, kinship = _whole_likeness(left, right, is_foreign=is_foreign)
    if kinship is not Kinship.SIMILAR or is_foreign or not best:
        return best, kinship
    mine, theirs = ending_of(left), ending_of(right)
    if bool(mine and mine.is_patronymic) != bool(theirs and theirs.is_patronymic):
        return (best if _are_slips(left, right) else 0.0), kinship
    if not mine or not theirs or mine.kind != theirs.kind or mine.is_patronymic:
        return best, kinship
    one, other = sorted((left[:-len(mine.letters)], right[:-len(theirs.letters)]))
    return min(best, _whole_likeness(one, other, is_foreign=False)[0]), kinship


def _are_slips(left: str, right: str) -> bool:
    """Tell whether two words differ by slips, and not by letters that one has at its end."""
    is_longer = left.startswith(right) or right.startswith(left)
    return not is_longer and count_edits(left, right) <= _MAY_BE_SLIPS


def _whole_likeness(left: str, right: str, *, is_foreign: bool) -> tuple[float, Kinship]:
    longest = max(len(left), len(right))
    edits = count_edits(left, right)
    best = _by_letters(left, right, edits)
    kinship = Kinship.ONE_LETTER if edits == 1 else Kinship.SIMILAR
    left_key, right_key = sound_key(left), sound_key(right)
    if left_key == right_key:
        sound = _SAME_SOUND if longest > 3 else _SAME_SHORT_SOUND
    else:
        sound = _NEAR_SOUND * _by_sounds(left_key, right_key, best / _NEAR_SOUND)
    if sound > best:
        best, kinship = sound, Kinship.SOUND if left_key == right_key else kinship
    bones = consonant_likeness(left, right, is_foreign=is_foreign)
    if bones > best:
        best, kinship = bones, Kinship.OTHER_SCRIPT if is_foreign else Kinship.SOUND
    if best < _BACKWARDS and _is_backwards(left, right):
        best, kinship = _BACKWARDS, Kinship.BACKWARDS
    return (best, kinship) if best >= LEAST_LIKE else (0.0, Kinship.SIMILAR)


def _is_backwards(left: str, right: str) -> bool:
    """Tell whether the letters of one word are the other's from the end, as where text runs the wrong way."""
    if len(left) != len(right) or len(left) < _SHORTEST_BACKWARDS or sorted(left) != sorted(right):
        return False
    return count_edits(left, right[::-1]) <= len(left) // _AMISS_BACKWARDS


def _by_letters(left: str, right: str, edits: int) -> float:
    longest = max(len(left), len(right), 1)
    if left[:1] != right[:1] and longest > 1:
        return max(0.0, 1 - (edits + (_FIRST_ALONE if edits == 1 else _FIRST_LETTER)) / longest)
    return max(0.0, 1 - edits / longest)


def _by_sounds(left: str, right: str, least: float) -> float:
    """Return how alike two sound keys are that differ, by half letters; 0 where it is surely not above `least`."""
    longest = max(len(left), len(right), 1)
    if 1 - count_edits(left, right) / 2 / longest <= least:
        return 0.0
    wrong = count_changes(left, right) / 2
    if longest > 1:
        wrong += _FIRST_LETTER * change_cost(left[:1], right[:1]) / 2
    return max(0.0, 1 - wrong / longest)

"""Chinese names in Latin letters beside Latin letters: one syllable as pinyin, Wade and Giles and the south spell it.

"Hsu Tse-kuang" is "Xu Zeguang". What a spelling may stand for says `knowledge/lexicons/chinese_syllables.yaml`. Those
who write by ear spell the sounds that only pinyin has as they hear them: "Shi" for "Xi".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from enduse.names.syllables import ALONE, known_syllables
from enduse.names.tokens import Token

LONGEST = 14
MOST_WORDS = 4
_LONGEST_SYLLABLE = 6
READ_ALIKE, READ_LATER = 0.94, 0.03  # words with a reading in common; for each reading that comes before it
HEARD_ALIKE = 0.72  # words that sound alike to a stranger
_MOST_SYLLABLES = 3  # words that may be one word on the other side
MOST_APART = 4  # readings that come later than so many others, of both spellings together, are not looked at
PINYIN_ONLY = ("x", "q", "zh")  # letters of sounds that no other system writes so
# In this order: a longer spelling before those it contains. Capitals are done with.
BY_EAR = (
    ("zh", "J"), ("j", "J"), ("hs", "S"), ("sh", "S"), ("x", "S"), ("ch", "C"), ("q", "C"), ("ts", "Z"), ("tz", "Z"),
    ("c", "Z"), ("z", "Z"), ("s", "S"), ("ng", "n"),
)


Found = tuple[float, Token, tuple[Token, ...], bool]


def could_be_chinese(words: Iterable[str]) -> bool:
    """Tell whether all words of a name, two to four, part into Chinese syllables."""
    told = tuple(words)
    return 2 <= len(told) <= MOST_WORDS and all(map(is_parted, told))


def is_surely_pinyin(words: Iterable[str]) -> bool:
    """Tell whether a name has a sound that only pinyin writes as it does, so that it is not read in another way."""
    return any(letters in word for word in words for letters in PINYIN_ONLY)


@lru_cache(maxsize=1 << 16)
def is_parted(word: str, *, is_pinyin: bool = False) -> bool:
    """Tell whether a folded word of at most fourteen letters parts into syllables (of pinyin). Cost: some 5 us."""
    size = len(word)
    if size > LONGEST:
        return False
    reached = {0}
    for at in range(size):
        for end in range(at + 1, min(size, at + _LONGEST_SYLLABLE) + 1) if at in reached else ():
            readings = _ranks(word, at, end)
            if word[at:end] in readings if is_pinyin else readings:
                reached.add(end)
    return size in reached


def could_be_pinyin(words: Iterable[str]) -> bool:
    """Tell whether all words part into syllables as pinyin writes them, by other systems or not."""
    return all(is_parted(word, is_pinyin=True) for word in words)


@lru_cache(maxsize=1 << 14)
def reading_apart(left: str, right: str) -> int | None:
    """Return how far down the lists of what their syllables may stand for two words share a reading; None: nowhere.

    0 where each syllable of both has it first; of several syllables the worst counts. Symmetric.
    Cost: the product of the lengths, some 100 us.
    """
    worst: dict[tuple[int, int], int] = {(0, 0): 0}
    for at in range(len(left)):
        for other in range(len(right)):
            so_far = worst.get((at, other))
            if so_far is None:
                continue
            for end in range(at + 1, min(len(left), at + _LONGEST_SYLLABLE) + 1):
                mine = _ranks(left, at, end)
                for its_end in range(other + 1, min(len(right), other + _LONGEST_SYLLABLE) + 1) if mine else ():
                    its = _ranks(right, other, its_end)
                    apart = min((rank + its[reading] for reading, rank in mine.items() if reading in its), default=99)
                    place = end, its_end
                    if apart <= MOST_APART and max(apart, so_far) < worst.get(place, 99):
                        worst[place] = max(apart, so_far)
    return worst.get((len(left), len(right)))


@lru_cache(maxsize=1 << 14)
def ear_key(word: str) -> str:
    """Return one spelling for syllables that sound alike to those who know no Chinese."""
    for spelling, sound in BY_EAR:
        word = word.replace(spelling, sound)
    return word


@lru_cache(maxsize=1)
def list_readings() -> dict[str, dict[str, int]]:
    """Return the readings of each spelling, with how many come before each; pinyin is first of all itself."""
    return {
        word: {reading: rank for rank, (reading, _) in reversed([*enumerate(options)]) if rank <= MOST_APART}
        for word, options in known_syllables().options.items()
    }


def _ranks(word: str, at: int, end: int) -> dict[str, int]:
    syllable = word[at:end]
    if syllable in ALONE and end - at < len(word):
        return {}
    return list_readings().get(syllable, {})


def may_be_chinese(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Tell whether both names are of two to four words that part into Chinese syllables, and not both surely pinyin.

    A given name of other people may stand beside two that do, as in Hong Kong ("Wing Keung Peter").
    """
    if any(token.native for token in (*left, *right)) or max(len(left), len(right)) > MOST_WORDS:
        return False
    forms = [[token.form for token in name] for name in (left, right)]
    may_be = all(could_be_chinese(_without_given(name)) for name in (left, right))
    return may_be and not all(map(is_surely_pinyin, forms))


def _without_given(name: tuple[Token, ...]) -> list[str]:
    """Return the words of a name but for known given names that are no Chinese syllables."""
    return [t.form for t in name if not t.is_given or len(t.form) > LONGEST or is_parted(t.form)]


def most_alike(left: tuple[Token, ...], right: tuple[Token, ...]) -> float:
    """Return how alike readings of two names may be at most: little where both may be pinyin as they stand."""
    return HEARD_ALIKE if could_be_pinyin(_without_given((*left, *right))) else 1.0


def find_readings(left: list[Token], right: list[Token], *, most: float) -> list[Found]:
    """Return Chinese words that two systems of romanising spell in two ways: one word and up to three neighbours.

    Each with its likeness, at most `most`, and whether the word is the right name's; the likest first.
    """
    found: list[Found] = []
    for ones, others, is_flipped in ((left, right, False), (right, left, True)):
        for many in _syllable_runs(others):
            if is_flipped and len(many) == 1:
                continue
            joined = "".join(token.form for token in many)
            found += (
                (min(most, likeness), one, many, is_flipped)
                for one in ones for likeness in (_reading_likeness(one.form, joined),) if likeness
            )
    found.sort(key=_order_of_reading)
    return found


def _order_of_reading(found: Found) -> tuple[object, ...]:
    """Return what puts the likest and longest first, the same whichever name is left."""
    likeness, one, many, _ = found
    form, joined = one.form, "".join(token.form for token in many)
    places = one.place, many[0].place
    return (
        -likeness, -len(form) - len(joined), min(form, joined), max(form, joined), abs(places[0] - places[1]),
        min(places),
    )


def _syllable_runs(tokens: list[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield runs of one to three words that stand side by side."""
    for start in range(len(tokens)):
        for end in range(start, min(start + _MOST_SYLLABLES, len(tokens))):
            if tokens[end].place - tokens[start].place != end - start:
                break
            yield tuple(tokens[start:end + 1])


def _reading_likeness(one: str, joined: str) -> float:
    """Tell how far two spellings may be one Chinese word: by a reading in common, else by ear."""
    if len(joined) > LONGEST:
        return 0.0
    apart = reading_apart(one, joined)
    if apart is not None:
        return READ_ALIKE - READ_LATER * apart
    return HEARD_ALIKE if ear_key(one) == ear_key(joined) else 0.0

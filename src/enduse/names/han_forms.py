"""The forms of a whole name of Han letters: its loose letters together, parted and apart, and in Japan and Korea.

Legal forms, trade words and known places are parted before; what is left between them is a brand, or two, or the
name of a person, and nothing printed says which. Spellings of other systems than pinyin are no forms of their own:
`syllables` says which Mandarin syllables they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from enduse.names.folding import fold_spelling, fold_together
from enduse.names.han import is_family, part_name, read_by_syllable, read_in_japan, read_in_korea
from enduse.names.scripts import script_of
from enduse.names.segments import is_known_word

_WAYS = ("parted", "parted otherwise", "in Japan", "in Japan otherwise", "apart", "parted thrice", "in Korea")
_NEXT_BEST = {"in Japan otherwise": "in Japan", "parted otherwise": "parted", "parted thrice": "parted"}
# Where runs of so many letters are parted besides; brands have two or three letters.
_CUTS = {4: ((2,),), 5: ((2,), (3,)), 6: ((3,), (2, 4))}

Word = tuple[str, str]


def han_forms(words: Sequence[Word]) -> Iterator[str]:
    """Yield the further forms of a name that comes as folded words with their printed letters; some come twice."""
    pieces = list(_read_pieces(words))
    for way in _WAYS:
        if any(way in ways for _, ways in pieces):
            yield " ".join(ways.get(way) or ways.get(_NEXT_BEST.get(way, "")) or usual for usual, ways in pieces)


def _read_pieces(words: Sequence[Word]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each run of loose Han letters and each other word: as usual, and in other ways."""
    for is_loose, run in groupby(words, key=_is_loose):
        if is_loose:
            yield _read_run(tuple(run))
        else:
            for form, native in run:
                japanese = read_in_japan(native)[:1] if native else ()
                yield form, {"in Japan": fold_spelling(japanese[0])} if japanese else {}


def _is_loose(word: Word) -> bool:
    native = word[1]
    return bool(native) and script_of(native) == "han" and not is_known_word(native)


def _read_run(run: tuple[Word, ...]) -> tuple[str, dict[str, str]]:
    usual = " ".join(form for form, _ in run)
    letters = "".join(native for _, native in run)
    syllables = list(map(fold_together, read_by_syllable(letters)))
    if len(run[0][1]) == 1:
        syllables[0] = run[0][0]  # a family name may be read otherwise than the letter
    parted = [way for way in _part_run(letters, syllables) if way != usual]
    ways = dict(zip(("parted", "parted otherwise", "parted thrice"), parted, strict=False))
    ways["apart"] = " ".join(syllables)
    whole = part_name(letters) == tuple(native for _, native in run) or len(run) == 1
    japanese = read_in_japan(letters) if whole else ()
    if not japanese:
        each = [(*read_in_japan(native)[:1], form)[0] for form, native in run]
        japanese = (" ".join(each),) if any(read_in_japan(native) for _, native in run) else ()
    ways |= dict(zip(("in Japan", "in Japan otherwise"), map(fold_spelling, japanese), strict=False))
    korean = read_in_korea(letters)
    if korean:
        ways["in Korea"] = fold_spelling(("" if len(letters) == 3 and len(run) == 1 else " ").join(korean))
    return usual, ways


def _part_run(letters: str, syllables: list[str]) -> Iterator[str]:
    """Yield the run as one word where it is short, else parted where brands and families may end."""
    size = len(letters)
    if size < 4:
        yield "".join(syllables)
        if size == 3 and is_family(letters[0]):
            yield f"{syllables[0]} {''.join(syllables[1:])}"
        return
    for cuts in _CUTS.get(size, ()):
        yield " ".join("".join(syllables[start:end]) for start, end in zip((0, *cuts), (*cuts, size), strict=True))
    if size == 4 and is_family(letters[0]):
        yield f"{syllables[0]} {''.join(syllables[1:])}"

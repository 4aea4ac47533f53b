"""The several Latin forms under which one name of another script may be found.

`folding` gives each word one form. That is not enough where letters are read in
more than one way: a Han name in Mandarin, Cantonese or Japanese, an Arabic letter
in Cairo or Tehran, a Korean family name by custom.
"""

from __future__ import annotations

import re
from functools import lru_cache

from enduse.names.folding import fold_name, fold_spelling, fold_together, fold_words
from enduse.names.han import read_by_syllable, read_in_china, read_in_japan, read_in_korea, read_in_the_south
from enduse.names.han import read_in_wade_giles as read_in_giles
from enduse.names.han_forms import han_forms
from enduse.names.known_words import join_known
from enduse.names.romanising import korean_family, spell_otherwise, spell_plainly_otherwise
from enduse.names.scripts import script_of
from enduse.names.segments import is_known_word

MOST_READINGS = 8
_BRAND = 3  # letters that are no full name and yet one word: they are written together, two and two others apart
_MEMO = 1 << 15
# Vowels of a Japanese reading that may be long, as those read from Chinese mostly are.
_MAY_BE_LONG = re.compile("(?:(?<=[^aiueo])o|(?<=y|j)u|(?<=sh|ch)u)(?![aiueon]|$(?<=ko|no|mo))")
_LONG_O = re.compile("(?<=[^aiueo])o(?![aiueon]|$(?<=ko|no|mo))")


@lru_cache(maxsize=_MEMO)
def readings_of(word: str) -> tuple[str, ...]:
    """Return the folded Latin forms by which a word may be written, the most usual first, at most eight.

    A Latin word has its folded form alone; a word that folds to nothing has none.
    Cost: some 10 us for each reading of a word seen for the first time.
    """
    first = fold_together(word)
    if not first:
        return ()
    script = script_of(word)
    if script == "han":
        ways = [fold_together(way) for way in _han_ways(word)]
        forms = [first, *ways, *_spell_long(ways[0])]
    else:
        forms = [way.replace(" ", "") for way in _ways(word, first)]
    return tuple(dict.fromkeys(filter(None, forms)))[:MOST_READINGS]


def readings_of_name(name: str) -> tuple[str, ...]:
    """Return the folded forms of a whole name, one for each way its script may be read, the usual one first.

    In each form every word is read in the same way, or as usual where that way says nothing of it or the word is a
    trade word or legal form; names of Hangul letters come also with their syllables apart, names of Arabic letters
    with their compounds together and apart, names of Han letters as `han_forms` says. At most eight forms.
    """
    words = fold_words(name)
    if not any(native for _, native in words):
        return (" ".join(form for form, _ in words),)
    usual, known = " ".join(form for form, _ in words), join_known(words)
    words = tuple((form, native) for form, native, _ in known)
    read = [
        (form,) if is_known or not native or script_of(native) == "han" else _ways(native, form)
        for form, native, is_known in known
    ]
    others = [
        " ".join([(ways[way] if way < len(ways) else "") or ways[0] for ways in read])
        for way in range(min(MOST_READINGS, max(map(len, read))))
    ]
    return tuple(dict.fromkeys((usual, *_forms_by_script(words), *others)))[:MOST_READINGS]


def _forms_by_script(words: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return a name of Arabic letters with its compounds together and apart, a Korean full name as one word."""
    scripts = {script_of(native) for _, native in words if native}
    if "han" in scripts:
        return tuple(han_forms(words))
    if "hangul" in scripts:
        return (_join_hangul(words),)
    if "arabic" not in scripts:
        return ()
    from enduse.names.compounds import write_compounds  # opens a table that only such names need

    return tuple(" ".join(way) for way in write_compounds([form for form, _ in words]))


def _join_hangul(words: tuple[tuple[str, str], ...]) -> str:
    """Write together what was parted as a family name of one syllable and a given name of two: it may be a brand."""
    written: list[str] = []
    before = ""
    for form, native in words:
        is_full = len(before) == 1 and len(native) == 2 and script_of(before) == script_of(native) == "hangul"
        written[len(written) - is_full:] = [written[-1] + form if is_full else form]
        before = native
    return " ".join(written)


@lru_cache(maxsize=_MEMO)
def _ways(word: str, usual: str) -> tuple[str, ...]:
    """Return a word read in each way of its script, "" where a way says nothing; syllables may stand apart."""
    script = script_of(word)
    if script == "han":
        return usual, *(fold_name(way) for way in _han_ways(word))
    if script == "hangul":
        return usual, *map(fold_spelling, _hangul_ways(word))
    if script == "latin":
        return (usual,)
    plain = spell_plainly_otherwise(word, script)
    if plain is not None:
        return usual, *plain
    return usual, *(fold_name(way).replace(" ", "") for way in spell_otherwise(word, script))


def _han_ways(word: str) -> tuple[str, ...]:
    """Japanese; Mandarin of family names, or Japanese again; Mandarin apart; Wade-Giles, the south and Korea."""
    japanese, voiced = (*read_in_japan(word), "", "")[:2]
    if is_known_word(word):
        return (japanese,)
    space = "" if len(word) == _BRAND else " "
    systems = (space.join(read(word)) for read in (read_in_giles, read_in_the_south, read_in_korea))
    return japanese, (*read_in_china(word), voiced)[0], " ".join(read_by_syllable(word)), *systems


def _spell_long(japanese: str) -> tuple[str, ...]:
    """Return a Japanese reading with its long vowels written out ("Kouji", "Kohji"), as passports mostly do not.

    Which are long is not told by the reading: a vowel may be where nothing but a consonant and another vowel, or the
    end, follows; all of them together are tried.
    """
    written = _MAY_BE_LONG.sub(lambda found: found[0] + "u", japanese)
    with_h = _LONG_O.sub("oh", japanese)
    return tuple(form for form in (written, with_h) if form != japanese)


def _hangul_ways(word: str) -> tuple[str, ...]:
    """Family names by custom; given names by other systems, together and apart."""
    families = korean_family(word)
    if families:
        second, third = (families * 3)[1:3]
        return second, families[0], third, second, families[-1], third
    if is_known_word(word):
        return ()
    systems, letters = spell_otherwise(word, "hangul"), list(map(_spell_syllable, word))
    apart = (" ".join([form for form, _ in letters]), *(
        " ".join([ways[min(place, len(ways) - 1)] for _, ways in letters]) for place in range(len(systems))
    ))
    return tuple(form for pair in zip((*systems, "", ""), apart, strict=False) for form in pair)


@lru_cache(maxsize=_MEMO)
def _spell_syllable(char: str) -> tuple[str, tuple[str, ...]]:
    return fold_name(char), spell_otherwise(char, "hangul")

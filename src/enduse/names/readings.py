"""The several Latin forms under which one name of another script may be found.

`folding` gives each word one form. That is not enough where letters are read in
more than one way: a Han name in Mandarin, Cantonese or Japanese, an Arabic letter
in Cairo or Tehran, a Korean family name by custom.
"""

from __future__ import annotations

from functools import lru_cache

from enduse.names.folding import fold_name, fold_words
from enduse.names.han import read_by_syllable, read_in_china, read_in_japan, read_in_korea, read_in_the_south
from enduse.names.han import read_in_wade_giles as read_in_giles
from enduse.names.romanising import korean_family, spell_otherwise
from enduse.names.scripts import script_of
from enduse.names.segments import is_known_word

MOST_READINGS = 7
_MEMO = 1 << 15


@lru_cache(maxsize=_MEMO)
def readings_of(word: str) -> tuple[str, ...]:
    """Return the folded Latin forms by which a word may be written, the most usual first, at most seven.

    A Latin word has its folded form alone; a word that folds to nothing has none.
    Cost: some 10 us for each reading of a word seen for the first time.
    """
    first = fold_name(word).replace(" ", "")
    forms = (way.replace(" ", "") for way in _ways(word, first)) if first else ()
    return tuple(dict.fromkeys(form for form in forms if form))[:MOST_READINGS]


def readings_of_name(name: str) -> tuple[str, ...]:
    """Return the folded forms of a whole name, one for each way its script may be read, the usual one first.

    In each form every word is read in the same way, or as usual where that way says nothing of it; names of
    Han and Hangul letters come also with their syllables apart, names of Arabic letters with their compounds together
    and apart. At most seven forms.
    """
    words = fold_words(name)
    if not any(native for _, native in words):
        return (" ".join(form for form, _ in words),)
    read = [_ways(native, form) if native else (form,) for form, native in words]
    forms = (
        " ".join((ways[way] if way < len(ways) else "") or ways[0] for ways in read)
        for way in range(min(MOST_READINGS, max(map(len, read))))
    )
    return tuple(dict.fromkeys((*forms, *_compound_forms(words))))[:MOST_READINGS]


def _compound_forms(words: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Return a name of Arabic letters with its compounds together and apart."""
    if not any(native and script_of(native) == "arabic" for _, native in words):
        return ()
    from enduse.names.compounds import write_compounds  # opens a table that only such names need

    return tuple(" ".join(way) for way in write_compounds([form for form, _ in words]))


@lru_cache(maxsize=_MEMO)
def _ways(word: str, usual: str) -> tuple[str, ...]:
    """Return a word read in each way of its script, "" where a way says nothing; syllables may stand apart."""
    script = script_of(word)
    if script == "han":
        return usual, *(fold_name(way) for way in _han_ways(word))
    if script == "hangul":
        return usual, *(fold_name(way) for way in _hangul_ways(word))
    if script == "latin":
        return (usual,)
    return usual, *(fold_name(way).replace(" ", "") for way in spell_otherwise(word, script))


def _han_ways(word: str) -> tuple[str, ...]:
    """Japanese; Mandarin of family names; apart in Mandarin, Wade-Giles, the south and Korea."""
    japanese = (*read_in_japan(word), "")[0]
    if is_known_word(word):
        return (japanese,)
    systems = (read_by_syllable, read_in_giles, read_in_the_south, read_in_korea)
    return japanese, (*read_in_china(word), "")[0], *(" ".join(read(word)) for read in systems)


def _hangul_ways(word: str) -> tuple[str, ...]:
    """Family names by custom; given names by other systems, together and apart."""
    families = korean_family(word)
    if families:
        second, third = (families * 3)[1:3]
        return second, families[0], third, second, families[-1], third
    if is_known_word(word):
        return ()
    systems = spell_otherwise(word, "hangul")
    apart = (" ".join(fold_name(char) for char in word), *(
        " ".join(spell_otherwise(char, "hangul")[min(place, len(spell_otherwise(char, "hangul")) - 1)] for char in word)
        for place in range(len(systems))
    ))
    return tuple(form for pair in zip((*systems, "", ""), apart, strict=False) for form in pair)

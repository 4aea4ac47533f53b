"""How a name is read for the index: its words, what each weighs, and the keys under which words meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from enduse.names.folding import fold_name
from enduse.names.foreign import consonant_keys
from enduse.names.given_names import counted_names, given_commonness, given_groups
from enduse.names.lexicons import generic_words, join_letters, legal_forms, particles, titles
from enduse.names.readings import readings_of_name
from enduse.names.scripts import script_of
from enduse.names.sounds import skeleton, sound_key
from enduse.names.syllables import mandarin_readings
from enduse.names.tokens import MAX_LETTERS, MAX_TOKENS

FORMAT = 25  # of a segment; to be raised whenever words, weights, keys or layout change
FOREIGN = frozenset({"arabic", "hebrew", "devanagari", "hangul", "han"})
UNIT = 64  # a word of weight 1 weighs this much in the kernel
_SHORT = (0.3, 0.6, 0.8, 1.0)  # the most that a word of one, two, three or more letters weighs
_BY_COMMONNESS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.65, 0.6)
_OF_A_FORM, _SHORT_WORD = 0.2, 4
ARTICLES = ("al", "el")
HYPHEN = re.compile("(?<=[^\\W\\d_])[-\u2010\u2011](?=[^\\W\\d_])")  # between letters
SAME_MEANING = 248  # 0.97: trade words, titles and particles that the lexicons say mean the same
FOREIGN_ONLY = 0x200  # of a key's likeness: it counts only where just one of the two words is foreign
VOWELS_OUT = 0x400 | FOREIGN_ONLY  # and in full only where that one leaves out vowels of the other, else three quarters
ONLY_VOWELS_OUT = 0x800 | VOWELS_OUT  # and only there
SOUND = 230  # 0.9 of 256: words of the same sound
CONSONANTS = 225  # 0.88: words of the same consonants, one of them from a script without vowels
FEW_CONSONANTS = 190  # 0.74: the same where there are but two
MANDARIN = 225  # 0.88: a Han word by its Mandarin reading, and a Latin one that may stand for it
OTHER_CONSONANTS = 195  # 0.76: the same where letters of the foreign word are read in another way


def read_forms(printed: str) -> tuple[str, ...]:
    """Return the forms that a printed name may be found under: words with a space between, none for no words.

    A form of a name printed in a script that leaves out vowels, or has no letters for single sounds, begins with a
    star. A name in another script than Latin has a form for each way of reading it, the usual one first, at most eight.
    A name with an Arabic article has one more, in which the article is written together with its word, and one with a
    hyphen one in which the two words are: so a slip in a word that is written either way still leads to it, and in a
    syllable too short to bear one.
    """
    closed = fold_name(HYPHEN.sub("", printed)) if HYPHEN.search(printed) else ""
    if printed.isascii():
        return _forms_of((fold_name(printed),), closed, "")
    star = "*" if any(script_of(word) in FOREIGN for word in printed.split()) else ""
    return _forms_of(readings_of_name(printed), "" if star else closed, star)


def _forms_of(readings: Sequence[str], closed: str, star: str) -> tuple[str, ...]:
    whole = [words_of(reading) for reading in readings]
    whole += (join_articles(words) for words in whole[:1] if any(article in words[:-1] for article in ARTICLES))
    if closed:
        whole.append(words_of(closed))
    return tuple(dict.fromkeys(star + " ".join(dict.fromkeys(words)) for words in whole if words))


def join_articles(words: Sequence[str]) -> list[str]:
    """Write each Arabic article together with the word after it."""
    joined: list[str] = []
    article = ""
    for word in words:
        if not article and word in ARTICLES:
            article = word
        else:
            joined.append((article + word)[:MAX_LETTERS])
            article = ""
    return [*joined, article] if article else joined


def words_of(folded: str) -> list[str]:
    """Return the words of a folded name that are read: at most 32 of 48 letters, lone letters in a row as one."""
    words = folded.split()
    if len(words) > MAX_TOKENS or len(folded) > MAX_LETTERS or len(min(words, key=len, default="")) == 1:
        return [word[:MAX_LETTERS] for word in join_letters(words[: 4 * MAX_TOKENS])[:MAX_TOKENS]]
    return words


def word_keys(word: str, *, is_foreign: bool = False) -> tuple[tuple[str, int], ...]:
    """Return the keys of a word, each with the likeness (of 256) of words that share it; see `FOREIGN_ONLY`.

    A foreign word has the consonants of each way in which its letters may be read, beside its usual ones, and
    itself as a Mandarin reading; another the Mandarin readings that it may stand for.
    What is kept and asked is made by `keys`, many words at a time; this says of one word what they are.
    """
    if not word.isalpha():
        return ()
    keys = [("s" + sound_key(word), SOUND)]
    bones = skeleton(word)
    if len(bones) > 1:
        keys.append(("b" + bones, (CONSONANTS if len(bones) > 2 else FEW_CONSONANTS) | VOWELS_OUT))
        if not is_foreign:
            keys.append(_read_otherwise(bones))
    return (*keys, *further_keys(word, is_foreign=is_foreign))


def further_keys(word: str, *, is_foreign: bool) -> tuple[tuple[str, int], ...]:
    """Return the keys of a word of letters that do not come from the letters as they stand: most words have none."""
    readings = (word,) if is_foreign else mandarin_readings(word)
    if not readings:
        return meaning_keys(word)
    keys = [_read_otherwise(bones) for bones in consonant_keys(word)] if is_foreign else []
    keys += (("p" + reading, MANDARIN | FOREIGN_ONLY) for reading in readings)
    return (*keys, *meaning_keys(word))


def _read_otherwise(bones: str) -> tuple[str, int]:
    return "v" + bones, OTHER_CONSONANTS | (VOWELS_OUT if len(bones) > 2 else ONLY_VOWELS_OUT)


def meaning_keys(word: str) -> tuple[tuple[str, int], ...]:
    """Return the keys of a word by what the lexicons say of it: most words have none."""
    groups, meanings = given_groups(word), _meanings().get(word, ())
    if not (groups or meanings):
        return ()
    return (
        *((f"g{group}", round(256 * worth)) for group, worth in groups.items()),
        *((f"m{group}", SAME_MEANING) for group in meanings),
    )


def told_words() -> list[str]:
    """Return all words that have a weight or keys by the lexicons, sorted; see `unit_weight` and `meaning_keys`."""
    return sorted(_light_words().keys() | _meanings().keys() | counted_names())


def flags_of(word: str, *, is_foreign: bool) -> int:
    """Return the kernel's flags of a word: 1 foreign, 2 it holds digits and is found only as it is."""
    return int(is_foreign) | (0 if word.isalpha() else 2)


def unit_weight(word: str) -> int:
    """Return the weight of a word in the kernel's units, 1 to 64."""
    if word in _light_words() or word in counted_names():
        return _to_units(word_weight(word))
    return unit_weight_of_length(len(word))


def unit_weight_of_length(length: int) -> int:
    """Return the weight of a word of some letters that no lexicon speaks of."""
    return _to_units(_SHORT[min(length, 4) - 1])


def _to_units(weight: float) -> int:
    return max(1, min(UNIT, round(UNIT * weight)))


def word_weight(word: str) -> float:
    """Return the weight of a word alone: the least that a lexicon gives it, else 1, less when short or common.

    How common it is comes from public counts (`names.frequencies`); a name of one's own keeps 0.6, so that it still
    leads to others.
    """
    known = _light_words().get(word)
    if known is not None:
        return known
    return min(_SHORT[min(len(word), 4) - 1], _BY_COMMONNESS[given_commonness(word)])


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, ...]]:
    """Return the groups of equal meaning that each word stands in by itself; legal forms are too many to lead."""
    found: dict[str, list[str]] = {}
    for number, lexicon in enumerate((generic_words(), titles(), particles())):
        for phrase, word in lexicon.phrases.items():
            if word.is_same and " " not in phrase:
                found.setdefault(phrase, []).append(f"{number}{word.group}")
    return {phrase: tuple(groups) for phrase, groups in found.items()}


@lru_cache(maxsize=1)
def _light_words() -> dict[str, float]:
    """Return the single words of all lexicons with the least weight that one gives them."""
    weights: dict[str, float] = {}
    for lexicon in (legal_forms(), titles(), particles(), generic_words()):
        for phrase, word in lexicon.phrases.items():
            if " " not in phrase:
                weights[phrase] = min(word.weight, weights.get(phrase, 1.0))
    weights |= dict.fromkeys(_words_of_forms() - weights.keys() - counted_names(), _OF_A_FORM)
    return weights


def _words_of_forms() -> set[str]:
    """Return the words that only stand in legal forms ("haftung", "pvt"), but short ones with a vowel."""
    found: set[str] = set()
    for phrase in legal_forms().phrases:
        words = phrase.split()
        is_long = len(words) > 1 and max(map(len, words)) > _SHORT_WORD
        found.update(word for word in words if len(word) > 2 and (is_long or not set(word) & set("aeiouy")))
    return found

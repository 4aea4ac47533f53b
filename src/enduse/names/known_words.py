"""Trade words and legal forms of other scripts inside a name, read in one way whatever its other words are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from enduse.names.lexicons import Word, generic_words, legal_forms
from enduse.names.scripts import script_of


def join_known(words: Sequence[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Return folded words with their printed letters, and whether each is known to mean something.

    Several words that are known as one phrase come as the usual Latin word of the same meaning. Words of Han and
    Latin letters are left as they are. Linear in the number of words.
    """
    joined: list[tuple[str, str, bool]] = []
    at = 0
    while at < len(words):
        size, word = _longest_phrase(words, at)
        form, native = words[at]
        if size > 1 and word is not None:
            form = _latin_words().get(word.group, "".join(form for form, _ in words[at:at + size]))
            native = " ".join(native for _, native in words[at:at + size])
        joined.append((form, native, word is not None))
        at += max(1, size)
    return joined


def _longest_phrase(words: Sequence[tuple[str, str]], at: int) -> tuple[int, Word | None]:
    if script_of(words[at][1]) == "han":
        return 1, None
    for read in (legal_forms, generic_words):
        lexicon = read()
        for size in lexicon.sizes.get(words[at][0], ()):
            phrase = " ".join(form for form, _ in words[at:at + size])
            word = lexicon.phrases.get(phrase)
            if word is not None and word.is_same and (
                all(native for _, native in words[at:at + size]) or phrase not in read(scripts=False).phrases
            ):
                return size, word
    return 1, None


class Phrase(NamedTuple):
    """What legal forms and trade words know of a phrase, and the Latin word that several words of it are read as.

    `is_known` tells of both lists: 0 not, 1 only where all words are printed in another script, 2 anyhow. `sizes` tells
    of both of how many words the phrases are that begin with it.
    """

    is_known: tuple[int, int]
    sizes: tuple[tuple[int, ...], tuple[int, ...]]
    written: str


def list_phrases() -> dict[str, Phrase]:
    """Return all phrases that `join_known` looks for, and all words that begin one."""
    read = (legal_forms, generic_words)
    lists, latin = [lexicon() for lexicon in read], [lexicon(scripts=False).phrases for lexicon in read]
    found: dict[str, Phrase] = {}
    for phrase in sorted({*chain.from_iterable((*known.phrases, *known.sizes) for known in lists)}):
        words = [known.phrases.get(phrase) for known in lists]
        first, second = (
            (1 if phrase in its else 2) if word is not None and word.is_same else 0
            for word, its in zip(words, latin, strict=True)
        )
        mine, others = (known.sizes.get(phrase, ()) for known in lists)
        word = words[0] if first else words[1]
        written = phrase.replace(" ", "")
        found[phrase] = Phrase(
            (first, second), (mine, others), written if word is None else _latin_words().get(word.group, written)
        )
    return found


@lru_cache(maxsize=1)
def _latin_words() -> dict[str, str]:
    """Return the first Latin word of each class of legal forms and each group of equal meaning."""
    found: dict[str, str] = {}
    for lexicon in (legal_forms(scripts=False), generic_words(scripts=False)):
        for phrase, word in lexicon.phrases.items():
            if " " not in phrase:
                found.setdefault(word.group, phrase)
    return found

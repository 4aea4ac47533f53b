"""Trade words and legal forms of other scripts inside a name, read in one way whatever its other words are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

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


@lru_cache(maxsize=1)
def _latin_words() -> dict[str, str]:
    """Return the first Latin word of each class of legal forms and each group of equal meaning."""
    found: dict[str, str] = {}
    for lexicon in (legal_forms(scripts=False), generic_words(scripts=False)):
        for phrase, word in lexicon.phrases.items():
            if " " not in phrase:
                found.setdefault(word.group, phrase)
    return found

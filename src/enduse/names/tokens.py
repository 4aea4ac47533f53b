"""A name taken apart: what each word does in it, and how much it weighs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Literal

from enduse.names.folding import fold_words
from enduse.names.lexicons import Lexicon, Word, generic_words, join_letters, legal_forms, particles, titles
from enduse.names.scripts import is_stand_in, script_of

Kind = Literal["person", "organisation", "unknown"]

MAX_TOKENS = 32
MAX_LETTERS = 48
_ROMAN = frozenset((
    "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx",
))
_SHORT_FORM = 3  # a legal form this short is read as one only at the start or end of a name


class Part(Enum):
    """What a word does in a name."""

    NAME = "name"
    GENERIC = "generic word"
    PARTICLE = "particle"
    TITLE = "title"
    LEGAL_FORM = "legal form"
    NUMBER = "number"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class Token:
    """One word (or known phrase) of a name: folded form, part, weight, meaning group, place from 0.

    `group` is empty unless words of that group mean the same. `native` holds the letters as
    printed where they are of another script than Latin.
    """

    form: str
    part: Part
    weight: float
    group: str
    place: int
    native: str = ""


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name's tokens in printed order; `cut` tells that there were more than were read.

    `is_foreign` tells that it was printed in a script that leaves out vowels or has no letters
    for single sounds (Arabic, Hebrew, Han, Kana, Hangul), so the folded spelling is a stand-in.
    """

    folded: str
    tokens: tuple[Token, ...]
    is_foreign: bool
    cut: bool


@lru_cache(maxsize=1 << 14)
def read_name(text: str, kind: Kind = "unknown") -> ReadName:
    """Take a name apart. At most 32 words of 48 letters are read; `cut` tells when there were more.

    Cost: some 20 us for a name of four words, linear in the length.
    """
    pairs = fold_words(text)
    folded = [form for form, _ in pairs]
    words = folded if kind == "person" else join_letters(folded)
    printed = [native for _, native in pairs] if len(words) == len(folded) else [""] * len(words)
    cut = len(words) > MAX_TOKENS or any(len(word) > MAX_LETTERS for word in words)
    words = [word[:MAX_LETTERS] for word in words[:MAX_TOKENS]]
    is_foreign = not text.isascii() and any(is_stand_in(script_of(word)) for word in text.split())
    tokens = _read_words(words, kind)
    if any(printed):
        tokens = _add_printed(tokens, printed)
    return ReadName(" ".join(folded), tuple(tokens), is_foreign, cut)


def _add_printed(tokens: list[Token], printed: list[str]) -> list[Token]:
    """Give each token the letters its words were printed in."""
    with_print: list[Token] = []
    at = 0
    for token in tokens:
        size = token.form.count(" ") + 1
        with_print.append(replace(token, native=" ".join(filter(None, printed[at:at + size]))))
        at += size
    return with_print


def _read_words(words: list[str], kind: Kind) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        size, part, word = _look_up(words, at, kind)
        form = " ".join(words[at:at + size])
        if word is None:
            tokens.append(_plain(form, len(tokens), kind))
        else:
            tokens.append(Token(form, part, word.weight, word.group if word.is_same else "", len(tokens)))
        at += size
    return tokens


def _look_up(words: list[str], at: int, kind: Kind) -> tuple[int, Part, Word | None]:
    for part, lexicon in _lists(kind):
        for size in range(min(lexicon.longest, len(words) - at), 0, -1):
            phrase = words[at] if size == 1 else " ".join(words[at:at + size])
            word = lexicon.phrases.get(phrase)
            if word is None:
                continue
            if part is Part.LEGAL_FORM and len(phrase) <= _SHORT_FORM and not (at == 0 or at + size == len(words)):
                continue
            if size == 1 and len(phrase) == 1 and part is not Part.PARTICLE:
                continue
            return size, part, word
    return 1, Part.NAME, None


def _lists(kind: Kind) -> tuple[tuple[Part, Lexicon], ...]:
    if kind == "person":
        return (Part.TITLE, titles()), (Part.PARTICLE, particles()), (Part.GENERIC, _common_names())
    if kind == "organisation":
        return (Part.LEGAL_FORM, legal_forms()), (Part.GENERIC, generic_words()), (Part.PARTICLE, particles())
    return (
        (Part.LEGAL_FORM, legal_forms()), (Part.GENERIC, generic_words()), (Part.PARTICLE, particles()),
        (Part.TITLE, titles()),
    )


@lru_cache(maxsize=1)
def _common_names() -> Lexicon:
    """Trade words are names like any other in a person's name; only the common personal names keep their weight."""
    words = generic_words()
    names = {phrase: word for phrase, word in words.phrases.items() if word.group == "very_common_names"}
    return Lexicon(phrases=names, longest=1)


def _plain(form: str, place: int, kind: Kind) -> Token:
    if any(char.isdigit() for char in form) and sum(char.isdigit() for char in form) * 2 >= len(form):
        return Token(form, Part.NUMBER, 0.8, "", place)
    if kind != "person" and form in _ROMAN:
        return Token(form, Part.NUMBER, 0.8, "", place)
    if len(form) == 1:
        return Token(form, Part.INITIAL, 0.3, "", place)
    return Token(form, Part.NAME, (0.6, 0.8, 1.0)[min(len(form) - 2, 2)], "", place)

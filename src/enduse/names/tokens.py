"""A name taken apart: what each word does in it, and how much it weighs."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from string import ascii_letters
from typing import Literal, NamedTuple

from enduse.names.folding import fold_words
from enduse.names.frequencies import commonness
from enduse.names.given_names import LISTED_COMMONNESS, given_commonness, is_given_name
from enduse.names.lexicons import (
    Lexicon,
    Word,
    common_names,
    family_particles,
    find_spelled,
    generic_words,
    join_letters,
    legal_forms,
    particles,
    stem_of,
    stem_of_place,
    titles,
)
from enduse.names.numbers import read_number
from enduse.names.scripts import is_stand_in, script_of

Kind = Literal["person", "organisation", "unknown"]

MAX_TOKENS = 32
MAX_LETTERS = 48
# What a word weighs by how common it is (`commonness`, 0 to 7), and by its length: few letters agree by chance.
BY_COMMONNESS = (1.0, 0.92, 0.84, 0.77, 0.69, 0.61, 0.53, 0.45)
BY_LENGTH = {2: 0.46, 3: 0.58}
_LISTS_OF_A_PERSON = 2  # titles and particles; names of firms are looked up in more lists
NUMBER_WEIGHT = 0.8
_GENERIC = 1.3  # what the stated weight of a generic word is multiplied by in the name of a firm
INITIAL_WEIGHT = 0.25
OF_PLACE = "of "  # how the group of a Slavic adjective begins that may be made from a place
SON_OF = "son_of"
_AROUND_FAMILY = 2  # words at least that stand beside a family name that may be a particle
SENIOR = "sr"  # the elder after a name, a form of address before it
ANY_FORM, CHARITY = "any_", "charity_"  # how groups of legal forms begin that tell nothing, and of charities
SHORT_FORM = 3  # a legal form this short is read as one only at the start or end of a name


class Part(Enum):
    """What a word does in a name."""

    NAME = "name"
    GENERIC = "generic word"
    PARTICLE = "particle"
    TITLE = "title"
    LEGAL_FORM = "legal form"
    NUMBER = "number"
    INITIAL = "initial"


class Token(NamedTuple):
    """One word (or known phrase) of a name: folded form, part, weight, meaning group, place from 0.

    `group` is empty unless words of that group mean the same. A number has its digits as form.
    `native` holds the letters as printed where they are of another script than Latin.
    `is_given`: a person's word that stands in the table of given names.
    `is_spelled`: a word of single letters ("A.B.C."), which is another word with any other letter.
    """

    form: str
    part: Part
    weight: float
    group: str
    place: int
    native: str = ""
    is_given: bool = False
    is_spelled: bool = False


class ReadName(NamedTuple):
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

    A person's family name that stands before a comma is read as if it stood last, where all is ASCII.

    Cost: some 20 us for a name of four words, linear in the length.
    """
    pairs = fold_words(_put_given_first(text) if kind == "person" and "," in text and text.isascii() else text)
    folded = [form for form, _ in pairs]
    words = folded if kind == "person" else join_letters(folded)
    printed = [native for _, native in pairs] if len(words) == len(folded) else [""] * len(words)
    cut = len(words) > MAX_TOKENS or any(len(word) > MAX_LETTERS for word in words)
    words = [word[:MAX_LETTERS] for word in words[:MAX_TOKENS]]
    is_foreign, is_latin = scripts_in(text)
    spelled = find_spelled(folded) if len(words) < len(folded) and kind != "person" else frozenset()
    tokens = _read_words(words, printed, kind, lists_of(kind, scripts=not is_latin), spelled)
    return ReadName(" ".join(folded), tuple(tokens), is_foreign, cut)


def _put_given_first(text: str) -> str:
    """Return a person's name as it is spoken where one comma parts the family name from what follows; not from "Sr"."""
    family, _, given = text.partition(",")
    letters = [char for char in given if char in ascii_letters]
    if "," in given or not letters or not any(char in ascii_letters for char in family):
        return text
    return text if "".join(letters).lower() == SENIOR else f"{given} {family}"


def scripts_in(text: str) -> tuple[bool, bool]:
    """Tell of a name whether it is foreign (see `ReadName`), and whether it is all in Latin letters."""
    if text.isascii():
        return False, True
    scripts = {script_of(word) for word in text.split()}
    return any(map(is_stand_in, scripts)), scripts <= {"latin"}


def _read_words(
    words: list[str], printed: list[str], kind: Kind, lists: tuple[tuple[Part, Lexicon], ...], spelled: frozenset[int]
) -> list[Token]:
    tokens: list[Token] = []
    is_printed = any(printed)
    at = 0
    while at < len(words):
        size, token = _read_token(words, at, kind, lists, len(tokens))
        native = " ".join(filter(None, printed[at:at + size])) if is_printed else ""
        if at in spelled and token.part is Part.NAME:
            token = token._replace(is_spelled=True)
        tokens.append(token._replace(native=native) if native else token)
        at += size
    return tokens


def _read_token(
    words: list[str], at: int, kind: Kind, lists: tuple[tuple[Part, Lexicon], ...], place: int
) -> tuple[int, Token]:
    size, number = (0, "") if kind == "person" else _number(words, at, lists[0][1])
    if size:
        return size, Token(number, Part.NUMBER, NUMBER_WEIGHT, "", place)
    size, part, word = _look_up(words, at, lists)
    form = " ".join(words[at:at + size])
    if word is None:
        return 1, _plain(form, place, kind)
    return size, Token(form, part, listed_weight(word, part, kind), word.group if word.is_same else "", place)


def listed_weight(word: Word, part: Part, kind: Kind) -> float:
    """Return what a word of a list weighs in a name of a kind: trade words more in names of firms."""
    return min(1.0, word.weight * _GENERIC) if part is Part.GENERIC and kind == "organisation" else word.weight


def _number(words: list[str], at: int, forms: Lexicon) -> tuple[int, str]:
    is_last = at > 1 and all(word in forms.phrases for word in words[at + 1:])
    return read_number(words, at, is_last=is_last)


def _is_name(words: list[str], at: int, particle: Word) -> bool:
    """Tell whether a person's particle is part of the name here.

    So is an initial, "Ben" before all other words, and a family name such as "Le" before or after two others.
    """
    is_first = at == 0 and len(words) > 1
    if len(words) > _AROUND_FAMILY and at in (0, len(words) - 1) and words[at] in family_particles():
        return True
    return len(words[at]) == 1 or (is_first and particle.group == SON_OF and is_given_name(words[at]))


def _look_up(words: list[str], at: int, lists: tuple[tuple[Part, Lexicon], ...]) -> tuple[int, Part, Word | None]:
    for part, lexicon in lists:
        for size in lexicon.sizes.get(words[at], ()):
            if size > len(words) - at:
                continue
            phrase = words[at] if size == 1 else " ".join(words[at:at + size])
            word = lexicon.phrases.get(phrase)
            if word is None:
                continue
            if part is Part.LEGAL_FORM and len(phrase) <= SHORT_FORM and not (at == 0 or at + size == len(words)):
                continue
            if size == 1 and len(phrase) == 1 and part is not Part.PARTICLE:
                continue
            if part is Part.PARTICLE and size == 1 and len(lists) == _LISTS_OF_A_PERSON and _is_name(words, at, word):
                continue
            return size, part, word
    stem = stem_of(words[at]) if len(lists) > _LISTS_OF_A_PERSON else ""
    word = lists[1][1].stems.get(stem) if stem else None
    return (1, Part.GENERIC, word) if word else (1, Part.NAME, None)


@lru_cache(maxsize=6)
def lists_of(kind: Kind, *, scripts: bool) -> tuple[tuple[Part, Lexicon], ...]:
    """Return the lists that a name is read with; a name in Latin letters needs no words in other scripts."""
    small = (Part.PARTICLE, particles(scripts=scripts))
    if kind == "person":
        return (Part.TITLE, titles(scripts=scripts)), small
    firms = (Part.LEGAL_FORM, legal_forms(scripts=scripts)), (Part.GENERIC, generic_words(scripts=scripts)), small
    return firms if kind == "organisation" else (*firms, (Part.TITLE, titles(scripts=scripts)))


@lru_cache(maxsize=1 << 16)
def _plain(form: str, place: int, kind: Kind) -> Token:
    if any(char.isdigit() for char in form) and sum(char.isdigit() for char in form) * 2 >= len(form):
        return Token(form, Part.NUMBER, NUMBER_WEIGHT, "", place)
    if len(form) == 1:
        return Token(form, Part.INITIAL, INITIAL_WEIGHT, "", place)
    weight = BY_LENGTH.get(len(form), 1.0)
    if kind == "organisation":
        place_stem = stem_of_place(form)
        weight = min(weight, BY_COMMONNESS[commonness_in(kind, form)])
        return Token(form, Part.NAME, weight, f"{OF_PLACE}{place_stem}" if place_stem else "", place)
    weight = min(weight, BY_COMMONNESS[commonness_in(kind, form)])
    return Token(form, Part.NAME, weight, "", place, is_given=is_given_name(form))


def commonness_in(kind: Kind, form: str) -> int:
    """Return how common a word is in names of a kind, 0 to 7."""
    if kind != "organisation":
        return given_commonness(form)
    return max(LISTED_COMMONNESS if form in common_names() else 0, commonness(form, among="organisations"))

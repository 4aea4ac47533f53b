"""Words of other scripts in Latin letters, one usual spelling each, beside the word as printed.

The package anyascii knows every script; `knowledge/lexicons/romanising.yaml` says
where names are usually spelled otherwise. Opened only when such a word occurs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.names.segments import part_words

_KANA = re.compile("[\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SMALL = frozenset("ァィゥェォャュョヮ")
_LONG = re.compile("(?<=o)[ou]+|(?<=u)u+")  # passports and lists mostly leave the second letter out
_SOKUON, _LENGTH = "ッ", "ー"
_EAST_ASIAN = "\u3041"
_ARTICLE, _OF_GOD = "ال", ("له", "لہ")  # the article; the rest of the word for God, which is one word


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word: its Latin spelling (which may still hold marks) and the letters as printed."""

    latin: str
    native: str


def romanise_word(word: str) -> tuple[Piece, ...]:
    """Part a word of another script into pieces and spell each in Latin letters.

    Compound words of East Asian scripts are parted at known words and after a
    family name, the Arabic article is parted from its noun. Cost: linear in the length.
    """
    tables = _tables()
    word = word.translate(tables.prepared)
    if any(char >= _EAST_ASIAN for char in word):
        word = " ".join(_part_family(part) for part in part_words(word).split())
    pieces = [part for piece in word.split() for part in _part_article(piece)]
    return tuple(Piece(_spell(piece, tables), piece) for piece in pieces)


def kana_syllables(word: str) -> list[str]:
    """Return katakana by syllable: a small vowel stays with the letter before it; hiragana comes as katakana."""
    syllables: list[str] = []
    for char in word.translate(_TO_KATAKANA):
        if char in _SMALL and syllables:
            syllables[-1] += char
        else:
            syllables.append(char)
    return syllables


@lru_cache(maxsize=1 << 14)
def read_han(char: str) -> str:
    """Return the usual Mandarin reading of a Han letter in pinyin without tones, or the letter where there is none."""
    return "".join(filter(str.isalpha, anyascii(char))).lower() or char


@dataclass(frozen=True, slots=True)
class _Tables:
    prepared: dict[int, str]
    letters: dict[int, str]
    kana: dict[str, str]
    families: dict[str, str]


def _spell(piece: str, tables: _Tables) -> str:
    family = tables.families.get(piece)
    if family:
        return family
    return anyascii(_KANA.sub(_spell_kana, piece).translate(tables.letters))


def _spell_kana(match: re.Match[str]) -> str:
    spelled: list[str] = []
    is_doubled = False
    kana = _tables().kana
    for syllable in kana_syllables(match.group()):
        if syllable == _SOKUON:
            is_doubled = True
            continue
        latin = kana.get(syllable)
        if latin is None:
            latin = "".join(kana.get(char, "") for char in syllable) if syllable != _LENGTH else ""
        if is_doubled and latin and latin[0] not in "aiueo":
            latin = ("t" if latin.startswith("ch") else latin[0]) + latin
        is_doubled = False
        spelled.append(latin)
    return _LONG.sub("", "".join(spelled))


def _part_article(piece: str) -> tuple[str, ...]:
    """Part the Arabic article from its noun, as Latin spellings do ("al-")."""
    if piece.startswith(_ARTICLE) and len(piece) > 3 and piece[2:] not in _OF_GOD:
        return _ARTICLE, piece[2:]
    return (piece,)


def _part_family(word: str) -> str:
    """Write a Korean family name apart from the given name, where the word reads as a full name."""
    if not 2 < len(word) < 5 or not all("\uac00" <= char <= "\ud7a3" for char in word):
        return word
    families = _tables().families
    if word[:2] in families and len(families[word[:2]]) > 4:
        return f"{word[:2]} {word[2:]}"
    return f"{word[0]} {word[1:]}" if len(word) == 3 and word[0] in families else word


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    top = open_knowledge("lexicons/romanising.yaml")
    prepared = dict.fromkeys(_codes(top.get("marks_left_out")), "")
    prepared.update(dict.fromkeys(_codes(top.get("word_breaks")), " "))
    letters = {
        ord(letter): latin
        for node in top.get("letters").required().mapping().values()
        for letter, _, latin in (pair.partition(" ") for pair in node.text().split(", "))
    }
    kana = _pairs(top.get("kana"))
    families = _pairs(top.get("korean_families"))
    top.faults.check(KnowledgeError)
    return _Tables(prepared, letters, kana, families)


def _pairs(node: Node) -> dict[str, str]:
    words = node.required().text().split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _codes(node: Node) -> list[int]:
    codes: list[int] = []
    for part in node.required().text().split():
        first, _, last = part.partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes


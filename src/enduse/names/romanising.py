"""Words of other scripts in Latin letters, one usual spelling each, beside the word as printed.

The package anyascii knows every script; `knowledge/lexicons/romanising.yaml` says
where names are usually spelled otherwise. Opened only when such a word occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from anyascii import anyascii

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.names.han import is_japanese_name, part_name, read_in_china, read_in_japan
from enduse.names.scripts import Script, script_of
from enduse.names.segments import is_known_word, part_words

_KANA = re.compile("[\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe]+")
_BURMESE = re.compile("[\u1000-\u109f]")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_HAN = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SMALL = frozenset("ァィゥェォャュョヮ")
_LONG = re.compile("(?<=o)[ou]+|(?<=u)u+")  # passports and lists mostly leave the second letter out
_SOKUON, _LENGTH = "ッ", "ー"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_BRAND = 2
_EAST_ASIAN = "\u3041"
_IN_ACRONYM = re.compile("(?<=[\u05d0-\u05ea])[\"\u05f4](?=[\u05d0-\u05ea])")  # the mark before its last letter
_PLAIN = ("\u0370", "\u058f"), ("\u05d0", "\u05ea"), ("\u0620", "\u06ff"), ("\u10a0", "\u10ff")  # see `spell_plainly`
_BY_PLACE = "Σ"  # is written otherwise in small letters at the end of a word
_BY_SYLLABLE = frozenset(("kana", "hangul", "devanagari"))
_APOSTROPHES = "'`"
AND = "و"
ARTICLE, OF_GOD = "ال", ("له", "لہ")  # the article; the rest of the word for God, which is one word


_BEFORE_NOUNS = (ARTICLE, AND + ARTICLE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word: its Latin spelling (which may still hold marks) and the letters as printed."""

    latin: str
    native: str


@lru_cache(maxsize=1 << 15)
def spell_letter(letter: str) -> str:
    """Return the usual spelling of one letter, which may still hold marks."""
    return anyascii(letter.translate(_tables().letters))


def _spell_letters(word: str) -> str:
    return "".join(map(spell_letter, word))


def spell_plainly(word: str) -> str | None:
    """Return the folded spelling of a word of letters of one sound each, None where more is to be looked at.

    It is what `romanise_word` makes of words of Greek, Cyrillic, Armenian, Hebrew, Arabic and Georgian letters without
    marks and without the Arabic article, at a tenth of the cost.
    """
    if word.startswith(_BEFORE_NOUNS):
        return None
    try:
        return "".join(map(_plain_letters().__getitem__, word))
    except KeyError:
        return None


def spell_plainly_otherwise(word: str, script: Script) -> tuple[str, ...] | None:
    """Return such a word in the other readings of its letters, as `spell_otherwise`, folded and without spaces."""
    if script in _BY_SYLLABLE:
        return None
    try:
        return tuple(["".join(map(letters.__getitem__, word)) for letters in _plain_ways(script)])
    except KeyError:
        return None


def spell_hangul_letter(letter: str) -> tuple[str, ...]:
    """Return all that a Korean syllable may be in the readings of a word, whatever its neighbours."""
    return spell_letter(letter), *spell_otherwise(letter, "hangul"), *korean_family(letter)


def spell_plain_letter(letter: str, script: Script) -> tuple[str, ...]:
    """Return all that such a letter as `spell_plainly` knows may be in the readings of a word; none for another."""
    try:
        return _plain_letters()[letter], *(letters[letter] for letters in _plain_ways(script))
    except KeyError:
        return ()


class LetterAlone(NamedTuple):
    """A letter that is read by itself: its script, its usual spelling, and those of its script's other readings.

    A spelling is None where that reading has none of the letter.
    """

    letter: str
    script: Script
    usual: str
    others: tuple[str | None, ...]


def list_letters_alone() -> Iterator[LetterAlone]:
    """Yield all letters that `spell_plainly` knows. Cost: some 20 ms the first time."""
    for first, last in _PLAIN:
        for letter in map(chr, range(ord(first), ord(last) + 1)):
            spelled = _spell_alone(_plain_letters(), letter)
            if spelled is not None:
                script = script_of(letter)
                others = tuple(_spell_alone(way, letter) for way in _plain_ways(script))
                yield LetterAlone(letter, script, spelled, others)


def _spell_alone(letters: Mapping[str, str], letter: str) -> str | None:
    try:
        return letters[letter]
    except KeyError:
        return None


def korean_families() -> Iterable[str]:
    """Return the Korean family names that are spelled by custom."""
    return _tables().families


class _PlainLetters(dict[str, str]):
    """What each letter is folded to, found when it is first met; letters that are not read alone have no place."""

    def __init__(self, way: Mapping[str, str], *, is_lower: bool) -> None:
        self._way, self._is_lower = way, is_lower

    def __missing__(self, letter: str) -> str:
        if not _is_plain(letter):
            raise KeyError(letter)
        lower = letter.lower() if self._is_lower else letter
        spelled = "".join(spell_letter(self._way.get(char, char)) for char in lower)
        if not all(char.isalnum() or char in _APOSTROPHES for char in spelled):
            raise KeyError(letter)
        found = self[letter] = "".join(filter(str.isalnum, spelled)).lower()
        return found


def _is_plain(letter: str) -> bool:
    is_near = letter.isalpha() and any(first <= letter <= last for first, last in _PLAIN) and letter != _BY_PLACE
    return is_near and ord(letter) not in _tables().prepared and normalize("NFKC", letter) == letter


@lru_cache(maxsize=1)
def _plain_letters() -> _PlainLetters:
    return _PlainLetters({}, is_lower=False)


@lru_cache(maxsize=8)
def _plain_ways(script: Script) -> tuple[_PlainLetters, ...]:
    return tuple(_PlainLetters(way, is_lower=True) for way in _tables().others.get(script, ()))


def romanise_word(word: str) -> tuple[Piece, ...]:
    """Part a word of another script into pieces and spell each in Latin letters.

    Compound words of East Asian scripts are parted at known words and after a
    family name, the Arabic article is parted from its noun. Cost: linear in the length.
    """
    tables = _tables()
    word = _IN_ACRONYM.sub("", word.translate(tables.prepared))
    if any(char >= _EAST_ASIAN for char in word):
        return romanise_east_asian(word)
    pieces = [part for piece in word.split() for part in _part_article(piece)]
    return tuple(Piece(_spell(piece, tables), piece) for piece in pieces)


def romanise_east_asian(word: str) -> tuple[Piece, ...]:
    """Return the same of a word that holds letters of East Asia, and no mark that is left out."""
    tables = _tables()
    if _is_korean_name(word):
        return tuple([Piece(_spell(name, tables), name) for name in _part_family(word).split()])
    parts = part_words(word).split()
    return tuple([piece for part in parts for piece in _read_east_asian(part, tables, is_alone=len(parts) == 1)])


def read_parted_name(family: str, given: str) -> tuple[Piece, ...]:
    """Return a family name and a given name that were written apart, where the tables know them as Japanese."""
    if not is_japanese_name(family, given):
        return ()
    return tuple(Piece(read_in_japan(name)[0], name) for name in (family, given))


def _read_east_asian(part: str, tables: _Tables, *, is_alone: bool) -> tuple[Piece, ...]:
    """Part a full name into family and given name; one that the tables know as Japanese is read so.

    Two letters beside a known word are a brand, and left whole.
    """
    if script_of(part) == "han" and _HAN.fullmatch(part) and not is_known_word(part):
        names = part_name(part) if is_alone or len(part) > _BRAND else (part,)
        if len(names) == 2 and is_japanese_name(*names):
            return tuple(Piece(read_in_japan(name)[0], name) for name in names)
        if len(names) == 2:
            names_read = ((*read_in_china(names[0]), _spell(names[0], tables))[0], _spell(names[1], tables))
            return tuple(map(Piece, names_read, names))
        return tuple(Piece(_spell(name, tables), name) for name in names)
    return tuple(Piece(_spell(name, tables), name) for name in _part_names(part))


def _is_korean_name(word: str) -> bool:
    """Tell whether a word is a family name with two syllables that are not, together with it, known words."""
    return len(word) == 3 and " " in _part_family(word) and not all(map(is_known_word, part_words(word).split()))


def _part_names(part: str) -> list[str]:
    return [part] if is_known_word(part) else _part_family(part).split()


def kana_syllables(word: str) -> list[str]:
    """Return katakana by syllable: a small vowel stays with the letter before it; hiragana comes as katakana."""
    syllables: list[str] = []
    for char in word.translate(_TO_KATAKANA):
        if char in _SMALL and syllables:
            syllables[-1] += char
        else:
            syllables.append(char)
    return syllables


def korean_family(word: str) -> tuple[str, ...]:
    """Return the spellings of a Korean family name by custom, the most usual first; none where it is not listed."""
    return _tables().families.get(word, ())


def spell_otherwise(word: str, script: Script) -> tuple[str, ...]:
    """Return the word spelled by the other readings of its script's letters, in the order of the table.

    The Arabic article stands apart, as in `romanise_word`.
    """
    tables = _tables()
    word = word.lower().translate(tables.prepared).replace(" ", "")
    if script == "hangul":  # nothing is left of a mark alone
        return tuple(dict.fromkeys(map("".join, zip(*map(_spell_syllable, word), strict=True)))) or ("",)
    if script == "kana":
        return tuple(_spell_kana(word, {**tables.kana, **way}) for way in tables.others.get("kana", ()))
    if script == "devanagari":
        return (_devanagari(word, in_full=True),)
    return tuple(
        "".join([spell_letter(way.get(char, char)) for char in word])
        for way in tables.others.get(script, ())
    )


def split_hangul(char: str) -> tuple[str, str, str]:
    """Return initial, vowel and final of a Korean syllable, "" for what is silent; another letter comes alone."""
    code = ord(char) - 0xAC00
    if not 0 <= code < 11172:
        return "", char, ""
    initial = _INITIALS[code // 588]
    return initial if initial != "ㅇ" else "", _MEDIALS[code % 588 // 28], _FINALS[code % 28]


@lru_cache(maxsize=1 << 14)
def _spell_syllable(char: str) -> tuple[str, ...]:
    """Spell a Korean syllable by each table of initials, vowels and finals (these with a dot)."""
    initial, medial, final = split_hangul(char)
    return tuple(
        way.get(initial, "") + way.get(medial, medial) + (way.get(f"{final}.", "") if final else "")
        for way in _tables().hangul
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    prepared: dict[int, str]
    letters: dict[int, str]
    kana: dict[str, str]
    families: dict[str, tuple[str, ...]]
    hangul: tuple[dict[str, str], ...]
    others: dict[str, tuple[dict[str, str], ...]]


def _spell(piece: str, tables: _Tables) -> str:
    family = tables.families.get(piece)
    if family:
        return family[0]
    if script_of(piece) == "devanagari":
        return _devanagari(piece, in_full=False)
    if _BURMESE.search(piece):
        from enduse.names.burmese import spell_burmese  # opens a table that only such words need

        return anyascii(spell_burmese(piece))
    if _KANA.search(piece):
        piece = _KANA.sub(lambda run: _spell_kana(run.group(), tables.kana), piece)
    return _spell_letters(piece)


def _devanagari(word: str, *, in_full: bool) -> str:
    from enduse.names.devanagari import spell_devanagari  # opens a table that only such words need

    return anyascii(spell_devanagari(word, in_full=in_full))


def _spell_kana(word: str, kana: Mapping[str, str]) -> str:
    spelled: list[str] = []
    is_doubled = False
    for syllable in kana_syllables(word):
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
    """Part the Arabic article from its noun, as Latin spellings do ("al-"), and an "and" before the article."""
    if piece.startswith(AND + ARTICLE) and len(piece) > 5:
        return AND, ARTICLE, piece[3:]
    if piece.startswith(ARTICLE) and len(piece) > 3 and piece[2:] not in OF_GOD:
        return ARTICLE, piece[2:]
    return (piece,)


def _part_family(word: str) -> str:
    """Write a Korean family name apart from the given name, where the word reads as a full name."""
    if not 2 < len(word) < 5 or not all("\uac00" <= char <= "\ud7a3" for char in word):
        return word
    families = _tables().families
    if word[:2] in families and len(families[word[:2]][0]) > 4:
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
        for letter, latin in _letters(node).items()
    }
    kana = _pairs(top.get("kana"))
    families = {word: tuple(spelled.split("/")) for word, spelled in _pairs(top.get("korean_families")).items()}
    hangul = tuple(_pairs(node) for node in top.get("hangul").required().items())
    others = {
        script: tuple(_letters(way) for way in node.items())
        for script, node in top.get("other_readings").required().mapping().items()
    }
    top.faults.check(KnowledgeError)
    return _Tables(prepared, letters, kana, families, hangul, others)


def _letters(node: Node) -> dict[str, str]:
    return {letter: latin for letter, _, latin in (pair.partition(" ") for pair in node.text().split(", "))}


def _pairs(node: Node) -> dict[str, str]:
    words = node.required().text().split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _codes(node: Node) -> list[int]:
    codes: list[int] = []
    for part in node.required().text().split():
        first, _, last = part.partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes


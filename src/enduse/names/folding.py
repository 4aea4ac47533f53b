"""One spelling for every way of writing a name.

Folding joins what typing, scripts and typesetting keep apart and takes nothing
else away: it never drops a word. A name in another script is romanised letter
by letter, so the printed name must be kept beside its folded form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from enduse.names.scripts import script_of

if TYPE_CHECKING:
    from enduse.names.romanising import Piece

_KEPT = "abcdefghijklmnopqrstuvwxyz0123456789"
_APOSTROPHES = "'`"
_ASCII = {
    code: (char if char in _KEPT else "" if char in _APOSTROPHES else char.lower() if char.isupper() else " ")
    for code, char in ((code, chr(code)) for code in range(128))
}
# Cyrillic and Greek letters that look like a Latin one: read as such in a word that also has Latin letters.
_LOOK_ALIKES = dict(zip(
    map(ord, "АВЕЅЗІЈКМНОРСТУХасеѕіјорухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"), "ABES3IJKMHOPCTYXacesijopyxABEZHIKMNOPTYXo", strict=True,
))
_FIRST_OTHER = "\u0370"
_LATIN = re.compile("[A-Za-z]")
_OTHER = re.compile("[^\x00-\u036f\u2018-\u2026]")  # quotation marks print in any script
_EAST_ASIAN = re.compile("[\u3400-\u4dbf\u4e00-\u9ffc\uac00-\ud7a3]+")  # Han and Hangul letters of one form each
_EAST = "\u3400"
_TWO_OF_HAN = re.compile("([\u3400-\u9ffc\u3005]{1,4})[\\s,\u3001\uff0c\u30fb\xb7]+([\u3400-\u9ffc\u3005]{1,4})")
_FOLDED_ALONE = range(0x80, 0x300), range(0x2018, 0x2027)  # letters below the marks that combine, and quotation marks
_MOST_FOLDED = 7  # letters that one is folded to
_NOT_ALONE = 255
_MEMO = 1 << 17


def fold_name(text: str) -> str:
    """Return the name in lower-case ASCII tokens joined by single spaces, in printed order.

    Compatibility forms are resolved (NFKC), other scripts romanised, case and
    the Turkish dots of i are ignored, apostrophes are dropped, all other
    punctuation separates. Folding twice is folding once. Never fails: what has no
    romanisation is left out, so the form of "???" is empty.

    Cost: about 1 us for a plain ASCII name and 2 us for others whose words were
    seen before (words are remembered, at most 131,072), else some 10 us a word.
    Linear in the length.
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return " ".join(form for form, _ in fold_words(text))


def fold_together(text: str) -> str:
    """Return the folded form of a word without spaces; at little cost where it is folded already."""
    if text.isascii():
        is_folded = text.isalpha() and text.islower()
        return text if is_folded else text.translate(_ASCII).replace(" ", "")
    return fold_name(text).replace(" ", "")


def fold_spelling(text: str) -> str:
    """Return `fold_name` of words that are mostly folded already, at a third of the cost."""
    letters = text.replace(" ", "")
    is_folded = letters.isascii() and letters.isalpha() and letters.islower()
    return " ".join(text.split()) if is_folded else fold_name(text)


def fold_words(text: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens of `fold_name` in order, each with the letters it was printed in.

    The printed letters are given only for a token of another script ("" else): they
    are normalised (NFKC, without vowel points), so they read like the printed word
    but need not equal it letter by letter. Cost as for `fold_name`.
    """
    if text.isascii():
        return tuple((form, "") for form in text.translate(_ASCII).split())
    parted = _TWO_OF_HAN.fullmatch(text) if text >= _EAST else None
    if parted:
        from enduse.names.romanising import read_parted_name  # opens a table that only such words need

        pieces = read_parted_name(parted[1], parted[2])
        if pieces:
            return _fold_pieces(pieces)
    return tuple(pair for word in text.split() for pair in _fold_word(word))


@lru_cache(maxsize=_MEMO)
def _fold_word(word: str) -> tuple[tuple[str, str], ...]:
    """Fold one run of characters without white space; the result may have several tokens, or none."""
    if word.isascii():
        return tuple((form, "") for form in word.translate(_ASCII).split())
    if _EAST_ASIAN.fullmatch(word):
        from enduse.names.romanising import romanise_east_asian  # opens a table that only such words need

        return _fold_pieces(romanise_east_asian(word))
    if word[0] >= _FIRST_OTHER:
        from enduse.names.romanising import spell_plainly

        form = spell_plainly(word)
        if form is not None:
            return ((form, word),) if form else ()
    word = normalize("NFKC", word)
    if _LATIN.search(word):
        word = word.translate(_LOOK_ALIKES)
    if not _OTHER.search(word):
        return tuple((form, "") for form in _anyascii()(word).translate(_ASCII).split())
    from enduse.names.romanising import romanise_word  # opens a table that only such words need

    return _fold_pieces(romanise_word(word))


def _fold_pieces(pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    folded: list[tuple[str, str]] = []
    for piece in pieces:
        forms = piece.latin.translate(_ASCII).split()
        native = piece.native if len(forms) == 1 and script_of(piece.native) != "latin" else ""
        folded += [(form, native) for form in forms]
    return tuple(folded)


def pack_plain_folds() -> bytes:
    """Return for each letter of ASCII what it is folded to: another, a space, or nothing (zero)."""
    return b"".join(_ASCII[code].encode("ascii") or b"\0" for code in range(128))


@lru_cache(maxsize=1)
def pack_folds() -> bytes:
    """Return for each letter what it is folded to wherever it stands, as native/folding.h has it.

    After the plain letters come those that are folded in the same way beside any others, eight bytes each: how many
    letters one is folded to, and these; or the number 255 for one that is read together with its neighbours.
    """
    return pack_plain_folds() + b"".join(_pack_fold(chr(code)) for codes in _FOLDED_ALONE for code in codes)


def _pack_fold(letter: str) -> bytes:
    is_alone = not _OTHER.search(normalize("NFKC", letter))
    folded = fold_name(f"a{letter}b")[1:-1].encode("ascii") if is_alone else b""
    if not is_alone or len(folded) > _MOST_FOLDED:
        return bytes([_NOT_ALONE]).ljust(_MOST_FOLDED + 1, b"\0")
    return bytes([len(folded)]) + folded.ljust(_MOST_FOLDED, b"\0")


@lru_cache(maxsize=1)
def _anyascii() -> Callable[[str], str]:
    from anyascii import anyascii  # takes 15 ms to import and is not needed for plain names

    return anyascii

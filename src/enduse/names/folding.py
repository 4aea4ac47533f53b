"""One spelling for every way of writing a name.

Folding joins what typing, scripts and typesetting keep apart and takes nothing
else away: it never drops a word. A name in another script is romanised letter
by letter, so the printed name must be kept beside its folded form.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

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
# Letters whose usual Latin spelling in names is not the one the general romanisation gives, or which it leaves out.
_SEMITIC = str.maketrans({
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ع": "a", "ة": "a", "ؤ": "w", "ئ": "y",
    "א": "a", "ע": "a", "כ": "k", "ך": "k", "ש": "sh", "צ": "ts", "ץ": "ts", "ק": "k", "ו": "w",
})
# Korean family names as they are usually spelled; read so where a word has three syllables, as most full names do.
_HANGUL_FAMILIES = dict(zip(
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민리",
    (
        "kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim", "han", "oh", "seo", "shin", "kwon",
        "hwang", "ahn", "song", "ryu", "hong", "jeon", "ko", "moon", "yang", "son", "bae", "baek", "heo", "yoo", "nam",
        "shim", "noh", "ha", "kwak", "sung", "cha", "joo", "woo", "koo", "min", "ri",
    ), strict=True,
))
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
    return " ".join(" ".join(map(_fold_word, text.split())).split())


@lru_cache(maxsize=_MEMO)
def _fold_word(word: str) -> str:
    """Fold one run of characters without white space; the result may have several tokens, or none."""
    if not word.isascii():
        word = _romanise(normalize("NFKC", word))
    return word.translate(_ASCII)


def _romanise(word: str) -> str:
    from anyascii import anyascii  # takes 15 ms to import and is not needed for plain names

    if any(char.isascii() and char.isalpha() for char in word):
        word = word.translate(_LOOK_ALIKES)
    if any(char >= "\u3040" for char in word):
        from enduse.names.segments import part_words  # opens the lexicons, which only such text needs

        word = " ".join(_part_family(part) for part in part_words(word).split())
    if word.startswith("ال") and len(word) > 3 and word != "الله":
        word = "ال " + word[2:]  # the article is written apart in Latin spellings ("al-")
    return anyascii(word.translate(_SEMITIC))


def _part_family(word: str) -> str:
    """Write a Korean family name apart from the given name, where the word reads as a full name."""
    is_name = len(word) == 3 and all("\uac00" <= char <= "\ud7a3" for char in word)
    family = _HANGUL_FAMILIES.get(word[0]) if is_name else None
    return f"{family} {word[1:]}" if family else word

"""Small letters for a text in capitals only, so that names stand out of it again.

The result has the length of the text: only the case of letters changes. Words of
the plain list become small, countries and what nobody knows keep a capital, short
forms that stand in brackets stay as they are, and a name takes in the plain words
that belong to it: up to its legal form, and as many as its short form has letters.
"""

from __future__ import annotations

import re
from functools import cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.lexicon import fact_words, plain_words
from enduse.reading.naming import country_of

MIN_LETTERS = 60
_WORD = re.compile(r"[A-Za-z0-9][\w&.\-]*[A-Za-z0-9]|[A-Za-z0-9]")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december")
)
_SHORT = re.compile(r"\(([A-Z][A-Z&]{1,7})\)")
_LEADS = frozenset(
    (
        "of",
        "for",
        "the",
        "and",
        "to",
        "from",
        "by",
        "with",
        "in",
        "on",
        "at",
        "as",
        "an",
        "its",
        "via",
        "into",
        "or",
        "who",
        "which",
        "that",
    )
)


def is_capitals(text: str) -> bool:
    """Tell whether a text of some length is written in capitals only."""
    letters = sum(map(str.isalpha, text))
    return letters >= MIN_LETTERS and sum(map(str.isupper, text)) > 0.9 * letters


def restore_case(text: str) -> str:
    """Return the text with small letters where words are plain ones; each character stays in its place.

    Cost: linear in the text.
    """
    words = [(found.start(), found[0]) for found in _WORD.finditer(text)]
    kept = {found[1] for found in _SHORT.finditer(text)} | fact_words().not_alone
    made = [_cased(word, kept) for _, word in words]
    for number, (start, word) in enumerate(words):
        if word == "S" and text[start - 1 : start] == "'":
            made[number] = "s"
        elif len(word) < 4 and word.isalpha() and made[number] == word.title() and _is_code_after(words, number):
            made[number] = word
        elif word == "MINISTRY" and number + 2 < len(words) and words[number + 1][1] == "OF":
            made[number], made[number + 2] = "Ministry", words[number + 2][1].title()
        elif word == "A" and text[start + 1 : start + 2] not in (".", ")", ":"):
            made[number] = "a"
    _join_places(words, made)
    _join_names(text, words, made)
    _join_initials(text, words, made)
    _open_sentences(text, words, made)
    pieces: list[str] = []
    at = 0
    for (start, word), new in zip(words, made, strict=True):
        pieces += (text[at:start], new)
        at = start + len(word)
    return "".join((*pieces, text[at:]))


def _is_code_after(words: list[tuple[int, str]], number: int) -> bool:
    """Tell whether figures follow: the word is then the first half of a designation ("QX 200")."""
    following = words[number + 1] if number + 1 < len(words) else (0, "")
    return following[1].isdigit() and following[0] - words[number][0] - len(words[number][1]) == 1


def _cased(word: str, kept: set[str] | frozenset[str]) -> str:
    lower = word.lower()
    if any(char.isdigit() for char in word) or word in kept or word == "U.S.":
        return word
    if lower in demonyms() or lower in _MONTHS or (len(word) > 3 and country_of(word)):
        return word.title()
    if lower in plain_words() or lower in _LEADS:
        return lower
    if "-" in word:
        return "-".join(_cased(part, kept) for part in word.split("-"))
    return _form(word) or (word if len(word) < 2 else word.title())


@cache
def _forms() -> dict[str, str]:
    return {form.upper(): form for form in fact_words().legal_forms if len(form) > 1}


def _form(word: str) -> str:
    """Return a legal form as it is usually written, "" for another word."""
    return _forms().get(word, "")


def _join_places(words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to countries and peoples of two words."""
    for number in range(len(words) - 1):
        (start, one), (following, two) = words[number], words[number + 1]
        if min(len(one), len(two)) < 3 or {one.lower(), two.lower()} & _LEADS:
            continue
        if following - start - len(one) <= 2 and (f"{one} {two}".lower() in demonyms() or country_of(f"{one} {two}")):
            made[number], made[number + 1] = one.title(), two.title()


def _join_names(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to nouns of bodies and legal forms after a name, and to the plain words of a name before them."""
    bodies = {noun.upper() for noun in fact_words().body_nouns} | set(_forms())
    kinds = fact_words().kind_nouns
    for number, (_, word) in enumerate(words):
        if word not in bodies or not number:
            continue
        first = number
        while first and number - first < 5 and _touches(text, words[first - 1], words[first]):
            before = made[first - 1].lower()
            if before in _LEADS or before in kinds or before in fact_words().stop_words or _is_code(before):
                break
            first -= 1
        named = [at for at in range(first, number) if _is_name(made[at], distance=number - at)]
        is_owned = text[: words[first][0]].rstrip().endswith("'S") and word in _forms() and number - first >= 2
        if named or is_owned:
            for at in range(min(named) if named else first, number + 1):
                made[at] = _form(words[at][1]) or words[at][1].title()


def _is_code(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _is_name(word: str, *, distance: int) -> bool:
    """Tell whether a word that got its case is part of a name: no plain word, people or short form.

    A place is one only where another word stands before the noun of bodies: "Strelsau General Stores".
    """
    if not word[0].isupper() or word.isupper() or word.lower() in demonyms():
        return False
    return not country_of(word) or (distance >= 2 and find_country(word) is None)


def _touches(text: str, one: tuple[int, str], two: tuple[int, str]) -> bool:
    """Tell whether two words stand side by side in one name: white space, a comma before a legal form."""
    between = text[one[0] + len(one[1]) : two[0]]
    return between.strip(" \n") == "" or (between.strip() in (",", ".,", ".") and two[1] in _forms())


def _join_initials(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give capitals to the words that a short form in brackets stands for."""
    for found in _SHORT.finditer(text):
        at = next((number for number, (start, _) in enumerate(words) if start >= found.start()), 0) - 1
        letters = list(found[1].replace("&", ""))
        while at >= 0 and letters and found.start() - words[at][0] < 120:
            word = words[at][1]
            if word[0] == letters[-1]:
                letters.pop()
                made[at] = made[at][0].upper() + made[at][1:]
            elif word.lower() not in _LEADS and word not in _forms():
                break
            at -= 1


def _open_sentences(text: str, words: list[tuple[int, str]], made: list[str]) -> None:
    """Give a capital to the first word of each sentence and bullet."""
    for number, (start, _) in enumerate(words):
        before = text[max(0, start - 6) : start]
        if not number or re.search(r"[.!?:)][\s\"]*$|--\s*$|\n\s*$(?<=\n\n)", before):
            made[number] = made[number][0].upper() + made[number][1:]

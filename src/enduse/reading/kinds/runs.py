"""Runs of capitalised words in a text: where a name may stand, with the small words that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from enduse.reading.kinds.lexicon import LANGUAGES, kind_words, paper_words
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.registry import MAX_WORDS, Token

_REDACTED = re.compile(r"[xX]{5,}|█")
# A small word tied to a name by a hyphen: "al-Tesk".
_PARTICLE = re.compile(r"(?:a[bdlnrstz]|ash|el|ul)-[^\W\d_a-zß-öø-ÿ]")
# Says where the one named next was born or sits, and is no part of the name: "Ruritanian-born Arno Vorne".
_TELLS_STATE = re.compile(r"-(?:born|educated|trained|registered|incorporated|headquartered|speaking)$")
_SHORTENED = 6  # letters of a word cut short before a legal form: "Eng. Co."
_JOINING = frozenset(("and", "et", "y", "und", "e", "i"))
_GENITIVE = frozenset(("of", "for", "für", "de", "du", "des", "del", "della", "di"))


def find_runs(flat: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of each run of capitalised words."""
    shared = kind_words()
    at = 0
    while at < len(tokens):
        if not _is_capital(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and end - at < MAX_WORDS:
            gap = flat[tokens[end - 1].end : tokens[end].start]
            text = tokens[end].text
            if tokens[end - 1].possessive and gap.strip(" '’sS"):
                break
            is_form = text in shared.legal_forms or text.rstrip(".") in shared.legal_forms
            if (gap.strip() == "," and is_form) or (gap.strip() == "&" and _is_capital(tokens[end])):
                end += 1
            elif _is_bracketed_form(flat, tokens, end):
                end += 2
            elif place := _bracketed_place(flat, tokens, end):
                end += place
            elif gap.strip() == "." and is_form and len(tokens[end - 1].text) <= _SHORTENED:
                end += 1
            elif text in ("and", "&") and _pairs(tokens, end) and _goes_on(tokens, end):
                end += 2
            elif text == "and" and (more := _spelled_by(flat, tokens, at, end)):
                end += more
            elif gap.strip() not in ("", "'s", "’s", "'") or (tokens[end - 1].possessive and end - at < 2):
                break
            elif _is_capital(tokens[end]) or (text.isdigit() and len(text) <= 4) or text in shared.legal_forms:
                end += 1
            elif (
                text in shared.connectors
                and _joins(tokens, at, end)
                and end + 1 < len(tokens)
                and _is_capital(tokens[end + 1])
                and not flat[tokens[end].end : tokens[end + 1].start].strip()
            ):
                end += 2
            elif text == "pour" or (text == "le" and tokens[end - 1].text == "pour"):
                end += 1
            else:
                break
        yield at, end
        at = end


def _is_capital(token: Token) -> bool:
    if _TELLS_STATE.search(token.text):
        return False
    return (token.text[0].isupper() or _PARTICLE.match(token.text) is not None) and not _REDACTED.search(token.text)


def _is_bracketed_form(flat: str, tokens: list[Token], at: int) -> bool:
    """Tell a word in brackets within a firm's name, a legal form after it: "(Pvt) Ltd", "(Hong Kong) Co"."""
    if at + 1 >= len(tokens) or flat[tokens[at - 1].end : tokens[at].start].strip() != "(":
        return False
    forms = kind_words().legal_forms
    closed = flat[tokens[at].end : tokens[at + 1].start].strip() in (")", ".)")
    return closed and (tokens[at + 1].text in forms or f"{tokens[at + 1].text}." in forms)


def _bracketed_place(flat: str, tokens: list[Token], at: int) -> int:
    """Return how many words a place in brackets inside a name takes, with the next: "X (Hong Kong) Parts Limited"."""
    if flat[tokens[at - 1].end : tokens[at].start].strip() != "(":
        return 0
    for size in (1, 2, 3):
        if at + size >= len(tokens):
            return 0
        if flat[tokens[at + size - 1].end : tokens[at + size].start].strip() == ")":
            inside = flat[tokens[at].start : tokens[at + size - 1].end]
            placed = country_of(inside, "en") and _is_capital(tokens[at + size])
            return size + 1 if placed and _form_follows(tokens, at + size - 1) else 0
    return 0


def _spelled_by(flat: str, tokens: list[Token], first: int, joint: int) -> int:
    """Return how many words go on behind "and" where an acronym behind spells both parts: "X and Y Center (XYC)"."""
    last = joint + 1
    while last < len(tokens) and last - joint <= _MOST_JOINED and _is_capital(tokens[last]):
        if flat[tokens[last].end :].startswith(" (") and last + 1 < len(tokens):
            initials = "".join(token.text[0] for token in tokens[first : last + 1] if token.text[0].isupper())
            return last + 1 - joint if tokens[last + 1].text == initials else 0
        last += 1
    return 0


_MOST_JOINED = 5


def _pairs(tokens: list[Token], joint: int) -> bool:
    """Tell whether "and" joins two lines of business within a name: "Import and Export Co."."""
    if joint + 1 >= len(tokens):
        return False
    lines = kind_words().business
    return tokens[joint - 1].text in lines and tokens[joint + 1].text in lines


def _goes_on(tokens: list[Token], joint: int) -> bool:
    """Tell whether a legal form or a third noun stands behind two lines of business: "Oil and Gas Services"."""
    third = joint + 2 < len(tokens) and tokens[joint + 2].text in kind_words().business
    return third or _form_follows(tokens, joint)


def _joins(tokens: list[Token], first: int, joint: int) -> bool:
    """Tell whether a small word stands inside one name: "of" after a noun of bodies, "and" within what follows it."""
    text = tokens[joint].text
    if joint + 1 >= len(tokens):
        return False
    if text in ("la", "le"):
        return tokens[joint - 1].text in ("de", "pour", "para")
    before = [token.text for token in tokens[first:joint]]
    if text in _JOINING:
        return any(word in _GENITIVE for word in before) and not set(before) & kind_words().legal_forms
    if text == "of" and before[-1] not in _founded() and country_of(tokens[joint + 1].text, "en"):
        return False
    if text == "of" and before[-1].endswith(("s", "ing")) and before[-1] not in _founded():
        return False
    return text not in _GENITIVE or before[-1] in _bodies() or (text != "of" and _form_follows(tokens, joint))


def _form_follows(tokens: list[Token], joint: int) -> bool:
    """Tell whether a legal form ends the capitals after a small word: "Ópticas del Sur S.L."."""
    for token in tokens[joint + 1 : joint + 5]:
        if token.text in kind_words().legal_forms:
            return True
        if not _is_capital(token):
            return False
    return False


@cache
def _founded() -> frozenset[str]:
    """Return the words after which "of" and a town go on with a name: "University of", "Bank of"."""
    found = {word.split()[0] for language in LANGUAGES for word in paper_words(language).body_first}
    return frozenset(found | {"Republic", "Kingdom", "Bank", "Ministry", "University", "Institute", "Academy"})


@cache
def _bodies() -> frozenset[str]:
    """Return the words after which "of" goes on with a name, in all languages."""
    found: set[str] = {"Republic", "Kingdom", "Bank", "Ministry"}
    for language in LANGUAGES:
        words = paper_words(language)
        found |= words.body_last | {word.split()[0] for word in words.body_first}
        found |= {noun.split()[0].title() for noun in words.kind_nouns}
    return frozenset(found)

"""States that words of a paper name: countries, their adjectives, towns and the states of the American union."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.kinds.lexicon import kind_words, paper_words
from enduse.reading.lexicon import city_countries

# A word, behind the article or preposition that French ties to it: "d'Iran", "l'Ouzbékistan".
_WORD = re.compile(r"(?:(?<=\b[dlDL]['’])|(?![dlDL]['’][^\W\d_a-zß-öø-ÿ]))[^\W\d_][\w'.]*(?:-[^\W\d_][\w']*)*")
_CONNECTED = frozenset(("of", "and", "du", "de", "des", "la", "the", "el", "del", "arabe", "árabe"))
_MOST_WORDS = 6
PLACED = ("-based", "-registered", "-incorporated", "-owned", "-controlled", "-headquartered")
_ENDINGS = (*PLACED, "-origin", "-born", "'s")


@lru_cache(maxsize=8192)
def country_of(text: str, language: str) -> str:
    """Return the ISO code of the state that an expression names ("Ruritanian", "Istanbul"), "" when it names none."""
    shared = kind_words()
    plain = text.strip(" .,;:()'\"")
    low = plain.lower()
    for ending in _ENDINGS:
        low, plain = low.removesuffix(ending), plain[: len(low.removesuffix(ending))]
    if plain in shared.state_codes or f"{plain}." in shared.state_codes:
        return shared.state_codes.get(plain, "") or shared.state_codes[f"{plain}."]
    if len(low) < 4:
        return ""
    known = paper_words(language).places.get(low) or demonyms().get(low)
    if not known and language == "de":
        known = next(
            (paper_words(language).places[low[:-n]] for n in (1, 2) if low[:-n] in paper_words("de").places), ""
        )
    if known:
        return known.upper()
    if not plain[:1].isupper():
        return ""
    if plain.title() in shared.states_us or plain in shared.states_us:
        return "US"
    if plain in shared.towns or plain.title() in shared.towns:
        return shared.towns.get(plain) or shared.towns[plain.title()]
    if language == "de" and plain.endswith("er") and len(plain) > 5:
        town = shared.towns.get(plain[:-2]) or city_countries().get(plain[:-2].upper(), "")
        if town:
            return town
    found = find_country(plain)
    return found.upper() if found else city_countries().get(plain.upper(), "")


def find_places(flat: str, start: int, end: int, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) of each state named in a stretch, in order; longer expressions first."""
    words = list(_WORD.finditer(flat, start, end))
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            last = words[at + size - 1]
            text = flat[words[at].start() : last.end()]
            if size > 1 and not (is_listed(text, language) or _hangs_together(words[at : at + size], flat)):
                continue
            code = country_of(text, language)
            if code:
                yield code, words[at].start(), last.end()
                at += size - 1
                break
        at += 1


def is_listed(text: str, language: str) -> bool:
    """Tell a name of a state that a language's words give in whole: "République populaire démocratique de Corée"."""
    return language != "en" and text[0].isupper() and text.lower() in paper_words(language).places


def _hangs_together(words: list[re.Match[str]], flat: str) -> bool:
    if words[-1][0].lower() in _CONNECTED:
        return False
    for left, right in itertools.pairwise(words):
        gap = flat[left.end() : right.start()]
        if gap.strip() not in ("", ",") or (
            gap.strip() == "," and right[0].lower() not in ("people's", "republic", "islamic")
        ):
            return False
    return all(word[0][0].isupper() or word[0].lower() in _CONNECTED for word in words)

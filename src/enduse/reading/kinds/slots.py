"""Names of no known make, known by where they stand: before a trade verb, after "from" or "through", beside a place."""

from __future__ import annotations

import re
from functools import cache

from enduse.names.folding import fold_name
from enduse.names.given_names import is_given_name
from enduse.reading.kinds.lexicon import PaperWords, alternation, kind_words, paper_words
from enduse.reading.kinds.places import find_places
from enduse.reading.lexicon import fact_words

_REACH = 160
_MOST = 6


def kind_by_place(flat: str, start: int, end: int, words: PaperWords) -> str:
    """Return "firm" or "person" for a run of capitals that stands where a party of trade does, "" elsewhere.

    A run of two to six words without digits qualifies where a trade verb follows it, where words such as "from" or
    "on behalf of" stand before it in a sentence of trade, or where a place of business does after it.
    """
    name = flat[start:end]
    parts = name.split()
    if any(char.isdigit() for char in name) or is_goods(name, words):
        return ""
    if words.language != "en" and _is_tied(flat, start, name, words):
        return "person" if 1 < len(parts) <= 4 and _is_person(parts) else "firm"
    if len(parts) == 1:
        return "firm" if len(name) > 4 and _post(words.language).search(flat, max(0, start - 60), start) else ""
    if len(parts) > _MOST:
        return ""
    before, after = flat[max(0, start - _REACH) : start], flat[end : end + _REACH]
    before = re.split(r"[.!?;] (?=[^a-z])", before)[-1]
    is_placed = _is_placed(flat, end, words)
    is_doer = _does(words.language).match(after) is not None
    is_traded_with = _leads(words.language).search(before) is not None and (
        is_placed or _verbs(words.language).search(before) is not None
    )
    if not (is_doer or is_traded_with or (is_placed and _verbs(words.language).search(before + after))):
        return ""
    return "person" if len(parts) <= 4 and is_given_name(fold_name(parts[0])) else "firm"


def _is_tied(flat: str, start: int, name: str, words: PaperWords) -> bool:
    """Tell a name right behind words that tie a party to the one named there or tell who is listed: "filial de X".

    German writes every noun with a capital: there one word alone counts only as an acronym or with a hyphen.
    """
    if name in kind_words().towns or (" " not in name and len(name) < _LEAST_TIED):
        return False
    place = next(find_places(flat, start, min(len(flat), start + _REACH // 2), words.language), None)
    if place is not None and place[1] == start:
        return False
    if words.language == "de" and not re.search(r"[A-Z]{2}|[a-z]-[a-zA-Z]| [A-Z]", name):
        return False
    return _ties(words.language).search(flat, max(0, start - _REACH // 2), start) is not None


_LEAST_TIED = 3


def _is_person(parts: list[str]) -> bool:
    return is_given_name(fold_name(parts[0])) or (parts[0] in kind_words().family_first and len(parts) <= 3)


@cache
def _ties(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    found = {word for tie in words.between if tie.link in _TIES for word in tie.words}
    # One word alone, and "para el", stand before too much else.
    found = {word for word in found if "*" not in word and " " in word and not word.startswith("para ")}
    found |= {word for word in words.listed_are if "*" not in word}
    articles = alternation(words.articles)
    return re.compile(
        rf"(?<![\w])(?:{alternation(found)})(?: (?:{articles}))?,? ?[\"“«„]?[ ]?$", re.IGNORECASE
    )


_TIES = ("subsidiary_of", "part_of", "acts_for", "owned_by", "employed_by")

_PLURALS = ("", "e", "en", "n", "er", "s")


def is_goods(name: str, words: PaperWords) -> bool:
    """Tell a name of goods in capitals: "Maraging Steel"."""
    last = name.split()[-1].lower()
    if words.language == "de":
        return any(last.endswith(f"{head.lower()}{ending}") for head in words.goods for ending in _PLURALS)
    heads = _heads(words.language)
    return last in heads or last.removesuffix("s") in heads or last.removesuffix("es") in heads


@cache
def _heads(language: str) -> frozenset[str]:
    heads = fact_words().heads if language == "en" else ()
    return frozenset((*(word.lower() for word in paper_words(language).goods), *heads))


def _is_placed(flat: str, end: int, words: PaperWords) -> bool:
    at = _placing(words.language).match(flat, end, end + 90)
    if at is None:
        return False
    found = next(find_places(flat, at.end(), min(len(flat), at.end() + 40), words.language), None)
    return found is not None and found[1] == at.end()


@cache
def _placing(language: str) -> re.Pattern[str]:
    placed = alternation(paper_words(language).place_words)
    return re.compile(rf"(?: \([^()]{{1,50}}\))?(?:,? (?:{placed}) (?:the |der |la |el )?|, | \()", re.IGNORECASE)


@cache
def _post(language: str) -> re.Pattern[str]:
    found = {word for noun in paper_words(language).nouns if noun.link == "employed_by" for word in noun.words}
    return re.compile(rf"(?<![\w])(?:{alternation(found)}) (?:at|of|with|for|bei|von|chez|de|en) $", re.IGNORECASE)


@cache
def _verbs(language: str) -> re.Pattern[str]:
    found = {word for verb in paper_words(language).verbs for word in (*verb.words, *verb.by)}
    return re.compile(rf"(?<![\w])(?:{alternation(found)})(?![\w])", re.IGNORECASE)


@cache
def _does(language: str) -> re.Pattern[str]:
    found = {word for verb in paper_words(language).verbs for word in verb.words}
    return re.compile(
        rf"(?: \([^()]{{1,50}}\))?,? (?:(?:which|who|qui|que|die|der|das) )?"
        rf"(?:(?:has|had|have|also|then|later|allegedly|a|ont|avait|hat|hatte|ha|había|auch) ){{0,3}}"
        rf"(?:{alternation(found)})(?![\w])",
        re.IGNORECASE,
    )


@cache
def _leads(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    found = {word for group in words.args for word in group.words}
    found |= {word for verb in words.verbs for word in verb.by}
    found |= {word for verb in words.verbs if verb.kind == "asks" for word in verb.words}
    return re.compile(
        rf"(?<![\w])(?:{alternation(found)})(?: (?:{alternation(words.articles)}))?,? ?[\"“«„]?$", re.IGNORECASE
    )

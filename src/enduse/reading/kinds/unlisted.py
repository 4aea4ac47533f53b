"""Goods that no list of goods knows: what a model stands beside, and what is bought or sold in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.kinds.designations import CODE, is_model
from enduse.reading.kinds.lexicon import PaperWords, alternation, paper_words
from enduse.reading.lexicon import fact_words

_TRADES = ("seeks", "supplies")


def find_unlisted(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[int, int]]:
    """Yield the places of phrases for goods in a sentence: "two shake tables, model X-900", "sold flow cells to"."""
    for at in _NAMED_MODEL[words.language].finditer(flat, start, end):
        if is_model(at["model"]):
            yield from _cut(at, words)
    if words.language != "en":
        return
    for pattern in (_counted_model(), _MODEL_FIRST):
        for at in pattern.finditer(flat, start, end):
            if is_model(at["model"]):
                yield from _cut(at, words)
    for at in _traded(words.language).finditer(flat, start, end):
        said = at["phrase"].lower().split()
        barred = _no_goods(words.language)
        is_kind = len(said) > 1 and said[-1] in _KINDS and said[-2] not in _VAGUE
        judged = said[:-1] if is_kind else said
        if not any(word in barred or word.removesuffix("s") in barred for word in judged) and (
            at["count"] or is_kind or (said[-1].endswith("s") and not said[-1].endswith(("ss", "us", "is", "ings")))
        ):
            yield at.start("phrase"), at.end("phrase")


def find_listed_beside(
    flat: str, start: int, end: int, known: Sequence[tuple[int, int]], words: PaperWords
) -> Iterator[tuple[int, int]]:
    """Yield the places of plurals that commas and "and" join to goods at `known` places: "valves, dampers and drums".

    A list that tells goods in one of its parts tells them in all; a word that no list of goods can hold ends it.
    """
    if words.language != "en":
        return
    barred = _no_goods(words.language)
    for first, last in known:
        at = _JOINED_AFTER.match(flat, last, end)
        while at and _is_plural(at["phrase"], barred):
            yield at.start("phrase"), at.end("phrase")
            at = _JOINED_AFTER.match(flat, at.end("phrase"), end)
        left = first
        before = _JOINED_BEFORE.search(flat, max(start, left - _LONGEST), left)
        while before and _is_plural(before["phrase"], barred):
            yield before.start("phrase"), before.end("phrase")
            left = before.start("phrase")
            before = _JOINED_BEFORE.search(flat, max(start, left - _LONGEST), left)


def find_shared_heads(
    flat: str, start: int, known: Sequence[tuple[int, int]], words: PaperWords
) -> Iterator[tuple[int, int, str]]:
    """Yield places and names of goods that share the noun of others behind "and": "butterfly and check valves"."""
    if words.language != "en":
        return
    barred = _no_goods(words.language)
    for first, last in known:
        said = flat[first:last].split()
        at = _SHARES.search(flat, max(start, first - _LONGEST), first)
        if at is None or len(said) < 2 or not said[-1].endswith("s") or at["word"] in barred:
            continue
        if not at["word"].endswith(("s", "ed", "ing")):
            noun = said[-1].removesuffix("ies") + "y" if said[-1].endswith("ies") else said[-1].removesuffix("s")
            yield at.start("word"), at.end("word"), f"{at['word']} {noun}"


_SHARES = re.compile(
    r"\b(?:of|for|the|their|its|certain|several|including|exported|shipped|sold|bought|purchased|ordered|\d{1,4}"
    r"|two|three|four|five|six|eight|ten|twelve|controlled|unlicensed) (?P<word>[a-z][a-z-]{2,}) (?:and|or) $"
)
_LONGEST = 60  # characters of a phrase for goods with what joins it
_PHRASE = r"(?P<phrase>[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){0,2})"
_JOINED_AFTER = re.compile(
    rf"(?:,(?: and| or)?| and| or) (?:for )?{_PHRASE}"
    r"(?=[,.;:)]|$| (?:and|or|to|from|for|which|that|with|in|at|by|via|through|used|needed|without)\b)"
)
_JOINED_BEFORE = re.compile(
    rf"(?:^|(?<=[,:] )|(?<= for )|(?<= of )|(?<=including )|(?<=and )){_PHRASE}(?:,(?: and| or)?| and| or) $"
)


def _is_plural(phrase: str, barred: frozenset[str]) -> bool:
    said = phrase.split()
    return (
        said[-1].endswith("s")
        and not said[-1].endswith(("ss", "us", "is", "ings"))
        and not any(
            word in barred or word.removesuffix("s") in barred
            for word in (said[:-1] if len(said) > 1 and said[-1] in _KINDS else said)
        )
        and not (len(said) > 1 and said[-1] in _KINDS and said[-2] in _VAGUE)
    )


def _cut(at: re.Match[str], words: PaperWords) -> Iterator[tuple[int, int]]:
    """Yield the place of a phrase behind the last small word in it."""
    stops = fact_words().stop_words if words.language == "en" else {*words.articles, *words.little}
    found = list(re.finditer(r"\S+", at["phrase"]))
    last = max((number for number, word in enumerate(found) if word[0].lower() in stops), default=-1)
    if last + 1 < len(found):
        yield at.start("phrase") + found[last + 1].start(), at.end("phrase")


# "filament winding equipment" tells what it is, "certain equipment" does not.
_KINDS = frozenset(
    ("units", "devices", "systems", "modules", "equipment", "machinery", "machines", "software", "components", "parts",
     "instruments", "materials")
)
_VAGUE = frozenset(
    ("controlled", "sensitive", "military", "industrial", "related", "additional", "new", "used", "foreign", "western",
     "american", "dual-use", "advanced", "commercial", "electronic", "technical", "critical", "important", "relevant",
     "key", "necessary", "required", "high-tech")
)


@cache
def _no_goods(language: str) -> frozenset[str]:
    words = paper_words(language)
    nouns = (word for noun in words.nouns for word in noun.words)
    return frozenset(
        {
            *words.no_goods, *words.messages, *words.generic_goods, *words.kind_nouns, *words.person_nouns, *nouns,
            *fact_words().stop_words, *words.numbers, *words.units,
        }
    )


@cache
def _traded(language: str) -> re.Pattern[str]:
    """Find a few plain words right behind a verb of trade or joined to such, and before what cannot go on with them."""
    words = paper_words(language)
    verbs = alternation(word for verb in words.verbs if verb.kind in _TRADES for word in verb.words if "*" not in word)
    deals = alternation(f"{word}" for group in words.dealings for word in group.words if "*" not in word)
    numbers = alternation(words.numbers)
    return re.compile(
        rf"(?<![\w-])(?:(?:{verbs})|(?:{deals}))(?: of| for)? (?:the |its |their |of |our )?"
        rf"(?:(?P<count>\d{{1,3}}(?:,\d{{3}})?|an?|{numbers}) )?(?:(?:U\.S\.|[A-Z][a-z]+)(?:-origin|-made)? )?"
        r"(?:so-called )?(?:[A-Z]{2,5} (?=[a-z-]{4,}s\b))?"
        r"(?P<phrase>[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){0,3}?)"
        r"(?=[,.;:)]|$| \(| (?:to|from|for|and|or|by|via|through|in|at|on|with|which|that|without|between|worth|valued"
        r"|of|using|manufactured|made|produced|classified|controlled|intended|destined)\b)",
    )


@cache
def _counted_model() -> re.Pattern[str]:
    numbers = alternation(paper_words("en").numbers)
    return re.compile(
        rf"(?<![\w.,$€-])(?:\d{{1,4}}|{numbers})(?: x)? (?P<phrase>[a-z][a-z-]{{2,}}(?: [a-z][a-z-]{{2,}}){{0,3}})"
        rf",? \(?(?P<model>{CODE})(?![\w.]\w)"
    )


_MODEL_FIRST = re.compile(
    rf"\b(?:[Oo]ur|of|[Tt]he|[Aa]n?|[Tt]wo|[Tt]hree|[Ff]our|\d{{1,3}}) (?P<model>{CODE}) "
    r"(?P<phrase>[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){0,2}s)"
    r"(?=[,.;:)]| (?:to|from|for|and|were|was|are|in|at|by|which)\b)"
)

_NAMED_MODEL = {
    "en": re.compile(
        rf"(?P<phrase>(?:[a-z][a-z-]{{2,}}[ ]){{0,3}}[a-z][a-z-]{{3,}}),?[ ](?:of[ ](?:the[ ])?)?"
        rf"(?:model|type)(?: number| no\.?)?[ ](?P<model>{CODE})"
    ),
    "fr": re.compile(
        rf"(?P<phrase>[a-zà-ÿ]{{4,}}(?:[ ](?:de[ ]|d'|à[ ])?[a-zà-ÿ]{{4,}}){{0,2}}),?[ ](?:de[ ]|du[ ])?"
        rf"(?:modèle|type)[ ](?P<model>{CODE})"
    ),
    "de": re.compile(
        rf"(?P<phrase>[A-ZÄÖÜ][a-zäöüß-]{{4,}})(?:,)?[ ](?:vom[ ]|des[ ])?(?:Typs?|Modells?)[ ](?P<model>{CODE})"
    ),
    "es": re.compile(
        rf"(?P<phrase>[a-zà-ÿ]{{4,}}(?:[ ](?:de[ ])?[a-zà-ÿ]{{4,}}){{0,2}}),?[ ](?:de[ ]|del[ ])?"
        rf"(?:modelo|tipo)[ ](?P<model>{CODE})"
    ),
}

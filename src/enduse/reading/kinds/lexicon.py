"""The word lists of published papers, one file a language, read when a paper of that language is met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.phrases import any_of

LANGUAGES = ("en", "fr", "de", "es")
_FOLDER = "lexicons/papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words that speak for a kind of paper, with their weight; `top` ones count near its beginning only."""

    kind: str
    weight: int
    top: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """What does not depend on the language: marks of kinds, publishers, legal forms, states and towns."""

    marks: tuple[Mark, ...]
    publishers: tuple[tuple[str, tuple[str, ...]], ...]
    legal_forms: frozenset[str]
    weak_forms: frozenset[str]
    front_forms: frozenset[str]
    connectors: frozenset[str]
    business: frozenset[str]
    family_first: frozenset[str]
    particles: frozenset[str]
    states_us: frozenset[str]
    towns: Mapping[str, str]
    state_codes: Mapping[str, str]


@cache
def kind_words() -> KindWords:
    """Return the words that all languages share."""
    node = open_knowledge(f"{_FOLDER}/kinds.yaml")
    marks = tuple(
        Mark(
            kind=each.get("kind").text(),
            weight=each.get("weight").integer() or 0,
            top=bool(each.get("top").boolean()),
            words=each.get("words").required().texts(),
        )
        for each in node.get("kinds").required().items()
    )
    publishers = tuple(
        (each.get("actor").text(), each.get("words").required().texts())
        for each in node.get("publishers").required().items()
    )
    words = KindWords(
        marks=marks,
        publishers=publishers,
        legal_forms=frozenset(_texts(node, "legal_forms")),
        weak_forms=frozenset(_texts(node, "weak_forms")),
        front_forms=frozenset(_texts(node, "front_forms")),
        connectors=frozenset(_texts(node, "connectors")),
        business=frozenset(_texts(node, "business")),
        family_first=frozenset(_texts(node, "family_first")),
        particles=frozenset(_texts(node, "particles")),
        states_us=frozenset(_texts(node, "states_us")),
        towns=_table(node, "towns"),
        state_codes=_table(node, "state_codes"),
    )
    node.faults.check(KnowledgeError)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What somebody is called: the part it means, the tie to the party named after it, and which way that runs."""

    role: str
    link: str
    is_reverse: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Words between two names: the tie, the part of the second and of the first, and which way it runs."""

    link: str
    role: str
    own: str
    is_reverse: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """What is done with goods: words after the one who does it, and words before; sure ones speak of nothing else."""

    kind: str
    is_sure: bool
    words: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Words of one meaning."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """The vocabulary of papers in one language."""

    language: str
    little: frozenset[str]
    months: Mapping[str, int]
    titles: frozenset[str]
    officials: tuple[str, ...]
    kind_nouns: tuple[str, ...]
    owned_nouns: tuple[str, ...]
    person_nouns: tuple[str, ...]
    body_last: frozenset[str]
    body_first: tuple[str, ...]
    long_names: tuple[str, ...]
    not_parties: tuple[str, ...]
    allowed_bodies: tuple[str, ...]
    person_verbs: tuple[str, ...]
    person_deeds: tuple[str, ...]
    openers: frozenset[str]
    alias_words: tuple[str, ...]
    be: tuple[str, ...]
    articles: tuple[str, ...]
    possessives: tuple[str, ...]
    place_words: tuple[str, ...]
    nouns: tuple[Noun, ...]
    between: tuple[Tie, ...]
    verbs: tuple[Verb, ...]
    dealings: tuple[Group, ...]
    args: tuple[Group, ...]
    pronouns: tuple[Group, ...]
    declared: tuple[str, ...]
    denied: tuple[str, ...]
    designated: tuple[str, ...]
    designated_not: tuple[str, ...]
    listed_are: tuple[str, ...]
    controlled: tuple[str, ...]
    not_controlled: tuple[str, ...]
    events: tuple[Group, ...]
    skip_sentences: tuple[str, ...]
    skip_headings: frozenset[str]
    skip_leads: tuple[str, ...]
    skip_after: tuple[str, ...]
    greetings: tuple[str, ...]
    labels: Mapping[str, str]
    entry_cues: tuple[str, ...]
    goods: tuple[str, ...]
    negations: tuple[str, ...]
    seized: tuple[str, ...]
    messages: tuple[str, ...]
    generic_goods: tuple[str, ...]
    no_goods: tuple[str, ...]
    purposes: tuple[str, ...]
    places: Mapping[str, str]
    units: Mapping[str, str]
    numbers: Mapping[str, str]


@cache
def paper_words(language: str) -> PaperWords:
    """Return the words of a language; those of English for one that has no file."""
    node = open_knowledge(f"{_FOLDER}/{language if language in LANGUAGES else 'en'}.yaml")
    months = [*enumerate(_texts(node, "months"), 1), *enumerate(_texts(node, "months_short"), 1)]
    labels = {word: entry.kind for entry in _groups(node, "labels", "field") for word in entry.words}
    words = PaperWords(
        language=language,
        little=frozenset(_texts(node, "little")),
        months={name: number for number, name in months},
        titles=frozenset(_texts(node, "titles")),
        officials=_texts(node, "officials"),
        kind_nouns=_texts(node, "kind_nouns"),
        owned_nouns=_texts(node, "owned_nouns"),
        person_nouns=_texts(node, "person_nouns"),
        body_last=frozenset(_texts(node, "body_last")),
        body_first=_texts(node, "body_first"),
        long_names=_texts(node, "long_names"),
        not_parties=_texts(node, "not_parties"),
        allowed_bodies=_texts(node, "allowed_bodies"),
        person_verbs=_texts(node, "person_verbs"),
        person_deeds=_texts(node, "person_deeds"),
        openers=frozenset(_texts(node, "openers")),
        alias_words=_texts(node, "alias_words"),
        be=_texts(node, "be"),
        articles=_texts(node, "articles"),
        possessives=_texts(node, "possessives"),
        place_words=_texts(node, "place_words"),
        nouns=tuple(
            Noun(
                role=each.get("role").text(),
                link=each.get("link").text(),
                is_reverse=each.get("side").text() == "reverse",
                words=_texts(each, "words"),
            )
            for each in node.get("nouns").required().items()
        ),
        between=tuple(
            Tie(
                link=each.get("link").text(),
                role=each.get("role").text(),
                own=each.get("own").text(),
                is_reverse=each.get("side").text() == "reverse",
                words=_texts(each, "words"),
            )
            for each in node.get("between").required().items()
        ),
        verbs=tuple(
            Verb(
                kind=each.get("kind").text(), is_sure=bool(each.get("sure").boolean()), words=_texts(each, "words"),
                by=_texts(each, "by"),
            )
            for each in node.get("verbs").required().items()
        ),
        dealings=_groups(node, "dealings", "deal"),
        args=_groups(node, "args", "arg"),
        pronouns=_groups(node, "pronouns", "who"),
        declared=_texts(node, "declared"),
        denied=_texts(node, "denied"),
        designated=_texts(node, "designated"),
        designated_not=_texts(node, "designated_not"),
        listed_are=_texts(node, "listed_are"),
        controlled=_texts(node, "controlled"),
        not_controlled=_texts(node, "not_controlled"),
        events=_groups(node, "events", "kind"),
        skip_sentences=_texts(node, "skip_sentences"),
        skip_headings=frozenset(_texts(node, "skip_headings")),
        skip_leads=_texts(node, "skip_leads"),
        skip_after=_texts(node, "skip_after"),
        greetings=_texts(node, "greetings"),
        labels=labels,
        entry_cues=_texts(node, "entry_cues"),
        goods=_texts(node, "goods"),
        negations=_texts(node, "negations"),
        seized=_texts(node, "seized"),
        messages=_texts(node, "messages"),
        generic_goods=_texts(node, "generic_goods"),
        no_goods=_texts(node, "no_goods"),
        purposes=_texts(node, "purposes"),
        places={key: value.text() for key, value in node.get("places").mapping().items()},
        units=_table(node, "units"),
        numbers=_table(node, "numbers"),
    )
    node.faults.check(KnowledgeError)
    return words


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return node.get(key).required().texts()


def _table(node: Node, key: str) -> dict[str, str]:
    return {name: value.text() for name, value in node.get(key).required().mapping().items()}


def _groups(node: Node, key: str, kind: str) -> tuple[Group, ...]:
    return tuple(
        Group(kind=each.get(kind).text(), words=_texts(each, "words")) for each in node.get(key).required().items()
    )


@cache
def one_of(words: tuple[str, ...], *, exact: bool = False) -> re.Pattern[str]:
    """Make one pattern that finds any of the words, longest first, not inside longer words, any white space between.

    `reading.phrases` tells the notation ("*" for several words of a clause); with `exact` capitals must agree too.
    """
    if not exact:
        return any_of(words) if words else _NOTHING
    parts = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    body = "|".join(r"[ ]{1,3}".join(re.escape(part) for part in word.split()) for word in parts)
    return re.compile(rf"(?<![\w])(?:{body or '(?!)'})(?![\w])")


_NOTHING = re.compile(r"(?!)")


def alternation(words: Iterable[str]) -> str:
    """Return the words as alternatives of a pattern, longest first."""
    return "|".join(sorted({re.escape(word) for word in words}, key=lambda part: (-len(part), part)))

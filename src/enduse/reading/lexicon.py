"""The word lists that reading works with, taken once from the knowledge files.

Nothing here is a rule: each list is a file of `knowledge/lexicons/` or
`knowledge/codes/`, read strictly and kept for the life of the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge


def _words(node: Node, key: str) -> tuple[str, ...]:
    return node.get(key).required().texts()


def _table(node: Node, key: str) -> dict[str, str]:
    return {name: value.text() for name, value in node.get(key).required().mapping().items()}


def _open(path: str) -> Node:
    return open_knowledge(path)


def _close(node: Node) -> None:
    node.faults.check(KnowledgeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWord:
    """A classification word: how the machine output prints it, its rung, its scheme."""

    says: str
    level: str
    scheme: str
    owner_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A dissemination control: the caveat we keep and what it does."""

    caveat: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWords:
    """The vocabulary of handling marks; `unranked` are level words whose rung is not loaded."""

    levels: Mapping[str, LevelWord]
    unranked: tuple[str, ...]
    tlp: Mapping[str, str]
    controls: Mapping[str, Control]
    release_words: tuple[str, ...]
    countries: Mapping[str, str]
    owners: Mapping[str, str]


@cache
def mark_words() -> MarkWords:
    """Return the words of markings, keys in upper case."""
    node = _open("codes/markings.yaml")
    levels: dict[str, LevelWord] = {}
    for entry in node.get("levels").items():
        made = LevelWord(
            says=entry.get("says").text(),
            level=entry.get("level").text(),
            scheme=entry.get("scheme").text(),
            owner_only=bool(entry.get("owner_only").boolean()),
        )
        levels.update(dict.fromkeys(_words(entry, "words"), made))
    controls: dict[str, Control] = {}
    for entry in node.get("controls").items():
        effect = entry.get("effect").choice(("noforn", "orcon", "owner_only", "none"), "owner_only")
        controls.update(
            dict.fromkeys(_words(entry, "words"), Control(caveat=entry.get("caveat").text(), effect=effect))
        )
    tlp = {entry.get("word").text(): entry.get("colour").text() for entry in node.get("tlp").items()}
    countries = _table(node, "trigraphs") | _table(node, "country_words")
    words = MarkWords(
        levels=levels,
        unranked=_words(node, "unranked_levels"),
        tlp=tlp,
        controls=controls,
        release_words=_words(node, "release_words"),
        countries=countries,
        owners=_table(node, "owners"),
    )
    _close(node)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWords:
    """The vocabulary of cable-style messages."""

    precedence: Mapping[str, str]
    precedence_words: tuple[str, ...]
    captions: tuple[str, ...]
    corrected: tuple[str, ...]
    passage_begins: tuple[str, ...]
    passage_ends: tuple[str, ...]
    owner_prefixes: Mapping[str, str]
    number_follows: frozenset[str]
    months: Mapping[str, str]
    posts: Mapping[str, str]
    own_government: Mapping[str, str]
    tags: Mapping[str, str]


@cache
def message_words() -> MessageWords:
    """Return the words of messages, posts and TAGS countries."""
    node, posts, tags = (
        _open("lexicons/messages.yaml"),
        _open("lexicons/posts.yaml"),
        _open("lexicons/tags_countries.yaml"),
    )
    words = MessageWords(
        precedence=_table(node, "precedence"),
        precedence_words=_words(node, "precedence_words"),
        captions=_words(node, "captions"),
        corrected=_words(node, "corrected"),
        passage_begins=_words(node, "passage_begins"),
        passage_ends=_words(node, "passage_ends"),
        owner_prefixes=_table(node, "owner_prefixes"),
        number_follows=frozenset(_words(node, "number_follows")),
        months=_table(node, "months"),
        posts=_table(posts, "posts"),
        own_government=_table(posts, "posts_in"),
        tags=_table(tags, "codes"),
    )
    for each in (node, posts, tags):
        _close(each)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that tell a role, relation, status, verb or request, and on which side they stand."""

    kind: str
    words: tuple[str, ...]
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactWords:
    """The vocabulary by which parties, goods, links and requests are known."""

    kind_nouns: tuple[str, ...]
    person_nouns: tuple[str, ...]
    unnamed_nouns: tuple[str, ...]
    legal_forms: frozenset[str]
    body_nouns: frozenset[str]
    not_parties: tuple[str, ...]
    not_alone: frozenset[str]
    authorities: tuple[str, ...]
    alias_words: tuple[str, ...]
    openers: frozenset[str]
    roles: tuple[Cue, ...]
    overseer_nouns: tuple[str, ...]
    overseer_fields: tuple[str, ...]
    relations: tuple[Cue, ...]
    kin_nouns: Mapping[str, str]
    facts_links: Mapping[str, str]
    instruments: tuple[str, ...]
    heads: tuple[str, ...]
    stop_words: frozenset[str]
    units: Mapping[str, str]
    numbers: Mapping[str, str]
    control: tuple[Cue, ...]
    regimes: tuple[Cue, ...]
    pointers: tuple[str, ...]
    verbs: tuple[Cue, ...]
    inquiring: tuple[str, ...]
    asked_for: tuple[str, ...]
    makers: tuple[str, ...]
    moved: tuple[str, ...]
    consigned: tuple[str, ...]
    went: tuple[str, ...]
    case_words: tuple[str, ...]
    follow_words: frozenset[str]
    control_hedges: tuple[str, ...]
    not_models: frozenset[str]
    purpose_words: tuple[str, ...]
    generic: tuple[str, ...]


@cache
def fact_words() -> FactWords:
    """Return the words of parties, roles and goods."""
    party, role, item = (_open(f"lexicons/{name}.yaml") for name in ("party_words", "roles", "machine_words"))
    cues = [
        Cue(kind=entry.get("role").text(), words=entry.get(side).texts(), side=side)
        for entry in role.get("roles").required().items()
        for side in ("before", "after")
    ]
    words = FactWords(
        kind_nouns=_words(party, "kind_nouns"),
        person_nouns=_words(party, "person_nouns"),
        unnamed_nouns=_words(party, "unnamed_nouns"),
        legal_forms=frozenset(_words(party, "legal_forms")),
        body_nouns=frozenset(_words(party, "body_nouns")),
        not_parties=_words(party, "not_parties"),
        not_alone=frozenset(_words(party, "stand_alone_not_parties")),
        authorities=_words(party, "authorities"),
        alias_words=_words(party, "alias_words"),
        openers=frozenset(_words(party, "sentence_openers")),
        roles=tuple(cues),
        overseer_nouns=_words(role, "overseer_nouns"),
        overseer_fields=_words(role, "overseer_fields"),
        relations=_cues(role, "relations", "link", "between"),
        kin_nouns=_table(role, "kin_nouns"),
        facts_links=_table(role, "facts_links"),
        instruments=_words(role, "instruments"),
        heads=_words(item, "heads"),
        stop_words=frozenset(_words(item, "stop_words")),
        units=_table(item, "units"),
        numbers=_table(item, "numbers"),
        control=_cues(item, "control", "status", "words"),
        regimes=_cues(item, "regimes", "code", "words"),
        pointers=_words(item, "pointers"),
        verbs=_cues(item, "verbs", "kind", "words"),
        inquiring=_words(item, "inquiring"),
        asked_for=_words(item, "asked_for"),
        makers=_words(item, "makers"),
        moved=_words(item, "moved"),
        consigned=_words(item, "consigned"),
        went=_words(item, "went"),
        case_words=_words(item, "case_words"),
        follow_words=frozenset(_words(item, "follow_words")),
        control_hedges=_words(item, "control_hedges"),
        not_models=frozenset(_words(item, "not_models")),
        purpose_words=_words(item, "purpose_words"),
        generic=_words(item, "generic"),
    )
    for each in (party, role, item):
        _close(each)
    return words


def _cues(node: Node, key: str, kind: str, words: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(kind=entry.get(kind).text(), words=_words(entry, words)) for entry in node.get(key).required().items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWords:
    """The vocabulary of asking."""

    asking: tuple[str, ...]
    imperatives: tuple[str, ...]
    to_post: tuple[str, ...]
    to_own_government: tuple[str, ...]
    actions: tuple[Cue, ...]
    mission_words: tuple[str, ...]


@cache
def request_words() -> RequestWords:
    """Return the words of requests; a cue's side says who is asked: host, post or own government."""
    node = _open("lexicons/requests.yaml")
    actions = tuple(
        Cue(kind=entry.get("action").text(), words=_words(entry, "words"), side=entry.get("to").text())
        for entry in node.get("actions").required().items()
    )
    words = RequestWords(
        asking=_words(node, "asking"),
        imperatives=_words(node, "imperatives"),
        to_post=_words(node, "to_post"),
        to_own_government=_words(node, "to_own_government"),
        actions=actions,
        mission_words=_words(node, "mission_words"),
    )
    _close(node)
    return words


@cache
def event_cues() -> tuple[Cue, ...]:
    """Return the words of events, by kind."""
    node = _open("lexicons/events.yaml")
    cues = _cues(node, "events", "kind", "words")
    _close(node)
    return cues


@cache
def doubt_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of doubt and the words of denial."""
    node = _open("lexicons/hedges.yaml")
    found = (_words(node, "hedges"), _words(node, "denials"))
    _close(node)
    return found


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Make one pattern that finds any of the words, longest first, whole words only, any white space between.

    It has no nested repetition, so it runs in time linear in the text.
    """
    parts = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
    body = "|".join(" {1,3}".join(re.escape(part) for part in word.split()) for word in parts)
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.IGNORECASE)


def joined(groups_of_words: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return all words of several lists, sorted and once each."""
    return tuple(sorted({word for words in groups_of_words for word in words}))

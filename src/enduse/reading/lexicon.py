"""The word lists that reading works with, taken once from the knowledge files.

Nothing here is a rule: each list is a file of `knowledge/lexicons/` or
`knowledge/codes/`, read strictly and kept for the life of the process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.grammar import grammar
from enduse.reading.phrases import forms_of, joined


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
    numberless: Mapping[str, str]
    never_posts: tuple[str, ...]
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
        numberless=_table(node, "numberless"),
        never_posts=_words(node, "never_posts"),
        posts=_table(posts, "posts"),
        own_government=_table(posts, "posts_in"),
        tags=_table(tags, "codes"),
    )
    for each in (node, posts, tags):
        _close(each)
    return words


@cache
def city_countries() -> Mapping[str, str]:
    """Return the country (ISO alpha-2) of cities that papers name in its place, keys in upper case."""
    node = _open("lexicons/cities.yaml")
    found = {
        city.upper(): code
        for code, cities in node.get("cities").required().mapping().items()
        for city in cities.texts()
    }
    _close(node)
    return found


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
    body_first: frozenset[str]
    connectors: frozenset[str]
    not_parties: tuple[str, ...]
    not_alone: frozenset[str]
    authorities: tuple[str, ...]
    alias_words: tuple[str, ...]
    paired: frozenset[str]
    keeps_place: frozenset[str]
    for_after: frozenset[str]
    leads_to_name: tuple[str, ...]
    offices: tuple[str, ...]
    not_names: tuple[str, ...]
    relatives: tuple[str, ...]
    numbered: frozenset[str]
    openers: frozenset[str]
    group_nouns: tuple[str, ...]
    armed_groups: frozenset[str]
    roles: tuple[Cue, ...]
    overseer_nouns: tuple[str, ...]
    overseer_fields: tuple[str, ...]
    relations: tuple[Cue, ...]
    kin_nouns: Mapping[str, str]
    kin_reversed: Mapping[str, str]
    facts_links: Mapping[str, str]
    instruments: tuple[str, ...]
    heads: tuple[str, ...]
    chemicals: tuple[str, ...]
    chemical_firsts: tuple[str, ...]
    chemical_endings: tuple[str, ...]
    weak_heads: frozenset[str]
    bare_heads: frozenset[str]
    bare_not_after: frozenset[str]
    not_counted: frozenset[str]
    named_heads: frozenset[str]
    months_before: frozenset[str]
    moving: tuple[str, ...]
    listing: tuple[str, ...]
    stop_words: frozenset[str]
    units: Mapping[str, str]
    numbers: Mapping[str, str]
    control: tuple[Cue, ...]
    regimes: tuple[Cue, ...]
    pointers: tuple[str, ...]
    verbs: tuple[Cue, ...]
    passives: tuple[Cue, ...]
    through: tuple[str, ...]
    inquiring: tuple[str, ...]
    contracting: tuple[str, ...]
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
        legal_forms=_spelled(_words(party, "legal_forms")),
        body_nouns=frozenset(_words(party, "body_nouns")),
        body_first=frozenset(_words(party, "body_first")),
        connectors=frozenset(_words(party, "connectors")),
        not_parties=_words(party, "not_parties"),
        not_alone=frozenset(_words(party, "stand_alone_not_parties")),
        authorities=_words(party, "authorities"),
        alias_words=_words(party, "alias_words"),
        offices=_words(party, "offices"),
        keeps_place=frozenset(_words(party, "keeps_place")),
        paired=frozenset(_words(party, "paired")),
        for_after=frozenset(_words(party, "for_after")),
        leads_to_name=_words(party, "leads_to_name"),
        not_names=_words(party, "not_names"),
        relatives=_words(party, "relatives"),
        numbered=frozenset(_words(party, "numbered")),
        openers=frozenset(_words(party, "sentence_openers")),
        group_nouns=_words(party, "group_nouns"),
        armed_groups=frozenset(_words(party, "armed_groups")),
        roles=tuple(cues),
        overseer_nouns=_words(role, "overseer_nouns"),
        overseer_fields=_words(role, "overseer_fields"),
        relations=_relations(role),
        kin_nouns=_table(role, "kin_nouns"),
        kin_reversed=_table(role, "kin_reversed"),
        facts_links=_table(role, "facts_links"),
        instruments=_words(role, "instruments"),
        heads=(*_words(item, "heads"), *_words(item, "bare_heads")),
        chemicals=_words(item, "chemicals"),
        chemical_firsts=_words(item, "chemical_firsts"),
        chemical_endings=_words(item, "chemical_endings"),
        weak_heads=frozenset(_words(item, "weak_heads")),
        bare_heads=frozenset(_words(item, "bare_heads")),
        bare_not_after=frozenset(_words(item, "bare_not_after")),
        not_counted=frozenset(_words(item, "not_counted")),
        named_heads=frozenset(_words(item, "named_heads")),
        moving=_words(item, "moving"),
        listing=_words(item, "listing"),
        months_before=frozenset(_words(item, "number_of_something_else")),
        stop_words=frozenset(_words(item, "stop_words")),
        units=_table(item, "units"),
        numbers=_table(item, "numbers"),
        control=_cues(item, "control", "status", "words"),
        regimes=_cues(item, "regimes", "code", "words"),
        pointers=_words(item, "pointers"),
        verbs=_cues(item, "verbs", "kind", "words"),
        passives=_cues(item, "passives", "kind", "words"),
        through=_words(item, "through"),
        inquiring=_words(item, "inquiring"),
        contracting=_words(item, "contracting"),
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


def _spelled(forms: tuple[str, ...]) -> frozenset[str]:
    """Return legal forms also with and without points: "SRL", "S.R.L."."""
    short = [form for form in forms if 2 <= len(form) <= 4 and form.isalpha() and (form.isupper() or form == "SpA")]
    dotted = {"".join(f"{sign}." for sign in form) for form in short}
    bare = {form.replace(".", "") for form in forms if re.fullmatch(r"(?:[A-Z]\.){3,4}", form)}
    return frozenset((*forms, *dotted, *(form.upper() for form in dotted), *bare))


def _cues(node: Node, key: str, kind: str, words: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(kind=entry.get(kind).text(), words=_words(entry, words)) for entry in node.get(key).required().items()
    )


@cache
def case_words() -> tuple[str, ...]:
    """Return the words that make the goods of a sentence part of a story of trade: verbs of trade, and those listed."""
    words = fact_words()
    verbs = (forms_of(verb) for frame in grammar().deals if frame.kind == "supplies" for verb in frame.verbs)
    return joined((words.case_words, *(cue.words for cue in words.verbs), *verbs))


def _relations(node: Node) -> tuple[Cue, ...]:
    """Return the words between two names that tie them; where the second is said to act, the side is "reverse"."""
    return tuple(
        Cue(
            kind=entry.get("link").text(),
            words=_words(entry, "between"),
            side="reverse" if entry.get("reverse").choice(("yes", "no"), "no") == "yes" else "",
        )
        for entry in node.get("relations").required().items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWords:
    """The vocabulary of asking."""

    asking: tuple[str, ...]
    imperatives: tuple[str, ...]
    to_post: tuple[str, ...]
    to_own_government: tuple[str, ...]
    actions: tuple[Cue, ...]
    others: tuple[str, ...]
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
        others=_words(node, "others"),
        mission_words=_words(node, "mission_words"),
    )
    _close(node)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCue:
    """Words of an event: who acts (see `by` in the lexicon), and if it counts only with a date or paper, or a paper."""

    kind: str
    words: tuple[str, ...]
    by: str
    is_dated: bool
    is_cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """The vocabulary of what governments and firms did."""

    cues: tuple[EventCue, ...]
    own: tuple[str, ...]
    public: frozenset[str]
    government: frozenset[str]
    not_yet: tuple[str, ...]
    of_firms: frozenset[str]
    bodies: Mapping[str, tuple[str, ...]]
    told: tuple[str, ...]


@cache
def event_words() -> EventWords:
    """Return the words of events, by kind."""
    node = _open("lexicons/events.yaml")
    cues = tuple(
        EventCue(
            kind=entry.get("kind").text(),
            words=_words(entry, "words"),
            by=entry.get("by").choice(("own", "ours", "named", "state"), "named"),
            is_dated=entry.get("dated").choice(("yes", "no", "cited"), "no") != "no",
            is_cited=entry.get("dated").choice(("yes", "no", "cited"), "no") == "cited",
        )
        for entry in node.get("events").required().items()
    )
    words = EventWords(
        cues=cues,
        own=_words(node, "own_words"),
        public=frozenset(_words(node, "public_kinds")),
        government=frozenset(_words(node, "government_nouns")),
        not_yet=_words(node, "not_yet"),
        of_firms=frozenset(_words(node, "of_firms")),
        bodies={code: each.texts() for code, each in node.get("own_bodies").required().mapping().items()},
        told=_words(node, "told_words"),
    )
    _close(node)
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalWords:
    """What tells names from plain words in a text in capitals: plain words in small letters, all others in capitals."""

    plain: frozenset[str]
    openers: frozenset[str]
    before_us: frozenset[str]
    never_in_names: frozenset[str]
    forces: tuple[tuple[str, ...], ...]
    bodies_of: frozenset[str]
    state_bodies: frozenset[str]
    firm_forms: frozenset[str]


@cache
def capital_words() -> CapitalWords:
    """Return the words that give a text in capitals its small letters back; read only for such a text."""
    node = _open("lexicons/plain_words.yaml")
    sets = {
        key: frozenset(word.upper() for word in _words(node, key))
        for key in ("openers", "before_us", "never_in_names", "bodies_of", "state_bodies", "firm_forms")
    }
    found = CapitalWords(
        plain=frozenset(node.get("words").required().text().split()),
        forces=tuple(tuple(phrase.upper().split()) for phrase in _words(node, "forces")),
        **sets,
    )
    _close(node)
    return found


@cache
def doubt_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of doubt and the words of denial."""
    node = _open("lexicons/hedges.yaml")
    found = (_words(node, "hedges"), _words(node, "denials"))
    _close(node)
    return found

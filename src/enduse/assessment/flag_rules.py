"""The red flags as data: read strictly from `knowledge/flags/`, with their sources and what is not computed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.assessment.noted_conditions import NotedCondition, read_condition
from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge
from enduse.model.assessment import FlagStrength
from enduse.model.party import PartyRole

FLAGS = "flags"
SOURCES = "flags/sources.yaml"
NOT_ENCODED = "flags/not_encoded.yaml"
PATTERNS = "flags/patterns.yaml"
_KEYS = ("flag", "name", "group", "strength", "says", "needs", "ask", "rests_on_silence", "test", "sources",
         "honest_reasons", "not_encoded", "cases")
_TEST_KEYS = ("kind", "numbers", "words", "roles", "relations", "list", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRule:
    """One flag: what it says, what it asks, and the test with its numbers, words, roles and relation kinds.

    `rests_on_silence` marks flags that are met because a paper is silent; an
    answer turns them, unlike every other flag. `when` is the condition of a test over noted facts. `place` is the file.
    """

    flag: str
    name: str
    group: str
    strength: FlagStrength
    says: str
    needs: tuple[str, ...]
    ask: str
    rests_on_silence: bool
    kind: str
    numbers: Mapping[str, float]
    words: tuple[str, ...]
    roles: tuple[PartyRole, ...]
    relations: tuple[str, ...]
    code_list: str
    sources: tuple[str, ...]
    place: str
    cases: tuple[Node, ...]
    when: NotedCondition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSource:
    """Guidance that says the like of a flag."""

    title: str
    publisher: str
    date: str
    basis: str


@functools.cache
def flag_sources() -> Mapping[str, FlagSource]:
    """Return the guidance that flags cite, by id. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(SOURCES)
    sources = {
        node.get("id").required().text(): FlagSource(
            title=node.get("title").required().text(), publisher=node.get("publisher").required().text(),
            date=node.get("date").required().text(), basis=node.get("basis").choice(("full", "part", "known"), "known"),
        )
        for node in root.get("sources").required().items()
    }
    root.faults.check(KnowledgeError)
    return sources


@functools.cache
def flag_rules() -> tuple[FlagRule, ...]:
    """Return every flag that is computed, by id. Raises KnowledgeError with all faults of a file."""
    rules: list[FlagRule] = []
    for path in list_knowledge(FLAGS):
        if path in (SOURCES, NOT_ENCODED, PATTERNS) or path.count("/") != 1:
            continue
        root = open_knowledge(path)
        for node in root.get("flags").required().items():
            rule = _read(node, path)
            if any(rule.flag == other.flag for other in rules):
                node.fail(f"the flag {rule.flag} stands twice", "Keep one.")
            rules.append(rule)
        root.faults.check(KnowledgeError)
    return tuple(sorted(rules, key=lambda rule: rule.flag))


@functools.cache
def flags_not_encoded() -> tuple[str, ...]:
    """Return the ids of known flags that this version does not compute, sorted."""
    root = open_knowledge(NOT_ENCODED)
    ids = tuple(flag for node in root.get("groups").required().items() for flag in node.get("flags").texts())
    root.faults.check(KnowledgeError)
    return tuple(sorted(ids))


def _read(node: Node, path: str) -> FlagRule:
    node.mapping(_KEYS)
    test = node.get("test").required()
    test.mapping(_TEST_KEYS)
    for source in node.get("sources").items():
        source.choice(tuple(flag_sources()))
    names = tuple(role.value for role in PartyRole)
    roles = (role.choice(names) for role in test.get("roles").items())
    strengths = tuple(strength.value for strength in FlagStrength)
    return FlagRule(
        flag=node.get("flag").required().text(), name=node.get("name").required().text(),
        group=node.get("group").required().text(), says=node.get("says").required().text(),
        strength=FlagStrength(node.get("strength").required().choice(strengths, "context")),
        needs=node.get("needs").required().texts(), ask=node.get("ask").required().text(),
        rests_on_silence=bool(node.get("rests_on_silence").boolean()), kind=test.get("kind").required().text(),
        numbers={key: float(value.decimal() or 0) for key, value in test.get("numbers").mapping().items()},
        words=test.get("words").texts(), roles=tuple(PartyRole(role) for role in roles if role),
        relations=test.get("relations").texts(), code_list=test.get("list").text(),
        sources=node.get("sources").required().texts(), place=path, cases=node.get("cases").required().items(),
        when=None if test.get("when").is_absent else read_condition(test.get("when")),
    )

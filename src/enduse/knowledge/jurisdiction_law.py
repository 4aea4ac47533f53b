"""Whose law reaches an item: `knowledge/jurisdiction`, one file a law, with its worked cases beside it.

A law has grounds on which it applies and grounds that lift it, each a condition in the language of control lists about
where an item was made, from where and to where it goes, and who sends it. Groups of countries are those of the day.
Loading costs some 15 ms a day asked for, kept for the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.condition_nodes import ConditionReader
from enduse.knowledge.control_law import Condition
from enduse.knowledge.country_groups import groups, members_on
from enduse.knowledge.licensing_tables import load_licensing
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge

FOLDER = "jurisdiction"
VERIFIED = ("text", "known")
_ASSUMED = "assumed.yaml"
_CASES = ".cases.yaml"
_KEYS = ("regime", "law", "encoded_on", "from", "until", "seen_until", "definitions", "grounds", "not_decided", "notes")
_GROUND_KEYS = ("id", "says", "cites", "verified", "from", "until", "lifts", "entries", "asks", "when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of a law, with the condition that decides it; see `model.jurisdiction.LawGround`."""

    id: str
    says: str
    cites: str
    verified: str
    when: Condition
    lifts: bool = False
    entries: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachLaw:
    """A law as of a day: its grounds, none where the day lies before what is encoded."""

    regime: str
    law: str
    since: date
    seen_until: date
    grounds: tuple[Ground, ...]
    notes: tuple[str, ...]
    not_decided: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is taken for a fact that nobody stated: the value, or what another property says, and why."""

    property: str
    says: str
    value: str = ""
    as_property: str = ""
    kinds: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachCase:
    """A worked case of a law: what an item must answer on a day."""

    path: str
    line: int
    regime: str
    item: Node
    as_of: date
    expect: str


@lru_cache(maxsize=8)
def load_reach(as_of: date) -> tuple[ReachLaw, ...]:
    """Return every law as of a day, by its file. Raises KnowledgeError where a file breaks its form."""
    countries = {name: frozenset(code.lower() for code in members_on(name, as_of)) for name in groups()}
    countries |= load_licensing().groups
    return tuple(
        _read_law(open_knowledge(path), as_of, countries)
        for path in list_knowledge(FOLDER) if not path.endswith((_CASES, f"/{_ASSUMED}"))
    )


@lru_cache(maxsize=1)
def load_assumed() -> tuple[Assumed, ...]:
    """Return what is taken for facts that nobody stated. Raises KnowledgeError where the file breaks its form."""
    top = open_knowledge(f"{FOLDER}/{_ASSUMED}")
    top.mapping(("encoded_on", "assumed"))
    found = []
    for node in top.get("assumed").required().items():
        node.mapping(("property", "value", "as_property", "kinds", "says"))
        kinds = {kind: part.text() for kind, part in node.get("kinds").mapping().items()}
        found.append(Assumed(
            property=node.get("property").required().text(), says=node.get("says").required().text(),
            value=node.get("value").text(), as_property=node.get("as_property").text(), kinds=kinds or None,
        ))
    top.faults.check(KnowledgeError)
    return tuple(found)


def list_reach_cases() -> Iterator[ReachCase]:
    """Yield the worked cases of every law."""
    for path in list_knowledge(FOLDER):
        if not path.endswith(_CASES):
            continue
        top = open_knowledge(path)
        top.mapping(("regime", "cases"))
        for node in top.get("cases").required().items():
            node.mapping(("as_of", "expect", "item"))
            day, expect = node.get("as_of").required().date(), node.get("expect")
            verdict = expect.choice(("met", "not met", "unknown"))
            top.faults.check(KnowledgeError)
            yield ReachCase(
                path=path, line=node.line, regime=top.get("regime").required().text(), item=node.get("item"),
                as_of=day or date.min, expect=verdict,
            )


def _read_law(top: Node, as_of: date, countries: Mapping[str, frozenset[str]]) -> ReachLaw:
    top.mapping(_KEYS)
    since, seen = top.get("from").required().date(), top.get("seen_until").required().date()
    conditions = ConditionReader(top.get("definitions").mapping(), load_vocabulary(), groups=countries)
    grounds = [_read_ground(node, conditions) for node in top.get("grounds").required().items()]
    law = ReachLaw(
        regime=top.get("regime").required().text(), law=top.get("law").required().text(), since=since or date.max,
        seen_until=seen or date.min,
        grounds=tuple(ground for ground, start, end in grounds if start <= as_of < end),
        notes=top.get("notes").texts(), not_decided=top.get("not_decided").texts(),
    )
    top.faults.check(KnowledgeError)
    return law


def _read_ground(node: Node, conditions: ConditionReader) -> tuple[Ground, date, date]:
    """Return a ground with the days between which it holds."""
    node.mapping(_GROUND_KEYS)
    ground = Ground(
        id=node.get("id").required().text(), says=node.get("says").required().text(),
        cites=node.get("cites").required().text(), verified=node.get("verified").required().choice(VERIFIED),
        when=conditions.read(node.get("when")), lifts=bool(node.get("lifts").boolean()),
        entries=node.get("entries").texts(), asks=node.get("asks").text(),
    )
    return ground, node.get("from").date() or date.min, node.get("until").date() or date.max

"""What a listing says of weapons: from the words on lists to end-use classes, by `codes/programmes.yaml`.

The targets of a path search are made here, from visible statements alone.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.model.screening import Entity
from enduse.model.statement import Sighting

PROGRAMMES = "codes/programmes.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Why an entity is of concern: the end-use classes its listings speak of, and a sentence part saying so."""

    text: str
    classes: tuple[str, ...]
    is_weapons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """One row of the table: which words in which properties speak of which class."""

    end_use_class: str
    props: frozenset[str]
    words: frozenset[str]
    source_prefixes: tuple[str, ...]
    says: str

    def fits(self, prop: str, value: str, sources: Iterable[str]) -> bool:
        """Tell whether the row speaks of a value said by these sources."""
        if prop not in self.props or not self.words & _words(value):
            return False
        return not self.source_prefixes or any(source.startswith(self.source_prefixes) for source in sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmes:
    """The table of programme words."""

    rows: tuple[ProgrammeRow, ...]
    weapons: frozenset[str]
    military: frozenset[str]
    target_topics: frozenset[str]
    props: frozenset[str]


@functools.cache
def programme_table() -> Programmes:
    """Return the table of programme words. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(PROGRAMMES)
    classes = {n.get("class").required().text(): n.get("is_weapons").boolean() for n in root.get("classes").items()}
    rows = tuple(_read_row(node, tuple(classes)) for node in root.get("rows").required().items())
    root.faults.check(KnowledgeError)
    return Programmes(
        rows=rows, weapons=frozenset(name for name, is_weapons in classes.items() if is_weapons),
        military=frozenset(("military", "conventional")) & frozenset(classes),
        target_topics=frozenset(root.get("target_topics").texts()),
        props=frozenset(prop for row in rows for prop in row.props) | {"topics"},
    )


def _read_row(node: Node, classes: tuple[str, ...]) -> ProgrammeRow:
    node.mapping(("class", "props", "words", "source_prefixes", "says", "cites"))
    return ProgrammeRow(
        end_use_class=node.get("class").required().choice(classes), props=frozenset(node.get("props").texts()),
        words=frozenset(word.lower() for word in node.get("words").required().texts()),
        source_prefixes=node.get("source_prefixes").texts(), says=node.get("says").required().text(),
    )


def concern_of(entity: Entity) -> Concern | None:
    """Return why a listed entity is of concern; None when no listing of it is visible."""
    facts = [(prop, value) for prop, values in entity.properties for value in values]
    return _judge([(prop, value, entity.sources) for prop, value in facts], is_listed=entity.is_listed)


def find_concerns(sightings: Iterable[Sighting]) -> Mapping[str, Concern]:
    """Return every entity that the visible statements list, with its concern, by id in order.

    Cost: linear in the statements; memory in those that speak of listings.
    """
    table = programme_table()
    facts: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for sighting in sightings:
        said = sighting.statement
        if said.prop in table.props and not said.denied:
            facts.setdefault(said.subject, []).append((said.prop, said.value, (said.source,)))
    concerns = {subject: _judge(facts[subject], is_listed=False) for subject in sorted(facts)}
    return {subject: concern for subject, concern in concerns.items() if concern is not None}


def _judge(facts: list[tuple[str, str, tuple[str, ...]]], *, is_listed: bool) -> Concern | None:
    table = programme_table()
    if not is_listed and not any(prop == "topics" and value in table.target_topics for prop, value, _ in facts):
        return None
    rows = [row for row in table.rows if any(row.fits(prop, value, sources) for prop, value, sources in facts)]
    classes = tuple(sorted({row.end_use_class for row in rows})) or ("other",)
    said = sorted({row.says for row in rows}) or ["listed; the list's words name no weapons programme known here"]
    return Concern(text="; ".join(said), classes=classes, is_weapons=bool(table.weapons & set(classes)))


def _words(value: str) -> frozenset[str]:
    """Split a list's own words, keeping "744.3" and "IRAN-CON-ARMS-EO" whole; a paragraph mark ends a word."""
    spaced = "".join(c if c.isalnum() or c in ".-" else " " for c in value.lower())
    return frozenset(word.strip(".-") for word in spaced.split())

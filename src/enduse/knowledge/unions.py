"""How pieces make a whole, as data: `codes/unions.yaml` read strictly."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.errors import KnowledgeError
from enduse.knowledge.measures import OWNERS, Vocabulary, load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

UNIONS = "codes/unions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRule:
    """A count of axes: whose new axes may raise it, and which other counts carry it along when they grow."""

    name: str
    axes: tuple[str, ...]
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A piece of another kind that changes a whole: what it raises, lets grow, makes a yes, or makes doubtful.

    `raises` and `reaches` lead from a count of the whole to the properties of the
    piece that tell by how much, or how far; the first that is stated counts.
    """

    id: str
    says: str
    whole: tuple[str, ...]
    part: tuple[str, ...]
    raises: Mapping[str, tuple[str, ...]]
    reaches: Mapping[str, tuple[str, ...]]
    sets: tuple[str, ...]
    opens: tuple[str, ...]
    is_declared_only: bool
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionRules:
    """All counts and joins, and what law stands behind each sort of union, by sort."""

    counts: Mapping[str, CountRule]
    joins: tuple[Join, ...]
    sources: Mapping[str, tuple[str, str]]
    not_encoded: tuple[str, ...]

    def find_join(self, whole: tuple[str, ...], part: tuple[str, ...], vocabulary: Vocabulary) -> Join | None:
        """Return the rule by which a piece of some kinds changes a whole of others, None where none does."""
        fitting = (
            join for join in self.joins
            if _is_of(whole, join.whole, vocabulary) and part and _is_of(part, join.part, vocabulary)
        )
        return next(fitting, None)


def _is_of(own: tuple[str, ...], kinds: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    known = vocabulary.kinds
    return any(kind in kinds or (kind in known and set(known[kind].within) & set(kinds)) for kind in own)


@functools.cache
def load_unions() -> UnionRules:
    """Return the rules. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(UNIONS)
    root.mapping(("encoded_on", "about", "counts", "joins", "sources", "not_encoded", "cases"))
    vocabulary = load_vocabulary()
    counted = root.get("counts").required().mapping()
    counts = {name: _read_count(name, node, vocabulary) for name, node in counted.items()}
    joins = tuple(_read_join(node, vocabulary) for node in root.get("joins").required().items())
    sources: dict[str, tuple[str, str]] = {}
    for node in root.get("sources").required().items():
        node.mapping(("about", "cites", "says"))
        sources[node.get("about").required().text()] = (
            node.get("says").required().text(), node.get("cites").required().text(),
        )
    left_out = tuple(
        f"{node.get('text').required().text()} ({node.get('reason').required().text()})"
        for node in root.get("not_encoded").items()
    )
    root.faults.check(KnowledgeError)
    return UnionRules(counts=counts, joins=joins, sources=sources, not_encoded=left_out)


def _read_count(name: str, node: Node, vocabulary: Vocabulary) -> CountRule:
    node.mapping(("axes", "follows"))
    _require_properties(node, (name, *node.get("follows").texts()), vocabulary)
    for part in node.get("axes").required().items():
        part.choice(OWNERS)
    return CountRule(name=name, axes=node.get("axes").texts(), follows=node.get("follows").texts())


def _read_join(node: Node, vocabulary: Vocabulary) -> Join:
    node.mapping(("id", "says", "whole", "part", "raises", "reaches", "sets", "opens", "declared", "cites"))
    for key in ("whole", "part"):
        for part in node.get(key).required().items():
            if part.text() not in vocabulary.kinds:
                part.fail(f"the kind {part.text()!r} is not known", "See codes/item_kinds.")
    told = {
        key: {name: part.texts() for name, part in node.get(key).mapping().items()} for key in ("raises", "reaches")
    }
    sets, opens = node.get("sets").texts(), node.get("opens").texts()
    names = [name for some in told.values() for count, parts in some.items() for name in (count, *parts)]
    _require_properties(node, (*names, *sets, *opens), vocabulary)
    return Join(
        id=node.get("id").required().text(), says=node.get("says").required().text(),
        whole=node.get("whole").texts(), part=node.get("part").texts(), raises=told["raises"],
        reaches=told["reaches"], sets=sets, opens=opens, is_declared_only=node.get("declared").boolean() or False,
        cites=node.get("cites").required().text(),
    )


def _require_properties(node: Node, names: tuple[str, ...], vocabulary: Vocabulary) -> None:
    for name in names:
        if name not in vocabulary.properties:
            node.fail(f"the property {name!r} is not known", "See codes/parameters.")

"""What counts how much when an order is held against earlier cases: `knowledge/assessment/repeats.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FILE = "assessment/repeats.yaml"
_TABLES = ("marks", "common", "links", "weaker", "items", "parameter_alike", "places", "identical", "reborn", "rows")
_NUMBERS = ("compared", "band", "items_enough", "same_party", "told_from")
_WORDS = ("left_out", "free_mail", "dull_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRules:
    """The figures and words of the file; a table holds figures by name."""

    marks: Mapping[str, float]
    common: Mapping[str, float]
    links: Mapping[str, float]
    weaker: Mapping[str, float]
    items: Mapping[str, float]
    parameter_alike: Mapping[str, float]
    places: Mapping[str, float]
    identical: Mapping[str, float]
    reborn: Mapping[str, float]
    rows: Mapping[str, float]
    compared: float
    band: float
    items_enough: float
    same_party: float
    told_from: float
    left_out: frozenset[str]
    free_mail: frozenset[str]
    dull_words: frozenset[str]


@functools.cache
def repeat_rules() -> RepeatRules:
    """Return the rules. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FILE)
    root.mapping(("title", "encoded_on", "about", "sources", *_TABLES, *_NUMBERS, *_WORDS))
    tables = {name: _table(root.get(name).required()) for name in _TABLES}
    numbers = {name: float(root.get(name).required().decimal() or 0) for name in _NUMBERS}
    words = {name: frozenset(root.get(name).required().texts()) for name in _WORDS}
    root.faults.check(KnowledgeError)
    return RepeatRules(**tables, **numbers, **words)  # type: ignore[arg-type]


def _table(node: Node) -> dict[str, float]:
    return {name: float(part.decimal() or 0) for name, part in node.mapping().items()}

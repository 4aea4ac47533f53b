"""Which flags and stop gates the columns of a file can answer, and which column would answer another."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from enduse.assessment.flag_rules import FlagRule, flag_rules
from enduse.assessment.gates import gate_rules
from enduse.assessment.noted_conditions import list_facts
from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FILE = "assessment/columns.yaml"
_Needs = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRules:
    """What each test, gate, and fact that is made from columns, needs: the columns of one set of several."""

    tests: Mapping[str, _Needs]
    gates: Mapping[str, _Needs]
    facts: Mapping[str, _Needs]


@functools.cache
def column_rules() -> ColumnRules:
    """Return which columns each test needs. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(FILE)
    rules = ColumnRules(tests=_read(root, "tests", "test"), gates=_read(root, "gates", "gate"),
                        facts=_read(root, "facts", "fact"))
    root.faults.check(KnowledgeError)
    return rules


def _read(root: Node, key: str, name: str) -> Mapping[str, _Needs]:
    found = {}
    for node in root.get(key).required().items():
        node.mapping((name, "needs"))
        needs = tuple(frozenset(part.texts()) for part in node.get("needs").required().items())
        found[node.get(name).required().text()] = needs
    return found


def list_gates(columns: Collection[str]) -> tuple[str, ...]:
    """Return the stop gates that some columns can answer, in the order of the procedure."""
    held, needs = set(columns), column_rules().gates
    return tuple(rule.gate for rule in gate_rules().gates
                 if rule.is_computed and any(one <= held for one in needs.get(rule.gate, ())))


def split_flags(columns: Collection[str], *, has_licenses: bool) -> tuple[tuple[FlagRule, ...], tuple[FlagRule, ...]]:
    """Return the flags that some columns can answer, and those that they cannot, by id."""
    held = set(columns)
    facts = {fact for fact, needs in column_rules().facts.items() if any(one <= held for one in needs)}
    if not has_licenses:
        facts -= {fact for fact in facts if fact.startswith("license_")}
    facts |= held
    asked = tuple(rule for rule in flag_rules() if _is_asked(rule, held, facts))
    return asked, tuple(rule for rule in flag_rules() if rule not in asked)


def _is_asked(rule: FlagRule, columns: set[str], facts: set[str]) -> bool:
    if rule.when is not None:
        return any(fact in facts for fact in list_facts(rule.when))
    return any(needs <= columns for needs in column_rules().tests.get(rule.kind, ()))

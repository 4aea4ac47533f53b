"""How questions about an item are ranked, and how far they are tried: `codes/asking.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

_COSTS = ("kind", "plain", "measure", "by_standard")
_TRIES = ("facts", "paired", "values")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingCosts:
    """What each sort of answer costs, as a rank, and how many facts, paired facts and values of them are tried."""

    kind: int
    plain: int
    measure: int
    by_standard: int
    facts: int
    paired: int
    values: int


@lru_cache(maxsize=1)
def load_asking_costs() -> AskingCosts:
    """Read the ranks and bounds. Raises KnowledgeError when the file breaks its form."""
    top = open_knowledge("codes/asking.yaml")
    top.mapping(("encoded_on", "costs", "tries"))
    costs, tries = top.get("costs"), top.get("tries")
    costs.mapping(_COSTS)
    tries.mapping(_TRIES)
    found = {name: _number(costs.get(name), "cost") for name in _COSTS}
    found |= {name: _number(tries.get(name), "most") for name in _TRIES}
    top.faults.check(KnowledgeError)
    return AskingCosts(**found)


def _number(node: Node, key: str) -> int:
    node.mapping((key, "says"))
    node.get("says").required()
    return node.get(key).required().integer() or 0

"""Conditions over noted facts, in the test of a flag: read strictly into frozen types, all faults told.

A condition is `all`, `any` or `not` of others, or asks one fact: `is` a word, `among` words, `over`, `at_least`,
`below` or `at_most` a number (of the fact, or of its ratio to another fact with `per`), `differs_from` another fact,
`older_than_days`, `speaks_of` phrases, more than `spellings_over` spellings, or `no_two_agree`. `count` asks how many
of several yes-or-no facts have an answer. Facts named "order.x" come from the order itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from enduse.knowledge.nodes import Node
from enduse.knowledge.order_facts import known_facts

NUMBERS = ("over", "at_least", "below", "at_most")
DERIVED = ("order.destination", "order.transit", "order.end_user_country", "order.customer_country",
           "order.destination_languages", "order.destination_frequency")
_KEYS = ("all", "any", "not", "fact", "is", "among", *NUMBERS, "per", "differs_from", "outside", "older_than_days",
         "speaks_of", "spellings_over", "no_two_agree", "count", "being")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedCondition:
    """One condition; `kind` is "all", "any", "not", "count" or the name of the question put to `fact`."""

    kind: str
    parts: tuple[NotedCondition, ...] = ()
    fact: str = ""
    other: str = ""
    words: tuple[str, ...] = ()
    limit: Decimal = Decimal(0)


def read_condition(node: Node) -> NotedCondition:
    """Read a condition; what it does not know is a fault of the file."""
    keys = node.mapping(_KEYS)
    for kind in ("all", "any", "not"):
        if kind in keys:
            below = node.get(kind)
            parts = below.items() if below.is_list else (below,)
            return NotedCondition(kind=kind, parts=tuple(read_condition(part) for part in parts))
    if "count" in keys:
        facts = tuple(_fact(part) for part in node.get("count").items())
        return NotedCondition(kind="count", words=facts, other=node.get("being").required().choice(("yes", "no")),
                              limit=node.get("at_least").required().decimal() or Decimal(0))
    fact = _fact(node.get("fact").required())
    for kind in NUMBERS:
        if kind in keys:
            per = node.get("per")
            return NotedCondition(kind=kind, fact=fact, other="" if per.is_absent else _fact(per),
                                  limit=node.get(kind).decimal() or Decimal(0))
    for kind in ("older_than_days", "spellings_over"):
        if kind in keys:
            return NotedCondition(kind=kind, fact=fact, limit=node.get(kind).decimal() or Decimal(0))
    for kind in ("differs_from", "outside"):
        if kind in keys:
            return NotedCondition(kind=kind, fact=fact, other=_fact(node.get(kind)))
    for kind in ("is", "among", "speaks_of"):
        if kind in keys:
            return NotedCondition(kind="among" if kind == "is" else kind, fact=fact, words=_words(fact, node.get(kind)))
    if "no_two_agree" in keys:
        return NotedCondition(kind="no_two_agree", fact=fact)
    node.fail("asks nothing of the fact", "Use one of: " + ", ".join(_KEYS) + ".")
    return NotedCondition(kind="all")


def list_facts(condition: NotedCondition) -> Iterator[str]:
    """Yield the facts that a condition reads, those of its parts too."""
    if condition.kind == "count":
        yield from condition.words
    else:
        yield from (fact for fact in (condition.fact, condition.other) if fact)
    for part in condition.parts:
        yield from list_facts(part)


def _fact(node: Node) -> str:
    return node.choice((*known_facts(), *DERIVED))


def _words(fact: str, node: Node) -> tuple[str, ...]:
    """Return the words asked for; of a fact with choices each must be one of them."""
    kind = known_facts().get(fact)
    parts = node.items() if node.is_list else (node,)
    allowed = ("yes", "no") if kind and kind.kind == "yes_no" else kind.choices if kind else ()
    return tuple(part.choice(allowed) if allowed else part.text() for part in parts)

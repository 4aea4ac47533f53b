"""Quantities that follow from others, as data: `codes/derived.yaml` read into small expression trees.

A formula is written of property names, numbers, `+ - * /`, brackets, and of a list
of sizes `max(x)`, `min(x)`, `middle(x)` and `product(x)`; numbers are in the
reference units of `codes/units.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FUNCTIONS = ("max", "min", "middle", "product")
_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?|[-+*/()])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Two expressions joined by one of + - * /."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSizes:
    """A number made of a list of sizes: the largest, smallest or middle one, or the product of all."""

    function: str
    property: str


Expression: TypeAlias = Sum | OfSizes | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How one quantity follows from others: the expression, in words, and who says so."""

    property: str
    expression: Expression
    says: str
    source: str

    def inputs(self) -> tuple[str, ...]:
        """Return the properties that the formula is made of."""
        return tuple(dict.fromkeys(_names_in(self.expression)))


def load_derivations(known: Mapping[str, str]) -> dict[str, Derivation]:
    """Read the formulas of the shelf, by the property they yield; `known` are the types of properties by name.

    Raises:
        KnowledgeError: a formula cannot be read, names an unknown property, or follows from itself.
    """
    node = open_knowledge("codes/derived.yaml")
    node.mapping(("encoded_on", "derived"))
    found: dict[str, Derivation] = {}
    for part in node.get("derived").items():
        part.mapping(("property", "formula", "says", "source"))
        name = part.get("property").required().choice(tuple(known))
        expression = _parse(part.get("formula"))
        if expression is None or not name:
            continue
        if name in found:
            part.fail(f"{name} has two formulas", "Keep one.")
        found[name] = Derivation(
            property=name, expression=expression, says=part.get("says").required().text(),
            source=part.get("source").required().text(),
        )
        for used in found[name].inputs():
            if known.get(used) not in ("quantity", "sizes"):
                part.fail(f"{used!r} is no quantity of the vocabulary")
    for name in found:
        if name in _all_inputs(name, found):
            node.fail(f"{name} follows from itself")
    node.faults.check(KnowledgeError)
    return found


def _all_inputs(name: str, found: Mapping[str, Derivation]) -> set[str]:
    seen: set[str] = set()
    queue = list(found[name].inputs())
    while queue:
        used = queue.pop()
        if used not in seen:
            seen.add(used)
            queue += found[used].inputs() if used in found else ()
    return seen


def _names_in(expression: Expression) -> Iterator[str]:
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, OfSizes):
        yield expression.property
    elif isinstance(expression, Sum):
        yield from _names_in(expression.left)
        yield from _names_in(expression.right)


def _parse(node: Node) -> Expression | None:
    text = node.required().text().strip()
    tokens: list[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            break
        tokens.append(found[1])
        at = found.end()
    try:
        if at < len(text) or not tokens:
            raise ValueError(text)
        expression, rest = _read_sum(tokens)
        if rest:
            raise ValueError(rest[0])
    except (ValueError, IndexError):
        node.fail(f"{text!r} is not a formula", "Write it as a / (b * 9.80665).")
        return None
    return expression


def _read_sum(tokens: list[str]) -> tuple[Expression, list[str]]:
    left, rest = _read_product(tokens)
    while rest and rest[0] in "+-":
        right, after = _read_product(rest[1:])
        left, rest = Sum(sign=rest[0], left=left, right=right), after
    return left, rest


def _read_product(tokens: list[str]) -> tuple[Expression, list[str]]:
    left, rest = _read_single(tokens)
    while rest and rest[0] in "*/":
        right, after = _read_single(rest[1:])
        left, rest = Sum(sign=rest[0], left=left, right=right), after
    return left, rest


def _read_single(tokens: list[str]) -> tuple[Expression, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        inner, rest = _read_sum(rest)
        if rest[0] != ")":
            raise ValueError(first)
        return inner, rest[1:]
    if first[0].isdigit():
        return Decimal(first), rest
    if first in FUNCTIONS and rest[:1] == ["("]:
        if rest[2] != ")":
            raise ValueError(first)
        return OfSizes(function=first, property=rest[1]), rest[3:]
    if not first[0].isalpha():
        raise ValueError(first)
    return first, rest

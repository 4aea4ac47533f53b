"""Reading conditions: a node of a control file in, a `Condition` out.

A condition is one of `property` (with a comparison), `use` (a name under
`definitions`), `all`, `any`, `not`, `kind`, `has_axis`, `on_axis`,
`some_linear_axis`, `all_linear_axes`, `some_rotary_axis`, `two_rotary_axes`, `readings`. Names are
resolved here, each once, so a file says a shared condition only once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    HasAxis,
    IsKind,
    IsStated,
    IsWord,
    Limit,
    Near,
    NotSo,
    OnAxes,
    OnAxis,
    Readings,
)
from enduse.knowledge.measures import Property, Vocabulary
from enduse.knowledge.nodes import Node
from enduse.model.item import TestStandard

OPERATORS = ("at_least", "at_most", "above", "below")
_NOTHING = AllOf(parts=())
_STANDARD = re.compile(
    r"(ISO|VDI/VDE|JIS|ASME|DIN|ANSI) ?([A-Z]?[0-9.]{1,8})(?:[-/]([0-9]{1,4}))?"
    r"(?: ?: ?([0-9]{4})| ?\(([0-9]{4})\))?"
)


def parse_standard(text: str) -> TestStandard | None:
    """Read "ISO 230-2:2014" or "ISO 230/2 (1988)" as one name and its edition; None when it is neither."""
    found = _STANDARD.fullmatch(text.strip())
    if found is None:
        return None
    part = f"-{found[3]}" if found[3] else ""
    return TestStandard(name=f"{found[1]} {found[2]}{part}", edition=found[4] or found[5] or "")


@dataclass(slots=True)
class ConditionReader:
    """Reads the conditions of one file against its `definitions` and the vocabulary."""

    definitions: dict[str, Node]
    vocabulary: Vocabulary
    _done: dict[str, Condition] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def read(self, node: Node) -> Condition:
        """Return the condition at a node; a fault and an empty condition where it cannot be read."""
        keys = node.mapping()
        for key, reader in _READERS.items():
            if key in keys:
                return reader(self, node)
        node.fail("this is not a condition", "Use one of: " + ", ".join(_READERS) + ".")
        return _NOTHING

    def _use(self, node: Node) -> Condition:
        node.mapping(("use",))
        name = node.get("use").text()
        if name in self._done:
            return self._done[name]
        if name not in self.definitions or name in self._open:
            node.fail(f"{name!r} is not defined, or is defined by itself")
            return _NOTHING
        self._open.append(name)
        self._done[name] = self.read(self.definitions[name])
        self._open.pop()
        return self._done[name]

    def _parts(self, node: Node) -> tuple[Condition, ...]:
        parts = tuple(self.read(part) for part in node.items())
        if not parts:
            node.fail("has no parts")
        return parts

    def _all(self, node: Node) -> Condition:
        node.mapping(("all", "says"))
        return AllOf(parts=self._parts(node.get("all")), says=node.get("says").text())

    def _any(self, node: Node) -> Condition:
        node.mapping(("any", "says"))
        return AnyOf(parts=self._parts(node.get("any")), says=node.get("says").text())

    def _not(self, node: Node) -> Condition:
        node.mapping(("not",))
        return NotSo(part=self.read(node.get("not")))

    def _kind(self, node: Node) -> Condition:
        node.mapping(("kind",))
        return IsKind(kind=node.get("kind").choice(tuple(self.vocabulary.kinds)))

    def _has_axis(self, node: Node) -> Condition:
        node.mapping(("has_axis",))
        return HasAxis(axis=node.get("has_axis").text())

    def _on_axis(self, node: Node) -> Condition:
        node.mapping(("on_axis", "when"))
        return OnAxis(axis=node.get("on_axis").text(), part=self.read(node.get("when")))

    def _on_axes(self, node: Node) -> Condition:
        key = next(k for k in node.mapping() if k in _AXES)
        node.mapping((key,))
        return OnAxes(which=_AXES[key], part=self.read(node.get(key)))

    def _readings(self, node: Node) -> Condition:
        node.mapping(("readings", "question"))
        return Readings(parts=self._parts(node.get("readings")), question=node.get("question").required().text())

    def _property(self, node: Node) -> Condition:
        keys = node.mapping(("property", *OPERATORS, "unit", "standard", "near", "is", "in"))
        name = node.get("property").choice(tuple(self.vocabulary.properties))
        prop = self.vocabulary.properties.get(name)
        operators = [op for op in (*OPERATORS, "is", "in") if op in keys]
        if prop is None or len(operators) != 1:
            node.fail("needs one known property and one comparison")
            return _NOTHING
        if prop.type == "quantity":
            return self._limit(node, prop, operators[0])
        if prop.type == "yes_no":
            return IsStated(property=name, value=bool(node.get("is").required().boolean()))
        words = node.get(operators[0]).texts()
        if operators[0] not in ("is", "in") or not words or not set(words) <= set(prop.words):
            node.fail(f"{name} takes the words: " + ", ".join(prop.words))
        return IsWord(property=name, words=words)

    def _limit(self, node: Node, prop: Property, operator: str) -> Condition:
        number = node.get(operator).decimal()
        unit = self.vocabulary.find_unit(node.get("unit").text("1"), prop.dimension)
        if number is None or unit is None:
            node.fail(f"{prop.name} needs a number and a unit of {prop.dimension}")
            return _NOTHING
        standards = tuple(parse_standard(text) for text in node.get("standard").texts())
        if None in standards:
            node.get("standard").fail("is not a test standard such as ISO 230-2:2014")
        return Limit(
            property=prop.name, operator=operator, number=number, unit=unit.name,
            standards=tuple(s for s in standards if s is not None), near=self._near(node, prop, number),
        )

    def _near(self, node: Node, prop: Property, number: Decimal) -> Near | None:
        near = node.get("near")
        if not near.is_absent:
            near.mapping(("within", "says"))
            within = near.get("within").required().decimal() or Decimal(0)
            return Near(within=within, says=near.get("says").required().text())
        if not prop.is_performance:
            return None
        share = self.vocabulary.near_share
        return Near(within=abs(number) * share, says=f"within {share * 100:.0f} % of the limit, our convention")


_AXES = {
    "some_linear_axis": "some_linear",
    "all_linear_axes": "all_linear",
    "some_rotary_axis": "some_rotary",
    "two_rotary_axes": "two_rotary",
}
_READERS: dict[str, Callable[[ConditionReader, Node], Condition]] = {
    "property": ConditionReader._property,
    "use": ConditionReader._use,
    "all": ConditionReader._all,
    "any": ConditionReader._any,
    "not": ConditionReader._not,
    "kind": ConditionReader._kind,
    "has_axis": ConditionReader._has_axis,
    "on_axis": ConditionReader._on_axis,
    **dict.fromkeys(_AXES, ConditionReader._on_axes),
    "readings": ConditionReader._readings,
}

"""Reading conditions: a node of a control file in, a `Condition` out.

A condition is one of `property` (with a comparison, see `comparison_nodes`), `use`
(a name under `definitions`), `all`, `any`, `not`, `kind`, `has_axis`, `on_axis`,
`some_linear_axis`, `all_linear_axes`, `some_rotary_axis`, `all_rotary_axes`, `two_rotary_axes`,
`country`, `readings`, `unread`. Names are resolved here, each once, so a file says a shared condition only
once; and conditions that say the same are one object, in every file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from enduse.knowledge.comparison_nodes import COMPARISON_KEYS, read_comparison
from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    HasAxis,
    IsKind,
    IsWord,
    NotSo,
    OnAxes,
    OnAxis,
    Readings,
    Unread,
)
from enduse.knowledge.measures import Vocabulary
from enduse.knowledge.nodes import Node

_NOTHING = AllOf(parts=())

@dataclass(slots=True)
class ConditionReader:
    """Reads the conditions of one file against its `definitions` and the vocabulary.

    `known` holds one object for conditions that say the same; files that share it
    share them, so that what is decided of one is decided of all. `groups` are groups of countries by name.
    """

    definitions: dict[str, Node]
    vocabulary: Vocabulary
    known: dict[Condition, Condition] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _done: dict[str, Condition] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def read(self, node: Node) -> Condition:
        """Return the condition at a node; a fault and an empty condition where it cannot be read."""
        keys = node.mapping()
        for key, reader in _READERS.items():
            if key in keys:
                condition = reader(self, node)
                return self.known.setdefault(condition, condition)
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
        kinds = node.get("kind").required().texts()
        for kind in kinds:
            if kind not in self.vocabulary.kinds:
                node.fail(f"the kind {kind!r} is not in codes/item_kinds")
        return IsKind(kinds=kinds)

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
        node.mapping(COMPARISON_KEYS)
        return read_comparison(node, self.vocabulary)

    def _country(self, node: Node) -> Condition:
        node.mapping(("country", "of", "is"))
        prop = node.get("country").required().choice(
            tuple(prop.name for prop in self.vocabulary.properties.values() if prop.is_country)
        )
        names, codes = node.get("of").texts(), list(node.get("is").texts())
        for name in names:
            if name not in self.groups:
                node.fail(f"{name!r} is no group of countries", "Known: " + ", ".join(self.groups) + ".")
            codes += self.groups.get(name, ())
        if not codes and not names:
            node.fail("names no country", 'Write {country: "destination", of: ["EU"]} or is: ["ir"].')
        says = " or ".join((*names, *(code.upper() for code in node.get("is").texts())))
        return IsWord(property=prop, words=tuple(sorted(codes)), says=says)

    def _unread(self, node: Node) -> Condition:
        node.mapping(("unread",))
        return Unread(what=node.get("unread").required().text())


_AXES = {
    "some_linear_axis": "some_linear",
    "all_linear_axes": "all_linear",
    "some_rotary_axis": "some_rotary",
    "all_rotary_axes": "all_rotary",
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
    "country": ConditionReader._country,
    "readings": ConditionReader._readings,
    "unread": ConditionReader._unread,
}

"""The vocabulary of item descriptions: units as types, item kinds, and the properties entries ask about.

Read from `codes/units.yaml`, `codes/item_kinds.yaml` and `codes/parameters.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

EXACT = Context(prec=200)
OWNERS = ("item", "linear_axis", "rotary_axis")
TYPES = ("quantity", "yes_no", "word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its dimension, and how many reference units of that dimension it makes."""

    name: str
    dimension: str
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property that entries ask about: whose it is, its type, and the plain question for it.

    `no_more_than_sum` and `no_less_than_difference` name two other counts that
    bound this one ("contouring axes cannot exceed linear plus rotary ones").
    """

    name: str
    of: str
    type: str
    label: str
    question: str
    dimension: str = ""
    words: tuple[str, ...] = ()
    is_performance: bool = False
    is_silence_no_claim: bool = False
    is_standard_expected: bool = False
    no_more_than_sum: tuple[str, ...] = ()
    no_less_than_difference: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A capability class: all wider classes, and whether it leaves its finer classes open."""

    name: str
    label: str
    within: tuple[str, ...]
    leaves_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Units by every spelling, kinds and properties by name, and the house conventions."""

    units: Mapping[str, Unit]
    kinds: Mapping[str, Kind]
    properties: Mapping[str, Property]
    kind_question: str
    near_share: Decimal
    presumed_days: int

    def find_unit(self, text: str) -> Unit | None:
        """Return the unit by any of its spellings, None when it is not known."""
        return self.units.get(text)

    def compare_in_reference(self, number: Decimal, unit: Unit) -> Decimal:
        """Return the number in the reference unit of its dimension, exactly."""
        return EXACT.multiply(number, unit.factor)

    def from_reference(self, number: Decimal, unit: Unit) -> Decimal:
        """Return a number of reference units in `unit`, rounded to twelve digits after the point."""
        with localcontext(EXACT):
            value = round(number / unit.factor, 12).normalize()
            return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read units, kinds and properties from the shelf.

    Raises:
        KnowledgeError: a file breaks its schema; every fault of it is told.
    """
    parameters = open_knowledge("codes/parameters.yaml")
    kinds = open_knowledge("codes/item_kinds.yaml")
    units = _read_units(open_knowledge("codes/units.yaml"))
    top = parameters.mapping(("encoded_on", "near_share", "presumed_days", "parameters"))
    properties = {name: _read_property(name, node) for name, node in top["parameters"].mapping().items()}
    dimensions = {unit.dimension for unit in units.values()}
    for prop in properties.values():
        if prop.type == "quantity" and prop.dimension not in dimensions:
            top["parameters"].get(prop.name).fail(f"the dimension {prop.dimension!r} has no units")
    share = parameters.get("near_share").required().decimal()
    days = parameters.get("presumed_days").required().integer()
    parameters.faults.check(KnowledgeError)
    found_kinds = _read_kinds(kinds)
    return Vocabulary(
        units=units, kinds=found_kinds, properties=properties, kind_question=kinds.get("ask").text(),
        near_share=share or Decimal(0), presumed_days=days or 0,
    )


def _read_units(node: Node) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for dimension, part in node.get("dimensions").mapping().items():
        part.mapping(("reference", "units"))
        for name, entry in part.get("units").mapping().items():
            entry.mapping(("factor", "also"))
            factor = entry.get("factor").required().decimal() or Decimal(1)
            unit = Unit(name=name, dimension=dimension, factor=factor)
            for spelling in (name, *entry.get("also").texts()):
                if spelling in units:
                    entry.fail(f"the spelling {spelling!r} stands for two units")
                units[spelling] = unit
    node.faults.check(KnowledgeError)
    return units


def _read_kinds(node: Node) -> dict[str, Kind]:
    entries = node.get("kinds").mapping()
    wider = {name: entry.get("within").texts() for name, entry in entries.items()}
    kinds: dict[str, Kind] = {}
    for name, entry in entries.items():
        entry.mapping(("label", "within", "leaves_open"))
        above: list[str] = []
        queue = list(wider[name])
        while queue:
            kind = queue.pop(0)
            if kind not in wider:
                entry.fail(f"the wider kind {kind!r} is not defined")
            elif kind not in above:
                above.append(kind)
                queue += wider[kind]
        is_open = entry.get("leaves_open").boolean() or False
        kinds[name] = Kind(name=name, label=entry.get("label").text(), within=tuple(above), leaves_open=is_open)
    node.get("ask").required()
    node.faults.check(KnowledgeError)
    return kinds


def _read_property(name: str, node: Node) -> Property:
    node.mapping((
        "of", "type", "dimension", "words", "label", "question", "is_performance", "when_silent",
        "standard_expected", "no_more_than_sum", "no_less_than_difference",
    ))
    return Property(
        name=name,
        of=node.get("of").required().choice(OWNERS),
        type=node.get("type").required().choice(TYPES),
        label=node.get("label").required().text(),
        question=node.get("question").required().text(),
        dimension=node.get("dimension").text(),
        words=node.get("words").texts(),
        is_performance=node.get("is_performance").boolean() or False,
        is_silence_no_claim=node.get("when_silent").choice(("not_claimed", "unknown"), "unknown") == "not_claimed",
        is_standard_expected=node.get("standard_expected").boolean() or False,
        no_more_than_sum=node.get("no_more_than_sum").texts(),
        no_less_than_difference=node.get("no_less_than_difference").texts(),
    )

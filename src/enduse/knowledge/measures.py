"""The vocabulary of item descriptions: units as types, item kinds, and the properties entries ask about.

Read from `codes/units.yaml`, `codes/conventions.yaml` and the folders `codes/item_kinds` and `codes/parameters`,
of which every file is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any

from enduse.errors import KnowledgeError
from enduse.knowledge.compiled import recall
from enduse.knowledge.countries import find_country
from enduse.knowledge.derivations import Derivation, load_derivations
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge

VOCABULARY = "vocabulary"
FOLDERS = ("codes",)
EXACT = Context(prec=200)
OWNERS = ("item", "linear_axis", "rotary_axis")
TYPES = ("quantity", "range", "yes_no", "word", "words", "sizes")
MEASURED = ("quantity", "range", "sizes")
ANY_WORD = ("other", "none")
_SIGNS = re.compile(r"[^A-Za-z0-9\u00b0\u00b5\u03bc%\u2126\u03a9\u00c5]+")
_ONE, _ZERO = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its dimension; a number of it makes (number + offset) x factor / divisor reference units.

    `is_signed` tells whether a number below zero means anything.
    """

    name: str
    dimension: str
    factor: Decimal
    divisor: Decimal = _ONE
    offset: Decimal = _ZERO
    is_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """What makes a yes that nobody states: a count that reaches a number, or as many as another count says.

    Any of `properties` will do.
    """

    properties: tuple[str, ...]
    at_least: Decimal | None
    as_many_as: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property that entries ask about: whose it is, its type, and the plain question for it.

    A `range` is what a thing is capable of, from one end to the other, where a
    `quantity` is one value, however well it is known. `also` are further names.
    `no_more_than_sum` and `no_less_than_difference` name two other counts that
    bound this one ("contouring axes cannot exceed linear plus rotary ones");
    `no_less_than` names quantities whose number it cannot fall short of
    (volt-amperes and watts), `no_more_than` those that it cannot exceed.
    `plain_unit` is meant where nobody writes one, `formula_unit` where a formula
    has none. `is_parts_in` tells that it is written as "2 parts in 230" too.
    `is_of_each_axis` tells that a value stated of the item is that of each of its
    axes; `names_axes` are the axes whose absence a "no" states.
    The words of one that `is_country` are codes of countries.
    """

    name: str
    of: str
    type: str
    label: str
    question: str
    dimension: str = ""
    also: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    word_names: Mapping[str, str] = field(default_factory=dict)
    is_performance: bool = False
    is_silence_no_claim: bool = False
    is_standard_expected: bool = False
    standard: str = ""
    plain_unit: str = ""
    formula_unit: str = ""
    is_parts_in: bool = False
    is_of_each_axis: bool = False
    no_more_than: tuple[str, ...] = ()
    names_axes: tuple[str, ...] = ()
    implied: Implied | None = None
    no_more_than_sum: tuple[str, ...] = ()
    no_less_than_difference: tuple[str, ...] = ()
    no_less_than: tuple[str, ...] = ()
    is_country: bool = False

    def find_word(self, text: str) -> str:
        """Return the word of this property that a text stands for, by any of its names; empty when it is none."""
        if self.is_country:
            return find_country(text) or ""
        return self.word_names.get(fold_word(text), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A capability class: all wider classes, and whether it leaves its finer classes open."""

    name: str
    label: str
    within: tuple[str, ...]
    leaves_open: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Units by dimension and spelling, kinds and properties by name, and the house conventions.

    `property_names` lead from every name, in small letters, to the properties it
    can stand for (told apart by unit and by whose they are, its own name first), `kind_names` to the kind;
    `suffixes` lead from a unit's spelling in the name of an input to the unit, by
    dimension. `silences` are words that state nothing, `flags` those
    for yes and no; a "no" to one of `denials` says that axes of some names are not
    there. `laid_out` remembers limits in reference units, by the object.
    """

    units: Mapping[str, Mapping[str, Unit]]
    suffixes: Mapping[str, Mapping[str, Unit]]
    kinds: Mapping[str, Kind]
    properties: Mapping[str, Property]
    property_names: Mapping[str, tuple[str, ...]]
    kind_names: Mapping[str, str]
    derivations: Mapping[str, Derivation]
    kind_question: str
    near_share: Decimal
    presumed_days: int
    silences: frozenset[str]
    flags: Mapping[str, bool]
    denials: tuple[Property, ...] = ()
    laid_out: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    def find_unit(self, text: str, dimension: str) -> Unit | None:
        """Return the unit of a dimension by any of its spellings, None when it has none such."""
        return self.units.get(dimension, {}).get(text)

    def is_unit(self, text: str) -> bool:
        """Tell whether a text is a unit of some dimension."""
        return any(text in units for units in self.units.values())

    def reference_unit(self, dimension: str) -> Unit:
        """Return the unit that numbers of a dimension are compared in."""
        units = self.units[dimension].values()
        return next(u for u in units if u.factor == u.divisor == _ONE and not u.offset)

    def find_properties(self, name: str) -> tuple[Property, ...]:
        """Return the properties that a name stands for, in any case of letters, its own name first."""
        return tuple(self.properties[found] for found in self.property_names.get(name.casefold(), ()))

    def find_measured(self, name: str) -> tuple[tuple[Property, ...], Unit] | None:
        """Read a name that ends in a unit ("density_g_cm3") as the properties it can be and that unit; else None."""
        for at in (i for i, sign in enumerate(name) if sign == "_"):
            properties, suffix = self.find_properties(name[:at]), spell_suffix(name[at + 1:])
            for prop in properties:
                unit = self.suffixes.get(prop.dimension, {}).get(suffix)
                if unit is not None:
                    return tuple(p for p in properties if p.dimension == prop.dimension), unit
        return None

    def find_kind(self, name: str) -> Kind | None:
        """Return the kind of item by its name or one of its further names, in any case of letters."""
        return self.kinds.get(self.kind_names.get(fold_kind(name), ""))

    def to_reference(self, number: Decimal, unit: Unit) -> Decimal:
        """Return the number in the reference unit of its dimension, exactly where the quotient ends."""
        if unit.offset:
            number = EXACT.add(number, unit.offset)
        return self.span_to_reference(number, unit)

    def span_to_reference(self, number: Decimal, unit: Unit) -> Decimal:
        """Return a difference of two numbers of a unit in the reference unit, whatever the unit's zero."""
        number = EXACT.multiply(number, unit.factor)
        return number if unit.divisor == _ONE else EXACT.divide(number, unit.divisor)

    def span_from_reference(self, number: Decimal, unit: Unit) -> Decimal:
        """Return a difference in reference units in `unit`, rounded to twelve digits after the point."""
        with localcontext(EXACT):
            value = round(number * unit.divisor / unit.factor, 12).normalize()
            return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def fold_word(text: str) -> str:
    """Return a word as it is compared: in small letters, underscores and hyphens as spaces."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def fold_kind(text: str) -> str:
    """Return the name of a kind as it is compared: in small letters, spaces and hyphens as underscores."""
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def spell_suffix(unit: str) -> str:
    """Spell a unit as it stands in the name of an input: signs as one underscore, "per" as a sign."""
    return "_".join(part for part in _SIGNS.sub("_", unit).split("_") if part and part != "per")


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return units, kinds and properties, read from the shelf unless they were beforehand.

    Raises:
        KnowledgeError: a file breaks its schema; every fault of it is told.
    """
    known = recall(VOCABULARY, FOLDERS)
    return known if isinstance(known, Vocabulary) else read_vocabulary()


def read_vocabulary() -> Vocabulary:
    """Read units, kinds and properties from the files of the shelf. Raises KnowledgeError as `load_vocabulary` does."""
    units = _read_units(open_knowledge("codes/units.yaml"))
    conventions = open_knowledge("codes/conventions.yaml")
    conventions.mapping((
        "encoded_on", "near_share", "presumed_days", "ask_kind", "says_nothing", "says_yes", "says_no",
    ))
    share = conventions.get("near_share").required().decimal()
    days = conventions.get("presumed_days").required().integer()
    question = conventions.get("ask_kind").required().text()
    silences = frozenset(conventions.get("says_nothing").required().texts())
    flags = dict.fromkeys(conventions.get("says_yes").required().texts(), True)
    flags |= dict.fromkeys(conventions.get("says_no").required().texts(), False)
    conventions.faults.check(KnowledgeError)
    properties, property_names = _read_properties(units)
    kinds, kind_names = _read_kinds()
    suffixes = {
        dimension: {spell_suffix(spelling): unit for spelling, unit in spellings.items()}
        for dimension, spellings in units.items()
    }
    return Vocabulary(
        units=units, suffixes=suffixes, kinds=kinds, properties=properties, property_names=property_names,
        kind_names=kind_names, derivations=load_derivations({name: prop.type for name, prop in properties.items()}),
        kind_question=question, near_share=share or _ZERO,
        presumed_days=days or 0, silences=silences, flags=flags,
        denials=tuple(prop for prop in properties.values() if prop.names_axes),
    )


def _read_units(node: Node) -> dict[str, dict[str, Unit]]:
    units: dict[str, dict[str, Unit]] = {}
    for dimension, part in node.get("dimensions").mapping().items():
        part.mapping(("reference", "units", "signed"))
        is_signed = part.get("signed").boolean() or False
        spelled = units.setdefault(dimension, {})
        for name, entry in part.get("units").mapping().items():
            entry.mapping(("factor", "divisor", "offset", "also"))
            unit = Unit(
                name=name, dimension=dimension, factor=entry.get("factor").required().decimal() or _ONE,
                divisor=entry.get("divisor").decimal() or _ONE, offset=entry.get("offset").decimal() or _ZERO,
                is_signed=is_signed,
            )
            for spelling in (name, *entry.get("also").texts()):
                if spelling in spelled:
                    entry.fail(f"the spelling {spelling!r} stands for two units of {dimension}")
                spelled[spelling] = unit
        reference = spelled.get(part.get("reference").required().text())
        if reference is None or (reference.factor, reference.divisor, reference.offset) != (_ONE, _ONE, _ZERO):
            part.fail(f"the reference unit of {dimension} is not a unit of factor 1")
    node.faults.check(KnowledgeError)
    return units


def _read_kinds() -> tuple[dict[str, Kind], dict[str, str]]:
    entries = _gather("codes/item_kinds", "kinds")
    wider = {name: entry.get("within").texts() for name, entry in entries.items()}
    kinds: dict[str, Kind] = {}
    for name, entry in entries.items():
        entry.mapping(("label", "within", "leaves_open", "also"))
        above: list[str] = []
        queue = list(wider[name])
        while queue:
            kind = queue.pop(0)
            if kind not in wider:
                entry.fail(f"the wider kind {kind!r} is not defined")
            elif kind not in above:
                above.append(kind)
                queue += wider[kind]
        kinds[name] = Kind(
            name=name, label=entry.get("label").required().text(), within=tuple(above),
            leaves_open=entry.get("leaves_open").boolean() or False, also=entry.get("also").texts(),
        )
    names: dict[str, str] = {}
    for name, entry in entries.items():
        for spelling in (name, *kinds[name].also):
            if names.setdefault(fold_kind(spelling), name) != name:
                entry.fail(f"{spelling!r} is a name of {names[fold_kind(spelling)]} too", "Give it to one of them.")
    _check(entries)
    return kinds, names


def _read_properties(
    units: Mapping[str, Mapping[str, Unit]]
) -> tuple[dict[str, Property], dict[str, tuple[str, ...]]]:
    entries = _gather("codes/parameters", "parameters")
    properties = {name: _read_property(name, node) for name, node in entries.items()}
    for name, prop in properties.items():
        if prop.type in MEASURED and prop.dimension not in units:
            entries[name].fail(f"the dimension {prop.dimension!r} has no units", "See codes/units.yaml.")
    names: dict[str, tuple[str, ...]] = {name.casefold(): (name,) for name in properties}
    for name, prop in properties.items():
        for spelling in prop.also:
            known = names.get(spelling.casefold(), ())
            for other in known:
                if other != name and _key(properties[other]) == _key(prop):
                    entries[name].fail(f"{spelling!r} is a name of {other} too", "Give it to one of them.")
            names[spelling.casefold()] = (*known, name)
    _check(entries)
    return properties, names


def _key(prop: Property) -> tuple[str, str]:
    """Return what tells two properties of one name apart: whose they are, and their dimension."""
    return prop.of, prop.dimension


def _gather(folder: str, key: str) -> dict[str, Node]:
    """Return what all files of a folder hold under a key, by name; a name that stands in two files is a fault."""
    found: dict[str, Node] = {}
    for path in list_knowledge(folder):
        node = open_knowledge(path)
        node.mapping(("encoded_on", key))
        for name, part in node.get(key).required().mapping().items():
            if name in found:
                part.fail(f"{name!r} is defined in {found[name].faults.where} already", "Keep one of them.")
            found[name] = part
        node.faults.check(KnowledgeError)
    return found


def _check(entries: Mapping[str, Node]) -> None:
    for node in {id(entry.faults): entry for entry in entries.values()}.values():
        node.faults.check(KnowledgeError)


def _read_property(name: str, node: Node) -> Property:
    node.mapping((
        "of", "type", "dimension", "words", "label", "question", "is_performance", "when_silent", "also",
        "standard_expected", "standard", "no_more_than_sum", "no_less_than_difference", "no_less_than",
        "no_more_than", "plain_unit", "formula_unit", "stated_of_item", "names_axes", "implied_by",
        "written_as", "of_countries",
    ))
    kind = node.get("type").required().choice(TYPES)
    is_country = bool(node.get("of_countries").boolean())
    words = _read_words(node.get("words")) if kind in ("word", "words") and not is_country else {}
    return Property(
        name=name,
        of=node.get("of").choice(OWNERS, "item"),
        type=kind,
        label=node.get("label").required().text(),
        question=node.get("question").required().text(),
        dimension=node.get("dimension").text("count" if kind in MEASURED else ""),
        also=node.get("also").texts(),
        words=tuple(dict.fromkeys(words.values())),
        word_names=words,
        is_performance=node.get("is_performance").boolean() or False,
        is_silence_no_claim=node.get("when_silent").choice(("not_claimed", "unknown"), "unknown") == "not_claimed",
        is_standard_expected=node.get("standard_expected").boolean() or False,
        standard=node.get("standard").text(),
        no_more_than_sum=node.get("no_more_than_sum").texts(),
        no_less_than_difference=node.get("no_less_than_difference").texts(),
        no_less_than=node.get("no_less_than").texts(),
        is_country=is_country,
        no_more_than=node.get("no_more_than").texts(),
        plain_unit=node.get("plain_unit").text(),
        formula_unit=node.get("formula_unit").text(),
        is_parts_in=node.get("written_as").choice(("parts_in",)) == "parts_in",
        is_of_each_axis=node.get("stated_of_item").choice(("each",)) == "each",
        names_axes=node.get("names_axes").texts(),
        implied=_read_implied(node.get("implied_by")),
    )


def _read_implied(node: Node) -> Implied | None:
    if node.is_absent:
        return None
    node.mapping(("property", "at_least", "as_many_as", "says"))
    implied = Implied(
        properties=node.get("property").required().texts(), at_least=node.get("at_least").decimal(),
        as_many_as=node.get("as_many_as").text(), says=node.get("says").required().text(),
    )
    if (implied.at_least is None) is not bool(implied.as_many_as):
        node.fail("needs one of at_least and as_many_as")
    return implied


def _read_words(node: Node) -> dict[str, str]:
    """Read words as a list, or as keys with further names; "other" and "none" are words of every such property."""
    named: dict[str, tuple[str, ...]] = dict.fromkeys(node.required().texts(), ()) if not node.is_mapping else {
        word: part.texts() for word, part in node.mapping().items()
    }
    names: dict[str, str] = {}
    for word, also in named.items():
        for spelling in (word, *also):
            if names.setdefault(fold_word(spelling), word) != word:
                node.fail(f"{spelling!r} stands for two words")
    return {**{word: word for word in ANY_WORD}, **names}

"""Reading what an item states of one property: the name and its unit suffix, and the value in any of its forms.

A name may end in a unit (`density_g_cm3`, `travel_mm`) and be any of a property's
names. A value is a number or text ("at most 5 um", "1.5 + L/300"), a list of two
ends, or a mapping with `value` (or `min` and `max`), `unit` and `standard`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from enduse.knowledge.comparison_nodes import parse_standard, split_standard
from enduse.knowledge.measures import MEASURED, Property, Vocabulary, load_vocabulary, spell_suffix
from enduse.knowledge.nodes import Node, quote
from enduse.knowledge.quantities import (
    MAX_CHARS,
    PARTS_IN,
    QuantityError,
    parse_formula,
    parse_growth,
    parse_parts_in,
    parse_quantity,
)
from enduse.model.item import Formula, ParameterValue, Quantity, TestStandard

STANDARD_SUFFIX = "_standard"
_KEYS = ("value", "min", "max", "unit", "standard")
_UNIT_AFTER = re.compile(r"[0-9] ?([^\s0-9.,+<>=(-][^,+<>=(]{0,30})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name in an item stands for: the properties it can be (one a dimension), and the unit it ends in."""

    properties: tuple[Property, ...]
    unit: str = ""

    def choose(self, owners: tuple[str, ...], unit: str, vocabulary: Vocabulary) -> Property:
        """Return the property that a unit fits, of those that belong here; the first where neither tells."""
        own = [prop for prop in self.properties if prop.of in owners] or list(self.properties)
        fitting = (prop for prop in own if unit and vocabulary.find_unit(unit, prop.dimension))
        return next(fitting, own[0])


@lru_cache(maxsize=8192)
def read_name(name: str) -> Named | None:
    """Return what a name stands for: a property by any of its names, with or without a unit; None when it is none."""
    vocabulary = load_vocabulary()
    plain = vocabulary.find_properties(name)
    if plain:
        return Named(properties=plain)
    measured = vocabulary.find_measured(name)
    if measured is None:
        return None
    properties, unit = measured
    return Named(properties=properties, unit=unit.name)


def suggest_name(name: str, vocabulary: Vocabulary) -> str:
    """Return the remedy for an unknown name: the nearest names that are known."""
    known = {name.casefold(): name for name in vocabulary.properties}
    known |= {also.casefold(): also for prop in vocabulary.properties.values() for also in prop.also}
    words = name.casefold().split("_")
    tried = ["_".join(words[:end]) for end in range(len(words), max(0, len(words) - 3), -1)]
    found = [near for text in tried for near in difflib.get_close_matches(text, known, n=2, cutoff=0.6)]
    nearest = list(dict.fromkeys(known[near] for near in found))[:3]
    if not nearest:
        return "enduse schema item lists the names."
    tails = ["_".join(name.split("_")[start:]) for start in range(1, len(words))]
    shown = ", ".join(_show(near, tails, vocabulary) for near in nearest)
    return f"Did you mean {shown}? enduse schema item lists the names."


def _show(name: str, tails: list[str], vocabulary: Vocabulary) -> str:
    """Return a name as it would be written with the unit that was, or with one of its own."""
    named = read_name(name)
    prop = named.properties[0] if named else None
    if prop is None or prop.type not in MEASURED or prop.dimension == "count":
        return name
    fitting = (tail for tail in tails if tail in vocabulary.suffixes[prop.dimension])
    return f"{name}_{next(fitting, spell_suffix(vocabulary.reference_unit(prop.dimension).name) or 'pct')}"


def read_values(
    node: Node, prop: Property, *, unit: str, standard: str, is_listing_claims: bool
) -> Iterator[ParameterValue]:
    """Yield the claims that stand at a node; a fault for each that cannot be read, none where nothing is stated.

    A list is one value of a property that takes several; else it is as many
    claims where `is_listing_claims`, and the two ends of a value where not.
    """
    if node.is_absent:
        return
    parts: tuple[Node, ...] = node.items() if node.is_list else (node,)
    parts = tuple(part for part in parts if not _says_nothing(part))
    if not parts:
        return
    is_one = prop.type in ("words", "sizes", "range") or (
        prop.type == "quantity" and not is_listing_claims and len(parts) == 2 and not any(p.is_mapping for p in parts)
    )
    if prop.type == "words" and not node.is_list and not _is_known_word(node, prop):
        parts, is_one = _split_words(node), True
    if not is_one or (len(parts) == 1 and not node.is_list):
        for part in parts:
            value = _read_one(part, prop, unit=unit, standard=standard)
            if value is not None:
                yield value
        return
    value = _read_list(node, parts, prop, unit=unit, standard=standard)
    if value is not None:
        yield value


def unit_of(node: Node) -> str:
    """Return the unit that a value carries, in its mapping or after its number; empty where none stands there."""
    if node.is_mapping:
        return node.get("unit").text()
    if isinstance(node.raw, str) and parse_parts_in(node.raw):
        return PARTS_IN
    found = _UNIT_AFTER.search(node.raw) if isinstance(node.raw, str) and len(node.raw) <= MAX_CHARS else None
    return found[1].strip() if found else ""


def _says_nothing(node: Node) -> bool:
    return isinstance(node.raw, str) and node.raw.strip().casefold() in load_vocabulary().silences


def _is_known_word(node: Node, prop: Property) -> bool:
    return not isinstance(node.raw, str) or bool(prop.find_word(node.raw))


def _split_words(node: Node) -> tuple[Node, ...]:
    """Return the words of one text, which semicolons or commas part."""
    text = node.text()
    parts = (part.strip() for part in text.split(";" if ";" in text else ","))
    return tuple(replace(node, raw=part) for part in parts if part)


def _read_flag(node: Node) -> bool | None:
    text = node.required().text()
    flag = load_vocabulary().flags.get(text.strip().casefold())
    if flag is None and text:
        node.fail(f"expected true or false, found {quote(text)}", "Write true or false.")
    return flag


def _read_one(node: Node, prop: Property, *, unit: str, standard: str) -> ParameterValue | None:
    if prop.type == "yes_no":
        return _read_flag(node)
    if prop.type in ("word", "words"):
        word = _read_word(node, prop)
        return (word,) if word and prop.type == "words" else word or None
    try:
        value = _read_measured(node, prop, unit=unit, standard=standard)
    except QuantityError as exc:
        node.fail(str(exc), exc.remedy)
        return None
    return (value,) if prop.type == "sizes" and isinstance(value, Quantity) else value


def _read_word(node: Node, prop: Property) -> str:
    text = node.required().text()
    word = prop.find_word(text)
    if text and not word and prop.is_country:
        node.fail(f"{quote(text)} is no country that is known here", "Give its ISO 3166-1 code, such as tw.")
    elif text and not word:
        near = difflib.get_close_matches(text.casefold(), prop.word_names, n=2, cutoff=0.6)
        hint = f"Did you mean {', '.join(prop.word_names[n] for n in near)}? " if near else ""
        node.fail(f"{quote(text)} is not known here", f"{hint}Use one of: {', '.join(prop.words)}.")
    return word


def _read_list(
    node: Node, parts: Sequence[Node], prop: Property, *, unit: str, standard: str
) -> ParameterValue | None:
    if prop.type == "words":
        words = [_read_word(part, prop) for part in parts]
        return tuple(dict.fromkeys(words)) if words and all(words) else None
    try:
        found = [_read_measured(part, prop, unit=unit, standard=standard) for part in parts]
        sizes = [value for value in found if isinstance(value, Quantity)]
        if prop.type == "sizes" and sizes:
            return tuple(sizes)
        if len(sizes) != 2:
            raise QuantityError("has not two ends", "Write it as [low, high].")
        return _join_ends(sizes[0], sizes[1])
    except QuantityError as exc:
        node.fail(str(exc), exc.remedy)
        return None


def _join_ends(first: Quantity, last: Quantity) -> Quantity:
    low, high = first.low, last.high
    if first.unit != last.unit:
        raise QuantityError("has its two ends in two units", "Give both in one unit.")
    if low is None or high is None or low > high:
        raise QuantityError("runs from high to low", "Put the smaller number first.")
    return Quantity(low=low, high=high, unit=first.unit, standard=first.standard)


def _read_measured(node: Node, prop: Property, *, unit: str, standard: str) -> Quantity | Formula:
    if node.is_list:
        raise QuantityError("is a list in a list", "Write one number here.")
    if not node.is_mapping:
        text, named = split_standard(node.text())
        return _parse(text, prop, unit, _standard(named or standard))
    keys = node.mapping(_KEYS)
    known = _standard(node.get("standard").text() or standard)
    own = node.get("unit").text() or unit
    if "value" in keys and node.get("value").is_list and len(node.get("value").items()) == 2:
        ends = [_parse(part.text(), prop, own, known) for part in node.get("value").items()]
    elif "min" in keys and "max" in keys:
        ends = [_parse(node.get(key).text(), prop, own, known) for key in ("min", "max")]
    elif "min" in keys or "max" in keys:
        key, bound = ("min", "at least") if "min" in keys else ("max", "at most")
        return _parse(f"{bound} {node.get(key).text()}", prop, own, known)
    else:
        return _parse(node.get("value").text(), prop, own, known)
    first, last = ends
    if not isinstance(first, Quantity) or not isinstance(last, Quantity):
        raise QuantityError("has a formula as an end", "Write two numbers.")
    return _join_ends(first, last)


def _parse(text: str, prop: Property, unit: str, standard: TestStandard | None) -> Quantity | Formula:
    if not text.strip():
        raise QuantityError("is missing", "State a value, or leave the name out.")
    return _parse_as(text, prop.name, unit, standard)


@lru_cache(maxsize=8192)
def _parse_as(text: str, name: str, unit: str, standard: TestStandard | None) -> Quantity | Formula:
    """Read a quantity; many items state the same."""
    vocabulary = load_vocabulary()
    prop = vocabulary.properties[name]
    if prop.is_parts_in and (power := parse_parts_in(text)):
        text = power
    growth = parse_growth(text)
    if growth is not None:
        meant = unit or ("" if growth[2] else prop.formula_unit)
        found = parse_formula(text, dimension=prop.dimension, vocabulary=vocabulary, unit=meant, standard=standard)
        if found is not None:
            return found
    meant = unit or ("" if _UNIT_AFTER.search(text) else prop.plain_unit)
    return parse_quantity(text, dimension=prop.dimension, vocabulary=vocabulary, unit=meant, standard=standard)


def _standard(text: str) -> TestStandard | None:
    known = parse_standard(text) if text else None
    if text and known is None:
        raise QuantityError(f"{text!r} is not a test standard", "Write it as ISO 230-2:2014, with its edition.")
    return known


def read_standards(keys: Mapping[str, Node], owners: tuple[str, ...]) -> dict[str, str]:
    """Return what keys such as `accuracy_standard` say, by the property whose value it was measured by."""
    found: dict[str, str] = {}
    for key, node in keys.items():
        named = read_name(key.removesuffix(STANDARD_SUFFIX)) if key.endswith(STANDARD_SUFFIX) else None
        if named is not None:
            for prop in named.properties:
                if prop.of in owners:
                    found[prop.name] = node.text()
    return found

"""Reading comparisons: one property against numbers, a band, a formula of length, words or yes and no.

The key beside `property` says how it is compared; which keys a property takes depends on its type.
"""

from __future__ import annotations

import re
from decimal import Decimal

from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    IsStated,
    IsWord,
    Limit,
    LimitByLength,
    MeetsBand,
    Near,
)
from enduse.knowledge.measures import Property, Unit, Vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.quantities import parse_growth
from enduse.model.item import TestStandard

OPERATORS = ("at_least", "at_most", "above", "below")
_BANDS = {"between": ("at_least", "at_most"), "between_exclusive": ("above", "below")}
_OF_QUANTITY = (*OPERATORS, "equals", *_BANDS, "outside")
_REACHES = {
    "reaches_at_least": ("low", False), "reaches_above": ("low", True),
    "reaches_at_most": ("high", False), "reaches_below": ("high", True),
}
_OF_RANGE = ("overlaps", "overlaps_exclusive", "covers", "within", *_REACHES)
_OF_WORDS = ("is", "in", "only")
_COMPARISONS = tuple(dict.fromkeys((*_OF_QUANTITY, *_OF_RANGE, *_OF_WORDS)))
COMPARISON_KEYS = ("property", *_COMPARISONS, "unit", "standard", "near", "length", "at")
_TAKES = {
    "quantity": _OF_QUANTITY, "range": _OF_RANGE, "yes_no": ("is",), "word": _OF_WORDS, "words": _OF_WORDS, "sizes": (),
}
_NOTHING = AllOf(parts=())
_WITH_STANDARD = re.compile(r"([^()]{1,80}?) ?\((.{3,40})\)")
_BODIES = r"(?:DIN EN ISO|EN ISO|DIN ISO|BS EN|ISO|IEC|VDI/VDE|VDI|JIS|ASME|ASTM|DIN|ANSI|EN|BS|GB/T|GB|MIL-STD)"
_STANDARD = re.compile(
    rf"({_BODIES})[ -]?([A-Z]{{0,2}}[0-9.]{{1,8}})(?:[-/]([0-9]{{1,3}}))?"
    r"(?: ?[:,-] ?((?:19|20)[0-9]{2})| ?\(((?:19|20)[0-9]{2})\)| ((?:19|20)[0-9]{2}))?"
    r"(?:(?:,| clause| or national equivalent| \(E\)).{0,80})?",
    re.IGNORECASE,
)
_BY_STANDARD = re.compile(
    rf"(.{{1,60}}?) (?:(?:per|by|to|according to|acc\. to) )?({_BODIES}[ -]?[A-Z]{{0,2}}[0-9].{{0,60}})"
)


def parse_standard(text: str) -> TestStandard | None:
    """Read "ISO 230-2:2014", "ISO 230/2 (1988)" or "ISO 230-2:2014 clause 3.21" as name and edition, else None."""
    found = _STANDARD.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    part = f"-{found[3]}" if found[3] else ""
    return TestStandard(
        name=f"{found[1].upper()} {found[2].upper()}{part}", edition=found[4] or found[5] or found[6] or ""
    )


def split_standard(text: str) -> tuple[str, str]:
    """Split "0.8 um (ISO 230-2:2014)" or "0.8 um per ISO 230-2:2014" into the value and the standard, else empty."""
    named = _BY_STANDARD.fullmatch(text.strip())
    if named is not None and parse_standard(named[2]) is not None and not named[1].endswith("("):
        return named[1], named[2]
    found = _WITH_STANDARD.fullmatch(text.strip())
    is_named = found is not None and (" (" in text or parse_standard(found[2]) is not None)
    return (found[1], found[2]) if found and is_named else (text, "")


def read_comparison(node: Node, vocabulary: Vocabulary) -> Condition:
    """Return the condition of a node with `property`; a fault and an empty condition where it cannot be read."""
    name = node.get("property").choice(tuple(vocabulary.properties))
    prop = vocabulary.properties.get(name)
    found = [key for key in _COMPARISONS if key in node.mapping()]
    if prop is None or len(found) != 1:
        node.fail("needs one known property and one comparison")
        return _NOTHING
    how = found[0]
    if how not in _TAKES[prop.type]:
        node.fail(f"{name} is of the type {prop.type}", "Use one of: " + ", ".join(_TAKES[prop.type]) + ".")
        return _NOTHING
    if prop.type == "yes_no":
        return IsStated(property=name, value=bool(node.get("is").required().boolean()))
    if prop.type in ("word", "words"):
        return _read_word(node, prop, how)
    unit = vocabulary.find_unit(node.get("unit").text("1"), prop.dimension)
    if unit is None:
        node.fail(f"{prop.name} needs a unit of {prop.dimension}", "See codes/units.yaml.")
        return _NOTHING
    if prop.type == "range":
        return _read_band(node, prop, unit, how)
    if how in OPERATORS and parse_growth(node.get(how).text()):
        return _read_growing(node, prop, unit, how, vocabulary)
    return _read_limits(node, prop, unit, how, vocabulary)


def _read_word(node: Node, prop: Property, how: str) -> Condition:
    words = node.get(how).required().texts()
    strange = [word for word in words if word not in prop.words]
    if strange:
        node.fail(f"{prop.name} has no word {', '.join(strange)}", "It takes: " + ", ".join(prop.words) + ".")
    return IsWord(property=prop.name, words=words, is_only=how == "only")


def _read_band(node: Node, prop: Property, unit: Unit, how: str) -> Condition:
    if how in _REACHES:
        side, is_open = _REACHES[how]
        number = node.get(how).required().decimal()
        low, high = (number, None) if side == "low" else (None, number)
        return MeetsBand(property=prop.name, how="overlaps", low=low, high=high, unit=unit.name, is_open=is_open)
    low, high = _read_ends(node, how)
    return MeetsBand(
        property=prop.name, how=how.removesuffix("_exclusive"), low=low, high=high, unit=unit.name,
        is_open=how.endswith("_exclusive"),
    )


def _read_ends(node: Node, how: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the two ends of a band; a fault where they are not two or run from high to low."""
    parts = node.get(how).items()
    ends = [part.decimal() for part in parts]
    if len(ends) != 2 or (ends[0] is not None and ends[1] is not None and ends[0] > ends[1]):
        node.fail(f"{how} needs two numbers, the smaller first", 'Write it as ["10", "20"].')
        return None, None
    return ends[0], ends[1]


def _read_limits(node: Node, prop: Property, unit: Unit, how: str, vocabulary: Vocabulary) -> Condition:
    standards, near = _read_standards(node), _read_near(node)

    def limit(operator: str, number: Decimal | None) -> Limit:
        if number is None:
            node.fail(f"{prop.name} needs a number")
            number = Decimal(0)
        return Limit(
            property=prop.name, operator=operator, number=number, unit=unit.name, standards=standards,
            standard_names=node.get("standard").texts(), near=near or _usual_band(prop, number, vocabulary),
        )

    if how in OPERATORS:
        return limit(how, node.get(how).decimal())
    if how == "equals":
        number = node.get(how).decimal()
        return AllOf(parts=(limit("at_least", number), limit("at_most", number)))
    low, high = _read_ends(node, how)
    if how == "outside":
        return AnyOf(parts=(limit("at_most", low), limit("at_least", high)))
    above, below = _BANDS[how]
    return AllOf(parts=(limit(above, low), limit(below, high)))


def _read_growing(node: Node, prop: Property, unit: Unit, how: str, vocabulary: Vocabulary) -> Condition:
    growth = parse_growth(node.get(how).text())
    length = node.get("length").required().choice(
        tuple(p.name for p in vocabulary.properties.values() if p.dimension == "length")
    )
    at = node.get("at").required().choice(("some", "every"))
    if growth is None or growth[2]:
        node.fail("is not a formula such as 1.7 + L/1000", "Write the unit under `unit`.")
        return _NOTHING
    return LimitByLength(
        property=prop.name, operator=how, start=growth[0], slope=growth[1], unit=unit.name, length=length, at=at,
        standards=_read_standards(node), standard_names=node.get("standard").texts(),
    )


def _read_standards(node: Node) -> tuple[TestStandard, ...]:
    standards = tuple(parse_standard(text) for text in node.get("standard").texts())
    if None in standards:
        node.get("standard").fail("is not a test standard such as ISO 230-2:2014")
    return tuple(standard for standard in standards if standard is not None)


def _read_near(node: Node) -> Near | None:
    near = node.get("near")
    if near.is_absent:
        return None
    near.mapping(("within", "says"))
    within = near.get("within").required().decimal() or Decimal(0)
    return Near(within=within, says=near.get("says").required().text())


def _usual_band(prop: Property, number: Decimal, vocabulary: Vocabulary) -> Near | None:
    """Return the house's band around a limit of a performance property that the law gives none."""
    if not prop.is_performance:
        return None
    share = vocabulary.near_share
    return Near(within=abs(number) * share, says=f"within {share * 100:.0f} % of the limit, our convention")

"""Reading a quantity as people write it: "0.8 um", "at most 0.8 um", "0.7 to 0.9 um", "up to 5";
and a formula of a length, "1.5 + L/300 um".

The decimal sign is a point, or a comma where it can mean nothing else ("0,8", "12,75"); "1,500" is refused, since
it can mean two things. Thousands may stand apart by spaces ("1 500").
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from enduse.knowledge.measures import Unit, Vocabulary
from enduse.model.item import Formula, Quantity, TestStandard

MAX_CHARS = 80
PARTS_IN = "parts in"
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_WITH_COMMA = re.compile(r"[0-9.,]*[0-9],[0-9][0-9.,]*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_DECIMAL_COMMA = re.compile(r"0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_PARTS_IN = re.compile(
    r"(?:(better than|less than|below|under|<) ?)?([0-9]{1,6}(?:\.[0-9]{1,6})?) parts? in ([0-9]{1,9})"
)
_NOMINAL = re.compile(r"\b(DN) ?([0-9]{1,6})\b")
_FORMULA = re.compile(
    r"\(?([0-9]{1,9}(?:\.[0-9]{1,9})?) ?\+ ?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?) ?[*x·]? ?)?L"
    r"(?: ?/ ?([0-9]{1,9}(?:\.[0-9]{1,9})?))?\)? ?([^\s0-9.,+<>=-][^,+<>=]{0,30})?"
)
_BOUNDS = {
    **dict.fromkeys(("at most", "up to", "not more than", "no more than", "<=", "≤", "max", "maximum"),
                    ("high", False)),
    **dict.fromkeys(("below", "less than", "under", "better than", "<"), ("high", True)),
    **dict.fromkeys(("at least", "not less than", "no less than", ">=", "≥", "minimum", "min", "from"), ("low", False)),
    **dict.fromkeys(("above", "more than", "over", "worse than", ">"), ("low", True)),
}
_AFTER = {
    **dict.fromkeys(("max", "max.", "maximum", "or less", "or below", "or smaller"), "at most"),
    **dict.fromkeys(("minimum", "or more", "or above", "or greater"), "at least"),
}


class QuantityError(ValueError):
    """Text that is not a quantity; the message says why, `remedy` what to write."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.remedy = remedy


def parse_quantity(
    text: str, *, dimension: str, vocabulary: Vocabulary, unit: str = "", standard: TestStandard | None = None
) -> Quantity:
    """Read a number, an interval or a bound with its unit; a count needs none.

    `unit` is the unit where it stands apart from the number. Cost: linear in the
    text, of which no more than 80 characters are read.

    Raises:
        QuantityError: too long, a decimal comma, a plus-minus band, no unit, an
            unknown unit or one of another dimension, an interval upside down.
    """
    words = " ".join(text.split())
    if len(words) > MAX_CHARS:
        raise QuantityError(f"is longer than {MAX_CHARS} characters", "State one quantity.")
    if "±" in words or "+/-" in words:
        raise QuantityError(
            f"{words!r} is a band, not one value", "State the value that the test standard defines."
        )
    words = _NOMINAL.sub(r"\2 \1", _lead_with_bound(plain_numbers(words)))
    found = _pattern().fullmatch(words)
    if found is None:
        remedy = 'Write it as "0.8 um", "at most 0.8 um" or "0.7 to 0.9 um".'
        raise QuantityError(f"{words!r} is not a quantity", remedy)
    bound, first, first_unit, second, last_unit = found.groups()
    if bound and second and bound.lower() != "from":
        raise QuantityError(f"{words!r} is both a bound and an interval", "State one of them.")
    named = _agree((first_unit, last_unit, unit), words, dimension, vocabulary)
    known = _known_unit(named, first, dimension, vocabulary)
    low: Decimal | None = Decimal(first)
    high: Decimal | None = Decimal(second or first)
    low_open = high_open = False
    if bound and not second:
        side, is_open = _BOUNDS[bound.lower()]
        if side == "high":
            low, high_open = None, is_open
        else:
            high, low_open = None, is_open
    if low is not None and high is not None and low > high:
        raise QuantityError(f"{words!r} runs from high to low", "Put the smaller number first.")
    if not known.is_signed and any(end is not None and end < 0 for end in (low, high)):
        raise QuantityError(f"{words!r} is negative", f"A {dimension} has no sign: state how much it is.")
    return Quantity(
        low=low, high=high, unit=known.name, low_is_open=low_open, high_is_open=high_open, standard=standard
    )


def plain_numbers(words: str) -> str:
    """Return a text with its numbers as "1500.5", of whatever people write that can mean nothing else.

    Raises:
        QuantityError: a comma can be a decimal sign and a mark of thousands alike.
    """
    if "," in words:
        words = _WITH_COMMA.sub(lambda found: _plain_number(found[0]), words)
    return _GROUPED.sub(lambda found: found[0].replace(" ", ""), words)


def _plain_number(text: str) -> str:
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    raise QuantityError(f"{text!r} has a comma in its number, which can mean two things", "Write a decimal point.")


def _lead_with_bound(words: str) -> str:
    """Put a bound that follows its number before it: "0.8 um max" as "at most 0.8 um"."""
    for after, bound in _AFTER.items():
        if words.casefold().endswith(f" {after}"):
            return f"{bound} {words[:-len(after)].rstrip()}"
    return words


def parse_parts_in(text: str) -> str:
    """Return "2 parts in 230" as the whole over its parts, "115", with its bound turned round; empty if it is none."""
    found = _PARTS_IN.fullmatch(" ".join(text.split())) if len(text) <= MAX_CHARS else None
    if found is None or not Decimal(found[2]):
        return ""
    power = f"{Decimal(found[3]) / Decimal(found[2]):.12f}".rstrip("0").rstrip(".")
    return f"above {power}" if found[1] else power


def parse_growth(text: str) -> tuple[Decimal, Fraction, str] | None:
    """Read "1.7 + L/1000 um" as its start, its rise a millimetre and its unit (or ""); None when it is none of L."""
    try:
        found = _FORMULA.fullmatch(plain_numbers(" ".join(text.split()))) if len(text) <= MAX_CHARS else None
    except QuantityError:
        return None
    if found is None:
        return None
    times, over = Fraction(found[2] or 1), Fraction(found[3] or 1)
    return (Decimal(found[1]), times / over, found[4] or "") if over else None


def parse_formula(
    text: str, *, dimension: str, vocabulary: Vocabulary, unit: str = "", standard: TestStandard | None = None
) -> Formula | None:
    """Read a formula of a length L in millimetres with its unit; None when the text is not one.

    Raises:
        QuantityError: its unit is missing, unknown or of another dimension.
    """
    growth = parse_growth(text)
    if growth is None:
        return None
    start, slope, own = growth
    known = _known_unit(_agree((own, unit), text, dimension, vocabulary), str(start), dimension, vocabulary)
    return Formula(start=start, slope=slope, unit=known.name, standard=standard)


def _known_unit(name: str, first: str, dimension: str, vocabulary: Vocabulary) -> Unit:
    known = vocabulary.find_unit(name or ("1" if dimension == "count" else ""), dimension)
    if known is not None:
        return known
    units = ", ".join(dict.fromkeys(unit.name for unit in vocabulary.units.get(dimension, {}).values()))
    if not name:
        raise QuantityError("unit is missing", f"Write the unit after {first}: {units}.")
    if not vocabulary.is_unit(name):
        raise QuantityError(f"the unit {name!r} is not known", f"Use one of: {units}.")
    raise QuantityError(f"{name} does not measure {dimension}", f"Give it in a unit of {dimension}: {units}.")


def _agree(names: tuple[str | None, ...], words: str, dimension: str, vocabulary: Vocabulary) -> str:
    """Return the one unit that is named, however often and in whatever spelling."""
    stated = list(dict.fromkeys(name for name in names if name))
    if len(stated) > 1 and len({vocabulary.find_unit(name, dimension) or name for name in stated}) > 1:
        told = " and ".join(stated)
        raise QuantityError(f"{words!r} is stated in more than one unit: {told}", "State its unit once.")
    return stated[0] if stated else ""


@cache
def _pattern() -> re.Pattern[str]:
    bounds = "|".join(re.escape(word) for word in sorted(_BOUNDS, key=len, reverse=True))
    number = r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?"
    unit, short = (rf"(?:1/[A-Za-z]{{1,3}}|[^\s0-9.,+<>=(-][^,+<>=]{{0,30}}{lazy})" for lazy in ("", "?"))
    interval = rf"(?: ?(?:to|-|and|–) ?({number}) ?({unit})?)?"
    return re.compile(rf"(?:({bounds}) ?)?({number}) ?({short})??{interval}", re.IGNORECASE)

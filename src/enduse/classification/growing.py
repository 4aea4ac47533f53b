"""Limits that grow with a length, against values that may grow with it too: decided exactly over a whole range.

Value and limit are both a + b x L, so their difference is one straight line: its
largest and smallest values lie at the ends of the range of L. Cost: constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from enduse.classification.spans import Span, compare
from enduse.knowledge.control_law import LimitByLength
from enduse.knowledge.measures import EXACT, Unit, Vocabulary
from enduse.model.item import Formula

_MILLIMETRES = 1000
# No length of zero is measured: what a line has there is neared at some length, and never quite reached.
_STRICT = {"at_least": "above", "above": "above", "at_most": "below", "below": "below"}
_LOOSE = {"at_least": "at_least", "above": "at_least", "at_most": "at_most", "below": "at_most"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Whether a limit is met, and the difference that decides it, in the limit's unit; None is undecided."""

    is_met: bool | None
    difference: Decimal | None
    needs_length: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A value with its bounds at length zero, and its rise a millimetre; all in the reference unit."""

    low: Fraction | None
    high: Fraction | None
    slope: Fraction


def decide_growing(
    limit: LimitByLength, value: Span | Formula, lengths: Span | None, *, is_range: bool, vocabulary: Vocabulary,
) -> Grown:
    """Compare one claim with the limit over all lengths from the low end (zero, unless a range) to the high end.

    `lengths` is what is known of the length, in metres: of a range its two ends, of
    a quantity where the one length it goes to can lie; None where nothing is stated.
    """
    prop = vocabulary.properties[limit.property]
    unit = vocabulary.units[prop.dimension][limit.unit]
    rising = limit.operator in ("at_least", "above")
    line = _difference(limit, _line_of(value, prop.dimension, vocabulary), unit)
    first, last = _ends(lengths, is_range=is_range)
    # "at most" is met where the difference is smallest, so "some" asks for the smallest and "every" for the largest.
    wants_least = (limit.at == "some") is not rising
    at_last = (line.slope < 0) if wants_least else (line.slope > 0)
    span = _over(line, last if at_last else first)
    operator = limit.operator
    if not at_last and line.slope and first == Span(low=Decimal(0), high=Decimal(0)):
        operator = _STRICT[operator] if limit.at == "some" else _LOOSE[operator]
    is_met = compare(span, operator, Decimal(0))
    decisive = None if is_met is None else _decisive(span, is_met=is_met, rising=rising)
    difference = None
    if decisive is not None:
        with localcontext(EXACT):
            difference = round(decisive * unit.divisor / unit.factor, 12).normalize()
            difference = -difference if rising else difference
    return Grown(is_met=is_met, difference=difference, needs_length=is_met is None and at_last)


def _line_of(value: Span | Formula, dimension: str, vocabulary: Vocabulary) -> _Line:
    if isinstance(value, Span):
        low, high = (None if end is None else Fraction(end) for end in (value.low, value.high))
        return _Line(low=low, high=high, slope=Fraction(0))
    unit = vocabulary.units[dimension][value.unit]
    start, slope = _scale(Fraction(value.start), unit), _scale(value.slope, unit)
    return _Line(low=start, high=start, slope=slope)


def _difference(limit: LimitByLength, line: _Line, unit: Unit) -> _Line:
    start, slope = _scale(Fraction(limit.start), unit), _scale(limit.slope, unit)
    return _Line(
        low=None if line.low is None else line.low - start, high=None if line.high is None else line.high - start,
        slope=line.slope - slope,
    )


def _scale(number: Fraction, unit: Unit) -> Fraction:
    return number * Fraction(unit.factor) / Fraction(unit.divisor)


def _ends(lengths: Span | None, *, is_range: bool) -> tuple[Span, Span]:
    """Return where the shortest and the longest length lie, in metres."""
    zero, endless = Decimal(0), Span(low=Decimal(0))
    if lengths is None:
        return Span(low=zero, high=zero), endless
    if not is_range:
        return Span(low=zero, high=zero), lengths if lengths.low is not None else Span(low=zero, high=lengths.high)
    low = zero if lengths.low is None else lengths.low
    return Span(low=low, high=low), endless if lengths.high is None else Span(low=lengths.high, high=lengths.high)


def _over(line: _Line, at: Span) -> Span:
    """Return where the line can lie at a length that lies in a span."""
    ends = [None if end is None else Fraction(end) * _MILLIMETRES for end in (at.low, at.high)]
    rises: list[Fraction | None] = [
        Fraction(0) if line.slope == 0 else None if end is None else line.slope * end for end in ends
    ]
    falls = line.slope < 0
    low, high = (rises[1], rises[0]) if falls else (rises[0], rises[1])
    return Span(low=_add(line.low, low), high=_add(line.high, high))


def _add(number: Fraction | None, rise: Fraction | None) -> Decimal | None:
    if number is None or rise is None:
        return None
    total = number + rise
    with localcontext(EXACT):
        return Decimal(total.numerator) / Decimal(total.denominator)


def _decisive(span: Span, *, is_met: bool, rising: bool) -> Decimal | None:
    return span.high if is_met is not rising else span.low

"""Values and weights held against those of like goods, from one pass over the file they stand in.

Goods are alike that have one customs code and go one way, then those of the code, then those of its heading: the
first group that is large enough answers. What is compared is the logarithm, in steps of a twentieth, so that a
group takes memory by its spread and not by its rows. When more than `MOST_STEPS` steps are held, no new groups of
one way are begun, then none of one code, and `is_cut` says so. Cost: nine steps counted a row at most; asking costs a
look-up for each measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log

from enduse.knowledge.declaration_columns import ComparingRule

MOST_STEPS = 1_000_000
_STEPS = 20
_TO_DEVIATION = 1.4826  # makes of a median distance what a standard deviation would be, were the values normal
_HEADING = 4

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What of one line can be compared: its code, its way, and each measure with the unit or currency it is in."""

    code: str
    way: str
    measures: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure of a line beside like goods: spreads off their median, without sign, and how many times that it is.

    `of` says which goods, `rows` how many.
    """

    measure: str
    spreads: float
    times: float
    of: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Usual:
    median: float
    spread: float
    rows: int


def measure(
    *, code: str, way: str, quantity: Decimal | None, unit: str, value: Decimal | None, currency: str,
    weight: Decimal | None,
) -> Measured:
    """Return what of a line can be compared; what is not stated, or not above zero, is left out."""
    number, worth, mass = (float(one) if one is not None and one > 0 else 0.0 for one in (quantity, value, weight))
    found = []
    if worth and mass:
        found.append(("value per kilogram", currency, worth / mass))
    if worth and number:
        found.append(("value per unit", f"{currency} {unit}".strip(), worth / number))
    if mass and number:
        found.append(("weight per unit", unit, mass / number))
    return Measured(code=code, way=way, measures=tuple((name, of, log(one)) for name, of, one in found))


class LikeGoods:
    """The spread of each measure of each group of like goods; fill it with `add`, `close` it, then ask."""

    def __init__(self, rule: ComparingRule) -> None:
        self._rule = rule
        self._counts: dict[_Key, dict[int, int]] = {}
        self._usual: dict[_Key, _Usual] = {}
        self._steps = 0
        self.is_cut = False

    def add(self, one: Measured) -> None:
        """Count what one line measures."""
        for name, of, value in one.measures:
            step = round(value * _STEPS)
            for level, key in enumerate(_keys(one, name, of)):
                held = self._counts.get(key)
                if held is None:
                    if self._steps > MOST_STEPS * (level + 1):
                        self.is_cut = True
                        continue
                    held = self._counts[key] = {}
                if step in held:
                    held[step] += 1
                else:
                    held[step] = 1
                    self._steps += 1

    def close(self) -> None:
        """Make of the counts what `compare` asks for, and let go of them."""
        for key in list(self._counts):
            counts = self._counts.pop(key)
            rows = sum(counts.values())
            if rows >= self._rule.least_rows:
                median = _median(counts)
                off: dict[int, int] = {}
                for step, number in counts.items():
                    off[abs(step - round(median))] = off.get(abs(step - round(median)), 0) + number
                spread = _median(off) / _STEPS * _TO_DEVIATION
                self._usual[key] = _Usual(median / _STEPS, max(spread, self._rule.smallest_spread), rows)

    @property
    def groups(self) -> int:
        """Return how many groups of like goods are large enough to answer."""
        return len(self._usual)

    def compare(self, one: Measured) -> tuple[Comparison, ...]:
        """Return each measure of a line beside the nearest group that is large enough; none where no group is."""
        return tuple(self._compare(one))

    def _compare(self, one: Measured) -> Iterator[Comparison]:
        for name, of, value in one.measures:
            for key in _keys(one, name, of):
                usual = self._usual.get(key)
                if usual is not None:
                    off = value - usual.median
                    yield Comparison(
                        measure=name, spreads=round(abs(off) / usual.spread, 2), times=round(exp(min(off, 100.0)), 4),
                        of=" ".join(part for part in key[2:] if part), rows=usual.rows,
                    )
                    break


def _keys(one: Measured, name: str, of: str) -> Sequence[_Key]:
    """Return the groups that a line belongs to, the nearest first; none without a code."""
    if len(one.code) < _HEADING:
        return ()
    ways: list[_Key] = [(name, of, one.code, one.way)] if one.way else []
    return (*ways, (name, of, one.code), (name, of, one.code[:_HEADING]))


def _median(counts: Mapping[int, int]) -> float:
    """Return the middle of counted steps, half way between the two in the middle where their number is even."""
    total = sum(counts.values())
    passed = 0
    low: int | None = None
    for step in sorted(counts):
        passed += counts[step]
        if low is not None:
            return (low + step) / 2
        if 2 * passed > total:
            return float(step)
        if 2 * passed == total:
            low = step
    return float(low or 0)

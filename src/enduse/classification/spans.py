"""Where a value can lie: spans with open or closed ends, how they meet limits, and how they are computed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

from enduse.knowledge.derivations import Expression, OfSizes, Sum

# Quotients that do not end are cut here; what does end is exact, so that a value on a limit stands on it.
_EXACT = Context(prec=60)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a true value lies, in the reference unit of its dimension; None is no bound."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_is_open: bool = False
    high_is_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether no value lies in the span."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_is_open or self.high_is_open))

    def __and__(self, other: Span) -> Span:
        low, low_open = _tighter(self.low, self.low_is_open, other.low, other.low_is_open, sign=1)
        high, high_open = _tighter(self.high, self.high_is_open, other.high, other.high_is_open, sign=-1)
        return Span(low=low, high=high, low_is_open=low_open, high_is_open=high_open)


def compare(span: Span | None, operator: str, limit: Decimal) -> bool | None:
    """Compare a span with a limit: None while it lies on both sides."""
    if span is None:
        return None
    low, high = span.low, span.high
    if operator == "at_most":
        if high is not None and high <= limit:
            return True
        is_outside = low is not None and (low > limit or (low == limit and span.low_is_open))
    elif operator == "below":
        if high is not None and (high < limit or (high == limit and span.high_is_open)):
            return True
        is_outside = low is not None and low >= limit
    elif operator == "at_least":
        if low is not None and low >= limit:
            return True
        is_outside = high is not None and (high < limit or (high == limit and span.high_is_open))
    else:
        if low is not None and (low > limit or (low == limit and span.low_is_open)):
            return True
        is_outside = high is not None and high <= limit
    return False if is_outside else None


def meet_band(
    span: Span | None, how: str, low: Decimal | None, high: Decimal | None, *, is_open: bool
) -> tuple[bool | None, Decimal | None]:
    """Compare a capability range with a band: whether it "overlaps", "covers" or lies "within" it, and how far from it.

    An end of the range that is not stated leaves the answer open where it could
    change it. The distance is negative inside, positive outside, None while open.
    """
    if span is None:
        return None, None
    gaps: list[tuple[Decimal | None, bool]] = []
    if how == "overlaps":
        gaps += [(None if span.low is None else span.low - high, is_open)] if high is not None else []
        gaps += [(None if span.high is None else low - span.high, is_open)] if low is not None else []
    else:
        sign = 1 if how == "covers" else -1
        gaps += [(None if span.low is None else sign * (span.low - low), False)] if low is not None else []
        gaps += [(None if span.high is None else sign * (high - span.high), False)] if high is not None else []
    known = [gap for gap, _ in gaps if gap is not None]
    outside = [gap for gap, strict in gaps if gap is not None and (gap > 0 or (strict and gap == 0))]
    if outside:
        return False, max(outside)
    if len(known) < len(gaps):
        return None, None
    return True, max(known)


def compute(
    expression: Expression, find: Callable[[str], Span | None], sizes: Callable[[str], tuple[Span, ...]]
) -> Span | None:
    """Return the span of a formula of quantities that are not negative; None where a part is unknown."""
    if isinstance(expression, Decimal):
        return Span(low=expression, high=expression)
    if isinstance(expression, str):
        span = find(expression)
        if span is None or (span.low is not None and span.low < 0):
            return None
        return span if span.low is not None else Span(low=_ZERO, high=span.high, high_is_open=span.high_is_open)
    if isinstance(expression, OfSizes):
        return _of_sizes(expression.function, sizes(expression.property))
    left, right = compute(expression.left, find, sizes), compute(expression.right, find, sizes)
    if left is None or right is None:
        return None
    return _join(expression, left, right)


def _join(expression: Sum, left: Span, right: Span) -> Span | None:
    if expression.sign in "-/":
        right = Span(low=right.high, high=right.low, low_is_open=right.high_is_open, high_is_open=right.low_is_open)
    low = _work(expression.sign, left.low, right.low)
    high = _work(expression.sign, left.high, right.high)
    if low is None and expression.sign != "-":
        low = _ZERO
    return Span(
        low=low, high=high, low_is_open=left.low_is_open or right.low_is_open,
        high_is_open=left.high_is_open or right.high_is_open,
    )


def _work(sign: str, a: Decimal | None, b: Decimal | None) -> Decimal | None:
    if a is None or b is None or (sign == "/" and b == 0):
        return None
    if sign == "+":
        return _EXACT.add(a, b)
    if sign == "-":
        return _EXACT.subtract(a, b)
    return _EXACT.multiply(a, b) if sign == "*" else _EXACT.divide(a, b)


def _of_sizes(function: str, sizes: tuple[Span, ...]) -> Span | None:
    lows = [span.low for span in sizes if span.low is not None]
    highs = [span.high for span in sizes if span.high is not None]
    if not sizes or len(lows) != len(sizes) or len(highs) != len(sizes) or min(lows) < 0:
        return None
    if function == "product":
        if len(sizes) != 3:
            return None
        return Span(low=_product(lows), high=_product(highs))
    if function == "middle":
        return Span(low=sorted(lows)[1], high=sorted(highs)[1]) if len(sizes) == 3 else None
    pick = max if function == "max" else min
    return Span(low=pick(lows), high=pick(highs))


def _product(numbers: list[Decimal]) -> Decimal:
    product = Decimal(1)
    for number in numbers:
        product = _EXACT.multiply(product, number)
    return product


def _tighter(
    a: Decimal | None, a_open: bool, b: Decimal | None, b_open: bool, *, sign: int
) -> tuple[Decimal | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a - b) * sign > 0 else (b, b_open)

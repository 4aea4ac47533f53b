"""Counts of axes of a whole: what each piece adds, and between which ends the sum must lie.

A piece that states a count says what it is with that piece. Where several pieces do,
or one brings an axis and says nothing of the count, the count of the whole lies
between the most that is certain and the sum of all that may come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from enduse.classification.facts import Facts
from enduse.classification.spans import Span
from enduse.knowledge.item_nodes import EVERY_AXIS
from enduse.knowledge.unions import CountRule, Join
from enduse.model.item import Item, Parameter, Quantity

_ZERO = Decimal(0)
Told = list[tuple[Parameter, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bit:
    """One piece with its name. `is_changing` where what it states stands in place of what was stated without it.

    `times` is how many of it there are to a whole.
    """

    name: str
    item: Item
    is_changing: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rise:
    """What one piece does to a count: the count that it states, or by how much at most it raises it (None: no end)."""

    by: str
    stated: Span | None = None
    most: Decimal | None = _ZERO


def count_anew(
    rule: CountRule, base: Facts, others: Sequence[Bit], joined: Sequence[tuple[Bit, Join]]
) -> Told | None:
    """Return the claims on a count of the whole, None where the pieces leave it as it is.

    `base` are the facts without the pieces that change them.
    """
    claims: Told = [
        (claim, (bit.name,)) for bit in others if bit.is_changing
        for claim in bit.item.parameters if claim.name == rule.name and not claim.axis
    ]
    rises = [_rise(rule, base, bit) for bit in others]
    rises += [_joined_rise(rule, base, bit, join) for bit, join in joined]
    stated = [rise.stated for rise in rises if rise.stated is not None]
    loose = [rise for rise in rises if rise.stated is None and rise.most != 0]
    if not loose and len(stated) < 2:
        return claims or None
    known = base.find(base.vocabulary.properties[rule.name], "")
    if known.is_conflict:
        return None
    if not stated and not any(claim.name == rule.name and not claim.axis for claim in base.item.parameters):
        return None
    span = _add_up(known.span or Span(), stated, [rise.most for rise in loose])
    pieces = {rise.by for rise in rises if rise.stated or rise.most != 0}
    value = Quantity(low=span.low, high=span.high, unit="1")
    return [(Parameter(name=rule.name, value=value), tuple(sorted(pieces)))]


def _add_up(base: Span, stated: Sequence[Span], loose: Sequence[Decimal | None]) -> Span:
    """Return where a count lies that pieces state as it is with each alone, and that others raise by so much at most.

    Each end moves one way only as more is known, so that an answer once decided stays.
    """
    if not stated:
        low, high = base.low, base.high
    elif len(stated) == 1:
        low, high = stated[0].low, stated[0].high
    else:
        low = max((one.low for one in stated if one.low is not None), default=None)
        high = base.high
        for one in stated:
            fall = None if base.high is None or one.low is None else max(_ZERO, base.high - one.low)
            rise = None if one.high is None else max(_ZERO, one.high - (base.low or _ZERO))
            low = None if low is None or fall is None else low - fall
            high = None if high is None or rise is None else high + rise
        low = None if low is None else max(low, _ZERO)
    for most in loose:
        high = None if high is None or most is None else high + most
    return Span(low=low, high=high)


def _rise(rule: CountRule, base: Facts, bit: Bit) -> _Rise:
    own = Facts(bit.item, base.vocabulary)
    prop = base.vocabulary.properties[rule.name]
    if bit.is_changing and any(claim.name == rule.name and not claim.axis for claim in bit.item.parameters):
        return _Rise(by=bit.name, stated=own.find(prop, "").span or Span())
    named = sum(len(_new_axes(base, own, owner)) for owner in rule.axes)
    everywhere = sum(len(_new_axes(base, own, owner)) for owner in ("linear_axis", "rotary_axis"))
    followed = _ZERO
    for name in rule.follows if bit.is_changing else ():
        told = own.find(base.vocabulary.properties[name], "").span
        if told is None:
            continue
        if told.high is None:
            return _Rise(by=bit.name, most=None)
        was = base.find(base.vocabulary.properties[name], "").span
        followed = max(followed, told.high - ((was.low if was else None) or _ZERO))
    most = Decimal(named) if everywhere >= followed else max(Decimal(named), followed)
    return _Rise(by=bit.name, most=most)


def _new_axes(base: Facts, own: Facts, owner: str) -> set[str]:
    is_linear = owner == "linear_axis"
    there, here = (facts.linear_axes if is_linear else facts.rotary_axes for facts in (base, own))
    return set(here) - set(there) - {EVERY_AXIS}


def _joined_rise(rule: CountRule, base: Facts, bit: Bit, join: Join) -> _Rise:
    own = Facts(bit.item, base.vocabulary)
    if rule.name in join.raises:
        most = _first_stated(own, join.raises[rule.name])
        return _Rise(by=bit.name, most=None if most is None else most * bit.times)
    if rule.name in join.reaches:
        reach = _first_stated(own, join.reaches[rule.name])
        was = base.find(base.vocabulary.properties[rule.name], "").span
        low = (was.low if was else None) or _ZERO
        return _Rise(by=bit.name, most=None if reach is None else max(_ZERO, reach - low))
    return _Rise(by=bit.name)


def _first_stated(own: Facts, names: Sequence[str]) -> Decimal | None:
    spans = (own.find(own.vocabulary.properties[name], "").span for name in names)
    return next((span.high for span in spans if span is not None), None)

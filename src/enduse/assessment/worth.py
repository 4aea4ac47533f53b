"""The measured worth of flags: how often orders with a flag ended badly, beside those without. Never a weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt

from enduse.model.answer import Verdict
from enduse.model.kept_order import FlagWorth

_Z = 1.959964  # of a normal distribution: 95 % lie within
_DIGITS = 4


def measure_worth(orders: Iterable[tuple[Mapping[str, str], bool]], flags: Iterable[str]) -> dict[str, FlagWorth]:
    """Return the worth of each flag from orders, each given as the verdicts of its flags and whether it ended badly.

    A flag that an order does not tell of counts as unknown there. Cost: orders times flags.
    """
    names = tuple(flags)
    counts: Counter[tuple[str, str, bool]] = Counter()
    for verdicts, is_bad in orders:
        counts.update((flag, verdicts.get(flag, Verdict.UNKNOWN.value), is_bad) for flag in names)
    return {flag: _worth(flag, counts) for flag in names}


def _worth(flag: str, counts: Mapping[tuple[str, str, bool], int]) -> FlagWorth:
    met_bad, met_good = (counts.get((flag, Verdict.MET.value, bad), 0) for bad in (True, False))
    not_bad, not_good = (counts.get((flag, Verdict.NOT_MET.value, bad), 0) for bad in (True, False))
    met, not_met = interval(met_bad, met_bad + met_good), interval(not_bad, not_bad + not_good)
    return FlagWorth(
        met_bad=met_bad, met_good=met_good, not_met_bad=not_bad, not_met_good=not_good,
        unknown=sum(counts.get((flag, Verdict.UNKNOWN.value, bad), 0) for bad in (True, False)),
        share_when_met=met[0], met_low=met[1], met_high=met[2],
        share_when_not_met=not_met[0], not_met_low=not_met[1], not_met_high=not_met[2],
    )


def interval(hits: int, of: int) -> tuple[float | None, float | None, float | None]:
    """Return a share and its interval of 95 % by Wilson (1927), which holds for few cases too; None for no cases."""
    if not of:
        return None, None, None
    share = hits / of
    base = 1 + _Z * _Z / of
    middle = (share + _Z * _Z / (2 * of)) / base
    half = _Z * sqrt(share * (1 - share) / of + _Z * _Z / (4 * of * of)) / base
    return round(share, _DIGITS), round(max(middle - half, 0.0), _DIGITS), round(min(middle + half, 1.0), _DIGITS)

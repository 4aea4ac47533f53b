"""Which answers move between two days: two editions of the law against a catalogue of items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.classification.classifying import classify
from enduse.knowledge.control_law import ControlLaw
from enduse.model.answer import Verdict
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An item whose position under a regime differs on two days, with the paragraphs that were met on each."""

    item: str
    regime: str
    before: ControlPosition
    after: ControlPosition
    met_before: tuple[str, ...]
    met_after: tuple[str, ...]
    edition_before: str
    edition_after: str


def find_moves(
    items: Iterable[Item], *, law: ControlLaw, before: date, after: date, regimes: Sequence[str] | None = None
) -> Iterator[Move]:
    """Yield every item and regime whose position, or whose met paragraphs, differ between two days.

    Streams: one item is held at a time. Costs two classifications an item.
    """
    for item in items:
        old = classify(item, as_of=before, law=law, regimes=regimes)
        new = classify(item, as_of=after, law=law, regimes=regimes)
        yield from compare_days(old, new)


def compare_days(old: Classification, new: Classification) -> Iterator[Move]:
    """Yield what moved for one item between its classifications on two days, regime by regime."""
    for was, now in zip(old.positions, new.positions, strict=True):
        met = _met(old, was), _met(new, now)
        if was.position is not now.position or met[0] != met[1]:
            yield Move(
                item=old.item, regime=was.regime, before=was.position, after=now.position, met_before=met[0],
                met_after=met[1], edition_before=was.edition, edition_after=now.edition,
            )


def _met(classification: Classification, position: RegimePosition) -> tuple[str, ...]:
    return tuple(
        d.entry for d in classification.determinations
        if d.regime == position.regime and d.answer.verdict is Verdict.MET
    )

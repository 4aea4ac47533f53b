"""Where items stand on some days, without the trees that say why, and which answers move between two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from enduse.classification.classifying import derive_position
from enduse.classification.findings import Appraiser, UnderRegime
from enduse.knowledge.control_law import ControlLaw
from enduse.model.answer import Verdict
from enduse.model.determination import ControlPosition, RegimePosition
from enduse.model.item import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An item's position under a regime on a day, with the paragraphs that are met and those that are open."""

    position: RegimePosition
    met: tuple[str, ...]
    undetermined: tuple[str, ...]


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


def find_standings(
    item: Item, *, days: Sequence[date], law: ControlLaw, regimes: Sequence[str] | None = None
) -> tuple[tuple[Standing, ...], ...]:
    """Return for each day where an item stands under each regime; what editions have in common is weighed once."""
    appraiser = Appraiser(item, law)
    return tuple(
        tuple(stand(under, appraiser) for under in appraiser.find(day, regimes)) for day in days
    )


def stand_under_editions(item: Item, law: ControlLaw) -> Iterator[Standing]:
    """Yield where an item stands under every edition that is loaded, on the day each came into force."""
    appraiser = Appraiser(item, law)
    for regime in law.regimes:
        for edition in regime.editions:
            yield from (stand(under, appraiser) for under in appraiser.find(edition.since, [regime.regime]))


def stand(under: UnderRegime, appraiser: Appraiser) -> Standing:
    """Return where an item stands by what was found under a regime."""
    return Standing(
        position=derive_position(under, appraiser), met=_names(under, Verdict.MET),
        undetermined=_names(under, Verdict.UNKNOWN),
    )


def _names(under: UnderRegime, verdict: Verdict) -> tuple[str, ...]:
    return tuple(one.asked.paragraph.entry for one in under.findings if one.answer.verdict is verdict)


def find_moves(
    items: Iterable[Item], *, law: ControlLaw, before: date, after: date, regimes: Sequence[str] | None = None
) -> Iterator[Move]:
    """Yield every item and regime whose position, or whose met paragraphs, differ between two days.

    Streams: one item is held at a time.
    """
    for item in items:
        old, new = find_standings(item, days=(before, after), law=law, regimes=regimes)
        yield from compare_days(name_item(item), old, new)


def compare_days(item: str, old: Sequence[Standing], new: Sequence[Standing]) -> Iterator[Move]:
    """Yield what moved for one item between two days, regime by regime."""
    for was, now in zip(old, new, strict=True):
        if was.position.position is not now.position.position or was.met != now.met:
            yield Move(
                item=item, regime=was.position.regime, before=was.position.position, after=now.position.position,
                met_before=was.met, met_after=now.met, edition_before=was.position.edition,
                edition_after=now.position.edition,
            )


def name_item(item: Item) -> str:
    """Return what an item is called: its description, else its maker and model."""
    return item.description or " ".join(filter(None, (item.maker, item.model)))

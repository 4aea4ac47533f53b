"""What a row of columns is asked beyond its parties' names: earlier cases, ways to parties of concern, control lists.

Each answer is kept for the next rows, which mostly tell of the same parties and goods. A row has bounds: ways are
sought from three parties that the record knows nearly surely, and from no other. Cost: a class of goods that was not
seen before some 3 ms, a party that the record knows some 20 ms; seen before, microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from enduse.assessment.dossier import may_bind, party_key
from enduse.classification.asking_wholes import classify_lines
from enduse.classification.findings import list_asked
from enduse.classification.moving import name_item
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.product_claims import add_claims
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.item import Item, ItemFile, ItemLine
from enduse.model.party import Party
from enduse.model.path import Trace
from enduse.model.screening import Screening
from enduse.workspace.declarations import DeclarationRow
from enduse.workspace.products import fill_item
from enduse.workspace.reaching import reach_item
from enduse.workspace.row_repeats import RowRepeats

if TYPE_CHECKING:
    from enduse.workspace.answering import Desk

_MOST_TRACED = 3  # parties of a row
_KEPT = 5_000  # answers of a kind that are kept for the next rows
STATED = "as the row states"
K = TypeVar("K")
V = TypeVar("V")


class RowAsker:
    """A desk with what it answered for earlier rows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._items: dict[tuple[Hashable, ...], Classification] = {}
        self._claimed: dict[tuple[str, str], Item] = {}
        self._traces: dict[tuple[str, tuple[str, ...]], Trace | None] = {}

    @cached_property
    def repeats(self) -> RowRepeats:
        """Return the earlier cases, opened at the first row."""
        return RowRepeats(self.desk.view)

    def classify(self, row: DeclarationRow) -> Classification | None:
        """Return where the goods of a row stand: by what is stated of them, and by the entries they are declared under.

        None where neither is told.
        """
        if row.order is None:
            return None
        item = row.order.lines[0].item
        if item.maker and item.model:
            item = add_claims(item, _keep(self._claimed, (item.maker, item.model), partial(self._claims, item)))
        if not (item.kinds or item.parameters or row.entries):
            return None
        key = (list_asked(item), item.origin, item.maker, row.entries)
        found = _keep(self._items, key, partial(self._classify, item, row.entries))
        return replace(found, item=name_item(item) or "The item")

    def trace(self, parties: Sequence[Party], screenings: Sequence[Screening]) -> tuple[Trace, ...]:
        """Return where the parties that the record knows nearly surely could lead, of the first of them."""
        found: list[Trace] = []
        for party, screening in zip(parties, screenings, strict=True):
            if screening.hits and len(found) < _MOST_TRACED:
                key = (party_key(party), tuple(hit.entity.id for hit in screening.hits))
                trace = _keep(self._traces, key, partial(self.desk.trace_known, party, screening))
                if trace is not None:
                    found.append(replace(trace, party=party.name))
        return tuple(found)

    def _claims(self, item: Item) -> Item:
        """Return what is claimed of a maker's model."""
        return fill_item(Item(description="", maker=item.maker, model=item.model), self.desk.view)

    def _classify(self, item: Item, entries: Sequence[str]) -> Classification:
        as_of, found = self.desk.as_of, None
        if item.kinds or item.parameters:
            file = ItemFile(lines=(ItemLine(number=1, item=item),))
            found = classify_lines(file, as_of=as_of, law=load_controls(), is_brief=True)[0]
        return Classification(
            item="", as_of=as_of, determinations=found.determinations if found else (),
            positions=_declare(found.positions if found else (), entries), jurisdictions=reach_item(item, as_of=as_of),
        )


def _keep(held: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """Return what is held under a key, made where it is not; where much is held all of it is forgotten first."""
    if key not in held:
        if len(held) >= _KEPT:
            held.clear()
        held[key] = make()
    return held[key]


# -- entries that a row states ---------------------------------------------------------


def _declare(positions: Sequence[RegimePosition], entries: Sequence[str]) -> tuple[RegimePosition, ...]:
    """Return positions with those that stated entries give: controlled, as the row states."""
    if not entries:
        return tuple(positions)
    stated: dict[str, list[str]] = {}
    for entry in entries:
        for regime in regimes_of(entry):
            stated.setdefault(regime, []).append(entry.rpartition(" ")[2])
    kept = [one for one in positions if one.regime not in stated or one.position is ControlPosition.CONTROLLED]
    held = {one.regime: one for one in positions}
    titles = _titles()
    for regime, named in stated.items():
        old = held.get(regime)
        if old is None or old.position is not ControlPosition.CONTROLLED:
            kept.append(RegimePosition(
                regime=regime, title=titles.get(regime, regime), position=ControlPosition.CONTROLLED, note=STATED,
                entries=tuple(named), edition=old.edition if old else "",
            ))
    return tuple(sorted(kept, key=lambda one: list(titles).index(one.regime) if one.regime in titles else len(titles)))


@lru_cache(maxsize=1 << 12)
def regimes_of(entry: str) -> tuple[str, ...]:
    """Return the control lists on which a stated entry stands: the one it names, else those that have its number."""
    from enduse.knowledge.directories import REGIMES
    from enduse.workspace.law_questions import list_entries

    regime, _, code = entry.rpartition(" ")
    number = code.partition(".")[0]
    wanted = [regime] if regime else list(REGIMES)
    return tuple(one for one in wanted if one in REGIMES and any(
        listed.entry.partition(".")[0] == number for listed in list_entries(number, regimes=[one])))


@cache
def _titles() -> Mapping[str, str]:
    return {law.regime: law.title for law in load_controls().regimes}


def open_positions(found: Sequence[Classification]) -> list[RegimePosition]:
    """Return the positions that a missing fact alone keeps from being said, of laws that may bind."""
    return [position for one in found for position in one.positions
            if position.position is ControlPosition.POTENTIALLY_CONTROLLED and may_bind(one, position.regime)]

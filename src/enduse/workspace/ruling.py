"""Answering which entries control the items of a file, line by line: the answer of `enduse classify --json`.

Needs no workspace: the law comes with the program.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
from collections.abc import Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from enduse.classification.asking import what_to_ask
from enduse.classification.asking_wholes import Appraisers, WholeAppraiser, classify_lines, rule_whole
from enduse.classification.classifying import classify
from enduse.classification.findings import Appraiser, list_asked
from enduse.classification.jurisdiction import ask_of_laws
from enduse.classification.lines import compose_lines
from enduse.classification.moving import name_item
from enduse.classification.rulings import rule
from enduse.classification.wholes import as_ordered, compose_item, stands_alone
from enduse.knowledge.control_law import ControlLaw, is_below
from enduse.knowledge.controls_reader import load_controls
from enduse.model.answer import Verdict
from enduse.model.determination import Classification, Ruling
from enduse.model.inquiry import ItemInquiries
from enduse.model.item import Item, ItemFile
from enduse.model.viewpoint import Viewpoint
from enduse.workspace.asked_files import name_bytes, take_in
from enduse.workspace.law_questions import known_regimes
from enduse.workspace.orders import read_items
from enduse.workspace.reaching import reach_item
from enduse.workspace.settings import now

_SHARE = 100
_spell = json.JSONEncoder(allow_nan=False).encode


def read_asked(path: Path) -> ItemFile:
    """Read the items of a file, or of an order, without keeping it.

    Raises:
        InputError: it cannot be read; every fault is told.
    """
    data = take_in(path)
    return read_items(data, name=path.name, document=name_bytes(data))[0]


def rule_items(
    items: Iterable[Item], *, days: Sequence[date], regimes: Sequence[str] | None = None, entries: Sequence[str] = (),
    first: int = 0,
) -> Iterator[Ruling]:
    """Yield the lines of every item on every day, in the order of items (counted from `first`), days and regimes.

    Raises:
        UsageError: a regime is not encoded.
    """
    law = load_controls()
    wanted = known_regimes(law, regimes)
    told: dict[Hashable, tuple[Ruling, ...]] = {}
    for place, item in enumerate(items, first):
        if stands_alone(item):
            asked_of = list_asked(item)
            if asked_of not in told:
                if len(told) >= _SHARE:
                    told.clear()
                told[asked_of] = tuple(_rule_alone(item, place, law, days, wanted, entries))
            yield from (line if line.item == place else replace(line, item=place) for line in told[asked_of])
        for composed in compose_item(item, place, law):
            asked = WholeAppraiser(composed, Appraisers(law))
            for day in days:
                yield from rule_whole(asked, as_of=day, regimes=wanted, entries=entries)


def _rule_alone(
    item: Item, place: int, law: ControlLaw, days: Sequence[date], regimes: Sequence[str] | None, entries: Sequence[str]
) -> Iterator[Ruling]:
    appraiser = Appraiser(item, law)
    for day in days:
        yield from rule(appraiser.find(day, regimes), law=law, item=place, entries=entries)
    appraiser.forget()


def spell_rulings(
    file: ItemFile, *, days: Sequence[date], regimes: Sequence[str] | None = None, entries: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the lines of `rule_items` as JSON, in the same order; many items are shared out to all processors.

    The lines of what several items make together come last.

    Memory: what a share of a hundred items answers. Cost: two to four milliseconds of a
    processor an item, for all lists of one day.

    Raises:
        UsageError: a regime is not encoded.
    """
    asked = _Asked(days=tuple(days), regimes=known_regimes(load_controls(), regimes), entries=tuple(entries))
    yield from _spell_items(asked, file.items)
    if file.is_order or file.together:
        yield from _spell_together(asked, file)


def _spell_items(asked: _Asked, items: Sequence[Item]) -> Iterator[str]:
    shares = [(at, items[at:at + _SHARE]) for at in range(0, len(items), _SHARE)]
    workers = min(os.cpu_count() or 1, len(shares))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for share in shares:
            yield from _spell_share(asked, share)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        for lines in pool.map(partial(_spell_share, asked), shares):
            yield from lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    days: tuple[date, ...]
    regimes: tuple[str, ...] | None
    entries: tuple[str, ...]


def _spell_together(asked: _Asked, file: ItemFile) -> Iterator[str]:
    law = load_controls()
    appraisers = Appraisers(law)
    for composed in compose_lines(file.lines, file.together, law=law, is_order=file.is_order):
        whole = WholeAppraiser(composed, appraisers)
        for day in asked.days:
            for ruling in rule_whole(whole, as_of=day, regimes=asked.regimes, entries=asked.entries):
                yield _spell(ruling_to_json(ruling))


def _spell_share(asked: _Asked, share: tuple[int, Sequence[Item]]) -> list[str]:
    first, items = share
    rulings = rule_items(items, days=asked.days, regimes=asked.regimes, entries=asked.entries, first=first)
    gc.disable()  # nothing of an item outlives it in a circle, and looking for circles costs a fifth
    try:
        return [_spell(ruling_to_json(ruling)) for ruling in rulings]
    finally:
        gc.enable()


def classify_alone(
    file: ItemFile, *, as_of: date, regimes: Sequence[str] | None = None
) -> tuple[Classification, ...]:
    """Classify the items of a file on one day, with the whole trees and whose law reaches each."""
    law = load_controls()
    wanted = known_regimes(law, regimes)
    found = classify_lines(file, as_of=as_of, law=law, regimes=wanted)
    return tuple(
        replace(one, jurisdictions=reach_item(item, as_of=as_of, regimes=wanted))
        for item, one in zip(file.items, found, strict=True)
    )


def ask_next(
    items: Iterable[Item], *, as_of: date, regimes: Sequence[str] | None = None
) -> tuple[ItemInquiries, ...]:
    """Return for each item, as it is ordered, the smallest sets of facts that can still change a position, best first.

    Whose law counts is asked first, and nothing under a list whose law does not reach the item.
    """
    law = load_controls()
    wanted = known_regimes(law, regimes) or tuple(regime.regime for regime in law.regimes)
    return tuple(_ask_item(item, place, as_of, law, wanted) for place, item in enumerate(items))


def _ask_item(item: Item, place: int, as_of: date, law: ControlLaw, wanted: Sequence[str]) -> ItemInquiries:
    ordered = as_ordered(item, place, law)
    laws = reach_item(item, as_of=as_of, regimes=wanted)
    out = {one.regime for one in laws if one.answer.verdict is Verdict.NOT_MET}
    left = tuple(regime for regime in wanted if regime not in out)
    positions = classify(ordered, as_of=as_of, law=law, regimes=left).positions
    asked = what_to_ask(ordered, as_of=as_of, law=law, regimes=left)
    return ItemInquiries(
        item=name_item(item), inquiries=(*ask_of_laws(laws, positions, law.vocabulary), *asked),
    )


def narrow(classification: Classification, entries: Sequence[str]) -> Classification:
    """Return a classification with the determinations under some entries only."""
    kept = tuple(d for d in classification.determinations if any(is_below(d.entry, entry) for entry in entries))
    return replace(classification, determinations=kept)


def make_plain_viewpoint(as_of: date | None) -> Viewpoint:
    """Return the viewpoint of a question that no workspace has a part in: a day (today), known now."""
    moment = now()
    return Viewpoint(as_of=as_of or moment.date(), known_by=moment)


def ruling_to_json(ruling: Ruling) -> dict[str, Any]:
    """Return a line as plain JSON values; the margin is a number. Only a line of a whole says of what it is."""
    line = {
        "item": ruling.item, "regime": ruling.regime, "edition": ruling.edition, "date": ruling.date.isoformat(),
        "entry": ruling.entry, "verdict": ruling.verdict,
        "margin": None if ruling.margin is None else float(ruling.margin), "margin_unit": ruling.margin_unit,
        "by": ruling.by, "missing": list(ruling.missing), "because": ruling.because, "confidence": ruling.confidence,
    }
    if ruling.of:
        line |= {"of": ruling.of, "pieces": list(ruling.pieces), "facts": [
            {"fact": fact.fact, "axis": fact.axis, "value": fact.value, "by": list(fact.by),
             "instead_of": fact.instead_of, "is_conflict": fact.is_conflict} for fact in ruling.facts
        ]}
    return line

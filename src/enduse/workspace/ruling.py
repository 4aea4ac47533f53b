"""Answering which entries control the items of a file, line by line: the answer of `enduse classify --json`.

Needs no workspace: the law comes with the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from enduse.classification.classifying import classify_on_days
from enduse.classification.findings import Appraiser
from enduse.classification.rulings import rule
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.precedence import is_below
from enduse.model.determination import Classification, Ruling
from enduse.model.item import Item
from enduse.model.viewpoint import Viewpoint
from enduse.workspace.answering import known_regimes
from enduse.workspace.orders import read_items
from enduse.workspace.papers import name_bytes, take_in
from enduse.workspace.settings import now


def read_asked(path: Path) -> tuple[Item, ...]:
    """Read the items of a file, or of an order, without keeping it.

    Raises:
        InputError: it cannot be read; every fault is told.
    """
    data = take_in(path)
    return read_items(data, name=path.name, document=name_bytes(data))[0]


def rule_items(
    items: Iterable[Item], *, days: Sequence[date], regimes: Sequence[str] | None = None, entries: Sequence[str] = ()
) -> Iterator[Ruling]:
    """Yield the lines of every item on every day, in the order of items, days, regimes and entries.

    Raises:
        UsageError: a regime is not encoded.
    """
    law = load_controls()
    wanted = known_regimes(law, regimes)
    for place, item in enumerate(items):
        appraiser = Appraiser(item, law)
        for day in days:
            yield from rule(appraiser.find(day, wanted), law=law, item=place, entries=entries)


def classify_alone(
    items: Iterable[Item], *, as_of: date, regimes: Sequence[str] | None = None
) -> tuple[Classification, ...]:
    """Classify items on one day, with the whole trees."""
    law = load_controls()
    wanted = known_regimes(law, regimes)
    return tuple(classify_on_days(item, days=(as_of,), law=law, regimes=wanted)[0] for item in items)


def narrow(classification: Classification, entries: Sequence[str]) -> Classification:
    """Return a classification with the determinations under some entries only."""
    kept = tuple(d for d in classification.determinations if any(is_below(d.entry, entry) for entry in entries))
    return replace(classification, determinations=kept)


def make_plain_viewpoint(as_of: date | None) -> Viewpoint:
    """Return the viewpoint of a question that no workspace has a part in: a day (today), known now."""
    moment = now()
    return Viewpoint(as_of=as_of or moment.date(), known_by=moment)


def ruling_to_json(ruling: Ruling) -> dict[str, Any]:
    """Return a line as plain JSON values; the margin is a number."""
    return {
        "item": ruling.item, "regime": ruling.regime, "edition": ruling.edition, "date": ruling.date.isoformat(),
        "entry": ruling.entry, "verdict": ruling.verdict,
        "margin": None if ruling.margin is None else float(ruling.margin), "margin_unit": ruling.margin_unit,
        "by": ruling.by, "missing": list(ruling.missing), "because": ruling.because, "confidence": ruling.confidence,
    }

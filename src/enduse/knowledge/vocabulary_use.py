"""Which entries ask for which parameters: the vocabulary of items as it is published.

Cost: one walk over all conditions of the loaded law, kept for the process.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

from enduse.errors import NotFoundError
from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    IsStated,
    IsWord,
    Limit,
    LimitByLength,
    MeetsBand,
    NotSo,
    OnAxes,
    OnAxis,
    Paragraph,
    Readings,
    may_be,
)
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.measures import MEASURED, Property, Vocabulary, load_vocabulary
from enduse.model.parameter_use import ParameterUse


def list_parameters(kind: str = "") -> tuple[ParameterUse, ...]:
    """Return the parameters that entries on a kind of item ask for, by name; without a kind all of the vocabulary.

    Raises:
        NotFoundError: there is no such kind; names the nearest.
    """
    vocabulary = load_vocabulary()
    known = vocabulary.find_kind(kind) if kind else None
    if kind and known is None:
        near = difflib.get_close_matches(kind.casefold(), vocabulary.kind_names, n=3, cutoff=0.4)
        names = ", ".join(dict.fromkeys(vocabulary.kind_names[name] for name in near)) or "machine_tool"
        raise NotFoundError("there is no such kind of item.", where=kind, remedy=f"Near it: {names}.")
    used = _list_uses()
    rows = []
    for name, prop in sorted(vocabulary.properties.items()):
        uses = used.get(name, ())
        entries = [entry for entry, kinds in uses if known is None or may_be(known.name, kinds, vocabulary.kinds)
                   or any(known.name in vocabulary.kinds[k].within for k in kinds)]
        if entries or known is None:
            rows.append(_describe(prop, tuple(dict.fromkeys(entries)), vocabulary))
    return tuple(rows)


def _describe(prop: Property, entries: tuple[str, ...], vocabulary: Vocabulary) -> ParameterUse:
    units: tuple[str, ...] = ()
    if prop.type in MEASURED and prop.dimension != "count":
        units = tuple(dict.fromkeys(unit.name for unit in vocabulary.units[prop.dimension].values()))
    rule = vocabulary.derivations.get(prop.name)
    return ParameterUse(
        name=prop.name, also=prop.also, of=prop.of, type=prop.type, meaning=prop.label, question=prop.question,
        units=units, words=prop.words, computed=rule.says if rule else "", entries=entries,
    )


@lru_cache(maxsize=1)
def _list_uses() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Map each property to the entries that ask for it, each with the kinds of its paragraph."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}
    derivations = load_vocabulary().derivations
    for regime in load_controls().regimes:
        for entry in regime.entries:
            for paragraph in entry.paragraphs:
                use = (f"{regime.regime} {entry.entry}", paragraph.kinds)
                for name in _properties_of(paragraph):
                    inputs = derivations[name].inputs() if name in derivations else ()
                    for asked in (name, *inputs):
                        found.setdefault(asked, {})[use] = None
    return {name: tuple(uses) for name, uses in found.items()}


def _properties_of(paragraph: Paragraph) -> Iterator[str]:
    for condition in (paragraph.covers, *(exclusion.when for exclusion in paragraph.exclusions)):
        for part in walk(condition):
            if isinstance(part, Limit | LimitByLength | MeetsBand | IsStated | IsWord):
                yield part.property
            if isinstance(part, LimitByLength):
                yield part.length


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and all conditions below it."""
    yield condition
    parts: tuple[Condition, ...] = ()
    if isinstance(condition, AllOf | AnyOf | Readings):
        parts = condition.parts
    elif isinstance(condition, NotSo | OnAxes | OnAxis):
        parts = (condition.part,)
    for part in parts:
        yield from walk(part)

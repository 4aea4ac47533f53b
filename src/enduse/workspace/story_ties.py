"""The network that papers of one story tell together, and what they cannot all be right about.

Parties and items are one across papers where they are told by one name or model (`stories.key_of`). Cost: linear in
the statements of the papers, and the square of the values of one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.diversion.convention import relation_kinds
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.citing import cite
from enduse.model.statement import Sighting
from enduse.model.story import PaperQuestion, StoryTie
from enduse.names.folding import fold_name

_NAMING = ("name", "alias", "model", "description")
_ITEM_TIES = ("seeks", "supplies", "manufactures")
_MOST_TIES = 40
_MOST_QUESTIONS = 20

Said = Mapping[str, Sequence[Sighting]]  # what each paper says, by its hash, in the order of the story
Copies = Mapping[str, str]  # papers that are copies of earlier ones


@dataclass(frozen=True, slots=True)
class _Questions:
    """What has one value, what happens once, and what excludes each other, each with the question it raises."""

    single: tuple[tuple[str, str], ...]
    events: Mapping[str, str]
    outcomes: tuple[tuple[str, str, str], ...]


@cache
def _questions() -> _Questions:
    root = open_knowledge("assessment/contradictions.yaml")

    def texts(group: str, *names: str) -> Iterator[tuple[str, ...]]:
        for entry in root.get(group).required().items():
            yield tuple(entry.get(name).required().text() for name in names)

    found = _Questions(
        single=tuple((prop, asks) for prop, asks in texts("single", "prop", "asks")),
        events={entry[0]: entry[1] for entry in texts("events", "kind", "asks")},
        outcomes=tuple((one, other, asks) for one, other, asks in texts("outcomes", "one", "other", "asks")),
    )
    root.faults.check(KnowledgeError)
    return found


@dataclass(frozen=True, slots=True)
class _Called:
    """How the subjects of one paper are called there: what tells each in other papers, and its fullest name."""

    keys: Mapping[str, str]
    captions: Mapping[str, str]

    def key(self, subject: str) -> str:
        return self.keys.get(subject, subject)

    def caption(self, subject: str) -> str:
        return self.captions.get(subject, subject)


def _called(said: Sequence[Sighting]) -> _Called:
    names: dict[str, tuple[int, int, str]] = {}
    for sighting in said:
        each = sighting.statement
        if each.prop in _NAMING and not each.denied:
            rank = ("description", "alias", "name", "model").index(each.prop)
            names[each.subject] = max(names.get(each.subject, (-1, 0, "")), (rank, len(each.value), each.value))
    return _Called(
        {subject: f"{subject[:2]}{fold_name(name)}" for subject, (_, _, name) in names.items()},
        {subject: name for subject, (_, _, name) in names.items()},
    )


def find_ties(said: Said, copies: Copies) -> tuple[StoryTie, ...]:
    """Return the ties of the network, those told in most texts first."""
    kinds = {*relation_kinds(), *_ITEM_TIES}
    found: dict[tuple[str, str, str, bool], dict[str, Sighting]] = defaultdict(dict)
    captions: dict[str, str] = {}
    for document, sightings in said.items():
        called = _called(sightings)
        for sighting in sightings:
            each = sighting.statement
            if each.prop not in kinds:
                continue
            start, end = called.key(each.subject), called.key(each.value)
            captions.setdefault(start, called.caption(each.subject))
            captions.setdefault(end, called.caption(each.value))
            found[start, each.prop, end, each.denied].setdefault(copies.get(document, document), sighting)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        StoryTie(subject=captions[start], relation=prop, object=captions[end], denied=denied, texts=len(told),
                 citations=tuple(cite(sighting) for sighting in told.values()))
        for (start, prop, end, denied), told in ordered[:_MOST_TIES]
    )


@dataclass(frozen=True, slots=True)
class _Value:
    """One value that a paper gives: how it is compared and how it is told."""

    document: str
    key: str
    caption: str
    sighting: Sighting


def find_questions(said: Said) -> tuple[PaperQuestion, ...]:
    """Return what two papers of a story say against each other, each once; a copy that differs is asked about too."""
    found = [*_of_values(said), *_of_ties(said), *_of_events(said)]
    return tuple(found[:_MOST_QUESTIONS])


def _of_values(said: Said) -> Iterator[PaperQuestion]:
    """Yield questions about what has one value: maker, country, number, control status."""
    asks = dict(_questions().single)
    values: dict[tuple[str, str, str], list[_Value]] = defaultdict(list)
    for document, sightings in said.items():
        called = _called(sightings)
        modelled = {s.statement.subject for s in sightings if s.statement.prop == "model"}
        for sighting in sightings:
            each = sighting.statement
            is_told = each.subject in modelled or (each.subject.startswith("p-") and each.prop == "country")
            if each.prop in asks and is_told and not each.denied and each.subject in called.keys:
                value = _Value(document, called.key(each.value), called.caption(each.value), sighting)
                values[each.prop, called.key(each.subject), called.caption(each.subject)].append(value)
    for (prop, _, about), held in sorted(values.items()):
        yield from _differing(asks[prop].format(about=about), held)


def _differing(question: str, held: Sequence[_Value]) -> Iterator[PaperQuestion]:
    """Yield one question for each value that another paper gives and the first paper does not give too."""
    first = held[0]
    known = {value.key for value in held if value.document == first.document}
    for value in held:
        own = {other.key for other in held if other.document == value.document}
        if value.key not in known and first.key not in own:
            known.add(value.key)
            text = f"{question}: {first.caption} or {value.caption}?"
            yield PaperQuestion(text=text, left=cite(first.sighting), right=cite(value.sighting))


def _of_ties(said: Said) -> Iterator[PaperQuestion]:
    """Yield questions about ties that one paper states and another denies."""
    kinds = {*relation_kinds(), *_ITEM_TIES}
    told: dict[tuple[str, str, str], dict[bool, tuple[str, Sighting, str]]] = defaultdict(dict)
    for document, sightings in said.items():
        called = _called(sightings)
        for sighting in sightings:
            each = sighting.statement
            if each.prop in kinds:
                verb = each.prop.replace("_", " ")
                text = f"Is it so that {called.caption(each.subject)} {verb} {called.caption(each.value)}?"
                key = called.key(each.subject), each.prop, called.key(each.value)
                told[key].setdefault(each.denied, (document, sighting, text))
    for _, sides in sorted(told.items()):
        if len(sides) == 2 and sides[True][0] != sides[False][0]:
            yield PaperQuestion(text=sides[False][2], left=cite(sides[False][1]), right=cite(sides[True][1]))


def _of_events(said: Said) -> Iterator[PaperQuestion]:
    """Yield questions about when something happened, and about outcomes that exclude each other."""
    days: dict[tuple[str, str], list[_Value]] = defaultdict(list)
    happened: dict[tuple[str, str], tuple[str, Sighting]] = {}
    for document, sightings in said.items():
        for sighting in sightings:
            each = sighting.statement
            if each.prop != "event" or each.denied:
                continue
            kind, _, actor = each.value.partition(" ")
            happened.setdefault((kind, actor), (document, sighting))
            if each.valid_from is not None:
                month = f"{each.valid_from:%Y-%m}"
                days[kind, actor].append(_Value(document, month, month, sighting))
    for (kind, actor), held in sorted(days.items()):
        if kind in _questions().events:
            yield from _differing(_questions().events[kind].format(actor=actor), held)
    for one, other, asks in _questions().outcomes:
        for (kind, actor), (document, sighting) in sorted(happened.items(), key=lambda pair: pair[0]):
            against = happened.get((other, actor)) if kind == one else None
            if against and against[0] != document:
                text = f"{asks.format(actor=actor)}?"
                yield PaperQuestion(text=text, left=cite(sighting), right=cite(against[1]))

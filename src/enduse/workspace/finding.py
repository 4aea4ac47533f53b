"""Finding words, names, models, serial numbers, telephones and addresses in the text of papers and in facts.

An index of words narrows to passages that the audience may see; count and rank are made of these alone, so rows that
are hidden change nothing. A passage ranks by whether the words stand together, then by how often they stand in it.
Cost: one row for each visible passage that holds all words; memory holds as many as are told, and 16 bytes for each
text seen, to tell copies.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from enduse.errors import UsageError
from enduse.model.citing import cite
from enduse.model.finding import Finding, FoundFact, FoundPassage
from enduse.model.passage import Passage
from enduse.model.statement import Sighting
from enduse.names.search_words import (
    PlacedWord,
    find_numbers,
    join_words,
    number_beginning,
    place_words,
    search_words,
)
from enduse.store.view import View

_BEFORE, _AFTER = 90, 160  # characters of a passage that are told about the words
_TELEPHONES = ("phone", "fax")
_MOST_WORDS = 20
_EDGES = "\"'.,;:!?()[]\u201c\u201d\u2018\u2019"


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: phrases of words, and the beginning of a number's word instead."""

    text: str
    phrases: tuple[tuple[str, ...], ...]
    number: str = ""

    @property
    def words(self) -> list[str]:
        return sorted({word for phrase in self.phrases for word in phrase})


def find(view: View, asked: Sequence[str], *, limit: int) -> Finding:
    """Return the passages and facts that hold all words; words given as one text must stand together.

    Raises:
        UsageError: there is no word in the question, or too many.
    """
    question = _read_question(asked)
    passages, total, papers = _find_passages(view, question, limit)
    notes = []
    if question.number:
        notes.append("taken for a telephone number: found by its last digits, however they are grouped")
    elif not total and len(question.words) > 1:
        again = _Question(question.text, ((join_words(question.text),),))
        passages, total, papers = _find_passages(view, again, limit)
        if total:
            notes.append("found written together, as models and serial numbers are")
    facts, told = _find_facts(view, question, limit)
    return Finding(
        query=question.text, passages_found=total, papers_found=papers, facts_found=told, passages=passages,
        facts=facts, notes=tuple(notes),
    )


def _read_question(asked: Sequence[str]) -> _Question:
    text = " ".join(asked)
    number = number_beginning(text)
    phrases = tuple(words for part in asked if (words := search_words(part)))
    if not phrases:
        raise UsageError("there is no word to find.", remedy='Such as: enduse find Fellgate "maraging steel"')
    if sum(map(len, phrases)) > _MOST_WORDS:
        raise UsageError(f"more than {_MOST_WORDS} words.", remedy="Ask for the rarer ones.")
    return _Question(text, phrases, number)


def _find_passages(view: View, question: _Question, limit: int) -> tuple[tuple[FoundPassage, ...], int, int]:
    """Return the best passages, how many there are, and of how many papers."""
    best: list[tuple[tuple[float, float], _Backwards, FoundPassage]] = []
    copies: dict[bytes, int] = {}
    papers: set[str] = set()
    total = 0
    found = view.find_passages(() if question.number else question.words,
                               beginnings=[question.number] if question.number else [])
    for passage, document in found:
        places = list(_places(passage.text, question))
        if not places:
            continue
        total += 1
        papers.add(document)
        key = hashlib.blake2b(" ".join(search_words(passage.text)).encode(), digest_size=8).digest()
        copies[key] = copies.get(key, -1) + 1
        if copies[key]:
            continue
        entry = (_weigh(places, question), _Backwards(passage.id, key), _tell(view, passage, document, places))
        if len(best) < limit:
            heapq.heappush(best, entry)
        else:
            heapq.heappushpop(best, entry)
    ranked = sorted(best, key=lambda entry: entry[:2], reverse=True)
    told = tuple(replace(passage, copies=copies[order.key]) for _, order, passage in ranked)
    return told, total, len(papers)


@dataclass(frozen=True, slots=True)
class _Backwards:
    """Orders ids the other way round, so that of equals the first by id is the best; `key` names the text."""

    id: str
    key: bytes

    def __lt__(self, other: _Backwards) -> bool:
        return self.id > other.id


def _places(text: str, question: _Question) -> Iterator[PlacedWord]:
    """Yield where words of the question stand, nothing where a phrase does not stand together."""
    if question.number:
        yield from (placed for placed in find_numbers(text) if placed.word.startswith(question.number))
        return
    words = list(place_words(text))
    spelled = [placed.word for placed in words]
    wanted = set(question.words)
    if not all(_stands(phrase, spelled) for phrase in question.phrases if len(phrase) > 1):
        return
    held = [placed for placed in words if placed.word in wanted]
    yield from held or _joined(words, question.words)


def _stands(phrase: tuple[str, ...], words: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(words[at : at + size]) == phrase for at, word in enumerate(words) if word == phrase[0])


def _joined(words: Sequence[PlacedWord], wanted: Sequence[str]) -> Iterator[PlacedWord]:
    """Yield runs of words that together are one of those wanted, as "hx" and "200b" are "hx200b"."""
    for at, first in enumerate(words):
        together = ""
        for placed in words[at : at + 6]:
            together += placed.word
            if together in wanted:
                yield PlacedWord(together, first.start, placed.end)


def _weigh(places: Sequence[PlacedWord], question: _Question) -> tuple[float, float]:
    """Return whether the words stand in the order asked, one after the other, and how often they stand."""
    spelled = [placed.word for placed in places]
    asked = [word for phrase in question.phrases for word in phrase]
    together = len(asked) > 1 and any(
        spelled[at : at + len(asked)] == asked and places[at + len(asked) - 1].end - places[at].start
        <= sum(map(len, asked)) + 3 * len(asked) for at in range(len(spelled))
    )
    times = sum(1 + math.log(spelled.count(word)) for word in dict.fromkeys(spelled))
    return float(together), round(times, 6)


def _tell(view: View, passage: Passage, document: str, places: Sequence[PlacedWord]) -> FoundPassage:
    known = view.document(document)
    first = places[0]
    last = next((p for p in reversed(places) if p.end - first.start < _BEFORE), first)
    start, end = max(0, first.start - _BEFORE), min(len(passage.text), last.end + _AFTER)
    return FoundPassage(
        id=passage.id, before=passage.text[start : first.start], words=passage.text[first.start : last.end],
        after=passage.text[last.end : end], times=len(places), source=passage.source, place=passage.record,
        page=passage.page if known else 0, document=known.sha256 if known else None,
        document_name=known.name if known else None, marking=str(passage.marking), copies=0,
    )


def _find_facts(view: View, question: _Question, limit: int) -> tuple[tuple[FoundFact, ...], int]:
    if question.number:
        said: Iterator[Sighting] = (
            s for s in view.claims(_TELEPHONES)
            if any(placed.word.startswith(question.number) for placed in find_numbers(s.statement.value))
        )
    else:
        said = view.stating([word for part in question.text.split() if (word := part.strip(_EDGES))])
    total = 0
    best: list[tuple[float, _Backwards, Sighting]] = []
    asked = search_words(question.text)
    for sighting in said:
        total += 1
        words = search_words(sighting.statement.value)
        exact = float(words == asked) + len(asked) / max(len(asked), len(words), 1)
        entry = (round(exact, 6), _Backwards(sighting.id, b""), sighting)
        if len(best) < limit:
            heapq.heappush(best, entry)
        else:
            heapq.heappushpop(best, entry)
    kept = [sighting for *_, sighting in sorted(best, key=lambda e: e[:2], reverse=True)]
    known = view.entities({s.statement.subject for s in kept} | {s.statement.value for s in kept if _is_id(s)})
    return tuple(
        FoundFact(
            subject=s.statement.subject, caption=known[s.statement.subject].caption, property=s.statement.prop,
            value=known[s.statement.value].caption if s.statement.value in known else s.statement.value,
            denied=s.statement.denied, citation=cite(s),
        )
        for s in kept
    ), total


def _is_id(sighting: Sighting) -> bool:
    return sighting.statement.value.startswith(("p-", "i-"))

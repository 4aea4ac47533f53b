"""What a government or a firm did about a matter, as a sentence tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.lexicon import any_of, event_cues, request_words
from enduse.reading.passage import find_date
from enduse.reading.sentences import Sentence

_PLACE = re.compile(r"\b(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:'s)?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event: its kind, whose government or firm acted (ISO alpha-2), when, and where the sentence says so."""

    kind: str
    actor: str
    date: str
    start: int
    end: int


def find_events(sentence: Sentence, *, addressed: str) -> Iterator[Happened]:
    """Yield the events of a sentence that asks for nothing.

    The actor is the nearest country word before the event's own words, else the
    government that the passage addresses; without either there is no event.
    """
    flat = sentence.flat
    for cue in event_cues():
        at = any_of(cue.words).search(flat)
        if at is None or any_of(request_words().asking).search(flat[max(0, at.start() - 40) : at.start()]):
            continue
        actor, start = _actor_before(flat, at.start())
        if actor or addressed:
            start = start if actor else at.start()
            yield Happened(kind=cue.kind, actor=actor or addressed, date=find_date(flat), start=start, end=at.end())


def _actor_before(flat: str, end: int) -> tuple[str, int]:
    for at in reversed(list(_PLACE.finditer(flat, max(0, end - 160), end))):
        for text in (at["place"], at["place"].split()[0]):
            code = demonyms().get(text.lower()) or (find_country(text) if len(text) > 3 else None)
            if code:
                return code.upper(), at.start()
    return "", end

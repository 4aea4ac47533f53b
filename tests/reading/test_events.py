"""What governments and firms did, as single sentences word it; firms, bodies and matters are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from enduse.reading.dates import find_dates
from enduse.reading.events import find_events
from enduse.reading.parties import find_parties
from enduse.reading.sentences import split_sentences

TOLD = yaml.safe_load((Path(__file__).parent / "events_told.yaml").read_text(encoding="utf-8"))


def events_of(text: str, addressed: str) -> set[str]:
    found = set()
    for sentence in split_sentences(text, 0, len(text)):
        dates = find_dates(sentence.flat, date(2010, 1, 15))
        firms = find_parties(sentence, {})
        for each in find_events(sentence, addressed=addressed, own="US", dates=dates, firms=firms):
            found.add(f"{each.kind} {each.actor}")
    return found


@pytest.mark.parametrize("told", TOLD, ids=[told["text"] for told in TOLD])
def test_a_sentence_tells_its_events_and_no_others(told: dict[str, str]) -> None:
    actor = told["tells"].rpartition(" ")[2]
    found = events_of(told["text"], actor if actor not in ("", "US") else "NO")
    assert found == ({told["tells"]} if told["tells"] else set())

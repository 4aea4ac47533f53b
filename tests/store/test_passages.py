"""Passages: found by their words from a viewpoint, gone when a later reading says so; the words are invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enduse.model.marking import OWNER, PUBLIC, PUBLIC_READER, Audience, Level, Marking
from enduse.model.passage import Passage
from enduse.model.statement import Document, content_id
from enduse.model.viewpoint import Viewpoint
from enduse.names.search_words import number_beginning, search_words
from enduse.store import migrations
from enduse.store.record import PaperToKeep, Store, Version

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 2, 2, 3, 4, 5, tzinfo=UTC)
SECRET = Marking(level=Level.SECRET, releasable_to=frozenset({"owner"}))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    address = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    opened = Store.open(tmp_path, address=address)
    yield opened
    opened.close()


def _passage(text: str, marking: Marking, start: int = 0) -> Passage:
    return Passage(id=content_id("passage", text, start), subject="d-1", source="reports", record="para 1", start=start,
                   offset=start, page=0, marking=marking, text=text)


def _keep(store: Store, *passages: Passage, at: datetime = AT, document: str = "a" * 64) -> None:
    paper = Document(sha256=document, name="note", media_type="text/plain", size=1, source="reports", published=None,
                     received_at=at, marking=PUBLIC)
    version = Version(series=f"doc:{document}", source="reports", files=(("", paper),), effective_on=None)
    store.load_papers([PaperToKeep(version=version, records=(), passages=passages, reader="r 1")], at=at)


def _found(
    store: Store, *words: str, audience: Audience = OWNER, known_by: datetime = LATER, begins: str = ""
) -> list[str]:
    view = store.view(Viewpoint(as_of=known_by.date(), known_by=known_by, audience=audience))
    return [passage.text for passage, _ in view.find_passages(words, beginnings=[begins] if begins else [])]


def test_a_passage_is_found_by_all_of_its_words_and_by_the_beginning_of_one(store: Store) -> None:
    _keep(store, _passage("The HX-200B mill of Fellgate", PUBLIC), _passage("Another mill", PUBLIC, 50))
    assert len(_found(store, "mill")) == 2
    assert _found(store, "hx", "200b") == ["The HX-200B mill of Fellgate"]
    assert _found(store, "mill", begins="fellg") == ["The HX-200B mill of Fellgate"]
    assert _found(store, "mill", "absent") == []


def test_a_hidden_passage_is_not_found_and_what_it_says_changes_no_other_answer(store: Store) -> None:
    _keep(store, _passage("A mill of Fellgate", PUBLIC), _passage("A mill of Osprey", SECRET, 50))
    assert _found(store, "mill", audience=PUBLIC_READER) == ["A mill of Fellgate"]
    assert _found(store, "osprey", audience=PUBLIC_READER) == []
    assert len(_found(store, "mill")) == 2


def test_a_passage_that_a_later_reading_lacks_is_gone_from_then_on_and_was_there_before(store: Store) -> None:
    _keep(store, _passage("Open words", PUBLIC), _passage("Both times", PUBLIC, 30))
    _keep(store, _passage("Open words", SECRET), _passage("Both times", PUBLIC, 30), at=LATER)
    assert _found(store, "open", audience=PUBLIC_READER, known_by=AT) == ["Open words"]
    assert len(_found(store, "both")) == 1
    changed = replace(_passage("Open words", SECRET), id=content_id("made of the marking too, as readings do"))
    _keep(store, changed, at=LATER)
    assert _found(store, "open", audience=PUBLIC_READER) == []
    assert _found(store, "open") == ["Open words"]
    assert _found(store, "both") == []


def test_an_erased_document_is_found_by_no_word(store: Store) -> None:
    _keep(store, _passage("Call +49 (0)30 555 0199 for the mill", PUBLIC))
    _keep(store, _passage("Another mill", PUBLIC), document="b" * 64)
    assert len(_found(store, "mill")) == 2
    store.erase_document("a" * 64, at=LATER, actor="tester", reason="asked for")
    assert _found(store, "mill") == ["Another mill"]
    assert _found(store, "call") == _found(store, "0199") == []


@pytest.mark.parametrize("asked", ["030 5550199", "+49 30 5550199", "(030) 555-0199", "0049305550199"])
def test_a_telephone_number_is_found_however_its_digits_are_grouped(asked: str, store: Store) -> None:
    _keep(store, _passage("Call +49 30 555 0199 for the mill", PUBLIC))
    assert _found(store, begins=number_beginning(asked)) == ["Call +49 30 555 0199 for the mill"]


def test_words_are_folded_alike_in_text_and_question() -> None:
    assert search_words("Łódź Präzision's HX-200B") == ("lodz", "prazisions", "hx", "200b")
    assert search_words("Турбина") == search_words("турбина")
    assert search_words("") == ()


def test_a_record_of_the_first_schema_is_brought_to_the_newest_and_keeps_what_it_holds(tmp_path: Path) -> None:
    newest = migrations.NEWEST
    try:
        migrations.NEWEST = 1
        old = Store.open(tmp_path)
        old.note_event(at=AT, actor="tester", act="created", object="workspace")
        old.close()
    finally:
        migrations.NEWEST = newest
    store = Store.open(tmp_path)
    _keep(store, _passage("A mill", PUBLIC))
    assert _found(store, "mill") == ["A mill"]
    assert list(store.broken_events()) == []

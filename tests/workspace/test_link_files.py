"""The graph's files beside the record: in step with it, the same however they came about, and whole whatever happens.

All names are invented.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from enduse.diversion.network import Network, Sight
from enduse.diversion.search import Bounds
from enduse.model.marking import OWNER, PUBLIC, PUBLIC_READER, Level, Marking
from enduse.model.statement import Document, Grade, Locator, Record, Statement
from enduse.model.viewpoint import Viewpoint
from enduse.store.record import Store, Version
from enduse.store.view import View
from enduse.workspace import link_files
from enduse.workspace.link_files import open_link_segments

START = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = Marking(level=Level.SECRET)
FIRMS = [f"firm-{number:02}" for number in range(40)]
KINDS = ("owns", "acts_for", "supplies", "officer_of")
BOUNDS = Bounds(max_steps=5, floor=0.01, max_moves=100_000, first_floor=0.25)
VIEWPOINTS = [
    Viewpoint(as_of=date(2026, 1, day), known_by=START + timedelta(minutes=minute), audience=audience)
    for day in (1, 6, 20) for minute in (3, 50) for audience in (OWNER, PUBLIC_READER)
]


def make_list(random: Random, source: str, *, size: int = 120, marking: Marking = PUBLIC) -> list[Statement]:
    return [
        Statement(
            subject=random.choice(FIRMS), schema="Company", prop=random.choice(KINDS), value=random.choice(FIRMS),
            printed=f"{source} {number}", source=source, origin=random.choice((source, "wire")), marking=marking,
            locator=Locator(record=f"row {number}"), grade=Grade.parse(random.choice(("B2", "F6"))),
            hedge=random.choice(("", "likely")), denied=random.random() < 0.1,
            said_on=random.choice((None, date(2001, 1, 1), date(2025, 1, 1))),
        ) for number in range(size)
    ]


def load(store: Store, source: str, said: list[Statement], *, day: int, marking: Marking = PUBLIC) -> None:
    at = START + timedelta(minutes=day)
    sha256, _ = store.keep_document(io.BytesIO(f"{source} {day}".encode()))
    document = Document(
        sha256=sha256, name=source, media_type="text/csv", size=9, source=source, published=date(2026, 1, day),
        received_at=at, marking=marking,
    )
    version = Version(
        series=source, source=source, files=(("", document),), effective_on=date(2026, 1, day), marking=marking,
    )
    store.load(version, [Record(subject=one.subject, statements=(one,)) for one in said], at=at)


def ask(view: View) -> list[object]:
    """Return what the network of a view answers."""
    as_of, known_by = view.moment()
    network = Network(
        open_link_segments(view.indexable), Sight(as_of=as_of, known_by=known_by, may_see=view.may_see)
    )
    targets = network.mark(["firm-31", "firm-38"])
    found = [network.find({firm: 1.0}, bounds=BOUNDS, limit=5, targets=targets) for firm in FIRMS[:6]]
    return [found, [network.links_of(firm) for firm in FIRMS], [network.degree(firm) for firm in FIRMS]]


def ask_all(store: Store) -> list[object]:
    return [ask(store.view(viewpoint)) for viewpoint in VIEWPOINTS]


def files_of(store: Store) -> list[str]:
    folder = store.view(VIEWPOINTS[0]).indexable.folder / "links"
    return sorted(path.suffix for path in folder.iterdir() if path.suffix in (".links", ".arrow"))


@pytest.mark.parametrize("many", [10, 1_000_000])
def test_files_grown_load_by_load_answer_as_files_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int,
) -> None:
    monkeypatch.setattr(link_files, "_SMALL", 0)
    monkeypatch.setattr(link_files, "_MANY", many)
    random = Random(7)
    store = Store.open(tmp_path)
    kept = make_list(random, "east", size=400)
    for day in range(1, 7):
        kept = kept[3:] + make_list(random, "east", size=4)
        load(store, "east", kept, day=day)
        load(store, "west", make_list(random, "west", size=3, marking=SECRET), day=day, marking=SECRET)
        grown = ask_all(store)
    assert ".links.links" in "".join(files_of(store))
    assert (".arrow" in files_of(store)) == (many == 10)
    store.view(VIEWPOINTS[0]).indexable.erase_files()
    assert ask_all(store) == grown


@pytest.mark.postgres
@pytest.mark.parametrize("many", [10, 1_000_000])
def test_a_record_on_a_server_gives_the_links_of_one_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: str, many: int,
) -> None:
    monkeypatch.setattr(link_files, "_SMALL", 0)
    monkeypatch.setattr(link_files, "_MANY", many)
    answers = []
    for address in ("", postgres):
        random, store = Random(5), Store.open(tmp_path / (address and "server"), address=address)
        for day in (1, 2, 3):
            load(store, "east", make_list(random, "east", size=40 * (4 - day)), day=day)
            load(store, "west", make_list(random, "west", size=5, marking=SECRET), day=day, marking=SECRET)
            answers.append((ask_all(store), files_of(store)))
        store.close()
    assert answers[:3] == answers[3:]


def test_much_news_is_made_into_one_file_from_the_arrow_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_files, "_MANY", 10)
    random = Random(9)
    store = Store.open(tmp_path)
    load(store, "east", make_list(random, "east"), day=1)
    ask_all(store)
    load(store, "west", make_list(random, "west"), day=2)
    grown = ask_all(store)
    assert files_of(store) == [".arrow", ".arrow", ".links"]
    store.view(VIEWPOINTS[0]).indexable.erase_files()
    assert ask_all(store) == grown


@pytest.mark.parametrize("suffix", [".links", ".json", ".arrow"])
def test_a_damaged_or_missing_file_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str,
) -> None:
    monkeypatch.setattr(link_files, "_MANY", 10)
    store = Store.open(tmp_path)
    load(store, "east", make_list(Random(3), "east"), day=1)
    before = ask_all(store)
    link_files._open_file.cache_clear()
    for path in (store.view(VIEWPOINTS[0]).indexable.folder / "links").iterdir():
        if path.suffix == suffix:
            path.write_bytes(path.read_bytes()[:-100][:40] + b"?" * 60)
    load(store, "west", [], day=2)
    assert ask_all(store) == before


def test_where_nothing_can_be_written_links_are_read_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store.open(tmp_path)
    load(store, "east", make_list(Random(3), "east"), day=1)

    def refuse(*_: object) -> None:
        raise OSError("read-only")

    written = ask_all(store)
    monkeypatch.setattr(link_files, "open_or_make", refuse)
    assert ask_all(store) == written

"""Saved parties: kept in files, taken over by newer ones, made anew when damaged; one answer. Names invented."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.model.marking import PUBLIC_READER
from enduse.model.party import Party
from enduse.model.portfolio import PortfolioChanges
from enduse.model.viewpoint import Viewpoint
from enduse.workspace import Workspace, indexing, saved_parties
from enduse.workspace.party_files import PartyFile
from enduse.workspace.saved_parties import _party, _spell

UNDATED = Viewpoint(as_of=date.min, known_by=datetime.min.replace(tzinfo=UTC), audience=PUBLIC_READER)
WORDS = ("Heron", "Gate", "Quarry", "Bend", "Ostrand", "Vale", "Moorcroft", "Tarn", "Fellgate", "Reach", "Harun")


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "w")
    for day, words in (("2024-01-01", WORDS[:7]), ("2025-01-01", WORDS[3:])):
        with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("id", "name", "identifiers", "topics", "program"))
            writer.writerows((word, f"{word} Shipping Works", f"taxNumber=77{len(word)}012", "sanction", "Arms")
                             for word in words)
        workspace.load([tmp_path / "list.csv"], source="table", published=date.fromisoformat(day), any_count=False)
    return workspace


def keep(desk: Workspace, place: Path, words: tuple[str, ...]) -> None:
    rows = [f"{n},{word} Shipping Works,{word} Trading,taxNumber=77{len(word)}012\n" for n, word in enumerate(words)]
    (place / "p.csv").write_text("id,name,aliases,identifiers\n" + "".join(rows) + "x,,,\n")
    desk.keep_portfolio("p", place / "p.csv")


def ask(desk: Workspace) -> PortfolioChanges:
    told = desk.changes("p", since=desk.viewpoint(as_of="2024-06-01"), viewpoint=desk.viewpoint(as_of="2025-06-01"))
    return replace(told, before=UNDATED, after=UNDATED)


def folder(place: Path) -> Path:
    return place / "w" / "index" / "portfolios"


def ask_afresh(desk: Workspace, place: Path) -> PortfolioChanges:
    for path in folder(place).glob("*.*"):
        path.unlink()
    return ask(desk)


def test_a_second_question_does_not_read_the_file_again(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(desk, tmp_path, (*WORDS, "Tarn", "Unlisted"))
    first = ask(desk)
    assert first.changes
    assert (first.parties, len(first.faults)) == (13, 1)
    monkeypatch.setattr(PartyFile, "rows", None)
    assert ask(desk) == first


def test_a_newer_file_adds_only_the_parties_that_are_new(desk: Workspace, tmp_path: Path) -> None:
    keep(desk, tmp_path, WORDS)
    ask(desk)
    (whole,) = folder(tmp_path).glob("*.segment")
    keep(desk, tmp_path, ("Unlisted", *WORDS[1:]))
    told = ask(desk)
    added = {*folder(tmp_path).glob("*.segment")} - {whole}
    assert len(added) == 1
    assert [held.subjects for held in map(indexing.open_file, map(str, added))] == [1]
    assert told == ask_afresh(desk, tmp_path)
    assert "Heron Shipping Works" not in {change.name for change in told.changes}
    keep(desk, tmp_path, WORDS[:3])
    assert ask(desk) == ask_afresh(desk, tmp_path)
    assert len(list(folder(tmp_path).glob("*.json"))) == 1


def test_a_file_of_which_little_is_left_is_made_anew_without_what_is_gone(desk: Workspace, tmp_path: Path) -> None:
    keep(desk, tmp_path, WORDS)
    ask(desk)
    keep(desk, tmp_path, WORDS[:5])
    told = ask(desk)
    newest = saved_parties._manifests(folder(tmp_path), next(folder(tmp_path).glob("*.json")).name)[0]
    (segment,) = saved_parties._read_manifest(newest)["files"]
    assert indexing.open_file(str(folder(tmp_path) / segment)).subjects == 5
    assert told == ask_afresh(desk, tmp_path)


@pytest.mark.parametrize("kind", ["segment", "order", "json"])
@pytest.mark.parametrize("what", ["another byte", "cut short", "gone"])
def test_damage_is_seen_and_mended(kind: str, what: str, desk: Workspace, tmp_path: Path) -> None:
    keep(desk, tmp_path, WORDS)
    first = ask(desk)
    (path,) = folder(tmp_path).glob(f"*.{kind}")
    data = path.read_bytes()
    path.unlink()
    if what != "gone":
        middle = len(data) // 2
        path.write_bytes(data[:middle] + (bytes([data[middle] ^ 1]) + data[middle + 1:] if what[0] == "a" else b""))
    indexing.open_file.cache_clear()
    assert ask(desk) == first
    assert [one.read_bytes() for one in folder(tmp_path).glob(f"*.{kind}")] == [data]


def test_where_nothing_can_be_written_the_answer_is_the_same(desk: Workspace, tmp_path: Path) -> None:
    keep(desk, tmp_path, WORDS)
    first = ask(desk)
    for path in folder(tmp_path).iterdir():
        path.unlink()
    folder(tmp_path).rmdir()
    folder(tmp_path).write_text("in the way")
    assert ask(desk) == first


def test_manifests_of_old_files_and_what_only_they_name_are_deleted(desk: Workspace, tmp_path: Path) -> None:
    for number in range(6):
        keep(desk, tmp_path, (WORDS[number],))
        ask(desk)
    assert [len(list(folder(tmp_path).glob(f"*.{kind}"))) for kind in ("json", "order", "segment")] == [3, 3, 3]


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_PAIRS = st.lists(st.tuples(_TEXT, _TEXT), max_size=3).map(tuple)


@settings(deadline=None)
@given(party=st.builds(
    Party, name=_TEXT, aliases=st.lists(_TEXT, max_size=3).map(tuple), kind=_TEXT, country=_TEXT, address=_TEXT,
    birth_date=_TEXT, identifiers=_PAIRS, facts=_PAIRS, roles=st.just(()), citation=st.none(),
))
def test_a_party_is_kept_with_all_that_it_says(party: Party) -> None:
    assert _party(_spell(party)) == party

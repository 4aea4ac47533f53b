"""What is held of each list, how old it is, and what one version changed against another. All names are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enduse.errors import NotFoundError, UsageError
from enduse.model.shown import Publisher
from enduse.sources.catalogue import list_sources
from enduse.workspace.opening import Workspace

FIRST = """id,name,country,topics
1,Aldwick Gears Ltd,,sanction
2,Borrowdene Trading,,sanction
3,Cressing Mills,,sanction
"""
SECOND = """id,name,country,topics
1,Aldwick Gears Ltd,,sanction
2,Borrowdene Trading,de,sanction
4,Dunmarsh Optics,,sanction
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w") as opened:
        load(opened, tmp_path, FIRST, date(2026, 1, 10))
        load(opened, tmp_path, SECOND, date(2026, 3, 1))
        yield opened


def load(workspace: Workspace, folder: Path, text: str, day: date | None, *, name: str | None = None,
         marking: str | None = None) -> None:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    workspace.load([path], published=day, name=name, marking=marking)


def held(workspace: Workspace, source: str, **viewpoint: str) -> Publisher:
    rows = workspace.sources(workspace.viewpoint(**viewpoint))
    return next(row for row in rows if row.id == source)


def test_a_delta_tells_what_was_added_withdrawn_and_changed_and_nothing_else(workspace: Workspace) -> None:
    delta = workspace.delta("table", viewpoint=workspace.viewpoint())
    told = [(e.kind, e.caption, [(s.appeared, s.prop, s.value) for s in e.statements]) for e in delta.entities]
    assert told == [
        ("added", "Dunmarsh Optics", [(True, "name", "Dunmarsh Optics"), (True, "topics", "sanction")]),
        ("withdrawn", "Cressing Mills", [(False, "name", "Cressing Mills"), (False, "topics", "sanction")]),
        ("changed", "Borrowdene Trading", [(True, "country", "de")]),
    ]
    assert (delta.added, delta.withdrawn, delta.changed, delta.appeared, delta.vanished) == (1, 1, 1, 3, 2)
    assert (delta.earlier, delta.later, delta.left) == (date(2026, 1, 10), date(2026, 3, 1), 0)


def test_a_limit_leaves_the_counts_whole(workspace: Workspace, tmp_path: Path) -> None:
    more = SECOND + "".join(f"x{n},Invented Party {n},,sanction\n" for n in range(30))
    load(workspace, tmp_path, more, date(2026, 4, 1))
    delta = workspace.delta("table", viewpoint=workspace.viewpoint(), limit=4)
    assert (delta.added, len(delta.entities), delta.left) == (30, 4, 26)


def test_the_first_version_is_new_as_a_whole(workspace: Workspace) -> None:
    delta = workspace.delta("table", viewpoint=workspace.viewpoint(as_of="2026-02-01"))
    assert (delta.earlier, delta.added, delta.withdrawn) == (None, 3, 0)
    assert any("before" in note for note in delta.notes)


def test_days_choose_the_versions_in_force_on_them(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, FIRST, date(2026, 5, 1))
    delta = workspace.delta(
        "table", viewpoint=workspace.viewpoint(), earlier=date(2026, 2, 2), later=date(2026, 6, 1),
    )
    assert (delta.earlier, delta.later, delta.appeared, delta.vanished) == (date(2026, 1, 10), date(2026, 5, 1), 0, 0)


def test_days_that_mean_nothing_are_refused(workspace: Workspace) -> None:
    viewpoint = workspace.viewpoint()
    with pytest.raises(NotFoundError, match="earliest"):
        workspace.delta("table", viewpoint=viewpoint, later=date(2020, 1, 1))
    with pytest.raises(NotFoundError, match="nothing"):
        workspace.delta("un_sc", viewpoint=viewpoint)
    with pytest.raises(UsageError, match="compared"):
        workspace.delta("table", viewpoint=viewpoint, earlier=date(2026, 3, 5))


def test_a_reader_who_may_not_see_a_list_is_told_neither_its_versions_nor_its_changes(workspace: Workspace) -> None:
    assert held(workspace, "table", audience="public").version is None
    with pytest.raises(NotFoundError):
        workspace.delta("table", viewpoint=workspace.viewpoint(audience="public"))


def test_what_was_told_later_is_no_part_of_an_earlier_answer(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        workspace.delta("table", viewpoint=workspace.viewpoint(as_of="2026-03-02", known_by="2026-03-02"))


def test_the_age_of_a_version_is_counted_from_the_day_asked_about(workspace: Workspace) -> None:
    row = held(workspace, "table", as_of="2026-03-11")
    assert (row.version, row.age_days, row.entities) == (date(2026, 3, 1), 10, 3)
    assert (row.state, row.stale_after_days) == ("unknown", None)
    assert [version.day for version in row.versions] == [date(2026, 1, 10), date(2026, 3, 1)]


@pytest.mark.parametrize(("as_of", "state"), [
    ("2024-01-01", "not loaded"), ("2024-01-31", "current"), ("2024-02-07", "current"), ("2024-02-08", "stale"),
])
def test_a_list_is_stale_after_the_time_its_source_states(as_of: str, state: str, tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "sources" / "un_sc" / "golden"
    path = next(path for path in sorted(golden.iterdir()) if path.suffix == ".xml")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.load([path], any_count=True, published=date(2024, 1, 31))
        row = held(workspace, "un_sc", as_of=as_of)
    assert row.state == state
    assert ("newer version" in row.next_step) == (state == "stale")


def test_lists_of_ones_own_stand_side_by_side_under_their_names(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, FIRST, date(2026, 1, 1), name="suppliers-blocked")
    row = held(workspace, "table:suppliers-blocked")
    assert (row.entities, "suppliers-blocked" in row.title) == (3, True)
    assert workspace.delta("table:suppliers-blocked", viewpoint=workspace.viewpoint()).added == 3
    assert held(workspace, "table").version == date(2026, 3, 1)


def test_every_published_list_says_how_often_it_changes() -> None:
    for spec in list_sources():
        assert spec.is_own or (spec.stale_after_days and "convention" in spec.rhythm), spec.id

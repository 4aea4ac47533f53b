"""A list of one's own is kept from every other reader, and a published one takes no marking. All names are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from enduse.errors import UsageError
from enduse.workspace import Workspace

LIST = "id,name,kind,country,topics,program\nW-1,Osprey Lane Trading,company,xb,sanction,Invented\n"
DAY = date(2025, 1, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "own.csv").write_text(LIST, encoding="utf-8")
    return Workspace.create(tmp_path / "w")


def seen(workspace: Workspace, audience: str) -> tuple[int, int]:
    """Return how many hits and how many lists a reader is told of."""
    viewpoint = workspace.viewpoint(as_of="2025-02-01", audience=audience)
    (screening,) = workspace.screen(["Osprey Lane Trading"], viewpoint=viewpoint)
    return len(screening.hits), len(screening.coverage)


def test_nobody_but_the_owner_sees_a_list_of_ones_own(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([tmp_path / "own.csv"], source="table", published=DAY, any_count=True)
    assert seen(workspace, "owner") == (1, 1)
    assert seen(workspace, "public") == (0, 0)
    assert seen(workspace, "DE") == (0, 0)


def test_its_owner_may_open_it_by_a_marking(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([tmp_path / "own.csv"], source="table", published=DAY, any_count=True, marking="S//REL TO GERMANY")
    assert seen(workspace, "DE") == (1, 1)
    assert seen(workspace, "FR") == (0, 0)
    assert seen(workspace, "public") == (0, 0)


def test_what_an_excerpt_leaves_out_is_not_taken_as_withdrawn(workspace: Workspace, tmp_path: Path) -> None:
    workspace.load([tmp_path / "own.csv"], source="table", published=DAY)
    other = LIST.replace("W-1", "W-2").replace("Osprey Lane Trading", "Fellgate Valve Works")
    (tmp_path / "part.csv").write_text(other, encoding="utf-8")
    part = workspace.load([tmp_path / "part.csv"], source="table", published=date(2025, 1, 25), any_count=True)
    assert part.vanished == 0
    assert any("excerpt" in note for note in part.notes)
    assert seen(workspace, "owner") == (1, 1)
    whole = workspace.load([tmp_path / "part.csv"], source="table", published=date(2025, 1, 26))
    assert whole.vanished
    assert seen(workspace, "owner") == (0, 1)


def test_a_published_list_takes_no_marking(workspace: Workspace, tmp_path: Path) -> None:
    golden = Path(__file__).parents[1] / "sources" / "un_sc" / "golden" / "consolidated.xml"
    with pytest.raises(UsageError, match="takes no marking"):
        workspace.load([golden], source="un_sc", any_count=True, marking="SECRET")
    assert workspace.load([golden], source="un_sc", any_count=True).records


def test_a_list_whose_files_print_no_day_says_when_it_was_taken(workspace: Workspace, tmp_path: Path) -> None:
    result = workspace.load([tmp_path / "own.csv"], source="table", any_count=True)
    assert any("--published" in note for note in result.notes)

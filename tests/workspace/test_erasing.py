"""A record is looked through, and a paper is erased for good; every paper here is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import NotFoundError, UsageError
from enduse.interfaces.cli.main import main
from enduse.workspace import Workspace

LETTER = """Brackwater Tools, 4 Mill Road, Easting

Dear Sirs,

Ostrand Trading of Northing asked us for a price of two BW-5 lathes for the Halvard Pump Works.
"""
LIST = "id,name,kind\n1,Vostmark Propulsion Institute,company\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENDUSE_NOW", "2026-05-03T00:00:00Z")
    Workspace.create(tmp_path / "w").close()
    (tmp_path / "letter.txt").write_text(LETTER)
    (tmp_path / "list.csv").write_text(LIST)
    with Workspace(tmp_path / "w") as workspace:
        workspace.read([tmp_path / "letter.txt"])
        workspace.load([tmp_path / "list.csv"], source="table")
    return tmp_path


def test_a_record_as_it_was_written_is_whole(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        found = workspace.check()
    assert found.is_whole
    assert found.documents == 2
    assert found.events > 0


def test_changed_and_missing_documents_are_named_and_end_in_an_exit_code(
    place: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = sorted((place / "w" / "documents").glob("??/*"))
    first.chmod(0o644)
    first.write_bytes(b"other bytes")
    second.unlink()
    assert main(["-w", str(place / "w"), "check"]) == 6
    told = capsys.readouterr().out
    assert f"damaged document {first.parent.name}{first.name}" in " ".join(told.split())
    assert f"missing document {second.parent.name}{second.name}" in " ".join(told.split())


def test_an_erased_paper_is_gone_with_what_it_alone_said_and_the_record_stays_whole(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        assert workspace.find("Halvard", viewpoint=workspace.viewpoint()).papers_found
        gone = workspace.erase(str(place / "letter.txt"), reason="sent by mistake")
        assert gone.name == "letter.txt"
        assert not workspace.find("Halvard", viewpoint=workspace.viewpoint()).papers_found
        assert workspace.check().is_whole
        with pytest.raises(NotFoundError):
            workspace.erase(str(place / "letter.txt"), reason="again")


def test_neither_a_list_nor_a_paper_without_a_reason_is_erased(place: Path) -> None:
    with Workspace(place / "w") as workspace:
        with pytest.raises(UsageError, match="reason"):
            workspace.erase(str(place / "letter.txt"), reason=" ")
        with pytest.raises(UsageError, match="list"):
            workspace.erase(str(place / "list.csv"), reason="not wanted any more")
        assert workspace.check().documents == 2

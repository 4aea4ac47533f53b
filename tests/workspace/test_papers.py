"""Papers in the record under the right marking; the firms are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.errors import UsageError
from enduse.model.marking import Level, Marking
from enduse.model.paper import PaperReading
from enduse.workspace import Workspace
from enduse.workspace.papers import read_marking

LETTER = "A note.\n\nQuarry Bend Trading LLC is a front company for Coldwater Pump Works.\n"


def _hits(tmp_path: Path, *, marking: str | None, audience: str) -> int:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        workspace.read([letter], marking=marking)
        viewpoint = workspace.viewpoint(audience=audience)
        return len(next(workspace.screen(["Quarry Bend Trading LLC"], viewpoint=viewpoint)).hits)


@pytest.mark.parametrize(("marking", "audience", "hits"), [
    (None, "owner", 1), (None, "public", 0), (None, "DE", 0),
    ("UNCLASSIFIED", "public", 1), ("TLP:GREEN", "public", 0), ("TLP:GREEN", "DE", 1),
    ("SECRET//REL TO DE", "public", 0), ("SECRET//REL TO DE", "DE:SECRET", 1), ("SECRET//REL TO DE", "NO:SECRET", 0),
])
def test_a_paper_without_marks_is_shown_to_nobody_but_those_whom_its_reader_named(
    tmp_path: Path, marking: str | None, audience: str, hits: int
) -> None:
    assert _hits(tmp_path, marking=marking, audience=audience) == hits


@pytest.mark.parametrize(("text", "marking", "banner"), [
    (LETTER, None, "UNCLASSIFIED//REL TO owner//unmarked portion"), (LETTER, "UNCLASSIFIED", "UNCLASSIFIED"),
    ("(C/REL TO DEU) Quarry Bend Trading LLC acts for Coldwater Pump Works.\n", None, "CONFIDENTIAL//REL TO DE, owner"),
])
def test_a_paper_without_a_banner_is_told_under_the_marking_of_its_parts(
    tmp_path: Path, text: str, marking: str | None, banner: str
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(text, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        told = workspace.read([letter], marking=marking)[0]
    assert isinstance(told, PaperReading)
    assert told.banner == banner


def test_a_release_list_may_be_written_in_the_codes_that_audiences_are_named_by() -> None:
    assert read_marking("SECRET//REL TO DE, NO") == read_marking("SECRET//REL TO DEU, NORWAY")
    released = read_marking("SECRET//REL TO DE").releasable_to
    assert released == frozenset({"DE", "owner"})
    assert read_marking("UNCLASSIFIED").level is Marking().level is Level.UNCLASSIFIED


@pytest.mark.parametrize("text", ["SECRET//REL TO QX", "SECRET//DE", "SECRET//REL TO QUORVANE", "VERY"])
def test_a_marking_with_a_word_that_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a marking"):
        read_marking(text)

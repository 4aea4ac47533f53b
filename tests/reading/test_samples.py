"""Reading on real papers that lie outside the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enduse.model.marking import Level
from enduse.reading.document import read_document

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "documents"
PAPERS = sorted(SAMPLES.glob("*.txt")) if SAMPLES.is_dir() else []
LEVELS = {
    "U": Level.UNCLASSIFIED,
    "SBU": Level.RESTRICTED,
    "C": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "SECRET": Level.SECRET,
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAPERS, reason="the sample papers beside the checkout are absent"),
]


def crude_marks(text: str) -> list[tuple[int, str]]:
    """Count marks without the reader: brackets that open a line or a numbered paragraph and begin with a level word."""
    lines = re.finditer(
        r"(?m)^[ \t]*(?:¶[ \t]*[0-9]+\.[ \t]*)?(\((?:u|sbu|c|s|secret)(?:[ /-][^)\n]*)?\))(?!,)(?=\s)",
        text,
        re.IGNORECASE,
    )
    return [(found.start(1), found[1]) for found in lines if found[1] != "(c)"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_every_printed_mark_is_kept_exactly_and_none_is_invented(paper: Path) -> None:
    reading = read_document(paper.read_bytes(), name=paper.name)
    body = next(portion.end for portion in reading.portions if portion.kind == "header")
    wanted = [(at, mark) for at, mark in crude_marks(reading.text) if at >= body]
    kept = [p for p in reading.portions if p.is_marked and p.kind in ("body", "talking_points") and p.mark_span]
    assert [(p.mark_span.start, p.mark_span.quote) for p in kept if p.mark_span] == wanted
    for portion, (_, mark) in zip(kept, wanted, strict=True):
        word = re.split(r"[ /\-)]", mark[1:])[0].upper()
        assert portion.marking.level is LEVELS[word]
        if word != "U" and "REL" not in mark.upper():
            assert portion.marking.releasable_to == frozenset({"US"})
        if "NF" in mark.upper() or "NOFORN" in mark.upper():
            assert "NOFORN" in portion.marking.caveats


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_every_line_of_the_body_lies_in_one_portion(paper: Path) -> None:
    reading = read_document(paper.read_bytes(), name=paper.name)
    parts = sorted((p.start, p.end) for p in reading.portions if p.kind not in ("subject",))
    at = 0
    for start, end in parts:
        assert start >= at
        assert not reading.text[at:start].strip(" \t\r\n")
        at = end
    assert not reading.text[at:].strip()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_is_named_by_its_own_number(paper: Path) -> None:
    reading = read_document(paper.read_bytes(), name=paper.name)
    assert paper.stem == f"cable_{reading.reference}"
    assert reading.published is not None

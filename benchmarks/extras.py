"""Measure what the extras for reading add, on the invented cables of the tests.

    python benchmarks/extras.py scans [--papers 6] [--font FILE.ttf] [--size 10] [--form PDF|TIFF]
    python benchmarks/extras.py names
    python benchmarks/extras.py reckless

`scans` draws each cable on pages of 200 dots an inch (Pillow's own font, or one you name), reads the pages by text
recognition (extra `ocr`), and prints the share of characters that are wrong, the time of a page, and the F1 of the
facts beside that of the text itself. `names` prints precision, recall and F1 without and with the model of the extra
`names`. `reckless` lets a model that does not exist claim every role of every capitalised name and every tie of two in
a sentence, with the whole sentence as its quote, and prints what of it is kept: no extra is needed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import itertools
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from enduse.model.marking import Marking
from enduse.reading.claims import in_order
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.proposals.answering import Proposal
from enduse.reading.proposals.checking import check_proposals
from enduse.reading.proposals.sections import cut_sections
from enduse.reading.proposals.wording import proposal_words
from enduse.reading.proposed_names import SpacyNames
from enduse.reading.recognition import RapidOcr

DOTS = 200
NAMES = re.compile(r"[A-Z][A-Za-z-]+(?: [A-Z][A-Za-z-]+)+")


def _scorer() -> Any:
    """Return the module of the tests that knows the labels of the cables."""
    place = Path(__file__).parents[1] / "tests" / "reading" / "test_cables.py"
    spec = importlib.util.spec_from_file_location("labelled_cables", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def measure(name: str, read: Callable[[Path], DocumentReading], papers: list[Path], scorer: Any) -> None:
    """Print how many facts of some cables are right, told and labelled."""
    right = told = labelled = 0
    for paper in papers:
        labels = scorer.Labels(paper.with_suffix(".facts"))
        found = set(scorer._told(to_facts_json(read(paper), "x")["facts"], labels))
        right, told, labelled = right + len(found & labels.facts), told + len(found), labelled + len(labels.facts)
    print(f"{name}: {right} right of {told} told and {labelled} labelled, precision {right / told:.4f}, "
          f"recall {right / labelled:.4f}, F1 {2 * right / (told + labelled):.4f}")


def plainly(paper: Path) -> DocumentReading:
    """Return a cable as the rules read it."""
    return read_document(paper.read_bytes(), name=paper.name)


def draw(text: str, font: str, size: float) -> Iterator[Any]:
    """Yield the pages of a text, drawn."""
    image, drawing, fonts = (importlib.import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    height = size * DOTS / 72
    face = fonts.truetype(font, height) if font else fonts.load_default(size=height)
    rows = [row for line in text.splitlines() for row in textwrap.wrap(line, 80) or [""]]
    step = int(height * 1.4)
    full = int(10.5 * DOTS) // step
    for first in range(0, len(rows), full):
        page = image.new("L", (int(8.27 * DOTS), int(11.69 * DOTS)), 255)
        pen = drawing.Draw(page)
        for number, row in enumerate(rows[first : first + full]):
            pen.text((int(0.6 * DOTS), int(0.6 * DOTS) + number * step), row, fill=0, font=face)
        yield page


def scans(papers: list[Path], scorer: Any, *, font: str, size: float, form: str) -> None:
    """Draw cables, read their pages, and print what became of letters and facts."""
    engine, wrong, written, pages, seconds = RapidOcr(), 0, 0, 0, 0.0
    read: dict[Path, DocumentReading] = {}
    for paper in papers:
        text = paper.read_text(encoding="utf-8")
        drawn = list(draw(text, font, size))
        stream = io.BytesIO()
        if form == "PDF":
            drawn[0].save(stream, "PDF", save_all=True, append_images=drawn[1:], resolution=DOTS)
        else:
            drawn[0].save(stream, "TIFF", save_all=True, append_images=drawn[1:])
        begun = time.process_time()
        read[paper] = read_document(stream.getvalue(), name=paper.name, recogniser=engine, marking=Marking())
        seconds, pages = seconds + time.process_time() - begun, pages + len(drawn)
        flat = " ".join(text.split())
        wrong, written = wrong + Levenshtein.distance(flat, " ".join(read[paper].text.split())), written + len(flat)
    print(f"{len(papers)} cables, {pages} pages: {wrong / written:.4f} of the characters wrong, "
          f"{seconds / pages:.1f} s of one processor a page")
    measure("as text", plainly, papers, scorer)
    measure("as scans", lambda paper: read[paper], papers, scorer)


def reckless(paper: Path, counts: list[int]) -> DocumentReading:
    """Return a cable with what is kept of a model that claims everything of everybody; `counts` take asked and kept."""
    kinds = [k for k in proposal_words().kinds.values() if k.about == "party" and k.takes in ("nothing", "party")]
    reading = plainly(paper)
    kept = list(reading.facts)
    blank: dict[str, Any] = {"value": "", "date": "", "denied": False, "hedge": ""}
    for section in cut_sections(reading):
        proposals: list[Proposal] = []
        for each in section.sentences:
            names = list(dict.fromkeys(NAMES.findall(each.flat)))[:5]
            given: list[dict[str, Any]] = [
                {"claim": kind.claim, "subject": one[0], **({"value": one[1]} if len(one) > 1 else {})}
                for kind in kinds for one in itertools.permutations(names, 1 if kind.takes == "nothing" else 2)
            ]
            proposals += [Proposal(**blank | facts | {"quote": each.flat[:700]}) for facts in given]
        claims, refused = check_proposals(
            proposals, section, text=reading.text, owner="", published=reading.published, extractor="reckless",
            rules=[c for c in kept if c.portion == section.number and c.marking == section.portion.marking],
        )
        kept += claims
        counts[0] += len(proposals)
        counts[1] += len(proposals) - len(refused)
    return replace(reading, facts=in_order(set(kept)))


def main() -> None:
    """Read the command and print what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("scans", "names", "reckless"))
    parser.add_argument("--papers", type=int, default=6)
    parser.add_argument("--font", default="")
    parser.add_argument("--size", type=float, default=10)
    parser.add_argument("--form", choices=("PDF", "TIFF"), default="PDF")
    options = parser.parse_args()
    scorer = _scorer()
    papers = list(scorer.PAPERS)
    if options.what == "scans":
        scans(papers[: options.papers], scorer, font=options.font, size=options.size, form=options.form)
    elif options.what == "names":
        model = SpacyNames()
        measure("rules", plainly, papers, scorer)
        measure("rules and model", lambda p: read_document(p.read_bytes(), name=p.name, names=model), papers, scorer)
    else:
        counts = [0, 0]
        measure("rules", plainly, papers, scorer)
        measure("rules and a reckless model", lambda paper: reckless(paper, counts), papers, scorer)
        print(f"{counts[0]} proposals, {counts[1]} of them not refused")


if __name__ == "__main__":
    main()

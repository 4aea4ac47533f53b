"""The text that every offset refers to, and what is known of where it stood in the bytes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from enduse.errors import Fault, InputError

MAX_CHARACTERS = 20_000_000

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRun:
    """Characters that stand side by side on a page; `first` is the place of the first in the page's own order.

    `box` is left, bottom, right and top in points (of a picture: pixels), from the lower left corner of the page.
    `confidence` tells how sure text recognition was of a run that it read from a picture, None of any other.
    """

    start: int
    end: int
    page: int
    first: int
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """The text of a document: what the bytes were, where each page and part begins, and what was assumed.

    `pages` are the offsets at which pages begin, `parts` those of named parts
    ("header 1", "body", "footnotes"), `runs` where the text is printed, in order of
    the text; all empty or one where a format has none. `faults` tell what could
    not be read.
    """

    text: str
    media: str
    pages: tuple[int, ...] = (0,)
    parts: tuple[tuple[int, str], ...] = ()
    runs: tuple[PrintedRun, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def page_of(self, offset: int) -> int:
        """Return the page a character stands on, from 1; 0 where the format has no pages."""
        return bisect_right(self.pages, offset) if len(self.pages) > 1 or self.runs else 0

    def part_of(self, offset: int) -> str:
        """Return the name of the part a character stands in, "" where the format has none."""
        at = bisect_right(self.parts, offset, key=_start) - 1
        return self.parts[at][1] if at >= 0 else ""

    def runs_between(self, start: int, end: int) -> tuple[PrintedRun, ...]:
        """Return the printed runs that hold some of the characters, in order."""
        at = max(0, bisect_right(self.runs, start, key=_run_start) - 1)
        found = []
        while at < len(self.runs) and self.runs[at].start < end:
            if self.runs[at].end > start:
                found.append(self.runs[at])
            at += 1
        return tuple(found)


def bounded(text: str, name: str) -> str:
    """Return a text that is not too long. Raises InputError otherwise."""
    if len(text) > MAX_CHARACTERS:
        what = f"the document has more than {MAX_CHARACTERS // 1_000_000} million characters."
        raise InputError(what, where=name, remedy="Split it.")
    return text


def _start(part: tuple[int, str]) -> int:
    return part[0]


def _run_start(run: PrintedRun) -> int:
    return run.start

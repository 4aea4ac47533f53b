"""What reading one paper gave: header, portions with their markings, facts beside their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enduse.errors import Fault
from enduse.model.evidence import Citation
from enduse.model.statement import LoadResult


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPortion:
    """A part of a paper that carries its own marking; `is_marked` tells whether the mark is printed there."""

    label: str
    kind: str
    marking: str
    is_marked: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFact:
    """One fact found: its type ("party", "item", "link", "request"), a line that tells it, and where it stands.

    `model` names the language model that proposed it, "" where our rules found it.
    """

    type: str
    summary: str
    model: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """One paper as read and kept.

    `reference` is the paper's own number, `header` pairs its fields with their
    values, `faults` tell gaps in its markings and what could not be read, `load`
    what the record gained and lost (by an earlier reading of the same paper), `refused` counts what a language
    model proposed and the words did not carry.
    """

    name: str
    document: str
    format: str
    reference: str
    published: date | None
    banner: str
    header: tuple[tuple[str, str], ...]
    portions: tuple[PaperPortion, ...]
    facts: tuple[PaperFact, ...]
    faults: tuple[Fault, ...]
    refused: int
    load: LoadResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCounts:
    """What became of the papers of a run.

    `read`, `held` (in the record already, as this program reads them) and `refused`
    add up to `papers`. `passed_over` are hidden files, which nobody asked for.
    `with_gaps` were read, but not all in them.
    """

    papers: int = 0
    read: int = 0
    held: int = 0
    refused: int = 0
    passed_over: int = 0
    with_gaps: int = 0
    statements: int = 0
    appeared: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRun:
    """Folders read: what became of their papers, the first that could not be read, and where more is told."""

    places: tuple[str, ...]
    counts: ReadingCounts
    faults: tuple[Fault, ...]
    report: str
    facts_folder: str
    seconds: float

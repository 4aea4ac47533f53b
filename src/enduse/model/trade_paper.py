"""The papers of one shipment beside each other: what each says, and where they do not agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperValue:
    """What one paper says of a field: as printed, and its line."""

    paper: str
    value: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldComparison:
    """A field that some papers state: "agree", "differ", or "once" where only one does.

    `about` names the goods that a field of theirs is told of, empty for the shipment.
    """

    field: str
    about: str
    verdict: str
    values: tuple[PaperValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPaper:
    """A paper that was compared: its name, its kind ("" where no title tells it), how much was read of it."""

    name: str
    kind: str
    fields: int
    goods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersComparison:
    """The papers of a shipment compared, what differs first; `questions` are what one ought to ask of it."""

    papers: tuple[ComparedPaper, ...]
    fields: tuple[FieldComparison, ...]
    questions: tuple[str, ...]
    order: str

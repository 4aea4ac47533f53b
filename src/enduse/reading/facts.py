"""What reading yields: spans, header facts, portions and claims, each with its place and handling."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.marking import Marking
from enduse.model.statement import marking_key


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place in the stored text: `quote == text[start:end]`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderFact:
    """One line of the heading: field and value as the output format names them; `label` only for references."""

    field: str
    value: str | tuple[str, ...]
    span: Span
    label: str = ""
    previous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A stretch of text that carries one marking.

    `label` is the printed paragraph number, "talking_points" for text under a
    bare mark of its own, "" for text before any number. `kind` is body,
    talking_points, heading, subject or header. `is_marked` tells a printed mark
    (at `mark_span`) from one that was derived from the banner. `says` and `rel`
    repeat the printed mark in the output format's words; `unread` are its words
    that nobody knows.
    """

    label: str
    start: int
    end: int
    marking: Marking
    is_marked: bool
    kind: str
    mark_span: Span | None = None
    says: str = ""
    scheme: str = "US"
    rel: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    text_start: int = 0

    @property
    def record(self) -> str:
        """Name the portion by what it prints itself, so that no other portion shows through."""
        if self.kind in ("subject", "header"):
            return self.kind
        if self.label.isdigit() and not self.is_bare:
            return f"para {self.label}"
        return "talking points" if self.label == "talking_points" else "passage"

    @property
    def is_bare(self) -> bool:
        """Tell whether the mark stands without a paragraph number of its own."""
        return self.mark_span is not None and self.start == self.mark_span.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing a passage says, resting on the words of `span`.

    `about` is "party", "item" or "document"; `key` the folded name or goods
    phrase as printed in this very passage (never one learned elsewhere unless
    `marking` is the join of both); `prop` and `value` as in a statement, where
    `refers` says that the value is itself the key of a "party" or an "item".
    `date` is ISO, partial, or "" when the passage gives none; `ref` the label of the paper cited for an event.
    `extractor` names the model that proposed it, "" for our own rules. `rule` says how it was inferred from several
    passages, "" where its own words tell it; an inferred claim stands once at each passage that it rests on.
    """

    about: str
    key: str
    prop: str
    value: str
    span: Span
    portion: int
    marking: Marking
    refers: str = ""
    schema: str = ""
    hedge: str = ""
    denied: bool = False
    date: str = ""
    ref: str = ""
    extractor: str = ""
    rule: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """What claims are sorted by: their place, then all that they say, so that the order is always the same."""
        return (
            self.span.start, self.span.end, self.about, self.key, self.prop, self.value,
            marking_key(self.marking), self.date, self.portion, self.refers, self.schema, self.hedge, self.denied,
            self.ref, self.extractor, self.rule,
        )

"""What finding words in papers and facts gives."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """A passage that holds all words asked for.

    `before`, `words` and `after` cut its text about the first place where they
    stand; `times` counts the words in all of it. `page` is 0 where there is none,
    or where the reader may not see the whole paper. `copies` are further visible
    passages of the same words, which are not told again.
    """

    id: str
    before: str
    words: str
    after: str
    times: int
    source: str
    place: str
    page: int
    document: str | None
    document_name: str | None
    marking: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A statement whose value or printed words hold all words asked for, and what it is said of."""

    subject: str
    caption: str
    property: str
    value: str
    denied: bool
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, the best first; counts are of everything visible, whatever is told.

    `notes` say how the question was taken where that is not plain.
    """

    query: str
    passages_found: int
    papers_found: int
    facts_found: int
    passages: tuple[FoundPassage, ...]
    facts: tuple[FoundFact, ...]
    notes: tuple[str, ...]

"""What a look-up shows: one thing of the record with its words in their context."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.evidence import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One statement, document, entity or knowledge entry, as a viewpoint shows it.

    `before`, `words` and `after` are the text around the place, as stored; all
    three are empty where the audience may not see it or the thing has no text.
    `facts` pairs a label with its value, in the order to be read.
    """

    kind: str
    id: str
    title: str
    citations: tuple[Citation, ...] = ()
    before: str = ""
    words: str = ""
    after: str = ""
    facts: tuple[tuple[str, str], ...] = ()

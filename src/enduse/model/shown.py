"""What a look-up shows: one thing of the record with its words in their context, or a source that can be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A source that can be loaded: whose list it is, under which terms, in which files, and what is held of it.

    `addresses` pairs a file's role with the publisher's address; without one the
    files are handed in. `version` is the day of the newest version visible, None
    where none is; `note` says what to know of it.
    """

    id: str
    title: str
    publisher: str
    description: str
    terms: str
    formats: str
    addresses: tuple[tuple[str, str], ...]
    version: date | None = None
    entities: int = 0
    note: str = ""

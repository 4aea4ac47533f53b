"""What a look-up shows: one thing of the record with its words in their context, or a source that can be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from enduse.model.evidence import Citation
from enduse.model.versions import ListVersion


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
    files are handed in. `version` is the day of the version in force on the day
    asked about, None where none is, and `age_days` how long before that day it was.
    `state` is "not loaded", "current", "stale", or "unknown" where nobody can say
    how often the list changes; it is stale after `stale_after_days`, for which
    `rhythm` gives the reason. `faults` counts what of that version could not be
    read. `note` says what to know of the source, `next_step` what to do about it.
    `versions` are all that are held, where they were asked for.
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
    state: str = "not loaded"
    age_days: int | None = None
    stale_after_days: int | None = None
    rhythm: str = ""
    faults: int = 0
    next_step: str = ""
    versions: tuple[ListVersion, ...] = ()

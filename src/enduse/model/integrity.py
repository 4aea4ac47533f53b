"""Whether a record is whole, and what was erased from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """What a look through the whole record found: documents and events that are not what their names say.

    `missing_documents` are named by the record and not in the vault, `damaged_documents` have other bytes than their
    SHA-256 says, `broken_events` another content, or an earlier event that is gone.
    """

    documents: int
    events: int
    missing_documents: tuple[str, ...]
    damaged_documents: tuple[str, ...]
    broken_events: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.missing_documents or self.damaged_documents or self.broken_events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A document that was erased with every claim that it alone carried; the log keeps its hash, who did it and why."""

    document: str
    name: str
    statements: int
    reason: str

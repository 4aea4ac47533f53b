"""Whether a text may be shown to a model: only where its marking is known and the model is cleared for it."""

from __future__ import annotations

from dataclasses import dataclass

from enduse.model.marking import Audience, Marking, join_all
from enduse.reading.document import DocumentReading
from enduse.reading.marks import UNMARKED, parse_mark, to_marking

NOT_KNOWN = "its marking is not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What an endpoint is cleared for: as a reader, and the caveats that it may see."""

    audience: Audience
    caveats: frozenset[str] = frozenset()


def why_held(marking: Marking, clearance: Clearance) -> str:
    """Return why text under a marking must not leave, "" where it may.

    Levels, release lists, TLP and originator control count as for any reader; beyond that each caveat must be
    one that the endpoint is cleared for, and what was derived or not understood counts as unknown.
    """
    if UNMARKED in marking.caveats or any(caveat.startswith("unread mark") for caveat in marking.caveats):
        return NOT_KNOWN
    if clearance.audience.sees_all or not marking.is_visible_to(clearance.audience):
        return f"{marking} is above what the endpoint is cleared for"
    strange = sorted(marking.caveats - clearance.caveats)
    return f"the endpoint is not cleared for {', '.join(strange)}" if strange else ""


def why_document_held(reading: DocumentReading, clearance: Clearance, *, is_marking_given: bool) -> str:
    """Return why nothing of a document may leave, "" where its sections may be looked at one by one.

    The marking of a document is the join of its banner, of every mark printed in it, and of lines that look like
    a banner. It is unknown where no part is marked and whoever had it read gave none.
    """
    marked = [portion.marking for portion in reading.portions if portion.is_marked]
    if not is_marking_given and not marked:
        return NOT_KNOWN
    banners = [to_marking(mark, owner=reading.owner, day=reading.published)
               for mark in (parse_mark(line.strip()) for line in reading.text.splitlines()) if mark is not None]
    return why_held(join_all([reading.banner, *marked, *banners]), clearance)

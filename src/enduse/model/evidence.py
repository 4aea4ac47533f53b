"""Citations: where a line of any answer comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import repeat

from enduse.model.making import make_many


class CitationKind(Enum):
    """What is cited: a statement of a source, a line of the order asked about, or a knowledge entry."""

    STATEMENT = "statement"
    ORDER = "order"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a claim stands: `enduse show ID` prints it.

    `words` are printed words for statements and orders, and our restatement for
    knowledge. `document` is its SHA-256, None for knowledge or where the audience
    may not see the whole document. `marking` is spelled out ("SECRET//REL TO DE").
    """

    kind: CitationKind
    id: str
    source: str
    place: str
    words: str
    document: str | None = None
    document_name: str | None = None
    said_on: date | None = None
    marking: str = ""
    grade: str = ""
    hedge: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a sentence, the two values it compares where it does, and what it cites.

    `weight` is how much it speaks for (positive) or against (negative), zero for
    what only explains.
    """

    text: str
    left: str = ""
    right: str = ""
    weight: float = 0.0
    evidence: tuple[Citation, ...] = ()


def make_reasons(
    texts: Sequence[str], lefts: Sequence[str], rights: Sequence[str], weights: Sequence[float]
) -> list[Reason]:
    """Return many reasons without evidence at once, of each part as many: at a fifth of the cost of making each."""
    count = len(texts)
    if not count == len(lefts) == len(rights) == len(weights):
        raise ValueError("as many of each are wanted")
    return make_many(Reason, count, {
        "text": texts, "left": lefts, "right": rights, "weight": weights, "evidence": repeat((), count),
    })

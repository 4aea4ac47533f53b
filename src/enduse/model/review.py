"""What people judge of the facts that were read from papers, and a paper's facts with what was judged of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from enduse.model.evidence import Citation
from enduse.model.statement import Statement

FACT = "fact"
ACCEPTED, REJECTED, WITHDRAWN = "accepted", "rejected", "withdrawn"
_CORRECTED = "corrected: "


def fact_object(statement: Statement) -> str:
    """Name what a judgement on a fact is about: what is said of whom, wherever in the paper it stands.

    So it counts for every place that says the same, and for what a better reader finds there.
    """
    return json.dumps([statement.subject, statement.prop, statement.value, statement.denied], ensure_ascii=False)


def fact_subject(object: str) -> str:
    """Return of whom a judgement on a fact speaks, "" for an object that `fact_object` did not make."""
    try:
        parts = json.loads(object)
    except ValueError:
        return ""
    return str(parts[0]) if isinstance(parts, list) and parts else ""


def spell_correction(value: str) -> str:
    """Return the verdict that a fact's value is another."""
    return _CORRECTED + value


def read_correction(verdict: str) -> str:
    """Return the value that a verdict gives a fact."""
    return verdict.removeprefix(_CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedFact:
    """One fact of a paper beside its words, and what was judged of it.

    `state` is "open", "accepted", "rejected" or "corrected"; `value` is as read,
    `corrected` the value that takes its place ("" where none does). `model` names the language model
    that proposed it, "" where our rules found it. Of two
    judgements the newer counts; a judgement taken back leaves the fact open.
    """

    id: str
    subject: str
    caption: str
    property: str
    value: str
    corrected: str
    denied: bool
    hedge: str
    state: str
    reason: str
    actor: str
    at: datetime | None
    model: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedProposal:
    """What a language model proposed of a passage and the words did not carry: no fact, and never counted as one.

    `claim`, `subject`, `value`, `date`, `hedge` and `quote` are the model's words, unproved; `place` names the part
    of the paper that it was shown, `reason` tells what failed, `extractor` which model it was.
    """

    claim: str
    subject: str
    value: str
    date: str
    denied: bool
    hedge: str
    quote: str
    place: str
    reason: str
    extractor: str
    marking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that the last reading of a paper found and the one before had not, or the other way round."""

    gained: bool
    summary: str
    state: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReference:
    """A paper that this one refers to, or that refers to this one, by its number.

    `document` is None where no paper of that number is loaded and visible as a
    whole; `is_loaded` tells whether anything of it is visible. `number` are the
    words as printed where they name no message. `reason` says why a reference
    leads nowhere, or what was taken for granted where it leads somewhere.
    `through` is the number of the paper whose own reference this is, where "and
    previous" was printed beside it or beside one that leads to it.
    """

    number: str
    refers_here: bool
    is_loaded: bool
    document: str | None
    document_name: str | None
    reason: str
    through: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReview:
    """A paper's facts with what was judged of them, its ties to other papers, and what its last reading changed.

    `refused` are what a language model proposed and is no fact, told only where they are asked for.
    """

    document: str
    name: str
    facts: tuple[ReviewedFact, ...]
    changes: tuple[FactChange, ...]
    references: tuple[PaperReference, ...]
    refused: tuple[RefusedProposal, ...]

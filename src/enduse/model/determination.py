"""Whether an entry of a control list covers an item, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from enduse.model.answer import Answer, MissingFact
from enduse.model.condition import ConditionResult
from enduse.model.directory import ListedEntry
from enduse.model.evidence import Citation
from enduse.model.jurisdiction import Jurisdiction

KIND_FACT = "kind of item"  # the missing fact of an item of which nobody said what it is


class ControlPosition(Enum):
    """The position of an item under a regime, derived from the determinations, never typed."""

    CONTROLLED = "controlled"
    POTENTIALLY_CONTROLLED = "potentially controlled"
    NEAR_LIMIT = "near the limit"
    CAPABLE_NOT_CONTROLLED = "capable but not controlled"
    NOT_CONTROLLED = "not controlled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """One entry of one edition against one item on one day.

    `covers` are the conditions of control, `exclusions` the notes that take the
    item out again (met means excluded), `carved_out_by` an entry that takes
    precedence ("other than 2B001"). `confidence` is that of the encoding.
    `correspondences` are numbers of the same paragraph elsewhere ("WA 2.B.1.b.2.a"),
    `correspondence_basis` says through what those were read and how sure they are.
    """

    regime: str
    edition: str
    entry: str
    heading: str
    as_of: date
    answer: Answer
    covers: ConditionResult
    exclusions: tuple[ConditionResult, ...] = ()
    carved_out_by: str = ""
    is_near: bool = False
    correspondences: tuple[str, ...] = ()
    correspondence_basis: tuple[str, ...] = ()
    confidence: str = "high"
    citation: Citation | None = None
    notes: tuple[str, ...] = ()


class WholeKind(Enum):
    """How pieces are taken together."""

    AS_ORDERED = "as ordered"
    WITH_OPTION = "with an option"
    WITH_ALL = "with all that can be had"
    ASSEMBLED = "put together"
    FITTED = "fitted to what is there"
    LINES = "lines together"
    SAME_PRODUCT = "one product in several lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFact:
    """One fact of a whole: its value, by which pieces, and what it takes the place of; a conflict shows all claims."""

    fact: str
    axis: str
    value: str
    by: tuple[str, ...]
    instead_of: str = ""
    is_conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChange:
    """What taking pieces together changes under one regime.

    `before` is the gravest position of a piece alone, `after` that of the whole.
    `newly_met` are the paragraphs that the whole meets and no piece alone,
    `newly_open` those that are open for the whole and for no piece; `by_piece` names
    the paragraphs that a piece meets by itself, with the piece.
    """

    regime: str
    before: ControlPosition
    after: ControlPosition
    newly_met: tuple[str, ...]
    newly_open: tuple[str, ...]
    by_piece: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Several pieces taken together: how, which, what each contributes, and what the lists answer of the whole.

    `items` are the places of the items it is made of in the file, from 0. `basis`
    says by which rule they are taken together and where that stands; `notes` what
    has to be said with it, such as pieces that nothing encoded joins. The
    `classification` never hides what controls a piece alone.
    """

    of: str
    kind: WholeKind
    items: tuple[int, ...]
    pieces: tuple[str, ...]
    facts: tuple[WholeFact, ...]
    changes: tuple[WholeChange, ...]
    basis: tuple[str, ...]
    notes: tuple[str, ...]
    classification: Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One line for one item under one entry, or all paragraphs below it, on one day.

    `item` counts from 0. `verdict` is controlled, not_controlled or undetermined.
    `margin` is that of the paragraph nearest its limit (negative inside the
    control), `by` the axis or the paragraphs that decide, `missing` the facts that
    an undetermined answer waits for. A line of several pieces taken together says
    in `of` how, in `pieces` which, and in `facts` who contributed what decides.
    """

    item: int
    regime: str
    edition: str
    date: date
    entry: str
    verdict: str
    margin: Decimal | None = None
    margin_unit: str = ""
    by: str = ""
    missing: tuple[str, ...] = ()
    because: str = ""
    confidence: str = ""
    of: str = ""
    pieces: tuple[str, ...] = ()
    facts: tuple[WholeFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimePosition:
    """The position of the item under one regime on the day, with the entries that decide it.

    Position `UNKNOWN` with a `note` where no edition of that day is loaded or no
    encoded entry speaks of such an item; `not_encoded` says what was left out.
    `general_notes` stand before the whole list and matter to such an item.
    """

    regime: str
    title: str
    position: ControlPosition
    edition: str = ""
    entries: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    note: str = ""
    not_encoded: tuple[str, ...] = ()
    general_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Every regime's position for one item, and the determinations beneath.

    `to_read` are entries that nobody evaluates here whose heading speaks of what the item is described as.
    `wholes` are what the item makes with its options, upgrades and parts, or with other lines of its order.
    `jurisdictions` tell whose law reaches the item on its way; positions hold whatever law does.
    """

    item: str
    as_of: date
    positions: tuple[RegimePosition, ...]
    determinations: tuple[Determination, ...]
    conflicts: tuple[str, ...] = ()
    to_read: tuple[ListedEntry, ...] = ()
    wholes: tuple[Whole, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()

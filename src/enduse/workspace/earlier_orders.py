"""The orders that this desk asked about before: the newest as cases to compare with, and the files of kept ones.

What a file says is read once and kept beside the index; a file that is no order is noted as such by this version of the
program. Read once for a view, and asked for each order of it. Cost: some 0.1 ms for each order searched, and a line of
the log for each that was ever kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from enduse import __version__
from enduse.assessment.repeat_cases import case_of_order
from enduse.assessment.repeat_index import Segment, build_index, read_case, spell_case
from enduse.errors import InputError, UsageError
from enduse.model.denial import CaseOutcome, Denial
from enduse.model.marking import PUBLIC
from enduse.model.statement import Document
from enduse.model.transaction import Transaction
from enduse.store.view import View
from enduse.workspace.kept_orders import KEPT, REMOVED, list_orders

MOST_ORDERS = 500
_ID = "order-"
_DIGITS = 20  # of a file's hash, in the id of its case


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was kept as an order, when, and whether it is what is kept under its reference now."""

    document: str
    at: datetime
    is_held: bool


class EarlierOrders:
    """The newest orders asked about that a view shows, each reference once; an order is never earlier than itself."""

    def __init__(
        self, cases: Mapping[str, tuple[Denial, str]], *, is_whole: bool, kept: Mapping[str, tuple[KeptFile, ...]]
    ) -> None:
        self._cases = dict(sorted(cases.items()))  # by their ids, each with its document
        self._id_of = {case.reference: case.id for case, _ in self._cases.values()}
        self._kept = kept
        self._read: dict[str, Transaction | None] = {}  # of files, as orders
        self.is_whole = is_whole

    def besides(self, order: Transaction) -> tuple[Denial, ...]:
        """Return the earlier cases of other references, by id."""
        own = self._of(order)
        return tuple(case for name, (case, _) in self._cases.items() if name not in own)

    def segment(self, order: Transaction) -> tuple[Segment, frozenset[str]] | None:
        """Return all of them as a segment with the id that is dead in it for an order, None where no other is left."""
        own = self._of(order)
        return (self._segment, own) if len(self._cases) > len(own) else None

    def read(self, view: View, sha256: str) -> Transaction | None:
        """Return the order that a file asked about is, None where it is none; each file is read once."""
        if sha256 not in self._read:
            if len(self._read) >= 2 * MOST_ORDERS:
                self._read.clear()
            self._read[sha256] = _read_asked(view, sha256)
        return self._read[sha256]

    def read_all(self, view: View, cases: Iterable[Denial]) -> Iterator[tuple[Denial, Transaction]]:
        """Yield earlier cases with their orders, read whole; what cannot be read any more is left out."""
        for case in cases:
            order = self.read(view, self._cases[case.id][1])
            if order is not None:
                yield case, order

    def files(self, reference: str) -> tuple[KeptFile, ...]:
        """Return the files that were kept under a reference, the oldest first."""
        return self._kept.get(reference, ())

    @cached_property
    def _segment(self) -> Segment:
        return Segment(build_index(((case, None) for case, _ in self._cases.values()), meta={}), is_checked=False)

    def _of(self, order: Transaction) -> frozenset[str]:
        own = {self._id_of.get(order.reference), f"{_ID}{order.document[:_DIGITS]}" if order.document else None}
        return frozenset(name for name in own if name in self._cases)


def read_earlier_orders(view: View) -> EarlierOrders:
    """Return the newest orders asked about here that the audience may see, each reference once.

    One that is kept with an outcome counts as refused or released from that day.
    """
    folder = view.indexable.folder / "orders"
    ended = {kept.document: kept.outcome for kept in list_orders(view) if kept.outcome is not None}
    kept, assessments = _read_kept_files(view)
    found: dict[str, tuple[Denial, str]] = {}
    searched = 0
    is_whole = True
    for document in view.asked_documents():
        case = None if document.sha256 in assessments else _read_case(view, document, folder)
        if case is None:
            continue
        if searched == MOST_ORDERS:
            is_whole = False
            break
        searched += 1
        day = case.decided_on or document.received_at.date()
        if day > view.viewpoint.as_of:
            continue
        case = replace(case, decided_on=day, marking=_spell(document.marking))
        end = ended.get(document.sha256)
        if end is not None and end.on <= view.viewpoint.as_of:
            outcome = CaseOutcome.REFUSED if end.outcome.is_bad else CaseOutcome.RELEASED
            case = replace(case, outcome=outcome, decided_on=end.on, reason=end.reason)
        found.setdefault(case.reference, (case, document.sha256))
    return EarlierOrders({case.id: (case, sha256) for case, sha256 in found.values()}, is_whole=is_whole, kept=kept)


def _read_kept_files(view: View) -> tuple[dict[str, tuple[KeptFile, ...]], frozenset[str]]:
    """Return the files kept under each reference, and the assessments that were kept with them."""
    files: dict[str, list[tuple[str, datetime]]] = {}
    held: dict[str, str] = {}
    assessments = set()
    for event in view.events((KEPT, REMOVED)):
        if event.act == REMOVED:
            held.pop(event.object, None)
            continue
        told = json.loads(event.reason)
        files.setdefault(event.object, []).append((told["document"], event.at))
        held[event.object] = told["document"]
        assessments.add(told["assessment"])
    kept = {
        reference: tuple(KeptFile(document=one, at=at, is_held=held.get(reference) == one) for one, at in some)
        for reference, some in files.items()
    }
    return kept, frozenset(assessments)


def _spell(marking: Any) -> str:
    return "" if marking == PUBLIC else str(marking)


# -- what a file says ---------------------------------------------------------------------


def _read_case(view: View, document: Document, folder: Path) -> Denial | None:
    """Return an order that was asked about as a case, None for a file that is none; from beside the index if it can."""
    sha256 = document.sha256
    with suppress(OSError, ValueError, KeyError, TypeError):
        return read_case((folder / f"{sha256}.json").read_bytes())[0]
    with suppress(OSError):
        if (folder / f"{sha256}.none").read_bytes() == __version__.encode():
            return None
    order = _read_asked(view, sha256)
    if order is None:
        _note(folder, f"{sha256}.none", __version__.encode())
        return None
    case = case_of_order(order, id=f"{_ID}{sha256[:_DIGITS]}")
    _note(folder, f"{sha256}.json", spell_case(case, None))
    return case


def _read_asked(view: View, sha256: str) -> Transaction | None:
    """Return the order that a file asked about is, None where it is none."""
    from enduse.workspace.orders import read_order

    with view.open_document(sha256) as stream:
        data = stream.read()
    try:
        return read_order(data, name=sha256[:12], document=sha256)
    except (InputError, UsageError):
        return None


def _note(folder: Path, name: str, data: bytes) -> None:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        new = (folder / name).with_suffix(".arriving")
        new.write_bytes(data)
        new.replace(folder / name)

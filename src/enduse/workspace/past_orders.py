"""The desk's own earlier orders that share a party, a payer or an end-use text with an order, and its earlier files.

Which orders share anything is asked of what is kept beside the index (`earlier_orders`); only those are read
whole. Cost: some 5 us for each order searched, some 2 ms for each that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from enduse.model.denial import CaseOutcome, Denial
from enduse.model.determination import Classification
from enduse.model.history import History, PastOrder
from enduse.model.transaction import Transaction
from enduse.names.folding import fold_name
from enduse.resolution.evidence import fold_identifier
from enduse.store.view import View
from enduse.workspace.earlier_orders import EarlierOrders, read_earlier_orders

MOST_READ = 100  # earlier orders that are read whole, the newest
_LEAST_WORDS = 8  # of an end-use text that tells one from another
_STOPPED = {CaseOutcome.REFUSED: True, CaseOutcome.RELEASED: False}

Classify = Callable[[Transaction, date], tuple[Classification, ...]]


def read_history(
    view: View, order: Transaction, *, classify: Classify, earlier: EarlierOrders | None = None
) -> History:
    """Return the earlier orders that share anything with an order; `classify` rates those of an earlier file of it.

    `earlier` are the orders asked about before, where the caller has read them.
    """
    earlier = earlier or read_earlier_orders(view)
    cases = earlier.besides(order)
    marks, words = _marks_of_order(order), _telling_words(order.end_use.text)
    sharing = [one for one in cases if one.decided_on and (marks & _marks_of_case(one) or _has_words(one, words))]
    newest = sorted(sharing, key=lambda one: (one.decided_on or date.min, one.reference))[-MOST_READ:]
    found = [
        PastOrder(order=was, on=was.dated or case.decided_on, is_stopped=_STOPPED.get(case.outcome))
        for case, was in earlier.read_all(view, newest) if case.decided_on is not None
    ]
    found += _revisions(view, order, earlier, classify)
    return History(
        orders=tuple(sorted(found, key=lambda past: (past.on, past.order.reference, past.is_revision))),
        searched=len(cases), is_whole=earlier.is_whole and len(newest) == len(sharing),
    )


def _revisions(
    view: View, order: Transaction, earlier: EarlierOrders, classify: Classify
) -> Iterator[PastOrder]:
    """Yield the earlier files that were kept under the reference of this order, each rated as of its own day."""
    for file in earlier.files(order.reference):
        was = earlier.read(view, file.document) if file.document != order.document else None
        day = (was.dated if was else None) or file.at.date()
        if was is not None and (not file.is_held or day <= (order.dated or view.viewpoint.as_of)):
            yield PastOrder(order=was, on=day, is_revision=True, classifications=classify(was, day))


def _marks_of_order(order: Transaction) -> set[str]:
    numbers = {f"{prop}={fold_identifier(value)}" for party in order.parties for prop, value in party.identifiers}
    return {fold_name(party.name) for party in order.parties} - {""} | numbers


def _marks_of_case(case: Denial) -> set[str]:
    numbers = {f"{prop}={fold_identifier(value)}" for party in case.parties for prop, value in party.identifiers}
    return {fold_name(party.name) for party in case.parties} - {""} | numbers


def _telling_words(text: str) -> frozenset[str]:
    words = frozenset(fold_name(text).split())
    return words if len(words) >= _LEAST_WORDS else frozenset()


def _has_words(case: Denial, words: frozenset[str]) -> bool:
    theirs = _telling_words(case.end_use)
    return bool(words and theirs) and 2 * len(words & theirs) >= len(words | theirs)

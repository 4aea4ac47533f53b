"""Orders kept in the record: their file, how they were assessed then, and what became of them.

The bytes of the order and of its assessment lie in the vault; events tell the rest, each under the order's marking. A
newer file of the same reference takes the place of the older one; an earlier moment still shows that one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from enduse import __version__
from enduse.errors import InputError, NotFoundError, UsageError
from enduse.model.assessment import Assessment
from enduse.model.kept_order import KeptOrder, OrderOutcome, OutcomeKind
from enduse.model.marking import Marking
from enduse.model.statement import Event
from enduse.model.transaction import Transaction
from enduse.store.own_series import OWN_ORDERS
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.asked_files import asked_document, keep_asked, name_bytes
from enduse.workspace.own_orders import keep_links, withdraw_links
from enduse.workspace.presenting import spell_json, to_json

KEPT, REMOVED, ENDED = "order kept", "order removed", "order outcome"


def keep_order(
    store: Store, order: Transaction, found: Assessment, *, data: bytes, file_name: str, actor: str, at: datetime
) -> KeptOrder:
    """Keep an order with its assessment from now on.

    Raises:
        UsageError: the order has no reference.
    """
    if not order.reference.strip():
        raise UsageError("an order without a reference cannot be kept.", where=file_name, remedy="Give it one.")
    spelled = spell_json(to_json(found, kind="assessment")).encode()
    keep_asked(store, data, name=file_name, marking=order.marking, at=at)
    keep_asked(store, spelled, name=f"assessment of {order.reference[:80]}.json", marking=order.marking, at=at)
    told = {
        "document": name_bytes(data), "file_name": file_name, "assessment": name_bytes(spelled),
        "program": __version__, "as_of": found.as_of.isoformat(), "step": _step(found),
        "flags": {flag.flag: flag.answer.verdict.value for flag in found.flags},
    }
    store.note_event(at=at, actor=actor, act=KEPT, object=order.reference, marking=order.marking,
                     reason=json.dumps(told, sort_keys=True, ensure_ascii=False))
    document = asked_document(data, name=file_name, source=OWN_ORDERS, marking=order.marking, at=at)
    keep_links(store, order, document=document, at=at)
    event = Event(at=at, actor=actor, act=KEPT, object=order.reference, reason=json.dumps(told), marking=order.marking)
    return _read(event, None)


def _step(found: Assessment) -> str:
    return found.actions[0].text if found.actions else ""


def list_orders(view: View) -> tuple[KeptOrder, ...]:
    """Return the orders that are kept, by reference, each with the newest outcome recorded."""
    ends = {event.object: event for event in view.events((ENDED,))}
    return tuple(_read(event, ends.get(event.object)) for event in _standing(view))


def find_order(view: View, reference: str) -> KeptOrder:
    """Return the kept order of a reference. Raises NotFoundError where none is visible; names some that are."""
    held = list_orders(view)
    found = next((order for order in held if order.reference == reference), None)
    if found is None:
        known = ", ".join(order.reference for order in held[:10]) or "none"
        raise NotFoundError("no order of that reference is kept.", where=reference, remedy=f"Kept: {known}.")
    return found


def read_kept(view: View, kept: KeptOrder) -> Transaction:
    """Read a kept order as this program reads it. Raises InputError where it no longer can."""
    from enduse.workspace.orders import read_order

    with view.open_document(kept.document) as stream:
        return read_order(stream.read(), name=kept.file_name, document=kept.document)


def read_assessment(view: View, kept: KeptOrder) -> dict[str, Any]:
    """Return the assessment of a kept order as it was kept, empty where its bytes are gone or not for this audience."""
    try:
        with view.open_document(kept.assessment) as stream:
            shape = json.loads(stream.read())
    except (NotFoundError, ValueError):
        return {}
    return shape if isinstance(shape, dict) else {}


def find_transaction(view: View, named: str) -> Transaction:
    """Return the order that a text names: a file's path, or the reference of a kept order.

    Raises:
        NotFoundError: it is neither.
        InputError: the order cannot be read.
    """
    from enduse.workspace.asked_files import take_in
    from enduse.workspace.orders import read_order

    path = Path(named)
    if path.is_file():
        data = take_in(path)
        return read_order(data, name=path.name, document=name_bytes(data))
    return read_kept(view, find_order(view, named))


def remove_order(store: Store, view: View, reference: str, *, actor: str, at: datetime) -> KeptOrder:
    """Keep no order of that reference from now on; its links end, and what was kept stays. Raises NotFoundError."""
    held = find_order(view, reference)
    marking = _marking(view, reference)
    store.note_event(at=at, actor=actor, act=REMOVED, object=reference, marking=marking)
    withdraw_links(store, reference, marking=marking, at=at)
    return held


def note_outcome(
    store: Store, view: View, reference: str, *, outcome: str, on: date | None, reason: str, actor: str, at: datetime
) -> KeptOrder:
    """Record what became of a kept order; a later record takes the place of an earlier one.

    Raises:
        NotFoundError: no order of that reference is kept.
        UsageError: there is no such outcome.
    """
    held = find_order(view, reference)
    kinds = [kind.value for kind in OutcomeKind]
    if outcome not in kinds:
        raise UsageError(f"{outcome[:40]!r} is no outcome.", remedy="Known: " + ", ".join(kinds) + ".")
    told = {"outcome": outcome, "on": (on or at.date()).isoformat(), "reason": reason.strip()}
    marking = _marking(view, reference)
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    store.note_event(at=at, actor=actor, act=ENDED, object=reference, reason=text, marking=marking)
    kept = next(event for event in _standing(view) if event.object == held.reference)
    return _read(kept, Event(at=at, actor=actor, act=ENDED, object=reference, reason=text, marking=marking))


def past_orders(view: View) -> Iterator[tuple[Mapping[str, str], bool]]:
    """Yield of each kept order with an outcome the verdicts of its flags when kept, and whether it ended badly."""
    ends = {event.object: event for event in view.events((ENDED,))}
    for event in _standing(view):
        if event.object in ends:
            outcome = _outcome(ends[event.object])
            yield json.loads(event.reason)["flags"], outcome.outcome.is_bad


def _standing(view: View) -> list[Event]:
    last = {event.object: event for event in view.events((KEPT, REMOVED))}
    return [last[name] for name in sorted(last) if last[name].act == KEPT]


def _marking(view: View, reference: str) -> Marking:
    return next(event.marking for event in _standing(view) if event.object == reference)


def _outcome(event: Event) -> OrderOutcome:
    told = json.loads(event.reason)
    return OrderOutcome(outcome=OutcomeKind(told["outcome"]), on=date.fromisoformat(told["on"]), reason=told["reason"],
                        actor=event.actor, at=event.at)


def _read(event: Event, end: Event | None) -> KeptOrder:
    told: dict[str, Any] = json.loads(event.reason)
    return KeptOrder(
        reference=event.object, document=told["document"], file_name=told["file_name"], kept_at=event.at,
        actor=event.actor, marking=str(event.marking), program=told["program"], as_of=date.fromisoformat(told["as_of"]),
        step=told["step"], assessment=told["assessment"], outcome=_outcome(end) if end is not None else None,
    )


def read_all_kept(view: View) -> Iterator[tuple[KeptOrder, Transaction | InputError]]:
    """Yield every kept order with its transaction, or why it cannot be read any more."""
    for kept in list_orders(view):
        try:
            yield kept, read_kept(view, kept)
        except InputError as exc:
            yield kept, exc

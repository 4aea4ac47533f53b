"""What answers differently between two viewpoints: kept orders, parties of portfolios, past decisions, and why.

An order is assessed from both sides where anything visible differs between them: statements, judgements, or the day,
with whose passing list versions and laws change. Cost: two assessments an order, some 0.15 s; nothing where nothing
differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from enduse.assessment.differing import compare_assessments
from enduse.errors import Fault, InputError
from enduse.model.kept_order import DecisionChange, OrderChange, WorkspaceChanges
from enduse.model.screening import DecisionState
from enduse.store.view import View
from enduse.workspace.answering import JUDGED, Desk
from enduse.workspace.deciding import Decisions
from enduse.workspace.judging import list_judged
from enduse.workspace.kept_orders import read_all_kept
from enduse.workspace.portfolios import list_portfolios, open_portfolio
from enduse.workspace.watching import compare_viewpoints

Progress = Callable[[int, str], None]


def find_all_changes(
    before: View, after: View, *, threshold: float | None = None, progress: Progress | None = None
) -> WorkspaceChanges:
    """Return what answers differently between two views of one audience; what is kept is what is kept after."""
    moved = len(after.subjects_moved(before))
    orders: list[OrderChange] = []
    faults: list[Fault] = []
    asked = 0
    differs = moved > 0 or _day(before) != _day(after) or _judged(before) != _judged(after)
    desks = Desk(before), Desk(after)
    for kept, order in read_all_kept(after):
        asked += 1
        if isinstance(order, InputError):
            faults.append(Fault(place=kept.file_name, reason=order.what, remedy=order.remedy, subject=kept.reference))
        elif differs:
            change = compare_assessments(desks[0].assess(order), desks[1].assess(order))
            if change is not None:
                orders.append(change)
        if progress:
            progress(asked, "kept orders")
    portfolios = tuple(
        compare_viewpoints(one, open_portfolio(after, one), before, after, threshold=threshold, progress=progress)
        for one in list_portfolios(after)
    )
    return WorkspaceChanges(
        before=before.viewpoint, after=after.viewpoint, orders_asked=asked, moved=moved, orders=tuple(orders),
        decisions=tuple(_decisions(before, after)), portfolios=portfolios, faults=tuple(faults),
    )


def _day(view: View) -> date:
    return view.viewpoint.as_of


def _judged(view: View) -> tuple[str, ...]:
    return tuple(one.id for one in view.judgements_of(("hit", *JUDGED)))


def _decisions(before: View, after: View) -> Iterator[DecisionChange]:
    """Yield the decisions of the earlier side that stand differently on the later one."""
    was, now = _states(before), _states(after)
    for key in sorted(was):
        kind, about, verdict, state, _ = was[key]
        found = now.get(key)
        if found is None or found[3] != state:
            _, _, _, after_state, changed = found or (kind, about, verdict, "replaced", ())
            yield DecisionChange(kind=kind, about=about, verdict=verdict, before=state, after=after_state,
                                 changed=changed)


def _states(view: View) -> dict[str, tuple[str, str, str, str, tuple[str, ...]]]:
    """Return of each decision, by its id: kind, what it is about, verdict, how it stands, and what changed."""
    found = {}
    for one in Decisions(view).all():
        state = one.decision.state.value if one.is_newest else "replaced"
        found[one.decision.id] = ("hit", f"{one.party} / {one.caption} ({one.entity_id})", one.decision.verdict, state,
                                  one.decision.changed)
    for judged in list_judged(view):
        state = "replaced" if not judged.is_newest else "ended" if judged.has_ended else DecisionState.HOLDS.value
        found[judged.id] = (judged.kind, f"{judged.reference} / {judged.name}", judged.verdict, state, ())
    return found

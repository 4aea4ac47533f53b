"""What answers differently between two viewpoints: kept orders, parties of portfolios, past decisions, and why.

An order is assessed from both sides where anything visible differs between them: statements, judgements, or the day,
with whose passing list versions and laws change. Cost: two assessments an order, some half a second each with a hundred
orders kept, more with more; nothing where nothing differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from enduse import __version__
from enduse.assessment.differing import compare_assessments, compare_with_kept
from enduse.errors import Fault, InputError
from enduse.knowledge.editions import rule_editions
from enduse.model.kept_order import RULES, DecisionChange, KeptOrder, OrderChange, WorkspaceChanges
from enduse.model.screening import DecisionState
from enduse.model.transaction import Transaction
from enduse.store.view import View
from enduse.workspace.answering import JUDGED, Desk
from enduse.workspace.deciding import Decisions
from enduse.workspace.judging import list_judged
from enduse.workspace.kept_orders import read_all_kept, read_assessment
from enduse.workspace.portfolios import list_portfolios, open_portfolio
from enduse.workspace.presenting import to_json
from enduse.workspace.watching import compare_viewpoints

Progress = Callable[[int, str], None]


def find_all_changes(
    before: View, after: View, *, threshold: float | None = None, progress: Progress | None = None
) -> WorkspaceChanges:
    """Return what answers differently between two views of one audience; what is kept is what is kept after."""
    moved = len(after.subjects_moved(before))
    orders: list[OrderChange] = []
    by_rules: list[OrderChange] = []
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
        if not isinstance(order, InputError):
            ruled = _compare_rules(after, kept, order)
            by_rules += [ruled] if ruled is not None else []
        if progress:
            progress(asked, "kept orders")
    portfolios = tuple(
        compare_viewpoints(one, open_portfolio(after, one), before, after, threshold=threshold, progress=progress)
        for one in list_portfolios(after)
    )
    return WorkspaceChanges(
        before=before.viewpoint, after=after.viewpoint, orders_asked=asked, moved=moved, orders=tuple(orders),
        by_rules=tuple(by_rules), decisions=tuple(_decisions(before, after)), portfolios=portfolios,
        faults=tuple(faults),
    )


def _compare_rules(view: View, kept: KeptOrder, order: Transaction) -> OrderChange | None:
    """Return how the rules of now answer a kept order otherwise than those of then, from the viewpoint of then.

    None where the rules are the same, and for a reader who is another audience than then.
    """
    shape = read_assessment(view, kept)
    asked, inputs = shape.get("viewpoint", {}), shape.get("inputs", {})
    audience = to_json(view.viewpoint, kind="viewpoint")["audience"]
    same = {name: inputs.get(f"{RULES}{name}") for name in rule_editions()} == rule_editions()
    if asked.get("audience") != audience or (same and inputs.get("enduse") == __version__):
        return None
    then = view.seen_from(as_of=date.fromisoformat(asked["as_of"]), known_by=datetime.fromisoformat(asked["known_by"]))
    return compare_with_kept(shape, Desk(then).assess(order))


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

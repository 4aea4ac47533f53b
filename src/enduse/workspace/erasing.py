"""Erasing a paper where law demands it: its bytes and every claim that it alone carried."""

from __future__ import annotations

from datetime import datetime

from enduse.errors import UsageError
from enduse.model.integrity import Erasure
from enduse.store.record import Store
from enduse.store.view import View
from enduse.workspace.kept_orders import list_orders
from enduse.workspace.reviewing import find_paper


def erase_paper(store: Store, view: View, paper: str, *, reason: str, actor: str, at: datetime) -> Erasure:
    """Erase a paper for good; the log keeps its hash, who did it and why.

    Raises:
        UsageError: no reason is given, a version of a list was loaded from it, or a kept order rests on it.
        NotFoundError: no such paper is held, or several.
    """
    if not reason.strip():
        raise UsageError("a reason is needed to erase a paper.", remedy='Say it: --reason "order of the court of ...".')
    found = find_paper(view, paper)
    if any(found.sha256 in (kept.document, kept.assessment) for kept in list_orders(view)):
        raise UsageError("a kept order rests on it.", where=found.name, remedy="See: enduse orders remove --help")
    if store.is_of_list(found.sha256):
        raise UsageError("it is a version of a list, not a paper.", where=found.name,
                         remedy="Load a newer version: it withdraws what is no longer said.")
    statements = store.erase_document(found.sha256, at=at, actor=actor, reason=reason.strip())
    return Erasure(document=found.sha256, name=found.name, statements=statements, reason=reason.strip())

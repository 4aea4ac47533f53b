"""The answer to "what changed for my parties": changes, the lists on both sides, and what could not be asked."""

from __future__ import annotations

from collections.abc import Callable

from enduse.model.portfolio import Portfolio, PortfolioChanges
from enduse.screening.desk import DEFAULT_THRESHOLD
from enduse.store.view import View
from enduse.workspace.answering import Desk
from enduse.workspace.changes import find_changes
from enduse.workspace.party_files import PartyFile
from enduse.workspace.saved_parties import open_saved

Progress = Callable[[int, str], None]


def compare_viewpoints(
    portfolio: Portfolio, file: PartyFile, before: View, after: View, *, threshold: float | None = None,
    progress: Progress | None = None,
) -> PortfolioChanges:
    """Compare what two views of one audience say of the parties of a portfolio."""
    parties = open_saved(after.indexable, portfolio, file)
    changes, moved = find_changes(
        parties, before, after, threshold=DEFAULT_THRESHOLD if threshold is None else threshold, progress=progress
    )
    return PortfolioChanges(
        portfolio=portfolio.name, document=portfolio.document, before=before.viewpoint, after=after.viewpoint,
        parties=parties.rows, entities=moved, changes=changes, coverage_before=Desk(before).coverage,
        coverage=Desk(after).coverage, faults=parties.faults,
    )

"""A directory of control lists on the screen: a row an entry."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.directory import ListedEntry
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count


def write_entries(page: Page, entries: Sequence[ListedEntry]) -> None:
    """Write the entries, those that are evaluated here marked, and how many they are."""
    page.table([
        [
            strong(f"{entry.regime} {entry.entry}"),
            Span("evaluated", Ink.GOOD) if entry.is_evaluated else faint("not evaluated"),
            " ".join(filter(None, (
                entry.heading or "(no heading here)", f"[{entry.reasons or entry.arrangement}]"
                if entry.reasons or entry.arrangement else "",
            ))),
        ]
        for entry in entries
    ], indent=0)
    page.gap()
    evaluated = sum(entry.is_evaluated for entry in entries)
    page.write(faint(f"{count(len(entries), 'entry', 'entries')}, {evaluated} of them evaluated here."))

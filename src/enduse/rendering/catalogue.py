"""What classifying a catalogue did, on the screen."""

from __future__ import annotations

from enduse.model.catalogue import CatalogueRun
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count


def write_catalogue_run(page: Page, run: CatalogueRun) -> None:
    """Write how many items stand where under each regime on each day, what moved, and what could not be read."""
    days = " and ".join(day.isoformat() for day in run.dates)
    page.write(
        strong(run.input), faint("\u2014"), f"{run.classified:,} of {count(run.rows, 'row')} classified by the law of",
        f"{days}.",
    )
    page.table([
        [strong(regime), day.isoformat(), position, f"{items:,}"] for regime, day, position, items in run.positions
    ], indent=2)
    if len(run.dates) == 2:
        page.write(f"{count(run.moved, 'answer')} moved between the two days.")
    page.write(f"Written to {run.out}.")
    if run.not_read:
        page.write(Span(f"{count(run.not_read, 'row')} could not be read:", Ink.BAD))
        for fault in run.faults:
            page.write(fault, indent=2, hang=4)

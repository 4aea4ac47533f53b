"""A file that was screened, on the screen: what became of its rows, and the lists that answered with their age."""

from __future__ import annotations

from enduse.model.batch import ScreeningRun
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_coverage
from enduse.rendering.wording import count, write_faults, write_viewpoint

_TOLD = 5


def write_screening_run(page: Page, run: ScreeningRun) -> None:
    """Write the counts, what was not screened, which columns were not used, and the lists."""
    counts = run.counts
    fresh = counts.rows - run.resumed_at
    rate = f", {fresh / run.seconds:,.0f} rows a second" if run.seconds and fresh else ""
    page.write(strong(run.input), f"{count(counts.rows, 'row')} in {run.seconds:,.1f} s{rate}.", hang=2)
    if run.resumed_at:
        page.write(faint("resumed:"), f"{count(run.resumed_at, 'row')} had been done before.", indent=2)
    page.write(f"{count(counts.with_hits, 'row')} with {count(counts.hits, 'hit')},",
               f"{counts.without_hits:,} without.", indent=2)
    if counts.allowed:
        page.write(f"{count(counts.allowed, 'hit')} allowed by decisions, not counted.", indent=2)
    if counts.not_screened:
        told = f"{count(counts.not_screened, 'row')} NOT screened:"
        page.write(Span(told, Ink.BAD), indent=2)
        write_faults(page, run.faults, indent=4, limit=_TOLD)
    if counts.noted:
        what = "has a note" if counts.noted == 1 else "have notes"
        told = f" ({counts.repeated_ids:,} with an id that stood before)" if counts.repeated_ids else ""
        where = f"in {run.report}" if run.report else "with --report"
        page.write(Span(f"{count(counts.noted, 'row')} {what}{told}: see them {where}.", Ink.DOUBT), indent=2, hang=4)
    unused = [column for column, name in run.columns if not name]
    if unused:
        page.write(Span("columns not used:", Ink.DOUBT), ", ".join(unused[:40]), indent=2, hang=4)
    page.write(faint("hits:"), run.out, indent=2, hang=4)
    if run.report:
        page.write(faint("report:"), run.report, indent=2, hang=4)
    write_viewpoint(page, run.viewpoint)
    write_coverage(page, run.coverage, as_of=run.viewpoint.as_of)

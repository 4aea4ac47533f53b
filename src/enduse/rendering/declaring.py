"""A file of declarations or orders that was assessed, on the screen: what to do, by which flags, what was not asked."""

from __future__ import annotations

from enduse.model.declaring import AssessmentRun
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.screening import write_coverage
from enduse.rendering.wording import count, write_faults, write_viewpoint

_TOLD = 5
_FLAGS = 12


def write_assessment_run(page: Page, run: AssessmentRun) -> None:
    """Write the counts by first step and by flag, what was not assessed or not asked, and the lists."""
    fresh = run.rows - run.resumed_at
    rate = f", {fresh / run.seconds:,.0f} rows a second" if run.seconds and fresh else ""
    page.write(strong(run.input), f"{count(run.rows, 'row')} in {run.seconds:,.1f} s{rate}.", hang=2)
    if run.resumed_at:
        page.write(faint("resumed:"), f"{count(run.resumed_at, 'row')} had been done before.", indent=2)
    for one in run.steps:
        page.write(f"{one.rows:>9,}", one.step, indent=2)
    if run.kind == "declarations":
        page.write(faint("Nothing found is no leave to go: only what the columns can answer was asked."), indent=2)
    if run.not_assessed:
        page.write(Span(f"{count(run.not_assessed, 'row')} NOT assessed:", Ink.BAD), indent=2)
        write_faults(page, run.faults, indent=4, limit=_TOLD)
    if run.noted:
        told = f" ({run.repeated_ids:,} with an id that stood before)" if run.repeated_ids else ""
        what = "has a note" if run.noted == 1 else "have notes"
        page.write(Span(f"{count(run.noted, 'row')} {what}{told}: see them in {run.out}.", Ink.DOUBT), indent=2)
    for note in run.notes:
        page.write(Span(note, Ink.DOUBT), indent=2, hang=4)
    _write_flags(page, run)
    unused = [column for column, name in run.columns if not name]
    if unused:
        page.write(Span("columns not used:", Ink.DOUBT), ", ".join(unused[:40]), indent=2, hang=4)
    page.write(faint("answers:"), run.out, indent=2, hang=4)
    if run.worklist:
        page.write(faint("worklist:"), run.worklist, indent=2, hang=4)
    write_viewpoint(page, run.viewpoint)
    write_coverage(page, run.coverage, as_of=run.viewpoint.as_of)


def _write_flags(page: Page, run: AssessmentRun) -> None:
    met = [flag for flag in run.flags if flag.met]
    page.write(faint(f"{len(run.flags)} flags asked, {len(run.not_asked)} need columns that are not there."), indent=2)
    for flag in met[:_FLAGS]:
        page.write(f"{flag.met:>9,}", f"{flag.flag} {flag.name} ({flag.strength})", indent=2, hang=4)
    if len(met) > _FLAGS:
        page.write(faint(f"and {len(met) - _FLAGS} more flags: see --json."), indent=2)
    if run.like_goods:
        page.write(faint(f"Values and weights were held against {count(run.like_goods, 'group')} of like goods of this "
                         "file."), indent=2, hang=4)

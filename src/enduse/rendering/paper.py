"""A paper that was read, on the screen: its header, the markings of its parts, and each fact beside its words."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.paper import PaperPortion, PaperReading, ReadingRun
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, say_model, short_id, write_citations, write_faults

_TOLD = 10


def write_paper(page: Page, paper: PaperReading) -> None:
    """Write what one paper gave, its markings before its facts."""
    page.gap()
    dated = f"dated {paper.published.isoformat()}" if paper.published else "without a date"
    page.write(strong(paper.name), paper.reference, faint(f"{paper.format}, {dated},"),
               Span(f"[{paper.banner}]", Ink.MARKING), faint(f"(show {short_id(paper.document)})"), hang=2)
    page.table([[faint(f"{name}:"), value] for name, value in paper.header])
    _write_portions(page, paper.portions)
    load = paper.load
    held = f"{count(load.statements, 'statement')}; {load.appeared:,} appeared, {load.vanished:,} vanished."
    if load.unchanged:
        held = "Held already; nothing changed."
    page.write(f"{count(len(paper.facts), 'fact')} found.", faint(held), indent=2)
    for fact in paper.facts:
        page.write(faint(f"{fact.type}:"), strong(fact.summary), say_model(fact.model), indent=2, hang=4)
        write_citations(page, fact.citations, indent=6)
    if paper.refused:
        told = f"{count(paper.refused, 'proposal')} of a language model refused: see them with review --rejected."
        page.write(Span(told, Ink.DOUBT), indent=2, hang=4)
    for note in paper.load.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    faults = (*paper.faults, *paper.load.faults)
    if faults:
        page.write(Span(f"{count(len(faults), 'gap')} in the paper; the rest was kept:", Ink.BAD), indent=2)
        write_faults(page, faults, indent=4)


def write_reading_run(page: Page, run: ReadingRun) -> None:
    """Write what became of the papers of some folders."""
    counts = run.counts
    rate = f", {counts.read / run.seconds:,.0f} read a second" if run.seconds and counts.read else ""
    page.write(strong(", ".join(run.places)), f"{count(counts.papers, 'paper')} in {run.seconds:,.1f} s{rate}.", hang=2)
    page.write(f"{counts.read:,} read: {count(counts.statements, 'statement')};",
               f"{counts.appeared:,} appeared, {counts.vanished:,} vanished.", indent=2)
    if counts.held:
        page.write(f"{count(counts.held, 'paper')} held already, read by the same rules; not read again.", indent=2)
    if counts.with_gaps:
        where = f"see them in {run.report}" if run.report else "see them with --report, or by reading the paper alone"
        page.write(Span(f"{count(counts.with_gaps, 'paper')} with gaps: {where}.", Ink.DOUBT), indent=2, hang=4)
    if counts.passed_over:
        page.write(faint(f"{count(counts.passed_over, 'hidden file')} passed over."), indent=2)
    if counts.refused:
        page.write(Span(f"{count(counts.refused, 'paper')} NOT read:", Ink.BAD), indent=2)
        write_faults(page, run.faults, indent=4, limit=_TOLD)
    if run.facts_folder:
        page.write(faint("facts:"), run.facts_folder, indent=2, hang=4)
    if run.report:
        page.write(faint("report:"), run.report, indent=2, hang=4)


def _write_portions(page: Page, portions: tuple[PaperPortion, ...]) -> None:
    """Write how the parts are marked, parts of one marking together, and say where no mark is printed."""
    held = [portion for portion in portions if not portion.is_marked and _is_held(portion)]
    groups: dict[tuple[bool, str], list[PaperPortion]] = {}
    for portion in portions:
        if portion not in held:
            groups.setdefault((portion.is_marked, portion.marking), []).append(portion)
    for (is_marked, marking), alike in groups.items():
        unsaid = "" if is_marked else f"{count(len(alike), 'part')} without a mark of its own, marked by you:"
        page.write(Span(f"[{marking}]", Ink.MARKING), unsaid, faint(_labels(alike)), indent=2, hang=4)
    if held:
        said = f"{count(len(held), 'part')} without a mark of its own, kept from every reader but you:"
        page.write(Span(said, Ink.DOUBT), faint(_labels(held)), indent=2, hang=4)


def _is_held(portion: PaperPortion) -> bool:
    """Tell whether a part stays with its owner because it prints no mark, or none that is known."""
    return any(reason in portion.marking for reason in ("unmarked portion", "unread mark"))


def _labels(portions: Sequence[PaperPortion]) -> str:
    return ", ".join(dict.fromkeys(portion.label or portion.kind for portion in portions))

"""A paper that was read, on the screen: its header, the markings of its parts, and each fact beside its words."""

from __future__ import annotations

from enduse.model.paper import PaperPortion, PaperReading
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, short_id, write_citations, write_faults


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
        page.write(faint(f"{fact.type}:"), strong(fact.summary), indent=2, hang=4)
        write_citations(page, fact.citations, indent=6)
    for note in paper.load.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    faults = (*paper.faults, *paper.load.faults)
    if faults:
        page.write(Span(f"{count(len(faults), 'gap')} in the paper; the rest was kept:", Ink.BAD), indent=2)
        write_faults(page, faults, indent=4)


def _write_portions(page: Page, portions: tuple[PaperPortion, ...]) -> None:
    """Write how the parts are marked, parts of one marking together, and say where no mark is printed."""
    unmarked = [portion.label or portion.kind for portion in portions if not portion.is_marked]
    groups: dict[str, list[str]] = {}
    for portion in portions:
        if portion.is_marked:
            groups.setdefault(portion.marking, []).append(portion.label or portion.kind)
    for marking, labels in groups.items():
        page.write(Span(f"[{marking}]", Ink.MARKING), faint(", ".join(dict.fromkeys(labels))), indent=2, hang=4)
    if unmarked:
        said = f"{count(len(unmarked), 'part')} without a mark of its own, kept from every reader but you"
        page.write(Span(said + ":", Ink.DOUBT), faint(", ".join(dict.fromkeys(unmarked))), indent=2, hang=4)

"""What was found, on the screen: passages with the words that were asked for, then facts beside their citations."""

from __future__ import annotations

from enduse.model.finding import Finding, FoundPassage
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, short_id, write_citations


def write_finding(page: Page, finding: Finding) -> None:
    """Write the counts, the passages and the facts."""
    page.write(strong(finding.query), f"{count(finding.passages_found, 'passage')} of",
               f"{count(finding.papers_found, 'paper')}; {count(finding.facts_found, 'fact')}.", hang=2)
    for note in finding.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    for passage in finding.passages:
        _write_passage(page, passage)
    if finding.facts:
        page.gap()
    for fact in finding.facts:
        said = f"does not: {fact.property}" if fact.denied else fact.property
        page.write(strong(fact.caption), f"{said}:", fact.value, indent=2, hang=4)
        write_citations(page, (fact.citation,), indent=6)


def _write_passage(page: Page, passage: FoundPassage) -> None:
    page.gap()
    page.write(
        " ".join(passage.before.split()), Span(" ".join(passage.words.split()), Ink.STRONG),
        " ".join(passage.after.split()), indent=2, hang=2,
    )
    place = f"{passage.place}, page {passage.page}" if passage.page else passage.place
    name = passage.document_name or "a paper that you may not see as a whole"
    alike = f"; {count(passage.copies, 'copy', 'copies')} not told again" if passage.copies else ""
    page.write(faint(f"{passage.source}, {name}, {place}{alike}"), Span(f"[{passage.marking}]", Ink.MARKING),
               faint(f"(show {short_id(passage.id)})"), indent=6, hang=8)

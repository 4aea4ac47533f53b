"""The papers of a shipment compared, on the screen: what differs first, each value with its paper and line."""

from __future__ import annotations

from enduse.model.trade_paper import PapersComparison
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count

_SAID = {"differ": Ink.BAD, "agree": Ink.GOOD}


def write_papers_comparison(page: Page, comparison: PapersComparison) -> None:
    """Write the papers, what differs, what agrees, and what one should ask."""
    for paper in comparison.papers:
        kind = paper.kind.replace("_", " ") or "a paper whose kind no title tells"
        read = f"{kind}: {count(paper.fields, 'field')}, {count(paper.goods, 'line')} of goods."
        page.write(strong(paper.name), read, hang=2)
    for field in comparison.fields:
        if field.verdict == "once":
            continue
        page.gap()
        about = f"of {field.about}" if field.about and field.field != "goods" else field.about
        name = strong(field.field.replace("_", " "))
        page.write(Span(f"{field.verdict}:", _SAID[field.verdict]), name, about, hang=2)
        for value in field.values:
            place = f"({value.paper}, line {value.line})" if value.line else f"({value.paper})"
            page.write(value.value or "not named", faint(place), indent=4, hang=4)
    if not any(field.verdict == "differ" for field in comparison.fields):
        page.gap()
        is_read = any(paper.fields or paper.goods for paper in comparison.papers)
        none = "Nothing was compared: no paper has a labelled field or a table of goods that is read here."
        page.write("Nothing that two of the papers state differs." if is_read else none)
    once = [field.field.replace("_", " ") for field in comparison.fields if field.verdict == "once"]
    if once:
        page.gap()
        page.write(faint("told by one paper only:"), ", ".join(dict.fromkeys(once)), hang=2)
    if comparison.questions:
        page.gap()
        page.write(strong("To ask:"))
    for question in comparison.questions:
        page.write(question, indent=2, hang=4)
    if comparison.order:
        page.write(faint("draft order:"), comparison.order, hang=2)

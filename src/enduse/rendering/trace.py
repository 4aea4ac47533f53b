"""A trace on the screen: each path step by step, how likely, how sure, and what it hangs on."""

from __future__ import annotations

from enduse.model.path import Path, Trace
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, write_citations


def write_trace(page: Page, trace: Trace) -> None:
    """Write the paths from one party, best first, then what bounded the search."""
    page.gap()
    found = count(len(trace.paths), "path") + " to something of concern" if trace.paths else "no path found"
    page.write(strong(trace.party), faint("\u2014"), found)
    for number, path in enumerate(trace.paths, start=1):
        write_path(page, path, number=number)
    page.gap()
    if not trace.starts:
        page.write(Span("The record does not know this party from this viewpoint.", Ink.DOUBT))
    page.write(faint(f"{count(trace.links_seen, 'link')} looked at. {trace.note}"))


def write_path(page: Page, path: Path, *, number: int, indent: int = 2) -> None:
    """Write one path: likelihood and confidence apart, the steps with their words, the weakest one marked."""
    page.gap()
    low, high = path.likelihood.value
    page.write(
        strong(f"{number}. to {path.target_caption}"), f"({path.concern})", indent=indent, hang=indent + 3,
    )
    page.write(
        "likelihood:", strong(path.likelihood.words), faint(f"({low}-{high} %);"),
        "confidence:", strong(f"{path.confidence.value};"),
        "assessed" if path.is_assessed else Span(
            "not enough independent or well graded evidence to call it assessed", Ink.DOUBT),
        indent=indent + 3,
    )
    for index, step in enumerate(path.steps):
        weakest = Span("(weakest step)", Ink.DOUBT) if index == path.weakest and len(path.steps) > 1 else ""
        if not step.evidence:
            page.write(f"{index + 1})", step.sentence, weakest, indent=indent + 3, hang=indent + 6)
            continue
        page.write(
            f"{index + 1})", strong(step.start_caption), faint(f"\u2014 {step.relation.replace('_', ' ')} \u2192"),
            strong(step.end_caption), weakest, indent=indent + 3, hang=indent + 6,
        )
        page.write(step.sentence, indent=indent + 6)
        write_citations(page, step.evidence, indent=indent + 6)
    origins = f"{count(len(path.origins), 'independent origin')}: {', '.join(path.origins)}"
    page.write(faint(f"Rests on {origins if path.origins else 'likeness alone; no source joins these parties'}."),
               indent=indent + 3, hang=indent + 5)
    if path.breaks_without:
        page.write(Span("Falls without any one of:", Ink.DOUBT), ", ".join(path.breaks_without),
                   indent=indent + 3, hang=indent + 5)
    for rest in path.remains:
        if rest.likelihood is not None:
            way = f"{rest.likelihood.words}, by way of {', '.join(rest.via)}."
            page.write(faint(f"Without {rest.origin}: {way}"), indent=indent + 3, hang=indent + 5)

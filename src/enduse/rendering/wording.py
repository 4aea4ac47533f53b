"""The small words that every screen shares: verdicts, citations, reasons, missing facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from enduse.errors import Fault
from enduse.model.answer import MissingFact, Verdict
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.viewpoint import Viewpoint
from enduse.rendering.page import Ink, Page, Span, faint

_UNMARKED = frozenset({"", "UNCLASSIFIED"})
_MAX_CITATIONS = 6
_SHORT = 12
_SHORT_TEXT = 110


def verdict_span(verdict: Verdict) -> Span:
    """Return the verdict's word; unknown stands out as much as met."""
    ink = {Verdict.MET: Ink.BAD, Verdict.NOT_MET: Ink.FAINT, Verdict.UNKNOWN: Ink.DOUBT}[verdict]
    return Span(verdict.value, ink)


def write_viewpoint(page: Page, viewpoint: Viewpoint) -> None:
    """Write as of which day, known by when, for whom."""
    known = viewpoint.known_by.strftime("%Y-%m-%d %H:%M:%SZ")
    page.write(faint(
        f"As of {viewpoint.as_of.isoformat()}, as known by {known}, for {viewpoint.audience.principal}."
    ))


def write_citations(page: Page, citations: Iterable[Citation], *, indent: int, said: str = "") -> None:
    """Write where a line comes from, each citation with its words, document, place and marking.

    Past the sixth the rest is counted, never dropped without a word. `said` is
    the line itself: a rule that says no more than it is only named.
    """
    held = tuple(citations)
    for citation in held[:_MAX_CITATIONS]:
        write_citation(page, citation, indent=indent, said=said)
    if len(held) > _MAX_CITATIONS:
        page.write(faint(f"and {len(held) - _MAX_CITATIONS} more citations; --json has them all."), indent=indent)


def write_citation(page: Page, citation: Citation, *, indent: int, said: str = "") -> None:
    """Write one citation: printed words in quotes, our restatement of a rule without them."""
    is_rule = citation.kind is CitationKind.KNOWLEDGE
    words = ("" if citation.words in said else citation.words) if is_rule else f"\u201c{citation.words}\u201d"
    spans: list[Span | str] = [faint("rule:" if is_rule else "cites:"), words, faint(f"\u2014 {cite_place(citation)}")]
    if citation.marking not in _UNMARKED:
        spans.append(Span(f"[{citation.marking}]", Ink.MARKING))
    if citation.id:
        spans.append(faint(f"(show {short_id(citation.id)})"))
    page.write(*spans, indent=indent, hang=indent + 4)


def say_model(model: str) -> Span | str:
    """Return the words that tell that a language model proposed a fact, "" where our rules found it."""
    return Span(f"(proposed by {model})", Ink.DOUBT) if model else ""


def short_id(id: str) -> str:
    """Return enough of a long hexadecimal id for `enduse show`; every other id as it is. JSON holds all of it."""
    is_hexadecimal = len(id) > _SHORT and not id.strip("0123456789abcdef")
    return id[:_SHORT] if is_hexadecimal else id


def cite_place(citation: Citation) -> str:
    """Say where a citation stands: source, document, place, day, grade, words of doubt."""
    parts = [citation.source, citation.document_name or "", citation.place]
    if citation.said_on:
        parts.append(f"said {citation.said_on.isoformat()}")
    if citation.grade and citation.kind is CitationKind.STATEMENT:
        parts.append(f"graded {citation.grade}")
    if citation.hedge:
        parts.append(f"hedged \u201c{citation.hedge}\u201d")
    return ", ".join(part for part in parts if part)


def write_reason(page: Page, reason: Reason, *, indent: int, is_weighed: bool = True) -> None:
    """Write why, with + for what speaks for and - for what speaks against, then what it cites."""
    sign = "\u00b7"
    if is_weighed and reason.weight:
        sign = "+" if reason.weight > 0 else "-"
    page.write(sign, reason.text, faint(_spell_pair(reason)), indent=indent, hang=indent + 2)
    write_citations(page, reason.evidence, indent=indent + 4, said=reason.text)


def _spell_pair(reason: Reason) -> str:
    """Return the two values that a reason compares, "" where its sentence names them already."""
    values = [value for value in dict.fromkeys((reason.left, reason.right)) if value]
    if not values or all(value in reason.text for value in values):
        return ""
    return f"({' / '.join(values)})"


def write_missing(page: Page, missing: Iterable[MissingFact], *, indent: int, lead: str = "missing:") -> None:
    """Write which facts are missing and the question that gets each."""
    for fact in missing:
        about = f" ({fact.about})" if fact.about else ""
        question = f"\u2014 {fact.question}" if fact.question else ""
        page.write(Span(lead, Ink.DOUBT), f"{fact.fact}{about}", question, indent=indent, hang=indent + 4)


def name_missing(missing: Iterable[MissingFact]) -> str:
    """Return the missing facts by name only, each once, for a line that points at the list of them."""
    return "; ".join(dict.fromkeys(fact.fact for fact in missing))


def write_faults(page: Page, faults: Iterable[Fault], *, indent: int = 2, limit: int = 20) -> None:
    """Write what could not be read and what to do, the first twenty in full and the rest counted."""
    held = tuple(faults)
    for fault in held[:limit]:
        page.write(Span(f"{fault.place}:", Ink.BAD), fault.reason, faint(fault.remedy), indent=indent, hang=indent + 4)
    if len(held) > limit:
        page.write(f"and {len(held) - limit} more; --json has them all.", indent=indent)


def spell_number(number: Decimal) -> str:
    """Spell a decimal without exponent and without idle zeros, with its sign only when negative."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(number: int, noun: str, plural: str = "") -> str:
    """Say "1 record" or "2,000 records"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def write_grounds(page: Page, reasons: Sequence[Reason], told: set[Reason], *, indent: int) -> None:
    """Write reasons, each in full where the page tells it first and shortly where it does so again."""
    for reason in reasons:
        plain = replace(reason, weight=0.0)
        if plain in told and reason.evidence:
            text = reason.text if len(reason.text) <= _SHORT_TEXT else f"{reason.text[:_SHORT_TEXT].rstrip()}\u2026"
            page.write("\u00b7", text, faint("(told in full above)"), indent=indent, hang=indent + 2)
        else:
            write_reason(page, reason, indent=indent, is_weighed=False)
            told.add(plain)

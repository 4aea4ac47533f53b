"""A classification on the screen: the position under each regime, then the conditions with their margins."""

from __future__ import annotations

from enduse.model.answer import Verdict
from enduse.model.determination import (
    Classification,
    ConditionResult,
    ControlPosition,
    Determination,
    RegimePosition,
)
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, spell_number, verdict_span, write_citation, write_citations, write_missing

_POSITION_INK = {
    ControlPosition.CONTROLLED: Ink.BAD,
    ControlPosition.POTENTIALLY_CONTROLLED: Ink.DOUBT,
    ControlPosition.NEAR_LIMIT: Ink.DOUBT,
    ControlPosition.CAPABLE_NOT_CONTROLLED: Ink.DOUBT,
    ControlPosition.NOT_CONTROLLED: Ink.PLAIN,
    ControlPosition.UNKNOWN: Ink.DOUBT,
}


def write_classification(page: Page, classification: Classification, *, indent: int = 0) -> None:
    """Write the positions first, then each entry that is met, unknown or near, and count the others."""
    page.gap()
    day = classification.as_of.isoformat()
    page.write(strong(classification.item), faint(f"\u2014 on {day}"), indent=indent)
    page.table([_position_row(position) for position in classification.positions], indent=indent + 2)
    for conflict in classification.conflicts:
        page.write(Span("conflict:", Ink.DOUBT), conflict, indent=indent + 2, hang=indent + 4)
    for position in classification.positions:
        head = f"missing for {position.title or position.regime}:"
        write_missing(page, position.missing, indent=indent + 2, lead=head)
    told = [row for row in classification.determinations if _is_told(row)]
    for determination in told:
        write_determination(page, determination, indent=indent + 2)
    rest = [row for row in classification.determinations if not _is_told(row)]
    if rest:
        entries = ", ".join(f"{row.regime} {row.entry}" for row in rest)
        page.write(faint(f"Not met: {entries}."), indent=indent + 2, hang=indent + 4)
    for position in classification.positions:
        if position.not_encoded:
            head = f"Left out of {position.title or position.regime}, {count(len(position.not_encoded), 'note')}:"
            page.write(faint(head), faint("; ".join(position.not_encoded)), indent=indent + 2, hang=indent + 4)


def write_determination(page: Page, determination: Determination, *, indent: int) -> None:
    """Write one entry with its answer, its tree of conditions, its exclusions and its citation."""
    spans: list[Span | str] = [
        strong(f"{determination.regime} {determination.entry}"), verdict_span(determination.answer.verdict),
        determination.heading, faint(f"(edition {determination.edition}; encoding {determination.confidence})"),
    ]
    page.write(*spans, indent=indent, hang=indent + 2)
    _write_condition(page, determination.covers, indent=indent + 2)
    for exclusion in determination.exclusions:
        page.write(faint("taken out again if:"), indent=indent + 2)
        _write_condition(page, exclusion, indent=indent + 4)
    if determination.carved_out_by:
        page.write("takes precedence:", determination.carved_out_by, indent=indent + 2)
    if determination.correspondences:
        page.write(faint("corresponds to:"), ", ".join(determination.correspondences), indent=indent + 2)
    for note in determination.notes:
        page.write(faint("note:"), note, indent=indent + 2, hang=indent + 4)
    if determination.citation:
        write_citation(page, determination.citation, indent=indent + 2)


def _write_condition(page: Page, condition: ConditionResult, *, indent: int) -> None:
    spans: list[Span | str] = [verdict_span(condition.answer.verdict), condition.label]
    if condition.value or condition.limit:
        spans.append(faint("\u2014"))
        limit = f", limit {condition.limit}" if condition.limit else ""
        spans.append(f"stated {condition.value or 'nothing'}{limit}")
    if condition.axis:
        spans.append(faint(f"axis {condition.axis}"))
    if condition.margin is not None:
        spans.append(Span(f"margin {_spell_margin(condition)}", Ink.DOUBT if condition.is_near else Ink.FAINT))
    if condition.note:
        spans.append(faint(f"({condition.note})"))
    page.write(*spans, indent=indent, hang=indent + 2)
    write_citations(page, condition.evidence, indent=indent + 4)
    for part in condition.parts:
        _write_condition(page, part, indent=min(indent + 2, page.width // 3))


def _spell_margin(condition: ConditionResult) -> str:
    margin = condition.margin
    if margin is None:
        return ""
    number = spell_number(abs(margin)) + (f" {condition.margin_unit}" if condition.margin_unit not in ("", "1") else "")
    if margin == 0:
        return "none: it stands on the limit"
    near = ", near the limit" if condition.is_near else ""
    return f"{number} {'inside the control' if margin < 0 else 'outside the control'}{near}"


def _position_row(position: RegimePosition) -> list[Span | str]:
    entries = ", ".join(position.entries)
    edition = f"edition {position.edition}" if position.edition else ""
    tail = "; ".join(part for part in (entries, edition, position.note) if part)
    return [position.title or position.regime, Span(position.position.value, _POSITION_INK[position.position]), tail]


def _is_told(determination: Determination) -> bool:
    return determination.answer.verdict is not Verdict.NOT_MET or determination.is_near

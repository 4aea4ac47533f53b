"""A classification on the screen: the position under each regime, then the conditions with their margins."""

from __future__ import annotations

from collections import Counter

from enduse.model.answer import Verdict
from enduse.model.condition import ConditionResult
from enduse.model.determination import KIND_FACT, Classification, ControlPosition, Determination, RegimePosition
from enduse.rendering.jurisdiction import write_jurisdictions
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.whole import write_graver, write_wholes
from enduse.rendering.wording import name_missing, spell_number, verdict_span, write_citation, write_citations

NAMELESS = "an item without description"
_POSITION_INK = {
    ControlPosition.CONTROLLED: Ink.BAD,
    ControlPosition.POTENTIALLY_CONTROLLED: Ink.DOUBT,
    ControlPosition.NEAR_LIMIT: Ink.DOUBT,
    ControlPosition.CAPABLE_NOT_CONTROLLED: Ink.DOUBT,
    ControlPosition.NOT_CONTROLLED: Ink.PLAIN,
    ControlPosition.UNKNOWN: Ink.DOUBT,
}


def write_classification(page: Page, classification: Classification) -> None:
    """Write the positions, then each entry that is met, unknown or near with its whole tree; count the others."""
    told = _write_head(page, classification, indent=0)
    for determination in told:
        page.gap()
        write_determination(page, determination, indent=2)
    page.gap()
    _write_tail(page, classification, indent=2)
    write_wholes(page, classification.wholes, indent=2)


def write_positions(page: Page, classification: Classification, *, indent: int) -> None:
    """Write the positions, then each entry that is met, unknown or near in short: what was stated, by which rule."""
    told = _write_head(page, classification, indent=indent)
    for determination in told:
        page.write(
            verdict_span(determination.answer.verdict), strong(f"{determination.regime} {determination.entry}"),
            determination.heading, faint(f"({determination.edition})"), indent=indent + 2, hang=indent + 4,
        )
        if determination.answer.verdict is Verdict.MET:
            for leaf in _find_stated(determination):
                _write_condition(page, leaf, indent=indent + 4)
        elif determination.answer.missing:
            waiting = f"{name_missing(determination.answer.missing)}."
            page.write(Span("open for want of:", Ink.DOUBT), waiting, indent=indent + 4, hang=indent + 6)
        if determination.citation:
            write_citation(page, determination.citation, indent=indent + 4, said=determination.heading)
    _write_tail(page, classification, indent=indent + 2)
    write_wholes(page, classification.wholes, indent=indent + 2)


def _write_head(page: Page, classification: Classification, *, indent: int) -> list[Determination]:
    """Write the positions and what is missing; return the determinations that are worth telling."""
    page.gap()
    name = classification.item or NAMELESS
    page.write(strong(name), faint(f"\u2014 on {classification.as_of.isoformat()}"), indent=indent)
    write_position_table(page, classification, indent=indent + 2)
    for position in classification.positions:
        note = f"{position.title}. {position.note}" if position.title else position.note
        page.write(faint(f"{position.regime}:"), faint(note), indent=indent + 2, hang=indent + 4)
    write_graver(page, classification.wholes, indent=indent + 2)
    for conflict in classification.conflicts:
        page.write(Span("conflict:", Ink.DOUBT), conflict, indent=indent + 2, hang=indent + 4)
    write_jurisdictions(page, classification.jurisdictions, indent=indent + 2)
    _write_open_facts(page, classification, indent=indent + 2)
    if waits_for_kind(classification):
        counted = Counter(row.regime for row in classification.determinations)
        if counted:
            told = "; ".join(f"{regime} {number:,}" for regime, number in counted.items())
            page.write(f"Every paragraph is open until its kind is known: {told}.", indent=indent + 2, hang=indent + 4)
        return []
    return [row for row in classification.determinations if _is_told(row)]


def write_position_table(page: Page, classification: Classification, *, indent: int) -> None:
    """Write the position under each regime, a row each, with the entries and the edition that it rests on."""
    page.table([_position_row(position) for position in classification.positions], indent=indent)


def waits_for_kind(classification: Classification) -> bool:
    """Tell whether nobody said what kind of item it is, so that every paragraph of every list is open alike."""
    return {fact.fact for position in classification.positions for fact in position.missing} == {KIND_FACT}


def _write_open_facts(page: Page, classification: Classification, *, indent: int) -> None:
    """Write the missing facts, each once, with the regimes that wait for it and one question for its like."""
    waiting: dict[str, dict[str, None]] = {}
    places: dict[str, dict[str, None]] = {}
    questions: dict[str, str] = {}
    for position in classification.positions:
        for fact in position.missing:
            waiting.setdefault(fact.fact, {})[position.regime] = None
            places.setdefault(fact.fact, {})[fact.about] = None
            questions.setdefault(fact.fact, fact.question)
    for name, regimes in waiting.items():
        about = ", ".join(place for place in places[name] if place)
        page.write(
            Span("missing:", Ink.DOUBT), name, f"({about})" if about else "", faint(f"for {', '.join(regimes)}"),
            f"\u2014 {questions[name]}" if questions[name] else "", indent=indent, hang=indent + 4,
        )


def _write_tail(page: Page, classification: Classification, *, indent: int) -> None:
    if waits_for_kind(classification):
        _write_to_read(page, classification, indent=indent)
        return
    rest: dict[str, list[str]] = {}
    for row in classification.determinations:
        if not _is_told(row):
            rest.setdefault(row.regime, []).append(row.entry)
    if rest:
        entries = "; ".join(f"{regime} {', '.join(found)}" for regime, found in rest.items())
        page.write(faint(f"Not met: {entries}."), indent=indent, hang=indent + 2)
    _write_to_read(page, classification, indent=indent)
    for position in classification.positions:
        for note in position.general_notes:
            page.write(faint(f"General note of {position.regime}:"), faint(note), indent=indent, hang=indent + 2)
        if position.not_encoded:
            head = f"Left out of {position.regime}:"
            page.write(faint(head), faint("; ".join(position.not_encoded)), indent=indent, hang=indent + 2)


def _write_to_read(page: Page, classification: Classification, *, indent: int) -> None:
    for entry in classification.to_read:
        page.write(
            Span("to read:", Ink.DOUBT), strong(f"{entry.regime} {entry.entry}"), f"{entry.heading};",
            faint("not evaluated here"), indent=indent, hang=indent + 2,
        )


def _find_stated(determination: Determination) -> list[ConditionResult]:
    """Return the leaves that rest on something stated and speak for the answer, in the order of the tree."""
    found: list[ConditionResult] = []
    waiting = [determination.covers]
    while waiting:
        node = waiting.pop()
        if node.evidence and not node.parts and node.answer.verdict is not Verdict.NOT_MET and node not in found:
            found.append(node)
        waiting.extend(reversed(node.parts))
    return found


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
        for basis in determination.correspondence_basis:
            page.write(faint(basis), indent=indent + 4, hang=indent + 6)
    for note in determination.notes:
        page.write(faint("note:"), note, indent=indent + 2, hang=indent + 4)
    if determination.citation:
        write_citation(page, determination.citation, indent=indent + 2, said=determination.heading)


def _write_condition(page: Page, condition: ConditionResult, *, indent: int) -> None:
    spans: list[Span | str] = [verdict_span(condition.answer.verdict), condition.label]
    if condition.value or condition.limit:
        spans.append(faint("\u2014"))
        limit = f", limit {condition.limit}" if condition.limit else ""
        axis = f", axis {condition.axis}" if condition.axis else ""
        spans.append(f"stated {condition.value or 'nothing'}{limit}{axis}{'' if condition.margin is None else ';'}")
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
    tail = "; ".join(part for part in (entries, edition) if part)
    return [strong(position.regime), Span(position.position.value, _POSITION_INK[position.position]), tail]


def _is_told(determination: Determination) -> bool:
    return determination.answer.verdict is not Verdict.NOT_MET or determination.is_near

"""A screening on the screen: for each name its hits with reasons, and which lists answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from enduse.model.screening import DecidedHit, Decision, DecisionState, Hit, Screening, SourceCoverage
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, write_citations, write_reason

_PROPERTIES = (
    "country", "nationality", "citizenship", "jurisdiction", "birthDate", "birthPlace", "address", "program",
    "listingDate", "registrationNumber", "taxNumber", "passportNumber", "idNumber", "imoNumber",
)
_MAX_VALUES = 3


def write_screenings(page: Page, screenings: Sequence[Screening]) -> None:
    """Write every name's hits, then once the lists that stood behind them."""
    for screening in screenings:
        write_screening(page, screening)
    coverages = {screening.coverage for screening in screenings}
    for coverage in sorted(coverages, key=lambda rows: [row.source for row in rows]):
        write_coverage(page, coverage)


def write_screening(page: Page, screening: Screening) -> None:
    """Write one name's hits, best first; no hit is said in words that claim no more than was looked at."""
    page.gap()
    opened = sum(not hit.is_allowed for hit in screening.hits)
    found = count(opened, "hit") if opened else "no open hit" if screening.allowed else "no hit in the lists below"
    page.write(strong(screening.query), faint("\u2014"), Span(found, Ink.BAD if opened else Ink.PLAIN))
    for hit in screening.hits:
        write_hit(page, hit)
    for hit in screening.allowed if opened == len(screening.hits) else ():
        decision = hit.decision
        page.write(faint("allowed:"), hit.entity.caption, faint(f"({hit.score:.2f}; show {hit.entity.id})"),
                   tell_decision(decision) if decision else "", indent=2, hang=4)


def write_hit(page: Page, hit: Hit) -> None:
    """Write one hit: score, who, by which name, the reasons for and against, and what the list says."""
    entity = hit.entity
    listed = Span("listed", Ink.BAD) if entity.is_listed else faint("not listed itself")
    page.write(
        strong(f"{hit.rank}. {hit.score:.2f}"), strong(entity.caption), faint(f"{entity.schema},"), listed,
        faint(f"({', '.join(entity.sources)}; show {entity.id})"), indent=2, hang=6,
    )
    if hit.matched_name and hit.matched_name != entity.caption:
        page.write(faint("by the name"), hit.matched_name, indent=6, hang=8)
    for name in _PROPERTIES:
        values = entity.values(name)
        if values:
            more = f" and {len(values) - _MAX_VALUES} more" if len(values) > _MAX_VALUES else ""
            page.write(faint(f"{name}:"), "; ".join(values[:_MAX_VALUES]) + more, indent=6, hang=8)
    if hit.decision is not None:
        page.write(Span(tell_state(hit.decision), Ink.DOUBT), tell_decision(hit.decision), indent=6, hang=8)
    for reason in hit.reasons:
        write_reason(page, reason, indent=6)
    write_citations(page, hit.listing, indent=6)


def tell_decision(decision: Decision) -> str:
    """Say what was decided, by whom, when, until when and why."""
    end = f", until {decision.until}" if decision.until else ""
    return f"{decision.verdict}, by {decision.actor} on {decision.at:%Y-%m-%d}{end}: {decision.reason}"


def tell_state(decision: Decision) -> str:
    """Say whether a decision counts, and what ended it."""
    if decision.state is DecisionState.ENDED:
        return "open again, the decision's end has come:"
    if decision.state is DecisionState.LISTING_CHANGED:
        return f"open again, the listing changed ({'; '.join(decision.changed)}); decided before:"
    return "allowed:" if decision.is_allowing else "decided:"


def write_decided(page: Page, decided: Sequence[DecidedHit]) -> None:
    """Write the decisions on hits: party, entity, whether it counts, by whom and why."""
    for row in decided:
        page.gap()
        state = tell_state(row.decision) if row.is_newest else "a later decision took its place:"
        about = faint(f"(show {row.entity_id}; {row.marking})")
        page.write(strong(row.party), faint("\u2014"), row.caption, about, hang=2)
        page.write(Span(state, Ink.PLAIN if row.is_newest and row.decision.state is DecisionState.HOLDS else Ink.DOUBT),
                   tell_decision(row.decision), indent=2, hang=4)


def write_coverage(
    page: Page, coverage: Sequence[SourceCoverage], *, as_of: date | None = None,
    title: str = "Lists behind this answer",
) -> None:
    """Write which version of which list answered, and which could not: silence is no clean bill.

    With `as_of` each version is told with its age on that day.
    """
    if not coverage:
        page.gap()
        page.write(Span("No list answered:", Ink.DOUBT), "none is loaded that can be seen from this viewpoint.")
        return
    page.heading(title)
    rows: list[list[Span | str]] = []
    for row in coverage:
        version = row.version.isoformat() if row.version else "no version"
        held = count(row.entities, "entity", "entities") if row.version else ""
        age = count((as_of - row.version).days, "day") + " old" if as_of and row.version else ""
        told = "; ".join(part for part in (row.title, held, age, row.note) if part)
        is_sound = bool(row.version) and not row.note
        rows.append([row.source, Span(version, Ink.PLAIN if row.version else Ink.DOUBT),
                     Span(told, Ink.PLAIN if is_sound else Ink.DOUBT)])
    page.table(rows)

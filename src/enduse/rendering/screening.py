"""A screening on the screen: for each name its hits with reasons, and which lists answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from enduse.model.screening import Hit, Screening, SourceCoverage
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
    found = count(len(screening.hits), "hit") if screening.hits else "no hit in the lists below"
    page.write(strong(screening.query), faint("\u2014"), Span(found, Ink.BAD if screening.hits else Ink.PLAIN))
    for hit in screening.hits:
        write_hit(page, hit)


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
    for reason in hit.reasons:
        write_reason(page, reason, indent=6)
    write_citations(page, hit.listing, indent=6)


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

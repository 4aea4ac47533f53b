"""What was loaded and what a look-up shows, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.integrity import Erasure, RecordCheck
from enduse.model.shown import Publisher, Shown
from enduse.model.statement import LoadResult
from enduse.model.versions import ListDelta
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, short_id, write_citations, write_faults

_MAX_CONTEXT = 600
_MAX_CHANGES = 12


def write_load(page: Page, result: LoadResult) -> None:
    """Write what one version of a source brought, what appeared and vanished, and what could not be read."""
    day = result.published.isoformat() if result.published else "without a date of its own"
    shown = ", ".join(f"show {short_id(document)}" for document in result.documents)
    page.write(strong(result.source), f"version {day}", faint(f"({shown})" if shown else ""), hang=2)
    if result.unchanged:
        page.write("Held already, byte for byte; nothing changed.", indent=2)
    page.write(f"{count(result.records, 'record')}, {count(result.statements, 'statement')};",
               f"{count(result.appeared, 'statement')} appeared, {result.vanished:,} vanished.", indent=2)
    for note in result.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    refused = [fault for fault in result.faults if not fault.is_noted]
    noted = [fault for fault in result.faults if fault.is_noted]
    if refused:
        page.write(Span(f"{count(len(refused), 'record')} could not be read; the rest was kept:", Ink.BAD), indent=2)
        write_faults(page, refused, indent=4)
    if noted:
        says = f"{count(len(noted), 'value')} could not be used; the record of each was kept, with it as a note:"
        page.write(Span(says, Ink.BAD), indent=2)
        write_faults(page, noted, indent=4)


def write_shown(page: Page, shown: Shown) -> None:
    """Write one thing of the record: its facts, its words in context, its citations."""
    page.write(strong(shown.title), faint(f"({shown.kind} {shown.id})"), hang=2)
    page.table([[faint(f"{label}:"), value] for label, value in shown.facts])
    if shown.words or shown.before or shown.after:
        page.gap()
        before = f"\u2026{shown.before[-_MAX_CONTEXT:]}" if len(shown.before) > _MAX_CONTEXT else shown.before
        after = f"{shown.after[:_MAX_CONTEXT]}\u2026" if len(shown.after) > _MAX_CONTEXT else shown.after
        _write_context(page, (faint(before), strong(f"\u00bb{shown.words}\u00ab"), faint(after)))
    page.gap()
    write_citations(page, shown.citations, indent=2)


def _write_context(page: Page, spans: Sequence[Span]) -> None:
    """Write words in their context with the lines of the text kept; empty lines are passed over."""
    row: list[Span] = []
    for span in spans:
        first, *others = span.text.splitlines() or [""]
        row.append(Span(first, span.ink))
        for line in others:
            page.write(*row, indent=2, hang=4)
            row = [Span(line, span.ink)]
    page.write(*row, indent=2, hang=4)


def write_publishers(page: Page, publishers: Sequence[Publisher]) -> None:
    """Write one source in full, or several as a table of ids, versions held, how old they are, and titles."""
    if len(publishers) == 1:
        _write_publisher(page, publishers[0])
        return
    page.table([[strong(row.id), _held(row), _state(row), row.title] for row in publishers], indent=0)
    for row in publishers:
        _write_versions(page, row)
    page.gap()
    stale = [row for row in publishers if row.state == "stale"]
    if stale:
        page.write(Span(f"{count(len(stale), 'list')} stale:", Ink.BAD), ", ".join(row.id for row in stale), hang=2)
    page.write(faint("enduse sources ID says more of one; enduse load ID [FILE...] loads it."))


def _held(publisher: Publisher) -> Span:
    if publisher.version is None:
        return faint("not loaded")
    return Span(f"as of {publisher.version.isoformat()}, {count(publisher.entities, 'entity', 'entities')}", Ink.GOOD)


def _state(publisher: Publisher) -> Span:
    if publisher.age_days is None:
        return faint("")
    age = f"{count(publisher.age_days, 'day')} old"
    if publisher.state == "stale":
        return Span(f"stale, {age}", Ink.BAD)
    return faint(age if publisher.state == "current" else f"{age}, whether stale unknown")


def _write_publisher(page: Page, publisher: Publisher) -> None:
    way = "has an address" if publisher.addresses else "no address: hand in the files"
    page.write(strong(publisher.id), _held(publisher), _state(publisher))
    after = publisher.stale_after_days
    rows = [
        ("title", publisher.title), ("publisher", publisher.publisher), ("holds", publisher.description),
        ("files", f"{publisher.formats}; {way}"), *publisher.addresses, ("terms", publisher.terms),
        ("stale", f"after {count(after, 'day')}. {publisher.rhythm}" if after else "nobody can say"),
        ("note", publisher.note or "none"), ("next", publisher.next_step or "nothing"),
    ]
    page.table([[faint(f"{label}:"), text] for label, text in rows])
    _write_versions(page, publisher)


def _write_versions(page: Page, publisher: Publisher) -> None:
    if not publisher.versions:
        return
    page.gap()
    page.write(strong(publisher.id), faint("versions held:"))
    page.table([
        [row.day.isoformat() if row.is_dated else f"{row.day.isoformat()} (day of loading)",
         count(row.records, "record"), count(row.statements, "statement"), f"{row.faults:,} not read",
         faint(", ".join(short_id(document) for document in row.documents))]
        for row in publisher.versions
    ])


def write_delta(page: Page, delta: ListDelta) -> None:
    """Write what one version of a list changed: the counts, then the entities with their statements."""
    against = f"against {delta.earlier.isoformat()}" if delta.earlier else "the first version"
    page.write(strong(delta.source), f"version {delta.later.isoformat()} {against}", faint(delta.title), hang=2)
    page.write(
        f"{count(delta.added, 'entity', 'entities')} added, {delta.withdrawn:,} withdrawn, {delta.changed:,} changed;"
        f" {count(delta.appeared, 'statement')} appeared, {delta.vanished:,} vanished.", indent=2,
    )
    for note in delta.notes:
        page.write(faint("note:"), note, indent=2, hang=4)
    for entity in delta.entities:
        page.gap()
        ink = {"added": Ink.BAD, "withdrawn": Ink.GOOD}.get(entity.kind)
        page.write(Span(entity.kind, ink) if ink else strong(entity.kind), entity.caption,
                   faint(f"({entity.schema}, show {entity.id})"), indent=2, hang=4)
        for change in entity.statements[:_MAX_CHANGES]:
            sign = "+" if change.appeared else "-"
            page.write(f"{sign} {change.prop}:", change.value, faint(f"show {short_id(change.id)}"), indent=4, hang=8)
        if len(entity.statements) > _MAX_CHANGES:
            page.write(faint(f"and {count(len(entity.statements) - _MAX_CHANGES, 'statement')} more"), indent=4)
    if delta.left:
        page.gap()
        more = f"{count(delta.left, 'entity', 'entities')} more; --all or --limit N tells of them."
        page.write(faint(more), indent=2)


def write_check(page: Page, found: RecordCheck) -> None:
    """Write whether the record is whole, and each thing that is not."""
    page.write(f"{count(found.documents, 'document')} and {count(found.events, 'event')} looked through.")
    for word, ids in (("missing", found.missing_documents), ("damaged", found.damaged_documents)):
        for name in ids:
            page.write(Span(f"{word} document", Ink.BAD), name, indent=2)
    for name in found.broken_events:
        page.write(Span("broken event", Ink.BAD), name, indent=2)
    remedy = "Restore a backup: docs/how-to/back-up-and-restore.md"
    page.write("All are as they were written." if found.is_whole else remedy)


def write_erasure(page: Page, gone: Erasure) -> None:
    """Write what was erased."""
    page.write(f"Erased {gone.name} with {count(gone.statements, 'statement')} that it alone carried.")
    page.write(faint(f"The log keeps {short_id(gone.document)}, who erased it, when and why: {gone.reason}"), indent=2)

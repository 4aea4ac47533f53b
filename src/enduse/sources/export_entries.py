"""Claims about the parties of the lists in 15 CFR part 744: names, addresses, listing facts, parts.

The three lists share their form; each reader says which supplement it reads and
what its columns are called. Rows of one country that name the same party are one
record, since its id is made from country and name. Cost: one pass; memory: the
rows of one country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from enduse.errors import Fault
from enduse.knowledge.countries import find_country, find_region
from enduse.model.statement import Record, content_id
from enduse.names.folding import fold_name
from enduse.sources.catalogue import SourceSpec
from enduse.sources.ecfr import MAX_CELL, TableRow, stream_supplement
from enduse.sources.list_entry import Entry, opens_entry, split_entry
from enduse.sources.name_border import find_address_country
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, RowFault

COUNTRY, ENTITY, CITATION = "Country", "Entity", "Federal Register citation"
REQUIREMENT, POLICY = "License requirement", "License review policy"
_CITATION = re.compile(
    r"(?P<volume>\d{2,3})\s?FR(?: FR)?\s(?P<page>\d{1,6})\b[^0-9;]{0,30}?"
    r"(?:(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2,4})"
    r"|(?P<name>[A-Z][a-z]{2,8})\.? (?P<named_day>\d{1,2}), (?P<named_year>\d{4}))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FOOTNOTE = re.compile(r"[¹²³⁴-⁹]")
_FIGURES = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForm:
    """How one of the lists is printed: its supplement, its headings, what the columns are, the start of its ids.

    A row with neither country, terms nor citation goes on with the cell above it
    where the list `has_continued_cells`.
    """

    supplement: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    prefix: str
    has_continued_cells: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalRegister:
    """One citation: as printed, its usual short form ("76 FR 71869") and its day."""

    printed: str
    short: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """What one row says besides the parties in its cell; `region` is the country's code or that of a part of it."""

    country: str
    region: str
    printed_country: str
    requirement: str
    policy: str
    citations: tuple[FederalRegister, ...]
    place: str
    line: int
    is_bare: bool


def read_list(file: OpenedFile, spec: SourceSpec, form: ListForm) -> Publication:
    """Return the list of one supplement; the file does not say which day it is of, so `published` is None.

    Raises:
        InputError: while the records are walked; see `stream_supplement`.
    """
    rows = stream_supplement(file, form.supplement, headings=form.headings)
    return Publication(published=None, declared_records=None, records=_read_rows(rows, file.name, spec, form))


def parse_citations(text: str) -> tuple[FederalRegister, ...]:
    """Return the Federal Register citations in a cell, in the order printed.

    Two-digit years from 90 are of the last century: no list is older than 1990.
    """
    found: list[FederalRegister] = []
    for match in _CITATION.finditer(text):
        day = _day(match)
        if day:
            found.append(FederalRegister(printed=match.group(), short=f"{match['volume']} FR {match['page']}", on=day))
    return tuple(found)


def _day(match: re.Match[str]) -> date | None:
    if match["name"]:
        stem = match["name"][:3].lower()
        if stem not in _MONTHS:
            return None
        year, month, day = int(match["named_year"]), _MONTHS.index(stem) + 1, int(match["named_day"])
    else:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        if year < 100:
            year += 1900 if year >= 90 else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_rows(rows: Iterable[TableRow], name: str, spec: SourceSpec, form: ListForm) -> Iterator[Record | Fault]:
    country = ""
    held: dict[str, Claims] = {}
    open_cell: tuple[_Listing, str] | None = None
    above = ""  # the country the rows below a heading belong to, whether it can be read or not
    for row in rows:
        above = " ".join(row.cells[0].split()) if row.cells and row.cells[0] else above
        try:
            listing, text = _read_row(row, name, spec, form, above)
        except RowFault as exc:
            yield exc.fault
            continue
        if open_cell and listing.is_bare and form.has_continued_cells and not opens_entry(text):
            if len(open_cell[1]) + len(text) > MAX_CELL:
                yield Fault(place=listing.place, reason="the entry above goes on for too long; this row was not read.")
                continue
            open_cell = (open_cell[0], f"{open_cell[1]}\n{text}")
            continue
        if open_cell:
            yield from _claim_cell(*open_cell, spec, form, held)
        if listing.printed_country != country:
            yield from (claims.record() for claims in held.values())
            country, held = listing.printed_country, {}
        open_cell = None if text in spec.categories["placeholder"] else (listing, text)
    if open_cell:
        yield from _claim_cell(*open_cell, spec, form, held)
    yield from (claims.record() for claims in held.values())


def _read_row(
    table_row: TableRow, name: str, spec: SourceSpec, form: ListForm, country: str,
) -> tuple[_Listing, str]:
    place = f"{name}:{table_row.line}"
    if len(table_row.cells) != len(form.fields):
        raise RowFault(f"{len(table_row.cells)} cells where {len(form.fields)} are expected.", place=place)
    row = Row(spec, dict(zip(form.fields, table_row.cells, strict=True)), place=place, offset=table_row.line)
    printed = " ".join(row.take(COUNTRY).split())
    text = row.required(ENTITY)
    cited = " ".join(row.take(CITATION).split())
    requirement = " ".join(row.take(REQUIREMENT).split()) if REQUIREMENT in form.fields else ""
    policy = " ".join(row.take(POLICY).split()) if POLICY in form.fields else ""
    row.finish()
    current = printed or country
    if not current:
        raise row.fault("the first row names no country.")
    code = spec.lookups["country"].get(current) or find_country(current)
    if code is None:
        raise row.fault(f"the country {current[:60]!r} is not known.", "Add it to the countries or to source.yaml.")
    citations = () if cited in spec.categories["placeholder"] else parse_citations(cited)
    if not citations and cited not in spec.categories["placeholder"] and cited:
        raise row.fault(f"no Federal Register citation can be read in {cited[:80]!r}.")
    listing = _Listing(
        country=code, region=find_region(current) or code, printed_country=current,
        requirement=requirement, policy=policy, citations=citations,
        place=place, line=table_row.line, is_bare=not (printed or requirement or policy or citations),
    )
    return listing, text


def _claim_cell(
    listing: _Listing, text: str, spec: SourceSpec, form: ListForm, held: dict[str, Claims],
) -> Iterator[Fault]:
    """Add the claims of one cell to those held; yield a fault where its words could not be split."""
    entry = split_entry(text)
    if not entry.name:
        reason = "no name can be read in the entry."
        yield Fault(place=listing.place, reason=reason, remedy="Compare with the regulation.")
        return
    subject = _claim_entry(entry, listing, spec, form, held)
    for part in entry.parts:
        child = _claim_entry(part, listing, spec, form, held)
        held[child].say(part.relation, subject, printed=entry.name)
    for one in (entry, *entry.parts):
        if one.declared and not one.aliases:
            yield Fault(
                place=listing.place, subject=subject,
                reason=f"{one.name[:80]!r} announces {one.declared} aliases, and none can be read; the record is kept.",
                remedy="Compare with the regulation.",
            )


def _claim_entry(
    entry: Entry, listing: _Listing, spec: SourceSpec, form: ListForm, held: dict[str, Claims],
) -> str:
    """Claim all that is said of one party and return its id."""
    folded = fold_name(entry.addresses[0] if entry.is_address_only and entry.addresses else entry.name)
    subject = f"{form.prefix}-{content_id(listing.region, folded or entry.name)[:16]}"
    claims = held.get(subject)
    if claims is None:
        schema = "Address" if entry.is_address_only else "LegalEntity"
        record = f"{listing.printed_country}: {entry.name}"
        claims = held[subject] = Claims(spec, subject, schema, place=record, offset=listing.line)
    claims.say("name", entry.name)
    for alias in entry.aliases:
        claims.say("previousName" if alias.is_former else "alias", alias.text)
    claims.say("country", listing.country, printed=listing.printed_country)
    for address in entry.addresses:
        claims.say("address", address)
        found = find_address_country(address)
        if found:
            claims.say("country", found[0], printed=found[1])
    for remark in entry.remarks:
        claims.say("notes", remark)
    if not entry.is_heading:
        _claim_listing(claims, listing, spec)
    return subject


def _claim_listing(claims: Claims, listing: _Listing, spec: SourceSpec) -> None:
    title = spec.lookups["list"]["title"]
    claims.say("topics", "export.control", printed=listing.requirement or title)
    claims.say("program", title)
    for mark in dict.fromkeys(_FOOTNOTE.findall(listing.requirement)):
        claims.say("program", f"{title}, footnote {mark.translate(_FIGURES)}", printed=listing.requirement)
    claims.say("provisions", listing.requirement)
    claims.say("reason", listing.policy)
    if listing.citations:
        first = listing.citations[0]
        claims.say("listingDate", first.on.isoformat(), printed=first.printed)
    for citation in listing.citations:
        claims.say("authorityId", citation.short, printed=citation.printed)

"""The UK consolidated list of financial sanctions targets: one row for each name and address of a group.

The list closed in January 2026; see `source.yaml`. Rows of a group do not stand
together, so the whole list is held while it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import DelimitedRow, check_header, read_rows
from enduse.sources.gathering import gather_rows
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import read_figures, read_zeroed
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row

_NAME_FIELDS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_ADDRESS_FIELDS = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list with the day its first line names.

    Raises:
        InputError: the first line names no day, the header differs, or while
            reading: the file breaks off.
    """
    file = files["conlist"]
    rows = read_rows(file)
    first, second = next(rows, None), next(rows, None)
    if not isinstance(first, DelimitedRow) or not isinstance(second, DelimitedRow):
        raise InputError("its first two lines are not a date and a header.", where=file.name, remedy="Get it again.")
    published = _published(first.cells, file.name)
    header = tuple(cell.strip() for cell in second.cells)
    check_header(header, spec.role("conlist").columns, name=file.name)
    records = gather_rows(_pair(rows, header, file.name), spec, file.name, _read_row)
    return Publication(published=published, declared_records=None, records=records)


def _published(cells: tuple[str, ...], name: str) -> date:
    label, day = (cells[0].strip().removeprefix("\ufeff"), cells[1]) if len(cells) > 1 else ("", "")
    published = read_figures(day, day_first=True)
    if label != "Last Updated" or published is None:
        raise InputError("its first line does not say when it was last updated.", where=f"{name}:1")
    return published


def _pair(
    rows: Iterator[DelimitedRow | Fault], header: tuple[str, ...], name: str,
) -> Iterator[tuple[dict[str, str], int] | Fault]:
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif len(row.cells) != len(header):
            reason = f"{len(row.cells)} cells where {len(header)} are expected."
            yield Fault(place=f"{name}:{row.line}", reason=reason, remedy="Compare with the publisher's file.")
        else:
            yield dict(zip(header, row.cells, strict=True)), row.line


def _read_row(row: Row, held: dict[str, Claims]) -> None:
    """Read one name and address of a group; nothing is claimed of a row that is refused."""
    group = row.required("Group ID")
    if not group.isdigit() or len(group) > 9:
        raise row.fault(f"the Group ID {group[:20]!r} is not a number.")
    subject = f"uk-ofsi-{group}"
    row.subject = subject
    draft = row.claims(subject, row.category("Group Type"), record=f"Group ID {group}")
    _claim_names(row, draft)
    _claim_person(row, draft)
    _claim_listing(row, draft)
    row.finish(ignore=["Non-Latin Script Type", "Non-Latin Script Language"])
    if subject in held:
        held[subject].add(draft)
    else:
        held[subject] = draft


def _claim_names(row: Row, claims: Claims) -> None:
    name = " ".join(part for part in (row.take(field) for field in _NAME_FIELDS) if part)
    prop = row.category("Alias Type")
    quality = row.category("Alias Quality")
    if not name:
        raise row.fault("the row has no name.")
    claims.say("weakAlias" if quality == "weak" and prop == "alias" else prop, name)
    claims.say("alias", row.take("Name Non-Latin Script"))
    claims.say("title", row.take("Title"))


def _claim_person(row: Row, claims: Claims) -> None:
    born = row.take("DOB")
    birth = read_zeroed(born)
    if born and not birth:
        raise row.fault(f"DOB {born[:40]!r} is not a date such as 00/09/1962.")
    claims.say("birthDate", birth, printed=born)
    place = ", ".join(part for part in (row.take("Town of Birth"), row.take("Country of Birth")) if part)
    claims.say("birthPlace", place)
    nationality = row.take("Nationality")
    code = find_country(nationality) if nationality else None
    claims.say("nationality", code or "", printed=nationality)
    if nationality and not code:
        claims.say("notes", f"Nationality: {nationality}", printed=nationality)
    for field, prop in (
        ("Passport Number", "passportNumber"), ("National Identification Number", "idNumber"), ("Position", "position"),
        ("Passport Details", "notes"), ("NI Details", "notes"), ("Other Information", "notes"),
    ):
        claims.say(prop, row.take(field))
    address = [part for part in (row.take(field) for field in _ADDRESS_FIELDS) if part]
    country = row.take("Country")
    claims.say("address", ", ".join([*address, country] if country else address))
    bare = country.partition("(")[0].strip()
    claims.say("country", (find_country(bare) or "") if bare else "", printed=country)


def _claim_listing(row: Row, claims: Claims) -> None:
    regime = row.required("Regime")
    claims.say("topics", "sanction", printed=regime)
    claims.say("program", regime)
    for field, prop in (
        ("Listed On", "listingDate"), ("UK Sanctions List Date Designated", "startDate"),
        ("Last Updated", "modifiedAt"),
    ):
        text = row.take(field)
        day = read_figures(text, day_first=True)
        if text and day is None:
            raise row.fault(f"{field} {text[:40]!r} is not a date such as 31/05/2026.")
        claims.say(prop, day.isoformat() if day else "", printed=text)

"""A list of your own: one row for each party, as CSV with columns as `source.yaml` documents them, or by a column map.

`id` and `name` are required, every other column may be missing; a column that is
not documented is refused, and the documented ones are named. Cost: linear;
memory: one row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from enduse.errors import InputError
from enduse.knowledge.countries import find_country
from enduse.knowledge.properties import fit_schema
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.column_map import ColumnMap
from enduse.sources.delimited import DelimitedRow, read_rows
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, read_each
from enduse.sources.table.mapped import read_mapped

_REQUIRED = ("id", "name")
_ID = re.compile(r"[\w.:-]{1,80}")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list; a table names no day, so `published` is None.

    Raises:
        InputError: the header has a column that is not documented, twice the same,
            or lacks one that is required; or while reading: the file breaks off.
    """
    file = next(iter(files.values()))
    if spec.column_map is not None or file.role != "table":
        records = read_mapped(file, spec, spec.column_map or ColumnMap())
        return Publication(published=None, declared_records=None, records=records)
    rows = read_rows(file)
    first = next(rows, None)
    if not isinstance(first, DelimitedRow):
        raise InputError("the file has no header.", where=file.name, remedy=_known(spec))
    header = tuple(cell.strip().removeprefix("\ufeff") for cell in first.cells)
    _check_header(header, spec, file.name)
    known = spec.role("table").columns

    def read_cells(row: DelimitedRow) -> Record:
        place = f"{file.name}:{row.line}"
        cells = Row(spec, {**dict.fromkeys(known, ""), **dict(zip(header, row.cells, strict=False))}, place=place,
                    offset=row.line)
        if len(row.cells) != len(header):
            raise cells.fault(f"{len(row.cells)} cells where the header has {len(header)}.", "Quote cells with commas.")
        return _read_row(cells)

    return Publication(published=None, declared_records=None, records=read_each(rows, read_cells))


def _check_header(header: tuple[str, ...], spec: SourceSpec, name: str) -> None:
    known = spec.role("table").columns
    unknown = [column for column in header if column not in known]
    missing = [column for column in _REQUIRED if column not in header]
    twice = sorted({column for column in header if header.count(column) > 1})
    told = "; ".join(
        f"{word}: " + ", ".join(repr(column[:60]) for column in found[:20])
        for word, found in (("unknown", unknown), ("missing", missing), ("twice", twice)) if found
    )
    if told:
        raise InputError(f"the header cannot be used ({told}).", where=f"{name}:1", remedy=_known(spec))


def _known(spec: SourceSpec) -> str:
    columns = ", ".join(spec.role("table").columns)
    return f"Columns: {columns}. {' and '.join(_REQUIRED)} are required."


def _read_row(row: Row) -> Record:
    own_id = row.required("id")
    if not _ID.fullmatch(own_id):
        raise row.fault(f"the id {own_id[:40]!r} is not made of letters, figures, '.', ':', '_' and '-'.")
    claims = row.claims(f"{row.prefix}{own_id}", row.meaning("kind", row.take("kind").lower()), record=f"id {own_id}")
    claims.say("name", row.required("name"))
    for field, prop in (("aliases", "alias"), ("weak_aliases", "weakAlias")):
        for text in _split(row.take(field)):
            claims.say(prop, text)
    for text in _split(row.take("country")):
        code = find_country(text)
        if not code:
            raise row.fault(f"the country {text[:40]!r} is not known.", "Write its name or its ISO code.")
        claims.say("country", code, printed=text)
    claims.say("address", row.take("address"))
    _claim_birth(row, claims)
    _claim_identifiers(row, claims)
    _claim_listing(row, claims)
    claims.say("notes", row.take("notes"))
    row.finish()
    return claims.record()


def _claim_birth(row: Row, claims: Claims) -> None:
    text = row.take("birth_date")
    if text and not _PARTIAL_DATE.fullmatch(text):
        _day(row, "birth_date", text)
    if text and fit_schema(claims.schema, "birthDate") is None:
        raise row.fault(f"a birth date does not fit the kind {claims.schema}.", "Correct the kind.")
    claims.say("birthDate", text)


def _claim_identifiers(row: Row, claims: Claims) -> None:
    for pair in _split(row.take("identifiers")):
        prop, sign, value = pair.partition("=")
        if not sign or not value.strip():
            raise row.fault(f"the identifier {pair[:40]!r} is no pair such as taxNumber=123.")
        known = row.meaning("identifier", prop.strip())
        if fit_schema(claims.schema, known) is None:
            raise row.fault(f"the identifier {known} does not fit the kind {claims.schema}.", "Correct the kind.")
        claims.say(known, value.strip(), printed=pair)


def _claim_listing(row: Row, claims: Claims) -> None:
    program, listed = row.take("program"), row.take("listed_on")
    topics = [(text, row.meaning("topics", text)) for text in _split(row.take("topics"))]
    since = _day(row, "listed_on", listed) if listed else None
    for printed, topic in topics:
        claims.say("topics", topic, printed=program or printed, valid_from=since)
    claims.say("program", program)
    claims.say("listingDate", since.isoformat() if since else "", printed=listed)


def _day(row: Row, field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.fault(f"{field} {text[:40]!r} is not an ISO date such as 2026-05-31.") from None


def _split(text: str) -> list[str]:
    return [piece for piece in (part.strip() for part in text.split(";")) if piece]

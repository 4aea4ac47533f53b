"""Nonproliferation sanctions of the Department of State, as a table: one row for each party and statute.

The table has no ids; a party's is made from country and name, and its rows under
several statutes are one record. Memory: the whole list (some hundreds of rows).
"""

from __future__ import annotations

from collections.abc import Mapping

from enduse.knowledge.countries import find_country
from enduse.model.statement import content_id
from enduse.names.folding import fold_name
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import read_table
from enduse.sources.gathering import gather_rows
from enduse.sources.name_border import split_names
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import read_figures
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list; it does not say which day it is of, so `published` is None.

    Raises:
        InputError: the header differs, or while reading: the file breaks off.
    """
    rows = read_table(files["isn"], spec.role("isn").columns)
    records = gather_rows(rows, spec, files["isn"].name, _read_row)
    return Publication(published=None, declared_records=None, records=records)


def _read_row(row: Row, held: dict[str, Claims]) -> None:
    """Read one party under one statute; nothing is claimed of a row that is refused."""
    name = row.required("Name")
    country = row.required("Country")
    code = row.known("country", country) or find_country(country)
    if code is None:
        raise row.fault(f"the country {country[:60]!r} is not known.", "Mend it in source.yaml.")
    subject = f"state-isn-{content_id(code, fold_name(name) or name)[:16]}"
    row.subject = subject
    row.category("Source List")
    printed_program = row.take("Programs")
    program = row.meaning("Programs", printed_program)
    others = row.take("Alternative Names")
    notice, effective = row.take("Federal Register Notice"), row.required("Effective Date")
    since = read_figures(effective, day_first=False)
    if since is None:
        raise row.fault(f"Effective Date {effective[:40]!r} is not a date such as 6/28/2016.")
    notes, link = row.take("Remarks/Notes"), row.take("Web Link")
    row.finish()

    claims = held.get(subject)
    if claims is None:
        claims = held[subject] = row.claims(subject, "LegalEntity", record=name)
    claims.say("name", name)
    for other in split_names(others):
        claims.say("previousName" if other.is_former else "alias", other.text)
    claims.say("country", code, printed=country)
    claims.say("topics", "sanction", printed=printed_program, valid_from=since)
    claims.say("program", program, printed=printed_program)
    claims.say("programId", program, printed=printed_program)
    claims.say("listingDate", since.isoformat(), printed=effective, within=program)
    claims.say("authorityId", notice, within=program)
    claims.say("notes", notes, within=program)
    claims.say("sourceUrl", link)

"""The Denied Persons List of the Bureau of Industry and Security: one row for each address of a denial.

The list has no ids. Rows of the same name are one party, since one order is
printed once for each address; its id is made from the name. Memory: the whole
list (some hundreds of rows), because rows of a name need not stand together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from enduse.knowledge.countries import find_country
from enduse.model.statement import content_id
from enduse.names.folding import fold_name
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import read_table
from enduse.sources.gathering import gather_rows
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import next_day, read_figures
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row

_ALIAS = re.compile(r"\s?\((?P<kind>a\.?k\.?a|f\.?k\.?a)\.?\s(?P<name>[^()]{1,120})\)", re.IGNORECASE)
_CITATION = re.compile(r"(\d{2,3})[ .]{0,2}F\.?\s?R\.?\s{0,2}(\d{3,6})", re.IGNORECASE)


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list; it does not say which day it is of, so `published` is None.

    Raises:
        InputError: the header differs, or while reading: the file breaks off.
    """
    rows = read_table(files["dpl"], spec.role("dpl").columns, delimiter="\t")
    records = gather_rows(rows, spec, files["dpl"].name, _read_row)
    return Publication(published=None, declared_records=None, records=records)


def _read_row(row: Row, held: dict[str, Claims]) -> None:
    """Read one denial at one address; nothing is claimed of a row that is refused."""
    printed = row.required("Name")
    other = _ALIAS.search(printed)
    name = _ALIAS.sub("", printed).strip() if other else printed
    subject = f"bis-dpl-{content_id(fold_name(name) or name)[:16]}"
    row.subject = subject
    place = [row.take(field) for field in ("Street_Address", "City", "State", "Postal_Code")]
    country = row.take("Country")
    code = row.meaning("Country", country) if country else ""
    if code and not find_country(code):
        raise row.fault(f"the country {country[:40]!r} is not known.", "Add it to source.yaml.")
    effective = _day(row, "Effective_Date")
    expires = _day(row, "Expiration_Date")
    updated = row.take("Last_Update")
    printed_order = row.take("Standard_Order")
    order = row.meaning("Standard_Order", printed_order)
    action, cited = row.take("Action"), row.take("FR_Citation")
    row.finish()

    claims = held.get(subject)
    if claims is None:
        claims = held[subject] = row.claims(subject, "LegalEntity", record=name)
    since = read_figures(effective, day_first=False)
    until = read_figures(expires, day_first=False)
    claims.say("name", name, printed=printed)
    if other:
        former = other["kind"].lower().startswith("f")
        claims.say("previousName" if former else "alias", other["name"].strip(), printed=printed)
    claims.say("address", ", ".join(part for part in place if part), offset=row.offset)
    claims.say("country", code, printed=country)
    claims.say("topics", "export.control", printed="Denied Persons List", valid_from=since, valid_to=next_day(until))
    claims.say("program", "Denied Persons List")
    claims.say("provisions", order, printed=printed_order)
    claims.say("listingDate", since.isoformat() if since else "", printed=effective)
    claims.say("endDate", until.isoformat() if until else "", printed=expires)
    misprint = row.known("misprinted_updates", updated)
    claims.say("notes" if misprint else "modifiedAt", f"{misprint} {updated}" if misprint else updated, printed=updated)
    claims.say("notes", action)
    for citation in _CITATION.finditer(cited):
        claims.say("authorityId", f"{citation[1]} FR {citation[2]}", printed=cited)
    if cited and not _CITATION.search(cited):
        claims.say("authorityId", cited)


def _day(row: Row, field: str) -> str:
    """Take a date that must be one where it is printed at all."""
    text = row.take(field)
    if text and read_figures(text, day_first=False) is None:
        raise row.fault(f"{field} {text[:40]!r} is not a date such as 07/31/2026.")
    return text

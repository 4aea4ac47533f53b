"""The US Consolidated Screening List: one row for each entry of the lists it copies.

Cost: linear; memory: one row. A row's id is the list's own where it prints one,
else it is made from the copied list, the entry's number there, and the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Fault
from enduse.knowledge.countries import find_country
from enduse.model.statement import Record, content_id
from enduse.names.folding import fold_name
from enduse.sources.catalogue import SourceSpec
from enduse.sources.delimited import read_table
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import find_dates, next_day
from enduse.sources.printed_numbers import is_lei
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, read_each

_CODE = re.compile(r"[A-Z]{2}")
_PLAIN = {
    "remarks": "notes", "call_sign": "callSign", "vessel_type": "type",
    "gross_tonnage": "grossRegisteredTonnage", "gross_registered_tonnage": "grossRegisteredTonnage",
    "source_list_url": "sourceUrl", "source_information_url": "sourceUrl",
    "federal_register_notice": "authorityId", "license_requirement": "provisions", "license_policy": "reason",
}


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list, in the table of today or of 2019; it names no day, so `published` is None.

    Raises:
        InputError: the header differs, or while reading: the file breaks off.
    """
    (role, file), = files.items()
    rows = read_table(file, spec.role(role).columns)

    def read_fields(found: tuple[dict[str, str], int]) -> Record:
        fields, line = found
        return _read_row(Row(spec, fields, place=f"{file.name}:{line}", offset=line), has_id="_id" in fields)

    records: Iterator[Record | Fault] = read_each(rows, read_fields)
    return Publication(published=None, declared_records=None, records=records)


def _read_row(row: Row, *, has_id: bool) -> Record:
    name = row.required("name")
    printed_source = row.take("source")
    topic = row.meaning("source", printed_source)
    number = row.take("entity_number")
    own_id = row.take("_id") if has_id else ""
    if not own_id:
        own_id = content_id(printed_source, number, "" if number else fold_name(name) or name)[:16]
    schema = row.category("type")
    record = f"_id {own_id}" if has_id else f"{printed_source}: {number or name}"
    claims = row.claims(f"csl-{own_id}", schema, record=record)
    claims.say("name", name)
    for alias in _split(row.take("alt_names")):
        claims.say("alias", alias)
    _claim_listing(row, claims, topic=topic, printed_source=printed_source)
    _claim_places(row, claims)
    claims.say("position" if schema == "Person" else "notes", row.take("title"))
    for field, prop in _PLAIN.items():
        claims.say(prop, row.take(field))
    owner = row.take("vessel_owner")
    claims.say("notes", f"Vessel owner: {owner}" if owner else "", printed=owner)
    for birth in _split(row.take("dates_of_birth")):
        _claim_birth(birth, claims)
    for identifier in _split(row.take("ids")):
        _claim_identifier(identifier, row, claims, kind_first=has_id)
    row.finish()
    return claims.record()


def _claim_listing(row: Row, claims: Claims, *, topic: str, printed_source: str) -> None:
    printed_since, printed_until = row.take("start_date"), row.take("end_date")
    since, until = _day(row, "start_date", printed_since), _day(row, "end_date", printed_until)
    claims.say("topics", topic, printed=printed_source, valid_from=since, valid_to=next_day(until))
    claims.say("program", printed_source)
    for program in _split(row.take("programs")):
        claims.say("program", program)
        claims.say("programId", program)
    claims.say("listingDate", since.isoformat() if since else "", printed=printed_since)
    claims.say("endDate", until.isoformat() if until else "", printed=printed_until)
    order = row.take("standard_order")
    claims.say("provisions", row.meaning("standard_order", order), printed=order)


def _claim_places(row: Row, claims: Claims) -> None:
    for address in _split(row.take("addresses")):
        claims.say("address", address)
        last = address.rpartition(",")[2].strip()
        if _CODE.fullmatch(last):
            claims.say("country", find_country(last) or "", printed=last)
    for field, prop in (("citizenships", "citizenship"), ("nationalities", "nationality"), ("vessel_flag", "flag")):
        for printed in _split(row.take(field)):
            code = find_country(printed)
            if code is None:
                raise row.fault(f"the country {printed[:60]!r} in {field} is not known.")
            claims.say(prop, code, printed=printed)
    for place in _split(row.take("places_of_birth")):
        claims.say("birthPlace", place)


def _claim_birth(text: str, claims: Claims) -> None:
    found = list(find_dates(text))
    first = found[0].start if found else 0
    hedge = text[:first].strip() if found else ""
    for birth in found:
        claims.say("birthDate", birth.value, printed=text, hedge=hedge if len(hedge) < 30 else "")
    if not found:
        claims.say("notes", f"Date of birth: {text}", printed=text)


def _claim_identifier(text: str, row: Row, claims: Claims, *, kind_first: bool) -> None:
    """Claim "KIND, VALUE, COUNTRY" (today) or "COUNTRY, VALUE, KIND" (2019); a kind without a property is a note."""
    pieces = [piece.strip() for piece in text.split(",")]
    if not kind_first:
        pieces.reverse()
    kind, values = pieces[0], pieces[1:]
    if len(values) > 1 and _CODE.fullmatch(values[-1]):
        values.pop()
    value = ", ".join(values if kind_first else reversed(values))
    imo = row.known("imo_type", kind)
    if imo and value.upper().startswith("IMO"):
        claims.say(imo, "".join(sign for sign in value if sign.isdigit()), printed=text)
        return
    prop = row.known("id_property", kind)
    if prop == "leiCode" and not is_lei(value):
        prop = "registrationNumber"
    if prop and value:
        claims.say(prop, value.lower() if prop == "gender" else value, printed=text)
    else:
        claims.say("notes", text)


def _day(row: Row, field: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.fault(f"{field} {text[:40]!r} is not a date such as 2026-05-31.") from None


def _split(text: str) -> list[str]:
    return [piece for piece in (part.strip() for part in text.split(";")) if piece]

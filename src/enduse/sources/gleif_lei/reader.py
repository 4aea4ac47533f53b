"""Legal entities of the Global LEI Foundation (level 1): one row an entity with its identifier.

Cost: linear; memory: one row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from enduse.knowledge.countries import find_country
from enduse.sources.catalogue import SourceSpec
from enduse.sources.golden_copy import LEI, pair_rows, read_columns, take_day, take_optional
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, read_each

_NEEDED = (
    "LEI", "Entity.LegalName", "Entity.LegalAddress.FirstAddressLine", "Entity.LegalAddress.City",
    "Entity.LegalAddress.Country", "Entity.EntityStatus", "Registration.RegistrationStatus",
    "Registration.LastUpdateDate",
)
_KNOWN = re.compile(r"(?:Entity|Registration|Extension|Deletion)\.[A-Za-z0-9_.:]{1,120}|ConformityFlag")
_OTHER_NAMES = (
    "Entity.OtherEntityNames.OtherEntityName", "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName",
)
_LINES = (
    "FirstAddressLine", "AdditionalAddressLine.1", "AdditionalAddressLine.2", "AdditionalAddressLine.3", "PostalCode",
    "City", "Region",
)
_NAMES = tuple(f"{column}.{number}" for column in _OTHER_NAMES for number in range(1, 6))
_PLACES = ("LegalAddress", "HeadquartersAddress")
_SUCCESSORS = tuple(f"Entity.SuccessorEntity.{number}." for number in range(1, 6))
_READ = frozenset((
    *_NEEDED, *_NAMES, *(f"{column}.type" for column in _NAMES), "Entity.LegalForm.OtherLegalForm",
    *(f"Entity.{place}.{line}" for place in _PLACES for line in (*_LINES, "Country")), "Entity.EntityCategory",
    "Entity.LegalJurisdiction", "Entity.RegistrationAuthority.RegistrationAuthorityID",
    "Entity.RegistrationAuthority.RegistrationAuthorityEntityID", "Entity.EntityCreationDate",
    "Entity.EntityExpirationDate", *(f"{one}{field}" for one in _SUCCESSORS for field in ("SuccessorLEI",
                                                                                          "SuccessorEntityName")),
))


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the entities; the file says nothing of its day.

    Raises:
        InputError: a column is missing or unknown, or while reading: the file breaks off.
    """
    file = files["entities"]
    columns, rows = read_columns(file, _NEEDED, _KNOWN, "LEI records (level 1)")
    told = read_each(pair_rows(rows, columns, spec, file.name, only=_READ), _read_row)
    return Publication(published=None, declared_records=None, records=told)


def _read_row(row: Row) -> Claims | None:
    """Read one entity; a record that was withdrawn or is not yet checked claims nothing."""
    lei = row.required("LEI")
    if not LEI.fullmatch(lei):
        raise row.fault(f"{lei[:40]!r} is no Legal Entity Identifier.")
    row.subject = f"lei-{lei}"
    registration = row.meaning("registration", row.take("Registration.RegistrationStatus"))
    status = row.meaning("status", row.take("Entity.EntityStatus"))
    category = take_optional(row, "Entity.EntityCategory")
    if registration == "withdrawn":
        return None
    claims = row.claims(row.subject, row.meaning("category", category), record=lei)
    claims.say("leiCode", lei)
    claims.say("name", row.required("Entity.LegalName"))
    for column in _NAMES:
        claims.say(row.meaning("name", take_optional(row, f"{column}.type")), take_optional(row, column))
    for place in _PLACES:
        _say_address(row, claims, place)
    _say_country(row, claims, "jurisdiction", take_optional(row, "Entity.LegalJurisdiction"))
    number, register = (take_optional(row, f"Entity.RegistrationAuthority.RegistrationAuthority{end}")
                        for end in ("EntityID", "ID"))
    claims.say("registrationNumber", number, printed=f"{number} ({register})" if number and register else "")
    claims.say("legalForm", take_optional(row, "Entity.LegalForm.OtherLegalForm"))
    claims.say("status", status)
    since = take_day(row, "Entity.EntityCreationDate")
    until = take_day(row, "Entity.EntityExpirationDate")
    claims.say("incorporationDate", since.isoformat() if since else "")
    claims.say("dissolutionDate", until.isoformat() if until else "")
    said_on = take_day(row, "Registration.LastUpdateDate")
    for part in _SUCCESSORS:
        successor, called = (take_optional(row, f"{part}{field}") for field in ("SuccessorLEI", "SuccessorEntityName"))
        if LEI.fullmatch(successor) and successor != lei:
            claims.say("notes", f"succeeded by {successor} {called}".strip(), said_on=said_on)
    row.finish()
    return claims


def _say_address(row: Row, claims: Claims, place: str) -> None:
    words = (take_optional(row, f"Entity.{place}.{line}") for line in _LINES)
    claims.say("address", ", ".join(text for text in words if text))
    _say_country(row, claims, "country", take_optional(row, f"Entity.{place}.Country"))


def _say_country(row: Row, claims: Claims, prop: str, text: str) -> None:
    """State a country by its code, of a part of one ("US-DE") that of the whole."""
    code = find_country(text.partition("-")[0]) if text else ""
    if code is None:
        raise row.fault(f"the {prop} {text[:20]!r} is not known.")
    claims.say(prop, code, printed=text)

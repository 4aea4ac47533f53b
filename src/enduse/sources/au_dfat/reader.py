"""The Australian Consolidated List: a workbook with one row for each name of a party.

A reference such as 123a is a further name of party 123, and the rows of a party
stand together. Cost: linear; memory: the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby

from enduse.errors import Fault
from enduse.knowledge.countries import find_country
from enduse.knowledge.properties import fit_schema
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.name_border import find_address_country
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import find_dates
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, Row, RowFault
from enduse.sources.workbook import read_workbook

_REFERENCE = re.compile(r"(?P<party>\d{1,7})(?P<name>[a-z]{0,3})")
_LETTERED = re.compile(r"(?:^|\s)[a-z]\)\s")
_LISTED = re.compile(r"listed (?:on:?|by [^.()]{0,60}? on)\s", re.IGNORECASE)
_APPROXIMATE = re.compile(r"\b(approximately|between|circa|about)\b", re.IGNORECASE)
_DATE_NOISE = re.compile(r"[\s,;:./]+|\b(?:approximately|between|and|circa|about)\b", re.IGNORECASE)
# A number after its label: letters and figures, or groups of figures with spaces; bounded, so matching stays linear.
_NUMBER = r"(?:[A-Z0-9][A-Z0-9/-]{3,24}|\d{2,5}(?: \d{2,5}){1,4})(?![A-Za-z0-9])(?<![/-])"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_WEBSITE = re.compile(r"(?:(?<=ebsite: )|(?<=ebsites: )|(?<=ebsite )|(?<=ebsite:))(?:https?://|www\.)[^\s,;()<>\"]{3,200}")
_GENDER = re.compile(r"\bGender: (male|female)\b", re.IGNORECASE)
_MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the list; the workbook does not say which day it is of, so `published` is None.

    Raises:
        InputError: it is no sound workbook, or its header differs.
    """
    file = files["consolidated"]
    rows = read_workbook(file, spec.role("consolidated").columns)
    return Publication(published=None, declared_records=None, records=_read(rows, spec, file.name))


def _read(rows: Iterable[tuple[dict[str, str], int]], spec: SourceSpec, name: str) -> Iterator[Record | Fault]:
    for party, group in groupby(rows, key=lambda row: _party(row[0].get("Reference", ""))):
        try:
            yield _read_party(party, list(group), spec, name)
        except RowFault as exc:
            yield exc.fault


def _party(reference: str) -> str:
    match = _REFERENCE.fullmatch(reference.strip())
    return match["party"] if match else reference


def _read_party(party: str, group: list[tuple[dict[str, str], int]], spec: SourceSpec, name: str) -> Record:
    claims: Claims | None = None
    for fields, line in group:
        row = Row(spec, fields, place=f"{name}:{line}", offset=line)
        row.subject = f"au-dfat-{party}"
        reference = row.required("Reference")
        if not _REFERENCE.fullmatch(reference):
            raise row.fault(f"the Reference {reference[:40]!r} is not a number with letters.")
        schema = row.category("Type")
        if claims is None:
            claims = row.claims(row.subject, schema, record=f"Reference {party}")
        elif claims.schema != schema:
            raise row.fault(f"party {party} is of two types.")
        _claim_name(row, claims, reference)
        _claim_person(row, claims)
        _claim_listing(row, claims)
        row.finish()
    if claims is None or not claims.has("name"):
        raise RowFault(f"party {party[:40]} has no primary name.", place=f"{name}:{group[0][1]}")
    return claims.record()


def _claim_name(row: Row, claims: Claims, reference: str) -> None:
    name = row.required("Name of Individual or Entity")
    kind = row.category("Name Type")
    strength = row.category("Alias Strength")
    prop = {"name": "name", "original": "alias"}.get(kind, "weakAlias" if strength == "weak" else "alias")
    claims.say(prop, name, within="" if kind == "name" else f"name {reference}", offset=row.offset)


def _claim_person(row: Row, claims: Claims) -> None:
    born = row.take("Date of Birth")
    _claim_births(born, claims)
    for place in _split_lettered(row.take("Place of Birth")):
        claims.say("birthPlace", place)
    prop = "citizenship" if claims.schema == "Person" else "country"
    for printed in (part.strip() for part in row.take("Citizenship").split(";")):
        code = row.known("country", printed) or find_country(printed) if printed else None
        if printed and not code:
            raise row.fault(f"the country {printed[:60]!r} is not known.", "Add it to the countries.")
        claims.say(prop, code or "", printed=printed)
    for address in _split_lettered(row.take("Address")):
        claims.say("address", address)
        found = find_address_country(address)
        if found:
            claims.say("country", found[0], printed=found[1])
    imo = row.take("IMO Number")
    if imo and not re.fullmatch(r"\d{7}", imo):
        raise row.fault(f"the IMO number {imo[:20]!r} has not seven figures.")
    claims.say("imoNumber", imo)


def _claim_births(text: str, claims: Claims) -> None:
    """Claim each date of birth; where words are left that are no date, keep the whole as a note."""
    left = text
    for found in find_dates(text):
        before = text[max(0, found.start - 24): found.start].rpartition(",")[2]
        hedge = _APPROXIMATE.search(before)
        claims.say("birthDate", found.value, printed=found.printed, hedge=hedge[1] if hedge else "")
        left = left.replace(found.printed, " ", 1)
    if _DATE_NOISE.sub("", left):
        claims.say("notes", f"Date of Birth: {text}", printed=text)


def _claim_listing(row: Row, claims: Claims) -> None:
    information, additional = row.take("Listing Information"), row.take("Additional Information")
    for prop, text in (("notes", additional), ("notes", information)):
        claims.say(prop, " ".join(text.split()), printed=text)
    _claim_labelled(row, claims, " ".join(additional.split()))
    listed = _listing_day(information)
    claims.say("listingDate", listed[0], printed=listed[1])
    claims.say("modifiedAt", row.required("Control Date"))
    claims.say("reason", row.take("Instrument of Designation"))
    committee = row.required("Committees")
    claims.say("program", committee)
    measures = [measure for measure in _MEASURES if row.category(measure, table="measure")]
    if not measures:
        raise row.fault("no measure applies to this row.")
    claims.say("topics", "sanction", printed=committee)
    for measure in measures:
        claims.say("provisions", measure.lower(), printed=measure)


def _claim_labelled(row: Row, claims: Claims, text: str) -> None:
    """Claim the numbers that stand right after a known label, and addresses of mail and web."""
    for found in _labels(row).finditer(text):
        value = found["number"].strip()
        prop = row.known("labels", found["label"].lower())
        if any(sign.isdigit() for sign in value) and fit_schema(claims.schema, prop):
            claims.say(prop, value, printed=found[0])
    for prop, pattern in (("email", _EMAIL), ("website", _WEBSITE)):
        if fit_schema(claims.schema, prop):
            for found in pattern.finditer(text):
                claims.say(prop, found[0].rstrip(".,;:"), printed=found[0])
    gender = _GENDER.search(text)
    if gender and claims.schema == "Person":
        claims.say("gender", gender[1].lower(), printed=gender[0])


def _labels(row: Row) -> re.Pattern[str]:
    return _compile_labels(row.table("labels"))


@lru_cache(maxsize=4)
def _compile_labels(labels: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<label>(?i:{words}))\.?:?\s?(?:[a-z]\)\s)?(?P<number>{_NUMBER})")


def _listing_day(text: str) -> tuple[str, str]:
    """Return the first day of listing, where the text says "Listed on DAY" or is itself a day."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text, text
    start = _LISTED.search(text)
    found = next(find_dates(text[start.end(): start.end() + 30]), None) if start else None
    if found and found.start == 0 and len(found.value) == len(date.min.isoformat()):
        return found.value, found.printed
    return "", ""


def _split_lettered(text: str) -> list[str]:
    """Split "a) ... b) ..." and lines parted by semicolons; line breaks within a piece become spaces."""
    pieces = _LETTERED.split(text) if _LETTERED.search(text) else text.split(";\n")
    return [piece for piece in (" ".join(part.split()).strip(" ;,") for part in pieces) if piece]

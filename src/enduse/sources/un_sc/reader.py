"""Read the Security Council's consolidated list, XML.

A subject is "un-" and the list's DATAID, which stays the same from one version
to the next. Cost: linear; memory: one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country, find_region, is_unstated
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.markup import Element, stream_elements
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, RowFault, look_up, read_each

PERSON = "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL"
ENTITY = "CONSOLIDATED_LIST/ENTITIES/ENTITY"
NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T+-].{0,24}|Z)?")
_YEAR = re.compile(r"\d{4}(?:-\d{2})?")


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Read the one file of a publication.

    Raises:
        InputError: it is no consolidated list.
    """
    file = files["list"]
    elements = stream_elements(file, records=(PERSON, ENTITY))
    root = next(elements, None)
    if not isinstance(root, Element):
        raise InputError("the file is empty.", where=file.name)
    stamp = _DAY.match(root.attribute("dateGenerated"))
    published = _real_day(stamp[1]) if stamp else None
    if published is None:
        raise InputError("the file does not say when it was generated.", where=f"{file.name}:1")
    return Publication(published=published, declared_records=None, records=_read_all(elements, spec))


def _read_all(elements: Iterator[Element | Fault], spec: SourceSpec) -> Iterator[Record | Fault]:
    yield from read_each(elements, lambda element: _read_party(element, spec))


def _read_party(element: Element, spec: SourceSpec) -> Claims:
    number = element.take_text("DATAID")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        raise RowFault(f"DATAID {number[:40]!r} is no number.", place=f"{element.path} (line {element.line})")
    is_person = element.tag == "INDIVIDUAL"
    claims = Claims(
        spec, f"un-{number}", "Person" if is_person else "Organization", place=f"DATAID {number}", offset=element.line,
    )
    element.path = f"{element.path} {number}"
    try:
        _say_party(claims, element, spec)
    except RowFault as exc:
        raise RowFault(
            exc.fault.reason, place=exc.fault.place, remedy=exc.fault.remedy, subject=claims.subject,
        ) from exc
    return claims


def _say_party(claims: Claims, element: Element, spec: SourceSpec) -> None:
    name = " ".join(part for part in (_squeeze(element.take_text(tag)) for tag in NAMES) if part)
    if not name:
        raise RowFault("it has no name.", place=element.path)
    claims.say("name", name)
    claims.say("alias", _squeeze(element.take_text("NAME_ORIGINAL_SCRIPT")))
    regime = _meaning(spec, "UN_LIST_TYPE", element.take_text("UN_LIST_TYPE"), element)
    for kind in element.take("LIST_TYPE"):
        _meaning(spec, "LIST_TYPE", kind.take_text("VALUE"), element)
    claims.say("program", regime)
    claims.say("topics", "sanction", printed=regime)
    claims.say("unscId", element.take_text("REFERENCE_NUMBER"))
    _say_day(claims, "listingDate", element.take_text("LISTED_ON"))
    for text in _values(element, "LAST_DAY_UPDATED"):
        _say_day(claims, "modifiedAt", text)
    for tag, prop in (("TITLE", "title"), ("DESIGNATION", "position")):
        for text in _values(element, tag):
            claims.say(prop, text)
    for text in _values(element, "NATIONALITY"):
        _say_country(claims, "nationality", text, spec)
    gender = element.take_text("GENDER")
    claims.say("gender", _meaning(spec, "GENDER", gender, element), printed=gender)
    claims.say("notes", _squeeze(element.take_text("COMMENTS1")))
    for tag, words in (("SUBMITTED_BY", "Submitted by"), ("SUBMITTED_ON", "Submitted on")):
        for text in element.take_texts(tag):
            claims.say("notes", f"{words} {text}", printed=text)
    _say_parts(claims, element, spec)
    element.finish(ignore=[field for field, _ in spec.left_out])


def _say_parts(claims: Claims, element: Element, spec: SourceSpec) -> None:
    kind = element.tag
    for part in element.take(f"{kind}_ALIAS"):
        _say_alias(claims, part, spec)
    for part in element.take(f"{kind}_ADDRESS"):
        _say_address(claims, part, spec)
    for part in element.take("INDIVIDUAL_DATE_OF_BIRTH"):
        _say_birth(claims, part, spec)
    for part in element.take("INDIVIDUAL_PLACE_OF_BIRTH"):
        place, country, note = _take_place(part)
        claims.say("birthPlace", place, printed=_with_note(place, note))
        if country:
            _say_country(claims, "birthCountry", country, spec)
        if note and not place:
            claims.say("notes", f"Place of birth: {note}", printed=note)
    for part in element.take("INDIVIDUAL_DOCUMENT"):
        _say_document(claims, part, spec)


def _say_alias(claims: Claims, part: Element, spec: SourceSpec) -> None:
    name, note = _squeeze(part.take_text("ALIAS_NAME")), _squeeze(part.take_text("NOTE"))
    quality = _meaning(spec, "QUALITY", part.take_text("QUALITY"), part)
    prop = spec.lookups["former_notes"].get(note.lower(), quality)
    claims.say(prop, name, printed=_with_note(name, note))
    lowered = note.lower()
    for start, kind in spec.lookups["script_notes"].items():
        if lowered.startswith(start):
            claims.say(kind, note[len(start):].strip(), printed=note)
    if note and not name:
        claims.say("notes", f"Alias: {note}", printed=note)
    day = part.take_text("DATE_OF_BIRTH")
    if day:
        _say_day(claims, "birthDate", day, printed=f"{day} (under the name {name})")
    city, country = _squeeze(part.take_text("CITY_OF_BIRTH")), _squeeze(part.take_text("COUNTRY_OF_BIRTH"))
    place = ", ".join(word for word in (city, country) if word)
    claims.say("birthPlace", place, printed=f"{place} (under the name {name})")
    part.finish()


def _say_address(claims: Claims, part: Element, spec: SourceSpec) -> None:
    place, country, note = _take_place(part)
    if place != country or note or not find_country(country):
        claims.say("address", place, printed=_with_note(place, note))
    if country:
        _say_country(claims, "country", country, spec)
    if note and not place:
        claims.say("notes", f"Address: {note}", printed=note)


def _say_birth(claims: Claims, part: Element, spec: SourceSpec) -> None:
    kind = part.take_text("TYPE_OF_DATE")
    hedge = _meaning(spec, "TYPE_OF_DATE", kind, part)
    note = _squeeze(part.take_text("NOTE"))
    days = [part.take_text(tag) for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")]
    part.finish()
    if note.lower() == "approximately":
        hedge = hedge or "approximately"
    printed = " ".join(word for word in (kind if hedge else "", *days) if word)
    for day in days:
        _say_day(claims, "birthDate", day, printed=_with_note(printed, note), hedge=hedge)
    if note and not any(days):
        claims.say("notes", f"Date of birth: {note}", printed=note)


def _say_document(claims: Claims, part: Element, spec: SourceSpec) -> None:
    kind = _squeeze(part.take_text("TYPE_OF_DOCUMENT"))
    prop = _meaning(spec, "TYPE_OF_DOCUMENT", kind, part)
    detail, number = _squeeze(part.take_text("TYPE_OF_DOCUMENT2")), _squeeze(part.take_text("NUMBER"))
    issuers = [_squeeze(text) for tag in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE")
               for text in part.take_texts(tag)]
    issued, expires = part.take_text("DATE_OF_ISSUE"), part.take_text("DATE_OF_EXPIRY")
    note = _squeeze(part.take_text("NOTE"))
    part.finish()
    if not kind and "passport" in detail.lower():
        prop = "passportNumber"
    words = [detail or kind, number, *issuers, issued and f"issued {issued}", expires and f"expires {expires}"]
    printed = _with_note(", ".join(word for word in words if word), note)
    if number:
        claims.say(prop, number, printed=printed)
    elif printed:
        claims.say("notes", f"Document: {printed}", printed=printed)


def _take_place(part: Element) -> tuple[str, str, str]:
    """Take street, city, province, postal code and country off; return the line, the country and the note."""
    words = [_squeeze(part.take_text(tag)) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")]
    note = _squeeze(part.take_text("NOTE"))
    part.finish()
    return ", ".join(word for word in words if word), words[-1], note


def _say_country(claims: Claims, prop: str, text: str, spec: SourceSpec) -> None:
    printed = _squeeze(text)
    named = spec.lookups["countries"].get(printed)
    hedge = spec.lookups["country_hedges"].get(printed, "")
    codes = named.split() if named is not None else [find_country(printed) or ""]
    for code in codes:
        claims.say(prop, code, printed=printed, hedge=hedge)
    if not any(codes):
        if named is None and not find_region(printed) and not is_unstated(printed):
            claims.doubt(f"the country {printed[:80]!r} is not known; it is kept as a note.")
        claims.say("notes", f"{prop}: {printed}", printed=printed)


def _say_day(claims: Claims, prop: str, text: str, *, printed: str = "", hedge: str = "") -> None:
    """Claim a day or a year; text that is neither is told as a doubt."""
    if not text:
        return
    match = _DAY.fullmatch(text)
    if match and _real_day(match[1]):
        claims.say(prop, match[1], printed=printed or text, hedge=hedge)
    elif _YEAR.fullmatch(text):
        claims.say(prop, text, printed=printed or text, hedge=hedge)
    else:
        claims.doubt(f"{prop} {text[:40]!r} is no date; it is kept as a note.")
        claims.say("notes", f"{prop}: {text}", printed=text)


def _real_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _values(element: Element, tag: str) -> Iterator[str]:
    """Yield the texts of the VALUE parts below the parts of that name."""
    for part in element.take(tag):
        for text in part.take_texts("VALUE"):
            yield _squeeze(text)
        part.finish()


def _meaning(spec: SourceSpec, table: str, text: str, element: Element) -> str:
    return look_up(spec, table, _squeeze(text), place=f"{element.path} (line {element.line})")


def _with_note(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def _squeeze(text: str) -> str:
    return " ".join(text.split())

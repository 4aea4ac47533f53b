"""Read the EU's Financial Sanctions Files, XML 1.1.

A subject is "eu-" and the entry's logicalId. The full list was not at hand when
this was written, only a sample; an element or attribute that the sample does not
show stops its record and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from enduse.errors import Fault, InputError
from enduse.knowledge.countries import find_country
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.markup import Element, stream_elements
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, RowFault, look_up, read_each

ENTRY = "export/sanctionEntity"


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Read the one file of a publication.

    Raises:
        InputError: it is no Financial Sanctions File.
    """
    file = files["list"]
    elements = stream_elements(file, records=(ENTRY,))
    root = next(elements, None)
    published = _day(root.attribute("generationDate")[:10]) if isinstance(root, Element) else None
    if published is None:
        raise InputError("the file does not say when it was generated.", where=f"{file.name}:1")
    return Publication(published=published, declared_records=None, records=_read_all(elements, spec))


def _read_all(elements: Iterator[Element | Fault], spec: SourceSpec) -> Iterator[Record | Fault]:
    yield from read_each(elements, lambda element: _read_entry(element, spec))


def _read_entry(element: Element, spec: SourceSpec) -> Claims:
    number = element.attribute("logicalId")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        raise RowFault(f"logicalId {number[:40]!r} is no number.", place=f"{element.path} (line {element.line})")
    element.path = f"{element.path} {number}"
    subject = f"eu-{number}"
    try:
        kinds = element.take("subjectType")
        if len(kinds) != 1:
            raise RowFault(f"{len(kinds)} subject types.", place=element.path)
        schema = _meaning(spec, "subject_type", kinds[0].attribute("code"), element)
        kinds[0].finish(ignore=["@classificationCode"])
        claims = Claims(spec, subject, schema, place=f"logicalId {number}", offset=element.line)
        _say_entry(claims, element, spec)
    except RowFault as exc:
        fault = exc.fault
        raise RowFault(fault.reason, place=fault.place, remedy=fault.remedy, subject=subject) from exc
    return claims


def _say_entry(claims: Claims, element: Element, spec: SourceSpec) -> None:
    names = element.take("nameAlias")
    for part in names:
        _say_name(claims, part, spec)
    if not (claims.has("name") or claims.has("weakAlias")):
        raise RowFault("it has no name.", place=element.path)
    _say_day(claims, "listingDate", element.attribute("designationDate"))
    claims.say("reason", element.attribute("designationDetails"))
    claims.say("unscId", element.attribute("unitedNationId"))
    claims.say("authorityId", element.attribute("euReferenceNumber"))
    programmes = [programme for part in element.take("regulation") if (programme := _say_regulation(claims, part))]
    claims.say("topics", "sanction", printed="; ".join(dict.fromkeys(programmes)) or "sanction")
    for part in element.take("birthdate"):
        _say_birth(claims, part, spec)
    for part in element.take("citizenship"):
        _say_country(claims, "citizenship", part, spec)
        _finish(claims, part, spec, ("region",))
    for part in element.take("address"):
        _say_address(claims, part, spec)
    for part in element.take("identification"):
        _say_paper(claims, part, spec)
    for text in element.take_texts("remark"):
        claims.say("notes", text)
    element.finish(ignore=[field for field, _ in spec.left_out])


def _say_name(claims: Claims, part: Element, spec: SourceSpec) -> None:
    """Claim a name: the first strong one is the name, further ones are aliases, others weak aliases."""
    whole, strong = part.attribute("wholeName"), part.attribute("strong")
    parts = {prop: part.attribute(prop) for prop in ("firstName", "middleName", "lastName")}
    whole = whole or " ".join(text for text in parts.values() if text)
    if strong not in ("true", "false", ""):
        raise RowFault(f"strong {strong[:20]!r} is not known.", place=part.path)
    is_first = strong != "false" and not claims.has("name")
    claims.say("name" if is_first else "weakAlias" if strong == "false" else "alias", whole)
    if is_first:
        for prop, text in parts.items():
            claims.say(prop, text)
    claims.say("position", part.attribute("function"))
    claims.say("title", part.attribute("title"))
    gender = part.attribute("gender")
    claims.say("gender", _meaning(spec, "gender", gender, part), printed=gender)
    _finish(claims, part, spec)


def _say_regulation(claims: Claims, part: Element) -> str:
    """Claim programme and legal act of an entry, and return the programme."""
    programme, title = part.attribute("programme"), part.attribute("numberTitle")
    printed = ", ".join(text for text in (part.attribute("organisationType"), part.attribute("regulationType"), title,
                                          part.attribute("publicationDate")) if text)
    part.attribute("entryIntoForceDate")
    part.attribute("logicalId")
    claims.say("program", programme)
    claims.say("provisions", title, printed=printed)
    for url in part.take_texts("publicationUrl"):
        claims.say("sourceUrl", url)
    part.finish()
    return programme


def _say_birth(claims: Claims, part: Element, spec: SourceSpec) -> None:
    hedge = "circa" if _meaning(spec, "flag", part.attribute("circa"), part) else ""
    _meaning(spec, "calendar", part.attribute("calendarType"), part)
    day, year = part.attribute("birthdate"), part.attribute("year")
    first, last = part.attribute("yearRangeFrom"), part.attribute("yearRangeTo")
    month = part.attribute("monthOfYear")
    part.attribute("dayOfMonth")
    if day:
        _say_day(claims, "birthDate", day, hedge=hedge)
    elif year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        claims.say("birthDate", f"{year}-{int(month):02}", hedge=hedge)
    elif year.isdigit():
        claims.say("birthDate", year, hedge=hedge)
    for end in (first, last):
        claims.say("birthDate", end, printed=f"{first}-{last}", hedge="between")
    place = _place(part, ("place", "city", "region", "zipCode"), spec)
    claims.say("birthPlace", place)
    _say_country(claims, "birthCountry", part, spec)
    _finish(claims, part, spec)


def _say_address(claims: Claims, part: Element, spec: SourceSpec) -> None:
    line = _place(part, ("street", "poBox", "place", "zipCode", "city", "region"), spec)
    claims.say("address", line)
    _say_country(claims, "country", part, spec)
    _finish(claims, part, spec)


def _say_paper(claims: Claims, part: Element, spec: SourceSpec) -> None:
    prop = _meaning(spec, "identification_type", part.attribute("identificationTypeCode"), part)
    kind, number = part.attribute("identificationTypeDescription"), part.attribute("number")
    country = part.attribute("countryDescription")
    part.attribute("countryIso2Code")
    words = [part.attribute(name) for name in ("issuedBy", "issuedDate", "validFrom", "validTo", "nameOnDocument",
                                               "region")]
    doubts = {"knownExpired": "expired", "knownFalse": "false", "reportedLost": "lost", "revokedByIssuer": "revoked",
              "diplomatic": "diplomatic"}
    said = [word for name, word in doubts.items() if _meaning(spec, "flag", part.attribute(name), part)]
    text = ", ".join(word for word in (kind, number, country, *words, *said) if word)
    claims.say(prop, number, printed=text)
    other = part.attribute("latinNumber")
    claims.say(prop, other, printed=text)
    if not (number or other):
        claims.say("notes", text)
    _finish(claims, part, spec)


def _say_country(claims: Claims, prop: str, part: Element, spec: SourceSpec) -> None:
    code, name = part.attribute("countryIso2Code"), part.attribute("countryDescription")
    nowhere = spec.lookups["no_country"]
    if code in nowhere and (not name or name in nowhere):
        return
    found = find_country(code) or find_country(name)
    if found:
        claims.say(prop, found, printed=name or code)
    elif code or name:
        claims.doubt(f"the country {(name or code)[:80]!r} is not known; it is kept as a note.")
        claims.say("notes", f"{prop}: {name or code}", printed=name or code)


def _place(part: Element, names: tuple[str, ...], spec: SourceSpec) -> str:
    """Join the parts of a place with the country's words, which stay in the element."""
    words = [part.attribute(name) for name in names]
    country = part.attributes.get("countryDescription", "").strip()
    found = [word for word in words if word not in ("", "-")]
    return ", ".join([*found, country] if country and country not in spec.lookups["no_country"] else found)


def _finish(claims: Claims, part: Element, spec: SourceSpec, unused: tuple[str, ...] = ()) -> None:
    """Claim the remarks and contacts of a part, and require that nothing else is left."""
    for name in unused:
        part.attribute(name)
    for contact in part.take("contactInfo"):
        prop = _meaning(spec, "contact", contact.attribute("key"), contact)
        claims.say(prop, contact.attribute("value"))
        contact.finish(ignore=[field for field, _ in spec.left_out])
    for text in part.take_texts("remark"):
        claims.say("notes", text)
    part.finish(ignore=[field for field, _ in spec.left_out])


def _say_day(claims: Claims, prop: str, text: str, *, hedge: str = "") -> None:
    if text and _day(text):
        claims.say(prop, text, hedge=hedge)
    elif text:
        claims.doubt(f"{prop} {text[:40]!r} is no date; it is kept as a note.")
        claims.say("notes", f"{prop}: {text}", printed=text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _meaning(spec: SourceSpec, table: str, text: str, element: Element) -> str:
    return look_up(spec, table, text, place=f"{element.path} (line {element.line})")

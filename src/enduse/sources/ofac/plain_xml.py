"""OFAC's XML (SDN.XML, CONSOLIDATED.XML), read into the claims that the legacy CSV gives.

Its ids, dates, places and nationalities are spelled as the remarks of the CSV
spell them ("alt. Passport A1 (Iran)"), so the same reader understands both and
statements keep their ids when a user changes from one form to the other.
The file is read twice: once for the names that "Linked To" may mean, once for
the records. Cost: linear; memory: one record and the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.markup import Element, stream_elements
from enduse.sources.ofac.entries import is_number, say_address, say_flag, say_name, say_owner, say_programs, subject_of
from enduse.sources.ofac.remarks import NameIndex, printed_name, say_piece, say_remarks
from enduse.sources.opening import OpenedFile
from enduse.sources.printed_dates import read_figures
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, RowFault, look_up, read_each

HEADER = "sdnList/publshInformation"
ENTRY = "sdnList/sdnEntry"
_LINKED = re.compile(r"\(Linked To: ((?:[^()]|\([^()]{0,200}\)){1,400})\)")


def read_plain_xml(file: OpenedFile, spec: SourceSpec) -> Publication:
    """Read the file; its date and number of records stand in its first element.

    Raises:
        InputError: it is no such file, or lacks that element.
    """
    elements = stream_elements(file, records=(HEADER, ENTRY))
    next(elements, None)
    header = next(elements, None)
    if not isinstance(header, Element) or header.tag != "publshInformation":
        raise InputError("the file does not begin with its date and number of records.", where=file.name)
    try:
        published = _published(header.take_text("Publish_Date"))
        count = header.take_text("Record_Count")
        header.finish()
    except RowFault as exc:
        raise InputError(exc.what, where=exc.where, remedy=exc.remedy) from exc
    declared = int(count) if is_number(count) else None
    if published is None or declared is None:
        raise InputError("its date or number of records cannot be read.", where=f"{file.name}:{header.line}")
    return Publication(published=published, declared_records=declared, records=_read_all(file, elements, spec))


def _read_all(
    file: OpenedFile, elements: Iterator[Element | Fault], spec: SourceSpec,
) -> Iterator[Record | Fault]:
    names = _index_names(file)
    yield from read_each(elements, lambda element: _read_entry(element, spec, names))


def _index_names(file: OpenedFile) -> NameIndex:
    """Note the name of every entry; a number begins the next one."""
    names = NameIndex()
    number, found = "", dict[str, str]()
    for part in stream_elements(file, records=tuple(f"{ENTRY}/{tag}" for tag in ("uid", "lastName", "firstName"))):
        if not isinstance(part, Element) or part.tag == "sdnList":
            continue
        if part.tag == "uid":
            names.add(_join_name(found), subject_of(number))
            number, found = part.text, {}
        else:
            found[part.tag] = part.text
    names.add(_join_name(found), subject_of(number))
    return names


def _read_entry(element: Element, spec: SourceSpec, names: NameIndex) -> Claims:
    number = element.take_text("uid")
    place = f"{element.path} {number[:20]} (line {element.line})"
    if not is_number(number):
        raise RowFault(f"{number[:40]!r} is no entry number.", place=place)
    subject = subject_of(number)
    element.path = f"{element.path} {number}"
    try:
        kind = element.take_text("sdnType").lower()
        schema = look_up(spec, "SDN_Type", kind, place=place)
        claims = Claims(spec, subject, schema, place=f"ent_num {number}", offset=element.line)
        _say_entry(claims, element, spec, names)
    except RowFault as exc:
        fault = exc.fault
        raise RowFault(fault.reason, place=fault.place, remedy=fault.remedy, subject=subject) from exc
    return claims


def _say_entry(claims: Claims, element: Element, spec: SourceSpec, names: NameIndex) -> None:
    name = _whole_name(element)
    if not name:
        raise RowFault("it has no name.", place=element.path)
    element.take("lastName")
    element.take("firstName")
    say_name(claims, name)
    say_programs(claims, [text for part in _only(element, "programList") for text in part.take_texts("program")])
    claims.say("position" if claims.schema == "Person" else "notes", element.take_text("title"))
    for vessel in _only(element, "vesselInfo"):
        _say_vessel(claims, vessel, names)
    for part in _parts(element, "akaList", "aka"):
        _say_alias(claims, part, spec, names)
    for part in _parts(element, "addressList", "address"):
        _say_place(claims, part)
    for piece in (*_born(element), *_ids(element)):
        say_piece(claims, piece, spec=spec, names=names)
    text = element.take_text("remarks")
    for link in _LINKED.findall(text):
        say_piece(claims, f"Linked To: {link}", spec=spec, names=names)
    say_remarks(claims, _LINKED.sub("", text), spec=spec, names=names)
    element.finish()


def _say_vessel(claims: Claims, vessel: Element, names: NameIndex) -> None:
    for tag, prop in (("callSign", "callSign"), ("vesselType", "type"), ("tonnage", "tonnage"),
                      ("grossRegisteredTonnage", "grossRegisteredTonnage")):
        claims.say(prop, vessel.take_text(tag))
    say_flag(claims, vessel.take_text("vesselFlag"))
    say_owner(claims, vessel.take_text("vesselOwner"), names)
    vessel.finish()


def _say_alias(claims: Claims, part: Element, spec: SourceSpec, names: NameIndex) -> None:
    """Claim an alias: a weak one as the CSV's remarks print it, a strong one as its alias file does."""
    place = f"{part.path} (line {part.line})"
    name = _whole_name(part)
    part.take("lastName")
    part.take("firstName")
    kind, number = part.take_text("type"), part.take_text("uid")
    prop = look_up(spec, "alt_type", kind, place=place)
    quality = look_up(spec, "alias_category", part.take_text("category"), place=place)
    part.finish()
    if quality == "weak":
        say_piece(claims, f"{kind} '{name}'", spec=spec, names=names)
    else:
        claims.say(prop, printed_name(name, claims.schema), printed=name, within=f"alt_num {number}", offset=part.line)


def _say_place(claims: Claims, part: Element) -> None:
    number = part.take_text("uid")
    street = ", ".join(text for text in (part.take_text(f"address{i}") for i in (1, 2, 3)) if text)
    city, state, code = (part.take_text(tag) for tag in ("city", "stateOrProvince", "postalCode"))
    city = ", ".join(text for text in (city, state) if text)
    country = part.take_text("country")
    part.finish()
    town = " ".join(text for text in (city, code) if text)
    say_address(claims, (street, town), country, within=f"add_num {number}", offset=part.line)


def _born(element: Element) -> Iterator[str]:
    """Yield dates and places of birth, nationalities and citizenships as the remarks would print them."""
    kinds = (
        ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
        ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
        ("nationalityList", "nationality", "country", "nationality"),
        ("citizenshipList", "citizenship", "country", "citizen"),
    )
    for outer, inner, tag, label in kinds:
        for part in _parts(element, outer, inner):
            is_main = part.take_text("mainEntry") != "false"
            part.take("uid")
            text = part.take_text(tag)
            part.finish()
            if text:
                yield f"{label} {text}" if is_main else f"alt. {label} {text}"


def _ids(element: Element) -> Iterator[str]:
    """Yield ids as the remarks would print them: "alt. Passport A1 (Iran) issued 1 Jan 2010"."""
    seen: set[str] = set()
    for part in _parts(element, "idList", "id"):
        part.take("uid")
        kind, number, country, issued, expires = (
            part.take_text(tag) for tag in ("idType", "idNumber", "idCountry", "issueDate", "expirationDate")
        )
        part.finish()
        words = [
            "alt." if kind in seen else "", kind, number, country and f"({country})", issued and f"issued {issued}",
            expires and f"expires {expires}",
        ]
        seen.add(kind)
        yield " ".join(word for word in words if word)


def _parts(element: Element, outer: str, inner: str) -> Iterator[Element]:
    for part in _only(element, outer):
        yield from part.take(inner)
        part.finish()


def _only(element: Element, tag: str) -> list[Element]:
    found = element.take(tag)
    if len(found) > 1:
        raise RowFault(f"{tag} stands {len(found)} times.", place=element.path)
    return found


def _whole_name(element: Element) -> str:
    """Return "FAMILY, Given" of an entry or alias, whose parts are left in it."""
    return _join_name({part.tag: part.text for part in element.parts if part.tag in ("lastName", "firstName")})


def _join_name(found: dict[str, str]) -> str:
    return ", ".join(text for text in (found.get("lastName", ""), found.get("firstName", "")) if text)


def _published(text: str) -> date | None:
    return read_figures(text, day_first=False)

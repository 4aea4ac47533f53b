"""OFAC's advanced XML (SDN_ADVANCED.XML), the form that also gives listing dates, scripts and kinds of relation.

The file refers from one part to another, so it is read twice: first what the
entries at its end say (programmes, dates, relations), then the parties, with the
reference tables, places and papers that stand before them held in memory. What a
part says is spelled as the remarks of the CSV spell it, so that one reader
understands both; aliases carry other numbers than in the CSV.

Left out: the reliability of a feature and the legal basis and kind of each
measure; programmes tell the law. Cost: linear, two passes; memory: places,
papers and entries, about 30 MB for the whole list.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from enduse.errors import Fault, InputError
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.markup import Element, stream_elements
from enduse.sources.ofac.entries import is_number, say_address, say_flag, say_name, say_owner, say_programs, subject_of
from enduse.sources.ofac.remarks import NameIndex, printed_name, say_piece
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims, RowFault, look_up, read_each

ISSUED = "Sanctions/DateOfIssue"
TABLES = "Sanctions/ReferenceValueSets"
PLACE = "Sanctions/Locations/Location"
PAPER = "Sanctions/IDRegDocuments/IDRegDocument"
PARTY = "Sanctions/DistinctParties/DistinctParty"
RELATION = "Sanctions/ProfileRelationships/ProfileRelationship"
ENTRY = "Sanctions/SanctionsEntries/SanctionsEntry"
LINKS = "Sanctions/SanctionsEntryLinks"
ROWS_PER_RECORD = 20
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")


@dataclass(slots=True)
class _Held:
    """What stands elsewhere in the file than the party it belongs to."""

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    papers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    programs: dict[str, list[str]] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, bool]]] = field(default_factory=dict)

    def word(self, table: str, number: str, element: Element) -> str:
        """Return the word that a reference table gives for a number."""
        if not number:
            return ""
        try:
            return self.tables[table][number]
        except KeyError:
            raise RowFault(f"{table} {number[:20]} is not in the file's tables.", place=element.path) from None


def read_advanced(file: OpenedFile, spec: SourceSpec) -> Publication:
    """Read the file; its date stands in its first element.

    Raises:
        InputError: it is no such file, or lacks its date.
    """
    parts = _stream(file, (ISSUED, TABLES, PLACE, PAPER, PARTY))
    first = next(parts, None)
    day = _date_of(first) if isinstance(first, Element) and first.tag == "DateOfIssue" else None
    if day is None:
        raise InputError("the file does not begin with its date of issue.", where=file.name)
    return Publication(published=day, declared_records=None, records=_read_all(file, parts, spec))


def _stream(file: OpenedFile, wanted: tuple[str, ...]) -> Iterator[Element | Fault]:
    everything = (ISSUED, TABLES, PLACE, PAPER, PARTY, RELATION, ENTRY, LINKS)
    passed = {way for path in everything if path not in wanted for way in (path, path.rpartition("/")[0])}
    elements = stream_elements(file, records=wanted, passed_over=passed - {"Sanctions"})
    next(elements, None)
    yield from elements


def _read_all(file: OpenedFile, parts: Iterator[Element | Fault], spec: SourceSpec) -> Iterator[Record | Fault]:
    held = _Held()
    for part in _stream(file, (TABLES, RELATION, ENTRY)):
        if isinstance(part, Fault):
            yield part
        elif part.tag == "ReferenceValueSets":
            _hold_tables(held, part)
        else:
            try:
                if part.tag == "SanctionsEntry":
                    _hold_entry(held, part)
                else:
                    _hold_relation(held, part)
            except RowFault as exc:
                yield exc.fault
        _check_size(held, spec, file)
    yield from read_each(parts, lambda part: _read_part(held, part, spec, file))


def _read_part(held: _Held, part: Element, spec: SourceSpec, file: OpenedFile) -> Claims | None:
    if part.tag == "DistinctParty":
        return _read_party(held, part, spec)
    if part.tag == "Location":
        _hold_place(held, part)
    elif part.tag == "IDRegDocument":
        _hold_paper(held, part)
    _check_size(held, spec, file)
    return None


def _check_size(held: _Held, spec: SourceSpec, file: OpenedFile) -> None:
    limit = spec.at_most * ROWS_PER_RECORD
    if max(len(held.places), len(held.papers), len(held.programs), len(held.relations)) > limit:
        raise InputError("has more parts than such a list can.", where=file.name, remedy="Get it again.")


def _hold_tables(held: _Held, part: Element) -> None:
    for table in part.parts:
        held.tables[table.tag] = {row.attributes.get("ID", ""): row.text for row in table.parts}
        if table.tag == "PartySubTypeValues":
            held.kinds = {row.attributes.get("ID", ""): row.attributes.get("PartyTypeID", "") for row in table.parts}


def _hold_entry(held: _Held, entry: Element) -> None:
    profile = entry.attribute("ProfileID")
    for event in entry.take("EntryEvent"):
        kind = held.word("EntryEventTypeValues", event.attribute("EntryEventTypeID"), event)
        day = next((found for part in event.take("Date") if (found := _date_of(part))), None)
        if kind == "Created" and day:
            held.listed.setdefault(profile, []).append(day.isoformat())
    for measure in entry.take("SanctionsMeasure"):
        kind = held.word("SanctionsTypeValues", measure.attribute("SanctionsTypeID"), measure)
        if kind == "Program":
            held.programs.setdefault(profile, []).append(measure.take_text("Comment"))
    entry.finish(ignore=("@ID", "@ListID"))


def _hold_relation(held: _Held, part: Element) -> None:
    kind = held.word("RelationTypeValues", part.attribute("RelationTypeID"), part)
    relation = (kind, part.attribute("To-ProfileID"), part.attribute("Former") == "true")
    held.relations.setdefault(part.attribute("From-ProfileID"), []).append(relation)


def _hold_place(held: _Held, part: Element) -> None:
    words: dict[str, str] = {}
    for piece in part.take("LocationPart"):
        kind = held.word("LocPartTypeValues", piece.attribute("LocPartTypeID"), piece)
        values = [text for value in piece.take("LocationPartValue") for text in value.take_texts("Value")]
        words[kind] = ", ".join(values)
    countries = [held.word("CountryValues", c.attribute("CountryID"), c) for c in part.take("LocationCountry")]
    town = ", ".join(word for word in (words.get("CITY", ""), words.get("STATE/PROVINCE", "")) if word)
    town = " ".join(word for word in (town, words.get("POSTAL CODE", "")) if word)
    street = ", ".join(word for word in (words.get(kind, "") for kind in _STREET) if word)
    unknown = [word for kind, word in words.items() if kind == "Unknown"]
    country = countries[0] if countries else f"Region: {words['REGION']}" if words.get("REGION") else ""
    region = words.get("REGION", "") if countries else ""
    held.places[part.attribute("ID")] = ((street, town, region, *unknown), country)
    part.finish(ignore=("LocationAreaCode", "FeatureVersionReference"))


def _hold_paper(held: _Held, part: Element) -> None:
    kind = held.word("IDRegDocTypeValues", part.attribute("IDRegDocTypeID"), part)
    country = held.word("CountryValues", part.attribute("IssuedBy-CountryID"), part)
    words = [kind, *part.take_texts("IDRegistrationNo"), f"({country})" if country else ""]
    for dated in part.take("DocumentDate"):
        label = held.word("IDRegDocDateTypeValues", dated.attribute("IDRegDocDateTypeID"), dated)
        mark = {"Issue Date": "issued", "Expiration Date": "expires"}.get(label, label)
        words += [f"{mark} {text}" for period in dated.take("DatePeriod") if (text := _period(period))]
    if held.word("ValidityValues", part.attribute("ValidityID"), part) == "Fraudulent":
        words.append("(fraudulent)")
    piece = " ".join(word for word in words if word)
    held.papers.setdefault(part.attribute("IdentityID"), []).append((kind, piece))
    part.finish(ignore=("@ID", "Comment", "IssuingAuthority", "DocumentedNameReference"))


def _read_party(held: _Held, part: Element, spec: SourceSpec) -> Claims:
    number = part.attribute("FixedRef")
    place = f"{part.path} {number[:20]} (line {part.line})"
    part.path = place
    if not is_number(number):
        raise RowFault(f"{number[:40]!r} is no entry number.", place=place)
    subject = subject_of(number)
    try:
        profiles = part.take("Profile")
        part.finish(ignore=("Comment",))
        if len(profiles) != 1:
            raise RowFault(f"{len(profiles)} profiles.", place=place)
        schema = _schema(held, profiles[0], spec)
        claims = Claims(spec, subject, schema, place=f"ent_num {number}", offset=part.line)
        _say_party(held, claims, profiles[0], spec)
    except RowFault as exc:
        fault = exc.fault
        raise RowFault(fault.reason, place=fault.place, remedy=fault.remedy, subject=subject) from exc
    return claims


def _schema(held: _Held, profile: Element, spec: SourceSpec) -> str:
    number = profile.attribute("PartySubTypeID")
    sub = held.word("PartySubTypeValues", number, profile)
    kind = held.word("PartyTypeValues", held.kinds.get(number, ""), profile)
    return look_up(spec, "SDN_Type", (kind if sub == "Unknown" else sub).lower(), place=profile.path)


def _say_party(held: _Held, claims: Claims, profile: Element, spec: SourceSpec) -> None:
    number = profile.attribute("ID")
    programs = list(dict.fromkeys(held.programs.pop(number, [])))
    names, papers = NameIndex(), list[tuple[str, str]]()
    for identity in profile.take("Identity"):
        papers += held.papers.pop(identity.attributes.get("ID", ""), [])
        _say_names(held, claims, identity, spec, names)
    if not claims.has("name"):
        raise RowFault("it has no name.", place=profile.path)
    if programs or number in held.listed:
        say_programs(claims, programs)
    else:
        claims.doubt("the file has no sanctions entry for this party, so it is not said to be listed.")
    for day in held.listed.pop(number, []):
        claims.say("listingDate", day)
    for kind, target, is_former in held.relations.pop(number, []):
        prop = look_up(spec, "relation_type", kind, place=profile.path)
        claims.say(prop, subject_of(target), printed=f"Former: {kind}" if is_former else kind,
                   hedge="former" if is_former else "")
    seen: set[str] = set()
    for feature in profile.take("Feature"):
        _say_feature(held, claims, feature, spec, seen)
    for label, piece in papers:
        say_piece(claims, f"alt. {piece}" if label in seen else piece, spec=spec, names=names)
        seen.add(label)
    profile.finish(ignore=("Comment",))


def _say_names(held: _Held, claims: Claims, identity: Element, spec: SourceSpec, names: NameIndex) -> None:
    kinds = {
        group.attribute("ID"): held.word("NamePartTypeValues", group.attribute("NamePartTypeID"), group)
        for groups in identity.take("NamePartGroups") for master in groups.take("MasterNamePartGroup")
        for group in master.take("NamePartGroup")
    }
    aliases = identity.take("Alias")
    for alias in sorted(aliases, key=lambda alias: alias.attributes.get("Primary") != "true"):
        kind = held.word("AliasTypeValues", alias.attribute("AliasTypeID"), alias).lower()
        is_weak = alias.attribute("LowQuality") == "true"
        for documented in alias.take("DocumentedName"):
            within = f"name {documented.attribute('ID')}"
            name, is_latin = _whole_name(held, documented, kinds)
            if not name:
                continue
            if kind == "name" and is_latin and not claims.has("name"):
                say_name(claims, name)
            elif is_weak and kind != "name":
                say_piece(claims, f"{kind} '{name}'", spec=spec, names=names)
            else:
                prop = "alias" if kind == "name" else look_up(spec, "alt_type", kind, place=alias.path)
                value = printed_name(name, claims.schema) if is_latin else name
                claims.say(prop, value, printed=name, within=within, offset=documented.line)
    identity.finish(ignore=("@ID", "@FixedRef", "@Primary", "@False"))


def _whole_name(held: _Held, documented: Element, kinds: dict[str, str]) -> tuple[str, bool]:
    """Return "FAMILY, Given" in Latin script, all parts in order in another, and whether it is Latin."""
    family, given, is_latin = list[str](), list[str](), True
    for part in documented.take("DocumentedNamePart"):
        for value in part.take("NamePartValue"):
            script = held.word("ScriptValues", value.attribute("ScriptID"), value)
            is_latin = is_latin and script == "Latin"
            kind = kinds.get(value.attribute("NamePartGroupID"), "")
            (family if kind == "Last Name" else given).append(value.text)
    if not is_latin:
        return " ".join((*family, *given)), False
    return ", ".join(text for text in (" ".join(family), " ".join(given)) if text), True


def _say_feature(held: _Held, claims: Claims, feature: Element, spec: SourceSpec, seen: set[str]) -> None:
    kind = held.word("FeatureTypeValues", feature.attribute("FeatureTypeID"), feature).replace("’", "'")
    for version in feature.take("FeatureVersion"):
        places = [part.attribute("LocationID") for part in version.take("VersionLocation")]
        words = [text for part in version.take("DatePeriod") if (text := _period(part))]
        for detail in version.take("VersionDetail"):
            looked_up = held.word("DetailReferenceValues", detail.attribute("DetailReferenceID"), detail)
            words += [text for text in (looked_up, detail.text) if text]
        for place in places:
            if place not in held.places:
                claims.doubt(f"{kind}: the place {place[:20]} is not in the file.")
            elif kind == "Location":
                lines, country = held.places[place]
                say_address(claims, lines, country, within=f"add_num {place}")
            else:
                lines, country = held.places[place]
                words.append(", ".join(text for text in (*lines, country) if text))
        for text in words:
            _say_word(claims, kind, text, spec, seen)
        version.finish(ignore=("@ID", "@ReliabilityID", "Comment"))
    feature.finish(ignore=("@ID", "IdentityReference"))


def _say_word(claims: Claims, kind: str, text: str, spec: SourceSpec, seen: set[str]) -> None:
    """Claim one value of a feature, as the CSV does that of its column or remark."""
    columns = spec.lookups["feature_columns"]
    if kind == "Vessel Flag":
        say_flag(claims, text)
    elif kind == "Vessel Owner":
        say_owner(claims, text, NameIndex())
    elif kind == "Title":
        claims.say("position" if claims.schema == "Person" else "notes", text)
    elif kind in columns:
        claims.say(columns[kind], text)
    else:
        label = spec.lookups["feature_labels"].get(kind, kind)
        say_piece(claims, f"alt. {label} {text}" if label in seen else f"{label} {text}", spec=spec, names=NameIndex())
        seen.add(label)


def _period(part: Element) -> str:
    """Spell a period as the CSV does: "30 Aug 1976", "Aug 1976", "1976", "circa 1976", "1951 to 1953"."""
    starts, ends = part.take("Start"), part.take("End")
    if not starts:
        return ""
    is_rough = starts[0].attribute("Approximate") == "true"
    first = next((day for edge in starts[0].take("From") if (day := _date_of(edge))), None)
    last = next((day for end in ends for edge in end.take("To") if (day := _date_of(edge))), first)
    if first is None or last is None:
        return ""
    text = _spell(first, last)
    return f"circa {text}" if is_rough else text


def _spell(first: date, last: date) -> str:
    if first == last:
        return f"{first.day:02} {_MONTHS[first.month - 1]} {first.year:04}"
    is_years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if is_years:
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04} to {last.year:04}"
    is_month = (first.year, first.month, first.day) == (last.year, last.month, 1)
    if is_month and last.day == monthrange(last.year, last.month)[1]:
        return f"{_MONTHS[first.month - 1]} {first.year:04}"
    return f"{_spell(first, first)} to {_spell(last, last)}"


def _date_of(element: Element) -> date | None:
    numbers = [element.take_text(tag) for tag in ("Year", "Month", "Day")]
    if not all(is_number(number) for number in numbers):
        return None
    try:
        return date(*map(int, numbers))
    except (ValueError, OverflowError):
        return None

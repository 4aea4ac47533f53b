"""FollowTheMoney entities: entities.ftm.json, targets.nested.json and statements.csv of OpenSanctions, and any other.

A subject is the name of the data set and the entity's id ("ftm-NK-1"). A thing
makes a record; a tie, a sanction or a passport makes a part of the record of the
party that it is about, which may stand anywhere in the file. Addresses that have
ids of their own are gathered in a first pass, on disk. Cost: two passes, linear;
memory: one line.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from itertools import islice, product
from typing import TypeGuard

from enduse.errors import Fault
from enduse.knowledge.followthemoney import FtmSchema, follow_the_money, is_told_as
from enduse.model.statement import Record
from enduse.sources.catalogue import SourceSpec
from enduse.sources.ftm.statement_rows import StatementRows
from enduse.sources.ftm.values import clean_value
from enduse.sources.json_lines import JsonLine, read_json_lines
from enduse.sources.opening import OpenedFile
from enduse.sources.publication import Publication
from enduse.sources.rows import Claims

MAX_NESTED = 5_000
MAX_ENDS = 2_000
_ENVELOPE = frozenset((
    "id", "schema", "properties", "caption", "datasets", "referents", "target", "first_seen", "last_seen",
    "last_change", "origin", "context", "mutable",
))
_ADDRESS = (b'"Address"',)
_LINK_WORDS = ("role", "relationship", "percentage", "status", "ownershipType", "controlType", "summary", "description")
_NUMBER_NOTES = ("type", "country", "authority", "startDate", "endDate", "summary")
_RELATION = "UnknownLink"

Values = dict[str, list[object]]
_Lines = Callable[[], Iterator[JsonLine | Fault]]


def read(files: Mapping[str, OpenedFile], spec: SourceSpec) -> Publication:
    """Return the entities; such a file names no day, so `published` is None.

    Raises:
        InputError: while reading, the file breaks off or a line is too long.
    """
    table = files.get("statements")
    told = _read_all(files["entities"], spec) if table is None else _read_statements(table, spec)
    return Publication(published=None, declared_records=None, records=told)


def _read_all(file: OpenedFile, spec: SourceSpec) -> Iterator[Record | Fault]:
    with _Addresses(lambda: read_json_lines(file, holding=_ADDRESS)) as addresses:
        yield from _read_lines(read_json_lines(file), _Reader(spec, addresses), file.name)


def _read_statements(file: OpenedFile, spec: SourceSpec) -> Iterator[Record | Fault]:
    with closing(StatementRows(file)) as rows, _Addresses(lambda: rows.lines("Address")) as addresses:
        yield from rows.faults()
        yield from _read_lines(rows.lines(), _Reader(spec, addresses), file.name)


def _read_lines(lines: Iterator[JsonLine | Fault], reader: _Reader, name: str) -> Iterator[Record | Fault]:
    for line in lines:
        if isinstance(line, Fault):
            yield line
        else:
            yield from reader.read_line(line, name)


class _Addresses:
    """The texts of the addresses that stand as entities, by id, in a file that is gone when it is closed."""

    def __init__(self, lines: _Lines) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE place (id TEXT PRIMARY KEY, words TEXT, country TEXT) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", self._gather(lines))
        self.is_empty = self._db.execute("SELECT 1 FROM place LIMIT 1").fetchone() is None

    def __enter__(self) -> _Addresses:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def find(self, id: str) -> tuple[str, str]:
        """Return the words and the country of an address, empty where the file holds none of that id."""
        if self.is_empty:
            return "", ""
        row = self._db.execute("SELECT words, country FROM place WHERE id = ?", (id,)).fetchone()
        return (row[0], row[1]) if row else ("", "")

    @staticmethod
    def _gather(lines: _Lines) -> Iterator[tuple[str, str, str]]:
        for line in lines():
            if isinstance(line, JsonLine) and line.value.get("schema") == "Address":
                key, (words, country) = line.value.get("id"), _spell_address(_values_of(line.value))
                if isinstance(key, str) and (words or country):
                    yield key, words, country


class _Reader:
    """Turns entities into records; what it must remember is which oddities it has told already."""

    def __init__(self, spec: SourceSpec, addresses: _Addresses) -> None:
        self._spec = spec
        self._addresses = addresses
        self._model = follow_the_money()
        self._told: set[tuple[str, str]] = set()
        self._prefix = spec.subject_prefix

    def read_line(self, line: JsonLine, name: str) -> Iterator[Record | Fault]:
        """Yield the records of one line: the entity, and those nested in it as parts."""
        place = f"{name}:{line.line}"
        waiting: list[tuple[dict[str, object], bool]] = [(line.value, False)]
        seen: set[str] = set()
        for entity, is_part in waiting:
            key, problem = _identify(entity)
            if problem:
                yield Fault(place=place, reason=problem, remedy="Each entity has an id, a schema and properties.",
                            subject=self._prefix + key if key else "")
                continue
            if key in seen:
                continue
            seen.add(key)
            values = _values_of(entity)
            nested = [inner for found in values.values() for inner in found if _is_entity(inner)]
            if len(waiting) + len(nested) > MAX_NESTED:
                yield Fault(place=place, reason=f"more than {MAX_NESTED:,} entities are nested in one line.",
                            remedy="Load the file with one entity a line.", subject=self._prefix + key)
                continue
            waiting += [(inner, True) for inner in nested]
            yield from self._read_entity(entity, key, values, place=place, line=line.line, is_part=is_part)

    def _read_entity(
        self, entity: dict[str, object], key: str, values: Values, *, place: str, line: int, is_part: bool,
    ) -> Iterator[Record | Fault]:
        name = str(entity["schema"])
        schema = self._model.schemata.get(name)
        if schema is None or schema.use == "abstract":
            yield Fault(place=place, reason=f"the schema {name[:60]!r} is not known.", subject=self._prefix + key,
                        remedy="FollowTheMoney's release 4.11.2 has none of that name that entities are made of.")
            return
        if schema.use == "thing":
            claims = Claims(self._spec, self._prefix + key, schema.name, place=f"id {key}", offset=line)
            self._say_thing(claims, schema, values)
            self._say_envelope(claims, entity)
            if not claims.is_empty:
                yield claims.record(is_part=is_part)
            yield from claims.doubts
        if schema.use == "tie":
            yield from self._tie(schema, key, values, line)
        if schema.of and schema.told:
            yield from self._detail(schema, key, values, line)

    # -- things ---------------------------------------------------------------------

    def _say_thing(self, claims: Claims, schema: FtmSchema, values: Values) -> None:
        for prop, found in values.items():
            kind = schema.types.get(prop)
            if prop in self._model.left_out:
                continue
            if kind is None:
                self._say_unknown(claims, schema, prop, found)
            elif prop == "addressEntity":
                self._say_addresses(claims, found)
            elif kind == "entity":
                self._say_pointer(claims, prop, found)
            else:
                for value in found:
                    if isinstance(value, str):
                        self._say_value(claims, schema.name, prop, kind, value)

    def _say_value(self, claims: Claims, schema: str, prop: str, kind: str, text: str) -> None:
        value = clean_value(kind, text)
        if value and is_told_as(schema, prop):
            claims.state(prop, value, printed=text)
        elif text.strip():
            claims.state("notes", f"{prop}: {text.strip()}", printed=text)

    def _say_unknown(self, claims: Claims, schema: FtmSchema, prop: str, found: list[object]) -> None:
        """Keep a property that the model lacks as notes, and tell of it once a file."""
        texts = [value for value in found if isinstance(value, str) and value.strip()]
        if not texts or any(_is_entity(value) for value in found):
            return
        for text in texts:
            claims.state("notes", f"{prop[:80]}: {text.strip()}", printed=text)
        if (schema.name, prop) not in self._told and len(self._told) < MAX_ENDS:
            self._told.add((schema.name, prop))
            claims.doubt(
                f"the property {prop[:60]!r} of {schema.name} is not known; it is kept as a note.",
                "FollowTheMoney's release 4.11.2 has no such property. This is told once for the file.",
            )

    def _say_addresses(self, claims: Claims, found: list[object]) -> None:
        for value in found:
            if _is_entity(value):
                words, country = _spell_address(_values_of(value))
            else:
                words, country = self._addresses.find(value) if isinstance(value, str) else ("", "")
            claims.state("address", words)
            claims.state("country", country)

    def _say_pointer(self, claims: Claims, prop: str, found: list[object]) -> None:
        kind = self._model.pointers.get(prop)
        for key in _ids(found):
            target = self._prefix + key
            if kind and target != claims.subject:
                claims.state(kind, target, printed=prop)

    def _say_envelope(self, claims: Claims, entity: dict[str, object]) -> None:
        for key, prop in (("datasets", "dataset"), ("referents", "referent")):
            found = entity.get(key)
            for value in found if isinstance(found, list) else ():
                if isinstance(value, str) and value != claims.subject[len(self._prefix):]:
                    claims.state(prop, value[:500])
        first = entity.get("first_seen")
        if isinstance(first, str):
            claims.state("firstSeen", clean_value("date", first), printed=first)
        for key in entity.keys() - _ENVELOPE:
            if ("", key) not in self._told and len(self._told) < MAX_ENDS:
                self._told.add(("", key))
                claims.doubt(f"the key {key[:60]!r} beside the properties is not known; it is left.",
                             "This is told once for the file.")

    # -- ties and details -----------------------------------------------------------

    def _tie(self, schema: FtmSchema, key: str, values: Values, line: int) -> Iterator[Record | Fault]:
        """Yield one part for each pair of ends that a tie joins."""
        subject_prop, kind, object_prop = schema.tie
        words = "; ".join(_with_unit(prop, text) for prop in _LINK_WORDS for text in _texts(values, prop))
        if schema.name == _RELATION:
            kind = next((self._model.roles[role] for role in _texts(values, "role") if role in self._model.roles), kind)
        since, until = _day(_texts(values, "startDate")), _day(_texts(values, "endDate"))
        if until and since and until <= since:
            until = None
        ends = product(_ids(values.get(subject_prop, [])), _ids(values.get(object_prop, [])))
        for left, right in islice(ends, MAX_ENDS):
            if left != right:
                claims = Claims(self._spec, self._prefix + left, "Thing", place=f"id {key}", offset=line)
                claims.state(kind, self._prefix + right, printed=words or schema.name, valid_from=since,
                             valid_to=until)
                yield claims.record(is_part=True)

    def _detail(self, schema: FtmSchema, key: str, values: Values, line: int) -> Iterator[Record | Fault]:
        """Yield what a sanction, passport or identification tells of the party that it names."""
        notes = "; ".join(text for prop in _NUMBER_NOTES for text in _texts(values, prop))
        for holder in islice(_ids(values.get(schema.of, [])), MAX_ENDS):
            claims = Claims(self._spec, self._prefix + holder, "Thing", place=f"id {key}", offset=line)
            for prop, found in values.items():
                ours = schema.told.get(prop)
                kind = schema.types.get(prop)
                for text in _texts(values, prop) if ours and kind else ():
                    value = clean_value(str(kind), text)
                    is_number = kind == "identifier" and schema.use == "detail" and schema.of == "holder"
                    printed = f"{text} ({notes})" if is_number and notes else text
                    if value:
                        claims.say(str(ours), value, printed=printed)
                    else:
                        claims.say("notes", f"{prop}: {text}", printed=text)
                if kind is None and found and schema.use == "detail" and _texts(values, prop):
                    self._say_unknown(claims, schema, prop, found)
            if not claims.is_empty:
                yield claims.record(is_part=True)
            yield from claims.doubts


def _identify(entity: dict[str, object]) -> tuple[str, str]:
    """Return the id of an entity, and what is wrong with it."""
    key = entity.get("id")
    if not isinstance(key, str) or not key.strip() or len(key) > 500 or not key.isprintable():
        return "", "the entity has no usable id."
    if not isinstance(entity.get("schema"), str):
        return key, "the entity has no schema."
    if not isinstance(entity.get("properties"), dict):
        return key, "the entity has no properties."
    return key, ""


def _is_entity(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict) and "id" in value and "schema" in value


def _values_of(entity: dict[str, object]) -> Values:
    """Return the properties, each with a list of values."""
    properties = entity.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {prop: found if isinstance(found, list) else [found] for prop, found in properties.items()}


def _texts(values: Values, prop: str) -> list[str]:
    return [value for value in values.get(prop, ()) if isinstance(value, str) and value.strip()]


def _ids(found: list[object]) -> list[str]:
    """Return the ids that a property names, whether as text or as nested entities."""
    ids = [value if isinstance(value, str) else value.get("id") if _is_entity(value) else None for value in found]
    return [key for key in ids if isinstance(key, str) and key.strip() and len(key) <= 500]


def _with_unit(prop: str, text: str) -> str:
    return f"{text} %" if prop == "percentage" and text[-1:].isdigit() else text


def _day(texts: list[str]) -> date | None:
    """Return the one whole day that is told; a year, or two days, are none."""
    days = {clean_value("date", text) for text in texts}
    if len(days) != 1:
        return None
    try:
        return date.fromisoformat(days.pop())
    except ValueError:
        return None


def _spell_address(values: Values) -> tuple[str, str]:
    """Return an address entity as one text, and its country."""
    full = next(iter(_texts(values, "full")), "")
    parts = ("remarks", "postOfficeBox", "street", "street2", "postalCode", "city", "region", "state")
    words = full or ", ".join(text for prop in parts for text in _texts(values, prop)[:1])
    return words.strip(), clean_value("country", next(iter(_texts(values, "country")), ""))

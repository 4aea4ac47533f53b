"""Rows that hand out each field once, and the claims made from them.

A reader takes every field off its row, says what it claims, and then calls
`finish`, which refuses the record if a field is left over. `read_each` turns
such refusals into faults, so that one strange record never costs the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from enduse.errors import Fault, InputError
from enduse.knowledge.properties import fit_schema
from enduse.model.statement import Locator, Record, Statement
from enduse.sources.catalogue import SourceSpec

T = TypeVar("T")


class RowFault(InputError):
    """A record that cannot be read; caught by `read_each` and reported as a fault."""

    def __init__(self, reason: str, *, place: str, remedy: str = "", subject: str = "") -> None:
        super().__init__(reason, where=place, remedy=remedy)
        self.fault = Fault(place=place, reason=reason, remedy=remedy, subject=subject)


class Claims:
    """Collects the statements about one subject; `record` hands them over together.

    `place` names the publisher's record ("ent_num 36"), `offset` its line in the
    file. Equal statements are kept once. Cost: one statement a call.
    """

    __slots__ = ("_extractor", "_found", "_locators", "_spec", "doubts", "offset", "place", "schema", "subject")

    def __init__(self, spec: SourceSpec, subject: str, schema: str, *, place: str, offset: int | None = None) -> None:
        self._spec = spec
        self._extractor = spec.extractor
        self._found: dict[tuple[object, ...], Statement] = {}
        self._locators: dict[str, Locator] = {}
        self.doubts: list[Fault] = []
        self.subject = subject
        self.schema = schema
        self.place = place
        self.offset = offset

    def say(
        self, prop: str, value: str, *, printed: str = "", within: str = "", offset: int | None = None,
        file: str = "", hedge: str = "", valid_from: date | None = None, valid_to: date | None = None,
        said_on: date | None = None, schema: str = "", denied: bool = False,
    ) -> None:
        """Claim that a property has a value; an empty value claims nothing.

        `printed` are the list's own words (the value itself by default), `within`
        the part of the record they stand in ("alt_num 12"), `file` the role of the
        file where it is not the record's own. A property that only a narrower kind of
        entity carries is stated of that kind; one that such an entity cannot carry is
        kept whole as `notes`, under its name.
        """
        if not value:
            return
        fitting = fit_schema(schema or self.schema, prop)
        if fitting is None:
            printed, value, prop, fitting = printed or value, f"{prop}: {value}", "notes", schema or self.schema
        spec = self._spec
        key = (prop, value, printed, within, hedge, valid_from, valid_to, said_on, denied)
        if key in self._found:
            return
        place = f"{self.place}, {within}" if within else self.place
        locator = self._locators.get(place)
        if locator is None:
            line = self.offset if offset is None else offset
            locator = self._locators[place] = Locator(record=place, offset=line, file=file)
        self._found[key] = Statement(
            subject=self.subject, schema=fitting, prop=prop, value=value, printed=printed or value,
            source=spec.id, locator=locator, origin=spec.origin, marking=spec.marking, grade=spec.grade, hedge=hedge,
            denied=denied, said_on=said_on, valid_from=valid_from, valid_to=valid_to, extractor=self._extractor,
        )

    def state(
        self, prop: str, value: str, *, printed: str = "", valid_from: date | None = None, valid_to: date | None = None,
    ) -> None:
        """Claim as `say` does, of a property that is known to fit the subject, all at one place: the quick way."""
        if not value:
            return
        key = (prop, value, printed or value, "", "", valid_from, valid_to, None, False)
        if key in self._found:
            return
        spec = self._spec
        locator = self._locators.get("")
        if locator is None:
            locator = self._locators[""] = Locator(record=self.place, offset=self.offset)
        self._found[key] = Statement(
            subject=self.subject, schema=self.schema, prop=prop, value=value, printed=printed or value,
            source=spec.id, locator=locator, origin=spec.origin, marking=spec.marking, grade=spec.grade,
            valid_from=valid_from, valid_to=valid_to, extractor=self._extractor,
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was claimed."""
        return not self._found

    def add(self, other: Claims) -> None:
        """Take over what was claimed of the same subject on another row; equal statements are kept once."""
        for key, statement in other._found.items():
            self._found.setdefault(key, statement)

    def doubt(self, reason: str, remedy: str = "") -> None:
        """Tell something of the record that could not be read, while the rest of it is kept."""
        self.doubts.append(Fault(place=self.place, reason=reason, remedy=remedy, subject=self.subject))

    def has(self, prop: str) -> bool:
        """Tell whether anything was claimed about a property."""
        return any(key[0] == prop for key in self._found)

    def record(self, *, is_part: bool = False) -> Record:
        """Return everything claimed, as one record, or as a part of a record that stands elsewhere."""
        return Record(subject=self.subject, statements=tuple(self._found.values()), is_part=is_part)


class Row:
    """The fields of one record; each is taken once, and none may be left.

    `place` is where the row stands, for people ("sdn.csv:17"); `empty` are the
    texts that mean that a field holds nothing ("-0-").
    """

    __slots__ = ("_empty", "_fields", "_spec", "file", "offset", "place", "subject")

    def __init__(
        self, spec: SourceSpec, fields: Mapping[str, str], *, place: str, offset: int | None = None,
        empty: Iterable[str] = (), file: str = "",
    ) -> None:
        self._spec = spec
        self._fields = dict(fields)
        self._empty = frozenset(empty)
        self.place = place
        self.offset = offset
        self.file = file
        self.subject = ""

    def take(self, field: str) -> str:
        """Take a field off the row, trimmed and mended by `fixes`; empty text when it holds nothing.

        Raises:
            RowFault: the row has no such field, or it was taken before.
        """
        try:
            text = self._fields.pop(field)
        except KeyError:
            raise self.fault(f"there is no field {field!r}.") from None
        text = text.strip()
        if not text or text in self._empty:
            return ""
        fixes = self._spec.fixes.get(field)
        return fixes.get(text, text) if fixes else text

    def take_raw(self, field: str) -> str:
        """Take a field off the row exactly as printed: a text that goes on from elsewhere keeps its spaces.

        Raises:
            RowFault: the row has no such field, or it was taken before.
        """
        try:
            return self._fields.pop(field)
        except KeyError:
            raise self.fault(f"there is no field {field!r}.") from None

    def has(self, field: str) -> bool:
        """Tell whether the row still holds a field of that name."""
        return field in self._fields

    def required(self, field: str) -> str:
        """Take a field that must hold something.

        Raises:
            RowFault: it is empty.
        """
        text = self.take(field)
        if not text:
            raise self.fault(f"{field} is empty.")
        return text

    def category(self, field: str, *, table: str = "", default: str | None = None) -> str:
        """Take a field whose values `source.yaml` lists, and return what the value means here.

        Raises:
            RowFault: a value that is not listed; the record is not read.
        """
        text = self.take(field)
        if not text and default is not None:
            return default
        return self.meaning(table or field, text)

    def meaning(self, table: str, text: str) -> str:
        """Return what a listed value means here.

        Raises:
            RowFault: a value that is not listed.
        """
        return look_up(self._spec, table, text, place=self.place, subject=self.subject)

    def table(self, name: str) -> tuple[str, ...]:
        """Return the texts that a lookup of `source.yaml` holds."""
        return tuple(self._spec.lookups[name])

    def known(self, table: str, text: str) -> str:
        """Return what a lookup of `source.yaml` holds for a text, empty where it holds nothing."""
        return self._spec.lookups[table].get(text, "")

    @property
    def prefix(self) -> str:
        """Return what the ids of the list's entities begin with."""
        return self._spec.subject_prefix

    def claims(self, subject: str, schema: str, *, record: str) -> Claims:
        """Start the claims about the row's party; faults of this row name it from here on."""
        self.subject = subject
        return Claims(self._spec, subject, schema, place=record, offset=self.offset)

    def fault(self, reason: str, remedy: str = "") -> RowFault:
        """Return the error that refuses this record."""
        return RowFault(reason, place=self.place, remedy=remedy, subject=self.subject)

    def finish(self, ignore: Iterable[str] = ()) -> None:
        """Require that every field was taken, except those named (each stands in `left_out` with its reason).

        Raises:
            RowFault: a field is left over, or one is ignored without a stated reason.
        """
        stated = {field for field, _ in self._spec.left_out}
        for field in ignore:
            if field not in stated:
                raise self.fault(f"{field} is ignored, and source.yaml does not say why.")
            self._fields.pop(field, None)
        if self._fields:
            names = ", ".join(sorted(self._fields)[:10])
            raise self.fault(f"fields that this reader does not know: {names}.", "The publisher changed the list.")


def look_up(spec: SourceSpec, table: str, text: str, *, place: str, subject: str = "") -> str:
    """Return what a value of a category means here.

    Raises:
        RowFault: `source.yaml` does not list the value.
    """
    known = spec.categories[table]
    if text not in known:
        add = "" if spec.is_own else f" Add it to {spec.id}/source.yaml."
        raise RowFault(
            f"{table} {text[:80]!r} is not known.", place=place, subject=subject,
            remedy=f"Known: {', '.join(sorted(k for k in known if k)[:30])}.{add}",
        )
    return known[text]


def read_each(rows: Iterable[T | Fault], read: Callable[[T], Record | Claims | None]) -> Iterator[Record | Fault]:
    """Yield what `read` makes of each row; a refused row and a fault met on the way are yielded as faults.

    Claims are yielded as their record, then their doubts. A row that `read`
    answers with None makes no record (a heading, a blank).
    """
    for row in rows:
        if isinstance(row, Fault):
            yield row
            continue
        try:
            record = read(row)
        except RowFault as exc:
            yield exc.fault
            continue
        if isinstance(record, Claims):
            yield record.record()
            yield from record.doubts
        elif record is not None:
            yield record

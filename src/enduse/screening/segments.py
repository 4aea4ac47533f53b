"""Segments: what one or several loads said, laid out in one piece of memory for searching; opened and read.

A segment (`building` makes them) is a header (JSON, with the place, length and checksum of every
section) and its sections, each at a multiple of 64 bytes. It is read where it
lies, in memory or in a mapped file, and never changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from enduse.errors import WorkspaceError
from enduse.names.sieving import Rows
from enduse.resolution.evidence import fold_identifier
from enduse.resolution.records import NAME_PROPERTIES
from enduse.screening.containers import read_header
from enduse.screening.kernel import address, hash_texts, kernel, zeros
from enduse.screening.learning import learn_words
from enduse.screening.lines import Lines
from enduse.screening.naming import KERNEL_SECTIONS
from enduse.screening.words import FORMAT

MAGIC = b"ENDUSESG"
MIXED = 0xFFFF  # no schema


class RowColumns(NamedTuple):
    """Of each row the numbers of its property, schema and source, whether it denies; and what they mean."""

    props: memoryview
    schemas: memoryview
    sources: memoryview
    denied: memoryview
    prop_texts: Sequence[str]
    schema_texts: Sequence[str]
    source_texts: Sequence[str]


class Segment:
    """A segment opened: its columns, and the kernel's reader of its names.

    Raises:
        WorkspaceError: the bytes are not those of a segment that this program wrote.
    """

    def __init__(self, buffer: Any, *, where: str = "") -> None:
        self._buffer = buffer
        self._where = where
        self._base = address(buffer)
        try:
            self.meta, self._table, self._start = read_header(buffer, magic=MAGIC, format=FORMAT)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise self._damage(str(exc)) from exc
        view = memoryview(buffer)
        self._view = view
        self.rows, self.subjects = int(self.meta["rows"]), int(self.meta["subjects"])
        self._check_columns()
        names = (*KERNEL_SECTIONS, "ROW_SUBJECT")
        table = array("Q", [n for name in names for n in (self._table[name][0] + self._start, self._table[name][1])])
        self.asker = kernel().en_open(
            self._base, len(buffer), address(table), self.meta["words"], self.meta["forms"], self.rows
        )
        if not self.asker:
            raise self._damage("its tables do not fit each other")

    def __del__(self) -> None:
        if getattr(self, "asker", None):
            kernel().en_close(self.asker)
            self.asker = None

    def _damage(self, what: str) -> WorkspaceError:
        remedy = "It is made anew from the record when the next question is asked."
        return WorkspaceError(f"an index file is damaged: {what}.", where=self._where, remedy=remedy)

    def _check_columns(self) -> None:
        rows, subjects = self.rows, self.subjects
        seen = len(self.bytes_of("SEEN_PRESENT"))
        sizes = {
            "ROW_SUBJECT": 4 * rows, "ROW_PROP": 2 * rows, "ROW_SCHEMA": 2 * rows, "ROW_SOURCE": 2 * rows,
            "ROW_MARKING": 4 * rows, "ROW_FROM": 4 * rows, "ROW_TO": 4 * rows, "ROW_DENIED": rows,
            "VALUE_AT": 4 * rows + 4, "FOLD_AT": 4 * rows + 4, "SUBJECT_AT": 4 * subjects + 4,
            "SEEN_AT": 4 * rows + 4, "ROW_KEY": 16 * rows,
            "SEEN_SERIES": 4 * seen, "SEEN_DAY": 4 * seen, "SEEN_MOMENT": 4 * seen,
        }
        for name, size in sizes.items():
            if self._table[name][1] != size:
                raise self._damage(f"{name} has another length than the rows ask for")

    def bytes_of(self, name: str) -> memoryview:
        """Return the bytes of a section."""
        offset, size, _ = self._table[name]
        return self._view[self._start + offset:self._start + offset + size]

    def numbers(self, name: str, code: Literal["H", "I"] = "I") -> memoryview:
        """Return the numbers of a section."""
        return self.bytes_of(name).cast(code)

    def place_of(self, name: str) -> int:
        """Return where a section lies in memory."""
        return self._base + self._start + self._table[name][0]

    @cached_property
    def _values(self) -> tuple[memoryview, memoryview]:
        return self.numbers("VALUE_AT"), self.bytes_of("VALUE_TEXT")

    @cached_property
    def _subjects(self) -> tuple[memoryview, memoryview]:
        return self.numbers("SUBJECT_AT"), self.bytes_of("SUBJECT_TEXT")

    @cached_property
    def row_subject(self) -> memoryview:
        """Return the number of each row's subject."""
        return self.numbers("ROW_SUBJECT")

    def value(self, row: int) -> str:
        """Return what a row says."""
        at, text = self._values
        return str(text[at[row]:at[row + 1]], "utf-8", "surrogatepass")

    def subject(self, number: int) -> str:
        """Return the id of a subject."""
        at, text = self._subjects
        return str(text[at[number]:at[number + 1]], "utf-8", "surrogatepass")

    def find_subject(self, subject: str) -> int:
        """Return the number of a subject, -1 where the segment says nothing of it. They stand in order of id."""
        key, (starts, count, text, length) = subject.encode("utf-8", "surrogatepass"), self._subject_table
        number: int = kernel().en_find_text(starts, count, text, length, key, len(key))
        return number if number < count else -1

    @cached_property
    def _subject_table(self) -> tuple[int, int, int, int]:
        text = len(self.bytes_of("SUBJECT_TEXT"))
        return self.place_of("SUBJECT_AT"), self.subjects, self.place_of("SUBJECT_TEXT"), text

    @cached_property
    def name_columns(self) -> array[int]:
        """Return of the values, and of how those in other scripts fold, what `names.packs.Packs.read_rows` wants."""
        found = array("Q")
        for name in ("VALUE", "FOLD"):
            text, at = f"{name}_TEXT", self.place_of(f"{name}_AT")
            found.extend((self.place_of(text), len(self.bytes_of(text)), at, self.rows))
        return found

    @cached_property
    def schemas(self) -> array[int]:
        """Return of each subject the number of the schema that all rows of it say, `MIXED` where they differ."""
        agreed = zeros("H", self.subjects)
        columns = (self.place_of(name) for name in ("ROW_SUBJECT", "ROW_SCHEMA"))
        kernel().en_agreed(self.rows, *columns, self.subjects, MIXED, address(agreed))
        return agreed

    @cached_property
    def schema_texts(self) -> Mapping[int, str | None]:
        """Return the schemas by their numbers."""
        return {**dict(enumerate(self.meta["texts"]["schema"])), MIXED: None}

    @cached_property
    def row_columns(self) -> RowColumns:
        """Return what is said of each row."""
        texts = self.meta["texts"]
        return RowColumns(
            self.numbers("ROW_PROP", "H"), self.numbers("ROW_SCHEMA", "H"), self.numbers("ROW_SOURCE", "H"),
            self.bytes_of("ROW_DENIED"), texts["prop"], texts["schema"], texts["source"],
        )

    def rows_of(self, number: int) -> range:
        """Return the rows of a subject."""
        return range(self._first_rows[number], self._first_rows[number + 1])

    @cached_property
    def _first_rows(self) -> array[int]:
        """Return where the rows of each subject begin, and where all end."""
        first = zeros("I", self.subjects + 1)
        kernel().en_first_rows(self.rows, self.place_of("ROW_SUBJECT"), self.subjects, address(first))
        return first

    def other_names(
        self, which: int, subjects: array[int], asked: bytearray, led: Rows, visible: bytearray, is_named: array[int]
    ) -> tuple[array[int], array[int]]:
        """Return the rows of subjects' names that are not among those that led to them: where each ends, and the rows.

        `which` is the number of this segment, `asked` as `NameIndex.other_names` has it. `is_named` notes which
        subjects have a visible name that is no alias.
        """
        names = self._name_rows(visible)
        ends, found = zeros("I", len(subjects)), zeros("I", 8 * len(subjects))
        while True:
            columns = map(address, (subjects, asked, *led, ends, found))
            count = kernel().en_names_of(
                address(names), address(self._named), which, len(subjects), address(self._first_rows), self.subjects,
                *columns, len(found), address(is_named),
            )
            if count <= len(found):
                return ends, found[:count]
            found = zeros("I", count)

    def list_names(
        self, led: array[int], asked: bytearray, visible: bytearray
    ) -> tuple[array[int], bytearray, array[int], bytearray, bytearray]:
        """Return the visible names of the subjects of some rows that led there, in the order of `records.names_in`.

        Where those of each end, whether they could be told, and of each the row, the place of its property, and
        whether it says what the row does that led there.
        """
        ends, is_told, room = zeros("I", len(led)), bytearray(len(led)), 8 * len(led)
        names = self._name_rows(visible)
        while True:
            found, props, is_led = zeros("I", room), bytearray(room), bytearray(room)
            columns = map(address, (led, asked, ends, is_told, found, props, is_led))
            count = kernel().en_list_names(
                address(names), address(self._named), len(led), *columns, room
            )
            if count <= room:
                return ends, is_told, found[:count], props[:count], is_led[:count]
            room = count

    def _name_rows(self, visible: bytearray) -> array[int]:
        """Return what `Names` in native/subjects.c holds."""
        sections = ("ROW_SUBJECT", "ROW_PROP", "ROW_DENIED")
        value, value_length, value_at, rows, fold, fold_length, fold_at, _ = self.name_columns
        texts = value_at, fold_at, value, fold, value_length, fold_length
        return array("Q", [*map(self.place_of, sections), address(visible), rows, *texts])

    @cached_property
    def _named(self) -> array[int]:
        """Return the numbers of properties that name, that of "name" first."""
        props = self.meta["texts"]["prop"]
        return array("H", (props.index(prop) if prop in props else MIXED for prop in NAME_PROPERTIES))

    def replaced(self) -> Iterator[tuple[int, int]]:
        """Yield the rows of earlier segments that this one says anew: number of the segment, row."""
        yield from zip(self.numbers("REPLACED_IN"), self.numbers("REPLACED_ROW"), strict=True)

    def row_of(self, subject: str, key: bytes) -> int:
        """Return the row of a statement, -1 where there is none."""
        number = self.find_subject(subject)
        keys = self.bytes_of("ROW_KEY")
        rows = self.rows_of(number) if number >= 0 else range(0)
        return next((row for row in rows if keys[16 * row:16 * row + 16] == key), -1)

    def find_identifier(self, folded: str) -> Iterator[int]:
        """Yield the rows whose value is the identifier, folded."""
        starts, entries = self.numbers("IDENT_AT"), self.numbers("IDENT_ENTRY")
        hashed = hash_texts([folded])[0]
        place = hashed >> (64 - (len(starts) - 1).bit_length() + 1)
        for at in range(starts[place], min(starts[place + 1], len(entries) // 2)):
            if entries[2 * at] == hashed & 0xFFFFFFFF and entries[2 * at + 1] < self.rows:
                row = entries[2 * at + 1]
                if fold_identifier(self.value(row)) == folded:
                    yield row

    def all_visible(self) -> bytearray:
        """Return a bit map in which every row is visible."""
        return bytearray(b"\xff" * (self.rows // 8 + 1))

    def find_many(
        self, asked: Lines, *, limit: int, floor: float, visible: bytearray
    ) -> tuple[array[int], array[float], array[int]]:
        """Return rows, scores and counts: `limit` places for each place of names, of which the count is filled."""
        text, lines, _ = asked
        rows, scores = zeros("I", len(lines) * limit), zeros("d", len(lines) * limit)
        counts = zeros("I", len(lines))
        code = -2
        while code == -2:  # another thread may have had it forget
            learn_words(self.asker, text)
            code = kernel().en_find(
                self.asker, address(text), len(text), len(lines), address(lines), limit, floor, address(visible),
                address(rows), address(scores), address(counts),
            )
        if code == -1:
            raise MemoryError
        return rows, scores, counts

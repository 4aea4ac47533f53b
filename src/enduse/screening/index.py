"""The index of names: a name in, the records that may carry it out.

It is made of segments (see there) and of what is visible in each. What it yields
is a function of the visible rows alone: the order of rows, how they are spread
over segments, and rows that are hidden make no difference to any answer.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, islice, repeat
from typing import TYPE_CHECKING, NamedTuple

from enduse.names.sieving import Rows
from enduse.resolution.evidence import fold_identifier
from enduse.resolution.weighing_rows import ListedNames
from enduse.screening.building import build_segment
from enduse.screening.entities import IndexedEntities
from enduse.screening.kernel import zeros
from enduse.screening.lines import Lines, lay_lines
from enduse.screening.segments import Segment
from enduse.store.indexable import IndexableRow

NAME_PROPERTIES = ("name", "alias", "previousName", "weakAlias")
FLOOR = 0.5  # the least promise of a candidate
_AT_ONCE = 2048
_NOBODY = 0xFFFFFFFF  # no subject's number

if TYPE_CHECKING:
    from enduse.names.packs import KeptRows

Place = tuple[int, int, float]  # of a row: number of its segment, its number there, and its promise
# subject, property, printed value, schema, statement id: as the record's view yields them
NameRow = tuple[str, str, str, str, str]


class Candidate(NamedTuple):
    """A row that may be meant: subject, printed name, and how promising it looks (0 to 1; a rank, not a verdict)."""

    subject: str
    printed: str
    promise: float


class NameIndex:
    """Names by word, by spelling, by sound and by consonants.

    `find` is exact: it yields the best `limit` subjects among all whose best
    visible name reaches the floor, by promise, then by id. The promise is a
    function of the two names alone (see `native/find.c`, and the test that spells it
    out in Python). So a name that differs from a row's by at most two edits in
    all (a letter more, less, another, or two neighbours swapped), at most one for
    every four letters of each of its words, in any order of words, has that row
    among its candidates as long as no more than `limit` subjects look better.

    Cost: see docs/explanation/index-of-names.md. A word not met before costs some
    10 us; a query then grows with the rows that carry its rarest words, some
    N^0.6 of the names on names as they are; it is bounded by the rows that carry
    words within two edits of its rarest word that carries weight.
    """

    def __init__(self, segments: Sequence[tuple[Segment, bytearray]]) -> None:
        self._segments = tuple(segments)
        self.asked = 0  # names so far: what pays only for many waits for them
        self._kept: KeptRows | None = None

    @classmethod
    def build(cls, rows: Iterable[NameRow], *, identifiers: Iterable[NameRow] = ()) -> NameIndex:
        """Build in memory from name rows, and from rows whose value is an identifier where those shall lead too."""
        named = [_said(row) for row in rows]
        known = [_said(row) for row in identifiers]
        everything = sorted({*named, *known}, key=lambda said: (said.subject, said.value, said.prop, said.key))
        pieces = build_segment(
            everything, named={said.prop for said in named}, identifying={said.prop for said in known}
        )
        segment = Segment(bytearray(b"".join(pieces)))
        return cls(((segment, segment.all_visible()),))

    @cached_property
    def entities(self) -> IndexedEntities:
        """Return the entities of the index, by id, made of the visible rows that it holds."""
        return IndexedEntities(self._segments)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        return sum(segment.meta["forms"] for segment, _ in self._segments)

    def find_identifiers(self, values: Iterable[str]) -> tuple[str, ...]:
        """Return the subjects that carry one of the identifiers, sorted."""
        wanted = sorted({folded for value in values if (folded := fold_identifier(value))})
        return tuple(sorted({
            segment.subject(segment.row_subject[row])
            for segment, visible in self._segments for folded in wanted
            for row in segment.find_identifier(folded) if visible[row >> 3] >> (row & 7) & 1
        }))

    def find(self, name: str, *, limit: int = 50, floor: float = FLOOR) -> tuple[Candidate, ...]:
        """Return the most promising row of each of the most promising subjects, the best first.

        Ties go by subject, then by printed name.
        """
        return next(self.find_many([name], limit=limit, floor=floor))

    def find_many(
        self, names: Iterable[str], *, limit: int = 50, floor: float = FLOOR
    ) -> Iterator[tuple[Candidate, ...]]:
        """Yield what `find` returns for each name in turn, many at a time."""
        stream = iter(names)
        while chunk := list(islice(stream, _AT_ONCE)):
            for places in self.find_places(chunk, limit=limit, floor=floor):
                yield tuple(map(self.candidate, places))

    def find_places(self, names: Sequence[str], *, limit: int, floor: float) -> Iterator[Sequence[Place]]:
        """Yield for each name where the rows lie that `find` would return."""
        self.asked += len(names)
        asked = lay_lines(names)
        found = self._find_lines(asked, limit, floor) if asked.text else {}
        return (found.get(place, ()) for place in asked.places)

    def find_rows(self, names: Sequence[str], *, limit: int, floor: float) -> tuple[array[int], array[int]]:
        """Return the rows of the only segment that `find` would return for names, and the place of the name of each."""
        self.asked += len(names)
        asked = lay_lines(names)
        owners, found = array("I"), array("I")
        segment, visible = self._segments[0]
        rows, _, counts = segment.find_many(asked, limit=limit, floor=floor, visible=visible)
        each = list(map(counts.__getitem__, asked.places))
        for at in compress(range(len(names)), each):
            start, count = asked.places[at] * limit, each[at]
            found += rows[start:start + count]
            owners.extend(repeat(at, count))
        return found, owners

    def _find_lines(self, asked: Lines, limit: int, floor: float) -> dict[int, Sequence[Place]]:
        """Return what is found at each place of the names that has any."""
        found: dict[int, list[Place]] = {}
        for which, (segment, visible) in enumerate(self._segments):
            rows, scores, counts = segment.find_many(asked, limit=limit, floor=floor, visible=visible)
            for number in compress(range(len(counts)), counts):
                at, end = number * limit, number * limit + counts[number]
                places = zip(repeat(which), rows[at:end], scores[at:end], strict=False)
                found.setdefault(number, []).extend(places)
        if len(self._segments) == 1:
            return dict(found)
        return {number: self._best(places, limit) for number, places in found.items()}

    @property
    def segment(self) -> tuple[Segment, bytearray] | None:
        """Return the segment and what is visible of it, None where there are several."""
        return self._segments[0] if len(self._segments) == 1 else None

    def schemas_of(self, places: Sequence[Place]) -> list[str | None]:
        """Return what all rows, visible or not, say that the subject at each place is; None where they do not agree."""
        if len(self._segments) > 1:
            return list(map(self._schema_of, places))
        segment = self._segments[0][0]
        schemas, subjects, texts = segment.schemas, segment.row_subject, segment.schema_texts
        return [texts[schemas[subjects[row]]] for _, row, _ in places]

    def _schema_of(self, place: Place) -> str | None:
        which, row, _ = place
        segment = self._segments[which][0]
        number = segment.row_subject[row]
        told = segment.schema_texts[segment.schemas[number]]
        subject = segment.subject(number)
        for other, _ in self._segments:
            at = other.find_subject(subject) if other is not segment else -1
            if at >= 0 and other.schema_texts[other.schemas[at]] != told:
                return None
        return told

    def other_names(self, led: Rows, asked: bytearray) -> tuple[Rows, bytearray]:
        """Return all names, hidden ones too, of the subject of each group of rows, without those of the group.

        `asked` tells of each group in which script names are asked: 1 Latin, 2 another, 3 both. Where it is one and the
        subject has a name in it, its names in the other are left out, since comparing passes over them.

        And whether one of the subject's names is visible and no alias (if none is, it may have one made of its parts).
        """
        is_named = zeros("B", len(led.ends))
        if len(self._segments) == 1:
            segment, visible = self._segments[0]
            numbers = array("I", map(segment.row_subject.__getitem__, _firsts(led.rows, led.ends)))
            ends, rows = segment.other_names(0, numbers, asked, led, visible, is_named)
            return Rows(ends, zeros("I", len(rows)), rows), bytearray(is_named)
        first = list(zip(_firsts(led.which, led.ends), _firsts(led.rows, led.ends), strict=True))
        subjects = [self.subject_at((which, row, 0.0)) for which, row in first]
        found = []
        for which, (segment, visible) in enumerate(self._segments):
            known = array("I", (at if at >= 0 else _NOBODY for at in map(segment.find_subject, subjects)))
            found.append(segment.other_names(which, known, asked, led, visible, is_named))
        whole = Rows(array("I"), array("I"), array("I"))
        for group in range(len(subjects)):
            for which, (ends, rows) in enumerate(found):
                some = rows[ends[group - 1] if group else 0:ends[group]]
                whole.rows.extend(some)
                whole.which.extend(repeat(which, len(some)))
            whole.ends.append(len(whole.rows))
        return whole, bytearray(is_named)

    def list_names(self, led: Sequence[Place], asked: bytearray) -> ListedNames:
        """Return the visible names of the subject of each place, by which it was found.

        `asked` as `other_names` has it. Those of a subject of which several segments speak cannot be told.
        """
        if len(self._segments) == 1:
            return self.list_names_of(array("I", [row for _, row, _ in led]), asked)
        return self._list_apart(led, asked)

    def list_names_of(self, led: array[int], asked: bytearray) -> ListedNames:
        """Return the same of rows of the only segment."""
        segment, visible = self._segments[0]
        ends, is_told, found, props, is_led = segment.list_names(led, asked, visible)
        listed = Rows(ends, zeros("I", len(found)), found)
        return ListedNames(listed, props, is_led, is_told, self.name_columns, self.value, self._keep_rows())

    def _keep_rows(self) -> KeptRows:
        """Return the packs of rows read lately; where they became too many, those of none."""
        if self._kept is None or self._kept.is_full:
            from enduse.names.packs import KeptRows  # opens the compiled part, which few names alone do not need

            self._kept = KeptRows()
        return self._kept

    def _list_apart(self, led: Sequence[Place], asked: bytearray) -> ListedNames:
        """Return what `list_names` does, asking each segment for its own."""
        whole, props, is_led, is_told = Rows(array("I"), array("I"), array("I")), bytearray(), bytearray(), bytearray()
        for at, (which, row, _) in enumerate(led):
            segment, visible = self._segments[which]
            _, told, found, kinds, leads = segment.list_names(array("I", (row,)), asked[at:at + 1], visible)
            if told[0] and not self._is_told_elsewhere(which, row):
                whole.rows.extend(found)
                whole.which.extend(repeat(which, len(found)))
                props += kinds
                is_led += leads
                is_told.append(1)
            else:
                is_told.append(0)
            whole.ends.append(len(whole.rows))
        return ListedNames(whole, props, is_led, is_told, self.name_columns, self.value)

    def _is_told_elsewhere(self, which: int, row: int) -> bool:
        """Tell whether another segment speaks of a row's subject."""
        segment = self._segments[which][0]
        subject = segment.subject(segment.row_subject[row])
        return any(other.find_subject(subject) >= 0 for other, _ in self._segments if other is not segment)

    @cached_property
    def name_columns(self) -> array[int]:
        """Return the columns of all segments for `names.sieving.Sieve`."""
        return array("Q", (number for segment, _ in self._segments for number in segment.name_columns))

    def value(self, which: int, row: int) -> str:
        """Return what a row of a segment says."""
        return self._segments[which][0].value(row)

    def subject_at(self, place: Place) -> str:
        """Return the subject of the row at a place."""
        segment = self._segments[place[0]][0]
        return segment.subject(segment.row_subject[place[1]])

    def candidate(self, place: Place) -> Candidate:
        """Return what stands at a place."""
        which, row, promise = place
        segment = self._segments[which][0]
        return Candidate(segment.subject(segment.row_subject[row]), segment.value(row), promise)

    def _best(self, places: Sequence[Place], limit: int) -> Sequence[Place]:
        """Return the best place of each of the best subjects."""
        if len(places) < 2:
            return places
        best: dict[str, Place] = {}
        told = [(self.candidate(place), place) for place in places]
        for candidate, place in sorted(told, key=lambda t: (-t[0].promise, t[0].subject, t[0].printed)):
            best.setdefault(candidate.subject, place)
        return tuple(best.values())[:limit]


def _firsts(column: array[int], ends: array[int]) -> Iterator[int]:
    """Return what a column has for the first row of each group."""
    return map(column.__getitem__, (0, *ends[:-1]) if ends else ())


def _said(row: NameRow) -> IndexableRow:
    subject, prop, value, schema, key = row
    return IndexableRow(subject, value, prop, _key_of(key), schema, "", "", False, "", "", ())


def _key_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text).ljust(16, b"\0")[:16]
    except ValueError:
        return text.encode("utf-8").ljust(16, b"\0")[:16]

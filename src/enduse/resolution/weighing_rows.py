"""Records of which only names count, weighed from the rows of segments where they lie: no record is put together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enduse.names.sieving import Rows
from enduse.resolution.parties import Weighed
from enduse.resolution.records import NAME_PROPERTIES, is_latin
from enduse.resolution.weighing import BatchWeigher, Plain, lay_weights

if TYPE_CHECKING:
    from enduse.names.packs import KeptRows, Packs, RowPacks


class ListedNames(NamedTuple):
    """Names of records, those of each in the order of `records.names_in`: in which rows they stand, and what they are.

    `props` are places in `NAME_PROPERTIES`; `is_led` tells of each name whether it led to the record, and `is_told` of
    each record whether its names could be listed. `columns` and `value_of` are as `names.sieving.Sieve` takes them.
    `kept` are packs of such rows, where any are.
    """

    rows: Rows
    props: bytearray
    is_led: bytearray
    is_told: bytearray
    columns: array[int]
    value_of: Callable[[int, int], str]
    kept: KeptRows | None = None


class AskedNames(NamedTuple):
    """Names asked of records, each once, with the number of its kind; of each lead which is asked, and by which law."""

    names: Sequence[tuple[str, int]]
    each: array[int]
    laws: array[int]


class LaidRows:
    """Leads of parties that state nothing but a name and their kind, without those whose names cannot be told.

    Attributes:
        plain: what counts beside the names, by the number of a law.
        asked: which name each lead asks, and by which law.
        ends: where the names of each lead's record end.
        first: how many names there are of records; those asked come after them.
        props: the number of the property of each name; `is_led` tells which led to the record.
    """

    def __init__(self, asked: AskedNames, plain: Sequence[Plain], listed: ListedNames) -> None:
        """Lay them out."""
        self.asked, self.plain, self._listed = asked, plain, listed
        rows = listed.rows
        self.first, self.ends, unknown = len(rows.rows), rows.ends, bytes(len(asked.names))
        self.props, self.is_led = bytes(listed.props) + unknown, bytes(listed.is_led) + unknown
        self._is_latin = [is_latin(name) for name, _ in asked.names]

    def pack(self, packs: Packs) -> RowPacks:
        """Return the packs of the names, those of rows that are not kept yet to be made."""
        _, which, rows = self._listed.rows
        laid = packs.lay_rows(self._listed.columns, (which, rows), self.asked.names, self._listed.kept)
        laid.is_latin.extend(self._is_latin)
        return laid

    def read(self, packs: Packs, laid: RowPacks) -> None:
        """Read the names that only Python can read and that are wanted, and open the lexicons that are."""
        if laid.is_wide_wanted:
            laid.widen(packs.open_wide())
        _, which, rows = self._listed.rows
        places = laid.left()
        values = [self._listed.value_of(which[at], rows[at]) for at in places]
        kinds = self._kinds() if places else b""
        found = packs.read(values, bytes(map(kinds.__getitem__, places)))
        for at, value, address in zip(places, values, found, strict=True):
            laid.put(at, address)
            laid.is_latin[at] = is_latin(value)

    def _kinds(self) -> bytes:
        """Return of each name of a row the number of the kind that it is read as."""
        kinds, start = bytearray(), 0
        for name, end in zip(self.asked.each, self._listed.rows.ends, strict=True):
            kinds += bytes((self.asked.names[name][1],)) * (end - start)
            start = end
        return bytes(kinds)

    def name_at(self, at: int) -> tuple[str, str]:
        """Return a name with its property before it."""
        rows = self._listed.rows
        if at < self.first:
            return NAME_PROPERTIES[self._listed.props[at]], self._listed.value_of(rows.which[at], rows.rows[at])
        return NAME_PROPERTIES[0], self.asked.names[at - self.first][0]


def weigh_rows(laid: LaidRows, weigher: BatchWeigher) -> tuple[list[tuple[int, Weighed]], list[int]]:
    """Return what is found of leads whose names are rows, each with its place; and those that cannot be told."""
    packs, asked = weigher.packs, laid.asked
    rows = laid.pack(packs)
    leads = weigher.scorer.lay_leads(asked.each, asked.laws, laid.ends, laid.first)
    laws = lay_weights(), b"".join([beside.law for _, beside in laid.plain])
    told = laid.props, laid.is_led
    weigher.hold(rows)
    found, untold = weigher.scorer.weigh_rows(rows, told, laws, leads, lambda wanting: laid.read(packs, wanting))
    weighed = []
    for place in sorted(found):
        first = laid.first + asked.each[place], laid.ends[place - 1] if place else 0
        one = weigher.take(found[place], laid.plain[asked.laws[place]], first, laid.name_at, rows.addresses)
        if one is not None:
            weighed.append((place, one))
    return weighed, untold

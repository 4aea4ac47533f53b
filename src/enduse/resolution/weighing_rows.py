"""Records of which only names count, weighed from the rows of segments where they lie: no record is put together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enduse.model.party import Party
from enduse.names.packing import KINDS
from enduse.names.scoring import Named
from enduse.names.sieving import Rows
from enduse.resolution.evidence import Finding
from enduse.resolution.records import NAME_PROPERTIES, is_latin
from enduse.resolution.weighing import Beside, find_plain

if TYPE_CHECKING:
    from enduse.names.packs import Packs

_KINDS = tuple(bytes((number,)) for number in range(len(KINDS)))
_OTHERWISE = bytes((1, 0)) + bytes(254)


class ListedNames(NamedTuple):
    """Names of records, those of each in the order of `records.names_in`: in which rows they stand, and what they are.

    `props` are places in `NAME_PROPERTIES`; `is_led` tells of each name whether it led to the record, and `is_told` of
    each record whether its names could be listed. `columns` and `value_of` are as `names.sieving.Sieve` takes them.
    """

    rows: Rows
    props: bytearray
    is_led: bytearray
    is_told: bytearray
    columns: array[int]
    value_of: Callable[[int, int], str]


class LaidRows:
    """Leads of parties that state nothing but a name and their kind, each with the schema of the record it led to."""

    def __init__(self, asked: Sequence[tuple[Party, str]], listed: ListedNames, threshold: float) -> None:
        """Lay them out; those without names are untold."""
        self._listed = listed
        self._names: dict[tuple[str, int], int] = {}  # each name asked, with the number of its kind: its place
        self._kinds = bytearray()
        self.leads, self.laws = array("I"), dict[bytes, int]()
        self.told: list[tuple[int, Beside, Sequence[Finding], int, int]] = []
        self.untold: list[int] = []
        self._lay(asked, threshold)
        self._asked = [name for name, _ in self._names]

    def _lay(self, asked: Sequence[tuple[Party, str]], threshold: float) -> None:
        ends, names, laws = self._listed.rows.ends, self._names, self.laws
        laid: list[int] = []
        start, first = 0, len(self._listed.rows.rows)  # those asked come after those listed
        for place, ((party, schema), end) in enumerate(zip(asked, ends, strict=True)):
            findings, beside = find_plain(party.kind, schema, threshold)
            kind = KINDS[beside.kind]
            self._kinds += _KINDS[kind] * (end - start)
            if beside.law and start < end:
                mine = names.setdefault((party.name, kind), first + len(names))
                laid += (mine, 1, start, end - start, laws.setdefault(beside.law, len(laws)), 1)
                self.told.append((place, beside, findings, mine, start))
            else:
                self.untold.append(place)
            start = end
        self.leads = array("I", laid)

    def named(self, packs: Packs) -> Named:
        """Return what is known of the names, which are packed."""
        rows, props, is_led, _, columns, value_of = self._listed
        kinds = bytes(self._kinds)
        addresses, signs = packs.read_rows(columns, (rows.which, rows.rows), kinds)
        others = [at for at, address in enumerate(addresses) if not address] if 0 in addresses else []
        values = [value_of(rows.which[at], rows.rows[at]) for at in others]
        found = packs.read(values, bytes(kinds[at] for at in others))
        for at, value, address in zip(others, values, found, strict=True):
            addresses[at], signs[at] = address, not is_latin(value)
        asked = self._asked
        addresses.extend(packs.read(asked, bytes(kind for _, kind in self._names)))
        latin = bytes(signs).translate(_OTHERWISE) + bytes(map(is_latin, asked))
        unknown = bytes(len(asked))
        return Named(addresses, bytes(props) + unknown, latin, bytes(is_led) + unknown)

    def name_at(self, at: int) -> tuple[str, str]:
        """Return a name with its property before it."""
        rows = self._listed.rows
        if at < len(rows.rows):
            return NAME_PROPERTIES[self._listed.props[at]], self._listed.value_of(rows.which[at], rows.rows[at])
        return NAME_PROPERTIES[0], self._asked[at - len(rows.rows)]

"""Which pairs are worth comparing: records that share a key, with nothing left out without being said.

A key joins two things that two records of one party rarely both get wrong. Keys
are kept as numbers in flat arrays, a kind apart, so that each kind can be paired
up on its own, in a process of its own where there are several.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from enduse.names.sounds import sound_key
from enduse.resolution.sketching import Sketch, unpack

LARGEST_BLOCK = 60  # so many records under one key are all compared with each other
_NEAREST = 12  # in a larger block each record is compared with so many of its neighbours, in two orders
_MOST_NAMES = 12
_NO_DAY = 10  # letters of a whole ISO date

KINDS = (
    "number", "phone, mail or site", "date and a word of the name", "date and initials", "name by sound and year",
    "name by sound and day", "name by sound and place", "a word of the name and post code", "date and place",
    "a word of the name and address", "the words of the name",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What one kind of key could not compare in full: large blocks, the records in them, pairs not formed."""

    kind: str
    blocks: int
    records: int
    pairs: int


class KeyTable:
    """The keys of many records: for each kind of `KINDS` the keys and, beside them, whose they are."""

    def __init__(self) -> None:
        self.keys = [array("q") for _ in KINDS]
        self.owners = [array("l") for _ in KINDS]
        self._sounds: dict[str, str] = {}

    def add(self, at: int, sketch: Sketch) -> None:
        """Add a record's keys under its position. Cost: some 15 us for a person of six fields."""
        for keys, owners, found in zip(self.keys, self.owners, self._find(sketch), strict=True):
            for key in found:
                keys.append(hash(key))
                owners.append(at)

    def extend(self, other: KeyTable, *, shift: int) -> None:
        """Add the keys of another table, whose positions start at `shift` here."""
        for mine, theirs in zip(self.keys, other.keys, strict=True):
            mine.extend(theirs)
        for mine, theirs in zip(self.owners, other.owners, strict=True):
            mine.extend(array("l", [at + shift for at in theirs]) if shift else theirs)

    def __getstate__(self) -> tuple[list[array[int]], list[array[int]]]:
        return self.keys, self.owners

    def __setstate__(self, state: tuple[list[array[int]], list[array[int]]]) -> None:
        self.keys, self.owners = state
        self._sounds = {}

    def _sound(self, word: str) -> str:
        found = self._sounds.get(word)
        if found is None:
            found = self._sounds[word] = sound_key(word) or word
        return found

    def _find(self, sketch: Sketch) -> tuple[Iterable[str], ...]:
        """Return the keys of each kind, in the order of `KINDS`; one may come twice."""
        names = [name.split(" ") for name in sketch.names.split("|")[:_MOST_NAMES]] if sketch.names else []
        if len(names) == 1:
            words: Collection[str] = [self._sound(word) for word in names[0]]
            sounds: Collection[str] = (" ".join(sorted(words)),)
        else:
            words = {self._sound(word) for name in names for word in name}
            sounds = {" ".join(sorted(map(self._sound, name))) for name in names}
        codes = _values(sketch.codes)
        places = _values(sketch.cities) or codes
        days, years, month_days = _dates(sketch.dates)
        return (
            [number.partition(":")[2] for number in _values(sketch.numbers)],
            _values(sketch.reach),
            [day + word for day in days for word in words],
            [day + "".join(sorted([word[0] for word in name])) for day in days for name in names] if days else (),
            [sound + year for year in years for sound in sounds],
            [sound + month_day for month_day in month_days for sound in sounds],
            [f"{sound}@{place}" for sound in sounds for place in (places or _values(sketch.countries))],
            [f"{word}@{code}" for word in words for code in codes],
            [f"{day}@{place}" for day in days for place in places],
            [f"{word}@{street}" for street in _values(sketch.streets) if " " in street for word in words],
            ["".join(sorted(name)) for name in names],
        )


def pair_up(table: KeyTable, kind: int, lines: Sequence[str]) -> tuple[array[int], LeftOut | None]:
    """Return the pairs that share a key of one kind, each as lower * len(lines) + higher, and what is left out.

    All pairs of a block of up to `LARGEST_BLOCK` records are formed. In a larger
    one each record meets its next neighbours in the order of names and in the
    order of dates. A pair may be returned more than once.

    Cost: one look-up a key; pairs at most 30 a record and key.
    """
    count = len(lines)
    pairs: array[int] = array("q")
    large: list[list[int]] = []
    for block in _blocks(table.keys[kind], table.owners[kind]):
        if len(block) == 2:
            pairs.append(block[0] * count + block[1])
        elif len(block) <= LARGEST_BLOCK:
            for place, left in enumerate(block):
                base = left * count
                pairs.extend([base + right for right in block[place + 1:]])
        else:
            large.append(block)
            pairs.extend(_neighbours(lines, block))
    if not large:
        return pairs, None
    whole = sum(len(block) * (len(block) - 1) // 2 for block in large)
    formed = sum(len(set(_neighbours(lines, block))) for block in large)
    return pairs, LeftOut(kind=KINDS[kind], blocks=len(large), records=sum(map(len, large)), pairs=whole - formed)


def _blocks(keys: Iterable[int], owners: Iterable[int]) -> Iterable[list[int]]:
    """Return the positions that share a key, in order, for every key that two or more have."""
    first: dict[int, int] = {}
    blocks: dict[int, list[int]] = {}
    for key, at in zip(keys, owners, strict=True):
        earlier = first.setdefault(key, at)
        if earlier != at:
            block = blocks.get(key)
            if block is None:
                blocks[key] = [earlier, at]
            elif block[-1] != at:
                block.append(at)
    return blocks.values()


def _neighbours(lines: Sequence[str], block: Sequence[int]) -> Iterator[int]:
    """Yield pairs of those who stand near each other in the order of their names, and of their dates."""
    count = len(lines)
    fields = {at: unpack(lines[at]) for at in block}
    orders: tuple[Callable[[int], tuple[str, str, int]], ...] = (
        lambda at: (fields[at].names, fields[at].dates, at), lambda at: (fields[at].dates, fields[at].names, at),
    )
    for order in orders:
        ordered = sorted(block, key=order)
        for place, left in enumerate(ordered):
            for right in ordered[place + 1: place + 1 + _NEAREST]:
                yield left * count + right if left < right else right * count + left


def _values(field: str) -> list[str]:
    return field.split("|") if field else []


def _dates(field: str) -> tuple[list[str], list[str], list[str]]:
    """Return whole dates with month and day in either order alike, years, and months with days."""
    if not field:
        return [], [], []
    days: list[str] = []
    years: list[str] = []
    month_days: list[str] = []
    for date in field.split("|"):
        years.append(date[:4])
        if len(date) == _NO_DAY:
            month, day = date[5:7], date[8:]
            days.append(date if month <= day else f"{date[:4]}-{day}-{month}")
            month_days.append(date[5:])
    return days, years, month_days

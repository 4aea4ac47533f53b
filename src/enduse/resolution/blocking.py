"""Which pairs are worth comparing: records that share a key, with nothing left out without being said.

A key joins two things that two records of one party rarely both get wrong. Each
kind of key is paired up on its own, in a process of its own where there are several.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from enduse.names.sounds import sound_key
from enduse.resolution.kernel import Records
from enduse.resolution.sketching import Sketch, unpack
from enduse.resolution.texts import Texts

LARGEST_BLOCK = 60  # so many records under one key are all compared with each other
_NEAREST = 12  # in a larger block each record is compared with so many of its neighbours, in two orders
_MOST_NAMES = 12
_SHORT = 2  # letters of a word that joins nobody by itself
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


def pair_up(lines: Texts, kind: int, records: Records | None) -> tuple[array[int], LeftOut | None]:
    """Return the pairs that share a key of one kind, each as lower * count + higher, and what is left out.

    `lines` are packed sketches, `records` the same opened by the kernel, if it could. All pairs of a block of up to
    `LARGEST_BLOCK` records are formed. In a larger one each record meets its next neighbours in the order of names
    and in the order of dates. A pair may be returned more than once.

    Cost: some 0.5 us a record (30 us without the compiled kernel); pairs at most 30 a record and key.
    """
    pairs, large = records.meet(kind, LARGEST_BLOCK) if records is not None else meet_here(lines, kind)
    if not large:
        return pairs, None
    whole = formed = 0
    for block in large:
        near = records.neighbours(block, _NEAREST) if records is not None else find_neighbours(lines, block)
        pairs.extend(near)
        formed += len(near)
        whole += len(block) * (len(block) - 1) // 2
    return pairs, LeftOut(kind=KINDS[kind], blocks=len(large), records=sum(map(len, large)), pairs=whole - formed)


def pair_by_word(lines: Texts, loose: Sequence[int]) -> tuple[array[int], LeftOut | None]:
    """Return the pairs of a record of `loose` with any other that share one word of a name by sound, and what is left.

    Records that papers tell are mostly a name and a country, so the keys of two things seldom join two spellings of
    them. A word that more than `LARGEST_BLOCK` records bear joins those of its neighbours alone that stand near in
    the order of names. Pairs as `pair_up` gives them, sorted.

    Cost: some 3 us a record beside what a word costs that is met for the first time (some 20 us).
    """
    wanted = {word for at in loose for word in _sounds(lines[at])}
    if not wanted:
        return array("q"), None
    count, held = len(lines), set(loose)
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        for word in _sounds(line) & wanted:
            blocks[word].append(at)
    found: set[int] = set()
    large = [block for block in blocks.values() if len(block) > LARGEST_BLOCK]
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            ours = [at for at in block if at in held]
            found.update(min(at, other) * count + max(at, other) for at in ours for other in block if other != at)
    whole = formed = 0
    for block in large:
        near = [pair for pair in find_neighbours(lines, block) if held & set(divmod(pair, count))]
        found.update(near)
        formed += len(near)
        ours_here = sum(at in held for at in block)
        whole += ours_here * (len(block) - ours_here) + ours_here * (ours_here - 1) // 2
    if not large:
        return array("q", sorted(found)), None
    missed = LeftOut(
        kind="a word of a name in a paper", blocks=len(large), records=sum(map(len, large)),
        pairs=max(0, whole - formed),
    )
    return array("q", sorted(found)), missed


def _sounds(line: str) -> set[str]:
    """Return the words of a record's names by sound, short ones left out."""
    names = unpack(line).names.split("|")[:_MOST_NAMES]
    return {_sound(word) for name in names for word in name.split(" ") if len(word) > _SHORT}


@lru_cache(maxsize=1 << 18)
def _sound(word: str) -> str:
    return sound_key(word) or word


def meet_here(lines: Texts, kind: int) -> tuple[array[int], list[array[int]]]:
    """Return what `Records.meet` returns, worked out in Python; pairs in no order, one perhaps more than once."""
    count = len(lines)
    blocks: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for at, line in enumerate(lines):
        for key in find_keys(unpack(line), kind):
            blocks[key][at] = None
    pairs: array[int] = array("q")
    large: list[array[int]] = []
    for block in map(list, blocks.values()):
        if len(block) > LARGEST_BLOCK:
            large.append(array("q", block))
            continue
        for place, left in enumerate(block):
            pairs.extend([left * count + right for right in block[place + 1:]])
    return pairs, large


def find_keys(sketch: Sketch, kind: int) -> list[str]:
    """Return a record's keys of one kind; one may come twice. `native/keys.c` does the same."""
    names = [name.split(" ") for name in sketch.names.split("|")[:_MOST_NAMES]] if sketch.names else []
    words = {sound_key(word) or word for name in names for word in name}
    sounds = {" ".join(sorted([sound_key(word) or word for word in name])) for name in names}
    codes = _values(sketch.codes)
    places = _values(sketch.cities) or codes
    days, years, month_days = _dates(sketch.dates)
    return (
        lambda: [number.partition(":")[2] for number in _values(sketch.numbers)],
        lambda: _values(sketch.reach),
        lambda: [day + word for day in days for word in words],
        lambda: [day + "".join(sorted([word[0] for word in name])) for day in days for name in names],
        lambda: [sound + year for year in years for sound in sounds],
        lambda: [sound + month_day for month_day in month_days for sound in sounds],
        lambda: [f"{sound}@{place}" for sound in sounds for place in (places or _values(sketch.countries))],
        lambda: [f"{word}@{code}" for word in words for code in codes],
        lambda: [f"{day}@{place}" for day in days for place in places],
        lambda: [f"{word}@{street}" for street in _values(sketch.streets) if " " in street for word in words],
        lambda: ["".join(sorted(name)) for name in names],
    )[kind]()


def find_neighbours(lines: Texts, block: Sequence[int]) -> list[int]:
    """Return pairs of those who stand near each other in the order of their names, and of their dates, sorted."""
    count = len(lines)
    fields = {at: unpack(lines[at]) for at in block}
    orders: tuple[Callable[[int], tuple[str, str, int]], ...] = (
        lambda at: (fields[at].names, fields[at].dates, at), lambda at: (fields[at].dates, fields[at].names, at),
    )
    found: set[int] = set()
    for order in orders:
        ordered = sorted(block, key=order)
        for place, left in enumerate(ordered):
            for right in ordered[place + 1: place + 1 + _NEAREST]:
                found.add(left * count + right if left < right else right * count + left)
    return sorted(found)


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

"""Building a segment: statements in, in order; its bytes out. Columns grow by many rows at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import Any

from enduse.names.packs import pack_folded
from enduse.resolution.evidence import fold_identifier
from enduse.resolution.records import is_latin
from enduse.screening.containers import Section, pack
from enduse.screening.kernel import address, hash_texts, kernel, zeros
from enduse.screening.naming import NamesTable, hash_table
from enduse.screening.segments import MAGIC
from enduse.screening.words import FORMAT
from enduse.store.indexable import Appeared, IndexableRow

_AT_ONCE = 8192
_KEY = 16  # bytes of a statement's id


def build_segment(
    rows: Iterable[IndexableRow], *, named: Iterable[str], identifying: Iterable[str] = (),
    meta: dict[str, Any] | None = None, replaced: Sequence[tuple[int, int]] = (),
    appearances: Iterable[Sequence[Appeared]] | None = None,
) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a segment of rows in order of subject, value, property and key.

    Cost: some 4 us a row besides what its name costs (`naming`). Memory: some 100 bytes a row, 20 an appearance.

    Args:
        named: properties whose values are names to be searched.
        identifying: properties whose values are identifiers to be looked up.
        replaced: rows of earlier segments (number of the segment, row) that these say anew; sorted.
        appearances: blocks of appearances by series, statement, day and moment, where the rows do not bring theirs.
    """
    builder = _Builder(frozenset(named), frozenset(identifying), _Appearances(appearances or ()))
    waiting = iter(rows)
    while block := list(islice(waiting, _AT_ONCE)):
        builder.add(block)
    numbers, gone = array("I", [number for number, _ in replaced]), array("I", [row for _, row in replaced])
    sections = {**builder.sections(), "REPLACED_IN": numbers, "REPLACED_ROW": gone}
    return pack(sections, {**(meta or {}), **builder.meta()}, magic=MAGIC)


class _Numbers(dict[Any, int]):
    """The number of each thing met, from 0 in the order of meeting."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


class _Appearances:
    """When statements appeared, to be looked up by their ids: each series is one run of ids in order."""

    def __init__(self, blocks: Iterable[Sequence[Appeared]]) -> None:
        self._keys, self._what, self._runs = bytearray(), array("I"), array("Q")
        self._whats = _Numbers()
        last = None
        for block in blocks:
            series, keys, days, moments, present = zip(*block, strict=True)
            at = len(self._what)
            if len(set(series)) > 1 or series[0] != last:
                for offset, name in enumerate(series):
                    if name != last:
                        self._runs.append(at + offset)
                        last = name
            self._keys += b"".join(keys)
            self._what.extend(map(self._whats.__getitem__, zip(series, days, moments, present, strict=True)))
        self._runs.append(len(self._what))

    def of(self, keys: Sequence[bytes]) -> list[tuple[tuple[str, str, str, int], ...]]:
        """Return the appearances of each statement, in order."""
        if not self._what:
            return [()] * len(keys)
        wanted, ends = bytearray(b"".join(keys)), zeros("I", len(keys))
        found, count = array("I"), len(keys)
        while count > len(found):
            found = zeros("I", count)
            count = kernel().en_gather(
                len(self._runs) - 1, address(self._runs), address(self._keys), len(keys), address(wanted),
                address(ends), address(found), len(found),
            )
        told = list(self._whats)
        seen = [told[self._what[place]] for place in found[:count]]
        starts = chain((0,), ends)
        return [tuple(seen[start:end]) for start, end in zip(starts, ends, strict=False)]


class _Builder:
    """The columns of a segment while rows come in."""

    def __init__(self, named: frozenset[str], identifying: frozenset[str], appearances: _Appearances) -> None:
        self._named, self._identifying, self._appearances = named, identifying, appearances
        self._names = NamesTable()
        self._texts = {
            name: _Numbers() for name in ("prop", "schema", "source", "marking", "day", "series", "moment")
        }
        self._columns = {
            name: array(code) for name, code in (
                ("ROW_SUBJECT", "I"), ("ROW_PROP", "H"), ("ROW_SCHEMA", "H"), ("ROW_SOURCE", "H"),
                ("ROW_MARKING", "I"), ("ROW_FROM", "I"), ("ROW_TO", "I"), ("SEEN_SERIES", "I"), ("SEEN_DAY", "I"),
                ("SEEN_MOMENT", "I"),
            )
        }
        self._denied, self._present = bytearray(), bytearray()
        self._value_at, self._value_text = array("I", [0]), bytearray()
        self._fold_at, self._fold_text = array("I", [0]), bytearray()
        self._subject_at, self._subject_text = array("I", [0]), bytearray()
        self._seen_at = array("I", [0])
        self._keys = bytearray()
        self._identifiers: tuple[list[str], array[int]] = [], array("I")
        self._subject: str | None = None

    def add(self, rows: Sequence[IndexableRow]) -> None:
        """Take in some rows."""
        first = len(self._denied)
        subjects, values, props, keys, schemas, sources, markings, denied, froms, tos, seen = zip(*rows, strict=True)
        self._add_subjects(subjects)
        for name, kind, column in (
            ("ROW_PROP", "prop", props), ("ROW_SCHEMA", "schema", schemas), ("ROW_SOURCE", "source", sources),
            ("ROW_MARKING", "marking", markings), ("ROW_FROM", "day", froms), ("ROW_TO", "day", tos),
        ):
            self._columns[name].extend(map(self._texts[kind].__getitem__, column))
        self._denied += bytes(denied)
        _add_texts(values, self._value_at, self._value_text)
        self._keys += b"".join(keys)
        self._add_seen(seen if any(seen) else self._appearances.of(keys))
        named = [(row, value) for row, (prop, value) in enumerate(zip(props, values, strict=True), first)
                 if prop in self._named]
        if named:
            self._names.add(*zip(*named, strict=True))
        self._add_folds(len(rows), ((row - first, value) for row, value in named if not value.isascii()))
        for row, (prop, value) in enumerate(zip(props, values, strict=True), first):
            if prop in self._identifying and (folded := fold_identifier(value)):
                self._identifiers[0].append(folded)
                self._identifiers[1].append(row)

    def _add_subjects(self, subjects: Sequence[str]) -> None:
        """Number the subjects; equal ones follow each other."""
        distinct = dict.fromkeys(subjects)
        known = len(self._subject_at) - 1
        if self._subject in distinct:
            known -= 1
            news = list(distinct)[1:]
        else:
            news = list(distinct)
        numbers = dict(zip(distinct, range(known, known + len(distinct)), strict=True))
        self._columns["ROW_SUBJECT"].extend(map(numbers.__getitem__, subjects))
        _add_texts(news, self._subject_at, self._subject_text)
        self._subject = subjects[-1]

    def _add_folds(self, rows: int, names: Iterable[tuple[int, str]]) -> None:
        """Note how names in other scripts fold, which takes long to tell."""
        folds = [b""] * rows
        for at, name in names:
            folds[at] = pack_folded(name, is_latin=is_latin(name))
        _add_raw(folds, self._fold_at, self._fold_text)

    def _add_seen(self, seen: Sequence[Sequence[tuple[str, str, str, int]]]) -> None:
        self._seen_at.extend(islice(accumulate(map(len, seen), initial=self._seen_at[-1]), 1, None))
        flat = list(chain.from_iterable(seen))
        if not flat:
            return
        series, days, moments, present = zip(*flat, strict=True)
        for name, kind, column in (("SERIES", "series", series), ("DAY", "day", days), ("MOMENT", "moment", moments)):
            self._columns[f"SEEN_{name}"].extend(map(self._texts[kind].__getitem__, column))
        self._present += bytes(present)

    def meta(self) -> dict[str, Any]:
        """Return what the header says of the columns."""
        words, forms = self._names.counts()
        return {
            "format": FORMAT, "words": words, "forms": forms, "rows": len(self._denied),
            "subjects": len(self._subject_at) - 1, "texts": {kind: list(words) for kind, words in self._texts.items()},
        }

    def sections(self) -> dict[str, Section]:
        """Return all sections."""
        ident_at, ident_entry = hash_table(hash_texts(self._identifiers[0]), self._identifiers[1])
        return {
            **self._names.sections(), **self._columns, "ROW_DENIED": self._denied, "SEEN_PRESENT": self._present,
            "VALUE_AT": self._value_at, "VALUE_TEXT": self._value_text, "FOLD_AT": self._fold_at,
            "FOLD_TEXT": self._fold_text, "SUBJECT_AT": self._subject_at,
            "SUBJECT_TEXT": self._subject_text, "SEEN_AT": self._seen_at, "ROW_KEY": self._keys,
            "IDENT_AT": ident_at, "IDENT_ENTRY": ident_entry,
        }


def _add_texts(texts: Sequence[str], at: array[int], whole: bytearray) -> None:
    """Append texts to a column: their letters, and where each ends."""
    _add_raw([text.encode("utf-8", "surrogatepass") for text in texts], at, whole)


def _add_raw(raw: Sequence[bytes], at: array[int], whole: bytearray) -> None:
    at.extend(islice(accumulate(map(len, raw), initial=at[-1]), 1, None))
    whole += b"".join(raw)

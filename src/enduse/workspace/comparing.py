"""Compare pairs of records from a file: `enduse compare`. Needs no workspace and reads nothing but the file.

Input is JSON Lines, one pair a line: `schema` (a FollowTheMoney schema, for
both sides), `a` and `b` (property to value or list of values); other keys are
ignored, blank lines passed over. Output is JSON Lines in the same order: `score` (0 to 1;
0.5 and more means one party) and `reasons`, or `score` null and `error` for a
line that cannot be read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from enduse.errors import Fault, InputError
from enduse.model.evidence import Reason
from enduse.model.screening import Entity
from enduse.resolution.parties import PartyComparison, compare_entities

MAX_LINE = 4_000_000
MAX_VALUES = 1000
SAME_FROM = 0.5
_DIGITS = 9
_EVERY = 200

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareResult:
    """How many pairs were compared, how many of them are held for one party, and which lines could not be read."""

    pairs: int
    same: int
    faults: tuple[Fault, ...]


class _Unreadable(ValueError):
    """What is wrong with a line."""


def compare_file(
    source: BinaryIO, target: BinaryIO, *, name: str = "standard input", progress: Progress | None = None
) -> CompareResult:
    """Write one line for each pair that the source holds, in order, and return the counts.

    A line is read, compared and written before the next, so memory does not grow
    with the file. Cost: some 100 us a pair, more with many names on both sides.
    """
    pairs = same = 0
    faults: list[Fault] = []
    for number, line in _lines(source):
        pairs += 1
        try:
            comparison = _compare_line(line)
        except _Unreadable as exc:
            faults.append(Fault(place=f"{name}:{number}", reason=str(exc), remedy="See: enduse compare --help"))
            shown: dict[str, object] = {"score": None, "reasons": [], "error": str(exc)}
        else:
            same += comparison.score >= SAME_FROM
            shown = _show(comparison)
        target.write(json.dumps(shown, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        if progress and pairs % _EVERY == 0:
            progress(pairs, "pairs")
    return CompareResult(pairs=pairs, same=same, faults=tuple(faults))


def open_pairs(path: Path) -> BinaryIO:
    """Open a file of pairs; one whose name ends in .gz is unpacked while it is read.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
    except OSError as exc:
        raise InputError(f"cannot be read: {exc.strerror}.", where=str(path), remedy="Check the name.") from exc


@contextmanager
def open_scores(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes the place of `path` once all is written: never half a file.

    Raises:
        InputError: it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target:
            yield target
        part.replace(path)
    except OSError as exc:
        raise InputError(f"cannot be written: {exc.strerror}.", where=str(path), remedy="Check the folder.") from exc
    finally:
        part.unlink(missing_ok=True)


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line) of every line that is not blank; of one too long only its beginning."""
    number = 0
    while line := source.readline(MAX_LINE + 1):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):  # a line too long is passed over to its end
            rest = source.readline(MAX_LINE + 1)
        if line.strip():
            yield number, line


def _compare_line(line: bytes) -> PartyComparison:
    if len(line) > MAX_LINE:
        raise _Unreadable(f"the line is longer than {MAX_LINE // 1_000_000} MB")
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise _Unreadable(f"the line is not JSON in UTF-8: {str(exc)[:80]}") from None
    if not isinstance(said, dict):
        raise _Unreadable("the line is no JSON object")
    schema = said.get("schema", "LegalEntity")
    if not isinstance(schema, str):
        raise _Unreadable("`schema` is no text")
    return compare_entities(_entity(said, "a", schema), _entity(said, "b", schema))


def _entity(said: Mapping[str, object], side: str, schema: str) -> Entity:
    given = said.get(side)
    if not isinstance(given, dict):
        raise _Unreadable(f"`{side}` is missing or no object")
    own = given.get("schema")
    properties = given.get("properties")  # a whole FollowTheMoney entity is taken too
    values = properties if isinstance(properties, dict) else given
    read = {prop: _values(value, f"{side}.{prop}") for prop, value in sorted(values.items()) if prop not in _OWN_KEYS}
    return Entity(
        id="", schema=own if isinstance(own, str) else schema, caption="", sources=(),
        properties=tuple((prop, texts) for prop, texts in read.items() if texts),
    )


_OWN_KEYS = frozenset({"id", "schema", "caption", "datasets", "referents", "target"})


def _values(value: object, place: str) -> tuple[str, ...]:
    """Return the texts of a value or list; numbers are taken as they are spelled."""
    parts: Iterable[object] = value if isinstance(value, list) else (value,)
    texts: list[str] = []
    for part in parts:
        if part is None:
            continue
        if isinstance(part, bool) or not isinstance(part, str | int | float):
            raise _Unreadable(f"`{place}` holds something that is neither text nor number")
        text = str(part).strip()
        if text and text not in texts[:MAX_VALUES]:
            texts.append(text)
    if len(texts) > MAX_VALUES:
        raise _Unreadable(f"`{place}` holds more than {MAX_VALUES} values")
    return tuple(texts)


def _show(comparison: PartyComparison) -> dict[str, object]:
    return {
        "score": round(comparison.score, _DIGITS), "reasons": [_show_reason(reason) for reason in comparison.reasons],
    }


def _show_reason(reason: Reason) -> dict[str, object]:
    return {"text": reason.text, "left": reason.left, "right": reason.right, "weight": round(reason.weight, _DIGITS)}

"""JSON Lines, one object a line, read strictly and in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from enduse.errors import Fault, InputError
from enduse.sources.opening import OpenedFile

MAX_LINE = 16_000_000


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One object, and the line (from 1) on which it stands."""

    value: dict[str, object]
    line: int


def read_json_lines(file: OpenedFile, *, holding: tuple[bytes, ...] = ()) -> Iterator[JsonLine | Fault]:
    """Yield the object of each line; a line that is none is a fault, and the next lines follow. Empty lines are left.

    With `holding` only lines that hold one of these byte strings are parsed, the
    others passed over: a cheap first pass. Cost: linear; memory: one line.

    Raises:
        InputError: a line longer than 16 MB, or the file breaks off.
    """
    number = 0
    with file.open() as stream:
        while raw := stream.readline(MAX_LINE + 1):
            number += 1
            if len(raw) > MAX_LINE:
                raise InputError(
                    f"the line is longer than {MAX_LINE:,} bytes.", where=f"{file.name}:{number}",
                    remedy="JSON Lines hold one object a line.",
                )
            if holding and not any(words in raw for words in holding):
                continue
            if found := _parse(raw, number, file.name):
                yield found


def _parse(raw: bytes, number: int, name: str) -> JsonLine | Fault | None:
    raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
    if not raw.strip():
        return None
    place = f"{name}:{number}"
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as exc:
        return Fault(place=place, reason=f"not UTF-8 text at byte {exc.start} of the line.", remedy="Get it again.")
    except (ValueError, RecursionError) as exc:
        what = exc.msg if isinstance(exc, json.JSONDecodeError) else "nested too deep, or a number without end"
        return Fault(place=place, reason=f"the line is no JSON: {what}.", remedy="Compare with the publisher's file.")
    if not isinstance(value, dict):
        return Fault(place=place, reason="the line is no JSON object.", remedy="JSON Lines hold one object a line.")
    return JsonLine(value, number)

"""A long list of items in JSON, taken apart item by item: {"item": [{...}, {...}]}, or the list alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from enduse.errors import InputError
from enduse.knowledge.nodes import Node, nodes_of

_HEAD = re.compile(r'\s*\{\s*(?:"schema"\s*:\s*"enduse-item/1"\s*,\s*)?"items?"\s*:\s*\[')
_BARE = re.compile(r"\s*\[")
_NEXT = re.compile(r"\s*,?\s*")
_TAIL = re.compile(r"\s*\]\s*\}\s*")
_BARE_TAIL = re.compile(r"\s*\]\s*")


def list_items(data: bytes, *, where: str) -> Iterator[Node] | None:
    """Yield the items of a JSON file, each with the line it begins at; None where the file is of another form.

    Raises:
        InputError: it is not UTF-8, or breaks off, or a key stands twice in an item.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(f"not UTF-8 text at byte {exc.start}.", where=where, remedy="Save it as UTF-8.") from exc
    if head := _HEAD.match(text):
        return _walk(text, head.end(), where, _TAIL)
    bare = _BARE.match(text)
    return _walk(text, bare.end(), where, _BARE_TAIL) if bare else None


def _walk(text: str, at: int, where: str, tail: re.Pattern[str]) -> Iterator[Node]:
    decoder = json.JSONDecoder(
        object_pairs_hook=_refuse_doubles, parse_float=str, parse_int=str, parse_constant=_refuse_constant
    )
    counted, line = 0, 1
    while True:
        space = _NEXT.match(text, at)
        at = space.end() if space else at
        if text[at:at + 1] == "]":
            break
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as exc:
            what = getattr(exc, "msg", None) or str(exc)
            raise InputError(f"not JSON: {what}.", where=f"{where}:{line}", remedy="Check commas and quotes.") from exc
        yield nodes_of(value, where=where, line=line)
    if not tail.fullmatch(text, at):
        end = "]}" if tail is _TAIL else "]"
        raise InputError("something follows the list of items.", where=where, remedy=f"End the file with {end}.")


def _refuse_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one item")
    return found


def _refuse_constant(text: str) -> object:
    raise ValueError(f"{text} is no number")

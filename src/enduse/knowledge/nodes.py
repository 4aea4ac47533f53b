"""Strict reading of YAML: text only, each value with its file, line and path, all faults at once.

Knowledge files, `source.yaml`, settings, orders and item files are read through
here. Every scalar is text (`NO` is not false, `3E001` is not a number); anchors,
aliases, tags and duplicate keys are faults; size and depth are bounded, so a
hostile file costs bounded time and memory. JSON is accepted as the YAML it is.
Cost: linear in the size of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from enduse.errors import EnduseError, Fault, InputError

T = TypeVar("T")

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
_QUOTED = 80
_NULLS = ("", "~", "null")

try:  # the C parser comes with every wheel; the other is the same language, slower
    from yaml import CBaseLoader as _Loader
except ImportError:  # pragma: no cover
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]


@dataclass(slots=True)
class FaultList:
    """Collects the faults of one file; `check` raises them together, in the order of the file."""

    where: str
    faults: list[tuple[int, Fault]] = field(default_factory=list)

    def add(self, line: int, path: str, reason: str, remedy: str = "") -> None:
        """Note a fault at a line (from 1) and path of the file."""
        place = f"{self.where}:{line} ({path or 'top'})"
        self.faults.append((line, Fault(place=place, reason=reason, remedy=remedy)))

    def check(self, error: type[EnduseError] = InputError) -> None:
        """Raise `error` with every fault found so far, if any."""
        if self.faults:
            count = len(self.faults)
            what = f"{count} fault{'s' if count > 1 else ''} in this file; nothing of it was used."
            told = sorted(self.faults, key=lambda pair: pair[0])
            raise error(what, where=self.where, faults=tuple(fault for _, fault in told))


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file: text, a list or a mapping, with its path and line (from 1).

    A taker such as `text` or `date` reports a fault and returns its default when
    the value is of another kind, so one pass finds every fault of the file.
    """

    raw: str | tuple[Node, ...] | dict[str, Node] | None
    path: str
    line: int
    faults: FaultList

    @property
    def is_absent(self) -> bool:
        """Tell whether nothing stands here."""
        return self.raw is None

    @property
    def is_list(self) -> bool:
        """Tell whether a list stands here."""
        return isinstance(self.raw, tuple)

    @property
    def is_mapping(self) -> bool:
        """Tell whether keys and values stand here."""
        return isinstance(self.raw, dict)

    def fail(self, reason: str, remedy: str = "") -> None:
        """Report a fault at this place."""
        self.faults.add(self.line, self.path, reason, remedy)

    def text(self, default: str = "") -> str:
        """Return the text; `default` when absent."""
        if isinstance(self.raw, str):
            return self.raw
        if self.raw is not None:
            self.fail("expected text", "Write one value here, not a list or keys.")
        return default

    def required(self) -> Node:
        """Report a fault if the value is absent or empty text, and return the node."""
        if self.raw is None or self.raw == "":
            self.fail("is missing", f"Add {self.path.rsplit('.', 1)[-1]}.")
        return self

    def choice(self, allowed: Sequence[str], default: str = "") -> str:
        """Return the text if it is one of `allowed`."""
        value = self.text(default)
        if self.raw is not None and value not in allowed:
            self.fail(f"{quote(value)} is not known here", "Use one of: " + ", ".join(allowed) + ".")
            return default
        return value

    def date(self) -> date | None:
        """Return an ISO date (2025-11-15), None when absent."""
        return self._parse(date.fromisoformat, "a date such as 2025-11-15")

    def decimal(self) -> Decimal | None:
        """Return a finite decimal number with a point, None when absent."""
        return self._parse(_finite, "a number such as 0.9")

    def integer(self) -> int | None:
        """Return a whole number, None when absent."""
        return self._parse(_whole, "a whole number")

    def boolean(self) -> bool | None:
        """Return true or false, None when absent."""
        return self._parse(_truth, "true or false")

    def items(self) -> tuple[Node, ...]:
        """Return the parts of a list, none when absent."""
        if isinstance(self.raw, tuple):
            return self.raw
        if self.raw is not None:
            self.fail("expected a list", 'Write it as ["one", "two"].')
        return ()

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        if isinstance(self.raw, str):
            return (self.raw,)
        return tuple(part.text() for part in self.items())

    def mapping(self, allowed: Sequence[str] | None = None) -> dict[str, Node]:
        """Return the keys and values of a mapping; a key outside `allowed` is a fault."""
        if not isinstance(self.raw, dict):
            if self.raw is not None:
                self.fail("expected keys and values", 'Write it as key: "value".')
            return {}
        for key, value in self.raw.items():
            if allowed is not None and key not in allowed:
                value.fail(f"unknown key {quote(key)}", "Known here: " + ", ".join(allowed) + ".")
        return self.raw

    def get(self, key: str) -> Node:
        """Return the value under a key, an absent node where there is none."""
        if isinstance(self.raw, dict) and key in self.raw:
            return self.raw[key]
        return Node(None, f"{self.path}.{key}" if self.path else key, self.line, self.faults)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the file."""
        yield self
        parts = self.raw.values() if isinstance(self.raw, dict) else self.raw if isinstance(self.raw, tuple) else ()
        for part in parts:
            yield from part.walk()

    def plain(self) -> object:
        """Return the value as plain text, lists and dictionaries."""
        if isinstance(self.raw, dict):
            return {key: value.plain() for key, value in self.raw.items()}
        if isinstance(self.raw, tuple):
            return [part.plain() for part in self.raw]
        return self.raw

    def _parse(self, parser: Callable[[str], T], expected: str) -> T | None:
        if self.raw is None:
            return None
        if isinstance(self.raw, str):
            try:
                return parser(self.raw.strip())
            except (ValueError, InvalidOperation):
                pass
        shown = quote(self.raw) if isinstance(self.raw, str) else "a list or mapping"
        self.fail(f"expected {expected}, found {shown}", f"Write {expected}.")
        return None


def quote(text: str) -> str:
    """Quote a text for a message, its beginning where it is long."""
    return repr(text if len(text) <= _QUOTED else f"{text[:_QUOTED]}\u2026")


def parse_nodes(data: bytes | str, *, where: str) -> Node:
    """Read one YAML (or JSON) document into nodes.

    Raises:
        InputError: not UTF-8, not YAML, too large, too deep, or with anchors,
            aliases, tags or duplicate keys; says the line.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES // 1_000_000} MB.", where=where, remedy="Split it.")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as exc:
        raise InputError(f"not UTF-8 text at byte {exc.start}.", where=where, remedy="Save it as UTF-8.") from exc
    faults = FaultList(where)
    try:
        node = _Builder(text, faults).build()
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(exc, "problem", None) or "it cannot be parsed"
        remedy = "Check indentation and quotes."
        raise InputError(f"not YAML: {problem}.", where=f"{where}{line}", remedy=remedy) from exc
    faults.check()
    return node


def nodes_of(value: object, *, where: str, line: int = 1) -> Node:
    """Return nodes of plain values (texts, numbers, truth values, lists, mappings), all said to stand at one line.

    Raises:
        InputError: it is nested too deep, or holds a value of another type.
    """
    return _wrap(value, "", line, FaultList(where), 0)


def _wrap(value: object, path: str, line: int, faults: FaultList, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise InputError(f"nested deeper than {MAX_DEPTH} levels.", where=faults.where, remedy="Flatten it.")
    match value:
        case None | str():
            return Node(value, path, line, faults)
        case bool():
            return Node("true" if value else "false", path, line, faults)
        case int() | float() | Decimal():
            return Node(str(value), path, line, faults)
        case dict():
            parts = {
                str(key): _wrap(part, f"{path}.{key}" if path else str(key), line, faults, depth + 1)
                for key, part in value.items()
            }
            return Node(parts, path, line, faults)
        case list() | tuple():
            rows = (_wrap(part, f"{path}[{at}]", line, faults, depth + 1) for at, part in enumerate(value))
            return Node(tuple(rows), path, line, faults)
    raise InputError(f"{type(value).__name__} is no value of a file.", where=faults.where)


class _Builder:
    """Makes nodes of the parser's events as they come; what is refused is refused before anything is built of it."""

    __slots__ = ("_faults", "_loader")

    def __init__(self, text: str, faults: FaultList) -> None:
        self._loader = _Loader(text)
        self._faults = faults

    def build(self) -> Node:
        """Return the one document of the text; an absent node where there is none."""
        self._next()  # the stream begins
        if type(self._next()) is StreamEndEvent:
            return Node(None, "", 1, self._faults)
        event = self._next()
        if type(event) is DocumentEndEvent:
            return Node(None, "", _line_of(event), self._faults)
        node = self._node(event, "", 0)
        self._next()  # the document ends
        after = self._next()
        if type(after) is not StreamEndEvent:
            raise InputError("not YAML: another document begins.", where=f"{self._faults.where}:{_line_of(after)}",
                             remedy="Check indentation and quotes.")
        return node

    def _next(self) -> Any:
        return self._loader.get_event()

    def _refuse(self, what: str, event: Any, remedy: str) -> InputError:
        return InputError(what, where=f"{self._faults.where}:{_line_of(event)}", remedy=remedy)

    def _node(self, event: Any, path: str, depth: int) -> Node:
        line: int = event.start_mark.line + 1
        if event.anchor is not None:
            raise self._refuse("anchors and aliases are not read.", event, "Write it out.")
        if type(event) is AliasEvent:
            raise self._refuse("anchors and aliases are not read.", event, "Write it out.")
        if event.tag is not None and event.tag != "!":
            raise self._refuse(f"the tag {event.tag} is not read.", event, "Remove it.")
        if type(event) is ScalarEvent:
            value = event.value  # a plain scalar has no style: None here, "" from the C parser
            return Node(None if not event.style and value in _NULLS else value, path, line, self._faults)
        if depth >= MAX_DEPTH:
            raise self._refuse(f"nested deeper than {MAX_DEPTH} levels.", event, "Flatten it.")
        if type(event) is SequenceStartEvent:
            return Node(self._list(path, depth + 1), path, line, self._faults)
        return Node(self._mapping(path, depth + 1), path, line, self._faults)

    def _list(self, path: str, depth: int) -> tuple[Node, ...]:
        parts: list[Node] = []
        while type(event := self._next()) is not SequenceEndEvent:
            parts.append(self._node(event, f"{path}[{len(parts)}]", depth))
        return tuple(parts)

    def _mapping(self, path: str, depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while type(key := self._next()) is not MappingEndEvent:
            self._node(key, "", depth)
            is_text = type(key) is ScalarEvent
            name = key.value if is_text else ""
            node = self._node(self._next(), f"{path}.{name}" if path else name, depth)
            if not is_text:
                node.fail("a key must be text", "Name it by one word.")
            elif name in pairs:
                node.fail(f"the key {quote(name)} stands twice", "Keep one.")
            pairs[name] = node
        return pairs


def _line_of(event: Any) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or "_" in text or abs(number.adjusted()) > 60:
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError(text)
    return int(text)


def _truth(text: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]

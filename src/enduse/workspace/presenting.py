"""Turn answers into what leaves the program: JSON that its published schemas describe, or text for people."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import PurePath
from typing import Any

from enduse.errors import EnduseError
from enduse.model.path import Likelihood
from enduse.model.statement import Grade
from enduse.model.viewpoint import Viewpoint

# Pairs that are a mapping in the field's words; every other tuple of pairs stays a list.
_MAPPINGS = frozenset({("Entity", "properties"), ("Party", "identifiers"), ("Assessment", "inputs"),
                       ("DeniedParty", "identifiers"), ("DenialList", "states")})
_PAIRS = {("Shown", "facts"): ("label", "value"), ("Publisher", "addresses"): ("role", "url"),
          ("PaperReading", "header"): ("field", "value"), ("ScreeningRun", "columns"): ("column", "field"),
          ("AssessmentRun", "columns"): ("column", "field"),
          ("Portfolio", "column_map"): ("column", "field"),
          ("CatalogueRun", "positions"): ("regime", "date", "position", "items")}

# kind of answer -> the key that holds the answers when one command gives several
_SERIES = {
    "screening": "screenings", "classification": "classifications", "sources": "sources", "portfolios": "portfolios",
    "judgements": "judgements", "license": "needs", "entries": "entries", "goods": "findings", "inquiries": "items",
    "item-vocabulary": "parameters", "reviewed": "facts", "products": "products", "jurisdiction": "items",
    "orders": "orders", "flags": "flags",
}


def to_json(answer: object, *, kind: str, viewpoint: Viewpoint | None = None) -> dict[str, Any]:
    """Return an answer as plain JSON values under the schema `enduse-<kind>/1`.

    Dates are ISO 8601, moments UTC with a Z, decimals text so that no digit is
    lost. Every field is always there. `viewpoint` is added where the answer was
    asked through one and does not carry it.
    """
    shape: dict[str, Any] = {"schema": f"enduse-{kind}/1"}
    if viewpoint is not None:
        shape["viewpoint"] = _plain(viewpoint)
    if kind == "read" and isinstance(answer, Sequence):
        shape["papers"] = [_plain(part) for part in answer if not isinstance(part, EnduseError)]
        shape["refused"] = [_refusal(part) for part in answer if isinstance(part, EnduseError)]
        return shape
    if kind in _SERIES:
        shape[_SERIES[kind]] = _plain(answer)
        return shape
    body = _plain(answer)
    if not isinstance(body, dict):
        raise TypeError(f"an answer of kind {kind} is one object, not {type(answer).__name__}")
    return shape | body


def error_to_json(error: EnduseError) -> dict[str, Any]:
    """Return an error under `enduse-error/1`: what, where, what to do, and every fault."""
    return {
        "schema": "enduse-error/1",
        "kind": error.kind,
        "exit_code": error.exit_code,
        "what": error.what,
        "where": error.where,
        "remedy": error.remedy,
        "faults": _plain(error.faults),
    }


def _refusal(error: EnduseError) -> dict[str, Any]:
    """Return what could not be read at all, with the keys of a fault."""
    return {"place": error.where, "reason": error.what, "remedy": error.remedy, "subject": ""}


def spell_json(shape: Mapping[str, Any]) -> str:
    """Spell JSON for output: keys in the order of the schema, characters a terminal obeys escaped."""
    return _escape_controls(json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False))


def as_text(answer: object, *, colour: bool = False, width: int = 80, full: bool = False) -> str:
    """Return an answer, or several of one kind, as a page of text for people; `full` tells an assessment whole."""
    from enduse.rendering.text import render_text

    return render_text(answer, colour=colour, width=width, full=full)


def clean_text(text: str) -> str:
    """Return text from outside with nothing in it that a terminal obeys; line breaks are kept."""
    from enduse.rendering.safe import escape

    return "\n".join(escape(line) for line in text.split("\n"))


def wants_colour() -> bool:
    """Tell whether the environment leaves colour on: NO_COLOR, set to anything, turns it off (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _plain(value: object) -> Any:
    match value:
        case None | bool() | str():
            return value
        case Likelihood():
            low, high = value.value
            return {"words": value.words, "from_percent": low, "to_percent": high}
        case IntEnum():
            return value.name
        case Enum():
            return value.value
        case int() | float():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Grade() | PurePath():
            return str(value)
    return _compound(value)


def _compound(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _field(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_plain(part) for part in value)
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no place in published JSON")


def _field(owner: object, name: str) -> Any:
    value = getattr(owner, name)
    place = (type(owner).__name__, name)
    if place in _MAPPINGS:
        return {key: _plain(part) for key, part in value}
    if place in _PAIRS:
        labels = _PAIRS[place]
        return [dict(zip(labels, map(_plain, pair), strict=True)) for pair in value]
    return _plain(value)


def _escape_controls(text: str) -> str:
    if text.isascii():
        return text
    return "\n".join(line if line.isprintable() else _escape_line(line) for line in text.split("\n"))


def _escape_line(line: str) -> str:
    return "".join(char if char.isprintable() else _escape(char) for char in line)


def _escape(char: str) -> str:
    raw = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{raw[i]:02x}{raw[i + 1]:02x}" for i in range(0, len(raw), 2))

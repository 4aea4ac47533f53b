"""Print an outcome: JSON under its published schema, or a page for people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from enduse.interfaces.cli.asked import Outcome


_NONE_YET = {
    "orders": "No order is kept from this viewpoint. Keep one with: enduse orders keep FILE",
    "portfolios": "No portfolio is kept from this viewpoint. Keep one with: enduse portfolio add NAME FILE",
}


def print_json(outcome: Outcome, stream: TextIO) -> None:
    """Print one JSON document; a schema is printed as it is."""
    from enduse.workspace.presenting import spell_json, to_json

    match outcome.kind:
        case "rulings" if isinstance(outcome.answer, Iterator):
            _print_lines(outcome.answer, stream)
            return
        case "schema" if isinstance(outcome.answer, dict):
            shape = outcome.answer
        case "schemas":
            shape = {"schema": "enduse-schemas/1", "schemas": outcome.answer}
        case _:
            shape = to_json(outcome.answer, kind=outcome.kind, viewpoint=outcome.viewpoint)
    stream.write(spell_json(shape) + "\n")


def _print_lines(lines: Iterator[str], stream: TextIO) -> None:
    """Print a list that can be long, a line for each of its objects."""
    first = next(lines, None)
    stream.write("[" if first is None else f"[\n{first}")
    for line in lines:
        stream.write(f",\n{line}")
    stream.write("]\n" if first is None else "\n]\n")


def print_text(outcome: Outcome, stream: TextIO, *, is_plain: bool) -> None:
    """Print a page for people: coloured on a terminal only, as wide as the terminal."""
    from enduse.workspace.presenting import as_text, spell_json, wants_colour

    match outcome.kind, outcome.answer:
        case "schema", dict(shape):
            text = spell_json(shape) + "\n"
        case "schemas", tuple(names):
            text = "".join(f"{name}\n" for name in names)
        case "init", {"workspace": place}:
            text = f"Made a workspace in {place}. Next: enduse load FILE..., or enduse sources.\n"
        case kind, () if kind in _NONE_YET:
            text = _NONE_YET[kind] + "\n"
        case _:
            colour = stream.isatty() and not is_plain and wants_colour()
            width = shutil.get_terminal_size((100, 24)).columns
            text = as_text(outcome.answer, colour=colour, width=width, full=outcome.is_full)
    stream.write(text)


def print_counts(outcome: Outcome, stream: TextIO, *, is_json: bool) -> None:
    """Print what a comparison of pairs came to: the counts, and each line that could not be read."""
    from enduse.workspace.comparing import CompareResult
    from enduse.workspace.presenting import clean_text, spell_json

    result = outcome.answer
    assert isinstance(result, CompareResult)
    if is_json:
        faults = [{"place": f.place, "reason": f.reason, "remedy": f.remedy} for f in result.faults]
        stream.write(spell_json({"pairs": result.pairs, "same": result.same, "faults": faults}) + "\n")
        return
    for fault in result.faults:
        stream.write(clean_text(f"enduse: {fault}") + "\n")
    unread = f", {len(result.faults):,} lines could not be read" if result.faults else ""
    stream.write(f"{result.pairs:,} pairs, {result.same:,} of them held for one party{unread}.\n")

"""What items of a kind can state, on the screen: each parameter with its units and the entries that ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from enduse.model.parameter_use import ParameterUse
from enduse.rendering.page import Page, faint, strong

_ENTRIES = 12


def write_parameters(page: Page, parameters: Sequence[ParameterUse]) -> None:
    """Write each parameter: names, meaning, units or words, entries."""
    for use in parameters:
        also = f"(also {', '.join(use.also)})" if use.also else ""
        of = "" if use.of == "item" else f"of each {use.of.replace('_', ' ')}"
        kind = f"\u2014 {use.type.replace('_', ' ')}"
        page.write(strong(use.name), faint(also), use.meaning, of, faint(kind), hang=4)
        stated = ", ".join(use.units or use.words)
        if stated:
            page.write(faint("units:" if use.units else "words:"), stated, indent=4, hang=6)
        if use.computed:
            page.write(faint("else computed:"), use.computed, indent=4, hang=6)
        if use.entries:
            more = len(use.entries) - _ENTRIES
            tail = f" and {more} more" if more > 0 else ""
            page.write(faint("asked by:"), ", ".join(use.entries[:_ENTRIES]) + tail, indent=4, hang=6)

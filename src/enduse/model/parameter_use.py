"""What can be stated of items, as it is published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterUse:
    """A parameter of items: its names, whose it is, its meaning, units or words, and the entries that ask for it."""

    name: str
    also: tuple[str, ...]
    of: str
    type: str
    meaning: str
    question: str
    units: tuple[str, ...]
    words: tuple[str, ...]
    computed: str
    entries: tuple[str, ...]

"""An entry of a control list as a directory names it, evaluated here or not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry:
    """An entry: its heading in our own words, whether items can be held against it here, where it comes from.

    `arrangement` is the regime by which it came into the list, `reasons` the reasons for control where the list states
    them. Empty where that is not known.
    """

    regime: str
    entry: str
    heading: str
    is_evaluated: bool
    arrangement: str = ""
    reasons: str = ""

"""What the demonstration tells: a notice and the pages it ran through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DemonstrationPage:
    """One step of the demonstration: what was done, and the text that it gave."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """The whole demonstration; `notice` says that all names are invented."""

    notice: str
    sections: tuple[DemonstrationPage, ...]

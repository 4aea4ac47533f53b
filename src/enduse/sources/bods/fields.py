"""The fields of one JSON object: each taken once and of the type that the standard gives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from enduse.sources.catalogue import SourceSpec
from enduse.sources.rows import RowFault, look_up

MOST = 1_000
_LONGEST = 10_000


class Fields:
    """An object of the file, and where it stands; a wrong type refuses the statement."""

    def __init__(self, spec: SourceSpec, value: Mapping[str, object], *, place: str, subject: str = "") -> None:
        self.spec = spec
        self.place = place
        self.subject = subject
        self._left = dict(value)

    @property
    def prefix(self) -> str:
        """Return what the ids of the source's entities begin with."""
        return self.spec.subject_prefix

    def text(self, name: str) -> str:
        """Take a text, trimmed; empty where there is none."""
        value = self._left.pop(name, None)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fault(f"{name} is no text.")
        return " ".join(value.split())[:_LONGEST]

    def needed(self, name: str) -> str:
        """Take a text that must be there, of at most 500 signs."""
        text = self.text(name)
        if not text or len(text) > 500 or not text.isprintable():
            raise self.fault(f"there is no usable {name}.")
        return text

    def truth(self, name: str) -> bool:
        """Take a truth value; no where there is none."""
        value = self._left.pop(name, None)
        if value is not None and not isinstance(value, bool):
            raise self.fault(f"{name} is neither true nor false.")
        return bool(value)

    def raw(self, name: str) -> object:
        """Take a value of any type."""
        return self._left.pop(name, None)

    def look(self, name: str) -> object:
        """Return a value of any type without taking it."""
        return self._left.get(name)

    def day(self, name: str) -> date | None:
        """Take a day, or the day of a moment."""
        text = self.text(name)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            raise self.fault(f"{name} {text[:40]!r} is not a day such as 2026-01-31.") from None

    def inner(self, name: str) -> Fields:
        """Take an object; an empty one where there is none."""
        return self._wrap(name, self._left.pop(name, None) or {})

    def each(self, name: str) -> list[Fields]:
        """Take a list of objects, at most 1,000."""
        return [self._wrap(name, value) for value in self._items(name)]

    def texts(self, name: str) -> list[str]:
        """Take a list of texts, at most 1,000."""
        return [" ".join(value.split())[:_LONGEST] for value in self._items(name) if isinstance(value, str)]

    def left(self) -> list[str]:
        """Return what was not taken and is not named as left out."""
        known = {name for name, _ in self.spec.left_out}
        return sorted(name for name in self._left if name not in known)

    def meaning(self, table: str, text: str) -> str:
        """Return what a listed value means here; one that is not listed refuses the statement."""
        return look_up(self.spec, table, text, place=self.place, subject=self.subject)

    def fault(self, reason: str, remedy: str = "Compare with the publisher's file.") -> RowFault:
        """Return the error that refuses this statement."""
        return RowFault(reason, place=self.place, remedy=remedy, subject=self.subject)

    def _items(self, name: str) -> list[object]:
        value = self._left.pop(name, None)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MOST:
            raise self.fault(f"{name} is no list of at most {MOST:,}.")
        return value

    def _wrap(self, name: str, value: object) -> Fields:
        if not isinstance(value, dict):
            raise self.fault(f"{name} is no object.")
        return Fields(self.spec, value, place=self.place, subject=self.subject)

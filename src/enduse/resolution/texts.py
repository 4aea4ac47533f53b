"""Many short texts held as one, so that a million take the room of their letters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate


class Texts:
    """Texts in the order they were added: their bytes (UTF-8) one after the other, and how many each has.

    Memory: the bytes, and four more a text; twelve once one was asked for.
    """

    __slots__ = ("_starts", "held", "lengths")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.held = bytearray()
        self.lengths = array("I")
        self._starts = array("Q", [0])
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """Add a text after the others."""
        added = text.encode("utf-8", "surrogatepass")
        self.held += added
        self.lengths.append(len(added))

    def append_all(self, held: bytes | bytearray, lengths: array[int]) -> None:
        """Add texts that stand one after the other in UTF-8, given how many bytes each has."""
        self.held += held
        self.lengths.extend(lengths)

    def extend(self, other: Texts) -> None:
        """Add the texts of another, after these."""
        self.append_all(other.held, other.lengths)

    @property
    def starts(self) -> array[int]:
        """Where each text starts, and where the last ends: one number more than there are texts."""
        known = len(self._starts)
        if known <= len(self.lengths):
            added = accumulate(self.lengths[known - 1:], initial=self._starts.pop())
            self._starts.extend(added)
        return self._starts

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, at: int) -> str:
        starts = self.starts
        return self.held[starts[at]: starts[at + 1]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

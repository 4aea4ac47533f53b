"""Many short texts held as one, so that a million take the room of their letters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator


class Texts:
    """Texts in the order they were added: their bytes (UTF-8) one after the other, and where each starts.

    `starts` has one place more than there are texts. Memory: the bytes and eight more a text.
    """

    __slots__ = ("held", "starts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.held = bytearray()
        self.starts = array("Q", [0])
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """Add a text after the others."""
        self.held += text.encode("utf-8", "surrogatepass")
        self.starts.append(len(self.held))

    def append_all(self, held: bytes | bytearray, ends: array[int]) -> None:
        """Add texts that stand one after the other in UTF-8, given where each ends."""
        before = len(self.held)
        self.held += held
        self.starts.extend([before + end for end in ends])

    def extend(self, other: Texts) -> None:
        """Add the texts of another, after these."""
        self.append_all(other.held, other.starts[1:])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        return self.held[self.starts[at]: self.starts[at + 1]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

"""Lines of text one by one, of a stream whose bytes somebody else may read on from the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from enduse.errors import InputError

MAX_LINE = 1_000_000
TOO_LONG = "\udfff"  # stands for a line that was too long; no text holds it
_MARK = b"\xef\xbb\xbf"
_END = re.compile(rb"\r\n?|\n")
_WIDEST = 4  # bytes of a character


class RawLines(Iterator[str]):
    """The lines of a stream of UTF-8 with their ends; a byte that is no text becomes half a character.

    `held` are bytes read so far of which those from `at` on are not used yet; nothing
    follows them once `is_last`. `passed` counts lines that were read from `held`.
    A line longer than `MAX_LINE` comes as `TOO_LONG`. Memory: one line, or one piece of the stream.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._error: InputError | None = None
        self.held = b""
        self.at = 0
        self.is_last = False
        self.passed = 0
        while len(self.held) < len(_MARK) and self.fill() and not self.is_last:
            pass
        self.at = len(_MARK) if self.held.startswith(_MARK) else 0

    def fill(self) -> bool:
        """Read on, and tell whether more is held or known to be all; what went wrong is raised when a line is asked."""
        if self._error is not None:
            return False
        try:
            piece = self._stream.read1(-1) if hasattr(self._stream, "read1") else self._stream.read(1 << 16)
        except InputError as exc:
            self._error = exc
            return False
        self.held = self.held[self.at:] + piece
        self.at = 0
        self.is_last = not piece
        return True

    def pass_over(self, length: int, lines: int) -> None:
        """Note that so many bytes and lines of what is held were read."""
        self.at += length
        self.passed += lines

    def __next__(self) -> str:
        end, looked = self._find_end(0)
        while end < 0 and not self.is_last and looked <= _WIDEST * MAX_LINE:
            self._read_on()
            end, looked = self._find_end(looked)
        if end < 0 and not self.is_last:
            return self._skip_line()
        taken = self.held[self.at: end if end >= 0 else len(self.held)]
        if not taken:
            raise StopIteration
        self.at += len(taken)
        line = taken.decode("utf-8", "surrogateescape")
        return line if len(line) <= MAX_LINE else f"{TOO_LONG}\n"

    def _find_end(self, looked: int) -> tuple[int, int]:
        """Return where the line ends, -1 where that is not known yet, and how much of it was looked at."""
        found = _END.search(self.held, self.at + looked)
        if found is None:
            return -1, len(self.held) - self.at
        is_open = found.end() == len(self.held) and found.group() == b"\r" and not self.is_last  # a "\n" may follow
        return (-1 if is_open else found.end()), found.start() - self.at

    def _read_on(self) -> None:
        if not self.fill() and self._error is not None:
            raise self._error

    def _skip_line(self) -> str:
        looked = 0
        while True:
            end, looked = self._find_end(looked)
            if end >= 0 or self.is_last:
                break
            self.at += looked
            looked = 0
            self._read_on()
        self.at = end if end >= 0 else len(self.held)
        return f"{TOO_LONG}\n"

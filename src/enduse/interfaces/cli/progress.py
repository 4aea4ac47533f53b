"""One line of progress on standard error, only where a person watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_CLEAR = "\r\x1b[K"
_EVERY = 500


@contextmanager
def show_progress(stream: TextIO) -> Iterator[Callable[[int, str], None] | None]:
    """Give a function that tells how far the work is, or None where nobody watches; the line is cleared at the end."""
    if not stream.isatty():
        yield None
        return
    shown = False
    last = ("", -_EVERY)

    def tell(done: int, what: str) -> None:
        nonlocal shown, last
        if what == last[0] and 0 <= done - last[1] < min(_EVERY, done // 100):
            return
        last = (what, done)
        shown = True
        safe = "".join(char for char in what if char.isprintable())[:60]
        stream.write(f"{_CLEAR}{done:,} {safe}")
        stream.flush()

    try:
        yield tell
    finally:
        if shown:
            stream.write(_CLEAR)
            stream.flush()

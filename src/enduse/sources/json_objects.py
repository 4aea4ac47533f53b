"""Objects of a JSON file, one after the other: a list of them, or JSON Lines; read in bounded memory."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import IO

from enduse.errors import Fault, InputError
from enduse.sources.json_lines import MAX_LINE, JsonLine, read_json_lines
from enduse.sources.opening import CHUNK, OpenedFile

_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def read_json_objects(file: OpenedFile) -> Iterator[JsonLine | Fault]:
    """Yield the objects of a JSON list, or of JSON Lines, each with the line on which it begins.

    What is in a list and no object is a fault. Cost: linear; memory: one object, at most 16 MB of it.

    Raises:
        InputError: the list is damaged or breaks off, or an object is longer than 16 MB.
    """
    with file.open() as stream:
        is_list = stream.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["
    if not is_list:
        yield from read_json_lines(file)
        return
    with file.open() as stream:
        yield from _List(stream, file.name).read()


class _List:
    """What is held of a list: text not yet read as values, and the line on which it begins."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._decode = getincrementaldecoder("utf-8")().decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._is_over = False

    def read(self) -> Iterator[JsonLine | Fault]:
        """Yield the objects of the list."""
        self._fill(CHUNK)
        self._text = self._text.removeprefix("\ufeff")
        self._expect("[")
        sign = "," if self._peek() != "]" else ""
        while sign == ",":
            self._peek()
            value, line = self._value()
            if isinstance(value, dict):
                yield JsonLine(value, line)
            else:
                yield Fault(place=f"{self._name}:{line}", reason="what stands in the list is no JSON object.",
                            remedy="Compare with the publisher's file.")
            sign = self._peek()
            if sign == ",":
                self._expect(",")
        self._expect("]")
        if self._peek():
            raise self._damage("something follows the list")

    def _fill(self, size: int) -> bool:
        data = self._stream.read(size)
        self._is_over = not data
        try:
            self._text = self._text[self._at:] + self._decode(data, self._is_over)
        except UnicodeDecodeError:
            raise self._damage("the text is not UTF-8") from None
        self._at = 0
        return not self._is_over

    def _peek(self) -> str:
        """Return the next sign that is no blank, empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill(CHUNK):
                return ""

    def _expect(self, sign: str) -> None:
        found = self._peek()
        if found != sign:
            raise self._damage(f"{found!r} stands where {sign!r} is expected" if found else "the list breaks off")
        self._at += 1

    def _value(self) -> tuple[object, int]:
        """Read the next value, with more of the file while it is not whole."""
        line, size = self._line, CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as exc:
                if isinstance(exc, RecursionError) or len(self._text) - self._at > MAX_LINE:
                    raise self._damage("what stands here is no JSON, or longer than 16 MB") from None
                size *= 2
                if not self._fill(size):
                    raise self._damage("what stands here is no JSON, or breaks off") from None
                continue
            if end == len(self._text) and not self._is_over:  # a number may go on
                self._fill(size)
                continue
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return value, line

    def _damage(self, what: str) -> InputError:
        return InputError(f"the list of JSON objects is damaged: {what}.", where=f"{self._name}:{self._line}",
                          remedy="Get it again.")

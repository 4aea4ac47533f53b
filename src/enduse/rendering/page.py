"""A page of text for a terminal: wrapped to a width, indented, coloured only when asked.

Everything written is cleaned first (`rendering.safe`), so no caller can forget it.
Colour only repeats what the words say; without it nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from enduse.rendering.safe import break_word, clean, escape, measure

MIN_WIDTH = 40
MAX_WIDTH = 120


class Ink(Enum):
    """What a piece of text is for; the value is its SGR code."""

    PLAIN = ""
    STRONG = "1"
    FAINT = "2"
    BAD = "1;31"
    DOUBT = "33"
    GOOD = "32"
    MARKING = "35"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one ink."""

    text: str
    ink: Ink = Ink.PLAIN


def strong(text: str) -> Span:
    """Set a text in the ink of headings."""
    return Span(text, Ink.STRONG)


def faint(text: str) -> Span:
    """Set a text in the ink of what is read last."""
    return Span(text, Ink.FAINT)


@dataclass(slots=True)
class Page:
    """Collects lines; `finish` returns them as one text that ends with a line break."""

    width: int = 80
    colour: bool = False
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = max(MIN_WIDTH, min(MAX_WIDTH, self.width))

    def write(self, *spans: Span | str, indent: int = 0, hang: int | None = None) -> None:
        """Write spans as one paragraph; lines after the first start at `hang`, by default at `indent`."""
        hang = indent if hang is None else hang
        row: list[Span] = []
        start, used = indent, 0
        for word in self._words(spans, self.width - max(indent, hang)):
            columns = measure(word.text)
            if row and start + used + 1 + columns > self.width:
                self._put(row, start)
                row, start, used = [], hang, 0
            used += columns + (1 if row else 0)
            row.append(word)
        if row:
            self._put(row, start)

    def paste(self, text: str) -> None:
        """Write text that was laid out before, line by line, made safe but not wrapped again."""
        self.lines.extend(escape(line.rstrip()) for line in text.rstrip("\n").split("\n"))

    def heading(self, text: str, *, note: str = "") -> None:
        """Write a section heading with an empty line before it."""
        self.gap()
        self.write(strong(text.upper()), *([faint(note)] if note else []))

    def gap(self) -> None:
        """Leave one empty line, never two and none at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def table(self, rows: Sequence[Sequence[Span | str]], *, indent: int = 2) -> None:
        """Write rows in aligned columns; the last column wraps within what is left of the width.

        A cell that would leave the last column under a third of the page goes on lines of its own.
        """
        cells = [[_as_span(cell) for cell in row] for row in rows]
        if not cells:
            return
        widths = [max(measure(clean(row[i].text)) for row in cells) for i in range(len(cells[0]) - 1)]
        hang = indent + sum(widths) + 2 * len(widths)
        if hang > self.width * 2 // 3:
            for row in cells:
                self.write(row[0], indent=indent)
                self.write(*(cell for cell in row[1:] if cell.text), indent=indent + 4)
            return
        for row in cells:
            head = [(cell, width) for cell, width in zip(row, widths, strict=False)]
            self._row(head, row[-1], indent=indent, hang=hang)

    def finish(self) -> str:
        """Return the page."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return "".join(line + "\n" for line in self.lines)

    def _row(self, head: list[tuple[Span, int]], last: Span, *, indent: int, hang: int) -> None:
        before = len(self.lines)
        self.write(last, indent=hang)
        if len(self.lines) == before:
            self.lines.append(" " * hang)
        left = " " * indent
        for cell, width in head:
            text = clean(cell.text)
            left += self._ink(Span(text, cell.ink)) + " " * (width - measure(text) + 2)
        self.lines[before] = (left + self.lines[before][hang:]).rstrip()

    def _words(self, spans: Sequence[Span | str], room: int) -> list[Span]:
        words: list[Span] = []
        for span in map(_as_span, spans):
            for word in clean(span.text).split():
                words += [Span(piece, span.ink) for piece in break_word(word, max(room, 8))]
        return words

    def _put(self, row: list[Span], start: int) -> None:
        runs: list[Span] = []
        for word in row:
            if runs and runs[-1].ink is word.ink:
                runs[-1] = Span(f"{runs[-1].text} {word.text}", word.ink)
            else:
                runs.append(word)
        self.lines.append(" " * start + " ".join(self._ink(run) for run in runs))

    def _ink(self, span: Span) -> str:
        if not self.colour or not span.ink.value or not span.text:
            return span.text
        return f"\x1b[{span.ink.value}m{span.text}\x1b[0m"


def _as_span(part: Span | str) -> Span:
    return part if isinstance(part, Span) else Span(part)

"""Marks that stand at the end of a paragraph: its own where none opens it, one more where one does.

Such a mark never widens: beside a mark that opens the paragraph, or one that was in force before it, both hold. It ends
with its paragraph; what follows without a mark is as it was before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from enduse.reading.facts import Span
from enduse.reading.marks import PrintedMark, parse_mark
from enduse.reading.openings import Opening, is_national, plain_mark

_WORDS = re.compile(r"\S")
_NEXT = r"\n[ \t]*(?:\n|¶|\d{1,3}[.)][ \t]|[-–—•*]{1,2}[ \t]|[(\[（［])"
_CLOSING = re.compile(
    r"(?P<before>[^\s()\[\]])(?P<quote>[\"”'’)\]]?)[ \t]+"
    r"(?P<bracket>[(\[（［][ \t]*(?P<mark>[^()\[\]（）［］\n]{1,60})[)\]）］])\.?[ \t]*"
    rf"(?={_NEXT}|\s*\Z)"
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:¶|\d{1,3}[.)][ \t]|[-–—•*]{1,2}[ \t]|[(\[（［]))")


def add_closings(text: str, openings: list[Opening], start: int) -> list[Opening]:
    """Return the openings with the marks that close paragraphs from `start` on. Cost: linear in the text."""
    paragraphs = [start, *(at.end() for at in _PARAGRAPH.finditer(text, start))]
    found: list[Opening] = []
    left = list(reversed(openings))
    for closing in _closings(text, start):
        while left and left[-1].start <= closing.start:
            found.append(left.pop())
        begin = paragraphs[bisect_right(paragraphs, closing.start) - 1]
        before = found[-1] if found else None
        is_here = before is not None and before.start >= begin
        made = _close(before if is_here else None, before, closing, begin)
        found[len(found) - is_here :] = [made]
        after = _next_words(text, closing.text_start)
        if after < (left[-1].start if left else len(text)):
            follows = before or Opening(start=after, text_start=after, number="")
            found.append(replace(follows, start=after, text_start=after, number=""))
    return found + left[::-1]


def _closings(text: str, start: int) -> Iterator[Opening]:
    """Yield what stands in brackets at the end of a paragraph and is a mark, known or national.

    A single letter is one only behind a sentence: "Title 18, section 981 (C)" has none.
    """
    for at in _CLOSING.finditer(text, start):
        words = " ".join(at["mark"].split())
        mark, is_strange = parse_mark(plain_mark(words)), words.upper() == words and is_national(words)
        if (mark is None and not is_strange) or (len(words) == 1 and at["before"] not in ".!?"):
            continue
        if words != words.upper() and "/" not in words:
            continue  # words in brackets such as "(secret)"
        first, last = at.span("bracket")
        span = Span(start=first, end=last, quote=text[first:last])
        yield Opening(
            start=first, text_start=at.end(), number="", mark=mark, span=span, unread="" if mark else words
        )


def _close(here: Opening | None, before: Opening | None, closing: Opening, begin: int) -> Opening:
    """Return the paragraph's opening with the mark that closes it beside the one in force, if there is one."""
    own = here or Opening(start=begin, text_start=begin, number="")
    in_force = before if before is not None and (before.mark or before.unread) else None
    if in_force is None or in_force.mark is None or closing.mark is None:
        unread = closing.unread or (in_force.unread if in_force else "")
        mark = None if unread else closing.mark
        return replace(own, mark=mark, span=own.span or closing.span, unread=unread)
    also: tuple[PrintedMark, ...] = (*in_force.also, closing.mark)
    return replace(own, mark=in_force.mark, span=in_force.span, also=also)


def _next_words(text: str, at: int) -> int:
    found = _WORDS.search(text, at)
    return found.start() if found else len(text)

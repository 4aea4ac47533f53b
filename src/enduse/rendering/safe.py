"""Make text from outside safe to print on a terminal and honest to the eye.

A name on a list or a line of a letter may hold control characters that move
the cursor or recolour the screen (C0, C1, DEL), marks that turn the reading
direction (bidi controls), or signs that nobody sees. They are shown as
`\\u{202e}`, so that the reader sees that something stood there.
Cost: linear in the text; printable text is returned as it is.
"""

from __future__ import annotations

import unicodedata

# The two joiners are part of correct Persian, Urdu, Hindi and emoji spelling and change no direction.
_KEPT_FORMAT = frozenset("\u200c\u200d")
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MAX_MARKS = 6  # combining marks on one letter; Vietnamese needs two, pointed Hebrew and Tibetan up to four
_EMPTY_LOOKING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean(text: str) -> str:
    """Return one line of text without anything that a terminal obeys or an eye misses.

    Every kind of white space, line breaks included, becomes a single space.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return escape(" ".join(text.split()))


def escape(line: str) -> str:
    """Return a line that was laid out before with its spaces kept and everything else made safe."""
    if line.isascii() and line.isprintable():
        return line
    shown: list[str] = []
    marks = 0
    for char in line:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        is_hidden = category in _UNSAFE_CATEGORIES and char not in _KEPT_FORMAT
        is_hidden = is_hidden or char in _EMPTY_LOOKING or marks > _MAX_MARKS
        shown.append(f"\\u{{{ord(char):x}}}" if is_hidden else char)
    return "".join(shown)


def measure(text: str) -> int:
    """Return how many columns a terminal gives the text: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def break_word(word: str, width: int) -> list[str]:
    """Cut a word that is wider than the line into pieces that fit."""
    if measure(word) <= width:
        return [word]
    pieces, piece, used = [], "", 0
    for char in word:
        columns = _columns(char)
        if used + columns > width and piece:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += columns
    return [*pieces, piece]


def _columns(char: str) -> int:
    if char in _KEPT_FORMAT or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

"""Reading letters from pictures (text recognition, OCR): an extra, off unless it is asked for.

The engine is `rapidocr-onnxruntime`: its models lie in its wheel, so nothing is fetched, and it needs no other program.
It knows Latin letters and Chinese ones. Cost: 5 to 15 s of one processor for a page of 80 lines, some 700 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from typing import Any, Protocol

MAX_SIDE = 2_000  # pixels; the engine would make a larger picture smaller itself
_LEAST = 0.5  # lines of which the engine is less sure are no text
# A blank parts two words that is wider than this share of the line's height and so many times the middle one of all
# blanks between letters: chosen on three invented pages in letters of even and uneven width, drawn and scanned.
_WORD_GAP = 0.19
_WIDER = 2.0
_INK = 140  # a grey value below it is ink
# The engine knows Chinese too and spells signs in Latin text as wide ones.
_PLAIN = {ord(wide): plain for wide, plain in zip("，．：；！？（）＆／－％“”‘’", ",.:;!?()&/-%\"\"''", strict=True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedLine:
    """A line as read from a picture: `box` is left, top, right and bottom in pixels, `confidence` between 0 and 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


class Recogniser(Protocol):
    """Whatever reads the lines of a grey picture, a numpy array of rows."""

    def read(self, picture: Any) -> Sequence[RecognisedLine]:
        """Return the lines of a picture from top to bottom."""
        ...


def is_installed() -> bool:
    """Tell whether the engine is here."""
    return find_spec("rapidocr_onnxruntime") is not None


class RapidOcr:
    """The engine, loaded when it is first used, on one processor."""

    def __init__(self) -> None:
        self._engine: Any = None

    def read(self, picture: Any) -> Sequence[RecognisedLine]:
        """Return the lines of a grey picture from top to bottom."""
        import numpy as np

        if self._engine is None:
            from rapidocr_onnxruntime import RapidOCR

            self._engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
        colours = np.stack([picture] * 3, axis=-1)
        found, _ = self._engine(colours, use_cls=False, return_word_box=True, text_score=_LEAST)
        ink = picture < _INK
        lines = [_line(each, ink) for each in found or ()]
        return tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0])))


def _line(found: Sequence[Any], ink: Any) -> RecognisedLine:
    corners, text, confidence = found[:3]
    across, down = [corner[0] for corner in corners], [corner[1] for corner in corners]
    box = (float(min(across)), float(min(down)), float(max(across)), float(max(down)))
    if len(found) > 4 and "".join(found[4]) == text:
        middles = [(letter[0][0] + letter[2][0]) // 2 for letter in found[3]]
        inked = ink[max(0, int(box[1])) : int(box[3]) + 1].any(axis=0)
        text = _part_words(text, middles, inked, least=_WORD_GAP * (box[3] - box[1]))
    return RecognisedLine(text=text.translate(_PLAIN).strip(), box=box, confidence=round(float(confidence), 3))


def _part_words(text: str, middles: Sequence[int], inked: Any, *, least: float) -> str:
    """Return a line with the spaces that the engine overlooks, where the picture is blank for more than some pixels."""
    blanks = [_longest_blank(inked[left : right + 1]) for left, right in pairwise(middles)]
    least = max(least, _WIDER * median(blanks)) if blanks else least
    parted = text[:1]
    for at, blank in enumerate(blanks, 1):
        if " " not in text[at - 1 : at + 1] and blank > least:
            parted += " "
        parted += text[at]
    return parted


def _longest_blank(inked: Any) -> int:
    longest = run = 0
    for is_inked in inked:
        run = 0 if is_inked else run + 1
        longest = max(longest, run)
    return longest

"""A PDF's text in the order in which people read it, each line with its page and place.

PDFium gives the characters of a page in the order of the file, with boxes. They are cut into runs where a line ends or
leaves a wide gap. Where the runs of a page stand in columns of prose they are put column by column, between the lines
that reach across; a table, whose cells are short, is left row by row. Cost: some 4 us a character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass, replace
from typing import Any

from enduse.errors import Fault, InputError
from enduse.reading.stored_text import MAX_CHARACTERS, Box, PrintedRun, StoredText

MAX_PAGES = 2_000
_HYPHEN = 2  # how PDFium spells the hyphen that a line ends in
_WIDE = 1.5  # a gap of so many letter heights ends a run
_LEAST_LINES = 4  # of a column
_LEAST_LETTERS = 18  # of a line of prose, in the middle of all
_FULL = 0.55  # share of its column that a line of prose fills, in the middle of all
_DEEPEST = 4  # columns within columns


def read_pdf(data: bytes, name: str) -> StoredText:
    """Return the text of a PDF with its pages and where it is printed.

    Raises:
        InputError: it cannot be opened, has too many pages, or no text of its own.
    """
    import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]  # costs some 60 ms to import; needed for PDF only

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        remedy = "Open it in a viewer, remove a password, and save it again."
        raise InputError("this PDF cannot be opened.", where=name, remedy=remedy) from exc
    try:
        if len(document) > MAX_PAGES:
            raise InputError(f"the PDF has more than {MAX_PAGES} pages.", where=name, remedy="Split it.")
        return _read_pages(document, name)
    finally:
        document.close()


def find_boxes(data: bytes, runs: Sequence[PrintedRun], start: int, end: int) -> tuple[tuple[int, Box], ...]:
    """Return (page, box) for the part of each run that lies between two offsets, as exactly as the letters stand."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = []
    try:
        for run in runs:
            page = document[run.page - 1].get_textpage()
            first, last = max(start, run.start) - run.start, min(end, run.end) - run.start
            boxes = [_box(page, run.first + at) for at in range(first, last)]
            held = [box for box in boxes if box is not None]
            if held:
                found.append((run.page, _around(held)))
    finally:
        document.close()
    return tuple(found)


def _read_pages(document: Any, name: str) -> StoredText:
    import pypdfium2

    parts: list[str] = []
    starts: list[int] = []
    runs: list[PrintedRun] = []
    pictures: list[int] = []
    length = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            pieces = _in_reading_order(list(_pieces(page.get_textpage(), number)))
        except pypdfium2.PdfiumError as exc:
            remedy = "Save the PDF again with another program."
            raise InputError(f"page {number} cannot be read.", where=name, remedy=remedy) from exc
        starts.append(length)
        for piece in pieces:
            runs.append(replace(piece.run, start=length, end=length + len(piece.text)))
            parts += [piece.text, piece.after]
            length += len(piece.text) + len(piece.after)
        if not pieces and _has_pictures(page):
            pictures.append(number)
        parts.append("\n")
        length += 1
        if length > MAX_CHARACTERS:
            what = f"the document has more than {MAX_CHARACTERS // 1_000_000} million characters."
            raise InputError(what, where=name, remedy="Split it.")
    whole = "".join(parts)
    if len(whole.strip()) < 20 * max(1, len(starts)) and len(whole.strip()) < 200:
        remedy = "Run text recognition (OCR) on it and give the result."
        raise InputError("this PDF has no text of its own: its pages are pictures.", where=name, remedy=remedy)
    return StoredText(
        text=whole, media="application/pdf", pages=tuple(starts), runs=tuple(runs), faults=tuple(_scanned(pictures))
    )


def _has_pictures(page: Any) -> bool:
    import pypdfium2.raw as raw  # type: ignore[import-untyped, import-not-found, unused-ignore]

    return next(iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)), None) is not None


def _scanned(pictures: Sequence[int]) -> Iterator[Fault]:
    if pictures:
        told = ", ".join(map(str, pictures[:20])) + (" and more" if len(pictures) > 20 else "")
        yield Fault(
            place=f"page {told}",
            reason="a picture without text of its own; nothing on it was read.",
            remedy="Run text recognition (OCR) on the paper and read the result.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A run with its text, and what parts it from the next: a line's end or a space."""

    text: str
    run: PrintedRun
    after: str = "\n"

    @property
    def left(self) -> float:
        return self.run.box[0]

    @property
    def right(self) -> float:
        return self.run.box[2]

    @property
    def middle(self) -> float:
        return (self.run.box[1] + self.run.box[3]) / 2


def _pieces(page: Any, number: int) -> Iterator[_Piece]:
    """Yield the runs of a page in the order of the file."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped, import-not-found, unused-ignore]

    letters: list[str] = []
    boxes: list[Box] = []
    first = last = 0
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        letter = "-" if code == _HYPHEN else _letter(code)
        box = None if letter in "\r\n" else _box(page, at)
        ends = letter in "\r\n" or (letters and box is not None and boxes and _is_apart(boxes[-1], box))
        if ends and letters:
            after = "\n" if letter in "\r\n" or box is None or not _is_beside(boxes, box) else "\t"
            yield from _piece(letters, boxes, first, number, after)
            letters, boxes = [], []
        if letter in "\r\n":
            continue
        if not letters:
            first = at
        elif at != last + 1:
            letters += [" "] * (at - last - 1)
        letters.append(letter)
        last = at
        if box is not None and letter != " ":
            boxes.append(box)
    yield from _piece(letters, boxes, first, number, "\n")


def _piece(letters: list[str], boxes: list[Box], first: int, number: int, after: str) -> Iterator[_Piece]:
    text = "".join(letters)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if text and boxes:
        run = PrintedRun(start=0, end=0, page=number, first=first + lead, box=_around(boxes))
        yield _Piece(text=text, run=run, after=after)


def _letter(code: int) -> str:
    if code in (9, 10, 13):
        return chr(code)
    return "\ufffd" if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _box(page: Any, at: int) -> Box | None:
    import pypdfium2.raw as raw

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    if not raw.FPDFText_GetCharBox(page, at, byref(left), byref(right), byref(bottom), byref(top)):
        return None
    box = (left.value, bottom.value, right.value, top.value)
    return box if box[2] > box[0] or box[3] > box[1] else None


def _around(boxes: Sequence[Box]) -> Box:
    return (
        round(min(b[0] for b in boxes), 2),
        round(min(b[1] for b in boxes), 2),
        round(max(b[2] for b in boxes), 2),
        round(max(b[3] for b in boxes), 2),
    )


def _is_apart(before: Box, box: Box) -> bool:
    """Tell whether a letter stands far from the one before it: another line, or a gap as between columns."""
    height = max(before[3] - before[1], box[3] - box[1], 4.0)
    return box[0] - before[2] > _WIDE * height or box[2] < before[0] - height


def _is_beside(boxes: Sequence[Box], box: Box) -> bool:
    line = _around(boxes[-8:])
    return line[1] <= (box[1] + box[3]) / 2 <= line[3] and box[0] > line[0]


def _in_reading_order(pieces: list[_Piece], depth: int = 0) -> list[_Piece]:
    """Return the runs of a page column by column where it has columns of prose, else as they came."""
    gutter = _find_gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        return pieces
    found: list[_Piece] = []
    band: list[_Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if piece.left < gutter < piece.right:
            found += _columns(band, gutter, pieces, depth)
            found.append(replace(piece, after="\n"))
            band = []
        else:
            band.append(piece)
    return found + _columns(band, gutter, pieces, depth)


def _columns(band: list[_Piece], gutter: float, order: list[_Piece], depth: int) -> list[_Piece]:
    held = {id(piece) for piece in band}
    left = [replace(p, after="\n") for p in order if id(p) in held and p.right <= gutter]
    right = [replace(p, after="\n") for p in order if id(p) in held and p.right > gutter]
    return _in_reading_order(left, depth + 1) + _in_reading_order(right, depth + 1)


def _find_gutter(pieces: Sequence[_Piece]) -> float | None:
    """Return where a page parts into two columns of prose, None where it does not.

    A gutter is a stretch that nearly no run crosses and that has enough lines of prose on both sides, one beside the
    other. The widest one counts.
    """
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    edges = sorted({round(p.right, 1) for p in pieces})
    lefts = sorted(p.left for p in pieces)
    best: tuple[float, float] | None = None
    for edge in edges:
        following = next((left for left in lefts if left > edge + 3), None)
        if following is None:
            continue
        gutter = (edge + following) / 2
        crossing = sum(p.left < gutter < p.right for p in pieces)
        before = [p for p in pieces if p.right <= gutter]
        after = [p for p in pieces if p.left >= gutter]
        if crossing * 4 <= len(pieces) and _is_prose(before) and _is_prose(after) and _overlap(before, after):
            width = following - edge
            if best is None or width > best[0]:
                best = (width, gutter)
    return best[1] if best else None


def _is_prose(column: Sequence[_Piece]) -> bool:
    if len(column) < _LEAST_LINES:
        return False
    width = max(p.right for p in column) - min(p.left for p in column)
    lengths = sorted(len(p.text) for p in column)
    widths = sorted(p.right - p.left for p in column)
    middle = len(column) // 2
    return lengths[middle] >= _LEAST_LETTERS and widths[middle] >= _FULL * width


def _overlap(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    """Tell whether two columns stand side by side for half the height of the shorter one."""
    low = max(min(p.middle for p in left), min(p.middle for p in right))
    high = min(max(p.middle for p in left), max(p.middle for p in right))
    least = min(max(p.middle for p in c) - min(p.middle for p in c) for c in (left, right))
    return least > 0 and high - low >= least / 2

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
from enduse.reading.recognition import MAX_SIDE, RecognisedLine, Recogniser
from enduse.reading.stored_text import MAX_CHARACTERS, Box, PrintedRun, StoredText

MAX_PAGES = 2_000
MAX_RECOGNISED = 200  # pages of one paper
RECOGNISE = "Read it with --ocr, or run text recognition on it and give the result."
_LEAST_TEXT = 40  # letters of a page that counts as text where it holds a picture
_DOTS = 200  # an inch, in which a page is drawn for text recognition
_HYPHEN = 2  # how PDFium spells the hyphen that a line ends in
_WIDE = 1.5  # a gap of so many letter heights ends a run
_LEAST_LINES = 4  # of a column
_LEAST_LETTERS = 18  # of a line of prose, in the middle of all
_FULL = 0.55  # share of its column that a line of prose fills, in the middle of all
_DEEPEST = 4  # columns within columns


def read_pdf(data: bytes, name: str, recogniser: Recogniser | None = None) -> StoredText:
    """Return the text of a PDF with its pages and where it is printed; a `recogniser` reads pages that are pictures.

    Raises:
        InputError: it cannot be opened, has too many pages, or no text of its own.
    """
    import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]  # costs some 60 ms to import; needed for PDF only

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        if getattr(exc, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            remedy = "Open it in a viewer with its password and save or print it without one."
            raise InputError("this PDF is locked by a password.", where=name, remedy=remedy) from exc
        remedy = "Get the file again, or open it in a viewer and save it anew."
        raise InputError("this PDF is damaged or cut short.", where=name, remedy=remedy) from exc
    try:
        if len(document) > MAX_PAGES:
            raise InputError(f"the PDF has more than {MAX_PAGES} pages.", where=name, remedy="Split it.")
        return _read_pages(document, name, recogniser)
    finally:
        document.close()


def find_boxes(data: bytes, runs: Sequence[PrintedRun], start: int, end: int) -> tuple[tuple[int, Box], ...]:
    """Return (page, box) for the part of each run that lies between two offsets, as exactly as the letters stand."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = []
    try:
        for run in runs:
            if run.confidence is not None:
                found.append((run.page, run.box))
                continue
            page = document[run.page - 1].get_textpage()
            first, last = max(start, run.start) - run.start, min(end, run.end) - run.start
            boxes = [_box(page, run.first + at) for at in range(first, last)]
            held = [box for box in boxes if box is not None]
            if held:
                found.append((run.page, _around(held)))
    finally:
        document.close()
    return tuple(found)


def _read_pages(document: Any, name: str, recogniser: Recogniser | None) -> StoredText:
    import pypdfium2

    text = PagedText(name)
    pictures: list[int] = []
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            pieces = in_reading_order(list(_pieces(page.get_textpage(), number)))
        except pypdfium2.PdfiumError as exc:
            remedy = "Save the PDF again with another program."
            raise InputError(f"page {number} cannot be read.", where=name, remedy=remedy) from exc
        if sum(len(piece.text) for piece in pieces) < _LEAST_TEXT and _has_pictures(page):
            if recogniser is not None and text.recognised < MAX_RECOGNISED:
                pieces = _recognise(page, number, recogniser) or pieces
                text.recognised += 1
            elif not pieces:
                pictures.append(number)
        text.add_page(pieces)
    whole = text.whole()
    if len(whole.strip()) < 20 * max(1, len(document)) and len(whole.strip()) < 200 and not text.recognised:
        what = "this PDF has no text of its own: its pages are pictures or empty."
        raise InputError(what, where=name, remedy=RECOGNISE)
    faults = (*recognised_faults(text.runs), *_scanned(pictures))
    return StoredText(
        text=whole, media="application/pdf", pages=tuple(text.pages), runs=tuple(text.runs), faults=faults
    )


class PagedText:
    """The text of a paper as it grows page by page, with the places where pages begin and runs are printed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self.pages: list[int] = []
        self.runs: list[PrintedRun] = []
        self.recognised = 0

    def add_page(self, pieces: Sequence[Piece]) -> None:
        """Add the pieces of the next page, in reading order. Raises InputError where the whole grows too long."""
        self.pages.append(self._length)
        for piece in pieces:
            self.runs.append(replace(piece.run, start=self._length, end=self._length + len(piece.text)))
            self._parts += [piece.text, piece.after]
            self._length += len(piece.text) + len(piece.after)
        self._parts.append("\n")
        self._length += 1
        if self._length > MAX_CHARACTERS:
            what = f"the document has more than {MAX_CHARACTERS // 1_000_000} million characters."
            raise InputError(what, where=self._name, remedy="Split it.")

    def whole(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)


def _recognise(page: Any, number: int, recogniser: Recogniser) -> list[Piece]:
    """Return the runs of a page that is a picture, as text recognition reads them."""
    width, height = page.get_size()
    scale = min(_DOTS / 72, MAX_SIDE / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    if picture.ndim == 3:
        picture = picture[:, :, 0]
    return pieces_of(recogniser.read(picture), page=number, height=picture.shape[0], scale=scale)


def pieces_of(lines: Sequence[RecognisedLine], *, page: int, height: float, scale: float) -> list[Piece]:
    """Return recognised lines as runs in reading order; `height` is that of the picture, `scale` its pixels a point."""
    pieces = []
    for line in lines:
        left, top, right, bottom = (side / scale for side in line.box)
        box = (round(left, 2), round(height / scale - bottom, 2), round(right, 2), round(height / scale - top, 2))
        run = PrintedRun(start=0, end=0, page=page, first=0, box=box, confidence=line.confidence)
        pieces += [Piece(text=line.text, run=run)] if line.text else []
    return in_reading_order(_by_rows(pieces))


def _by_rows(pieces: list[Piece]) -> list[Piece]:
    """Return runs row by row, those side by side from left to right with a wide gap between."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        last = rows[-1][-1] if rows else None
        if last is not None and last.run.box[1] <= piece.middle <= last.run.box[3]:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered: list[Piece] = []
    for row in rows:
        beside = sorted(row, key=lambda p: p.left)
        ordered += [replace(piece, after="\t") for piece in beside[:-1]] + beside[-1:]
    return ordered


def recognised_faults(runs: Sequence[PrintedRun]) -> Iterator[Fault]:
    """Yield one fault that tells which pages were read from pictures, and how sure that is."""
    sure = [run.confidence for run in runs if run.confidence is not None]
    if sure:
        told = _pages(sorted({run.page for run in runs if run.confidence is not None}))
        yield Fault(
            place=f"page {told}",
            reason=f"was read from a picture by text recognition (mean confidence {sum(sure) / len(sure):.2f}, lowest "
                   f"of a line {min(sure):.2f}); letters and spaces may be wrong.",
            remedy="Compare what matters with the picture. Without --marking all of it stays with you.",
        )


def _pages(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" and more" if len(numbers) > 20 else "")


def _has_pictures(page: Any) -> bool:
    import pypdfium2.raw as raw  # type: ignore[import-untyped, import-not-found, unused-ignore]

    return next(iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)), None) is not None


def _scanned(pictures: Sequence[int]) -> Iterator[Fault]:
    if pictures:
        yield Fault(
            place=f"page {_pages(pictures)}",
            reason="a picture without text of its own; nothing on it was read.",
            remedy=RECOGNISE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
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


def _pieces(page: Any, number: int) -> Iterator[Piece]:
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


def _piece(letters: list[str], boxes: list[Box], first: int, number: int, after: str) -> Iterator[Piece]:
    text = "".join(letters)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if text and boxes:
        run = PrintedRun(start=0, end=0, page=number, first=first + lead, box=_around(boxes))
        yield Piece(text=text, run=run, after=after)


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
    return box[0] - before[2] > _WIDE * height or before[0] - box[2] > _WIDE * height


def _is_beside(boxes: Sequence[Box], box: Box) -> bool:
    line = _around(boxes[-8:])
    return line[1] <= (box[1] + box[3]) / 2 <= line[3] and box[0] > line[0]


def in_reading_order(pieces: list[Piece], depth: int = 0) -> list[Piece]:
    """Return the runs of a page column by column where it has columns of prose, else as they came."""
    gutter = _find_gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        return pieces
    found: list[Piece] = []
    band: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if piece.left < gutter < piece.right:
            found += _columns(band, gutter, pieces, depth)
            found.append(replace(piece, after="\n"))
            band = []
        else:
            band.append(piece)
    return found + _columns(band, gutter, pieces, depth)


def _columns(band: list[Piece], gutter: float, order: list[Piece], depth: int) -> list[Piece]:
    held = {id(piece) for piece in band}
    left = [replace(p, after="\n") for p in order if id(p) in held and p.right <= gutter]
    right = [replace(p, after="\n") for p in order if id(p) in held and p.right > gutter]
    return in_reading_order(left, depth + 1) + in_reading_order(right, depth + 1)


def _find_gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where a page parts into two columns of prose, None where it does not.

    A gutter is a stretch that nearly no run crosses and that has enough lines of prose on both sides, one beside the
    other. The one that the fewest runs cross counts, of these the widest: beside lines of unequal length a wider
    stretch lies within a column.
    """
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    edges = sorted({round(p.right, 1) for p in pieces})
    lefts = sorted(p.left for p in pieces)
    best: tuple[int, float, float] | None = None
    for edge in edges:
        following = next((left for left in lefts if left > edge + 3), None)
        if following is None:
            continue
        gutter = (edge + following) / 2
        crossing = sum(p.left < gutter < p.right for p in pieces)
        before = [p for p in pieces if p.right <= gutter]
        after = [p for p in pieces if p.left >= gutter]
        if crossing * 4 <= len(pieces) and _is_prose(before) and _is_prose(after) and _overlap(before, after):
            best = max(best or (-crossing, 0.0, 0.0), (-crossing, following - edge, gutter))
    return best[2] if best else None


def _is_prose(column: Sequence[Piece]) -> bool:
    if len(column) < _LEAST_LINES:
        return False
    width = max(p.right for p in column) - min(p.left for p in column)
    lengths = sorted(len(p.text) for p in column)
    widths = sorted(p.right - p.left for p in column)
    middle = len(column) // 2
    return lengths[middle] >= _LEAST_LETTERS and widths[middle] >= _FULL * width


def _overlap(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether two columns stand side by side for half the height of the shorter one."""
    low = max(min(p.middle for p in left), min(p.middle for p in right))
    high = min(max(p.middle for p in left), max(p.middle for p in right))
    least = min(max(p.middle for p in c) - min(p.middle for p in c) for c in (left, right))
    return least > 0 and high - low >= least / 2

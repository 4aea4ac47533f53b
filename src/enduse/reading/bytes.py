"""Bytes as received to the text that every offset refers to.

Bounds: 50 MB of bytes, 20 million characters, 2,000 pages. Cost: linear in the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from enduse.errors import InputError

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 20_000_000
MAX_PAGES = 2_000
_CONTROL = frozenset(range(32)) - {7, 9, 10, 11, 12, 13, 27, 28}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """The text of a document: what the bytes were, where each page begins, and what was assumed."""

    text: str
    media: str
    pages: tuple[int, ...] = (0,)
    notes: tuple[str, ...] = ()


def read_bytes(data: bytes, *, name: str) -> StoredText:
    """Return the text of a plain, HTML or PDF document.

    Raises:
        InputError: empty, too large, not text, or a PDF that cannot be opened or
            has no text of its own; says what to do.
    """
    if not data:
        raise InputError("the document is empty.", where=name, remedy="Check the file.")
    if len(data) > MAX_BYTES:
        raise InputError(f"the document is larger than {MAX_BYTES // 1_000_000} MB.", where=name, remedy="Split it.")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _read_pdf(data, name)
    text, notes = _decode(data, name)
    head = text[:2048].lstrip().lower()
    if head.startswith(("<!doctype html", "<html")) or ("<body" in head and "<" in head[:1]):
        return StoredText(text=_strip_html(text), media="text/html", notes=notes)
    return StoredText(text=_bounded(text, name), media="text/plain", notes=notes)


def _bounded(text: str, name: str) -> str:
    if len(text) > MAX_CHARACTERS:
        what = f"the document has more than {MAX_CHARACTERS // 1_000_000} million characters."
        raise InputError(what, where=name, remedy="Split it.")
    return text


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return _refuse_binary(data.decode(encoding), name), (f"read as {encoding}, by its byte order mark",)
            except UnicodeDecodeError as exc:
                what = f"it begins as {encoding} but breaks at byte {exc.start}."
                raise InputError(what, where=name, remedy="Save it again as UTF-8.") from exc
    try:
        return _refuse_binary(data.decode("utf-8"), name), ()
    except UnicodeDecodeError:
        pass
    for encoding in ("cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _refuse_binary(text, name), (f"not UTF-8; read as {encoding}, so letters beyond ASCII may be wrong",)
    raise AssertionError("latin-1 reads any bytes")


def _refuse_binary(text: str, name: str) -> str:
    sample = text[:65536]
    odd = sum(ord(char) in _CONTROL for char in sample)
    if "\x00" in sample or odd > len(sample) // 50:
        remedy = "Give text, HTML or PDF; convert other formats first."
        raise InputError("this is not text.", where=name, remedy=remedy)
    return text


class _TextOfHtml(HTMLParser):
    """Collects the text between tags; block tags break lines, scripts and styles are left out."""

    _BLOCK = frozenset(
        {"p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "hr"}
    )
    _HIDDEN = frozenset({"script", "style", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag in self._HIDDEN:
            self._hidden += 1
        if tag in self._BLOCK:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in self._BLOCK:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _strip_html(text: str) -> str:
    parser = _TextOfHtml()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


def _read_pdf(data: bytes, name: str) -> StoredText:
    import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]  # costs some 60 ms to import; needed for PDF only

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        remedy = "Open it in a viewer, remove a password, and save it again."
        raise InputError("this PDF cannot be opened.", where=name, remedy=remedy) from exc
    try:
        if len(document) > MAX_PAGES:
            raise InputError(f"the PDF has more than {MAX_PAGES} pages.", where=name, remedy="Split it.")
        parts, starts, length = [], [], 0
        for number in range(len(document)):
            try:
                text = document[number].get_textpage().get_text_range().replace("\r\n", "\n")
            except pypdfium2.PdfiumError as exc:
                remedy = "Save the PDF again with another program."
                raise InputError(f"page {number + 1} cannot be read.", where=name, remedy=remedy) from exc
            starts.append(length)
            parts.append(text + "\n")
            length += len(text) + 1
    finally:
        document.close()
    whole = _bounded("".join(parts), name)
    if len(whole.strip()) < 20 * max(1, len(starts)) and len(whole.strip()) < 200:
        remedy = "Run text recognition (OCR) on it and give the result."
        raise InputError("this PDF has no text of its own: its pages are pictures.", where=name, remedy=remedy)
    return StoredText(text=whole, media="application/pdf", pages=tuple(starts))

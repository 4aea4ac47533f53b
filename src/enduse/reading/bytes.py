"""Bytes as received to the text that every offset refers to.

Bounds: 50 MB of bytes, 20 million characters, 2,000 pages. Cost: linear in the size.
"""

from __future__ import annotations

import re
from dataclasses import replace

from enduse.errors import InputError
from enduse.reading.containers import is_damaged_archive, is_mail, is_word, read_mail_text
from enduse.reading.encodings import decode
from enduse.reading.markup import looks_like_html, strip_html
from enduse.reading.recognition import Recogniser
from enduse.reading.stored_text import StoredText, bounded

MAX_BYTES = 50_000_000
_PDF_LINE = re.compile(rb"(?:^|[\r\n])%PDF-[12]\.\d[ \t]*[\r\n]")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_RECOGNISE = "Read it with --ocr, or run text recognition on it and give the result."
# What is no paper that can be read, by its first bytes, and what to do about it.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "a file of an old office program or a mail of Outlook", "Save it as DOCX, PDF, EML or text."),
    (b"{\\rtf", "a Rich Text file", "Save it as DOCX or text."),
    *((begin, "a picture", _RECOGNISE) for begin in _PICTURES),
    (b"\x1f\x8b", "a gzip file", "Unpack it."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it, or pack it as ZIP."),
    (b"Rar!", "a RAR archive", "Unpack it, or pack it as ZIP."),
    (b"PK\x03\x04", "an archive or an office file of another kind", "Give its text, or a ZIP file of papers."),
)


def read_bytes(data: bytes, *, name: str, recogniser: Recogniser | None = None) -> StoredText:
    """Return the text of a plain, HTML, PDF or DOCX document, or of a mail without its attachments.

    With a `recogniser` pictures are read too, as papers and as pages of a PDF.

    Raises:
        InputError: empty, too large, not text, damaged, or a PDF that has no text
            of its own; says what to do.
    """
    if not data:
        raise InputError("the document is empty.", where=name, remedy="Check the file.")
    if len(data) > MAX_BYTES:
        raise InputError(f"the document is larger than {MAX_BYTES // 1_000_000} MB.", where=name, remedy="Split it.")
    if _is_pdf(data):
        from enduse.reading.pdf import read_pdf

        return read_pdf(data, name, recogniser)
    if is_word(data):
        from enduse.reading.docx import read_docx

        return read_docx(data, name)
    if recogniser is not None and data.startswith(_PICTURES):
        from enduse.reading.pictures import read_picture

        return read_picture(data, name, recogniser)
    if is_damaged_archive(data):
        what = "this is a ZIP archive or an office file that is damaged or cut short."
        raise InputError(what, where=name, remedy="Get the file again, or pack or save it anew.")
    for begin, what, remedy in _OTHERS:
        if data.startswith(begin):
            raise InputError(f"this is {what}, which is not read.", where=name, remedy=remedy)
    if is_mail(data, name):
        return replace(_read_text(read_mail_text(data, name), (), name), media="message/rfc822")
    text, notes = decode(data, name)
    return _read_text(text, notes, name)


def _is_pdf(data: bytes) -> bool:
    """Tell a PDF by its first line, which a gateway or a mail program may have put other lines before."""
    head = data[:1024]
    return head.lstrip().startswith(b"%PDF-") or (_PDF_LINE.search(head) is not None and b" obj" in data[:65_536])


def _read_text(text: str, notes: tuple[str, ...], name: str) -> StoredText:
    if looks_like_html(text):
        return StoredText(text=bounded(strip_html(text), name), media="text/html", notes=notes)
    return StoredText(text=bounded(text, name), media="text/plain", notes=notes)

"""Mails with attachments and ZIP archives: each thing inside is a paper of its own, with its own bytes and name.

Bounds: 2,000 things, 400 MB unpacked, three boxes within each other. A name inside an archive is shown and never used
as a path. What cannot be unpacked is a fault, and the rest goes on.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from enduse.errors import InputError
from enduse.reading.markup import strip_html

# What the standard library raises for a ZIP file that is damaged, locked, or packed in a way it does not know.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, NotImplementedError, EOFError, OSError,
    ValueError,
)  # fmt: skip
MAX_THINGS = 2_000
MAX_UNPACKED = 400_000_000
MAX_THING = 50_000_000
_DEEPEST = 3
_MOST_PARTS = 500  # of one mail
_MAX_FIELD = 20_000  # characters of a mail's heading
_BLOCK = 1 << 20
# What the standard library raises for mails that it cannot take apart.
_ODD = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
_ZIP = b"PK\x03\x04"
_HEADING = re.compile(rb"[!-9;-~]{1,60}:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MAIL_FIELDS = (b"from:", b"to:", b"date:", b"subject:", b"message-id:", b"mime-version:", b"received:")
_TOLD = ("From", "To", "Cc", "Date", "Subject")


@dataclass(frozen=True, slots=True)
class Inside:
    """A thing inside a container: its name there, with the names of the boxes around it, and its bytes."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Budget:
    things: int = MAX_THINGS
    unpacked: int = MAX_UNPACKED


def is_word(data: bytes) -> bool:
    """Tell a DOCX file by the part that holds its text."""
    return data.startswith(_ZIP) and "word/document.xml" in _names(data)


def is_archive(data: bytes) -> bool:
    """Tell a ZIP archive from the office files that are packed the same way."""
    if not data.startswith(_ZIP):
        return False
    names = _names(data)
    return bool(names) and "[Content_Types].xml" not in names and "mimetype" not in names


def is_damaged_archive(data: bytes) -> bool:
    """Tell bytes that begin like a ZIP archive, as office files do too, and whose list of contents cannot be read."""
    return data.startswith(_ZIP) and not _names(data)


def is_mail(data: bytes, name: str) -> bool:
    """Tell a mail by its heading: named .eml, or beginning with fields among which two are a mail's."""
    found: set[bytes] = set()
    at = 0
    while (field := _HEADING.match(data, at, min(len(data), 60_000))) is not None:
        found.update(each for each in _MAIL_FIELDS if field[0][: len(each)].lower() == each)
        at = field.end()
    if not found:
        return False
    is_ended = data[at : at + 2] in (b"\r\n", b"\n", b"") or data[at : at + 1] == b"\n"
    sure = {b"message-id:", b"mime-version:", b"received:"} & found
    return is_ended and (bool(sure) or name.lower().endswith(".eml"))


def read_mail_text(data: bytes, name: str) -> str:
    """Return a mail's heading and body as text; of a body in two forms the plain one.

    Raises:
        InputError: it cannot be taken apart.
    """
    mail = _parse(data, name)
    told = ((field, _field(mail, field)) for field in _TOLD)
    lines = [f"{field}: {value}" for field, value in told if value]
    body = ""
    try:
        part = mail.get_body(preferencelist=("plain", "html"))
        if part is not None:
            body = _content(part)
            if part.get_content_type() == "text/html":
                body = strip_html(body)
    except _ODD as exc:
        raise InputError("the mail's text cannot be read.", where=name, remedy="Save it as plain text.") from exc
    return "\n".join(lines) + "\n\n" + body.replace("\r\n", "\n")


def open_container(data: bytes, name: str) -> Iterator[Inside | InputError]:
    """Yield what is inside a ZIP archive or attached to a mail, boxes within boxes opened; nothing for other bytes."""
    yield from _open(data, name, _Budget(), depth=0)


def _open(data: bytes, name: str, budget: _Budget, *, depth: int) -> Iterator[Inside | InputError]:
    found = _members(data, name, budget) if is_archive(data) else _attached(data, name, budget)
    for inside in found:
        if isinstance(inside, InputError):
            yield inside
            continue
        budget.things -= 1
        if budget.things < 0:
            what = f"it holds more than {MAX_THINGS:,} things; those after were not read."
            yield InputError(what, where=name, remedy="Unpack it into a folder and read that.")
            return
        is_box = is_archive(inside.data)
        if is_box and depth + 1 >= _DEEPEST:
            what = "it lies too deep within other boxes."
            yield InputError(what, where=inside.name, remedy="Unpack it and read what is inside.")
            continue
        if depth + 1 < _DEEPEST:
            yield from _open(inside.data, inside.name, budget, depth=depth + 1)
        if not is_box:
            yield inside


def _members(data: bytes, name: str, budget: _Budget) -> Iterator[Inside | InputError]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
    except DAMAGED as exc:
        yield InputError("this archive cannot be opened.", where=name, remedy="Pack it again.")
        del exc
        return
    with archive:
        for info in infos:
            full = f"{name}/{clean_name(info.filename)}"
            if info.filename.endswith("/") or _is_litter(info.filename):
                continue
            try:
                yield Inside(full, _unpack(archive, info, budget))
            except InputError as error:
                yield InputError(error.what, where=full, remedy=error.remedy)
                if budget.unpacked <= 0:
                    return
            except DAMAGED as exc:
                locked = info.flag_bits & 1
                what = "it is locked by a password." if locked else f"it cannot be unpacked: {exc}."
                yield InputError(what, where=full, remedy="Unpack it yourself." if locked else "Pack it again.")


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Return the bytes of a member; what comes out counts, not what the archive says."""
    pieces, size = [], 0
    with archive.open(info) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            budget.unpacked -= len(block)
            if size > MAX_THING:
                raise InputError(f"it unpacks to more than {MAX_THING // 1_000_000} MB.", remedy="Split it.")
            if budget.unpacked <= 0:
                what = f"the whole unpacks to more than {MAX_UNPACKED // 1_000_000} MB; what follows was not read."
                raise InputError(what, remedy="Unpack it into a folder and read that.")
            pieces.append(block)
    return b"".join(pieces)


def _attached(data: bytes, name: str, budget: _Budget) -> Iterator[Inside | InputError]:
    if not is_mail(data, name):
        return
    try:
        mail = _parse(data, name)
        body = mail.get_body(preferencelist=("plain", "html"))
        alternatives = _alternatives(mail)
        parts = [part for part in mail.walk() if part is not body and not part.is_multipart()]
        mails = [part for part in mail.walk() if part.get_content_type() == "message/rfc822"]
    except (InputError, *_ODD):
        yield InputError("the mail's attachments cannot be read.", where=name, remedy="Save them one by one.")
        return
    within = {id(part) for each in mails for part in each.walk() if part is not each}
    if len(parts) > _MOST_PARTS:
        yield InputError(f"the mail has more than {_MOST_PARTS} parts.", where=name, remedy="Save them one by one.")
        return
    for number, part in enumerate([*mails, *parts], 1):
        if id(part) in within or id(part) in alternatives:
            continue
        is_shown = part.get_content_disposition() != "attachment"
        if is_shown and part.get_content_maintype() in ("image", "audio", "video"):
            continue  # a signature's picture, say; it is no paper
        full = f"{name}/{clean_name(part.get_filename() or f'part {number}')}"
        try:
            held = _bytes_of(part)
        except _ODD:
            yield InputError("the attachment cannot be decoded.", where=full, remedy="Save it by hand.")
            continue
        budget.unpacked -= len(held)
        if held.strip():
            yield Inside(full if part.get_filename() or part not in mails else f"{full}.eml", held)


def _alternatives(mail: EmailMessage) -> set[int]:
    """Return the parts that only say again, in another form, what the body says."""
    found: set[int] = set()
    for part in mail.walk():
        if part.get_content_type() == "multipart/alternative":
            found.update(id(each) for each in part.walk() if each.get_content_maintype() == "text")
    return found


def _bytes_of(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_content()
        return bytes(inner)
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _parse(data: bytes, name: str) -> EmailMessage:
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
    except _ODD as exc:
        raise InputError("the mail cannot be taken apart.", where=name, remedy="Save it as plain text.") from exc
    assert isinstance(mail, EmailMessage)
    return mail


def _content(part: MIMEPart) -> str:
    try:
        held = part.get_content()
    except (LookupError, UnicodeError):
        held = part.get_payload(decode=True)
    return held if isinstance(held, str) else bytes(held).decode("cp1252", "replace")


def _field(mail: EmailMessage, name: str) -> str:
    """Return a field of a mail's heading in one line, as printed where it is too long or too odd to be understood."""
    raw = next((str(value) for field, value in mail.raw_items() if field.lower() == name.lower()), "")
    value = raw
    if raw and len(raw) <= _MAX_FIELD:
        with suppress(*_ODD):
            value = str(mail.get(name))
    return " ".join(value[:_MAX_FIELD].split())


def clean_name(name: str) -> str:
    """Return a name from inside a container as one that leads nowhere: no root, no way up, no control signs."""
    parts = [part.strip() for part in re.split(r"[/\\]", name)]
    kept = [re.sub(r"[\x00-\x1f\x7f:*?\"<>|]", "_", part)[:100] for part in parts if part not in ("", ".", "..")]
    return "/".join(kept[-8:]) or "unnamed"


def _is_litter(name: str) -> bool:
    """Tell what archivers add of themselves."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db", "desktop.ini")


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except DAMAGED:
        return frozenset()

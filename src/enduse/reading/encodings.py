"""Bytes to text: byte order marks and UTF-8 first, then the encoding whose letters look most like writing.

A guess is told: letters beyond ASCII may be wrong. Cost: one decoding of the whole, and of 64 KB for each candidate.
"""

from __future__ import annotations

import re

from enduse.errors import InputError

_CONTROL = frozenset(range(32)) - {7, 9, 10, 11, 12, 13, 27, 28}
_SAMPLE = 65_536
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|encoding\s*=\s*["'])([A-Za-z0-9_.:-]{2,24})""", re.IGNORECASE)
# The letters a language needs most, which tell its encodings apart.
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为和地公司有限产品型号订单客户货物出口设备合同联系电话"
)
_COMMON_FULL_HAN = frozenset(
    "的一是不了在人有我他這中大來上國個到說們為和地公司有限產品型號訂單客戶貨物出口設備合約聯絡電話"
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_WIDE = ("shift_jis", "euc-jp", "euc-kr", "gb18030", "big5")


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of bytes, and what was assumed of their encoding.

    Raises:
        InputError: they are no text, or break the encoding that they begin as.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as exc:
                what = f"it begins as {encoding} but breaks at byte {exc.start}."
                raise InputError(what, where=name, remedy="Save it again as UTF-8.") from exc
            return _refuse_binary(text, name), (f"read as {encoding}, by its byte order mark",)
    try:
        return _refuse_binary(data.decode("utf-8"), name, is_wide=_is_wide(data)), ()
    except UnicodeDecodeError:
        pass
    except _WideError:
        encoding = _is_wide(data)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as exc:
            raise InputError("this is not text.", where=name, remedy=_REMEDY) from exc
        return _refuse_binary(text, name), (f"read as {encoding}, by where its zero bytes stand",)
    encoding = _declared(data) or _guess(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        encoding = "cp1252" if _decodes(data, "cp1252") else "latin-1"
        text = data.decode(encoding)
    note = f"not UTF-8; read as {encoding}, so letters beyond ASCII may be wrong"
    return _refuse_binary(text, name), (note,)


_REMEDY = "Give text, HTML, PDF, DOCX, EML or a ZIP of them; convert other formats first."


class _WideError(Exception):
    """Bytes that pass for UTF-8 but are two-byte text without a mark."""


def _refuse_binary(text: str, name: str, *, is_wide: str = "") -> str:
    sample = text[:_SAMPLE]
    if "\x00" in sample and is_wide:
        raise _WideError
    odd = sum(map(sample.count, map(chr, _CONTROL)))
    if "\x00" in sample or odd > len(sample) // 50:
        raise InputError("this is not text.", where=name, remedy=_REMEDY)
    return text


def _is_wide(data: bytes) -> str:
    """Return the two-byte encoding whose zero bytes stand at every other place, "" where they do not."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 3 < len(sample) // 2 or min(even, odd) * 20 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(data: bytes) -> str:
    """Return the encoding that a page names itself, if it can be right."""
    found = _DECLARED.search(data[:2048])
    name = found[1].decode("ascii").lower() if found else ""
    if not name or name.startswith(("utf", "us-ascii", "ascii")):
        return ""
    return name if _decodes(data, name) else ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _guess(data: bytes) -> str:
    """Return the encoding whose letters look most like writing, Western ones where nothing looks like more."""
    sample = data[:_SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    words = sum(chr(byte).isalpha() for byte in sample if byte < 0x80)
    if high * 3 < words:  # a letter here and there: a language in Latin script
        return "cp1252" if _decodes(data, "cp1252") else "latin-1"
    scored = [(_score_wide(text), name) for name in _WIDE for text in [_try(sample, name)] if text is not None]
    scored += [(_score_cyrillic(text), name) for name in _CYRILLIC for text in [_try(sample, name)] if text is not None]
    best, name = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    if best > 0.25 and _decodes(data, name):
        return name
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _try(sample: bytes, encoding: str) -> str | None:
    for end in range(len(sample), max(0, len(sample) - 4), -1):  # the sample may end within a character
        try:
            return sample[:end].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _score_wide(text: str) -> float:
    """Return how much of a text looks like Chinese, Japanese or Korean: its commonest letters, kana, Hangul."""
    beyond = [char for char in text if ord(char) > 0x7F]
    if not beyond:
        return 0.0
    kana = sum("\u3041" <= char <= "\u30fa" for char in beyond)
    hangul = sum("\uac00" <= char <= "\ud7a3" for char in beyond)
    common = sum(char in _COMMON_HAN or char in _COMMON_FULL_HAN for char in beyond)
    odd = sum("\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f" for char in beyond)
    return (kana + hangul + 1.5 * common - 2 * odd) / len(beyond)


def _score_cyrillic(text: str) -> float:
    """Return how much of a text looks like Cyrillic: small letters, since the tables differ in what is small."""
    beyond = [char for char in text if ord(char) > 0x7F]
    if not beyond:
        return 0.0
    small = sum("\u0430" <= char <= "\u044f" for char in beyond)
    vowels = sum(char in "аеиоуыэюя" for char in beyond)
    rest = sum(not "\u0400" <= char <= "\u045f" for char in beyond)
    if not 0.25 < vowels / max(1, small) < 0.6:
        small //= 2
    return (small - 2 * rest) / len(beyond)

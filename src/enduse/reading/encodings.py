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
# The letters that each language needs most, in general and in papers of trade: they tell its encoding from those of
# others, whose letters come out rare or in another script. From general knowledge.
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为和地公司限产品型号订单客户货物出口设备合同联系电话时会对生可以要就下得着过后作"
    "用道行所然家事成方多经去法如都现没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十第此"
    "工业贸易商售购两台向由技术厂北京海市省区路号年月日元付款交运输装船港关税发票数量价格总额规格名称地址银行"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這中大來上國個到說們為和地公司限產品型號訂單客戶貨物出口設備合約聯絡電話時會對生可以要就下得著過後作"
    "用道行所然家事成方多經去法如都現沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十第此"
    "工業貿易商售購兩台向由技術廠北京海市省區路號年月日元付款交運輸裝船港關稅發票數量價格總額規格名稱地址銀行"
)
_JAPANESE = frozenset(
    "日本人年大十二一国会中月出事者社行五三分時見上前生自四東間部業場合方明新力手代工品機械書約先社員長地名株式有限輸入出荷"
    "取引納入番号住所電話港口製造販売"
)
_HANGUL = frozenset(
    "이다의는에을가고를은하지한로도사기대으서리아자나어인시일그들수부보정해스구제전라과주만장게관경한상성원있여공동국마면까"
    "습니합계약출회품업소기계치및물산무역중선박호번화입금안조비용량주식유한회사것들세트와거두개월년"
)
_HAN_OF = {"gb18030": _SIMPLIFIED, "big5": _TRADITIONAL, "shift_jis": _JAPANESE, "euc-jp": _JAPANESE}
_PRINTED = frozenset("。，、；：？！「」『』（）《》〈〉・　")
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
    scored = [(_score_wide(text, name), name) for name in _WIDE for text in [_try(sample, name)] if text is not None]
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


def _score_wide(text: str, encoding: str) -> float:
    """Return how much of a text looks like its language: its commonest letters, and kana in Japanese."""
    beyond = [char for char in text if ord(char) > 0x7F and char not in _PRINTED]
    if not beyond:
        return 0.0
    common = _HAN_OF.get(encoding, _HANGUL)
    usual = sum(char in common for char in beyond)
    if encoding in ("shift_jis", "euc-jp"):
        usual += sum("\u3041" <= char <= "\u30fa" for char in beyond)
    odd = sum("\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f" for char in beyond)
    return (1.5 * usual - 2 * odd) / len(beyond)


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

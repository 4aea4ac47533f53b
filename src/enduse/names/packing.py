"""A read name as one piece of bytes, for the compiled part of comparing; the layout stands in `native/name.h`.

A pack holds no address and no number that another process would give otherwise: it may be kept in a file.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from zlib import crc32

from enduse.names.tokens import ANY_FORM, CHARITY, OF_PLACE, SON_OF, Kind, Part, ReadName, Token

PARTS = {part: number for number, part in enumerate(Part)}
KINDS: dict[Kind, int] = {"person": 0, "organisation": 1, "unknown": 2}  # in the order of `native/name.h`
OF_PLACE_NUMBER = 0xFFFFFFFF  # of the groups that stand for a place's stem: the stem tells them apart
_HEADER, _TOKEN = Struct("<IBBBBHHI"), Struct("<dIHHBBHHH")
_LONGEST = 65_535  # bytes of a pack
_ALIGNED = 8
TELLING = 0.1  # equal names are one only where some word weighs more
_PLACE, _ARTICLE = "place_", "article"  # how groups of countries begin; the group of articles
_HAS_WEIGHT, _HAS_NATIVE = 1, 2
_IS_GIVEN, _IS_PLACE, _IS_ARTICLE, _IS_SON_OF, _IS_OF_PLACE, _IS_ANY_FORM, _IS_CHARITY = 1, 2, 4, 8, 16, 32, 64
_IS_SPELLED = 128
_PREFIXES = ((_IS_PLACE, _PLACE), (_IS_ANY_FORM, ANY_FORM), (_IS_CHARITY, CHARITY))


def pack_name(name: ReadName) -> bytes | None:
    """Return a read name packed; None for one of more than 65,535 bytes, or with a form that is not ASCII.

    Cost: some 6 us for a name of four words, linear in the letters.
    """
    if not name.folded.isascii():
        return None
    places: list[bytes] = []
    texts = [name.folded.encode("ascii")]
    start = _HEADER.size + len(name.tokens) * _TOKEN.size
    at = start + len(texts[0])
    for token in name.tokens:
        stem = token.group.removeprefix(OF_PLACE) if token.group.startswith(OF_PLACE) else ""
        form, native, bare = token.form.encode(), token.native.encode("utf-8", "surrogatepass"), stem.encode()
        size = len(form) + len(native) + len(bare)
        if at + size + _ALIGNED > _LONGEST:
            return None
        bare_at = at + len(form) + len(native) if bare else 0
        places.append(_TOKEN.pack(
            token.weight, group_number(token.group), at, len(form), PARTS[token.part], _flags(token),
            bare_at, len(bare), len(native),
        ))
        texts += (form, native, bare)
        at += size
    if at + _ALIGNED > _LONGEST:
        return None
    whole = -(-at // _ALIGNED) * _ALIGNED
    flags = _HAS_WEIGHT * any(token.weight > TELLING for token in name.tokens)
    flags |= _HAS_NATIVE * any(token.native for token in name.tokens)
    header = _HEADER.pack(
        whole, len(name.tokens), name.is_foreign, name.cut, flags, start, len(texts[0]), 0,
    )
    return b"".join((header, *places, *texts, bytes(whole - at)))


@lru_cache(maxsize=1 << 12)
def group_number(group: str) -> int:
    """Return the number that stands for a group in packs: the CRC-32 of its text, 0 for none.

    No two groups of the lexicons share a number, which a test makes sure of.
    """
    if not group:
        return 0
    return OF_PLACE_NUMBER if group.startswith(OF_PLACE) else crc32(group.encode("utf-8"))


def _flags(token: Token) -> int:
    """Return what else is to be known of a token."""
    flags = (_IS_GIVEN if token.is_given else 0) | (_IS_SPELLED if token.is_spelled else 0)
    if not token.group:
        return flags
    flags |= sum(flag for flag, text in _PREFIXES if token.group.startswith(text))
    flags |= _IS_ARTICLE if token.group == _ARTICLE else 0
    flags |= _IS_SON_OF if token.group == SON_OF else 0
    return flags | (_IS_OF_PLACE if token.group.startswith(OF_PLACE) else 0)

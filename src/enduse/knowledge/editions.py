"""Which edition of its own rules the program works by: of each part of the knowledge the newest day and a digest.

The digest is of the files' bytes, so a mended word is another edition too. Cost: the files are read once, some 5 MB.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from enduse.knowledge.shelf import list_knowledge, read_knowledge

PARTS = ("assessment", "catch_all", "codes", "controls", "flags", "jurisdiction", "licensing")
_DAY = re.compile(rb'^encoded_on: "(\d{4}-\d\d-\d\d)"', re.MULTILINE)
_DIGITS = 8
_HEAD = 4000  # bytes of a file in which its day stands


@cache
def rule_editions() -> Mapping[str, str]:
    """Return the edition of each part that answers rest on, by its name: "2026-11-22 1f0c22ab"."""
    return MappingProxyType({part: _edition(part) for part in PARTS})


def _edition(part: str) -> str:
    digest, newest = hashlib.blake2b(digest_size=_DIGITS // 2), b""
    for path in list_knowledge(part):
        data = read_knowledge(path)
        digest.update(f"{path}\0{len(data)}\0".encode() + data)
        newest = max((newest, *_DAY.findall(data[:_HEAD])))
    return f"{newest.decode()} {digest.hexdigest()}".strip()

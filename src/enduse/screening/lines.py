"""The words of many names at once, as the index looks them up."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from enduse.names.folding import pack_folds, pack_plain_folds
from enduse.screening.kernel import address, kernel
from enduse.screening.words import ARTICLES, HYPHEN, read_forms

UNREAD = "*"  # the line of a name with other letters than Latin ones
_MANY = 16  # names from which on it is worth while
_ARTICLE = re.compile(rf"\b(?:{'|'.join(ARTICLES)})\b")  # such a name may have two forms


def read_many_forms(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what `read_forms` returns for each name. Cost: some 0.5 us a name in Latin letters."""
    if len(names) < _MANY:
        return list(map(read_forms, names))
    return [
        read_forms(name) if line == UNREAD or _has_article(line) or _has_hyphen(name) else (line,) if line else ()
        for name, line in zip(names, read_lines(names).decode("ascii").split("\n"), strict=True)
    ]


def _has_article(line: str) -> bool:
    """Tell whether a word is an article; most lines have not even its letters, which is told sooner."""
    return any(article in line for article in ARTICLES) and _ARTICLE.search(line) is not None


def _has_hyphen(name: str) -> bool:
    return ("-" in name or not name.isascii()) and HYPHEN.search(name) is not None


def read_lines(names: Sequence[str]) -> bytearray:
    """Return the form of each of some names, with a line break between them.

    The line of a name without words is empty, that of one with letters of other scripts is `UNREAD`.
    """
    joined = "".join(names)
    is_wide = not joined.isascii()
    if is_wide:
        raw = [name.encode("utf-8", "surrogatepass") for name in names]
        text, ends = bytearray(b"".join(raw)), array("Q", [*accumulate(map(len, raw))])
    else:
        text, ends = bytearray(joined, "ascii"), array("Q", [*accumulate(map(len, names))])
    lines = bytearray((4 if is_wide else 1) * len(text) + 2 * len(names))
    size = kernel().en_read_lines(
        len(names), address(ends), address(text), address(_folds(is_wide=is_wide)), is_wide, address(lines)
    )
    del lines[size:]
    return lines


@lru_cache(maxsize=2)
def _folds(*, is_wide: bool) -> bytearray:
    return bytearray(pack_folds() if is_wide else pack_plain_folds())

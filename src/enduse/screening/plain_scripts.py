"""Names in scripts whose letters are read one by one, many at once, by `native/readings.c` as `read_forms` reads them.

Cyrillic, Greek, Armenian, Georgian, Hebrew and Arabic ones. What letters and words mean is told once, when the first
such names are read, in some 50 ms.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain
from struct import Struct

from enduse.names.compounds import list_compounds
from enduse.names.folding import pack_plain_folds
from enduse.names.known_words import list_phrases
from enduse.names.romanising import AND, ARTICLE, OF_GOD, LetterAlone, list_letters_alone
from enduse.screening.book import Columns, ended_by_zeros, lay_texts
from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.words import ARTICLES, FOREIGN

_FIRST, _LAST, _WAYS, _MOST_SPELLED, _NOT_KNOWN = 0x370, 0x10FF, 4, 7, 255  # as in native/readings.c
_LETTER = Struct(f"<B{_WAYS}B" + _WAYS * f"{_MOST_SPELLED}s")
_LONGEST_WRITTEN, _MOST_WORDS = 50, 7
_MOST_OF_A_NAME = 15_000  # bytes of its lines
_ARTICLES = ended_by_zeros(ARTICLES) + b"\0"
_FOLDS = bytearray(pack_plain_folds())


def read_others(text: bytearray, ends: array[int], counts: bytearray) -> tuple[bytearray, array[int]]:
    """Return the lines of the names of which `counts` has the number 255, as far as they are of such scripts.

    `counts` then has how many each has; and the numbers of those names in the order of their lines. Cost: some 2 us a
    name.
    """
    lines, order, made = bytearray(16 * len(text) + _MOST_OF_A_NAME), zeros("I", len(ends)), zeros("I", 1)
    size = kernel().en_read_others(
        address(_known().columns), len(ends),
        *map(address, (ends, text, _FOLDS, _ARTICLES, counts, order, lines)), len(lines), address(made),
    )
    del lines[size:], order[made[0]:]
    return lines, order


@lru_cache(maxsize=1)
def _known() -> Columns:
    """Return what letters and words mean, in the order that `native/readings.c` wants."""
    columns = Columns()
    _put_letters(columns, list(list_letters_alone()))
    phrases = list_phrases()
    columns.put_texts(list(phrases))
    flags = bytearray()
    for phrase in phrases.values():
        flags += bytes((*phrase.is_known, *(sum(1 << size for size in sizes) for sizes in phrase.sizes)))
    written = [phrase.written for phrase in phrases.values()]
    longest = max(chain.from_iterable(chain.from_iterable(phrase.sizes for phrase in phrases.values())))
    if max(map(len, written)) > _LONGEST_WRITTEN or longest > _MOST_WORDS:
        raise ValueError("the kernel has no room for so long a phrase")
    columns.put(flags, *lay_texts(written))
    made = list_compounds()
    columns.put(*map(ended_by_zeros, ([ARTICLE], [AND + ARTICLE], [*OF_GOD, ""])))
    columns.put(*(ended_by_zeros([word]) for word in (made.servant, made.father, made.son, made.article)))
    columns.put(*(ended_by_zeros([*sorted(words), ""]) for words in (made.after_article, made.ends, made.fathers)))
    columns.put(ended_by_zeros(["".join(sorted(made.sun_letters))]))
    return columns


def _put_letters(columns: Columns, letters: list[LetterAlone]) -> None:
    scripts = sorted({letter.script for letter in letters})
    numbers = {script: number for number, script in enumerate(scripts, 1)}
    ways = {letter.script: 1 + len(letter.others) for letter in letters}
    table = bytearray(_LETTER.size * (_LAST - _FIRST + 1))
    for letter in letters:
        spelled = (letter.usual, *letter.others, *(None,) * (_WAYS - 1 - len(letter.others)))
        is_short = [text is not None and len(text) <= _MOST_SPELLED for text in spelled]
        if not is_short[0]:
            continue
        _LETTER.pack_into(
            table, _LETTER.size * (ord(letter.letter) - _FIRST), numbers[letter.script],
            *(len(text or "") if fits else _NOT_KNOWN for text, fits in zip(spelled, is_short, strict=True)),
            *((text or "").encode("ascii") if fits else b"" for text, fits in zip(spelled, is_short, strict=True)),
        )
    columns.put(
        table, bytearray([0, *(ways[script] for script in scripts)]),
        bytearray([0, *(script in FOREIGN for script in scripts)]),
        bytearray([numbers["arabic"]]), bytearray([numbers["hebrew"]]),
    )

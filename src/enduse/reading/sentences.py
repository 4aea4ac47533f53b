"""Sentences of a portion, each with its place, doubt and denial.

The stored text never changes. A sentence is a view of it: lines run together with
one space between words, lost apostrophes back, page lines and stray paragraph
signs out; and every offset into the view leads back to the text (`place`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.capitals import is_capitals, restore_case
from enduse.reading.lexicon import doubt_words
from enduse.reading.phrases import any_of
from enduse.reading.proposed_names import ProposedName

MAX_SENTENCE = 4_000
_REMEMBERED = 100_000  # characters of a text whose sentences may be remembered
_SPACE = re.compile(r"[\r\n\t\f\v\u00a0]")
_COMMA_S = re.compile(r"(?<=[A-Za-z])[,?’‘´`\ufffd](?=[sS](?![A-Za-z]))")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "¶": " "})
_PAGE_LINE = re.compile(
    r"\s*\n[ \t]*(?:[A-Z][A-Z .]{2,24} +\d{5,8} +\d{3}(?:\.\d)? OF \d{3}"
    r"|PAGE +\d{1,3}(?: +OF +\d{1,3}| +[A-Z]+ +\d+.*)?)"
    r"[ \t]*(?=\n)(?:\s*\n(?=[a-z]))?"
)
_GAMES = re.compile(r"&(?=[A-Za-z][^&\n]{0,60}?(?<=[A-Za-z])8(?![A-Za-z0-9]))")
_EIGHT = re.compile(r"(?<=[a-z])8(?=[\s.,;:)])")
_BREAK = re.compile(r"[.!?;][\"')\]]{0,2}\s+(?=[A-Z(\"-])|\n\s*\n|\n[ \t]*[-•*]{1,2}[ \t]*(?=\S)|:\s*\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Co|Ltd|Inc|Corp|Pvt|Pte|Bros|Mfg|Intl|Sdn|Est|Dept|Gov|Sen|Rep|Col|Maj|Capt|Lt|Adm|Hon|Nos|Prof"
    r"|Mr|Mrs|Ms|Dr|No|St|Gen|Amb|Dir|Jr|Sr|vs|etc|alt|e\.g|i\.e|U\.S|a\.k\.a|approx))\.$"
)
_SEAM = re.compile(
    r"(?<=[A-Za-z0-9]-)[ \t]*\n\s*(?=[A-Za-z0-9])|\s+"
    r"|(?<=[a-wyz])(?=x{8,})|(?<=x{8})(?=[a-wyz])|\b(?P<place>[A-Z][a-z]{2,12})(?=s [a-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a portion: offsets into the stored text, its mended words, and where their stretches stand.

    `proposed` are names that a statistical model sees in the mended words, none unless one was asked.
    """

    start: int
    end: int
    flat: str
    hedge: str
    denied: bool
    stretches: tuple[tuple[int, int], ...] = ()
    proposed: tuple[ProposedName, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the mended words stands in the stored text."""
        return self._at(start), self._at(end - 1) + 1 if end > start else self._at(start)

    def _at(self, offset: int) -> int:
        if not self.stretches:
            return self.start + offset
        first, stands = self.stretches[bisect_right(self.stretches, (offset, self.end)) - 1]
        return min(stands + offset - first, self.end - 1)


def mend(text: str) -> str:
    """Return the text with lost apostrophes back and page lines blank, character for character in its place."""
    mended = _COMMA_S.sub("'", text).translate(_QUOTES)
    if is_capitals(mended):
        mended = restore_case(mended)
    if "&" in mended and _GAMES.search(mended):
        mended = _EIGHT.sub('"', _GAMES.sub('"', mended))
    return _PAGE_LINE.sub(lambda found: " " * len(found[0]), mended)


def flatten(text: str) -> str:
    """Return the text on one line with lost apostrophes back, character for character in its place."""
    plain = _SPACE.sub(" ", text).replace("``", ' "').replace("''", '" ')
    return _COMMA_S.sub("'", plain).translate(_QUOTES)


def one_line(text: str) -> str:
    """Return the mended text on one line, one space between words; places in it are no places in the text."""
    return _view(mend(text), 0, len(text))[0]


def split_sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """Return the sentences between two offsets; bullets and blank lines end one as well as full stops do.

    Cost: linear in the text; asked again for the same stretch of a text of common size, next to nothing.
    """
    return (_split if len(text) <= _REMEMBERED else _split.__wrapped__)(text, start, end)


@lru_cache(maxsize=256)  # those who look for denials split what the reader of claims has split
def _split(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    mended = mend(text[start:end])
    cuts = [0]
    for found in _BREAK.finditer(mended):
        head = mended[max(0, found.start() - 12) : found.start() + 1]
        if found[0][0] == "." and _ABBREVIATION.search(head):
            continue
        if found[0][0] == "\n" and not found[0].rstrip().endswith(("-", "•", "*")) and _goes_on(mended, found):
            continue
        cuts.append(found.end())
    cuts.append(len(mended))
    sentences = []
    for first, last in itertools.pairwise(cuts):
        for begin in range(first, last, MAX_SENTENCE):
            stop = min(begin + MAX_SENTENCE, last)
            flat, stretches = _view(mended, begin, stop)
            if flat.strip():
                sentences.append(
                    Sentence(
                        start=start + begin,
                        end=start + stop,
                        flat=flat,
                        hedge=find_hedge(flat),
                        denied=is_denied(flat),
                        stretches=tuple((at, start + stands) for at, stands in stretches),
                    )
                )
    return tuple(sentences)


def _goes_on(mended: str, gap: re.Match[str]) -> bool:
    """Tell whether a blank line stands inside a sentence: after a full line of words, before a word."""
    line = mended[mended.rfind("\n", 0, gap.start()) + 1 : gap.start()].rstrip()
    follows = mended[gap.end() : gap.end() + 1]
    plain = len(line) >= 35 and line[-1].isalnum() and any(char.islower() for char in line[-30:])
    return plain and follows.isalpha()


def _view(mended: str, begin: int, stop: int) -> tuple[str, list[tuple[int, int]]]:
    """Return part of a mended text with one space between words, and where each stretch of it begins."""
    pieces: list[str] = []
    stretches: list[tuple[int, int]] = []
    size, at = 0, begin
    for seam in _SEAM.finditer(mended, begin, stop):
        place = seam["place"]
        if place is None:
            filler = "" if seam.start() > begin and mended[seam.start() - 1] == "-" and "\n" in seam[0] else " "
            if seam[0] == filler:
                continue
            end = seam.start()
        elif _is_country(place):
            filler, end = "'", seam.end()
        else:
            continue
        stretches.append((size, at))
        pieces += (mended[at:end], filler)
        size += end - at
        if filler:
            stretches.append((size, min(end, stop - 1)))
            size += 1
        at = seam.end()
    stretches.append((size, at))
    pieces.append(mended[at:stop])
    return "".join(pieces), stretches


def _is_country(word: str) -> bool:
    """Tell whether a plural that is no people ("Irans", not "Iranians") lost the apostrophe of a country."""
    return word.lower() not in demonyms() and len(word) > 3 and find_country(word) is not None


def find_hedge(flat: str) -> str:
    """Return the words of doubt of a sentence as printed, once each, in order; "" when there are none."""
    found: list[str] = []
    for each in any_of(doubt_words()[0]).finditer(flat):
        words = " ".join(each[0].split())
        if words.lower() not in (known.lower() for known in found):
            found.append(words)
    return "; ".join(found)


def is_denied(flat: str) -> bool:
    """Tell whether the sentence denies something; which claim that touches is decided where claims are made."""
    return any_of(doubt_words()[1]).search(flat) is not None

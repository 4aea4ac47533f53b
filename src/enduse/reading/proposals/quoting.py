"""Finding a quote again: word for word, with white space, punctuation and genitives folded and nothing fuzzier.

Letters keep their case and numbers their decimal signs; signs that change what is said (currency, per cent, plus,
minus before a number has none) are words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,:/](?=\d)[^\W_]+)*|[^\w\s]")
_GENITIVES = frozenset("'’‘´`,?\ufffd")
_JOIN = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text at its place; `bare` is the word without a printed genitive."""

    folded: str
    bare: str
    start: int
    end: int


class WordedText:
    """A text by its words, in which runs of words are found; places count in the text."""

    def __init__(self, text: str) -> None:
        self.words = split_words(text)
        self._starts: list[int] = []
        size = 0
        for word in self.words:
            self._starts.append(size)
            size += len(word.folded) + 1
        self._joined = _JOIN + "".join(word.folded + _JOIN for word in self.words)

    def find(self, quote: str) -> tuple[int, int] | None:
        """Return where a quote stands first: its first word and the one behind its last; None where it does not."""
        wanted = split_words(quote)
        if not wanted:
            return None
        at = self._joined.find(_JOIN + _JOIN.join(word.folded for word in wanted) + _JOIN)
        if at < 0:
            return None
        first = bisect_right(self._starts, at) - 1
        return first, first + len(wanted)

    def holds(self, name: str, first: int, behind: int) -> tuple[int, int] | None:
        """Return the first and last character of a name within a run of words; its last word may own something."""
        wanted = [word.folded for word in split_words(name)]
        size = len(wanted)
        for at in range(first, behind - size + 1) if wanted else ():
            run = self.words[at : at + size]
            if [word.folded for word in run[:-1]] == wanted[:-1] and wanted[-1] in (run[-1].folded, run[-1].bare):
                whole = wanted[-1] == run[-1].folded
                return run[0].start, run[-1].end if whole else run[-1].start + len(run[-1].bare)
        return None

    def place(self, first: int, behind: int) -> tuple[int, int]:
        """Return the first character of a run of words and the one behind it."""
        return self.words[first].start, self.words[behind - 1].end


def split_words(text: str) -> list[Word]:
    """Return the words of a text; an "s" behind an apostrophe, or what stands for a lost one, ends its word."""
    found: list[Word] = []
    for at in _WORD.finditer(text):
        word = at[0]
        if not word[0].isalnum():
            if word == "%" or (unicodedata.category(word)[0] == "S" and word not in _GENITIVES):
                found.append(Word(folded=word, bare=word, start=at.start(), end=at.end()))
            continue
        before = text[at.start() - 1 : at.start()]
        if word in ("s", "S") and found and before in _GENITIVES and before and found[-1].end == at.start() - 1:
            last = found.pop()
            found.append(Word(folded=last.folded + word, bare=last.bare, start=last.start, end=at.end()))
            continue
        found.append(Word(folded=word, bare=word, start=at.start(), end=at.end()))
    return found

"""Sentences of a portion, each with its place, doubt and denial.

`flatten` mends without moving: the result has the length of the text, so an
offset into one is an offset into the other.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from enduse.reading.lexicon import any_of, doubt_words

MAX_SENTENCE = 4_000
_SPACE = re.compile(r"[\r\n\t\f\v\u00a0]")
_COMMA_S = re.compile(r"(?<=[A-Za-z])[,?’‘´`](?=[sS](?![A-Za-z]))")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_BREAK = re.compile(r"[.!?;][\"')\]]{0,2}\s+(?=[A-Z(\"-])|\n\s*\n|\n[ \t]*[-•*]{1,2}[ \t]*(?=\S)|:\s*\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Co|Ltd|Inc|Corp|Mr|Mrs|Ms|Dr|No|St|Gen|Amb|Dir|Jr|Sr|vs|etc|alt|e\.g|i\.e|U\.S|a\.k\.a|approx))\.$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a portion: offsets into the stored text, and the flattened words."""

    start: int
    end: int
    flat: str
    hedge: str
    denied: bool


def flatten(text: str) -> str:
    """Return the text on one line with lost apostrophes back, character for character in its place."""
    return _COMMA_S.sub("'", _SPACE.sub(" ", text)).translate(_QUOTES)


def split_sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """Return the sentences between two offsets; bullets and blank lines end one as well as full stops do."""
    cuts = [start]
    for found in _BREAK.finditer(text, start, end):
        head = text[max(start, found.start() - 12) : found.start() + 1]
        if found[0][0] == "." and _ABBREVIATION.search(head):
            continue
        cuts.append(found.end())
    cuts.append(end)
    sentences = []
    for first, last in itertools.pairwise(cuts):
        for begin in range(first, last, MAX_SENTENCE):
            stop = min(begin + MAX_SENTENCE, last)
            flat = flatten(text[begin:stop])
            if flat.strip():
                sentences.append(
                    Sentence(start=begin, end=stop, flat=flat, hedge=find_hedge(flat), denied=is_denied(flat))
                )
    return tuple(sentences)


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

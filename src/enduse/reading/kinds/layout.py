"""The parts of a paper: paragraphs and rows with their places, and which of them tell of the case.

Sections on law and procedure, contact blocks and what follows a signature are
passed over, by words of the lexicon; an annex after a signature is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from enduse.reading.kinds.lexicon import PaperWords, kind_words

_BREAK = re.compile(r"\n[ \t]*(?=\n)")
# A blank line in the midst of a sentence: no mark before it, a small letter behind.
_IN_SENTENCE = re.compile(r"[a-zß-öø-ÿ,](?:[ \t]*\n){1,3}[ \t]*(?!(?:v|vs|of|and)\b)[a-zß-öø-ÿ]{3}")
_ROW = re.compile(
    r"\n(?=[ \t]*(?:Designated pursuant|Identified (?:pursuant|as)) )|"
    # Entries of the Security Council's lists begin with their number there: "KPe.004", "IRi.012".
    r"\n(?=[ \t]*[A-Z]{2}[ie]\.\d{3}\b)|"
    r"\n(?=[ \t]*(?:\(?\d{1,3}[.)]|\([a-z]\)|[a-z]\)|--|—|•|\*|\||-)[ \t]*\S)|\n(?=[ \t]*[^\W\d_][^\n:;.|]{1,60}:[ \t])"
)
_ANNEX = re.compile(r"\s*(?:ANNEX|ANNEXE|ANHANG|ANEXO|Annex|Annexe|Anhang|Anexo|ATTACHMENT|Appendix|APPENDIX)\b")
# A line longer than this was not wrapped: it is a paragraph. A contact block or citation is no longer than that.
_UNWRAPPED = 110
_MAX_SENTENCE = 1_200
_MAX_LEAD = 900
_NUMBER = re.compile(r"\s*(?:\(?(?:\d{1,3}|[IVX]{1,4}|[A-Za-z])[.)]|¶)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph or row of a paper: its place, and whether it is a heading or told of law and procedure only."""

    start: int
    end: int
    is_heading: bool
    is_skipped: bool
    number: str = ""


def split_blocks(text: str, start: int, end: int, words: PaperWords) -> tuple[Block, ...]:
    """Return the blocks of a stretch of text, in order. Cost: linear in the text."""
    blocks: list[Block] = []
    passed_section = passed_rest = False
    for first, last in _stretches(text, start, end):
        body = text[first:last]
        line = " ".join(body.split())
        low = line.lower().replace("’", "'").replace("—", "--")
        heading = _is_heading(line, body)
        if _ANNEX.match(body):
            passed_rest = passed_section = False
        if heading:
            title = _NUMBER.sub("", low + " ").strip(" :.")
            passed_section = title in words.skip_headings
        if low.startswith(words.skip_after):
            passed_rest = True
        is_lead = low.startswith(words.skip_leads) and len(line) < _MAX_LEAD
        skipped = passed_rest or passed_section or is_lead
        number = _NUMBER.match(body)
        blocks.append(
            Block(
                start=first + (number.end() if number else 0),
                end=last,
                is_heading=heading,
                is_skipped=skipped,
                number=number[0].strip() if number else "",
            )
        )
    return tuple(blocks)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    breaks = (each for each in _BREAK.finditer(text, start, end) if not _IN_SENTENCE.match(text, each.start() - 1))
    for found in [*breaks, None]:
        stop = found.start() if found else end
        yield from _rows(text, at, stop)
        at = found.end() if found else end


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the rows of a paragraph: numbered, bulleted, labelled and long lines begin one each."""
    rows = (found for found in _ROW.finditer(text, start, end) if not _runs_on(text, found.start()))
    cuts = {found.start(): found.end() for found in rows}
    line = start
    newline = text.find("\n", start, end)
    while newline >= 0:
        following = text.find("\n", newline + 1, end)
        after = (following if following >= 0 else end) - newline
        if newline - line > _UNWRAPPED or after > _UNWRAPPED:
            cuts.setdefault(newline, newline + 1)
        line, newline = newline + 1, following
    at = start
    for first, last in sorted(cuts.items()):
        if first >= at and text[at:first].strip():
            yield at, first
        at = max(at, last)
    if text[at:end].strip():
        yield at, end


def split_address(text: str, block: Block) -> Iterator[Block]:
    """Yield each line of a block of short lines, as the addresses of letters are; any other block as it is."""
    lines = text[block.start : block.end].strip("\n").split("\n")
    if len(lines) < _LEAST_LINES or any(len(line.strip()) > _SHORT_LINE for line in lines):
        yield block
        return
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        if line.strip():
            yield replace(block, start=at, end=at + len(line))
        at += len(line) + 1


_LEAST_LINES = 3
_SHORT_LINE = 46  # characters at most of a line of an address


def _runs_on(text: str, newline: int) -> bool:
    """Tell a wrapped line whose next begins with a number by chance: "approximately five" and "(5) rifles"."""
    before = text[text.rfind("\n", 0, newline) + 1 : newline].rstrip()
    if before.endswith(("; and", "; or", ", and", ", or")):
        return False
    return len(before.strip()) > _WRAPPED and before[-1].islower() and _COUNTED.match(text, newline + 1) is not None


_WRAPPED = 50
_COUNTED = re.compile(r"[ \t]*(?:\(\d{1,3}\)|\d{1,3}[.)])[ \t]*[^\W\d_]")


def _is_heading(line: str, body: str) -> bool:
    """Tell a title: one short line without a full stop that no verb makes a sentence of."""
    if len(line) > 110 or not line or line[-1] in ".;,:!?)" or "|" in line or "\n" in body.strip():
        return _is_headline(line)
    letters = [char for char in line if char.isalpha()]
    if not letters:
        return False
    capitals = sum(char.isupper() for char in letters)
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return capitals * 10 >= 8 * len(letters) or all(word[0].isupper() for word in words) or len(line) < 60


_SMALL_IN_TITLES = ("without", "under", "against", "after", "before", "during", "through", "between", "about")


def _is_headline(line: str) -> bool:
    """Tell a title that runs over lines: every word of some length has a capital, and no stop ends it."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 4 and word not in _SMALL_IN_TITLES]
    return (
        40 < len(line) < 240
        and line[-1].isalnum()
        and not any(char.isdigit() or char == "|" for char in line)
        and not set(line.replace(",", " ").split()) & (kind_words().legal_forms - kind_words().weak_forms)
        and re.search(r"[.!?] |[,;:] .*[,;:] .*[,;:] ", line) is None
        and len(words) > 3
        and all(word[0].isupper() for word in words)
    )


@cache
def _sentence_ends() -> re.Pattern[str]:
    return re.compile(r"(?:[.!?]|;(?= and\b)?)[\"')\]»]{0,2}\s+(?=[\"(«]?[^\W\d_a-zß-öø-ÿ]|\d)|\n[ \t]*\n")


_SHORT = re.compile(
    r"(?:(?:^|[\s(\"])(?:[^\W\d_]|[A-Z]\.[A-Z]|Co|Ltd|Inc|Corp|Pte|Pvt|Pty|Mr|Mrs|Ms|Dr|No|Nos|Nr|St|Gen|Jr|Sr|Sra|vs|v|etc|al"
    r"|Sec|Art|Abs|approx|Feb|Jan|Aug|Sept|Oct|Nov|Dec|Ave|Bldg|Rm|Sti|Tic|San|Dis|Sk|Mah|e\.g|i\.e|U\.S|a\.k\.a|f\.k\.a"
    r"|E\.O|S\.A|n|ca|bzw|u\.a|z\.B|Str|M|MM|Mme|Cía|Ing|d\.o\.o|s\.r\.o|a\.s|S\.L|L\.L\.C|A\.Ş|Şti|Kft|Bros|Esq|Cr|Fed|Reg|para|paras))\.$"
)


def split_paragraph(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block; abbreviations end none, and none is longer than 1,200 characters."""
    for first, last in _sentences(flat, start, end):
        while last - first > _MAX_SENTENCE:
            cut = flat.rfind(" ", first + 1, first + _MAX_SENTENCE)
            cut = cut if cut > first else first + _MAX_SENTENCE
            yield first, cut
            first = cut
        yield first, last


def _sentences(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block, however long."""
    at = start
    for found in _sentence_ends().finditer(flat, start, end):
        mark = flat[found.start()]
        if mark == "." and _SHORT.search(flat[max(start, found.start() - 12) : found.start() + 1]):
            continue
        if flat[at : found.end()].strip():
            yield at, found.end()
        at = found.end()
    if flat[at:end].strip():
        yield at, end

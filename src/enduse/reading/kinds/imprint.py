"""What a paper says of itself: its own day and its own number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from enduse.reading.facts import HeaderFact, Portion, Span
from enduse.reading.kinds.dates import find_dates
from enduse.reading.kinds.lexicon import PaperWords, paper_words
from enduse.reading.kinds.recognising import PaperKind
from enduse.reading.sentences import flatten

_NEAR_TOP = 600
_NUMBERS = {
    "notice": re.compile(r"FR Doc\.? (?:No[.:]? ?)?(?P<number>(?:\d{4}|[A-Z]\d)-\d{3,6})"),
    "order": re.compile(r"FR Doc\.? (?:No[.:]? ?)?(?P<number>(?:\d{4}|[A-Z]\d)-\d{3,6})"),
    "listing": re.compile(r"\((?:EU|UE|CFSP|PESC|GASP)\) (?P<number>\d{4}/\d{1,4})\b"),
    "panel": re.compile(r"\b(?P<number>S/\d{4}/\d{1,4})\b"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """A paper's own day and number as far as it prints them, and the number's place as a header fact."""

    published: date | None = None
    reference: str = ""
    facts: tuple[HeaderFact, ...] = ()


def read_imprint(text: str, portions: tuple[Portion, ...], kind: PaperKind) -> Imprint:
    """Return what a paper says of itself; nothing where parts carry marks, since it may stand in a hidden part."""
    if kind.kind == "text" or any(portion.is_marked for portion in portions):
        return Imprint()
    words = paper_words(kind.language or "en")
    day = day_of_paper(flatten(text), 0, words, from_top=kind.kind not in ("charging", "panel"))
    pattern = _NUMBERS.get(kind.kind)
    at = pattern.search(text, 0, len(text) if kind.kind in ("notice", "order") else _NEAR_TOP) if pattern else None
    if at is None:
        return Imprint(published=_date(day))
    span = Span(start=at.start("number"), end=at.end("number"), quote=at["number"])
    fact = HeaderFact(field="doc_number", value=at["number"], span=span)
    return Imprint(published=_date(day), reference=at["number"], facts=(fact,))


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def day_of_paper(flat: str, start: int, words: PaperWords, *, from_top: bool) -> str:
    """Return the paper's own day: the first full date near its top, else the one after words that date a paper."""
    dated = re.compile(
        r"\b(?:effective(?: on)?|dated?:|dated|issued this|filed|done at brussels,|fait à [^\W\d_]+, le"
        r"|geschehen zu [^\W\d_]+ am|hecho en [^\W\d_]+, el|determined on)\s",
        re.IGNORECASE,
    )
    full = [(place, text) for place, text in find_dates(flat, words) if len(text) == 10]
    for place, text in full:
        if dated.search(flat[max(0, place - 24) : place]):
            return text
    for place, text in full:
        if from_top and place - start < _NEAR_TOP:
            return text
    return ""

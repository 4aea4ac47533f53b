"""Dates as papers print them in English, French, German and Spanish."""

from __future__ import annotations

import re
from functools import cache

from enduse.reading.kinds.lexicon import PaperWords, paper_words

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    months = paper_words(language).months
    names = sorted((re.escape(name) for name in months), key=lambda name: (-len(name), name))
    month = rf"(?P<month>{'|'.join(names)})\.?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b{month}[ ]{{1,2}}{_DAY},?[ ]{{1,2}}{_YEAR}\b",
            rf"\b{_DAY}(?:[ ]day[ ]of)?[ ]{{1,2}}(?:de[ ])?{month},?[ ]{{1,2}}(?:de[ ]|del[ ])?{_YEAR}\b",
            rf"\b{month}[ ]{{1,2}}(?:of[ ]|de[ ]|del[ ])?{_YEAR}\b",
            rf"\b(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./]{_YEAR}\b",
            rf"\b{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b",
        )
    )


# A day of birth dates no deed.
_BORN = re.compile(
    r"(?:\bborn(?: on)?|\bDOB:?|date of birth:?|\bnée? le|date de naissance ?:?|geboren am|Geburtsdatum:?|nacid[oa] el"
    r"|fecha de nacimiento:?) ?$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:between|from|entre|zwischen|von)\b[^.;]{0,40}?\b(?P<first>(?:19|20)\d\d)\b"
    r"[^.;\d]{1,30}?(?:\d{1,2} )?[^.;\d]{0,20}?\b(?P<last>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"\b(?:in|en|im Jahr|seit|since|during|late|early|mid|until)[ -](?P<year>(?:19|20)\d\d)\b")


def find_dates(flat: str, words: PaperWords) -> list[tuple[int, str]]:
    """Return (place, ISO date or month) of every date in a text, by place; a day-first reading of figures."""
    found: dict[int, tuple[int, str]] = {}
    for pattern in _patterns(words.language):
        for at in pattern.finditer(flat):
            if any(first <= at.start() < last for first, (last, _) in found.items()):
                continue
            if _BORN.search(flat[max(0, at.start() - 40) : at.start()]):
                found[at.start()] = (at.end(), "")
                continue
            parts = at.groupdict()
            number = parts["month"]
            month = int(number) if number.isdigit() else words.months[number.lower()]
            if not 1 <= month <= 12:
                continue
            text = f"{parts['year']}-{month:02d}"
            if parts.get("day") and 1 <= int(parts["day"]) <= 31:
                text += f"-{int(parts['day']):02d}"
            found[at.start()] = (at.end(), text)
    return sorted((start, text) for start, (_, text) in found.items() if text)


def nearest_date(flat: str, words: PaperWords, place: int) -> str:
    """Return the date that stands nearest to a place of a sentence, "" when it tells none."""
    dates = find_dates(flat, words)
    if dates:
        return min(dates, key=lambda pair: (abs(pair[0] - place), pair[0]))[1]
    span = _SPAN.search(flat)
    if span:
        return f"{span['first']}/{span['last']}"
    year = _ONLY_YEAR.search(flat)
    return year["year"] if year else ""

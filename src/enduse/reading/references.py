"""The papers that a message refers to: messages by post and serial, and what bears no number a message is known by.

A reference that names no message is kept in its own words, since an analyst has to see that it is there; which paper
it is stays open, and `why_unresolved` says why.
Cost: linear in the heading, which its reader bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from enduse.reading.facts import HeaderFact, Span
from enduse.reading.lexicon import message_words

UNRESOLVED = "unresolved_ref"
_OPENING = re.compile(r"(?:^|(?<=\s))REFS?[ \t]*:[ \t]*", re.IGNORECASE | re.MULTILINE)
_CLOSING = re.compile(r"CLASSIFIED[ \t]+BY", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<![\w])(?:¶?\(?(?P<label>[A-Z])[.)]\s{0,3})?(?:(?P<year>\d{4}|\d{2})\s{1,3})?"
    r"(?!AND\s)(?P<post>[A-Z][A-Z.]{2,20}(?:[ \t](?!AND\s)[A-Z.]{2,15})?)"
    r"\s{1,3}(?P<serial>\d{1,6})(?![\d/])(?P<previous>\s{1,3}AND\s{1,3}PREVIOUS)?",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"\bAND\s{1,3}PREVIOUS\b", re.IGNORECASE)
_ALIKE = re.compile(
    r"\s{0,3}(?:,|;|/|&|\bAND\b)\s{0,3}(?P<serial>\d{3,6})(?![\d/.-]|\s{1,3}(?!AND\b)[A-Z]{3,})", re.IGNORECASE
)
_SERIAL_ALONE = re.compile(
    r"\s{0,3}(?P<serial>\d{3,6})(?![\d/.-])(?P<previous>\s{1,3}AND\s{1,3}PREVIOUS)?", re.IGNORECASE
)
_LABEL = re.compile(r"(?<![\w.])¶?\(?(?P<label>[A-Z])[.)]\)?[ \t]*(?=\S)", re.IGNORECASE)
_FIELD = re.compile(
    r"\n[ \t]*\n|^[ \t]*(?:-{3,}|={3,}"
    r"|SUBJ(?:ECT)?[ \t]*:|TAGS?[ \t]*:|E\.?O\.?[ \t]*\d{5}|SIPDIS\b|SUMMARY\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ASIDE = re.compile(r"\s*(?:\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\])")
_MAX_WORDS = 200
_PLAIN_NUMBER = re.compile(r"(?P<post>[A-Z]{3,30}) (?P<serial>\d{1,6})")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between two labels, or before the first: where the label and the words begin and where they end."""

    label: str
    at: int
    start: int
    end: int


def read_references(head: str, *, published: date | None, number: tuple[str, int] | None) -> Iterator[HeaderFact]:
    """Yield what a heading refers to; `published` and `number` are the message's own day, and its post and serial.

    A serial without a post belongs to the post before it; one without a year to the message's year, or to the year
    before for a serial of its own post beyond its own. What names no message is a fact of the field `unresolved_ref`.
    """
    opening = _OPENING.search(head)
    if not opening:
        return
    closing = _CLOSING.search(head, opening.end())
    limit = closing.start() if closing else len(head)
    post, close = "", opening.end()
    for part in _parts(head, opening.end(), limit):
        at = part.start
        stretches: list[tuple[int, int]] = []
        for found in _messages(head, part.at, part.end):
            stretches.append((at, found.start()))
            post = _post(found)
            year = _year(found, published, number)
            label = found["label"] or part.label
            yield _reference(head, found.span(), label, f"{year} {post} {found['serial']}", bool(found["previous"]))
            at = found.end()
            while more := _ALIKE.match(head, at, part.end):
                span = found.start(), more.end()
                yield _reference(head, span, label, f"{year} {post} {more['serial']}", False)
                at = more.end()
        is_whole = at == part.start
        alone = _SERIAL_ALONE.match(head, part.start, part.end) if is_whole and part.label and post else None
        if alone:
            year = _year_of(published, number, post, int(alone["serial"]))
            span, previous = (part.at, alone.end()), bool(alone["previous"])
            yield _reference(head, span, part.label, f"{year} {post} {alone['serial']}", previous)
        else:
            for start, end in [*stretches, (at, part.end)]:
                yield from _words_alone(head, part, start, end, is_whole=is_whole)
        close = part.end
    for found in _messages(head, close, limit):
        spelled = f"{_year(found, published, number)} {_post(found)} {found['serial']}"
        yield _reference(head, found.span(), found["label"] or "", spelled, bool(found["previous"]))


def why_unresolved(words: str) -> str:
    """Say why a reference, in the words of its fact, names no message."""
    if _PLAIN_NUMBER.fullmatch(words):
        return "neither the reference nor the paper prints a year"
    if not re.search(r"[A-Za-z]{2}", words):
        return "no post is printed with the number"
    kind = _paper_words().search(words)
    if kind:
        return f"it is {message_words().numberless[kind[0].lower()]}, which no number names"
    return "it prints no post and number of a message"


def is_and_previous(printed: str) -> bool:
    """Tell whether the words of a reference mean the earlier papers of its chain too."""
    return bool(_PREVIOUS.search(printed))


def possible_numbers(number: str, printed: str) -> tuple[str, ...]:
    """Return the numbers of other years that a reference may mean where its words print no year.

    A number whose year was taken from the paper's may be of the year before; one in words alone ("STATE 123") of any.
    """
    bare = _PLAIN_NUMBER.fullmatch(number)
    if bare:
        return tuple(f"{year:02d}{bare['post']}{int(bare['serial'])}" for year in range(100))
    found = re.fullmatch(r"(\d\d)([A-Z]+\d+)", number)
    if not found or re.search(rf"(?<!\d)(?:\d\d)?{found[1]}\s{{0,3}}[A-Za-z]", printed):
        return ()
    return (f"{(int(found[1]) - 1) % 100:02d}{found[2]}",)


def _parts(head: str, start: int, limit: int) -> list[_Part]:
    """Part what follows "REF:" by its letters; a letter within a line counts only in its turn, so initials do not."""
    marks: list[re.Match[str]] = []
    last = chr(ord("A") - 1)
    for found in _LABEL.finditer(head, start, limit):
        letter = found["label"].upper()
        begins_line = not head[max(start, head.rfind("\n", start, found.start())) : found.start()].strip()
        if ord(letter) == ord(last) + 1 or (begins_line and marks):
            marks.append(found)
            last = letter
    first = marks[0].start() if marks else limit
    if _FIELD.search(head, start, first):
        marks, first = [], limit
    parts = [_Part("", start, start, _field_end(head, start, first))] if first > start else []
    ends = [*(mark.start() for mark in marks[1:]), limit]
    for mark, end in zip(marks, ends, strict=False):
        parts.append(_Part(mark["label"].upper(), mark.start(), mark.end(), _field_end(head, mark.end(), end)))
    return parts


def _field_end(head: str, start: int, end: int) -> int:
    found = _FIELD.search(head, start, end)
    return found.start() if found else end


def _messages(head: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the messages named between two places; words of dates and of other papers are no posts."""
    at = start
    while found := _REFERENCE.search(head, at, end):
        if _never_a_post().search(found["post"]):
            at = found.start("post") + len(found["post"].split()[0])
        else:
            yield found
            at = found.end()


def _post(found: re.Match[str]) -> str:
    return re.sub(r"[ .\t]", "", found["post"]).upper()


def _year(found: re.Match[str], published: date | None, number: tuple[str, int] | None) -> str:
    return found["year"][-2:] if found["year"] else _year_of(published, number, _post(found), int(found["serial"]))


def _reference(head: str, span: tuple[int, int], label: str, spelled: str, previous: bool) -> HeaderFact:
    year, post, serial = spelled.split(" ")
    start, end = span
    return HeaderFact(
        field="ref" if year else UNRESOLVED, value=f"{year}{post}{int(serial)}" if year else f"{post} {int(serial)}",
        label=label.upper(), previous=previous, span=Span(start=start, end=end, quote=head[start:end]),
    )


def _words_alone(head: str, part: _Part, start: int, end: int, *, is_whole: bool) -> Iterator[HeaderFact]:
    """Yield what stands beside the messages of a part, where it is a paper itself: no title or aside of theirs."""
    while aside := _ASIDE.match(head, start, end):
        start = aside.end()
    words = head[start : min(end, start + 2 * _MAX_WORDS)]
    lead = len(words) - len(re.sub(r"^[\s,;.&]*(?:AND\s+)?", "", words, flags=re.IGNORECASE))
    words = re.sub(r"[\s,;.&]*(?:\bAND)?[\s,;.&]*$", "", words[lead:], flags=re.IGNORECASE)[:_MAX_WORDS].rstrip()
    is_paper = bool(_paper_words().search(words))
    if words[:1] in ("", ":", "-", "(") or not (is_paper or (is_whole and (part.label or words.isdigit()))):
        return
    if not re.search(r"[A-Za-z]{2}|\d{3}", words):
        return
    begin = part.at if is_whole and part.label else start + lead
    stop = start + lead + len(words)
    yield HeaderFact(
        field=UNRESOLVED, value=" ".join(words.split()), label=part.label,
        previous=False, span=Span(start=begin, end=stop, quote=head[begin:stop]),
    )


def _year_of(published: date | None, number: tuple[str, int] | None, post: str, serial: int) -> str:
    """Take the paper's year; a serial of its own post beyond its own number is last year's."""
    if published is None:
        return ""
    later = number is not None and number[0] == post and serial > number[1]
    return f"{published.year - later:04d}"[-2:]


@cache
def _paper_words() -> re.Pattern[str]:
    body = "|".join(sorted(map(re.escape, message_words().numberless), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


@cache
def _never_a_post() -> re.Pattern[str]:
    words = {*message_words().numberless, *message_words().never_posts}
    body = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)

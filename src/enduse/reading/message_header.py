"""The heading of a cable-style message: routing, date-time group, addressees, banner, TAGS, subject, references.

Fields are as the output format names them. Each survives the damage counted on
public messages: spaced-out classification words, run-together lines, lost
colons and dots, a stray paragraph sign before a reference, all references on one
line, capitals only or lower case only, page lines inside.
Cost: linear in the heading, which is bounded to 20,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from enduse.reading.facts import HeaderFact, Span
from enduse.reading.lexicon import message_words
from enduse.reading.marks import PrintedMark, parse_mark
from enduse.reading.references import read_references

MAX_HEADING = 20_000
_FIRST_PARAGRAPH = re.compile(
    r"^[ \t]*¶?[ \t]*1[.)][ \t]*(?=\(|[A-Za-z])|^[ \t]*¶[ \t]*\d{1,2}[.)][ \t]*\(", re.MULTILINE
)
_SPACED = (
    r"(?P<spaced>T ?O ?P ? ?S ?E ?C ?R ?E ?T|S ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
    r"|U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?)"
)
_BANNER = re.compile(
    rf"(?:^[ \t]*|(?<=PRIORITY)|(?<=IMMEDIATE)|(?<=ROUTINE)|(?<=\d)){_SPACED}"
    r"(?P<extra>(?:[ \t]*//?[ \t]*[A-Z, ]{2,40})?)"
    r"(?:[ \t]+SECTION[ \t]+\d+[ \t]+OF[ \t]+\d+)?[ \t]+(?P<post>[A-Z][A-Z. ]{1,24}?)[ \t]+(?P<serial>\d{3,6})\b",
    re.IGNORECASE | re.MULTILINE,
)
_DTG = re.compile(
    r"^[ \t]*(?:(?P<action>[ZOPR])[ \t]+(?:(?P<info>[ZOPR])[ \t]+)?)?"
    r"(?P<dtg>(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})Z"
    r"[ \t]+(?P<month>[A-Z]{3})[ \t]+(?P<year>\d{4}|\d{2}))\b",
    re.IGNORECASE | re.MULTILINE,
)
_STATION = re.compile(
    r"^DE[ \t]+[A-Z]+[ \t]+#\d+(?:/\d+)?[ \t]+(?P<time>(?P<day>\d{3})(?P<hour>\d{2})(?P<minute>\d{2}))\b", re.MULTILINE
)
_TRANSMISSION = re.compile(r"^VZCZC\w{3,10}", re.MULTILINE)
_FROM = re.compile(r"^FM[ \t]+(?P<value>\S[^\n]{0,80})", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"^(?P<field>TO|INFO)[ \t]+(?=\S)", re.MULTILINE)
_PAGE = re.compile(r"^(?:PAGE[ \t]+\d+|\S+[ \t]+\d{5,8}[ \t]+\d{3}\.\d+ OF \d+)", re.IGNORECASE)
_ROUTING = re.compile(r"^[A-Z0-9]{4,9}/")
_DECLASSIFY = re.compile(
    r"E\.?[ \t]*O\.?[ \t]*\d{5}[ \t]*:?[ \t]*"
    r"(?P<span>DECL[ \t]*:?[ \t]*(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}))",
    re.IGNORECASE,
)
_TAGS = re.compile(r"^[ \t]*TAGS?[ \t]*:?[ \t]+", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(r"^[ \t]*SUBJ(?:ECT)?[ \t]*:[ \t]*", re.IGNORECASE | re.MULTILINE)
_BY = re.compile(r"CLASSIFIED[ \t]+BY[ \t]*:?[ \t]*(?:\([A-Z]{1,3}\)\s*)?", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"^[ \t]*(?:SUBJ(?:ECT)?[ \t]*:|REFS?[ \t]*:|CLASSIFIED[ \t]+BY|TAGS?[ \t]*:|E\.?O\.?[ \t]*\d{5}|¶[ \t]*\d)",
    re.IGNORECASE | re.MULTILINE,
)
_REASON = re.compile(
    r"(?:for[ \t\n]+)?REASONS?[ \t]*:?[ \t\n]*1\.?[ \t]?[45]|(?<=:)[ \t]+1\.[45](?=[ \t]*\()", re.IGNORECASE
)
_LETTERS = re.compile(r"\(([A-H](?:[ ,]{1,2}[A-H]){0,7})\)", re.IGNORECASE)
_CENTURY = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading as read: its facts, where the body begins, the banner mark and what follows from it."""

    facts: tuple[HeaderFact, ...]
    end: int
    banner: PrintedMark | None
    owner: str
    published: date | None
    reference: str
    addressees: tuple[str, ...]
    subject: tuple[Span, PrintedMark | None, Span | None] | None


def is_message(text: str) -> bool:
    """Tell whether the text is a cable-style message: at least two of its marks stand in it."""
    head = text[:MAX_HEADING]
    signs = (_BANNER, _DTG, _FROM, _DECLASSIFY, _TAGS, _SUBJECT, _TRANSMISSION, _BY)
    return sum(bool(sign.search(head)) for sign in signs) >= 2


def read_heading(text: str) -> Heading:
    """Return what the heading of a message says. Never raises: a field that is not there is not in the facts."""
    first = _FIRST_PARAGRAPH.search(text[:MAX_HEADING], _after_last_field(text[:MAX_HEADING]))
    head = text[: first.start()] if first else text[: _after_last_field(text[:MAX_HEADING])]
    dtg = _DTG.search(head)
    published = _day_of(dtg) if dtg else None
    banner = _BANNER.search(head)
    number = (re.sub(r"[ .]", "", banner["post"]).upper(), int(banner["serial"])) if banner else None
    subject = _subject(text, head)
    facts = [*_routing_facts(head, dtg), *_banner_facts(head, banner), *_plain_facts(head)]
    facts += _subject_facts(subject)
    facts += read_references(head, published=published, number=number)
    if number and published:
        value = f"{published:%y}{number[0]}{number[1]}"
        span = _span(head, banner.start("post"), banner.end()) if banner else Span(start=0, end=0, quote="")
        facts.append(HeaderFact(field="doc_number", value=value, span=span))
        reference = value
    else:
        reference = ""
    addressees = tuple(str(fact.value) for fact in facts if fact.field == "to")
    return Heading(
        facts=tuple(facts),
        end=len(head),
        banner=_banner_mark(head, banner),
        owner=_owner(head),
        published=published,
        reference=reference,
        addressees=addressees,
        subject=subject,
    )


def _after_last_field(head: str) -> int:
    ends = [
        found.end() for sign in (_TAGS, _SUBJECT, _BY, _DECLASSIFY, _BANNER) for found in [sign.search(head)] if found
    ]
    return max(ends, default=0)


def _span(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end, quote=text[start:end])


def _fact(field: str, value: str | tuple[str, ...], head: str, start: int, end: int) -> HeaderFact:
    return HeaderFact(field=field, value=value, span=_span(head, start, end))


def _day_of(found: re.Match[str]) -> date | None:
    month = message_words().months.get(found["month"].upper())
    year = int(found["year"])
    if year < 100:
        year += _CENTURY + (100 if year < 70 else 0)
    try:
        return date(year, int(month), int(found["day"])) if month else None
    except ValueError:
        return None


def _routing_facts(head: str, dtg: re.Match[str] | None) -> Iterator[HeaderFact]:
    found = _TRANSMISSION.search(head)
    if found:
        yield _fact("transmission_id", found[0], head, found.start(), found.end())
    day = _day_of(dtg) if dtg else None
    if dtg:
        for field, key in (("precedence_action", "action"), ("precedence_info", "info")):
            if dtg[key]:
                yield _fact(field, dtg[key].upper(), head, dtg.start(key), dtg.end("dtg"))
        if day:
            yield _fact("dtg", f"{day}T{dtg['hour']}:{dtg['minute']}Z", head, dtg.start("dtg"), dtg.end("dtg"))
    station = _STATION.search(head)
    if station and day:
        value = f"{day.year}-{station['day']}T{station['hour']}:{station['minute']}"
        yield _fact("station_time", value, head, station.start("time"), station.end("time"))
    sender = _FROM.search(head)
    if sender:
        yield _fact("from", " ".join(sender["value"].split()), head, sender.start(), sender.end())
    yield from _addressees(head)


def _addressees(head: str) -> Iterator[HeaderFact]:
    """Yield one fact for each addressee; a list goes on over lines until a blank line or another field."""
    field = ""
    position = 0
    for line in head.splitlines(keepends=True):
        start, position = position, position + len(line)
        opening = _ADDRESS.match(line)
        if opening:
            field = opening["field"].lower()
            start += opening.end()
            line = line[opening.end() :]
        elif not line.strip() or not line[:1].isupper() or _BANNER.match(line) or _NEXT_FIELD.match(line):
            field = ""
        if not field or _PAGE.match(line):
            continue
        cut = _BANNER.search(line)
        name = _addressee(line[: cut.start()] if cut else line)
        if name:
            yield _fact(field, name, head, start, start + len(line if not cut else line[: cut.start()]))
        if cut:
            field = ""


def _addressee(line: str) -> str:
    words = _ROUTING.sub("", line.strip()).split()
    known = {word for phrase in message_words().precedence_words for word in phrase.split()}
    while words and (re.fullmatch(r"[\d-]+", words[-1]) or words[-1].upper() in known):
        words.pop()
    return " ".join(words)


def _banner_facts(head: str, banner: re.Match[str] | None) -> Iterator[HeaderFact]:
    if not banner:
        return
    word = _level_word(banner)
    serial = " ".join(banner["post"].split()).upper() + " " + banner["serial"]
    yield _fact("message_number", serial, head, banner.start(), banner.end())
    yield _fact("classification", word, head, banner.start(), banner.end())
    limit = _caption_end(head, banner.end())
    seen: set[str] = set()
    for found in _caption_words().finditer(head, banner.end("spaced"), limit):
        caption = found[0].upper()
        if caption not in seen:
            seen.add(caption)
            yield _fact("caption", caption, head, found.start(), found.end())


def _level_word(banner: re.Match[str]) -> str:
    word = re.sub(r"\s", "", banner["spaced"]).upper()
    return {"TOPSECRET": "TOP SECRET", "UNCLAS": "UNCLASSIFIED"}.get(word, word)


def _caption_end(head: str, start: int) -> int:
    ends = [found.start() for sign in (_DECLASSIFY, _TAGS, _SUBJECT) for found in [sign.search(head, start)] if found]
    return min(ends, default=min(len(head), start + 400))


@cache
def _caption_words() -> re.Pattern[str]:
    body = "|".join(sorted(map(re.escape, message_words().captions), key=len, reverse=True))
    return re.compile(rf"(?<![\w/]){{1}}(?:{body})(?!\w)|(?<=/)(?:NOFORN|ORCON|FOUO)(?!\w)", re.IGNORECASE)


def _banner_mark(head: str, banner: re.Match[str] | None) -> PrintedMark | None:
    """Join the classification word with the captions below it that say who may see the whole."""
    if not banner:
        return None
    word = _level_word(banner)
    limit = _caption_end(head, banner.end())
    below = head[banner.end() : limit]
    line = re.search(r"^[ \t]*([A-Z ]{6,14}//[A-Z/ ,]{3,60}?)[ \t]*$", below, re.IGNORECASE | re.MULTILINE)
    written = parse_mark(line[1]) if line else None
    extra = banner["extra"].strip()
    limits = {found[0].upper() for found in _caption_words().finditer(head, banner.end("spaced"), limit)}
    tail = [extra.strip("/ ")] if extra else []
    if written is not None and line is not None and line[1].upper().startswith(word):
        tail.append(line[1][len(word) :].strip("/ "))
    tail += [
        each
        for each in sorted(limits & {"NOFORN", "ORCON", "FOUO", "SENSITIVE", "NODIS", "EXDIS", "STADIS", "LIMDIS"})
        if each not in extra.upper()
    ]
    return parse_mark("//".join([word, *tail])) or parse_mark(word)


def _plain_facts(head: str) -> Iterator[HeaderFact]:
    found = _DECLASSIFY.search(head)
    if found:
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            yield _fact("declassify_on", day.isoformat(), head, found.start("span"), found.end("span"))
        except ValueError:
            pass
    tags = _TAGS.search(head)
    if tags:
        end = _field_end(head, tags.end())
        value = tuple(
            word for word in re.split(r"[\s,;]+", head[tags.end() : end].upper()) if re.fullmatch(r"[A-Z]{2,6}", word)
        )
        if value:
            yield _fact("tags", value, head, tags.start(), end)
    yield from _classified_by(head)


def _field_end(head: str, start: int) -> int:
    following = _NEXT_FIELD.search(head, start)
    blank = re.compile(r"\n[ \t]*\n").search(head, start)
    return min([found.start() for found in (following, blank) if found], default=len(head))


def _classified_by(head: str) -> Iterator[HeaderFact]:
    every = list(_BY.finditer(head))
    if not every:
        return
    found = every[-1]
    limit = min(len(head), found.end() + 300)
    reason = _REASON.search(head, found.end(), limit)
    end = reason.start() if reason else _field_end(head, found.end())
    name = (
        " ".join(head[found.end() : end].split())
        .strip(" ,.;:?-")
        .removesuffix(" for")
        .removesuffix(" FOR")
        .strip(" ,.;:")
    )
    if name:
        yield _fact("classified_by", name, head, found.start(), end)
    if reason:
        tail = head[reason.end() : reason.end() + 60]
        letters = [each for group in _LETTERS.findall(tail) for each in re.split(r"[ ,]+", group.lower())]
        section = "1.5" if reason[0].rstrip().endswith("5") else "1.4"
        if letters:
            last = list(_LETTERS.finditer(tail))[-1]
            value = tuple(f"{section}({letter})" for letter in letters)
            yield _fact("reasons", value, head, reason.start(), reason.end() + last.end())


def _subject(text: str, head: str) -> tuple[Span, PrintedMark | None, Span | None] | None:
    """Return the subject's span without its mark, the mark, and the mark's span."""
    found = _SUBJECT.search(head)
    if not found:
        return None
    span = _span(text, found.end(), _field_end(head, found.end()))
    for pattern in (re.compile(r"\(([^()\n]{1,60})\)\s*"), re.compile(r"\s*\(([^()\n]{1,60})\)$")):
        at = pattern.match(span.quote) if pattern.pattern.startswith(r"\(") else pattern.search(span.quote)
        mark = parse_mark(at[1]) if at else None
        if at and mark:
            where = Span(start=span.start + at.start(1) - 1, end=span.start + at.end(1) + 1, quote=f"({at[1]})")
            start, end = (span.start + at.end(), span.end) if at.start() == 0 else (span.start, span.start + at.start())
            return _span(text, start, end), mark, where
    return span, None, None


def _subject_facts(subject: tuple[Span, PrintedMark | None, Span | None] | None) -> Iterator[HeaderFact]:
    if subject and subject[0].quote:
        yield HeaderFact(field="subject", value=" ".join(subject[0].quote.split()), span=subject[0])


def _owner(head: str) -> str:
    sender = _FROM.search(head)
    words = message_words().owner_prefixes
    first = re.split(r"[\s/]", sender["value"].strip())[0].upper() if sender else ""
    return words.get(first, "US" if _DECLASSIFY.search(head) or not sender else "owner")

"""Portions: stretches of text under one handling mark, in the order of the paper.

Whether a line begins a portion is decided by what stands at that line and right
before it, never by what other portions say, so taking a hidden portion away
leaves the others as they were. A mark is never lost: wherever one begins a line,
a paragraph or a bullet, a portion begins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from enduse.errors import Fault
from enduse.model.marking import Marking
from enduse.reading.facts import Portion, Span
from enduse.reading.lexicon import any_of, message_words
from enduse.reading.marks import PrintedMark, hold_back, parse_mark, to_marking

# paragraph sign, number, enumerator, bullet: each at most once, then perhaps a bracket
_OPENING = re.compile(
    r"^[ \t]*(?:¶[ \t]*)?(?:(?P<number>\d{1,3})[.)]?[ \t]*)?(?:[a-zA-Z][.)][ \t]*|\([a-z]\)[ \t]*)?"
    r"(?:[-–—•*]{1,2}[ \t]*)?"
    r"\((?P<mark>[^()\n]{1,60}(?:\n[^()\n]{1,60})?)\)(?![,;])",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^[ \t]*(?P<sign>¶)[ \t]*(?P<number>\d{1,3})[.)](?=[ \t]|$)", re.MULTILINE)
_PLAIN_NUMBERED = re.compile(r"^[ \t]*(?P<number>\d{1,2})\.[ \t]+(?=[A-Z\"“(])", re.MULTILINE)
_RULE = re.compile(r"[ \t]*[-=_*]{4,}[-=_* \t]*")
_ENUMERATORS = re.compile(r"^[ \t]*\((?P<letter>[aAbB])\)[ \t]*", re.MULTILINE)
_MAX_HEADING_LINE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    start: int
    text_start: int
    number: str
    mark: PrintedMark | None = None
    span: Span | None = None


def read_portions(
    text: str, *, start: int, banner: Marking, owner: str, day: date | None, numbered: bool
) -> tuple[tuple[Portion, ...], tuple[Fault, ...]]:
    """Divide the text from `start` on into portions, with a fault for each gap.

    `numbered` says that the text is a message: text without a mark is then held
    back. Otherwise what stands before any mark carries `banner` as it is.
    """
    openings = _find_openings(text, start, numbered)
    portions: list[Portion] = []
    faults: list[Fault] = []
    edges = [*openings, _Opening(start=len(text), text_start=len(text), number="")]
    if (openings and openings[0].start > start) or not openings:
        end = openings[0].start if openings else len(text)
        portions += _unnumbered(text, start, end, banner, owner, numbered)
    label = ""
    for here, following in itertools.pairwise(edges):
        label = here.number or label
        portions += _portion(text, here, following.start, label, banner, owner, day)
    for portion in portions:
        faults += _faults_of(portion, banner, is_message=numbered)
    return tuple(portions), tuple(faults)


def _find_openings(text: str, start: int, numbered: bool) -> list[_Opening]:
    found: dict[int, _Opening] = {}
    for at in _OPENING.finditer(text, start):
        mark = parse_mark(at["mark"])
        if mark is None or _is_enumerator(text, at, start):
            continue
        span = Span(
            start=at.start("mark") - 1, end=at.end("mark") + 1, quote=text[at.start("mark") - 1 : at.end("mark") + 1]
        )
        begin = at.start() if at["number"] else span.start
        found[_line_of(text, at.start())] = _Opening(
            start=begin, text_start=at.end(), number=(at["number"] or "").lstrip("0"), mark=mark, span=span
        )
    for at in _NUMBERED.finditer(text, start) if numbered else ():
        if _line_of(text, at.start()) not in found and _begins_paragraph(text, at, start):
            found[_line_of(text, at.start())] = _Opening(start=at.start(), text_start=at.end(), number=at["number"])
    if numbered and not _NUMBERED.search(text, start):
        for at in _PLAIN_NUMBERED.finditer(text, start):
            if _line_of(text, at.start()) not in found and _begins_paragraph(text, at, start):
                found[_line_of(text, at.start())] = _Opening(start=at.start(), text_start=at.end(), number=at["number"])
    return [found[line] for line in sorted(found)]


def _line_of(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _is_enumerator(text: str, at: re.Match[str], start: int) -> bool:
    """Tell a third list letter "(c)" from a mark: it has no number, and "(b)" opened a line shortly before."""
    mark = at["mark"].strip()
    if at["number"] or mark not in ("c", "C"):
        return False
    wanted = "b" if mark == "c" else "B"
    before = text[max(start, at.start() - 4000) : at.start()]
    return any(found["letter"] == wanted for found in _ENUMERATORS.finditer(before))


def _begins_paragraph(text: str, at: re.Match[str], start: int) -> bool:
    """Tell a paragraph from a number that a sentence runs into: the words right before decide."""
    gap = text[max(start, at.start() - 200) : at.start()]
    before = gap.rstrip()
    if not before or before[-1] in ".!?:)\"”'-" or _is_heading(before.splitlines()[-1], ruled=False):
        return True
    last = re.findall(r"[A-Za-z]+", before[-40:])
    if last and last[-1].lower() in message_words().number_follows:
        return False
    return gap.count("\n") > 1


def _is_heading(line: str, *, ruled: bool) -> bool:
    """Tell a section title: short, without a full stop, in capitals unless a rule stands by it."""
    words = line.strip()
    if not words or len(words) > _MAX_HEADING_LINE or words.startswith("--") or words[-1] in ".,;":
        return False
    return ruled or (words.upper() == words and any(char.isalpha() for char in words))


def _split_tail(text: str, start: int, end: int) -> int:
    """Return where the section titles, rules and signature at the end of a portion begin."""
    cut = end
    lines = list(re.finditer(r"[^\n]*\n?", text[start:end]))
    at = len(lines) - 1
    while at > 0:
        line = lines[at][0]
        near = any(_RULE.fullmatch(lines[i][0].rstrip("\n")) for i in (at - 1, at + 1) if 0 <= i < len(lines))
        if line.strip() and not _RULE.fullmatch(line.rstrip("\n")) and not _is_heading(line, ruled=near):
            break
        if line.strip() and not _RULE.fullmatch(line.rstrip("\n")) and not _stands_apart(lines, at):
            break
        cut = start + lines[at].start()
        at -= 1
    return cut


def _stands_apart(lines: list[re.Match[str]], at: int) -> bool:
    """Tell whether a title or signature is set off: by a blank line, a rule, or the full stop before it."""
    before = lines[at - 1][0]
    ended = before.rstrip().endswith((".", ")", ":", "!", "?", '"'))
    return not before.strip() or bool(_RULE.fullmatch(before.rstrip("\n"))) or ended or _is_heading(before, ruled=False)


def _unnumbered(text: str, start: int, end: int, banner: Marking, owner: str, numbered: bool) -> Iterator[Portion]:
    """Yield what stands before the first mark: titles of a message, or the text of a paper without marks."""
    if not text[start:end].strip():
        return
    lines = text[start:end].splitlines()
    only_titles = all(not line.strip() or _RULE.fullmatch(line) or _is_heading(line, ruled=True) for line in lines)
    kind = "heading" if numbered and only_titles else "body"
    marking = hold_back(banner, owner=owner) if numbered else banner
    yield Portion(label="", start=start, end=end, marking=marking, is_marked=False, kind=kind, text_start=start)


def _portion(
    text: str, here: _Opening, end: int, label: str, banner: Marking, owner: str, day: date | None
) -> Iterator[Portion]:
    cut = max(_split_tail(text, here.text_start, end), here.text_start)
    held = hold_back(banner, owner=owner)
    body = text[here.text_start : cut]
    head = body.lstrip()[:120].lower()
    words = message_words()
    is_bare = here.mark is not None and not here.number
    alone = not body.split("\n", 1)[0].strip()
    begins = any(head.startswith(("begin " + begin, begin)) for begin in words.passage_begins)
    kind = "talking_points" if (is_bare and (alone or begins)) or _opens_passage(head) else "body"
    portion = Portion(
        label="talking_points" if is_bare and kind == "talking_points" else label,
        start=here.start,
        end=cut,
        marking=held,
        is_marked=False,
        kind=kind,
        text_start=here.text_start,
    )
    if here.mark is not None:
        portion = replace(
            portion,
            marking=to_marking(here.mark, owner=owner, day=day),
            is_marked=True,
            mark_span=here.span,
            says=here.mark.says,
            scheme=here.mark.scheme,
            rel=here.mark.rel_said,
            unread=here.mark.unread,
        )
    yield portion
    if text[cut:end].strip():
        yield Portion(label="", start=cut, end=end, marking=held, is_marked=False, kind="heading", text_start=cut)


def _opens_passage(head: str) -> bool:
    begins = tuple(word for word in message_words().passage_begins if word.startswith("begin "))
    return bool(any_of(begins).match(head))


def _faults_of(portion: Portion, banner: Marking, *, is_message: bool) -> Iterator[Fault]:
    where = f"{portion.record} at {portion.start}"
    if not portion.is_marked:
        if is_message and portion.kind != "heading":
            yield Fault(
                place=where,
                reason="no marking is printed; it is kept with the owner, no lower than the banner.",
                remedy="A person must judge it before anyone else may see it.",
            )
        return
    if portion.marking.level > banner.level:
        yield Fault(
            place=where,
            reason=f"marked {portion.marking.level.name}, higher than the banner {banner.level.name}.",
            remedy="Check the banner.",
        )
    if is_message and "NOFORN" in portion.marking.caveats and "NOFORN" not in banner.caveats:
        yield Fault(
            place=where, reason="marked NOFORN, but the banner has no NOFORN caption.", remedy="Check the banner."
        )
    quote = " ".join(portion.mark_span.quote.split()) if portion.mark_span else ""
    for word in portion.unread:
        if word in portion.rel:
            reason = f"the mark {quote} is releasable to {word}, which is no country or group we know."
            remedy = "Nobody else is let in by it; a person must judge it."
        else:
            reason = f"the mark {quote} holds a word we do not know: {word}."
            remedy = "It is kept with the owner; a person must judge it."
        yield Fault(place=where, reason=reason, remedy=remedy)

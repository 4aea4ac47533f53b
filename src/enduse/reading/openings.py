"""Where portions begin: at a mark, known or not, and at a paragraph number.

Whether a line begins a portion is decided by what stands at that line, right
before it, and in the portion it would otherwise belong to; so taking a hidden
portion away leaves the others as they were. A bracket that stands where a mark
stands and looks like one, but says nothing we know, opens a portion too: its text
must not pass under the mark before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from enduse.reading.facts import Span
from enduse.reading.lexicon import mark_words, message_words
from enduse.reading.marks import PrintedMark, parse_mark
from enduse.reading.phrases import any_of

# paragraph sign or word, number, enumerator, bullet: each at most once, then perhaps a bracket
_BRACKET = re.compile(
    r"^[ \t]*(?P<sign>¶[ \t]*)?(?P<word>(?i:para(?:graph)?|sec(?:tion)?)\.?[ \t]*(?=\d))?"
    r"(?:(?P<number>\d{1,3})(?P<dot>[.)])?[ \t]*)?"
    r"(?P<letter>[a-zA-Z][.)][ \t]*|\([a-z]\)[ \t]*|\((?:\d{1,2}|[ivx]{1,5})\)[ \t]*)?"
    r"(?P<bullet>[-–—•*\"“]{1,2}[ \t]*)?"
    r"(?P<open>[(\[（［])[ \t]*(?:\([ \t]*)?(?P<mark>[^()\[\]（）［］\n]{1,60}(?:\n[^()\[\]（）［］\n]{1,60})?)"
    r"(?:[)）](?![,;])|[\]］](?![,;\w]))",
    re.MULTILINE,
)
_NUMBER_AFTER = re.compile(r"[ \t]*(?P<number>\d{1,3})[.)][ \t]+(?=\S)")
_NUMBERED = re.compile(
    r"^[ \t]*(?:¶[ \t]*(?P<signed>\d{1,3})[.)](?=[ \t]|$)|(?P<plain>\d{1,3})[.)][ \t]+(?=\S))", re.MULTILINE
)
_LETTER = re.compile(r"[ \t]*\((?P<letter>[A-Za-z])\)")
_ROMAN = re.compile(r"[IVXLivxl]+|\d+")
_RULE = re.compile(r"[ \t]*[-=_*]{4,}[-=_* \t]*")
_WIDE_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_JOINTS = frozenset("/-–—")
_MARK_SIGNS = frozenset(" /,.:+&'-–—")
_MAX_HEADING_LINE = 90
_NEAR = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where a portion begins: its number, its mark, or the words in brackets that stand for one nobody knows.

    `also` are marks that hold beside `mark`.
    """

    start: int
    text_start: int
    number: str
    mark: PrintedMark | None = None
    span: Span | None = None
    unread: str = ""
    also: tuple[PrintedMark, ...] = ()


def find_openings(text: str, start: int, *, is_message: bool) -> list[Opening]:
    """Return where portions begin from `start` on, in order; each line begins one at most.

    In a message every numbered paragraph begins one. In other papers that holds
    after the first mark only: a paper without marks is one portion.
    """
    brackets = {_line_of(text, at.start()): at for at in _BRACKET.finditer(text, start)}
    numbers = {_line_of(text, at.start()): at for at in _NUMBERED.finditer(text, start)}
    found: list[Opening] = []
    letters: set[str] = set()
    is_marked = is_message
    for line in sorted({*brackets, *numbers}):
        opening = None
        if line in brackets:
            opening = _open_at_bracket(text, brackets[line], start, letters, is_marked=is_marked)
        if opening is None and line in numbers and is_marked and _begins_paragraph(text, numbers[line], start):
            at = numbers[line]
            opening = Opening(start=at.start(), text_start=at.end(), number=_number(at["signed"] or at["plain"]))
        if opening is not None:
            found.append(opening)
            letters = set()
            is_marked = True
        letter = _LETTER.match(text, line)
        if letter:
            letters.add(letter["letter"])
    return found


def is_rule(line: str) -> bool:
    """Tell a line of dashes and the like."""
    return _RULE.fullmatch(line) is not None


def is_heading(line: str, *, ruled: bool) -> bool:
    """Tell a section title: short, without a full stop, in capitals unless a rule stands by it."""
    words = line.strip()
    if not words or len(words) > _MAX_HEADING_LINE or words.startswith("--") or words[-1] in ".,;":
        return False
    return ruled or (words.upper() == words and any(char.isalpha() for char in words))


def _line_of(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _number(printed: str) -> str:
    return printed.lstrip("0")


def _open_at_bracket(text: str, at: re.Match[str], start: int, letters: set[str], *, is_marked: bool) -> Opening | None:
    """Return the opening at a bracket that is a mark, or stands where one stands and looks like one."""
    mark = None if _is_enumerator(at, letters) else parse_mark(plain_mark(at["mark"]))
    unread = ""
    if mark is None and at["open"] == "(":
        unread = _unread_mark(text, at, start, letters, is_marked=is_marked)
    if mark is None and not unread:
        return None
    first, last = at.start("open"), at.end("mark") + 1
    behind = None if at["number"] or at["letter"] or at["bullet"] else _NUMBER_AFTER.match(text, at.end())
    return Opening(
        start=at.start() if at["number"] else first,
        text_start=behind.end() if behind else at.end(),
        number=_number(at["number"] or (behind["number"] if behind else "")),
        mark=mark,
        span=Span(start=first, end=last, quote=text[first:last]),
        unread=unread,
    )


def plain_mark(mark: str) -> str:
    """Return the words of a mark with signs of full width as plain ones."""
    return mark.translate(_WIDE_SIGNS)


def _is_enumerator(at: re.Match[str], letters: set[str]) -> bool:
    """Tell a list letter such as "(c)" from a mark: it has no number, and "(b)" opened a line of this very portion."""
    letter = at["mark"].strip()
    return len(letter) == 1 and letter.isalpha() and not at["number"] and chr(ord(letter) - 1) in letters


def _unread_mark(text: str, at: re.Match[str], start: int, letters: set[str], *, is_marked: bool) -> str:
    """Return the words in brackets that stand where a mark stands and look like one, "" when they do not.

    What is surely a mark (a stroke between its words, or a national level word)
    counts wherever it begins a line. Bare capitals, which may be a short form,
    count after a paragraph number, or at the head of a paragraph of a paper that
    carries marks. Doubt is settled towards a mark: that narrows, never widens.
    """
    words = " ".join(at["mark"].split())
    if not _looks_like_mark(words) or _is_enumerator(at, letters):
        return ""
    before = text[max(start, at.start() - _NEAR) : at.start()]
    if not at["number"] and _stands_for(words, before):
        return ""
    ended = _has_ended(before)
    is_apart = ended or bool(at["bullet"] or at["letter"]) or _is_after_blank(before)
    if "/" in words or is_national(words):
        return words if is_apart or at["number"] or text[at.end() : at.end() + 1] not in (":", ".") else ""
    if at["number"]:
        is_numbered = bool(at["sign"] or at["dot"])
        return words if is_numbered and _begins_paragraph(text, at, start) else ""
    goes_on = not ended and text[at.end() : at.end() + 40].lstrip()[:1].islower()
    return words if is_marked and is_apart and not goes_on else ""


def _stands_for(words: str, before: str) -> bool:
    """Tell whether words in brackets are the initials of the words right before them, small words left out."""
    letters = list(words)
    if len(letters) < 2 or not words.isalpha() or not words.isupper():
        return False
    for word in reversed(re.findall(r"[A-Za-z][\w'-]*", before)):
        if word[0].upper() == letters[-1]:
            letters.pop()
        elif len(word) > 3:
            return False
        if not letters:
            return True
    return False


def _looks_like_mark(words: str) -> bool:
    """Tell whether words in brackets have the shape of a mark: capitals, digits, strokes, hyphens and commas."""
    if _ROMAN.fullmatch(words) or words in ("A", "a") or len(words.split()) > 8:
        return False
    signs = message_words()
    if any_of((*signs.passage_begins, *signs.passage_ends)).match(words):
        return False
    if not all(char.isalnum() or char in _MARK_SIGNS for char in words):
        return False
    if "/" not in words and any(word.isalpha() and word.islower() for word in words.split()):
        return is_national(words) or _begins_with_level(words)
    letters = [char for char in words if char.isalpha()]
    capitals = sum(not char.islower() for char in letters)
    return is_national(words) or _begins_with_level(words) or (capitals > 0 and capitals * 2 > len(letters))


def is_national(words: str) -> bool:
    """Tell a level word of a state whose levels are not loaded, alone or before a stroke or hyphen."""
    upper = words.upper()
    tails = (upper[len(word) :].lstrip()[:1] for word in mark_words().unranked if upper.startswith(word))
    return any(not tail or tail in _JOINTS for tail in tails)


def _begins_with_level(words: str) -> bool:
    known = (word for word in mark_words().levels if len(word) > 3)
    return any(words.upper().startswith(word) and not words[len(word) : len(word) + 1].isalnum() for word in known)


def _has_ended(before: str) -> bool:
    """Tell whether the text before a line has come to an end: nothing, a full stop, a title or a rule."""
    words = before.rstrip()
    if not words or words[-1] in ".!?:)\"”'-":
        return True
    last = words.splitlines()[-1]
    return is_heading(last, ruled=False) or is_rule(last)


def _is_after_blank(before: str) -> bool:
    return before[len(before.rstrip()) :].count("\n") > 1


def _begins_paragraph(text: str, at: re.Match[str], start: int) -> bool:
    """Tell a paragraph from a number that a sentence runs into: the words right before decide."""
    before = text[max(start, at.start() - _NEAR) : at.start()]
    if _has_ended(before) or _is_after_blank(before):
        return True
    last = re.findall(r"[A-Za-z]+", before[-40:])
    return bool(last) and last[-1].lower() not in message_words().number_follows

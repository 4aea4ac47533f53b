"""Portions: stretches of text under one handling mark, in the order of the paper.

A mark is never lost: wherever one begins a line, a paragraph or a bullet, a
portion begins (see `enduse.reading.openings`), and text under a mark that nobody
knows stays with the owner, no lower than the banner.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from enduse.errors import Fault
from enduse.model.marking import Marking, join_all
from enduse.reading.closings import add_closings
from enduse.reading.facts import Portion
from enduse.reading.lexicon import message_words
from enduse.reading.marks import UNMARKED, hold_back, to_marking
from enduse.reading.openings import Opening, find_openings, is_heading, is_rule
from enduse.reading.phrases import any_of


def read_portions(
    text: str, *, start: int, banner: Marking, owner: str, day: date | None, numbered: bool
) -> tuple[tuple[Portion, ...], tuple[Fault, ...]]:
    """Divide the text from `start` on into portions, with a fault for each gap.

    `numbered` says that the text is a message: text without a mark is then held
    back. Otherwise what stands before any mark carries `banner` as it is. A bare
    bracket of an unknown mark might still be text of the portion before it, so its
    portion is no wider than that one either.
    """
    openings = add_closings(text, find_openings(text, start, is_message=numbered), start)
    portions: list[Portion] = []
    faults: list[Fault] = []
    edges = [*openings, Opening(start=len(text), text_start=len(text), number="")]
    if (openings and openings[0].start > start) or not openings:
        end = openings[0].start if openings else len(text)
        portions += _unnumbered(text, start, end, banner, owner, numbered)
    label = ""
    torn_from = next((each.marking for each in portions), None)
    for here, following in itertools.pairwise(edges):
        label = here.number or label
        made = list(_portion(text, here, following.start, label, banner, owner, day))
        if here.unread and not here.number:
            made[0] = replace(made[0], marking=made[0].marking.join(torn_from) if torn_from else made[0].marking)
        else:
            torn_from = made[0].marking
        portions += made
    for portion in portions:
        faults += _faults_of(portion, banner, is_message=numbered)
    return tuple(portions), tuple(faults)


def _split_tail(text: str, start: int, end: int) -> int:
    """Return where the section titles, rules and signature at the end of a portion begin."""
    cut = end
    lines = list(re.finditer(r"[^\n]*\n?", text[start:end]))
    at = len(lines) - 1
    while at > 0:
        line = lines[at][0]
        near = any(is_rule(lines[i][0].rstrip("\n")) for i in (at - 1, at + 1) if 0 <= i < len(lines))
        if line.strip() and not is_rule(line.rstrip("\n")) and not is_heading(line, ruled=near):
            break
        if line.strip() and not is_rule(line.rstrip("\n")) and not _stands_apart(lines, at):
            break
        cut = start + lines[at].start()
        at -= 1
    return cut


def _stands_apart(lines: list[re.Match[str]], at: int) -> bool:
    """Tell whether a title or signature is set off: by a blank line, a rule, the full stop before it, or titles so set.

    In a text in capitals only every line looks like a title, so one line of it sets off none.
    """
    while at > 0:
        before = lines[at - 1][0]
        ended = before.rstrip().endswith((".", ")", ":", "!", "?", '"'))
        if not before.strip() or is_rule(before.rstrip("\n")) or ended:
            return True
        if not is_heading(before, ruled=False):
            return False
        at -= 1
    return False


def _unnumbered(text: str, start: int, end: int, banner: Marking, owner: str, numbered: bool) -> Iterator[Portion]:
    """Yield what stands before the first mark: titles of a message, or the text of a paper without marks."""
    if not text[start:end].strip():
        return
    lines = text[start:end].splitlines()
    only_titles = all(not line.strip() or is_rule(line) or is_heading(line, ruled=True) for line in lines)
    kind = "heading" if numbered and only_titles else "body"
    marking = hold_back(banner, owner=owner) if numbered else banner
    yield Portion(label="", start=start, end=end, marking=marking, is_marked=False, kind=kind, text_start=start)


def _portion(
    text: str, here: Opening, end: int, label: str, banner: Marking, owner: str, day: date | None
) -> Iterator[Portion]:
    """Yield the portion that begins at an opening, and the titles that stand between it and the next."""
    cut = max(_split_tail(text, here.text_start, end), here.text_start)
    held = hold_back(banner, owner=owner)
    is_bare = not here.number and here.span is not None and here.span.start == here.start
    kind = _kind_of(text[here.text_start : cut], is_bare=is_bare)
    portion = Portion(
        label="talking_points" if here.span and not here.number and kind == "talking_points" else label,
        start=here.start,
        end=cut,
        marking=held,
        is_marked=False,
        kind=kind,
        mark_span=here.span,
        text_start=here.text_start,
    )
    if here.unread:
        marking = hold_back(banner, owner=owner, caveat=f"unread mark {here.unread}")
        portion = replace(portion, marking=marking, unread=(here.unread,))
    if here.mark is not None:
        marks = (here.mark, *here.also)
        marking = join_all([to_marking(mark, owner=owner, day=day) for mark in marks])
        unread = tuple(word for mark in marks for word in mark.unread)
        portion = replace(
            portion,
            marking=_no_lower(marking, banner) if set(unread) - set(here.mark.rel) else marking,
            is_marked=True,
            says=here.mark.says,
            scheme=here.mark.scheme,
            rel=here.mark.rel_said,
            unread=unread,
        )
    yield portion
    if text[cut:end].strip():
        yield Portion(label="", start=cut, end=end, marking=held, is_marked=False, kind="heading", text_start=cut)


def _kind_of(body: str, *, is_bare: bool) -> str:
    """Tell talking points from other text: by the words that open them, or by a mark that stands alone on its line."""
    head = body.lstrip()[:120].lower()
    alone = not body.split("\n", 1)[0].strip()
    begins = any(head.startswith(("begin " + begin, begin)) for begin in message_words().passage_begins)
    return "talking_points" if (is_bare and (alone or begins)) or _opens_passage(head) else "body"


def _no_lower(marking: Marking, banner: Marking) -> Marking:
    """Raise what carries a word nobody knows to the banner."""
    return replace(marking, level=max(marking.level, banner.level), tlp=max(marking.tlp, banner.tlp))


def _opens_passage(head: str) -> bool:
    begins = tuple(word for word in message_words().passage_begins if word.startswith("begin "))
    return bool(any_of(begins).match(head))


def _faults_of(portion: Portion, banner: Marking, *, is_message: bool) -> Iterator[Fault]:
    where = f"{portion.record} at {portion.start}"
    if portion.unread and not portion.is_marked:
        yield Fault(
            place=where,
            reason=f"the mark ({portion.unread[0]}) is none we know; its text is kept with the owner.",
            remedy="A person must judge it before anyone else may see it.",
        )
        return
    if not portion.is_marked:
        if UNMARKED in portion.marking.caveats and portion.kind != "heading":
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

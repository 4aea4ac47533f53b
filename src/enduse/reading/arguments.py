"""How names hang on a verb: its subject before it, and after it whom and what the small words bring in.

The subject is the nearest name before the verb that nothing governs; a name after it hangs on it by the small word
before the name ("from", "to", "for", "through", "by").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from enduse.reading.dealing import is_aside, is_tool
from enduse.reading.grammar import grammar
from enduse.reading.naming import Mention
from enduse.reading.passage import joined_before
from enduse.reading.phrases import any_of

_REACH = 220
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
# ", and its director, NAME" opens a clause of its own.
_ITS_MAN = re.compile(r", and (?:its|their|his|her) (?:[a-z]+ ){0,3}[a-z]+, ")
_JOINT = re.compile(r"[ ,]*(?:and|or|as well as|,)[ ,]*(?:both |to |from |the |a |an |its )*")
_DESCRIBES = (
    r"(?: (?:the|a|an|its|their|his|her|both|two|one|another|[a-z\-]+(?:'s)?|[A-Z][\w.\-]*(?:'s?)?)){0,6}[ ,]*$"
)

Args = dict[str, list[Mention]]


def find_doers(flat: str, actors: Sequence[Mention], place: int) -> tuple[Mention, ...]:
    """Return who is the subject of a verb: the nearest name before it that nothing governs, and those joined to it."""
    before = [each for each in actors if each.end <= place and place - each.end < _REACH]
    while len(before) > 1 and is_aside(flat, before[-2], before[-1], place):
        before.pop()
    for each in reversed(before):
        between = _ASIDE.sub("", _BRACKETS.sub("", flat[each.end : place]).lstrip("."))
        relative = _RELATIVE.match(between)
        if re.search(r"[;:]", between):
            return ()
        if _is_bracketed(flat, each, place):
            continue
        group = joined_before(flat, tuple(before), each)
        if is_tool(flat, each, place):
            return ()
        if _is_governed(flat, group[0]) and not relative and not _BY_TO.fullmatch(flat, group[0].lead - 3, place):
            continue
        rest = between[relative.end() if relative else 0 :]
        return () if _breaks().search(f"{rest} ") else group
    return ()


# "an application by X to export pumps": the one who applies exports.
_BY_TO = re.compile(r"by [^;:,]{2,120} to ")
_ASIDE = re.compile(
    r"^,? ?(?=(?:which|who|whose|an?|the|its|of|in|based|located|owned|run|headed|formerly|also|now) )[^;:]{3,140},"
)
_RELATIVE = re.compile(r"[ ,]*(?:, an? (?:[\w\-]+ ){1,4}[a-z]+,? )?(?:which|who|that)\b")


def _is_bracketed(flat: str, mention: Mention, place: int) -> bool:
    """Tell whether a name stands in brackets of its own."""
    opened = flat.rfind("(", max(0, mention.lead - 60), mention.lead)
    return opened >= 0 and flat.find(")", opened, mention.lead) < 0 and flat.find(")", mention.end, place) > 0


def _is_governed(flat: str, mention: Mention) -> bool:
    """Tell whether a small word or a verb before a name makes it something other than the subject."""
    lead = flat[max(0, mention.lead - 40) : mention.lead]
    if flat[mention.end : mention.end + 2] == "'s":
        return True
    return _governing().search(lead) is not None


@cache
def _small_words() -> str:
    words = sorted({word for _, group in grammar().hangs for word in group}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


@cache
def _governing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_small_words()})(?: (?:the|a|an|its|both|firms?|compan(?:y|ies)))? ?$")


def end_of_clause(flat: str, actors: Sequence[Mention], start: int, following: int) -> int:
    """Return where the clause of a verb ends: at a verb with a subject of its own, a new clause, or a semicolon."""
    end = min(len(flat), start + _REACH)
    if following < end and any(start <= each.start and each.end <= following for each in actors):
        end = following
    at = _breaks().search(flat, start, end)
    while at is not None and at[0].startswith(", wh"):
        closed = re.compile(rf"[^;:,]{{3,90}},(?= (?:{_small_words()})\b)").match(flat, at.end(), end)
        if closed is None:
            break
        at = _breaks().search(flat, closed.end(), end)
    return at.start() if at else end


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[;:]|\. |,? (?:{'|'.join(grammar().breaks)}) ")


def find_arguments(flat: str, actors: Sequence[Mention], start: int, stop: int) -> Args:
    """Return the names of a stretch by how they hang on the verb before it; "direct" without a small word."""
    args: Args = {}
    at, kind = start, "direct"
    for each in actors:
        if each.start < start or each.start >= stop or each.is_unnamed:
            continue
        if at > start and _ITS_MAN.fullmatch(flat, at, each.start):
            break
        lead = _BRACKETS.sub(" ", flat[at : max(at, each.start)])
        if args.get(kind) and (each.start, each.end) == (args[kind][-1].start, args[kind][-1].end):
            args[kind].append(each)
            continue
        joint = _JOINT.fullmatch(lead.replace(flat[each.lead : each.start], "") or "?") if at > start else None
        if joint and _ends_at(joint[0]) in ("", kind):
            args.setdefault(kind, []).append(each)
        else:
            kind = _hanging(lead, is_first=at == start)
            args.setdefault(kind, []).append(each)
        at = each.end
    return args


def _ends_at(joint: str) -> str:
    """Return which end of a deal the words between two names open: "made by X, to Y" goes on with another end."""
    return "target" if joint.endswith("to ") else "source" if joint.endswith("from ") else ""


def _hanging(lead: str, *, is_first: bool) -> str:
    """Return how a name hangs on what stands before it, by the last small word of the lead."""
    best = (-1, 0, "direct" if is_first and re.fullmatch(_DESCRIBES, lead) else "other")
    for kind, pattern in _hangs():
        for at in pattern.finditer(lead):
            if re.fullmatch(_DESCRIBES, lead[at.end() :]) and (at.end(), -at.start()) > best[:2]:
                best = (at.end(), -at.start(), "other" if _OF_ANOTHER.search(lead[: at.start()]) else kind)
    return best[2]


# "entities subordinate to X": what hangs on the verb is not X.
_OF_ANOTHER = re.compile(
    r"\b(?:subordinate|affiliated|linked|related|tied|connected|belonging|attached|associated|answering|reporting) $"
)


@cache
def _hangs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, any_of(words)) for kind, words in grammar().hangs)

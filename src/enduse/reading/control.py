"""What a sentence says about control: listed or not, below a threshold, perhaps; and by which regime."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention
from enduse.reading.phrases import any_of

# "a license is required if the pumps exceed": under a condition only.
_UNDER_CONDITION = re.compile(r"[^.;:,]{0,60}\b(?:if|depending on|unless|provided that)\b")
# Words between a name and words of control that make the name what is listed: "X, an entity that is not listed".
_TELLS_OF_NAME = re.compile(
    r"(?: \([^()]{1,40}\))?"
    r"(?:, (?:(?:which|who|that|also|itself|not|now)\b ?|an? (?:[A-Za-z\-]+ ){1,5}?(?=$|that|which))*)?"
    r"(?: ?\b(?:that|which|is|was|are|were|has|have|been|also|itself|currently)\b)* ?"
)
_LISTS_OF_PARTIES = re.compile(
    r"[^.;]{0,40}\b(?:UNSCRs?|resolutions?|sanctions?|E\.?O\.? ?1\d{4}|Executive Order|SDN|Entity List|designat\w+)\b",
    re.IGNORECASE,
)


_NO_SUBJECT = re.compile(r"\b(?:by|from|to|with|via|through|for) (?:the )?$")
_MANY = re.compile(r"\b(?:are|were|have|do|they|their)\b")


def find_control(
    flat: str, parties: tuple[Mention, ...], goods: tuple[int, ...], clause: tuple[int, int]
) -> tuple[str, int, int] | None:
    """Return what a clause says about control of goods, and where; `goods` are the places where goods begin."""
    begin, stop = clause
    while begin < stop:
        found = control_status(flat[begin:stop])
        if found is None:
            return None
        status, start, end = found[0], begin + found[1], begin + found[2]
        if not _is_of_party(flat, parties, goods, (start, end)):
            return status, start, end
        begin = end
    return None


def _is_of_party(flat: str, parties: tuple[Mention, ...], goods: tuple[int, ...], at: tuple[int, int]) -> bool:
    """Tell whether words such as "is listed" are said of a party, not of goods: right after its name, or of sanctions.

    `goods` are the places where goods begin: what is told after "pumps bought by X" is told of the pumps, unless it
    is set aside by a comma.
    """
    start, end = at
    if _LISTS_OF_PARTIES.match(flat, end) or _LISTS_OF_PARTIES.fullmatch(flat, start, end):
        return True
    before = [each for each in parties if not each.is_unnamed and 0 <= start - each.end <= 80]
    if not before or not _TELLS_OF_NAME.fullmatch(flat, before[-1].end, start):
        return False
    if _MANY.search(flat, before[-1].end, end):
        return False
    if "," in flat[before[-1].end : start]:
        return True
    return not any(each < before[-1].start for each in goods) and not _NO_SUBJECT.search(flat, 0, before[-1].lead)


_UNSURE = re.compile(r"\b(?:not (?:certain|sure|clear|known)|unclear|determine|know|establish) (?:whether|if)\b")


@lru_cache(maxsize=4096)
def control_status(flat: str) -> tuple[str, int, int] | None:
    """Return what a sentence says about control, and where it says it."""
    for cue in fact_words().control:
        at = any_of(cue.words).search(flat)
        if at:
            status = cue.kind
            before = flat[max(0, at.start() - 60) : at.start()]
            if _UNSURE.search(before):
                return None
            if status == "controlled" and (
                any_of(fact_words().control_hedges).search(before) or _UNDER_CONDITION.match(flat, at.end())
            ):
                status = "potentially_controlled"
            return status, at.start(), at.end()
    return None


def regimes_named(flat: str) -> Iterator[str]:
    """Yield the regimes a sentence names."""
    for cue in fact_words().regimes:
        if any_of(cue.words).search(flat):
            yield cue.kind

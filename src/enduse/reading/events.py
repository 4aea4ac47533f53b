"""What a government or a firm did about a matter, as a sentence tells it: who, when, and by which paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.arguments import find_doers
from enduse.reading.dates import DateSaid, date_near
from enduse.reading.lexicon import EventCue, event_words
from enduse.reading.naming import Mention
from enduse.reading.phrases import any_of, joined
from enduse.reading.sentences import Sentence, is_denied

_PLACE = re.compile(
    r"\b(?P<place>U\.S\.|USG|[A-Z][a-z]+(?: [A-Z][a-z]+)?|GO[A-Z]{1,3}|ROYG|[Hh]ost [Gg]overnment|[A-Z]{3,5})(?![\w])"
)
_REF = re.compile(r"\bref(?:tel)?s?[. ]{1,2}\(?(?P<label>[A-Z])(?![\w'])(?P<more>(?: ?,| ?&| and) )?", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:be|being|not|never|to|no|without|cannot|can|will|would|could|may|might|should|must|attempted|n't|if)"
    r"(?: been| have| be| yet| [a-z]+ly)? {1,2}$|\bno (?:[A-Z]\w+ )?[a-z\-]+ (?:has |had |have |ever )*$",
    re.IGNORECASE,
)
_IS_ASKED = re.compile(r"\b(?:is|are|be|been) $")
_FOREIGN = re.compile(
    r"\b(?:to|from|via|through|in|into|against|about|at|with|for|between) (?:the |an? |its )?(?:[a-z\-]+ )?$",
    re.IGNORECASE,
)
_IN_COURT = re.compile(r"[^.;:]{0,60}?\bin (?:the )?(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_HOST = re.compile(r"GO[A-Z]{1,3}|ROYG|host government", re.IGNORECASE)
_OWN_INQUIRY = re.compile(
    r"\b(?:United States|USG|U\.S\.(?: (?:government|officials|authorities|customs|law enforcement))?)"
    r"(?: (?:is|are|has|have|currently|now|also|itself))* ?$"
)
_UNIONS = {"European Union": "EU", "EU": "EU", "United Nations": "UN", "Security Council": "UN"}
_UNTRUE = re.compile(r"\b(?:claims?|allegations?|reports?|suspicions?|rumou?rs?) that\b")
_OWN = ("U.S.", "USG")
_SHORT = frozenset(("UAE", "PRC", "ROK", "DPRK", "UK"))  # countries that prose names by their letters
_BY = re.compile(r"[^.;:]{0,60}?\bby (?:the )?(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_REACH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event: kind, whose government or firm acted (ISO alpha-2), when, the label of a paper, and the place."""

    kind: str
    actor: str
    date: str
    ref: str
    start: int
    end: int


def tells_events(sentence: Sentence) -> bool:
    """Tell whether a sentence holds words of any event."""
    return _holds_events(sentence.flat)


@lru_cache(maxsize=1024)  # a paper asks more than once
def _holds_events(flat: str) -> bool:
    return any_of(_all_words()).search(flat) is not None


def find_events(
    sentence: Sentence, *, addressed: str, own: str, dates: tuple[DateSaid, ...], firms: tuple[Mention, ...] = (),
    supplier: str = "",
) -> Iterator[Happened]:
    """Yield the events of a sentence that asks for nothing.

    The actor is the nearest country that can act before the event's own words, else
    one after "by", else the government that the passage deals with; without any
    there is no event. `own` is the drafting government, `dates` are those of the sentence, `firms` its parties with
    their countries: what firms do is their country's. `supplier` is the country of the only one who supplies goods in
    the passage: what was shipped or is to come is its, where the sentence names nobody.
    """
    flat = sentence.flat
    if not tells_events(sentence):
        return
    told: set[tuple[str, str]] = set()
    for cue in event_words().cues:
        for at in any_of(cue.words).finditer(flat):
            doers = find_doers(flat, firms, at.start()) if firms and cue.kind in event_words().of_firms else ()
            country = next((each.country for each in doers if each.country), "")
            if cue.kind == "firm_sensitised" and any(0 < at.start() - each.end < 3 for each in firms):
                continue  # a firm's own man who "visited the company"
            from_whom = supplier if cue.kind in _OF_GOODS and cue.by == "named" and supplier != own else ""
            found = _event(flat, cue, at, from_whom or addressed, own, dates)
            if found and country:
                found = replace(found, actor=country)
            if found and (found.kind, found.date) not in told:
                told.add((found.kind, found.date))
                yield found


_OF_GOODS = ("export_occurred", "delivery_expected")


@cache
def _all_words() -> tuple[str, ...]:
    return joined(cue.words for cue in event_words().cues)


def _event(
    flat: str, cue: EventCue, at: re.Match[str], addressed: str, own: str, dates: tuple[DateSaid, ...]
) -> Happened | None:
    lead = flat[max(0, at.start() - 60) : at.start()]
    if any_of(event_words().not_yet).search(_same_clause(lead)) or (
        cue.kind in ("export_occurred", "info_shared", "firm_sensitised") and _NOT_DONE.search(lead)
    ):
        return None
    if cue.kind == "export_occurred" and flat.startswith(" no ", at.end()):
        return None
    if cue.kind == "request_rejected_by_firm" and "licens" in at[0]:
        return None  # what a state refuses
    if cue.kind == "export_occurred" and _UNTRUE.search(flat, max(0, at.start() - 90), at.start()):
        return None
    if cue.kind == "info_requested" and _IS_ASKED.search(lead):
        return None
    ref = _ref_near(flat, at.end())
    if cue.by in ("own", "ours"):
        clause = re.compile(r"\b(?:that|indicating|showing|regarding|concerning|about)\b").search(flat, at.end())
        within = tuple(each for each in dates if clause is None or each.end <= clause.start())
        date = date_near(within, at.start(), at.end())
        start = _own_before(flat, at.start(), own) if cue.by == "own" else at.start()
        if start is None or not own or not (ref or (date and not cue.is_cited)):
            return None
        return Happened(kind=cue.kind, actor=own, date=date, ref=ref, start=start, end=at.end())
    date = date_near(dates, at.start(), at.end())
    is_public = cue.kind in event_words().public
    if not is_public and _is_ours(lead, own):
        return None
    if cue.by == "state":
        return _of_state(flat, cue, at, date, ref)
    fallback = own if is_public and cue.kind not in ("sanctioned", "designated") else addressed
    actor, start = _actor(flat, at, own if is_public else "", fallback)
    if is_public and (actor == fallback or not actor) and _acts(flat, at, own):
        actor = own
    if cue.kind == "investigation_ongoing" and _OWN_INQUIRY.search(lead):
        actor = own
    if cue.is_dated and not (date and actor):
        return None
    if not actor or (cue.kind.startswith("export_") and is_denied(lead)):
        return None
    return Happened(kind=cue.kind, actor=actor, date=date, ref=ref, start=start, end=at.end())


def _same_clause(lead: str) -> str:
    """Return the part of the words before an event that belongs to its clause."""
    return re.split(r"[;:]|, (?=and|but)|\bbut\b|\bthat\b", lead)[-1]


def _ref_near(flat: str, end: int) -> str:
    """Return the label of the one paper that the sentence cites for it, "" for none or several."""
    found = list(_REF.finditer(flat))
    after = [each for each in found if each.start() >= end] or found
    return after[0]["label"].upper() if after and not after[0]["more"] else ""


def _of_state(flat: str, cue: EventCue, at: re.Match[str], date: str, ref: str) -> Happened | None:
    """Return what a state did that is named right before the words, on a day that is told."""
    subject = _STATE.search(flat, max(0, at.start() - 60), at.start())
    code = _country(subject["place"]) if subject else ""
    if subject is None or not code or not date or _FOREIGN.search(flat[: subject.start("place")]):
        return None
    return Happened(kind=cue.kind, actor=code, date=date, ref=ref, start=subject.start("place"), end=at.end())


_STATE = re.compile(
    r"(?<![\w-])(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: (?:has|had|have|already|then|also|reportedly|probably))* $"
)


def _acts(flat: str, at: re.Match[str], own: str) -> bool:
    """Tell whether one of its bodies stands before an act of the drafting government, or its law behind it."""
    bodies = event_words().bodies.get(own, ())
    near = flat[max(0, at.start() - 80) : at.start()]
    return bool(bodies) and (any_of(bodies).search(near) is not None or _OWN_LAW.match(flat, at.end()) is not None)


_OWN_LAW = re.compile(
    r"[^.;]{0,80}?\b(?:E\.?O\.?|Executive Order|[A-Z]\w+ Nonproliferation(?: \w+)* Act"
    r"|INKSNA|INPA|I[A-Z]?SNA|ISPA|AECA)\b"
)


def _is_ours(lead: str, own: str) -> bool:
    """Tell whether the drafting government is the last that the words before an event name in its clause."""
    clause = _same_clause(lead)
    found = list(any_of(event_words().own).finditer(clause))
    if not found or _FOREIGN.search(clause[: found[-1].start()]):
        return False
    if any_of(event_words().told).search(clause[max(0, found[-1].start() - 20) : found[-1].start()]):
        return False
    return not any(_country(at["place"]) not in ("", own) for at in _PLACE.finditer(clause, found[-1].end()))


def _own_before(flat: str, end: int, own: str) -> int | None:
    """Return where the drafting government, or a body of its, is named as the subject of words that begin at `end`."""
    begin = max(0, end - 60)
    found = list(any_of((*event_words().own, *event_words().bodies.get(own, ()))).finditer(flat, begin, end))
    if found and any_of(event_words().told).search(flat, max(0, found[-1].start() - 20), found[-1].start()):
        return None
    if not found or re.search(r"[;:.]|\bthat\b", flat[found[-1].end() : end].replace("U.S.", "")):
        return None
    if re.search(r"\b(?:would|will|to|can|could|should|want|wish|not)\b", flat[found[-1].end() : end]):
        return None
    if re.search(r"\b(?:to|from|with|of|by|for) (?:the )?$", flat[max(0, found[-1].start() - 10) : found[-1].start()]):
        return None
    return found[-1].start()


def _actor(flat: str, at: re.Match[str], own: str, addressed: str) -> tuple[str, int]:
    """Return whose government or firm did it and where the words begin; `addressed` when the sentence does not tell.

    The drafting government is an actor only where `own` names it.
    """
    by = _BY.match(flat, at.start()) if own else None
    code = (_country(by["place"]) or _UNIONS.get(by["place"], "")) if by else ""
    if code:
        return code, at.start()
    for word in reversed(list(_PLACE.finditer(flat, max(0, at.start() - _REACH), at.start()))):
        if _HOST.fullmatch(word["place"]):
            return addressed, word.start() if addressed else at.start()
        code = (own if word["place"] in _OWN else _country(word["place"])) or ""
        if not code or (code == "US" and not own):
            continue
        before = flat[max(0, word.start() - 24) : word.start()]
        if word.start() and _FOREIGN.search(before):
            continue
        return code, word.start()
    for pattern in (_BY, _IN_COURT) if own else (_BY,):
        after = pattern.match(flat, at.start())
        code = (_country(after["place"]) or _UNIONS.get(after["place"], "")) if after else ""
        if code:
            return code, at.start()
    return addressed, at.start()


def _country(place: str) -> str:
    for text in (place, place.split()[0]):
        code = demonyms().get(text.lower()) or (
            find_country(text) if (len(text) > 3 and not text.isupper()) or text in _SHORT else None
        )
        if code:
            return code.upper()
    return ""

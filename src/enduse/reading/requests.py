"""What a passage asks for, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from enduse.knowledge.countries import demonyms, find_country
from enduse.reading.lexicon import message_words, request_words
from enduse.reading.message_header import Heading
from enduse.reading.phrases import any_of
from enduse.reading.sentences import Sentence, one_line

_ADDRESSED = re.compile(
    r"\b(?P<who>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)(?:'s)? (?:government )?(?:officials|government|authorities)\b"
    r"|[Gg]overnment of (?P<country>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_MISSION = re.compile(r"\b(?:Embassy|Consulate|AIT|Mission) (?P<city>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![a-z])")
_OURS = re.compile(
    r"\b(?:we|U\.S\.|United States)(?: (?:will|can|are|have|had|is|was|continue|prepared|able|to|also|shall)){1,6} $"
    r"|\b(?:has|have|already) taken(?: [a-z]+){0,8} to $|\bdecision (?:[a-z]+ ){0,4}$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b[Ww]e (?:[a-z]+ ){0,4}to (?:[a-z]+ )?(?:provide|give|offer|furnish) "
    r"(?:you|[A-Z]\w+)(?: (?:officials|authorities|government))? (?:with|some|further|additional|more)\b"
)
_TO_CITY = re.compile(r"[\s\-]*For (?:Embassy |Embassies |AIT )?(?P<city>[A-Z][a-z]+(?: [A-Z][a-z]+)?)[:.,]")
_OBJECT = re.compile(
    r"\b(?:ask(?:ed|s)?|urged?|requests?|requested|encourage[sd]?|press|persuade|call on)(?: that| to| of)? (?:the )?"
    r"(?:[Gg]overnment of )?(?P<country>[A-Z][a-z]+(?: [A-Z][a-z]+)?|UAE|PRC|ROK|DPRK|UK)\b"
)


_SHORT = frozenset(("UAE", "PRC", "ROK", "DPRK", "UK"))  # countries that prose names by their letters


_ASKS_US = re.compile(
    r"\b(?:ask(?:ed|s)?|request(?:ed|s)?|urge[sd]?|press(?:ed|es)?)(?: that)? (?:the )?"
    r"(?:U\.S\.|USG|United States|Washington|Department)(?! (?:officials|officers) to\b)"
    r"(?= (?:government |side |to |also )?(?:provide|supply|furnish|share|give|send|to\b))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: who is asked (ISO alpha-2, "POST", or "" when only the heading tells), what, and where it says so."""

    to: str
    action: str
    start: int
    end: int


def find_requests(sentence: Sentence, *, to: str, own_government: str) -> Iterator[Asked]:
    """Yield the requests of a sentence; `to` is the government that the passage addresses, as far as it tells."""
    words = request_words()
    flat = sentence.flat
    asking = next((at for at in any_of(words.asking).finditer(flat) if not _is_noun(flat, at)), None)
    opening = re.match(r"[\s\-•*]*(?P<word>[A-Za-z]+)", flat)
    imperative = bool(opening and opening["word"].lower() in words.imperatives)
    if not asking and not imperative:
        return
    if asking and any_of(words.others).match(flat, asking.end() + 1):
        return
    to = _city(flat) or to
    for cue in words.actions:
        at = any_of(cue.words).search(flat)
        if at is None or _is_told(flat, at, asking):
            continue
        host = _asked(flat) or _addressed(flat) or to
        if cue.side == "host" and host == own_government:
            continue
        who = {"post": "POST", "own": own_government}.get(cue.side, host)
        if cue.kind == "provide_info" and own_government == "US" and _ASKS_US.search(flat):
            who = own_government
        start = min(asking.start(), at.start()) if asking else at.start()
        yield Asked(to=who, action=cue.kind, start=start, end=max(at.end(), asking.end() if asking else 0))


def _is_told(flat: str, at: re.Match[str], asking: re.Match[str] | None) -> bool:
    """Tell whether an action was taken or is thanked for, not asked: it stands before all words of asking."""
    if _OURS.search(flat[max(0, at.start() - 50) : at.start()]) or _GIVES.search(flat, 0, at.end()):
        return True
    if asking is None or at.end() >= asking.start():
        return False
    later = (found for found in any_of(request_words().asking).finditer(flat, at.start()) if not _is_noun(flat, found))
    return next(later, None) is None or asking.start() - at.end() > 60


_ASKED_BEFORE = re.compile(
    r"(?:'s|s'|\b(?:a|an|the|its|their|his|any|no|such|this|that|denied|refused|rejected|received|earlier|previous|license"
    r"|export|formal|official)) $"
)


def _is_noun(flat: str, at: re.Match[str]) -> bool:
    """Tell whether "request" is what a firm or state made or got, and asks for nothing: "denied the firm's request"."""
    is_request = at[0].lower() in ("request", "requests")
    return is_request and _ASKED_BEFORE.search(flat[max(0, at.start() - 20) : at.start()]) is not None


def _city(flat: str) -> str:
    """Return the country whose post a sentence is for: "For Strelsau: we hope that"."""
    at = _TO_CITY.match(flat)
    return message_words().posts.get(at["city"].upper(), "") if at else ""


def _asked(flat: str) -> str:
    """Return the country that a sentence asks by name: "urge Ruritania to", "request that Ruritania look into"."""
    for at in _OBJECT.finditer(flat):
        for text in (at["country"], at["country"].split(" ")[0]):
            code = find_country(text) if text.lower() not in demonyms() and (len(text) > 3 or text in _SHORT) else None
            if code and code != "us":
                return code.upper()
    return ""


def addressed_government(text: str, rel: tuple[str, ...], owner: str) -> str:
    """Return the government a passage speaks to: the one its mark lets in, else whose officials or post it names."""
    foreign = [code for code in rel if code != owner and len(code) == 2]
    if len(foreign) == 1 and len(rel) <= 2:
        return foreign[0]
    flat = one_line(text)
    return _addressed(flat) or government_of_mission(flat)


def government_of_mission(text: str) -> str:
    """Return the country of the first embassy that a text names by its city, "" when there is none."""
    mission = _MISSION.search(text)
    if mission:
        for city in (mission["city"], mission["city"].split()[0]):
            if city.upper() in message_words().posts:
                return message_words().posts[city.upper()]
    return ""


def government_of_posts(addressees: tuple[str, ...]) -> str:
    """Return the one country in which all posts of the TO line stand, "" when there is none or more than one."""
    words = message_words()
    found = set()
    for line in addressees:
        first, _, city = line.partition(" ")
        code = words.own_government.get(first.upper()) or words.posts.get(city.upper(), "")
        found.add(code)
    return found.pop() if len(found) == 1 else ""


def host_of_sender(heading: Heading) -> str:
    """Return the country of the post that sent a message, "" when the heading does not tell."""
    return government_of_posts((next((str(fact.value) for fact in heading.facts if fact.field == "from"), ""),))


def host_of(heading: Heading) -> str:
    """Return the country that a message deals with: where the post that sent it stands, else all its addressees."""
    sender = next((str(fact.value) for fact in heading.facts if fact.field == "from"), "")
    return next(
        (
            code
            for lines in ((sender,), heading.addressees)
            if (code := government_of_posts(lines)) != heading.owner and code
        ),
        "",
    )


def _addressed(flat: str) -> str:
    for at in _ADDRESSED.finditer(flat):
        for text in (
            at["who"] or "",
            (at["who"] or "").split(" ")[-1],
            at["country"] or "",
            (at["country"] or "").split(" ")[0],
        ):
            code = demonyms().get(text.lower()) or (find_country(text) if text and text == at["country"] else None)
            if code and code != "us":
                return code.upper()
    return ""

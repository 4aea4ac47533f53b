"""What authorities and firms did, as a paper tells it: kind, actor, date, and whom it was about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enduse.reading.kinds.dates import nearest_date
from enduse.reading.kinds.lexicon import one_of
from enduse.reading.kinds.places import find_places
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import Scene, find_doers, group_after, group_before

_COURT = ("indicted", "charged", "pleaded_guilty", "convicted")
_LISTS = ("designated", "sanctioned")
_BY_FIRMS = ("export_occurred", "request_rejected_by_firm", "cargo_returned", "firm_sensitised", "license_not_applied")
# Who grants no licenses; a state tells of those that it would have granted.
_NO_STATE = ("", "EU", "UN")
_DAY_OF_PAPER = (*_COURT, "designated", "sanctioned", "request_rejected_by_firm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event at a place; `about` is the key of the party it concerns, "" when nobody is named."""

    kind: str
    actor: str
    date: str
    about: str
    start: int
    end: int
    concerned: tuple[str, ...] = ()


def find_happenings(
    scene: Scene, mentions: Sequence[Mention], start: int, end: int, *, publisher: str, day: str
) -> Iterator[Happening]:
    """Yield the events of a sentence; `publisher` acts where courts and lists are spoken of and no state is named."""
    flat, words = scene.flat, scene.words
    indicted = (0, 0)
    for group in words.events:
        at = one_of(group.words).search(flat, start, end)
        if at is None or (group.kind == "charged" and at.start() < indicted[1] and indicted[0] < at.end()):
            continue
        if group.kind == "indicted":
            indicted = at.span()
        named = [m for m in mentions if not m.is_pronoun] or list(mentions)
        about = _about(named, at.start(), at.end())
        if group.kind in ("convicted", "extradited") and not mentions:
            continue
        if group.kind == "export_occurred" and not mentions and not (
            scene.is_case
            and (scene.words.language != "en" or _ILLEGAL.match(flat, at.start()))
            and _speaks_of_persons(scene, start, end)
        ):
            continue
        if group.kind == "charged" and _TOLD_AGAIN.match(flat, at.start()):
            continue
        if group.kind == "charged" and not mentions and not _speaks_of_persons(scene, start, end):
            continue
        if group.kind == "firm_sensitised" and about and scene.registry.parties[about.key].is_person:
            continue
        if group.kind == "license_not_applied" and (
            not scene.is_case or _RULE.search(flat, start, at.start()) or _HAD_NONE_TO.match(flat, at.end())
        ):
            continue
        if group.kind in _LISTS and one_of(words.designated_not).search(flat, start, end):
            continue
        actor = _actor(scene, group.kind, mentions, about, (start, at.start(), at.end(), end), publisher)
        if not actor:
            continue
        date = nearest_date(flat[start : _stop(flat, group.kind, at.end(), end)], words, at.start() - start)
        if group.kind == "license_not_applied":
            date = ""  # the days beside it are those of exports or judgements
        if not date and group.kind in _DAY_OF_PAPER:
            date = day
        yield Happening(
            kind=group.kind,
            actor=actor,
            date=date,
            about=about.key if about else "",
            start=at.start(),
            end=at.end(),
            concerned=_concerned(scene, mentions, about, at.end()),
        )


def _stop(flat: str, kind: str, after: int, end: int) -> int:
    """Return where the date of a judgement or listing can no longer stand: behind it follows when the deeds were."""
    deeds = _DEEDS.search(flat, after, end) if kind in (*_COURT, *_LISTS) else None
    return deeds.start() if deeds else end


_DEEDS = re.compile(
    r" (?:that|between|in connection with|relating to|related to|stemming from|arising from|after he|after she|after it"
    r"|(?:for|to|of|with|from) (?:having |allegedly |illegally |knowingly |willfully )?[a-z]+ing"
    r"|to (?:settle|resolve|conspir|violat))\b"
)
# What a charge says is told after the charge itself.
_TOLD_AGAIN = re.compile(r"charging letter (?:also |further |then )?(?:alleg|charg|stat|claim)", re.IGNORECASE)
# A rule, or what one might do: nobody did it.
_RULE = re.compile(
    r"\b(?:illegal|unlawful|a crime|an offen[cs]e|prohibit(?:s|ed|ing)?|forbids?|forbidden|bann?ed|bars|may not"
    r"|must not|cannot|could not|can(?:'t| be)|no person|anyone|whoever|would|require[sd]?|requiring"
    r"|not|never) [^,;]{0,90}$",
    re.IGNORECASE,
)
_HAD_NONE_TO = re.compile(r" (?:agreement|fee|plate|holder|exception)")
_ILLEGAL = re.compile(r"(?:illegally|unlicensed) ", re.IGNORECASE)


def _speaks_of_persons(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of a man or a firm without a name."""
    words = scene.words
    return one_of((*words.person_nouns, *words.kind_nouns)).search(scene.flat, start, end) is not None


def _describes(scene: Scene, end: int, mentions: Sequence[Mention]) -> bool:
    """Tell whether a state describes the party named after it: "the Ruritanian company X" is no government."""
    return any(0 < m.start - end < 60 and not set(scene.flat[end : m.start]) & set(",.;:()") for m in mentions)


def _concerned(scene: Scene, mentions: Sequence[Mention], about: Mention | None, end: int) -> tuple[str, ...]:
    """Return all whom an event is about: those joined to the one, and those named right after its words."""
    if about is None:
        return ()
    after = [m for m in mentions if m.start >= end and m.start - end < 90]
    joined = [*group_before(scene, mentions, about), *group_after(scene, after)]
    return tuple(sorted({each.key for each in joined}))


def _about(mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    before = [m for m in mentions if m.end <= start]
    if before:
        return before[-1]
    after = [m for m in mentions if m.start >= end]
    return after[0] if after else None


def _actor(
    scene: Scene,
    kind: str,
    mentions: Sequence[Mention],
    about: Mention | None,
    place: tuple[int, int, int, int],
    publisher: str,
) -> str:
    """Return who acted: courts and lists are the publisher's, firms act from where they stand, states as named."""
    language = scene.words.language
    start, first, last, end = place
    if kind in _COURT or (kind == "license_not_applied" and publisher not in _NO_STATE):
        return publisher
    if kind in _LISTS:
        if "Committee" in scene.flat[last : last + 40] or "Security Council" in scene.flat[start:end]:
            return "UN"
        if "European Union" in scene.flat[last : last + 40] or " EU" in scene.flat[last : last + 12]:
            return "EU"
        return publisher
    if kind == "extradited":
        places = [code for code, *_ in find_places(scene.flat, last, min(end, last + 60), language)]
        return places[0] if places else publisher
    if kind in _BY_FIRMS and about is not None:
        country = scene.registry.parties[about.key].country
        if kind == "license_not_applied":
            states = [scene.registry.parties[m.key].country for m in find_doers(scene, mentions, first)]
            country = next(filter(None, states), country)
        if kind == "export_occurred":
            said = scene.flat[first : min(end, last + 90)].find(" from ")
            source = [code for code, *_ in find_places(scene.flat, first + max(said, 0), min(end, last + 90), language)]
            doers = find_doers(scene, mentions, first)
            country = scene.registry.parties[doers[-1].key].country if doers else country
            return source[0] if source and 0 <= said < 60 else country or publisher
        return country or publisher
    if publisher == "UN" and re.search(r"\bMember States?\b", scene.flat[start:first]):
        return ""
    found = find_places(scene.flat, max(start, first - 120), first, language)
    places = [code for code, _, at in found if not _describes(scene, at, mentions)]
    if kind == "info_shared":
        told = [scene.registry.parties[m.key].country for m in find_doers(scene, mentions, first)]
        if told and told[-1]:
            return told[-1]
    if kind == "info_requested" and publisher == "UN":
        return "UN"
    if places:
        return places[-1]
    country = scene.registry.parties[about.key].country if about is not None and kind in _BY_FIRMS else ""
    return country or ("" if kind in ("info_shared", "investigation_ongoing") and publisher == "UN" else publisher)

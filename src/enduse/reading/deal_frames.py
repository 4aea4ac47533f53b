"""Deals that one construction tells with both sides: "S received an order from B for G", "B bought G from S via V".

A sentence is laid out with its names and goods as signs, so that a frame of words tells at once who stands on which
side. What a frame tells goes before what single verbs told of the same parties.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.dates import date_near
from enduse.reading.dealing import Named, of_item, role_of
from enduse.reading.denials import is_verb_denied
from enduse.reading.grammar import grammar
from enduse.reading.naming import Mention
from enduse.reading.passage import Passage, link
from enduse.reading.phrases import forms_of
from enduse.reading.roles import Said

_ROLES = {"S": "supplier", "B": "buyer", "R": "buyer", "V": "intermediary"}
# What a frame has the better of: what single verbs told of who stands on the other side.
_SELLS = ("supplier", "supplies", "manufactures", "manufacturer")
_OTHERWISE = {
    "S": ("buyer", "seeks", "end_user"), "B": _SELLS, "R": _SELLS, "V": ("supplier", "supplies", "buyer", "seeks"),
}
_SIDE = r"P\d+\.?(?:(?:,| and|, and| or| as well as)(?: both)?(?: from| the| its){0,2} P\d+\.?){0,5}"
_BEHIND = (
    r"(?:'s)?(?: \([^()]{1,70}\))?(?: (?:of|in) [A-Z]\w+(?: [A-Z]\w+)?)?(?:,? (?:which|who) (?:has|had|have))?"
    r"(?::(?= ))?"  # a heading: "X Ltd.: the case involves"
)
_ASIDE = (
    r"(?:, (?:an?|the|one of|its|based|located|headquartered|also|formerly) [^,;:]{1,70},)?"
)
_GOODS = r"G\d+(?:(?:,| and|, and| or) (?:[\w-]+ ){0,3}?G\d+){0,12}"
_ARTICLE = r"(?:(?:the|an?|its|their|his|both|two|three|this|these|another) )?"
# "had no contract with" tells of no deal.
_NONE = re.compile(
    r"\b(?:no|never|without any) (?:such |further |known )?(?:contracts?|agreements?|deals?|orders?|inquir(?:y|ies)"
    r"|requests?|business|licen[cs]e|goods|sales?|shipments?|exports?)\b"
)
_STAR = r"(?: [^\s;:.]+){0,5}?"


@dataclass(frozen=True, slots=True)
class _Layout:
    """A sentence with its names as P0, P1 and its goods as G0, G1; where each piece of it stands in the sentence."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, at: int) -> int:
        number = bisect_right(self.starts, at) - 1
        return self.places[number] + at - self.starts[number]


def read_frames(
    flat: str, actors: Sequence[Mention], goods: Sequence[Named], passage: Passage
) -> tuple[tuple[Said, ...], frozenset[tuple[str, str]]]:
    """Return what frames tell of a flattened sentence, and what single verbs must not say: (key, role or link).

    Cost: some 50 patterns over a sentence with two parties, or with one and goods; nothing for others.
    """
    named = [each for each in actors if not each.is_unnamed]
    if not named or (len(named) < 2 and not goods):
        return (), frozenset()
    laid = _lay_out(flat, named, goods)
    held = frozenset(_HELD.findall(laid.text.lower()))
    told: list[Said] = []
    otherwise: set[tuple[str, str]] = set()
    taken: set[tuple[str, int]] = set()
    pairs: set[frozenset[int]] = set()
    for needed, frame in _frames():
        if any(map(held.isdisjoint, needed)):
            continue
        for at in _pattern(frame).finditer(laid.text):
            sides = {side: _parties(at[side], named) for side in _ROLES if side in at.groupdict()}
            things = _things(at["G"], goods) if "G" in at.groupdict() else ()
            spots = {(side, each.start) for side in sides for each in sides[side]}
            if _NONE.search(at[0]):
                continue
            pair = frozenset(start for _, start in spots)
            if (spots & taken and not things) or (len(pair) > 1 and pair in pairs):
                continue
            taken |= spots
            pairs.add(pair)
            told += _tell(flat, laid, at, sides, things or _only(goods, sides), passage)
            otherwise |= _not_said(sides)
    for needed, frame in () if told else _between():
        if any(map(held.isdisjoint, needed)):
            continue
        for at in _pattern(frame).finditer(laid.text):
            if _NONE.search(at[0]):
                continue
            sides = _of_state(_parties(at["A"], named), _parties(at["C"], named))
            things = _things(at["G"], goods) if "G" in at.groupdict() else tuple(goods)
            if sides and not told:
                told += _tell(flat, laid, at, sides, things, passage)
                otherwise |= _not_said(sides)
    return tuple(told), frozenset(otherwise)


def _not_said(sides: Mapping[str, Sequence[Mention]]) -> set[tuple[str, str]]:
    """Return what single verbs must not say of those whose side a frame tells."""
    return {(each.key, what) for side in sides for each in sides[side] for what in _OTHERWISE.get(side, ())}


def _only(goods: Sequence[Named], sides: dict[str, tuple[Mention, ...]]) -> tuple[Named, ...]:
    """Return the goods of a sentence whose frame names none, where there is but one and both sides are told."""
    return tuple(goods) if len(goods) == 1 and len(sides) > 1 else ()


def _of_state(one: tuple[Mention, ...], other: tuple[Mention, ...]) -> dict[str, tuple[Mention, ...]]:
    """Return who buys and who sells of two who struck a deal: a body of state buys from a firm; else nobody knows."""
    states = [any(word in each.name for word in grammar().states for each in side) for side in (one, other)]
    if states[0] == states[1]:
        return {}
    return {"B": one, "S": other} if states[0] else {"B": other, "S": one}


def _tell(
    flat: str, laid: _Layout, at: re.Match[str], sides: dict[str, tuple[Mention, ...]], things: Sequence[Named],
    passage: Passage,
) -> Iterator[Said]:
    start, end = laid.place(at.start()), laid.place(at.end() - 1) + 1
    start, end = min([start, *(m.start for side in sides.values() for m in side)]), max(
        [end, *(m.end for side in sides.values() for m in side), *(thing.end for thing, _ in things)]
    )
    first = next((side for side in sides.values() if side), ())
    verb = first[-1].end if first and first[-1].start <= start + 2 else start
    is_denied = is_verb_denied(flat, min(len(flat), verb + 1))
    date = date_near(passage.dates, start, end)
    keys = tuple(dict.fromkeys(key for _, more in things for key in more))
    for side, parties in sides.items():
        for party in parties:
            yield role_of(party, _ROLES[side], start, end, denied=is_denied)
            for key in keys if side in "SB" else ():
                prop = "supplies" if side == "S" else "seeks"
                yield of_item(party, prop, key, start, end, date=date, denied=is_denied)
    for buyer in (*sides.get("B", ()), *sides.get("R", ())):
        for through in sides.get("V", ()):
            yield link(buyer, "procures_via", through, start, end, date=date)


def _parties(signs: str, named: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(named[int(number)] for number in re.findall(r"P(\d+)", signs or ""))


def _things(signs: str, goods: Sequence[Named]) -> tuple[Named, ...]:
    return tuple(goods[int(number)] for number in re.findall(r"G(\d+)", signs or ""))


def _lay_out(flat: str, named: Sequence[Mention], goods: Sequence[Named]) -> _Layout:
    """Write a sentence with signs in place of its names, with the words that introduce them, and of its goods."""
    spots: list[tuple[int, int, int, str]] = []
    for number, each in enumerate(named):
        spots.append((each.lead, each.start, each.end, f"P{number}"))
    for number, (thing, _) in enumerate(goods):
        spots.append((thing.span_start or thing.start, thing.start, thing.end, f"G{number}"))
    pieces: list[str] = []
    starts: list[int] = []
    places: list[int] = []
    at = size = 0
    for lead, start, end, sign in sorted(spots, key=lambda spot: (spot[1], -spot[2])):
        begin = lead if at <= lead <= start else start
        if begin < at:
            continue
        for piece, place in ((flat[at:begin], at), (sign, begin)):
            starts.append(size)
            places.append(place)
            pieces.append(piece)
            size += len(piece)
        at = end
    starts.append(size)
    places.append(at)
    pieces.append(flat[at:])
    return _Layout("".join(pieces), tuple(starts), tuple(places))


@cache
def _lists() -> tuple[tuple[str, ...], tuple[str, ...]]:
    node = open_knowledge("lexicons/deal_frames.yaml")
    for key in ("title", "encoded_on", "cites", "not_encoded"):
        node.get(key)
    found = node.get("frames").required().texts(), node.get("between").required().texts()
    node.faults.check(KnowledgeError)
    return found


_Frame = tuple[tuple[frozenset[str], ...], str]  # of each of its words the forms, and the frame as the lexicon has it
_HELD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@cache
def _frames() -> tuple[_Frame, ...]:
    return tuple((_needed(frame), frame) for frame in _lists()[0])


@cache
def _between() -> tuple[_Frame, ...]:
    return tuple((_needed(frame), frame) for frame in _lists()[1])


def _needed(frame: str) -> tuple[frozenset[str], ...]:
    """Return of each word of a frame the forms of which a sentence must hold one, so that most frames need no look."""
    words = [word for word in frame.split() if word not in ("*", ",") and word not in "SBRVAG"]
    return tuple(frozenset(form.lower() for form in _forms_in(word)) for word in words)


def _forms_in(word: str) -> list[str]:
    return [
        form for one in word.split("|") for form in (forms_of(one.removeprefix("~")) if one[0] == "~" else (one,))
    ]


@cache  # made when a sentence first holds its words
def _pattern(frame: str) -> re.Pattern[str]:
    """Return the pattern of a frame, in the notation that the lexicon tells."""
    made = []
    seen: set[str] = set()
    for word in frame.split():
        if word in ("*", ","):
            made.append(_STAR if word == "*" else ",?")
            continue
        if word in ("S", "B", "R", "V", "A"):
            group = "C" if word in seen else word
            seen.add(word)
            body = rf"{_ARTICLE}(?P<{group}>{_SIDE}){_BEHIND}{_ASIDE}"
        elif word == "G":
            body = rf"{_ARTICLE}(?P<G>{_GOODS})(?:,(?= ))?"
        else:
            told = _forms_in(word)
            told += [] if made else [form[0].upper() + form[1:] for form in told]  # it may begin the sentence
            forms = sorted(map(re.escape, dict.fromkeys(told)), key=lambda form: (-len(form), form))
            body = rf"(?:{'|'.join(forms)})\b"
            if word[0] == "~" and made:
                body = rf"(?:(?:[a-z]+ly|has|had|have|is|was|were|been|be|also|recently|then|later) ){{0,3}}{body}"
        made.append((" {1,2}" if made else r"(?<![\w-])") + body)
    return re.compile("".join(made))

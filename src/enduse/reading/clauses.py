"""Who does what in a clause, by the grammar of the sentence rather than by phrases.

A verb of a frame is found in any form; its subject is the nearest name before it that
nothing governs; the names after it hang on it by the small word before them ("from",
"to", "for", "through", "by"). From these places the frame tells roles and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.dates import date_near
from enduse.reading.dealing import Named, find_objects, joined_goods, made_of, of_item, role_of, tie
from enduse.reading.grammar import VerbAt, find_verbs, grammar
from enduse.reading.naming import Mention
from enduse.reading.passage import Passage, joined_before
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_REACH = 220
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_JOINT = re.compile(r"[ ,]*(?:and|or|as well as|,)[ ,]*(?:both |to |from |the |a |an |its )*")
_DESCRIBES = (
    r"(?: (?:the|a|an|its|their|his|her|both|two|one|another|[a-z\-]+(?:'s)?|[A-Z][\w.\-]*(?:'s?)?)){0,6}[ ,]*$"
)
_AHEAD = re.compile(r"\b(?:not|never|no longer|refused to|declined to|stopped|ceased|n't)\b")

Args = dict[str, list[Mention]]


def read_clauses(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield the roles and links that the verbs of a flattened sentence tell. Cost: linear in the sentence."""
    verbs = [
        verb for verb in find_verbs(flat) if not any(each.start < verb.end and verb.start < each.end for each in actors)
    ]
    for number, verb in enumerate(verbs):
        following = verbs[number + 1].start if number + 1 < len(verbs) else len(flat)
        args = find_arguments(flat, actors, verb.end, _stop(flat, actors, verb.end, following))
        agents = args.get("agent", []) if verb.is_passive else list(find_doers(flat, actors, verb.start))
        if verb.frame.kind == "tie":
            yield from _tied(flat, actors, verb, agents, args, passage)
        else:
            yield from _dealt(flat, verb, agents, args, goods, passage)


def find_doers(flat: str, actors: Sequence[Mention], place: int) -> tuple[Mention, ...]:
    """Return who is the subject of a verb: the nearest name before it that nothing governs, and those joined to it."""
    before = [each for each in actors if each.end <= place and place - each.end < _REACH]
    for each in reversed(before):
        between = _BRACKETS.sub("", flat[each.end : place]).lstrip(".")
        relative = _RELATIVE.match(between)
        if re.search(r"[;:]", between):
            return ()
        if _is_aside(flat, each, place):
            continue
        group = joined_before(flat, tuple(before), each)
        if _is_governed(flat, group[0]) and not relative:
            continue
        rest = between[relative.end() if relative else 0 :]
        return () if _breaks().search(f"{rest} ") else group
    return ()


_RELATIVE = re.compile(r"[ ,]*(?:, an? (?:[\w\-]+ ){1,4}[a-z]+,? )?(?:which|who|that)\b")


def _is_aside(flat: str, mention: Mention, place: int) -> bool:
    """Tell whether a name stands in brackets or between commas of its own: "X, owned by Y, bought"."""
    opened = flat.rfind("(", max(0, mention.lead - 60), mention.lead)
    return opened >= 0 and flat.find(")", opened, mention.lead) < 0 and flat.find(")", mention.end, place) > 0


def _is_governed(flat: str, mention: Mention) -> bool:
    """Tell whether a small word or a verb before a name makes it something other than the subject."""
    lead = flat[max(0, mention.lead - 40) : mention.lead]
    if flat[mention.end : mention.end + 2] == "'s":
        return True
    return _governing().search(lead) is not None


@cache
def _governing() -> re.Pattern[str]:
    words = sorted({word for _, group in grammar().hangs for word in group}, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?: (?:the|a|an|its|both|firms?|compan(?:y|ies)))? ?$")


def _stop(flat: str, actors: Sequence[Mention], start: int, following: int) -> int:
    """Return where the clause of a verb ends: at a verb with a subject of its own, a new clause, or a semicolon."""
    end = min(len(flat), start + _REACH)
    if following < end and any(start <= each.start and each.end <= following for each in actors):
        end = following
    at = _breaks().search(flat, start, end)
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
        lead = _BRACKETS.sub(" ", flat[at : max(at, each.start)])
        if at > start and _JOINT.fullmatch(lead.replace(flat[each.lead : each.start], "") or "?"):
            args.setdefault(kind, []).append(each)
        else:
            kind = _hanging(lead, is_first=at == start)
            args.setdefault(kind, []).append(each)
        at = each.end
    return args


def _hanging(lead: str, *, is_first: bool) -> str:
    """Return how a name hangs on what stands before it, by the last small word of the lead."""
    best = (-1, "direct" if is_first and re.fullmatch(_DESCRIBES, lead) else "other")
    for kind, pattern in _hangs():
        for at in pattern.finditer(lead):
            if re.fullmatch(_DESCRIBES, lead[at.end() :]) and (at.start() > best[0]):
                best = (at.start(), kind)
    return best[1]


@cache
def _hangs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, any_of(words)) for kind, words in grammar().hangs)


def _tied(
    flat: str, actors: tuple[Mention, ...], verb: VerbAt, agents: Sequence[Mention], args: Args, passage: Passage
) -> Iterator[Said]:
    """Yield the tie between the one who acts and the one something is done to."""
    patients = list(find_doers(flat, actors, verb.start)) if verb.is_passive else args.get("direct", [])
    denied = is_denied(flat[max(0, verb.start - 30) : verb.start])
    date = date_near(passage.dates, verb.start, verb.end)
    for agent in agents:
        for patient in patients:
            if agent.key == patient.key or agent.is_unnamed or patient.is_unnamed:
                continue
            first, second = (patient, agent) if verb.frame.is_from_patient else (agent, patient)
            kind = verb.frame.link
            if kind == "works_for":
                kind = "employed_by" if first.schema == "Person" else "acts_for"
            yield tie(first, kind, second, date=date, denied=denied)
            if verb.frame.role:
                yield role_of(agent, verb.frame.role, agent.start, max(agent.end, verb.end), denied=denied)


def _dealt(
    flat: str, verb: VerbAt, agents: Sequence[Mention], args: Args, goods: tuple[Named, ...], passage: Passage
) -> Iterator[Said]:
    """Yield who buys, sells, makes, carries or pays for goods, and who stands at the other ends."""
    denied = _AHEAD.search(flat, max(0, verb.start - 30), verb.start) is not None
    date = date_near(passage.dates, verb.start, verb.end)
    keys, first, last = _goods_of(flat, verb, goods, passage)
    is_general = (
        verb.frame.kind != "makes"
        and any_of(grammar().general_goods).search(flat, verb.end, min(len(flat), verb.end + 60)) is not None
    )
    if not keys and not is_general:
        return
    kind = verb.frame.kind
    role = {
        "seeks": "buyer",
        "supplies": "supplier",
        "makes": "manufacturer",
        "pays": "financier",
        "carries": "forwarder",
    }[kind]
    for agent in agents:
        if agent.is_unnamed and not keys:
            continue
        yield role_of(agent, role, min(agent.start, first), max(agent.end, last), denied=denied)
        for key in keys:
            start, end = min(agent.start, first), max(agent.end, last)
            if kind == "makes":
                yield from made_of(agent, key, start, end)
            elif kind in ("seeks", "supplies"):
                yield of_item(agent, kind, key, start, end, date=date, denied=denied)
    if kind == "seeks":
        yield from _bought(flat, verb, agents, args, (keys, first, last), date, denied=denied)
    elif kind == "supplies":
        yield from _sold(flat, verb, args, (first, last), date, denied=denied)


def _goods_of(flat: str, verb: VerbAt, goods: tuple[Named, ...], passage: Passage) -> tuple[tuple[str, ...], int, int]:
    """Return the keys of the goods a verb is about, before it in the passive, else after it, and where both stand."""
    if verb.is_passive:
        near = [each for each in goods if each[0].end <= verb.start and verb.start - each[0].end <= 90]
        near = [each for each in near if not re.search(r"[;:]|\b(?:which|that) [A-Z]", flat[each[0].end : verb.start])]
        keys, start = joined_goods(flat, near, goods, verb.start)
        pointer = any_of(("it", "they", "these", "this")).search(flat, max(0, verb.start - 30), verb.start)
        if not keys and pointer and passage.goods:
            keys, start = tuple(passage.goods[:1]), pointer.start()
        return keys, start, verb.end
    objects = find_objects(flat, verb.end, goods, passage, before=verb.start)
    return (
        tuple(key for _, keys in objects for key in keys),
        verb.start,
        max([verb.end, *(thing.end for thing, _ in objects)]),
    )


def _bought(
    flat: str,
    verb: VerbAt,
    agents: Sequence[Mention],
    args: Args,
    about: tuple[tuple[str, ...], int, int],
    date: str,
    *,
    denied: bool,
) -> Iterator[Said]:
    keys, first, last = about
    for source in args.get("source", []):
        start, end = min(source.start, first), max(source.end, last)
        yield role_of(source, "supplier", start, end, denied=denied)
        for key in keys:
            yield of_item(source, "supplies", key, start, end, date=date, denied=denied)
    for principal in (*args.get("principal", []), *args.get("user", [])):
        yield role_of(principal, "end_user", verb.start, principal.end, denied=denied)
        for agent in agents:
            if agent.key != principal.key:
                yield tie(agent, "acts_for", principal, date=date, denied=denied)
    for via in _channels(flat, args):
        yield role_of(via, "intermediary", verb.start, via.end, denied=denied)
        for agent in agents:
            if agent.key != via.key:
                yield tie(agent, "procures_via", via, date=date, denied=denied)


def _sold(flat: str, verb: VerbAt, args: Args, about: tuple[int, int], date: str, *, denied: bool) -> Iterator[Said]:
    first, last = about
    targets = args.get("target", [])
    for target in targets if verb.is_sale else ():
        yield role_of(target, "buyer", min(first, target.start), max(last, target.end), denied=denied)
    for user in (*args.get("principal", []), *args.get("user", [])):
        yield role_of(user, "end_user", verb.start, user.end, denied=denied)
    for via in _channels(flat, args):
        yield role_of(via, "intermediary", verb.start, via.end, denied=denied)
        for target in (*targets, *args.get("user", [])):
            if target.key != via.key:
                yield tie(target, "procures_via", via, date=date, denied=denied)


def _channels(flat: str, args: Args) -> Iterator[Mention]:
    """Yield through whom goods go; one who only carries or pays for them is no channel."""
    for via in args.get("via", []):
        if not any_of(grammar().services).search(flat[max(0, via.lead - 30) : via.start]):
            yield via

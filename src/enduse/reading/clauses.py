"""Who does what in a clause, by the grammar of the sentence rather than by phrases.

A verb of a frame is found in any form; its subject is the nearest name before it that
nothing governs; the names after it hang on it by the small word before them ("from",
"to", "for", "through", "by"). From these places the frame tells roles and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.arguments import Args, end_of_clause, find_arguments, find_doers
from enduse.reading.dates import date_near
from enduse.reading.dealing import Named, find_objects, joined_goods, made_of, of_item, role_of, tie
from enduse.reading.denials import is_verb_denied
from enduse.reading.grammar import VerbAt, find_verbs, grammar
from enduse.reading.lexicon import case_words, fact_words
from enduse.reading.naming import Mention, is_body
from enduse.reading.passage import Passage
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said


def read_clauses(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield the roles and links that the verbs of a flattened sentence tell. Cost: linear in the sentence."""
    verbs = [
        verb for verb in find_verbs(flat) if not any(each.start < verb.end and verb.start < each.end for each in actors)
    ]
    for number, verb in enumerate(verbs):
        following = verbs[number + 1].start if number + 1 < len(verbs) else len(flat)
        args = find_arguments(flat, actors, verb.end, end_of_clause(flat, actors, verb.end, following))
        agents = (
            args.get("agent", []) if verb.is_passive or verb.is_nominal else list(find_doers(flat, actors, verb.start))
        )
        if verb.frame.kind == "asks":
            yield from _asked(flat, actors, verb, agents, args, goods, passage)
        elif verb.frame.kind == "tie":
            yield from _tied(flat, actors, verb, agents, args)
        else:
            yield from _dealt(flat, verb, agents, args, goods, passage)
    yield from _struck(flat, actors, goods, passage)
    yield from _inquired(flat, actors, goods, passage)
    yield from _meant(flat, actors, goods)
    yield from _come_from(flat, actors, goods)


@cache
def _points_back() -> re.Pattern[str]:
    return any_of(("it", "they", "these", "this", *fact_words().pointers))


def _tied(
    flat: str, actors: tuple[Mention, ...], verb: VerbAt, agents: Sequence[Mention], args: Args
) -> Iterator[Said]:
    """Yield the tie between the one who acts and the one something is done to."""
    patients = list(find_doers(flat, actors, verb.start)) if verb.is_passive else args.get("direct", [])
    denied = is_verb_denied(flat, verb.start)
    for agent in agents:
        for patient in patients:
            if agent.key == patient.key or agent.is_unnamed or patient.is_unnamed:
                continue
            first, second = (patient, agent) if verb.frame.is_from_patient else (agent, patient)
            kind = verb.frame.link
            if kind == "works_for" or (kind == "employed_by" and is_body(first)):
                kind = "employed_by" if first.schema == "Person" else "acts_for"
            yield tie(first, kind, second, date="", denied=denied)
            if verb.frame.role:
                yield role_of(agent, verb.frame.role, agent.start, max(agent.end, verb.end), denied=denied)


def _dealt(
    flat: str, verb: VerbAt, agents: Sequence[Mention], args: Args, goods: tuple[Named, ...], passage: Passage
) -> Iterator[Said]:
    """Yield who buys, sells, makes, carries or pays for goods, and who stands at the other ends."""
    denied = is_verb_denied(flat, verb.start)
    date = date_near(passage.dates, verb.start, verb.end)
    keys, first, last = _goods_of(flat, verb, goods, passage)
    if not keys and not verb.is_passive and not verb.is_nominal:
        keys = _fronted(flat, agents, goods)
    is_general = (
        verb.frame.kind != "makes"
        and any_of(grammar().general_goods).search(flat, verb.end, min(len(flat), verb.end + 60)) is not None
    )
    kind = verb.frame.kind
    is_other = kind == "carries" and flat.startswith(" out ", verb.end)
    if is_other or _INQUIRY.match(flat, verb.end) or _inquiry_before(flat, verb, agents, goods):
        return
    is_service = kind == "carries" or (kind == "brokers" and _is_of_deal(flat, verb))
    is_for_another = kind == "seeks" and bool(args.get("principal")) and verb.end - verb.start < _SHORT
    if not keys and not is_general and not is_service and not is_for_another:
        return
    role = {
        "seeks": "buyer",
        "supplies": "supplier",
        "makes": "manufacturer",
        "pays": "financier",
        "carries": "forwarder",
        "brokers": "intermediary",
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


_ON = re.compile(
    r"(?: (?:in|on|last|this) (?:early |late |mid-)?[A-Za-z]+(?: \d{1,2})?,?(?: \d{4})?)? with (?:the |a |an )?"
)


_SHORT = 12
_ORDERS = r"(?:inquir(?:y|ies)|enquir(?:y|ies)|orders?|requests?|RFQs?)"
_INQUIRY = re.compile(rf" (?:an?|the|this|another|several|two|new|such)?(?: [a-z]+)? ?{_ORDERS}\b")
_RECEIVED = re.compile(
    rf"\b(?:receive[sd]?|receiving|got)(?: (?:an?|the|another|several|two|new))?(?: [a-z]+)? {_ORDERS}\b"
)


def _inquiry_before(flat: str, verb: VerbAt, agents: Sequence[Mention], goods: tuple[Named, ...]) -> bool:
    """Tell whether an order for goods, not these, is what a verb is about: "an order for pumps that X received"."""
    if not flat[verb.start : verb.end].startswith("receiv"):
        return False
    before = [thing for agent in agents for thing, _ in goods if thing.end <= agent.lead]
    return bool(before) and re.search(rf"{_ORDERS} for [^;.]*$", flat[: before[-1].start]) is not None


# Goods named before and called up again: "an order from X for fifty of the devices".
_CALLED_UP = re.compile(
    r" for (?:[a-z0-9\-]+ (?:of )?)?(?:the|these|those|such) (?:devices|machines|units|items|same model)\b"
)


def _inquired(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield who wants goods where the other end tells it: "X received an inquiry from Y for pumps"."""
    for at in _RECEIVED.finditer(flat):
        stop = end_of_clause(flat, (), at.end(), len(flat))
        args = find_arguments(flat, actors, at.end(), stop)
        date = date_near(passage.dates, at.start(), at.end())
        wanted = [each for each in goods if at.end() <= each[0].start < stop]
        denied = is_verb_denied(flat, at.start())
        pointer = None if wanted else _CALLED_UP.search(flat, at.end(), stop)
        if not wanted and pointer is None:
            continue
        for buyer in args.get("source", []):
            called_up = [key for thing, keys in goods if thing.end <= at.start() for key in keys] or passage.goods
            if pointer and called_up:
                first, last = at.start(), max(pointer.end(), buyer.end)
                yield of_item(buyer, "seeks", called_up[0], first, last, date=date, denied=denied)
            yield role_of(buyer, "buyer", at.start(), buyer.end, denied=denied)
            for thing, keys in wanted:
                for key in keys:
                    yield of_item(buyer, "seeks", key, at.start(), max(thing.end, buyer.end), date=date, denied=denied)


def _meant(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...]) -> Iterator[Said]:
    """Yield for whom goods are, said right after them: "a lathe for the X Bureau"."""
    if any_of(case_words()).search(flat) is None:
        return
    for thing, _ in goods:
        for actor in actors:
            if not actor.is_unnamed and _MEANT.fullmatch(flat, thing.end, max(thing.end, actor.lead)):
                yield role_of(actor, "end_user", thing.start, actor.end)


def _come_from(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...]) -> Iterator[Said]:
    """Yield from whom goods come, said right after them: "sonars from the producer X"; inquiries come from buyers."""
    if any_of(case_words()).search(flat) is None:
        return
    for thing, keys in goods:
        for actor in actors:
            if actor.is_unnamed or not _FROM.fullmatch(flat, thing.end, max(thing.end, actor.lead)):
                continue
            opened = flat[: thing.span_start or thing.start]
            if re.search(rf"\b{_ORDERS}\b[^.;]*$|\b(?:{_NO_SOURCE})\b[^.;,]*$", opened):
                continue
            yield role_of(actor, "supplier", thing.start, actor.end)
            for key in keys:
                yield of_item(actor, "supplies", key, thing.start, actor.end)


_NO_SOURCE = "divert(?:ed|ing)?|keep|prevent(?:ed|ing)?|seized?|transfer(?:red|ring)?|returned?|interest"
_FROM = re.compile(r" (?:purchased |bought |acquired |obtained |ordered |imported |originating )?from (?:the |its )?")
_MEANT = re.compile(r" (?:(?:that (?:is|are) )?(?:destined|intended|meant|bound) )?for (?:use by )?(?:the )?")


# What a contract is for where its first party sells: "X signed a contract with Y for the sale of pumps".
_FOR_SALE = re.compile(r"\b(?:for|on) the (?:sale|supply|delivery|export|provision|shipment) of\b")


def _struck(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield who buys and who sells where a deal is struck: "X signed a contract in May with Y for pumps"."""
    for at in any_of(grammar().contracts).finditer(flat):
        other = next(
            (each for each in actors if each.lead >= at.end() and _ON.fullmatch(flat[at.end() : each.lead])), None
        )
        doers = find_doers(flat, actors, at.start()) if other is not None else ()
        if other is None or other.is_unnamed:
            continue
        stop = end_of_clause(flat, (), other.end + flat.startswith(".", other.end), len(flat))
        things = [each for each in goods if at.start() <= each[0].start < stop]
        is_state = any_of(grammar().states).search(other.name) is not None
        is_sale = _FOR_SALE.search(flat, at.start(), stop) is not None
        date = date_near(passage.dates, at.start(), at.end())
        if not doers and is_state and not is_sale:
            yield role_of(other, "buyer", at.start(), other.end)
            for thing, keys in things:
                for key in keys:
                    yield of_item(other, "seeks", key, at.start(), max(other.end, thing.end), date=date)
        for doer in doers:
            seller, buyer = (doer, other) if is_state or is_sale else (other, doer)
            first, last = min(doer.start, at.start()), other.end
            yield role_of(seller, "supplier", first, last)
            yield role_of(buyer, "buyer", first, last)
            for thing, keys in things:
                for key in keys:
                    yield of_item(seller, "supplies", key, first, max(last, thing.end), date=date)
                    if not is_state:
                        yield of_item(buyer, "seeks", key, first, max(last, thing.end), date=date)


def _asked(
    flat: str,
    actors: tuple[Mention, ...],
    verb: VerbAt,
    agents: Sequence[Mention],
    args: Args,
    goods: tuple[Named, ...],
    passage: Passage,
) -> Iterator[Said]:
    """Yield who wants goods of whom: "X asked Y for a lathe", "Y was approached by X about a lathe"."""
    asked = (
        find_doers(flat, actors, verb.start) if verb.is_passive else (*args.get("direct", []), *args.get("partner", []))
    )
    last = max((each.end for each in (*agents, *asked) if each.start > verb.end), default=0)
    if not last or not asked:
        return
    stop = end_of_clause(flat, (), last + flat.startswith(".", last), len(flat))
    wanted = [(thing, keys) for thing, keys in goods if last <= thing.start < stop]
    aim = _AIM.search(flat, last, wanted[0][0].span_start or wanted[0][0].start) if wanted else None
    if aim is None:
        return
    date = date_near(passage.dates, verb.start, verb.end)
    is_sale = re.search(r"\b(?:sale|supply|sell)\b", aim[0]) is not None
    denied = is_verb_denied(flat, verb.start)
    for agent in agents:
        if agent.is_unnamed or is_sale:
            continue
        yield role_of(agent, "buyer", min(agent.start, verb.start), max(agent.end, verb.end), denied=denied)
        for each in asked:
            if each.key != agent.key:
                yield tie(agent, "seeks_from", each, date=date, denied=denied)
                if aim[0].startswith("to ") and not flat.endswith(" with", 0, verb.end):
                    yield tie(agent, "procures_via", each, date=date, denied=denied)
        for thing, keys in wanted:
            for key in keys:
                first = min(agent.start, verb.start)
                yield of_item(agent, "seeks", key, first, thing.end, date=date, denied=denied)


_AIM = re.compile(
    r"\b(?:for|about|over|regarding|concerning|on|to (?:buy|purchase|obtain|acquire|procure|order))(?: the| an?)?"
    r"(?: (?:purchase|price|supply|sale|quotations?|quotes?|offers?|[a-z]+))?(?: (?:of|for|on))?\b"
)


_DEAL = re.compile(
    r" (?:for )?(?:the|an?|this|its) (?:[a-z]+ )?(?:sale|purchase|deal|shipment|export|delivery|transfer|transaction)\b"
)


def _is_of_deal(flat: str, verb: VerbAt) -> bool:
    """Tell whether what somebody brokers is a deal: "arranged the sale", "the sale was arranged by"."""
    if verb.is_passive:
        return _DEAL.search(flat[max(0, verb.start - 40) : verb.start + 1].lower().rjust(41)) is not None
    return _DEAL.match(flat, verb.end) is not None


def _fronted(flat: str, agents: Sequence[Mention], goods: tuple[Named, ...]) -> tuple[str, ...]:
    """Return the goods of a relative clause: "the pumps which X had sent"."""
    for agent in agents[:1]:
        for thing, keys in goods:
            if thing.end <= agent.lead and re.fullmatch(
                r",? (?:which|that) (?:the |an? )?", flat[thing.end : agent.lead]
            ):
                return keys
    return ()


def _goods_of(flat: str, verb: VerbAt, goods: tuple[Named, ...], passage: Passage) -> tuple[tuple[str, ...], int, int]:
    """Return the keys of the goods a verb is about, before it in the passive, else after it, and where both stand."""
    if verb.is_nominal:
        keys = tuple(
            key for thing, each in goods if 0 <= (thing.span_start or thing.start) - verb.end <= 40 for key in each
        )
        return keys, verb.start, verb.end
    if verb.is_passive:
        near = [each for each in goods if each[0].end <= verb.start and verb.start - each[0].end <= 90]
        near = [each for each in near if not re.search(r"[;:]|\b(?:which|that) [A-Z]", flat[each[0].end : verb.start])]
        keys, start = joined_goods(flat, near, goods, verb.start)
        pointer = _points_back().search(flat, max(0, verb.start - 40), verb.start)
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
                yield tie(agent, "acts_for", principal, date="", denied=denied)
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
    for user in args.get("user", []):
        yield role_of(user, "end_user", verb.start, user.end, denied=denied)
    for principal in args.get("principal", []):
        part = "buyer" if _ACCOUNT.search(flat[max(0, principal.lead - 24) : principal.lead]) else "end_user"
        yield role_of(principal, part, verb.start, principal.end, denied=denied)
    for via in _channels(flat, args):
        yield role_of(via, "intermediary", verb.start, via.end, denied=denied)
        for target in (*targets, *args.get("user", [])):
            if target.key != via.key:
                yield tie(target, "procures_via", via, date=date, denied=denied)


_ACCOUNT = re.compile(r"\b(?:account of|name of)(?: the)? $")


def _channels(flat: str, args: Args) -> Iterator[Mention]:
    """Yield through whom goods go; one who only carries or pays for them is no channel."""
    for via in args.get("via", []):
        if not any_of(grammar().services).search(flat[max(0, via.lead - 30) : via.start]):
            yield via

"""Goods asked for, ordered, consigned or made by somebody: what words other than an active verb of trade tell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from enduse.reading.dates import date_near
from enduse.reading.dealing import (
    PROPS,
    ROLES,
    Named,
    find_objects,
    find_subjects,
    joined_after,
    joined_goods,
    made_by_asked,
    made_of,
    of_item,
    role_of,
    tie,
)
from enduse.reading.denials import is_verb_denied
from enduse.reading.lexicon import case_words, fact_words
from enduse.reading.naming import Mention
from enduse.reading.passage import Passage, link
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_ORDER_BY = re.compile(r"\b(?:orders?|inquir(?:y|ies)|requests?|bids?|tenders?|interest) (?:placed )?(?:by|from)\b")
_SELLS = re.compile(r"\b(?:sale|supply|delivery) of$|to (?:sell|supply|ship|deliver|provide)$")
_OFFICE = re.compile(
    r" (?:the|an?|its) (?:[A-Z][A-Za-z]+ |[a-z\-]+ ){0,3}"
    r"(?:subsidiary|affiliate|office|branch|representative|agent|distributor|division|unit) of (?:the )?"
)


def read_asking(
    flat: str, parties: tuple[Mention, ...], actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage
) -> Iterator[Said]:
    """Yield what inquiries, passives, consignments and words of making tell of goods."""
    yield from _passives(flat, actors, goods, passage)
    yield from _inquiries(flat, actors, goods, passage)
    yield from _consignments(flat, parties, passage)
    yield from _makers(flat, parties, goods, passage)
    yield from _destined(flat, actors, goods)
    yield from _orders(flat, actors, goods, passage)


def _passives(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield "goods ordered by X" and "the goods were bought by X"."""
    for cue in fact_words().passives:
        for at in any_of(cue.words).finditer(flat):
            number = next((n for n, each in enumerate(actors) if 0 <= each.lead - at.end() <= 14), None)
            near = [(each, keys) for each, keys in goods if each.end <= at.start() and at.start() - each.end <= 80]
            pointer = any_of(fact_words().pointers).search(flat, max(0, at.start() - 60), at.start())
            keys, start = joined_goods(flat, near, goods, at.start())
            if not near and pointer and passage.goods:
                keys, start = tuple(passage.goods[:1]), pointer.start()
            if number is None or (not keys and at[0].lower() != "placed by"):
                continue
            date = date_near(passage.dates, at.start(), at.end())
            denied = is_verb_denied(flat, at.start())
            for actor in joined_after(flat, actors, number):
                if actor.is_unnamed:
                    continue
                yield role_of(actor, ROLES[cue.kind], start, actor.end, denied=denied)
                for key in keys:
                    prop = PROPS.get(cue.kind, "supplies")
                    yield of_item(actor, prop, key, start, actor.end, date=date, denied=denied)


def _inquiries(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield "X asked the maker Y for a quotation for a lathe": X seeks the lathe, and seeks it from Y."""
    words = fact_words()
    for at in any_of(words.inquiring).finditer(flat):
        seller = _asked(flat, actors, at.end())
        aim = any_of(words.asked_for).search(flat, seller.end, min(len(flat), seller.end + 80)) if seller else None
        if seller is None or aim is None or not _is_short(flat[seller.end : aim.start()]):
            continue
        denied = is_verb_denied(flat, at.start())
        date = date_near(passage.dates, at.start(), at.end())
        objects = find_objects(flat, aim.end(), goods, passage)
        if _SELLS.search(aim[0]) and "for" not in aim[0]:
            yield from _sold(flat, find_subjects(flat, actors, at.start())[0], seller, objects, date)
            continue
        subjects = find_subjects(flat, actors, at.start())[0] if objects else ()
        for subject in subjects:
            passage.last_actor = passage.last_buyer = subject.key
            yield role_of(subject, "buyer", subject.start, at.end(), denied=denied)
            yield tie(subject, "seeks_from", seller, date=date, denied=denied)
            for thing, keys in objects:
                for key in keys:
                    yield of_item(subject, "seeks", key, subject.start, thing.end, date=date, denied=denied)
        yield from _others_asked(flat, actors, goods, subjects, objects, passage)
        for thing, keys in objects:
            if any_of(words.contracting).fullmatch(at[0]):
                yield role_of(seller, "supplier", at.start(), seller.end, denied=denied)
                for key in keys:
                    yield of_item(seller, "supplies", key, at.start(), thing.end, date=date, denied=denied)
            yield from made_by_asked(flat, seller, thing, keys)


def _others_asked(
    flat: str,
    actors: tuple[Mention, ...],
    goods: tuple[Named, ...],
    subjects: tuple[Mention, ...],
    objects: list[Named],
    passage: Passage,
) -> Iterator[Said]:
    """Yield the second half of "requested quotes from X for a lathe and from Y for a mill"."""
    joint = re.match(r",? and (?:from|with) ", flat[objects[-1][0].end :]) if objects else None
    if joint is None:
        return
    seller = _asked(flat, actors, objects[-1][0].end + joint.end())
    aim = re.match(r" for (?=\S)", flat[seller.end :]) if seller else None
    if seller is None or aim is None:
        return
    more = find_objects(flat, seller.end + aim.end() - 1, goods, passage)
    for subject in subjects:
        yield tie(subject, "seeks_from", seller, date=date_near(passage.dates, subject.end, seller.end))
        for thing, keys in more:
            for key in keys:
                yield of_item(subject, "seeks", key, subject.start, thing.end)


def _sold(flat: str, sellers: tuple[Mention, ...], buyer: Mention, objects: list[Named], date: str) -> Iterator[Said]:
    """Yield "X was negotiating with Y over the sale of a lathe": here the first sells."""
    if re.search(r"\b(?:asked|requested|approached|contacted)\b", flat[: buyer.lead][-30:]):
        asked, buyer = buyer, next(iter(sellers), buyer)
        sellers = (asked,)
    for thing, keys in objects:
        for seller in sellers:
            yield role_of(seller, "supplier", seller.start, thing.end)
            for key in keys:
                yield of_item(seller, "supplies", key, seller.start, thing.end, date=date)
        if buyer not in sellers:
            yield role_of(buyer, "buyer", buyer.start, thing.end)


def _asked(flat: str, actors: tuple[Mention, ...], end: int) -> Mention | None:
    """Return who stands right after words of asking, or whose subsidiary or office does."""
    for each in actors:
        if 0 <= each.lead - end <= 8:
            return each
        if each.lead > end and _OFFICE.fullmatch(flat[end : each.lead]):
            return each
    return None


def _is_short(between: str) -> bool:
    """Tell whether little stands between one who is asked and what is asked: nothing, a date, a place."""
    plain = re.sub(r"\([^()]{1,40}\)|\bin (?:early |mid-|late )?[A-Z][a-z]+(?: \d{4})?|\bof [A-Z][a-z]+", "", between)
    return len(plain.strip(" ,")) <= 12 and not re.search(r"[;:.]", plain)


def _consignments(flat: str, parties: tuple[Mention, ...], passage: Passage) -> Iterator[Said]:
    """Yield "crates addressed to X were taken to Y" as a flow of goods from X, whose name they bore, to Y."""
    words = fact_words()
    for left, right in itertools.pairwise(parties):
        consigned = any_of(words.consigned).search(flat, max(0, left.lead - 40), left.lead)
        between = flat[left.end : right.lead]
        went = any_of(words.went).search(between)
        if not consigned or not went or flat[consigned.end() : left.lead].strip() not in ("", "the"):
            continue
        if len(between[: went.start()].split()) <= 1 and between[went.end() :].strip() in ("", "the"):
            denied = is_denied(between)
            yield link(
                left,
                "shipped_to",
                right,
                consigned.start(),
                right.end,
                date=date_near(passage.dates, left.start, right.end),
                denied=denied,
            )


def _makers(flat: str, parties: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    cue = next(each for each in fact_words().verbs if each.kind == "made_by")
    for at in any_of(cue.words).finditer(flat):
        makers = [each for each in parties if 0 <= each.lead - at.end() <= 5]
        makers += [each for each in parties if makers and each not in makers and each.lead == makers[0].lead]
        near = [(each, keys) for each, keys in goods if each.end <= at.start() and at.start() - each.end <= 60]
        keys, start = joined_goods(flat, near, goods, at.start())
        pointer = any_of(fact_words().pointers).search(flat[: at.start()])
        if not near and pointer and passage.goods:
            keys, start = (passage.goods[0],), pointer.start()
        for maker in makers:
            for key in keys:
                yield from made_of(maker, key, start, maker.end)


def _orders(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage) -> Iterator[Said]:
    """Yield "an order by X for a lathe": X seeks the lathe."""
    for at in _ORDER_BY.finditer(flat):
        buyer = _asked(flat, actors, at.end())
        aim = re.match(r"(?: \([A-Z&]{2,8}\))? for(?= )", flat[buyer.end :]) if buyer else None
        if buyer is None or aim is None:
            continue
        objects = find_objects(flat, buyer.end + aim.end(), goods, passage)
        denied = is_verb_denied(flat, at.start())
        for thing, keys in objects:
            yield role_of(buyer, "buyer", at.start(), thing.end, denied=denied)
            for key in keys:
                date = date_near(passage.dates, at.start(), thing.end)
                yield of_item(buyer, "seeks", key, at.start(), thing.end, date=date, denied=denied)


def _destined(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...]) -> Iterator[Said]:
    """Yield the buyer that goods go to: "the sale of a lathe to X", "a test chamber to Ruritania's X"."""
    if any_of(case_words()).search(flat) is None:
        return
    for thing, _ in goods:
        actor = next((each for each in actors if 0 <= each.lead - thing.end <= 12 and not each.is_unnamed), None)
        if actor is None or re.search(r"\boffer(?:s|ed|ing)?\b", flat[: thing.start]):
            continue
        if re.fullmatch(r"(?: \([A-Z]+s?\))? to (?:the )?", flat[thing.end : actor.lead]):
            yield role_of(actor, "buyer", thing.start, actor.end)

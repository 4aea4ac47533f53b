"""Trade in goods: who seeks, sells, offers, makes or moves them, and who stands at the other end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from enduse.reading.items import Goods
from enduse.reading.lexicon import any_of, fact_words
from enduse.reading.parties import Mention
from enduse.reading.passage import Passage, find_date, joined_before, link
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_Named = tuple[Goods, tuple[str, ...]]
_ROLES = {"seeks": "buyer", "supplies": "supplier", "offers": "intermediary", "makes": "manufacturer"}
_PROPS = {"seeks": "seeks", "makes": "manufactures"}
_LEAVES = re.compile(r"\b(?:for|which|who|that|on behalf|to|from|into|against|while|because)\b|[;:]", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:to|be|will|would|could|may|might|should|can|about to)(?: have| be)?(?: [a-z]+ly)? {1,2}$")
_JOINS = re.compile(r"(?: \([A-Z]+s?\))?,? *(?:(?:and|or|as well as) )?(?:[A-Za-z0-9,\-]+ ){0,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deal:
    """What one verb of trade is about; `recipient` is who stands right after a verb of offering."""

    kind: str
    first: int
    last: int
    subjects: tuple[Mention, ...]
    objects: tuple[_Named, ...]
    recipient: Mention | None
    denied: bool
    date: str


def read_trade(
    flat: str, parties: tuple[Mention, ...], actors: tuple[Mention, ...], goods: tuple[_Named, ...], passage: Passage
) -> Iterator[Said]:
    """Yield what a flattened sentence tells of trade; `goods` come with the keys of their items.

    `parties` are the names, `actors` these and the words that point back at one ("this firm").
    """
    date = find_date(flat)
    taken = -1
    for kind, first, last in _verbs(flat):
        if first < taken:
            continue
        taken = last
        yield from _deal_claims(flat, actors, _deal(flat, actors, goods, passage, (kind, first, last, date)), passage)
    yield from _inquiries(flat, actors, goods, passage, date)
    yield from _consignments(flat, parties, date)
    yield from _makers(flat, parties, goods, passage)


def _deal(
    flat: str, actors: tuple[Mention, ...], goods: tuple[_Named, ...], passage: Passage, verb: tuple[str, int, int, str]
) -> _Deal:
    kind, first, last, date = verb
    return _Deal(
        kind=kind,
        first=first,
        last=last,
        subjects=_subjects(flat, actors, first),
        objects=tuple(_objects(flat, last, goods, passage)),
        recipient=next((each for each in actors if 0 <= each.lead - last <= 4), None) if kind == "offers" else None,
        denied=is_denied(flat[max(0, first - 30) : first]),
        date=date,
    )


def _deal_claims(flat: str, actors: tuple[Mention, ...], deal: _Deal, passage: Passage) -> Iterator[Said]:
    recipient = deal.recipient
    for subject in deal.subjects:
        if deal.objects or recipient:
            yield _role(subject, _ROLES[deal.kind], subject.start, deal.last, denied=deal.denied)
        for thing, keys in deal.objects:
            prop = _PROPS.get(deal.kind, "supplies")
            for key in keys:
                yield _of_item(subject, prop, key, subject.start, thing.end, date=deal.date, denied=deal.denied)
        if recipient is not None and recipient.key != subject.key:
            yield link(recipient, "procures_via", subject, subject.start, recipient.end, date=deal.date)
    if deal.kind == "seeks" and deal.subjects and deal.objects:
        passage.last_buyer = deal.subjects[-1].key
    if recipient is not None:
        yield _role(recipient, "end_user", deal.first, recipient.end)
    yield from _counterparts(flat, actors, deal)


def _role(party: Mention, role: str, start: int, end: int, *, denied: bool = False) -> Said:
    return Said(about="party", subject=party.key, prop="role", value=role, start=start, end=end, denied=denied)


def _of_item(
    party: Mention, prop: str, key: str, start: int, end: int, *, date: str = "", denied: bool = False
) -> Said:
    return Said(
        about="party",
        subject=party.key,
        prop=prop,
        value=key,
        refers="item",
        start=start,
        end=end,
        date=date,
        denied=denied,
    )


def _subjects(flat: str, actors: tuple[Mention, ...], verb: int) -> tuple[Mention, ...]:
    """Return who acts: the nearest name before the verb and those joined to it by "and"."""
    before = [each for each in actors if each.end <= verb]
    if not before or verb - before[-1].end > 80 or re.search(r"[;:]", flat[before[-1].end : verb]):
        return ()
    return joined_before(flat, tuple(before), before[-1])


def _objects(flat: str, start: int, goods: tuple[_Named, ...], passage: Passage) -> list[_Named]:
    """Return the goods a verb is about: the first after it in its own clause, and those joined to it."""
    found: list[_Named] = []
    at, limit = start, start + 100
    for thing, keys in goods:
        if thing.start < start:
            continue
        between = flat[at : thing.start]
        if thing.start > limit or _LEAVES.search(between) or (found and not _JOINS.fullmatch(between)):
            break
        found.append((thing, keys))
        at, limit = thing.end, thing.end + 60
    pointer = any_of(fact_words().pointers).search(flat, start, min(len(flat), start + 40))
    if not found and pointer and pointer.start() - start <= 3 and passage.goods:
        thing = Goods(phrase=pointer[0], start=pointer.start(), end=pointer.end())
        found.append((thing, (passage.goods[-1],)))
    return found


def _verbs(flat: str) -> list[tuple[str, int, int]]:
    found = [
        (cue.kind, at.start(), at.end())
        for cue in fact_words().verbs
        if cue.kind != "made_by"
        for at in any_of(cue.words).finditer(flat)
        if cue.kind not in ("makes", "supplies") or not flat[at.end() :].lstrip().startswith("by ")
    ]
    return sorted(found, key=lambda each: (each[1], -each[2]))


def _counterparts(flat: str, actors: tuple[Mention, ...], deal: _Deal) -> Iterator[Said]:
    """Yield who stands at the other end: "procure goods from X", "sell goods to X", "offered goods to X"."""
    wanted = {"seeks": "from", "supplies": "to", "offers": "to"}.get(deal.kind)
    for thing, keys in deal.objects:
        for actor in actors:
            between = flat[thing.end : actor.lead]
            if actor.lead < thing.end or len(between) > 160 or not wanted or actor.is_unnamed:
                continue
            if _leads_to(between, wanted, is_offer=deal.kind == "offers"):
                yield from _counterpart(flat, deal, thing, keys, actor)
                break


def _leads_to(between: str, wanted: str, *, is_offer: bool) -> bool:
    """Tell whether the words between goods and a name make it the other end: "from the", "to Ruritania's ..., the"."""
    if re.match(rf"(?: \([A-Z]+s?\))? {{1,2}}{wanted} (?:the |both )?$", between):
        return True
    return is_offer and bool(re.search(r"\bto (?:[A-Z][a-z]+'s )?[a-z\- ]{0,70}, the $|\bto (?:the )?$", between))


def _counterpart(flat: str, deal: _Deal, thing: Goods, keys: tuple[str, ...], actor: Mention) -> Iterator[Said]:
    """Yield what the one at the other end is: supplier, buyer or end user; and a flow where the goods went there."""
    role = {"seeks": "supplier", "offers": "end_user"}.get(deal.kind, "buyer")
    yield _role(actor, role, thing.start, actor.end)
    if deal.kind == "seeks":
        for key in keys:
            yield _of_item(actor, "supplies", key, thing.start, actor.end, date=deal.date)
        for subject in deal.subjects:
            yield _tie(subject, "seeks_from", actor, date=deal.date, denied=deal.denied)
        yield from _made_by_asked(flat, actor, thing, keys)
    elif any_of(fact_words().moved).fullmatch(flat, deal.first, deal.last) and not _AHEAD.search(flat, 0, deal.first):
        for subject in deal.subjects:
            yield _tie(subject, "shipped_to", actor, date=deal.date, denied=deal.denied)


def _tie(left: Mention, kind: str, right: Mention, *, date: str, denied: bool = False) -> Said:
    return link(left, kind, right, min(left.start, right.start), max(left.end, right.end), date=date, denied=denied)


def _inquiries(
    flat: str, actors: tuple[Mention, ...], goods: tuple[_Named, ...], passage: Passage, date: str
) -> Iterator[Said]:
    """Yield "X asked the maker Y for a quotation for a lathe": X seeks the lathe, and seeks it from Y."""
    words = fact_words()
    for at in any_of(words.inquiring).finditer(flat):
        seller = next((each for each in actors if 0 <= each.lead - at.end() <= 5), None)
        aim = any_of(words.asked_for).search(flat, seller.end, min(len(flat), seller.end + 60)) if seller else None
        if seller is None or aim is None or re.sub(r"\([A-Z]{2,10}\)", "", flat[seller.end : aim.start()]).strip(" ,"):
            continue
        denied = is_denied(flat[max(0, at.start() - 30) : at.start()])
        objects = _objects(flat, aim.end(), goods, passage)
        for subject in _subjects(flat, actors, at.start()) if objects else ():
            yield _role(subject, "buyer", subject.start, at.end(), denied=denied)
            yield _tie(subject, "seeks_from", seller, date=date, denied=denied)
            for thing, keys in objects:
                for key in keys:
                    yield _of_item(subject, "seeks", key, subject.start, thing.end, date=date, denied=denied)
        for thing, keys in objects:
            yield from _made_by_asked(flat, seller, thing, keys)


def _made_by_asked(flat: str, seller: Mention, thing: Goods, keys: tuple[str, ...]) -> Iterator[Said]:
    """Yield that goods with a model, wanted from one whom the sentence calls a maker, are of its make."""
    called = any_of(fact_words().makers).search(flat, seller.lead, seller.start)
    if not called or not thing.models:
        return
    start, end = min(seller.lead, thing.start), max(seller.end, thing.end)
    for key in keys:
        yield _of_item(seller, "manufactures", key, start, end)
        yield Said(about="item", subject=key, prop="make", value=seller.key, refers="party", start=start, end=end)


def _consignments(flat: str, parties: tuple[Mention, ...], date: str) -> Iterator[Said]:
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
            yield link(left, "shipped_to", right, consigned.start(), right.end, date=date, denied=denied)


def _makers(flat: str, parties: tuple[Mention, ...], goods: tuple[_Named, ...], passage: Passage) -> Iterator[Said]:
    cue = next(each for each in fact_words().verbs if each.kind == "made_by")
    for at in any_of(cue.words).finditer(flat):
        makers = [each for each in parties if 0 <= each.lead - at.end() <= 5]
        makers += [each for each in parties if makers and each not in makers and each.lead == makers[0].lead]
        near = [(each, keys) for each, keys in goods if each.end <= at.start() and at.start() - each.end <= 60]
        keys, start = _joined_goods(flat, near, goods, at.start())
        pointer = any_of(fact_words().pointers).search(flat[: at.start()])
        if not near and pointer and passage.goods:
            keys, start = (passage.goods[0],), pointer.start()
        for maker in makers:
            for key in keys:
                yield Said(
                    about="party",
                    subject=maker.key,
                    prop="manufactures",
                    value=key,
                    refers="item",
                    start=start,
                    end=maker.end,
                )
                yield Said(
                    about="item", subject=key, prop="make", value=maker.key, refers="party", start=start, end=maker.end
                )


def _joined_goods(
    flat: str, near: list[_Named], goods: tuple[_Named, ...], default: int
) -> tuple[tuple[str, ...], int]:
    """Return the keys of the last goods before the words and of those joined to it by "and", and where they begin."""
    if not near:
        return (), default
    thing, keys = near[-1]
    for earlier, more in reversed(goods):
        if earlier.end <= thing.start and flat[earlier.end : thing.start].strip() in ("and", ",", "or", ", and"):
            thing, keys = earlier, (*more, *keys)
    return keys, thing.start

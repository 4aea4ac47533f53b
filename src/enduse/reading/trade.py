"""Trade in goods: who seeks, sells or offers them, and who stands at the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from enduse.reading.asking import read_asking
from enduse.reading.dates import date_near
from enduse.reading.dealing import (
    PROPS,
    ROLES,
    Named,
    find_objects,
    find_subjects,
    joined_after,
    made_by_asked,
    made_of,
    of_item,
    role_of,
    tie,
)
from enduse.reading.denials import is_verb_denied
from enduse.reading.grammar import grammar
from enduse.reading.items import Goods
from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention
from enduse.reading.passage import Passage, link
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said

_INTRODUCES = re.compile(
    r"(?: (?:the|its|an?|(?!from |to |of |for |and |by )[a-z\-]+|[A-Z][a-z]+|[A-Z][a-z]+-based)){0,6}[ ,']*(?:s )?"
)
_GENERAL = re.compile(
    r"(?: (?:the|its|these|such|other|some|all))?(?: (?:sensitive|dual-use|controlled|military|industrial))?"
    r"(?: (?:goods|machines|machinery|equipment|materials?|items|products|parts|components|technology|supplies|them))?"
    r"(?: (?P<way>from|through|via|to))?(?: the)? ?"
)
_PLAIN_VERB = re.compile(
    r"(?:buy|purchase|procure|order|acquire|sell|supply|ship|export|deliver)e?d?|(?:buy|purchase|procure|acquire|sell|ship|export"
    r"|deliver)s|supplie[sd]|shipped|bought|sold"
)
_USES = re.compile(r"\b(?:end[- ]user|recipient) of$", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z0-9] and (?:then |later |subsequently |has |had |is |was ){0,2}$")
_AHEAD = re.compile(r"\b(?:to|be|will|would|could|may|might|should|can|about to)(?: have| be)?(?: [a-z]+ly)? {1,2}$")


_BESIDE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deal:
    """What one verb of trade is about.

    `recipient` is who stands right after a verb of offering, `through` who stands
    between the one who acts and the verb, as a channel.
    """

    kind: str
    first: int
    last: int
    subjects: tuple[Mention, ...]
    objects: tuple[Named, ...]
    recipient: Mention | None
    through: Mention | None
    denied: bool
    date: str


def read_trade(
    flat: str, parties: tuple[Mention, ...], actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage
) -> Iterator[Said]:
    """Yield what a flattened sentence tells of trade; `goods` come with the keys of their items.

    `parties` are the names, `actors` these and the words that point back at one ("this firm").
    """
    taken = -1
    earlier: tuple[Mention, ...] = ()
    for kind, first, last in _verbs(flat):
        if first < taken:
            continue
        taken = last
        deal = _deal(flat, actors, goods, passage, (kind, first, last))
        if earlier and _GOES_ON.search(flat[max(0, first - 30) : first]):
            deal = replace(deal, subjects=earlier)
        earlier = deal.subjects or earlier
        yield from _deal_claims(flat, actors, deal, passage)
    yield from read_asking(flat, parties, actors, goods, passage)


def _deal(
    flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...], passage: Passage, verb: tuple[str, int, int]
) -> _Deal:
    kind, first, last = verb
    subjects, through = find_subjects(flat, actors, first)
    recipient = next((each for each in actors if 0 <= each.lead - last <= _BESIDE), None)
    recipient = recipient if kind in ("offers", "supplies") else None
    begin = recipient.end if recipient and kind == "supplies" else last
    return _Deal(
        kind=kind,
        first=first,
        last=last,
        subjects=subjects,
        objects=tuple(find_objects(flat, begin, goods, passage, before=first)),
        recipient=recipient,
        through=through,
        denied=is_verb_denied(flat, first),
        date=date_near(passage.dates, first, last),
    )


def _deal_claims(flat: str, actors: tuple[Mention, ...], deal: _Deal, passage: Passage) -> Iterator[Said]:
    recipient = deal.recipient if deal.kind == "offers" or deal.objects else None
    for subject in deal.subjects:
        if deal.objects or recipient:
            role = "end_user" if _USES.search(flat[deal.first : deal.last]) else ROLES[deal.kind]
            if deal.kind == "offers" and deal.objects and not _is_others_make(flat, subject):
                role = "supplier"
            yield role_of(subject, role, subject.start, deal.last, denied=deal.denied)
            passage.last_actor = subject.key
        for thing, keys in deal.objects:
            prop = PROPS.get(deal.kind, "supplies")
            for key in keys:
                yield of_item(subject, prop, key, subject.start, thing.end, date=deal.date, denied=deal.denied)
                if deal.kind in ("supplies", "makes") and _is_own(flat, deal, thing):
                    yield from made_of(subject, key, subject.start, thing.end)
        if recipient is not None and recipient.key != subject.key and deal.kind == "offers":
            yield link(recipient, "procures_via", subject, subject.start, recipient.end, date=deal.date)
        if deal.through is not None and deal.objects and deal.kind == "seeks":
            yield role_of(deal.through, "intermediary", deal.through.start, deal.last)
            yield link(subject, "procures_via", deal.through, subject.start, deal.through.end, date=deal.date)
    if deal.kind == "seeks" and deal.subjects and deal.objects:
        passage.last_buyer = deal.subjects[-1].key
    if not deal.objects and deal.subjects and deal.kind in ("seeks", "supplies"):
        yield from _without_goods(flat, actors, deal)
    if recipient is not None:
        yield role_of(recipient, "end_user" if deal.kind == "offers" else "buyer", deal.first, recipient.end)
    yield from _counterparts(flat, actors, deal)


def _is_others_make(flat: str, subject: Mention) -> bool:
    """Tell whether one who offers goods stands between: the sentence names a maker, or calls the party a middleman."""
    made = next(each for each in fact_words().verbs if each.kind == "made_by")
    called = any_of(tuple(noun for kin in grammar().called if kin.role == "intermediary" for noun in kin.nouns))
    return bool(any_of(made.words).search(flat) or called.search(flat[max(0, subject.lead - 20) : subject.start]))


def _without_goods(flat: str, actors: tuple[Mention, ...], deal: _Deal) -> Iterator[Said]:
    """Yield what a verb of trade tells of two parties where it names no goods: "X supplies Y", "Y buys from X"."""
    other = next((each for each in actors if each.lead >= deal.last), None)
    if other is None or other.is_unnamed or other.lead - deal.last > 60 or other.key == deal.subjects[-1].key:
        return
    said = _GENERAL.fullmatch(flat[deal.last : other.lead])
    if not _PLAIN_VERB.fullmatch(flat[deal.first : deal.last]):
        return
    way = said["way"] if said else None
    for subject in deal.subjects if said else ():
        if deal.kind == "seeks" and way == "from":
            yield role_of(subject, "buyer", subject.start, other.end, denied=deal.denied)
            yield role_of(other, "supplier", subject.start, other.end, denied=deal.denied)
            yield tie(subject, "customer_of", other, date=deal.date, denied=deal.denied)
        elif deal.kind == "seeks" and way in ("through", "via"):
            yield role_of(other, "intermediary", subject.start, other.end, denied=deal.denied)
            yield tie(subject, "procures_via", other, date=deal.date, denied=deal.denied)
        elif deal.kind == "supplies" and (way == "to" or not flat[deal.last : other.lead].strip(" the")):
            yield role_of(subject, "supplier", subject.start, other.end, denied=deal.denied)
            yield role_of(other, "buyer", subject.start, other.end, denied=deal.denied)
            yield tie(other, "customer_of", subject, date=deal.date, denied=deal.denied)


def _is_own(flat: str, deal: _Deal, thing: Goods) -> bool:
    """Tell whether goods are of the seller's own make: "sells its pumps", "produces pumps"."""
    start = thing.span_start or thing.start
    return deal.kind == "makes" or re.match(r" (?:its|their)(?: own)? ", flat[deal.last : start] + " ") is not None


def _verbs(flat: str) -> tuple[tuple[str, int, int], ...]:
    """Return the active verbs of trade in order, the longest form at each place."""
    found = [
        (cue.kind, at.start(), at.end())
        for cue in fact_words().verbs
        if cue.kind != "made_by"
        for at in any_of(cue.words).finditer(flat)
        if not _is_passive(flat, at) and not _is_named_only(flat, at)
        if not flat.startswith("-", at.start() - 1)  # "a Ruritanian-made pump"
    ]
    return tuple(sorted(found, key=lambda each: (each[1], -each[2])))


def _is_named_only(flat: str, at: re.Match[str]) -> bool:
    """Tell whether a noun of trade only names what others speak of: "in contact with X regarding the purchase of"."""
    lead = flat[max(0, at.start() - 20) : at.start()]
    return (
        (at[0].lower().endswith(" of") or flat.startswith(" of ", at.end()))
        and re.search(r"\b(?:regarding|about|concerning|for|on|of|over) (?:the )?$", lead) is not None
    )


def _is_passive(flat: str, at: re.Match[str]) -> bool:
    """Tell whether a verb tells what was done to goods: "ordered by", "was shipped", "lathes offered to"."""
    past = at[0].lower().endswith(("ed", "sold", "bought", "sought"))
    if past and re.match(r" by\b", flat[at.end() : at.end() + 4]):
        return True
    lead = flat[max(0, at.start() - 24) : at.start()]
    if past and re.search(r"\b(?:was|were|been|be|being|is|are)(?: [a-z]+ly| also| then| not)? $", lead):
        return True
    return at[0].lower() == "offered" and re.match(r" to\b", flat[at.end() : at.end() + 4]) is not None


def _counterparts(flat: str, actors: tuple[Mention, ...], deal: _Deal) -> Iterator[Said]:
    """Yield who stands at the other end: "procure goods from X", "sell goods to X", "offered goods to X"."""
    wanted = {"seeks": "from|with", "supplies": "to", "offers": "to"}.get(deal.kind, "")
    for thing, keys in deal.objects[-1:] if wanted else ():
        every = tuple(key for _, more in deal.objects for key in more) if deal.kind == "seeks" else keys
        for number, actor in enumerate(actors):
            between = flat[thing.end : actor.lead]
            if actor.lead < thing.end or len(between) > 160 or actor.is_unnamed:
                continue
            if _leads_to(between, wanted, is_offer=deal.kind == "offers"):
                for each in joined_after(flat, actors, number):
                    yield from _counterpart(flat, deal, thing, every, each)
                break
    if deal.kind == "seeks" and deal.objects:
        yield from _channels(flat, actors, deal)


def _channels(flat: str, actors: tuple[Mention, ...], deal: _Deal) -> Iterator[Said]:
    """Yield through whom goods are wanted, as words after the goods tell: "procure pumps through X"."""
    end = deal.objects[-1][0].end
    for actor in actors:
        if actor.start < end or actor.start - end > 160 or actor.is_unnamed:
            continue
        opened = flat[max(end, actor.start - 60) : actor.start]
        for at in any_of(fact_words().through).finditer(opened):
            if _INTRODUCES.fullmatch(opened, at.end()):
                yield role_of(actor, "intermediary", deal.first, actor.end)
                for subject in deal.subjects:
                    yield link(subject, "procures_via", actor, subject.start, actor.end, date=deal.date)
                break


def _leads_to(between: str, wanted: str, *, is_offer: bool) -> bool:
    """Tell whether the words between goods and a name make it the other end: "from the", "to Ruritania's ..., the"."""
    plain = re.sub(r" in (?:early |mid-|late )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d| \([A-Z]+s?\)", "", between)
    office = r"(?:(?:[A-Z][A-Za-z]+ )*(?:subsidiary|affiliate|office|branch|distributor|representative) of (?:the )?)?"
    if re.match(
        rf" ?(?:made |available |produced )?(?:{wanted}) (?:the |both |a |an |its )?(?:[a-z\-]+ ){{0,2}}{office}$",
        plain,
    ):
        return True
    return is_offer and bool(re.search(r"\bto (?:[A-Z][a-z]+'s )?[a-z\- ]{0,70}, the $|\bto (?:the )?$", between))


def _counterpart(flat: str, deal: _Deal, thing: Goods, keys: tuple[str, ...], actor: Mention) -> Iterator[Said]:
    """Yield what the one at the other end is: supplier, buyer or end user; and a flow where the goods went there."""
    role = {"seeks": "supplier", "offers": "end_user"}.get(deal.kind, "buyer")
    yield role_of(actor, role, thing.start, actor.end)
    if deal.kind == "seeks":
        for key in keys:
            yield of_item(actor, "supplies", key, thing.start, actor.end, date=deal.date)
        for subject in deal.subjects:
            yield tie(subject, "seeks_from", actor, date=deal.date, denied=deal.denied)
        yield from made_by_asked(flat, actor, thing, keys)
    elif any_of(fact_words().moved).fullmatch(flat, deal.first, deal.last) and not _AHEAD.search(flat, 0, deal.first):
        for subject in deal.subjects:
            yield tie(subject, "shipped_to", actor, date=deal.date, denied=deal.denied)

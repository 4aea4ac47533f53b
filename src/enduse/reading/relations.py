"""What a sentence says parties do: roles, ties between them, trade in goods.

Each rule rests on words of the lexicons that stand between or beside the names;
nothing is concluded from two names merely standing in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from enduse.knowledge.countries import demonyms
from enduse.names.folding import fold_name
from enduse.reading.applicants import read_applicants
from enduse.reading.callings import read_callings
from enduse.reading.clauses import read_clauses
from enduse.reading.deal_frames import read_frames
from enduse.reading.earlier import pointing
from enduse.reading.items import Goods
from enduse.reading.kin import read_kin
from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention, is_control_body
from enduse.reading.passage import Passage, joined_before
from enduse.reading.roles import Said, read_roles
from enduse.reading.sentences import Sentence
from enduse.reading.ties import read_ties
from enduse.reading.trade import read_trade

_PAIR = 2
_OWNERS = ("Its", "His", "Her")
_TOGETHER = re.compile(
    r"\b(?:[Bb]oth|[Tt]he (?:above )?(?:two|three)|[Aa]ll three|[Tt]hese(?: two| three)?)"
    r"(?: (?P<country>[A-Z][a-z]+))?(?: [a-z]+)? "
    r"(?:companies|firms|entities|banks|suppliers|manufacturers|enterprises|traders)\b"
    r"(?![ ,]{1,3}[A-Z])"
)


def read_relations(
    sentence: Sentence, parties: tuple[Mention, ...], goods: tuple[tuple[Goods, tuple[str, ...]], ...], passage: Passage
) -> Iterator[Said]:
    """Yield the roles and links of one sentence; `goods` come with the keys of their items."""
    flat = sentence.flat
    parties = passage.as_known(parties)
    pointers = tuple(_pointers(flat, parties, passage))
    actors = tuple(sorted((*parties, *pointers), key=lambda each: each.start))
    if not actors:
        return
    joined = [joined_before(flat, parties[:number], each) for number, each in enumerate(parties)]
    group = max(joined, key=len, default=())
    if len({each.key for each in group}) > 1:
        passage.group = tuple(dict.fromkeys(each.key for each in group))
    elif len({each.key for each in parties if not each.is_unnamed}) == _PAIR:
        passage.group = tuple(dict.fromkeys(each.key for each in parties if not each.is_unnamed))
    yield from (each for each in _of_all(flat, parties, read_roles(flat, parties))
        if not _is_no_make(flat, each) and not _is_no_trade(each) and not _is_only_possible(flat, each)
        and not _is_feared(flat, each))
    yield from _of_pointers(flat, actors, pointers)
    yield from _inquirers(flat, parties)
    yield from read_callings(flat, parties)
    yield from read_applicants(flat, parties)
    doers = tuple(each for each in actors if each.name or flat[each.start : each.end] not in _OWNERS)
    yield from read_ties(flat, doers)
    kin = tuple(read_kin(flat, actors, goods))
    framed, otherwise = read_frames(flat, doers, goods, passage)
    yield from framed
    for each in (
        *read_trade(flat, parties, doers, goods, passage),
        *read_clauses(flat, doers, goods, passage),
        *kin,
        *(() if goods else _shippers(flat, kin, passage)),
    ):
        is_otherwise = (each.subject, each.value if each.prop == "role" else each.prop) in otherwise
        if is_otherwise or _is_no_make(flat, each) or _is_no_trade(each) or _is_feared(flat, each):
            continue
        if not _NOTHING.search(flat, each.start, each.end):
            yield each
    passage.remember(actors)


def _of_pointers(flat: str, actors: tuple[Mention, ...], pointers: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield what is said of parties that plain nouns point back at: their state, lists they stand on."""
    for each in pointers:
        if each.country:
            code = each.country.lower()
            yield Said(about="party", subject=each.key, prop="country", value=code, start=each.start, end=each.end)
    if pointers:
        for said in read_roles(flat, actors):
            is_pointer = any(each.start == said.start and each.key == said.subject for each in pointers)
            if is_pointer and (said.value in _OF_POINTERS or said.prop == "designated_under"):
                yield said


_OF_POINTERS = ("designated", "front_company", "false_end_user")
_SEVERAL = re.compile(r"(?: \([^()]{1,20}\))?,? (?:(?:which|who|both|also|now) )*(?:are|were|have)\b")


def _of_all(flat: str, parties: tuple[Mention, ...], said: Iterator[Said]) -> Iterator[Said]:
    """Yield what is said of parties, a listing of several of each of them: "X and Y are sanctioned under"."""
    for each in said:
        yield each
        if each.prop != "designated_under" and each.value != "designated":
            continue
        last = next((at for at in parties if at.key == each.subject and at.start == each.start), None)
        if last is None or not _SEVERAL.match(flat, last.end):
            continue
        for other in joined_before(flat, tuple(at for at in parties if at.end <= last.start), last)[:-1]:
            yield replace(each, subject=other.key, start=other.start)


_SHIPS = re.compile(r"(?:exporter|shipper|consignor|seller|sender)s?\b", re.IGNORECASE)


def _shippers(flat: str, kin: tuple[Said, ...], passage: Passage) -> Iterator[Said]:
    """Yield that the shipper of goods told before supplies them: "A crate of pumps left. The shipper is X"."""
    for each in kin:
        if each.prop == "role" and each.value == "supplier" and _SHIPS.match(flat, each.start) and not each.denied:
            for key in passage.goods if len(passage.goods) <= _PAIR else ():
                yield replace(each, prop="supplies", value=key, refers="item")


# "Payment was made by X" makes no maker of X.
_NO_MAKE = re.compile(
    r"\b(?:payments?|offers?|requests?|deposits?|purchases?|inquir(?:y|ies)|arrangements?|orders?|decisions?|visits?|calls?)\b"
    r"[^;]{0,60}\bmade (?:out )?by$",
    re.IGNORECASE,
)


# "X had no contract with Y" tells of no deal.
_NOTHING = re.compile(
    r"\b(?:has|had|have|having|signed|concluded|placed|received|made|is|was|were) (?:no|never any) (?:[a-z]+ )?"
    r"(?:contracts?|agreements?|deals?|orders?|business|dealings|sales?|inquir(?:y|ies)|requests?|relations?|contacts?)\b"
    r"|\b(?:exported|sold|shipped|supplied|delivered|bought|purchased|ordered) no\b"
)
_FEARED = re.compile(
    r"\b(?:risks?|possibility|concern(?:s|ed)?|fears?|prevent(?:ing|ion)?|(?:be|being) diverted|fall into"
    r"|interest(?:ed)? in)\b"
)


_GETS = ("buyer", "intermediary", "end_user")


def _is_feared(flat: str, said: Said) -> bool:
    """Tell whether what an armed group gets is only feared: "the possibility that X acquires missiles"."""
    is_part = said.value in _GETS if said.prop == "role" else said.prop in ("seeks", "procures_via")
    return is_part and said.subject in _groups() and _FEARED.search(flat) is not None


@cache
def _groups() -> frozenset[str]:
    return frozenset(map(fold_name, fact_words().armed_groups))


_OFFICE = re.compile(
    r"(?:[a-z]+ )?(?:bureau|board|ministry|office|department|commission|administration) (?:of|for) "
    r"(?:the )?(?:foreign|trade|economy|economic|commerce|finance|customs|industry|export|justice|interior|strategic)\b"
)


def _is_no_trade(said: Said) -> bool:
    """Tell whether a part in trade is said of an office that licenses it: "a request from the Bureau of Trade"."""
    is_part = said.value in ("intermediary", "supplier") if said.prop == "role" else said.prop == "supplies"
    return is_part and _OFFICE.match(said.subject) is not None


_INQUIRES = re.compile(
    r"\b(?:investigat|inspect|seiz|detain|licen[cs]|prosecut|inquir|permit|cargo|customs|container|shipment"
    r"|transfer|export)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?: \([^()]{1,40}\))?(?:'s)?(?: [a-z]+)?(?: officials?| officers?)? (?:has |had |have |also )?"
    r"(?:reported|confirmed|stated|said|provided|investigated|inspected|informed|advised|told|found|concluded|seized"
    r"|detained|held|stopped|impounded|released|approved|refused|denied|rejected|decided|ruled|is stopping"
    r"|(?:is|are|was|were) (?:investigat|inspect|seiz|detain|stopp)ing)\b"
)


def _inquirers(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield that an office of trade or law that tells of an inquiry is an authority: "the Bureau of Trade found"."""
    if not _INQUIRES.search(flat):
        return
    for party in parties:
        if _OFFICE.match(party.key) or _BUREAU.search(party.name) or is_control_body(party.name):
            at = _TELLS.match(flat, party.end) or _ACTS.match(flat, party.end)
            led = _LED.search(flat, 0, party.lead)
            if at is None and led:
                yield Said(
                    about="party", subject=party.key, prop="role", value="authority", start=led.start(), end=party.end
                )
            if at:
                yield Said(
                    about="party", subject=party.key, prop="role", value="authority", start=party.start, end=at.end()
                )


# What an office does, whatever it is; and what is done by it or with its help.
_ACTS = re.compile(
    r"(?: \([^()]{1,40}\))?(?: officials?| officers?| investigators?)? (?:has|had|have|is|was|are|were|will"
    r"|would|did|plans?|agreed|promised|intends?|needs?|asked|requested|sought|wants?|believes?|suspects?|opened|closed"
    r"|launched) (?!part\b)"
)
_LED = re.compile(
    r"\b(?:(?:investigated|inspected|seized|detained|licensed|prosecuted|handled|reviewed|approved|refused|denied"
    r"|rejected|stopped|held|issued) by|(?:referred|passed|handed over) to|assist(?:ing|ed)?|help(?:ing|ed)?"
    r"|work(?:ed|ing)? with|cooperat(?:ed|ing|ion) with|request(?:ed|s)? to|from) (?:officials (?:of|from|at) )?"
    r"(?:the )?$"
)


_BUREAU = re.compile(r"\b(?:Investigation|Investigations|Customs|Prosecutors?'?|Police|Export Control)\b")


_POSSIBLE = re.compile(
    r"\b(?:could|may|might|would|should|can)(?: also| then| yet)? be (?:sanctioned|designated|listed)\b"
)


def _is_only_possible(flat: str, said: Said) -> bool:
    """Tell whether a listing is only what may yet come: "the firm could be sanctioned under"."""
    is_listing = said.value == "designated" or said.prop == "designated_under"
    return is_listing and _POSSIBLE.search(flat, said.start, said.end) is not None


def _is_no_make(flat: str, said: Said) -> bool:
    makes = said.value == "manufacturer" or said.prop in ("manufactures", "make")
    at = flat.find(" by ", max(0, said.start - 4), said.end) if makes else -1
    return at >= 0 and _NO_MAKE.search(flat[: at + 3]) is not None


def _pointers(flat: str, parties: tuple[Mention, ...], passage: Passage) -> Iterator[Mention]:
    """Yield what points back at a party without naming it: "this company", "the Ruritanian firm", "It" at the start."""
    for at in _plain_noun().finditer(flat):
        code = (demonyms().get(at["country"].lower(), "") if at["country"] else "").upper()
        role = pointing().roles.get(at["noun"], "")
        if (at["country"] and not code) or (role and _NAMES_HIM.match(flat, at.end())):
            continue
        key = passage.meant(role=role, country=code)
        told = ""
        if code and not key:
            key, told = passage.meant_abroad(role=role, country=code), code
        if key and not any(each.lead <= at.start() < each.end for each in parties):
            yield Mention(name="", key=key, start=at.start(), end=at.end(), lead=at.start(), country=told)
    for at in _TOGETHER.finditer(flat):
        code = demonyms().get(at["country"].lower(), "").upper() if at["country"] else ""
        for key in passage.by_country.get(code, []) if code else passage.group:
            yield Mention(name="", key=key, start=at.start(), end=at.end(), lead=at.start())
    yield from _called_back(flat, parties, passage)
    yield from _opening(flat, passage)
    for at in re.finditer(r"(?<=[a-z,] )(?:he|she)\b", flat):
        persons = [each.key for each in parties if each.schema == "Person" and each.end <= at.start()]
        key = persons[-1] if persons else passage.last_of("Person")
        if key:
            yield Mention(name="", key=key, start=at.start(), end=at.end(), lead=at.start(), schema="Person")


@cache
def _plain_noun() -> re.Pattern[str]:
    nouns = sorted({*pointing().roles, *_BODIES}, key=lambda noun: (-len(noun), noun))
    return re.compile(
        rf"\b(?:[Tt]his|[Tt]he) (?:(?P<country>[A-Z][a-z]+) )?(?P<noun>{'|'.join(nouns)})\b(?![ ,]{{1,3}}[A-Z])"
    )


_BODIES = ("company", "firm", "entity", "broker", "dealer", "businessman")
# "The buyer is the firm NAME" names whom the noun means; "the buyer of the pumps" says of which deal.
_NAMES_HIM = re.compile(
    r" (?:of|in|for|behind|to|on|from|by|name|company|firm)\b"
    r"|,? (?:(?:is|was|may be|might be|are|were)(?: likely| probably| believed to be)?|named|called|identified as) "
    r"(?:the )?(?:[A-Z][a-z]+ )?(?:[a-z]+ )?(?:firm |company |entity )?[A-Z]"
)


def _called_back(flat: str, parties: tuple[Mention, ...], passage: Passage) -> Iterator[Mention]:
    """Yield nouns of bodies that point back at the name that holds them: "the plant", "the Institute"."""
    for at in _BODY.finditer(flat):
        key = passage.last_called(at["noun"])
        if key and not any(each.lead <= at.start() < each.end for each in parties):
            yield Mention(name="", key=key, start=at.start(), end=at.end(), lead=at.start())


_BODY = re.compile(
    r"\b[Tt]h(?:e|is) (?P<noun>[Pp]lant|[Ff]actory|[Ii]nstitute|[Bb]ank|[Aa]gency|[Bb]ureau|[Cc]ent(?:er|re)"
    r"|[Ll]aborator(?:y|ies)|[Oo]rgani[sz]ation|[Cc]orporation|[Uu]niversity|[Aa]cademy|[Cc]omplex|[Gg]roup"
    r"|[Ee]nterprise|[Ww]orks)\b(?! of\b|[ ,]{1,3}[A-Z])"
)


def _opening(flat: str, passage: Passage) -> Iterator[Mention]:
    """Yield a pronoun at the start of a sentence: "It", "He", "Its", "His" speak of the last firm or person."""
    opening = re.match(r"[\s\-]*(?P<word>It|He|She|Its|His|Her)\b", flat)
    if opening is None:
        return
    is_firm = opening["word"].startswith("It")
    key = passage.last_of("Organization" if is_firm else "Person")
    key = (passage.last_actor or (key if is_firm else "")) if opening["word"] == "It" else key or passage.last_actor
    if key:
        yield Mention(
            name="",
            key=key,
            start=opening.start("word"),
            end=opening.end(),
            lead=opening.start("word"),
            schema="Organization" if is_firm else "Person",
        )

"""Who does what with goods: from whom, to whom, for whom and through whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from enduse.knowledge.countries import demonyms
from enduse.reading.kinds.goods import Thing, is_known_kind
from enduse.reading.kinds.lexicon import Verb, alternation, one_of, paper_words
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import (
    FAR,
    JOINT,
    Scene,
    find_doers,
    group_after,
    is_near_name,
    make_deal,
    make_role,
    make_tie,
)
from enduse.reading.roles import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A verb of trade at a place; `by` tells that the doer stands after it, `is_sure` that it speaks of goods only."""

    kind: str
    start: int
    end: int
    by: bool
    is_sure: bool = False


@cache
def _verbs(language: str) -> tuple[tuple[Verb, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((verb, one_of(verb.words), one_of(verb.by)) for verb in paper_words(language).verbs)


def _hits(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> list[Hit]:
    found: list[Hit] = []
    denied = _denied(scene.words.language)
    for verb, does, by in _verbs(scene.words.language):
        for pattern, is_by in ((does, False), (by, True)):
            for at in pattern.finditer(scene.flat, start, end):
                is_name = any(m.start <= at.start() < m.end for m in mentions if not m.is_pronoun)
                is_name = is_name or (verb.kind == "makes" and not is_by and _tells_origin(scene, at.start()))
                no_deal = {"seeks": _ASKED_PAPERS, "makes": _MADE_DEEDS}.get(verb.kind)
                is_paper = no_deal is not None and not is_by and no_deal.match(scene.flat, at.end()) is not None
                is_paper = is_paper or _is_noun(scene.flat, at)
                is_paper = is_paper or (verb.kind == "supplies" and _is_order_sent(scene.flat, start, at))
                if not is_name and not is_paper and not denied.search(_lead(scene, start, at.start())):
                    found.append(Hit(kind=verb.kind, start=at.start(), end=at.end(), by=is_by, is_sure=verb.is_sure))
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.start, -each.end, not each.by)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _is_noun(flat: str, at: re.Match[str]) -> bool:
    """Tell "the export of pumps", a deal that is read as such, from the verb."""
    return at[0].lower() in ("export", "supply", "transfer", "purchase", "import") and flat.startswith(" of ", at.end())


def _is_order_sent(flat: str, start: int, at: re.Match[str]) -> bool:
    """Tell words that say which way an order goes, and no goods: "requests from X were routed through Y"."""
    lead = flat[max(start, at.start() - 160) : at.start()]
    return _SENT_ON.match(at[0]) is not None and _ORDERS.search(lead) is not None


_SENT_ON = re.compile(r"(?:were |was |been )?(?:routed|channel|funnel|passed|forwarded|relayed)", re.IGNORECASE)
_ORDERS = re.compile(r"\b(?:orders?|requests?|enquir(?:y|ies)|inquir(?:y|ies))\b[^.;]*$", re.IGNORECASE)


# What is asked for and is no goods: "asked for an end-use certificate".
_ASKED_PAPERS = re.compile(
    r"(?: (?!for\b)[\w'-]+){0,4}? (?:certificates?|statements?|papers|documents?|documentation|information|details"
    r"|confirmation|permission|clarification|assistance|advice|proof|evidence|approval|authori[sz]ation|guidance)\b",
    re.IGNORECASE,
)


# What is made and is no goods: "made arrangements for the sale".
_MADE_DEEDS = re.compile(
    r"(?: (?:the|an?|its|his|her|their|several|numerous|many|some|such|these|false|further|additional|multiple|repeated"
    r"|unlicensed|illegal|initial|material|first|\d{1,4}))* "
    r"(?:arrangements?|inquir(?:y|ies)|enquir(?:y|ies)|payments?|statements?"
    r"|exports?|shipments?|sales|purchases?|orders?|efforts?|attempts?|contacts?|use|offers?|requests?|deals?|appearance"
    r"|representations?|certifications?|calls?|plans?|changes?|progress|available|clear|sure|announcement|determination"
    r"|decision|findings?|transfers?|deliver(?:y|ies)|deposits?|profits?|money|trips?|visits?|contributions?)\b",
    re.IGNORECASE,
)


def _tells_origin(scene: Scene, start: int) -> bool:
    """Tell a participle behind a state, which says where goods are from and not who makes them: "U.S.-made parts"."""
    before = _JUST_BEFORE.search(scene.flat, max(0, start - 24), start)
    if before is None:
        return False
    word = before["word"].lower().rstrip(".")
    return before["joint"] == "-" or word in demonyms() or bool(country_of(before["word"], scene.words.language))


_JUST_BEFORE = re.compile(r"(?<![\w.])(?P<word>[^\W\d_][\w.]{1,20}?)(?P<joint>[- ])$")


def _lead(scene: Scene, start: int, end: int) -> str:
    """Return the words before a verb among which one that denies it stands: in German all of its clause."""
    if scene.words.language != "de":
        return scene.flat[max(start, end - 24) : end]
    return re.split(r"[,;:]", scene.flat[max(start, end - FAR) : end])[-1]


@cache
def _denied(language: str) -> re.Pattern[str]:
    """Find words that deny the verb behind them: what was not done is no deal."""
    body = alternation(paper_words(language).negations)
    return re.compile(rf"(?<!\w)(?:{body})" + (r"\b" if language == "de" else r"(?: [\w'-]+){0,2} $"), re.IGNORECASE)


@cache
def _messages(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?: \w+){{0,5}} (?:{alternation(paper_words(language).messages)})\b", re.IGNORECASE)

@cache
def _arg_patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = paper_words(language)
    kinds = "|".join(
        sorted(
            map(
                re.escape,
                {*words.kind_nouns, *words.person_nouns, *words.articles, *(w for n in words.nouns for w in n.words)},
            ),
            key=lambda each: (-len(each), each),
        )
    )
    found = []
    for group in words.args:
        body = alternation(group.words)
        found.append(
            (
                group.kind,
                re.compile(
                    rf"(?<![\w])(?:{body})(?: (?:{kinds}|[A-Z][\w.-]*(?:-based)?"
                    rf"|[a-zà-ÿß-]{{3,16}})){{0,6}}?(?: in [A-Z]\w+)?,? ?"
                    r"(?:(?:die|der|das|the|la|le|el) )?(?:(?:Mr|Mrs|Ms|Dr|M|Mme|D|Sr|Sra)\.ª? )?[\"“«]?$",
                    re.IGNORECASE,
                ),
            )
        )
    return tuple(found)


def _last(pattern: re.Pattern[str], lead: str) -> re.Match[str] | None:
    """Return the match that begins nearest to the end: of "from A to B and from there to" the last "to" counts."""
    at = found = pattern.search(lead)
    while at:
        found = at
        at = pattern.search(lead, at.start() + 1)
    return found


def find_arguments(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> dict[str, list[Mention]]:
    """Return the names after a verb by how they hang on it: source, target, principal, user, via, or directly."""
    args: dict[str, list[Mention]] = {}
    previous: tuple[str, Mention] | None = None
    for each in mentions:
        if not start <= each.start < end:
            continue
        floor = max(start, previous[1].end if previous else start, each.start - 90)
        lead = scene.flat[floor : each.start]
        if previous and JOINT.fullmatch(lead) and lead.strip():
            args.setdefault(previous[0], []).append(each)
            previous = (previous[0], each)
            continue
        best: tuple[int, str] | None = None
        for kind, pattern in _arg_patterns(scene.words.language):
            at = _last(pattern, lead)
            if at and (
                best is None or at.start() > best[0] or (at.start() == best[0] and kind in ("principal", "via"))
            ):
                best = (at.start(), kind)
        kind = best[1] if best else "direct" if previous is None and is_near_name(lead) else "other"
        args.setdefault(kind, []).append(each)
        previous = (kind, each)
    return args


def read_deeds(
    scene: Scene, mentions: Sequence[Mention], things: Sequence[Thing], start: int, end: int
) -> Iterator[Said]:
    hits = _hits(scene, mentions, start, end)
    for number, hit in enumerate(hits):
        following = next(
            (each.start for each in hits[number + 1 :] if not each.by and _has_subject(mentions, hit.end, each.start)),
            end,
        )
        limit = min(following, hit.end + FAR)
        if hit.by:
            doers = [m for m in mentions if m.start >= hit.end and is_near_name(scene.flat[hit.end : m.start])][:1]
            doers = list(group_after(scene, [m for m in mentions if doers and m.start >= doers[0].start]))
            objects = [t for t in things if t.end <= hit.start and hit.start - t.end < 90][-1:]
            if not objects and hit.kind == "asks":
                objects = [t for t in things if hit.end <= t.start < limit]
            objects = objects or _pointed(scene, hit.start, start, things)
        else:
            doers = find_doers(scene, mentions, hit.start) or _turned_round(scene, mentions, hit.end)
            objects = [t for t in things if hit.end <= t.start < limit] or _pointed(scene, hit.end, limit, things)
        if hit.kind == "asks":
            objects = [thing for thing in objects if thing in things]
        is_late = scene.words.language == "de" and not hit.by
        if is_late and not objects:
            objects = list(things)
        others = [m for m in mentions if m not in doers] if is_late else mentions
        args = find_arguments(scene, others, start if is_late else hit.end, limit)
        for kind in ("via", "principal") if doers and not hit.by else ():
            between = find_arguments(scene, mentions, max(m.end for m in doers), hit.start).get(kind, [])
            args.setdefault(kind, []).extend(between)
        if doers:
            yield from _act(scene, hit, doers, objects, args)
        elif not hit.by:
            yield from _passive(scene, hit, things, args)


def find_traded(
    scene: Scene, mentions: Sequence[Mention], things: Sequence[Thing], start: int, end: int
) -> set[str]:
    """Return the keys of goods beside a verb of trade or seizure, whoever does it: a paper need not name him."""
    places = [(hit.start, hit.end) for hit in _hits(scene, mentions, start, end) if hit.kind in _MOVES]
    places += [at.span() for at in one_of(scene.words.seized).finditer(scene.flat, start, end)]
    things = [thing for thing in things if is_known_kind(thing, scene.words)]
    found: set[str] = set()
    for first, last in places:
        after = [thing for thing in things if last <= thing.start]
        before = [thing for thing in things if 0 <= first - thing.end < _NEAR]
        found |= {thing.key for thing in before[-1:]}
        for number, thing in enumerate(after):
            gap = scene.flat[after[number - 1].end : thing.start] if number else ""
            if (number and not _GOES_ON.fullmatch(gap)) or (not number and thing.start - last >= _NEAR):
                break
            found.add(thing.key)
    return found


# A list of goods goes on: joints, and "including" before the first of a kind.
_GOES_ON = re.compile(rf"{JOINT.pattern}|,? (?:including|such as|namely) (?:[a-z-]+ )?")
_MOVES = ("seeks", "supplies", "carries")
_NEAR = 110


def read_destined(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Said]:
    """Yield for whom goods are said to be meant, whoever sends them: "the goods are destined for X"."""
    meant = _meant(scene.words.language)
    for each in mentions:
        low = max(0, each.start - 90)
        at = meant.search(scene.flat[low : each.start])
        if at and not each.is_pronoun and is_near_name(scene.flat[low + at.end("said") : each.start]):
            lead = max(0, low + at.start() - 90, scene.flat.rfind(". ", 0, low + at.start()) + 1)
            if one_of(scene.words.declared).search(scene.flat, lead, low + at.start()):
                scene.declared.setdefault(each.key, (low + at.start(), each.end))
            else:
                yield make_role(each.key, "end_user", low + at.start(), each.end)


@cache
def _meant(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    found = {word for group in words.args if group.kind == "user" for word in group.words if " " in word}
    return re.compile(rf"(?<![\w])(?P<said>{alternation(found)})(?: [\w'-]+){{0,5}},? ?[\"“«]?$", re.IGNORECASE)


def _turned_round(scene: Scene, mentions: Sequence[Mention], end: int) -> list[Mention]:
    """Return who stands right after a verb that opens a German main clause: "verkaufte er"."""
    after = [m for m in mentions if m.start >= end]
    is_next = scene.words.language == "de" and after and not scene.flat[end : after[0].start].strip(" ")
    return list(group_after(scene, after)) if is_next else []


def _has_subject(mentions: Sequence[Mention], start: int, end: int) -> bool:
    return any(start <= m.start and m.end <= end for m in mentions)


def _pointed(scene: Scene, start: int, end: int, things: Sequence[Thing]) -> list[Thing]:
    """Return the goods spoken of last, where "them" or "the goods" points back at them."""
    low, high = min(start, end), max(start, end)
    if re.search(
        r"\b(?:them|it|the (?:goods|items|equipment|units|shipment|devices|parts)|these items|les|las|los|sie|diese)\b",
        scene.flat[low:high],
    ):
        before = [thing for thing in things if thing.end <= start <= end]
        return before[-1:] or scene.last_things
    return []


def _act(
    scene: Scene, hit: Hit, doers: Sequence[Mention], objects: Sequence[Thing], args: dict[str, list[Mention]]
) -> Iterator[Said]:
    """Yield what follows from one verb: the doer's part, the goods, and the others' parts."""
    end = max([hit.end, *(t.end for t in objects)])
    after = scene.flat[hit.end : hit.end + 70]
    is_goods = hit.is_sure or bool(objects) or one_of(scene.words.generic_goods).search(after.split(".")[0]) is not None
    roles = {
        "seeks": "buyer" if is_goods else "",
        "supplies": "supplier" if is_goods or args.get("target") else "",
        "makes": "manufacturer" if objects else "",
        "carries": "forwarder",
        "pays": "financier",
        "brokers": "intermediary",
        "asks": "buyer" if objects else "",
    }
    link = {"seeks": "seeks", "supplies": "supplies", "makes": "manufactures", "asks": "seeks"}.get(hit.kind, "")
    if hit.kind == "supplies" and not hit.by and _messages(scene.words.language).match(after):
        return
    for doer in doers:
        if hit.kind == "conspires":
            scene.conspired.setdefault(doer.key, (doer.start, hit.end))
        first, last = (min(hit.start, doer.start), max(end, doer.end))
        first = first if hit.by else doer.start
        if roles.get(hit.kind):
            yield make_role(doer.key, roles[hit.kind], first, last)
        for thing in objects if link else ():
            yield make_deal(link, doer.key, thing.key, min(first, thing.start), max(hit.end, thing.end, doer.end))
    if hit.kind == "asks":
        for other in [*args.get("direct", ()), *args.get("target", ())] if objects else ():
            yield make_role(other.key, "supplier", hit.start, other.end)
    if hit.kind in ("seeks", "asks", "brokers", "conspires"):
        yield from _bought(hit, doers, objects, args)
    if hit.kind in ("supplies", "brokers"):
        yield from _sold(scene, hit, objects, args)


def _over(*found: Hit | Mention | Thing) -> tuple[int, int]:
    """Return the place over a verb, names and goods, whichever comes first."""
    return min(each.start for each in found), max(each.end for each in found)


def _bought(
    hit: Hit, doers: Sequence[Mention], objects: Sequence[Thing], args: dict[str, list[Mention]]
) -> Iterator[Said]:
    for source in args.get("source", ()) if objects or hit.kind == "seeks" else ():
        yield make_role(source.key, "supplier", *_over(hit, source))
        for thing in objects:
            yield make_deal("supplies", source.key, thing.key, *_over(hit, source, thing))
    for principal in [*args.get("principal", ()), *(args.get("user", ()) if objects or hit.is_sure else ())]:
        yield make_role(principal.key, "end_user", *_over(hit, principal))
        for doer in doers:
            if doer.key != principal.key and hit.kind != "conspires":
                yield make_tie("procures_via", principal.key, doer.key, *_over(doer, principal))
            if doer.key != principal.key:
                yield make_tie("acts_for", doer.key, principal.key, *_over(doer, principal))
    for via in args.get("via", ()):
        yield make_role(via.key, "intermediary", *_over(hit, via))
        for doer in doers:
            if doer.key != via.key:
                yield make_tie("procures_via", doer.key, via.key, *_over(doer, via))


def _sold(scene: Scene, hit: Hit, objects: Sequence[Thing], args: dict[str, list[Mention]]) -> Iterator[Said]:
    sells = re.match(r"(?:sold|sell|offer|vend|verk|angeb)", scene.flat[hit.start : hit.end], re.IGNORECASE) is not None
    given = [m for m in args.get("direct", ()) if _is_given(scene, hit, m, objects)]
    targets = [*args.get("target", []), *given]
    for target in targets:
        if sells or target in given:
            yield make_role(target.key, "buyer", *_over(hit, target))
            for thing in objects:
                yield make_deal("seeks", target.key, thing.key, *_over(hit, target, thing))
        else:
            scene.received.setdefault(target.key, _over(hit, target))
    for user in [*args.get("principal", ()), *args.get("user", ())] if objects else ():
        yield make_role(user.key, "end_user", *_over(hit, user))
        for target in targets if sells else ():
            if target.key != user.key:
                yield make_tie(
                    "procures_via", user.key, target.key, min(user.start, target.start), max(user.end, target.end)
                )
    for via in args.get("via", ()):
        yield make_role(via.key, "intermediary", *_over(hit, via))
        for target in [*targets, *args.get("user", ()), *args.get("principal", ())]:
            if target.key != via.key:
                yield make_tie(
                    "procures_via", target.key, via.key, min(via.start, target.start), max(via.end, target.end)
                )


def _is_given(scene: Scene, hit: Hit, mention: Mention, objects: Sequence[Thing]) -> bool:
    """Tell to whom goods go that are named after him: "sold X two pumps", "supplied X with pumps"."""
    if hit.by or scene.words.language != "en" or not objects or mention.end > objects[0].start:
        return False
    verb = scene.flat[hit.start : hit.end].lower()
    after = scene.flat[mention.end : objects[0].start]
    if _PROVIDES.search(verb) and _WITH.match(after):
        return True
    return _GIVES.search(verb) is not None and _TELLS_MORE.match(after) is None


_PROVIDES = re.compile(r"(?:suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|furnish(?:es|ed|ing)?|equipp(?:ed|ing))$")
_WITH = re.compile(r"(?: \([^()]{0,60}\))?(?:, [^,;.]{3,60},)? with\b")
_GIVES = re.compile(r"(?:sells?|sold|selling|sends?|sent|sending|ships?|shipped|shipping|offered|offering)$")
_TELLS_MORE = re.compile(r"[,;:.]|'s\b|’s\b| (?:and|or|to|in|from|by|for|with|which|who|that)\b")


def _passive(scene: Scene, hit: Hit, things: Sequence[Thing], args: dict[str, list[Mention]]) -> Iterator[Said]:
    """Yield what follows where the doer stands behind the verb or nowhere: "the machines were sold by X to Y"."""
    objects = [t for t in things if t.end <= hit.start] or _pointed(scene, max(0, hit.start - 90), hit.start, things)
    agents = [m for m in args.get("agent", ()) if _is_agent(scene.flat[hit.end : m.start])]
    if not agents and scene.words.language == "de" and (hit.kind == "makes" or _is_passive(scene, hit)):
        agents = list(args.pop("source", ()))
    for agent in agents:
        if _carrier(scene.words.language).search(scene.flat, hit.end, agent.start):
            yield make_role(agent.key, "forwarder", *_over(hit, agent))
            continue
        role = {"seeks": "buyer", "supplies": "supplier", "makes": "manufacturer", "carries": "forwarder"}.get(hit.kind)
        link = {"seeks": "seeks", "supplies": "supplies", "makes": "manufactures"}.get(hit.kind)
        if role and (objects or hit.is_sure or hit.kind == "carries"):
            yield make_role(agent.key, role, *_over(hit, agent))
        for thing in objects if link else ():
            yield make_deal(link or "", agent.key, thing.key, min(hit.start, thing.start), agent.end)
    if hit.kind == "supplies":
        yield from _sold(scene, hit, objects, args)
    if hit.kind == "seeks" and objects:
        yield from _bought(hit, agents, objects, args)


@cache
def _carrier(language: str) -> re.Pattern[str]:
    return one_of(tuple(w for noun in paper_words(language).nouns if noun.role == "forwarder" for w in noun.words))


def _is_passive(scene: Scene, hit: Hit) -> bool:
    around = scene.flat[max(0, hit.start - 160) : hit.end + 20]
    return re.search(r"\b(?:wurden?|worden|wird|werden)\b", around) is not None


def _is_agent(gap: str) -> bool:
    """Tell whether the words from a verb to a name behind "by" hold no other verb that the name may belong to."""
    other = re.search(r"\w{3,}(?:ed|wn|ée?s?|[ai]d[oa]s?|t|en) (?:by|par|por|durch)\b", gap)
    return len(gap) < 90 and "," not in gap and other is None

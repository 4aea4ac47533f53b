"""What somebody is called, what stands between two names, and who is said to be listed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.kinds.goods import Thing
from enduse.reading.kinds.lexicon import Noun, Tie, alternation, one_of, paper_words
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import (
    INSTRUMENT,
    Scene,
    find_doers,
    group_after,
    group_before,
    is_near_name,
    is_sound,
    make_deal,
    make_role,
    make_tie,
)
from enduse.reading.roles import Said

_BESIDE = re.compile(
    r",|(?: \([^()]{0,60}\))?,? (?:is|was|are|were|which|who|an?|the|est|une?|qui|ist|war|die|der|es|era|que)\b"
)
_ALL = re.compile(r",? (?:all|both|each|tous|toutes|alle|beide|todos|todas)\b")
# A plural verb right behind a name speaks of all those that "and" joins to it.
_MANY = re.compile(r"(?: \([^()]{0,60}\))?,? (?:are|were|have) (?:each |both |all |also )?(?:being |been )?[a-z]+ed\b")
_FREE = re.compile(r"\b(?:from|for|in|on|with|by|goods|items|components)\b")


@cache
def _nouns(language: str) -> re.Pattern[str]:
    return one_of(tuple(word for noun in paper_words(language).nouns for word in noun.words))


@cache
def _noun_of(language: str) -> dict[str, Noun]:
    return {word.lower(): noun for noun in paper_words(language).nouns for word in noun.words}


def read_called(
    scene: Scene, mentions: Sequence[Mention], start: int, end: int, things: Sequence[Thing]
) -> Iterator[Said]:
    flat = scene.flat
    for at in _nouns(scene.words.language).finditer(flat, start, end):
        noun = _noun_of(scene.words.language)[" ".join(at[0].lower().split())]
        if any(m.start <= at.start() < m.end for m in mentions if not m.is_pronoun):
            continue
        # "employees of" and "the buyer for" lead to whose they are as "employees" does.
        stop = at.start() + len(re.sub(r" (?:of|for)$", "", at[0]))
        who = list(_whom(scene, mentions, at.start(), stop))
        for each in who:
            first, last = min(each.start, at.start()), max(each.end, at.end())
            if noun.role == "end_user" and one_of(scene.words.declared).search(flat, max(start, first - 70), last):
                scene.declared.setdefault(each.key, (first, last))
            elif noun.role:
                yield make_role(each.key, noun.role, first, last)
            if noun.role == "manufacturer":
                yield from _made(flat, each, at.start(), at.end(), things)
        for left in who if noun.link else ():
            owners = list(_owners_of(scene, mentions, at.start(), stop, left))
            for other in owners or _own(scene, mentions, at.start(), left):
                one, two = (other.key, left.key) if noun.is_reverse else (left.key, other.key)
                places = (left.start, left.end, other.start, other.end, at.start(), at.end())
                if one != two and is_sound(scene, noun.link, one):
                    yield make_tie(noun.link, one, two, min(places), max(places))


def _made(flat: str, maker: Mention, start: int, end: int, things: Sequence[Thing]) -> Iterator[Said]:
    """Yield the goods that a noun of makers has beside it: "the pump manufacturer X", "manufacturer of pumps"."""
    for thing in things:
        if 0 <= start - thing.end <= 2 or _OF_GOODS.fullmatch(flat[end : thing.start]):
            yield make_deal("manufactures", maker.key, thing.key, min(maker.start, start), max(maker.end, thing.end))


def read_branded(scene: Scene, mentions: Sequence[Mention], things: Sequence[Thing]) -> Iterator[Said]:
    """Yield the maker whose name stands right before goods or their model: "twelve Vorne Pumps Ltd model V-3 pumps"."""
    for thing in things:
        first = min(thing.start, thing.model_span[0] or thing.start)
        for each in mentions:
            if each.is_pronoun or not _BRANDS.fullmatch(scene.flat[each.end : first]):
                continue
            if each.end <= first and not scene.registry.parties[each.key].is_person:
                yield make_role(each.key, "manufacturer", each.start, thing.end)
                yield make_deal("manufactures", each.key, thing.key, each.start, thing.end)


_BRANDS = re.compile(r"(?: \([^()]{1,40}\))? (?:[Mm]odel )?")


_OF_GOODS = re.compile(r"[ ]?(?:of|de|von|d'|des|our|the|its) ?(?:our |the |its )?")


def read_belonging(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Said]:
    """Yield whose man somebody is: "Mr. Vorne of X"."""
    parties = scene.registry.parties
    for left, right in itertools.pairwise(mentions):
        persons = parties[left.key].is_person and not parties[right.key].is_person and not left.is_pronoun
        if persons and re.fullmatch(
            r",? (?:of|from|de|von|der|del) (?:the |la |der )?(?:[A-Z]\w+-based )?(?:[a-z]+ )?[\"“]?",
            scene.flat[left.end : right.start],
        ):
            yield make_tie("employed_by", left.key, right.key, left.start, right.end)


def read_possessed(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Said]:
    """Yield whose a firm is: "Vorne's company, X", "his firm X"."""
    for number, each in enumerate(mentions):
        lead = scene.flat[max(0, each.start - 70) : each.start]
        at = _possessed(scene.words.language).search(lead)
        if at is None or each.is_pronoun or scene.registry.parties[each.key].is_person:
            continue
        before = [m for m in mentions[:number] if m.end <= each.start - len(lead) + at.start() + 3]
        persons = [m.key for m in before if scene.registry.parties[m.key].is_person]
        owner = persons[-1] if persons else scene.last_person
        if owner and owner != each.key:
            start = each.start - len(lead) + at.start()
            yield make_tie("owned_by", each.key, owner, start, each.end)
            yield make_role(owner, "owner", start, each.end)


@cache
def _possessed(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    return re.compile(
        rf"(?:(?<![\w])(?:{alternation(words.possessives)})|'s|')"
        rf" (?:(?:[\w-]+ ){{0,2}}?(?:{alternation(words.owned_nouns)})"
        r"(?: (?:in|à|en|de) [A-Z]\w+)?,?|[A-Z][\w.]*(?: [A-Z]\w+)?-based) ?[\"“]?$"
    )


def _whom(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> Iterator[Mention]:
    """Yield whom a noun speaks of: the name after it, else the one before it."""
    flat, words = scene.flat, scene.words
    after = [m for m in mentions if m.start >= end]
    if after and _leads_to(flat[end : after[0].start]) and not _after_of(flat[end : after[0].start]):
        yield from group_after(scene, after)
        return
    for left, right in itertools.pairwise(after):
        if _after_of(flat[end : left.start]) and re.fullmatch(
            rf"(?: \([^()]{{0,40}}\))?,? (?:{alternation(words.be)}|,)[ ]?(?:an? |d(?:ie|er|en|em) )?"
            r"(?:\d\d(?:-jährige[nrsm]?|-year-old) )?(?:Mr|Ms|Mrs|M|Mme|Herr|Frau|Sr|Sra|D)?\.? ?",
            flat[left.end : right.start],
        ):
            yield from group_after(scene, after[after.index(right) :])
            return
    before = [m for m in mentions if m.end <= start]
    for each in reversed(before[-3:]):
        gap = _FORMAL.sub("", flat[each.end : start])
        is_opening = each.start == each.end and _HEADING.fullmatch(gap)
        if len(gap) < 140 and (is_opening or _predicates(words.language).match(gap)):
            is_plural = flat[start:end].endswith(("s", "en")) or re.search(
                r"\b(?:are|were|sont|sind|waren|son|eran)\b", gap
            )
            yield from group_before(scene, mentions, each) if is_plural else (each,)
            return


# What charging papers put between a name and what its bearer is.
_FORMAL = re.compile(
    r",? a/?k/?a/? [\"“][^\"”]{1,40}[\"”],?|,? the defendants?(?=,| (?:is|was|were|are)\b)"
    r"| (?:is|was) an? [\w' -]{3,50},? (?:who|that|which)(?=(?:, at all [^,]{0,70},)? (?:is|was)\b)"
    r"|, at all (?:times relevant|relevant times)[^,.;]{0,60},|, (?:during|throughout) all times [^,.;]{0,60},"
)


def _leads_to(gap: str) -> bool:
    """Tell whether only a place, "called", "including" or a comma stands between a noun and a name."""
    return _LEADS.fullmatch(gap.rstrip()) is not None or not gap.strip(' ,:"“')


_LEADS = re.compile(
    r"[,:]?(?: (?:including|included|includes|include|such as|namely|called|named|known as|identified as|is|was|were"
    r"|(?:is|was|were|are) (?:listed|named|recorded|given|identified|declared|shown|described) as|namens"
    r"|nommée?|llamada|denominada|ist|war|waren|est|était|es|era|fue))?(?: [A-Z][\w ]{1,20}-based)?"
    r"(?: (?:in|on|of|for|named in) (?:the|this|that|these|our|its) [a-z]+)?(?: (?:is|was))?"
    r"(?: (?:in|of|based in|at|en|à|au|de) [^\W\d_][\w.]*(?:[ ,]{1,2}[A-Z]\w+){0,3},?)? ?\(?"
    r"(?: (?:the|a|an|der|die|das|eine?|la|le|el|une?|una?))?(?: [a-zà-ÿß-]{4,16})?"
    r"(?: [A-Z][a-zß-]+(?:er|n|sche|ese|an))?"
    r"(?: (?:firm|company|Firma|société|entreprise|empresa|sociedad|compañía))?,? ?"
    r"(?:the |Mr\.? |Ms\.? |M\. |Herr |Herrn |Sr\. )?[\"“]?"
)


def _after_of(gap: str) -> bool:
    return re.match(r" (?:of|for|de|von|für|der|du|des|del|para)\b", gap) is not None


@cache
def _predicates(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    be = alternation(words.be)
    articles = alternation(words.articles)
    return re.compile(
        rf"(?: \([^()]{{0,60}}\))?(?:,? (?:an? [^,;.]{{3,40}}|\d\d|[\d ]+ (?:ans|años|Jahre)"
        rf"|(?:of|from|in|based in|located in|de|à|aus|von) [^,;]{{2,40}}(?:, [A-Z]\w+)?)(?=,))*"
        rf"(?:(?:,? (?:which|who|qui|que|die|der|das|and|et|und|y),?)?,? (?:{be})|,"
        rf"|(?:,? (?:die|der|das|qui|que|which|who))? (?:as|als|comme|como)|,? (?:and|et|und|y) (?={articles}))"
        rf"(?: also| formerly| allegedly| auch| aussi)?(?: (?:{articles}))?"
        rf"{_PLAIN}{{0,6}}(?: and| et| und| y)?(?: [\w-]+)? ?$",
        re.IGNORECASE,
    )


# A word that describes: neither a preposition nor a pronoun.
_PLAIN = (
    r"(?: (?!(?:of|to|with|for|by|from|through|using|used|his|her|their|against|who|which|that|pour|par|avec|mit|für"
    r"|por|con|para|contra|gegen|über)\b)[^\W\d_][\w'.-]*(?:'s)?,?)"
)
_HEADING = re.compile(rf"(?:[^\W\d_][\w'-]*)?{_PLAIN}{{0,5}} ?", re.IGNORECASE)


def _own(scene: Scene, mentions: Sequence[Mention], start: int, left: Mention) -> Iterator[Mention]:
    """Yield the firm that "its" before a noun points back at: "X and its manager, Y"."""
    if not _ITS.search(scene.flat, max(0, start - 20), start):
        return
    firms = [m for m in mentions if m.end <= start and m.key != left.key]
    firms = [m for m in firms if not scene.registry.parties[m.key].is_person]
    if firms:
        yield firms[-1]
    elif scene.last_firm and scene.last_firm != left.key:
        yield Mention(key=scene.last_firm, start=start, end=start, is_pronoun=True)


_ITS = re.compile(
    r"\b(?:[Ii]ts|[Tt]heir|[Ww]hose|[Ss]on|[Ss]a|[Ss]eine?[rmn]?|[Ii]hre?[rmn]?|[Dd]essen|[Dd]eren|[Ss]u)"
    r" (?:[a-zà-ÿ]+ )?$"
)


def _owners_of(scene: Scene, mentions: Sequence[Mention], start: int, end: int, left: Mention) -> Iterator[Mention]:
    """Yield the parties named after "of" or "for", or before "'s"."""
    flat = scene.flat
    for each in mentions:
        if each.key == left.key or (each.is_pronoun and each.start == each.end):
            continue
        is_beside = not flat[each.end : start].strip() and each.end < start
        if is_beside and (0 <= left.start - end < 3 or _APPOSED.fullmatch(flat, left.end, max(left.end, each.start))):
            yield each
            return
        gap = flat[end : each.start]
        if 0 <= each.start - end < 90 and re.fullmatch(
            r" ?(?:and (?:[\w-]+ ){0,3})?(?:of|for|at|de|du|von|der|des|del|für|pour|para|with|d'|bei|de la|de l'|in)"
            r"(?: (?:the|la|le|der|die|dem|el|both|société|sociedad|empresa|entreprise|Firma|firm|company"
            r"|companies)){0,3} ?(?:[A-Z][\w ]{1,20}-based )?(?:(?:auf|in|von) [^.,;]{3,40}(?:ten|ter) )?"
            r"(?:[a-zà-ÿ-]+ ){0,3}[\"“«]?",
            gap,
        ):
            joined = group_after(scene, [m for m in mentions if m.start >= each.start], commas=False)
            yield from (m for m in joined if m is each or not flat.startswith(("'s ", "’s "), m.end))
            return
        if each.end <= start and re.fullmatch(r"(?:'s|’s|') (?:[\w-]+ ){0,3}", flat[each.end : start]):
            yield each
            return


# Between a name and that of whose it is: "X, the Y laboratory".
_APPOSED = re.compile(r"(?: \([^()]{0,60}\))?, (?:the|an?) ")


def read_between(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Said]:
    flat = scene.flat
    for number, right in enumerate(mentions[1:], 1):
        left = mentions[number - 1]
        gap = flat[left.end : right.start]
        if len(gap) > 170 or right.start <= left.end:
            continue
        for tie in scene.words.between:
            # "State-owned" names no owner.
            spoken = [each for each in one_of(tie.words).finditer(gap) if gap[each.start() - 1 : each.start()] != "-"]
            at = spoken[-1] if spoken else None
            if at is None or not is_near_name(gap[at.end() :]) or _FREE.search(gap[at.end() :]):
                continue
            if one_of(scene.words.negations).search(gap[: at.start()]):
                break
            if at[0].lower() == "used by" and _GOODS_USED.search(gap[: at.start()]):
                continue
            if _TELLS_TO.match(at[0]) and _TO_DO.match(scene.flat, right.end):
                break
            is_beside = _BESIDE.match(gap) is not None or left.start == left.end
            is_many = _ALL.match(gap) or _MANY.match(gap)
            first = list(group_before(scene, mentions, left)) if is_many else [left] if is_beside else []
            first = first or find_doers(scene, mentions, left.end + at.start()) or [left]
            if tie.link == "employed_by" and not scene.registry.parties[first[0].key].is_person:
                first = [m for m in mentions[:number] if scene.registry.parties[m.key].is_person][-1:] or first
            for each, other in itertools.product(first, _others(scene, tie, mentions, right)):
                yield from _tied(scene, tie, each, other, (left.end + at.start(), left.end + at.end()))
            break


def _others(scene: Scene, tie: Tie, mentions: Sequence[Mention], right: Mention) -> list[Mention]:
    """Return whom a tie leads to: one, or all that are joined behind words for more: "runs two firms, X and Y"."""
    if tie.link not in ("controls", "owned_by") or (tie.is_reverse and not tie.own):
        return [right]
    is_person = scene.registry.parties[right.key].is_person
    joined = group_after(scene, [m for m in mentions if m.start >= right.start])
    return [m for m in joined if scene.registry.parties[m.key].is_person == is_person] or [right]


def _tied(scene: Scene, tie: Tie, each: Mention, right: Mention, said: tuple[int, int]) -> Iterator[Said]:
    """Yield one tie between two names with the parts that its words at a place tell of them."""
    if each.key == right.key:
        return
    if tie.link == "employed_by" and not scene.registry.parties[each.key].is_person:
        yield make_tie("acts_for", each.key, right.key, each.start, right.end)
        return
    one, two = (right.key, each.key) if tie.is_reverse else (each.key, right.key)
    if not is_sound(scene, tie.link, one):
        return
    yield make_tie(tie.link, one, two, min(each.start, right.start), max(each.end, right.end))
    if tie.role:
        yield make_role(right.key, tie.role, said[0], right.end)
    if tie.own:
        yield make_role(each.key, tie.own, each.start, said[1])


# "vehicles (UAVs) used by X": what is used are goods, and no front.
_GOODS_USED = re.compile(r"[a-z]{3,}s(?: \([^()]{1,40}\))?,? (?:[a-z]+ ){0,1}$")
# To direct somebody to do something is not to run him.
_TELLS_TO = re.compile(r"direct(?:s|ed)$")
_TO_DO = re.compile(r"(?: \([^()]{0,60}\))?(?:, \d\d)?,? to [a-z]")


# A noun behind a name makes the name describe what stands before it: "X, the Y laboratory that".
_DESCRIBED_BY = re.compile(
    r" (?!(?:and|or|that|which|who|to|in|on|of|at|by|for|from|with|is|was|are|were|has|had)\b)[a-z]{3,}"
)


def read_listed(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> Iterator[Said]:
    flat, words = scene.flat, scene.words
    if not mentions or one_of(words.designated_not).search(flat, start, end):
        return
    for at in one_of(words.designated).finditer(flat, start, end):
        if any(m.start <= at.start() < m.end for m in mentions if not m.is_pronoun):
            continue
        for each in _listed_by(scene, mentions, at.start(), at.end()):
            first, last = min(each.start, at.start()), max(each.end, at.end())
            yield make_role(each.key, "designated", first, last)
            for instrument in INSTRUMENT.finditer(flat, at.start(), min(end, at.end() + 140)):
                kind = "EO" if instrument["kind"].startswith("E") else "UNSCR"
                yield Said(
                    about="party",
                    subject=each.key,
                    prop="designated_under",
                    value=f"{kind} {instrument['number']}",
                    start=first,
                    end=max(last, instrument.end()),
                )


def _listed_by(scene: Scene, mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Return whom words of listing speak of: names right after them, else the one before."""
    inside = [m for m in mentions if start < m.start and m.end < end]
    if inside:
        return inside
    after = [m for m in mentions if m.start >= end]
    if after and len(scene.flat[end : after[0].start]) < 40 and is_near_name(scene.flat[end : after[0].start]):
        lead = scene.flat[end : after[0].start].strip().lower()
        if lead.endswith(":") or not re.match(r"(?:for|by|under|pursuant|in|as|par|pour|von|por|to)\b", lead):
            return list(group_after(scene, after))
    before = [m for m in mentions if m.end <= start and start - m.end < 130]
    if not before:
        return []
    last = before[-1]
    if len(before) > 1 and before[-2].key != last.key and _DESCRIBED_BY.match(scene.flat, last.end):
        is_apposed = _APPOSED.fullmatch(scene.flat, before[-2].end, max(before[-2].end, last.start))
        last = before[-2] if is_apposed else last
    elif len(before) > 1 and before[-2].key != last.key and _is_aside(scene, before[-2], last, start):
        last = before[-2]
    gap = scene.flat[last.end : start]
    if re.search(r"[.;]\s", gap):
        return []
    return list(group_before(scene, mentions, last))


def _is_aside(scene: Scene, head: Mention, inside: Mention, end: int) -> bool:
    """Tell whether a name stands in an aside on the one before it: "X, director of the bank Y in Z, was listed"."""
    opens = _opens_aside(scene.words.language).fullmatch(scene.flat, head.end, max(head.end, inside.start))
    return opens is not None and _ASIDE_CLOSES.match(scene.flat, inside.end, end) is not None


@cache
def _opens_aside(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    links = ("employed_by", "owned_by", "acts_for")
    posts = {word for noun in words.nouns if noun.link in links for word in noun.words}
    return re.compile(
        rf", (?:(?:{alternation(words.articles)}) )?(?:[a-zà-ÿß-]+ )?(?:{alternation(posts)})\b[^,;:.]{{0,60}}",
        re.IGNORECASE,
    )


_ASIDE_CLOSES = re.compile(r"(?: (?:à|en|in|de|at|bei|of|du) (?:la |le )?[A-ZÀ-Ý][\w-]+)?,(?! (?:et|and|und|y)\b)")

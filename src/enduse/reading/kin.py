"""What one party is called in relation to another, and what follows: posts, kin, fronts, agents, parts in a deal.

"X, the producer" - "the broker in this deal is X" - "X, a subsidiary of Y" - "X's manager, Z" -
"its sister company Y" - "Z, who is the director of X" - "an arm of Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.arguments import find_doers
from enduse.reading.dealing import Named, joined_after, made_of, role_of, tie
from enduse.reading.grammar import Kin, grammar
from enduse.reading.naming import Mention
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied

_PLAIN = r"(?:(?!(?:of|for|to|from|with|by|and|or|which|who|that|in|on|at)\b)[A-Za-z][\w.\-]*(?:'s)? ){0,4}?"


@cache
def _said_of() -> re.Pattern[str]:
    """Find what may stand between a name and what it is called: a copula, or commas."""
    return re.compile(
        rf"[ ,]*(?:\([^()]{{0,60}}\))?(?: ?(?:of|in) (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)?"
        rf"(?:[ ,]*(?:(?:which|who|that) )?(?:(?:also|then|now) )?{_copula()} "
        r"(?:(?:also|reportedly|believed to be|likely|probably|formerly) )?|,? ?[,(] ?(?:and )?)"
        rf"(?:the |an? |its |one of the |as the |as an? )?{_PLAIN}"
    )


@cache
def _copula() -> str:
    words = sorted(grammar().copulas, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))})"


@cache
def _named_by() -> re.Pattern[str]:
    """Find what may stand between what somebody is called and the name: "the broker in this deal is the firm NAME"."""
    return re.compile(
        rf"(?: of record)?(?: (?:in|of|for|behind|to) (?:(?:this|the|that|each|both|every|either) [a-z\-]+(?: [a-z]+)?"
        rf"|question|[A-Z]\w+))?(?:,| {_copula()}) "
        r"(?:(?:the|an?) )?(?:(?!(?:in|of|to|for|from|with|by|on|at) )(?:[A-Z][\w\-]+(?:'s)?|[a-z\-]+) ){0,5}"
    )


_OF = re.compile(
    r",? (?:of|for|at|in|to|within|used by) (?:the |both |its )?(?:(?!is |was |are |were |this |that )[a-z\-]+ ){0,3}"
)


def read_kin(flat: str, actors: tuple[Mention, ...], goods: tuple[Named, ...]) -> Iterator[Said]:
    """Yield the roles and ties that nouns of kin tell in a flattened sentence. Cost: linear in the sentence."""
    yield from _declared(flat, actors)
    for at in _nouns().finditer(flat):
        if any(each.start <= at.start() < each.end for each in actors):
            continue
        noun = " ".join(at[0].lower().split())
        kin, called = _kin_of().get(_single(noun, _kin_of())), _called_of().get(_single(noun, _called_of()))
        if kin is not None:
            found = list(_related(flat, actors, at.start(), at.end(), kin))
            yield from found
            if found:
                continue
        if called is not None:
            yield from _called(flat, actors, goods, at.start(), at.end(), called)


def _single(noun: str, known: dict[str, Kin]) -> str:
    for ending in ("", "s", "es"):
        if noun.endswith(ending) and noun.removesuffix(ending) in known:
            return noun.removesuffix(ending)
    return f"{noun.removesuffix('ies')}y"


@cache
def _nouns() -> re.Pattern[str]:
    words = sorted({*_kin_of(), *_called_of()}, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word.removesuffix("y")) + ("(?:y|ies)" if word.endswith("y") else "s?") for word in words)
    return re.compile(rf"(?<![\w\-])(?:{body})(?![\w\-])", re.IGNORECASE)


@cache
def _kin_of() -> dict[str, Kin]:
    return {noun: kin for kin in grammar().kin for noun in kin.nouns}


@cache
def _called_of() -> dict[str, Kin]:
    return {noun: kin for kin in grammar().called for noun in kin.nouns}


def _related(flat: str, actors: Sequence[Mention], start: int, end: int, kin: Kin) -> Iterator[Said]:
    """Yield the tie between the one so called and the one whose kin it is."""
    owner = _owner_before(flat, actors, start)
    holders: Sequence[Mention] = ()
    if owner is not None:
        after = [each for each in actors if each.start >= end]
        if after and re.fullmatch(
            r"(?: \([^()]{0,40}\))?(?: (?:in|for|at) [A-Z][\w\-]+(?: [A-Z][\w\-]+)?)?,?"
            r" (?:(?:is|was) )?(?:(?:named|called) )?(?:(?:the|an?) )?",
            flat[end : after[0].lead if after[0].lead >= end else after[0].start],
        ):
            holders = after[:1]
        else:
            holders = _holders_before(flat, actors, start, (owner,))
    else:
        owner = _owner_after(flat, actors, end)
        if owner is None:
            return
        holders = _holders_before(flat, actors, start, (owner,)) or _holder_after(flat, actors, start, owner, kin)
    for holder in holders:
        if holder.key == owner.key or holder.is_unnamed or owner.is_unnamed or not _fits(holder, kin):
            continue
        first, second = (owner, holder) if kin.is_reverse else (holder, owner)
        denied = is_denied(flat[max(0, min(holder.end, start) - 2) : max(start, holder.start)]) and start > holder.end
        yield tie(first, kin.link, second, date="", denied=denied)
        if kin.role:
            yield role_of(holder, kin.role, min(holder.start, start), max(holder.end, end), denied=denied)


def _fits(holder: Mention, kin: Kin) -> bool:
    """Tell whether one who holds a post can be a person: no noun of bodies ends the name."""
    return (
        not kin.is_person
        or holder.schema == "Person"
        or (2 <= len(holder.name.split()) <= 4 and not holder.aliases)
        or not holder.name
    )


def _owner_before(flat: str, actors: Sequence[Mention], start: int) -> Mention | None:
    """Return whose kin is spoken of where "X's" or "its" stands before the noun."""
    before = [each for each in actors if each.end <= start]
    if before and re.fullmatch(rf"\.?'s? {_PLAIN}", flat[before[-1].end : start]):
        return before[-1]
    if before and not before[-1].name and _ITS.fullmatch(flat, before[-1].start, start):
        return before[-1]
    its = re.search(rf"\b(?P<word>its|his|her|their|whose) {_PLAIN}$", flat[max(0, start - 60) : start])
    if its is None or not before:
        return None
    place = max(0, start - 60) + its.start()
    if its["word"] == "whose":
        named = [each for each in before if each.end <= place]
        return (
            named[-1]
            if named and re.fullmatch(r"(?: \([^()]{0,60}\))?,? ", flat[named[-1].end : place].lstrip("."))
            else None
        )
    joined = [
        each for each in before if re.fullmatch(r"(?: \([^()]{0,60}\))?,? and ", flat[each.end : place].lstrip("."))
    ]
    if joined:
        return joined[-1]
    doers = find_doers(flat, actors, place)
    return doers[-1] if doers else next((each for each in reversed(before) if each.schema != "Person"), None)


_ITS = re.compile(rf"(?:Its|His|Her|Their) {_PLAIN}")


def _owner_after(flat: str, actors: Sequence[Mention], end: int) -> Mention | None:
    for each in actors:
        if each.lead >= end:
            return each if _OF.fullmatch(flat[end : each.lead]) or _OF.fullmatch(flat[end : each.start]) else None
        if each.start >= end:
            return each if _OF.match(flat[end : each.start]) else None
    return None


def _holders_before(flat: str, actors: Sequence[Mention], start: int, but: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the one of whom a noun is said: "X, a", "X is the", "X (an"."""
    before = [each for each in actors if each.end <= start and each not in but]
    if not before:
        return ()
    last = before[-1]
    gap = flat[last.end : start].lstrip(".")
    for owner in but:
        if owner.end <= start and owner.start >= last.end:
            gap = flat[last.end : owner.lead].lstrip(".") + "a "
    return (last,) if len(gap) < 120 and _said_of().fullmatch(gap) else ()


def _holder_after(flat: str, actors: Sequence[Mention], start: int, owner: Mention, kin: Kin) -> tuple[Mention, ...]:
    """Return the one named after whose kin it is: "the director of X, Petr Z" """
    after = [each for each in actors if each.start >= owner.end]
    opened = re.search(r"\b(?:the|an?|former|its)(?: [a-z\-]+){0,2} $", flat[max(0, start - 30) : start], re.IGNORECASE)
    if not after or not opened:
        return ()
    gap = flat[owner.end : after[0].start].lstrip(".")
    is_said = re.fullmatch(r"(?: \([^()]{0,40}\))?(?:, | is | was )(?:named |called |an? )?", gap)
    return (
        (after[0],)
        if is_said and (not kin.is_person or after[0].schema == "Person" or len(after[0].name.split()) <= 3)
        else ()
    )


_DECLARED = re.compile(
    r"\b(?:named?|names|lists?|listed|declared|identified|gave|cited|presented|showed?)(?: the)?(?: [a-z]+)? $"
)
_AS_USER = re.compile(
    r"(?: \([^()]{0,40}\))? as (?:the |its |an? )?(?:[a-z]+ )?"
    r"(?:end[ -]user|consignee|recipient|customer|buyer|purchaser)\b"
)
_DECLARED_AS = re.compile(
    r"\b(?:named|listed|declared|identif(?:y|ies|ied)|gave|cited|shows?|showed|names|lists) (?:"
    r"(?:the |its )?(?:[a-z]+ )?(?:end[ -]user|consignee|recipient|customer|buyer) as"
    r"|as (?:the |its )?(?:[a-z]+ )?(?:end[ -]user|consignee|recipient|customer|buyer))(?: the)? $"
)
_CLAIMS = re.compile(
    r"\b(?:claim(?:s|ed|ing)|allege[sd]?|told|state[sd]|represented|pretended|declare[sd])\b[^.;]{0,70}$"
)


def _declared(flat: str, actors: Sequence[Mention]) -> Iterator[Said]:
    """Yield whom papers or a middleman give out as the end user: "named X as end user"."""
    for each in actors:
        at = _AS_USER.match(flat, each.end)
        opened = _DECLARED_AS.search(flat[max(0, each.lead - 70) : each.lead])
        if at and _DECLARED.search(flat[max(0, each.lead - 40) : each.lead]):
            yield role_of(each, "false_end_user", each.start, at.end())
        elif opened:
            yield role_of(each, "false_end_user", max(0, each.lead - 70) + opened.start(), each.end)


def _called(
    flat: str, actors: Sequence[Mention], goods: Sequence[Named], start: int, end: int, kin: Kin
) -> Iterator[Said]:
    """Yield the part that a noun gives the name it is said of."""
    after = [each for each in actors if each.start >= end]
    named = after[0] if after else None
    is_named = named is not None and _named_by().fullmatch(flat, end, named.start)
    if named is not None and is_named:
        denied = is_denied(flat[end : named.start])
        is_claim = kin.role in ("end_user", "buyer") and _CLAIMS.search(flat[max(0, start - 90) : start]) is not None
        several = joined_after(flat, tuple(after), 0) if flat[start:end].endswith("s") else [named]
        for each in several:
            yield role_of(each, "false_end_user" if is_claim else kin.role, start, each.end, denied=denied)
        return
    of_goods = [
        (thing, keys)
        for thing, keys in goods
        if re.fullmatch(r" of (?:the |these |this |such )?", flat[end : thing.span_start or thing.start])
    ]
    if named is not None and of_goods and flat[of_goods[0][0].end : named.lead].strip() == ",":
        yield from _as_maker(kin, named, of_goods[0][1], start, named.end)
        return
    for holder in _holders_before(flat, actors, start, ()):
        is_anothers = re.match(r"'s| of (?:the )?[A-Z]", flat[end:]) is not None
        if not holder.is_unnamed and (not is_anothers or _is_of_goods(flat, end)):
            denied = is_denied(flat[holder.end : start])
            before = [each for each in goods if each[0].end <= holder.start and each[0].models]
            keys = of_goods[0][1] if of_goods else before[-1][1] if len(before) == 1 else ()
            if denied or kin.role != "manufacturer":
                yield role_of(holder, kin.role, holder.start, end, denied=denied)
            else:
                yield from _as_maker(kin, holder, keys, holder.start, end)


def _as_maker(kin: Kin, maker: Mention, keys: tuple[str, ...], start: int, end: int) -> Iterator[Said]:
    yield role_of(maker, kin.role, start, end)
    for key in keys if kin.role == "manufacturer" else ():
        yield from made_of(maker, key, start, end)


def _is_of_goods(flat: str, end: int) -> bool:
    return re.match(r" of (?:the |these |this |such )?[a-z]", flat[end : end + 20]) is not None

"""What the rules of trade share: who acts, which goods a verb is about, and what follows for roles and links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.reading.items import Goods
from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention
from enduse.reading.passage import Passage, joined_before, link
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said

Named = tuple[Goods, tuple[str, ...]]
ROLES = {"seeks": "buyer", "supplies": "supplier", "offers": "intermediary", "makes": "manufacturer"}
PROPS = {"seeks": "seeks", "makes": "manufactures"}
_LEAVES = re.compile(r"\b(?:for|which|who|that|on behalf|to|from|into|against|while|because)\b|[;:]", re.IGNORECASE)
_JOINS = re.compile(r"(?: \([A-Z]+s?\))?,? *(?:(?:and|or|as well as) )?(?:[A-Za-z0-9,\-]+ ){0,4}")


def role_of(party: Mention, role: str, start: int, end: int, *, denied: bool = False) -> Said:
    return Said(about="party", subject=party.key, prop="role", value=role, start=start, end=end, denied=denied)


def of_item(party: Mention, prop: str, key: str, start: int, end: int, *, date: str = "", denied: bool = False) -> Said:
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


def made_of(maker: Mention, key: str, start: int, end: int) -> Iterator[Said]:
    """Yield that a party makes goods, as a link and as the make of the item."""
    yield of_item(maker, "manufactures", key, start, end)
    yield Said(about="item", subject=key, prop="make", value=maker.key, refers="party", start=start, end=end)


def find_subjects(flat: str, actors: tuple[Mention, ...], verb: int) -> tuple[tuple[Mention, ...], Mention | None]:
    """Return who acts, and through whom.

    It is the nearest name before the verb that no pair of commas sets aside, and
    those joined to it by "and"; a name set aside after "via" is the channel.
    """
    before = [each for each in actors if each.end <= verb]
    through = None
    while len(before) > 1 and is_aside(flat, before[-2], before[-1], verb):
        opened = flat[before[-2].end : before[-1].lead]
        lead = flat[before[-2].end : before[-1].start]
        if any_of(fact_words().through).search(opened) or any_of(fact_words().through).search(lead):
            through = before[-1]
        before.pop()
    if len(before) > 1 and _is_talked_with(flat, before[-1], verb):
        before.pop()
    if len(before) > 1 and is_tool(flat, before[-1], verb):
        through = before.pop()
    if not before or re.search(r"[;:]|\b(?:so|cannot|into|concerning|regarding)\b", flat[before[-1].end : verb]):
        return (), None
    reach = 80 if through is None and before[-1] is _last_before(actors, verb) else 200
    if verb - before[-1].end > reach:
        return (), None
    return joined_before(flat, tuple(before), before[-1]), through


_TALKS = re.compile(
    r"\b(?:negotiat\w+|talks|discussions|contact|agreed|agreement|deal|contract|working|dealing) with (?:the |both )?$"
)


def _is_talked_with(flat: str, mention: Mention, verb: int) -> bool:
    """Tell whether a name is only the other side: "X negotiated with Y to buy"."""
    gap = flat[mention.end : verb].lstrip(".") + ("to " if flat.startswith("to ", verb) else "")
    return gap == " to " and _TALKS.search(flat[max(0, mention.lead - 60) : mention.lead]) is not None


_USES = re.compile(
    r"\b(?:uses?|used|using|employed|engaged|tasked|instructed|enlisted)(?: the services of)?(?: the)? $"
)


def is_tool(flat: str, mention: Mention, verb: int) -> bool:
    """Tell whether another uses a party for what a verb says: "X used Y to buy"."""
    gap = flat[mention.end : verb].lstrip(".") + ("to " if flat.startswith("to ", verb) else "")
    is_for = re.fullmatch(r"(?: \([^()]{0,40}\))? to ", gap)
    return is_for is not None and _USES.search(flat[max(0, mention.lead - 40) : mention.lead]) is not None


def _last_before(actors: tuple[Mention, ...], verb: int) -> Mention | None:
    return next((each for each in reversed(actors) if each.end <= verb), None)


# What a relative clause at the end tells is told of the name right before it.
_WHO = re.compile(r", (?:which|who) [^,;:]*")


def is_aside(flat: str, earlier: Mention, last: Mention, verb: int) -> bool:
    """Tell whether a name stands in words set aside between the one who acts and the verb: "X, owned by Y, bought"."""
    opened, closed = flat[earlier.end : last.lead].lstrip("."), flat[last.end : verb].lstrip(".")
    opened = re.sub(r"^ \([A-Z&]{2,10}\)", "", opened)
    closed = re.sub(r"^ \([A-Z&]{2,10}\)", "", closed)
    if not (opened.startswith(",") and closed.startswith(",")) or _WHO.fullmatch(closed):
        return False
    return len(opened) < 120 and not re.match(r",(?: and)?\s*$", opened) and " and " not in closed[:6]


_LISTS = re.compile(r",? (?:including|consisting of|comprising|such as|namely|among them)(?= )")


def find_objects(
    flat: str, start: int, goods: tuple[Named, ...], passage: Passage, *, before: int | None = None
) -> list[Named]:
    """Return the goods a verb is about: the first after it in its own clause, and those joined to it.

    A pronoun right after the verb stands for the goods before it.
    """
    found: list[Named] = []
    at, limit = start, start + 100
    for thing, keys in goods:
        begin = thing.span_start or thing.start
        if begin < start:
            continue
        between = flat[at:begin]
        if begin > limit or _LEAVES.search(between) or (found and not _JOINS.fullmatch(between)):
            break
        found.append((thing, keys))
        at, limit = thing.end, thing.end + 60
    if not found:
        listed = _LISTS.search(flat, start, min(len(flat), start + 160))
        if listed and not re.search(r"[;:.] ", flat[start : listed.start()]):
            return find_objects(flat, listed.end(), goods, passage, before=before)
    pointer = any_of(fact_words().pointers).search(flat, start, min(len(flat), start + 40))
    if not found and pointer and pointer.start() - start <= 3:
        earlier = [each for each in goods if before is not None and each[0].end <= before]
        keys = earlier[-1][1] if earlier else () if pointer[0].lower() == "them" else tuple(passage.goods[-1:])
        if keys:
            found.append((Goods(phrase=pointer[0], start=pointer.start(), end=pointer.end()), keys))
    return found


def joined_after(flat: str, actors: tuple[Mention, ...], number: int) -> list[Mention]:
    """Return a name and those that "and" joins to it after it."""
    found = [actors[number]]
    for each in actors[number + 1 :]:
        start = each.start if each.lead < found[-1].end else each.lead
        between = re.sub(r"\([^()]{0,40}\)", "", flat[found[-1].end : start])
        if between.strip() not in ("and", "and the", "and from", "and from the"):
            break
        found.append(each)
    return found


def tie(left: Mention, kind: str, right: Mention, *, date: str, denied: bool = False) -> Said:
    return link(left, kind, right, min(left.start, right.start), max(left.end, right.end), date=date, denied=denied)


def made_by_asked(flat: str, seller: Mention, thing: Goods, keys: tuple[str, ...]) -> Iterator[Said]:
    """Yield that goods wanted from one whom the sentence calls a maker are of its make."""
    called = any_of(fact_words().makers).search(flat, seller.lead, seller.start)
    if not called:
        return
    start, end = min(seller.lead, thing.start), max(seller.end, thing.end)
    for key in keys:
        yield of_item(seller, "manufactures", key, start, end)
        yield Said(about="item", subject=key, prop="make", value=seller.key, refers="party", start=start, end=end)


def joined_goods(flat: str, near: list[Named], goods: tuple[Named, ...], default: int) -> tuple[tuple[str, ...], int]:
    """Return the keys of the last goods before the words and of those joined to it by "and", and where they begin."""
    if not near:
        return (), default
    thing, keys = near[-1]
    for earlier, more in reversed(goods):
        if earlier.end <= thing.start and flat[earlier.end : thing.start].strip() in ("and", ",", "or", ", and"):
            thing, keys = earlier, (*more, *keys)
    return keys, thing.start

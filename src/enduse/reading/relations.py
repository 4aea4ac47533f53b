"""What a sentence says parties do: roles, links between them, links to goods.

Each rule rests on words of the lexicons that stand between or beside the names;
nothing is concluded from two names merely standing in one sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from enduse.knowledge.countries import demonyms
from enduse.reading.items import Goods
from enduse.reading.lexicon import any_of, fact_words
from enduse.reading.parties import Mention
from enduse.reading.roles import Said, read_roles
from enduse.reading.sentences import Sentence, is_denied

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DATE = re.compile(
    r"\b(?:(?P<part>early|mid|late)[- ])?(?P<month>" + "|".join(_MONTHS) + r") (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Passage:
    """What a passage has spoken of so far: its last buyer, its parties by country, its goods in order."""

    last_buyer: str = ""
    by_country: dict[str, list[str]] = field(default_factory=dict)
    goods: list[str] = field(default_factory=list)


def read_relations(
    sentence: Sentence, parties: tuple[Mention, ...], goods: tuple[tuple[Goods, tuple[str, ...]], ...], passage: Passage
) -> Iterator[Said]:
    """Yield the roles and links of one sentence; `goods` come with the keys of their items."""
    flat = sentence.flat
    pointers = tuple(_pointers(flat, parties, passage))
    actors = tuple(sorted((*parties, *pointers), key=lambda each: each.start))
    yield from read_roles(flat, parties)
    yield from _party_links(flat, actors)
    yield from _trade(flat, actors, goods, passage)
    yield from _makers(flat, parties, goods, passage)


def _pointers(flat: str, parties: tuple[Mention, ...], passage: Passage) -> Iterator[Mention]:
    """Yield what points back at a party without naming it: "this company", "the Ruritanian firm"."""
    for at in re.finditer(
        r"\b(?:[Tt]his|[Tt]he) (?:(?P<country>[A-Z][a-z]+) )?(?:company|firm|entity)\b(?![ ,]{1,3}[A-Z])", flat
    ):
        code = (demonyms().get(at["country"].lower(), "") if at["country"] else "").upper()
        known = passage.by_country.get(code, []) if code else [passage.last_buyer] if passage.last_buyer else []
        clear = not any(each.lead <= at.start() < each.end for each in parties)
        if len(set(known)) == 1 and clear:
            yield Mention(name="", key=known[0], start=at.start(), end=at.end(), lead=at.start())


def find_date(flat: str) -> str:
    """Return the month and year a sentence tells ("2012-02", "2012-02-late"), "" when it tells none."""
    found = _DATE.search(flat)
    if not found:
        return ""
    part = f"-{found['part'].lower()}" if found["part"] else ""
    return f"{found['year']}-{_MONTHS.index(found['month'].lower()) + 1:02d}{part}"


def _party_links(flat: str, actors: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield the links that the words between two names tell; the first rule that fits speaks alone."""
    for number, (left, right) in enumerate(itertools.pairwise(actors)):
        if right.lead - left.end > 160 or left.key == right.key:
            continue
        for rule in (_alias, _kin, _bracketed_kin):
            made = rule(flat, left, right)
            if made is not None:
                yield made
                break
        else:
            yield from _said_between(flat, actors[: number + 1], left, right)


def _alias(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X, also known as Y"."""
    wide = flat[left.end : right.start]
    at = any_of(fact_words().alias_words).search(wide)
    if not at or wide[: at.start()].strip(" ,(") or not re.fullmatch(r"[ ,:]*(?:the )?", wide[at.end() :]):
        return None
    return Said(about="party", subject=left.key, prop="alias", value=right.name, start=left.start, end=right.end)


def _kin(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X and its subsidiary Y" and "X's front company Y"."""
    wide = flat[left.end : right.start]
    at = re.search(rf"(?:\band its|\bits|'s) (?:[A-Za-z\-]+ ){{0,2}}?({_kin_nouns()}),? *$", wide)
    return _link(right, fact_words().kin_nouns[at[1]], left, left.start, right.end) if at else None


def _bracketed_kin(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X (a Y subsidiary)"."""
    after = re.match(rf" ({_kin_nouns()})\b", flat[right.end :])
    if not after or not re.match(r" *\(an? *$", flat[left.end : right.start]):
        return None
    return _link(left, fact_words().kin_nouns[after[1]], right, left.start, right.end)


@cache
def _kin_nouns() -> str:
    return "|".join(sorted(map(re.escape, fact_words().kin_nouns), key=lambda noun: (-len(noun), noun)))


def _said_between(flat: str, before: tuple[Mention, ...], left: Mention, right: Mention) -> Iterator[Said]:
    """Yield what the words between two names say of the first, and of those "and" joins to it if they mean several."""
    between = flat[left.end : right.lead]
    for cue in fact_words().relations:
        at = any_of(cue.words).search(between)
        if at and re.search(r"\band (?!is\b|are\b|was\b|an?\b)", between[: at.start()]):
            continue
        if at and len(between) - at.end() <= 40 and "," not in between[at.end() :].rstrip(" ,"):
            denied = is_denied(between[: at.start()])
            first = _behalf(flat, before, left) if cue.kind == "acts_for" else left
            is_plural = re.search(r"\b(?:are|were|act|both|companies|agents)\b", between[: at.end()])
            for each in joined_before(flat, before, first) if is_plural else (first,):
                yield _link(each, cue.kind, right, each.start, right.end, denied=denied)
            return


def _behalf(flat: str, actors: tuple[Mention, ...], nearest: Mention) -> Mention:
    """Return who acts for another: not the source that goods are bought from, but the name before it."""
    earlier = [each for each in actors if each.end <= nearest.lead]
    is_source = re.search(r"\bfrom (?:the |both )?$", flat[max(0, nearest.lead - 20) : nearest.lead])
    return earlier[-1] if is_source and earlier else nearest


def _link(
    left: Mention, kind: str, right: Mention, start: int, end: int, *, denied: bool = False, date: str = ""
) -> Said:
    return Said(
        about="party",
        subject=left.key,
        prop=kind,
        value=right.key,
        refers="party",
        start=start,
        end=end,
        denied=denied,
        date=date,
    )


def _subjects(flat: str, actors: tuple[Mention, ...], verb: int) -> tuple[Mention, ...]:
    """Return who acts: the nearest name before the verb and those joined to it by "and"."""
    before = [each for each in actors if each.end <= verb]
    if not before or verb - before[-1].end > 80 or re.search(r"[;:]", flat[before[-1].end : verb]):
        return ()
    return joined_before(flat, tuple(before), before[-1])


def joined_before(flat: str, before: tuple[Mention, ...], last: Mention) -> tuple[Mention, ...]:
    """Return a name and those right before it that "and" joins to it, in order."""
    found = [last]
    for each in reversed(before):
        if each.end > found[-1].start:
            continue
        if not re.fullmatch(
            r"(?: \([A-Z]+\))? and (?:its (?:[a-z]+ )?|the )?(?:[a-z]+ )?", flat[each.end : found[-1].start]
        ):
            break
        found.append(each)
    return tuple(reversed(found))


def _trade(
    flat: str, actors: tuple[Mention, ...], goods: tuple[tuple[Goods, tuple[str, ...]], ...], passage: Passage
) -> Iterator[Said]:
    day = find_date(flat)
    taken = -1
    for kind, first, last in _verbs(flat):
        if first < taken:
            continue
        taken = last
        subjects = _subjects(flat, actors, first)
        denied = is_denied(flat[max(0, first - 30) : first])
        objects = _objects(flat, last, goods, passage)
        recipient = next((each for each in actors if 0 <= each.lead - last <= 4), None) if kind == "offers" else None
        for subject in subjects:
            role = {"seeks": "buyer", "supplies": "supplier", "offers": "intermediary", "makes": "manufacturer"}[kind]
            if objects or (kind == "offers" and recipient):
                yield Said(
                    about="party",
                    subject=subject.key,
                    prop="role",
                    value=role,
                    start=subject.start,
                    end=last,
                    denied=denied,
                )
            for thing, keys in objects:
                for key in keys:
                    prop = {"seeks": "seeks", "makes": "manufactures"}.get(kind, "supplies")
                    yield Said(
                        about="party",
                        subject=subject.key,
                        prop=prop,
                        value=key,
                        refers="item",
                        start=subject.start,
                        end=thing.end,
                        date=day,
                        denied=denied,
                    )
            if recipient is not None and recipient.key != subject.key:
                yield _link(recipient, "procures_via", subject, subject.start, recipient.end, date=day)
        if kind == "seeks" and subjects and objects:
            passage.last_buyer = subjects[-1].key
        if recipient is not None:
            yield Said(
                about="party", subject=recipient.key, prop="role", value="end_user", start=first, end=recipient.end
            )
        yield from _counterparts(flat, actors, objects, kind, day)


def _objects(
    flat: str, start: int, goods: tuple[tuple[Goods, tuple[str, ...]], ...], passage: Passage
) -> list[tuple[Goods, tuple[str, ...]]]:
    """Return the goods a verb is about: the first after it in its own clause, and those joined to it."""
    found: list[tuple[Goods, tuple[str, ...]]] = []
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


_LEAVES = re.compile(r"\b(?:for|which|who|that|on behalf|to|from|into|against|while|because)\b|[;:]", re.IGNORECASE)
_JOINS = re.compile(r"(?: \([A-Z]+s?\))?,? *(?:(?:and|or|as well as) )?(?:[A-Za-z0-9,\-]+ ){0,4}")


def _verbs(flat: str) -> list[tuple[str, int, int]]:
    found = [
        (cue.kind, at.start(), at.end())
        for cue in fact_words().verbs
        if cue.kind != "made_by"
        for at in any_of(cue.words).finditer(flat)
        if cue.kind not in ("makes", "supplies") or not flat[at.end() :].lstrip().startswith("by ")
    ]
    return sorted(found, key=lambda each: (each[1], -each[2]))


def _counterparts(
    flat: str, actors: tuple[Mention, ...], objects: list[tuple[Goods, tuple[str, ...]]], kind: str, day: str
) -> Iterator[Said]:
    """Yield who stands at the other end: "procure goods from X", "sell goods to X", "offered goods to X"."""
    wanted = {"seeks": "from", "supplies": "to", "offers": "to"}.get(kind)
    for thing, keys in objects:
        for actor in actors:
            between = flat[thing.end : actor.lead]
            if actor.lead < thing.end or len(between) > 160 or not wanted or actor.is_unnamed:
                continue
            if re.match(rf"(?: \([A-Z]+s?\))? {{1,2}}{wanted} (?:the |both )?$", between) or (
                kind == "offers"
                and re.search(r"\bto (?:[A-Z][a-z]+'s )?[a-z\- ]{0,70}, the $|\bto (?:the )?$", between)
            ):
                role = {"from": "supplier", "to": "end_user" if kind == "offers" else "buyer"}[wanted]
                yield Said(about="party", subject=actor.key, prop="role", value=role, start=thing.start, end=actor.end)
                for key in keys if wanted == "from" else ():
                    yield Said(
                        about="party",
                        subject=actor.key,
                        prop="supplies",
                        value=key,
                        refers="item",
                        start=thing.start,
                        end=actor.end,
                        date=day,
                    )
                break


def _makers(
    flat: str, parties: tuple[Mention, ...], goods: tuple[tuple[Goods, tuple[str, ...]], ...], passage: Passage
) -> Iterator[Said]:
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
    flat: str, near: list[tuple[Goods, tuple[str, ...]]], goods: tuple[tuple[Goods, tuple[str, ...]], ...], default: int
) -> tuple[tuple[str, ...], int]:
    """Return the keys of the last goods before the words and of those joined to it by "and", and where they begin."""
    if not near:
        return (), default
    thing, keys = near[-1]
    for earlier, more in reversed(goods):
        if earlier.end <= thing.start and flat[earlier.end : thing.start].strip() in ("and", ",", "or", ", and"):
            thing, keys = earlier, (*more, *keys)
    return keys, thing.start

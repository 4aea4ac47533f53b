"""What a stretch of a paper has told so far, whom a place of it speaks of, and who is joined to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from enduse.reading.kinds.goods import Stock, Thing
from enduse.reading.kinds.lexicon import PaperWords, alternation, one_of, paper_words
from enduse.reading.kinds.registry import Mention, Registry, find_mentions
from enduse.reading.roles import Said

INSTRUMENT = re.compile(
    r"(?P<kind>UNSCR|[Rr]esolutions?|[Rr]ésolutions?|[Rr]esolución(?:es)?|Executive Order(?: \(E\.O\.\))?"
    r"|E\.O\.|EO)[ ]{1,2}(?P<number>\d{4,5})\b"
)


JOINT = re.compile(r"[ ,]*(?:(?:and|or|et|und|y|ou|sowie|e) ?(?:the |its |his |la |le |die |der |el )?)?[ ,]*")


FAR = 260


@dataclass(slots=True)
class Scene:
    """What a stretch has told so far: its parties, goods, the last ones spoken of, and what shows at its end."""

    flat: str
    words: PaperWords
    registry: Registry
    stock: Stock = field(default_factory=Stock)
    last_person: str = ""
    last_firm: str = ""
    last_things: list[Thing] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    received: dict[str, tuple[int, int]] = field(default_factory=dict)
    sender: str = ""
    addressee: str = ""
    is_case: bool = False
    declared: dict[str, tuple[int, int]] = field(default_factory=dict)
    conspired: dict[str, tuple[int, int]] = field(default_factory=dict)


def make_tie(link: str, left: str, right: str, start: int, end: int) -> Said:
    return Said(about="party", subject=left, prop=link, value=right, refers="party", start=start, end=end)


def make_deal(link: str, left: str, thing: str, start: int, end: int) -> Said:
    return Said(
        about="party", subject=left, prop=link, value=thing, refers="item", start=min(start, end), end=max(start, end)
    )


def make_role(key: str, role: str, start: int, end: int) -> Said:
    return Said(about="party", subject=key, prop="role", value=role, start=min(start, end), end=max(start, end))


def is_near_name(gap: str) -> bool:
    """Tell whether a name follows words directly: articles, adjectives and what it is called may stand between."""
    gap = _TITLE.sub("", gap)
    return len(gap) < 70 and not re.search(r"[.;()]|\b(?:and|that|which|who|to|by|et|und|y)\b", gap)


_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|M|Mme|D|Sr|Sra|Hr|Fr)\.ª? ?$")


def group_after(scene: Scene, after: Sequence[Mention], *, commas: bool = True) -> Iterator[Mention]:
    """Yield a name and those that "and" and commas join to it after it."""
    previous = None
    for each in after:
        if previous is not None and each.key == previous.key and each.start > previous.end:
            continue  # another name of the same in brackets behind it
        if (
            previous is not None
            and each.start != previous.start
            and (
                not JOINT.fullmatch(_bare(scene, previous.end, each.start))
                or (not commas and "," in scene.flat[previous.end : each.start])
            )
        ):
            return
        yield each
        previous = each


def group_before(scene: Scene, mentions: Sequence[Mention], last: Mention) -> Iterator[Mention]:
    """Yield a name and those that "and" and commas join to it before it."""
    yield last
    first = last
    for each in reversed([m for m in mentions if m.start <= last.start and m is not last]):
        gap = _bare(scene, each.end, first.start)
        if each.start != first.start and (not JOINT.fullmatch(gap) or not gap.strip()):
            return
        yield each
        first = each


def _bare(scene: Scene, start: int, end: int) -> str:
    """Return the words between two names without brackets, ages and places."""
    gap = re.sub(r"\([^()]{0,80}\)", " ", scene.flat[start:end])
    gap = re.sub(r"[()\"“”]", " ", gap)
    gap = _introduction(scene.words.language).sub(" ", gap)
    gap = re.sub(
        r",? (?:under the destination of|of|in|located in|based in) (?:the )?[A-Z][\w ]{2,30}(?=,|$| and)", " ", gap
    )
    return re.sub(r", \d\d(?=,)", "", gap)


@cache
def _introduction(language: str) -> re.Pattern[str]:
    """Find what introduces the next name of a list: a place with "-based", or a state and a noun of parties."""
    words = paper_words(language)
    nouns = alternation((*words.kind_nouns, *words.person_nouns))
    return re.compile(
        rf"(?<![\w])[A-Z][\w.]*(?: [A-Z][\w.]*){{0,2}}-based(?: (?:{nouns}))?(?= $| [a-z]* ?$)"
        rf"|(?<![\w])(?:[A-Z][\w.]+ )?(?:{nouns}),? $"
    )


def is_sound(scene: Scene, link: str, left: str) -> bool:
    """Tell whether a tie may begin at a party: nobody owns a person, and none is a part of a firm."""
    return link not in ("owned_by", "subsidiary_of", "part_of") or not scene.registry.parties[left].is_person


def find_doers(scene: Scene, mentions: Sequence[Mention], place: int) -> list[Mention]:
    """Return who does what a verb at a place says: the nearest name before it that is nobody's object."""
    flat = scene.flat
    before = [m for m in mentions if m.end <= place and place - m.end < FAR]
    passed: set[tuple[int, str]] = set()
    for each in reversed(before):
        if (each.start, each.key) in passed:
            continue
        group = sorted(group_before(scene, mentions, each), key=lambda m: (m.start, m.key))
        relative = _RELATIVE.match(flat[each.end : place])
        is_object = any(_is_governed(scene, m.start) for m in group) and len(before) > len(group)
        if is_object and (not relative or before[0].start == before[0].end):
            passed |= {(m.start, m.key) for m in group}
            continue
        opened = flat.rfind("(", max(0, each.start - 60), each.start)
        if opened >= 0 and flat.find(")", opened, place) > each.start:
            continue
        return group
    return []


_RELATIVE = re.compile(
    r"(?: \([^()]{0,60}\))?(?:, an? (?:[\w-]+ ){0,4}[a-z]+"
    r"|, (?:une? |eine? |una? )?(?:[^\W\d_]+[ ,]){1,3}?(?=,? ?(?:qui|que) |, d[aei][ser] ))?,? "
    r"(?:which|who|that|qui|que|die|der|das|welche[rs]?|quien)\b"
)


def _is_governed(scene: Scene, start: int) -> bool:
    """Tell whether a preposition or a verb of listing makes a name an object."""
    return _governed(scene.words.language).search(scene.flat[max(0, start - 40) : start]) is not None


@cache
def _governed(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    preps = {word for group in words.args for word in group.words} | {
        "of",
        "in",
        "by",
        "at",
        "with",
        "de",
        "du",
        "von",
        "bei",
        "mit",
        "an",
        "del",
        "por",
        "par",
        "avec",
        "con",
        "à",
        "a",
        "chez",
        "of the",
        "by the",
        "der",
        "des",
        "add",
        "including",
        "'s",
    } - {"a" if language == "en" else "", "an" if language == "en" else "", "der" if language != "de" else ""}
    body = alternation(preps - {""})
    kinds = alternation((*words.kind_nouns, *words.person_nouns, *words.articles))
    return re.compile(
        rf"(?<![\w])(?:{body})(?: (?:{kinds}|[A-Z][\w-]+|[a-zà-ÿ]{{5,14}}))*"
        r"(?:, (?:die|der|das|the|la|le|el)\b)?,? ?(?:(?:Mr|Mrs|Ms|Dr|M|Mme|D|Sr|Sra)\.ª? ?)?[\"“«]?$",
        re.IGNORECASE if language == "de" else 0,
    )


def find_spoken_of(scene: Scene, start: int, end: int) -> list[Mention]:
    found = find_mentions(scene.flat, start, end, scene.registry)
    is_unnamed = not any(party.is_person for party in scene.registry.parties.values())
    charged = sorted(party.key for party in scene.registry.parties.values() if party.is_charged)
    for group in scene.words.pronouns:
        for at in one_of(group.words, exact=True).finditer(scene.flat, start, end):
            if any(m.start <= at.end() + 1 and at.start() < m.end for m in found):
                continue
            if any(_introduces(scene.flat[at.end() : m.start]) for m in found if 0 < m.start - at.end() < 40):
                continue
            before = [m for m in found if m.end <= at.start() and not m.is_pronoun]
            if group.kind == "charged" and before and _BESIDE_IT.fullmatch(scene.flat[before[-1].end : at.start()]):
                continue
            is_person = [m.key for m in before if scene.registry.parties[m.key].is_person]
            is_firm = [m.key for m in before if not scene.registry.parties[m.key].is_person]
            keys = {
                "person": [*is_person[:1]] or [scene.last_person or (scene.last_firm if is_unnamed else "")],
                "firm": [*is_firm[-1:]] or [scene.last_firm],
                "we": [scene.sender],
                "you": [scene.addressee],
                "all": charged or [scene.last_firm],
                "charged": charged if len(charged) == 1 else [scene.last_person],
            }[group.kind]
            found += [Mention(key=key, start=at.start(), end=at.end(), is_pronoun=True) for key in keys if key]
    return sorted(found, key=lambda m: (m.start, m.end, m.key))


# "the defendant" behind a name calls the one named so, and speaks of nobody again.
_BESIDE_IT = re.compile(r",? (?:a/?k/?a/?,? [\"“][^\"”]{1,40}[\"”],? )*(?:and )?")


def _introduces(gap: str) -> bool:
    """Tell whether words such as "the company" introduce the name after them, a few plain words between."""
    return re.fullmatch(r" (?:[a-zà-ÿß-]+ ){0,2}[\"“«]?", gap) is not None and not re.search(_AWAY, gap)


_AWAY = r"\b(?:to|from|and|for|with|by|via|of|through|sold|bought|à|de|et|pour|par|an|und|von|für|a|y|para|por)\b"


def remember(scene: Scene, mentions: Sequence[Mention]) -> None:
    named = [each for each in mentions if not each.is_pronoun]
    persons = [each.key for each in named if scene.registry.parties[each.key].is_person]
    firms = [each.key for each in named if not scene.registry.parties[each.key].is_person]
    if persons:
        scene.last_person = persons[0]
    if firms:
        scene.last_firm = firms[0]

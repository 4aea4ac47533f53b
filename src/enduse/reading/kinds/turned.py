"""What somebody is called before the verb that names him: "the maker was X", "als Händler trat die X auf"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enduse.reading.kinds.goods import Thing
from enduse.reading.kinds.lexicon import alternation, paper_words
from enduse.reading.kinds.registry import Mention
from enduse.reading.kinds.scene import Scene, make_deal, make_role
from enduse.reading.roles import Said

_REACH = 140  # characters before a name that are looked at
_DEALS = {"manufacturer": "manufactures", "supplier": "supplies", "buyer": "seeks", "end_user": "seeks"}


def read_turned(scene: Scene, mentions: Sequence[Mention], things: Sequence[Thing], start: int) -> Iterator[Said]:
    """Yield the parts that a noun before the verb gives to the name after it, and what goods it is said of.

    Cost: one pattern for each name, over the 140 characters before it.
    """
    flat, words = scene.flat, scene.words
    named = [each for each in mentions if not each.is_pronoun]
    for number, each in enumerate(named):
        floor = max(start, each.start - _REACH, *(before.end for before in named[:number]))
        at = _turned(words.language).search(flat, floor, each.start)
        if at is None or at.end() != each.start:
            continue
        role = _role_of(words.language, at["noun"])
        yield make_role(each.key, role, at.start(), each.end)
        for thing in things if role in _DEALS else ():
            if at.end("noun") <= thing.start and thing.end <= at.start("verb"):
                yield make_deal(_DEALS[role], each.key, thing.key, at.start(), each.end)


def _role_of(language: str, noun: str) -> str:
    return _roles(language)[noun.lower()]


@cache
def _roles(language: str) -> dict[str, str]:
    roles: dict[str, str] = {}
    for noun in paper_words(language).nouns:
        if noun.role and noun.role not in ("owner", "programme_overseer"):
            for word in noun.words:
                roles.setdefault(word.lower(), noun.role)
    return roles


_COPULA = {
    "en": r"is|was|were|are|turned out to be|is believed to be|was said to be|has been identified as|was identified as",
    "fr": r"est|était|sont|étaient|serait|a été|fut",
    "de": r"ist|war|sind|waren|soll|trat|fungierte|diente|wäre",
    "es": r"es|era|son|eran|fue|sería|resultó ser",
}


@cache
def _turned(language: str) -> re.Pattern[str]:
    words = paper_words(language)
    nouns = alternation(_roles(language))
    firms = alternation((*words.kind_nouns, *words.person_nouns))
    return re.compile(
        rf"(?<![\w-])(?P<noun>{nouns})(?: (?:der|des|de|du|of|d'|für|for)[^,;:.]{{2,60}}?)? "
        rf"(?P<verb>{_COPULA[language]}) (?:(?:{alternation(words.articles)}|das|die|der|den|el) )?"
        rf"(?:[a-zA-Zà-ÿß-]{{4,18}} ){{0,2}}?(?:(?:{firms}) )?(?:called |named |namens )?[\"“«„]? ?$",
        re.IGNORECASE,
    )

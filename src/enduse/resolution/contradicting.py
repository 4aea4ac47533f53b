"""What names that are near still say against one party: sister firms, relatives and sister ships are told apart by it.

Such parties share a house, a telephone, a website, and most of their name. So what they share speaks for nothing where
their names contradict in the very word that tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from enduse.names.aligning import CORE, Aligned
from enduse.names.alignment import Kinship, Match
from enduse.names.tokens import SENIOR, Kind, Part, Token

MATTER = "names"
TRADE, NUMBER, GIVEN, WORDS, GENERATION = "trade", "number", "given", "words", "generation"
GENERATIONS = ("younger", "elder", "third", "fourth")  # groups of marks after a name
FUND = "fund"  # the group of words for what its owners number, as ships are
CRAFT = frozenset({"Vessel", "Airplane"})
_BARE = (Part.LEGAL_FORM, Part.PARTICLE)  # parts that tell no trade


def find_contradiction(names: Aligned, kind: Kind, *, is_craft: bool) -> str:
    """Return in what two names contradict though they are near; "" where they do not. The same whichever is left.

    `trade`: firms of which each has trade words and nothing else that the other lacks, or trade words that are merely
    similar, beside a word of their own in common.
    `words`: firms of which each has some other word that the other lacks.
    `number`: ships, aircraft and funds with another number, or a number on one side only. `generation`: persons
    marked as of two generations (Jr, Sr). `given`: persons of whom a name is merely similar, each has a name that the
    other lacks, or initials stand in another order. Cost: linear in the words, but for initials.
    """
    one = _unanswered(names.left.tokens, [match.left for match in names.matches])
    other = _unanswered(names.right.tokens, [match.right for match in names.matches])
    if kind == "person":
        if _are_two_generations(names):
            return GENERATION
        is_similar = any(match.kinship is Kinship.SIMILAR and _is_of_names(match) for match in names.matches)
        is_lacking = any(map(_is_core, one)) and any(map(_is_core, other))
        return GIVEN if is_similar or is_lacking or _are_initials_crossed(names.matches) else ""
    if (is_craft or any(map(_is_of_fund, names.matches))) and _has_number([*one, *other]):
        return NUMBER
    if kind == "organisation" and any(map(_is_of_names, names.matches)):
        is_similar = any(match.kinship is Kinship.SIMILAR and _is_of_trade(match) for match in names.matches)
        if is_similar or (_is_trade(one) and _is_trade(other)):
            return TRADE
        return WORDS if any(_telling(one)) and any(_telling(other)) else ""
    return ""


def _are_two_generations(names: Aligned) -> bool:
    """Tell whether each name has a mark of a generation, and none in common."""
    one, other = (set(_generations(name.tokens)) for name in (names.left, names.right))
    return bool(one and other) and not one & other


def _generations(tokens: tuple[Token, ...]) -> Iterator[str]:
    for token in tokens:
        if token.group in GENERATIONS:
            yield token.group
        elif token.form == SENIOR and token.place == len(tokens) - 1:
            yield "elder"


def _are_initials_crossed(matches: tuple[Match, ...]) -> bool:
    """Tell whether two words of which at least one is an initial stand the other way round on the other side."""
    places = [match.right[0].place for match in matches if _is_by_letter(match)]
    return places != sorted(places)


def _is_by_letter(match: Match) -> bool:
    return match.kinship is Kinship.INITIAL or match.left[0].part is match.right[0].part is Part.INITIAL


def _unanswered(tokens: tuple[Token, ...], answered: list[tuple[Token, ...]]) -> list[Token]:
    places = {token.place for words in answered for token in words}
    return [token for token in tokens if token.place not in places]


def _is_of_names(match: Match) -> bool:
    return any(map(_is_core, match.left)) and any(map(_is_core, match.right))


def _is_of_fund(match: Match) -> bool:
    return any(token.group == FUND for token in match.left)


def _has_number(tokens: list[Token]) -> bool:
    return any(token.part is Part.NUMBER for token in tokens)


def _is_of_trade(match: Match) -> bool:
    return all(token.part is Part.GENERIC for token in (*match.left, *match.right))


def _is_core(token: Token) -> bool:
    return token.part is Part.NAME and token.weight >= CORE


def _is_trade(tokens: list[Token]) -> bool:
    """Tell whether words are of a trade, and no others but legal forms and particles."""
    told = list(_telling(tokens))
    return bool(told) and all(token.part is Part.GENERIC for token in told)


def _telling(tokens: list[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.part not in _BARE)


__all__ = [
    "CRAFT", "FUND", "GENERATION", "GENERATIONS", "GIVEN", "MATTER", "NUMBER", "TRADE", "WORDS", "find_contradiction",
]

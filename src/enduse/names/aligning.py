"""Two names read and put side by side: which of their words answer each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enduse.names.alignment import LEAST, Kinship, Match, align, put_in_order
from enduse.names.foreign import count_edits
from enduse.names.tokens import Kind, Part, ReadName, Token, read_name

CORE = 0.4  # a word of this weight or more tells names apart
_MAY_SLIP = (Part.NAME, Part.INITIAL, Part.PARTICLE)
FIRM_BESIDE = 2  # so many words that are the same let a slip beside them pass


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Two names as they were read, with the words that answer each other, in the order of the left name."""

    left: ReadName
    right: ReadName
    matches: tuple[Match, ...]


@lru_cache(maxsize=1 << 12)
def align_names(left: str, right: str, kind: Kind) -> Aligned:
    """Read two names and align them. Cost: some 100 us for names of four words; the last 4,096 are remembered."""
    one, other = read_name(left, kind), read_name(right, kind)
    matches = align(one.tokens, other.tokens, is_foreign=one.is_foreign != other.is_foreign)
    return Aligned(one, other, take_slip(one, other, matches, kind))


def take_slip(left: ReadName, right: ReadName, matches: tuple[Match, ...], kind: Kind) -> tuple[Match, ...]:
    """Return what `align` gave, and of two persons the last word of either side too where they are one but for a slip.

    Two words of weight must be the same beside them.
    """
    if kind != "person" or len(left.tokens) < FIRM_BESIDE or sum(map(is_firm, matches)) < FIRM_BESIDE:
        return matches
    answered = ({t.place for m in matches for t in m.left}, {t.place for m in matches for t in m.right})
    rests = [
        [token for token in name.tokens if token.place not in places]
        for name, places in zip((left, right), answered, strict=True)
    ]
    if len(rests[0]) == len(rests[1]) == 1 and is_slip(rests[0][0], rests[1][0]):
        slip = Match((rests[0][0],), (rests[1][0],), LEAST, Kinship.ONE_LETTER)
        return put_in_order((*matches, slip))
    return matches


def is_firm(match: Match) -> bool:
    """Tell whether a match is of words that are the same and tell names apart."""
    return match.kinship is Kinship.SAME and match.left[0].weight >= CORE


def is_slip(one: Token, other: Token) -> bool:
    """Tell whether two words are one but for a letter: one too many, another, or two exchanged.

    One of them must be a name; of a short one a slip may leave an initial or a particle ("Ho", "O").
    """
    return (
        Part.NAME in (one.part, other.part) and one.part in _MAY_SLIP and other.part in _MAY_SLIP
        and abs(len(one.form) - len(other.form)) < 2 and count_edits(one.form, other.form) == 1
    )

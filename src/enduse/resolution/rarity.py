"""How much it says that two persons' names agree as far as they do: little where many strangers' names would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from enduse.knowledge.nodes import Node
from enduse.names.aligning import Aligned, align_names
from enduse.names.alignment import Kinship, Match
from enduse.names.given_names import given_commonness
from enduse.names.tokens import Kind, Part, Token

ALMOST_SAME = 0.9999
_ANOTHER_FORM = (Kinship.GIVEN_NAME, Kinship.SAME_MEANING, Kinship.JOINED)
_BY_LETTERS = (Kinship.INITIAL, Kinship.ABBREVIATION)  # "J" for one name, "JP" for two
TELLING = 0.3  # words that weigh less are particles and initials
ORDERED = 0.4  # the order of words that weigh less tells nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rarity:
    """The law by which agreement of persons' names counts in full or by a share; its numbers are data.

    `words` is what agreement in a word says (natural logarithm of one over the share of strangers who bear it) by how
    common the word is, but at most `letter` for each letter; other parts of a name `lesser` times their weight.
    `needed` is what names must have in common to count in full, by their faults: none, one, two, three. `counts_from`
    is the strength (log odds) from which the share counts.
    """

    words: tuple[float, ...]
    letter: float
    lesser: float
    initial: float
    alike_from: float
    missing: float
    missing_within: float
    other_form: float
    by_initial: float
    other_order: float
    needed: tuple[float, ...]
    each_lacking: float
    least: float
    counts_from: float

    def share(self, agreed: float, faults: float) -> float:
        """Return the share, `least` to 1, by which what speaks for names that agree so far counts."""
        return max(self.least, 1 - self.each_lacking * max(0.0, self._needed(faults) - agreed))

    def loss(self, strength: float, share: float) -> float:
        """Return what names of such a strength lose by counting for so large a share (0 or less)."""
        return -max(0.0, strength - self.counts_from) * (1 - share)

    def _needed(self, faults: float) -> float:
        last = len(self.needed) - 1
        if faults >= last:
            return self.needed[last]
        at = int(faults)
        return self.needed[at] + (self.needed[at + 1] - self.needed[at]) * (faults - at)


def take_rarity(node: Node) -> Rarity:
    """Read the numbers of the law; faults are noted at the node."""
    names = (
        "letter", "lesser", "initial", "alike_from", "missing", "missing_within", "other_form", "by_initial",
        "other_order", "each_lacking", "least", "counts_from",
    )
    node.mapping(("words", "needed", *names))
    numbers = {name: float(node.get(name).required().decimal() or 0) for name in names}
    words, needed = (
        tuple(float(item.decimal() or 0) for item in node.get(name).required().items()) for name in ("words", "needed")
    )
    if len(words) < 2 or len(needed) < 2:
        node.fail("needs two words and two needed or more")
    if not (0 <= numbers["least"] <= 1 and numbers["each_lacking"] >= 0 and numbers["alike_from"] < 1):
        node.fail("shares must lie from 0 to 1")
    return Rarity(words=words, needed=needed, **numbers)


def share_of_names(left: str, right: str, kind: Kind, law: Rarity) -> float:
    """Return the share, 0 to 1, by which the likeness of two names speaks for one party; 1 for other than persons.

    What a word says that both names have is the logarithm of how few strangers bear it, a word that is only near by
    its likeness. A word that is near or another form is a fault, as is another order, a missing word as much as two,
    less between words that are there (a middle name): the more of them, the more strangers' names lie as near, so the
    more the words in common must say. The same whichever name is left. Cost: some 40 us for two names of four words;
    the last 4,096 are remembered.
    """
    if kind != "person":
        return 1.0
    return share_of_aligned(align_names(left, right, kind), law)


@lru_cache(maxsize=1 << 12)
def share_of_aligned(names: Aligned, law: Rarity) -> float:
    """Return the share of two persons' names that are aligned; see `share_of_names`."""
    return law.share(*_agreement(names, law))


def _agreement(names: Aligned, law: Rarity) -> tuple[float, float]:
    """Return what the words in common say, and the faults."""
    one, other, matches = names.left, names.right, names.matches
    agreed = [min(_says(match.left, law), _says(match.right, law)) * _share_of_match(match, law) for match in matches]
    faults = [
        _fault_of(match, law) for match in matches if match.likeness < ALMOST_SAME and _heaviest(match) >= TELLING
    ]
    faults += _missing(one.tokens, [match.left for match in matches], law)
    faults += _missing(other.tokens, [match.right for match in matches], law)
    faults.append(law.other_order * _is_out_of_order(matches))
    return fsum(agreed), fsum(faults)


def _fault_of(match: Match, law: Rarity) -> float:
    """Return the fault that a match is which is not quite the same."""
    if match.kinship in _BY_LETTERS:
        return law.by_initial
    return law.other_form if match.kinship in _ANOTHER_FORM else 1.0


def _heaviest(match: Match) -> float:
    """Return the weight of the heaviest word of a match."""
    left, right = match.left, match.right
    if len(left) == 1 == len(right):
        return max(left[0].weight, right[0].weight)
    return max(token.weight for token in (*left, *right))


def _missing(tokens: Sequence[Token], answered: Iterable[tuple[Token, ...]], law: Rarity) -> Iterator[float]:
    """Yield the faults of words without an answer; fewer for one that stands between words that have one."""
    places = {token.place: token.weight for words in answered for token in words}
    if len(places) == len(tokens):
        return
    firm = [place for place, weight in places.items() if weight >= TELLING]
    first, last = (min(firm), max(firm)) if firm else (0, 0)
    for token in tokens:
        if token.place not in places:
            is_within = first < token.place < last
            yield token.weight * (law.missing_within if is_within else law.missing)


def _says(tokens: Sequence[Token], law: Rarity) -> float:
    if len(tokens) == 1:
        return _word_says(tokens[0], law)
    return fsum(_word_says(token, law) for token in tokens)


def _word_says(token: Token, law: Rarity) -> float:
    if token.part is not Part.NAME:
        return law.lesser * token.weight
    common = min(given_commonness(token.form), len(law.words) - 1)
    return min(law.words[common], law.letter * len(token.form.replace(" ", "")))


def _share_of_match(match: Match, law: Rarity) -> float:
    """Return the share of what a word says by which it counts where it is not quite the same."""
    if match.likeness >= ALMOST_SAME or match.kinship in _ANOTHER_FORM:
        return 1.0
    if match.kinship in _BY_LETTERS:
        return law.initial
    return min(1.0, max(0.0, (match.likeness - law.alike_from) / (1 - law.alike_from)))


def _is_out_of_order(matches: Iterable[Match]) -> bool:
    """Tell whether words that tell names apart stand in another order."""
    places = [match.right[0].place for match in matches if _heaviest(match) >= ORDERED]
    return places != sorted(places)


__all__ = ["Rarity", "share_of_names", "take_rarity"]

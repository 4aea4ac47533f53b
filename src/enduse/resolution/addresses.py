"""Compare two addresses by their numbers and telling words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name

FILE = "lexicons/address_words.yaml"
ORDER = ("same", "most", "place", "other")
_LONGEST = 1000
_SAME, _MOST = 0.8, 0.5
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Address:
    """An address read: numbers (house, flat, postcode) and telling words, spelled one way; and as printed."""

    numbers: frozenset[str]
    words: frozenset[str]
    printed: str


def read_address(text: str) -> Address | None:
    """Read an address; None where it has no telling word."""
    synonyms, dull = _lexicon()
    numbers: set[str] = set()
    words: set[str] = set()
    for token in fold_name(text[:_LONGEST]).split():
        word = synonyms.get(token, token)
        if not word.isalpha() and any(char.isdigit() for char in word):
            numbers.add(word.lstrip("0") or "0")
        elif word not in dull and len(word) > 1:
            words.add(word)
    return Address(frozenset(numbers), frozenset(words), text) if words else None


def compare_addresses(left: Address, right: Address) -> str | None:
    """Return "same", "most", "place" or "other"; None where either is too short to tell.

    With w the share of the shorter one's words that stand in the other (spelled alike: one
    letter may differ in words of five), n the same for numbers: same is w of 0.8 with every number of the
    shorter in common, most is w of 0.5 or more with a number in common or none stated, place is any word in common.
    """
    shorter = min(len(left.words), len(right.words))
    common = _common(left.words, right.words)
    if shorter + min(len(left.numbers), len(right.numbers)) < _LEAST_WORDS:
        return None
    share = common / shorter
    numbers = left.numbers & right.numbers
    fewest = min(len(left.numbers), len(right.numbers))
    if share >= _SAME and shorter + len(numbers) > 2 and len(numbers) == fewest and (fewest or shorter > 3):
        return "same"
    if share >= _MOST and shorter + len(numbers) > 2 and (numbers or not fewest):
        return "most"
    return "place" if common else "other"


def _common(left: frozenset[str], right: frozenset[str]) -> int:
    same = left & right
    one, rest = sorted((sorted(left - same), sorted(right - same)))  # so the count is the same whichever side is left
    count = len(same)
    for word in one:
        found = next((other for other in rest if _is_alike(word, other)), None)
        if found is not None:
            rest.remove(found)
            count += 1
    return count


def _is_alike(left: str, right: str) -> bool:
    """Tell whether two words of five letters or more are one letter apart: another, one more, or two changed about."""
    if min(len(left), len(right)) < 5 or abs(len(left) - len(right)) > 1:
        return False
    at = next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), None)
    if at is None:
        return True
    if len(left) == len(right):
        return left[at + 1:] == right[at + 1:] or (
            left[at:at + 2] == right[at + 1:at + 2] + right[at:at + 1] and left[at + 2:] == right[at + 2:])
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer[at + 1:] == shorter[at:]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], frozenset[str]]:
    top = open_knowledge(FILE)
    synonyms = {
        spelling: word
        for word, node in top.get("same").required().mapping().items()
        for spelling in (word, *node.text().split())
    }
    return synonyms, frozenset(top.get("dull").text().split())

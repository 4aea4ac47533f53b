"""The distinct words of an index, found by spelling, by sound and by consonants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from enduse.names.sounds import skeleton, sound_key

LETTERS_AN_EDIT = 4
MOST_EDITS = 2
_SCANS_BEFORE_PARTS = 40  # so many words are looked up by a plain scan; after that the table of parts pays
# The letters that a word of a first sound may begin with, where there are more than the sound itself.
_LETTERS_OF_SOUND = {
    "k": "ckqx", "s": "cs", "C": "ct", "S": "s", "h": "hk", "j": "djz", "e": "ae", "i": "eiy", "u": "ou", "f": "fp",
    "v": "vw",
}
_LETTERS_OF_BONE = {**_LETTERS_OF_SOUND, "a": "aeiou", "k": "cgkqx", "b": "bpvw"}


def edits_allowed(left: int, right: int) -> int:
    """Return how many edits two words of these lengths may be apart: one for four letters, two at most."""
    return min(MOST_EDITS, max(left, right) // LETTERS_AN_EDIT)


class Vocabulary:
    """Distinct words, with three ways to find one.

    Cost: adding is linear. A scan takes some 125 ns for every word of like length.
    After 40 look-ups a table of word parts is built (4 us a word): if two words are
    two edits apart, one of three parts stands unharmed in the other near its
    place, so only words that share a part are compared, some hundreds in 50,000.
    Sounds and consonants are worked out for the words of one first letter at a
    time, when first asked for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._of_length: dict[int, list[str]] = {}
        self._of_letter: dict[str, list[str]] = {}
        self._words = set(words)
        for word in self._words:
            self._of_length.setdefault(len(word), []).append(word)
            self._of_letter.setdefault(word[:1], []).append(word)
        self._parts: dict[tuple[int, int, str], list[str]] = {}
        self._sounds: dict[str, dict[str, list[str]]] = {}
        self._bones: dict[str, dict[str, list[str]]] = {}
        self._looked_up = 0

    def spelled_like(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return every word within the edits allowed, with 1 less edits by letters of the longer; sorted.

        An edit is a letter more, less or another, or two neighbours swapped (optimal string alignment).
        """
        self._looked_up += 1
        if self._looked_up > _SCANS_BEFORE_PARTS:
            if not self._parts:
                self._cut_into_parts()
            return self._measure(word, self._sharing_a_part(word))
        lengths = range(max(1, len(word) - MOST_EDITS), len(word) + MOST_EDITS + 1)
        fitting = (n for n in lengths if abs(n - len(word)) <= edits_allowed(n, len(word)))
        return self._measure(word, (near for n in fitting for near in self._of_length.get(n, ())))

    def sounding_like(self, word: str) -> tuple[str, ...]:
        """Return the words of the same sound key, sorted."""
        key = sound_key(word)
        found: list[str] = []
        for letter in _LETTERS_OF_SOUND.get(key[:1], key[:1]):
            if letter not in self._sounds:
                table = self._sounds[letter] = {}
                for near in self._of_letter.get(letter, ()):
                    table.setdefault(sound_key(near), []).append(near)
            found += self._sounds[letter].get(key, ())
        return tuple(sorted(found))

    def of_same_consonants(self, word: str) -> tuple[str, ...]:
        """Return the words of the same skeleton, sorted; none where the skeleton is a single sound."""
        key = skeleton(word)
        found: list[str] = []
        for letter in _LETTERS_OF_BONE.get(key[:1], key[:1]) if len(key) > 1 else "":
            if letter not in self._bones:
                table = self._bones[letter] = {}
                for near in self._of_letter.get(letter, ()):
                    table.setdefault(skeleton(near), []).append(near)
            found += self._bones[letter].get(key, ())
        return tuple(sorted(found))

    def _measure(self, word: str, words: Iterable[str]) -> tuple[tuple[str, float], ...]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: list[tuple[str, float]] = []
        most = edits_allowed(len(word) + MOST_EDITS, len(word))
        for near, edits, _ in process.extract(word, list(words), scorer=OSA.distance, score_cutoff=most, limit=None):
            if edits <= edits_allowed(len(word), len(near)):
                found.append((near, 1 - edits / max(len(word), len(near))))
        return tuple(sorted(found))

    def _cut_into_parts(self) -> None:
        for word in self._words:
            for number, (start, end) in enumerate(_cuts(len(word))):
                self._parts.setdefault((len(word), number, word[start:end]), []).append(word)

    def _sharing_a_part(self, word: str) -> set[str]:
        """Return the words that may be within the edits allowed.

        A swap may harm two parts at once. Alone it leaves the third of three, and where
        there are two parts the swapped spelling itself is looked up; with another
        edit the swapped spelling is searched in turn.
        """
        found = {word} & self._words
        found.update(self._sharing(word, MOST_EDITS))
        for at in range(len(word) - 1):
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2:]
            if swapped in self._words:
                found.add(swapped)
            if edits_allowed(len(word) + 1, len(word)) > 1:
                found.update(self._sharing(swapped, 1))
        return found

    def _sharing(self, word: str, most: int) -> Iterator[str]:
        for length in range(max(1, len(word) - most), len(word) + most + 1):
            allowed = min(most, edits_allowed(length, len(word)))
            if abs(length - len(word)) > allowed:
                continue
            for number, (start, end) in enumerate(_cuts(length)):
                for at in range(max(0, start - allowed), min(len(word) - (end - start), start + allowed) + 1):
                    yield from self._parts.get((length, number, word[at:at + end - start]), ())


@lru_cache(maxsize=1 << 10)
def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    """Cut a word into one part more than the edits that may be asked of it: two, or three from six letters on."""
    count = 1 + edits_allowed(length + MOST_EDITS, length)
    if length < count:
        return ()
    bounds = [length * number // count for number in range(count + 1)]
    return tuple(pairwise(bounds))

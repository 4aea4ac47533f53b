"""The index of names: a name in, the records that may carry it out.

Built from the rows that are visible to the asker and from nothing else, so what
it yields cannot depend on what is hidden. It lives in memory; the rows' order
makes no difference to any answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from enduse.names.folding import fold_name
from enduse.names.lexicons import generic_words, join_letters, legal_forms, particles, titles
from enduse.names.tokens import MAX_LETTERS, MAX_TOKENS, read_name
from enduse.resolution.evidence import fold_identifier
from enduse.screening.vocabulary import Vocabulary

NAME_PROPERTIES = ("name", "alias", "previousName", "weakAlias")
CORE = 0.55  # a word of this weight or more leads to candidates; lighter ones only where there is no such word
_JOINED = 3
_SHORT = 5

# subject, property, printed value, schema, statement id: as the record's view yields them
NameRow = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be meant: subject, printed name, and how promising it looks (a rank, not a score)."""

    subject: str
    printed: str
    promise: float


class NameIndex:
    """Names by word, by length, by sound and by consonants.

    Promise: a name that differs from a row's by at most two edits in all (a letter
    more, less, another, or two neighbours swapped), with at most one edit for
    every four letters of each of its words (counted on the longer spelling, in
    whole fours), in any order of words, has that row among its candidates, as
    long as no more than `limit` subjects look better. Beyond the promise, words
    written together or apart, spellings of one sound, and names from scripts
    without vowels are looked for too.

    Cost: building takes some 10 us a row. A query looks each of its words up in
    the vocabulary (see there) once and remembers it, then touches the rows that
    carry a word found: linear in the rows of its commonest word.
    """

    def __init__(self) -> None:
        self._subjects: list[str] = []
        self._printed: list[str] = []
        self._forms: list[str] = []
        self._weights: list[float] = []
        self._rows_of: dict[str, list[int]] = {}
        self._compact: dict[str, list[int]] = {}
        self._words = Vocabulary(())
        self._foreign_words = Vocabulary(())
        self._weight_of: dict[str, float] = {}
        self._identifiers: dict[str, set[str]] = {}
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    @classmethod
    def build(cls, rows: Iterable[NameRow], *, identifiers: Iterable[NameRow] = ()) -> NameIndex:
        """Build from name rows, and from rows whose value is an identifier ("imoNumber") where those shall lead too."""
        index = cls()
        seen: set[tuple[str, str, bool]] = set()
        foreign: set[str] = set()
        for subject, _, printed, _, _ in rows:
            form = fold_name(printed)
            is_foreign = not printed.isascii() and read_name(printed).is_foreign
            key = (subject, form, is_foreign)
            if form and key not in seen:
                seen.add(key)
                index._add(subject, printed, form)
                if is_foreign:
                    foreign.update(_words(form))
        index._words, index._foreign_words = Vocabulary(index._rows_of), Vocabulary(foreign)
        for subject, _, value, _, _ in identifiers:
            folded = fold_identifier(value)
            if folded:
                index._identifiers.setdefault(folded, set()).add(subject)
        return index

    def __len__(self) -> int:
        return len(self._forms)

    def _add(self, subject: str, printed: str, form: str) -> None:
        row = len(self._forms)
        words = _words(form)
        self._subjects.append(subject)
        self._printed.append(printed)
        self._forms.append(f" {' '.join(words)} ")
        weight = 0.0
        for word in dict.fromkeys(words):
            if word in self._rows_of:
                self._rows_of[word].append(row)
            else:
                self._rows_of[word] = [row]
                self._weight_of[word] = word_weight(word)
            weight += self._weight_of[word]
        self._weights.append(weight)
        if len(words) > 1:
            self._compact.setdefault("".join(words), []).append(row)

    def find_identifiers(self, values: Iterable[str]) -> tuple[str, ...]:
        """Return the subjects that carry one of the identifiers, sorted."""
        found = (self._identifiers.get(fold_identifier(value), set()) for value in values)
        return tuple(sorted(set().union(*found)))

    def find(self, name: str, *, limit: int = 50) -> tuple[Candidate, ...]:
        """Return the most promising row of each of the most promising subjects, the best first.

        Ties go by subject, then by printed name.
        """
        query = read_name(name)
        words = _words(query.folded)
        weights = {word: word_weight(word) for word in words}
        gained = self._gather(words, weights, is_foreign=query.is_foreign)
        light = [f" {word} " for word, weight in weights.items() if weight < CORE]
        whole = sum(weights.values())
        best: dict[str, tuple[float, str]] = {}
        for row, gain in gained.items():
            form = self._forms[row]
            gain += sum(weights[word[1:-1]] for word in light if word in form)
            promise = round(gain / max(0.1, whole + self._weights[row] - min(gain, whole)), 9)
            entry = (-promise, self._printed[row])
            subject = self._subjects[row]
            if subject not in best or entry < best[subject]:
                best[subject] = entry
        chosen = nsmallest(limit, ((promise, subject, printed) for subject, (promise, printed) in best.items()))
        return tuple(Candidate(subject, printed, -promise) for promise, subject, printed in chosen)

    def _gather(self, words: list[str], weights: Mapping[str, float], *, is_foreign: bool) -> dict[int, float]:
        """Sum what each row gains from the words of the query, a row once a word, by its best answer."""
        gained: defaultdict[int, float] = defaultdict(float)
        leading = [word for word in dict.fromkeys(words) if weights[word] >= CORE]
        for word in leading or dict.fromkeys(words):
            best: dict[int, float] = {}
            for near, likeness in self._neighbours(word, is_foreign=is_foreign) if leading else ((word, 1.0),):
                for row in self._rows_of.get(near, ()):
                    if likeness > best.get(row, 0.0):
                        best[row] = likeness
            for row, likeness in best.items():
                gained[row] += weights[word] * likeness
        self._gather_joined(words, weights, gained)
        return gained

    def _gather_joined(self, words: list[str], weights: Mapping[str, float], gained: defaultdict[int, float]) -> None:
        """Add rows that write together what the query writes apart, and the other way round."""
        for size in range(2, min(_JOINED, len(words)) + 1):
            for start in range(len(words) - size + 1):
                run = words[start:start + size]
                joined = "".join(run)[:MAX_LETTERS]
                gain = sum(weights[word] for word in run)
                is_long = size == 2 and len(joined) > _SHORT
                for near, likeness in self._words.spelled_like(joined) if is_long else ((joined, 1.0),):
                    for row in self._rows_of.get(near, ()):
                        gained[row] = max(gained[row], gain * likeness)
        for row in self._compact.get("".join(words), ()):
            gained[row] = max(gained[row], sum(weights.values()))
        for word in words:
            for cut in range(2, len(word) - 1):
                left, right = self._rows_of.get(word[:cut]), self._rows_of.get(word[cut:])
                if left and right:
                    for row in set(left).intersection(right):
                        gained[row] = max(gained[row], weights[word])

    def _neighbours(self, word: str, *, is_foreign: bool) -> tuple[tuple[str, float], ...]:
        """Return the index's words that may answer a word: spelled alike, sounding alike, of the same consonants."""
        key = f"*{word}" if is_foreign else word
        if key not in self._near:
            found = dict(self._words.spelled_like(word))
            for near in self._words.sounding_like(word):
                found[near] = max(found.get(near, 0.0), 0.9)
            for near in (self._words if is_foreign else self._foreign_words).of_same_consonants(word):
                found[near] = max(found.get(near, 0.0), 0.88)
            self._near[key] = tuple(sorted(found.items()))
        return self._near[key]


def _words(form: str) -> list[str]:
    return [word[:MAX_LETTERS] for word in join_letters(form.split()[: 4 * MAX_TOKENS])[:MAX_TOKENS]]


@lru_cache(maxsize=1)
def _light_words() -> dict[str, float]:
    """Return the single words of all lexicons with the least weight that one gives them."""
    weights: dict[str, float] = {}
    for lexicon in (legal_forms(), titles(), particles(), generic_words()):
        for phrase, word in lexicon.phrases.items():
            if " " not in phrase:
                weights[phrase] = min(word.weight, weights.get(phrase, 1.0))
    return weights


def word_weight(word: str) -> float:
    """Return the weight of a word alone: the least that a lexicon gives it, 1 for a name of its own."""
    known = _light_words().get(word)
    return (0.3, 0.6, 0.8, 1.0)[min(len(word), 4) - 1] if known is None else known

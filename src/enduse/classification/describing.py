"""Entries to read: those not evaluated here whose heading speaks of what an item is described as.

A word that few headings share says more: it weighs log(headings / headings that hold it). An entry is named where the
words in common weigh enough; that it is named says nothing of control, only that a person should read it.
Cost: the words of the description times the headings that hold them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from enduse.knowledge.directories import load_little_words
from enduse.model.directory import ListedEntry


def find_described(description: str, entries: Sequence[ListedEntry]) -> tuple[ListedEntry, ...]:
    """Return the few entries, the likeliest first, that are not evaluated and whose headings share telling words.

    Software and technology (groups D and E) are named only where the description speaks of such.
    """
    said = set(_words(description))
    groups = {group for word, group in load_little_words().groups.items() if word in said}
    headings = {entry.entry: set(_words(entry.heading)) for entry in entries}
    held = Counter(word for words in headings.values() for word in words)
    weights: defaultdict[str, float] = defaultdict(float)
    for entry in entries:
        group = entry.entry[1:2]
        if entry.is_evaluated or (group in "DE" and group not in groups):
            continue
        for word in said & headings[entry.entry]:
            weights[entry.entry] += log(len(headings) / held[word])
    bounds = load_little_words()
    best = sorted((-weight, name) for name, weight in weights.items() if weight >= bounds.enough)[:bounds.most]
    by_name = {entry.entry: entry for entry in entries}
    return tuple(by_name[name] for _, name in best)


def _words(text: str) -> Iterator[str]:
    little = load_little_words().little
    for word in _cut(text.casefold()):
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if len(word) > 2 and word not in little and not word.isdigit():
            yield word


def _cut(text: str) -> Iterable[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()

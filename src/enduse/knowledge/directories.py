"""Directories of control lists: every entry by number with a heading in our own words, `knowledge/directories`.

The EU's is whole. Of the US list all numbers and reasons for control are known; an entry there that has the number of
an EU entry is shown under that heading, as both lists number what they share alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from enduse.errors import KnowledgeError
from enduse.knowledge.licensing_tables import load_licensing
from enduse.knowledge.shelf import open_knowledge
from enduse.model.directory import ListedEntry

REGIMES = ("EU", "US")
_FILE = "directories/eu.yaml"
_WORDS = "directories/little_words.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The numbers of all entries of EU Annex I, and the day from which the directory holds."""

    entries: frozenset[str]
    since: date


def load_annex() -> Annex:
    """Return the entries of EU Annex I."""
    headings, _ = _eu()
    return Annex(entries=frozenset(headings), since=open_knowledge(_FILE).get("from").date() or date.max)


@lru_cache(maxsize=1)
def _eu() -> tuple[dict[str, str], dict[str, str]]:
    """Return the headings by entry, and the arrangements by the digit that stands for them."""
    top = open_knowledge(_FILE)
    top.mapping(("regime", "title", "cites", "encoded_on", "from", "arrangements", "entries", "not_encoded"))
    arrangements = {digit: node.text() for digit, node in top.get("arrangements").mapping().items()}
    headings = {entry: node.required().text() for entry, node in top.get("entries").mapping().items()}
    for entry, node in top.get("entries").mapping().items():
        if len(entry) != 5 or not entry[0].isdigit() or entry[1] not in "ABCDE" or not entry[2:].isdigit():
            node.fail(f"{entry!r} is not the number of an entry")
    top.faults.check(KnowledgeError)
    return headings, arrangements


@lru_cache(maxsize=4)
def list_numbers(regime: str) -> frozenset[str]:
    """Return the numbers of all entries of a list, none where there is no directory of it."""
    return frozenset(entry.entry for entry in list_entries(regime, frozenset()))


def list_entries(regime: str, evaluated: frozenset[str]) -> Iterator[ListedEntry]:
    """Yield all entries of one of `REGIMES` by number; `evaluated` are those that the shelf of controls encodes."""
    headings, arrangements = _eu()
    if regime == "EU":
        for entry, heading in sorted(headings.items()):
            yield ListedEntry(
                regime=regime, entry=entry, heading=heading, is_evaluated=entry in evaluated,
                arrangement=arrangements.get(entry[2], ""),
            )
    elif regime == "US":
        for entry, reasons in sorted(load_licensing().reasons.items()):
            names = dict.fromkeys(reason.column or reason.name for reason in reasons)
            yield ListedEntry(
                regime=regime, entry=entry, heading=headings.get(entry, ""), is_evaluated=entry in evaluated,
                reasons=" ".join(names),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LittleWords:
    """Words that say little of an item, and the group of a list ("D", "E") that each word of `groups` speaks of.

    A heading is named where its words in common weigh `enough`; of all such, the `most` foremost.
    """

    little: frozenset[str]
    groups: dict[str, str]
    enough: float
    most: int


@lru_cache(maxsize=1)
def load_little_words() -> LittleWords:
    """Return the words by which descriptions are held beside headings."""
    top = open_knowledge(_WORDS)
    top.mapping(("encoded_on", "little", "groups", "enough", "most"))
    groups = {word: group for group, node in top.get("groups").mapping().items() for word in node.text().split()}
    words = LittleWords(
        little=frozenset(top.get("little").required().text().split()), groups=groups,
        enough=float(top.get("enough").required().decimal() or 0), most=top.get("most").required().integer() or 0,
    )
    top.faults.check(KnowledgeError)
    return words

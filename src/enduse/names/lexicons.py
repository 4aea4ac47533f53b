"""The word lists that names are read with, folded and ready to look up.

Read once from `knowledge/lexicons/`; immutable afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge
from enduse.names.folding import fold_name

ADJECTIVE_ENDINGS = (
    "aya", "aia", "oye", "oe", "yye", "yie", "ye", "yy", "yi", "iy", "ii", "y", "oy", "oi", "oj", "yj", "ogo", "ego",
    "yuyu", "ykh", "ikh", "ym", "im", "iye", "ie",
)
PLACE_ENDINGS = (
    "skaya", "skaia", "skoye", "skoe", "skyy", "skyi", "skiy", "skii", "sky", "ski", "skij", "skoy", "skoi", "skogo",
    "skoj",
)
_ADJECTIVE = re.compile(f"(?:{'|'.join(ADJECTIVE_ENDINGS)})$")
_PLACE_ADJECTIVE = re.compile(f"(?:{'|'.join(PLACE_ENDINGS)})$")
SHORTEST_STEM = 6
SHORTEST_PLACE = 4
VOWELS = "aeiouy"
_BEYOND_LATIN = "\u0370"  # the first letter that is no Latin one


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a lexicon says of a word or phrase: its group, and the weight it keeps in a comparison.

    Phrases of one group mean the same when `is_same` holds (particles in several
    spellings, trade words in several languages); else the group only lends its weight.
    """

    group: str
    weight: float
    is_same: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One word list: folded phrase to what is said of it.

    `longest` counts the words of its longest phrase; `sizes` gives the lengths of the phrases that
    begin with a word, the longest first; `stems` the words of the list that end as Slavic adjectives do,
    without the ending.
    """

    phrases: dict[str, Word]
    longest: int
    sizes: dict[str, tuple[int, ...]]
    stems: dict[str, Word]


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words and phrases that tell no firm from others: forms of companies and trade words, folded."""
    return frozenset({*legal_forms().phrases, *generic_words().phrases})


@lru_cache(maxsize=2)
def legal_forms(*, scripts: bool = True) -> Lexicon:
    """Return the legal forms by class; without `scripts` only those in Latin letters, at a third of the reading time.

    Raises:
        KnowledgeError: the file lacks what is needed; the same for the other lists.
    """
    top = open_knowledge("lexicons/legal_forms.yaml")
    usual = _weight(top)
    entries = (
        (form, word)
        for node in top.get("classes").required().items()
        for word in (Word(group=node.get("id").required().text(), weight=_weight(node, usual)),)
        for forms in node.get("forms").required().mapping().values()
        for form in _split(forms)
    )
    return _lexicon(top, entries, scripts=scripts)


@lru_cache(maxsize=2)
def titles(*, scripts: bool = True) -> Lexicon:
    """Return titles, ranks and honorifics."""
    return _grouped("titles", scripts=scripts)


@lru_cache(maxsize=2)
def particles(*, scripts: bool = True) -> Lexicon:
    """Return the small words of names ("bin", "de", "of")."""
    return _grouped("particles", scripts=scripts)


@lru_cache(maxsize=1)
def family_particles() -> frozenset[str]:
    """Return the particles that are family names where they stand first or last in a person's name."""
    top = open_knowledge("lexicons/particles.yaml")
    words = frozenset(map(fold_name, _split(top.get("family_names").required())))
    top.faults.check(KnowledgeError)
    return words


@lru_cache(maxsize=2)
def generic_words(*, scripts: bool = True) -> Lexicon:
    """Return words that many names share, each with the weight it keeps."""
    names = ("generic_words", "romanised_words", "native_words") if scripts else ("generic_words", "romanised_words")
    return _grouped(*names, scripts=scripts)


@lru_cache(maxsize=1)
def common_names() -> frozenset[str]:
    """Return the names that are known to be very common though no count ships for them."""
    return frozenset(_grouped("common_names", scripts=True).phrases)


def join_letters(words: Sequence[str]) -> list[str]:
    """Write runs of single letters together: "a b c works" reads as "abc works"."""
    if not words or min(map(len, words)) > 1:
        return list(words)
    joined: list[str] = []
    in_run = False
    for word in words:
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and in_run:
            joined[-1] += word
        else:
            joined.append(word)
        in_run = is_letter
    return joined


def find_spelled(words: Sequence[str]) -> frozenset[int]:
    """Return the places, in what `join_letters` makes of words, of those that were single letters before."""
    runs = [len(word) == 1 and word.isalpha() for word in words]
    places = [0, *accumulate(not (one and other) for one, other in pairwise(runs))]
    counts = Counter(place for place, is_letter in zip(places, runs, strict=False) if is_letter)
    return frozenset(place for place, count in counts.items() if count > 1)


def stem_of(word: str) -> str:
    """Return a word without the ending of a romanised Slavic adjective; empty where it has none or is short.

    One adjective has a dozen endings by gender and case ("-naya", "-nogo"), each romanised in several ways.
    """
    ending = _ADJECTIVE.search(word)
    return word[:ending.start()] if ending and ending.start() >= SHORTEST_STEM and " " not in word else ""


def stem_of_place(word: str) -> str:
    """Return what a romanised Slavic adjective in -sk- is made from, without its last vowels; empty where it is none.

    "Permskiy" and "Permskaya" give "perm", as the place itself does (`bare_place`).
    """
    ending = _PLACE_ADJECTIVE.search(word)
    stem = bare_place(word[:ending.start()]) if ending else ""
    return stem if len(stem) >= SHORTEST_PLACE else ""


def bare_place(word: str) -> str:
    """Return a word without its last vowels."""
    return word.rstrip(VOWELS)


def _grouped(*names: str, scripts: bool) -> Lexicon:
    """Read lists of groups; a group that an earlier list has keeps what that one says of it."""
    groups: dict[str, Word] = {}
    entries: list[tuple[str, Word]] = []
    for name in names:
        top = open_knowledge(f"lexicons/{name}.yaml")
        usual = _weight(top, 1.0)
        for node in top.get("groups").required().items():
            word = Word(group=node.get("id").required().text(), weight=_weight(node, usual),
                        is_same=node.get("same").boolean() is not False)
            word = groups.setdefault(word.group, word)
            entries += ((phrase, word) for phrase in _split(node.get("words").required()))
        top.faults.check(KnowledgeError)
    return _lexicon(top, entries, scripts=scripts)


def _lexicon(top: Node, entries: Iterable[tuple[str, Word]], *, scripts: bool) -> Lexicon:
    phrases: dict[str, Word] = {}
    for phrase, word in entries:
        if not scripts and not phrase.isascii() and any(char >= _BEYOND_LATIN for char in phrase):
            continue
        folded = fold_name(phrase)
        for form in (folded, " ".join(join_letters(folded.split()))):
            if form:
                phrases.setdefault(form, word)
    top.faults.check(KnowledgeError)
    sizes: dict[str, set[int]] = {}
    for phrase in phrases:
        sizes.setdefault(phrase.partition(" ")[0], set()).add(phrase.count(" ") + 1)
    return Lexicon(
        phrases=phrases, longest=max((size for found in sizes.values() for size in found), default=1),
        sizes={first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()},
        stems={stem: word for phrase, word in reversed(phrases.items()) for stem in (stem_of(phrase),) if stem},
    )


def _split(node: Node) -> Iterator[str]:
    yield from (part.strip() for part in node.text().split(", "))


def _weight(node: Node, default: float | None = None) -> float:
    stated = node.get("weight") if default is not None else node.get("weight").required()
    value = stated.decimal()
    if value is not None and not 0 < value <= 1:
        stated.fail("a weight lies above 0 and at most at 1")
    return float(value) if value is not None else default or 0.0

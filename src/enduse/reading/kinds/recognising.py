"""Which kind of paper a text is, in which language, and whose: by marks that the lexicon names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from enduse.reading.kinds.lexicon import LANGUAGES, kind_words, paper_words

_TOP = 1_500
_LEAST = 3
_SAMPLE = 40_000
# A town in capitals, a day, and a dash: how news begins.
_DATELINE = re.compile(
    r"(?m)^[ \t]*[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,30}(?:,[ ][^\n]{2,40}?)?(?:[ ]\([^()\n]{2,20}\))?[ ](?:-{1,2}|–|—)[ ]"
    r"(?=[^\W\d_a-zß-öø-ÿ])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """A kind of paper, the marks that told it, the language, and the actor (state, "EU" or "UN") that published it."""

    kind: str
    marks: tuple[str, ...]
    language: str
    publisher: str


def recognise_paper(text: str) -> PaperKind:
    """Return the kind of a text; "text" where its marks weigh too little.

    Cost: linear in the first 40,000 letters.
    """
    low = _fold(text[:_SAMPLE])
    top = low[:_TOP]
    weights: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    for mark in kind_words().marks:
        said = [word for word in mark.words if _holds(top if mark.top else low, word)]
        if said:
            weights[mark.kind] = weights.get(mark.kind, 0) + mark.weight + min(len(said) - 1, 2)
            found.setdefault(mark.kind, []).extend(said)
    if _DATELINE.search(text[:_TOP]):
        weights["press_release"] = weights.get("press_release", 0) + _LEAST
        found.setdefault("press_release", []).append("dateline")
    if not re.search(r"(?m)^(?:from|de|von|de la part de) ?: ", low[:_TOP]):
        weights.pop("email", None)
    best = max(sorted(weights), key=lambda kind: weights[kind], default="text")
    if weights.get(best, 0) < _LEAST or len(_PORTION_MARK.findall(text[:_SAMPLE])) >= _LEAST_PORTIONS:
        best = "text"
    return PaperKind(
        kind=best, marks=tuple(found.get(best, ())), language=find_language(text), publisher=_publisher(low)
    )


# Numbered paragraphs with marks of their own: an extract of a message without its heading, which nobody published.
_PORTION_MARK = re.compile(r"(?m)^\W{0,4}\d{1,2}\.? {0,3}\((?:U|SBU|C|S|TS)(?://?[A-Z ,/]{2,60})?\)")
_LEAST_PORTIONS = 2


def find_language(text: str) -> str:
    """Return the language whose little words are the most frequent, else whose labels of lists stand most often.

    Lists in tables hold few little words. "" where neither are frequent enough.
    """
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    counts = {each: sum(map(paper_words(each).little.__contains__, words)) for each in LANGUAGES}
    best = max(LANGUAGES, key=lambda each: counts[each])
    if counts[best] * 12 >= len(words) > 0:
        return best
    labels = [at.lower() for at in _LABEL.findall(text[:_SAMPLE])]
    told = {each: sum(_ends_in_label(at, each) for at in labels) for each in LANGUAGES}
    best = max(LANGUAGES, key=lambda each: told[each])
    return best if told[best] >= _LEAST_LABELS and sum(n == told[best] for n in told.values()) == 1 else ""


_LABEL = re.compile(r"(?:(?:[^\W\d_]|['’-])+ ){0,3}(?:[^\W\d_]|['’-])+(?=:)")
_LEAST_LABELS = 2


def _ends_in_label(words: str, language: str) -> bool:
    parts = words.split()
    return any(" ".join(parts[at:]) in paper_words(language).labels for at in range(len(parts)))


def _fold(text: str) -> str:
    return text.translate(str.maketrans("’–—\u00a0", "'-- ")).lower()


def _holds(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() and word[0].isalnum()) and not (after.isalnum() and word[-1].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def _publisher(low: str) -> str:
    """Return whose paper it is: the publisher named first near the top, else in the whole text."""
    for part in (low[:_TOP], low):
        places = [
            (part.find(word), actor) for actor, words in kind_words().publishers for word in words if _holds(part, word)
        ]
        if places:
            return min(places)[1]
    return ""

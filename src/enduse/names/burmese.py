"""Words in Burmese script as they are usually spelled in Latin letters: an onset and a rime for each syllable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

FIRST, LAST = "\u1000", "\u109f"  # of the letters
_YA, _RA, _WA, _HA = "\u103b", "\u103c", "\u103d", "\u103e"
_ASAT, _SHORT, _LONG = "\u103a", "\u1037", "\u1038"
_SYLLABLE = re.compile(
    "([\u1000-\u1021])([\u103b-\u103e]*)([\u102b-\u1032\u1036]*)(?:[\u1037\u103a]*"
    "([\u1000-\u1021])([\u1037]?[\u103a\u1039]))?([\u1037\u1038\u103a]*)"
)


def spell_burmese(word: str) -> str:
    """Return a word in Latin letters; letters of other scripts stay as they are. Linear in the length."""
    table = _table()
    word = normalize("NFC", word)
    if word in table.words:
        return table.words[word]
    spelled: list[str] = []
    at = 0
    while at < len(word):
        found = _SYLLABLE.match(word, at)
        if found:
            spelled.append(_spell_syllable(*found.groups(default=""), table=table))
            at = found.end()
        else:
            spelled.append(table.alone.get(word[at], "" if word[at] in table.marks else word[at]))
            at += 1
    return "".join(spelled)


def _spell_syllable(first: str, signs: str, vowel: str, last: str, closing: str, tones: str, *, table: _Table) -> str:
    onset = _spell_onset(first, signs, table)
    rime = vowel + last
    if _WA in signs:
        spelled = table.with_wa.get(rime) or "w" + (table.after_w.get(rime) or table.rimes.get(rime, ""))
    elif rime in table.drawn and _LONG in tones and not onset.endswith("y"):
        spelled = table.drawn[rime]
    elif onset.endswith("w"):
        spelled = table.after_w.get(rime) or table.rimes.get(rime, "")
    else:
        spelled = table.rimes.get(rime) or table.rimes.get(vowel or "-", "")
    is_short_nasal = _SHORT in closing + tones and rime[-1:] in table.short_nasals
    return onset + spelled + (table.nasal_end if is_short_nasal else "")


def _spell_onset(first: str, signs: str, table: _Table) -> str:
    """Return the sounds before the vowel, but for the w of wa."""
    other = signs.replace(_WA, "")
    known = table.with_signs.get(first + other)
    if known:
        return known
    onset = table.onsets[first] + ("y" if (_YA in other or _RA in other) else "")
    return f"h{onset}" if _HA in other else onset


@dataclass(frozen=True, slots=True)
class _Table:
    onsets: dict[str, str]
    with_signs: dict[str, str]
    rimes: dict[str, str]
    with_wa: dict[str, str]
    after_w: dict[str, str]
    drawn: dict[str, str]
    alone: dict[str, str]
    words: dict[str, str]
    short_nasals: frozenset[str]
    nasal_end: str
    marks: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    top = open_knowledge("lexicons/burmese.yaml")
    onsets, rimes = _pairs(top.get("onsets")), _pairs(top.get("rimes"))
    rimes[""] = rimes["-"]
    parts = (_pairs(top.get(part)) for part in ("with_wa", "after_w", "drawn", "alone", "words"))
    with_wa, after_w, drawn, alone, words = parts
    nasals, end = top.get("short_nasals").required().text().split(), top.get("nasal_end").required().text()
    with_signs = _pairs(top.get("with_signs"))
    top.faults.check(KnowledgeError)
    return _Table(
        onsets={letter: latin.replace("-", "") for letter, latin in onsets.items()}, with_signs=with_signs,
        rimes=rimes, with_wa=with_wa, after_w=after_w, drawn=drawn, alone=alone, words=words,
        short_nasals=frozenset(nasals), nasal_end=end, marks=frozenset(map(chr, range(0x102B, 0x103F))),
    )


def _pairs(node: Node) -> dict[str, str]:
    words = node.required().text().split()
    return {normalize("NFC", letters): latin for letters, latin in zip(words[::2], words[1::2], strict=True)}

"""The flag that holds the words of goods against their customs code, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.order_flags import Finding, FlagTest, cite_line, lacking
from enduse.knowledge.goods_words import FILE, Words, load_goods_words
from enduse.model.answer import MET, NOT_MET, Answer, any_of
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.item import ItemLine
from enduse.names.folding import fold_name

_HEADING = 4  # digits of a heading of the Harmonized System


def code_against_text(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a line's words are of other headings than its code, not met when one of them is of its heading.

    Unknown without a code or known words, and where the words speak of parts, which stand under headings of their own.
    """
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for line in dossier.order.lines:
        answer, reason = _ask(dossier, rule, line)
        answers.append(answer)
        reasons += reason
    if not dossier.order.lines:
        answers.append(lacking(rule, "item lines"))
    return any_of(answers), tuple(reasons)


def _ask(dossier: Dossier, rule: FlagRule, line: ItemLine) -> Finding:
    heading = "".join(sign for sign in line.item.hs_code if sign.isdigit())[:_HEADING]
    if len(heading) < _HEADING:
        return lacking(rule, f"HS code of line {line.number} to four digits", "item"), ()
    meant = headings_meant(line.item.description)
    if not meant:
        return lacking(rule, f"known words for the goods of line {line.number}", "item"), ()
    if any(heading in headings for headings in meant.values()):
        return NOT_MET, ()
    told = "; ".join(f'"{phrase}" ({", ".join(sorted(headings))})' for phrase, headings in meant.items())
    cited = Citation(kind=CitationKind.KNOWLEDGE, id=FILE, source="enduse", place=heading, words=told)
    text = f"Line {line.number} is declared under heading {heading} and described as {told}."
    return MET, (Reason(text=text, left=line.item.description, right=heading, weight=0.5,
                        evidence=(*cite_line(dossier, line), cited)),)


@lru_cache(maxsize=65_536)
def headings_meant(text: str) -> Mapping[str, frozenset[str]]:
    """Return the phrases of a text that name goods, with their headings; none where it speaks of parts."""
    words = _cut(text)
    table = load_goods_words(_cut)
    row = f" {' '.join(words)} "
    if any(f" {' '.join(_cut(part))} " in row for part in table.parts):
        return {}
    end = next((at for at, word in enumerate(words) if word in table.serving), len(words))
    return table.find(words[:end])


@lru_cache(maxsize=4096)
def _cut(text: str) -> Words:
    return tuple(map(_singular, fold_name(text).split()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


GOODS_TESTS: Mapping[str, FlagTest] = {code_against_text.__name__: code_against_text}

"""What a sentence denies: the verbs that stand under a word of denial, and how far each denial reaches.

"X did not sell pumps to Y" denies that X sells as well as that Y buys, whichever rule saw the one or the other. A
denial of knowing, saying or asking leaves what is known, said or asked for as it was. A claim is never dropped for a
denial: it is kept as denied.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.facts import Claim, Portion
from enduse.reading.grammar import VerbAt, find_verbs
from enduse.reading.phrases import any_of
from enduse.reading.sentences import Sentence, split_sentences

_OF_ITEMS = ("make",)
_NO_DEED = ("designated", "authority")  # roles that no verb of a deal tells
_FAR = 90  # characters between "no evidence that" and its verb
_NEAR = 60  # characters in which a verb's own denial stands
_FOLLOWS = re.compile(
    r"[;:]|\. | (?:but|because|although|whereas|while) "
    r"|[,(] ?(?:but|and|which|who|while|whereas|although|because|since|so|then|however|a|an|the)\b"
)
_DOING = re.compile(r"\w+ing\b")
_JOINS = re.compile(r"\b(?:or|nor)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _DenialWords:
    """Which words deny a verb after them, a verb's form in -ing and a whole clause, and what may stand between."""

    of_verbs: tuple[str, ...]
    of_doing: tuple[str, ...]
    between: tuple[str, ...]
    partial: tuple[str, ...]
    of_clauses: tuple[str, ...]
    cues: tuple[str, ...]


@cache
def _words() -> _DenialWords:
    root = open_knowledge("lexicons/hedges.yaml")
    node = root.get("denied_deeds").required()
    found = _DenialWords(**{field.name: node.get(field.name).required().texts() for field in fields(_DenialWords)})
    root.faults.check(KnowledgeError)
    return found


def deny(text: str, portions: tuple[Portion, ...], claims: Iterable[Claim]) -> set[Claim]:
    """Return the claims, those that the words of their sentence deny as denied.

    Cost: linear in the text of the portions that hold a word of denial and a claim of a deed, some 2 us a character.
    """
    by_portion: dict[int, list[Claim]] = defaultdict(list)
    kept: set[Claim] = set()
    for claim in claims:
        if _is_deed(claim):
            by_portion[claim.portion].append(claim)
        else:
            kept.add(claim)
    for number, told in by_portion.items():
        portion = portions[number]
        reaches: list[tuple[int, int]] = []
        if _cue().search(text, portion.text_start, portion.end):
            for sentence in split_sentences(text, portion.text_start, portion.end):
                reaches += [sentence.place(start, end) for start, end in find_denials(sentence)]
        for claim in told:
            is_denied = any(_is_within(claim, start, end) for start, end in reaches)
            kept.add(replace(claim, denied=True) if is_denied else claim)
    return kept


def _is_within(claim: Claim, start: int, end: int) -> bool:
    """Tell whether a claim rests on denied words; one that begins among them and ends beyond tells something else."""
    is_beyond = start < claim.span.start and end < claim.span.end
    return start < claim.span.end and claim.span.start < end and not is_beyond


def _is_deed(claim: Claim) -> bool:
    if claim.about == "item":
        return claim.prop in _OF_ITEMS
    return claim.about == "party" and (claim.value not in _NO_DEED if claim.prop == "role" else bool(claim.refers))


@cache
def _cue() -> re.Pattern[str]:
    """Find any word that a denial needs."""
    return re.compile(rf"\b(?:{'|'.join(_words().cues)})\b|n't\b", re.IGNORECASE)


@cache
def _before_verb() -> re.Pattern[str]:
    """Find what denies a verb right after it, with adverbs and helping verbs between."""
    words = _words()
    body, between, partial = "|".join(words.of_verbs), "|".join(words.between), "|".join(words.partial)
    return re.compile(
        rf"(?:\b(?:{body})|n't)(?: (?!(?:{partial}) )(?:{between}|[a-z]+ly)){{0,5}} $", re.IGNORECASE
    )


@cache
def _before_doing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words().of_doing)}) $", re.IGNORECASE)


@cache
def _nothing_was() -> re.Pattern[str]:
    """Find "no lathes were" right before a verb."""
    return re.compile(
        r"(?:^|[,;:(] ?|\b(?:that|and|but) )(?:no|none of the|neither of the)(?: [\w-]+){1,5}"
        r" (?:was|were|is|are|has been|have been|had been|will be)(?: [a-z]+ly| ever| yet)? $", re.IGNORECASE,
    )  # fmt: skip


def is_verb_denied(flat: str, at: int) -> bool:
    """Tell whether the verb that begins at a place of mended words is denied by what stands right before it."""
    lead = flat[max(0, at - _NEAR) : at]
    if _before_verb().search(lead) or _nothing_was().search(lead):
        return True
    return _before_doing().search(lead) is not None and _DOING.match(flat, at) is not None


def find_denials(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence's mended words that are denied, each from its verb on."""
    flat = sentence.flat
    if not _cue().search(flat):
        return
    verbs = find_verbs(flat)
    for number, verb in enumerate(verbs):
        if is_verb_denied(flat, verb.start) or _joined_to_denied(flat, verbs, number):
            yield verb.start, _end(flat, verbs, number)
    for found in any_of(_words().of_clauses).finditer(flat):
        number = next((n for n, verb in enumerate(verbs) if found.end() <= verb.start <= found.end() + _FAR), -1)
        if number >= 0 and not _FOLLOWS.search(flat, found.end(), verbs[number].start):
            yield verbs[number].start, _end(flat, verbs, number)


def _joined_to_denied(flat: str, verbs: list[VerbAt], number: int) -> bool:
    """Tell whether a verb is the second of "neither made nor sold" or "did not make or sell"."""
    if number == 0:
        return False
    before = verbs[number - 1]
    between = flat[before.end : verbs[number].start]
    return len(between) < 8 and _JOINS.search(between) is not None and is_verb_denied(flat, before.start)


def _end(flat: str, verbs: list[VerbAt], number: int) -> int:
    """Return where the denial of a verb ends: where its clause does, or at the next verb."""
    following = verbs[number + 1].start if number + 1 < len(verbs) else len(flat)
    found = _FOLLOWS.search(flat, verbs[number].end, following)
    return found.start() if found else following

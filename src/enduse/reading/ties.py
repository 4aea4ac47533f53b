"""Ties between parties: fronts, agents, owners, affiliates, as the words between two names tell them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from enduse.reading.lexicon import fact_words
from enduse.reading.naming import Mention, is_body
from enduse.reading.passage import joined_before, link
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said
from enduse.reading.sentences import is_denied


def read_ties(flat: str, actors: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield the links that the words between two names tell; the first rule that fits speaks alone."""
    for number, (left, right) in enumerate(itertools.pairwise(actors)):
        if right.lead - left.end > 160 or left.key == right.key:
            continue
        for rule in (_alias, _kin, _bracketed_kin):
            made = rule(flat, left, right)
            if made is not None:
                yield made
                break
        else:
            yield from _said_between(flat, actors[: number + 1], left, right)
    yield from _on_behalf(flat, actors)


def _alias(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X, also known as Y"."""
    wide = flat[left.end : right.start]
    at = any_of(fact_words().alias_words).search(wide)
    if not at or wide[: at.start()].strip(" ,(") not in ("", "which is", "which was", "who is", "is", "or"):
        return None
    if not re.fullmatch(r"[ ,:]*(?:the )?", wide[at.end() :]):
        return None
    return Said(about="party", subject=left.key, prop="alias", value=right.name, start=left.start, end=right.end)


def _kin(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X and its subsidiary Y" and "X's front company Y"."""
    wide = flat[left.end : right.start]
    owner = re.search(rf"'s (?:[A-Za-z\-]+ ){{0,2}}?({_owner_nouns()}),? *$", wide)
    if owner:
        return link(left, fact_words().kin_reversed[owner[1]], right, left.start, right.end)
    if _HIS_FIRM.search(wide):
        return link(right, "owned_by", left, left.start, right.end)
    is_his = left.schema == "Person" and re.fullmatch(r",? and (?:his|her) ", flat[left.end : right.lead]) is not None
    if is_his and is_body(right):
        return link(right, "owned_by", left, left.start, right.end)
    at = re.search(rf"(?:\band its|\bits|'s) (?:[A-Za-z\-]+ ){{0,2}}?({_kin_nouns()}),? *$", wide)
    return link(right, fact_words().kin_nouns[at[1]], left, left.start, right.end) if at else None


_HIS_FIRM = re.compile(
    r"^,? (?:and|through|via|using) (?:his|her) (?:[A-Za-z\-]+ ){0,2}(?:company|firm|business),? *$"
)


def _bracketed_kin(flat: str, left: Mention, right: Mention) -> Said | None:
    """Read "X (a Y subsidiary)"."""
    after = re.match(rf" ({_kin_nouns()})\b", flat[right.end :])
    if not after or not re.match(r" *\(an? *$", flat[left.end : right.start]):
        return None
    return link(left, fact_words().kin_nouns[after[1]], right, left.start, right.end)


@cache
def _owner_nouns() -> str:
    return "|".join(sorted(map(re.escape, fact_words().kin_reversed), key=lambda noun: (-len(noun), noun)))


@cache
def _kin_nouns() -> str:
    return "|".join(sorted(map(re.escape, fact_words().kin_nouns), key=lambda noun: (-len(noun), noun)))


def _said_between(flat: str, before: tuple[Mention, ...], left: Mention, right: Mention) -> Iterator[Said]:
    """Yield what the words between two names say of the first, and of those "and" joins to it if they mean several."""
    between = flat[left.end : right.lead]
    for cue in fact_words().relations:
        at = any_of(cue.words).search(between)
        if at and ";" in between[: at.start()]:
            continue
        if at and (
            re.search(r"\band (?!is\b|are\b|was\b|an?\b)", between[: at.start() + 4])
            or _is_anothers(between[: at.start()], at[0])
        ):
            continue
        if at and _OTHERS.search(between[: at.start()]):
            continue
        if at and _leads_up_to(between[at.end() :]):
            denied = is_denied(between[: at.start()])
            is_relative = re.match(r",? (?:which|who)\b", between) is not None
            first = _behalf(flat, before, left) if cue.kind == "acts_for" and not is_relative else left
            is_plural = re.search(r"\b(?:are|were|act|both|companies|agents)\b", between[: at.end()])
            for each in joined_before(flat, before, first) if is_plural else (first,):
                kind = "acts_for" if cue.kind == "employed_by" and each.schema != "Person" else cue.kind
                if cue.side == "reverse":
                    yield link(right, cue.kind, each, each.start, right.end, denied=denied)
                else:
                    yield link(each, kind, right, each.start, right.end, denied=denied)
            return


_DESCRIPTION = re.compile(r" (?:the )?(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?'s )?(?:[a-z\-]+ ){1,8}")


def _leads_up_to(rest: str) -> bool:
    """Tell whether what follows the words of a tie only describes the name after: "Ruritania's rocket developer"."""
    return (len(rest) <= 40 and "," not in rest.rstrip(" ,")) or _DESCRIPTION.fullmatch(rest) is not None


# Plain nouns of firms right before words of a tie: these are tied, not the name before.
_OTHERS = re.compile(
    r"\b(?:to|from|with|for|by|of|and) (?:[a-z\-]+ ){0,3}"
    r"(?:entit(?:y|ies)|firms?|compan(?:y|ies)|organizations?|individuals?|institutes?|bodies|customers?)"
    r"(?: that are| which are)? $"
)


def _is_anothers(opened: str, words: str) -> bool:
    """Tell whether a noun of kin names a third party: "in contact with the Ruritanian subsidiary of X"."""
    if not words.lower().startswith(
        ("subsidiary", "affiliate", "branch", "employee", "component", "procurement", "purchasing", "agent")
    ):
        return False
    return (
        re.search(r"\b(?:with|from|to|by|through|via|of|for) (?:the |an? )?(?:[A-Z][A-Za-z]+ ?)*$", opened) is not None
    )


def _on_behalf(flat: str, actors: tuple[Mention, ...]) -> Iterator[Said]:
    """Read "the order was placed by X on Y's behalf"."""
    for number, right in enumerate(actors):
        opened = re.search(r"\bon (?:the )?$", flat[: right.lead])
        if not number or not opened or not re.match(r"(?:'s|') behalf\b", flat[right.end :]):
            continue
        left = actors[number - 1]
        if opened.start() - left.end <= 80 and left.key != right.key:
            yield link(left, "acts_for", right, left.start, right.end)


def _behalf(flat: str, actors: tuple[Mention, ...], nearest: Mention) -> Mention:
    """Return who acts for another: not the source that goods are bought from, but the name before it."""
    earlier = [each for each in actors if each.end <= nearest.lead]
    is_source = re.search(r"\bfrom (?:the |both )?$", flat[max(0, nearest.lead - 20) : nearest.lead])
    return earlier[-1] if is_source and earlier else nearest

"""Who applies for a license to export is the seller, whether it is granted, refused or not yet applied for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.dealing import role_of
from enduse.reading.naming import Mention
from enduse.reading.passage import joined_before
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said

_PATH = "lexicons/applicants.yaml"
_REACH = 70  # characters between what is done and what is applied for
_HELPS = re.compile(
    r"(?:'s|'|,)?(?: \([^()]{1,20}\))?,?(?: (?:has|had|have|did|does|do|will|would|may|must|should|could|might|can|to"
    r"|not|n't|yet|also|never|since|recently|previously|first|then|again|both|formally))*(?: (?!apply)[a-z]+ly)? "
)
_ASIDE = re.compile(r"[;:]|\b(?:which|who|that|because|but)\b")
_LEADS = re.compile(r"(?: (?:the|an?|both|its|[A-Z][a-z]+|[a-z]+ (?:firm|company)|firms?|compan(?:y|ies)))* *")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    papers: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]


@cache
def _words() -> _Words:
    node = open_knowledge(_PATH)
    found = _Words(**{part: node.get(part).required().texts() for part in ("papers", "after", "before")})
    node.faults.check(KnowledgeError)
    return found


def read_applicants(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield that those who apply for a license to export sell. Cost: linear in the sentence.

    The claim rests on the name alone: that a license was not applied for is no denial that its holder sells.
    """
    words = _words()
    if not parties or any_of(words.papers).search(flat) is None:
        return
    for number, party in enumerate(parties):
        if party.schema == "Person" or party.is_unnamed:
            continue
        if _applies(flat, party, words) or _is_answered(flat, party, words):
            for each in joined_before(flat, parties[:number], party):
                if each.schema != "Person":
                    yield role_of(each, "supplier", each.start, each.end)


def _applies(flat: str, party: Mention, words: _Words) -> bool:
    """Tell whether words after a name say that it applies: "X had not applied for", "X's application for"."""
    helps = _HELPS.match(flat, party.end)
    does = any_of(words.after).match(flat, helps.end()) if helps else None
    paper = any_of(words.papers).search(flat, does.end(), does.end() + _REACH) if does else None
    return does is not None and paper is not None and not _ASIDE.search(flat, does.end(), paper.start())


def _is_answered(flat: str, party: Mention, words: _Words) -> bool:
    """Tell whether words before a name say that it applied or was answered: "applications from X", "refused X a"."""
    near = flat[max(0, party.lead - _REACH) : party.start]
    for does in any_of(words.before).finditer(near):
        if not _LEADS.fullmatch(near, does.end()):
            continue
        after = any_of(words.papers).search(flat, party.end, party.end + _REACH)
        return after is not None or any_of(words.papers).search(near, 0, does.start()) is not None
    return False

"""Roles that the name of a firm tells in a sentence about its business: a forwarder that ships, a bank that pays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.reading.naming import Mention
from enduse.reading.phrases import any_of
from enduse.reading.roles import Said

_PATH = "lexicons/callings.yaml"
_REACH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """A role, the nouns in a name that tell it or forbid it, and the words it needs beside it."""

    role: str
    nouns: tuple[str, ...]
    beside: tuple[str, ...]
    unless: tuple[str, ...] = ()


def read_callings(flat: str, parties: tuple[Mention, ...]) -> Iterator[Said]:
    """Yield the roles that names tell where the words near them speak of that business. Cost: linear in the sentence.

    One that another owns or runs, or that buys or sells itself, is no less a bank or a carrier.
    """
    for party in parties:
        if party.is_unnamed or party.schema == "Person":
            continue
        for calling in _callings():
            if not _is_called(party.name, calling):
                continue
            before = flat[max(0, party.lead - _REACH) : party.lead]
            after = flat[party.end : party.end + _REACH]
            if any_of(calling.beside).search(before) or any_of(calling.beside).search(after):
                yield Said(
                    about="party",
                    subject=party.key,
                    prop="role",
                    value=calling.role,
                    start=party.start,
                    end=party.end,
                )


def is_service(name: str) -> bool:
    """Tell whether a name is that of a carrier, forwarder or bank: what goes through it makes it no middleman."""
    return any(_is_called(name, calling) for calling in _callings())


def _is_called(name: str, calling: Calling) -> bool:
    if calling.unless and _nouns(calling.unless).search(name):
        return False
    return _nouns(calling.nouns).search(name) is not None


@cache
def _nouns(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, nouns), key=lambda noun: (-len(noun), noun)))})\b")


@cache
def _callings() -> tuple[Calling, ...]:
    node = open_knowledge(_PATH)
    found = tuple(
        Calling(
            role=each.get("role").text(),
            nouns=each.get("nouns").required().texts(),
            beside=each.get("with").required().texts(),
            unless=each.get("not").texts(),
        )
        for each in node.get("callings").required().items()
    )
    node.faults.check(KnowledgeError)
    return found

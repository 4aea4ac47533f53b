"""Whose letter or mail a text is: the firm of its letterhead, or of the signature at its end."""

from __future__ import annotations

import re

from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, kind_words
from enduse.reading.kinds.registry import Registry, Token, find_mentions, tokens_of

# The first words of the address of one who is written to.
_ADDRESSED = re.compile(r"\s*(?:To|Attn|Attention|Mr|Mrs|Ms|Dr|Messrs|Herrn?|Frau|An|M\.|Mme|À|Sr|Sra|A la)\b")
_HEAD = 2  # blocks in which a letterhead stands
_LEAST_WORDS = 2
_SHORT = 140  # characters of a signature


def find_sender(text: str, blocks: tuple[Block, ...], registry: Registry, words: PaperWords) -> str:
    """Return the key of the firm that writes, entered into the registry if only a signature names it, "" for none."""
    for block in blocks[:_HEAD]:
        if block.is_skipped or _ADDRESSED.match(text, block.start):
            continue
        for each in find_mentions(text, block.start, block.end, registry):
            if not registry.parties[each.key].is_person:
                return each.key
    closing = [number for number, block in enumerate(blocks) if _closes(text, block, words)]
    heads = [block for block in blocks[:_HEAD] if block.is_heading]
    signed = blocks[closing[0] :] if closing else [each for each in blocks[-_HEAD:] if each.end - each.start < _SHORT]
    for block in (*heads, *signed):
        firm = _firm_of_line(text, block)
        if firm:
            party = registry.add(text[firm[0] : firm[1]], *firm, is_person=False)
            return party.key if party else ""
    return ""


def find_addressee(text: str, blocks: tuple[Block, ...], registry: Registry, words: PaperWords, sender: str) -> str:
    """Return the key of the firm whose name stands in the address above the greeting of a letter, "" for none."""
    greeting = next((number for number, block in enumerate(blocks) if _greets(text, block, words)), 0)
    for block in reversed(blocks[:greeting]):
        firm = _firm_of_line(text, block)
        name = text[firm[0] : firm[1]] if firm else ""
        if firm is None or (sender and name in registry.parties[sender].name):
            continue
        party = registry.add(name, *firm, is_person=False)
        if party is not None and party.key != sender:
            return party.key
    return ""


def _greets(text: str, block: Block, words: PaperWords) -> bool:
    return text[block.start : block.end].strip().lower().startswith(words.greetings)


def _closes(text: str, block: Block, words: PaperWords) -> bool:
    return text[block.start : block.end].strip().lower().startswith(words.skip_after)


def _goes_before(text: str, one: Token, other: Token) -> bool:
    return one.text[0].isupper() and text[one.end : other.start] == " "


def _firm_of_line(text: str, block: Block) -> tuple[int, int] | None:
    """Return the place of a name that ends with a legal form in a line of its own or behind a comma."""
    forms, weak = kind_words().legal_forms, kind_words().weak_forms
    tokens = tokens_of(text, block.start, block.end)
    for at, token in enumerate(tokens):
        is_last = at + 1 == len(tokens) or "\n" in text[token.end : tokens[at + 1].start]
        if token.text not in forms or (token.text in weak and not is_last):
            continue
        first = at
        while first and _goes_before(text, tokens[first - 1], tokens[first]):
            first -= 1
        if at - first + 1 >= _LEAST_WORDS:
            return tokens[first].start, token.end
    return None

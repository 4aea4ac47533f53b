"""Whose letter or mail a text is: the firm of its letterhead, or of the signature at its end."""

from __future__ import annotations

from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, kind_words
from enduse.reading.kinds.registry import Registry, Token, find_mentions, tokens_of

_HEAD = 2  # blocks in which a letterhead stands
_LEAST_WORDS = 2
_SHORT = 140  # characters of a signature


def find_sender(text: str, blocks: tuple[Block, ...], registry: Registry, words: PaperWords) -> str:
    """Return the key of the firm that writes, entered into the registry if only a signature names it, "" for none."""
    for block in blocks[:_HEAD]:
        if block.is_skipped:
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

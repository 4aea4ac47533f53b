"""Whom an order is about: the names and addresses that stand under its title or behind "In the matter of".

Orders print them as running text before the first sentence: name, other names, address, a semicolon, the next name.
The words of the addresses are no names, so the place is read here and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.reading.kinds.fields import Entry, find_aliases, looks_like_name, may_be_person, name_at, place_in
from enduse.reading.kinds.lexicon import PaperWords, kind_words
from enduse.reading.kinds.registry import Registry, find_mentions
from enduse.reading.kinds.scene import make_tie
from enduse.reading.roles import Said

_REACH = 6_000  # characters of a paper in which its caption stands
_MOST = 600  # characters of one name with its addresses
_BESIDE = 5  # characters between a name and the firm that opens its address
_MATTER = re.compile(r"\b(?:[Ii]n the [Mm]atters? of|IN THE MATTERS? OF):?\s{1,40}")
_TITLE = re.compile(
    r"(?m)^[ \t]*(?:Order|ORDER) [^\n.;]{0,60}\b(?:Den(?:ying|ial)|DEN(?:YING|IAL)) (?:of )?"
    r"(?:Export Privileges|EXPORT PRIVILEGES)[ \t]*\n\s*"
)
# What ends a caption: who they are, the paper's title, a paragraph of its own.
_ENDS = re.compile(
    r"[;,]?\s+(?:Respondents?\b|(?:Recommended |Final )?Decision and Order\b"
    r"|Orders? (?:Denying|Temporarily|Renewing|Relating))"
    r"|\n[ \t]*\n|\n[ \t]*(?=(?:On|Pursuant|In|This|The|Section)\s)"
)
# A sentence, and no name with its address.
_TELLS = re.compile(
    r"\b(?:is|was|were|has|have|had|pursuant|hereby|alleged|filed|dated|issued|between|regarding)\b", re.IGNORECASE
)


def find_respondents(
    flat: str, text: str, start: int, end: int, words: PaperWords
) -> tuple[list[Entry], tuple[int, int]]:
    """Return an entry for each name of an order's caption, and the place that the caption takes up.

    No entry and an empty place where the caption has no address or reads like sentences.
    """
    limit = min(end, start + _REACH)
    for opening in (_MATTER, _TITLE):
        at = opening.search(text, start, limit)
        if at is None:
            continue
        found = _read_pieces(flat, text, at.end(), limit, words, has_title=opening is _TITLE)
        if found:
            return found, (at.end(), max(entry.end for entry in found))
    return [], (start, start)


def _read_pieces(
    flat: str, text: str, start: int, end: int, words: PaperWords, *, has_title: bool
) -> list[Entry]:
    """Read names up to the end of a caption. Under a title a paragraph of its own may hold each of them."""
    found: list[Entry] = []
    at = start
    while at < end and len(found) < _MOST:
        stop = _ENDS.search(text, at, end)
        last = stop.start() if stop else end
        cut = text.find(";", at, last)
        piece_end = cut if cut >= 0 else last
        entry = _read_piece(flat, at, piece_end, words)
        if entry is None:
            break
        found.append(entry)
        at = piece_end + 1
        if cut < 0:
            break
        joint = re.compile(r"\s*(?:and\s+)?").match(text, at)
        at = joint.end() if joint else at
    return found if not has_title or len(found) > 1 else []


def _read_piece(flat: str, start: int, end: int, words: PaperWords) -> Entry | None:
    """Read one name with what follows it; None for what reads like a sentence or has no address."""
    body = flat[start:end]
    if not 0 < len(body.strip()) <= _MOST or _TELLS.search(body):
        return None
    name, stop = name_at(flat, start, end)
    address = flat[stop:end]
    if not name[0] or not looks_like_name(name[0]) or name[0].isdigit() or len(name[0].split()) < 2:
        return None
    if not any(char.isdigit() for char in address) and not place_in(flat, stop, end, words)[0]:
        return None
    entry = Entry(name=name, start=start, end=end, is_person=is_person_named(name[0], words))
    entry.aliases += [alias for alias in find_aliases(flat, stop, end, words) if alias[2] <= end]
    entry.country = place_in(flat, stop, end, words)
    return entry


def tie_respondents(text: str, entries: list[Entry], registry: Registry) -> Iterator[Said]:
    """Yield that a person works for another one of the caption whose name opens the address: "Y, Vorne Wings, ..."."""
    text = text[: max((entry.end for entry in entries), default=0)].replace("--", "  ")
    for entry in entries:
        firm = next(iter(find_mentions(text, entry.name[2], entry.end, registry)), None) if entry.is_person else None
        person = next(iter(find_mentions(text, entry.name[1], entry.name[2], registry)), None)
        if firm and person and firm.key != person.key and firm.start - entry.name[2] < _BESIDE:
            yield make_tie("employed_by", person.key, firm.key, person.start, firm.end)


def is_person_named(name: str, words: PaperWords) -> bool:
    """Tell a name of two to four plain words, none of which firms use."""
    parts = name.replace(",", " ").split()
    if len(parts) == 4:
        forms = kind_words().legal_forms | words.body_last
        return not any(part in forms or not part.replace("-", "").isalpha() for part in parts)
    return may_be_person(name.replace("-", ""), words)

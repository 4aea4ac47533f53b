"""Short forms and other names that a paper defines in brackets right after a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enduse.reading.kinds.lexicon import PaperWords, one_of
from enduse.reading.kinds.name_kinds import DEFINES, barred_words, fits_acronym
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.registry import Party, fold_tokens


def find_short_forms(flat: str, end: int, party: Party, words: PaperWords) -> Iterator[tuple[str, int, int]]:
    """Yield the short forms and other names that stand in brackets right after a name."""
    at = DEFINES.match(flat, end)
    while at:
        if (
            at["quote"].strip()
            or fits_acronym(at["short"], party.name)
            # In the party's own tongue the letters may be others.
            or (not party.is_person and _ACRONYM.fullmatch(at["short"]))
            or fold_tokens(at["short"]) in fold_tokens(party.name).split()
        ):
            for part in ("short", "more"):
                if at[part] and not country_of(at[part], words.language) and not _generic(at[part], words):
                    for alias in re.split(r"[\"”“»«],? (?:and|or|und|et|y) [\"“«]|; ", at[part]):
                        yield alias, at.start(part), at.end(part)
        yield from find_aliases_behind(flat, at.start(), at.end(), words)
        at = None
    yield from find_aliases_behind(flat, end, min(len(flat), end + 3), words)
    running = one_of(words.alias_words).match(flat, end + (2 if flat[end : end + 2] == ", " else 1))
    if running:
        name = re.match(
            r"[ ]*[\"“«]?(?P<name>[^\W\d_][\w'.-]*(?:[ ][^\W\d_a-zà-ÿ][\w'.-]*){0,5})",
            flat[running.end() : running.end() + 80],
        )
        if name and name["name"][0].isupper():
            first = running.end() + name.start("name")
            yield flat[first : running.end() + name.end("name")].rstrip(".,"), first, running.end() + name.end("name")


_ACRONYM = re.compile(r"[A-Z]{3,8}")


def _generic(text: str, words: PaperWords) -> bool:
    low = text.lower().removeprefix("the ").strip()
    return (
        low in words.kind_nouns
        or low in words.person_nouns
        or low.title() in words.openers
        or bool(barred_words(words.language).search(text))
    )


def find_aliases_behind(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[str, int, int]]:
    """Yield the names that words such as "also known as" introduce between two places."""
    head = one_of(words.alias_words).match(flat, start + (2 if flat[start : start + 2] == " (" else 0), end + 40)
    if head is None:
        return
    stop = flat.find(")", head.end(), head.end() + 400) if flat[start : start + 2] == " (" else -1
    if stop < 0:
        return
    at = head.end()
    for part in re.split(r"[;,]", flat[head.end() : stop]):
        clean = one_of(words.alias_words).sub("", part).strip(" .:\"“”«»'")
        if clean:
            first = flat.find(clean, at)
            yield clean, first, first + len(clean)
        at += len(part)

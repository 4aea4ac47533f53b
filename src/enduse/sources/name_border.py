"""Where a name ends and an address begins in running text, and what parts one name from the next.

The lists print "NAME, ADDRESS" with nothing but commas, and legal forms follow
commas too. `knowledge/lexicons/list_entries.yaml` holds the words that tell;
where they cannot, the name is the first piece and the rest is address, so
nothing is lost. Cost: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from enduse.knowledge.countries import find_country
from enduse.knowledge.shelf import open_knowledge

MAX_NAME_PIECES = 12
# Bounded repetition throughout, so that matching stays linear in hostile text.
ALIAS_MARK = re.compile(
    r"[,;\s]{0,4}\(?\b(?P<kind>a\.?\s?k\.?\s?a|f\.?\s?k\.?\s?a)\b\.?[,;:]?\s{0,3}", re.IGNORECASE
)
_TIGHT_COMMA = re.compile(r"(?<=[.)a-z]),(?=[0-9A-Z#(])")
_END_FIGURES = re.compile(r"[\s\d-]{1,20}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAlias:
    """Another name as printed; `is_former` when the list says "formerly"."""

    text: str
    is_former: bool = False


def split_names(text: str) -> tuple[EntryAlias, ...]:
    """Split names parted by commas, each with its legal form ("A Co., Ltd., B"); "F.K.A." marks a former name."""
    found: list[EntryAlias] = []
    for piece in (part.strip() for part in text.split(",")):
        if found and piece and is_name_ending(piece):
            found[-1] = EntryAlias(text=f"{found[-1].text}, {piece}", is_former=found[-1].is_former)
        elif piece:
            mark = ALIAS_MARK.match(piece)
            former = bool(mark and mark["kind"].lower().startswith("f"))
            found.append(EntryAlias(text=piece[mark.end():].strip() if mark else piece, is_former=former))
    return tuple(found)


def is_name_ending(piece: str) -> bool:
    """Tell whether a piece after a comma is a legal form and so belongs to the name before it."""
    return _squeeze(piece) in _lexicon().endings


def find_address_country(address: str) -> tuple[str, str] | None:
    """Return the country an address ends in, as code and as printed, None when it ends in none that is known.

    Figures after the country ("Russia 119071") or in place of the last piece are a postal code.
    """
    for piece in reversed(address[-120:].split(",")[-2:]):
        printed = _END_FIGURES.sub("", piece.strip(" .;")).strip()
        code = find_country(printed) if len(printed) > 3 or printed in _lexicon().short_countries else None
        if code:
            return code, printed
        if printed and not any(sign.isdigit() for sign in piece):
            return None
    return None


def split_marks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield (is former, words) for each a.k.a. or f.k.a. in turn."""
    marks = list(ALIAS_MARK.finditer(text))
    for here, after in zip(marks, [*marks[1:], None], strict=True):
        words = text[here.end(): after.start() if after else len(text)]
        yield here["kind"].lower().startswith("f"), words.strip(" ,;()")


def split_people(text: str) -> list[str]:
    """Split "A B, C D and E F": only where every piece is two or three plain words, as people's names are."""
    pieces = re.split(r", | and ", text)
    return pieces if all(re.fullmatch(r"[\w'-]+(?: [\w'-]+){1,2}", piece) for piece in pieces) else [text]


def split_at_countries(text: str) -> Iterator[str]:
    """Part "..., Kabul, Afghanistan, and Dasht Qala, ..." after a country that "and" follows."""
    start = 0
    for mark in re.finditer(r",? and ", text):
        if find_address_country(text[max(start, mark.start() - 60): mark.start()]):
            yield text[start: mark.start()]
            start = mark.end()
    yield text[start:]


def split_name(text: str) -> tuple[str, str]:
    """Part "NAME, ADDRESS" with the lexicon: the name takes each legal form and body that follows a comma."""
    words = _lexicon()
    text = _TIGHT_COMMA.sub(", ", text)
    cut = words.closing.search(text)
    pieces = text.split(", ")
    name, used = pieces[0], 1
    for piece in pieces[1:MAX_NAME_PIECES]:
        if not words.continues(piece):
            break
        name, used = f"{name}, {piece}", used + 1
    if cut and cut.start("opener") < len(name) + 40 and len(name) > cut.end("form") - 1:
        return text[: cut.end("form")].strip(" ,"), text[cut.start("opener"):]
    if cut and used < len(pieces) and pieces[used].startswith(cut["form"]):
        return text[: cut.end("form")].strip(" ,"), text[cut.start("opener"):]
    return name.strip(" ,"), ", ".join(pieces[used:]).strip(" ,")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    closing: re.Pattern[str]
    endings: frozenset[str]
    short_countries: frozenset[str]
    continues: Callable[[str], bool]
    abbreviations: frozenset[str]
    numbers: dict[str, int]


@cache
def _lexicon() -> _Lexicon:
    top = open_knowledge("lexicons/list_entries.yaml")
    endings = frozenset(top.get("name_endings").texts())
    openings = top.get("name_continuations").texts()
    forms = "|".join(re.escape(form) for form in sorted(top.get("closing_forms").texts(), key=len, reverse=True))
    openers = "|".join(re.escape(word) for word in sorted(top.get("address_openers").texts(), key=len, reverse=True))
    closings = tuple(f"{form} " for form in top.get("closing_forms").texts())
    numbers = {word: node.integer() or 0 for word, node in top.get("numbers").mapping().items()}
    top.faults.check()
    return _Lexicon(
        closing=re.compile(
            rf"(?<=\s)(?P<form>{forms})\s"
            rf"(?P<opener>(?:{openers})(?=[\s\d#])|\d{{1,6}}(?!\d|(?:st|nd|rd|th) (?:Research|Instit)))"
        ),
        endings=endings,
        short_countries=frozenset(top.get("short_countries").texts()),
        continues=lambda piece: _squeeze(piece) in endings or piece.startswith((*openings, *closings)),
        abbreviations=frozenset(top.get("abbreviations").texts()),
        numbers=numbers,
    )


def _squeeze(piece: str) -> str:
    """Spell a piece for the look-up: lower case, no stops, no spaces, no trailing bracket such as "(HK)"."""
    bare = re.sub(r"\s?\([^()]{0,40}\)[.,;]?$", "", piece) or piece
    return re.sub(r"[.\s,;]", "", bare).lower()


def read_count(word: str) -> int:
    return int(word) if word.isdigit() and len(word) < 4 else _lexicon().numbers.get(word.lower(), 0)


def trim_name(text: str) -> str:
    """Take off what joins a piece to the next, and a full stop unless an abbreviation owns it."""
    text = text.strip(" ,;")
    for joint in (" and", " or"):
        text = text.removesuffix(joint).rstrip(" ,;")
    if text.endswith(".") and not text.endswith(".."):
        last = text[:-1].rpartition(" ")[2].lower()
        if last not in _lexicon().abbreviations and "." not in last:
            text = text[:-1]
    return text.strip(" ,;")


def cut_sentence(text: str) -> tuple[str, str]:
    """Part the text at the first full stop that ends a sentence and not an abbreviation."""
    for stop in re.finditer(r"\.\s?(?=\w)", text):
        last = text[max(0, stop.start() - 30): stop.start()].rpartition(" ")[2].lower()
        if last not in _lexicon().abbreviations and len(last) > 1 and "." not in last:
            return text[: stop.start()], text[stop.end():]
    return text, ""


def cut_bracket(text: str) -> tuple[str, str]:
    """Part "(...) rest" at the bracket that closes the first, None closing takes all."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text[1:place], text[place + 1:]
    return text[1:], ""

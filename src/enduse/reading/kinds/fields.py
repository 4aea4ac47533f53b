"""The parts of an entry of a list: names, other names, places, reasons, by labels and by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, kind_words, one_of, paper_words
from enduse.reading.kinds.places import country_of, find_places

_NAME_STOP = re.compile(
    # "(Pty) Ltd", "(Hong Kong) Limited" and "(Hong Kong) International" belong to the name.
    r"\s*(?:,? ?\((?!(?:Hong Kong|HONG KONG|H\.?K\.?|China|CHINA|Shanghai|SHANGHAI|Singapore|SINGAPORE)\)\s[A-Z])"
    r"(?![^()]{1,20}\)\s(?:Ltd|Limited|Co|Company|LLC|Inc|GmbH|FZE|FZCO|LTD|LIMITED)\b)"
    r"|,\s*(?=a\.?k\.?a|f\.?k\.?a|also known|alias|located|with a last|Room|No\.|P\.?O\.|Unit"
    r"|Office|Suite|\d)|;|\||\s-\s|$)"
)


# What a list prints where it has nothing to tell: "na", "nd" (no disponible, non disponible), "k. A." (keine Angaben).
UNTOLD = re.compile(r"(?:na|n/a|nd|n\.d\.?|k\. ?a\.?|-+|–|—)", re.IGNORECASE)


DASHED = re.compile(r"\s*(?:-{1,2}\s?[^\W\d_]|—|–)")


_MAX_NAME = 140
# Where a sentence begins behind the value of a label: "Nationality: X. Director of Y".
_SENTENCE = re.compile(r"(?<=[\w)])\. {1,2}(?=[^\W\d_a-zß-öø-ÿ][\w'-]+ (?:[a-zà-ÿ]+ ){1,}[\w(]|He |She |It )")


@dataclass(slots=True)
class Entry:
    """One entry of a list: places of its names, of what tells its state, and of the words that say why."""

    name: tuple[str, int, int]
    aliases: list[tuple[str, int, int]] = field(default_factory=list)
    country: tuple[str, int, int] = ("", 0, 0)
    is_person: bool = False
    reasons: list[tuple[int, int]] = field(default_factory=list)
    start: int = 0
    end: int = 0
    date: str = ""


@cache
def label_pattern(language: str) -> re.Pattern[str]:
    parts = sorted(map(re.escape, paper_words(language).labels), key=lambda part: (-len(part), part))
    return re.compile(rf"(?<![\w])(?P<label>{'|'.join(parts)})(?:\s\(s\))?\s*:\s*", re.IGNORECASE)


def find_labels(flat: str, start: int, end: int, words: PaperWords) -> list[re.Match[str]]:
    """Return the labels of a stretch; "the following two aliases:" is none."""
    found = label_pattern(words.language).finditer(flat, start, end)
    return [at for at in found if not re.search(r"following \w+ $", flat[max(start, at.start() - 24) : at.start()])]


def may_be_person(name: str, words: PaperWords) -> bool:
    """Tell a name of two or three plain words, none of which firms use."""
    parts = name.replace(",", " ").split()
    forms = kind_words().legal_forms | words.body_last
    known = {each.lower() for each in forms} | set(words.kind_nouns)
    return len(parts) in (2, 3) and not any(part.lower() in known or not part.isalpha() for part in parts)


def name_at(flat: str, start: int, end: int) -> tuple[tuple[str, int, int], int]:
    """Return the name at the beginning of a stretch and where it ends: before an alias, a bracket or an address."""
    start += len(flat[start:end]) - len(flat[start:end].lstrip(" \"“«„'"))
    pieces = flat[start : min(end, start + _MAX_NAME)]
    stop = _NAME_STOP.search(pieces)
    last = stop.start() if stop else len(pieces)
    comma = pieces.find(",")
    while 0 <= comma < last:
        after = pieces[comma + 1 :].lstrip(' "')
        word = re.match(r"[^\s,;()]+", after)
        is_form = word is not None and (
            word[0] in kind_words().legal_forms or word[0].rstrip(".") in kind_words().legal_forms
        )
        if not is_form:
            turned = (
                pieces[:comma].upper() == pieces[:comma] and word is not None and word[0][:1].isupper() and comma < 40
            )
            given = re.match(r"[ ](?:[^\W\d_][\w'.-]*[ ]?){1,4}(?=[ ]*(?:[(;|,\n]|$))", pieces[comma + 1 : last])
            if turned and given and given[0].strip().upper() != given[0].strip():
                last = comma + 1 + given.end()
            else:
                last = comma
            break
        comma = pieces.find(",", comma + 1)
    name = pieces[:last].rstrip(" ,.;:\"”»'") + (
        "." if pieces[last - 1 : last] == "." and _ends_in_form(pieces[:last]) else ""
    )
    if name.endswith("-based") or len(name) < 3:
        return ("", start, start), start
    return (name, start, start + len(name)), start + len(name)


def _ends_in_form(text: str) -> bool:
    return bool(text.split()) and text.split()[-1] in kind_words().legal_forms


def looks_like_name(name: str, *, least: float = 0.66) -> bool:
    words = name.split()
    capitals = sum(word[0].isupper() or word[0].isdigit() or word[0] in "(&-" for word in words)
    return 1 <= len(words) <= 14 and words[0][0].isupper() and capitals >= least * len(words)


def turn_name(name: tuple[str, int, int]) -> tuple[str, int, int]:
    """Return "VORNE, Anna" as "Anna VORNE"; its place stays that of the printed form."""
    found = re.fullmatch(r"([^\W\d_][^,a-z]{1,40}), ([^,]{2,50})", name[0])
    if not found or found[2].strip(". ").split()[0].rstrip(".") in {
        each.rstrip(".") for each in kind_words().legal_forms
    }:
        return name
    return f"{found[2].strip()} {found[1].strip()}", name[1], name[2]


def fill_entry(flat: str, start: int, end: int, entry: Entry, words: PaperWords) -> None:
    """Take aliases, state and reasons from the text after the name of an entry."""
    labels = find_labels(flat, start, end, words)
    first = labels[0].start() if labels else end
    entry.aliases += find_aliases(flat, start, first, words)
    # An address with its label tells the state better than the other names before it.
    if not any(words.labels[at["label"].lower()] in ("address", "nationality") for at in labels):
        _locate(flat, start, first, entry, words)
    _by_label(flat, labels, end, entry, words)
    _locate(flat, start, first, entry, words)


def read_labels(flat: str, start: int, end: int, entry: Entry, words: PaperWords) -> None:
    """Take what the labels of a stretch tell: "Date of birth: ..., Nationality: ..."."""
    _by_label(flat, find_labels(flat, start, end, words), end, entry, words)


def _by_label(flat: str, labels: list[re.Match[str]], end: int, entry: Entry, words: PaperWords) -> None:
    for number, at in enumerate(labels):
        kind = words.labels[at["label"].lower()]
        stop = labels[number + 1].start() if number + 1 < len(labels) else end
        if kind == "alias":
            text = flat[at.end() : stop]
            for part in re.split(r"[;,]|\(\d{1,2}\)|(?<!\w)[a-z]\)\s", text):
                name = part.strip(' ."“”')
                if 1 < len(name) < 80 and not UNTOLD.fullmatch(name):
                    place = flat.find(name, at.end())
                    entry.aliases.append((name, place, place + len(name)))
        if kind != "reasons":
            told = _SENTENCE.search(flat, at.end(), stop)
            if told and stop - told.end() > 20:
                entry.reasons.append((told.end(), stop))
                stop = told.start()
        if kind in ("address", "nationality") and (not entry.country[0] or kind == "nationality"):
            place_found = place_in(flat, at.end(), stop, words)
            entry.country = place_found if place_found[0] else entry.country
        elif kind == "reasons" and stop - at.end() > 20:
            entry.reasons.append((at.end(), stop))


def add_line(flat: str, block: Block, entry: Entry, words: PaperWords) -> None:
    """Take a further line of an open entry."""
    body = flat[block.start : block.end]
    if block.number in ("-", "--", "—") or DASHED.match(body):
        text, rest = body.lstrip(" -—"), ""
        cut = re.search(r"(?:;(?: and)?|\.)(?=\s|$)", text)
        while cut and _ends_in_form(text[: cut.start() + 1]) and text[cut.start()] == ".":
            cut = re.compile(r"(?:;(?: and)?|\.)(?=\s|$)").search(text, cut.end())
        text, rest = (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
        first = flat.find(text.strip(), block.start)
        if 1 < len(text.strip()) < 120:
            entry.aliases.append((text.strip(), first, first + len(text.strip())))
        if rest.strip():
            _locate(flat, block.end - len(rest), block.end, entry, words)
        return
    if body.lower().lstrip().startswith(("designated pursuant",)):
        entry.reasons.append((block.start, block.end))
        return
    labels = find_labels(flat, block.start, block.end, words)
    first = labels[0].start() if labels else block.end
    entry.aliases += find_aliases(flat, block.start, first, words)
    _by_label(flat, labels, block.end, entry, words)
    if not labels:
        _locate(flat, block.start, block.end, entry, words)


def _locate(flat: str, start: int, end: int, entry: Entry, words: PaperWords) -> None:
    if entry.country[0]:
        return
    bracket = re.match(r"[^;.]{0,200}?\((?P<place>[^()]{3,40})\)", flat[start:end])
    if bracket:
        word = bracket["place"].split()[0] if "individual" in bracket["place"] else bracket["place"]
        code = country_of(word, words.language)
        if code:
            entry.country = (code, start + bracket.start("place"), start + bracket.end("place"))
            return
    stop = flat.find(";", start, end)
    entry.country = place_in(flat, start, stop if stop > 0 else end, words)
    if not entry.country[0] and stop > 0:
        entry.country = place_in(flat, start, end, words)


def place_in(flat: str, start: int, end: int, words: PaperWords) -> tuple[str, int, int]:
    found = list(find_places(flat, start, end, words.language))
    return found[-1] if found else ("", 0, 0)


def find_aliases(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[str, int, int]]:
    """Yield the other names that stand after words such as "a.k.a."."""
    pattern = one_of(words.alias_words)
    for at in pattern.finditer(flat, start, end):
        first = at.end()
        counted = re.match(r",? the following (\w+) alias(?:es)?:\s*", flat[first:end])
        if counted:
            yield from _counted(flat, first + counted.end(), end, int(words.numbers.get(counted[1], "1")))
            return
        inside = flat.rfind("(", start, at.start()) > flat.rfind(")", start, at.start())
        close = flat.find(")", first, end) if inside else -1
        stop = close if close >= 0 else end
        following = pattern.search(flat, first, stop)
        stop = following.start() if following else stop
        for text, place in _parts(flat, first, stop, is_open=not inside):
            yield text, place, place + len(text)


def _counted(flat: str, start: int, end: int, count: int) -> Iterator[tuple[str, int, int]]:
    """Yield so many names that a dash opens each; the last ends at a full stop before the address."""
    for at in list(
        re.finditer(r"(?:--|—|–|(?<=\s)-(?=\S)|^-)\s*(?P<name>[^;—]{2,120}?)(?=;|--|—|\.\s|\.?$)", flat[start:end])
    )[:count]:
        name = at["name"].strip(" .,")
        place = start + at.start("name")
        stop = place + len(name)
        if flat[stop : stop + 1] == "." and _ends_in_form(f"{name}."):
            stop += 1
        yield flat[place:stop], place, stop


# "(alias Vorne Pumps, Vorne Valves)": names of two words or more with commas between; "VORNE, Anna" is one name.
_COMMAS = re.compile(r"\s*(?:[^\W\d_][^,;\s]*(?: [^,;\s]+)+, )+[^\W\d_][^,;\s]*(?: [^,;\s]+)+\s*")


def _parts(flat: str, start: int, end: int, *, is_open: bool) -> Iterator[tuple[str, int]]:
    """Yield the names of an alias list; without brackets only what stands before the address."""
    at = start
    between = r";|(?<![A-Z])\s--"
    if not is_open and _COMMAS.fullmatch(flat[start:end]):
        between = r",\s"
    for number, piece in enumerate(re.split(between, flat[start:end])):
        text = re.sub(r"^[\s,.:\-—]*(?:and |or |und |et |y )?[\"“«„']*", "", piece)
        name, _ = name_at(text, 0, len(text))
        if is_open and number and "--" not in flat[at - 3 : at + 4]:
            return
        clean = name[0].strip(" \"“”«»'.")
        place = flat.find(clean, at, end) if clean else -1
        if place >= 0 and len(clean) > 1:
            turned = turn_name((clean, place, place + len(clean)))
            yield clean, place
            if turned[0] != clean:
                yield turned[0], place
        at += len(piece) + 1

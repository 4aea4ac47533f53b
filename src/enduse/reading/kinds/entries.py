"""Entries of lists: who is listed, under which names, where, and in whose words why.

Handled are the forms in which American notices, acts of the Union, British notices,
notices on measures and orders print them: running text with an address, fields with
labels, numbered heads with labelled lines, rows of tables, and lines "X (Y)".
"""

from __future__ import annotations

import re

from enduse.reading.kinds.fields import (
    DASHED,
    UNTOLD,
    Entry,
    add_line,
    fill_entry,
    label_pattern,
    looks_like_name,
    may_be_person,
    name_at,
    turn_name,
)
from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, one_of
from enduse.reading.kinds.places import country_of
from enduse.reading.kinds.rows import (
    header_cells,
    is_body_heading,
    is_header_row,
    is_person_heading,
    read_row,
    read_stacked,
)

_PROGRAM = re.compile(r"\[[A-Z][A-Z0-9\-]{2,30}\]|\(individual\)")


# A line that says that entries are added or replaced is none itself.
_LISTS = re.compile(
    r"\b(?:(?:[Ff]ollowing|[Ss]uivante?s?|[Ff]olgende[nr]?|[Ss]iguientes?)\b[^|]{0,60}"
    r"\b(?:is|are|shall|est|sont|wird|werden|se|quedan?|fueron)\b"
    r"|(?:is|are|est|sont|wird|werden|se) (?:added to|deleted from|ajoutée?s? (?:à|sur)|añaden? (?:a|en)))\b"
)


def is_act_of_listing(line: str) -> bool:
    """Tell a line that says what is done with a list from one that stands in it."""
    return _LISTS.search(line) is not None


def find_entries(flat: str, blocks: tuple[Block, ...], words: PaperWords) -> tuple[list[Entry], set[int]]:
    """Return the entries of a paper and the numbers of the blocks that they take up."""
    entries: list[Entry] = []
    used: set[int] = set()
    country = ("", 0, 0)
    is_person = False
    open_entry: Entry | None = None
    headers = 0
    for number, block in enumerate(blocks):
        line = flat[block.start : block.end].strip()
        low = line.lower()
        if number in used:
            continue
        headers = headers + 1 if low in header_cells(words.language) else headers
        if headers >= 2 and not block.is_skipped and re.fullmatch(r"\(?\d{1,3}[.)]", line):
            stacked, taken = read_stacked(flat, blocks, number, words)
            if stacked is not None:
                stacked.is_person = is_person
                entries.append(stacked)
                used |= taken
                open_entry = None
                continue
        if block.is_skipped:
            open_entry = None if low[:12] != "----" else open_entry
            continue
        heading = _country_heading(line, words, block)
        if heading:
            country, open_entry = (heading, block.start, block.end), None
            used.add(number)
            continue
        if is_person_heading(low):
            is_person, open_entry = True, None
            continue
        if is_body_heading(low):
            is_person, open_entry = False, None
            continue
        if open_entry is not None and _continues(flat, block, words):
            add_line(flat, block, open_entry, words)
            used.add(number)
            continue
        found = _open_entry(flat, block, blocks[number + 1 : number + 5], words, is_person=is_person)
        if found is None and country[0] and block.number and ", " in line:
            found = _read_under_country(flat, block, words)
        if found is None and open_entry is not None and block.number:
            found = _read_bare(flat, block, words)
        if found is not None:
            if not found.country[0] and country[0]:
                found.country = country
            entries.append(found)
            used.add(number)
            open_entry = found
        elif block.is_heading or len(line) > 60:
            open_entry = None
            if block.is_heading:
                country = ("", 0, 0) if len(line.split()) > 3 else country
    return entries, used


def _country_heading(line: str, words: PaperWords, block: Block) -> str:
    label = re.match(r"(?:Country|Pays|Land|País)\s*:\s*(.+)", line)
    text = label[1] if label else line
    if not label and (len(line) > 45 or "." in line.rstrip(".") or block.number):
        return ""
    first = text.split(",")[0].strip()
    if not label and (first.upper() != first and not block.is_heading):
        return ""
    return country_of(first.title() if first.isupper() else first, words.language)


def _continues(flat: str, block: Block, words: PaperWords) -> bool:
    """Tell a line of the open entry: it begins with a label, a dash, an alias or words that only entries hold."""
    body = flat[block.start : block.end].strip()
    if block.number and block.number not in ("-", "--"):
        return False
    at = label_pattern(words.language).match(body)
    if at and words.labels[at["label"].lower()] != "name":
        return True
    if DASHED.match(body) or one_of(words.alias_words).match(body):
        return True
    low = body.lower()
    return low.startswith(("for all items", "designated pursuant", "license re", "presumption"))


def _open_entry(
    flat: str, block: Block, following: tuple[Block, ...], words: PaperWords, *, is_person: bool
) -> Entry | None:
    """Return the entry that a block begins, None when it begins none."""
    start, end = block.start, block.end
    body = flat[start:end]
    if is_header_row(flat, start, end, words) or is_act_of_listing(body):
        return None
    for reader in (read_row, _read_labelled, _read_running, _read_head):
        entry = reader(flat, start, end, block, following, words)
        if entry is not None:
            said = "(individual" in body.lower() or " individual)" in body
            entry.is_person = entry.is_person or is_person or said or may_be_person(entry.name[0], words)
            entry.start, entry.end = start, end
            return entry
    return None


def _read_labelled(
    flat: str, start: int, end: int, block: Block, following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read "Name: X (alias Y)", "Entity: X, a.k.a. Y, address"."""
    lead = re.match(r"\s*(?:[A-Z]{2}[ie]\.\d{3}\.?\s+)?", flat[start:end])
    at = label_pattern(words.language).match(flat, start + (lead.end() if lead else 0), end)
    if at is None or words.labels[at["label"].lower()] != "name":
        return None
    first = at.end()
    numbered = re.match(r"1:\s*", flat[first:end])
    first += numbered.end() if numbered else 0
    stops = [found.start() for found in label_pattern(words.language).finditer(flat, first, end)]
    name, stop = name_at(flat, first, min([*stops, end]))
    if not name[0] or not (stops or _tells_entry(flat, block, following, words)):
        return None
    if numbered:
        pieces = [each.strip() for each in re.split(r"\s*\b\d:\s*", flat[first : min([*stops, end])])]
        whole = " ".join(each for each in pieces if each and not UNTOLD.fullmatch(each))
        name = (whole, first, first + len(whole)) if whole else name
    entry = Entry(name=name)
    fill_entry(flat, stop, end, entry, words)
    return entry


def _tells_entry(flat: str, block: Block, following: tuple[Block, ...], words: PaperWords) -> bool:
    """Tell whether what follows a head makes it an entry: labelled lines or words that only entries hold."""
    cues = one_of(words.entry_cues)
    if cues.search(flat, block.start, block.end):
        return True
    labels = [label_pattern(words.language).match(flat[each.start : each.end].lstrip()) for each in following[:3]]
    if labels and labels[0] and words.labels[labels[0]["label"].lower()] not in ("name",):
        return True
    return any(cues.match(flat[each.start : each.end].strip()) for each in following[:3])


def _read_running(
    flat: str, start: int, end: int, _block: Block, following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read "X, a.k.a. Y, address. For all items ..." and "X (a.k.a. Y), address; DOB ... [PROGRAM]"."""
    body = flat[start:end]
    is_program = _PROGRAM.search(body) is not None
    cues = one_of(words.entry_cues)
    cue = cues.search(body)
    follows = any(cues.match(flat[each.start : each.end].strip()) for each in following[:4])
    if re.search(r"the following (?:\w+ )?alias(?:es)?:\s*$", body):
        follows = True
    if not (is_program or cue or follows) or len(body) > 3_000:
        return None
    at = len(body) - len(body.lstrip())
    if not body[at : at + 1].isupper() or body.lower().lstrip().startswith(
        ("for all", "designated", "license", "in ", "pursuant", "first,", "second,", "third,", "fourth,")
    ):
        return None
    if not is_program and re.match(
        r"\s*(?:[^\W\d_][\w'-]*\s+){0,6}(?:is|are|was|were|has|have|will|shall|may)\b", body
    ):
        return None
    name, stop = name_at(flat, start + at, end)
    if not name[0] or stop == end or not looks_like_name(name[0]) or flat[stop : stop + 6] == ", that":
        return None
    entry = Entry(name=turn_name(name))
    if entry.name != name:
        entry.aliases.append(name)
    applies = re.search(r"\bFor all items\b|\bLicense re(?:quirement|view)", body)
    fill_entry(flat, stop, start + applies.start() if applies and applies.start() > stop - start else end, entry, words)
    return entry


def _read_head(
    flat: str, start: int, end: int, block: Block, following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read a numbered head "1. X (alias Y)" with labelled lines after it, on its own line or in the next ones."""
    if not block.number or not re.fullmatch(r"\(?(?:\d{1,3}|[a-z])[.)]", block.number):
        return None
    body = flat[start:end]
    label = label_pattern(words.language).search(body)
    alias = one_of(words.alias_words).search(body)
    head_end = start + min(
        [len(body), *([label.start()] if label else []), *([alias.start()] if alias and not label else [])]
    )
    if label is None and not _tells_entry(flat, block, following, words):
        return None
    name, stop = name_at(flat, start, head_end if label else end)
    least = 0.3 if name[0].startswith(words.body_first if words.long_names else ("\n",)) else 0.66
    if not name[0] or not looks_like_name(name[0], least=least):
        return None
    entry = Entry(name=turn_name(name))
    if entry.name != name:
        entry.aliases.append(name)
    fill_entry(flat, stop, end, entry, words)
    return entry


def _read_bare(flat: str, block: Block, words: PaperWords) -> Entry | None:
    """Read "2. Anna Vorne. Director of X", which no label tells, after another entry of the list."""
    head = _BARE.match(flat, block.start, block.end)
    if head is None or head["name"].split()[0] in words.openers:
        return None
    start, end = head.span("name")
    name = turn_name((head["name"], start, end))
    entry = Entry(name=name, start=block.start, end=block.end, is_person=may_be_person(name[0], words))
    entry.reasons.append((head.end(), block.end))
    return entry


_BARE = re.compile(
    r"(?P<name>[^\W\d_a-zß-ö][\w'’-]+(?: (?:[^\W\d_a-zß-ö][\w'’-]*|al|el|de|bin)){1,5})\. (?=[^\W\d_a-zß-ö]\w)"
)


def _read_under_country(flat: str, block: Block, words: PaperWords) -> Entry | None:
    """Read a numbered line under the name of a state: "(1) X, address"."""
    name, stop = name_at(flat, block.start, block.end)
    if not name[0] or not looks_like_name(name[0]) or flat[stop : stop + 1] != ",":
        return None
    entry = Entry(name=name, start=block.start, end=block.end, is_person=may_be_person(name[0], words))
    fill_entry(flat, stop, block.end, entry, words)
    return entry

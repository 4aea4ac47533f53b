"""Entries of lists: who is listed, under which names, where, and in whose words why.

Handled are the forms in which American notices, acts of the Union, British notices,
notices on measures and orders print them: running text with an address, fields with
labels, numbered heads with labelled lines, rows of tables, and lines "X (Y)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from enduse.reading.kinds.columns import Table
from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, kind_words, one_of, paper_words
from enduse.reading.kinds.places import country_of, find_places

_CAPITALS = re.compile(r"[^\W\d_][^a-zß-öø-ÿ]+$")
_NAME_STOP = re.compile(
    r"\s*(?:,? ?\(|,\s*(?=a\.?k\.?a|f\.?k\.?a|also known|alias|located|with a last|Room|No\.|P\.?O\.|Unit"
    r"|Office|Suite|\d)|;|\||\s-\s|$)"
)
_PROGRAM = re.compile(r"\[[A-Z][A-Z0-9\-]{2,30}\]|\(individual\)")
_DASHED = re.compile(r"\s*(?:-{1,2}\s?[^\W\d_]|—|–)")
_MAX_NAME = 140


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
        headers = headers + 1 if low in _header_cells(words.language) else headers
        if headers >= 2 and not block.is_skipped and re.fullmatch(r"\(?\d{1,3}[.)]", line):
            stacked, taken = _read_stacked(flat, blocks, number, words)
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
        if _is_person_heading(low):
            is_person, open_entry = True, None
            continue
        if _is_body_heading(low):
            is_person, open_entry = False, None
            continue
        if open_entry is not None and _continues(flat, block, words):
            _add_line(flat, block, open_entry, words)
            used.add(number)
            continue
        found = _open_entry(flat, block, blocks[number + 1 : number + 5], words, is_person=is_person)
        if found is None and country[0] and block.number and ", " in line:
            found = _read_under_country(flat, block, words)
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


def read_table(table: Table, words: PaperWords) -> list[Entry]:
    """Return the entries of a table in columns: country, name with aliases and address, then what applies."""
    found = []
    for row in table.rows:
        cell = row[1]
        text = cell.text
        name, stop = _name_at(text, 0, len(text))
        if not name[0] or not _looks_like_name(name[0]):
            continue
        entry = Entry(name=(name[0], *cell.place_of(name[1], name[2])), start=table.start, end=table.end)
        made = Entry(name=name)
        _fill(text, stop, len(text), made, words)
        entry.aliases = [(alias, *cell.place_of(first, last)) for alias, first, last in made.aliases]
        code = country_of(row[0].text.split(",")[0].title(), words.language) if row[0].text else ""
        if code:
            entry.country = (code, *row[0].place_of(0, len(row[0].text)))
        elif made.country[0]:
            entry.country = (made.country[0], *cell.place_of(made.country[1], made.country[2]))
        found.append(entry)
    return found


def _country_heading(line: str, words: PaperWords, block: Block) -> str:
    label = re.match(r"(?:Country|Pays|Land|País)\s*:\s*(.+)", line)
    text = label[1] if label else line
    if not label and (len(line) > 45 or "." in line.rstrip(".") or block.number):
        return ""
    first = text.split(",")[0].strip()
    if not label and (first.upper() != first and not block.is_heading):
        return ""
    return country_of(first.title() if first.isupper() else first, words.language)


def _is_person_heading(low: str) -> bool:
    return (
        re.fullmatch(
            r"(?:[a-z0-9]\W+)?(?:individuals?|(?:natural )?persons?|personnes(?: physiques)?"
            r"|(?:natürliche )?personen|personas(?: físicas)?)\W*",
            low,
        )
        is not None
    )


def _is_body_heading(low: str) -> bool:
    return re.fullmatch(
        r"(?:[a-z0-9]\W+)?(?:entit(?:y|ies)|(?:legal persons|personnes morales|juristische personen"
        r"|personas jurídicas)?,?\s*"
        r"(?:entities|entités|entidades|organisationen|einrichtungen|organismes)?(?: and bodies| et organismes"
        r"| und einrichtungen| y organismos)?)\W*",
        low,
    ) is not None and bool(low.strip(" ab.)"))


@cache
def _label(language: str) -> re.Pattern[str]:
    parts = sorted(map(re.escape, paper_words(language).labels), key=lambda part: (-len(part), part))
    return re.compile(rf"(?<![\w])(?P<label>{'|'.join(parts)})(?:\s\(s\))?\s*:\s*", re.IGNORECASE)


def _labels(flat: str, start: int, end: int, words: PaperWords) -> list[re.Match[str]]:
    """Return the labels of a stretch; "the following two aliases:" is none."""
    found = _label(words.language).finditer(flat, start, end)
    return [at for at in found if not re.search(r"following \w+ $", flat[max(start, at.start() - 24) : at.start()])]


def _continues(flat: str, block: Block, words: PaperWords) -> bool:
    """Tell a line of the open entry: it begins with a label, a dash, an alias or words that only entries hold."""
    body = flat[block.start : block.end].strip()
    if block.number and block.number not in ("-", "--"):
        return False
    at = _label(words.language).match(body)
    if at and words.labels[at["label"].lower()] != "name":
        return True
    if _DASHED.match(body) or one_of(words.alias_words).match(body):
        return True
    low = body.lower()
    return low.startswith(("for all items", "designated pursuant", "license re", "presumption"))


def _open_entry(
    flat: str, block: Block, following: tuple[Block, ...], words: PaperWords, *, is_person: bool
) -> Entry | None:
    """Return the entry that a block begins, None when it begins none."""
    start, end = block.start, block.end
    body = flat[start:end]
    if _is_header_row(flat, start, end, words):
        return None
    for reader in (_read_row, _read_labelled, _read_running, _read_head):
        entry = reader(flat, start, end, block, following, words)
        if entry is not None:
            said = "(individual" in body.lower() or " individual)" in body
            entry.is_person = entry.is_person or is_person or said or _may_be_person(entry.name[0], words)
            entry.start, entry.end = start, end
            return entry
    return None


def _may_be_person(name: str, words: PaperWords) -> bool:
    """Tell a name of two or three plain words, none of which firms use."""
    parts = name.replace(",", " ").split()
    forms = kind_words().legal_forms | words.body_last
    known = {each.lower() for each in forms} | set(words.kind_nouns)
    return len(parts) in (2, 3) and not any(part.lower() in known or not part.isalpha() for part in parts)


def _read_row(
    flat: str, start: int, end: int, _block: Block, _following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read a row of a table: "1. | X (alias Y) | place | why | date"."""
    if flat.count("|", start, end) < 2:
        return None
    cells: list[tuple[int, int]] = []
    at = start
    for stop in [*(found.start() for found in re.finditer(r"\|", flat[start:end])), end - start]:
        cells.append((at, start + stop))
        at = start + stop + 1
    cells = [(a, b) for a, b in cells if flat[a:b].strip() and not re.fullmatch(r"\s*\(?\d{1,3}[.)]?\s*", flat[a:b])]
    if len(cells) < 2 or _is_header(flat, cells, words) or re.fullmatch(r"[\s\-:]*", flat[cells[0][0] : cells[0][1]]):
        return None
    return _read_cells(flat, cells, words)


def _read_cells(flat: str, cells: list[tuple[int, int]], words: PaperWords) -> Entry | None:
    """Read the cells of a row: the name first, then other names, places and reasons by what they look like."""
    name, stop = _name_at(flat, *cells[0])
    if not name[0] or not _looks_like_name(name[0], least=0.34):
        return None
    entry = Entry(name=_turned(name), aliases=list(_aliases(flat, stop, cells[0][1], words)))
    for number, (a, b) in enumerate(cells[1:], 1):
        text = flat[a:b].strip()
        place = _place_of(flat, a, b, words)
        is_short = len(text) < 60 and not re.search(r"\d", text) and not text.endswith(".")
        if number == 1 and is_short and not place[0] and not _label(words.language).search(text):
            for part in re.split(r"[;]", text):
                first = flat.find(part.strip(), a)
                entry.aliases.append((part.strip(), first, first + len(part.strip())))
        elif len(text) > 45 and not _label(words.language).match(text):
            entry.reasons.append((a, b))
        elif place[0] and not entry.country[0]:
            entry.country = place
    return entry


def _read_stacked(
    flat: str, blocks: tuple[Block, ...], number: int, words: PaperWords
) -> tuple[Entry | None, set[int]]:
    """Read a row whose cells stand below each other: a number, the name, then place, reasons and date in any order."""
    cells: list[int] = []
    for place in range(number + 1, min(number + 9, len(blocks))):
        line = flat[blocks[place].start : blocks[place].end].strip()
        low = line.lower()
        if (
            re.fullmatch(r"\(?\d{1,3}[.)]", line)
            or _is_person_heading(low)
            or _is_body_heading(low)
            or blocks[place].is_skipped
        ):
            break
        if len(cells) >= 2 and blocks[place].number:
            break
        cells.append(place)
    spans = [
        (blocks[place].start, blocks[place].end)
        for place in cells
        if flat[blocks[place].start : blocks[place].end].strip()
    ]
    if len(spans) < 2:
        return None, set()
    entry = _read_cells(flat, spans, words)
    return entry, {number, *cells} if entry is not None else set()


def _is_header_row(flat: str, start: int, end: int, words: PaperWords) -> bool:
    cells = [cell.strip().lower() for cell in flat[start:end].split("|")]
    return len(cells) > 2 and sum(cell in _header_cells(words.language) for cell in cells) >= 2


def _is_header(flat: str, cells: list[tuple[int, int]], words: PaperWords) -> bool:
    known = sum(flat[a:b].strip().lower() in _header_cells(words.language) for a, b in cells)
    return known >= 2


@cache
def _header_cells(language: str) -> frozenset[str]:
    extra = (
        "informations d'identification",
        "angaben zur identität",
        "información identificativa",
        "identifying information",
        "motifs",
        "begründung",
        "motivos",
        "reasons",
        "statement of reasons",
        "name",
        "nom",
        "nombre",
        "lieu",
        "date d'inscription",
        "datum der aufnahme in die liste",
        "datum der aufnahme",
        "fecha de inclusión",
        "fecha de inclusión en la lista",
        "date of listing",
        "alias",
        "entity",
        "country",
        "license requirement",
        "license review policy",
        "federal register citation",
    )
    return frozenset((*extra, *paper_words(language).labels))


def _read_labelled(
    flat: str, start: int, end: int, block: Block, following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read "Name: X (alias Y)", "Entity: X, a.k.a. Y, address"."""
    lead = re.match(r"\s*(?:[A-Z]{2}[ie]\.\d{3}\.?\s+)?", flat[start:end])
    at = _label(words.language).match(flat, start + (lead.end() if lead else 0), end)
    if at is None or words.labels[at["label"].lower()] != "name":
        return None
    first = at.end()
    numbered = re.match(r"1:\s*", flat[first:end])
    first += numbered.end() if numbered else 0
    stops = [found.start() for found in _label(words.language).finditer(flat, first, end)]
    name, stop = _name_at(flat, first, min([*stops, end]))
    if not name[0] or not (stops or _tells_entry(flat, block, following, words)):
        return None
    if numbered:
        whole = re.sub(r"\s*\d:\s*", " ", flat[first : min([*stops, end])]).replace(" na", "").strip()
        name = (whole, first, first + len(whole)) if whole else name
    entry = Entry(name=name)
    _fill(flat, stop, end, entry, words)
    return entry


def _tells_entry(flat: str, block: Block, following: tuple[Block, ...], words: PaperWords) -> bool:
    """Tell whether what follows a head makes it an entry: labelled lines or words that only entries hold."""
    cues = one_of(words.entry_cues)
    if cues.search(flat, block.start, block.end):
        return True
    labels = [_label(words.language).match(flat[each.start : each.end].lstrip()) for each in following[:3]]
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
        ("for all", "designated", "license", "in ", "pursuant")
    ):
        return None
    if not is_program and re.match(
        r"\s*(?:[^\W\d_][\w'-]*\s+){0,6}(?:is|are|was|were|has|have|will|shall|may)\b", body
    ):
        return None
    name, stop = _name_at(flat, start + at, end)
    if not name[0] or stop == end or not _looks_like_name(name[0]) or flat[stop : stop + 6] == ", that":
        return None
    entry = Entry(name=_turned(name))
    if entry.name != name:
        entry.aliases.append(name)
    applies = re.search(r"\bFor all items\b|\bLicense re(?:quirement|view)", body)
    _fill(flat, stop, start + applies.start() if applies and applies.start() > stop - start else end, entry, words)
    return entry


def _read_head(
    flat: str, start: int, end: int, block: Block, following: tuple[Block, ...], words: PaperWords
) -> Entry | None:
    """Read a numbered head "1. X (alias Y)" with labelled lines after it, on its own line or in the next ones."""
    if not block.number or not re.fullmatch(r"\(?(?:\d{1,3}|[a-z])[.)]", block.number):
        return None
    body = flat[start:end]
    label = _label(words.language).search(body)
    alias = one_of(words.alias_words).search(body)
    head_end = start + min(
        [len(body), *([label.start()] if label else []), *([alias.start()] if alias and not label else [])]
    )
    if label is None and not _tells_entry(flat, block, following, words):
        return None
    name, stop = _name_at(flat, start, head_end if label else end)
    if not name[0] or not _looks_like_name(name[0]):
        return None
    entry = Entry(name=_turned(name))
    if entry.name != name:
        entry.aliases.append(name)
    _fill(flat, stop, end, entry, words)
    return entry


def _read_under_country(flat: str, block: Block, words: PaperWords) -> Entry | None:
    """Read a numbered line under the name of a state: "(1) X, address"."""
    name, stop = _name_at(flat, block.start, block.end)
    if not name[0] or not _looks_like_name(name[0]) or flat[stop : stop + 1] != ",":
        return None
    entry = Entry(name=name, start=block.start, end=block.end, is_person=_may_be_person(name[0], words))
    _fill(flat, stop, block.end, entry, words)
    return entry


def _name_at(flat: str, start: int, end: int) -> tuple[tuple[str, int, int], int]:
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


def _looks_like_name(name: str, *, least: float = 0.66) -> bool:
    words = name.split()
    capitals = sum(word[0].isupper() or word[0].isdigit() or word[0] in "(&-" for word in words)
    return 1 <= len(words) <= 14 and words[0][0].isupper() and capitals >= least * len(words)


def _turned(name: tuple[str, int, int]) -> tuple[str, int, int]:
    """Return "VORNE, Anna" as "Anna VORNE"; its place stays that of the printed form."""
    found = re.fullmatch(r"([^\W\d_][^,a-z]{1,40}), ([^,]{2,50})", name[0])
    if not found or found[2].strip(". ").split()[0].rstrip(".") in {
        each.rstrip(".") for each in kind_words().legal_forms
    }:
        return name
    return f"{found[2].strip()} {found[1].strip()}", name[1], name[2]


def _fill(flat: str, start: int, end: int, entry: Entry, words: PaperWords) -> None:
    """Take aliases, state and reasons from the text after the name of an entry."""
    labels = _labels(flat, start, end, words)
    first = labels[0].start() if labels else end
    entry.aliases += _aliases(flat, start, first, words)
    _locate(flat, start, first, entry, words)
    _by_label(flat, labels, end, entry, words)


def _by_label(flat: str, labels: list[re.Match[str]], end: int, entry: Entry, words: PaperWords) -> None:
    for number, at in enumerate(labels):
        kind = words.labels[at["label"].lower()]
        stop = labels[number + 1].start() if number + 1 < len(labels) else end
        if kind == "alias":
            text = flat[at.end() : stop]
            for part in re.split(r"[;,]|\(\d{1,2}\)|\s[a-z]\)", text):
                name = part.strip(' ."“”')
                if 1 < len(name) < 80 and name.lower() != "na":
                    place = flat.find(name, at.end())
                    entry.aliases.append((name, place, place + len(name)))
        elif kind in ("address", "nationality") and (not entry.country[0] or kind == "nationality"):
            place_found = _place_of(flat, at.end(), stop, words)
            entry.country = place_found if place_found[0] else entry.country
        elif kind == "reasons" and stop - at.end() > 20:
            entry.reasons.append((at.end(), stop))


def _add_line(flat: str, block: Block, entry: Entry, words: PaperWords) -> None:
    """Take a further line of an open entry."""
    body = flat[block.start : block.end]
    if block.number in ("-", "--", "—") or _DASHED.match(body):
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
    labels = _labels(flat, block.start, block.end, words)
    first = labels[0].start() if labels else block.end
    entry.aliases += _aliases(flat, block.start, first, words)
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
    entry.country = _place_of(flat, start, stop if stop > 0 else end, words)
    if not entry.country[0] and stop > 0:
        entry.country = _place_of(flat, start, end, words)


def _place_of(flat: str, start: int, end: int, words: PaperWords) -> tuple[str, int, int]:
    found = list(find_places(flat, start, end, words.language))
    return found[-1] if found else ("", 0, 0)


def _aliases(flat: str, start: int, end: int, words: PaperWords) -> Iterator[tuple[str, int, int]]:
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


def _parts(flat: str, start: int, end: int, *, is_open: bool) -> Iterator[tuple[str, int]]:
    """Yield the names of an alias list; without brackets only what stands before the address."""
    at = start
    for number, piece in enumerate(re.split(r";|(?<![A-Z])\s--", flat[start:end])):
        text = re.sub(r"^[\s,.:\-—]*(?:and |or |und |et |y )?[\"“«„']*", "", piece)
        name, _ = _name_at(text, 0, len(text))
        if is_open and number and "--" not in flat[at - 3 : at + 4]:
            return
        clean = name[0].strip(" \"“”«»'.")
        place = flat.find(clean, at, end) if clean else -1
        if place >= 0 and len(clean) > 1:
            turned = _turned((clean, place, place + len(clean)))
            yield clean, place
            if turned[0] != clean:
                yield turned[0], place
        at += len(piece) + 1

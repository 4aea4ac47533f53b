"""Entries that stand in tables: rows with bars, cells below each other, columns of fixed width."""

from __future__ import annotations

import re
from functools import cache

from enduse.reading.kinds.columns import Table
from enduse.reading.kinds.fields import (
    Entry,
    fill_entry,
    find_aliases,
    label_pattern,
    looks_like_name,
    name_at,
    place_in,
    read_labels,
    turn_name,
)
from enduse.reading.kinds.layout import Block
from enduse.reading.kinds.lexicon import PaperWords, paper_words
from enduse.reading.kinds.places import country_of


def read_row(
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
    cells = [(a, b) for a, b in cells if flat[a:b].strip() and not _ROW_NUMBER.fullmatch(flat[a:b])]
    if len(cells) < 2 or _is_header(flat, cells, words) or re.fullmatch(r"[\s\-:]*", flat[cells[0][0] : cells[0][1]]):
        return None
    return _read_cells(flat, cells, words)


# An address: pieces between commas, a number among them, no sentence.
_ADDRESS = re.compile(r"(?=[^|]*\d)(?:[^,|]{1,40},\s?){2,}[^,|]{0,40}[^,.|]")
_ROW_NUMBER = re.compile(r"\s*[«“„\"'‘]?\(?\d{1,4}[.)]?\s*")


def _read_cells(flat: str, cells: list[tuple[int, int]], words: PaperWords) -> Entry | None:
    """Read the cells of a row: the name first, then other names, places and reasons by what they look like."""
    name, stop = name_at(flat, *cells[0])
    if not name[0] or not looks_like_name(name[0], least=0.34):
        return None
    entry = Entry(name=turn_name(name), aliases=list(find_aliases(flat, stop, cells[0][1], words)))
    for number, (a, b) in enumerate(cells[1:], 1):
        text = flat[a:b].strip()
        if label_pattern(words.language).match(text):
            read_labels(flat, a, b, entry, words)
            continue
        place = place_in(flat, a, b, words)
        is_short = len(text) < 60 and not re.search(r"\d", text) and not text.endswith(".")
        if number == 1 and is_short and not place[0] and not label_pattern(words.language).search(text):
            for part in re.split(r"[;]", text):
                first = flat.find(part.strip(), a)
                entry.aliases.append((part.strip(), first, first + len(part.strip())))
        elif (len(text) > 45 or (text.endswith(".") and text.count(" ") > 2)) and not _ADDRESS.fullmatch(text):
            entry.reasons.append((a, b))
        elif place[0] and not entry.country[0]:
            entry.country = place
    return entry


def read_stacked(flat: str, blocks: tuple[Block, ...], number: int, words: PaperWords) -> tuple[Entry | None, set[int]]:
    """Read a row whose cells stand below each other: a number, the name, then place, reasons and date in any order."""
    cells: list[int] = []
    for place in range(number + 1, min(number + 9, len(blocks))):
        line = flat[blocks[place].start : blocks[place].end].strip()
        low = line.lower()
        if (
            re.fullmatch(r"\(?\d{1,3}[.)]", line)
            or is_person_heading(low)
            or is_body_heading(low)
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


def is_header_row(flat: str, start: int, end: int, words: PaperWords) -> bool:
    cells = [cell.strip().lower() for cell in flat[start:end].split("|")]
    return len(cells) > 2 and sum(cell in header_cells(words.language) for cell in cells) >= 2


def _is_header(flat: str, cells: list[tuple[int, int]], words: PaperWords) -> bool:
    known = sum(flat[a:b].strip().lower() in header_cells(words.language) for a, b in cells)
    return known >= 2


@cache
def header_cells(language: str) -> frozenset[str]:
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


def read_table(table: Table, words: PaperWords) -> list[Entry]:
    """Return the entries of a table in columns: country, name with aliases and address, then what applies."""
    found = []
    for row in table.rows:
        cell = row[1]
        text = cell.text
        name, stop = name_at(text, 0, len(text))
        if not name[0] or not looks_like_name(name[0]):
            continue
        entry = Entry(name=(name[0], *cell.place_of(name[1], name[2])), start=table.start, end=table.end)
        made = Entry(name=name)
        fill_entry(text, stop, len(text), made, words)
        entry.aliases = [(alias, *cell.place_of(first, last)) for alias, first, last in made.aliases]
        code = country_of(row[0].text.split(",")[0].title(), words.language) if row[0].text else ""
        if code:
            entry.country = (code, *row[0].place_of(0, len(row[0].text)))
        elif made.country[0]:
            entry.country = (made.country[0], *cell.place_of(made.country[1], made.country[2]))
        found.append(entry)
    return found


def is_person_heading(low: str) -> bool:
    return (
        re.fullmatch(
            r"(?:[a-z0-9]\W+)?(?:individuals?|(?:natural )?persons?|personnes(?: physiques)?"
            r"|(?:natürliche )?personen|personas(?: físicas)?)\W*",
            low,
        )
        is not None
    )


def is_body_heading(low: str) -> bool:
    return re.fullmatch(
        r"(?:[a-z0-9]\W+)?(?:entit(?:y|ies)|(?:legal persons|personnes morales|juristische personen"
        r"|personas jurídicas)?,?\s*"
        r"(?:entities|entités|entidades|organisationen|einrichtungen|organismes)?(?: and bodies| et organismes"
        r"| und einrichtungen| y organismos)?)\W*",
        low,
    ) is not None and bool(low.strip(" ab.)"))

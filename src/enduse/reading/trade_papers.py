"""Papers of a trade, read by their labels: who sells, buys and uses what, in which number, from where to where.

A label begins a line, or stands in a cell of one; its value follows a colon or a tab, or stands in the lines below up
to the next label or an empty line. A table of goods begins with a line of known headings. Every value keeps its place.
Cost: linear in the text, some 3 us a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from enduse.knowledge.shelf import open_knowledge
from enduse.reading.facts import Span
from enduse.reading.stored_text import StoredText

_TITLE_LINES = 12
_MOST_BELOW = 6  # lines of a party below its label
_CELLS = re.compile(r"\t+| {2,}|\s*\|\s*")
_LABEL_END = re.compile(r"[\s.:#]*$")
_MODEL = re.compile(r"\b(?:model|type)\s+([A-Z][A-Z0-9]*[-/]?[A-Z0-9/-]*\d[A-Z0-9/-]*)", re.IGNORECASE)
# A designation that stands bare in a description: "Vacuum pump OV-900".
_DESIGNATION = re.compile(r"(?<![\w-])([A-Z]{1,6}-\d[A-Z0-9/-]{0,12}|[A-Z]{2,6}\d{2,6}[A-Z]{0,3})(?![\w-])")
# Fields whose number may follow the label without a colon: "Invoice No. 77".
_NUMBERED = frozenset({"invoice_number", "order_number", "contract_number", "paper_date", "hs_code", "serial_number"})
_COUNTED = re.compile(r"^(\d{1,6})\s*(?:x|units?|pcs|pieces|sets?|ea)\b\.?\s*(?:of\s+)?", re.IGNORECASE)
# "2 milling machines": a number before words of which one is a plural; not "5 axis machine" or "2 cases of parts".
_PLURAL = re.compile(
    r"^(\d{1,4})\s+(?!(?:cases?|boxe?s?|crates?|pallets?|cartons?|packages?|drums?|bags?|rolls?|containers?|lots?|axi?e?s|phases?|ways?|poles?"
    r"|stages?|bits?|channels?|inch(?:es)?|mm|cm|m|kg|kgs|t|tons?|tonnes?|kw|hp|v|hz|bar|l|ml|litres?|liters?)\b)"
    r"(?=(?:[a-z][\w-]*\s+){0,4}[a-z][\w-]*[^s\W]s\b)", re.IGNORECASE,
)  # fmt: skip
_OF_GOODS = ("model", "quantity", "hs_code", "serial_number", "unit_price", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeField:
    """A field as printed: its name, how its values are compared, the value on one line, and its place."""

    field: str
    kind: str
    role: str
    value: str
    below: tuple[str, ...]
    span: Span
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """A row of a table of goods, or goods told by labels: the cells by column, and the place."""

    cells: Mapping[str, str]
    span: Span
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TradePaper:
    """A paper of a trade: its kind ("invoice", "" where no title tells), its fields and its goods."""

    kind: str
    fields: tuple[TradeField, ...]
    goods: tuple[GoodsLine, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    number: int


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    fields: Mapping[str, tuple[str, str, str]]
    columns: Mapping[str, str]


def read_trade_paper(stored: StoredText) -> TradePaper:
    """Return kind, fields and goods of a paper."""
    lines = list(_lines(stored.text))
    table = _find_table(lines)
    rows = list(_rows(lines, table)) if table else []
    taken = {row.line for row in rows} | ({lines[table[0]].number} if table else set())
    fields = tuple(_fields([line for line in lines if line.number not in taken]))
    if len(rows) == 1:  # what labels beside the table tell is of its only row
        rows = [replace(rows[0], cells=_labelled_cells(fields) | dict(rows[0].cells))]
    return TradePaper(kind=_kind(lines), fields=fields, goods=tuple(rows) or tuple(_labelled_goods(fields)))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield _Line(line, start, number)
        start += len(line) + 1


def _kind(lines: Sequence[_Line]) -> str:
    """Return the kind whose title stands first among the first lines that hold one, alone or nearly so."""
    for line in [line for line in lines if line.text.strip()][:_TITLE_LINES]:
        words = " ".join(line.text.lower().split())
        for kind, titles in _trade_words().kinds:
            if any(words.startswith(title) and len(words) <= len(title) + 30 for title in titles):
                return kind
    return ""


def _label(text: str) -> str:
    return _LABEL_END.sub("", " ".join(text.lower().replace("\u2019", "'").split()))


def _fields(lines: Sequence[_Line]) -> Iterator[TradeField]:
    for at, line in enumerate(lines):
        labels = list(_labelled(line.text))
        heads = [start for _, value, start in labels if not value]
        for label, value, start in labels:
            field, kind, role = _trade_words().fields[label]
            below = tuple(_below(lines, at)) if kind in ("party", "long_text") or not value else ()
            if not value and len(heads) > 1 and "\t" not in line.text:
                below = tuple(_column(below, start, next((each for each in heads if each > start), None)))
            if not value and below:
                value, rest, place = below[0].text.strip(), below[1:], below[0]
                start = place.start + place.text.index(value)
            else:
                rest, start, place = below, line.start + start, line
            if value:
                yield TradeField(
                    field=field, kind=kind, role=role, value=value, below=tuple(each.text.strip() for each in rest),
                    span=Span(start=start, end=start + len(value), quote=value), line=place.number,
                )


def _column(lines: Sequence[_Line], start: int, end: int | None) -> Iterator[_Line]:
    """Yield what stands below a label in its column, where labels stand side by side."""
    for line in lines:
        at = 0
        for cell in _CELLS.split(line.text):
            begins = line.text.index(cell, at) if cell else at
            at = begins + len(cell)
            if cell.strip() and start - 2 <= begins and (end is None or begins < end - 2):
                yield _Line(cell, line.start + begins, line.number)


def _labelled(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield (label, value, place of the value) of the labels of a line; a label alone has no value."""
    at = 0
    for cell in [*_CELLS.split(text)]:
        begins = text.index(cell, at) if cell else at
        at = begins + len(cell)
        name, colon, value = cell.partition(":")
        label = _label(name)
        numbered = None if colon else _numbered(cell)
        if numbered:
            yield numbered[0], numbered[1], begins + cell.rindex(numbered[1])
        elif label in _trade_words().fields and (colon or _stands_alone(cell, text)):
            printed = value.strip()
            start = begins + len(name) + 1 + (len(value) - len(value.lstrip())) if printed else begins
            if not printed:
                rest = text[at:].strip(" \t|")
                following = _CELLS.split(rest)[0].strip() if rest else ""
                if following and ":" not in following and _label(following) not in _trade_words().fields:
                    printed, start = following, text.index(following, at)
            yield label, printed, start


def _numbered(cell: str) -> tuple[str, str] | None:
    """Return label and number of a cell such as "Invoice No. OP-77", which has no colon."""
    words = cell.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        label, value = _label(" ".join(words[:size])), " ".join(words[size:])
        known = _trade_words().fields.get(label)
        if known and known[0] in _NUMBERED and len(value) < 30 and any(char.isdigit() for char in value):
            return label, words[-1] if size == len(words) - 1 else value
    return None


def _stands_alone(cell: str, text: str) -> bool:
    return cell.strip() == text.strip() or "\t" in text or "  " in text.strip() or "|" in text


def _below(lines: Sequence[_Line], at: int) -> Iterator[_Line]:
    """Yield the lines below a label that are its value: up to an empty line or the next label."""
    number = lines[at].number
    for line in lines[at + 1 : at + 1 + _MOST_BELOW]:
        number += 1
        if line.number != number or not line.text.strip() or any(_labelled(line.text)) or _is_heading(line.text):
            return
        yield line


def _is_heading(text: str) -> bool:
    return ":" in text and _label(text.partition(":")[0]) in _trade_words().fields


def _find_table(lines: Sequence[_Line]) -> tuple[int, list[str]] | None:
    """Return the line of headings of a table of goods, and the column of each of its cells."""
    for at, line in enumerate(lines):
        cells = [cell for cell in _CELLS.split(line.text.strip()) if cell]
        columns = [_trade_words().columns.get(_label(cell), "") for cell in cells]
        if len(cells) > 1 and "description" in columns and ("quantity" in columns or sum(map(bool, columns)) > 2):
            return at, columns
    return None


def _rows(lines: Sequence[_Line], table: tuple[int, list[str]]) -> Iterator[GoodsLine]:
    at, columns = table
    found, has_tabs = False, "\t" in lines[at].text.strip()  # cells of HTML and DOCX; empty lines part their rows
    for line in lines[at + 1 :]:
        cells = [cell.strip() for cell in _CELLS.split(line.text.strip()) if cell.strip()]
        if not cells or set(line.text.strip()) <= set("-=_+| "):
            if found and not line.text.strip() and not has_tabs:
                return
            continue
        if _label(cells[0].partition(":")[0]) in _trade_words().fields or len(cells) < min(2, len(columns)):
            return
        if len(cells) > len(columns):
            return
        named = dict(zip(columns if len(cells) == len(columns) else columns[-len(cells):], cells, strict=True))
        words = line.text.strip()
        start = line.start + line.text.index(words)
        found = True
        yield GoodsLine(cells=_with_model(named), line=line.number,
                        span=Span(start=start, end=start + len(words), quote=words))


def _labelled_goods(fields: Sequence[TradeField]) -> Iterator[GoodsLine]:
    """Yield the goods that labels tell, each with the model, number and code that follow it."""
    for at, each in enumerate(fields):
        if each.kind != "goods":
            continue
        counted = _COUNTED.match(each.value) or _PLURAL.match(each.value)
        cells = {"description": each.value[counted.end() if counted else 0 :]}
        if counted:
            cells["quantity"] = counted[1]
        end = next((n for n, other in enumerate(fields) if n > at and other.kind == "goods"), len(fields))
        cells = _labelled_cells(fields[at + 1 : end]) | cells
        yield GoodsLine(cells=_with_model(cells), span=each.span, line=each.line)


def _labelled_cells(fields: Sequence[TradeField]) -> dict[str, str]:
    """Return what labels tell of goods, each by the first that tells it."""
    return {each.field: each.value for each in reversed(fields) if each.field in _OF_GOODS}


def _with_model(cells: dict[str, str]) -> dict[str, str]:
    description = cells.get("description", "")
    found = _MODEL.search(description) or next(reversed(list(_DESIGNATION.finditer(description))), None)
    return cells | {"model": found[1]} if found and "model" not in cells else cells


@cache
def _trade_words() -> _Words:
    node = open_knowledge("lexicons/trade_papers.yaml")
    words = _Words(
        kinds=tuple((each.get("kind").text(), each.get("titles").texts()) for each in node.get("kinds").items()),
        fields={
            label: (each.get("field").text(), each.get("is").text(), each.get("role").text())
            for each in node.get("fields").items() for label in each.get("labels").texts()
        },
        columns={
            label: each.get("column").text()
            for each in node.get("columns").items() for label in each.get("labels").texts()
        },
    )
    node.faults.check()
    return words

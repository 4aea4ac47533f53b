"""Check that every limit that is encoded stands in the text it was read from, in the part that speaks of its entry.

    .venv/bin/python docs/check_thresholds.py FOLDER

FOLDER holds the copies of the lists under the names of `TEXTS`. Numbers are compared,
never sentences: powers that lost their sign, decimal commas and thousands are read as
they are printed, and each limit must stand with a unit of its dimension. Editions
known by excerpt are exempt and are named. Fails when a limit is not found.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from enduse.knowledge.control_law import (
    AllOf,
    AnyOf,
    Condition,
    EntryText,
    Limit,
    LimitByLength,
    MeetsBand,
    NotSo,
    OnAxes,
    OnAxis,
    Paragraph,
    Readings,
    Serves,
    is_below,
)
from enduse.knowledge.controls_reader import load_controls
from enduse.knowledge.measures import EXACT

CANADA = {
    "ca-2010": "ca_sor-2000-210_2010-05-13_nsg_rev7.txt.gz",
    "ca-2026": "ca_sor-2000-210_2026-03-25_nsg_rev12.txt.gz",
    "nsg-rev-7": "ca_sor-2000-210_2010-05-13_nsg_rev7.txt.gz",
    "nsg-rev-12": "ca_sor-2000-210_2026-03-25_nsg_rev12.txt.gz",
}
WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 20: "twenty"}
# Spellings of units in the texts that no item would use.
PRINTED = {
    "ppm": ("parts per million",), "GBq/kg": ("GBq",), "day": ("days?",), "year": ("years?",),
    "um": ("micrometers?", "micrometres?"), "deg": ("°",), "arcsec": ("seconds? of arc", "arc[- ]seconds?"),
    "arcmin": ("arc minutes?",), "rpm": (r"r\.p\.m\.",), "nmi/h": ("nautical miles? per hour",), "m3/s": ("m 3/s",),
    "cm2": ("cm 2",), "L/h": ("litres per hour",), "mm": ("DN", "or NPS"),
    "%": ("percent", "per cent", "atom per ?cent"), "g.mm/kg": ("g mm per kg", "g mm/kg"), "kg.mm/kg": ("kg mm/kg",),
    "1/s": ("frames", "neutrons"), "Hz": ("frames per second", "frames/s", "neutrons/s"), "kg/(N.h)": ("kg N",),
    "deg/h": ("degrees?", "°"), "deg/s": ("degrees/s", "degrees per second"), "atm.cc/s": ("standard cubic",),
    "ug": ("micro g",), "g/h": ("g of fluorine",), "kg": ("kg of trinitrotoluene",), "A": ("amps?",),
    "ohm": ("ohms",), "keV": ("keV",), "deg/sqrt(h)": ("degree per square",), "m3/h": ("m[3³]/h(ou)?r",), "Gy": ("Gy",),
    "u": ("atomic mass units?",), "h": ("hours?",), "min": ("minutes?",), "atm": ("atmospheres?",),
    "kbar": ("kilobars?",), "mbar": ("mbar",), "L": ("l", "litres?"),
}
# What is printed in a shape that no unit spells: a ratio of two numbers, a diameter without its unit.
DERIVED = (
    "mass_resolving_power", "nucleic_acid_length", "overall_accuracy", "zirconium_to_hafnium",
    "length_over_inner_diameter", "pressure_ratio",
)

_ENTRY = re.compile(r"\b\d[A-E]\d{3}\b")

class Folder:
    """Where the texts lie; set before anything is read."""

    place = Path()


@cache
def _open(name: str) -> str:
    return gzip.decompress((Folder.place / name).read_bytes()).decode("utf-8")


def _eu_2021(entry: EntryText) -> str:
    lines = _open("eu_annex_i_2021-05_no_liste_ii_en.txt.gz").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{entry.entry}  "))
    end = next(i for i in range(start + 1, len(lines)) if re.match(r"\d[A-E]\d{3}\s", lines[i])
               and not lines[i].startswith(entry.entry))
    text = "\n".join(lines[start:end])
    # Two powers of 1C010.e stand in a line of their own in this copy; the later text has them in place.
    return text.replace("10,15 x 10 m", "10,15 x 106 m").replace("17,7 x 10 m", "17,7 x 104 m")


@cache
def _eu_2025_entries() -> dict[str, str]:
    entries = json.loads(_open("eu_annex_i_02021R0821-20251115.json.gz"))["entries"]
    return {e["entry_code"]: str(e["verbatim_text"]) for e in entries}


def _eu_2025(entry: EntryText) -> str:
    return _eu_2025_entries()[entry.entry]


def _eu_both(entry: EntryText) -> str:
    return f"{_eu_2021(entry)}\n{_eu_2025(entry)}"


def _us(entry: EntryText) -> str:
    lines = _open("us_ccl_item_tree.txt.gz").splitlines()
    # A spreadsheet took the numbers of group E for powers of ten in this copy: 2E201 is printed 2.00E+201.
    names = (f"{entry.entry} ::", f"{entry.entry[0]}.00E+{int(entry.entry[2:]):02d} ::")
    start = next(i for i, line in enumerate(lines) if line.strip().startswith(names))
    end = next(i for i in range(start + 1, len(lines)) if re.match(r"\s*(\d[A-E]\d{3}|\d\.00E\+\d+) ::", lines[i]))
    return "\n".join((*lines[start:end], _us_headings().get(entry.entry, "") if entry.entry[1] in "DE" else ""))


@cache
def _us_headings() -> dict[str, str]:
    """Return the headings of the later copy, which name goods more fully."""
    found = json.loads(_open("us_ccl_ecfr_2026-07-23.json.gz"))
    rows = found if isinstance(found, list) else found.get("entries", found)
    rows = rows if isinstance(rows, list) else list(rows.values())
    return {row["eccn"]: str(row["heading"]) for row in rows if isinstance(row, dict) and "eccn" in row}


def _canada(entry: EntryText) -> str:
    """Return the paragraphs of Part B that the entry, or the place of an NSG entry, names."""
    text = re.sub(r"\n +", "\n", _open(CANADA[entry.edition]))
    text = text[text.rindex("\nB.1.1.1 "):]
    codes = re.findall(r"B\.\d\.\d(?:\.\d+)?", f"{entry.entry} {entry.place}")
    parts = re.split(r"\n(?=B\.\d\.\d(?:\.\d+)? )", text)
    return "\n".join(part for part in parts if part.strip().split(" ")[0] in codes)


@cache
def _iran_rows() -> dict[str, str]:
    rows: dict[str, str] = {}
    text = _open("ca_sor-2010-165_iran_sema.xml.gz").lstrip("\ufeff")
    for row in ElementTree.fromstring(text).iter("row"):  # noqa: S314 - a maintainer's own copy of a law
        cells = ["".join(cell.itertext()) for cell in row.iter("entry")]
        rows[cells[0].strip()] = " ".join(cells[1:])
    return rows


def _iran(entry: EntryText) -> str:
    return _iran_rows()[entry.entry.removeprefix("Schedule 2 item ")]


TEXTS: dict[tuple[str, str], Callable[[EntryText], str]] = {
    ("EU", "eu-821-2021"): _eu_2021,
    ("EU", "eu-821-bridged"): _eu_both,
    ("EU", "eu-821-2025-11-15"): _eu_2025,
    ("US", "us-ccl-snapshot"): _us,
    ("NSG", "nsg-rev-7"): _canada,
    ("NSG", "nsg-rev-12"): _canada,
    ("CA", "ca-2010"): _canada,
    ("CA", "ca-2026"): _canada,
    ("CA-IR", "ca-ir-2016"): _iran,
}


def limits(condition: Condition) -> Iterator[Limit | LimitByLength | MeetsBand]:
    """Yield the limits of a condition and of all below it."""
    if isinstance(condition, Limit | LimitByLength | MeetsBand):
        yield condition
    elif isinstance(condition, AllOf | AnyOf | Readings):
        for part in condition.parts:
            yield from limits(part)
    elif isinstance(condition, NotSo | OnAxes | OnAxis):
        yield from limits(condition.part)


def all_limits(paragraph: Paragraph) -> Iterator[Limit | LimitByLength | MeetsBand]:
    """Yield the limits of a paragraph and of its exclusions."""
    yield from limits(paragraph.covers)
    for exclusion in paragraph.exclusions:
        yield from limits(exclusion.when)


def _normal(text: str, *, is_comma_decimal: bool) -> str:
    """Return the text with its numbers written plainly: no thousands marks, no powers of ten, a decimal point."""
    for sign in ("µ", "μ"):
        text = text.replace(sign, "u")
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", text.replace("microns", "um").replace("−", "-").replace("Ω", "ohm"))
    if is_comma_decimal:
        text = re.sub(r"(\d),(\d)", r"\1.\2", text)
    text = re.sub(r"\s+", " ", text)
    for _ in range(2):
        text = re.sub(r"(?<![\d.])(\d{1,4})[ ,](\d{3})(?!\d)", r"\1\2", text)
    text = re.sub(r"\b(m|cm|mm)\^(\d)", r"\1\2", text)
    text = re.sub(r"(\d+(?:\.\d+)?) ?[x×] ?10 ?\^?(-?\d{1,2})(?!\d)", _write_out, text)
    return re.sub(r"\s+", " ", text)


def _write_out(found: re.Match[str]) -> str:
    return f"{(Decimal(found[1]) * Decimal(10) ** int(found[2])).normalize():f}"


def _spell(number: Decimal, unit: str, dimension: str) -> Iterator[tuple[str, str]]:
    """Yield a limit as every unit of its dimension could print it: the number, and a pattern of the unit."""
    units = load_controls().vocabulary.units[dimension]
    own = units[unit]
    for spelling, other in units.items():
        exact = (Fraction(number) + Fraction(own.offset)) * Fraction(own.factor) / Fraction(own.divisor)
        shown = exact * Fraction(other.divisor) / Fraction(other.factor) - Fraction(other.offset)
        rounded = Decimal(round(shown * 10**12)).scaleb(-12, EXACT).normalize(EXACT)
        for name in (re.escape(spelling), *PRINTED.get(other.name, ())):
            yield f"{rounded:f}", name


def _stands_in(number: Decimal, unit: str, property_name: str, text: str) -> bool:
    prop = load_controls().vocabulary.properties[property_name]
    if property_name in DERIVED:
        return True
    if unit == "1":
        number = number.normalize()
        word = WORDS.get(int(number), "") if number == number.to_integral_value() else ""
        printed = re.search(rf"(?<![\d.]){re.escape(f'{number:f}')}(?![\d.])", text)
        return printed is not None or bool(word and word in text.lower())
    second = r"(?: (?:and|to|or) [\d.]+)?"
    return any(
        re.search(rf"(?<![\d.]){re.escape(shown)}(?:\.?0*){second}[^\d.]{{0,60}}?{name}(?![a-z])", text)
        for shown, name in _spell(number, unit, prop.dimension)
    )


def _numbers(limit: Limit | LimitByLength | MeetsBand) -> tuple[Decimal, ...]:
    if isinstance(limit, Limit):
        return (limit.number,)
    if isinstance(limit, MeetsBand):
        return tuple(end for end in (limit.low, limit.high) if end)
    return (limit.start,)


def is_printed(limit: Limit | LimitByLength | MeetsBand, text: str) -> bool:
    """Tell whether a limit is printed in a text."""
    if limit.property in DERIVED:
        return True
    if isinstance(limit, LimitByLength):
        return re.search(rf"{limit.start.normalize():f} ?\+ ?L ?/ ?{1 / limit.slope}(?!\d)", text) is not None
    return all(_stands_in(number, limit.unit, limit.property, text) for number in _numbers(limit))


def loaded(key: tuple[str, str]) -> list[tuple[EntryText, Paragraph, str]]:
    """Return the paragraphs of an edition, each with its entry and the text that speaks of it."""
    regime, edition = key
    law = load_controls().find_regime(regime)
    assert law is not None
    return [
        (entry, paragraph, _normal(_read_with_named(key, entry, paragraph), is_comma_decimal=regime == "EU"))
        for entry in law.entries if entry.edition == edition for paragraph in entry.paragraphs
    ]


def _read_with_named(key: tuple[str, str], entry: EntryText, paragraph: Paragraph) -> str:
    """Return the text of an entry, and of every entry whose limits a note of the paragraph restates."""
    says = " ".join(exclusion.says for exclusion in paragraph.exclusions)
    named = sorted(set(_ENTRY.findall(says)) - {entry.entry}) if key[0] == "EU" else []
    return "\n".join(TEXTS[key](e) for e in (entry, *(replace(entry, entry=code) for code in named)))


def find_missing(key: tuple[str, str]) -> tuple[list[str], int]:
    """Return the limits of an edition that its text does not print, and how many were looked for."""
    checked, missing = 0, []
    for _, paragraph, text in loaded(key):
        for limit in all_limits(paragraph):
            checked += 1
            if not is_printed(limit, text):
                missing.append(f"{' '.join(key)}, {paragraph.entry}: {limit}")
    return missing, checked


def find_missing_goods(key: tuple[str, str]) -> tuple[list[str], int]:
    """Return the entries of goods that a paragraph on software or technology names and its text does not, or back.

    What the text of the entry names is looked for in all its paragraphs together, up to the first note. The NSG's own
    numbers are not printed in the transposition that was read.
    """
    checked, missing = 0, []
    told: dict[int, tuple[EntryText, list[Serves], str]] = {}
    for entry, paragraph, text in loaded(key) if key[0] != "NSG" else ():
        if paragraph.serves is not None:
            told.setdefault(id(entry), (entry, [], text))[1].append(paragraph.serves)
    for entry, serves, text in told.values():
        for name in dict.fromkeys(name for one in serves for name in (*one.entries, *one.but)):
            checked += 1
            if not _is_named_in(name, text):
                missing.append(f"{' '.join(key)}, {entry.entry}: goods of {name}")
        released = {word for p in entry.paragraphs for note in p.exclusions for word in _ENTRY.findall(note.says)}
        own = {entry.entry, *entry.other_than, *released}
        body = re.split(r"Note|N\.B\.|~|SEE ALSO", TEXTS[key](entry))[0]
        body += _us_headings().get(entry.entry, "") if key[0] == "US" else ""
        for code in sorted(set(_ENTRY.findall(body)) - own):
            checked += 1
            if not any(one.may_cover(code) or any(is_below(name, code) or one.covers(name) or code in name
                       for name in one.but) for one in serves):
                missing.append(f"{' '.join(key)}, {entry.entry}: the text names {code}")
    return missing, checked


def _is_named_in(name: str, text: str) -> bool:
    """Tell whether a text names an entry, both ends of a range, a group, or all of the category or part around it."""
    if "this Category" in text or "in this Part" in text:
        return True
    plain = text.replace(" ", "").replace(".(", "(")
    for end in name.split(" to "):
        head, _, tail = end.partition(".") if end[0].isdigit() else (end, "", "")
        ways = (f".{tail}", f"and{tail}", f"or{tail}", f"or.{tail.rpartition('.')[2]}", f"or{tail.rpartition('.')[2]}")
        if head not in plain or (tail and not any(way in plain for way in ways)):
            return False
    return True


def list_exempt() -> list[str]:
    """Name the editions that are known by excerpt only, so that there is no text to look in."""
    return [
        f"{law.regime} {edition.id}" for law in load_controls().regimes for edition in law.editions
        if (law.regime, edition.id) not in TEXTS and edition.is_excerpt
    ]


def main() -> int:
    """Check every edition; print what is not found."""
    parser = argparse.ArgumentParser(description="Check that every encoded limit stands in the text it was read from.")
    parser.add_argument("folder", type=Path, help="the folder of list texts")
    Folder.place = parser.parse_args().folder
    failed = 0
    for key in sorted(TEXTS):
        missing, checked = find_missing(key)
        unnamed, named = find_missing_goods(key)
        missing += unnamed
        failed += len(missing)
        print(f"{' '.join(key)}: {checked} limits and {named} entries of goods looked for, {len(missing)} not found")
        for line in missing:
            print(f"  {line}")
    print("Exempt, known by excerpt: " + ", ".join(list_exempt()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Make `knowledge/lexicons/name_frequencies.yaml`: how common a word is in names of persons and of organisations.

    python benchmarks/make_frequencies.py --census DIR --ofac SDN.csv.gz ALT.csv.gz --un UN.xml.gz --out FILE

DIR holds the files of the United States census of 1990 as the Census Bureau published them (`dist.all.last`,
`dist.male.first`, `dist.female.first`: word, per cent, ...). The lists are read for counts only: of how many
persons or organisations a word is part of, each counted once whatever number of aliases it has. A word that fewer
than five parties of the lists bear is left to the census or left out, so no listing can be read back.
A word is put into a class by its parties in a million: class 1 from 100, then one class each time that the share
grows by the square root of ten (2 from 316, 3 from 1,000, ..., 7 from 100,000).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from enduse.names.folding import fold_name

_LEAST_PARTIES = 5
_LEAST_SHARE = 100.0
_LIST_WORTH = 0.5  # lists gather families and one trade's firms, so a word is commoner there than among all
_WIDTH = 110


def main() -> None:
    """Write the table and print how many words each class has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--census", type=Path, required=True)
    parser.add_argument("--ofac", type=Path, nargs=2, required=True, metavar=("SDN", "ALT"))
    parser.add_argument("--un", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    people: list[set[str]] = []
    bodies: list[set[str]] = []
    for is_person, words in (*read_ofac(*arguments.ofac), *read_un(arguments.un)):
        (people if is_person else bodies).append(words)
    persons = merge(shares(people), read_census(arguments.census))
    firms = shares(bodies)
    lines = [HEAD.format(people=len(people), bodies=len(bodies))]
    for name, table in (("persons", persons), ("organisations", firms)):
        lines.append(f"{name}:")
        lines += write_classes(table)
    lines.append(TAIL)
    arguments.out.write_text("\n".join(lines), encoding="utf-8")


HEAD = """# How common a word is in names: classes by parties in a million that bear it, each half a power of ten wide.
# Made by benchmarks/make_frequencies.py; change the script, not the file.
title: "Frequencies of words in names"
encoded_on: "2026-11-22"
cites: "United States Census Bureau, name files of the census of 1990 (shares of given names and surnames); counts of {people} persons and {bodies} organisations on the OFAC (2023-01 with aliases of 2026-08) and UN (2026-08) sanctions lists, one count a party."
classes: "class 1 from 100 in a million, each next class 3.16 times as many; a word that is not named is rarer"
"""  # noqa: E501
TAIL = """not_encoded:
  - {text: "Names of countries that neither the census nor the lists show often (China, India, Japan, most of Africa).", reason: "No count in the public domain was at hand; such names weigh as rare ones until one is."}
"""  # noqa: E501


def read_census(folder: Path) -> dict[str, float]:
    """Return how many in a million bear a word as surname or given name."""
    table: dict[str, float] = {}
    for name, share in (("dist.all.last", 1.0), ("dist.male.first", 0.5), ("dist.female.first", 0.5)):
        for line in (folder / name).read_text(encoding="ascii").splitlines():
            word, percent, *_ = line.split()
            folded = fold_name(word)
            table[folded] = table.get(folded, 0.0) + float(percent) * 10_000 * share
    return table


def read_ofac(names: Path, aliases: Path) -> Iterator[tuple[bool, set[str]]]:
    """Yield for each party whether it is a person, and the words of all its names."""
    parties: dict[str, tuple[bool, set[str]]] = {}
    for row in read_rows(names):
        if len(row) > 2 and row[2].strip() in ("individual", "-0-"):
            parties[row[0].strip()] = (row[2].strip() == "individual", words_of(row[1]))
    for row in read_rows(aliases):
        if len(row) > 3 and row[0].strip() in parties:
            parties[row[0].strip()][1].update(words_of(row[3]))
    yield from parties.values()


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a packed CSV file."""
    with gzip.open(path, "rb") as file:
        yield from csv.reader(io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline=""))


def read_un(path: Path) -> Iterator[tuple[bool, set[str]]]:
    """Yield the same for the UN list."""
    top = ElementTree.fromstring(gzip.decompress(path.read_bytes()))
    fields = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "*/ALIAS_NAME")
    for tag, is_person in (("INDIVIDUAL", True), ("ENTITY", False)):
        for node in top.iter(tag):
            words: set[str] = set()
            for field in fields:
                for found in node.findall(field):
                    words |= words_of(found.text or "")
            yield is_person, words


def words_of(name: str) -> set[str]:
    """Return the words of a name that have letters only and at least two of them."""
    return {word for word in fold_name(name).split() if re.fullmatch("[a-z]{2,24}", word)}


def shares(parties: Iterable[set[str]]) -> dict[str, float]:
    """Return how many parties in a million bear a word, for words borne by five or more."""
    every = list(parties)
    counts = Counter(word for words in every for word in words)
    return {word: n / len(every) * 1e6 * _LIST_WORTH for word, n in counts.items() if n >= _LEAST_PARTIES}


def merge(left: dict[str, float], right: dict[str, float]) -> dict[str, float]:
    """Return the larger share: a word that is common anywhere does not tell people apart."""
    return {word: max(left.get(word, 0.0), right.get(word, 0.0)) for word in {*left, *right}}


def write_classes(table: dict[str, float]) -> Iterator[str]:
    """Yield the lines of a table, the commonest class first."""
    classes: dict[int, list[str]] = {}
    for word, share in table.items():
        if share >= _LEAST_SHARE:
            classes.setdefault(min(7, 1 + int(2 * math.log10(share / _LEAST_SHARE) + 1e-9)), []).append(word)
    for number, words in sorted(classes.items(), reverse=True):
        print(f"class {number}: {len(words)} words")
        yield f'  "{number}":'
        line = ""
        for word in sorted(words):
            if len(line) + len(word) + 1 > _WIDTH:
                yield f'    - "{line}"'
                line = ""
            line = f"{line} {word}" if line else word
        yield f'    - "{line}"'


if __name__ == "__main__":
    main()

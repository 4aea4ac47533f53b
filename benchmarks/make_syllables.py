"""Write `knowledge/lexicons/chinese_syllables.yaml`: which Mandarin syllables a Latin spelling of one may stand for.

    python benchmarks/make_syllables.py [--check]

Made from the readings of `han_readings.yaml` and the rules of Wade and Giles there, for the letters that both tables
know. With --check nothing is written; it fails where the file is not what would be written.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

from enduse.names.han import read_in_china, read_letter, southern_letters, spell_wade_giles

FILE = Path(__file__).parent.parent / "src/enduse/knowledge/lexicons/chinese_syllables.yaml"
_FIRST, _LAST = 0x4E00, 0x9FA5
_RARE = frozenset([
    "baak", "gaa", "gwaan", "sap", "fiao", "hm", "m", "ng", "o", "yo", "lo", "ei", "den", "rua", "kei", "lung", "dia",
    "nou", "nun", "miu", "chua", "sen", "cen", "nen", "nei",
])  # readings of letters of other languages, and interjections
_HEAD = """\
# Written by benchmarks/make_syllables.py from the readings and rules of han_readings.yaml; not to be edited by hand.
title: "Mandarin syllables by their Latin spellings"
encoded_on: "2026-11-22"
cites: "The tables of han_readings.yaml; the syllables of Hanyu Pinyin (ISO 7098)"
"""
_WIDTH = 118
_VOICES = {"p": "b", "t": "d", "k": "g", "ch": "j"}  # as many in the south spell what Mandarin and others harden
_VOICED = re.compile("^(?:p|t|k|ch)")
_WITH_DOTS = {"lv": "lu", "lyu": "lu", "nv": "nu", "nyu": "nu"}


def collect() -> tuple[list[str], dict[str, list[str]]]:
    """Return the syllables of pinyin, and for each other or ambiguous spelling its syllables, the likeliest first."""
    letters = {chr(code): read_letter(chr(code)) for code in range(_FIRST, _LAST + 1)}
    pinyin = sorted({word for word in letters.values() if word.isascii() and word.isalpha()} - _RARE)
    weights: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word in pinyin:
        weights[spell_wade_giles(word)][word] += 4
    for char, spellings in southern_letters().items():
        for word in sorted({read_letter(char), *read_in_china(char)} & set(pinyin)):
            for place, spelling in enumerate(spellings):
                weights[spelling][word] += 1 / (place + 1)
                voiced = _VOICED.sub(lambda initial: _VOICES[initial.group()], spelling)
                if voiced not in pinyin:
                    weights[voiced][word] += 0.2 / (place + 1)
    for spelling, word in _WITH_DOTS.items():
        weights[spelling][word] += 1
    for char, usual in letters.items():
        for word in read_in_china(char):
            if word != usual and usual in pinyin:
                weights[word][usual] += 0.5
    table = {
        spelling: [word for word, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])) if word != spelling]
        for spelling, found in sorted(weights.items()) if spelling.isalpha()
    }
    return pinyin, {spelling: found for spelling, found in table.items() if found}


def write() -> str:
    """Return the file's text."""
    pinyin, table = collect()
    lines = [*_HEAD.splitlines(), "pinyin: >-", *_fold(pinyin)]
    lines += ["# A spelling of Wade and Giles or of the south, then what it may stand for besides, likeliest first."]
    lines += ["spellings: >-", *_fold([f"{spelling} {'/'.join(found)}" for spelling, found in table.items()])]
    return "\n".join(lines) + "\n"


def _fold(words: list[str]) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) + 3 > _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else f"  {word}"
    return lines


def main() -> None:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        sys.exit(FILE.read_text(encoding="utf-8") != write())
    FILE.write_text(write(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

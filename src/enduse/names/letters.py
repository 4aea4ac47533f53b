"""How well a Latin spelling fits a word of another script, letter by letter, by tables learnt from pairs of names.

A word and a Latin spelling are walked through in steps, up to two letters of the
script for up to five Latin ones. Each step has log-odds: how much oftener the two
chunks stand for each other in names than letters drawn apart would. The odds of all
walks are added up, so no single alignment decides. The tables lie in
`knowledge/lexicons/letters/`, written by `benchmarks/learn_letters.py`.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.names.han import other_letter_readings, read_letter
from enduse.names.kernel import kernel, pack_steps, walk
from enduse.names.romanising import kana_syllables, split_hangul
from enduse.names.scripts import Script, script_of

END = "$"
EVEN = 0.35  # the fit at which true pairs and like-looking strangers are even, where it could not be measured
# The most letters of the script, and of the Latin spelling, that one step takes.
STEPS: dict[Script, tuple[int, int]] = {
    "arabic": (2, 3), "hebrew": (2, 3), "cyrillic": (2, 4), "kana": (2, 4), "hangul": (2, 4), "han": (1, 6),
}
_FAINT = 1e-5  # walks whose odds are less than this share of the likeliest at the same letter are given up
UNKNOWN = 0.02  # odds of a letter left out or put in that no table speaks of
LONGEST = 24  # letters that are read of a word
SLOPE, AT_EVEN, MOST_ALIKE = 1.6, 0.95, 0.97  # of the curve from fit to likeness
_OTHER_READING, _NATS_A_LETTER = 0.6, 2.85  # share of other readings; what a Latin letter tells at random
_MOST_ODDS = math.exp(5)  # of one Han letter, so that a long syllable that fits does not outweigh one that does not
_MEMO = 1 << 15
_SAME_LETTERS = str.maketrans("کیىےۀہھ", "كيييههه")  # Persian and Urdu forms of Arabic letters

_Chunks = dict[str, float]


def split_letters(word: str, script: Script) -> tuple[str, ...]:
    """Split a word into the units that its script's table speaks of.

    Han letters come as their usual Mandarin reading, Hangul syllables as an initial
    (none where silent), a vowel and a final marked by a dot, kana by syllable.
    """
    if script == "han":
        return tuple(map(read_letter, word))
    if script == "kana":
        return tuple(kana_syllables(word))
    if script == "hangul":
        return tuple(unit for char in word for unit in _split_syllable(char))
    return tuple(word.lower().translate(_SAME_LETTERS))


@lru_cache(maxsize=_MEMO)
def letter_likeness(native: str, latin: str) -> float | None:
    """Tell how well a folded Latin spelling fits a word of another script, from 0 to 1; None where no table speaks.

    With x the fit (see `fit_letters`) less the fit at which true pairs and like-looking strangers are even
    (the table states it), the likeness is 0.97 / (1 + exp(-(0.95 + 1.6 x))): 0.7 where they are even.
    Cost: as `fit_letters`; pairs seen before are remembered, at most 32,768.
    """
    fit = fit_letters(native, latin)
    if fit is None:
        return None
    return MOST_ALIKE / (1 + math.exp(-(AT_EVEN + SLOPE * (fit - table_of(script_of(native)).even))))


def fit_letters(native: str, latin: str) -> float | None:
    """Return the log-odds of a word of another script and a Latin spelling, by letter of both; None without a table.

    About 1.5 for a true pair, 0 for a stranger that looks alike, negative for others.
    Cost: some 10 us, without the kernel 30 to 110; the product of the two lengths; at most 24 letters each are read.
    """
    script = script_of(native)
    if script not in STEPS or not latin:
        return None
    units = read_units(native, script)
    latin = latin.replace(" ", "")[:LONGEST]
    return log_odds(units, latin, script) / (len(units) + len(latin) + 2)


def read_units(native: str, script: Script) -> tuple[str, ...]:
    """Return the units of a word that are walked through: Han letters, else what `split_letters` gives; at most 24."""
    word = native.replace(" ", "")
    return tuple(word[:LONGEST]) if script == "han" else split_letters(word, script)[:LONGEST]


def log_odds(units: tuple[str, ...], latin: str, script: Script) -> float:
    """Add up the odds of all walks through both words, in the kernel where there is one."""
    if kernel() is not None and latin.isascii():
        odds = _walk(units, latin + END, script)
        if odds >= 0:
            return math.log(max(odds, 1e-300))
    return walk_in_python(units, latin, script)


def _walk(units: tuple[str, ...], latin: str, script: Script) -> float:
    singles = [_packed(unit, script, is_pair=False) for unit in (*units, END)]
    pairs = [_packed(one + other, script, is_pair=True) for one, other in pairwise((*units, END))]
    return walk(singles, pairs, latin.encode("ascii"), STEPS[script][1], _packed_extras(latin, script), UNKNOWN)


@lru_cache(maxsize=_MEMO)
def _packed(unit: str, script: Script, *, is_pair: bool) -> bytes | None:
    steps = steps_of(unit, script, is_pair=is_pair)
    return pack_steps(steps) if steps else None


def steps_of(unit: str, script: Script, *, is_pair: bool) -> Mapping[str, float] | None:
    """Return the Latin chunks that a unit, the end, or two units in a row may stand for, with their odds; or None."""
    is_han = script == "han" and not is_pair and unit != END
    return _han_chunks(unit) if is_han else table_of(script).chunks.get(unit)


@lru_cache(maxsize=1 << 12)
def _packed_extras(latin: str, script: Script) -> bytes:
    put_in = table_of(script).chunks.get("", {})
    return array("d", [put_in.get(char, UNKNOWN) for char in latin]).tobytes()


def walk_in_python(units: tuple[str, ...], latin: str, script: Script) -> float:
    """Return the logarithm of the odds of all walks, as the kernel does."""
    table = table_of(script).chunks
    most_latin = STEPS[script][1]
    units, latin = (*units, END), latin + END
    put_in = table.get("", {})
    extras = [put_in.get(char, UNKNOWN) for char in latin]
    size = len(latin)
    chunks = _cut(latin, most_latin)
    rows = [[0.0] * (size + 1) for _ in range(len(units) + 1)]
    rows[0][0] = 1.0
    for at, unit in enumerate(units):
        row = rows[at]
        for place in range(size - 1):
            row[place + 1] += row[place] * extras[place]
        steps = _han_chunks(unit) if script == "han" and unit != END else table.get(unit, {})
        if unit != END:
            left_out = steps.get("", UNKNOWN)
            _take(row, rows[at + 1], steps, chunks, left_out)
            pair = table.get(unit + units[at + 1])
            if pair:
                _take(row, rows[at + 2], pair, chunks, 0.0)
        else:
            _take(row, rows[at + 1], steps, chunks, 0.0)
    return math.log(max(rows[-1][-1], 1e-300))


@lru_cache(maxsize=1 << 12)
def _cut(latin: str, most: int) -> list[list[tuple[int, str]]]:
    """Return for each place the chunks of up to `most` letters that begin there, with where they end."""
    size = len(latin)
    return [
        [(end, latin[start:end]) for end in range(start, min(size, start + most) + 1)] for start in range(size + 1)
    ]


def _take(
    row: list[float], onward: list[float], steps: _Chunks, chunks: list[list[tuple[int, str]]], left_out: float
) -> None:
    """Take every step that the table knows from each place that was reached."""
    find = steps.get
    least = max(row) * _FAINT
    for place, reached in enumerate(row):
        if reached > least:
            for end, chunk in chunks[place]:
                odds = find(chunk)
                if odds:
                    onward[end] += reached * odds
            if left_out and "" not in steps:
                onward[place] += reached * left_out


def _split_syllable(char: str) -> tuple[str, ...]:
    initial, medial, final = split_hangul(char)
    return tuple(unit for unit in (initial, medial, final and f"{final}.") if unit)


@lru_cache(maxsize=_MEMO)
def _han_chunks(char: str) -> _Chunks:
    """Return the steps of a Han letter: those learnt for its Mandarin reading, and its other readings and spellings."""
    table = table_of("han").chunks
    chunks = dict(table.get(read_letter(char), {}))
    for place, reading in enumerate(other_letter_readings(char)):
        odds = _OTHER_READING / (place + 2) * math.exp(_NATS_A_LETTER * len(reading))
        chunks[reading] = max(odds, chunks.get(reading, 0.0))
        for chunk, learnt in table.get(reading, {}).items():
            chunks[chunk] = max(learnt * _OTHER_READING, chunks.get(chunk, 0.0))
    return {chunk: min(odds, _MOST_ODDS) for chunk, odds in chunks.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """What is stated of a script: the odds of chunks by unit, and the fit at which pairs and strangers are even."""

    chunks: dict[str, _Chunks]
    even: float


@cache
def table_of(script: Script) -> Table:
    """Return the table of a script; read once."""
    top = open_knowledge(f"lexicons/letters/{script}.yaml")
    lines = [line.split() for line in top.get("table").required().text().splitlines()]
    even = top.get("even").required().decimal()
    top.faults.check(KnowledgeError)
    chunks = {
        "" if unit == "+" else unit: {
            chunk: math.exp(int(odds) / 4) for chunk, _, odds in (step.rpartition(":") for step in steps)
        }
        for unit, *steps in lines
    }
    return Table(chunks, float(even or 0))

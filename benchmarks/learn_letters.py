"""Learn which Latin letters stand for which letters of another script, from pairs of names; write the tables.

    python benchmarks/learn_letters.py --pairs DIR [--only SCRIPT] [--rounds 7] [--most 40000]

DIR holds `wd_LANG_64.tsv.gz` (Wikidata names, CC0; Latin, TAB, letters of the other script spaced apart, TAB, count)
for Arabic, Russian, Chinese and Katakana. A pair is taken as one walk through both words in steps: up to two letters
of the script for up to five Latin ones. Steps are counted by expectation-maximisation over all walks (no alignment is
given), pairs that fit worst are put aside as mismatches (4 % after the third and fifth round), rare steps are dropped.
What is written is not the names but, for each step, its log-odds in quarter nats: how much oftener the two chunks stand
for each other than letters drawn apart would. Hebrew, Hangul and Persian letters have no pairs here: their shares are
stated in `benchmarks/letter_shares.yaml` by common romanisation rules, weighed against the same Latin letter counts.
Takes some 3 minutes a script on one core; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from enduse.knowledge.nodes import Node, parse_nodes
from enduse.names.folding import fold_name
from enduse.names.han import read_letter, spell_wade_giles
from enduse.names.letters import END, EVEN, STEPS, fit_letters, split_letters
from enduse.names.scripts import Script

_LEARNT: dict[Script, str] = {"arabic": "arabic", "cyrillic": "russian", "han": "chinese", "kana": "katakana"}
_STATED: tuple[Script, ...] = ("hebrew", "hangul")
_OUT = Path(__file__).parent.parent / "src" / "enduse" / "knowledge" / "lexicons" / "letters"
_SHARES = Path(__file__).parent / "letter_shares.yaml"
_PUT_ASIDE_AFTER, _PUT_ASIDE = (2, 4), 0.04
_FEWEST = 3.0  # a step must be seen so often to be kept
_UNSEEN = 1e-6  # share of a letter left out or put in that was dropped from the table, so that no pair is impossible
_LONGEST = 16
_DISCOUNT = 0.7  # what is stated by hand counts half as much as what was learnt, where there is both

Pair = tuple[tuple[str, ...], str]
Step = tuple[str, str]
Shares = dict[Step, float]


def main() -> None:
    """Write one table a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--only")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--most", type=int, default=40_000)
    arguments = parser.parse_args()
    stated = parse_nodes(_SHARES.read_bytes(), where=_SHARES.name)
    latin: Counter[str] = Counter()
    for pair in read_pairs(arguments.pairs / "wd_arabic_64.tsv.gz", "arabic", arguments.most):
        latin.update(pair[1])
    for script in (*_LEARNT, *_STATED):
        if arguments.only in (None, script):
            pairs: list[Pair] = []
            shares: Shares = {}
            if script in _LEARNT:
                pairs = read_pairs(arguments.pairs / f"wd_{_LEARNT[script]}_64.tsv.gz", script, arguments.most)
                shares, pairs = learn(pairs, script, arguments.rounds)
            path = write(script, shares, stated.get(script), pairs, latin)
            if script in _LEARNT:
                place_even(path, script, arguments.pairs / f"wd_{_LEARNT[script]}_64.tsv.gz", arguments.most)
            print(f"{script}: {len(pairs)} pairs, {len(shares)} steps learnt")


def read_lines(path: Path) -> list[str]:
    """Read the lines, in an order that depends on their text alone."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    return sorted(lines, key=lambda line: hashlib.sha256(line.encode()).digest())


def read_pairs(path: Path, script: Script, most: int) -> list[Pair]:
    """Read at most `most` pairs as units of the script and folded Latin letters."""
    pairs: list[Pair] = []
    for line in read_lines(path)[:most]:
        latin, native, _ = line.split("\t")
        folded = fold_name(latin).replace(" ", "")
        units = split_letters(native.replace(" ", ""), script)
        if folded and units and len(units) <= _LONGEST and len(folded) <= _LONGEST:
            pairs.append(((*units, END), folded + END))
    return pairs


def learn(pairs: list[Pair], script: Script, rounds: int) -> tuple[Shares, list[Pair]]:
    """Return the share of each step among all steps, and the pairs that were not put aside."""
    shares: Shares = {}
    for turn in range(rounds):
        counts, fits = count_steps(pairs, script, shares)
        if turn >= 2:
            counts = {step: count for step, count in counts.items() if count >= min(_FEWEST, 1 + 0.5 * (turn - 2))}
        whole = sum(counts.values())
        shares = {step: count / whole for step, count in counts.items()}
        if turn in _PUT_ASIDE_AFTER:
            limit = sorted(fits)[int(len(fits) * _PUT_ASIDE)]
            pairs = [pair for pair, fit in zip(pairs, fits, strict=True) if fit > limit]
        print(f"{script} round {turn}: {len(shares)} steps, fit {sum(fits) / len(fits):.3f}", flush=True)
    return shares, pairs


def count_steps(pairs: Sequence[Pair], script: Script, shares: Shares) -> tuple[Shares, list[float]]:
    """Count each step over all walks through each pair, by how likely each walk is; and how well each pair fits."""
    counts: defaultdict[Step, float] = defaultdict(float)
    fits: list[float] = []
    known = {native for native, _ in shares}
    for units, latin in pairs:
        n, m = len(units), len(latin)
        forward = [[0.0] * (m + 1) for _ in range(n + 1)]
        forward[0][0] = 1.0
        taken: list[tuple[int, int, int, int, Step, float]] = []
        for i, j, a, b, step in walk(units, latin, script, known):
            reached = forward[i][j]
            weight = shares.get(step, _UNSEEN if a + b == 1 else 0.0) if shares else first_guess(a, b)
            if reached and weight:
                forward[i + a][j + b] += reached * weight
                taken.append((i, j, i + a, j + b, step, weight))
        whole = forward[n][m]
        fits.append(math.log(whole) / (n + m) if whole > 0 else -math.inf)
        if whole <= 0:
            fits[-1] = -99.0
            continue
        backward = [[0.0] * (m + 1) for _ in range(n + 1)]
        backward[n][m] = 1.0
        for i, j, i2, j2, _, weight in reversed(taken):
            backward[i][j] += weight * backward[i2][j2]
        for i, j, i2, j2, step, weight in taken:
            count = forward[i][j] * weight * backward[i2][j2] / whole
            if count > 1e-4:
                counts[step] += count
    return counts, fits


def walk(
    units: tuple[str, ...], latin: str, script: Script, known: Set[str]
) -> Iterator[tuple[int, int, int, int, Step]]:
    """Yield every step that may be taken from every place, in an order in which places are reached before left.

    Where chunks of the script are known, steps from others are left out.
    """
    most_units, most_latin = STEPS[script]
    for i in range(len(units) + 1):
        for j in range(len(latin) + 1):
            for a in range(min(most_units, len(units) - i) + 1):
                native = "".join(units[i:i + a])
                if known and native not in known:
                    continue
                for b in range(min(most_latin, len(latin) - j) + 1):
                    chunk = latin[j:j + b]
                    if (a == 0 and b != 1) or (a == 2 and b == 0) or (END in chunk) != (END in native):
                        continue
                    yield i, j, a, b, (native, chunk)


def first_guess(units: int, latin: int) -> float:
    """Weigh a step before anything was seen: short ones first, letters left out last."""
    return 0.02 ** (units + latin) * (0.05 if not units or not latin else 1.0) * (0.3 if units == 2 else 1.0)


def write(script: Script, shares: Shares, stated: Node, pairs: Sequence[Pair], latin: Counter[str]) -> Path:
    """Write the table of log-odds: a line for each chunk of the script, then its Latin chunks, the surest first."""
    native = Counter(unit for units, _ in pairs for unit in units)
    letters = Counter(char for _, text in pairs for char in text) or latin
    odds = dict(log_odds(shares, native, letters, script))
    discount = _DISCOUNT if shares else 0.0
    for unit, chunk, value in (*stated_odds(stated, letters), *mandarin_odds(script, letters)):
        odds[unit, chunk] = max(value - discount, odds.get((unit, chunk), -math.inf))
    by_native: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (unit, chunk), value in odds.items():
        by_native[unit].append((-round(4 * value), chunk))
    head = (
        f'# Written by benchmarks/learn_letters.py; change the script, not the table.\nscript: "{script}"\n'
        f'encoded_on: "2026-11-22"\n'
        f'cites: "{_cites(script, len(pairs))}"\n'
        f'even: "{EVEN}"\n'
        "# A chunk of the script (+ for none, $ for the end), then Latin chunks with their log-odds in quarter nats.\n"
        "table: |\n"
    )
    lines = (
        f"  {unit or '+'} " + " ".join(f"{chunk}:{-value}" for value, chunk in sorted(entries))
        for unit, entries in sorted(by_native.items())
    )
    _OUT.mkdir(exist_ok=True)
    path = _OUT / f"{script}.yaml"
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def place_even(path: Path, script: Script, source: Path, most: int) -> None:
    """Write into the table the fit at which pairs that were not learnt from are best told from strangers.

    Half of the strangers are any other name, half the most alike by spelling among 300 others.
    """
    rows = [line.split("\t") for line in read_lines(source)[most:most + 1500]]
    names = [fold_name(latin) for latin, _, _ in rows]
    fits: list[tuple[float, bool]] = []
    for place, (_, native, _) in enumerate(rows):
        word = native.replace(" ", "")
        others = [name for name in (names[place + 1:] + names[:place])[:300] if name != names[place]]
        spelled = fold_name(word)
        stranger = others[0] if place % 2 else max(others, key=lambda n: (JaroWinkler.similarity(spelled, n), n))
        fits += [(fit_letters(word, names[place]) or 0.0, True), (fit_letters(word, stranger) or 0.0, False)]
    even = max((k / 20 for k in range(-10, 30)), key=lambda limit: f1_at(fits, limit))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'even: "{EVEN}"', f'even: "{even}"'), encoding="utf-8")
    print(f"{script}: even at {even}, F1 {f1_at(fits, even):.3f}")


def f1_at(fits: Sequence[tuple[float, bool]], limit: float) -> float:
    """Return F1 where every pair of at least this fit is taken as true."""
    found = [is_true for fit, is_true in fits if fit >= limit]
    return 2 * sum(found) / max(1, len(found) + sum(is_true for _, is_true in fits))


def log_odds(
    shares: Shares, native: Counter[str], letters: Counter[str], script: Script
) -> Iterator[tuple[Step, float]]:
    """Yield for each step the logarithm of its share over the product of the shares of its letters."""
    all_native, all_letters = sum(native.values()), sum(letters.values())
    for (chunk, latin), share in shares.items():
        chance = math.prod(letters[char] / all_letters for char in latin)
        chance *= math.prod(native[unit] / all_native for unit in units_of(chunk, native, script))
        yield (chunk, latin), math.log(share / chance)


def units_of(chunk: str, native: Counter[str], script: Script) -> tuple[str, ...]:
    """Split a chunk of one or two units."""
    if not chunk or chunk in native:
        return (chunk,) if chunk else ()
    if script == "kana":
        return (*split_letters(chunk.removesuffix(END), script), *([END] if chunk.endswith(END) else []))
    return tuple(chunk)


def stated_odds(stated: Node, letters: Mapping[str, int]) -> Iterator[tuple[str, str, float]]:
    """Yield log-odds from stated shares of spellings for each letter; "0" stands for no spelling, "+" for no letter."""
    whole = sum(letters.values())
    for line in (stated.get("shares").text() if not stated.is_absent else "").splitlines():
        unit, *spellings = line.split()
        total = sum(float(spelling.rpartition(":")[2]) for spelling in spellings)
        for spelling in spellings:
            chunk, _, share = spelling.rpartition(":")
            chunk = "" if chunk == "0" else chunk
            chance = math.prod(letters[char] / whole for char in chunk)
            part = float(share) / (1.0 if unit == "+" else total)
            yield "" if unit == "+" else unit, chunk, math.log(part / chance)


def mandarin_odds(script: Script, letters: Mapping[str, int]) -> Iterator[tuple[str, str, float]]:
    """Yield log-odds of the two systems in which Mandarin syllables are spelled, for every reading of a Han letter."""
    if script != "han":
        return
    whole = sum(letters.values())
    for pinyin in sorted({read_letter(chr(code)) for code in range(0x4E00, 0x9FA6)}):
        if pinyin.isascii():
            for spelling, share in ((pinyin, 0.6), (spell_wade_giles(pinyin), 0.25)):
                yield pinyin, spelling, math.log(share / math.prod(letters[char] / whole for char in spelling))


def _cites(script: Script, count: int) -> str:
    if script in _LEARNT:
        return f"Learnt from {count} pairs of names of Wikidata (CC0), as gathered by Merhav and Ash, COLING 2018"
    return "Common romanisation rules with stated shares (benchmarks/letter_shares.yaml)"


if __name__ == "__main__":
    main()

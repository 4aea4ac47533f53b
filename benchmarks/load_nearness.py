"""Tell how near the strangers of the load lie to the list, what those cost who come near, and how many words it has.

    python benchmarks/load_nearness.py [--names 250000] [--strangers 36000] [--corpus FOLDER]

What a screening costs is decided by this: a stranger who comes near somebody costs more than all the rest of his query.
Words are those of each name read in its usual way, so that a name of several readings counts once.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus import ensure_corpus
from invented import load_cultures
from listed import ListedEntities, read_queries, to_parties

from enduse.screening.desk import screen_many
from enduse.screening.index import NameIndex
from enduse.screening.lines import read_many_forms

QUERIES = 150_000
_AT_ONCE = 20_000


def read_usual(names: Sequence[str]) -> list[str]:
    """Return the usual form of each name that has one."""
    return [forms[0].lstrip("*") for forms in read_many_forms(names) if forms]


def read_list(entities: ListedEntities) -> tuple[set[str], set[str]]:
    """Return the distinct usual forms of a list's names, and their distinct words."""
    forms, names = set[str](), list[str]()
    for _, _, name, _, _ in entities.rows():
        names.append(name)
        if len(names) == _AT_ONCE:
            forms.update(read_usual(names))
            names.clear()
    forms.update(read_usual(names))
    return forms, {word for form in forms for word in form.split()}


def script_of(name: str) -> str:
    """Return which letters a name has: Latin alone, some of China, Korea or Japan, or others."""
    letters = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    if letters <= {"LATIN"}:
        return "Latin"
    return "East Asian" if letters & {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"} else "other"


def report_costs(folder: Path, index: NameIndex, entities: ListedEntities, queries: int) -> None:
    """Print what queries of the load cost, their words known, by their letters and by whether they raise a hit."""
    parties = to_parties(read_queries(folder / "load.jsonl", most=queries))
    found = [bool(hits) for hits in screen_many(parties, index=index, entities=entities)]
    sorts = defaultdict(list)
    for party, is_hit in zip(parties, found, strict=True):
        sorts[script_of(party.name), is_hit].append(party)
    for (script, is_hit), some in sorted(sorts.items()):
        began = time.process_time()
        for _ in screen_many(some, index=index, entities=entities):
            pass
        each = (time.process_time() - began) / len(some) * 1e6
        share = len(some) / len(parties)
        what = "a hit" if is_hit else "none"
        print(f"{script:10} {what:5} {share:6.1%} of the load, {each:6.0f} us each, {each * share:5.1f} us of the mean")


def main() -> None:
    """Print what the list has in words, what of them the strangers have, and who raises a hit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=250_000)
    parser.add_argument("--strangers", type=int, default=36_000)
    parser.add_argument("--corpus", type=Path, help="where corpora are kept")
    options = parser.parse_args()
    folder = ensure_corpus(options.names, root=options.corpus, queries=QUERIES)
    entities = ListedEntities(folder)
    forms, words = read_list(entities)
    print(f"{len(forms):,} distinct names of {len(words):,} distinct words")
    strangers = [query for query in read_queries(folder / "load.jsonl") if query["class"] == "stranger"]
    strangers = strangers[:options.strangers]
    asked = [set(form.split()) for form in read_usual([query["name"] for query in strangers])]
    listed, count = sum(len(some & words) for some in asked), sum(map(len, asked))
    whole = sum(some <= words for some in asked) / len(asked)
    print(f"{len(strangers):,} strangers of {count / len(asked):.2f} words, {listed / count:.1%} of them on the list,")
    print(f"and of {whole:.1%} of the strangers all")
    entities = ListedEntities(folder)
    index = NameIndex.build(entities.rows())
    culture = {country: known.code for known in load_cultures() for country in known.countries}
    met, hit = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    found = screen_many(to_parties(strangers), index=index, entities=entities)
    for query, hits in zip(strangers, found, strict=True):
        sort = culture[query["country"]], query["kind"]
        met[sort] += 1
        hit[sort] += bool(hits)
    print(f"{hit.total() / met.total():.3f} raise a hit")
    for sort in sorted(met, key=lambda sort: -hit[sort] / met[sort]):
        share, of_all = hit[sort] / met[sort], hit[sort] / max(1, hit.total())
        print(f"{sort[0]:>3} {sort[1]:8} {met[sort]:>6,} {share:.3f} {of_all:6.1%} of all hits")
    report_costs(folder, index, entities, 2 * options.strangers)


if __name__ == "__main__":
    main()

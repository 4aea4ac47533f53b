"""The kernel finds what its formula says, no more and no less (all names invented)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from enduse.screening.index import NameIndex, NameRow
from enduse.screening.words import FOREIGN_ONLY, read_forms, unit_weight, word_keys

CORE, FAINT = 35, 10


def spelled_alike(left: str, right: str) -> int:
    """Return the likeness of two words by their letters, of 256."""
    if left == right:
        return 256
    longest = max(len(left), len(right))
    allowed = 2 if longest >= 6 else 1 if longest >= 3 else 0
    edits = DamerauLevenshtein.distance(left, right)
    if edits > allowed or not (left.isalpha() and right.isalpha()):
        return 0
    return 256 - -(-256 * edits // longest)


def count_vowels(word: str) -> int:
    """Count the vowels of a word's first twelve letters, those in a row as one."""
    return len(re.findall("[aeiouy]+", word[:12]))


def alike(left: str, right: str, *, is_foreign: tuple[bool, bool]) -> int:
    """Return the likeness of two words, of 256."""
    best = spelled_alike(left, right)
    if (len(left) == 1) != (len(right) == 1) and left[0] == right[0] and left[0].isalpha():
        best = max(best, 205)
    keys = dict(word_keys(right, is_foreign=is_foreign[1]))
    foreign, latin = (left, right) if is_foreign[0] else (right, left)
    for key, likeness in word_keys(left, is_foreign=is_foreign[0]):
        if key in keys and (is_foreign[0] != is_foreign[1] or not likeness & FOREIGN_ONLY):
            is_written = bool(likeness & 0x400) and count_vowels(foreign) >= count_vowels(latin)
            worth = (likeness & 0x1FF) * 3 // 4 if is_written else likeness & 0x1FF
            best = max(best, 0 if is_written and likeness & 0x800 else worth)
    return best


def answers(
    asked: list[str], own: list[str], *, is_foreign: tuple[bool, bool]
) -> list[tuple[int, int, int, bool, bool]]:
    """Return place, place, likeness, whether it may lead, and whether words are written together, for every answer."""
    found = []
    for i, left in enumerate(asked):
        for j, right in enumerate(own):
            likeness = alike(left, right, is_foreign=is_foreign)
            if likeness:
                found.append((i, j, likeness, len(left) > 1 or left.isdigit(), False))
    for runs, ones, is_flipped in ((asked, own, False), (own, asked, True)):
        spans = [(at, at + 2) for at in range(len(runs) - 1)]
        spans += [(0, len(runs))] if len(runs) > 2 else []
        for start, end in spans:
            joined = "".join(runs[start:end])
            for j, one in enumerate(ones):
                likeness = 253 if joined == one and (len(one) > 2 or not is_flipped) else 0
                if likeness:
                    pairs = ((j, i) if is_flipped else (i, j) for i in range(start, end))
                    found += [(left_at, right_at, likeness, True, True) for left_at, right_at in pairs]
    return found


def promise(query: str, form: str) -> float:
    """Return the score that the kernel's formula gives."""
    asked, own = query.removeprefix("*").split(), form.removeprefix("*").split()
    found = answers(asked, own, is_foreign=("*" in query, "*" in form))
    if not any(leads for *_, leads, _ in found):
        return 0.0
    a, b = [unit_weight(word) for word in asked], [unit_weight(word) for word in own]
    left: dict[int, tuple[int, int]] = {}
    right: dict[int, tuple[int, int]] = {}
    for i, j, likeness, *_ in found:
        weight = min(a[i], b[j])
        left[i] = max(left.get(i, (0, 0)), (likeness * weight, weight))
        right[j] = max(right.get(j, (0, 0)), (likeness * weight, weight))
    gain = min(sum(g for g, _ in left.values()), sum(g for g, _ in right.values()))
    matched = min(sum(w for _, w in left.values()), sum(w for _, w in right.values()))
    over = sorted((sum(a) - matched, sum(b) - matched))
    score: float = 20 * gain / ((20 * matched + 35 * over[0] + 4 * (over[1] - over[0])) * 256)
    cores = sum(w >= CORE for _, w in left.values()) + any(is_joined for *_, is_joined in found)
    if cores == 1 and max(sum(w >= CORE for w in a), sum(w >= CORE for w in b)) > 1:
        return score * 0.8
    return score * 0.4 if cores == 0 and over[1] > FAINT else score


def expect(query: str, rows: Iterable[NameRow], *, limit: int, floor: float) -> list[tuple[str, float]]:
    """Return what the index must find, by trying every row."""
    best: dict[str, float] = {}
    for subject, _, printed, _, _ in rows:
        for form in read_forms(printed):
            for line in read_forms(query):
                best[subject] = max(best.get(subject, 0.0), promise(line, form))
    good = sorted((-round(score, 9), subject) for subject, score in best.items() if score >= floor)
    return [(subject, -score) for score, subject in good[:limit]]


def found(index: NameIndex, query: str, *, limit: int, floor: float) -> list[tuple[str, float]]:
    """Return what the index finds."""
    return [(c.subject, round(c.promise, 9)) for c in index.find(query, limit=limit, floor=floor)]


def rows_of(names: Iterable[str]) -> list[NameRow]:
    """Return one row for each name."""
    return [(f"x-{n:04}", "name", name, "Person", f"{n:032x}") for n, name in enumerate(names)]


WORDS = st.one_of(
    st.text(alphabet="abk", min_size=1, max_size=7),
    st.sampled_from(["ltd", "trading", "co", "al", "dr", "7", "12", "ab3"])
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=25), NAMES, st.sampled_from([0.2, 0.35, 0.5, 0.65, 0.9]))
@example(["a a a a aab a"], "a ab", 0.2)  # words written together count as a word of 0.55, where no other does
@example(["a ab k k k kab a"], "aab", 0.2)
def test_the_kernel_finds_what_trying_every_row_finds(names: list[str], query: str, floor: float) -> None:
    rows = rows_of(names)
    index = NameIndex.build(rows)
    assert found(index, query, limit=30, floor=floor) == expect(query, rows, limit=30, floor=floor)


def test_the_kernel_finds_what_trying_every_row_finds_among_many() -> None:
    random = Random(29)
    words = ["".join(random.choices("aeiklmnrst", k=random.choice((2, 3, 4, 5, 6, 7, 8)))) for _ in range(150)]
    words += ["ltd", "trading", "طارق", "مريدي", "j", "k"]
    rows = rows_of(" ".join(random.choices(words, k=random.choice((1, 2, 3, 3, 4, 6)))) for _ in range(300))
    index = NameIndex.build(rows)
    for floor in (0.3, 0.5, 0.6):
        for _ in range(25):
            query = " ".join(random.choices(words, k=random.choice((1, 2, 3, 4))))
            assert found(index, query, limit=700, floor=floor) == expect(query, rows, limit=700, floor=floor), query


def test_one_word_of_a_row_may_answer_several_words_of_a_query() -> None:
    random = Random(37)
    words = ["".join(random.choices("kmns", k=1) + random.choices("aiu", k=1) + ["n"]) for _ in range(12)]
    rows = rows_of(" ".join(random.choices(words, k=random.choice((1, 2, 3)))) for _ in range(120))
    index = NameIndex.build(rows)
    for floor in (0.65, 0.75):
        for _ in range(40):
            query = " ".join(random.choices(words, k=3))
            assert found(index, query, limit=700, floor=floor) == expect(query, rows, limit=700, floor=floor), query


@pytest.mark.parametrize("query", ["tzavmirel", "zxtavmirel", "zatvmirle", "ztamvirel", "tzavimrel"])
def test_a_swap_with_a_letter_between_counts_as_two_edits(query: str) -> None:
    rows = rows_of(["ztavmirel", "zatvmirel", "omanquid"])
    assert found(NameIndex.build(rows), query, limit=5, floor=0.3) == expect(query, rows, limit=5, floor=0.3)
    pairs = [("tzavmirel", "ztavmirel"), ("zxtavmirel", "tzavmirel"), ("abcdefg", "acxbdefg"), ("abcdefgh", "bacdegfh")]
    for left, right in pairs:
        index = NameIndex.build(rows_of([right]))
        assert [c.printed for c in index.find(left, floor=0.6)] == [right], (left, right)


def test_long_names_are_found_as_trying_every_row_finds_them() -> None:
    random = Random(41)
    words = ["".join(random.choices("aeiklmnrst", k=random.choice((1, 2, 3, 4, 5, 6)))) for _ in range(60)]
    rows = rows_of(" ".join(random.sample(words, random.choice((4, 5, 8, 9, 10, 12)))) for _ in range(120))
    index = NameIndex.build(rows)
    for floor in (0.3, 0.6):
        for _ in range(12):
            query = " ".join(random.sample(words, random.choice((1, 5, 8, 9, 11, 14))))
            assert found(index, query, limit=700, floor=floor) == expect(query, rows, limit=700, floor=floor), query


def test_candidates_come_by_promise_then_by_subject_and_the_limit_holds() -> None:
    rows = rows_of(["Velmar Desolin"] * 30 + ["Velmar Desolim"] * 30)
    index = NameIndex.build(rows)
    best = index.find("Velmar Desolin", limit=40)
    assert [c.subject for c in best[:30]] == [row[0] for row in rows[:30]]
    assert len(best) == 40
    assert all((-a.promise, a.subject) < (-b.promise, b.subject) for a, b in pairwise(best))


def test_many_names_at_once_are_answered_as_each_alone() -> None:
    random = Random(31)
    words = ["".join(random.choices("aeiklmnrst", k=6)) for _ in range(300)]
    names = [" ".join(random.choices(words, k=3)) for _ in range(5_000)]
    index = NameIndex.build(rows_of(names))
    queries = ["", "???", *random.sample(names, 40), "*", "a\nb", "طارق"]
    alone = NameIndex.build(rows_of(names))
    assert list(index.find_many(queries, limit=5)) == [alone.find(query, limit=5) for query in queries]


@pytest.mark.parametrize("name", ["kara sun", "karasun"])
def test_words_written_together_and_apart_meet(name: str) -> None:
    index = NameIndex.build(rows_of(["Karasun", "Kara Sun", "Melisor"]))
    assert [c.subject for c in index.find(name)][:2] in (["x-0000", "x-0001"], ["x-0001", "x-0000"], ["x-0000"])


def test_a_slip_in_a_word_grown_together_with_its_article_still_leads_to_the_name() -> None:
    rows = [("e1", "name", "Mirvan al-Tozkari", "Person", "01"), ("e2", "name", "Odo Brenn", "Person", "02")]
    index = NameIndex.build(rows)
    for asked in ("Mirvan ALsTOZKARI", "Mirvan Altozakri", "Mirvan al Tozkxari", "MIRVAN ALTOZKARI"):
        assert [found.subject for found in index.find(asked)] == ["e1"], asked


def test_a_slip_in_a_short_syllable_beside_a_hyphen_or_in_the_hyphen_still_leads_to_the_name() -> None:
    rows = [("e1", "name", "Yi Chen-nam", "Person", "01"), ("e2", "name", "Odo-Lis Brenn", "Person", "02")]
    index = NameIndex.build(rows)
    for asked in ("Yi Chq-nam", "Yi Chenpnam", "YI CHENNAM", "Yi Chen-mna", "Yi Chne\u2010nam"):
        assert [found.subject for found in index.find(asked)] == ["e1"], asked

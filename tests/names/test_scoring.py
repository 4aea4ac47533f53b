"""The compiled score of two names is that of Python (all names invented)."""

from __future__ import annotations

import gzip
import json
from array import array
from ctypes import addressof, c_char
from itertools import product
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.alignment import align
from enduse.names.comparing import score_names
from enduse.names.foreign import least_of_reading
from enduse.names.letters import STEPS, letter_likeness
from enduse.names.packing import KINDS, pack_name
from enduse.names.readings import readings_of
from enduse.names.scoring import Scorer, score_packed, scorer
from enduse.names.scripts import script_of
from enduse.names.tokens import Kind, read_name

SHARED = Path(__file__).parents[2] / ".." / "shared" / "matching" / "pairs"
LETTERS = "abcdeghijklmnoprstuvxyz"
_PLAIN = """
    Velmar Norvik Tarik Tareq Permskaya Perm Mohammed Muhamad Aleksandr Sasha Chong Jung Park Kim Yong Li bin ibn al el
    ud din uddin von Dr Trading Torgovyi Company Ltd GmbH SA eV Foundation Branch
    Turkey Iran Iranian State Institute of and Technology 17 18
    III No A B SIT KIT Xu Qiang Hsu Chiang Abdul Rahman Abdulrahman Import Export Impex Sea Star Seastar New Newstar
    Bill Robert Jr
"""
_NATIVE = "شركة طارق المنصور محمد 维马 王 Тарнов Пермский 김 다르 タナカ כהן"
_KOREAN = "Kim Park Pak Chong Jong Yong Ri Yi Nyong Seung"
_ENDED = "Karimullah Qareemollah Zobullah Velkovich Velko Valkavich Darkovna Tarnozai Darnezay Tarnov Hamrazadeh"
_CHINESE = "Xu Hsu Ze Tse Guang Kwong Kuang Zeguang Wong Huang Wang Li Lei Lee Shi Xi Si Chan Chen Zhang Chang Velko"
CHINESE = tuple(_CHINESE.split())
ENDED = tuple(_ENDED.split())
PLAIN, NATIVE, KOREAN = tuple(_PLAIN.split()), tuple(_NATIVE.split()), tuple(_KOREAN.split())
ANY_KIND = st.sampled_from(tuple(KINDS))
WORDS = st.sampled_from(PLAIN) | st.text(LETTERS, min_size=1, max_size=9) | st.text(LETTERS, min_size=40, max_size=70)
WARM = settings(deadline=None)  # the first example reads the lexicons


@st.composite
def _pairs(draw: st.DrawFn, *, words: st.SearchStrategy[str] = WORDS, most: int = 7) -> tuple[str, str]:
    """Draw two names of which the second is mostly the first, changed: letters, order, words joined, lost and added."""
    left = draw(st.lists(words, min_size=1, max_size=most))
    right = list(left)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(right) - 1))
        word = right[at]
        change = draw(st.integers(0, 8))
        if change == 0:
            right[at] = draw(words)
        elif change == 1 and len(right) > 1:
            right[at:at + 2] = ["".join(right[at:at + 2])]
        elif change == 2 and len(word) > 3:
            cut = draw(st.integers(1, len(word) - 1))
            right[at:at + 1] = [word[:cut], word[cut:]]
        elif change == 3:
            place = draw(st.integers(0, len(word) - 1))
            right[at] = word[:place] + draw(st.sampled_from(LETTERS)) + word[place + draw(st.integers(0, 1)):]
        elif change == 4:
            right.insert(at, right.pop(draw(st.integers(0, len(right) - 1))))
        elif change == 5 and len(right) > 1:
            del right[at]
        elif change == 6:
            right.insert(at, draw(words))
        elif change == 7:
            right[at] = "".join(part[0] for part in right[at:at + 3] if part)
        elif change == 8 and at + 1 < len(right) and len(word) > 1:
            right[at:at + 2] = [word[:-1], word[-1] + right[at + 1]]
    return " ".join(left), " ".join(right)


def _check(left: str, right: str, kind: Kind, least: float) -> None:
    one, other = pack_name(read_name(left, kind)), pack_name(read_name(right, kind))
    assert one is not None
    assert other is not None
    wanted = score_names(left, right, kind=kind)
    whole, bounded = score_packed(one, other, kind), score_packed(one, other, kind, least)
    assert whole == pytest.approx(wanted, abs=1e-12)
    assert bounded == whole or (wanted < least and bounded == 0.0)
    mine, its = read_name(left, kind), read_name(right, kind)
    aligned = align(mine.tokens, its.tokens, is_foreign=mine.is_foreign != its.is_foreign)
    assert scorer().align(mine, its) == aligned


@WARM
@given(_pairs(), ANY_KIND, st.sampled_from((0.3, 0.5, 0.7, 0.9)))
def test_the_score_is_that_of_python(names: tuple[str, str], kind: Kind, least: float) -> None:
    _check(*names, kind, least)
    _check(names[1], names[0], kind, least)


@WARM
@given(_pairs(words=WORDS | st.sampled_from(NATIVE), most=5), ANY_KIND, st.sampled_from((0.3, 0.5, 0.7)))
def test_the_score_beside_another_script_is_that_of_python(names: tuple[str, str], kind: Kind, least: float) -> None:
    _check(*names, kind, least)


@pytest.mark.parametrize("word", NATIVE)
def test_letters_speak_for_every_reading_that_counts(word: str) -> None:
    if script_of(word) in STEPS:
        assert min(letter_likeness(word, reading) or 0.0 for reading in readings_of(word)) >= least_of_reading(word)


@WARM
@given(_pairs(words=st.sampled_from(KOREAN)))
def test_korean_names_score_as_in_python(names: tuple[str, str]) -> None:
    _check(*names, "person", 0.5)


@pytest.mark.parametrize("least", [0.3, 0.8])
def test_first_letters_count_that_stand_in_a_row_once_syllables_between_them_are_taken(least: float) -> None:
    _check("Min-jun Im", "Noh Chun-mi", "person", least)
    _check("Noh Chun-mi", "Min-jun Im", "person", least)


@WARM
@given(_pairs(words=st.sampled_from(CHINESE), most=3), ANY_KIND, st.sampled_from((0.3, 0.5, 0.7)))
def test_chinese_names_score_as_in_python(names: tuple[str, str], kind: Kind, least: float) -> None:
    _check(*names, kind, least)
    _check(names[1], names[0], kind, least)


@WARM
@given(_pairs(words=st.sampled_from(ENDED)), ANY_KIND)
def test_names_with_endings_that_many_share_score_as_in_python(names: tuple[str, str], kind: Kind) -> None:
    _check(*names, kind, 0.5)


@WARM
@given(_pairs(words=st.sampled_from(PLAIN)), st.integers(0, 2), ANY_KIND, st.sampled_from((0.3, 0.5, 0.7)))
def test_names_with_their_first_letters_score_as_in_python(
    names: tuple[str, str], at: int, kind: Kind, least: float
) -> None:
    letters = "".join(word[:1] for word in names[0].split()[at:at + 4])
    _check(f"{names[0]} {letters}", names[1], kind, least)
    _check(names[1], f"{letters} {names[0]}", kind, least)


@WARM
@given(_pairs(words=st.sampled_from(PLAIN), most=40), ANY_KIND)
def test_long_names_score_as_in_python(names: tuple[str, str], kind: Kind) -> None:
    _check(*names, kind, 0.5)


def test_many_pairs_score_as_each_alone() -> None:
    names = ["Tarik Velmar", "Tareq Velmor", "Norvik Trading Ltd", "", "Velmar Norvik", "طارق"]
    packs = [pack_name(read_name(name, "unknown")) or b"" for name in names]
    held = [(c_char * len(pack)).from_buffer(bytearray(pack)) for pack in packs]
    pairs = list(product(range(len(names)), repeat=2))
    many = scorer().score_many(
        [addressof(held[left]) for left, _ in pairs], [addressof(held[right]) for _, right in pairs],
        bytes([KINDS["unknown"]] * len(pairs)), [0.5] * len(pairs),
    )
    alone = [score_packed(packs[left], packs[right], "unknown", 0.5) for left, right in pairs]
    assert many.tobytes() == array("d", alone).tobytes()


def test_a_pack_that_is_cut_or_lies_is_left_to_python() -> None:
    pack = pack_name(read_name("Tarik Velmar", "person")) or b""
    for damaged in (b"", pack[:8], pack[:-8], pack[:4] + b"\x21" + pack[5:], pack[:28] + b"\xff\xff" + pack[30:]):
        assert isnan(score_packed(damaged, pack, "person"))
        assert isnan(score_packed(pack, damaged, "person"))


def test_an_address_of_nothing_has_no_score() -> None:
    assert isnan(Scorer().score_many([0], [0], b"\0", [0.0])[0])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["entity_checks", "name_bench", "ofac_aka", "un_alias", "un_origscript"])
def test_labelled_pairs_score_as_in_python(name: str) -> None:
    path = SHARED / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip("the labelled pairs of ../shared are not here")
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    for row in rows[:: max(1, len(rows) // 100)]:
        for left, right in product(row["a"].get("name", [])[:2], row["b"].get("name", [])[:2]):
            for kind in KINDS:
                _check(left, right, kind, 0.5)

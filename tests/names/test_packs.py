"""Names read and packed by the compiled part, beside Python's own reading (all names invented)."""

from __future__ import annotations

import gzip
import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.names.frequencies import counted_words
from enduse.names.given_names import counted_names
from enduse.names.lexicons import ADJECTIVE_ENDINGS, PLACE_ENDINGS, generic_words, legal_forms, particles, titles
from enduse.names.numbers import RANK_ENDINGS, ROMAN_NUMERALS, number_words
from enduse.names.packing import KINDS, pack_name
from enduse.names.packs import Packs, is_compiled, pack_folded
from enduse.names.tokens import read_name, scripts_in
from enduse.resolution.records import is_latin

PAIRS = Path(__file__).parents[3] / "shared" / "matching"
pytestmark = pytest.mark.skipif(not is_compiled(), reason="the compiled part of names is missing")


def texts_of_lexicons() -> Iterator[str]:
    """Yield all that the compiled part was told of."""
    for lexicon in (legal_forms(), titles(), particles(), generic_words()):
        yield from lexicon.phrases
        yield from (f"{stem}{ADJECTIVE_ENDINGS[len(stem) % len(ADJECTIVE_ENDINGS)]}" for stem in lexicon.stems)
    yield from chain(number_words(), ROMAN_NUMERALS, counted_names(), counted_words("organisations"))


KNOWN = st.deferred(lambda: st.sampled_from(sorted(set(texts_of_lexicons()))))
DIGITS = st.text("0123456789", min_size=1, max_size=15)
MADE = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=60),
    st.builds(str.__add__, st.text("abceiknorsvy", min_size=1, max_size=12),
              st.sampled_from([*ADJECTIVE_ENDINGS, *PLACE_ENDINGS])),
    st.builds(str.__add__, DIGITS, st.sampled_from([*RANK_ENDINGS, "", "q"])),
    st.text(st.characters(max_codepoint=127), max_size=12),
    st.text(st.characters(max_codepoint=0x31F) | st.sampled_from("\u2017\u2018\u2019\u2026\u2027\u0301"), max_size=12),
    st.sampled_from("abixv17"),
)
FOREIGN = st.text(max_size=8) | st.sampled_from(
    ["Öznur", "شركة", "التجارة", "Норвик", "Пермская", "維馬", "有限公司", "벨마", "ヴェルマ", "Ⅳ", "n°7", "ООО", "\0"]
)
PLAIN = st.lists(KNOWN | MADE | st.sampled_from([",", ", sr"]), max_size=8).map(" ".join)
LONG = st.lists(KNOWN | MADE, min_size=20, max_size=60).map(" ".join)
MIXED = st.lists(FOREIGN | KNOWN | MADE, max_size=8).map(" ".join)


def read_by_python(texts: Sequence[str], kinds: bytes) -> list[bytes | None]:
    return [pack_name(read_name(text, tuple(KINDS)[kind])) for text, kind in zip(texts, kinds, strict=True)]


def read_at_once(texts: Sequence[str], kinds: bytes) -> list[bytes | None]:
    packs = Packs()
    return [packs.pack_at(address) if address else None for address in packs.read(texts, kinds)]


def kinds_of(texts: Sequence[object], first: int) -> bytes:
    return bytes((first + number) % len(KINDS) for number in range(len(texts)))


@settings(deadline=None)  # the lexicons are opened by the first call
@given(st.lists(PLAIN | PLAIN | LONG | KNOWN, min_size=1, max_size=6), st.integers(0, 2))
def test_plain_names_are_read_as_python_reads_them(texts: list[str], first: int) -> None:
    kinds = kinds_of(texts, first)
    assert read_at_once(texts, kinds) == read_by_python(texts, kinds)


@settings(deadline=None)  # the lexicons are opened by the first call
@given(st.lists(MIXED | PLAIN, min_size=1, max_size=6), st.integers(0, 2))
def test_names_in_any_script_are_read_as_python_reads_them(texts: list[str], first: int) -> None:
    kinds = kinds_of(texts, first)
    assert read_at_once(texts, kinds) == read_by_python(texts, kinds)


def test_every_letter_is_folded_as_python_folds_it() -> None:
    letters = [chr(code) for code in (*range(0x400), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070), 0x10FFFF)]
    texts = [text for letter in letters for text in (letter, f"a{letter}b", f"{letter}{letter} x", f"o{letter}")]
    kinds = bytes([2]) * len(texts)
    assert read_at_once(texts, kinds) == read_by_python(texts, kinds)


def test_every_text_of_the_lexicons_is_read_as_python_reads_it() -> None:
    texts = sorted(set(texts_of_lexicons()))
    for kind in range(len(KINDS)):
        kinds = bytes([kind]) * len(texts)
        assert read_at_once(texts, kinds) == read_by_python(texts, kinds)


def zeros(count: int) -> array[int]:
    return array("I", bytes(4 * count))


def column(raw: Sequence[bytes], starts: Sequence[int] = ()) -> tuple[array[int], object]:
    """Lay texts out as a segment does; the second thing keeps their memory."""
    text, at = array("B", b"".join(raw)), array("I", starts or [0, *accumulate(map(len, raw))])
    return array("Q", (text.buffer_info()[0], len(text), at.buffer_info()[0], len(at) - 1)), (text, at)


@settings(deadline=None)  # the lexicons are opened by the first call
@given(
    st.lists(MIXED | PLAIN, min_size=1, max_size=6), st.lists(st.integers(0, 8), max_size=12), st.integers(0, 2),
    st.booleans(),
)
def test_rows_of_a_segment_are_read_where_they_lie(
    texts: list[str], rows: list[int], first: int, is_folded: bool
) -> None:
    values, kept = column([text.encode() for text in texts])
    folds, also = column([pack_folded(text, is_latin=is_latin(text)) if is_folded else b"" for text in texts])
    kinds, packs = kinds_of(rows, first), Packs()
    found, signs = packs.read_rows(values + folds, (zeros(len(rows)), array("I", rows)), kinds)
    for row, kind, address, sign in zip(rows, kinds, found, signs, strict=True):
        is_asked = row < len(texts) and (texts[row].isascii() or (is_folded and scripts_in(texts[row])[1] is False))
        if address or (is_asked and "\0" not in texts[row]):
            assert packs.pack_at(address) == pack_name(read_name(texts[row], tuple(KINDS)[kind]))
            assert sign == (is_folded and not is_latin(texts[row]))
    del kept, also


def test_rows_are_read_without_python_where_they_are_in_latin_letters_or_were_folded() -> None:
    texts = ["Öznur Çelik", "O’Norvik", "Ticarət", "Норвик", "µ-Velmar", "Norvi\u0301k"]
    values, kept = column([text.encode() for text in texts])
    for is_folded, expected in ((False, [1, 1, 1, 0, 0, 0]), (True, [1, 1, 1, 1, 0, 0])):
        folds, also = column([pack_folded(text, is_latin=is_latin(text)) if is_folded else b"" for text in texts])
        found, _ = Packs().read_rows(
            values + folds, (zeros(len(texts)), array("I", range(len(texts)))), bytes(len(texts))
        )
        assert [int(address > 0) for address in found] == expected
    del kept, also


def test_rows_of_a_damaged_segment_are_not_read() -> None:
    values, kept = column([b"Velmar Norvik"], [0, 90, 6, 13])
    folds, also = column([b"\4velmar\0"], [0, 90, 2, 5])
    packs, rows = Packs(), array("I", [0, 1, 2, 7])
    found, _ = packs.read_rows(values + folds, (zeros(4), rows), bytes(4))
    assert [packs.pack_at(address)[-16:].strip(b"\0") if address else b"" for address in found] == [
        b"", b"", b"", b"",
    ]
    folds, also = column([], [0, 0, 0, 0])
    found, _ = packs.read_rows(values + folds, (zeros(4), rows), bytes(4))
    assert [packs.pack_at(address)[-16:].strip(b"\0") if address else b"" for address in found] == [
        b"", b"", b"norviknorvik", b"",
    ]
    del kept, also


def test_a_name_too_long_for_a_pack_has_none() -> None:
    texts = ["velmar " * 9_358, "velmar " * 9_100, "v" * 65_535, "v" * 200_000, "Ж" * 70_000, "Norvik"]
    found, told = read_at_once(texts, bytes(6)), read_by_python(texts, bytes(6))
    assert found == told
    assert [pack is None for pack in told] == [True, False, True, True, True, False]


def test_packs_keep_their_place_until_all_are_cleared() -> None:
    packs = Packs()
    pack = pack_name(read_name("Velmar Norvik", "person"))
    assert pack is not None
    first = packs.keep(pack)
    found = packs.read([f"Norvik {number}" for number in range(20_000)], bytes(20_000))
    assert packs.pack_at(first) == pack
    assert len(set(found)) == 20_000
    assert packs.size > 20_000 * 80
    packs.clear()
    assert packs.size == 0


@pytest.mark.shared
@pytest.mark.skipif(not PAIRS.is_dir(), reason="the labelled pairs are not beside the project")
def test_names_of_the_labelled_pairs_are_read_as_python_reads_them() -> None:
    texts = sorted({
        name for path in sorted((PAIRS / "pairs").glob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).splitlines()
        for side in map(json.loads(line).get, "ab") for name in chain.from_iterable(side.values()) if len(name) > 1
    })
    assert len(texts) > 1000
    for kind in range(len(KINDS)):
        kinds = bytes([kind]) * len(texts)
        assert read_at_once(texts, kinds) == read_by_python(texts, kinds)

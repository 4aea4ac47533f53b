"""Many names read at once: folded, taken apart and packed by the compiled part, to the byte as Python does it.

The lexicons and rules are Python's (`tokens`, `lexicons`, `numbers`, `given_names`); they are packed once, when the
first name is read so, in some 20 ms beside the time it takes to read them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from ctypes import PyDLL, c_char_p, c_int, c_uint32, c_uint64, c_void_p, string_at
from functools import lru_cache
from itertools import accumulate
from struct import Struct, pack, unpack_from
from typing import Any

from enduse.names.folding import fold_words, pack_folds
from enduse.names.frequencies import counted_words
from enduse.names.given_names import counted_names, is_given_name
from enduse.names.lexicons import (
    ADJECTIVE_ENDINGS,
    PLACE_ENDINGS,
    SHORTEST_PLACE,
    SHORTEST_STEM,
    VOWELS,
    Lexicon,
    Word,
    common_names,
    family_particles,
)
from enduse.names.libraries import open_library
from enduse.names.numbers import RANK_ENDINGS, ROMAN_NUMERALS, number_words
from enduse.names.packing import KINDS, PARTS, TELLING, pack_name
from enduse.names.tokens import (
    BY_COMMONNESS,
    BY_LENGTH,
    INITIAL_WEIGHT,
    MAX_LETTERS,
    MAX_TOKENS,
    NUMBER_WEIGHT,
    OF_PLACE,
    SHORT_FORM,
    Kind,
    Part,
    ReadName,
    Token,
    commonness_in,
    listed_weight,
    lists_of,
    read_name,
    scripts_in,
)

_IS_GIVEN, _IS_FAMILY = 1, 2  # of the column of given names, as in native/vocabulary.h
_KIND_OF: tuple[Kind, ...] = tuple(KINDS)  # a kind's place is its number
_AT, _U32, _U64 = c_void_p, c_uint32, c_uint64
_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_open_vocabulary": (_AT, (c_char_p, _U64, c_char_p, _U32)),
    "en_close_vocabulary": (None, (_AT,)),
    "en_put_words": (c_int, (_AT, _U32, c_char_p, _U64, _AT)),
    "en_open_packs": (_AT, ()),
    "en_clear_packs": (None, (_AT,)),
    "en_close_packs": (None, (_AT,)),
    "en_size_packs": (_U64, (_AT,)),
    "en_keep_pack": (_U64, (_AT, c_char_p, _U64)),
    "en_read_many": (c_int, (_AT, _AT, _U32, c_char_p, _AT, c_char_p, _AT)),
    "en_read_rows": (c_int, (_AT, _AT, _AT, _U32, *[_AT] * 3, c_char_p, _AT, _AT)),
    "en_read_folded": (c_int, (_AT, _AT, _U32, c_char_p, _AT, c_char_p, c_char_p, _AT)),
}
# Columns of the vocabulary beside the lists, whose numbers are those of their parts; as in native/vocabulary.h.
_BY_STEM, _NUMBERS, _ROMANS, _IN_FIRMS, _IN_PERSONS, _GIVEN, _ADJECTIVES, _PLACES, _RANKS = range(
    len(PARTS), len(PARTS) + 9
)
_RULES = Struct(f"<{MAX_LETTERS + 1}d{len(BY_COMMONNESS)}dd")
_HEADER, _TOKEN = 16, 24  # bytes of a pack
_MEMO = 1 << 14
_KEPT_BITS = 18
_LEFT_TO_PYTHON, _NO_PACK = 1, 2  # as in native/rows.h, which also tells what stands at these places
_ROWS_LATIN, _ROWS_WANTED, _ROWS_KEPT = 7, 9, 12


@lru_cache(maxsize=1)
def _kernel() -> Any:
    return open_library(__file__, _FUNCTIONS, by=PyDLL)  # keeps other threads out


def is_compiled() -> bool:
    """Tell whether the compiled part is there; where it is not, `Packs` cannot be made."""
    try:
        return bool(_kernel())
    except OSError:
        return False


class Packs:
    """Packed names in memory of their own, each at an address that holds until `clear`, for one owner at a time.

    Raises:
        OSError: the compiled part is missing.
    """

    _wide = 0  # the vocabulary with words in other scripts, once any names of the process wanted it

    def __init__(self) -> None:
        self._library = _kernel()
        self._packs = self._library.en_open_packs()
        if not self._packs:
            raise MemoryError

    def __del__(self) -> None:
        if getattr(self, "_packs", None):
            self._library.en_close_packs(self._packs)
            self._packs = None

    def read(self, texts: Sequence[str], kinds: bytes) -> array[int]:
        """Return the addresses of the packs of some names, 0 for one too long to have a pack.

        `kinds` has the number of each name's kind, its place in `KINDS`. Cost: some 0.6 us for a name of
        four words in Latin letters, 4 us for another whose words were seen before.
        """
        out = array("Q", bytes(8 * len(texts)))
        joined = "".join(texts)
        if joined.isascii():
            self._read_letters(joined.encode("ascii"), map(len, texts), kinds, out)
            return out
        raw = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._read_letters(b"".join(raw), map(len, raw), kinds, out)
        others = [number for number, address in enumerate(out) if not address and not texts[number].isascii()]
        self._read_folded(others, texts, kinds, out)
        return out

    def read_rows(
        self, columns: array[int], places: tuple[array[int], array[int]], kinds: bytes
    ) -> tuple[array[int], array[int]]:
        """Return the addresses of the packs of what rows of segments say, and whether each begins in another script.

        The address is 0 where `read` must be asked: where there are letters of another script than Latin of which the
        second column says nothing, or the name is too long.

        `columns` has two for each segment, of its values, and of what `pack_folded` made of them or nothing: the
        address and the length of the text, the address of where each row's begins, one more than rows, and the
        number of rows.
        `places` has the number of the segment and of the row.
        """
        which, rows = places
        out, signs = array("Q", bytes(8 * len(rows))), array("B", bytes(len(rows)))
        code = 1
        while code == 1:
            code = self._library.en_read_rows(
                _vocabulary(scripts=False), self._wide, self._packs, len(rows), _place(columns), _place(which),
                _place(rows), kinds, _place(out), _place(signs),
            )
            if code == 1:
                self.open_wide()
        self._check(code)
        return out, signs

    def lay_rows(
        self, columns: array[int], places: tuple[array[int], array[int]], asked: Sequence[tuple[str, int]],
        kept: KeptRows | None = None,
    ) -> RowPacks:
        """Return room for the packs of rows, and after them those of names asked, each with the number of its kind.

        `columns` and `places` as `read_rows` has them. What names of rows say is read when the scorer wants it, but for
        those `kept`, and kept there.
        """
        found = self.read([name for name, _ in asked], bytes(kind for _, kind in asked))
        laid = RowPacks(self._packs, self._wide, columns, places, found)
        if kept is not None:
            laid.take_kept(kept, kept.packs._packs)
        return laid

    def open_wide(self) -> int:
        """Return the address of the packed lexicons with words in other scripts."""
        Packs._wide = _vocabulary(scripts=True)
        return self._wide

    def keep(self, packed: bytes) -> int:
        """Copy a pack that `pack_name` made and return its address."""
        address: int = self._library.en_keep_pack(self._packs, packed, len(packed))
        if not address:
            raise MemoryError
        return address

    def pack_at(self, address: int) -> bytes:
        """Return the pack at an address that was given since the last `clear`."""
        return string_at(address, c_uint32.from_address(address).value)

    def clear(self) -> None:
        """Forget all packs; their addresses are void."""
        self._library.en_clear_packs(self._packs)

    @property
    def vocabulary(self) -> int:
        """Return the address of the packed lexicons, those of words in other scripts left out."""
        return _vocabulary(scripts=False)

    @property
    def size(self) -> int:
        """Return the bytes of all packs."""
        return int(self._library.en_size_packs(self._packs))

    def _read_letters(self, text: bytes, lengths: Iterable[int], kinds: bytes, out: array[int]) -> None:
        ends = array("Q", [*accumulate(lengths)])
        self._check(self._library.en_read_many(
            _vocabulary(scripts=False), self._packs, len(ends), text, _place(ends), kinds, _place(out)
        ))

    def _read_folded(self, numbers: Iterable[int], texts: Sequence[str], kinds: bytes, out: array[int]) -> None:
        """Read names that Python folds."""
        folded = [(number, *_fold_pairs(texts[number])) for number in numbers]
        for scripts in (False, True):
            some = [entry for entry in folded if entry[3] is not scripts]
            if not some:
                continue
            pairs = [entry[1] for entry in some]
            ends, found = array("Q", [*accumulate(map(len, pairs))]), array("Q", bytes(8 * len(some)))
            self._check(self._library.en_read_folded(
                _vocabulary(scripts=scripts), self._packs, len(some), b"".join(pairs), _place(ends),
                bytes(kinds[entry[0]] for entry in some), bytes(entry[2] for entry in some), _place(found),
            ))
            for entry, address in zip(some, found, strict=True):
                number = entry[0]
                out[number] = self._read_zeros(texts[number], kinds[number]) if "\0" in texts[number] else address

    def _read_zeros(self, text: str, kind: int) -> int:
        """Read a name with zeros among its letters, which the pairs of `_fold_pairs` have no sign for."""
        packed = pack_name(read_name(text, _KIND_OF[kind]))
        return self.keep(packed) if packed else 0

    def _check(self, code: int) -> None:
        if code:
            raise MemoryError


class KeptRows:
    """Packs of rows of some segments, kept from one batch to the next: of 196,608 rows at most, some 40 MB.

    What a row says does not change as long as its segment is open, whoever may see it, so a pack says nothing but what
    reading the row again would.

    Attributes:
        packs: where they lie; their addresses hold as long as this does.
    """

    def __init__(self) -> None:
        """Keep none."""
        self.packs = Packs()
        places = 1 << _KEPT_BITS
        self._table = array("Q", bytes(16 * places))
        self._laid = array("Q", (_place(self._table), places - 1, 0, places // 4 * 3))

    @property
    def place(self) -> int:
        """Return where the library finds them: `Kept` in `native/rows.h`."""
        return _place(self._laid)

    @property
    def is_full(self) -> bool:
        """Tell whether no more are kept."""
        return self._laid[2] >= self._laid[3]


class RowPacks:
    """Packs of rows of segments, made when the scorer first wants them, and of names asked: `Rows` in `native/rows.h`.

    Attributes:
        addresses: of the packs; less than 3 where there is none.
        is_latin: whether each name begins in Latin letters; that of names asked is to be told.
        place: where the library finds all this.
    """

    def __init__(
        self, packs: int, wide: int, columns: array[int], places: tuple[array[int], array[int]], asked: array[int]
    ) -> None:
        """Lay out rows, none of them read."""
        which, rows = places
        self.addresses = array("Q", bytes(8 * len(rows)))
        self.addresses.extend([address or _NO_PACK for address in asked] if 0 in asked else asked)
        self.is_latin = array("B", bytes(len(rows)))
        self._count, self._held = len(rows), (columns, which, rows)
        self._laid = array("Q", (
            _vocabulary(scripts=False), wide, packs, _place(columns), _place(which), _place(rows),
            _place(self.addresses), 0, len(rows), 0, 0, 0, 0, 0,
        ))

    @property
    def place(self) -> int:
        """Return where all this lies."""
        self._laid[_ROWS_LATIN] = _place(self.is_latin)
        return _place(self._laid)

    @property
    def is_wide_wanted(self) -> bool:
        """Tell whether the lexicons of other scripts are wanted (`wide`)."""
        return bool(self._laid[_ROWS_WANTED])

    @property
    def is_any_left(self) -> bool:
        """Tell whether a row was left to Python since the last call."""
        return bool(self._laid[_ROWS_WANTED + 1])

    def check(self) -> None:
        """Raise MemoryError where the library lacked memory."""
        if self._laid[_ROWS_WANTED + 2]:
            raise MemoryError

    def take_kept(self, kept: KeptRows, packs: int) -> None:
        """Take the packs of rows that were read before, and the address of their memory."""
        self._kept = kept
        self._laid[_ROWS_KEPT] = packs
        self._laid[_ROWS_KEPT + 1] = kept.place

    def widen(self, wide: int) -> None:
        """Take the address of the lexicons with words in other scripts."""
        self._laid[1] = wide

    def left(self) -> list[int]:
        """Return the rows that only Python can read."""
        return [at for at, address in enumerate(self.addresses) if address == _LEFT_TO_PYTHON]

    def put(self, at: int, address: int) -> None:
        """Take the pack of a row, 0 for none."""
        self.addresses[at] = address or _NO_PACK


def pack_folded(text: str, *, is_latin: bool) -> bytes:
    """Return a name folded, as `Packs.read_rows` wants it of those that the kernel does not fold; else nothing.

    `is_latin` tells whether its first letter is of Latin script. Cost: some 3 us where its words were folded before.
    """
    if text.isascii() or "\0" in text:
        return b""
    pairs, is_foreign, in_latin = _fold(text)
    return b"" if in_latin and is_latin else bytes([is_foreign | in_latin << 1 | (not is_latin) << 2]) + pairs


@lru_cache(maxsize=_MEMO)
def _fold_pairs(text: str) -> tuple[bytes, bool, bool]:
    return _fold(text)


def _fold(text: str) -> tuple[bytes, bool, bool]:
    """Return the folded words with their printed letters as the kernel reads them, and what `scripts_in` tells."""
    pairs = "".join(f"{form}\0{native}\0" for form, native in fold_words(text))
    return (pairs.encode("utf-8", "surrogatepass"), *scripts_in(text))


def _place(numbers: array[int]) -> int:
    return numbers.buffer_info()[0]


@lru_cache(maxsize=2)
def _vocabulary(*, scripts: bool) -> int:
    """Return the address of the packed lexicons, with words in other scripts or without; kept for good."""
    library = _kernel()
    lists = {PARTS[part]: (part, lexicon) for kind in KINDS for part, lexicon in lists_of(kind, scripts=scripts)}
    patterns: dict[tuple[int, int], tuple[Part, Word]] = {}
    columns = {number: _numbers(number, part, lexicon.phrases, patterns) for number, (part, lexicon) in lists.items()}
    generic = PARTS[Part.GENERIC]
    columns[_BY_STEM] = _numbers(generic, Part.GENERIC, lists[generic][1].stems, patterns)
    packed = b"".join(
        _pattern(Token("a", part, listed_weight(word, part, kind), word.group if word.is_same else "", 0))
        for part, word in patterns.values() for kind in _KIND_OF[:2]
    )
    rules = _rules(scripts=scripts)
    vocabulary: int | None = library.en_open_vocabulary(rules, len(rules), packed, len(patterns))
    if not vocabulary:
        raise MemoryError
    for number, column in {**columns, **_other_columns()}.items():
        text, values = "".join(f"{word}\n" for word in column).encode(), array("I", column.values())
        if library.en_put_words(vocabulary, number, text, len(text), _place(values)):
            raise ValueError(f"column {number} of the vocabulary does not fit")
    return vocabulary


def _numbers(
    number: int, part: Part, words: Mapping[str, Word], patterns: dict[tuple[int, int], tuple[Part, Word]]
) -> dict[str, int]:
    """Return the pattern of each word; new ones are added to `patterns`."""
    found = {}
    for phrase, word in words.items():
        patterns.setdefault((number, id(word)), (part, word))
        found[phrase] = (number, id(word))
    places = {key: place for place, key in enumerate(patterns)}
    return {phrase: places[key] for phrase, key in found.items()}


def _other_columns() -> dict[int, dict[str, int]]:
    persons = counted_names()
    return {
        _NUMBERS: number_words(),
        _ROMANS: ROMAN_NUMERALS,
        _IN_FIRMS: {word: commonness_in("organisation", word)
                    for word in sorted(counted_words("organisations") | common_names())},
        _IN_PERSONS: {word: commonness_in("person", word) for word in sorted(persons)},
        _GIVEN: {
            word: _IS_GIVEN * is_given_name(word) + _IS_FAMILY * (word in family_particles())
            for word in sorted(persons | family_particles()) if is_given_name(word) or word in family_particles()
        },
        _ADJECTIVES: dict.fromkeys(ADJECTIVE_ENDINGS, 0),
        _PLACES: dict.fromkeys(PLACE_ENDINGS, 0),
        _RANKS: dict.fromkeys(RANK_ENDINGS, 0),
    }


def _rules(*, scripts: bool) -> bytes:
    """Return what native/vocabulary.h calls `Rules`."""
    plain = (
        Token("1", Part.NUMBER, NUMBER_WEIGHT, "", 0),
        Token("a", Part.INITIAL, INITIAL_WEIGHT, "", 0),
        Token("a", Part.NAME, 1.0, "", 0),
        Token("a", Part.NAME, 1.0, "", 0, is_given=True),
        Token("a", Part.NAME, 1.0, f"{OF_PLACE}a", 0),
    )
    return b"".join((
        _RULES.pack(*(BY_LENGTH.get(length, 1.0) for length in range(MAX_LETTERS + 1)), *BY_COMMONNESS, TELLING),
        *map(_pattern, plain),
        *(_manner(kind, scripts=scripts) for kind in KINDS),
        pack("<6I8s", MAX_TOKENS, MAX_LETTERS, SHORT_FORM, SHORTEST_STEM, SHORTEST_PLACE, 0, VOWELS.encode()),
        pack_folds(),
    ))


def _manner(kind: Kind, *, scripts: bool) -> bytes:
    """Return which lists the words of a kind of name are looked up in, and how else they are read."""
    lists: tuple[tuple[Part, Lexicon], ...] = lists_of(kind, scripts=scripts)
    numbers = bytes(PARTS[part] for part, _ in lists)
    return pack("<B4s3B", len(lists), numbers, kind == "person", kind == "organisation", 0)


def _pattern(token: Token) -> bytes:
    """Return a token as it stands in a pack, without its places."""
    packed = pack_name(ReadName("", (token,), False, False)) or b""
    weight, group, _, _, part, flags = unpack_from("<dIHHBB", packed, _HEADER)
    return pack("<dIHHBBHHH", weight, group, 0, 0, part, flags, 0, 0, 0)

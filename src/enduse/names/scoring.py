"""The score of two packed names, in a compiled library: what `comparing.score_names` gives, a hundred times faster.

`comparing` and `alignment` say what is done and why; `native/score.c`, `bound.c`, `align.c`, `likeness.c`,
`other_script.c`, `korean.c` and `chinese.c` do the same without reasons. Weights and lists stand in Python alone and
are handed over once. Measured on pairs that the index led to, on a busy processor: 2 to 2.5 us for two names in Latin
letters, 3.5 to 4 us on average where half of the names have words of other scripts. See docs/decisions/0015.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from ctypes import (
    PyDLL,
    Structure,
    byref,
    c_char_p,
    c_double,
    c_int,
    c_uint32,
    c_uint64,
    c_void_p,
    create_string_buffer,
    string_at,
)
from functools import lru_cache
from itertools import compress
from math import isnan, nan
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple

from enduse.names import aligning, alignment, comparing, endings, foreign, initials, korean, likeness, mandarin
from enduse.names.alignment import Match
from enduse.names.given_names import given_initials, is_printed_given, list_forms
from enduse.names.libraries import open_library
from enduse.names.packing import KINDS, pack_name
from enduse.names.sounds import pack_kindred, pack_letters, pack_rules
from enduse.names.syllables import ALONE
from enduse.names.tokens import MAX_TOKENS, Kind, ReadName, Token

if TYPE_CHECKING:
    from enduse.names.learning import Learner
    from enduse.names.packs import RowPacks

_MOST_POINTS = 16
_KINSHIPS = tuple(likeness.Kinship)
_MATCH = Struct("<dIIi4x")  # as `Match` in `native/scorer.h`
_LEAD = 6  # numbers that tell of one lead
_FOUND = Struct("<dddiiii")  # as `Found` in `native/weigh.c`
_STATE = _FOUND.size - 4  # where its last number begins
_UNTOLD = 2
FoundNames = tuple[float, float, float, int, int, int, int]  # the same
_MOST_ROUNDS = 64  # of asking what words of other scripts are; a word more is met in each
_REMEMBERED_BITS = 16  # the keys of at most 65,536 words are remembered, 64 bytes each

_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "en_open_scorer": (c_void_p, (c_void_p, c_uint32, c_void_p, c_void_p, c_uint32, c_uint32)),
    "en_close_scorer": (None, (c_void_p,)),
    "en_score": (c_double, (c_void_p, c_char_p, c_uint64, c_char_p, c_uint64, c_int, c_double)),
    "en_score_many": (None, (c_void_p, c_uint64, *[c_void_p] * 5)),
    "en_match": (c_int, (c_void_p, c_char_p, c_uint64, c_char_p, c_uint64, c_void_p)),
    "en_tell_many": (c_void_p, (c_void_p, c_uint64, *[c_void_p] * 5)),
    "en_weigh_many": (None, (*[c_void_p] * 9, c_uint64, c_void_p)),
    "en_weigh_rows": (None, (*[c_void_p] * 7, c_uint64, c_void_p)),
    "en_lay_leads": (None, (c_uint32, *[c_void_p] * 3, c_uint32, c_void_p)),
    "en_missing_words": (c_uint32, (c_void_p, c_void_p)),
    "en_learn_script": (c_int, (c_void_p, c_uint32, c_void_p, c_uint32)),
    "en_learn_unit": (c_uint32, (c_void_p, c_char_p, c_uint32, c_uint32)),
    "en_learn_sign": (c_uint32, (c_void_p, c_uint32)),
    "en_learn_end": (c_int, (c_void_p, c_uint32, c_uint32, c_int)),
    "en_learn_two": (c_int, (c_void_p, c_uint32, c_uint32, c_uint32)),
    "en_learn_together": (c_int, (c_void_p, c_void_p, c_uint32)),
    "en_learn_letter": (c_int, (c_void_p, c_uint32, c_uint32, c_void_p, c_uint32, c_uint32)),
    "en_make_word": (c_int, (c_void_p, c_char_p, c_uint32)),
    "en_is_told": (c_int, (c_void_p, c_char_p, c_uint32)),
    "en_learn_readings": (c_int, (c_void_p, c_char_p, c_uint32, c_char_p, c_uint32)),
    "en_learn_word": (
        c_int,
        (c_void_p, c_char_p, c_uint32, c_uint32, c_uint32, c_void_p, c_void_p, c_char_p, c_uint32, c_int),
    ),
}


class _Telling(Structure):
    """As `Telling` in `native/scorer.h`."""

    _fields_ = (
        ("text", c_void_p), ("kind", c_void_p), ("weight", c_void_p),
        ("text_size", c_uint64), ("text_room", c_uint64), ("reasons", c_uint64), ("reason_room", c_uint64),
    )


class Named(NamedTuple):
    """Names of many leads: where their packs lie, the numbers of their properties, their script, what led there."""

    addresses: array[int]
    props: bytes
    is_latin: bytes
    is_led: bytes


class Scorer:
    """The library opened with the laws of comparing; for one thread at a time. Opening costs some 10 ms.

    Attributes:
        address: what C functions that call `en_score_many` themselves are given.
    """

    def __init__(self) -> None:
        """Open the library.

        Raises:
            OSError: it was not compiled for this machine, or from other sources.
        """
        self._library = open_library(__file__, _FUNCTIONS, by=PyDLL)  # keeps other threads out while it scores
        laws, texts = array("d", _laws()), _texts()
        lengths = array("I", map(len, texts))
        places = (c_char_p * len(texts))(*texts)
        self.address: int | None = self._library.en_open_scorer(
            laws.buffer_info()[0], len(laws), places, lengths.buffer_info()[0], len(texts), _REMEMBERED_BITS,
        )
        if not self.address:
            raise OSError("the compiled scorer wants other laws: it was compiled from other sources")
        self._learner: Learner | None = None
        self._matches = create_string_buffer(_MATCH.size * MAX_TOKENS)

    def __del__(self) -> None:
        """Give the library's memory back."""
        if getattr(self, "address", None):
            self._library.en_close_scorer(self.address)

    def score(self, left: bytes, right: bytes, kind: Kind, least: float = 0.0) -> float:
        """Return the score of two packs; what is surely below `least` may come as 0. NaN where only Python can tell.

        That is where a pack is damaged or a name has words of hundreds of letters. Cost: some 2 us, linear in the
        product of the word counts; as `learning.Learner` for each word of another script that was not met before.
        """
        for _ in range(_MOST_ROUNDS):
            score: float = self._library.en_score(self.address, left, len(left), right, len(right), KINDS[kind], least)
            if not isnan(score) or not self.learn_missing():
                break
        return score

    def score_many(
        self, left: Sequence[int], right: Sequence[int], kinds: bytes, least: Sequence[float]
    ) -> array[float]:
        """Return the scores of packs that lie at the given addresses, as `score`; pairs of one left name in a row.

        An address of 0 stands for no pack and gives NaN. The packs must lie at multiples of 8.
        """
        lefts, rights, leasts = array("Q", left), array("Q", right), array("d", least)
        if not len(lefts) == len(rights) == len(kinds) == len(leasts):
            raise ValueError("as many of each are wanted")
        out = array("d", (nan,)) * len(lefts)
        columns = [column.buffer_info()[0] for column in (lefts, rights)], leasts.buffer_info()[0], out.buffer_info()[0]
        for _ in range(_MOST_ROUNDS):
            self._library.en_score_many(self.address, len(lefts), *columns[0], kinds, *columns[1:])
            if not self.learn_missing():
                break
        return out

    def align(self, left: ReadName, right: ReadName, packs: tuple[bytes, bytes] | None = None) -> tuple[Match, ...]:
        """Return what `alignment.align` does of two names, of which the packs may be handed over. Cost: some 15 us.

        What the library cannot tell, it has told in Python.
        """
        one, other = packs or (pack_name(left), pack_name(right))
        out, count = self._matches, -1
        for _ in range(_MOST_ROUNDS if one and other else 0):
            count = self._library.en_match(self.address, one, len(one or b""), other, len(other or b""), out)
            if count >= 0 or not self.learn_missing():
                break
        if count < 0:
            return alignment.align(left.tokens, right.tokens, is_foreign=left.is_foreign != right.is_foreign)
        return tuple(
            Match(_tokens_at(left.tokens, mine), _tokens_at(right.tokens, its), likeness, _KINSHIPS[kin])
            for likeness, mine, its, kin in _MATCH.iter_unpack(out.raw[:_MATCH.size * count])
        )

    def tell_many(
        self, left: array[int], right: array[int], kinds: bytes, wanted: array[float]
    ) -> tuple[array[int], bytes, array[float], str]:
        """Return what is said of packs that lie at the given addresses, so that the weights of each add up to `wanted`.

        That is: how many reasons each pair has, -1 where only Python can tell; then of all reasons what is said, the
        number of one of `comparing.SAID`, and the weights; and the words of left and right, each ended by a zero.
        """
        counts = array("i", bytes(4 * len(left)))
        for _ in range(_MOST_ROUNDS):
            told = self._library.en_tell_many(
                self.address, len(left), left.buffer_info()[0], right.buffer_info()[0], kinds,
                wanted.buffer_info()[0], counts.buffer_info()[0],
            )
            if not told:
                raise MemoryError
            if -1 not in counts or not self.learn_missing():
                break
        all_ = _Telling.from_address(told)
        weights = array("d", string_at(all_.weight or 0, 8 * all_.reasons))
        text = string_at(all_.text or 0, all_.text_size).decode("ascii")
        return counts, string_at(all_.kind or 0, all_.reasons), weights, text

    def weigh_many(self, names: Named, laws: tuple[int, bytes, bytes], leads: array[int]) -> list[FoundNames]:
        """Return what `native/weigh.c` calls `Found` for each lead; its last number is 0 where nothing is found.

        It is 2 where only Python can tell. `laws` are the address of the vocabulary, and the weights and laws that
        `native/weigh.c` wants; `leads` holds its leads.
        """
        found = self._weigh(names, laws, leads)
        for _ in range(_MOST_ROUNDS):
            if not self.learn_missing():
                break
            open_ = [place for place, one in enumerate(found) if one[-1] == _UNTOLD]
            again = array("I", [number for at in open_ for number in leads[at * _LEAD:(at + 1) * _LEAD]])
            for place, one in zip(open_, self._weigh(names, laws, again), strict=True):
                found[place] = one
        return found

    def _weigh(self, names: Named, laws: tuple[int, bytes, bytes], leads: array[int]) -> list[FoundNames]:
        count = len(leads) // _LEAD
        out = create_string_buffer(_FOUND.size * count)
        self._library.en_weigh_many(
            self.address, *laws, names.addresses.buffer_info()[0], names.props, names.is_latin, names.is_led,
            leads.buffer_info()[0], count, out,
        )
        return list(_FOUND.iter_unpack(out.raw))

    def lay_leads(self, names: array[int], laws: array[int], ends: array[int], first: int) -> array[int]:
        """Return leads as `weigh_rows` takes them; see `en_lay_leads` in `native/weigh.c`."""
        leads = array("I", bytes(4 * _LEAD * len(names)))
        columns = (column.buffer_info()[0] for column in (names, laws, ends))
        self._library.en_lay_leads(len(names), *columns, first, leads.buffer_info()[0])
        return leads

    def weigh_rows(
        self, rows: RowPacks, told: tuple[bytes, bytes], laws: tuple[bytes, bytes], leads: array[int],
        read: Callable[[RowPacks], None],
    ) -> tuple[dict[int, FoundNames], list[int]]:
        """Return what `weigh_many` does of the leads of which something is found, by place; and which cannot be told.

        `told` are the numbers of the properties of the names and which led there, `laws` the weights and laws; `read`
        reads the rows that only Python can read, and opens what is wanted.
        """
        found: dict[int, FoundNames] = {}
        untold: Sequence[int] = range(len(leads) // _LEAD)
        for _ in range(_MOST_ROUNDS):
            if len(untold) * _LEAD < len(leads):
                some = array("I", [number for at in untold for number in leads[at * _LEAD:(at + 1) * _LEAD]])
            else:
                some = leads
            out = create_string_buffer(_FOUND.size * len(untold))
            self._library.en_weigh_rows(
                self.address, laws[0], laws[1], rows.place, *told, some.buffer_info()[0], len(untold), out
            )
            rows.check()
            open_ = []
            states = out.raw[_STATE::_FOUND.size]
            for at in compress(range(len(states)), states):
                if states[at] == _UNTOLD:
                    open_.append(untold[at])
                else:
                    found[untold[at]] = _FOUND.unpack_from(out, at * _FOUND.size)
            untold = open_
            is_wanting = rows.is_any_left or rows.is_wide_wanted
            if is_wanting:
                read(rows)
            if not untold or not (self.learn_missing() or is_wanting):
                break
        return found, [*untold]

    def learn_missing(self) -> int:
        """Tell the library of the words of other scripts that it has met since the last call; returns how many."""
        start = c_void_p()
        size = self._library.en_missing_words(self.address, byref(start))
        if not size:
            return 0
        if self._learner is None:
            from enduse.names.learning import Learner  # opens tables that only such words need

            self._learner = Learner(self._library, self.address or 0)
        return sum(map(self._learner.learn, string_at(start.value or 0, size).split(b"\0")[:-1]))


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the scorer of this process.

    Raises:
        OSError: as `Scorer`.
    """
    return Scorer()


def score_packed(left: bytes, right: bytes, kind: Kind, least: float = 0.0) -> float:
    """Return the score of two packs by the scorer of this process; see `Scorer.score`."""
    return scorer().score(left, right, kind, least)


def _tokens_at(tokens: tuple[Token, ...], places: int) -> tuple[Token, ...]:
    if not places & (places - 1):
        return (tokens[places.bit_length() - 1],)
    return tuple(token for token in tokens if places >> token.place & 1)


def _laws() -> Iterable[float]:
    """Yield the laws in the order of `Laws` in `native/scorer.h`."""
    a, c, f, k = alignment, comparing, foreign, likeness
    yield from (a.LEAST, a.LEAST_FOREIGN, a._LEAST_JOINED, a._LEAST_JOINED_FOREIGN, a._MOST_JOINED)
    yield from (a._SLACK, a._SLACK_FOREIGN, a._GAIN_BY_JOINING)
    yield from (initials.SHORTEST, initials.LONGEST, initials.SHORTEST_TOLD_AGAIN, korean.LONGEST)
    yield from (a._SAME_SYLLABLE, korean.LIKE_TOGETHER, mandarin.READ_ALIKE, mandarin.READ_LATER, mandarin.HEARD_ALIKE)
    yield from (mandarin.MOST_APART, a._OF_PLACE_LIKENESS, a._ABBREVIATED, a._ABBREVIATED_SHORT)
    yield from (a._SAME_MEANING, a._INITIAL, a._INITIAL_OF_FORM, a._LEAST_PARTED)
    yield from (k._SAME_SOUND, k._SAME_SHORT_SOUND, k._NEAR_SOUND, k._FIRST_LETTER, k._FIRST_ALONE)
    yield from (k._BACKWARDS, k._SHORTEST_BACKWARDS, k._AMISS_BACKWARDS, k._MAY_BE_SLIPS, endings.SHORTEST_STEM)
    yield from (a._SAME_JOINED, a._JOINED, f.LEAST_LIKE, *f._SAME_FOREIGN, *f._SAME_HERE, *f._SAME_LOOSELY)
    yield from (f._NEAR, f._NEAR_BY_SYLLABLES)
    yield from (c._LITTLE, c._TOO_SMALL, c._BESIDE_SAME, aligning.FIRM_BESIDE, aligning.CORE, c._FAINT)
    yield from (c._OTHER_ORDER, c._OTHER_FORM, c._OTHER_FORM_ALONE, c._OTHER_SORT, c._NUMBERS_DIFFER, c._NUMBER_ABSENT)
    yield from (c._FATHER_AND_SON, c._OTHER_PLACE, c._LOST_SHORT, c._SHORT, c._LOST_INITIAL)
    yield from (c._EXACT, c._NEARLY, c._ONLY_GENERIC, f.AS_READ)
    for kind in KINDS:
        scale = c._SCALES[kind]
        yield from (scale.conflict, scale.surplus, scale.enough)
    rest = [0.0] * (_MOST_POINTS - len(c._LIKENESS))
    yield from (len(c._LIKENESS), *c._LIKENESS, *rest, *c._WORTH, *rest)


def _texts() -> list[bytes]:
    """Return the lists in the order of the texts in `native/scorer.h`."""
    rules, loose, vowels = pack_rules()
    words, ends, groups, worths, initials_ = _pack_given()
    return [
        rules, _pieces(piece for pair in foreign.PINYIN for piece in pair), _pieces(korean.INITIALS.split("|")),
        _pieces(korean.MEDIALS.split("|")), _pieces(korean.FINALS.split("|")),
        _pieces(piece for pair in korean.SPELLINGS for piece in pair), _pieces(korean.DROPPED),
        loose, vowels, pack_letters(foreign.LOOSELY), pack_letters(foreign.SYLLABLES),
        words, ends.tobytes(), groups.tobytes(), worths.tobytes(), initials_.tobytes(), pack_kindred(),
        b"".join(map(_pack_ending, endings.name_endings())),
        _pieces(piece for pair in mandarin.BY_EAR for piece in pair), _pack_readings(),
    ]


def _pack_readings() -> bytes:
    """Return the spellings of Chinese syllables with their readings, as `native/chinese.c` tells."""
    listed = mandarin.list_readings()
    numbers = {reading: at for at, reading in enumerate(sorted({r for ranks in listed.values() for r in ranks}))}
    packed = bytearray()
    for spelling, ranks in sorted(listed.items()):
        flags = (spelling in ranks) + 2 * (spelling in ALONE)
        packed += bytes((len(spelling),)) + spelling.encode("ascii") + bytes((flags, len(ranks)))
        for reading, rank in sorted(ranks.items()):
            packed += numbers[reading].to_bytes(2, "little") + bytes((rank,))
    return bytes(packed)


def _pack_ending(ending: endings.Ending) -> bytes:
    """Return a letter that numbers an ending's class, a capital where it is a father's name, its length and letters."""
    kind = (ord("A") if ending.is_patronymic else ord("a")) + ending.kind
    return bytes((kind, len(ending.letters))) + ending.letters.encode("ascii")


def _pieces(pieces: Iterable[str]) -> bytes:
    return "".join(f"{piece}\0" for piece in pieces).encode("ascii")


def _pack_given() -> tuple[bytes, array[int], array[int], array[float], array[int]]:
    """Return the given names: their letters; where the letters and the groups of each end; groups and worths.

    Last, the letters that may stand for each, a bit for each letter from a, and the highest for `is_printed_given`.
    """
    words = bytearray()
    ends, groups, worths, letters = array("I"), array("I"), array("d"), array("I")
    for word, known in list_forms():
        words += word.encode("ascii")
        groups.extend(sorted(known))
        worths.extend(known[group] for group in sorted(known))
        ends.extend((len(words), len(groups)))
        signs = sum(1 << ord(letter) - ord("a") for letter in given_initials(word) if "a" <= letter <= "z")
        letters.append(signs | is_printed_given(word) << 31)
    return bytes(words), ends, groups, worths, letters

"""What the compiled scorer is told of other scripts, when words in them first occur: letters, words, readings.

Of most scripts it is told of each letter once, and makes words of them itself (`native/letters.c`). Readings it asks
for only where a spelling may be one (`spelled_letters`).
"""

from __future__ import annotations

from array import array
from ctypes import CDLL
from itertools import pairwise

from enduse.names.foreign import least_alone, least_of_reading, least_of_two
from enduse.names.kernel import pack_steps
from enduse.names.letters import (
    AT_EVEN,
    END,
    LONGEST,
    MOST_ALIKE,
    SLOPE,
    STEPS,
    UNKNOWN,
    read_units,
    steps_of,
    table_of,
)
from enduse.names.readings import readings_of
from enduse.names.scripts import Script, script_of
from enduse.names.spelled_letters import letters_together, spell_in_any_way

_MOST_UNITS = 1 << 17  # then those that stand for nothing are looked up again
_NONE = array("I")
_NO_SCRIPT = 8  # as MOST_SCRIPTS in `native/scorer.h`: no table speaks of the word
_MOST_SIGNS = 3  # of a letter
_LONGEST_STEP = 7  # letters of a spelling that the library compares


class Learner:
    """What one scorer has been told; the library keeps at most 32,768 words.

    Cost: some 30 us a letter, nothing a word of letters that were told, 10 us another word; where its readings are
    wanted 15 us more, of Korean and Chinese ones 50 to 90.
    """

    def __init__(self, library: CDLL, scorer: int) -> None:
        """Begin with nothing told."""
        self._library, self._scorer = library, scorer
        self._scripts: dict[Script, _Told] = {}

    def learn(self, word: bytes) -> bool:
        """Tell what the letters of a word in UTF-8 may stand for; when asked again, its readings too, which cost most.

        False where that cannot be kept.
        """
        try:
            native = word.decode("utf-8")
        except UnicodeDecodeError:  # of a damaged pack
            return False
        script = script_of(native)
        if self._library.en_is_told(self._scorer, word, len(word)):
            readings = _pack_readings(native)
            return bool(self._library.en_learn_readings(self._scorer, word, len(word), readings, len(readings)))
        number, singles, pairs = _NO_SCRIPT, _NONE, _NONE
        if script in STEPS:
            told = self._learn_script(script, native)
            if told.learn_letters(native) and self._library.en_make_word(self._scorer, word, len(word)):
                return True
            number, units = told.number, (*read_units(native, script), END)
            singles = array("I", map(told.one.__getitem__, units))
            pairs = array("I", map(told.two.__getitem__, pairwise(units)))
        is_read = script not in STEPS or not least_of_reading(native)
        readings = _pack_readings(native) if is_read else b""
        return bool(self._library.en_learn_word(
            self._scorer, word, len(word), number, len(pairs), singles.buffer_info()[0], pairs.buffer_info()[0],
            readings, len(readings), is_read,
        ))

    def _learn_script(self, script: Script, native: str) -> _Told:
        if script not in self._scripts:
            table, number = table_of(script), len(self._scripts)
            law = array("d", (
                table.even, UNKNOWN, LONGEST, AT_EVEN, SLOPE, MOST_ALIKE, least_of_reading(native),
                least_alone(script), least_of_two(script),
            ))
            law.extend(table.chunks.get("", {}).get(chr(letter), UNKNOWN) for letter in range(128))
            self._library.en_learn_script(self._scorer, number, law.buffer_info()[0], len(law))
            self._scripts[script] = _Told(self._library, self._scorer, script, number)
        return self._scripts[script]


class _Told:
    """What the library was told of a script: units, what two in a row stand for, letters."""

    def __init__(self, library: CDLL, scorer: int, script: Script, number: int) -> None:
        self.number = number
        self.one = _Units(library, scorer, script, is_pair=False)
        self.two = _Units(library, scorer, script, is_pair=True)
        self._library, self._scorer, self._script = library, scorer, script
        self._letters: dict[str, tuple[str, ...]] = {}  # the units of each letter, none where it is read with others
        self._signs: dict[str, int] = {}
        self._joined: set[str] = set() if script == "han" else {END}  # units of which all pairs were told
        library.en_learn_end(scorer, number, self._sign(END), script == "han")
        keys = array("Q", (ord(pair[0]) << 32 | ord(pair[1]) for pair in letters_together(script)))
        library.en_learn_together(scorer, keys.buffer_info()[0], len(keys))

    def learn_letters(self, native: str) -> bool:
        """Tell of the letters of a word; false where one of them cannot be told of by itself."""
        for letter in native:
            if letter not in self._letters:
                self._letters[letter] = self._learn_letter(letter)
            if not self._letters[letter]:
                return False
        return True

    def _join(self, unit: str) -> None:
        """Tell what a unit stands for together with each that was met before it, and with itself: mostly nothing."""
        if unit in self._joined or self._script == "han":
            return
        self._joined.add(unit)
        chunks = table_of(self._script).chunks
        for other in self._joined:
            for pair in ((unit, other), (other, unit)):
                if "".join(pair) in chunks:
                    self._library.en_learn_two(self._scorer, *map(self._sign, pair), self.two[pair])

    def _learn_letter(self, letter: str) -> tuple[str, ...]:
        spelled = spell_in_any_way(letter, self._script)
        units = read_units(letter, self._script)
        is_alone = spelled is not None or (self._script == "devanagari" and _is_devanagari(letter))
        if not is_alone or not 0 < len(units) <= _MOST_SIGNS:
            return ()
        is_short = spelled is not None and max(map(len, spelled)) <= _LONGEST_STEP
        packed = pack_steps(dict.fromkeys(spelled or (), 1.0)) if is_short else b""
        unit = self._library.en_learn_unit(self._scorer, packed, len(packed), _LONGEST_STEP) if packed else 0
        signs = array("I", map(self._sign, units))
        is_kept = self._library.en_learn_letter(
            self._scorer, ord(letter), self.number, signs.buffer_info()[0], len(signs), unit
        )
        for sign in units:
            self._join(sign)
        return units if is_kept else ()

    def _sign(self, unit: str) -> int:
        if unit not in self._signs:
            self._signs[unit] = self._library.en_learn_sign(self._scorer, self.one[unit])
        return self._signs[unit]


def _is_devanagari(letter: str) -> bool:
    """Tell whether a letter or vowel sign is one of which words are made, though readings are not told by letter."""
    return "\u0900" <= letter <= "\u097f"


def _pack_readings(native: str) -> bytes:
    return "".join([f"{reading}\0" for reading in readings_of(native)]).encode("utf-8")


class _Units(dict[str | tuple[str, str], int]):
    """The library's number of what a unit of a script, or two in a row, stands for, 0 for nothing; told when met."""

    def __init__(self, library: CDLL, scorer: int, script: Script, *, is_pair: bool) -> None:
        self._library, self._scorer, self._script, self._is_pair = library, scorer, script, is_pair

    def __missing__(self, unit: str | tuple[str, str]) -> int:
        steps = steps_of("".join(unit), self._script, is_pair=self._is_pair)
        packed = pack_steps(steps) if steps else b""
        most = STEPS[self._script][1]
        told: int = self._library.en_learn_unit(self._scorer, packed, len(packed), most) if packed else 0
        if told or len(self) < _MOST_UNITS:
            self[unit] = told
        return told

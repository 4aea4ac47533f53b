"""What the compiled scorer is told of words of other scripts, when they first occur: readings, and steps of letters."""

from __future__ import annotations

from array import array
from ctypes import CDLL
from itertools import pairwise

from enduse.names.foreign import least_of_reading
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

_MOST_TOLD = 1 << 16
_MOST_UNITS = 1 << 17  # then those that stand for nothing are looked up again
_NONE = array("I")
_NO_SCRIPT = 8  # as MOST_SCRIPTS in `native/scorer.h`: no table speaks of the word


class Learner:
    """What one scorer has been told; the library keeps at most 32,768 words.

    Cost: some 10 us a word, 15 more where its readings are wanted, of Korean and Chinese ones 50 to 90.
    """

    def __init__(self, library: CDLL, scorer: int) -> None:
        """Begin with nothing told."""
        self._library, self._scorer = library, scorer
        self._scripts: dict[Script, tuple[int, _Units, _Units]] = {}
        self._told: set[bytes] = set()

    def learn(self, word: bytes) -> bool:
        """Tell what the letters of a word in UTF-8 may stand for; when asked again, its readings too, which cost most.

        False where that cannot be kept.
        """
        try:
            native = word.decode("utf-8")
        except UnicodeDecodeError:  # of a damaged pack
            return False
        script = script_of(native)
        is_told = word in self._told
        is_read = is_told or script not in STEPS or not least_of_reading(native)
        readings = "".join([f"{reading}\0" for reading in readings_of(native)]).encode("utf-8") if is_read else b""
        if is_told and self._library.en_learn_readings(self._scorer, word, len(word), readings, len(readings)):
            return True
        number, singles, pairs = _NO_SCRIPT, _NONE, _NONE
        if script in STEPS:
            number, one, two = self._learn_script(script, native)
            units = (*read_units(native, script), END)
            singles, pairs = array("I", map(one.__getitem__, units)), array("I", map(two.__getitem__, pairwise(units)))
        self._note(word)
        return bool(self._library.en_learn_word(
            self._scorer, word, len(word), number, len(pairs), singles.buffer_info()[0], pairs.buffer_info()[0],
            readings, len(readings), is_read,
        ))

    def _note(self, word: bytes) -> None:
        if len(self._told) > _MOST_TOLD:
            self._told.clear()
        self._told.add(word)

    def _learn_script(self, script: Script, native: str) -> tuple[int, _Units, _Units]:
        if script not in self._scripts:
            table, number = table_of(script), len(self._scripts)
            law = array("d", (table.even, UNKNOWN, LONGEST, AT_EVEN, SLOPE, MOST_ALIKE, least_of_reading(native)))
            law.extend(table.chunks.get("", {}).get(chr(letter), UNKNOWN) for letter in range(128))
            self._library.en_learn_script(self._scorer, number, law.buffer_info()[0], len(law))
            self._scripts[script] = (
                number, _Units(self._library, self._scorer, script, is_pair=False),
                _Units(self._library, self._scorer, script, is_pair=True),
            )
        return self._scripts[script]


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

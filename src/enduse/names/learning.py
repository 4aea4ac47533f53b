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
_NO_SCRIPT = 8  # as MOST_SCRIPTS in `native/scorer.h`: no table speaks of the word


class Learner:
    """What one scorer has been told; the library keeps at most 32,768 words.

    Cost: some 30 us a word, and 50 to 140 us more where its readings are wanted.
    """

    def __init__(self, library: CDLL, scorer: int) -> None:
        """Begin with nothing told."""
        self._library, self._scorer = library, scorer
        self._scripts: dict[Script, int] = {}
        self._units: dict[tuple[Script, str, bool], int] = {}
        self._told: set[bytes] = set()

    def learn(self, word: bytes) -> bool:
        """Tell what the letters of a word in UTF-8 may stand for; when asked again, its readings too, which cost most.

        False where that cannot be kept.
        """
        try:
            native = word.decode("utf-8")
        except UnicodeDecodeError:  # of a damaged pack
            return False
        number, singles, pairs = _NO_SCRIPT, array("I"), array("I")
        script = script_of(native)
        if script in STEPS:
            number = self._learn_script(script, native)
            units = (*read_units(native, script), END)
            singles.extend(self._learn_unit(unit, script, is_pair=False) for unit in units)
            pairs.extend(self._learn_unit(one + other, script, is_pair=True) for one, other in pairwise(units))
        is_read = script not in STEPS or word in self._told or not least_of_reading(native)
        readings = "".join(f"{reading}\0" for reading in readings_of(native)).encode("utf-8") if is_read else b""
        self._note(word)
        return bool(self._library.en_learn_word(
            self._scorer, word, len(word), number, len(pairs), singles.buffer_info()[0], pairs.buffer_info()[0],
            readings, len(readings), is_read,
        ))

    def _note(self, word: bytes) -> None:
        if len(self._told) > _MOST_TOLD:
            self._told.clear()
        self._told.add(word)

    def _learn_script(self, script: Script, native: str) -> int:
        if script not in self._scripts:
            table, number = table_of(script), len(self._scripts)
            law = array("d", (table.even, UNKNOWN, LONGEST, AT_EVEN, SLOPE, MOST_ALIKE, least_of_reading(native)))
            law.extend(table.chunks.get("", {}).get(chr(letter), UNKNOWN) for letter in range(128))
            self._library.en_learn_script(self._scorer, number, law.buffer_info()[0], len(law))
            self._scripts[script] = number
        return self._scripts[script]

    def _learn_unit(self, unit: str, script: Script, *, is_pair: bool) -> int:
        """Return the library's number of what a unit stands for, 0 for nothing."""
        key = (script, unit, is_pair)
        if key not in self._units:
            steps = steps_of(unit, script, is_pair=is_pair)
            packed = pack_steps(steps) if steps else b""
            most = STEPS[script][1]
            told = self._library.en_learn_unit(self._scorer, packed, len(packed), most) if packed else 0
            self._units[key] = told
        return self._units[key]

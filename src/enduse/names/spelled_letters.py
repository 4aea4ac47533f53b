"""All that one letter may be in any reading of a word: most spellings are told to be none without reading the word.

Each reading of a word (`readings.readings_of`) is one spelling of each of its letters after the other, unless two
neighbours in it stand in `letters_together`: they may begin a name or word that is read as a whole.
"""

from __future__ import annotations

import re
from itertools import product

from enduse.names.folding import fold_together
from enduse.names.han import beginnings_of_listed, spell_han_letter
from enduse.names.romanising import korean_families, spell_hangul_letter, spell_letter, spell_plain_letter
from enduse.names.scripts import Script, script_of

# Where a vowel may be written long in a Japanese reading (`readings`), whatever stands beside the letter.
_MAY_BE_LONG = re.compile("((?<![aiueo])o|(?:(?<=y|j)|(?<=sh|ch)|^)u)(?![aiueon])")
_LONG = {"o": ("o", "ou", "oh"), "u": ("u", "uu")}
_HAN, _HANGUL = (("\u3400", "\u4dbf"), ("\u4e00", "\u9ffc")), (("\uac00", "\ud7a3"),)


def spell_in_any_way(letter: str, script: Script) -> frozenset[str] | None:
    """Return all that a letter of a script may be, folded; None where it is not read by itself. Cost: some 20 us."""
    if script_of(letter) != script:
        return None
    if script == "han":
        spelled = (spell_letter(letter), *spell_han_letter(letter)) if _is_in(letter, _HAN) else ()
    elif script == "hangul":
        spelled = spell_hangul_letter(letter) if _is_in(letter, _HANGUL) else ()
    else:
        spelled = spell_plain_letter(letter, script)
    if not spelled or not all(map(str.isascii, spelled)):
        return None
    folded = frozenset(map(fold_together, spelled))
    return frozenset(long for text in folded for long in _spell_long(text)) if script == "han" else folded


def _spell_long(text: str) -> tuple[str, ...]:
    """Return a letter's reading with each vowel that may be long written short and long."""
    pieces = _MAY_BE_LONG.split(text)
    return tuple("".join(chosen) for chosen in product(*(
        _LONG[piece] if at % 2 else (piece,) for at, piece in enumerate(pieces))))


def letters_together(script: Script) -> frozenset[str]:
    """Return two letters each, with which names and words begin that are read as a whole."""
    listed: frozenset[str] = frozenset()
    if script == "han":
        listed = beginnings_of_listed()
    if script in ("han", "hangul"):
        listed |= {name[:2] for name in korean_families() if len(name) > 1}
    return listed


def _is_in(letter: str, blocks: tuple[tuple[str, str], ...]) -> bool:
    return any(first <= letter <= last for first, last in blocks)

"""The several Latin forms under which one word of another script may be found.

`folding` gives each word one form. That is not enough where letters are read in
more than one way: a Han name in Mandarin, Cantonese or Japanese, an Arabic letter
in Cairo or Tehran, a Korean family name by custom.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from enduse.names.folding import fold_name, fold_words
from enduse.names.han import read_in_china, read_in_japan, read_in_korea, read_in_the_south
from enduse.names.romanising import korean_family, spell_otherwise
from enduse.names.scripts import script_of

MOST_READINGS = 4
_MEMO = 1 << 15


@lru_cache(maxsize=_MEMO)
def readings_of(word: str) -> tuple[str, ...]:
    """Return the folded Latin forms by which a word may be written, the most usual first, at most four.

    A Latin word has its folded form alone; a word that folds to nothing has none.
    Cost: some 10 us for each reading of a word seen for the first time.
    """
    first = fold_name(word).replace(" ", "")
    if not first:
        return ()
    script = script_of(word)
    others: tuple[str, ...] = ()
    if script == "han":
        others = (*read_in_japan(word), *read_in_china(word), *read_in_the_south(word), *read_in_korea(word))
    elif script == "hangul":
        others = (*korean_family(word), *spell_otherwise(word, script))
    elif script != "latin":
        others = spell_otherwise(word, script)
    folded = (fold_name(other).replace(" ", "") for other in others)
    return tuple(dict.fromkeys(form for form in chain((first,), folded) if form))[:MOST_READINGS]


def readings_of_name(name: str) -> tuple[str, ...]:
    """Return the folded forms of a whole name, one for each way its script may be read, the usual one first.

    In each form every word is read in the same way, or in its last where it has fewer: at most four forms.
    """
    words = fold_words(name)
    if not any(native for _, native in words):
        return (" ".join(form for form, _ in words),)
    read = [readings_of(native) if native else (form,) for form, native in words]
    forms = (
        " ".join(ways[min(way, len(ways) - 1)] if way else form for ways, (form, _) in zip(read, words, strict=True))
        for way in range(max(map(len, read), default=0))
    )
    return tuple(dict.fromkeys(forms))

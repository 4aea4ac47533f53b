"""Teaching the kernel the words of queries: what each weighs and the keys under which it meets others."""

from __future__ import annotations

from array import array

from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.keys import lay_out_columns

# Words remembered, and neighbours of all of them; then all are forgotten, so that memory stays within some 200 MB.
_MOST_WORDS, _MOST_NEIGHBOURS = 1 << 18, 12 << 20
_AT_ONCE = 1 << 16


def learn_words(asker: int, text: bytearray) -> None:
    """Have a segment's reader look up the words of some lines that it has not met.

    Cost: some 10 us a word not met before, less than 0.1 us for others.
    """
    library = kernel()
    if library.en_full(asker, _MOST_WORDS, _MOST_NEIGHBOURS):
        library.en_forget(asker)
    while True:
        most = min(_AT_ONCE, len(text) // 2 + 1)
        letters, end, flags = bytearray(len(text) + 1), zeros("I", most), bytearray(most)
        places = zeros("I", 1 << (2 * most).bit_length())
        columns = map(address, (letters, end, flags, places))
        count = library.en_missing(asker, address(text), len(text), most, *columns, len(places))
        if count:
            del letters[end[count - 1]:], end[count:], flags[count:]
            _teach(asker, letters, end, flags)
        if count < most:
            return


def _teach(asker: int, letters: bytearray, end: array[int], flags: bytearray) -> None:
    laid = lay_out_columns(letters, end, flags, met=kernel().en_known(asker))
    columns = (laid.end, laid.text, laid.weights, laid.flags, *laid.plain, *laid.further)
    if kernel().en_learn(asker, len(end), *map(address, columns)):
        raise MemoryError

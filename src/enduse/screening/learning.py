"""Teaching the kernel the words of queries: what each weighs and the keys under which it meets others."""

from __future__ import annotations

from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.keys import lay_out_words

# Words remembered, and neighbours of all of them; then all are forgotten, so that memory stays within some 200 MB.
_MOST_WORDS, _MOST_NEIGHBOURS = 1 << 18, 12 << 20
_AT_ONCE = 1 << 16
_LENGTH = (1 << 31) - 1


def learn_words(asker: int, text: bytearray) -> None:
    """Have a segment's reader look up the words of some lines that it has not met.

    Cost: some 10 us a word not met before, less than 0.1 us for others.
    """
    library = kernel()
    if library.en_full(asker, _MOST_WORDS, _MOST_NEIGHBOURS):
        library.en_forget(asker)
    while True:
        most = min(_AT_ONCE, len(text) // 2 + 1)
        starts, sizes = zeros("I", most), zeros("I", most)
        count = library.en_missing(asker, address(text), len(text), address(starts), address(sizes), most)
        words = dict.fromkeys(
            (bytes(text[at:at + (size & _LENGTH)]), size > _LENGTH)
            for at, size in zip(starts[:count], sizes[:count], strict=True)
        )
        if words:
            _teach(asker, list(words))
        if count < most:
            return


def _teach(asker: int, words: list[tuple[bytes, bool]]) -> None:
    met = kernel().en_known(asker)
    laid = lay_out_words([(raw.decode("ascii"), is_foreign) for raw, is_foreign in words], met=met)
    columns = (laid.end, laid.text, laid.weights, laid.flags, *laid.plain, *laid.further)
    if kernel().en_learn(asker, len(words), *map(address, columns)):
        raise MemoryError

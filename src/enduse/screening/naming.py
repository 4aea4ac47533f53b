"""The searchable part of a segment, built: words, forms and rows laid out as the kernel reads them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain, repeat

from enduse.screening.containers import Section
from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.keys import lay_out_words
from enduse.screening.lines import read_many_forms

# The kernel's sections, in its order.
KERNEL_SECTIONS = (
    "WORD_AT", "WORD_TEXT", "WORD_CELL", "SPELL_AT", "SPELL_ENTRY", "KEY_AT", "KEY_ENTRY", "FORM_AT", "FORM_WORD",
    "FORM_WEIGHT", "POST_ENTRY", "JOIN_AT", "JOIN_ENTRY", "ROW_AT", "ROW_ROW",
)



class NamesTable:
    """Names taken in, many at a time; `sections` lays them out.

    Cost: less than 1 us a name in ASCII, some 30 us one of another script; the layout takes
    1 us a word and 1 us a distinct word. Memory: some 80 bytes a distinct name.
    """

    def __init__(self) -> None:
        self._forms = kernel().en_forms_new()
        if not self._forms:
            raise MemoryError
        self._entry_form = array("I")
        self._entry_row = array("I")

    def __del__(self) -> None:
        if getattr(self, "_forms", None):
            kernel().en_forms_free(self._forms)

    def add(self, rows: Sequence[int], printed: Sequence[str]) -> None:
        """Take in the names that rows print."""
        forms = read_many_forms(printed)
        text = bytearray("\n".join(chain.from_iterable(forms)), "ascii")
        counts = list(map(len, forms))
        numbers = zeros("I", sum(counts))
        if numbers and kernel().en_forms_take(self._forms, address(text), len(text), address(numbers)):
            raise MemoryError
        self._entry_form += numbers
        self._entry_row.extend(chain.from_iterable(map(repeat, rows, counts)))

    def counts(self) -> tuple[int, int]:
        """Return how many words and forms there are."""
        words, _, forms, _ = self._sizes()
        return words, forms

    def _sizes(self) -> array[int]:
        told = zeros("Q", 4)
        kernel().en_forms_count(self._forms, address(told))
        return told

    def sections(self) -> dict[str, Section]:
        """Return every section the kernel reads, but the subjects of the rows."""
        words, letters, forms, form_words = self._sizes()
        text, ends = bytearray(letters), zeros("I", words)
        form_at, form_word = zeros("I", forms + 1), zeros("I", form_words)
        kernel().en_forms_tell(
            self._forms, address(text), address(ends), address(form_at) + form_at.itemsize, address(form_word)
        )
        found: dict[str, Section] = {}
        self._lay_out_words(found, _sort_words(text, ends, form_word))
        self._lay_out_forms(found, form_at, form_word)
        return found

    def _lay_out_words(self, found: dict[str, Section], met: Sequence[str]) -> None:
        laid = lay_out_words([(word.removeprefix("*"), word[0] == "*") for word in met])
        at, text, flags = array("I", [0]) + laid.end, laid.text, laid.flags
        found.update(WORD_AT=at, WORD_TEXT=text)
        place, cells = address, bytearray(16 * len(flags))
        kernel().en_build_cells(len(flags), *map(place, (at, text, laid.weights, flags, cells)))
        found["WORD_CELL"] = cells
        hashes, words = array("Q"), array("I")
        for ends, keys, _ in (laid.plain, laid.further):
            hashes += keys
            words += _owners(ends)
        kernel().en_mark_keys(len(hashes), *map(place, (hashes, words, cells)))
        found["KEY_AT"], found["KEY_ENTRY"] = hash_table(hashes, words)
        count = kernel().en_count_spellings(len(flags), place(at), place(text), place(flags))
        bits = _bits(count, each=8)  # a byte of the hash tells most of them apart
        starts, entries = zeros("I", (1 << bits) + 1), zeros("I", count)
        kernel().en_build_spellings(
            len(flags), place(at), place(text), place(flags), 64 - bits, place(starts), place(entries)
        )
        found.update(SPELL_AT=starts, SPELL_ENTRY=entries)

    def _lay_out_forms(self, found: dict[str, Section], at: array[int], words: array[int]) -> None:
        forms, cells = len(at) - 1, found["WORD_CELL"]
        order, weights = zeros("I", forms), zeros("H", forms)
        assert isinstance(cells, bytearray)
        if kernel().en_order_forms(forms, *map(address, (at, words, cells, order, weights))):
            raise MemoryError
        new, new_at, new_words = zeros("I", forms), zeros("I", forms + 1), zeros("I", len(words))
        kernel().en_lay_forms(forms, *map(address, (at, words, order, new, new_at, new_words)))
        found.update(FORM_AT=new_at, FORM_WORD=new_words, FORM_WEIGHT=weights)
        postings = kernel().en_count_postings(forms, address(new_at))
        count = len(cells) // 16
        post_at, post = zeros("I", count + 1), zeros("Q", 2 * postings)
        kernel().en_build_postings(
            count, forms, *map(address, (new_at, new_words, weights, cells, post_at, post))
        )
        found["POST_ENTRY"] = post
        self._lay_out_joins(found)
        entry_form = array("I", self._entry_form)
        kernel().en_renumber(len(entry_form), address(entry_form), address(new))
        row_at, rows = zeros("I", forms + 1), zeros("I", len(entry_form))
        kernel().en_build_rows(
            forms, len(entry_form), *map(address, (entry_form, self._entry_row, row_at, rows))
        )
        found.update(ROW_AT=row_at, ROW_ROW=rows)

    def _lay_out_joins(self, found: dict[str, Section]) -> None:
        at, words, weights = (found[name] for name in ("FORM_AT", "FORM_WORD", "FORM_WEIGHT"))
        word_at, text = found["WORD_AT"], found["WORD_TEXT"]
        assert isinstance(at, array)
        assert isinstance(weights, array)
        assert isinstance(words, array)
        assert isinstance(word_at, array)
        assert isinstance(text, bytearray)
        room = 2 * len(words)
        hashes, forms, firsts = zeros("Q", room), zeros("I", room), bytearray(room)
        count = kernel().en_hash_joins(len(at) - 1, *map(address, (at, words, word_at, text, hashes, forms, firsts)))
        bits = _bits(count)
        starts, entries = zeros("I", (1 << bits) + 1), zeros("Q", 2 * count)
        columns = map(address, (hashes, forms, firsts, at, words, weights))
        kernel().en_build_joins(count, *columns, 64 - bits, address(starts), address(entries))
        found.update(JOIN_AT=starts, JOIN_ENTRY=entries)


def _sort_words(text: bytearray, ends: array[int], form_word: array[int]) -> list[str]:
    """Return the words in order, so that those spelled alike lie side by side, and number them so in the forms."""
    whole = text.decode("ascii")
    met = [whole[start:end] for start, end in zip(chain((0,), ends), ends, strict=False)]
    order = sorted(range(len(met)), key=met.__getitem__)
    number = zeros("I", len(met))
    for place, old in enumerate(order):
        number[old] = place
    kernel().en_renumber(len(form_word), address(form_word), address(number))
    return [met[old] for old in order]


def _owners(ends: array[int]) -> array[int]:
    """Return the number of the word that each key belongs to."""
    owners, start = array("I"), 0
    for number, end in enumerate(ends):
        owners.extend([number] * (end - start))
        start = end
    return owners


def hash_table(hashes: array[int], numbers: array[int]) -> tuple[array[int], array[int]]:
    """Return where each place of a table begins, and its entries: part of the hash, and the number."""
    bits = _bits(len(hashes))
    starts, entries = zeros("I", (1 << bits) + 1), zeros("Q", len(hashes))
    kernel().en_build_keys(len(hashes), address(hashes), address(numbers), 64 - bits, address(starts), address(entries))
    return starts, entries


def _bits(count: int, *, each: int = 4) -> int:
    """Return how many bits give about so many entries a place, or half of it."""
    return max(4, min(28, (count // each).bit_length()))

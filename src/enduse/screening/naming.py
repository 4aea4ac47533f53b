"""The searchable part of a segment, built: words, forms and rows laid out as the kernel reads them."""

from __future__ import annotations

from array import array
from typing import TypeAlias

from enduse.screening.kernel import address, kernel, zeros
from enduse.screening.keys import lay_out_words
from enduse.screening.words import read_forms

# The kernel's sections, in its order.
KERNEL_SECTIONS = (
    "WORD_AT", "WORD_TEXT", "WORD_WEIGHT", "WORD_CELL", "SPELL_AT", "SPELL_ENTRY", "KEY_AT", "KEY_ENTRY", "FORM_AT",
    "FORM_WORD", "FORM_WEIGHT", "POST_AT", "POST_ENTRY", "JOIN_AT", "JOIN_ENTRY", "ROW_AT", "ROW_ROW",
)

Section: TypeAlias = "array[int] | bytearray | bytes"


class NamesTable:
    """Names taken in one by one; `sections` lays them out.

    Cost: some 5 us a name not met before and 1 us for others; the layout takes
    1 us a word and 3 us a distinct word. Memory: some 150 bytes a distinct name.
    """

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._forms: dict[str, int] = {}
        self._form_at = array("I", [0])
        self._form_word = array("I")
        self._entry_form = array("I")
        self._entry_row = array("I")
        self._read: dict[str, tuple[int, ...]] = {}

    def add(self, row: int, printed: str) -> None:
        """Take in the name that a row prints."""
        numbers = self._read.get(printed)
        if numbers is None:
            numbers = tuple(map(self._number, read_forms(printed)))
            if len(self._read) > 1 << 16:
                self._read.clear()
            self._read[printed] = numbers
        for form in numbers:
            self._entry_form.append(form)
            self._entry_row.append(row)

    def _number(self, form: str) -> int:
        number = self._forms.setdefault(form, len(self._forms))
        if number == len(self._form_at) - 1:
            star = "*" if form[0] == "*" else ""
            known = self._words
            for word in form.removeprefix("*").split(" "):
                self._form_word.append(known.setdefault(star + word, len(known)))
            self._form_at.append(len(self._form_word))
        return number

    def counts(self) -> tuple[int, int]:
        """Return how many words and forms there are."""
        return len(self._words), len(self._forms)

    def sections(self) -> dict[str, Section]:
        """Return every section the kernel reads, but the subjects of the rows."""
        found: dict[str, Section] = {}
        self._lay_out_words(found)
        self._lay_out_forms(found)
        return found

    def _lay_out_words(self, found: dict[str, Section]) -> None:
        laid = lay_out_words([(word.removeprefix("*"), word[0] == "*") for word in self._words])
        at, text, flags = array("I", [0]) + laid.end, laid.text, laid.flags
        found.update(WORD_AT=at, WORD_TEXT=text, WORD_WEIGHT=laid.weights)
        place, cells = address, bytearray(16 * len(flags))
        kernel().en_build_cells(len(flags), *map(place, (at, text, laid.weights, flags, cells)))
        found["WORD_CELL"] = cells
        hashes, words = array("Q"), array("I")
        for ends, keys, _ in (laid.plain, laid.further):
            hashes += keys
            words += _owners(ends)
        kernel().en_mark_foreign(len(hashes), *map(place, (hashes, words, flags)))
        found["KEY_AT"], found["KEY_ENTRY"] = hash_table(hashes, words)
        count = kernel().en_count_spellings(len(flags), place(at), place(text), place(flags))
        bits = _bits(count)
        starts, entries = zeros("I", (1 << bits) + 1), zeros("I", count)
        kernel().en_build_spellings(
            len(flags), place(at), place(text), place(flags), 64 - bits, place(starts), place(entries)
        )
        found.update(SPELL_AT=starts, SPELL_ENTRY=entries)

    def _lay_out_forms(self, found: dict[str, Section]) -> None:
        forms = len(self._forms)
        order, weights = zeros("I", forms), zeros("H", forms)
        at, words, weigh = self._form_at, self._form_word, found["WORD_WEIGHT"]
        assert isinstance(weigh, bytearray)
        if kernel().en_order_forms(forms, *map(address, (at, words, weigh, order, weights))):
            raise MemoryError
        new = zeros("I", forms)
        new_at, new_words = array("I", [0]), array("I")
        for number, old in enumerate(order):
            new[old] = number
            new_words.extend(words[at[old]:at[old + 1]])
            new_at.append(len(new_words))
        found.update(FORM_AT=new_at, FORM_WORD=new_words, FORM_WEIGHT=weights)
        postings = kernel().en_count_postings(forms, address(new_at))
        post_at, post = zeros("I", len(self._words) + 1), zeros("Q", postings)
        kernel().en_build_postings(
            len(self._words), forms, *map(address, (new_at, new_words, post_at, post))
        )
        found.update(POST_AT=post_at, POST_ENTRY=post)
        self._lay_out_joins(found)
        entry_form = array("I", [new[form] for form in self._entry_form])
        row_at, rows = zeros("I", forms + 1), zeros("I", len(entry_form))
        kernel().en_build_rows(
            forms, len(entry_form), *map(address, (entry_form, self._entry_row, row_at, rows))
        )
        found.update(ROW_AT=row_at, ROW_ROW=rows)

    def _lay_out_joins(self, found: dict[str, Section]) -> None:
        at, words, word_at, text = (found[name] for name in ("FORM_AT", "FORM_WORD", "WORD_AT", "WORD_TEXT"))
        assert isinstance(at, array)
        assert isinstance(words, array)
        assert isinstance(word_at, array)
        assert isinstance(text, bytearray)
        hashes, forms = zeros("Q", 2 * len(words)), zeros("I", 2 * len(words))
        count = kernel().en_hash_joins(len(at) - 1, *map(address, (at, words, word_at, text, hashes, forms)))
        found["JOIN_AT"], found["JOIN_ENTRY"] = hash_table(hashes[:count], forms[:count])


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


def _bits(count: int) -> int:
    """Return how many bits give about two entries a place."""
    return max(4, min(28, (count // 2).bit_length()))

"""The sections of a document that a model is shown one by one: parts of one portion each, of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enduse.reading.document import DocumentReading
from enduse.reading.facts import Portion
from enduse.reading.sentences import Sentence, mend, split_sentences

MAX_CHARACTERS = 6_000  # of one section: some 1,500 tokens
_READ = ("body", "talking_points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Whole sentences of one portion; `text` are their mended words, each character in the place it has in the paper.

    So a place in `text` is a place in the stored text once `start` is added.
    """

    number: int
    portion: Portion
    start: int
    text: str
    sentences: tuple[Sentence, ...]

    def sentences_between(self, start: int, end: int) -> tuple[Sentence, ...]:
        """Return the sentences that hold some of the characters; places count in the stored text."""
        return tuple(each for each in self.sentences if each.start < end and start < each.end)


def cut_sections(reading: DocumentReading) -> Iterator[Section]:
    """Yield the sections of a reading in order; `number` is that of their portion.

    Cost: linear in the text.
    """
    for number, portion in enumerate(reading.portions):
        if portion.kind not in _READ:
            continue
        held: list[Sentence] = []
        for sentence in split_sentences(reading.text, portion.text_start, portion.end):
            if held and sentence.end - held[0].start > MAX_CHARACTERS:
                yield _section(reading.text, number, portion, held)
                held = []
            held.append(sentence)
        if held:
            yield _section(reading.text, number, portion, held)


def _section(text: str, number: int, portion: Portion, sentences: list[Sentence]) -> Section:
    start, end = sentences[0].start, sentences[-1].end
    return Section(number=number, portion=portion, start=start, text=mend(text[start:end]), sentences=tuple(sentences))

"""Reading knowledge beforehand, when the program is built; `compiled` says what it is good for.

    python -m enduse.knowledge.compiling
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from enduse.knowledge import controls_reader, measures
from enduse.knowledge.compiled import keep


def compile_knowledge() -> Iterator[Path]:
    """Read what takes longest to read, lay it beside the shelf and yield each file. Raises KnowledgeError."""
    vocabulary = measures.read_vocabulary()
    yield keep(measures.VOCABULARY, measures.FOLDERS, vocabulary)
    law = controls_reader.read_controls(vocabulary)
    yield keep(controls_reader.CONTROLS, controls_reader.FOLDERS, law, shared={measures.VOCABULARY: vocabulary})


if __name__ == "__main__":
    for place in compile_knowledge():
        print(f"read beforehand into {place}")

"""The compiled kernel, built with all warnings and under sanitizers, over sound and damaged bytes (names invented)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from enduse.errors import WorkspaceError
from enduse.screening import kernel as kernel_module

ROUNDS = "400" if os.environ.get("ENDUSE_FULL") else "60"
FUZZ = """
import sys
from array import array
from random import Random
from enduse.screening import kernel as module
module.__file__ = sys.argv[1]
from enduse.model.party import Party
from enduse.screening.desk import screen_many
from enduse.screening.index import NameIndex
from enduse.screening.kernel import address, kernel
from enduse.screening.lines import lay_lines
from enduse.screening.naming import KERNEL_SECTIONS

random = Random(17)
words = ["".join(random.choices("aeiklmnrst", k=random.choice((1, 2, 3, 5, 7, 9)))) for _ in range(120)] + ["ltd", "7"]
names = [" ".join(random.choices(words, k=random.choice((1, 2, 3, 5, 9)))) for _ in range(400)]
index = NameIndex.build([(f"x-{n}", "name", name, "Person", f"{n:032x}") for n, name in enumerate(names)])
segment, visible = index._segments[0]
sound = bytes(segment._buffer)
queries = [*names[:40], "x" * 5000, " ".join(words * 3), "", "*", "karasun sun", "al " * 400, "a-b-" * 300]
letters = 'абвЩьάλעברםبدالوאი" -aé' + chr(39) + chr(0x300) + chr(0x10FF) + chr(0x1F600)
others = ["".join(random.choices(letters, k=random.choice((1, 4, 12, 90, 255, 600)))) for _ in range(600)]
known = ("общество", "с", "عبد", "ال", "النور", "ابو", 'בע"מ', "ь")
others += [" ".join(random.choices(known, k=n)) for n in range(90)]
list(index.find_many([*queries, *others]))
list(screen_many([Party(name=name, kind="Person") for name in queries], index=index, entities=index.entities))
sections = (*KERNEL_SECTIONS, "ROW_SUBJECT")
table = array("Q", [n for s in sections for n in (segment._table[s][0] + segment._start, segment._table[s][1])])
for _ in range(int(sys.argv[2])):
    for _ in range(random.choice((1, 3, 40))):
        offset, size, _ = segment._table[random.choice(sections)]
        if size:
            at = segment._start + offset + random.randrange(size)
            segment._buffer[at] = random.choice((0, 255, random.randrange(256)))
    counts = segment.meta["words"], segment.meta["forms"], segment.rows
    asker = kernel().en_open(segment._base, len(sound), address(table), *counts)
    if asker:
        kept, segment.asker = segment.asker, asker
        lines = lay_lines([" ".join(name.split()[:20]) for name in random.sample(names, 8)])
        segment.find_many(lines, limit=20, floor=0.3, visible=visible)
        kernel().en_close(asker)
        segment.asker = kept
    wrong = array("Q", [random.choice((0, 8, len(sound), 1 << 63, random.randrange(len(sound)))) for _ in table])
    assert not kernel().en_open(segment._base, len(sound), address(wrong), segment.meta["words"], 1, 1)
    segment._buffer[:] = sound
assert index.find(names[3])[0].promise == 1.0
print("whole")
"""


def test_the_kernel_compiles_without_a_warning(tmp_path: Path, compile_kernel: Callable[..., None]) -> None:
    compile_kernel(tmp_path / "kernel.so", part="screening", flags=(
        "-O3", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-pedantic-ms-format",
    ))


@pytest.mark.slow
def test_damaged_bytes_never_lead_outside_of_a_segment(run_sanitized: Callable[..., None]) -> None:
    run_sanitized(FUZZ, part="screening", rounds=ROUNDS)


def test_a_library_of_older_sources_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kernel_module._FUNCTIONS, "en_not_there_yet", (None, ()))
    kernel_module.kernel.cache_clear()
    try:
        with pytest.raises(WorkspaceError, match="cannot be used") as told:
            kernel_module.kernel()
    finally:
        monkeypatch.undo()
        kernel_module.kernel.cache_clear()
    assert "hatch_build.py" in (told.value.remedy or "")

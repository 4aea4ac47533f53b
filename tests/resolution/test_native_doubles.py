"""The compiled part of finding doubles, built with all warnings and under sanitizers, over sound and odd bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROUNDS = "600" if os.environ.get("ENDUSE_FULL") else "60"
FUZZ = """
import sys
from array import array
from random import Random
from enduse.resolution import kernel as module
module.__file__ = sys.argv[1]
from enduse.resolution import deduplicating
from enduse.resolution.deduplicating import Lines, find_doubles
from enduse.resolution.kernel import open_records
from enduse.resolution.rows import Layout, RowFolder
from enduse.resolution.sketching import pack, sketch_values
from enduse.resolution.telling import tell_doubles
from enduse.resolution.texts import Texts

random = Random(23)
assert module.kernel() is not None
WORDS = ["mirko", "vellanso", "velanso", "m", "x" * 90, "abdurrahmanov", "abdurahmanof", "y", "tzhq" * 9, "ou"]
PROPS = {
    "birthDate": ["1961-04-09", "1961", "1961-04", "1988-12-24"], "phone": ["0555 4102211", "x.example/" + "a" * 190],
    "email": ["m@post.example", "\\u00fc@" + "b" * 199], "imoNumber": ["9100011", "9100023"],
    "passportNumber": ["X4410772", "9100011"], "postalCode": ["41055"], "city": ["Ostrand"], "country": ["hr", "de"],
    "address": ["Lindgata 7", "Lindgatan 7", " ".join(f"w{n}" for n in range(90))],
}


def make_line():
    count = random.choice((0, 1, 1, 20))
    names = [" ".join(random.choices(WORDS, k=random.choice((1, 2, 3, 16)))) for _ in range(count)]
    values = {prop: random.sample(texts, random.randint(0, len(texts))) for prop, texts in PROPS.items()}
    return pack(sketch_values(random.choice(("Person", "Company")), {"name": names, **values}))


def tell(texts, ids, is_compiled):
    lines = Lines()
    lines.texts.extend(texts)
    deduplicating.open_records = open_records if is_compiled else lambda texts: None
    found = find_doubles(lines, least=0.0)
    rows = array("Q", range(len(ids)))
    return found.compared, found.joined, b"".join(tell_doubles(found, ids=ids, rows=rows))


def odd_text():
    return bytes(random.choices(b'ab "",,;|\\t\\n\\r\\0\\xff1-:.@', k=random.choice((1, 9, 30)))).decode("latin-1")


fields = [(0, 0, ""), (1, 8, ""), (2, 1, ""), (3, 2, ""), (4, 3, ""), (5, 4, "taxNumber:"), (6, 7, ""), (7, 6, "")]
for _ in range(int(sys.argv[2])):
    texts = Texts(make_line() for _ in range(random.choice((0, 1, 5, 30))))
    ids = Texts(odd_text().encode("ascii", "ignore").decode() for _ in range(len(texts)))
    assert tell(texts, ids, True) == tell(texts, ids, False)
    open_records(Texts(odd_text() for _ in range(5)))
    open_records(Texts([make_line() + random.choice(("\\t", "", "x"))]))
    folder = RowFolder(8, fields, dropped=["ltd", "dr"])
    piece = b"".join(
        b",".join(random.choice((b"", b'"q,r"', b"Mirko Ltd", b"1961-04-09", b"x" * 500, odd_text().encode("latin-1")))
                  for _ in range(random.choice((6, 6, 6, 5, 80)))) + random.choice((b"\\n", b"\\r\\n", b"\\r", b""))
        for _ in range(random.choice((0, 1, 20)))
    )
    layout = Layout(-1, 0, random.choice((-1, 4)), random.choice((-1, 5)), 6, ",")
    number, start = 0, 0
    for _ in range(4):
        block = folder.read(
            layout, piece, start=start, is_last=random.random() < 0.5, number=number, until=number + 7,
            is_kept=random.random() < 0.8, mean=(lambda cell: None if "q" in cell else "person", lambda cell: cell[:2]),
        )
        assert len(block.lines) == sum(block.line_lengths) and len(block.ids) == sum(block.id_lengths)
        number, start = number + block.rows, start + block.consumed
    folder.fold("\\t".join(odd_text() for _ in range(8)).encode("ascii", "ignore").decode())
print("whole")
"""


def test_the_kernel_of_doubles_compiles_without_a_warning(tmp_path: Path, compile_kernel: Callable[..., None]) -> None:
    compile_kernel(tmp_path / "kernel.so", part="resolution", flags=(
        "-O3", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-pedantic-ms-format",
    ))


@pytest.mark.slow
def test_no_sketch_and_no_row_leads_outside_of_memory(run_sanitized: Callable[..., None]) -> None:
    run_sanitized(FUZZ, part="resolution", rounds=ROUNDS)

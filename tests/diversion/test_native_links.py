"""The compiled part of the graph, built with all warnings and under sanitizers, over sound and damaged bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROUNDS = "600" if os.environ.get("ENDUSE_FULL") else "80"
FUZZ = """
import sys
from contextlib import suppress
from random import Random
from enduse.diversion import kernel as module
module.__file__ = sys.argv[1]
from enduse.diversion.link_building import build_links
from enduse.diversion.link_segments import LinkSegment
from enduse.diversion.network import Network, Sight
from enduse.diversion.search import Bounds
from enduse.store.link_rows import LinkClaim

random = Random(29)
KINDS = ("front_for", "acts_for", "owned_by", "controls", "supplies", "unknown kind")
SEEN = (("list", "2026-01-01", "2026-01-01T00:00:00.000000Z", 1),)
SIGHT = Sight(as_of="2026-06-01", known_by="2026-06-01T00:00:00.000000Z", may_see=lambda text: text == "open")
COLUMNS = ("OUT_AT", "IN_AT", "LINKS", "IN_LINK", "IN_KIND", "CLAIMS", "NODE_AT", "NODE_TEXT")


def claims(count, nodes):
    for _ in range(count):
        hub = random.choice((f"n{random.randrange(nodes)}", "hub"))
        yield LinkClaim(
            f"n{random.randrange(nodes)}", random.choice(KINDS), hub, random.choice(("open", "open", "closed")), SEEN,
            random.random() < 0.1, random.choice(("A1", "B2", "F6")), random.choice(("", "possibly")),
            f"desk {random.randrange(4)}", random.choice(("", "1999-01-01", "2026-01-05")), "",
            random.choice(("", "2027-01-01")),
        )


def ask(segments):
    net = Network(segments, SIGHT, moved=random.choice(((), ("n1", "hub"))))
    starts = {"n2": 0.9, "n7": 0.7, "nowhere": 1.0}
    same = [("n3", "n9", 0.9), ("hub", "n11", 0.86), ("n4", "n4", 1.0)]
    for limit, floor, steps in ((5, 0.01, 6), (1, 0.3, 1), (0, 0.01, 3), (9, 0.001, 15)):
        bounds = Bounds(max_steps=steps, floor=floor, max_moves=random.choice((0, 50, 200_000)), first_floor=0.25)
        net.find(starts, bounds=bounds, limit=limit, targets=net.mark(["n5", "n8", "elsewhere"]), identities=same)
        for end in ("n5", "n2", "hub", "elsewhere"):
            net.find(starts, bounds=bounds, limit=limit, target=end, without="desk 1", identities=same)
        net.reach(starts, bounds=bounds, most=random.choice((0, 1, 30)), identities=same)
    for one in ("n2", "hub", "elsewhere"):
        net.degree(one)
        net.links_of(one)


for count, nodes in ((0, 1), (1, 2), (40, 12), (4000, 40)):
    ask([LinkSegment(bytearray(b"".join(build_links(claims(count, nodes))))) for _ in range(1 + count % 3)])
base, news = (LinkSegment(bytearray(b"".join(build_links(claims(count, 14))))) for count in (300, 20))
sound = bytes(base._buffer)
for _ in range(int(sys.argv[2])):
    for _ in range(random.choice((1, 3, 40))):
        offset, size = base.section(random.choice(COLUMNS))
        if size:
            base._buffer[offset + random.randrange(size)] = random.choice((0, 255, random.randrange(256)))
    with suppress(UnicodeDecodeError, IndexError, ValueError):
        ask(random.choice(([base], [base, news])))
    base._buffer[:] = sound
print("whole")
"""


def test_the_kernel_of_the_graph_compiles_without_a_warning(
    tmp_path: Path, compile_kernel: Callable[..., None]
) -> None:
    compile_kernel(tmp_path / "kernel.so", part="diversion", flags=(
        "-O3", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-pedantic-ms-format",
    ))


@pytest.mark.slow
def test_damaged_links_never_lead_outside_of_a_segment(run_sanitized: Callable[..., None]) -> None:
    run_sanitized(FUZZ, part="diversion", rounds=ROUNDS)

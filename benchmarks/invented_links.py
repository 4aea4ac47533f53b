"""An invented graph as the Arrow file that the program keeps of its link statements: hubs by a power law, all made up.

Sources are drawn evenly, targets as floor(nodes x u^3.6) for u even in 0..1 and then scattered, so that the largest hub
of ten million nodes has some 300,000 ties, as in the prototypes' graph. Twelve kinds of relation, eight grades and
hedges, 5,000 origins, five appearances of which one is under a marking that the benchmark's reader may not see.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from enduse.workspace.link_columns import link_schema

KINDS = (
    "owns", "owned_by", "subsidiary_of", "officer_of", "supplies", "shipped_to", "acts_for", "front_for", "same_site",
    "customer_of", "business_relationship", "associated_with",
)
MANNERS = (
    ("A1", "", False), ("A2", "", False), ("B2", "", False), ("B3", "", False), ("C3", "", False), ("F6", "", False),
    ("C3", "likely", False), ("F6", "possibly", False),
)
MOMENT = "2026-01-01T00:00:00.000000Z"
COVERS = tuple(
    ("closed" if number == 4 else "open", ((f"list-{number}", f"202{number}-01-01", MOMENT, 1),)) for number in range(5)
)
ORIGINS = 5_000
TIES = 3  # links for each node
_POWER = 3.6
_BATCH = 1_000_000
_FIRST_DAY, _DAYS = 726_000, 13_000  # 1988 to 2024


def write_links(nodes: int, path: Path, *, seed: int = 1) -> None:
    """Write three links for each node."""
    words = {
        "kind": list(KINDS), "cover": [json.dumps(one) for one in COVERS],
        "origin": [f"origin {number}" for number in range(ORIGINS)], "manner": [json.dumps(one) for one in MANNERS],
    }
    rows = nodes * TIES
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, link_schema()) as writer:
        for first in range(0, rows, _BATCH):
            writer.write_batch(_batch(min(_BATCH, rows - first), nodes, words, seed * 1_000 + first // _BATCH * 10))


def _batch(count: int, nodes: int, words: dict[str, list[str]], seed: int) -> pa.RecordBatch:
    even = [pc.random(count, initializer=seed + number) for number in range(7)]
    subject = _whole(even[0], nodes)
    hub = _whole(pc.power(even[1], _POWER), nodes)
    far = pc.multiply(hub, 7_368_787)
    scattered = pc.subtract(far, pc.multiply(pc.divide(far, nodes), nodes))
    coded = [
        pa.DictionaryArray.from_arrays(_whole(share, len(words[name])).cast("uint8" if name == "kind" else "int32"),
                                       pa.array(words[name]))
        for name, share in zip(words, even[2:6], strict=True)
    ]
    said = pc.add(_whole(even[6], _DAYS), _FIRST_DAY).cast("uint32")
    none = pa.array([0] * count, pa.uint32())
    return pa.RecordBatch.from_arrays([_ids(subject), _ids(scattered), *coded, said, none, none], schema=link_schema())


def _whole(even: pa.Array, below: int) -> pa.Array:
    return pc.min_element_wise(pc.floor(pc.multiply(even, below)).cast("int64"), below - 1)


def _ids(numbers: pa.Array) -> pa.Array:
    padded = pc.utf8_lpad(numbers.cast("string"), 8, "0")
    return pc.binary_join_element_wise(pa.scalar("n-"), padded, pa.scalar(""))

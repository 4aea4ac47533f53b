"""Peers of the graph search, asked for the heaviest way to the nearest target: networkx, igraph, DuckDB, SQLite.

They are handed arcs with weights ready made (what a viewpoint, grades, hedges, ages, kinds and hubs come to), which
this engine works out at each question. Weights that multiply become lengths that add, as -log. None bounds the moves of
the cheapest way but the recursive queries, which are given four.
"""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

Arc = tuple[int, int, float]
SQL_STEPS = 4
_SQL = """WITH RECURSIVE way(node, weight, steps) AS (
    SELECT {start}, CAST(1.0 AS DOUBLE), 0
    UNION SELECT arc.target, way.weight * arc.weight, way.steps + 1 FROM way JOIN arc ON arc.source = way.node
    WHERE way.steps < {steps} AND way.weight * arc.weight >= {floor})
SELECT max(way.weight) FROM way JOIN wanted ON wanted.node = way.node"""


def ask_peers(
    nodes: int, arcs: Sequence[Arc], starts: Sequence[int], targets: Sequence[int], best: Sequence[float], *,
    floor: float,
) -> list[dict[str, Any]]:
    """Return build time, times of questions and agreement of each peer that is installed."""
    told: list[dict[str, Any]] = []
    for name, make in (("networkx", _networkx), ("igraph", _igraph), ("DuckDB, 4 moves", _duckdb),
                       ("SQLite, 4 moves", _sqlite)):
        try:
            begun = time.perf_counter()
            ask = make(nodes, arcs, targets, floor)
            built = time.perf_counter() - begun
        except ImportError as exc:
            told.append({"name": name, "missing": str(exc)})
            continue
        told.append({"name": name, "build_s": built, **_run(ask, starts, best, floor)})
    return told


def _run(ask: Callable[[int], float], starts: Sequence[int], best: Sequence[float], floor: float) -> dict[str, Any]:
    times, same, less = [], 0, 0
    for start, wanted in zip(starts, best, strict=True):
        begun = time.process_time()
        found = ask(start)
        times.append((time.process_time() - begun) * 1e3)
        found = found if found >= floor else 0.0
        same += math.isclose(found, wanted, rel_tol=1e-9)
        less += found < wanted * (1 - 1e-9)
        if sum(times) > 60_000:
            break
    times.sort()
    note = f"the same weight for {same} of {len(times)}, less for {less}"
    return {"p50": median(times), "p95": times[int(len(times) * 0.95)], "max": times[-1], "note": note}


def _networkx(nodes: int, arcs: Sequence[Arc], targets: Sequence[int], _: float) -> Callable[[int], float]:
    import networkx  # type: ignore[import-untyped, import-not-found, unused-ignore]

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes + 1))
    graph.add_weighted_edges_from((left, right, -math.log(weight)) for left, right, weight in arcs)
    graph.add_weighted_edges_from((target, nodes, 0.0) for target in targets)

    def ask(start: int) -> float:
        try:
            return math.exp(-networkx.bidirectional_dijkstra(graph, start, nodes)[0])
        except networkx.NetworkXNoPath:
            return 0.0

    return ask


def _igraph(nodes: int, arcs: Sequence[Arc], targets: Sequence[int], _: float) -> Callable[[int], float]:
    import igraph  # type: ignore[import-not-found, unused-ignore]

    ends = [(left, right) for left, right, _ in arcs] + [(target, nodes) for target in targets]
    graph = igraph.Graph(n=nodes + 1, edges=ends, directed=True)
    lengths = [-math.log(weight) for _, _, weight in arcs] + [0.0] * len(targets)
    return lambda start: math.exp(-graph.distances(source=[start], target=[nodes], weights=lengths)[0][0])


def _duckdb(_: int, arcs: Sequence[Arc], targets: Sequence[int], floor: float) -> Callable[[int], float]:
    import duckdb  # type: ignore[import-not-found, unused-ignore]
    import pyarrow as pa

    record = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    left, right, weight = zip(*arcs, strict=True)
    record.register("arc_rows", pa.table({"source": left, "target": right, "weight": weight}))
    record.register("wanted_rows", pa.table({"node": list(targets)}))
    record.execute("CREATE TABLE arc AS SELECT * FROM arc_rows")
    record.execute("CREATE TABLE wanted AS SELECT * FROM wanted_rows")

    def ask(start: int) -> float:
        row = record.execute(_SQL.format(start=start, steps=SQL_STEPS, floor=floor)).fetchone()
        return float(row[0]) if row and row[0] is not None else 0.0

    return ask


def _sqlite(_: int, arcs: Sequence[Arc], targets: Sequence[int], floor: float) -> Callable[[int], float]:
    record = sqlite3.connect(":memory:")
    record.execute("CREATE TABLE arc (source INTEGER, target INTEGER, weight REAL, PRIMARY KEY (source, target))"
                   " WITHOUT ROWID")
    record.execute("CREATE TABLE wanted (node INTEGER PRIMARY KEY)")
    record.executemany("INSERT INTO arc VALUES (?, ?, ?)", arcs)
    record.executemany("INSERT INTO wanted VALUES (?)", ((target,) for target in targets))

    def ask(start: int) -> float:
        row = record.execute(_SQL.format(start=start, steps=SQL_STEPS, floor=floor)).fetchone()
        return float(row[0]) if row[0] is not None else 0.0

    return ask

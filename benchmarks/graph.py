"""Measure the graph of links: built from its Arrow file, opened, asked for the five best paths, told news; and peers.

    python benchmarks/graph.py [--nodes 100000] [--queries 300] [--peers 20000]

Targets at `--nodes 10000000` (30 million links): built within two minutes and 4 GB, five best evidence-weighted paths
within 20 ms for 95 of 100 questions, 1,000 new statements within a second. The links are invented
(`invented_links.py`). Two times are told for a question: finding the five best different ways, and telling them, with
band, confidence and weakest link, and with what is left without each origin: some ten searches more. The
statements on a path come from the segment here, as there is no record beside it. Questions are timed by the processor,
first in a process that has just opened the file, then the same ones again. Each figure is of a process of its own.
`--peers` asks networkx, igraph, DuckDB and SQLite the easier thing on so many nodes in the same run: the heaviest way
to the nearest target, of weights handed to them ready made; 0 leaves them out, and a missing one is named.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from invented_links import KINDS, MOMENT, write_links
from machine import Clock, describe, peak, resident

from enduse.diversion.convention import evidence_weights
from enduse.diversion.graph import Graph, build_graph, list_moves
from enduse.diversion.link_building import build_links
from enduse.diversion.link_segments import LinkSegment
from enduse.diversion.network import Found, Network, Sight, Triple
from enduse.diversion.paths import PathsFound, Start, seek_paths
from enduse.diversion.search import Bounds
from enduse.diversion.ways import NetworkWays
from enduse.model.statement import Grade, Locator, Sighting, Statement
from enduse.store.link_rows import LinkClaim

DAY = "2026-06-01"
SIGHT = Sight(as_of=DAY, known_by="2026-06-01T00:00:00.000000Z", may_see=lambda text: text == "open")
EVERY = 500  # one in so many is designated
NEWS = 1_000
STEPS = 6


def bounds() -> Bounds:
    """Return the bounds of the program's own convention."""
    told = evidence_weights()
    return Bounds(max_steps=STEPS, floor=told.floor, max_moves=told.max_links, first_floor=told.first_floor,
                  next_floor=told.next_floor)


def name(number: int) -> str:
    """Return the id of a node."""
    return f"n-{number:08}"


def targets_of(network: Network, nodes: int) -> bytearray:
    """Mark the designated nodes of those that have links."""
    ids = (name(number) for number in range(EVERY // 2, nodes, EVERY))
    return network.mark(one for one in ids if network.knows(one))


# -- stages, each a process of its own ----------------------------------------------


def build(home: Path, _: argparse.Namespace) -> dict[str, Any]:
    """Build the segment from the Arrow file."""
    from enduse.workspace.indexing import write_file
    from enduse.workspace.link_columns import read_all
    from enduse.workspace.link_files import _open_file as open_file

    with Clock() as clock:
        made = write_file(home, read_all([home / "links.arrow"]), suffix=".links")
    at_most = peak()
    segment = open_file(str(home / made))
    return {"file": made, "told": str(clock), "peak_mb": at_most, "nodes": segment.nodes, "links": segment.links,
            "claims": segment.claims, "file_mb": (home / made).stat().st_size / 1e6}


def ask(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Open the segment and ask for paths."""
    before = resident()
    start = time.perf_counter()
    segment = _open(home)
    read = time.perf_counter() - start
    network = Network([segment], SIGHT)
    opened = time.perf_counter() - start - read
    targets = targets_of(network, asked.nodes)
    parties = starts_of(network, asked)
    found = [_timed(partial(_find, network, targets, 5, one))
             for one in parties]
    again = [_timed(partial(_find, network, targets, 5, one))
             for one in parties]
    return {
        "read_ms": read * 1e3, "open_ms": opened * 1e3, "find": _spread([t for t, _ in found]),
        "again": _spread([t for t, _ in again]),
        "resident_mb": resident() - before,
        "paths": sum(len(f.trails) for _, f in found) / len(found), "seen": median(f.links_seen for _, f in found),
        "five": sum(len(f.trails) == 5 for _, f in found) / len(found),
        "cut": sum(not f.is_complete for _, f in found), "most_ties": max(map(network.degree, map(name, range(3)))),
    }


def tell(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Open the segment and ask for the whole answer."""
    segment = _open(home)
    network = Network([segment], SIGHT)
    ways = NetworkWays(network, targets_of(network, asked.nodes), (),
                       lambda triples, ids: _tell(segment, network, triples, ids))
    parties = starts_of(network, asked)
    first, again = [[_timed(partial(_seek, ways, one))[0] for one in parties] for _ in range(2)]
    return {"tell": _spread(first), "again": _spread(again)}


def news(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Tell news by a further segment, and compare with a segment made of all where that is quick."""
    from enduse.workspace.indexing import write_file

    base = _open(home)
    chance = random.Random(4)
    claims = [
        LinkClaim(name(chance.randrange(asked.nodes)), chance.choice(KINDS), name(chance.randrange(asked.nodes)),
                  "open", (("news", "2026-02-01", MOMENT, 1),), False, "B2", "", f"desk {number % 7}", "2026-01-05",
                  "", "")
        for number in range(NEWS)
    ]
    held = (_claims_of(base, Triple(one.subject, one.kind, one.object)) for one in claims)
    claims = [*claims, *chain.from_iterable(held)]
    start = time.perf_counter()
    made = write_file(home, build_links(claims), suffix=".news")
    network = Network([base, LinkSegment(bytearray((home / made).read_bytes()))], SIGHT)
    applied = time.perf_counter() - start
    parties = [claim.subject for claim in claims[:100]]
    targets = targets_of(network, asked.nodes)
    found = [_timed(partial(_find, network, targets, 5, one))
             for one in parties]
    return {"applied_s": applied, "find": _spread([t for t, _ in found]), "same": _compare(home, asked, claims, parties,
            [f for _, f in found])}


def _compare(home: Path, asked: argparse.Namespace, claims: list[LinkClaim], parties: list[str],
             found: list[Any]) -> str:
    """Tell whether a segment made of all answers as the two together do."""
    from enduse.workspace.link_columns import read_all, write_columns

    if asked.nodes > 1_000_000:
        return "not compared at this size"
    write_columns(claims, home / "news.arrow")
    whole = Network([LinkSegment(bytearray(b"".join(read_all([home / "links.arrow", home / "news.arrow"]))))], SIGHT)
    targets = targets_of(whole, asked.nodes)
    again = [whole.find({one: 1.0}, bounds=bounds(), limit=5, targets=targets) for one in parties]
    same = sum(one.trails == other.trails for one, other in zip(found, again, strict=True))
    return f"{same} of {len(parties)} answers the same as of a segment made of all"


def peers(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Ask the peers for the heaviest way to the nearest target, and this engine beside them."""
    from graph_peers import ask_peers

    segment = _open(home)
    network = Network([segment], SIGHT)
    targets = targets_of(network, asked.nodes)
    parties = starts_of(network, asked)[:60]
    one = [_timed(partial(_find, network, targets, 1, p)) for p in parties]
    five = [_timed(partial(_find, network, targets, 5, p)) for p in parties]
    best = [found.trails[0].weight if found.trails else 0.0 for _, found in one]
    wanted = [number for number in range(EVERY // 2, asked.nodes, EVERY) if network.knows(name(number))]
    triples = {Triple(segment.node(left), kind, segment.node(right))
               for left, kind, right in map(segment.link, range(segment.links))}
    graph = _tell(segment, network, sorted(triples), map(segment.node, range(segment.nodes)))
    arcs = [(number, segment.place(move.end), move.weight)
            for number in range(segment.nodes) for move in list_moves(graph, segment.node(number))]
    told = ask_peers(segment.nodes, arcs, [segment.place(p) for p in parties],
                     [segment.place(name(n)) for n in wanted], best, floor=evidence_weights().floor)
    return {"own": _spread([t for t, _ in one]), "own_five": _spread([t for t, _ in five]), "peers": told}


def starts_of(network: Network, asked: argparse.Namespace) -> list[str]:
    """Draw the parties to ask for, of those that have links."""
    chance = random.Random(9)
    drawn = (name(chance.randrange(asked.nodes)) for _ in range(asked.queries * 2))
    return [one for one in drawn if network.knows(one)][:asked.queries]


def _open(home: Path) -> LinkSegment:
    from enduse.workspace.link_files import _open_file as open_file

    return open_file(str(next(home.glob("*.links"))))


def _find(network: Network, targets: bytearray, limit: int, party: str) -> Found:
    return network.find({party: 1.0}, bounds=bounds(), limit=limit, targets=targets)


def _seek(ways: NetworkWays, party: str) -> PathsFound:
    return seek_paths(
        ways, starts={party: Start(party=party, weight=1.0)}, concerns=lambda ids: dict.fromkeys(ids, "invented"),
        limit=5, max_steps=STEPS,
    )


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = call()
    return time.process_time() - start, found


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"p50": median(ordered) * 1e3, "p95": ordered[int(len(ordered) * 0.95)] * 1e3, "max": ordered[-1] * 1e3}


# -- the words on a path, from the segment -------------------------------------------


def _claims_of(segment: LinkSegment, triple: Triple) -> list[LinkClaim]:
    ends = [segment.place(triple.subject), segment.place(triple.object)]
    link = segment.find_link(ends[0], triple.kind, ends[1]) if max(ends) < segment.nodes else -1
    if link < 0:
        return []
    found = []
    for claim in segment.claims_of(link):
        marking, seen = segment.texts["covers"][claim["COVER"]]
        grade, hedge, denied = segment.texts["manners"][claim["MANNER"]]
        said = claim["SAID"]
        found.append(LinkClaim(
            triple.subject, triple.kind, triple.object, marking, tuple(map(tuple, seen)), bool(denied), grade, hedge,
            segment.texts["origins"][claim["ORIGIN"]], date.fromordinal(said).isoformat() if said else "", "",
            "",
        ))
    return found


def _tell(segment: LinkSegment, network: Network, triples: Sequence[Triple], ids: Iterable[str]) -> Graph:
    said = []
    for triple in triples:
        for number, claim in enumerate(_claims_of(segment, triple)):
            if SIGHT.covers(claim.marking, claim.seen):
                statement = Statement(
                    subject=claim.subject, schema="LegalEntity", prop=claim.kind, value=claim.object, printed="",
                    source="invented", locator=Locator(record=f"row {number}"), origin=claim.origin, hedge=claim.hedge,
                    grade=Grade.parse(claim.grade), denied=claim.denied,
                    said_on=date.fromisoformat(claim.said_on) if claim.said_on else None,
                )
                said.append(Sighting(id=statement.id, statement=statement, document=None, document_name=None,
                                     received_at=datetime(2026, 1, 1, tzinfo=UTC)))
    return build_graph(said, as_of=date.fromisoformat(DAY), degrees={one: network.degree(one) for one in ids})


STAGES = {"build": build, "ask": ask, "tell": tell, "news": news, "peers": peers}


def run(stage: str, home: Path, nodes: int, queries: int) -> dict[str, Any]:
    """Run a stage in a process of its own."""
    command = [sys.executable, __file__, "--stage", stage, "--home", str(home), "--nodes", str(nodes),
               "--queries", str(queries)]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return told


def measure(nodes: int, queries: int) -> None:
    """Print what one size takes."""
    with TemporaryDirectory() as place:
        home = Path(place)
        with Clock() as clock:
            write_links(nodes, home / "links.arrow")
        size = (home / "links.arrow").stat().st_size / 1e6
        print(f"{nodes:,} nodes: Arrow file of {size:,.0f} MB invented in {clock}")
        built = run("build", home, nodes, queries)
        print(f"  built: {built['told']}, at most {built['peak_mb']:,.0f} MB; {built['nodes']:,} nodes with links,"
              f" {built['links']:,} links of {built['claims']:,} claims, file of {built['file_mb']:,.0f} MB")
        told = run("ask", home, nodes, queries)
        print(f"  opened: file checked in {told['read_ms']:.0f} ms, viewpoint told in {told['open_ms']:.1f} ms")
        print(f"  five best different ways found: {_say(told['find'])}; {told['seen']:.0f} links looked at (median),"
              f" {told['paths']:.1f} ways a question, all five for {told['five']:.0%}; cut by the bound: {told['cut']}")
        print(f"  ... asked again: {_say(told['again'])}")
        print(f"  hubs: up to {told['most_ties']:,} visible ties; {told['resident_mb']:,.0f} MB resident for it")
        told = run("tell", home, nodes, queries)
        print(f"  the whole answer, with what is left without each origin: {_say(told['tell'])}")
        print(f"  ... asked again: {_say(told['again'])}")
        told = run("news", home, nodes, queries)
        print(f"  {NEWS:,} new statements: in {told['applied_s'] * 1e3:.0f} ms; then {_say(told['find'])};"
              f" {told['same']}")


def measure_peers(nodes: int) -> None:
    """Print the peers beside this engine."""
    with TemporaryDirectory() as place:
        home = Path(place)
        write_links(nodes, home / "links.arrow")
        run("build", home, nodes, 60)
        told = run("peers", home, nodes, 60)
        print(f"{nodes:,} nodes, peers: the heaviest way to the nearest target, 60 parties")
        print(f"  this engine: {_say(told['own'])}; five different ways {_say(told['own_five'])}")
        for peer in told["peers"]:
            if "missing" in peer:
                print(f"  {peer['name']}: left out: {peer['missing']}")
                continue
            ratio = peer["p50"] / told["own"]["p50"]
            print(f"  {peer['name']}: {_say(peer)}, {ratio:,.0f} times; built in {peer['build_s']:.1f} s;"
                  f" {peer['note']}")


def _say(spread: dict[str, float]) -> str:
    return f"p50 {spread['p50']:.3g} ms, p95 {spread['p95']:.3g} ms, at most {spread['max']:.3g} ms"


def main() -> None:
    """Measure, or run one stage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--peers", type=int, default=20_000)
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(STAGES[asked.stage](asked.home, asked)))
        return
    print(describe())
    measure(asked.nodes, asked.queries)
    if asked.peers:
        measure_peers(asked.peers)


if __name__ == "__main__":
    main()

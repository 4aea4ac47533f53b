"""What changed between real versions of a list is the difference of two full screenings of some of its own names."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from enduse.model.portfolio import ChangeKind
from enduse.workspace import Workspace
from enduse.workspace.changes import read_parties
from enduse.workspace.portfolios import find_portfolio, open_portfolio

pytestmark = pytest.mark.shared
EVERY = 29  # one name in so many becomes a party


def test_two_versions_of_the_list_of_the_united_nations(shared: Path, tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as workspace:
        for day in ("2018-10-29", "2026-02-27"):
            workspace.load([shared / "lists" / "un" / f"consolidated_{day}.xml.gz"], source="un_sc")
        days = ("2019-01-01", "2026-03-01")
        sides = [workspace.view(workspace.viewpoint(as_of=day)) for day in days]
        names = {row[2] for side in sides for row in side.names(("name",))}
        with (tmp_path / "p.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["name"])
            writer.writerows([name] for name in sorted(names)[::EVERY])
        workspace.keep_portfolio("p", tmp_path / "p.csv")
        before, after = (workspace.viewpoint(as_of=day) for day in days)
        answer = workspace.changes("p", since=before, viewpoint=after)
        view = workspace.view(after)
        parties, _ = read_parties(open_portfolio(view, find_portfolio(view, "p")))
        hits = [
            {(query_id, hit.entity.id): round(hit.score, 9)
             for (query_id, _), screening in zip(
                 parties, workspace.screen([party for _, party in parties], viewpoint=side, limit=400), strict=True)
             for hit in screening.hits}
            for side in (before, after)
        ]
    told = {(c.query_id, c.entity_id): c for c in answer.changes}
    assert {pair for pair, c in told.items() if c.kind is ChangeKind.NEW} == hits[1].keys() - hits[0].keys()
    assert {pair for pair, c in told.items() if c.kind is ChangeKind.GONE} == hits[0].keys() - hits[1].keys()
    moved = {pair for pair in hits[0].keys() & hits[1].keys() if hits[0][pair] != hits[1][pair]}
    assert moved <= {pair for pair, c in told.items() if c.kind is ChangeKind.DIFFERENT}
    assert min(Counter(c.kind for c in answer.changes).values()) > 0
    assert all(c.appeared or c.vanished for c in answer.changes)

"""The commands that ask about a transaction: its paths, its assessment, its papers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from enduse.interfaces.cli.asked import Outcome, Progress, ask, local_files


def run_trace(options: Namespace, _progress: Progress | None) -> Outcome:
    """Trace a party."""
    workspace, viewpoint = ask(options)
    answer = workspace.trace(options.party, viewpoint=viewpoint, limit=options.limit)
    return Outcome(kind="trace", answer=answer, viewpoint=viewpoint)


def run_assess(options: Namespace, _progress: Progress | None) -> Outcome:
    """Assess an order; the answer carries its viewpoint itself."""
    workspace, viewpoint = ask(options)
    with local_files([options.file]) as paths:
        answer = workspace.assess(paths[0], viewpoint=viewpoint)
    return Outcome(kind="assessment", answer=answer)


def run_compare_papers(options: Namespace, _progress: Progress | None) -> Outcome:
    """Compare the papers of one shipment; needs no workspace."""
    from enduse.workspace.trade_papers import compare_papers

    with local_files(options.files) as paths:
        answer = compare_papers(paths, order=Path(options.order) if options.order else None)
    return Outcome(kind="papers-comparison", answer=answer)

"""The commands that ask about a transaction: its paths, its assessment, its papers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from enduse.errors import PartialError, UsageError
from enduse.interfaces.cli.asked import Outcome, Progress, ask, local_files, name_columns


def run_trace(options: Namespace, _progress: Progress | None) -> Outcome:
    """Trace a party."""
    workspace, viewpoint = ask(options)
    answer = workspace.trace(options.party, viewpoint=viewpoint, limit=options.limit)
    return Outcome(kind="trace", answer=answer, viewpoint=viewpoint)


def run_assess(options: Namespace, progress: Progress | None) -> Outcome:
    """Assess an order, or a file of them; the answer carries its viewpoint itself."""
    if options.input:
        return _assess_file(options, progress)
    if not options.file or options.out or options.worklist or options.map or options.licenses or options.resume:
        raise UsageError("assess needs FILE, or --in FILE with --out FILE.", remedy="See: enduse assess --help")
    workspace, viewpoint = ask(options)
    with local_files([options.file]) as paths:
        answer = workspace.assess(paths[0], viewpoint=viewpoint)
    return Outcome(kind="assessment", answer=answer)


def _assess_file(options: Namespace, progress: Progress | None) -> Outcome:
    """Assess a file row by row. Rows that were not assessed give the code of `PartialError`."""
    if options.file or not options.out:
        raise UsageError("--in needs --out FILE, and no FILE beside it.", remedy="Such as: --out answers.jsonl")
    workspace, viewpoint = ask(options)
    is_named = bool(options.as_of or options.known_by or options.audience)
    with local_files([options.input]) as paths:
        run = workspace.assess_file(
            paths[0], out=Path(options.out), worklist=Path(options.worklist) if options.worklist else None,
            viewpoint=viewpoint if is_named else None, most=options.most, threshold=options.threshold,
            column_map=name_columns(options.map or ()), encoding=options.encoding or "utf-8",
            licenses=Path(options.licenses) if options.licenses else None,
            license_map=name_columns(options.map_licenses or ()), jobs=options.jobs or 1, resume=options.resume,
            progress=progress,
        )
    return Outcome(kind="assessment-run", answer=run, exit_code=PartialError.exit_code if run.not_assessed else 0)


def run_compare_papers(options: Namespace, _progress: Progress | None) -> Outcome:
    """Compare the papers of one shipment; needs no workspace."""
    from enduse.workspace.trade_papers import compare_papers

    with local_files(options.files) as paths:
        answer = compare_papers(paths, order=Path(options.order) if options.order else None)
    return Outcome(kind="papers-comparison", answer=answer)

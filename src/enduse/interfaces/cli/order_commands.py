"""The commands that ask about a transaction: its paths, its assessment, its papers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from enduse.errors import PartialError, UsageError
from enduse.interfaces.cli.asked import Outcome, Progress, ask, local_files, name_columns, read_day


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
    return Outcome(kind="assessment", answer=answer, is_full=options.full)


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


def run_orders(options: Namespace, _progress: Progress | None) -> Outcome:
    """Keep, list or remove orders, or record an outcome; the answer lists those that are kept, or the one named."""
    workspace, viewpoint = ask(options)
    needed = {"keep": 1, "list": 0, "remove": 1, "outcome": 2}[options.action]
    given = sum(part is not None for part in (options.name, options.outcome))
    if given != needed or ((options.on or options.reason) and options.action != "outcome"):
        form = {"keep": "keep FILE", "list": "list", "remove": "remove REFERENCE",
                "outcome": "outcome REFERENCE WHAT [--on DATE] [--reason WORDS]"}[options.action]
        raise UsageError(f"orders {options.action} is written otherwise.", remedy=f"enduse orders {form}")
    if options.action == "list":
        return Outcome(kind="orders", answer=workspace.kept_orders(viewpoint=viewpoint), viewpoint=viewpoint)
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("orders are kept now, by the owner.", remedy=remedy)
    if options.action == "keep":
        with local_files([options.name]) as paths:
            kept = workspace.keep_order(paths[0])
    elif options.action == "remove":
        kept = workspace.remove_order(options.name)
    else:
        kept = workspace.note_outcome(options.name, options.outcome, on=read_day(options.on, "--on"),
                                      reason=options.reason or "")
    return Outcome(kind="orders", answer=(kept,), viewpoint=viewpoint)


def run_flags(options: Namespace, _progress: Progress | None) -> Outcome:
    """List the flags; their worth needs a workspace, or a file of answers with one of outcomes."""
    answers, outcomes = (Path(name) if name else None for name in (options.answers, options.outcomes))
    if (answers or outcomes) and not options.worth:
        raise UsageError("--answers and --outcomes go with --worth.", remedy="See: enduse flags --help")
    if options.worth and not answers and not outcomes:
        workspace, viewpoint = ask(options)
        return Outcome(kind="flags", answer=workspace.flags(viewpoint=viewpoint, is_worth=True))
    from enduse.workspace.flag_worth import list_flags

    return Outcome(kind="flags", answer=list_flags(None, is_worth=options.worth, answers=answers, outcomes=outcomes))


def run_compare_papers(options: Namespace, _progress: Progress | None) -> Outcome:
    """Compare the papers of one shipment; needs no workspace."""
    from enduse.workspace.trade_papers import compare_papers

    with local_files(options.files) as paths:
        answer = compare_papers(paths, order=Path(options.order) if options.order else None)
    return Outcome(kind="papers-comparison", answer=answer)

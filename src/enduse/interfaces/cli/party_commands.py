"""The commands that ask who a party is: screening, decisions on hits, portfolios, one's own doubles."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import InputError, PartialError, UsageError
from enduse.interfaces.cli.asked import (
    Outcome,
    Progress,
    ask,
    code_for,
    local_files,
    name_columns,
    open_workspace,
    read_day,
)

if TYPE_CHECKING:
    from enduse.model.viewpoint import Viewpoint
    from enduse.workspace import Workspace


def run_screen(options: Namespace, progress: Progress | None) -> Outcome:
    """Look names up, or every row of a file."""
    if options.input is not None or options.portfolio is not None:
        return _screen_file(options, progress)
    stray = [flag for flag, value in (
        ("--out", options.out), ("--report", options.report), ("--map", options.map), ("--resume", options.resume),
        ("--jobs", options.jobs), ("--encoding", options.encoding)) if value]
    if stray or not options.names:
        what = f"{', '.join(stray)} needs --in FILE." if stray else "neither a name nor --in FILE was given."
        raise UsageError(what, remedy="See: enduse screen --help")
    workspace, viewpoint = ask(options)
    answer = tuple(workspace.screen(
        _names(options.names), viewpoint=viewpoint, country=options.country, kind=options.kind,
        birth_date=options.birth_date, limit=options.limit, threshold=options.threshold,
        show_allowed=options.show_allowed,
    ))
    return Outcome(kind="screening", answer=answer, viewpoint=viewpoint)


def _screen_file(options: Namespace, progress: Progress | None) -> Outcome:
    """Screen a file, or a portfolio; rows that were not screened make the exit code that of `PartialError`."""
    if options.names or options.country or options.kind or options.birth_date:
        raise UsageError("names and --in are two questions.", remedy="Put names, countries and dates into the file.")
    if options.input and options.portfolio:
        raise UsageError("--in and --portfolio are two files.", remedy="Name one of them.")
    if options.portfolio and (options.map or options.encoding):
        raise UsageError("a portfolio is read as it was kept.", remedy="Keep it anew with another --map.")
    if not options.out:
        raise UsageError("--in needs --out FILE.", remedy="Such as: --out hits.jsonl")
    workspace, viewpoint = ask(options)
    is_named = bool(options.as_of or options.known_by or options.audience)
    with local_files([options.input] if options.input else []) as paths:
        run = workspace.screen_file(
            paths[0] if paths else None, portfolio=options.portfolio, out=options.out, report=options.report,
            viewpoint=viewpoint if is_named else None,
            limit=options.limit, threshold=options.threshold, column_map=name_columns(options.map or ()),
            encoding=options.encoding or "utf-8", jobs=options.jobs or 1, resume=options.resume,
            show_allowed=options.show_allowed, progress=progress,
        )
    code = PartialError.exit_code if run.counts.not_screened else 0
    return Outcome(kind="screening-run", answer=run, exit_code=code)


def _names(given: Sequence[str]) -> tuple[str, ...]:
    """Return the names asked, those of standard input in place of each `-`; empty lines are passed over."""
    names: list[str] = []
    for name in given:
        if name == "-":
            names += [line.strip() for line in sys.stdin if line.strip()]
        else:
            names.append(name)
    if not names:
        raise InputError("no name was given.", where="standard input", remedy="Write one name a line.")
    return tuple(names)


def run_judge(options: Namespace, _progress: Progress | None) -> Outcome:
    """Keep what a person decided of a hit; the answer is the decision."""
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("a decision is made now, by the owner.", remedy=remedy)
    from enduse.workspace.asking import find_party, make_party

    workspace = open_workspace(options)
    if options.verdict not in ("different", "same", "undo"):
        judged = workspace.judge_answer(
            options.party, options.entity, verdict=options.verdict, reason=options.reason, marking=options.marking,
            until=read_day(options.until, "--until"), document=Path(options.document) if options.document else None,
        )
        return Outcome(kind="judgements", answer=(judged,), viewpoint=workspace.viewpoint())
    if options.document:
        raise UsageError("--document goes with settle.", remedy="See: enduse judge --help")
    if options.input:
        with local_files([options.input]) as paths:
            party = find_party(paths[0], options.party, column_map=name_columns(options.map or ()),
                               encoding=options.encoding or "utf-8")
    else:
        party = make_party(options.party, country=options.country, kind=options.kind, birth_date=options.birth_date,
                           identifiers=options.identifier or ())
    decided = workspace.judge_hit(
        party, options.entity, verdict=options.verdict, reason=options.reason, marking=options.marking,
        until=read_day(options.until, "--until"),
    )
    return Outcome(kind="judgements", answer=(decided,), viewpoint=workspace.viewpoint())


def run_judgements(options: Namespace, _progress: Progress | None) -> Outcome:
    """List the decisions on hits, and the judgements on orders."""
    workspace, viewpoint = ask(options)
    found = (*workspace.judgements(viewpoint=viewpoint), *workspace.judged_answers(viewpoint=viewpoint))
    return Outcome(kind="judgements", answer=found, viewpoint=viewpoint)


def run_portfolio(options: Namespace, _progress: Progress | None) -> Outcome:
    """Keep, list or remove portfolios; the answer lists those that are kept, or the one that was named."""
    workspace, viewpoint = ask(options)
    if options.action == "add":
        if not options.name or not options.file:
            raise UsageError("portfolio add needs a name and a file.", remedy="enduse portfolio add NAME FILE")
        with local_files([options.file]) as paths:
            kept = workspace.keep_portfolio(
                options.name, paths[0], column_map=name_columns(options.map or ()),
                encoding=options.encoding or "utf-8", marking=options.marking,
            )
        return Outcome(kind="portfolios", answer=(kept,), viewpoint=viewpoint)
    if options.file or options.map or options.marking or (options.action == "list" and options.name):
        raise UsageError(f"portfolio {options.action} takes no more.", remedy="See: enduse portfolio --help")
    if options.action == "remove":
        if not options.name:
            raise UsageError("portfolio remove needs a name.", remedy="enduse portfolio remove NAME")
        return Outcome(kind="portfolios", answer=(workspace.remove_portfolio(options.name),), viewpoint=viewpoint)
    return Outcome(kind="portfolios", answer=workspace.portfolios(viewpoint=viewpoint), viewpoint=viewpoint)


def run_changes(options: Namespace, progress: Progress | None) -> Outcome:
    """Tell what changed for a portfolio; rows that cannot be screened make the exit code that of `PartialError`."""
    if options.to and options.as_of:
        raise UsageError("--to and --as-of name the same day.", remedy="Give one of them.")
    options.as_of = options.to or options.as_of
    workspace, viewpoint = ask(options)
    since = None
    if options.start or options.since:
        since = _since(workspace, options)
        if not options.since and not options.known_by:
            since = replace(since, known_by=viewpoint.known_by)
        _check_order(since, viewpoint, options)
    if options.portfolio is None:
        if options.seen:
            raise UsageError("--seen is noted for a portfolio.", remedy="Name it: enduse changes NAME --seen")
        if since is None:
            remedy = "Such as: enduse changes --since 2026-01-31"
            raise UsageError("without a portfolio, say since when.", remedy=remedy)
        found = workspace.all_changes(
            since=since, viewpoint=viewpoint, threshold=options.threshold, progress=progress
        )
        faults = (*found.faults, *(fault for one in found.portfolios for fault in one.faults))
        return Outcome(kind="workspace-changes", answer=found, exit_code=code_for(faults))
    answer = workspace.changes(
        options.portfolio, since=since, viewpoint=viewpoint, threshold=options.threshold, is_seen=options.seen,
        progress=progress,
    )
    return Outcome(kind="changes", answer=answer, exit_code=code_for(answer.faults))


def _check_order(since: Viewpoint, viewpoint: Viewpoint, options: Namespace) -> None:
    """Raise UsageError where the earlier side lies after the later one: that nothing changed would say nothing."""
    if since.known_by > viewpoint.known_by:
        moment = f"{since.known_by:%Y-%m-%dT%H:%M:%SZ}"
        what = f"--since means until {moment}, which lies after the moment that is compared with it."
        raise UsageError(what, remedy="Name an earlier day, or a moment of the day: 2026-01-31T09:30:00Z.")
    if options.start and since.as_of > viewpoint.as_of:
        what = f"--from {since.as_of} lies after {viewpoint.as_of}, which is compared with it."
        raise UsageError(what, remedy="Turn the two days round: --from EARLIER --to LATER.")


def _since(workspace: Workspace, options: Namespace) -> Viewpoint:
    """Return the earlier viewpoint that --from and --since name, errors in their words."""
    try:
        return workspace.viewpoint(
            as_of=options.start, known_by=options.since or options.known_by, audience=options.audience
        )
    except UsageError as error:
        what = error.what.replace("--as-of", "--from")
        what = what.replace("--known-by", "--since") if options.since else what
        raise UsageError(what, remedy=error.remedy) from None


def run_compare(options: Namespace, progress: Progress | None) -> Outcome:
    """Compare pairs of records; what could not be read makes the exit code that of `PartialError`.

    The counts and faults go to standard error, so that standard output may carry the scores.
    """
    from contextlib import ExitStack

    from enduse.workspace.comparing import compare_file, open_pairs, open_scores

    with ExitStack() as stack:
        source = sys.stdin.buffer if options.input == "-" else stack.enter_context(open_pairs(Path(options.input)))
        target = sys.stdout.buffer if options.out == "-" else stack.enter_context(open_scores(Path(options.out)))
        name = "standard input" if options.input == "-" else options.input
        result = compare_file(source, target, name=name, progress=progress)
    return Outcome(kind="compared", answer=result, exit_code=code_for(result.faults))


def run_resolve(options: Namespace, progress: Progress | None) -> Outcome:
    """Propose which records are one party, keep what a person judges of two, or find the doubles of a file."""
    judged = [(verdict, records) for verdict in ("same", "different", "undo")
              for records in (getattr(options, verdict),) if records]
    if len(judged) + (options.input is not None) > 1:
        raise UsageError("--in, --same, --different and --undo are different questions.", remedy="Ask one at a time.")
    if options.input is not None:
        return _resolve_file(options, progress)
    workspace, viewpoint = ask(options)
    if judged:
        verdict, records = judged[0]
        answer = workspace.judge_identity(
            records, verdict=verdict, reason=options.reason or "", until=read_day(options.until, "--until"),
            viewpoint=viewpoint,
        )
        return Outcome(kind="judgement", answer=answer)
    if options.reason or options.until or options.out:
        what = "--reason and --until go with a judgement, --out with --in FILE."
        raise UsageError(what, remedy="See: enduse resolve --help")
    resolution = workspace.resolve(
        viewpoint=viewpoint, sources=options.source or (), between=tuple(options.between) if options.between else None,
        least=options.min_score, limit=options.limit, is_open=options.is_open, progress=progress,
    )
    return Outcome(kind="resolution", answer=resolution, viewpoint=viewpoint)


def _resolve_file(options: Namespace, progress: Progress | None) -> Outcome:
    """Find the doubles of a file; needs no workspace. Rows that cannot be read give the code of `PartialError`."""
    from enduse.workspace.party_files import open_party_file
    from enduse.workspace.resolving import resolve_file

    if not options.out:
        raise UsageError("--in needs --out FILE.", remedy="Such as: --out doubles.jsonl")
    if options.source or options.between or options.is_open:
        what = "--source, --between and --open ask of the record, --in of a file."
        raise UsageError(what, remedy="Ask one at a time.")
    least = {} if options.min_score is None else {"least": options.min_score}
    with local_files([options.input]) as paths:
        columns = name_columns(options.map or ())
        file = open_party_file(paths[0], column_map=columns, encoding=options.encoding or "utf-8")
        run = resolve_file(file, out=Path(options.out), progress=progress, **least)
    return Outcome(kind="resolution-run", answer=run, exit_code=PartialError.exit_code if run.not_read else 0)

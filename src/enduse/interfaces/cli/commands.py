"""What each command calls: one workspace call, whose answer goes back to be printed."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from enduse.errors import Fault, InputError, PartialError, UsageError, WorkspaceError

if TYPE_CHECKING:
    from enduse.model.determination import Classification
    from enduse.model.viewpoint import Viewpoint
    from enduse.workspace import Workspace

Progress = Callable[[int, str], None]
MAX_STDIN = 2_000_000_000
_DEMO_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer of some kind, the viewpoint it was asked from, and the exit code."""

    kind: str
    answer: object
    viewpoint: Viewpoint | None = None
    exit_code: int = 0


Command = Callable[[Namespace, Progress | None], Outcome]


def run_init(options: Namespace, _progress: Progress | None) -> Outcome:
    """Make a workspace."""
    from enduse.workspace import Workspace

    if options.folder and options.workspace:
        raise UsageError("the folder is named twice.", remedy="Leave out --workspace or FOLDER.")
    workspace = Workspace.create(_place(options.folder or options.workspace))
    return Outcome(kind="init", answer={"workspace": str(workspace.path)})


def run_load(options: Namespace, progress: Progress | None) -> Outcome:
    """Load one version of a list; what could not be read makes the exit code that of `PartialError`."""
    from enduse.workspace.publishers import is_source

    source, files = options.source, list(options.files)
    if source is None and is_source(files[0]) and not Path(files[0]).is_file():
        source = files.pop(0)
    with _local_files(files) as paths:
        result = _open(options).load(
            paths, source=source, published=_day(options.published, "--published"), any_count=options.any_count,
            marking=options.marking, name=options.name, column_map=options.map or (), constants=options.set or (),
            progress=progress,
        )
    return Outcome(kind="load", answer=result, exit_code=_exit_code(result.faults))


def run_read(options: Namespace, progress: Progress | None) -> Outcome:
    """Read papers; one refused among several makes the exit code that of `PartialError`, all refused an `InputError`.

    A paper read with gaps (marks that do not agree, say) was read: its faults are told and change no exit code.
    """
    from enduse.workspace.opening import DEFAULT_SERIES

    if options.report or any(Path(name).is_dir() for name in options.files):
        return _read_folders(options, progress)
    if options.jobs or options.again:
        raise UsageError("--jobs and --again are for folders.", remedy="Name a folder, or leave them out.")
    with _local_files(options.files) as paths:
        results = _open(options).read(
            paths, source=options.source or DEFAULT_SERIES, marking=options.marking, grade=options.grade,
            facts_folder=Path(options.facts) if options.facts else None, progress=progress,
        )
    refused = [result for result in results if isinstance(result, InputError)]
    if len(refused) == len(results):
        raise _join(refused)
    return Outcome(kind="read", answer=results, exit_code=PartialError.exit_code if refused else 0)


def _read_folders(options: Namespace, progress: Progress | None) -> Outcome:
    """Read whole folders; papers that were refused make the exit code that of `PartialError`."""
    from enduse.workspace.opening import DEFAULT_SERIES

    run = _open(options).read_folders(
        [Path(name) for name in options.files], source=options.source or DEFAULT_SERIES, marking=options.marking,
        grade=options.grade, facts_folder=Path(options.facts) if options.facts else None,
        report=Path(options.report) if options.report else None, jobs=options.jobs, again=options.again,
        progress=progress,
    )
    if run.counts.papers == run.counts.refused:
        what = f"none of the {run.counts.papers:,} papers could be read." if run.faults else "there is no paper in it."
        raise InputError(what, where=", ".join(run.places), remedy="Name a folder of papers.", faults=run.faults)
    return Outcome(kind="reading-run", answer=run, exit_code=PartialError.exit_code if run.counts.refused else 0)


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
    workspace, viewpoint = _ask(options)
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
    workspace, viewpoint = _ask(options)
    is_named = bool(options.as_of or options.known_by or options.audience)
    with _local_files([options.input] if options.input else []) as paths:
        run = workspace.screen_file(
            paths[0] if paths else None, portfolio=options.portfolio, out=options.out, report=options.report,
            viewpoint=viewpoint if is_named else None,
            limit=options.limit, threshold=options.threshold, column_map=_column_map(options.map or ()),
            encoding=options.encoding or "utf-8", jobs=options.jobs or 1, resume=options.resume,
            show_allowed=options.show_allowed, progress=progress,
        )
    code = PartialError.exit_code if run.counts.not_screened else 0
    return Outcome(kind="screening-run", answer=run, exit_code=code)


def run_judge(options: Namespace, _progress: Progress | None) -> Outcome:
    """Keep what a person decided of a hit; the answer is the decision."""
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("a decision is made now, by the owner.", remedy=remedy)
    from enduse.workspace.asking import find_party, make_party

    workspace = _open(options)
    if options.input:
        with _local_files([options.input]) as paths:
            party = find_party(paths[0], options.party, column_map=_column_map(options.map or ()),
                               encoding=options.encoding or "utf-8")
    else:
        party = make_party(options.party, country=options.country, kind=options.kind, birth_date=options.birth_date,
                           identifiers=options.identifier or ())
    decided = workspace.judge_hit(
        party, options.entity, verdict=options.verdict, reason=options.reason, marking=options.marking,
        until=_day(options.until, "--until"),
    )
    return Outcome(kind="judgements", answer=(decided,), viewpoint=workspace.viewpoint())


def run_judgements(options: Namespace, _progress: Progress | None) -> Outcome:
    """List the decisions on hits."""
    workspace, viewpoint = _ask(options)
    return Outcome(kind="judgements", answer=workspace.judgements(viewpoint=viewpoint), viewpoint=viewpoint)


def run_portfolio(options: Namespace, _progress: Progress | None) -> Outcome:
    """Keep, list or remove portfolios; the answer lists those that are kept, or the one that was named."""
    workspace, viewpoint = _ask(options)
    if options.action == "add":
        if not options.name or not options.file:
            raise UsageError("portfolio add needs a name and a file.", remedy="enduse portfolio add NAME FILE")
        with _local_files([options.file]) as paths:
            kept = workspace.keep_portfolio(
                options.name, paths[0], column_map=_column_map(options.map or ()),
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
    workspace, viewpoint = _ask(options)
    since = None
    if options.start or options.since:
        since = workspace.viewpoint(
            as_of=options.start, known_by=options.since or options.known_by, audience=options.audience
        )
        if not options.since and not options.known_by:
            since = replace(since, known_by=viewpoint.known_by)
    answer = workspace.changes(
        options.portfolio, since=since, viewpoint=viewpoint, threshold=options.threshold, is_seen=options.seen,
        progress=progress,
    )
    return Outcome(kind="changes", answer=answer, exit_code=_exit_code(answer.faults))


def _column_map(given: Sequence[str]) -> dict[str, str]:
    """Return the field of each column that --map names, one by one or in YAML files."""
    found: dict[str, str] = {}
    for text in given:
        column, sign, field = text.partition("=")
        if sign:
            found[column] = field
        else:
            from enduse.workspace.party_files import read_column_map

            found.update(read_column_map(Path(text)))
    return found


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
    return Outcome(kind="compared", answer=result, exit_code=_exit_code(result.faults))


def run_resolve(options: Namespace, progress: Progress | None) -> Outcome:
    """Propose which records are one party, keep what a person judges of two, or find the doubles of a file."""
    judged = [(verdict, records) for verdict in ("same", "different", "undo")
              for records in (getattr(options, verdict),) if records]
    if len(judged) + (options.input is not None) > 1:
        raise UsageError("--in, --same, --different and --undo are different questions.", remedy="Ask one at a time.")
    if options.input is not None:
        return _resolve_file(options, progress)
    workspace, viewpoint = _ask(options)
    if judged:
        verdict, records = judged[0]
        answer = workspace.judge_identity(
            records, verdict=verdict, reason=options.reason or "", until=_day(options.until, "--until"),
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
    with _local_files([options.input]) as paths:
        columns = _column_map(options.map or ())
        file = open_party_file(paths[0], column_map=columns, encoding=options.encoding or "utf-8")
        run = resolve_file(file, out=Path(options.out), progress=progress, **least)
    return Outcome(kind="resolution-run", answer=run, exit_code=PartialError.exit_code if run.not_read else 0)


def run_classify(options: Namespace, progress: Progress | None) -> Outcome:
    """Classify the items of a file."""
    if options.input:
        return _classify_catalogue(options, progress)
    if options.out or options.moved_between or options.map or not options.file:
        raise UsageError("classify needs FILE, or --in FILE with --out FILE.", remedy="See: enduse classify --help")
    days = [day for text in options.date or () if (day := _day(text, "--date"))]
    is_lines = bool(options.json and not options.tree)
    if len(days) > 1 and not is_lines:
        raise UsageError("a page is of one day.", remedy="Name one --date, or ask with --json.")
    with _local_files([options.file]) as paths:
        if not options.record and not _has_workspace(options):
            return _classify_alone(options, paths[0], days, is_lines=is_lines)
        workspace, viewpoint = _ask(options)
        if days:
            viewpoint = replace(viewpoint, as_of=days[0])
        if options.record:
            text = workspace.record_determinations(paths[0], viewpoint=viewpoint, regimes=options.regime)
            _write_text(options.record, text)
        if options.ask:
            asked = workspace.ask_next(paths[0], viewpoint=viewpoint, regimes=options.regime)
            return Outcome(kind="inquiries", answer=asked, viewpoint=viewpoint)
        if is_lines:
            lines = workspace.rule(
                paths[0], viewpoint=viewpoint, days=days, regimes=options.regime, entries=options.entry or (),
            )
            return Outcome(kind="rulings", answer=lines)
        answer = workspace.classify(paths[0], viewpoint=viewpoint, regimes=options.regime)
    return Outcome(kind="classification", answer=_narrow(answer, options.entry), viewpoint=viewpoint)


def _classify_alone(options: Namespace, path: Path, days: Sequence[date], *, is_lines: bool) -> Outcome:
    """Classify without a workspace, where there is none: the law comes with the program, and nothing is kept."""
    from enduse.workspace.ruling import ask_next, classify_alone, make_plain_viewpoint, read_asked, spell_rulings

    _require_no_view(options)
    viewpoint = make_plain_viewpoint(days[0] if days else _day(options.as_of, "--as-of"))
    file = read_asked(path)
    if options.ask:
        asked = ask_next(file.items, as_of=viewpoint.as_of, regimes=options.regime)
        return Outcome(kind="inquiries", answer=asked, viewpoint=viewpoint)
    if is_lines:
        wanted = days or [viewpoint.as_of]
        lines = spell_rulings(file, days=wanted, regimes=options.regime, entries=options.entry or ())
        return Outcome(kind="rulings", answer=lines)
    answer = classify_alone(file, as_of=viewpoint.as_of, regimes=options.regime)
    return Outcome(kind="classification", answer=_narrow(answer, options.entry), viewpoint=viewpoint)


def _require_no_view(options: Namespace) -> None:
    """Refuse what only a workspace can answer."""
    if options.known_by or options.audience:
        raise UsageError("there is no workspace here.", remedy="Make one with: enduse init.")


def _narrow(answer: Sequence[Classification], entries: Sequence[str] | None) -> tuple[Classification, ...]:
    """Keep what was determined under some entries only."""
    from enduse.workspace.ruling import narrow

    return tuple(narrow(found, entries) for found in answer) if entries else tuple(answer)


def _write_text(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as exc:
        raise UsageError(f"{path} cannot be written: {exc.strerror}.", remedy="Name another file.") from exc


def _classify_catalogue(options: Namespace, progress: Progress | None) -> Outcome:
    """Classify a file of items row by row. Rows that cannot be read give the code of `PartialError`."""
    if options.file or not options.out:
        raise UsageError("--in needs --out FILE, and no FILE beside it.", remedy="Such as: --out answers.jsonl")
    if options.moved_between and options.date:
        raise UsageError("--moved-between has its own two dates.", remedy="Leave --date out.")
    days = options.moved_between or options.date or ()
    workspace, viewpoint = _ask(options)
    with _local_files([options.input]) as paths:
        run = workspace.classify_file(
            paths[0], out=Path(options.out), viewpoint=viewpoint, is_moves=bool(options.moved_between),
            days=[day for text in days if (day := _day(text, "a date"))], regimes=options.regime,
            column_map=_column_map(options.map or ()), progress=progress,
        )
    return Outcome(
        kind="catalogue-run", answer=run, viewpoint=viewpoint, exit_code=PartialError.exit_code if run.not_read else 0,
    )


def run_entries(options: Namespace, _progress: Progress | None) -> Outcome:
    """List entries of control lists; needs no workspace."""
    text = " ".join(options.text)
    if _has_workspace(options):
        workspace, viewpoint = _ask(options)
        answer = workspace.entries(text, regimes=options.regime)
    else:
        from enduse.workspace.answering import list_entries
        from enduse.workspace.ruling import make_plain_viewpoint

        _require_no_view(options)
        viewpoint = make_plain_viewpoint(_day(options.as_of, "--as-of"))
        answer = list_entries(text, regimes=options.regime)
    return Outcome(kind="entries", answer=answer, viewpoint=viewpoint)


def run_jurisdiction(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell whose law reaches the items of a file; needs no workspace."""
    with _local_files([options.file]) as paths:
        if _has_workspace(options):
            workspace, viewpoint = _ask(options)
            answer = workspace.jurisdiction(paths[0], viewpoint=viewpoint, regimes=options.regime)
        else:
            from enduse.workspace.reaching import reach_items
            from enduse.workspace.ruling import make_plain_viewpoint, read_asked

            _require_no_view(options)
            viewpoint = make_plain_viewpoint(_day(options.as_of, "--as-of"))
            answer = reach_items(read_asked(paths[0]).items, as_of=viewpoint.as_of, regimes=options.regime)
    return Outcome(kind="jurisdiction", answer=answer, viewpoint=viewpoint)


def run_goods(options: Namespace, _progress: Progress | None) -> Outcome:
    """Ask lists of goods for a customs code."""
    workspace, viewpoint = _ask(options)
    answer = workspace.goods(options.code, destination=options.to or "", viewpoint=viewpoint)
    return Outcome(kind="goods", answer=answer, viewpoint=viewpoint)


def run_products(options: Namespace, _progress: Progress | None) -> Outcome:
    """List products and what is claimed of them."""
    workspace, viewpoint = _ask(options)
    answer = workspace.products(" ".join(options.text), viewpoint=viewpoint)
    return Outcome(kind="products", answer=answer, viewpoint=viewpoint)


def run_license(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell what entries ask for a destination."""
    workspace, viewpoint = _ask(options)
    answer = workspace.license(
        options.entry, destination=options.to, viewpoint=viewpoint, regimes=options.regime
    )
    return Outcome(kind="license", answer=answer, viewpoint=viewpoint)


def run_trace(options: Namespace, _progress: Progress | None) -> Outcome:
    """Trace a party."""
    workspace, viewpoint = _ask(options)
    answer = workspace.trace(options.party, viewpoint=viewpoint, limit=options.limit)
    return Outcome(kind="trace", answer=answer, viewpoint=viewpoint)


def run_assess(options: Namespace, _progress: Progress | None) -> Outcome:
    """Assess an order; the answer carries its viewpoint itself."""
    workspace, viewpoint = _ask(options)
    with _local_files([options.file]) as paths:
        answer = workspace.assess(paths[0], viewpoint=viewpoint)
    return Outcome(kind="assessment", answer=answer)


def run_schema(options: Namespace, _progress: Progress | None) -> Outcome:
    """Fetch a schema, or the list of them."""
    from enduse.workspace.schemas import get_schema, list_schemas

    if options.name is None:
        return Outcome(kind="schemas", answer=list_schemas())
    if options.type is not None:
        if options.name != "item":
            raise UsageError("only the schema of items has types.", remedy="Such as: enduse schema item machine_tool")
        from enduse.workspace.item_shape import parameters_of

        return Outcome(kind="item-vocabulary", answer=parameters_of(options.type))
    return Outcome(kind="schema", answer=get_schema(options.name))


def run_show(options: Namespace, _progress: Progress | None) -> Outcome:
    """Show what a citation cites."""
    workspace, viewpoint = _ask(options)
    return Outcome(kind="show", answer=workspace.show(options.id, viewpoint=viewpoint), viewpoint=viewpoint)


def run_find(options: Namespace, _progress: Progress | None) -> Outcome:
    """Find words in papers and facts."""
    workspace, viewpoint = _ask(options)
    return Outcome(kind="finding", answer=workspace.find(options.words, viewpoint=viewpoint, limit=options.limit),
                   viewpoint=viewpoint)


def run_review(options: Namespace, _progress: Progress | None) -> Outcome:
    """Show a paper's facts for review, or keep what a person judges of some."""
    asked: list[tuple[str, list[str], str]] = [
        (verdict, given, "") for verdict, given in
        (("accept", options.accept), ("reject", options.reject), ("undo", options.undo)) if given
    ]
    if options.correct:
        asked.append(("correct", [options.correct[0]], options.correct[1]))
    if len(asked) > 1 or bool(asked) == bool(options.paper):
        raise UsageError("a paper is shown, or one kind of judgement is kept.", remedy="See: enduse review --help")
    if not asked:
        workspace, viewpoint = _ask(options)
        answer = workspace.review(options.paper, viewpoint=viewpoint, is_open=options.is_open)
        return Outcome(kind="review", answer=answer, viewpoint=viewpoint)
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("a fact is judged now, by the owner.", remedy=remedy)
    workspace = _open(options)
    verdict, ids, value = asked[0]
    judged = workspace.judge_facts(ids, verdict=verdict, value=value, reason=options.reason or "")
    return Outcome(kind="reviewed", answer=judged, viewpoint=workspace.viewpoint())


def run_compare_papers(options: Namespace, _progress: Progress | None) -> Outcome:
    """Compare the papers of one shipment; needs no workspace."""
    from enduse.workspace.trade_papers import compare_papers

    with _local_files(options.files) as paths:
        answer = compare_papers(paths, order=Path(options.order) if options.order else None)
    return Outcome(kind="papers-comparison", answer=answer)


def run_sources(options: Namespace, _progress: Progress | None) -> Outcome:
    """List the sources; where there is no workspace, nothing is held of any."""
    from enduse.workspace.publishers import list_publishers, pick_publisher

    viewpoint = None
    try:
        workspace, viewpoint = _ask(options)
    except WorkspaceError:
        if options.workspace:
            raise
        publishers = list_publishers()
    else:
        publishers = workspace.sources(viewpoint)
    answer = pick_publisher(publishers, options.id, with_versions=options.versions)
    return Outcome(kind="sources", answer=answer, viewpoint=viewpoint)


def run_delta(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell what one version of a list changed against another."""
    workspace, viewpoint = _ask(options)
    answer = workspace.delta(
        options.source, viewpoint=viewpoint, earlier=_day(options.earlier, "--from"), later=_day(options.later, "--to"),
        limit=None if options.all else options.limit,
    )
    return Outcome(kind="delta", answer=answer, viewpoint=viewpoint)


def run_demo(options: Namespace, progress: Progress | None) -> Outcome:
    """Run the demonstration; its pages are laid out for the terminal, in JSON always alike."""
    import shutil

    from enduse.workspace.demonstration import run_demo as run

    width = _DEMO_WIDTH if options.json else shutil.get_terminal_size((_DEMO_WIDTH, 24)).columns
    return Outcome(kind="demo", answer=run(progress, width=width))


COMMANDS: dict[str, Command] = {
    "judge": run_judge, "judgements": run_judgements, "portfolio": run_portfolio, "changes": run_changes,
    "init": run_init, "load": run_load, "read": run_read, "screen": run_screen, "compare": run_compare,
    "resolve": run_resolve, "classify": run_classify, "entries": run_entries, "goods": run_goods,
    "jurisdiction": run_jurisdiction,
    "products": run_products, "license": run_license, "trace": run_trace, "assess": run_assess,
    "find": run_find, "review": run_review,
    "compare-papers": run_compare_papers, "schema": run_schema,
    "show": run_show, "sources": run_sources, "delta": run_delta, "demo": run_demo,
}


def _has_workspace(options: Namespace) -> bool:
    from enduse.workspace.settings import is_workspace

    return bool(options.workspace) or is_workspace(_place(None))


def _place(given: str | None) -> Path:
    from enduse.workspace.settings import find_workspace

    return find_workspace(given)


def _open(options: Namespace) -> Workspace:
    from enduse.workspace import Workspace

    return Workspace.open(_place(options.workspace))


def _ask(options: Namespace) -> tuple[Workspace, Viewpoint]:
    workspace = _open(options)
    viewpoint = workspace.viewpoint(as_of=options.as_of, known_by=options.known_by, audience=options.audience)
    return workspace, viewpoint


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a date.", remedy="Write it as 2026-01-31.") from None


def _join(errors: Sequence[InputError]) -> InputError:
    """Return one error that tells of all papers that could not be read."""
    if len(errors) == 1:
        return errors[0]
    faults = tuple(Fault(place=error.where, reason=error.what, remedy=error.remedy) for error in errors)
    return InputError(f"none of the {len(errors)} papers could be read.", faults=faults)


def _exit_code(faults: Sequence[Fault]) -> int:
    return PartialError.exit_code if faults else 0


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


def copy_bounded(source: BinaryIO, target: BinaryIO, *, limit: int = MAX_STDIN) -> None:
    """Copy a stream whose end nobody knows, up to `limit` bytes.

    Raises:
        InputError: there is more.
    """
    copied = 0
    while chunk := source.read(1 << 20):
        copied += len(chunk)
        if copied > limit:
            remedy = "Name a file instead."
            raise InputError(f"more than {limit:,} bytes.", where="standard input", remedy=remedy)
        target.write(chunk)


@contextmanager
def _local_files(given: Sequence[str]) -> Iterator[tuple[Path, ...]]:
    """Give the paths of files, with standard input kept in a file for as long as it is needed."""
    if "-" not in given:
        yield tuple(Path(name) for name in given)
        return
    import tempfile

    if list(given).count("-") > 1:
        raise UsageError("standard input can be read once.", remedy="Name - once.")
    with tempfile.TemporaryDirectory(prefix="enduse-") as folder:
        kept = Path(folder) / "standard-input"
        with kept.open("wb") as target:
            copy_bounded(sys.stdin.buffer, target)
        yield tuple(kept if name == "-" else Path(name) for name in given)

"""The commands that fill the record, look into it and tell of its sources."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import Fault, InputError, PartialError, UsageError, WorkspaceError
from enduse.interfaces.cli.asked import (
    Outcome,
    Progress,
    ask,
    code_for,
    find_place,
    has_workspace,
    local_files,
    open_workspace,
    read_day,
)

if TYPE_CHECKING:
    from enduse.workspace import Workspace

_DEMO_WIDTH = 100
_NOTHING_KEPT = "There is no workspace here: facts were written, and nothing else is kept. Make one with: enduse init."


def run_init(options: Namespace, _progress: Progress | None) -> Outcome:
    """Make a workspace."""
    from enduse.workspace import Workspace

    if options.folder and options.workspace:
        raise UsageError("the folder is named twice.", remedy="Leave out --workspace or FOLDER.")
    workspace = Workspace.create(find_place(options.folder or options.workspace))
    return Outcome(kind="init", answer={"workspace": str(workspace.path)})


def run_load(options: Namespace, progress: Progress | None) -> Outcome:
    """Load one version of a list; what could not be read makes the exit code that of `PartialError`."""
    from enduse.workspace.publishers import is_source

    source, files = options.source, list(options.files)
    if source is None and is_source(files[0]) and not Path(files[0]).is_file():
        source = files.pop(0)
    with local_files(files) as paths:
        result = open_workspace(options).load(
            paths, source=source, published=read_day(options.published, "--published"), any_count=options.any_count,
            marking=options.marking, name=options.name, column_map=options.map or (), constants=options.set or (),
            progress=progress,
        )
    return Outcome(kind="load", answer=result, exit_code=code_for(result.faults))


def run_read(options: Namespace, progress: Progress | None) -> Outcome:
    """Read papers; one refused among several makes the exit code that of `PartialError`, all refused an `InputError`.

    A paper read with gaps (marks that do not agree, say) was read: its faults are told and change no exit code.
    Where there is no workspace, facts can be written into files all the same, and nothing else is kept.
    """
    from enduse.workspace.settings import is_database_named

    if not options.facts or has_workspace(options) or is_database_named():
        return _read(options, open_workspace(options), progress)
    from enduse.workspace.passing import pass_workspace

    with pass_workspace(Path(options.facts)) as workspace:
        return replace(_read(options, workspace, progress), note=_NOTHING_KEPT)


def _read(options: Namespace, workspace: Workspace, progress: Progress | None) -> Outcome:
    from enduse.workspace.record_calls import DEFAULT_SERIES

    if options.report or any(Path(name).is_dir() for name in options.files):
        return _read_folders(options, workspace, progress)
    if options.jobs or options.again:
        raise UsageError("--jobs and --again are for folders.", remedy="Name a folder, or leave them out.")
    with local_files(options.files) as paths:
        results = workspace.read(
            paths, source=options.source or DEFAULT_SERIES, marking=options.marking, grade=options.grade,
            facts_folder=Path(options.facts) if options.facts else None, model=options.model, ocr=options.ocr,
            names=options.names, progress=progress,
        )
    refused = [result for result in results if isinstance(result, InputError)]
    if len(refused) == len(results):
        raise _join(refused)
    return Outcome(kind="read", answer=results, exit_code=PartialError.exit_code if refused else 0)


def _read_folders(options: Namespace, workspace: Workspace, progress: Progress | None) -> Outcome:
    """Read whole folders; papers that were refused make the exit code that of `PartialError`."""
    from enduse.workspace.record_calls import DEFAULT_SERIES

    run = workspace.read_folders(
        [Path(name) for name in options.files], source=options.source or DEFAULT_SERIES, marking=options.marking,
        grade=options.grade, facts_folder=Path(options.facts) if options.facts else None,
        report=Path(options.report) if options.report else None, jobs=options.jobs, again=options.again,
        model=options.model, ocr=options.ocr, names=options.names, progress=progress,
    )
    if run.counts.papers == run.counts.refused:
        what = f"none of the {run.counts.papers:,} papers could be read." if run.faults else "there is no paper in it."
        raise InputError(what, where=", ".join(run.places), remedy="Name a folder of papers.", faults=run.faults)
    return Outcome(kind="reading-run", answer=run, exit_code=PartialError.exit_code if run.counts.refused else 0)


def _join(errors: Sequence[InputError]) -> InputError:
    """Return one error that tells of all papers that could not be read."""
    if len(errors) == 1:
        return errors[0]
    faults = tuple(Fault(place=error.where, reason=error.what, remedy=error.remedy) for error in errors)
    return InputError(f"none of the {len(errors)} papers could be read.", faults=faults)


def run_find(options: Namespace, _progress: Progress | None) -> Outcome:
    """Find words in papers and facts."""
    workspace, viewpoint = ask(options)
    return Outcome(kind="finding", answer=workspace.find(options.words, viewpoint=viewpoint, limit=options.limit),
                   viewpoint=viewpoint)


def run_stories(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell which papers tell one story, to whom, and where they do not agree."""
    workspace, viewpoint = ask(options)
    return Outcome(kind="stories", answer=workspace.stories(options.words, viewpoint=viewpoint, limit=options.limit),
                   viewpoint=viewpoint)


def run_review(options: Namespace, _progress: Progress | None) -> Outcome:
    """Show a paper's facts for review, or keep what a person judges of some."""
    asked: list[tuple[str, list[str], str]] = [
        (verdict, given, "") for verdict, given in
        (("accept", options.accept), ("reject", options.reject), ("undo", options.undo)) if given
    ]
    if options.correct:
        asked.append(("correct", [options.correct[0]], options.correct[1]))
    if not asked and not options.paper:
        raise UsageError("no paper is named.", remedy="enduse review PAPER, by its file or the id enduse read shows.")
    if len(asked) > 1 or (asked and options.paper):
        what = "two kinds of judgement are asked for" if len(asked) > 1 else "a paper is named beside a judgement"
        remedy = "enduse review PAPER shows facts with their ids; then enduse review --accept ID, and no paper."
        raise UsageError(f"{what}.", remedy=remedy)
    if not asked:
        workspace, viewpoint = ask(options)
        answer = workspace.review(options.paper, viewpoint=viewpoint, is_open=options.is_open,
                                  is_refused=options.is_refused)
        return Outcome(kind="review", answer=answer, viewpoint=viewpoint)
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("a fact is judged now, by the owner.", remedy=remedy)
    workspace = open_workspace(options)
    verdict, ids, value = asked[0]
    judged = workspace.judge_facts(ids, verdict=verdict, value=value, reason=options.reason or "")
    return Outcome(kind="reviewed", answer=judged, viewpoint=workspace.viewpoint())


def run_show(options: Namespace, _progress: Progress | None) -> Outcome:
    """Show what a citation cites."""
    workspace, viewpoint = ask(options)
    return Outcome(kind="show", answer=workspace.show(options.id, viewpoint=viewpoint), viewpoint=viewpoint)


def run_check(options: Namespace, _progress: Progress | None) -> Outcome:
    """Look through the whole record; what is damaged makes the exit code that of `WorkspaceError`."""
    found = open_workspace(options).check()
    return Outcome(kind="check", answer=found, exit_code=0 if found.is_whole else WorkspaceError.exit_code)


def run_erase(options: Namespace, _progress: Progress | None) -> Outcome:
    """Erase a paper for good."""
    return Outcome(kind="erasure", answer=open_workspace(options).erase(options.paper, reason=options.reason))


def run_sources(options: Namespace, _progress: Progress | None) -> Outcome:
    """List the sources; where there is no workspace, nothing is held of any."""
    from enduse.workspace.publishers import list_publishers, pick_publisher

    viewpoint = None
    try:
        workspace, viewpoint = ask(options)
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
    workspace, viewpoint = ask(options)
    answer = workspace.delta(
        options.source, viewpoint=viewpoint, earlier=read_day(options.earlier, "--from"),
        later=read_day(options.later, "--to"),
        limit=None if options.all else options.limit,
    )
    return Outcome(kind="delta", answer=answer, viewpoint=viewpoint)


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


def run_demo(options: Namespace, progress: Progress | None) -> Outcome:
    """Run the demonstration; its pages are laid out for the terminal, in JSON always alike."""
    import shutil

    from enduse.workspace.demonstration import run_demo as run

    width = _DEMO_WIDTH if options.json else shutil.get_terminal_size((_DEMO_WIDTH, 24)).columns
    return Outcome(kind="demo", answer=run(progress, width=width))

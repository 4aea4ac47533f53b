"""The commands that ask about items: entries, whose law, lists of goods, licenses."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from enduse.errors import PartialError, UsageError
from enduse.interfaces.cli.asked import Outcome, Progress, ask, has_workspace, local_files, name_columns, read_day

if TYPE_CHECKING:
    from enduse.model.determination import Classification


def run_classify(options: Namespace, progress: Progress | None) -> Outcome:
    """Classify the items of a file."""
    if options.input:
        return _classify_catalogue(options, progress)
    if options.out or options.moved_between or options.map or not options.file:
        raise UsageError("classify needs FILE, or --in FILE with --out FILE.", remedy="See: enduse classify --help")
    days = [day for text in options.date or () if (day := read_day(text, "--date"))]
    is_lines = bool(options.json and not options.tree)
    if len(days) > 1 and not is_lines:
        raise UsageError("a page is of one day.", remedy="Name one --date, or ask with --json.")
    with local_files([options.file]) as paths:
        if not options.record and not has_workspace(options):
            return _classify_alone(options, paths[0], days, is_lines=is_lines)
        workspace, viewpoint = ask(options)
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
    viewpoint = make_plain_viewpoint(days[0] if days else read_day(options.as_of, "--as-of"))
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
    workspace, viewpoint = ask(options)
    with local_files([options.input]) as paths:
        run = workspace.classify_file(
            paths[0], out=Path(options.out), viewpoint=viewpoint, is_moves=bool(options.moved_between),
            days=[day for text in days if (day := read_day(text, "a date"))], regimes=options.regime,
            column_map=name_columns(options.map or ()), progress=progress,
        )
    return Outcome(
        kind="catalogue-run", answer=run, viewpoint=viewpoint, exit_code=PartialError.exit_code if run.not_read else 0,
    )


def run_entries(options: Namespace, _progress: Progress | None) -> Outcome:
    """List entries of control lists; needs no workspace."""
    text = " ".join(options.text)
    if has_workspace(options):
        workspace, viewpoint = ask(options)
        answer = workspace.entries(text, regimes=options.regime)
    else:
        from enduse.workspace.law_questions import list_entries
        from enduse.workspace.ruling import make_plain_viewpoint

        _require_no_view(options)
        viewpoint = make_plain_viewpoint(read_day(options.as_of, "--as-of"))
        answer = list_entries(text, regimes=options.regime)
    return Outcome(kind="entries", answer=answer, viewpoint=viewpoint)


def run_jurisdiction(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell whose law reaches the items of a file; needs no workspace."""
    with local_files([options.file]) as paths:
        if has_workspace(options):
            workspace, viewpoint = ask(options)
            answer = workspace.jurisdiction(paths[0], viewpoint=viewpoint, regimes=options.regime)
        else:
            from enduse.workspace.reaching import reach_items
            from enduse.workspace.ruling import make_plain_viewpoint, read_asked

            _require_no_view(options)
            viewpoint = make_plain_viewpoint(read_day(options.as_of, "--as-of"))
            answer = reach_items(read_asked(paths[0]).items, as_of=viewpoint.as_of, regimes=options.regime)
    return Outcome(kind="jurisdiction", answer=answer, viewpoint=viewpoint)


def run_goods(options: Namespace, _progress: Progress | None) -> Outcome:
    """Ask lists of goods for a customs code."""
    workspace, viewpoint = ask(options)
    answer = workspace.goods(options.code, destination=options.to or "", viewpoint=viewpoint)
    return Outcome(kind="goods", answer=answer, viewpoint=viewpoint)


def run_products(options: Namespace, _progress: Progress | None) -> Outcome:
    """List products and what is claimed of them."""
    workspace, viewpoint = ask(options)
    answer = workspace.products(" ".join(options.text), viewpoint=viewpoint)
    return Outcome(kind="products", answer=answer, viewpoint=viewpoint)


def run_license(options: Namespace, _progress: Progress | None) -> Outcome:
    """Tell what entries ask for a destination."""
    workspace, viewpoint = ask(options)
    answer = workspace.license(
        options.entry, destination=options.to, viewpoint=viewpoint, regimes=options.regime
    )
    return Outcome(kind="license", answer=answer, viewpoint=viewpoint)

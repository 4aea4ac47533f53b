"""The command on denials: list, search, revoke."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from enduse.errors import UsageError
from enduse.interfaces.cli.asked import Outcome, Progress, ask, local_files, open_workspace


def run_denials(options: Namespace, _progress: Progress | None) -> Outcome:
    """List or search denials and other earlier cases, or keep a person's judgement that one is revoked."""
    if options.revoke and options.undo:
        raise UsageError("a denial is revoked, or that is taken back.", remedy="Name one of --revoke and --undo.")
    if options.like:
        if options.words or options.state or options.revoke or options.undo:
            raise UsageError("--like is a question of its own.", remedy="Leave the rest out.")
        workspace, viewpoint = ask(options)
        with local_files([options.like]) as paths:
            repeats = workspace.repeats(paths[0], viewpoint=viewpoint)
        repeats = replace(repeats, matches=repeats.matches[:options.limit])
        return Outcome(kind="repeats", answer=repeats, viewpoint=viewpoint)
    if not options.revoke and not options.undo:
        if options.reason or options.marking:
            raise UsageError("--reason and --marking are for --revoke and --undo.", remedy="Leave them out.")
        workspace, viewpoint = ask(options)
        answer = workspace.denials(
            options.words, viewpoint=viewpoint, states=options.state or (), limit=options.limit
        )
        return Outcome(kind="denials", answer=answer, viewpoint=viewpoint)
    if options.as_of or options.known_by or options.audience:
        remedy = "Leave out --as-of, --known-by and --audience."
        raise UsageError("a denial is revoked now, by the owner.", remedy=remedy)
    if options.words or options.state:
        raise UsageError("words to search for and --revoke are two questions.", remedy="Leave the words out.")
    workspace = open_workspace(options)
    denial = workspace.revoke_denial(
        options.revoke or options.undo, is_undone=bool(options.undo), reason=options.reason or "",
        marking=options.marking,
    )
    return Outcome(kind="denial", answer=denial, viewpoint=workspace.viewpoint())

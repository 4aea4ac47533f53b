"""Run the command line: parse, call, print, and turn every error into plain words and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from enduse.errors import EnduseError, UsageError
from enduse.interfaces.cli.grammar import parse

if TYPE_CHECKING:
    from argparse import Namespace

    from enduse.interfaces.cli.asked import Outcome

STOPPED = 130  # as a shell says of a program that Ctrl-C ended: 128 + SIGINT
NOBODY_READS = 141  # 128 + SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `docs/reference/exit-codes.md` says what each means."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_spell(stream)
    try:
        code = _run(given)
        sys.stdout.flush()
    except EnduseError as error:
        return _tell(error, is_json="--json" in given)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return code


def _run(given: Sequence[str]) -> int:
    try:
        options = parse(given)
    except SystemExit as leave:  # --help and --version have printed
        return int(leave.code or 0)
    if options.command is None:
        raise UsageError("no command was given.", remedy="See: enduse --help")
    from enduse.interfaces.cli.commands import COMMANDS
    from enduse.interfaces.cli.progress import show_progress

    with show_progress(sys.stderr) as progress:
        outcome = COMMANDS[options.command](options, progress)
    _print(outcome, options)
    if outcome.note:
        print(outcome.note, file=sys.stderr)
    return outcome.exit_code


def _print(outcome: Outcome, options: Namespace) -> None:
    from enduse.interfaces.cli.printing import print_counts, print_json, print_text

    if outcome.kind == "compared":
        print_counts(outcome, sys.stderr, is_json=options.json)
    elif options.json:
        print_json(outcome, sys.stdout)
    else:  # of a file that was screened the answer lies in other files, and this is but a summary
        stream = sys.stderr if outcome.kind in ("screening-run", "resolution-run", "assessment-run") else sys.stdout
        print_text(outcome, stream, is_plain=options.no_colour)


def _tell(error: EnduseError, *, is_json: bool) -> int:
    """Write an error to standard error, as JSON where JSON was asked for."""
    from enduse.workspace.presenting import clean_text, error_to_json, spell_json

    if is_json:
        print(spell_json(error_to_json(error)), file=sys.stderr)
    else:
        print(clean_text(f"enduse: {error}"), file=sys.stderr)
    return error.exit_code


def _never_fail_to_spell(stream: TextIO) -> None:
    """Let a stream of a narrow encoding escape what it cannot spell instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())

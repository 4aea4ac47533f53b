"""What every command asks with: the workspace, the viewpoint, files given by name or on standard input."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from enduse.errors import Fault, InputError, PartialError, UsageError

if TYPE_CHECKING:
    from enduse.model.viewpoint import Viewpoint
    from enduse.workspace import Workspace

Progress = Callable[[int, str], None]
MAX_STDIN = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer of some kind, its viewpoint, and the exit code; `is_full` asks for the whole of a page.

    `note` is for whoever asked by hand: it goes to standard error.
    """

    kind: str
    answer: object
    viewpoint: Viewpoint | None = None
    exit_code: int = 0
    is_full: bool = False
    note: str = ""


def has_workspace(options: Namespace) -> bool:
    """Tell whether a workspace is named, or lies where one is looked for."""
    from enduse.workspace.settings import is_workspace

    return bool(options.workspace) or is_workspace(find_place(None))


def find_place(given: str | None) -> Path:
    """Return the folder of the workspace that is named, or the nearest one."""
    from enduse.workspace.settings import find_workspace

    return find_workspace(given)


def open_workspace(options: Namespace) -> Workspace:
    """Open the workspace that the options name. Raises WorkspaceError where there is none."""
    from enduse.workspace import Workspace

    return Workspace.open(find_place(options.workspace))


def ask(options: Namespace) -> tuple[Workspace, Viewpoint]:
    """Return the workspace and the viewpoint that the options name."""
    workspace = open_workspace(options)
    viewpoint = workspace.viewpoint(as_of=options.as_of, known_by=options.known_by, audience=options.audience)
    return workspace, viewpoint


def read_day(text: str | None, option: str) -> date | None:
    """Return the day that an option names, None where it is not given. Raises UsageError for no date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is not a date.", remedy="Write it as 2026-01-31.") from None


def code_for(faults: Sequence[Fault]) -> int:
    """Return the exit code of an answer with these faults."""
    return PartialError.exit_code if faults else 0


def name_columns(given: Sequence[str]) -> dict[str, str]:
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
def local_files(given: Sequence[str]) -> Iterator[tuple[Path, ...]]:
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

"""Telling which source a file is of, and which role it has, by its name and its first 4 KB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from enduse.errors import UsageError
from enduse.sources.catalogue import FileRole, SourceSpec, list_sources
from enduse.sources.opening import read_head

_COMPLETE = "Name all files of the publication together, or load an excerpt (--any-count)."


def detect_source(path: Path, *, among: Iterable[SourceSpec] | None = None) -> SourceSpec | None:
    """Tell which source a file is of, None when none or more than one fits.

    Raises:
        InputError: the file cannot be opened.
    """
    found = fitting_sources(path, among=among)
    return found[0] if len(found) == 1 else None


def fitting_sources(path: Path, *, among: Iterable[SourceSpec] | None = None) -> tuple[SourceSpec, ...]:
    """Return the sources that a file fits best, by id; several where one file carries several lists.

    A file whose content and name both fit outweighs one of which only one does.

    Raises:
        InputError: the file cannot be opened.
    """
    head = _head_text(path)
    best: int = 0
    found: list[SourceSpec] = []
    for spec in list_sources() if among is None else among:
        score = max((_score(spec, role, path, head) for role in spec.roles), default=0)
        if score > best:
            best, found = score, [spec]
        elif score and score == best:
            found.append(spec)
    return tuple(found)


def assign_roles(spec: SourceSpec, paths: Sequence[Path], *, is_excerpt: bool = False) -> dict[str, Path]:
    """Give each file of one publication its role, in the order of `source.yaml`.

    Of an excerpt only the first file of its form must be there.

    Raises:
        UsageError: a file fits no role, two fit the same, the files are of two
            forms, or a required one is missing; says which.
        InputError: a file cannot be opened.
    """
    if not paths:
        raise UsageError(f"no file of {spec.id} was named.")
    given: dict[str, Path] = {}
    for path in paths:
        role = _best_role(spec, path, taken=given)
        given[role.role] = path
    forms = sorted({spec.role(name).form for name in given})
    if len(forms) > 1:
        told = ", ".join(f"{path.name} ({spec.role(name).form})" for name, path in given.items())
        raise UsageError(f"these files of {spec.id} are of different forms: {told}.", remedy="Load one form at a time.")
    required = [r for r in spec.roles if r.form == forms[0] and r.is_required]
    missing = [r for r in (required[:1] if is_excerpt else required) if r.role not in given]
    if missing:
        told = "; ".join(f"{r.role} (a name like {' or '.join(r.names) or 'any'})" for r in missing)
        raise UsageError(f"{spec.id} lacks {told}.", remedy=_COMPLETE)
    return {role.role: given[role.role] for role in spec.roles if role.role in given}


def _best_role(spec: SourceSpec, path: Path, *, taken: dict[str, Path]) -> FileRole:
    head = _head_text(path)
    scored = [(_score(spec, role, path, head, is_source_known=True), role) for role in spec.roles]
    best = max(score for score, _ in scored)
    fitting = [role for score, role in scored if score == best]
    suffixed = [role for role in spec.roles if path.name.lower().removesuffix(".gz").endswith(role.suffixes)]
    if best == 0 and suffixed:
        fitting = suffixed
    elif best == 0 and (len(spec.roles) == 1 or spec.is_own):
        # the caller named the source: let its only reader say what is wrong
        fitting = [spec.roles[0]]
    elif best == 0:
        names = ", ".join(pattern for role in spec.roles for pattern in role.names)
        raise UsageError(
            f"{path.name} is not recognised as a file of {spec.id}.", remedy=f"Known names: {names or 'by content'}.",
        )
    if len(fitting) > 1:
        told = " or ".join(role.role for role in fitting)
        raise UsageError(f"{path.name} could be {told} of {spec.id}.", remedy="Give it the publisher's name.")
    if fitting[0].role in taken:
        other = taken[fitting[0].role].name
        raise UsageError(
            f"{path.name} and {other} are both {fitting[0].role} of {spec.id}.", remedy="Name one of them.",
        )
    return fitting[0]


def _score(spec: SourceSpec, role: FileRole, path: Path, head: str, *, is_source_known: bool = False) -> int:
    """Weigh how well a file fits a role; content alone counts where it is enough or the caller named the source."""
    name = path.name.lower().removesuffix(".gz")
    if name.startswith(f"{spec.reader}.{role.role}."):  # as `fetching` names it
        return 5
    is_named = any(fnmatchcase(name, pattern) for pattern in role.names)
    if not role.content:
        return 2 if is_named else 0
    if not re.search(role.content, head):
        return 0
    if is_named:
        return 4
    return 3 if role.content_is_enough else int(is_source_known)


def _head_text(path: Path) -> str:
    return read_head(path).decode("utf-8", "replace").removeprefix("\ufeff")

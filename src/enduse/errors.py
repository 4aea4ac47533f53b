"""Every error that enduse raises on purpose, with its exit code and HTTP status.

An error says what is wrong, where, and what to do about it. Anything that is
not an `EnduseError` is a bug and is left to crash.
"""

from __future__ import annotations

from dataclasses import dataclass

KEPT_AS_NOTE = "it is kept as a note."  # so ends the reason of a fault that is of one value, not of its record


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that could not be read or used: where it stands, why, what to do.

    Faults are collected, so that all faults of one input are told together and
    the records that are sound are kept. `subject` is the entity whose record it
    was, where that could still be told.
    """

    place: str
    reason: str
    remedy: str = ""
    subject: str = ""

    @property
    def is_noted(self) -> bool:
        """Tell whether the record was kept, and no more than a value of it is not used but noted."""
        return self.reason.endswith(KEPT_AS_NOTE)

    def __str__(self) -> str:
        told = f"{self.place}: {self.reason}"
        if not self.remedy:
            return told
        return f"{told}{'' if told.endswith(('.', '?', '!')) else '.'} {self.remedy}"


class EnduseError(Exception):
    """A problem that is not a bug; `exit_code` and `http_status` are documented per kind."""

    kind = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, what: str, *, where: str = "", remedy: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.faults = faults

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        lines = [f"{head} {self.remedy}".strip()]
        lines += [f"  {fault}" for fault in self.faults]
        return "\n".join(lines)


class UsageError(EnduseError):
    """The command or request itself is not understood."""

    kind = "usage"
    exit_code = 2
    http_status = 400


class InputError(EnduseError):
    """A file, document or request cannot be used at all; nothing of it was kept."""

    kind = "input"
    exit_code = 3
    http_status = 422


class PartialError(EnduseError):
    """Some records could not be read; they are named, and the rest was kept."""

    kind = "partial"
    exit_code = 4
    http_status = 207


class NotFoundError(EnduseError):
    """Nothing of that name is visible from this viewpoint."""

    kind = "not-found"
    exit_code = 5
    http_status = 404


class WorkspaceError(EnduseError):
    """The workspace is missing, damaged, locked, or written by a newer version."""

    kind = "workspace"
    exit_code = 6
    http_status = 500


class FetchError(EnduseError):
    """A publisher's address could not be reached or did not give what it should."""

    kind = "fetch"
    exit_code = 7
    http_status = 502


class KnowledgeError(EnduseError):
    """A shipped or added knowledge file breaks its schema or its own cases."""

    kind = "knowledge"
    exit_code = 8
    http_status = 500

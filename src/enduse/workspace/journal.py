"""Writing large outputs so that a killed run can be continued and nobody meets half a file.

Lines go to `NAME.part`. After each block the parts are flushed to disk, and only
then does the journal say how long they are; what a killed run wrote beyond that is
cut off again. When all is there the parts take their names, in one step each.
Cost: two or three waits for the disk a block.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from enduse.errors import UsageError, WorkspaceError

_VERSION = 1


class Journal:
    """The parts of one run and how far they are known to be whole."""

    def __init__(self, outputs: Sequence[Path], *, settings: dict[str, Any]) -> None:
        self.outputs = tuple(outputs)
        self.settings = settings
        self.state: dict[str, Any] = {}
        self._place = _beside(outputs[0], ".journal")
        self._streams: list[BinaryIO] = []

    @classmethod
    def find(cls, output: Path) -> dict[str, Any] | None:
        """Return what the journal of an interrupted run holds, None where there is none.

        Raises:
            UsageError: it cannot be read.
        """
        place = _beside(output, ".journal")
        try:
            held = json.loads(place.read_bytes())
            if held["version"] != _VERSION or not isinstance(held["settings"], dict):
                raise ValueError("of another version")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as exc:
            remedy = "Remove it and begin anew."
            what = f"the journal of an earlier run cannot be used ({exc})."
            raise UsageError(what, where=str(place), remedy=remedy) from exc
        return dict(held)

    def begin(self, blocks: Sequence[bytes], *, state: dict[str, Any]) -> None:
        """Begin each part with a block."""
        for path in self.outputs:
            form_of(path).unlink(missing_ok=True)
        self._open("wb")
        self.write(blocks, state=state)

    def resume(self, held: dict[str, Any]) -> None:
        """Take up the parts as the journal knows them; what lies beyond is cut off.

        Raises:
            UsageError: a part is gone or shorter than the journal says.
        """
        self.state = held["state"]
        if held["finished"]:
            return
        self._open("r+b")
        for stream, size, path in zip(self._streams, held["sizes"], self.outputs, strict=True):
            if stream.seek(0, os.SEEK_END) < size:
                raise UsageError("a part of the earlier run is shorter than it was.", where=str(path),
                                 remedy="Remove the journal and begin anew.")
            stream.truncate(size)
            stream.seek(size)

    def write(self, blocks: Sequence[bytes], *, state: dict[str, Any]) -> None:
        """Append a block to each part, and note the state that holds with it."""
        with _telling(self.outputs[0]):
            for stream, block in zip(self._streams, blocks, strict=True):
                stream.write(block)
        self.state = state
        self._write_state(is_finished=False)

    def append(self, number: int, data: bytes) -> None:
        """Append to one part what is written last, without noting it: done again after a kill."""
        with _telling(self.outputs[number]):
            self._streams[number].write(data)
            self._streams[number].flush()

    def convert(self, number: int, write: Callable[[Path, Path], None]) -> None:
        """Put a part into another form; its lines are kept until all is done."""
        source = part_of(self.outputs[number])
        with _telling(self.outputs[number]):
            self._streams[number].flush()
            write(source, _beside(self.outputs[number], ".form"))

    def finish(self) -> None:
        """Give every part its name and remove the journal."""
        with _telling(self.outputs[0]):
            if self._streams:
                self._write_state(is_finished=True)
                self.close()
            for path in self.outputs:
                form, part = _beside(path, ".form"), part_of(path)
                if form.exists():
                    form.replace(path)
                    part.unlink(missing_ok=True)
                elif part.exists():
                    part.replace(path)
            self._place.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the parts; what the journal knows stays."""
        for stream in self._streams:
            stream.close()
        self._streams = []

    def _open(self, mode: str) -> None:
        for path in self.outputs:
            try:
                self._streams.append(part_of(path).open(mode))  # type: ignore[arg-type]
            except OSError as exc:
                self.close()
                raise UsageError(f"cannot be written: {exc.strerror}.", where=str(path),
                                 remedy="Name a file in a folder that can be written to.") from exc

    def _write_state(self, *, is_finished: bool) -> None:
        with _telling(self._place):
            sizes = []
            for stream in self._streams:
                stream.flush()
                os.fsync(stream.fileno())
                sizes.append(stream.tell())
            shape = {"version": _VERSION, "settings": self.settings, "state": self.state, "sizes": sizes,
                     "finished": is_finished}
            new = _beside(self._place, ".new")
            with new.open("w", encoding="utf-8") as target:
                json.dump(shape, target, sort_keys=True)
                target.flush()
                os.fsync(target.fileno())
            new.replace(self._place)


def part_of(path: Path) -> Path:
    """Return where an output lies while it is written."""
    return _beside(path, ".part")


def form_of(path: Path) -> Path:
    """Return where an output in another form lies before it takes its name."""
    return _beside(path, ".form")


def hash_file(path: Path) -> tuple[str, int]:
    """Return SHA-256 and size of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    """Turn a full disk or missing rights into an error that a person can act on."""
    try:
        yield
    except OSError as exc:
        remedy = "Make room or mend the rights, then run it again with --resume."
        raise WorkspaceError(f"cannot be written: {exc.strerror}.", where=str(place), remedy=remedy) from exc

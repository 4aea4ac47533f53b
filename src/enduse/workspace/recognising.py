"""What text recognition read of a picture, kept beside the record, so that no picture is read twice.

The files are derived: they may be deleted at any time, and an erasure deletes them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from enduse.reading.recognition import RapidOcr, RecognisedLine, Recogniser

FOLDER = "recognised"
BY = "text recognition 1"  # names the engine and its settings; another one reads papers anew


class KeptRecogniser:
    """An engine that remembers; without an engine it knows only what was kept."""

    def __init__(self, folder: Path, engine: Recogniser | None) -> None:
        self._folder = folder
        self._engine = engine

    def read(self, picture: Any) -> Sequence[RecognisedLine]:
        """Return the lines of a grey picture, as kept or as the engine reads them now."""
        digest = hashlib.blake2b(repr((BY, picture.shape)).encode() + picture.tobytes(), digest_size=20)
        place = self._folder / f"{digest.hexdigest()}.json"
        kept = _read(place)
        if kept is not None or self._engine is None:
            return kept or ()
        lines = self._engine.read(picture)
        _write(place, lines)
        return lines


@lru_cache(maxsize=1)
def open_recogniser(folder: Path) -> KeptRecogniser:
    """Return the engine of this process, loaded when it is first needed."""
    return KeptRecogniser(folder, RapidOcr())


def _read(place: Path) -> tuple[RecognisedLine, ...] | None:
    try:
        held = json.loads(place.read_bytes())
        return tuple(RecognisedLine(text=e["text"], box=tuple(e["box"]), confidence=e["confidence"]) for e in held)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _write(place: Path, lines: Sequence[RecognisedLine]) -> None:
    """Keep what was read, if the folder can be written to; without it the picture is read again."""
    draft = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps([asdict(line) for line in lines]), encoding="utf-8")
        draft.replace(place)
    except OSError:
        return

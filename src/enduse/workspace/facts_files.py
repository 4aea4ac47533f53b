"""Files of facts: what each is called, and writing one whole or not at all.

A paper's file is called as the paper, without its suffix. Of papers that would share a name each keeps its suffix, and,
where that is one too, the name of its folder before it. What an archive or a mail holds lies in a folder with the whole
name of the archive or mail. So names are distinct, and the same papers get the same names again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from enduse.errors import UsageError
from enduse.reading.document import DocumentReading
from enduse.reading.facts_json import to_facts_json

_LONGEST = 180  # bytes of a name; file systems refuse more than 255 with what is added while writing


def distinct_stems(names: Iterable[str]) -> Mapping[str, str]:
    """Return what the facts files of the files of one folder are called, by the files' names."""
    every = sorted(set(names))
    found = {name: PurePath(name).stem for name in every}
    while True:
        times = Counter(map(str.casefold, found.values()))
        shared = [name for name in every if times[found[name].casefold()] > 1 and found[name] != name]
        if not shared:
            return found
        found.update((name, name) for name in shared)


def distinct_roots(places: Sequence[Path]) -> tuple[str, ...]:
    """Return a name for the facts of each of some files or folders that were named together.

    A place that is named twice has one name.
    """
    ways = [place.resolve() for place in places]
    stems = distinct_stems(way.name for way in ways if not way.is_dir())
    names = {way: way.name if way.is_dir() else stems[way.name] for way in ways}
    above = 0
    while (shared := _shared(names)) and above < max(len(way.parts) for way in shared):
        above += 1
        for way in shared:
            names[way] = "-".join(part for part in way.parts[1:][-above - 1 :])
    for way in _shared(names):
        names[way] += f"-{_hash(os.fsencode(way))}"
    return tuple(names[way] for way in ways)


def _shared(names: Mapping[Path, str]) -> list[Path]:
    times = Counter(names.values())
    return [way for way, name in names.items() if times[name] > 1]


def free_name(name: PurePath, taken: Collection[str]) -> str:
    """Return the first name that is not taken of: without suffix, with it, with a number."""
    plain, whole = str(name.with_suffix("")), str(name)
    tried = [plain, whole, *(f"{whole}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tried if each not in taken)


def make_facts_folder(folder: Path) -> None:
    """Make the folder for facts files, before any paper is read. Raises UsageError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise _unwritable(folder, exc) from exc


def place_of_facts(folder: Path, name: str) -> Path:
    """Return where the facts file of a paper lies; a name too long for a file is cut, with its hash in place of it."""
    *above, last = (_cut(part) for part in name.split("/"))
    return folder.joinpath(*above, f"{last}.json")


def _cut(name: str) -> str:
    raw = os.fsencode(name)
    if len(raw) <= _LONGEST:
        return name
    return f"{raw[: _LONGEST - 17].decode('utf-8', 'ignore')}-{_hash(raw)}"


def _hash(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def write_facts(reading: DocumentReading, place: Path) -> None:
    """Write a facts file whole or not at all, whatever stops the program. Raises UsageError where it cannot be."""
    text = json.dumps(to_facts_json(reading, place.stem), ensure_ascii=False, indent=1, sort_keys=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(place)
    except OSError as exc:
        raise _unwritable(place.parent, exc) from exc


def _unwritable(folder: Path, exc: OSError) -> UsageError:
    what = f"the facts cannot be written: {exc.strerror}."
    return UsageError(what, where=str(folder), remedy="Name a folder that can be written to.")

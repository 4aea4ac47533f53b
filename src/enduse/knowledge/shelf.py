"""Where knowledge files lie, and how one is opened.

The shelf is the folder that ships with the program; nothing else in the program
opens a knowledge file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from enduse.errors import InputError, KnowledgeError
from enduse.knowledge.nodes import Node, parse_nodes


def open_knowledge(path: str) -> Node:
    """Read one knowledge file, named from the knowledge folder: "codes/countries.yaml".

    Raises:
        KnowledgeError: there is no such file, or it breaks the rules of text-only YAML.
    """
    try:
        return parse_nodes(read_knowledge(path), where=path)
    except InputError as exc:
        raise KnowledgeError(exc.what, where=exc.where or path, remedy=exc.remedy, faults=exc.faults) from exc


def read_knowledge(path: str) -> bytes:
    """Return the bytes of one knowledge file. Raises KnowledgeError where there is none."""
    place = _root().joinpath(*path.split("/"))
    if not place.is_file():
        raise KnowledgeError("there is no such knowledge file.", where=path)
    return place.read_bytes()


def list_knowledge(folder: str) -> tuple[str, ...]:
    """List the YAML files below a folder of the shelf, by path, sorted."""
    place = _root().joinpath(*folder.split("/"))
    return tuple(sorted(_walk(place, folder))) if place.is_dir() else ()


def _walk(place: Traversable, path: str) -> Iterator[str]:
    for entry in place.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".yaml"):
            yield f"{path}/{entry.name}"


@lru_cache(maxsize=1)
def _root() -> Traversable:
    return resources.files("enduse.knowledge")

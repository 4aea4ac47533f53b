"""Which sources there are, as their `source.yaml` describes them; no reader is imported for it.

A `source.yaml` may name shared tables with `include:` (a path below the sources
folder); their lookups and categories are added to its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from enduse.errors import InputError, KnowledgeError, UsageError
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.marking import PUBLIC, Marking
from enduse.model.statement import Grade
from enduse.sources.column_map import ColumnMap

FORMATS = ("csv", "tsv", "xml", "xlsx", "jsonl", "parquet", "table", "yaml")
_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "ascii")
_KEYS = (
    "id", "title", "publisher", "description", "terms", "origin", "grade", "version", "declares_date",
    "records", "max_megabytes", "forms", "categories", "lookups", "fixes", "left_out", "include", "note", "is_own",
    "rhythm", "keeps_others", "holds_always",
)
_FORM_KEYS = ("format", "encoding", "roles", "note")
_ROLE_KEYS = ("names", "content", "content_is_enough", "required", "url", "columns", "suffixes", "note")
_SHARED_KEYS = ("categories", "lookups", "left_out", "note")

NAMED = ":"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")

Table = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRole:
    """One file of a publication: what it is for, how it is recognised, where it is had from.

    `form` groups the roles that make up one publication ("csv", "xml"). `names`
    are shell patterns for the lower-case file name without ".gz"; `content` is a
    regular expression sought in the first 4 KB. `content_is_enough` tells whether
    the content alone, under any name, shows the role. `columns` are the headings
    in order, empty where the file has none or the format no columns. A file of one of
    the `suffixes` has the role where the source is named and no other role fits.
    """

    role: str
    form: str
    format: str
    encoding: str
    names: tuple[str, ...] = ()
    content: str = ""
    content_is_enough: bool = False
    is_required: bool = True
    url: str = ""
    columns: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """All that `source.yaml` says of a source.

    `categories` maps a kind of value ("SDN_Type") to the values known and what
    they mean here; a value outside stops its record. `lookups` are the publisher's
    vocabulary, `fixes` mend its slips (field to printed value to mended value).
    `left_out` pairs a field that is not read with the reason. `at_least` and
    `at_most` bound the number of records of one publication. `is_own` marks a list
    of the user's own, which nobody else may see unless its owner says so; several
    stand side by side under names of their own ("table:suppliers"). `max_bytes` bounds
    each file after decompression. `column_map` is what the user says the columns
    mean. `marking` is what its statements are made under.
    `stale_after_days` is the age at which a version is taken as stale, None where
    nobody can say, and `rhythm` tells how often the publisher changes the list and
    on what the figure rests. With `keeps_others` a file replaces what was said of the
    records it holds, and those it does not hold stay. With `holds_always` a version speaks of any day: each of its
    statements tells from which day it holds.
    """

    id: str
    title: str
    publisher: str
    description: str
    terms: str
    origin: str
    grade: Grade
    version: str
    roles: tuple[FileRole, ...]
    declares_date: bool
    at_least: int
    at_most: int
    max_bytes: int
    categories: Table
    lookups: Table
    fixes: Table
    left_out: tuple[tuple[str, str], ...]
    note: str = ""
    is_own: bool = False
    marking: Marking = PUBLIC
    stale_after_days: int | None = None
    rhythm: str = ""
    keeps_others: bool = False
    holds_always: bool = False
    column_map: ColumnMap | None = None

    @property
    def reader(self) -> str:
        """Return the id of the source that reads it: that of "table:suppliers" is "table"."""
        return self.id.partition(NAMED)[0]

    @property
    def subject_prefix(self) -> str:
        """Return what the ids of its entities begin with: "table-", of a named list "suppliers-"."""
        return f"{self.id.partition(NAMED)[2] or self.id}-"

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the forms the source is published in, in the order of the file."""
        return tuple(dict.fromkeys(role.form for role in self.roles))

    @property
    def format(self) -> str:
        """Return the file formats that are read, joined by a comma."""
        return ", ".join(dict.fromkeys(role.format for role in self.roles))

    @property
    def urls(self) -> tuple[tuple[str, str], ...]:
        """Return role and address of every file that can be fetched."""
        return tuple((role.role, role.url) for role in self.roles if role.url)

    @property
    def extractor(self) -> str:
        """Return the reader and its version, as statements carry it."""
        return f"{self.reader}/{self.version}"

    def role(self, name: str) -> FileRole:
        """Return the role of that name.

        Raises:
            UsageError: the source has no such role.
        """
        for role in self.roles:
            if role.role == name:
                return role
        known = ", ".join(role.role for role in self.roles)
        raise UsageError(f"{self.id} has no file role {name!r}.", remedy=f"Known: {known}.")


def list_source_ids() -> tuple[str, ...]:
    """List the ids of all sources, sorted; cost: one look into the folder."""
    folder = resources.files("enduse.sources")
    return tuple(sorted(e.name for e in folder.iterdir() if e.is_dir() and e.joinpath("source.yaml").is_file()))


def list_sources() -> tuple[SourceSpec, ...]:
    """Return all sources, sorted by id.

    Raises:
        KnowledgeError: a `source.yaml` breaks its schema; all its faults are told.
    """
    return tuple(_load(name) for name in list_source_ids())


def get_source(source_id: str) -> SourceSpec:
    """Return one source, or a list of the user's own under its name ("table:suppliers").

    Raises:
        UsageError: there is no such source; names the known ones. Or the name is no name.
        KnowledgeError: its `source.yaml` breaks its schema.
    """
    known = list_source_ids()
    base, colon, name = source_id.partition(NAMED)
    if base not in known:
        raise UsageError(f"there is no source {base[:60]!r}.", remedy="Known sources: " + ", ".join(known) + ".")
    spec = _load(base)
    if not colon:
        return spec
    if not spec.is_own:
        what = f"{base} is a published list and has no other name."
        raise UsageError(what, remedy="--name is for lists of your own.")
    if not _NAME.fullmatch(name) or name in known:
        what = f"{name[:60]!r} cannot name a list."
        raise UsageError(what, remedy="Take small letters, figures, '-', '_' and '.', and not the id of a source.")
    # what each statement dates is seen by one sort of observer, however many tables there are
    origin = spec.origin if spec.holds_always else f"{spec.origin}:{name}"
    return replace(spec, id=source_id, title=f"{spec.title}: {name}", origin=origin)


def parse_spec(data: bytes | str, *, where: str, shared: tuple[Node, ...] = ()) -> SourceSpec:
    """Read the text of a `source.yaml`; `shared` are the parsed tables it includes.

    Raises:
        KnowledgeError: it breaks its schema; all faults are told at once.
    """
    top = _parse(data, where)
    top.mapping(_KEYS)
    for part in shared:
        part.mapping(_SHARED_KEYS)
    parts = (*shared, top)
    bounds = top.get("records")
    bounds.mapping(("at_least", "at_most"))
    rhythm = top.get("rhythm")
    rhythm.mapping(("stale_after_days", "says"))
    spec = SourceSpec(
        id=top.get("id").required().text(),
        title=top.get("title").required().text(),
        publisher=top.get("publisher").required().text(),
        description=top.get("description").required().text(),
        terms=top.get("terms").required().text(),
        origin=top.get("origin").required().text(),
        grade=_grade(top.get("grade")),
        version=top.get("version").text("1"),
        roles=_roles(top.get("forms").required()),
        declares_date=bool(top.get("declares_date").required().boolean()),
        at_least=bounds.get("at_least").integer() or 0,
        at_most=bounds.get("at_most").required().integer() or 0,
        max_bytes=(top.get("max_megabytes").integer() or 600) * 1_000_000,
        categories=_tables(parts, "categories"),
        lookups=_tables(parts, "lookups"),
        fixes=_tables((top,), "fixes"),
        left_out=tuple(pair for part in parts for pair in _reasons(part.get("left_out"))),
        note=top.get("note").text(),
        is_own=bool(top.get("is_own").boolean()),
        stale_after_days=rhythm.get("stale_after_days").integer(),
        rhythm=rhythm.get("says").text(),
        keeps_others=bool(top.get("keeps_others").boolean()),
        holds_always=bool(top.get("holds_always").boolean()),
    )
    for part in parts:
        part.faults.check(KnowledgeError)
    return spec


@lru_cache(maxsize=64)
def _load(source_id: str) -> SourceSpec:
    folder = resources.files("enduse.sources")
    where = f"sources/{source_id}/source.yaml"
    data = folder.joinpath(source_id, "source.yaml").read_bytes()
    shared: list[Node] = []
    for node in _parse(data, where).get("include").items():
        path = node.text()
        place = folder.joinpath(*path.split("/"))
        if ".." in path.split("/") or not place.is_file():
            raise KnowledgeError(f"the included file {path} is not there.", where=where, remedy="Name one that is.")
        shared.append(_parse(place.read_bytes(), f"sources/{path}"))
    spec = parse_spec(data, where=where, shared=tuple(shared))
    if spec.id != source_id:
        raise KnowledgeError(f"the id {spec.id!r} is not the folder's name.", where=where, remedy=f"Write {source_id}.")
    return spec


def _parse(data: bytes | str, where: str) -> Node:
    try:
        return parse_nodes(data, where=where)
    except InputError as exc:
        raise KnowledgeError(exc.what, where=exc.where or where, remedy=exc.remedy, faults=exc.faults) from exc


def _grade(node: Node) -> Grade:
    text = node.required().text("F6")
    try:
        return Grade.parse(text)
    except ValueError:
        node.fail(f"{text!r} is not a grade such as A2")
        return Grade()


def _roles(forms: Node) -> tuple[FileRole, ...]:
    found: list[FileRole] = []
    for form, node in forms.mapping().items():
        node.mapping(_FORM_KEYS)
        kind = node.get("format").required().choice(FORMATS, "csv")
        encoding = node.get("encoding").choice(_ENCODINGS, "utf-8")
        for name, role in node.get("roles").required().mapping().items():
            role.mapping(_ROLE_KEYS)
            required = role.get("required").boolean()
            found.append(FileRole(
                role=name, form=form, format=kind, encoding=encoding,
                names=role.get("names").texts(), content=role.get("content").text(),
                content_is_enough=bool(role.get("content_is_enough").boolean()),
                is_required=True if required is None else required,
                url=role.get("url").text(), columns=role.get("columns").texts(), suffixes=role.get("suffixes").texts(),
            ))
    names = [role.role for role in found]
    if len(set(names)) != len(names):
        forms.fail("a role stands in two forms", "Give each role of a source its own name.")
    return tuple(found)


def _tables(parts: tuple[Node, ...], key: str) -> Table:
    tables: dict[str, Mapping[str, str]] = {}
    for part in parts:
        for name, node in part.get(key).mapping().items():
            pairs = {printed: value.text() for printed, value in node.mapping().items()}
            tables[name] = MappingProxyType({**tables.get(name, {}), **pairs})
    return MappingProxyType(tables)


def _reasons(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple((field, reason.required().text()) for field, reason in node.mapping().items())

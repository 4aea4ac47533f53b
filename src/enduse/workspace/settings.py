"""Settings, clock and the place of the workspace: read here and nowhere else.

Environment: `ENDUSE_WORKSPACE` names the folder, `ENDUSE_NOW` fixes the clock
(an ISO moment, for replays and tests), `ENDUSE_DATABASE` the address of a
team's PostgreSQL record, `ENDUSE_ACTOR` who decides, `ENDUSE_MODEL_KEY` is the key
of a language model's endpoint. The file `enduse.yaml` in the folder may hold
`database`, `actor`, `audiences`, `addresses` and `model`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from enduse.errors import UsageError, WorkspaceError
from enduse.knowledge.nodes import Node, parse_nodes
from enduse.model.marking import OWNER, PUBLIC_READER, Audience, Level, Tlp
from enduse.model.viewpoint import Viewpoint

FOLDER = ".enduse"
FILE = "enduse.yaml"
KEYS = ("database", "actor", "audiences", "addresses", "model")
_MODEL_KEYS = ("url", "name", "cleared", "caveats", "key_file", "seconds", "paper_seconds", "at_once")
_MODEL_NAME = re.compile(r"[\w.:/@+-]{1,120}")
_LONGEST_KEY = 4_096
NOBODY_NAMED = "owner"

TEMPLATE = """\
# Settings of this workspace; docs/reference/settings.md says what each means.

# A team's record in PostgreSQL (empty: the file record.sqlite in this folder).
database: ""

# Who decides here: the name that judgements and portfolios are kept under ($ENDUSE_ACTOR comes first).
actor: ""

# Readers that --audience may name, with their clearances, such as:
#   partner-desk: {principal: "DE", level: "SECRET", tlp: "GREEN"}
audiences: {}

# Mirrors to fetch lists from instead of their publishers, by source and file role:
#   un_sc: {list: "https://mirror.example/consolidated.xml"}
addresses: {}

# A language model that "enduse read --model" asks for more facts (none: nothing ever leaves), such as:
#   url: "http://127.0.0.1:8080/v1"
#   name: "the-model"
#   cleared: {principal: "DE", level: "UNCLASSIFIED", tlp: "CLEAR"}
model: {}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """A language model's endpoint: where it is, which model, what it is cleared to see, and how long it may take.

    `seconds` bounds one answer, `paper_seconds` all of one paper, `at_once` the requests under way. The key stands in
    no text that is printed.
    """

    url: str
    name: str
    cleared: Audience
    caveats: frozenset[str]
    seconds: int
    paper_seconds: int
    at_once: int
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a workspace's settings say: the database's address, who decides, audiences by name, mirrors by file role.

    `model` is a language model that may be asked, None where nobody set one.
    """

    database: str
    actor: str
    audiences: Mapping[str, Audience]
    addresses: Mapping[str, Mapping[str, str]]
    model: ModelSettings | None = None


def now() -> datetime:
    """Return the present moment in UTC, or the one that `ENDUSE_NOW` fixes."""
    fixed = os.environ.get("ENDUSE_NOW", "")
    if not fixed:
        return datetime.now(UTC)
    return _moment(fixed, what="ENDUSE_NOW")


def find_workspace(given: str | Path | None) -> Path:
    """Return the workspace's folder: as given, from ENDUSE_WORKSPACE, the nearest `.enduse` upward, or `./.enduse`."""
    if given:
        return Path(given)
    named = os.environ.get("ENDUSE_WORKSPACE", "")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER / "record.sqlite").is_file() or (folder / FOLDER / FILE).is_file():
            return folder / FOLDER
    return here / FOLDER


def is_workspace(folder: Path) -> bool:
    """Tell whether a workspace is here, or the environment says where one should be."""
    named = os.environ.get("ENDUSE_WORKSPACE", "")
    return bool(named) or (folder / "record.sqlite").is_file() or (folder / FILE).is_file()


def is_database_named() -> bool:
    """Tell whether the environment says in which database records lie."""
    return bool(os.environ.get("ENDUSE_DATABASE"))


def read_settings(folder: Path) -> Settings:
    """Read `enduse.yaml` of a workspace.

    Raises:
        WorkspaceError: there is no such file.
        InputError: it breaks its schema; all faults are told.
    """
    place = folder / FILE
    try:
        data = place.read_bytes()
    except OSError as exc:
        remedy = "Make one with: enduse init."
        raise WorkspaceError("there is no workspace here.", where=str(folder), remedy=remedy) from exc
    top = parse_nodes(data, where=str(place))
    top.mapping(KEYS)
    audiences = {name: _audience_of(node) for name, node in top.get("audiences").mapping().items()}
    addresses = {
        source: {role: url.text() for role, url in node.mapping().items()}
        for source, node in top.get("addresses").mapping().items()
    }
    database = os.environ.get("ENDUSE_DATABASE") or top.get("database").text()
    actor = os.environ.get("ENDUSE_ACTOR") or top.get("actor").text() or NOBODY_NAMED
    settings = Settings(
        database=database, actor=actor, audiences=audiences, addresses=addresses,
        model=_model_of(top.get("model"), folder),
    )
    top.faults.check()
    return settings


def make_viewpoint(
    settings: Settings, *, as_of: str | None, known_by: str | None, audience: str | None, moment: datetime
) -> Viewpoint:
    """Make the viewpoint that three texts ask for.

    Without `known_by` all that was told until `moment` counts; a bare day means
    its end. Without `as_of` the question is about the day of `known_by`.

    Raises:
        UsageError: a text that is not a date or names no audience.
    """
    known = _moment(known_by, what="--known-by") if known_by else moment
    try:
        day = date.fromisoformat(as_of) if as_of else known.date()
    except ValueError:
        raise UsageError(f"--as-of {as_of!r} is not a date.", remedy="Write it as 2026-01-31.") from None
    return Viewpoint(as_of=day, known_by=known, audience=find_audience(settings, audience))


def read_viewpoint(spelled: Mapping[str, Any], *, audience: Audience) -> Viewpoint:
    """Return the viewpoint that published JSON spells, for an audience that is known."""
    return Viewpoint(
        as_of=date.fromisoformat(spelled["as_of"]), known_by=_moment(spelled["known_by"], what="known_by"),
        audience=audience,
    )


def find_audience(settings: Settings, text: str | None) -> Audience:
    """Return the audience a text names: owner, public, one of the settings, or `DE`, `DE:SECRET`, `DE:SECRET:AMBER`.

    A bare principal is cleared for every level and TLP:GREEN: release decides.

    Raises:
        UsageError: it names none.
    """
    if not text or text == "owner":
        return OWNER
    if text == "public":
        return PUBLIC_READER
    if text in settings.audiences:
        return settings.audiences[text]
    parts = text.split(":")
    if len(parts) > 3 or not parts[0].isupper() or not parts[0].isalnum():
        known = ", ".join(["owner", "public", *sorted(settings.audiences)])
        remedy = f"Known: {known}; or a principal such as DE, DE:SECRET or DE:SECRET:AMBER."
        raise UsageError(f"there is no audience {text!r}.", remedy=remedy)
    level = _level(parts[1]) if len(parts) > 1 else Level.TOP_SECRET
    tlp = _tlp(parts[2]) if len(parts) > 2 else Tlp.GREEN
    return Audience(principal=parts[0], level=level, tlp=tlp)


def _audience_of(node: Node) -> Audience:
    node.mapping(("principal", "level", "tlp"))
    level = node.get("level").choice(tuple(_words(Level)), "UNCLASSIFIED")
    tlp = node.get("tlp").choice(tuple(_words(Tlp)), "CLEAR")
    return Audience(principal=node.get("principal").required().text(), level=_level(level), tlp=_tlp(tlp))


def _model_of(node: Node, folder: Path) -> ModelSettings | None:
    """Return the endpoint that the settings name; None where they name none."""
    if not node.mapping(_MODEL_KEYS):
        return None
    cleared, name = node.get("cleared"), node.get("name").required().text()
    if name and not _MODEL_NAME.fullmatch(name):
        node.get("name").fail("is no plain name of a model", "Write it as the endpoint knows it, without spaces.")
    audience = PUBLIC_READER if cleared.is_absent else _audience_of(cleared)
    return ModelSettings(
        url=node.get("url").required().text(), name=name, cleared=audience,
        caveats=frozenset(node.get("caveats").texts()), seconds=_count(node.get("seconds"), 60, most=3_600),
        paper_seconds=_count(node.get("paper_seconds"), 600, most=86_400),
        at_once=_count(node.get("at_once"), 1, most=64), key=_model_key(node.get("key_file"), folder),
    )


def _count(node: Node, default: int, *, most: int) -> int:
    value = node.integer()
    if value is not None and not 1 <= value <= most:
        node.fail(f"must lie between 1 and {most:,}")
    return default if value is None else value


def _model_key(node: Node, folder: Path) -> str:
    """Return the key of the endpoint: from the environment, else the first line of a file beside the settings."""
    key, name = os.environ.get("ENDUSE_MODEL_KEY", ""), node.text()
    if not key and name:
        try:
            with (folder / name).open(encoding="utf-8") as file:
                key = file.readline(_LONGEST_KEY + 1)
        except (OSError, ValueError) as exc:
            node.fail(f"cannot be read: {getattr(exc, 'strerror', None) or 'it is no text'}", "Check the name.")
    key = key.strip()
    if key and (len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable()):
        node.fail("the key is no line of plain characters", "Check ENDUSE_MODEL_KEY or the file.")
    return key


def _words(kind: type[Level] | type[Tlp]) -> list[str]:
    return [member.name for member in kind]


def _level(text: str) -> Level:
    try:
        return Level[text.upper().replace(" ", "_")]
    except KeyError:
        raise UsageError(f"{text!r} is no level.", remedy="Known: " + ", ".join(_words(Level)) + ".") from None


def _tlp(text: str) -> Tlp:
    try:
        return Tlp[text.upper().replace("+", "_")]
    except KeyError:
        raise UsageError(f"{text!r} is no TLP colour.", remedy="Known: " + ", ".join(_words(Tlp)) + ".") from None


def _moment(text: str, *, what: str) -> datetime:
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        remedy = "Write it as 2026-01-31 or 2026-01-31T09:30:00Z."
        raise UsageError(f"{what} {text!r} is not a moment.", remedy=remedy) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

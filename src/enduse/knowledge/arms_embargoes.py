"""Arms embargoes by body, place, scope and day, and which of them a law's tests count: `knowledge/arms_embargoes`.

Read strictly, with all faults of a file together. Loading costs some 15 ms, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.countries import find_country
from enduse.knowledge.measures import load_vocabulary
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge

FOLDER = "arms_embargoes"
LAWS = "arms_embargoes/laws.yaml"
WHOLE = "whole"
BODIES = ("UN", "EU", "OSCE")
BASES = ("text", "described")
_FILE = ("body", "encoded_on", "about", "cites", "rows", "cases", "not_encoded")
_ROW = ("id", "place", "scope", "from", "seen_from", "until", "seen_on", "ended_by", "basis", "arms", "cites", "says")


class Standing(Enum):
    """Whether something held on a day: it did, it did not, or nobody read it."""

    HOLDS = "holds"
    IS_OVER = "does not hold"
    IS_OPEN = "was not read for the day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsEmbargo:
    """One embargo of a body on a country (ISO 3166-1, lower case), as far as days are known.

    It began on `since`, or stood by `seen_since` while its first day was not read. It ended on `until`, or was last
    seen in force on `seen_on`; then it is presumed for as long as an edition is, or to `seen_on` alone where it is
    known to have ended by `ended_by`. `scope` is a word of `embargo_scopes`; `arms` tells which arms, where not all.
    """

    id: str
    body: str
    place: str
    scope: str
    since: date | None
    seen_since: date | None
    until: date | None
    seen_on: date | None
    ended_by: date | None
    basis: str
    arms: str
    cites: str
    says: str
    file: str

    def stands_on(self, day: date) -> Standing:
        """Tell whether it was in force on a day. The first day belongs to it, the last does not."""
        end = self.until or self.ended_by
        if (self.since and day < self.since) or (end and day >= end):
            return Standing.IS_OVER
        if self.seen_since and day < self.seen_since:
            return Standing.IS_OPEN
        if self.until is None and self.seen_on is not None:
            presumed = timedelta(days=0 if self.ended_by else load_vocabulary().presumed_days)
            return Standing.HOLDS if day <= self.seen_on + presumed else Standing.IS_OPEN
        return Standing.HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoScope:
    """Whom an embargo covers, and what to ask where it is not everybody; "{place}" and "{cites}" are filled in."""

    scope: str
    says: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEmbargoes:
    """Whose embargoes the tests of a law count, and whom the law binds ("gb", "group:EU")."""

    law: str
    bodies: tuple[str, ...]
    exporters: tuple[str, ...]
    basis: str
    cites: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeList:
    """A list that names every country under an embargo that counts, in force from a day and seen until another."""

    id: str
    law: str
    since: date
    seen_until: date
    places: frozenset[str]
    basis: str
    cites: str
    says: str

    def stands_on(self, day: date) -> Standing:
        """Tell whether it names all countries on a day: surely while seen, open where it is presumed, else not."""
        if self.since <= day <= self.seen_until:
            return Standing.HOLDS
        presumed = self.seen_until + timedelta(days=load_vocabulary().presumed_days)
        return Standing.IS_OPEN if self.since <= day <= presumed else Standing.IS_OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """Something that is called an arms embargo and is none in the sense of some laws."""

    place: str
    laws: tuple[str, ...]
    since: date
    basis: str
    cites: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoRules:
    """What stands in the file of laws."""

    laws: Mapping[str, CountedEmbargoes]
    scopes: Mapping[str, EmbargoScope]
    lists: tuple[WholeList, ...]
    not_counted: tuple[NotCounted, ...]


@cache
def arms_embargoes() -> tuple[ArmsEmbargo, ...]:
    """Return every embargo, by file and its order. Raises KnowledgeError with all faults of a file."""
    found: dict[str, ArmsEmbargo] = {}
    for path in list_knowledge(FOLDER):
        if path != LAWS:
            root = open_knowledge(path)
            root.mapping(_FILE)
            body = root.get("body").required().choice(BODIES)
            for node in root.get("rows").required().items():
                row = _read_row(node, body, path)
                if row.id in found:
                    node.fail(f"the id {row.id!r} stands twice", "Give each embargo its own.")
                found[row.id] = row
            root.faults.check(KnowledgeError)
    return tuple(found.values())


def embargoes_on(place: str) -> tuple[ArmsEmbargo, ...]:
    """Return the embargoes on a country, in the order of the files; one look-up."""
    return _by_place().get(place, ())


@cache
def _by_place() -> Mapping[str, tuple[ArmsEmbargo, ...]]:
    found: dict[str, tuple[ArmsEmbargo, ...]] = {}
    for row in arms_embargoes():
        found[row.place] = (*found.get(row.place, ()), row)
    return found


@cache
def embargo_rules() -> EmbargoRules:
    """Return which embargoes count for which law. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(LAWS)
    root.mapping(("encoded_on", "about", "laws", "scopes", "lists", "not_counted", "cases", "not_encoded"))
    laws = {one.law: one for one in map(_read_law, root.get("laws").required().items())}
    rules = EmbargoRules(
        laws=laws, scopes={one.scope: one for one in map(_read_scope, root.get("scopes").required().items())},
        lists=tuple(_read_list(node, tuple(laws)) for node in root.get("lists").items()),
        not_counted=tuple(_read_not_counted(node, tuple(laws)) for node in root.get("not_counted").items()),
    )
    if WHOLE not in rules.scopes:
        root.get("scopes").fail(f"the scope {WHOLE!r} is missing", "Add it.")
    root.faults.check(KnowledgeError)
    return rules


def _read_row(node: Node, body: str, path: str) -> ArmsEmbargo:
    node.mapping(_ROW)
    since, seen_since = node.get("from").date(), node.get("seen_from").date()
    until, seen_on, ended_by = (node.get(key).date() for key in ("until", "seen_on", "ended_by"))
    if (since is None) is (seen_since is None):
        node.fail("needs one of from and seen_from", "Write from where the first day was read, else seen_from.")
    if (until is None) is (seen_on is None):
        node.fail("needs one of until and seen_on", "Write until where the last day was read, else seen_on.")
    if ended_by is not None and (seen_on is None or ended_by <= seen_on):
        node.fail("ended_by needs a seen_on before it", "Write the day by which it is known to have ended.")
    first, last = since or seen_since, until or seen_on
    if first and last and last < first:
        node.fail("ends before it begins", "Correct the days.")
    return ArmsEmbargo(
        id=node.get("id").required().text(), body=body, place=_read_place(node.get("place").required()),
        scope=node.get("scope").required().choice(tuple(embargo_rules().scopes)), since=since, seen_since=seen_since,
        until=until, seen_on=seen_on, ended_by=ended_by, basis=node.get("basis").required().choice(BASES),
        arms=node.get("arms").text(), cites=node.get("cites").required().text(),
        says=node.get("says").required().text(), file=path,
    )


def _read_place(node: Node) -> str:
    place = node.text()
    if find_country(place) != place:
        node.fail(f"{place!r} is no country code", 'Write an ISO 3166-1 code in lower case, as "ru".')
    return place


def _read_law(node: Node) -> CountedEmbargoes:
    node.mapping(("law", "bodies", "exporters", "basis", "cites", "says"))
    for part in node.get("bodies").required().items():
        part.choice(BODIES)
    return CountedEmbargoes(
        law=node.get("law").required().text(), bodies=node.get("bodies").texts(),
        exporters=node.get("exporters").required().texts(), basis=node.get("basis").required().choice(BASES),
        cites=node.get("cites").required().text(), says=node.get("says").required().text(),
    )


def _read_scope(node: Node) -> EmbargoScope:
    node.mapping(("scope", "says", "question"))
    scope = node.get("scope").required().text()
    asked = node.get("question") if scope == WHOLE else node.get("question").required()
    return EmbargoScope(scope=scope, says=node.get("says").required().text(), question=asked.text())


def _read_list(node: Node, laws: tuple[str, ...]) -> WholeList:
    node.mapping(("list", "law", "from", "seen_until", "basis", "cites", "says", "places"))
    since, seen = node.get("from").required().date(), node.get("seen_until").required().date()
    if since and seen and seen < since:
        node.fail("was seen before it began", "Correct the days.")
    places = frozenset(_read_place(part) for part in node.get("places").required().items())
    return WholeList(
        id=node.get("list").required().text(), law=node.get("law").required().choice(laws), since=since or date.max,
        seen_until=seen or date.min, places=places,
        basis=node.get("basis").required().choice(BASES), cites=node.get("cites").required().text(),
        says=node.get("says").required().text(),
    )


def _read_not_counted(node: Node, laws: tuple[str, ...]) -> NotCounted:
    node.mapping(("place", "laws", "from", "basis", "cites", "says"))
    for part in node.get("laws").required().items():
        part.choice(laws)
    return NotCounted(
        place=_read_place(node.get("place").required()), laws=node.get("laws").texts(),
        since=node.get("from").required().date() or date.max, basis=node.get("basis").required().choice(BASES),
        cites=node.get("cites").required().text(), says=node.get("says").required().text(),
    )

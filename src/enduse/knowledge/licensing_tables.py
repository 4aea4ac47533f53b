"""Licensing tables as frozen types: US country chart, groups and reasons for control, EU general authorisations.

All of `knowledge/licensing`. The short spelling of a reason is read here: "NP1", "NS2 on a, b", "RS1 but y",
"NS: everywhere, 742.4(a)(5)", "RS: elsewhere on some". Loading costs some 20 ms, once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import open_knowledge

CHART = "licensing/us/country_chart.yaml"
GROUPS = "licensing/us/country_groups.yaml"
REASONS = "licensing/us/reasons.yaml"
GENERAL = "licensing/eu/general_authorisations.yaml"
EVERYWHERE, ELSEWHERE = "everywhere", "elsewhere"
_REASON = re.compile(
    r"(?P<name>[A-Z]{2}|other)(?:(?P<column>[0-9])|: (?P<where>[^;]+?))"
    r"(?: (?P<scope>on|but) (?P<paragraphs>some|[a-z](?:\.[a-z0-9]+)*(?:, [a-z](?:\.[a-z0-9]+)*)*))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlReason:
    """A reason for which an entry is controlled.

    `column` is that of the chart ("NP1"); without one `where` tells who decides ("everywhere, 742.4(a)(5)",
    "Macau and D:5, 742.6(a)(6)", "elsewhere"). It holds for the paragraphs `on` (all where empty) except
    those in `but`; `is_worded` where the entry limits it by words that are not encoded.
    """

    name: str
    column: str = ""
    where: str = ""
    on: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    is_worded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryChart:
    """Columns marked for each destination, and what the grid leaves to other sections; country codes in lower case."""

    marks: Mapping[str, frozenset[str]]
    same_as: Mapping[str, str]
    decided_elsewhere: Mapping[str, str]
    beyond: Mapping[str, str]
    seen_on: date
    cites: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralAuthorisation:
    """An authorisation that the law itself gives; `entries` is empty where it covers all but `excluded` ones."""

    id: str
    says: str
    place: str
    destinations: frozenset[str]
    entries: tuple[str, ...]
    excluded: tuple[str, ...]
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensingTables:
    """All licensing tables of the shelf."""

    chart: CountryChart
    groups: Mapping[str, frozenset[str]]
    reasons: Mapping[str, tuple[ControlReason, ...]]
    general: tuple[GeneralAuthorisation, ...]
    general_since: date
    general_cites: str


@lru_cache(maxsize=1)
def load_licensing() -> LicensingTables:
    """Return the tables that ship with the program. Raises KnowledgeError where a file breaks its form."""
    groups, reasons, general = (open_knowledge(path) for path in (GROUPS, REASONS, GENERAL))
    groups.mapping(("title", "cites", "encoded_on", "seen_on", "groups", "same_as", "not_encoded"))
    reasons.mapping(("title", "cites", "encoded_on", "seen_on", "reasons", "not_encoded"))
    general.mapping(("title", "cites", "encoded_on", "from", "seen_until", "authorisations", "not_encoded"))
    tables = LicensingTables(
        chart=_read_chart(open_knowledge(CHART)),
        groups=MappingProxyType({
            name: frozenset(_words(node.get("countries"))) for name, node in groups.get("groups").mapping().items()
        }),
        reasons=MappingProxyType({
            entry: tuple(_read_reasons(node)) for entry, node in reasons.get("reasons").mapping().items()
        }),
        general=tuple(
            _read_general(name, node) for name, node in general.get("authorisations").mapping().items()
        ),
        general_since=general.get("from").required().date() or date.max,
        general_cites=general.get("cites").required().text(),
    )
    for node in (groups, reasons, general):
        node.faults.check(KnowledgeError)
    return tables


def _read_chart(top: Node) -> CountryChart:
    top.mapping((
        "title", "cites", "encoded_on", "seen_on", "columns", "same_as", "decided_elsewhere", "beyond", "marks",
        "not_encoded",
    ))
    columns = frozenset(top.get("columns").texts())
    marks = {}
    for code, node in top.get("marks").mapping().items():
        marks[code] = frozenset(_words(node))
        if strange := marks[code] - columns:
            node.fail("no such column: " + ", ".join(sorted(strange)))
    chart = CountryChart(
        marks=MappingProxyType(marks), same_as=_texts(top.get("same_as")),
        decided_elsewhere=_texts(top.get("decided_elsewhere")), beyond=_texts(top.get("beyond")),
        seen_on=top.get("seen_on").required().date() or date.max, cites=top.get("cites").required().text(),
    )
    top.faults.check(KnowledgeError)
    return chart


def _read_reasons(node: Node) -> list[ControlReason]:
    reasons = []
    for text in filter(None, (part.strip() for part in node.text().split(";"))):
        found = _REASON.fullmatch(text)
        if found is None:
            node.fail(f"{text!r} is not a reason for control", "Write it as NP1, NS2 on a, b or RS: elsewhere.")
            continue
        name, paragraphs = found["name"], found["paragraphs"] or ""
        named = () if paragraphs == "some" else tuple(part for part in paragraphs.split(", ") if part)
        reasons.append(ControlReason(
            name=name, column=name + found["column"] if found["column"] else "", where=found["where"] or "",
            on=named if found["scope"] == "on" else (), but=named if found["scope"] == "but" else (),
            is_worded=paragraphs == "some",
        ))
    return reasons


def _read_general(name: str, node: Node) -> GeneralAuthorisation:
    node.mapping(("says", "place", "destinations", "entries", "except", "asks"))
    entries = tuple(_words(node.get("entries").required()))
    return GeneralAuthorisation(
        id=name, says=node.get("says").required().text(), place=node.get("place").required().text(),
        destinations=frozenset(_words(node.get("destinations").required())),
        entries=() if entries == ("all",) else entries, excluded=tuple(_words(node.get("except"))),
        asks=node.get("asks").text(),
    )


def _words(node: Node) -> list[str]:
    return node.text().split()


def _texts(node: Node) -> Mapping[str, str]:
    return MappingProxyType({code: part.text() for code, part in node.mapping().items()})

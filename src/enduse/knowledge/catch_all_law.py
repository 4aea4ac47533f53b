"""Catch-all rules as data: uses, laws, tests and their elements, read strictly from `knowledge/catch_all`.

A rule of which no text was at hand has no elements and can only answer unknown. Loading costs some 30 ms, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from enduse.errors import KnowledgeError
from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge

FOLDER = "catch_all"
USES = "catch_all/uses.yaml"
UNREAD = "catch_all/unread.yaml"
DEGREES = ("suspect", "aware", "know", "informed")
SCOPES = ("any", "unlisted", "entries")
KINDS = ("items", "customs_code", "signs", "end_use", "place", "mind", "party", "gate", "open")
BASES = ("text", "described")
_LIST = "list:"
_TEST = ("test", "article", "says", "duty", "from", "until", "begins", "basis", "reach", "elements", "cases")
_ELEMENT = ("element", "says", "scope", "regime", "entry_list", "entries", "in_part", "uses", "undetermined",
            "or_where_embargoed", "embargoed_by", "within", "not_within", "of", "where_use", "degree", "lists", "words",
            "gate", "fact", "question", "only_for", "codes", "not_codes", "flags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use of concern; `within` is the broader one that it belongs to, `concern` the class of listings on it."""

    use: str
    says: str
    within: str
    concern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """A state of mind: `told_by` are the degrees an order may tell that answer it, `says` how what was told is printed.

    `fact` and `ask` hold "{use}" in the place of the words of a use.
    """

    degree: str
    told_by: tuple[str, ...]
    says: str
    fact: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a law binds: who exports from a country or group, whose goods come from one, or where goods go.

    `subject_to` names the law of `knowledge/jurisdiction` that decides where it can; `fact` and `question` are asked
    where it cannot.
    """

    exporter_in: str = ""
    origin_in: str = ""
    subject_to: str = ""
    destination_in: str = ""
    fact: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of a test; which fields count depends on `kind` (one of `KINDS`).

    Countries are ISO 3166-1 codes in lower case or groups ("EU", "D:4"); `of` narrows whose countries count, in the
    words of party roles and "destination". `only_for` asks an open question for these countries only. `codes` are
    customs codes by their first digits, or ranges of such ("84", "8456-8461"). `flags` are red flags of which one must
    be met; where a `fact` stands beside them, their silence leaves it open instead of denying it.
    """

    kind: str
    says: str
    scope: str = ""
    regime: str = ""
    entries: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    or_where_embargoed: tuple[str, ...] = ()
    embargoed_by: str = ""
    within: tuple[str, ...] = ()
    not_within: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    where_use: str = ""
    degree: str = ""
    lists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    gate: str = ""
    fact: str = ""
    question: str = ""
    only_for: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchAllRule:
    """One test of one law; it holds from `since` until `until`, as far as its text was read on `seen_on`.

    `basis` is "text" where the law was read, "described" where an authority or a published account told it in full,
    else how it is known; then there are no elements. `begins` tells that no such rule stood before `since`.
    """

    test: str
    law: str
    article: str
    says: str
    duty: str
    basis: str
    reach: Reach
    elements: tuple[Element, ...]
    since: date | None
    until: date | None
    seen_on: date | None
    place: str
    cases: tuple[Node, ...]
    begins: bool = False

    @property
    def is_read(self) -> bool:
        """Tell whether the law was read, as it is printed or as it is described."""
        return self.basis in BASES


@cache
def known_uses() -> Mapping[str, Use]:
    """Return the uses of concern by name. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(USES)
    root.mapping(("title", "encoded_on", "about", "degrees", "uses"))
    uses: dict[str, Use] = {}
    for node in root.get("uses").required().items():
        node.mapping(("use", "says", "within", "concern"))
        within = node.get("within").choice(tuple(uses), "")
        name = node.get("use").required().text()
        uses[name] = Use(use=name, says=node.get("says").required().text(), within=within,
                         concern=node.get("concern").text())
    root.faults.check(KnowledgeError)
    return uses


@cache
def known_degrees() -> Mapping[str, Degree]:
    """Return the states of mind, in their order. Raises KnowledgeError with all faults of the file."""
    root = open_knowledge(USES)
    found: dict[str, Degree] = {}
    for node in root.get("degrees").required().items():
        node.mapping(("degree", "told_by", "says", "fact", "ask"))
        told_by = tuple(part.choice(DEGREES) for part in node.get("told_by").required().items())
        degree = Degree(
            degree=node.get("degree").required().choice(DEGREES), told_by=told_by, says=node.get("says").text(),
            fact=node.get("fact").required().text(), ask=node.get("ask").required().text(),
        )
        found[degree.degree] = degree
    if tuple(found) != DEGREES:
        root.get("degrees").fail("the degrees are not " + ", ".join(DEGREES), "Name each once, in this order.")
    root.faults.check(KnowledgeError)
    return found


def broader(use: str) -> tuple[str, ...]:
    """Return a use and all that it lies within, narrowest first."""
    found = [use]
    while within := known_uses()[found[-1]].within:
        found.append(within)
    return tuple(found)


@cache
def catch_all_rules() -> tuple[CatchAllRule, ...]:
    """Return every rule, the read ones before the unread, by law and file order. Raises KnowledgeError."""
    rules: list[CatchAllRule] = []
    for path in list_knowledge(FOLDER):
        if path not in (USES, UNREAD):
            rules += _read_law(path)
    rules += _read_unread()
    return tuple(rules)


def _read_law(path: str) -> Iterator[CatchAllRule]:
    root = open_knowledge(path)
    root.mapping(("title", "law", "encoded_on", "basis", "from", "until", "begins", "seen_on", "reach", "about",
                  "cites", "tests", "entry_lists", "country_lists", "not_encoded"))
    basis = root.get("basis").required().choice(BASES)
    lists, countries = root.get("entry_lists").mapping(), root.get("country_lists").mapping()
    for node in root.get("tests").required().items():
        node.mapping(_TEST)
        reach = node if not node.get("reach").is_absent else root
        yield CatchAllRule(
            test=node.get("test").required().text(), law=root.get("law").required().text(),
            article=node.get("article").required().text(), says=node.get("says").required().text(),
            duty=node.get("duty").required().text(), basis=node.get("basis").choice(BASES, basis),
            reach=_read_reach(reach.get("reach").required()), place=path,
            elements=tuple(_read_element(part, lists, countries) for part in node.get("elements").required().items()),
            since=node.get("from").date() or root.get("from").required().date(),
            until=node.get("until").date() or root.get("until").date(), seen_on=root.get("seen_on").required().date(),
            cases=node.get("cases").required().items(),
            begins="true" in (node.get("begins").choice(("true",)), root.get("begins").choice(("true",))),
        )
    root.faults.check(KnowledgeError)


def _read_unread() -> Iterator[CatchAllRule]:
    root = open_knowledge(UNREAD)
    for node in root.get("rows").required().items():
        node.mapping(("test", "law", "article", "reach", "from", "until", "basis", "duty", "says"))
        ends = [None if not node.get(key).text() else node.get(key).date() for key in ("from", "until")]
        yield CatchAllRule(
            test=node.get("test").required().text(), law=node.get("law").required().text(),
            article=node.get("article").required().text(), says=node.get("says").required().text(),
            duty=node.get("duty").required().text(), basis=node.get("basis").required().choice(("seen", "known")),
            reach=_read_reach(node.get("reach").required()), elements=(), since=ends[0], until=ends[1], seen_on=None,
            place=UNREAD, cases=(),
        )
    root.faults.check(KnowledgeError)


def _read_reach(node: Node) -> Reach:
    node.mapping(("exporter_in", "origin_in", "subject_to", "destination_in", "fact", "question"))
    asked = node if not node.get("subject_to").is_absent else None
    return Reach(
        exporter_in=node.get("exporter_in").text(), origin_in=node.get("origin_in").text(),
        subject_to=node.get("subject_to").text(), destination_in=node.get("destination_in").text(),
        fact=asked.get("fact").required().text() if asked else "",
        question=asked.get("question").required().text() if asked else "",
    )


def _read_element(node: Node, lists: Mapping[str, Node], countries: Mapping[str, Node]) -> Element:
    """Read an element; entries or countries of one that names a list stand in that list, once for all elements."""
    node.mapping(_ELEMENT)
    named = node.get("entry_list")
    held = node if named.is_absent else lists.get(named.choice(tuple(lists)), node)
    uses = tuple(known_uses())
    for key in ("uses", "undetermined", "or_where_embargoed"):
        for part in node.get(key).items():
            part.choice(uses)
    return Element(
        kind=node.get("element").required().choice(KINDS), says=node.get("says").required().text(),
        scope=node.get("scope").choice(SCOPES), regime=node.get("regime").text(),
        entries=held.get("entries").texts(), in_part=held.get("in_part").texts(), uses=node.get("uses").texts(),
        undetermined=node.get("undetermined").texts(), or_where_embargoed=node.get("or_where_embargoed").texts(),
        embargoed_by=node.get("embargoed_by").text(), within=_read_places(node.get("within"), countries),
        not_within=_read_places(node.get("not_within"), countries), of=node.get("of").texts(),
        where_use=node.get("where_use").choice(uses), degree=node.get("degree").choice(DEGREES),
        lists=node.get("lists").texts(), words=node.get("words").texts(), gate=node.get("gate").text(),
        fact=node.get("fact").text(), question=node.get("question").text(), only_for=node.get("only_for").texts(),
        codes=node.get("codes").texts(), not_codes=node.get("not_codes").texts(), flags=node.get("flags").texts(),
    )


def _read_places(node: Node, countries: Mapping[str, Node]) -> tuple[str, ...]:
    """Read codes and groups of countries; "list:NAME" stands for the countries of a list of the file."""
    found: list[str] = []
    for part in node.items():
        name = part.text()
        if not name.startswith(_LIST):
            found.append(name)
        elif name.removeprefix(_LIST) in countries:
            found += countries[name.removeprefix(_LIST)].texts()
        else:
            part.fail("names no list of countries of this file", "Write it under country_lists.")
    return tuple(found)

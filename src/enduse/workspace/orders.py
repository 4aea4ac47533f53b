"""Reading an order file (enduse-order/1) into a transaction; every field keeps its line and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from enduse.assessment.repeat_cases import PERSON
from enduse.knowledge.catch_all_law import broader, known_uses
from enduse.knowledge.countries import find_country
from enduse.knowledge.item_nodes import item_from_node
from enduse.knowledge.nodes import FaultList, Node, parse_nodes, quote
from enduse.knowledge.order_facts import known_facts, read_fact
from enduse.model.evidence import Citation, CitationKind
from enduse.model.item import Item, ItemFile, ItemLine, Parameter, ParameterValue, Quantity
from enduse.model.marking import PUBLIC, Level, Marking
from enduse.model.ownership import WHOLE
from enduse.model.party import Owner, Party, PartyRole
from enduse.model.transaction import EndUse, Mind, NotedFact, Route, Transaction, TransactionKind
from enduse.resolution.evidence import IDENTIFIER_PROPERTIES
from enduse.workspace.json_items import list_items

SCHEMA = "enduse-order/1"
ITEM_SCHEMA = "enduse-item/1"
_SHORT = 200_000
_KEYS_OF_ITEM = ("item_type", "function", "kinds", "linear_axes", "axes", "parameters")
KEYS = ("schema", "reference", "kind", "dated", "marking", "parties", "lines", "route", "end_use", "papers", "facts",
        "together")
PARTY_KEYS = ("name", "aliases", "kind", "country", "address", "birth_date", "identifiers", "roles", "owners",
              "phones", "emails", "websites", "people", "incorporated")
CONTACTS = {"phones": "phone", "emails": "email", "websites": "website", "people": PERSON}
OWNER_KEYS = ("name", "aliases", "kind", "country", "address", "birth_date", "identifiers", "share", "owners")
PARTY_KINDS = ("LegalEntity", "Company", "Organization", "Person", "Vessel", "PublicBody")
IDENTIFIERS = IDENTIFIER_PROPERTIES
_MINDS = {"informed_of": "informed", "knows_of": "know", "suspects": "suspect"}

Cite = Callable[[Node, str], Citation]


def read_order(data: bytes, *, name: str, document: str) -> Transaction:
    """Read an order file.

    Raises:
        InputError: it is not text-only YAML of schema enduse-order/1; every
            fault is told with its line.
    """
    top = parse_nodes(data, where=name)
    top.mapping(KEYS)
    top.get("schema").required().choice((SCHEMA,), SCHEMA)
    cite = _citer(name, document)
    kinds = [kind.value for kind in TransactionKind]
    order = Transaction(
        reference=top.get("reference").required().text(),
        kind=TransactionKind(top.get("kind").choice(kinds, "order")),
        parties=tuple(_party(node, cite) for node in top.get("parties").required().items()),
        lines=tuple(_line(node, i, cite) for i, node in enumerate(top.get("lines").required().items(), 1)),
        route=_route(top.get("route")),
        end_use=_end_use(top.get("end_use"), cite),
        dated=top.get("dated").date(),
        papers=top.get("papers").texts(),
        marking=_marking(top.get("marking")),
        document=document,
        facts=tuple(_facts(top.get("facts"), cite)),
    )
    order = replace(order, together=_together(top.get("together"), order.lines))
    top.faults.check()
    return replace(order, lines=tuple(replace(line, item=route_item(line.item, order)) for line in order.lines))


def route_item(item: Item, order: Transaction) -> Item:
    """Return an item with what its order says of its way, where the item itself is silent."""
    route = order.route
    exporters = {p.country for p in order.parties if PartyRole.EXPORTER in p.roles and p.country}
    users = {p.country for p in order.parties if PartyRole.END_USER in p.roles and p.country}
    said: dict[str, ParameterValue] = {
        "exported_from": route.origin, "destination": route.destination, "transit_through": route.transit,
        "exporter_established_in": exporters.pop() if len(exporters) == 1 else "",
        "end_user_in": users.pop() if len(users) == 1 else "",
    }
    stated = {claim.name for claim in item.parameters}
    claims = (
        Parameter(name=name, value=value, citation=item.citation) for name, value in said.items()
        if value and name not in stated
    )
    return replace(item, parameters=(*item.parameters, *claims))


def _together(node: Node, lines: tuple[ItemLine, ...]) -> tuple[tuple[int, ...], ...]:
    """Read which lines are one thing: lists of their numbers, or one list of numbers."""
    groups = node.items()
    if groups and not any(group.is_list for group in groups):
        groups = (node,)
    places = {line.number: place for place, line in enumerate(lines)}
    found = []
    for group in groups:
        numbers = [part.integer() for part in group.items()]
        if strange := [number for number in numbers if number is not None and number not in places]:
            known = ", ".join(map(str, places))
            group.fail(f"there is no line {strange[0]}", f"The lines of this order are {known}.")
        elif len(set(numbers)) < 2:
            group.fail("names fewer than two lines", 'Name the lines that are one thing: ["1", "2"].')
        else:
            found.append(tuple(sorted({places[number] for number in numbers if number is not None})))
    return tuple(dict.fromkeys(found))


def read_items(data: bytes, *, name: str, document: str) -> tuple[ItemFile, Marking]:
    """Read the items of an item file (`item` or `items`, one or a list; `unit`), or of an order, and its marking.

    An item, or a list of items, may stand alone. The items of a `unit` are one thing
    that stands in several pieces or lines.

    A long list in JSON is read item by item, which costs a tenth of reading it as YAML.

    Raises:
        InputError: it is not text-only YAML of a known schema; every fault is told.
    """
    cite = _citer(name, document)
    if len(data) > _SHORT and (found := list_items(data, where=name)) is not None:
        faults = FaultList(name)
        read = []
        for node in found:
            read.append(_item(node, cite))
            faults.faults += node.faults.faults
        faults.check()
        return _file_of(read), PUBLIC
    top = parse_nodes(data, where=name)
    if top.get("lines").is_list:
        order = read_order(data, name=name, document=document)
        return ItemFile(lines=order.lines, together=order.together, is_order=True), order.marking
    key, nodes = _find_items(top)
    if not nodes:
        top.fail("holds no item", "Write an item's keys under item:, or a list of items.")
    items = [_item(node, cite) for node in nodes]
    top.faults.check()
    return _file_of(items, is_unit=key == "unit" and len(items) > 1), PUBLIC


def _find_items(top: Node) -> tuple[str, tuple[Node, ...]]:
    """Return the items of a file and the key they stand under: item, items, unit, or none where they stand alone."""
    if top.is_list:
        return "", top.items()
    if top.is_mapping and not top.mapping().keys().isdisjoint(_KEYS_OF_ITEM):
        return "", (top,)
    if not top.is_mapping:
        return "", ()
    top.mapping(("schema", "item", "items", "unit"))
    top.get("schema").choice((ITEM_SCHEMA,), ITEM_SCHEMA)
    key = next((key for key in ("item", "items", "unit") if not top.get(key).is_absent), "item")
    stated = top.get(key)
    return key, stated.items() if stated.is_list else () if stated.is_absent else (stated,)


def _file_of(items: list[Item], *, is_unit: bool = False) -> ItemFile:
    lines = tuple(ItemLine(number=number, item=item) for number, item in enumerate(items, 1))
    return ItemFile(lines=lines, together=(tuple(range(len(items))),) if is_unit else ())


def _citer(name: str, document: str) -> Cite:
    def cite(node: Node, words: str) -> Citation:
        return Citation(
            kind=CitationKind.ORDER, id=f"{document[:16]}:{node.line}", source="order", place=f"line {node.line}",
            words=words, document=document, document_name=name, origin="order",
        )
    return cite


def _party(node: Node, cite: Cite) -> Party:
    node.mapping(PARTY_KEYS)
    roles = [role.value for role in PartyRole]
    chosen = tuple(PartyRole(word) for word in _choices(node.get("roles").required(), roles))
    facts = tuple((prop, text) for key, prop in CONTACTS.items() for text in _texts(node.get(key)))
    formed = node.get("incorporated").date()
    facts += (("incorporationDate", formed.isoformat()),) if formed else ()
    return replace(_person(node, cite), roles=chosen, facts=facts)


def _texts(node: Node) -> tuple[str, ...]:
    """Read one text, or a list of texts."""
    if node.is_absent:
        return ()
    return node.texts() if node.is_list else (node.text(),)


def _person(node: Node, cite: Cite) -> Party:
    """Read who a party or an owner is."""
    name = node.get("name").required()
    identifiers = node.get("identifiers").mapping(IDENTIFIERS)
    return Party(
        name=name.text(),
        aliases=node.get("aliases").texts(),
        kind=node.get("kind").choice(PARTY_KINDS, "LegalEntity"),
        country=_country(node.get("country")),
        address=node.get("address").text(),
        birth_date=node.get("birth_date").text(),
        identifiers=tuple(sorted((prop, value.text()) for prop, value in identifiers.items())),
        citation=cite(name, name.text()),
        owners=tuple(_owner(part, cite) for part in node.get("owners").items()),
    )


def _owner(node: Node, cite: Cite) -> Owner:
    """Read an owner with its share in per cent: one number, or a list of the least and the most."""
    node.mapping(OWNER_KEYS)
    share = node.get("share")
    ends = [part.decimal() for part in share.items()] if share.is_list else [share.decimal()]
    known = [end for end in ends if end is not None]
    if any(not 0 <= end <= WHOLE for end in known) or len(known) > 2 or known != sorted(known):
        share.fail("is no share in per cent", 'Write it as "25", or as ["25", "50"].')
        known = []
    low, high = (known[0], known[-1]) if known else (Decimal(0), WHOLE)
    return Owner(party=_person(node, cite), low=low, high=high)


def _choices(node: Node, allowed: list[str]) -> list[str]:
    parts = node.items() if node.is_list else (node,)
    chosen = (part.choice(allowed) for part in parts if not part.is_absent)
    return [word for word in chosen if word]


def _line(node: Node, number: int, cite: Cite) -> ItemLine:
    node.mapping(("number", "count", "price", "currency", "item"))
    return ItemLine(
        number=node.get("number").integer() or number,
        item=_item(node.get("item").required(), cite),
        count=_count(node.get("count")),
        price=node.get("price").decimal(),
        currency=node.get("currency").text(),
    )


def _count(node: Node) -> Quantity | None:
    """Read "2 units" or "2": a whole number and what is counted."""
    if node.is_absent:
        return None
    number, _, unit = node.text().strip().partition(" ")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        node.fail(f"{node.text()!r} is not a count", 'Write it as "2 units".')
        return None
    return Quantity.exactly(number, unit.strip() or "1")


def _item(node: Node, cite: Cite) -> Item:
    item = item_from_node(node)
    said = node.get("description") if item.description else node.get("model")
    item = _recite_served(item, node, cite)
    parameters = tuple(replace(p, citation=_recite(p.citation, node, cite)) for p in item.parameters)
    return replace(
        item, parameters=parameters, citation=cite(said, item.description or item.model),
        pieces=tuple(replace(piece, item=_recite_item(piece.item, node, cite)) for piece in item.pieces),
        fitted_to=_recite_item(item.fitted_to, node, cite) if item.fitted_to is not None else None,
    )


def _recite_item(item: Item, node: Node, cite: Cite) -> Item:
    return replace(item, parameters=tuple(
        replace(claim, citation=_recite(claim.citation, node, cite)) for claim in item.parameters
    ), citation=_recite(item.citation, node, cite))


def _recite_served(item: Item, node: Node, cite: Cite) -> Item:
    """Return an item whose goods, that it is for, cite the lines of this file."""
    if not item.for_items:
        return item
    served = tuple(
        replace(inner, parameters=tuple(replace(p, citation=_recite(p.citation, node, cite)) for p in inner.parameters))
        for inner in (_recite_served(one, node, cite) for one in item.for_items)
    )
    return replace(item, for_items=served)


def _recite(citation: Citation | None, node: Node, cite: Cite) -> Citation | None:
    """Make a citation of a line of this file from one that knows only its place such as "line 12"."""
    if citation is None:
        return None
    digits = citation.place.rpartition(" ")[2]
    return cite(replace(node, line=int(digits)) if digits.isdigit() else node, citation.words)


def _route(node: Node) -> Route:
    node.mapping(("origin", "transit", "destination", "ports"))
    return Route(
        origin=_country(node.get("origin")),
        transit=tuple(_country(part) for part in node.get("transit").items()),
        destination=_country(node.get("destination")),
        ports=node.get("ports").texts(),
    )


def _end_use(node: Node, cite: Cite) -> EndUse:
    node.mapping(("text", "site", "is_informed_of_wmd", "is_suspected_wmd", "is_military", *_MINDS))
    minds = tuple(_mind(node.get(key), degree, cite) for key, degree in _MINDS.items() if key in node.mapping())
    informed, suspected = node.get("is_informed_of_wmd").boolean(), node.get("is_suspected_wmd").boolean()
    return EndUse(
        text=node.get("text").text(),
        site=node.get("site").text(),
        is_informed_of_wmd=_is_told(minds, "informed") if informed is None else informed,
        is_suspected_wmd=_is_told(minds, "suspect", "know") if suspected is None else suspected,
        is_military=node.get("is_military").boolean(),
        minds=minds,
        citation=None if node.is_absent else cite(node.get("text"), node.get("text").text()),
    )


def _is_told(minds: tuple[Mind, ...], *degrees: str) -> bool | None:
    """Answer a yes-or-no question on weapons of mass destruction from what was told use by use, None where nothing was.

    The first degree asks the question; a stronger one answers it with yes only.
    """
    uses = [use for mind in minds if mind.degree in degrees for use in mind.uses]
    if any("wmd" in broader(use) for use in uses):
        return True
    return False if any(mind.degree == degrees[0] for mind in minds) else None


def _facts(node: Node, cite: Cite) -> Iterator[NotedFact]:
    """Read the facts that a desk noted; one that is not known names the nearest that is."""
    for name, value in node.mapping().items():
        kind = known_facts().get(name)
        if kind is None:
            near = get_close_matches(name, known_facts(), n=1)
            value.fail(f"{quote(name)} is no fact that is known here",
                       f"Did you mean {near[0]}?" if near else "See: enduse schema order.")
        elif not value.is_absent:
            values = read_fact(kind, value)
            yield NotedFact(fact=name, values=values, citation=cite(value, f"{name}: {', '.join(values) or 'none'}"))


def _mind(node: Node, degree: str, cite: Cite) -> Mind:
    """Read the uses that somebody is informed of, knows or suspects; an empty list says that there are none."""
    uses = tuple(use for part in node.items() if (use := part.choice(tuple(known_uses()))))
    return Mind(degree=degree, uses=uses, citation=cite(node, f"{degree}: {', '.join(uses) or 'none'}"))


def _country(node: Node) -> str:
    """Return the alpha-2 code of a country by code or name; an unknown one is a fault."""
    text = node.text().strip()
    if not text:
        return ""
    code = find_country(text)
    if code is None:
        node.fail(f"{text!r} is no country that is known here", "Write its ISO 3166-1 code, such as tw.")
    return code or ""


def _marking(node: Node) -> Marking:
    """Read the marking of an order; without one it is shown to whoever asks."""
    if node.is_absent:
        return PUBLIC
    node.mapping(("level", "releasable_to", "owner"))
    level = node.get("level").choice([level.name for level in Level], "UNCLASSIFIED")
    released = node.get("releasable_to")
    owner = node.get("owner").text()
    return Marking(
        level=Level[level],
        owners=frozenset({owner} if owner else ()),
        releasable_to=None if released.is_absent else frozenset(released.texts()) | ({owner} if owner else set()),
    )

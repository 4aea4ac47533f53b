"""A determination record: the page about one item that an officer checks and signs.

It says what was stated of the item and by whom, what each regime's list answers on the day, by which values and limits,
which notes were tested, what is open and what the encoding leaves out; the decision itself is left to the person.
"""

from __future__ import annotations

import hashlib

from enduse.model.answer import Verdict
from enduse.model.condition import ConditionResult
from enduse.model.determination import KIND_FACT, Classification, Determination, RegimePosition
from enduse.model.item import Item, PieceRole
from enduse.rendering.classification import waits_for_kind
from enduse.rendering.jurisdiction import write_jurisdictions
from enduse.rendering.page import Page, faint, strong
from enduse.rendering.whole import write_graver, write_wholes
from enduse.rendering.wording import cite_place, name_missing, spell_number

_WIDTH = 92
_RULE = "\u2500" * _WIDTH
_LEAVES = 12


def render_record(item: Item, found: Classification, *, version: str) -> str:
    """Return the record of one item as text; equal inputs give equal bytes, which the number at its foot names."""
    page = Page(width=_WIDTH)
    page.write(strong("DETERMINATION RECORD"), faint(f"enduse {version}"))
    page.write(_RULE)
    page.write("Item:", strong(found.item or "without description"))
    page.table([
        [name, value] for name, value in (
            ("maker, model", " ".join(filter(None, (item.maker, item.model)))), ("kind", ", ".join(item.kinds)),
            ("customs code", item.hs_code), ("origin", item.origin.upper()),
        ) if value
    ], indent=2)
    _write_stated(page, item)
    page.gap()
    write_jurisdictions(page, found.jurisdictions, indent=0)
    page.gap()
    page.write(f"Answers under the law of {found.as_of.isoformat()}, as this version of the program encodes it:")
    write_graver(page, found.wholes, indent=2)
    for position in found.positions:
        _write_position(page, position, found)
    for entry in found.to_read:
        page.write(f"To be read by a person: {entry.regime} {entry.entry},", f"{entry.heading}.", indent=2, hang=4)
    for conflict in found.conflicts:
        page.write("Conflict:", conflict, indent=2, hang=4)
    write_wholes(page, found.wholes, indent=0)
    _write_decision(page)
    text = page.finish()
    return f"{text}{faint(f'Record {hashlib.sha256(text.encode()).hexdigest()[:16]}').text}\n"


def _write_stated(page: Page, item: Item) -> None:
    page.gap()
    page.write("Stated:" if item.parameters else "Nothing is stated of its parameters.")
    _write_parameters(page, item)
    for piece in item.pieces:
        said = {True: "ordered", False: "not ordered", None: "not said whether ordered"}[piece.is_ordered]
        sort = piece.role.value if piece.role is PieceRole.PART else f"{piece.role.value}, {said}"
        _write_parameters(page, piece.item, lead=f"{piece.name} ({sort}):")
    if item.fitted_to is not None:
        _write_parameters(page, item.fitted_to, lead="Fitted to:")


def _write_parameters(page: Page, item: Item, *, lead: str = "") -> None:
    if lead:
        page.write(lead, ", ".join(item.kinds), indent=2, hang=4)
    for parameter in item.parameters:
        value = {True: "yes", False: "no"}[parameter.value] if isinstance(parameter.value, bool) else parameter.value
        source = cite_place(parameter.citation) if parameter.citation else ""
        page.write(f"{parameter.axis} {parameter.name}:".strip(), str(value), faint(source),
                   indent=4 if lead else 2, hang=6 if lead else 4)


def _write_position(page: Page, position: RegimePosition, found: Classification) -> None:
    page.gap()
    page.write(strong(f"{position.regime}: {position.position.value}"), faint(f"{position.title}; {position.edition}"))
    if position.note:
        page.write(position.note, indent=2, hang=2)
    mine = [one for one in found.determinations if one.regime == position.regime]
    if waits_for_kind(found):
        page.write(f"Every one of its {len(mine):,} paragraphs is open until the kind of item is known.", indent=2)
        return
    for one in mine:
        if one.answer.verdict is not Verdict.NOT_MET or one.is_near:
            _write_entry(page, one)
    rest = [one.entry for one in mine if one.answer.verdict is Verdict.NOT_MET and not one.is_near]
    if rest:
        page.write(faint(f"Held against and not met: {', '.join(rest)}."), indent=2, hang=4)
    for said in position.general_notes:
        page.write(faint(f"General note: {said}"), indent=2, hang=4)
    if position.not_encoded:
        left_out = "; ".join(part.partition(" (")[0] for part in position.not_encoded)
        page.write(faint(f"Not encoded: {left_out}."), indent=2, hang=4)


def _write_entry(page: Page, one: Determination) -> None:
    near = ", near the limit" if one.is_near else ""
    page.write(strong(one.entry), f"{one.answer.verdict.value}{near}:", one.heading, indent=2, hang=4)
    leaves = [leaf for leaf in _leaves(one.covers) if leaf.label != KIND_FACT and (leaf.limit or leaf.value)]
    for leaf in leaves[:_LEAVES]:
        axis = f" on {leaf.axis}" if leaf.axis else ""
        limit = f"; limit {leaf.limit}" if leaf.limit else ""
        unit = "" if leaf.margin_unit == "1" else f" {leaf.margin_unit}"
        margin = "" if leaf.margin is None else f"; margin {spell_number(leaf.margin)}{unit}"
        page.write(f"{leaf.label}{axis}: {leaf.value or 'not stated'}{limit}{margin}", indent=4, hang=6)
    if len(leaves) > _LEAVES:
        page.write(faint(f"and {len(leaves) - _LEAVES} more conditions"), indent=4)
    for note in one.exclusions:
        page.write(f"note tested, {note.answer.verdict.value}:", note.label, indent=4, hang=6)
    if one.carved_out_by:
        page.write("goes first:", one.carved_out_by, indent=4, hang=6)
    if one.correspondences:
        page.write(faint(f"the same paragraph elsewhere: {', '.join(one.correspondences)}"), indent=4, hang=6)
        for basis in one.correspondence_basis:
            page.write(faint(basis), indent=6, hang=8)
    if one.answer.missing:
        page.write("open for want of:", f"{name_missing(one.answer.missing)}.", indent=4, hang=6)
    if one.citation:
        page.write(faint(cite_place(one.citation)), indent=4, hang=6)


def _leaves(node: ConditionResult) -> list[ConditionResult]:
    """Return the leaves that speak for the answer, in the order of the tree."""
    if not node.parts:
        return [node]
    return [leaf for part in node.parts if part.answer.verdict is node.answer.verdict for leaf in _leaves(part)]


def _write_decision(page: Page) -> None:
    page.gap()
    page.write(_RULE)
    page.write("The above is a proposal. Decision of the officer:")
    for words in ("controlled under", "not controlled", "further facts are asked for"):
        page.write(f"[ ] {words} {'_' * 40}", indent=2)
    page.gap()
    page.write(f"Reasons {'_' * 70}", indent=2)
    page.gap()
    page.write(f"Name {'_' * 28}  Office {'_' * 26}", indent=2)
    page.gap()
    page.write(f"Date {'_' * 28}  Signature {'_' * 23}", indent=2)
    page.write(_RULE)

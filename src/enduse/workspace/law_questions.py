"""What the encoded law says of items, entries, customs codes and destinations; nothing of the record is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from enduse.errors import UsageError
from enduse.model.viewpoint import Viewpoint

if TYPE_CHECKING:
    from enduse.knowledge.control_law import ControlLaw
    from enduse.model.determination import Classification
    from enduse.model.directory import ListedEntry
    from enduse.model.item import ItemFile
    from enduse.model.licensing import GoodsFinding, LicenseNeed

_ENTRY = re.compile(r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]{1,4}){0,8}")


def classify_items(
    file: ItemFile, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None, is_brief: bool = False
) -> tuple[Classification, ...]:
    """Classify the items of a file on the law of the viewpoint's day, as this version of the program encodes it.

    Where `is_brief` nothing but positions is told of an item whose kind nobody said.
    """
    from enduse.classification.asking_wholes import classify_lines
    from enduse.classification.describing import find_described
    from enduse.knowledge.controls_reader import load_controls
    from enduse.workspace.reaching import reach_item

    law = load_controls()
    wanted = known_regimes(law, regimes)
    found = classify_lines(file, as_of=viewpoint.as_of, law=law, regimes=wanted, is_brief=is_brief)
    listed = list_entries(regimes=["EU"]) if wanted is None or "EU" in wanted else ()
    return tuple(
        replace(
            one, to_read=find_described(item.description, listed),
            jurisdictions=reach_item(item, as_of=viewpoint.as_of, regimes=wanted),
        )
        for item, one in zip(file.items, found, strict=True)
    )


def known_regimes(law: ControlLaw, regimes: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the codes of regimes as the law has them, None for all. Raises UsageError for one that is not encoded."""
    if not regimes:
        return None
    known = [regime.regime for regime in law.regimes]
    wanted = tuple(regime.upper() for regime in regimes)
    if strange := sorted(set(wanted) - set(known)):
        raise UsageError(f"no regime {', '.join(strange)} is encoded.", remedy="Known: " + ", ".join(known) + ".")
    return wanted


def list_entries(text: str = "", *, regimes: Sequence[str] | None = None) -> tuple[ListedEntry, ...]:
    """Return the entries of control lists by regime and number: all, those of a number, or those that have some words.

    Raises:
        UsageError: there is no directory of a regime.
    """
    from enduse.knowledge.controls_reader import load_controls
    from enduse.knowledge.directories import REGIMES
    from enduse.knowledge.directories import list_entries as list_all

    wanted = [regime.upper() for regime in regimes or REGIMES]
    if strange := sorted(set(wanted) - set(REGIMES)):
        remedy = "There are directories of " + " and ".join(REGIMES) + "."
        raise UsageError(f"there is no directory of {', '.join(strange)}.", remedy=remedy)
    evaluated = {law.regime: frozenset(entry.entry for entry in law.entries) for law in load_controls().regimes}
    words = text.casefold().split()
    return tuple(
        entry for regime in dict.fromkeys(wanted) for entry in list_all(regime, evaluated.get(regime, frozenset()))
        if entry.entry.startswith(text.upper()) or all(word in entry.heading.casefold() for word in words)
    )


def find_goods_findings(code: str, destination: str, *, viewpoint: Viewpoint) -> tuple[GoodsFinding, ...]:
    """Return what lists of goods say of a customs code ("8457.10", "8457 10 10") for a destination, or for any.

    Raises:
        UsageError: this is no customs code, or the destination is no known country.
    """
    from enduse.classification.goods import find_goods
    from enduse.knowledge.goods_lists import load_goods_lists

    digits = code.replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 10:
        raise UsageError(f"{code!r} is no customs code.", remedy="Give four to ten digits, such as 8457.10.")
    land = _find_destination(destination) if destination else ""
    return find_goods(digits, land, as_of=viewpoint.as_of, lists=load_goods_lists())


def _find_destination(text: str) -> str:
    from enduse.knowledge.countries import find_country

    code = find_country(text)
    if code is None:
        raise UsageError(f"{text!r} is no country that is known here.", remedy="Give its ISO 3166-1 code.")
    return code


def find_license_needs(
    entries: Sequence[str], destination: str, *, viewpoint: Viewpoint, regimes: Sequence[str] | None = None
) -> tuple[LicenseNeed, ...]:
    """Return what each entry asks for a destination under each regime that has tables, by entry and regime.

    Raises:
        UsageError: the destination is no known country, or no asked regime has an entry of that name.
    """
    from enduse.classification.licensing import REGIMES, find_license_need
    from enduse.knowledge.directories import load_annex
    from enduse.knowledge.licensing_tables import load_licensing

    code = _find_destination(destination)
    wanted = [regime.upper() for regime in regimes or REGIMES]
    if strange := sorted(set(wanted) - set(REGIMES)):
        remedy = "There are tables for " + " and ".join(REGIMES) + "."
        raise UsageError(f"there are no license tables for {', '.join(strange)}.", remedy=remedy)
    for entry in entries:
        if not _ENTRY.fullmatch(entry):
            raise UsageError(f"{entry[:40]!r} is no entry of a list.", remedy="Write it as 2B001 or 2B001.b.2.")
    tables, annex = load_licensing(), load_annex()
    return tuple(
        find_license_need(regime, entry, code, as_of=viewpoint.as_of, tables=tables, annex=annex)
        for entry in entries for regime in wanted
    )

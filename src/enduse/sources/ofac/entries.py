"""What an OFAC entry claims, whichever format prints it, so that the formats agree.

A subject is "ofac-" and OFAC's own number of the entry, which is the same in the
CSV and XML files and, as the lists of several years show, stable over time.
"""

from __future__ import annotations

from collections.abc import Iterable

from enduse.knowledge.countries import find_country, find_region, is_unstated
from enduse.sources.ofac.remarks import NameIndex, printed_name
from enduse.sources.rows import Claims


def subject_of(number: str) -> str:
    """Name the entity of an entry."""
    return f"ofac-{number}"


def say_name(claims: Claims, name: str) -> None:
    """Claim the main name; of a person also the family and the given name that the comma parts."""
    claims.say("name", printed_name(name, claims.schema), printed=name)
    family, comma, given = name.partition(", ")
    if claims.schema == "Person" and comma and family and given:
        claims.say("firstName", given)
        claims.say("lastName", family)


def say_programs(claims: Claims, programs: Iterable[str]) -> None:
    """Claim each programme, and that the party is sanctioned under them."""
    found = [program for program in programs if program]
    for program in found:
        claims.say("program", program)
    claims.say("topics", "sanction", printed="; ".join(found) or "sanction")


def say_address(
    claims: Claims, parts: Iterable[str], country: str, *, within: str, offset: int | None = None, file: str = "",
) -> None:
    """Claim an address and its country; an address of nothing but a known country claims the country only.

    A country spelled in a way not known yet is told as a fault beside the record,
    and stays in the address.
    """
    lines = [part for part in parts if part]
    code = find_country(country) if country else None
    if lines or not code:
        line = ", ".join([*lines, country] if country else lines)
        claims.say("address", line, within=within, offset=offset, file=file)
    if code:
        claims.say("country", code, printed=country, within=within, offset=offset, file=file)
    elif country and not find_region(country) and not is_unstated(country):
        claims.doubt(f"the country {country[:80]!r} is not known; it is kept in the address only.")


def say_flag(claims: Claims, flag: str) -> None:
    """Claim the flag of a vessel."""
    code = find_country(flag)
    if code:
        claims.say("flag", code, printed=flag)
    elif flag and not is_unstated(flag):
        claims.say("notes", f"Vessel flag: {flag}", printed=flag)


def say_owner(claims: Claims, owner: str, names: NameIndex) -> None:
    """Claim the owner of a vessel: an entry of the list, or a name kept as text."""
    target = names.find(owner) if owner else ""
    if target:
        claims.say("owned_by", target, printed=owner)
    elif owner:
        claims.say("notes", f"Vessel owner: {owner}", printed=owner)


def split_programs(text: str) -> list[str]:
    """Part "SDGT] [IFSR" into its programmes."""
    return [part.strip(" []") for part in text.split("] [")]


def is_number(text: str) -> bool:
    """Tell whether the text is one of OFAC's numbers."""
    return text.isascii() and text.isdigit() and len(text) <= 12

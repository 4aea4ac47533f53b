"""Denials and other earlier cases on the screen."""

from __future__ import annotations

from enduse.model.denial import Denial, DenialList, DenialState, DeniedItem, DeniedParty
from enduse.model.repeat import RepeatMatch, Repeats
from enduse.rendering.page import Ink, Page, Span, faint, strong
from enduse.rendering.wording import count, write_reason

_MOST_SIGNS = 6
_BRIEF = 3  # cases told in full; more are told in two lines each


def write_denials(page: Page, found: DenialList) -> None:
    """Write a list of cases: in full where they are few."""
    page.gap()
    states = ", ".join(f"{number:,} {state}" for state, number in found.states)
    page.write(strong(count(found.held, "case")), f"on file: {states}." if states else "on file.")
    if not found.held:
        page.write("Load some: enduse load denials FILE; enduse sources denials tells the forms.")
        return
    if found.found != found.held:
        page.write(f"{found.found:,} of them fit what was asked.")
    for denial in found.denials:
        write_denial(page, denial, is_brief=len(found.denials) > _BRIEF)
    if found.found > len(found.denials):
        page.gap()
        page.write(faint(f"The first {len(found.denials)} are shown; --limit N shows more."))


def write_denial(page: Page, denial: Denial, *, is_brief: bool = False) -> None:
    """Write one case."""
    page.gap()
    ink = Ink.DOUBT if denial.state in (DenialState.IN_FORCE, DenialState.UNKNOWN) else Ink.FAINT
    who = f"by {denial.government}" if denial.government else "own"
    page.write(strong(denial.reference), f"{denial.outcome.value} {who};", Span(denial.state.value, ink),
               faint(f"({denial.state_says})"))
    page.write(faint(denial.id), indent=2, hang=4)
    names = "; ".join(f"{party.name}{f' ({party.country})' if party.country else ''}" for party in denial.parties)
    goods = "; ".join(filter(None, map(_name_item, denial.items)))
    if is_brief:
        page.write(" - ".join(filter(None, (names, goods, f"to {denial.destination}" if denial.destination else ""))),
                   indent=2, hang=4)
        return
    for party in denial.parties:
        _write_party(page, party)
    for item in denial.items:
        _write_item(page, item)
    way = " > ".join(filter(None, (denial.origin, *denial.transit, denial.destination)))
    for label, text in (
        ("route", way), ("end use", denial.end_use), ("site", denial.site), ("catch-all", denial.catch_all),
        ("reason", denial.reason), ("regime reference", denial.regime_reference),
        ("review on", denial.review_on.isoformat() if denial.review_on else ""), ("comment", denial.comment),
        ("not read", "; ".join(denial.notes)), ("list", denial.source), ("marking", denial.marking),
    ):
        if text:
            page.write(f"{label}:", text, indent=2, hang=4)


def write_repeats(page: Page, repeats: Repeats) -> None:
    """Write the earlier cases that an order resembles: what is alike, what speaks against, where it stands."""
    page.gap()
    searched = (f"{count(repeats.denials, 'denial')}, {count(repeats.others, 'other case')} and "
                f"{count(repeats.orders, 'earlier order')} were searched.")
    page.write(strong(f"Cases like {repeats.reference or 'this order'}:"), searched, repeats.note)
    if not repeats.denials + repeats.others:
        page.write(Span("No denials or other cases are loaded: that is no clean answer.", Ink.DOUBT))
    if not repeats.matches:
        page.write("None resembles it.")
    for match in repeats.matches:
        write_match(page, match)


def write_match(page: Page, match: RepeatMatch) -> None:
    """Write one earlier case beside an order."""
    case = match.case
    ink = Ink.DOUBT if case.state in (DenialState.IN_FORCE, DenialState.UNKNOWN) else Ink.FAINT
    page.gap()
    page.write(f"{match.rank}.", strong(case.reference), f"{case.outcome.value} by {case.government}" if case.government
               else case.outcome.value, Span(case.state.value, ink), faint(f"({case.state_says})"))
    page.write(f"alike: goods {match.item:.2f}, parties {match.link:.2f}, place {match.place:.2f}; "
               f"same transaction {match.identical:.2f}", indent=3)
    for reason in match.reasons[:_MOST_SIGNS]:
        write_reason(page, reason, indent=3)
    for reason in match.against[:_MOST_SIGNS]:
        page.write(Span("against:", Ink.FAINT), reason.text, faint(f"{reason.left} / {reason.right}")
                   if reason.left or reason.right else "", indent=3, hang=5)


def _write_party(page: Page, party: DeniedParty) -> None:
    roles = ", ".join(role.replace("_", " ") for role in party.roles) or "party"
    page.write(f"{roles}:", strong(party.name), f"({party.country})" if party.country else "", indent=2, hang=4)
    told = (*party.aliases, party.address, *party.phones, *party.emails, *party.websites, *party.people,
            *(f"{prop} {value}" for prop, value in party.identifiers))
    if rest := "; ".join(filter(None, told)):
        page.write(rest, indent=4, hang=4)


def _write_item(page: Page, item: DeniedItem) -> None:
    told = (item.quantity, ", ".join(item.entries), ", ".join(item.kinds), f"HS {item.hs_code}" if item.hs_code else "",
            *(f"{parameter.name} {parameter.value}" for parameter in item.parameters))
    page.write("item:", strong(_name_item(item)), indent=2, hang=4)
    if rest := "; ".join(filter(None, told)):
        page.write(rest, indent=4, hang=4)


def _name_item(item: DeniedItem) -> str:
    return " ".join(filter(None, (item.maker, item.model, item.description))) or item.hs_code or ", ".join(item.entries)

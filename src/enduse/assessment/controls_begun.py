"""What began with concerted controls: which goods they are about, firms formed after them, places of turn-round.

Days, goods and places: `knowledge/flags/lists`. Each test is named by a `kind` in `knowledge/flags/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.knowledge.trade_history import ControlStart, control_starts, turn_rounds
from enduse.model.answer import MET, NOT_MET
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.item import ItemLine
from enduse.model.party import Party
from enduse.model.transaction import Transaction

_YEAR = 365.25
NOT_ABOUT = Reason(text="No line bears a code that concerted controls are about.", weight=-0.5)


def formed_after_controls(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a buying party was formed within the window after controls on its goods, in a state without them."""
    starts = starts_of(dossier)
    if starts is None:
        return lacking(rule, "customs codes of the lines to six digits"), ()
    if not starts:
        return NOT_MET, (NOT_ABOUT,)
    buyers = dossier.parties(*rule.roles)
    formed = {party.name: _formed(party) for party in buyers}
    for party in buyers:
        day = formed[party.name]
        for start in starts:
            if (day and start.since <= day and (day - start.since).days <= rule.numbers["window_months"] * _YEAR / 12
                    and party.country and not start.is_applied_in(party.country, day)):
                text = f"{party.name} was formed on {day}, after {start.since}."
                return MET, (Reason(text=text, left=day.isoformat(), right=start.since.isoformat(), weight=1.0,
                                    evidence=dossier.cite_party(party)), tell_start(start))
    unknown_of = [party.name for party in buyers if formed[party.name] is None or not party.country]
    if unknown_of or not buyers:
        return lacking(rule, f"day of formation and country of {unknown_of[0] if unknown_of else 'the buyer'}"), ()
    return NOT_MET, (Reason(text="The buyers were formed before, long after, or where the like applies.", weight=-0.5),)


def turn_round(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the goods are sought ones and a leg or taker lies in a place through which such goods pass on."""
    today, route = day_of(dossier), dossier.order.route
    places = {route.destination, *route.transit, *(p.country for p in dossier.parties(*rule.roles))} - {""}
    if not route.destination:
        return lacking(rule, "country of destination"), ()
    named = [(place, sorted(places & place.countries)) for place in turn_rounds()
             if place.since <= today and places & place.countries]
    if not named:
        return NOT_MET, (Reason(text="No leg or taker lies in a place that was named.", weight=-0.5),)
    if starts_of(dossier) is None:
        return lacking(rule, "customs codes of the lines to six digits"), ()
    if not any(codes_of(dossier.order) & start.codes and place.towards & start.against
               for start in control_starts() for place, _ in named):
        return NOT_MET, (Reason(text="The goods are not among those that turn round there.", weight=-0.5),)
    return MET, tuple(
        Reason(text=f"{', '.join(land.upper() for land in lands)}: named on {place.since} as a place through which "
                    f"such goods pass on to {', '.join(sorted(place.towards)).upper()}.", weight=0.5,
               evidence=(*tell_place(place.source).evidence,))
        for place, lands in named
    )


# -- pieces -----------------------------------------------------------------------


def day_of(dossier: Dossier) -> date:
    return dossier.order.dated or dossier.as_of


def starts_of(dossier: Dossier) -> list[ControlStart] | None:
    """Return the controls that the goods of the order fall under, None where a line states no code of six digits."""
    codes = [code_of(line) for line in dossier.order.lines]
    found = [start for start in control_starts() if start.codes & set(codes) and start.since <= day_of(dossier)]
    return found if found or (codes and all(codes)) else None


def code_of(line: ItemLine) -> str:
    digits = "".join(sign for sign in line.item.hs_code if sign.isdigit())[:6]
    return digits if len(digits) == 6 else ""


def codes_of(order: Transaction) -> set[str]:
    return {code_of(line) for line in order.lines} - {""}


def _formed(party: Party) -> date | None:
    """Return the day a party was formed, as the order states it."""
    stated = [value for prop, value in party.facts if prop == "incorporationDate"]
    for value in stated:
        try:
            return date.fromisoformat(value)
        except ValueError:
            continue
    return None


def tell_start(start: ControlStart) -> Reason:
    against = ", ".join(sorted(start.against)).upper()
    return Reason(text=f"Concerted controls on such goods against {against} began on {start.since}.",
                  right=start.since.isoformat(), evidence=tell_place(start.source).evidence)


def tell_place(source: str) -> Reason:
    cited = Citation(kind=CitationKind.KNOWLEDGE, id=f"flags/sources.yaml#{source}", source=source, place=source,
                     words="named there")
    return Reason(text="An authority has named the place.", evidence=(cited,))


CONTROL_TESTS: Mapping[str, FlagTest] = {test.__name__: test for test in (formed_after_controls, turn_round)}

"""The gate and the flags that earlier cases answer; each flag's test is named by a `kind` in `knowledge/flags/`.

Nothing here says no where nothing was searched: without denials, or without cases, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from enduse.assessment.dossier import Dossier
from enduse.assessment.flag_rules import FlagRule
from enduse.assessment.order_flags import Finding, FlagTest, lacking
from enduse.assessment.repeat_marks import kind_levels, phone_mark, plain
from enduse.assessment.repeat_rules import repeat_rules
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, unknown
from enduse.model.denial import CaseOutcome, Denial, DenialState, DeniedItem
from enduse.model.evidence import Reason
from enduse.model.item import Item
from enduse.model.party import Party, PartyRole
from enduse.model.repeat import PartyLink, RepeatMatch, Repeats
from enduse.model.screening import Entity

STOPPED = (CaseOutcome.DENIED, CaseOutcome.REFUSED, CaseOutcome.WITHDRAWN, CaseOutcome.UNANSWERED)
_OF_CONCERN = (*STOPPED, CaseOutcome.ALERT)
_CONTACTS = frozenset({"phone", "email", "domain"})
_CARRIED = frozenset({"phone", "email", "domain", "person", "address"})
_MOST_TOLD = 5
_YEAR = 365.25


def find_denied(dossier: Dossier, *, question: str) -> Finding:
    """Tell whether a valid denial covers essentially the same transaction.

    Met where a denial in force is like enough; unknown where one is nearly so, where it cannot be said whether it
    still stands, where the parties are the same and the goods are told too little of, or where no denials are held.
    """
    repeats = dossier.repeats
    if repeats is None or not repeats.denials:
        return unknown(MissingFact(fact="denials to hold the order against", about="order", question=question)), ()
    found = [(_denied(match, question), match) for match in repeats.matches if match.case.outcome is CaseOutcome.DENIED]
    answer = any_of(one for one, _ in found)
    told = [match for one, match in found if one == answer and answer != NOT_MET]
    if told:
        return answer, tuple(tell_match(match) for match in told[:_MOST_TOLD])
    searched = Reason(text=f"{repeats.denials:,} denials were searched; none is of essentially the same transaction.")
    return NOT_MET, (searched,)


def _denied(match: RepeatMatch, question: str) -> Answer:
    case, rules = match.case, repeat_rules()
    if case.state not in (DenialState.IN_FORCE, DenialState.UNKNOWN):
        return NOT_MET
    is_party = match.link >= rules.same_party
    if match.identical >= rules.identical["met_from"] and is_party:
        if case.state is DenialState.IN_FORCE:
            return MET
        return unknown(MissingFact(fact=f"whether denial {case.reference} still stands", about=case.id,
                                   question="Ask who denied whether the denial stands."))
    if match.identical >= rules.identical["open_from"]:
        return unknown(MissingFact(fact=f"whether denial {case.reference} is of essentially the same transaction",
                                   about=case.id, question=question))
    if is_party and match.compared < rules.identical["compared_from"]:
        return unknown(MissingFact(fact=f"what the goods of the order and of denial {case.reference} have in common",
                                   about=case.id, question="State the goods: class, model, properties, customs code."))
    return NOT_MET


def tell_match(match: RepeatMatch) -> Reason:
    """Say an earlier case beside the order in one reason: what is alike, what speaks against, how it stands."""
    case = match.case
    who = f" by {case.government}" if case.government else ""
    day = f" on {case.decided_on}" if case.decided_on else ""
    kept = [reason for reason in match.reasons if reason.weight >= repeat_rules().links["shared"]][:_MOST_TOLD]
    told = " ".join(_compare(reason) for reason in kept)
    against = " ".join(_compare(reason) for reason in match.against[:2])
    evidence = dict.fromkeys((*case.citations[:1], *(c for reason in kept for c in reason.evidence)))
    return Reason(
        text=f"Case {case.reference}, {case.outcome.value}{who}{day} ({case.state.value}: {case.state_says}). "
             f"Goods {match.item:.2f}, parties {match.link:.2f}, place {match.place:.2f} alike. {told}"
             + (f" Against: {against}" if against else ""),
        left=dossier_parties(match), right=case.reference, weight=match.score, evidence=tuple(evidence),
    )


def dossier_parties(match: RepeatMatch) -> str:
    """Return the parties of the order that are linked to those of a case."""
    return ", ".join(dict.fromkeys(link.party for link in match.links))


def _compare(reason: Reason) -> str:
    if not reason.left or (reason.left in reason.text and reason.right in reason.text):
        return reason.text
    beside = reason.left if reason.left == reason.right else f"{reason.left} / {reason.right}"
    return f"{reason.text.rstrip('.')}: {beside}."


# -- flags ------------------------------------------------------------------------


def denied_before(dossier: Dossier, rule: FlagRule) -> Finding:
    """Answer as the gate of denials does."""
    return find_denied(dossier, question=rule.ask)


def reborn(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a case that was stopped is alike in its goods, and in its parties or its place; unknown without any."""
    repeats, limits = dossier.repeats, repeat_rules().reborn
    if repeats is None or not repeats.stopped:
        return lacking(rule, "refused, withdrawn and unanswered orders to hold this one against"), ()
    found = [
        match for match in _stopped(repeats) if match.item >= limits["item"]
        and (match.link >= limits["link"] or match.place >= limits["place"])
    ]
    return _tell(found, repeats, "stopped before and comes back here")


def known_go_between(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a go-between of the order is a party of an earlier case for the same place or the like goods."""
    repeats = dossier.repeats
    if repeats is None or not repeats.denials + repeats.others:
        return lacking(rule, "earlier cases to look for the go-betweens in"), ()
    between = {party.name for party in dossier.parties(*rule.roles)
               if not {PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE} & set(party.roles)}
    if not between:
        buys_itself = any({PartyRole.PURCHASER, PartyRole.END_USER} <= set(p.roles) for p in dossier.parties())
        return (NOT_MET if buys_itself else lacking(rule, "who stands between seller and user")), ()
    latest = dossier.order.dated or dossier.as_of
    found = [
        match for match in repeats.matches if match.case.outcome in _OF_CONCERN
        and _is_recent(match.case, latest, rule.numbers["years"]) and _same(match, between)
        and (match.item >= rule.numbers["item"] or match.case.destination == _destination(dossier))
    ]
    return _tell(found, repeats, "names a go-between of this order")


def many_makers(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the buyer sought like items from enough makers of enough countries within the window."""
    repeats = dossier.repeats
    if repeats is None or not repeats.denials + repeats.others:
        return lacking(rule, "enquiries, orders and cases of other makers"), ()
    buyers = {party.name for party in dossier.parties(*rule.roles)}
    if not buyers:
        return lacking(rule, "a buyer in the order"), ()
    latest = dossier.order.dated or dossier.as_of
    window = timedelta(days=rule.numbers["window_days"])
    undated = 0
    found: list[RepeatMatch] = []
    for match in repeats.matches:
        if _same(match, buyers) and _is_like(dossier, match):
            if match.case.decided_on is None:
                undated += 1
            elif abs(latest - match.case.decided_on) <= window:
                found.append(match)
    makers, lands = _makers_of_order(dossier)
    for match in found:
        for item in match.case.items:
            makers |= {plain(item.maker)} - {""}
        lands |= ({match.case.origin} | {item.origin for item in match.case.items}) - {""}
    least, least_lands = int(rule.numbers["makers"]), int(rule.numbers["countries"])
    told = tuple(tell_match(match) for match in found[:_MOST_TOLD * 2])
    named = ", ".join(sorted(_names_of(dossier, found)))
    count = Reason(text=f"{len(makers)} makers in {len(lands)} countries within {window.days} days: {named}.",
                   weight=float(len(makers) >= least))
    if len(makers) >= least and len(lands) >= least_lands:
        return MET, (count, *told)
    if len(makers) >= least:
        return lacking(rule, "the countries the other makers sell from"), (count, *told)
    if undated and len(makers) + undated >= least:
        return lacking(rule, "the days of earlier cases of this buyer"), (count, *told)
    return NOT_MET, ((count,) if found else (_searched(repeats),))


def shared_contact(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a telephone, mail address or domain is also that of a party of a stopped case or of a listed hit."""
    listed = [reason for party in dossier.parties() for hit in dossier.listed_hits(party)
              for reason in _listed_contacts(party, hit.entity)]
    repeats = dossier.repeats
    found = [match for match in (repeats.matches if repeats else ()) if match.case.outcome in _OF_CONCERN
             and any(_CONTACTS & set(link.signs) and not link.through for link in match.links)]
    if listed or found:
        return MET, (*listed, *(tell_match(match) for match in found[:_MOST_TOLD]))
    if repeats is None or not repeats.denials + repeats.others:
        return lacking(rule, "contacts of parties of earlier cases"), ()
    silent = [p.name for p in dossier.parties(*rule.roles) if not _CONTACTS & {prop for prop, _ in p.facts}]
    if silent or not dossier.parties(*rule.roles):
        return lacking(rule, f"telephone or mail of {silent[0] if silent else 'the buyer'}"), ()
    return NOT_MET, (_searched(repeats),)


def successor(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a party of another name carries over enough of one that was stopped: people, place, numbers."""
    repeats = dossier.repeats
    if repeats is None or not repeats.stopped:
        return lacking(rule, "parties of stopped cases with their people, places and numbers"), ()
    least = int(rule.numbers["carried"])
    found = [
        match for match in _stopped(repeats)
        if any(_is_successor(link, least) for link in match.links if not link.through)
    ]
    if found:
        return MET, tuple(tell_match(match) for match in found[:_MOST_TOLD])
    buyers = dossier.parties(*rule.roles)
    few = [p.name for p in buyers if bool(p.address) + len({prop for prop, _ in p.facts}) < least]
    if few or not buyers:
        return lacking(rule, f"people, address and telephone of {few[0] if few else 'the buyer'}"), ()
    return NOT_MET, (_searched(repeats),)


def stopped_cluster(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the others that share people, places, numbers or ties with the parties were stopped often enough.

    A member is another party of an earlier case; unknown with fewer members than the rule asks for.
    """
    repeats = dossier.repeats
    if repeats is None or not repeats.denials + repeats.others:
        return lacking(rule, "earlier cases with their parties"), ()
    members: dict[str, bool] = {}
    for match in repeats.matches:
        is_stopped = match.case.outcome in STOPPED and match.case.state is not DenialState.REVOKED
        for link in match.links:
            if link.strength >= repeat_rules().links["shared"] and not {"name", "identifier"} & set(link.signs):
                members[plain(link.other)] = members.get(plain(link.other), False) or is_stopped
    if len(members) < rule.numbers["members"]:
        return lacking(rule, f"{rule.numbers['members']:g} firms or more that share people, places or numbers"), ()
    stopped = sum(members.values())
    text = f"{stopped} of {len(members)} firms that share people, places or numbers with the parties were stopped."
    if stopped > rule.numbers["share"] * len(members):
        return MET, (Reason(text=text, weight=1.0), *(tell_match(match) for match in _stopped(repeats)))[:_MOST_TOLD]
    return NOT_MET, (Reason(text=text, weight=-0.5),)


def cleared_then_stopped(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a case on the same party was cleared and a later one stops or warns; unknown where a day is lacking."""
    repeats = dossier.repeats
    if repeats is None or not repeats.denials + repeats.others:
        return lacking(rule, "earlier cases with their outcomes"), ()
    same = [match for match in repeats.matches
            if any(link.strength >= repeat_rules().same_party and not link.through for link in match.links)]
    cleared = [match for match in same if match.case.outcome is CaseOutcome.RELEASED]
    graver = [match for match in same if match.case.outcome in _OF_CONCERN]
    for was in cleared:
        for now in graver:
            if was.case.decided_on and now.case.decided_on and was.case.decided_on < now.case.decided_on:
                return MET, (tell_match(was), tell_match(now))
    if cleared and any(not match.case.decided_on for match in (*cleared, *graver)) and graver:
        return lacking(rule, "the days of earlier cases of this party"), tuple(map(tell_match, (*cleared, *graver)))
    return NOT_MET, (_searched(repeats),)


# -- pieces -----------------------------------------------------------------------


def _is_successor(link: PartyLink, least: int) -> bool:
    return len(_CARRIED & set(link.signs)) >= least and not {"name", "identifier"} & set(link.signs)


def _listed_contacts(party: Party, entity: Entity) -> Iterator[Reason]:
    for prop, read in (("phone", phone_mark), ("email", plain)):
        theirs = {read(text) for text in entity.values(prop)} - {""}
        for value in (value for name, value in party.facts if name == prop and read(value) in theirs):
            yield Reason(text=f"{party.name} has the {prop} that a list gives of {entity.caption}.", left=value,
                         right=entity.caption, weight=1.0)


def _stopped(repeats: Repeats) -> Iterator[RepeatMatch]:
    for match in repeats.matches:
        if match.case.outcome in STOPPED and match.case.state is not DenialState.REVOKED:
            yield match


def _same(match: RepeatMatch, names: Iterable[str]) -> bool:
    wanted = set(names)
    return any(link.party in wanted and link.strength >= repeat_rules().same_party for link in match.links)


def _is_like(dossier: Dossier, match: RepeatMatch) -> bool:
    """Tell whether goods are of one class, or alike where nobody states it."""
    mine = {kind_levels(kind)[0] for line in dossier.order.lines for kind in line.item.kinds}
    theirs = {kind_levels(kind)[0] for item in match.case.items for kind in item.kinds}
    return bool(mine & theirs) if mine and theirs else match.item >= repeat_rules().identical["open_from"] / 2


def _is_recent(case: Denial, latest: date, years: float) -> bool:
    return case.decided_on is None or (latest - case.decided_on).days <= years * _YEAR


def _destination(dossier: Dossier) -> str:
    users = (p.country for p in dossier.parties(PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE) if p.country)
    return dossier.order.route.destination or next(users, "-")


def _makers_of_order(dossier: Dossier) -> tuple[set[str], set[str]]:
    named = [party.name for party in dossier.parties(PartyRole.MANUFACTURER)]
    makers = {plain(line.item.maker) for line in dossier.order.lines} - {""} or {plain(name) for name in named}
    lands = {line.item.origin for line in dossier.order.lines} | {dossier.order.route.origin}
    return makers, lands - {""}


def _names_of(dossier: Dossier, found: Sequence[RepeatMatch]) -> Iterator[str]:
    items: list[Item | DeniedItem] = [line.item for line in dossier.order.lines]
    items += [item for match in found for item in match.case.items]
    yield from {plain(item.maker): item.maker for item in items if item.maker}.values()


def _tell(found: Sequence[RepeatMatch], repeats: Repeats, what: str) -> Finding:
    if not found:
        return NOT_MET, (_searched(repeats),)
    head = Reason(text=f"{len(found)} earlier {'case' if len(found) == 1 else 'cases'} {what}.", weight=1.0)
    return MET, (head, *(tell_match(match) for match in found[:_MOST_TOLD]))


def _searched(repeats: Repeats) -> Reason:
    held = f"{repeats.denials:,} denials, {repeats.others:,} other cases and {repeats.orders:,} earlier orders"
    return Reason(text=f"{held} were searched.", weight=-0.5)


REPEAT_TESTS: Mapping[str, FlagTest] = {
    test.__name__: test for test in (denied_before, reborn, known_go_between, many_makers, shared_contact, successor,
                                 stopped_cluster, cleared_then_stopped)
}


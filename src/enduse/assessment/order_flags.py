"""Flag tests that need the order and the classification alone; each is named by a `kind` in `knowledge/flags/`.

A test takes the dossier and the rule, and returns an answer with its reasons.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from enduse.assessment.dossier import Dossier, has_phrase
from enduse.assessment.flag_rules import FlagRule
from enduse.errors import KnowledgeError
from enduse.knowledge.shelf import open_knowledge
from enduse.model.answer import MET, NOT_MET, Answer, MissingFact, any_of, decide, unknown
from enduse.model.condition import ConditionResult
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.item import ItemLine
from enduse.model.party import Party, PartyRole
from enduse.names.folding import fold_name

Finding = tuple[Answer, tuple[Reason, ...]]
FlagTest = Callable[[Dossier, FlagRule], Finding]


def lacking(rule: FlagRule, fact: str, about: str = "order") -> Answer:
    """Return unknown, naming the fact, with the flag's own question."""
    return unknown(MissingFact(fact=fact, about=about, question=rule.ask))


def near_limit(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a regime's position is near the limit; the margins are shown."""
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for classification in dossier.classifications:
        for position in classification.positions:
            answers.append(_position_answer(position, classification.item, rule))
            if position.position is ControlPosition.NEAR_LIMIT:
                reasons += _margins(classification, position)
    if not answers:
        answers.append(lacking(rule, "classification of the item", "item"))
    return any_of(answers), tuple(reasons)


def _position_answer(position: RegimePosition, item: str, rule: FlagRule) -> Answer:
    if position.position is ControlPosition.NEAR_LIMIT:
        return MET
    if position.position in (ControlPosition.UNKNOWN, ControlPosition.POTENTIALLY_CONTROLLED):
        if position.missing:
            return unknown(*position.missing)
        return lacking(rule, position.note or f"position under {position.title}", item)
    return NOT_MET


def _margins(classification: Classification, position: RegimePosition) -> Iterator[Reason]:
    entries = ", ".join(position.entries)
    text = f"{classification.item} stands near the limit of {entries or 'an entry'} ({position.title})."
    near = [d for d in classification.determinations if d.regime == position.regime and d.is_near]
    if not near:
        yield Reason(text=text, weight=0.5)
    for determination in near:
        for leaf in _near_leaves(determination.covers):
            yield Reason(
                text=f"{text} {leaf.label}: margin {leaf.margin} {leaf.margin_unit}".rstrip() + ".",
                left=leaf.value, right=leaf.limit, weight=0.5, evidence=leaf.evidence,
            )


def _near_leaves(node: ConditionResult) -> Iterator[ConditionResult]:
    if node.is_near and not node.parts:
        yield node
    for part in node.parts:
        yield from _near_leaves(part)


def end_use_empty(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the use is absent, a stock phrase, too short, or only the item's own words again."""
    text = dossier.order.end_use.text
    words = fold_name(text).split()
    phrase = has_phrase(text, rule.words)
    items = {word for line in dossier.order.lines for word in fold_name(line.item.description).split()}
    if not words:
        why = "No end use is stated."
    elif phrase:
        why = f'The end use is told in a stock phrase: "{phrase}".'
    elif len(words) < rule.numbers["min_words"]:
        why = f"The end use is told in {len(words)} words."
    elif set(words) <= items:
        why = "The end use only repeats the item's name."
    else:
        return NOT_MET, (Reason(text="An end use is stated.", weight=-0.5, evidence=_cite_use(dossier)),)
    return MET, (Reason(text=why, left=text, weight=0.5, evidence=_cite_use(dossier)),)


def _cite_use(dossier: Dossier) -> tuple[Citation, ...]:
    stated = dossier.order.end_use
    return (stated.citation,) if stated.citation else dossier.cite_order("end use", stated.text)


def priority_list(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a line's six-digit code is on the list; unknown before the list's date or without a code."""
    since, tiers = _code_list(rule.code_list)
    if since is None or dossier.as_of < since:
        return lacking(rule, f"an edition of the list in force on {dossier.as_of}"), ()
    answers: list[Answer] = []
    reasons: list[Reason] = []
    for line in dossier.order.lines:
        code = "".join(c for c in line.item.hs_code if c.isdigit())[:6]
        if len(code) < 6:
            answers.append(lacking(rule, f"HS code of line {line.number} to six digits", "item"))
            continue
        answers.append(decide(code in tiers))
        if code in tiers:
            cited = Citation(kind=CitationKind.KNOWLEDGE, id=f"{rule.code_list}#{code}", source=rule.sources[0],
                             place=f"tier {tiers[code]}", words=f"HS {code}, tier {tiers[code]}, from {since}")
            reasons.append(Reason(text=f"Line {line.number} bears HS {code}, tier {tiers[code]}.", left=code,
                                  evidence=(*cite_line(dossier, line), cited)))
    if not dossier.order.lines:
        answers.append(lacking(rule, "item lines"))
    return any_of(answers), tuple(reasons)


@functools.cache
def _code_list(path: str) -> tuple[date | None, Mapping[str, str]]:
    root = open_knowledge(path)
    since = root.get("from").required().date()
    tiers = {code: tier for tier, codes in root.get("tiers").required().mapping().items() for code in codes.texts()}
    root.faults.check(KnowledgeError)
    return since, tiers


def description_vague(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a line names no model and its description is a stock phrase or too short."""
    vague = [line for line in dossier.order.lines if not line.item.model and _is_vague(line, rule)]
    if not dossier.order.lines:
        return lacking(rule, "item lines"), ()
    reasons = tuple(
        Reason(text=f'Line {line.number} says only "{line.item.description}".', left=line.item.description,
               weight=0.5, evidence=cite_line(dossier, line)) for line in vague
    )
    return decide(bool(vague)), reasons


def _is_vague(line: ItemLine, rule: FlagRule) -> bool:
    words = fold_name(line.item.description)
    return words in {fold_name(phrase) for phrase in rule.words} or len(words.split()) < rule.numbers["min_words"]


def cite_line(dossier: Dossier, line: ItemLine) -> tuple[Citation, ...]:
    """Cite the place where the order tells of a line's item."""
    if line.item.citation:
        return (line.item.citation,)
    return dossier.cite_order(f"line {line.number}", line.item.description)


_ORIGINS = ("maker", "origin of the item", "dispatch")


def origin_differs(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the countries stated for maker, item and dispatch are not one."""
    told = [(_ORIGINS[0], maker.country, dossier.cite_party(maker))
            for maker in dossier.parties(PartyRole.MANUFACTURER) if maker.country]
    told += [(_ORIGINS[1], line.item.origin, cite_line(dossier, line))
             for line in dossier.order.lines if line.item.origin]
    if dossier.order.route.origin:
        told.append((_ORIGINS[2], dossier.order.route.origin, dossier.cite_order("route", dossier.order.route.origin)))
    if len(told) < 2:
        return lacking(rule, "at least two of: maker's country, origin of the item, country of dispatch", "item"), ()
    if len({country for _, country, _ in told}) == 1:
        is_all = len({what for what, _, _ in told}) == len(_ORIGINS)
        return (NOT_MET if is_all else lacking(rule, "maker's country, origin of the item and country of dispatch")), ()
    text = "; ".join(f"{what}: {country}" for what, country, _ in told)
    evidence = tuple(dict.fromkeys(citation for _, _, cited in told for citation in cited))
    return MET, (Reason(text=f"The countries disagree: {text}.", weight=0.2, evidence=evidence),)


def end_user_unnamed(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when no end user is named, its name is put off, or several are named."""
    users = dossier.parties(PartyRole.END_USER)
    put_off = [user for user in users if has_phrase(user.name, rule.words) or not fold_name(user.name)]
    if not users:
        why = "No party holds the role of end user."
    elif put_off:
        why = f'The end user is given as "{put_off[0].name}".'
    elif len({fold_name(user.name) for user in users}) > 1:
        why = f"{len(users)} end users are named."
    else:
        return NOT_MET, (Reason(text=f"{users[0].name} is named.", weight=-0.5, evidence=dossier.cite_party(users[0])),)
    evidence = tuple(citation for user in users for citation in dossier.cite_party(user))
    return MET, (Reason(text=why, weight=1.0, evidence=evidence),)


def third_country_trader(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a purchaser trades and the end user is in another country or not named."""
    buyers, users = dossier.parties(PartyRole.PURCHASER), dossier.parties(PartyRole.END_USER)
    if not buyers:
        return lacking(rule, "purchaser"), ()
    answers = [_trader_answer(buyer, users, rule) for buyer in buyers]
    reasons = tuple(
        Reason(text=f"{buyer.name} trades ({_trades(buyer, rule)}), and the user is elsewhere or not named.",
               left=buyer.country, right=", ".join(sorted({user.country for user in users})),
               evidence=dossier.cite_party(buyer))
        for buyer, answer in zip(buyers, answers, strict=True) if answer == MET
    )
    return any_of(answers), reasons


def _trades(party: Party, rule: FlagRule) -> str:
    if PartyRole.INTERMEDIARY in party.roles:
        return "it is named as intermediary"
    phrase = has_phrase(party.name, rule.words)
    return f'its name says "{phrase}"' if phrase else ""


def _trader_answer(buyer: Party, users: tuple[Party, ...], rule: FlagRule) -> Answer:
    if buyer in users:
        return NOT_MET
    if not _trades(buyer, rule):
        return lacking(rule, f"what {buyer.name} does", buyer.name)
    if not users:
        return MET
    if not buyer.country or not all(user.country for user in users):
        return lacking(rule, "countries of purchaser and end user", buyer.name)
    return decide(any(user.country != buyer.country for user in users))


def forwarder_last(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when the last named party forwards or stores; not met when a user apart from it has a stated site."""
    last = dossier.parties(PartyRole.END_USER) or dossier.parties(PartyRole.ULTIMATE_CONSIGNEE)
    if not last:
        return lacking(rule, "end user or ultimate consignee"), ()
    for party in last:
        phrase = has_phrase(party.name, rule.words)
        if PartyRole.FREIGHT_FORWARDER in party.roles or phrase:
            how = f'its name says "{phrase}"' if phrase else "it is named as forwarder"
            text = f"{party.name} is the last party named, and {how}."
            return MET, (Reason(text=text, weight=1.0, evidence=dossier.cite_party(party)),)
    if dossier.parties(PartyRole.END_USER) and dossier.order.end_use.site:
        return NOT_MET, (Reason(text="A user with a site is named behind the goods' way.", weight=-0.5),)
    return lacking(rule, f"what {last[0].name} does", last[0].name), ()


def payer_apart(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a payer holds no other role under the same name."""
    payers = dossier.parties(PartyRole.PAYER)
    if not payers:
        return lacking(rule, "payer"), ()
    others = {fold_name(p.name) for p in dossier.parties() if set(p.roles) - {PartyRole.PAYER}}
    apart = [payer for payer in payers if fold_name(payer.name) not in others]
    return decide(bool(apart)), tuple(
        Reason(text=f"{payer.name} pays and has no other part.", weight=1.0, evidence=dossier.cite_party(payer))
        for payer in apart
    )


def payer_country_odd(dossier: Dossier, rule: FlagRule) -> Finding:
    """Met when a payer's country is neither another party's nor on the route; needs both sides to be stated."""
    payers = dossier.parties(PartyRole.PAYER)
    route = dossier.order.route
    known = {party.country for party in dossier.parties() if party not in payers} | {route.origin, route.destination}
    known = (known | set(route.transit)) - {""}
    if not payers or not all(payer.country for payer in payers):
        return lacking(rule, "country of the payer"), ()
    known |= {payer.country for payer in payers if set(payer.roles) - {PartyRole.PAYER}}
    odd = [payer for payer in payers if payer.country not in known]
    if odd and not all(party.country for party in dossier.parties()):
        return lacking(rule, "countries of all parties"), ()
    return decide(bool(odd)), tuple(
        Reason(text=f"{payer.name} pays from a country without part in the trade.", left=payer.country,
               right=", ".join(sorted(known)), weight=0.5, evidence=dossier.cite_party(payer)) for payer in odd
    )


ORDER_TESTS: Mapping[str, FlagTest] = {
    test.__name__: test for test in (
        near_limit, end_use_empty, priority_list, description_vague, origin_differs, end_user_unnamed,
        third_country_trader, forwarder_last, payer_apart, payer_country_odd,
    )
}

"""License consequences of an order: what each controlled entry asks for its destination, and goods prohibited there.

For each entry that an item meets, or that a whole meets and none of its pieces, the license tables of the Union and of
the United States are asked, and whether that law reaches the item. Lists of goods that are prohibited to a destination
are asked for the customs code of each line.
Cost: a few look-ups for each entry that is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from enduse.assessment.dossier import Dossier
from enduse.assessment.wholes import is_ordered
from enduse.classification.goods import find_goods
from enduse.classification.jurisdiction import reach_of
from enduse.classification.licensing import REGIMES, find_license_need
from enduse.knowledge.directories import load_annex
from enduse.knowledge.goods_lists import GoodsList, load_goods_lists
from enduse.knowledge.licensing_tables import load_licensing
from enduse.model.answer import NOT_MET, Answer, MissingFact, Verdict, all_of, unknown
from enduse.model.determination import Classification, ControlPosition
from enduse.model.evidence import Citation, CitationKind, Reason
from enduse.model.item import ItemLine
from enduse.model.jurisdiction import Jurisdiction
from enduse.model.licensing import GoodsConsequence, GoodsFinding, LicenseConsequence, LicenseNeed

_WORDS = {
    Verdict.MET: "a license is needed", Verdict.NOT_MET: "no license by these tables",
    Verdict.UNKNOWN: "whether a license is needed is unknown",
}
_MOST_SHOWN = 4
_FEWEST_DIGITS = 4


def find_licenses(dossier: Dossier) -> tuple[LicenseConsequence, ...]:
    """Return what each controlled entry asks for the destination of the order, by line, regime and entry."""
    found: list[LicenseConsequence] = []
    for place, classification in enumerate(dossier.classifications):
        for regime, entries in _find_met(classification):
            found += _ask(dossier, classification, regime, entries, of="", line=place)
        for whole in classification.wholes:
            if is_ordered(whole):
                for change in whole.changes:
                    if change.regime in REGIMES and change.newly_met:
                        found += _ask(dossier, classification, change.regime, change.newly_met, of=whole.of, line=place)
    return tuple(found)


def _find_met(classification: Classification) -> Iterator[tuple[str, tuple[str, ...]]]:
    for position in classification.positions:
        if position.position is ControlPosition.CONTROLLED and position.regime in REGIMES:
            yield position.regime, position.entries


def _ask(
    dossier: Dossier, classification: Classification, regime: str, entries: Sequence[str], *, of: str, line: int
) -> Iterator[LicenseConsequence]:
    """Yield what the entries ask; paragraphs of one entry that are answered alike are told once."""
    told: dict[tuple[object, ...], tuple[LicenseNeed, list[str]]] = {}
    for entry in entries:
        need = _find_need(regime, entry, dossier)
        code = entry.partition(".")[0]
        key = (code, need.answer.verdict, *((one.name, one.answer.verdict) for one in (*need.reasons, *need.easings)))
        told.setdefault(key, (need, []))[1].append(entry)
    for need, same in told.values():
        applies = _find_reach(classification.jurisdictions, regime, same[0].partition(".")[0])
        yield LicenseConsequence(
            item=classification.item, line=line, of=of, entries=tuple(same), applies=applies, need=need,
            answer=all_of([applies, need.answer]),
        )


def _find_need(regime: str, entry: str, dossier: Dossier) -> LicenseNeed:
    destination = dossier.order.route.destination
    if not destination:
        question = "To which country do the goods go in the end?"
        fact = MissingFact(fact="country of destination", about="order", question=question)
        return LicenseNeed(regime=regime, entry=entry, destination="", answer=unknown(fact))
    return find_license_need(
        regime, entry, destination, as_of=dossier.as_of, tables=load_licensing(), annex=load_annex()
    )


def _find_reach(jurisdictions: Sequence[Jurisdiction], regime: str, entry: str) -> Answer:
    """Return whether the law reaches the item; nobody asked is unknown."""
    found = reach_of(jurisdictions, regime, entry)
    if found is not None:
        return found
    fact = f"whether the law of {regime} reaches the item"
    question = "Where was it made, from where is it sent, and by whom?"
    return unknown(MissingFact(fact=fact, about="item", question=question))


def find_prohibited(dossier: Dossier) -> tuple[GoodsConsequence, ...]:
    """Return what lists of goods for the destination say of each line: named, open, or (left out) not named."""
    lists = [held for held in load_goods_lists() if dossier.order.route.destination in held.destinations]
    found = (
        consequence for place, line in enumerate(dossier.order.lines) if lists
        for consequence in _ask_goods(dossier, place, line, lists)
    )
    return tuple(one for one in found if one.answer != NOT_MET)


def _ask_goods(
    dossier: Dossier, place: int, line: ItemLine, lists: Sequence[GoodsList]
) -> Iterator[GoodsConsequence]:
    destination = dossier.order.route.destination
    code = "".join(sign for sign in line.item.hs_code if sign.isdigit())
    findings = _find_listed(code, destination, lists, dossier.as_of) if len(code) >= _FEWEST_DIGITS else (
        _without_code(line, destination, lists)
    )
    of_line = dossier.classifications[place] if place < len(dossier.classifications) else None
    for finding in findings:
        applies = _find_reach(of_line.jurisdictions if of_line else (), finding.authority, "")
        yield GoodsConsequence(
            item=line.item.description or f"line {line.number}", line=place, applies=applies, finding=finding,
            answer=all_of([applies, finding.answer]),
        )


def _find_listed(code: str, destination: str, lists: Sequence[GoodsList], as_of: date) -> Iterable[GoodsFinding]:
    return find_goods(code, destination, as_of=as_of, lists=tuple(lists))


def _without_code(line: ItemLine, destination: str, lists: Sequence[GoodsList]) -> Iterator[GoodsFinding]:
    """Yield one open finding for a line without a customs code, in the name of all lists of the destination."""
    question = f"What is the customs code of line {line.number}?"
    held = lists[0]
    yield GoodsFinding(
        list=held.id, title=f"{len(lists)} lists of goods for {destination.upper()}", authority=held.authority,
        destination=destination, code="", tier="", because="the line has no customs code", says=held.says,
        answer=unknown(MissingFact(fact=f"customs code of line {line.number}", about="item", question=question)),
        cites=held.cites,
    )


def tell_license(one: LicenseConsequence) -> Reason:
    """Say what an entry asks for the destination, by which of its reasons, and how sure it is that the law applies."""
    need = one.need
    what = f"{one.item}, taken together ({one.of})" if one.of else one.item
    whether = {
        Verdict.MET: "", Verdict.NOT_MET: " That law does not reach it.",
        Verdict.UNKNOWN: " Whether that law reaches it is open.",
    }[one.applies.verdict]
    to = need.destination.upper() or "a destination that is not stated"
    deciding = [reason for reason in need.reasons if reason.answer.verdict is need.answer.verdict]
    why = "; ".join(f"{reason.name}: {reason.because}" for reason in deciding[:_MOST_SHOWN])
    eased = [
        f"{easing.name} {'may cover it' if easing.answer.verdict is Verdict.MET else 'is open'}"
        for easing in need.easings if easing.answer.verdict is not Verdict.NOT_MET
    ]
    if need.answer.verdict is Verdict.MET and need.easings:
        eased = eased or [f"none of {', '.join(easing.name for easing in need.easings)} covers it"]
    text = f"{what}: {need.regime} {', '.join(one.entries)} to {to}: {_WORDS[need.answer.verdict]}"
    parts = [part for part in (why, "; ".join(eased)) if part]
    return Reason(
        text=f"{text}{' (' + '. '.join(parts) + ')' if parts else ''}.{whether}",
        weight=1.0 if one.answer.verdict is Verdict.MET else 0.0, evidence=tuple(_cite(one)),
    )


def _cite(one: LicenseConsequence) -> Iterator[Citation]:
    for reason in one.need.reasons:
        if reason.answer.verdict is one.need.answer.verdict:
            place = f"licensing/{'us/country_chart' if one.need.regime == 'US' else 'eu/general_authorisations'}.yaml"
            yield Citation(
                kind=CitationKind.KNOWLEDGE, id=place, source=one.need.regime, place=reason.cites, words=reason.because,
            )
            return


def tell_goods(one: GoodsConsequence) -> Reason:
    """Say what a list of goods says of a line for the destination."""
    finding = one.finding
    whether = "" if one.applies.verdict is Verdict.MET else " Whether that law reaches the order is open."
    code = f" {finding.code}" if finding.code else ""
    text = f"{one.item}: {finding.title}{code}: {finding.because}; {finding.says}.{whether}"
    cited = Citation(
        kind=CitationKind.KNOWLEDGE, id=f"licensing/goods/{finding.list}.yaml", source=finding.authority,
        place=finding.cites, words=finding.says,
    )
    return Reason(text=text, left=finding.code, weight=1.0 if one.answer.verdict is Verdict.MET else 0.0,
                  evidence=(cited,))

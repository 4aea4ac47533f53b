"""Ask on invented orders whether the first proposed question is one whose answer can change the first step.

    python benchmarks/questions.py [--orders 120] [--seed 3]

An order is made of parties, uses and facts that a desk notes, each known by its own coin (a field nine times in
ten, a fact nineteen times in twenty) and harmless but once in 150. Lists and the record have answered, the item is
not controlled, and gates that no program computes are settled. Of each order every unknown thing is tried with the
values of the tables below, which the program does not share: where some value of some one thing changes the kind of
the first step, the order is a case. It is won when the thing that the program asks for first is such a thing.
Printed beside it: how often a thing drawn at random would be, and how many orders were let go with something
unknown (which must never be).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from enduse.assessment.assess import assess
from enduse.assessment.dossier import GATE, SETTLED, gate_object
from enduse.knowledge.order_facts import known_facts
from enduse.model.assessment import ActionKind, Assessment
from enduse.model.determination import Classification, ControlPosition, RegimePosition
from enduse.model.item import Item, ItemLine, Quantity
from enduse.model.marking import OWNER
from enduse.model.party import Party, PartyRole
from enduse.model.path import Trace
from enduse.model.screening import Screening, SourceCoverage
from enduse.model.statement import Judgement
from enduse.model.transaction import EndUse, NotedFact, Route, Transaction, TransactionKind
from enduse.model.viewpoint import Viewpoint

DAY = date(2026, 5, 1)
HARMLESS: dict[str, tuple[str, ...]] = {
    "spares_value_share": ("0.05",), "manual_languages": ("tr",), "supply_frequency_hz": ("50",),
    "uses_stated": ("turning pump shafts", "turning pump shafts"), "item_condition": ("new",), "seller_is": ("maker",),
    "technical_questions_asked": ("4",), "technical_questions_answered": ("4",), "units_sold_before": ("90",),
    "days_since_launch": ("2000",), "site_capacity_units": ("8",), "units_ordered": ("2",),
    "has_register_entry": ("yes",), "has_accounts": ("yes",), "has_staff": ("yes",), "has_website": ("yes",),
    "has_references": ("yes",), "end_user_activity": ("making",), "end_user_has_using_site": ("yes",),
    "printed_names": ("Ostrand Pumps",), "mail_domain": ("ostrand.example",), "mail_domain_days": ("3000",),
    "statement_request": ("signed",), "statement_days_waiting": ("3",), "ownership_ends_in": ("persons",),
    "controlled_by": ("private",), "public_work": ("water works",), "days_inactive_before": ("4",),
    "hands_to_user": ("1",), "stock_report_days": ("9",), "change_reason_recorded": ("yes",),
    "papers_name_user": ("yes",),
    "delivery_address_is": ("plant",), "telephone_country": ("tr",), "mail_country": ("tr",),
    "days_seen_from_elsewhere": ("0",), "site_is_users_own": ("yes",), "metres_to_guarded_site": ("9000",),
    "address_found": ("building",), "firms_at_address": ("1",), "detour_factor": ("1.1",),
    "days_from_change_to_loading": ("60",), "change_is_usual": ("yes",), "delivery_date_is_set": ("yes",),
    "delivery_place_is_set": ("yes",), "delivery_place_is_usual": ("yes",), "packing_fits_journey": ("yes",),
    "arrival_proof_promised": ("yes",), "notify_country": ("tr",), "discharge_country": ("tr",),
    "onward_leg_shown": ("yes",), "spreads_off_like_goods": ("1",), "license_drawn_share": ("0.5",),
    "advance_share": ("0.3",), "price_over_reference": ("1.0",), "price_is_explained": ("yes",),
    "payment_channel": ("bank_transfer",), "payment_papers_agree": ("yes",), "refusal_is_explained": ("yes",),
    "lead_time_days": ("90",), "usual_lead_time_days": ("90",), "hurry_is_explained": ("yes",),
    "answer_on_staying": ("clear",), "service_call_country": ("tr",), "country_of_sale": ("tr",),
    "transfer_was_approved": ("yes",), "statement_is_held": ("yes",), "statement_is_signed": ("yes",),
    "statement_names_items": ("yes",), "statement_dated": ("2026-03-01",), "papers_agree": ("yes",),
    "signatory_is_empowered": ("yes",), "file_traces": ("own_firm",), "keeping_clause": ("signed",),
    "letterhead_agrees": ("yes",), "last_end_use_check": ("good",), "days_since_check": ("100",),
    "proof_overdue_days": ("0",), "partner_alerts": ("0",), "cases_on_maker": ("0",), "countries_of_concern": ("aq",),
    "excess_over_need": ("1",), "item_fits_business": ("yes",), "country_imports_the_like": ("yes",),
    "country_has_using_plant": ("yes",), "drawings_alike": ("0.1",), "days_from_owner_change_to_listing": ("3000",),
    "new_owner_is": ("unrelated",), "onward_share_of_concern": ("0",), "imports_rise_factor": ("1",),
}
HARMFUL: dict[str, tuple[str, ...]] = {
    "spares_value_share": ("0.7",), "manual_languages": ("fi",), "supply_frequency_hz": ("60",),
    "uses_stated": ("dental crowns", "repairing ploughs"), "technical_questions_answered": ("0",),
    "end_user_activity": ("freight",), "statement_request": ("refused",), "kept_from": ("bank",),
    "ownership_ends_in": ("nominee",), "controlled_by": ("arms_group",), "public_work": ("missile guidance",),
    "parties_changed": ("consignee",), "delivery_address_is": ("post_box",), "telephone_country": ("no",),
    "days_seen_from_elsewhere": ("9",), "metres_to_guarded_site": ("90",), "detour_factor": ("3",),
    "days_from_change_to_loading": ("1",), "discharge_country": ("no",), "spreads_off_like_goods": ("9",),
    "license_drawn_share": ("3",), "license_disagrees_in": ("consignee",), "advance_share": ("1",),
    "price_over_reference": ("2.5",), "terms_given_up": ("warranty", "training"), "payment_channel": ("virtual_asset",),
    "services_declined": ("installation",), "checks_refused": ("visit",), "answer_on_staying": ("missing",),
    "service_call_country": ("no",), "statement_dated": ("2019-01-01",), "file_traces": ("country_of_concern",),
    "keeping_clause": ("struck_out",), "last_end_use_check": ("refused",), "proof_overdue_days": ("90",),
    "partner_alerts": ("2",), "cases_on_maker": ("4",), "instructions": ("remove serial numbers",),
    "hands_to_user": ("6",), "firms_at_address": ("90",), "units_ordered": ("90",), "mail_domain": ("gmail.com",),
    "country_of_sale": ("no",), "mail_country": ("no",),
    "printed_names": ("A", "B", "C", "D", "E"), "statement_days_waiting": ("90",), "days_inactive_before": ("900",),
    "excess_over_need": ("4",), "item_fits_business": ("no",), "onward_share_of_concern": ("0.7",),
    "drawings_alike": ("0.95",),
}
USER = Party(name="Ostrand Pumps", country="tr", address="1 Ostrand Road, Ostrand Town", roles=(
    PartyRole.PURCHASER, PartyRole.END_USER, PartyRole.ULTIMATE_CONSIGNEE, PartyRole.PAYER))
USE = "turning pump shafts for irrigation sets on line two"

Change = Callable[[Transaction], Transaction]


def _set(fact: str, values: tuple[str, ...]) -> Change:
    return lambda order: replace(order, facts=(
        *(one for one in order.facts if one.fact != fact), NotedFact(fact=fact, values=values)))


def _use(**fields: object) -> Change:
    return lambda order: replace(order, end_use=replace(order.end_use, **fields))  # type: ignore[arg-type]


def _name_user(order: Transaction) -> Transaction:
    maker = tuple(party for party in order.parties if PartyRole.MANUFACTURER in party.roles)
    return replace(order, parties=(*maker, USER))


def _model(order: Transaction) -> Transaction:
    lines = tuple(replace(line, item=replace(line.item, maker="Fellgate", model="L-1")) for line in order.lines)
    return replace(order, lines=lines)


def changes_of(order: Transaction) -> Iterator[tuple[str, Change]]:
    """Yield every answer that the tables know to a thing that the order does not tell, by the thing's words."""
    held = {one.fact for one in order.facts}
    for fact, kind in known_facts().items():
        if fact not in held:
            values = [HARMLESS.get(fact), HARMFUL.get(fact)]
            values += [("yes",), ("no",)] if kind.kind == "yes_no" else [()] if kind.kind == "list" else []
            yield from ((kind.says, _set(fact, one)) for one in values if one is not None)
    use = order.end_use
    if not any(PartyRole.END_USER in party.roles for party in order.parties):
        yield "end user", _name_user
    if not use.text:
        yield "stated end use", _use(text=USE)
    if not use.site:
        yield "site of use", _use(site="Hall 1, Ostrand Town")
    if not order.lines[0].item.model:
        yield "maker and model", _model
    for name, words in (("is_military", "whether the use is military"),
                        ("is_suspected_wmd", "whether the exporter suspects a weapons use"),
                        ("is_informed_of_wmd", "whether the authority has informed the exporter")):
        if getattr(use, name) is None:
            yield from ((words, _use(**{name: answer})) for answer in (True, False))


def make_order(random: Random) -> Transaction:
    """Return one invented order, of which some things are not told."""
    def told(share: float = 0.9) -> bool:
        return random.random() < share

    facts = []
    for fact, kind in known_facts().items():
        if told(0.95):
            harmless = HARMLESS.get(fact) or (("no",) if kind.kind == "yes_no" else () if kind.kind == "list" else None)
            values = HARMFUL.get(fact, harmless) if random.random() < 1 / 150 else harmless
            if values is not None:
                facts.append(NotedFact(fact=fact, values=values))
    user = USER if told() else replace(USER, roles=(PartyRole.PURCHASER, PartyRole.PAYER))
    maker = Party(name="Fellgate Works", country="de", roles=(PartyRole.EXPORTER, PartyRole.MANUFACTURER))
    item = Item(description="Bench lathe", maker="Fellgate" if told() else "", model="L-1" if told() else "",
                hs_code="8458.19", origin="de")
    return Transaction(
        reference="invented", kind=TransactionKind.ORDER, parties=(maker, user),
        lines=(ItemLine(number=1, item=item, count=Quantity.exactly(2)),), route=Route(origin="de", destination="tr"),
        end_use=EndUse(
            text=USE if told() else "", site="Hall 1, Ostrand Town" if told() else "",
            is_military=False if told() else None, is_suspected_wmd=False if told() else None,
            is_informed_of_wmd=False if told() else None,
        ),
        papers=("end-use statement", "site visit report", "re-export undertaking"), facts=tuple(facts),
    )


def ask(order: Transaction) -> Assessment:
    """Assess an order of which the lists know nothing, and whose uncomputed gates are settled."""
    at = datetime(2026, 4, 1, tzinfo=UTC)
    view = Viewpoint(as_of=DAY, known_by=datetime(2026, 5, 1, tzinfo=UTC), audience=OWNER)
    lists = (SourceCoverage(source="invented", title="", version=DAY, entities=0, note=""),)
    settled = [
        Judgement(id=gate, kind=GATE, object=gate_object(order.reference, gate), verdict=SETTLED, reason="invented",
                  actor="desk", at=at) for gate in ("ownership", "published_address", "denial", "embargo", "catch_all")
    ]
    screenings = [Screening(query=party.name, hits=(), coverage=lists) for party in order.parties]
    free = RegimePosition(regime="EU", title="EU Annex I", position=ControlPosition.NOT_CONTROLLED)
    item = Classification(item="Bench lathe", as_of=DAY, positions=(free,), determinations=())
    traces = [Trace(party=party.name, starts=(), paths=(), links_seen=0) for party in order.parties]
    return assess(order, viewpoint=view, screenings=screenings, judgements=settled, at_addresses=(),
                  classifications=(item,), traces=traces)


def main() -> None:
    """Print what came of the orders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=120)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    random = Random(options.seed)
    cases = won = went_on = 0
    by_chance = 0.0
    for _ in range(options.orders):
        order = make_order(random)
        found = ask(order)
        kind = found.actions[0].kind
        went_on += kind is ActionKind.PROCEED and bool(found.missing)
        things: dict[str, bool] = {}
        for words, change in changes_of(order):
            things[words] = things.get(words, False) or ask(change(order)).actions[0].kind is not kind
        if not any(things.values()):
            continue
        cases += 1
        by_chance += sum(things.values()) / len(things)
        asked = next((action for action in found.actions if action.kind is ActionKind.ASK), None)
        told = asked.because[0].text.removeprefix("Not known: ").partition(". ")[0].rstrip(".") if asked else ""
        won += things.get(told, False)
    print(f"orders {options.orders}, cases in which one answer can change the first step: {cases}")
    print(f"first question is about such a thing: {won} of {cases} ({won / max(cases, 1):.0%});"
          f" one drawn at random: {by_chance / max(cases, 1):.0%}")
    print(f"orders let go with something unknown: {went_on}")


if __name__ == "__main__":
    main()

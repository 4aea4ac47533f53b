"""Every party and order here is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enduse.assessment.dossier import Dossier, gather
from enduse.assessment.embargoes import embargo_laws, find_embargo
from enduse.model.answer import MET, NOT_MET, Answer, Verdict
from enduse.model.determination import Classification
from enduse.model.item import Item, ItemLine
from enduse.model.jurisdiction import Jurisdiction
from enduse.model.party import Party, PartyRole
from enduse.model.transaction import Route, Transaction, TransactionKind

DAY = date(2026, 6, 1)


def ask(home: str, destination: str, *, us_reaches: Answer = NOT_MET, user: str = "", hs_code: str = "",
        day: date = DAY) -> tuple[Answer, str]:
    parties = (Party(name="Brackwater Tools", country=home, roles=(PartyRole.EXPORTER,)),
               Party(name="Easting Works", country=user, roles=(PartyRole.END_USER,)))
    order = Transaction(
        reference="x", kind=TransactionKind.ORDER, parties=parties, route=Route(destination=destination),
        lines=(ItemLine(number=1, item=Item(description="lathe", hs_code=hs_code)),),
    )
    laws = tuple(Jurisdiction(regime=law, law=law, as_of=day, answer=answer)
                 for law, answer in (("US", us_reaches), ("EU", MET if home == "de" else NOT_MET), ("CA", NOT_MET)))
    rated = Classification(item="lathe", as_of=day, positions=(), determinations=(), jurisdictions=laws)
    dossier = gather(order, as_of=day, classifications=[rated])
    answer, reasons = find_embargo(dossier, question="Which embargoes bind?")
    return answer, " ".join(reason.text for reason in reasons)


@pytest.mark.parametrize("home, destination, us_reaches, verdict", [
    ("us", "cu", MET, Verdict.MET),
    ("us", "kp", MET, Verdict.MET),
    ("us", "ru", MET, Verdict.UNKNOWN),
    ("us", "br", MET, Verdict.NOT_MET),
    ("de", "jp", NOT_MET, Verdict.NOT_MET),
    ("de", "fr", NOT_MET, Verdict.NOT_MET),
    ("de", "kz", NOT_MET, Verdict.UNKNOWN),
    ("de", "cu", MET, Verdict.MET),
    ("jp", "br", NOT_MET, Verdict.UNKNOWN),
    ("", "br", NOT_MET, Verdict.UNKNOWN),
    ("us", "", MET, Verdict.UNKNOWN),
])
def test_a_destination_is_answered_by_the_law_of_the_exporter_and_by_us_law_where_it_reaches(
    home: str, destination: str, us_reaches: Answer, verdict: Verdict,
) -> None:
    assert ask(home, destination, us_reaches=us_reaches)[0].verdict is verdict


def test_a_user_in_a_closed_country_meets_the_gate_whatever_the_destination() -> None:
    assert ask("us", "br", us_reaches=MET, user="cu")[0] == MET
    assert ask("us", "br", us_reaches=MET, user="br")[0] == NOT_MET


def test_goods_that_a_law_prohibits_to_the_destination_meet_the_gate_and_are_cited() -> None:
    answer, told = ask("de", "ru", hs_code="0601.10", day=date(2022, 6, 1))
    assert answer == MET
    assert "prohibited to Russia" in told


def test_far_from_the_day_of_the_tables_nothing_is_said() -> None:
    assert ask("us", "br", us_reaches=MET, day=date(2012, 1, 1))[0].verdict is Verdict.UNKNOWN


def test_the_answer_for_an_open_place_names_law_and_place() -> None:
    answer, _ = ask("de", "kz")
    assert [fact.fact for fact in answer.missing] == ["embargoes of EU on KZ"]


def test_every_law_says_from_where_it_is_known() -> None:
    assert all(law.cites and law.says and law.exporters for law in embargo_laws())


def test_without_a_destination_the_gate_asks_for_it() -> None:
    order = Transaction(reference="x", kind=TransactionKind.ORDER, parties=(), lines=())
    dossier: Dossier = gather(order, as_of=DAY)
    answer, _ = find_embargo(replace(dossier), question="?")
    assert answer.missing[0].fact == "country of destination"

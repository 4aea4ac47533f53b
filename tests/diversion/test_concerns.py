"""Every party here is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from enduse.diversion.concerns import concern_of, find_concerns
from enduse.model.screening import Entity
from enduse.model.statement import Locator, Sighting, Statement


def say(subject: str, prop: str, value: str, *, source: str = "list", denied: bool = False) -> Sighting:
    said = Statement(subject=subject, schema="Company", prop=prop, value=value, printed=value, source=source,
                     locator=Locator(record="row"), origin=source, denied=denied)
    return Sighting(id=said.id, statement=said, document=None, document_name=None,
                    received_at=datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize("prop, value, source, classes, is_weapons", [
    ("program", "NPWMD", "us_list", ("mass_destruction",), True),
    ("program", "[NPWMD] [IFSR]", "us_list", ("mass_destruction",), True),
    ("provisions", "For all items (see 744.3(d) of this chapter)", "us_list", ("missile",), True),
    ("provisions", "See § 744.21 and § 744.2.", "us_list", ("military", "nuclear"), True),
    ("provisions", "See 744.21", "us_list", ("military",), False),
    ("program", "DPRK", "un_list", ("mass_destruction",), True),
    ("program", "DPRK", "us_list", ("other",), False),
    ("program", "SOMETHING-ELSE", "us_list", ("other",), False),
])
def test_the_words_of_a_list_tell_what_its_listing_speaks_of(
    prop: str, value: str, source: str, classes: tuple[str, ...], is_weapons: bool,
) -> None:
    concern = find_concerns([say("x", "topics", "sanction", source=source), say("x", prop, value, source=source)])["x"]
    assert concern.classes == classes
    assert concern.is_weapons is is_weapons


def test_who_is_not_listed_is_of_no_concern_whatever_is_printed() -> None:
    assert find_concerns([say("x", "program", "NPWMD")]) == {}
    assert find_concerns([say("x", "topics", "sanction", denied=True)]) == {}


def test_an_entity_and_its_statements_give_one_concern() -> None:
    told = [say("x", "topics", "export.control"), say("x", "provisions", "744.4")]
    entity = Entity(id="x", schema="Company", caption="X", sources=("list",), is_listed=True,
                    properties=(("topics", ("export.control",)), ("provisions", ("744.4",))))
    assert concern_of(entity) == find_concerns(told)["x"]


def test_an_entity_that_no_list_names_has_no_concern() -> None:
    assert concern_of(Entity(id="x", schema="Company", caption="X", sources=("desk",), properties=())) is None

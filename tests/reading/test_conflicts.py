"""What a paper tells twice and not alike is asked of a person. The cables are invented."""

from __future__ import annotations

import pytest

from enduse.reading.document import read_document
from enduse.reading.facts_json import to_facts_json

CABLE = (
    "O 142230Z APR 10\nFM SECSTATE WASHDC\nTO AMEMBASSY TALLINN IMMEDIATE\nS E C R E T STATE 036699\n\n"
    "E.O. 12958: DECL: 04/14/2035\nTAGS: PARM, PREL\nSUBJECT: (U) INVENTED PUMPS\n\n"
    "1. (S) In {0}, the Estonian firm Quarry Bend Ltd bought {1} VX-300 vacuum pumps from Feldrain GmbH.\n\n"
    "2. (S) Begin talking points:\n\n(SECRET//REL ESTONIA)\n\n"
    "-- In {2}, the Estonian firm Quarry Bend Ltd bought {3} VX-300 vacuum pumps from Feldrain GmbH.\n\n"
    "End talking points.\nCLINTON\n"
)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (("September 2008", "two", "July 2008", "two"), {("2008-09", "2008-07")}),
        (("September 2008", "two", "September 2008", "three"), {("2", "3")}),
        (("September 2008", "two", "September 2008", "two"), set()),
        (("2008", "two", "July 2008", "two"), set()),
    ],
)
def test_an_account_and_talking_points_that_disagree_are_asked_about(
    told: tuple[str, ...], asked: set[tuple[str, str]]
) -> None:
    reading = read_document(CABLE.format(*told).encode(), name="invented.txt")
    facts = to_facts_json(reading, doc="invented")["facts"]
    assert isinstance(facts, list)
    found = [fact for fact in facts if fact["type"] == "conflict"]
    assert {tuple(fact["values"]) for fact in found} == asked
    for fact in found:
        for span in fact["spans"]:
            assert reading.text[span["start"] : span["end"]] == span["quote"]
    assert bool(asked) == any("in two ways" in fault.reason for fault in reading.faults)

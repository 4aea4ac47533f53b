"""Published papers and letters of all kinds against what a careful reader takes from them; all are fictional."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json

GOLDEN = Path(__file__).parent / "golden"
PAPERS = sorted(GOLDEN.glob("*/*.json"))
KINDS = sorted({path.parent.name for path in PAPERS})
NEGATIVE = [path for path in PAPERS if json.loads(path.read_text(encoding="utf-8")).get("negative")]
# The least F1 over parties, roles, items, links and events of all papers of a kind.
FLOORS = {
    "charging": 0.72,
    "email": 0.65,
    "letter": 0.4,
    "listing": 0.8,
    "notice": 0.82,
    "order": 0.75,
    "panel": 0.7,
    "press_release": 0.72,
    "text": 1.0,
}
_LEGAL = frozenset(
    [
        "co",
        "company",
        "ltd",
        "limited",
        "inc",
        "corp",
        "corporation",
        "llc",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "srl",
        "as",
        "sdn",
        "bhd",
        "pte",
        "jsc",
        "ooo",
        "fze",
        "sarl",
        "dmcc",
    ]
)
_Fact = dict[str, Any]


@cache
def read(path: Path) -> DocumentReading:
    return read_document(path.with_suffix(".txt").read_bytes(), name=path.with_suffix(".txt").name)


def facts(path: Path) -> list[_Fact]:
    told = to_facts_json(read(path), path.stem)["facts"]
    assert isinstance(told, list)
    return told


def folded(text: object) -> str:
    plain = unicodedata.normalize("NFKD", str(text or "")).casefold()
    return re.sub(r"[^0-9a-z]+", " ", "".join(char for char in plain if not unicodedata.combining(char))).strip()


def names(fact: _Fact) -> set[str]:
    keys = {" ".join(w for w in folded(name).split() if w not in _LEGAL) for name in (fact["name"], *fact["aliases"])}
    return {key for key in keys if key}


def paired(wanted: Sequence[_Fact], told: Sequence[_Fact], same: Callable[[_Fact, _Fact], bool]) -> dict[int, int]:
    """Pair each wanted fact with the first one told that is the same, each once."""
    found: dict[int, int] = {}
    for number, fact in enumerate(wanted):
        for place, each in enumerate(told):
            if place not in found.values() and same(fact, each):
                found[number] = place
                break
    return found


def same_item(wanted: _Fact, told: _Fact) -> bool:
    if wanted["model"]:
        return folded(wanted["model"]) == folded(told["model"])
    heads = [
        {word.rstrip("s") for word in folded(text).split() if len(word) > 2}
        for text in (wanted["type"], told["item_type"])
    ]
    return bool(heads[0] & heads[1])


def score(path: Path) -> tuple[int, int, int]:
    """Return how many facts are right, told and wanted."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    by_type: dict[str, list[_Fact]] = {kind: [] for kind in ("party", "item", "link", "event", "request")}
    for fact in facts(path):
        by_type.setdefault(fact["type"], []).append(fact)
    parties = paired(gold["parties"], by_type["party"], lambda a, b: bool(names(a) & names(b)))
    items = paired(gold["items"], by_type["item"], same_item)
    right = len(parties) + len(items)
    wanted = len(gold["parties"]) + len(gold["items"])
    for number, party in enumerate(gold["parties"]):
        roles = {each["role"] for each in party["roles"]}
        wanted += len(roles)
        right += len(roles & set(by_type["party"][parties[number]]["roles"])) if number in parties else 0
    ends = {gold["parties"][a]["id"]: names(by_type["party"][b]) for a, b in parties.items()}
    things = {by_type["item"][b]["id"]: gold["items"][a]["id"] for a, b in items.items()}

    def end(name: str) -> str:
        if name in things:
            return str(things[name])
        key = " ".join(word for word in folded(name).split() if word not in _LEGAL)
        return next((party for party, known in ends.items() if key in known), f"instr:{name}")

    links = {(each["type"], each["from"], each["to"]) for each in gold["links"]}
    told_links = {(each["link"], end(each["from"]), end(each["to"])) for each in by_type["link"]}
    events = paired(
        gold["events"],
        by_type["event"],
        lambda a, b: (
            a["kind"] == b["kind"] and a["actor"] == b["actor"] and (a["date"] or "")[:4] in ((b["date"] or "")[:4], "")
        ),
    )
    right += len(links & told_links) + len(events)
    wanted += len(links) + len(gold["events"])
    told = sum(len(by_type[kind]) for kind in ("party", "item", "event")) + len(told_links)
    return right, told + sum(len(each["roles"]) for each in by_type["party"]), wanted


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_the_kind_and_the_language_of_a_paper_are_recognised(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    reading = read(path)
    assert (reading.format, reading.language) == (path.parent.name, gold["lang"])


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_quote_stands_in_the_paper_at_its_place(path: Path) -> None:
    for fact in facts(path):
        assert fact["spans"]
        for span in fact["spans"]:
            assert span["quote"]
            assert read(path).text[span["start"] : span["end"]] == span["quote"]


@pytest.mark.parametrize("path", NEGATIVE, ids=lambda path: path.stem)
def test_papers_of_policy_and_procedure_give_no_facts_of_a_case(path: Path) -> None:
    assert [fact for fact in facts(path) if fact["type"] in ("party", "item", "link", "event", "request")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_facts_of_each_kind_of_paper_stay_above_their_floor(kind: str) -> None:
    right, told, wanted = (
        sum(column) for column in zip(*(score(p) for p in PAPERS if p.parent.name == kind), strict=True)
    )
    assert 2 * right >= FLOORS[kind] * (told + wanted)

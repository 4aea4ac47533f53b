"""Screening a party against an index (all names invented)."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

import pytest

from enduse.model.evidence import Citation, CitationKind
from enduse.model.party import Party
from enduse.model.screening import Entity
from enduse.screening.desk import screen, screen_many
from enduse.screening.index import NameIndex, NameRow

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "ik", "esh")]
ROWS: list[NameRow] = [
    ("x-1", "name", "Norvik Machine Works GmbH", "Company", "s1"),
    ("x-1", "alias", "Norvik Maschinenbau", "Company", "s2"),
    ("x-2", "name", "Velko Simov Tarnov", "Person", "s3"),
    ("x-3", "name", "طارق الموريدي", "Person", "s4"),
    ("x-4", "name", "Karasun International Trading Co Ltd", "Company", "s5"),
    ("x-5", "name", "Kara Sun Shipping", "Company", "s6"),
    ("x-6", "weakAlias", "Tarnov", "Person", "s7"),
]


def fetch(rows: Sequence[NameRow]) -> dict[str, Entity]:
    """Make the entities of some rows."""
    found: dict[str, dict[str, list[str]]] = {}
    schemas = {row[0]: row[3] for row in rows}
    for subject, prop, printed, _, _ in rows:
        found.setdefault(subject, {}).setdefault(prop, []).append(printed)
    return {
        subject: Entity(
            id=subject, schema=schemas[subject], caption=sorted(next(iter(properties.values())))[0],
            properties=tuple((prop, tuple(sorted(values))) for prop, values in sorted(properties.items())),
            sources=("demo",),
        )
        for subject, properties in found.items()
    }


def ask(
    name: str, rows: Sequence[NameRow] = ROWS, *, threshold: float = 0.7, limit: int = 10
) -> list[tuple[str, float]]:
    """Return subject and score of each hit."""
    known = fetch(rows)
    hits = screen(
        Party(name=name), index=NameIndex.build(rows), threshold=threshold, limit=limit,
        entities=lambda ids: {i: known[i] for i in ids if i in known},
    )
    return [(hit.entity.id, hit.score) for hit in hits]


@pytest.mark.parametrize(("name", "subject"), [
    ("NORVIK MACHINE WORKS", "x-1"), ("Works Norvik Machine", "x-1"), ("Norvic Maschinenbau GmbH", "x-1"),
    ("Velko Tarnov", "x-2"), ("Tarnow, Velko", "x-2"), ("Тарнов Велко", "x-2"), ("Tariq al-Muridi", "x-3"),
    ("Kara-Sun International Trading", "x-4"), ("Karasun Shipping", "x-5"),
])
def test_the_party_meant_comes_first(name: str, subject: str) -> None:
    assert ask(name)[0][0] == subject


@pytest.mark.parametrize("name", [
    "CORP", "Trading Co Ltd", "International Trading", "Works GmbH", "Dr", "", "???", "al",
])
def test_words_that_many_names_share_alone_hit_nothing(name: str) -> None:
    assert ask(name) == []


def test_another_party_hits_nothing() -> None:
    assert ask("Melisor Pelagan") == []


def test_the_order_of_the_rows_makes_no_difference() -> None:
    random = Random(3)
    expected = [ask(name, threshold=0.3) for name in ("Tarnov", "Karasun", "Norvik", "طارق الموريدي")]
    for _ in range(5):
        rows = random.sample(ROWS, len(ROWS))
        assert [ask(name, rows, threshold=0.3) for name in ("Tarnov", "Karasun", "Norvik", "طارق الموريدي")] == expected


def test_scores_of_a_row_do_not_depend_on_what_else_is_held() -> None:
    alone = dict(ask("Velko Tarnov", [row for row in ROWS if row[0] == "x-2"]))
    among = dict(ask("Velko Tarnov"))
    assert alone["x-2"] == among["x-2"]


def test_equals_are_ranked_by_id_and_the_limit_holds() -> None:
    rows: list[NameRow] = [(f"x-{n}", "name", "Velmar Desolin", "Company", "") for n in (3, 1, 2)]
    assert [subject for subject, _ in ask("Velmar Desolin", rows)] == ["x-1", "x-2", "x-3"]
    assert [subject for subject, _ in ask("Velmar Desolin", rows, limit=2)] == ["x-1", "x-2"]


def test_an_identifier_leads_to_a_record_under_another_name() -> None:
    rows: list[NameRow] = [("v-1", "name", "Velmar Star", "Vessel", "")]
    vessel = Entity(id="v-1", schema="Vessel", caption="Velmar Star", sources=("demo",), properties=(
        ("imoNumber", ("IMO 9990001",)), ("name", ("Velmar Star",)),
    ))
    index = NameIndex.build(rows, identifiers=[("v-1", "imoNumber", "IMO 9990001", "Vessel", "")])
    party = Party(name="Norvik Queen", kind="Vessel", identifiers=(("imoNumber", "9990001"),))
    assert not screen(Party(name="Norvik Queen", kind="Vessel"), index=index, entities=lambda _: {"v-1": vessel})
    assert screen(party, index=index, entities=lambda _: {"v-1": vessel})[0].score > 0.9


def test_a_hit_carries_reasons_and_what_the_list_says() -> None:
    known = fetch(ROWS)
    citation = Citation(kind=CitationKind.STATEMENT, id="s3", source="demo", place="row 1", words="Velko Simov Tarnov")
    hit = screen(
        Party(name="Velko Tarnov"), index=NameIndex.build(ROWS), entities=lambda ids: {i: known[i] for i in ids},
        cite=lambda _: (citation,),
    )[0]
    assert hit.listing == (citation,)
    assert hit.matched_name == "Velko Simov Tarnov"
    assert ("missing on the left", "simov") in {(reason.text, reason.right) for reason in hit.reasons}
    assert any(reason.weight > 0 for reason in hit.reasons)


def test_a_batch_answers_each_party_as_it_would_alone() -> None:
    known = fetch(ROWS)
    index = NameIndex.build(ROWS)
    parties = [Party(name=row[2]) for row in ROWS] * 9
    together = list(screen_many(parties, index=index, entities=lambda ids: {i: known[i] for i in ids}))
    alone = [
        screen(party, index=NameIndex.build(ROWS), entities=lambda ids: {i: known[i] for i in ids}) for party in parties
    ]
    assert together == alone


def make_name(random: Random) -> list[str]:
    return ["".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(random.randint(2, 4))]


def harm(random: Random, words: list[str], edits: int) -> list[str]:
    """Make that many edits, at most one for every four letters of any word; a word too short is left alone."""
    words = list(words)
    spent = [0] * len(words)
    room = [len(word) // 4 for word in words]
    for _ in range(edits):
        open_words = [at for at in range(len(words)) if spent[at] < room[at]]
        if not open_words:
            break
        at = random.choice(open_words)
        spent[at] += 1
        words[at] = _edit(random, words[at])
    return random.sample(words, len(words))


def _edit(random: Random, word: str) -> str:
    at = random.randrange(len(word) - 1)
    letter = random.choice("abcdefghiklmnoprstuvz")
    return random.choice([
        word[:at] + letter + word[at:], word[:at] + word[at + 1:], word[:at] + letter + word[at + 1:],
        word[:at] + word[at + 1] + word[at] + word[at + 2:],
    ])


def test_names_within_the_promise_are_found() -> None:
    """Edit distance two overall, one edit for four letters of any word, any order of words: all are candidates."""
    random = Random(11)
    names = [make_name(random) for _ in range(3_000)]
    index = NameIndex.build([(f"x-{n}", "name", " ".join(words), "Person", "") for n, words in enumerate(names)])
    for n in random.sample(range(len(names)), 300):
        query = " ".join(harm(random, names[n], edits=random.randint(0, 2)))
        assert f"x-{n}" in {candidate.subject for candidate in index.find(query, limit=10)}, (query, names[n])


def test_candidates_come_in_order_of_promise() -> None:
    random = Random(5)
    index = NameIndex.build([(f"x-{n}", "name", " ".join(make_name(random)), "Person", "") for n in range(500)])
    found = index.find(" ".join(make_name(random)), limit=50)
    assert all((-a.promise, a.subject) < (-b.promise, b.subject) for a, b in pairwise(found))


@pytest.mark.parametrize("name", [
    "x" * 10_000, "ab cd " * 5_000, " ".join(f"tarnov{i}" for i in range(5_000)), "طا" * 5_000,
])
def test_a_monstrous_query_ends(name: str) -> None:
    assert isinstance(ask(name), list)


def test_the_search_for_rings_of_objects_goes_on_between_chunks_and_after_a_fault() -> None:
    index = NameIndex.build([("x-1", "name", "Velko Tarnov", "Person", "1")])

    def fail(ids: Sequence[str]) -> Mapping[str, Entity]:
        assert not gc.isenabled()
        raise LookupError(ids)

    with pytest.raises(LookupError):
        list(screen_many([Party(name="Velko Tarnov", kind="Person")], index=index, entities=fail))
    assert gc.isenabled()

"""What sentences say of parties and goods; the firms, bodies, makers and events are invented."""

from __future__ import annotations

import pytest

from enduse.knowledge.shelf import open_knowledge
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts_json import to_facts_json
from enduse.reading.items import find_goods
from enduse.reading.lexicon import fact_words
from enduse.reading.sentences import split_sentences


def read(text: str) -> DocumentReading:
    return read_document(text.encode("utf-8"), name="invented.txt")


def links(text: str) -> set[tuple[str, str, str]]:
    """Return the links between parties that a text tells, as (subject, kind, object)."""
    kept = [c for c in read(text).facts if c.refers == "party" and c.about == "party" and not c.denied]
    return {(c.key, c.prop, c.value) for c in kept}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Brellok Trading Ltd is a front company for the Ostrel Dynamics Group.", "front_for"),
        ("Brellok Trading Ltd, a front for the Ostrel Dynamics Group, bought a pump.", "front_for"),
        ("Ostrel Dynamics Group's front company Brellok Trading Ltd bought a pump.", "front_for"),
        ("Brellok Trading Ltd (an Ostrel Dynamics Group front company) bought a pump.", "front_for"),
        ("Brellok Trading Ltd served as a false end user for the Ostrel Dynamics Group.", "false_end_user_for"),
        ("Brellok Trading Ltd acts for the Ostrel Dynamics Group.", "acts_for"),
        ("Brellok Trading Ltd is a procurement agent of the Ostrel Dynamics Group.", "acts_for"),
        ("Brellok Trading Ltd is acting on behalf of the Ostrel Dynamics Group.", "acts_for"),
        ("Brellok Trading Ltd is an affiliate of the Ostrel Dynamics Group.", "associated_with"),
    ],
)
def test_the_words_of_a_tie_give_its_kind(sentence: str, kind: str) -> None:
    assert links(sentence) == {("brellok trading ltd", kind, "ostrel dynamics group")}


def test_several_fronts_named_together_each_have_their_tie() -> None:
    assert links("Brellok Trading Ltd and Trestor Impex Ltd are front companies for the Ostrel Dynamics Group.") == {
        ("brellok trading ltd", "front_for", "ostrel dynamics group"),
        ("trestor impex ltd", "front_for", "ostrel dynamics group"),
    }


def test_a_tie_that_is_denied_is_kept_as_denied() -> None:
    reading = read("Brellok Trading Ltd is not a front company for the Ostrel Dynamics Group.")
    made = [claim for claim in reading.facts if claim.refers]
    assert [(c.prop, c.denied) for c in made] == [("front_for", True)]


def test_the_neutral_form_prints_the_wider_kind_it_knows() -> None:
    for words in ("a front company for", "a false end user for"):
        facts = to_facts_json(read(f"Brellok Trading Ltd is {words} the Ostrel Dynamics Group."), "x")["facts"]
        assert isinstance(facts, list)
        assert [f["link"] for f in facts if f["type"] == "link"] == ["acts_for"]


def test_every_kind_of_tie_that_reading_tells_is_a_known_relation() -> None:
    known = {kind.get("kind").text() for kind in open_knowledge("codes/relations.yaml").get("kinds").items()}
    words = fact_words()
    assert {cue.kind for cue in words.relations} | set(words.kin_nouns.values()) | set(words.facts_links) <= known


INQUIRY = (
    "Brellok Trading Ltd asked the Norwegian maker Quorvane Machinery Works for a quotation "
    "for one model QX-200 5S lathe."
)


def test_asking_a_maker_for_a_quotation_gives_the_goods_their_maker_and_who_seeks_them_from_whom() -> None:
    reading = read(INQUIRY)
    assert links(INQUIRY) == {("brellok trading ltd", "seeks_from", "quorvane machinery works")}
    said = {(c.key, c.prop, c.value) for c in reading.facts if c.about == "item" or c.refers == "item"}
    lathe = "lathe qx 200 5s"
    assert said == {
        (lathe, "description", "lathe"),
        (lathe, "model", "QX-200 5S"),
        (lathe, "quantity", "1"),
        (lathe, "make", "quorvane machinery works"),
        ("brellok trading ltd", "seeks", lathe),
        ("quorvane machinery works", "manufactures", lathe),
    }
    assert next(c.span.quote for c in reading.facts if c.prop == "quantity") == "one model QX-200 5S lathe"


def test_one_who_is_asked_but_not_called_a_maker_is_no_maker_and_no_supplier() -> None:
    facts = read(INQUIRY.replace("the Norwegian maker ", "")).facts
    assert {c.prop for c in facts if c.key == "quorvane machinery works"} == {"name"}


def test_a_request_that_is_denied_is_kept_as_denied() -> None:
    facts = read(INQUIRY.replace("asked", "has never asked")).facts
    assert {c.denied for c in facts if c.prop in ("seeks", "seeks_from")} == {True}


def test_a_purchase_that_is_only_likely_keeps_its_doubt() -> None:
    facts = read("Brellok Trading Ltd is likely to seek a second machining center.").facts
    assert [(c.value, c.hedge) for c in facts if c.prop == "seeks"] == [("machining center", "likely")]


@pytest.mark.parametrize(
    ("sentence", "flows"),
    [
        ("Crates addressed to Brellok Trading Ltd were taken to the Ostrel Dynamics Group.", True),
        ("Brellok Trading Ltd shipped two lathes to the Ostrel Dynamics Group.", True),
        ("Brellok Trading Ltd would have shipped two lathes to the Ostrel Dynamics Group.", False),
        ("Crates addressed to Brellok Trading Ltd could be taken to the Ostrel Dynamics Group.", False),
        ("Crates addressed to Brellok Trading Ltd and papers were taken to the Ostrel Dynamics Group.", False),
        ("Staff of Brellok Trading Ltd were taken to the Ostrel Dynamics Group.", False),
    ],
)
def test_goods_that_went_on_from_one_party_to_another_are_a_flow(sentence: str, flows: bool) -> None:
    assert (("brellok trading ltd", "shipped_to", "ostrel dynamics group") in links(sentence)) is flows


def test_a_word_of_goods_inside_the_name_of_a_party_is_no_goods() -> None:
    facts = read("Brellok Machine Tools Ltd sold a pump to Trestor Impex Ltd.").facts
    assert {c.key for c in facts if c.about == "item"} == {"pump"}


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("They bought ten 60 mm mortars.", "10"), ("They bought 60 mm mortars.", ""), ("They bought 12 mortars.", "12")],
)
def test_a_calibre_is_no_number_of_goods(text: str, quantity: str) -> None:
    (sentence,) = split_sentences(text, 0, len(text))
    assert [(each.phrase, each.quantity) for each in find_goods(sentence)] == [("mortar", quantity)]

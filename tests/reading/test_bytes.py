"""Bytes to text with places: formats, encodings, and hostile files in bounded time. All names are invented."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enduse.errors import InputError
from enduse.reading.bytes import read_bytes
from enduse.reading.containers import Inside, clean_name, open_container
from enduse.reading.pdf import find_boxes

LEFT = [f"The left column of prose goes on in line {n} of it" for n in range(8)]
RIGHT = [f"while the right column tells another tale, line {n}" for n in range(8)]
LOCK = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"5a" * 32 + b"> /U <" + b"a5" * 32 + b"> >>"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_pdf(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """Return a PDF whose pages show texts at places, in the order given."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        shown = "".join(f"BT /F1 9 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in page).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def make_docx(body: str, **others: str) -> bytes:
    """Return a DOCX file of a body and other parts, given as the XML within their root."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        for name, xml in others.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def make_zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def rows(left: Sequence[str], right: Sequence[str], top: float = 700.0) -> list[tuple[float, float, str]]:
    """Return two columns as a careless program writes them: row by row."""
    found = []
    for number, pair in enumerate(zip(left, right, strict=True)):
        found += [(50.0, top - 12 * number, pair[0]), (320.0, top - 12 * number, pair[1])]
    return found


def test_columns_that_a_file_gives_row_by_row_are_read_one_after_the_other() -> None:
    title = [(50.0, 740.0, "A title that reaches over both columns of this page, and far enough to do so truly")]
    data = make_pdf([[*title, *rows(LEFT, RIGHT)]])
    text = read_bytes(data, name="two.pdf").text
    assert text.splitlines()[1:17] == [*LEFT, *RIGHT]
    assert text.startswith("A title")


def test_ragged_columns_whose_lines_do_not_stand_level_are_read_one_after_the_other() -> None:
    """Lines of unequal length leave wider gaps within a column than the one between the columns."""
    left = [f"The left column of prose has {'long or ' * (n % 3)}other lines {n}" for n in range(12)]
    right = [f"while the right column tells {'still more ' * (n % 3)}of another tale {n}" for n in range(12)]
    lines = [(50.0, 700.0 - 12 * n, text) for n, text in enumerate(left)]
    lines += [(320.0, 704.0 - 13.5 * n, text) for n, text in enumerate(right)]
    text = read_bytes(make_pdf([sorted(lines, key=lambda line: -line[1])]), name="ragged.pdf").text
    assert text.splitlines()[:24] == [*left, *right]


def test_a_table_is_read_row_by_row() -> None:
    cells = [(f"Pump {n}", f"{n * 7} units") for n in range(9)]
    text = read_bytes(make_pdf([rows([c[0] for c in cells], [c[1] for c in cells])]), name="table.pdf").text
    assert text.splitlines()[:9] == [f"{left}\t{right}" for left, right in cells]


def test_every_stretch_of_a_pdf_leads_back_to_its_page_and_box() -> None:
    data = make_pdf([[(50.0, 700.0, "First page of the note about pumps")], rows(LEFT, RIGHT)])
    stored = read_bytes(data, name="two.pdf")
    at = stored.text.index("another tale, line 3")
    assert stored.page_of(at) == 2
    ((page, box),) = find_boxes(data, stored.runs_between(at, at + 20), at, at + 20)
    left, bottom, right, top = box
    assert page == 2
    assert 320 < left < right < 612
    assert 700 - 36 - 3 < bottom < top < 700 - 36 + 9
    assert stored.page_of(3) == 1
    for run in stored.runs:
        assert stored.text[run.start : run.end].strip()


def test_a_page_that_is_a_picture_is_told_beside_pages_that_are_not() -> None:
    text = make_pdf([[(50.0, 700.0, "A page with enough text on it to be read as a page of its own.")] * 2, []])
    assert read_bytes(text, name="mixed.pdf").faults == ()  # empty, but no picture
    drawn = b"<< /Length 92 >>\nstream\nq 400 0 0 400 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xaa EI Q\nendstream"
    shown = text.replace(b"<< /Length 0 >>\nstream\n\nendstream", drawn)
    (fault,) = read_bytes(shown, name="mixed.pdf").faults
    assert fault.place == "page 2"


def test_a_pdf_with_other_bytes_before_it_is_read_and_a_text_that_names_the_format_stays_a_text() -> None:
    data = make_pdf([rows(LEFT, RIGHT)])
    assert read_bytes(b"sent by a gateway\n" * 5 + data, name="gateway.pdf").media == "application/pdf"
    about = b"A file begins with\n%PDF-1.4\nand the number of each part.\n"
    assert read_bytes(about, name="about.txt").media == "text/plain"


@pytest.mark.parametrize(
    "data,words",
    [
        (make_pdf([rows(LEFT, RIGHT)]).replace(b"/Root", b"/ID [<00> <00>] /Encrypt " + LOCK + b" /Root"), "password"),
        (make_pdf([rows(LEFT, RIGHT)])[:-900], "damaged"),
        (make_pdf([[]]), "empty"),
        (make_zip([("a.txt", b"A paper of some length." * 9)])[:-30], "damaged"),
        (make_docx(paragraph("x"))[:-40], "damaged"),
        (make_zip([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")]), "office"),
    ],
    ids=["locked PDF", "cut PDF", "PDF without text", "cut ZIP", "cut DOCX", "workbook"],
)
def test_what_cannot_be_read_is_told_by_its_own_cause(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_bytes(data, name="paper")


def test_a_docx_file_gives_headers_tables_and_notes_and_leaves_out_what_a_change_took_away() -> None:
    table = (
        "<w:tbl>"
        + "".join(
            f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
            for row in (("Goods", "Count"), ("Mill HX-200", "2"))
        )
        + "</w:tbl>"
    )
    gone = "<w:p><w:del><w:r><w:delText>taken out</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>"
    data = make_docx(
        paragraph("Dear sir,") + table + gone,
        header1=f"<w:hdr {NAMESPACE}>{paragraph('CONFIDENTIAL')}</w:hdr>",
        footnotes=f"<w:footnotes {NAMESPACE}>{paragraph('See the annex.')}</w:footnotes>",
    )
    stored = read_bytes(data, name="letter.docx")
    assert stored.text.splitlines()[0] == "CONFIDENTIAL"
    assert "Mill HX-200 \t2 \t\n" in stored.text
    assert "taken out" not in stored.text
    assert "kept" in stored.text
    assert [fault.place for fault in stored.faults] == ["tracked changes"]
    assert [stored.part_of(stored.text.index(words)) for words in ("CONFID", "Mill", "annex")] == [
        "header 1",
        "body",
        "footnotes",
    ]


@pytest.mark.parametrize(
    "text,encoding",
    [
        ("Müller & Söhne liefern 2 Pumpen für die Anlage.\n" * 9, "cp1252"),
        ("Завод Север поставляет насосы и станки для предприятия в городе.\n" * 9, "cp1251"),
        ("Завод Север поставляет насосы и станки для предприятия в городе.\n" * 9, "koi8-r"),
        ("Завод Север поставляет насосы и станки для предприятия в городе.\n" * 9, "cp866"),
        ("北方公司出口设备的订单和货物型号，客户在中国有限公司联系我们。\n" * 9, "gb18030"),
        ("北方公司出口設備的訂單和貨物型號，客戶在臺灣有限公司聯絡我們。\n" * 9, "big5"),
        ("北の会社はポンプをこの工場へ出荷します。よろしくお願いします。\n" * 9, "shift_jis"),
        ("북쪽 회사는 이 공장에 펌프를 보냅니다. 감사합니다.\n" * 9, "euc-kr"),
        ("亮摩尔贸易公司向伊朗出售两台机床。\n" * 9, "gb18030"),
        ("該貿易商向買方出售兩台車床，並由港口裝運。\n", "big5"),
        ("工作機械二台の輸出契約書。納入先は港の工場です。\n", "euc-jp"),
        ("선반 두 대를 수출하는 계약서입니다. 납품은 항구의 공장에서 합니다.\n", "euc-kr"),
        ("A plain note.\n" * 9, "utf-16-le"),
        ("A plain note.\n" * 9, "utf-16-be"),
        ("Ein Gerät – zwei\n", "utf-8"),
    ],
)
def test_the_encoding_of_a_text_is_found(text: str, encoding: str) -> None:
    stored = read_bytes(text.encode(encoding), name="note.txt")
    assert stored.text == text
    assert stored.notes or encoding == "utf-8"


def test_a_page_of_html_gives_what_its_reader_sees_in_the_encoding_it_names() -> None:
    page = (
        '<html><head><meta charset="windows-1251"><title>Насосы</title><script>var firm = "hidden";</script></head>'
        "<body><table><tr><td>Завод</td><td>2</td></tr></table><p>Север</p></body></html>"
    )
    stored = read_bytes(page.encode("cp1251"), name="page.html")
    assert "hidden" not in stored.text
    assert "Завод\t2\t\n" in stored.text
    assert stored.media == "text/html"


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@fellgate.example", "b@osprey.example", "Enquiry for pumps"
    mail["Message-ID"] = "<1@fellgate.example>"
    mail.set_content("Please quote for two pumps.\n")
    mail.add_alternative("<html><body><p>Please quote for two pumps.</p></body></html>", subtype="html")
    mail.add_attachment(b"Datasheet of the pump.\n", maintype="text", subtype="plain", filename="../../etc/sheet.txt")
    return mail


def test_a_mail_gives_heading_and_body_and_its_attachments_are_papers_of_their_own() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = "c@tarn.example", "Fwd", "<2@tarn.example>"
    inner.set_content("What was sent on.\n")
    mail = _mail()
    mail.add_attachment(
        make_zip([("a/b.txt", b"In the archive.\n")]), maintype="application", subtype="zip", filename="papers.zip"
    )
    mail.add_attachment(inner)
    data = mail.as_bytes()
    text = read_bytes(data, name="mail.eml").text
    assert text.startswith("From: a@fellgate.example\nTo: b@osprey.example\nSubject: Enquiry for pumps\n\nPlease quote")
    found = {each.name: each.data for each in open_container(data, "mail.eml") if isinstance(each, Inside)}
    assert found["mail.eml/etc/sheet.txt"].strip() == b"Datasheet of the pump."
    assert found["mail.eml/papers.zip/a/b.txt"] == b"In the archive.\n"
    (name,) = set(found) - {"mail.eml/etc/sheet.txt", "mail.eml/papers.zip/a/b.txt"}
    assert "What was sent on." in read_bytes(found[name], name=name).text


def test_an_archive_that_is_a_bomb_or_a_nest_is_told_and_what_is_sound_in_it_is_given() -> None:
    nest = make_zip([("deep.txt", b"deep")])
    for _ in range(6):
        nest = make_zip([("nest.zip", nest)])
    data = make_zip([("bomb.txt", bytes(60_000_000)), ("good.txt", b"A sound note."), ("nest.zip", nest)])
    began = time.monotonic()
    found = list(open_container(data, "box.zip"))
    assert time.monotonic() - began < 20
    assert [each.name for each in found if isinstance(each, Inside)] == ["box.zip/good.txt"]
    told = {each.where: each.what for each in found if isinstance(each, InputError)}
    assert told["box.zip/bomb.txt"] == "it unpacks to more than 50 MB."
    assert "too deep" in told["box.zip/nest.zip/nest.zip/nest.zip"]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/abs/name",
        "C:\\windows\\x",
        "..\\..\\x",
        "a\x00b",
        "",
        "...",
        ".",
    ],
)
def test_a_name_inside_an_archive_leads_nowhere(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert not cleaned.startswith("/")
    assert ".." not in cleaned.split("/")
    assert not set(cleaned) & set("\x00:\\")


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "data",
    [
        make_docx(paragraph("x")).replace(b"word/document.xml", b"word/documenx.xml"),
        make_zip([("word/document.xml", f"{LAUGHS}<w:document {NAMESPACE}>&j;</w:document>".encode())]),
        make_zip([("word/document.xml", b"<a>" * 100_000)]),
        make_docx(paragraph("x"))[:-40],
        b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj " * 50,
        make_pdf([[(50.0, 700.0, "cut off")]])[:300],
        b"\xd0\xcf\x11\xe0" + bytes(500),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        bytes(5000),
        b"\xff\xfe\x00",
        b"",
        b"x" * 50_000_001,
    ],
)
def test_a_hostile_or_foreign_file_ends_in_an_error_that_says_what_to_do(data: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_bytes(data, name="hostile")
    assert caught.value.remedy
    assert time.monotonic() - began < 10


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"%PDF-1.4\n",
            b"PK\x03\x04",
            b"From: a@b.example\nMessage-ID: <1@b.example>\n\n",
            b"",
            b"<html>",
            b"\xff\xfe",
        ]
    ),
    st.integers(0, 300),
)
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(tail: bytes, head: bytes, cut: int) -> None:
    for data in (head + tail, make_docx(paragraph("words"))[: cut + 200] + tail):
        try:
            stored = read_bytes(data, name="any")
        except InputError:
            continue
        assert stored.pages == tuple(sorted(stored.pages))
        list(open_container(data, "any"))

"""Hostile files: damaged, bottomless, endless and cyclic ones are read or refused, soon; all of them are made here."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import random
import re
import sys
import time
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from enduse.errors import InputError
from enduse.reading.bytes import read_bytes
from enduse.reading.containers import Inside, open_container

_spec = importlib.util.spec_from_file_location("files_made_here", Path(__file__).parent / "test_bytes.py")
assert _spec is not None
assert _spec.loader is not None
made = importlib.util.module_from_spec(_spec)
sys.modules["files_made_here"] = made
_spec.loader.exec_module(made)

MAIL = b"From: a@fellgate.example\r\nMIME-Version: 1.0\r\nMessage-ID: <1@fellgate.example>\r\n"
SOUND: dict[str, bytes] = {
    "pdf": made.make_pdf([[(50.0, 700.0 - 20 * n, f"A line of words, number {n}") for n in range(20)]] * 2),
    "docx": made.make_docx("".join(made.paragraph(f"Words {n} of a paper") for n in range(40))),
    "zip": made.make_zip([("a.txt", b"A note of words.\n" * 40), ("b/c.html", b"<html><body>Hallo <b>you</b>" * 9)]),
    "eml": MAIL + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nSee below.\r\n--B\r\n"
    b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.txt\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QSBub3RlLgo=\r\n" * 9 + b"--B--\r\n",
    "html": b"<!DOCTYPE html><html><body><table><tr><td>A<td>B &amp; C</table><!-- x --><p>Words</body></html>" * 3,
}


def _harm(data: bytes, dice: random.Random) -> bytes:
    """Return the bytes with a few of them changed, lost, doubled, moved, or with another number."""
    held = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at, many = dice.randrange(max(1, len(held))), dice.choice((1, 2, 4, 16, 200))
        match dice.randrange(5):
            case 0:
                held[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del held[at : at + many]
            case 2:
                held[at : at + many] = held[at : at + many] * dice.choice((2, 3, 50))
            case 3:
                other = dice.randrange(max(1, len(held)))
                held[at : at + many] = held[other : other + many]
            case _:
                numbers = list(re.finditer(rb"\d+", bytes(held)))
                if numbers:
                    found = dice.choice(numbers)
                    held[found.start() : found.end()] = dice.choice((b"0", b"-1", b"99999999999", b"4294967295"))
    return bytes(held)


def _read_all(data: bytes, name: str) -> None:
    """Read a file and what is in it; whatever is refused says where and what to do."""
    refused = [each for each in open_container(data, name) if isinstance(each, InputError)]
    with contextlib.suppress(InputError):
        try:
            read_bytes(data, name=name)
        except InputError as error:
            refused.append(error)
            raise
    assert all(each.where and each.remedy for each in refused)


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_a_harmed_file_is_read_or_refused_and_nothing_else_happens(kind: str) -> None:
    for number in range(150):
        _read_all(_harm(SOUND[kind], random.Random(f"{kind} {number}")), f"harmed.{kind}")


def _pdf(objects: Sequence[bytes]) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Size 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF"


def _page(content: bytes, more: bytes = b"", filters: bytes = b"", *others: bytes) -> bytes:
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> " + more + b" >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content), *others,
    ])  # fmt: skip


FORM = b"<< /Length 5 /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> >>"
PART = b"Content-Disposition: attachment; filename=%d.txt\r\n\r\nA note.\r\n--B\r\n"
WIDE = b"".join(PART % number for number in range(3_000))
HOSTILE: dict[str, bytes] = {
    "pages that are their own children": _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>"]),
    "two thousand million pages": _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2000000000 /Kids [] >>"]),
    "a drawing that draws itself": _page(
        b"/X Do", b"/XObject << /X 6 0 R >>", b"", FORM + b"\nstream\n/X Do\nendstream"),
    "a stream packed twice": _page(
        zlib.compress(zlib.compress(b" " * 50_000_000)), b"", b"/Filter [/FlateDecode /FlateDecode]"),
    "brackets without end": _page(b"[" * 300_000),
    "tags without end": b"<html>" + b"<a " * 100_000,
    "declarations without end": b"<html>" + b"<!doctype " * 100_000,
    "sections without end": b"<html>" + b"<![" * 300_000,
    "comments without end": b"<html>" + b"<!--" * 300_000 + b">" * 1000,
    "elements within elements": b"<html>" + b"<div>" * 200_000,
    "a table of a hundred thousand cells": b"<html><table>" + b"<tr>" + b"<td>x</td>" * 100_000,
    "elements of a letter within each other": made.make_zip([("word/document.xml", b"<a>" * 1_000_000)]),
    "a letter that asks for a file": made.make_zip([
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>')]),
    "a letter of three thousand headers": made.make_zip([
        ("word/document.xml", b"<a/>"), *((f"word/header{n}.xml", b"<a/>") for n in range(3_000))]),
    "three thousand attachments": MAIL + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n" + WIDE,
    "parts within parts": MAIL + b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(5_000)),
    "mails within mails": (MAIL + b"Content-Type: message/rfc822\r\n\r\n") * 2_000,
    "brackets in an address": MAIL + b"To: " + b"(" * 20_000 + b"\r\n\r\nA note.",
    "a subject of a million letters": MAIL + b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\nA note.",
    "a hundred thousand fields": MAIL + b"X: y\r\n" * 100_000 + b"\r\nA note.",
    "an encoding that is none": MAIL + b"Content-Type: text/plain; charset=zlib\r\n\r\n\xff",
    "letters of a code that are in none": MAIL + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUF!\xff=" * 99_999,
    "names that lead elsewhere": made.make_zip([
        ("../" * 2_000 + "a.txt", b"x"), ("\u202egpj.exe", b"x"), ("a" * 60_000, b"x")]),
    "three thousand notes": made.make_zip([(f"{n}.txt", b"x") for n in range(3_000)]),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_a_hostile_file_is_read_or_refused_soon(what: str) -> None:
    began = time.process_time()
    _read_all(HOSTILE[what], "hostile.eml" if HOSTILE[what].startswith(MAIL) else "hostile")
    assert time.process_time() - began < 15


def test_a_mail_with_too_many_parts_says_so_and_still_gives_its_text() -> None:
    told = list(open_container(HOSTILE["three thousand attachments"], "mail.eml"))
    assert [isinstance(each, InputError) and "more than 500 parts" in each.what for each in told] == [True]


def test_a_member_of_an_archive_that_is_damaged_is_told_and_the_others_are_given() -> None:
    data = bytearray(made.make_zip([("a.txt", random.Random(1).randbytes(4_000)), ("b.txt", b"A sound note.")]))
    data[200:260] = bytes(60)
    told = list(open_container(bytes(data), "box.zip"))
    assert [each.name for each in told if isinstance(each, Inside)] == ["box.zip/b.txt"]
    assert [each.where for each in told if isinstance(each, InputError)] == ["box.zip/a.txt"]


def test_what_an_unclosed_comment_or_section_stands_before_is_still_read() -> None:
    text = read_bytes(b"<html><body><p>One <!-- two <p>Three <![if x]>four<![endif]> &amp; five", name="a.html").text
    assert text.split() == ["One", "two", "Three", "four", "&", "five"]


def test_a_member_without_a_name_is_a_file_like_any_other() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "Alder Vale sold a pump.")
    data = bytearray(packed.getvalue())
    listed = data.index(b"PK\x01\x02")  # the entry in the list of members: its name is taken away
    data[listed + 28:listed + 30] = b"\x00\x00"
    del data[listed + 46:listed + 51]
    size = data.index(b"PK\x05\x06") + 12  # how long that list is
    data[size:size + 4] = (int.from_bytes(data[size:size + 4], "little") - 5).to_bytes(4, "little")
    _read_all(bytes(data), "nameless.zip")

"""Fetching is whole or not at all; tried against a server on this machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from enduse.errors import FetchError, UsageError
from enduse.sources.catalogue import get_source
from enduse.sources.detection import assign_roles
from enduse.sources.fetching import fetch_source

BODY = b"<CONSOLIDATED_LIST/>" * 10_000


class _Publisher(BaseHTTPRequestHandler):
    """Answers as well-behaved and ill-behaved publishers do."""

    def do_GET(self) -> None:
        if self.path == "/good":
            self._answer(BODY, {"Last-Modified": "Fri, 14 Feb 2025 10:00:00 GMT"})
        elif self.path == "/moved":
            self._redirect("/good")
        elif self.path == "/loop":
            self._redirect("/loop")
        elif self.path == "/elsewhere":
            self._redirect("http://example.org/list.xml")
        elif self.path == "/file":
            self._redirect("file:///etc/hostname")
        elif self.path == "/short":
            self._answer(BODY[:100], {}, length=len(BODY))
        elif self.path == "/empty":
            self._answer(b"", {})
        elif self.path == "/undeclared":
            self.send_response(200)
            self.end_headers()
            self._write(BODY)
        elif self.path == "/secret":
            self.send_error(403)
        else:
            self.send_error(404)

    def _redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, body: bytes, headers: dict[str, str], length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._write(body)

    def _write(self, body: bytes) -> None:
        with suppress(ConnectionError):  # a reader that has seen enough hangs up
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def publisher() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Publisher)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_comes_whole_with_its_hash_and_date(publisher: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    spec = get_source("un_sc")
    (file,) = fetch_source(
        spec, tmp_path, urls={"list": f"{publisher}/moved"}, progress=lambda done, total: seen.append((done, total)),
    )
    assert file.path.read_bytes() == BODY
    assert file.sha256 == hashlib.sha256(BODY).hexdigest()
    assert file.modified == date(2025, 2, 14)
    assert file.size == len(BODY)
    assert file.url.endswith("/good")
    assert seen[-1] == (len(BODY), len(BODY))
    assert sorted(done for done, _ in seen) == [done for done, _ in seen]
    assert assign_roles(spec, [file.path]) == {"list": file.path}
    assert [entry.name for entry in tmp_path.iterdir()] == [file.path.name]


def test_a_publisher_that_does_not_tell_the_length_is_read_to_the_end(publisher: str, tmp_path: Path) -> None:
    (file,) = fetch_source(get_source("un_sc"), tmp_path, urls={"list": f"{publisher}/undeclared"})
    assert file.size == len(BODY)
    assert file.modified is None


@pytest.mark.parametrize(("path", "words"), [
    ("/missing", "404"), ("/secret", "403"), ("/short", "bytes"), ("/empty", "empty"),
    ("/loop", "redirect"), ("/elsewhere", "not https"), ("/file", "redirect was not followed"),
])
def test_what_does_not_come_whole_leaves_nothing_behind(publisher: str, tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_source(get_source("un_sc"), tmp_path, urls={"list": publisher + path})
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["/good", "/undeclared"])
def test_a_file_over_the_limit_is_not_kept(publisher: str, tmp_path: Path, path: str) -> None:
    with pytest.raises(FetchError, match="allowed"):
        fetch_source(get_source("un_sc"), tmp_path, urls={"list": publisher + path}, max_bytes=1000)
    assert list(tmp_path.iterdir()) == []


def test_all_files_of_a_publication_come_or_none(publisher: str, tmp_path: Path) -> None:
    urls = {"sdn": f"{publisher}/good", "alt": f"{publisher}/good", "add": f"{publisher}/missing"}
    with pytest.raises(FetchError):
        fetch_source(get_source("us_ofac_sdn"), tmp_path, urls=urls)
    assert list(tmp_path.iterdir()) == []
    files = fetch_source(get_source("us_ofac_sdn"), tmp_path, urls=urls | {"add": f"{publisher}/good"})
    assert [file.role for file in files] == ["sdn", "alt", "add"]
    assert list(assign_roles(get_source("us_ofac_sdn"), [f.path for f in files])) == ["sdn", "alt", "add"]


def test_a_port_nobody_listens_on_is_told_as_unreachable(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="could not be reached"):
        fetch_source(get_source("un_sc"), tmp_path, urls={"list": "http://127.0.0.1:9/list.xml"}, timeout=5)


@pytest.mark.parametrize("url", [
    "http://example.org/list.xml", "file:///etc/hostname", "ftp://example.org/x", "https://me:pw@example.org/x",
    "no url", "http://[", "",
])
def test_only_https_addresses_are_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError):
        fetch_source(get_source("un_sc"), tmp_path, urls={"list": url})


def test_a_source_without_a_public_address_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no public address"):
        fetch_source(get_source("eu_fsf"), tmp_path)


def test_an_unknown_role_or_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file role"):
        fetch_source(get_source("un_sc"), tmp_path, urls={"other": "https://example.org"})
    with pytest.raises(UsageError, match="no form"):
        fetch_source(get_source("un_sc"), tmp_path, form="csv", urls={"list": "https://example.org"})
    with pytest.raises(UsageError, match="no address for"):
        fetch_source(get_source("us_ofac_sdn"), tmp_path, urls={"sdn": "https://example.org"})

"""Fetching a publication from its publisher: over https, bounded, whole or not at all.

Only addresses that `source.yaml` names, or that the caller gives, are asked.
Nothing is sent but the request itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from enduse.errors import FetchError, UsageError
from enduse.sources.catalogue import FileRole, SourceSpec
from enduse.sources.opening import CHUNK

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from urllib.request import OpenerDirector

Progress = Callable[[int, int | None], None]

TIMEOUT_SECONDS = 60.0
MAX_REDIRECTS = 5
USER_AGENT = "enduse (export control screening; fetches public lists for its user)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFile:
    """A file as the publisher gave it: `url` is where it was found in the end, `modified` what its server says."""

    role: str
    path: Path
    url: str
    sha256: str
    size: int
    modified: date | None


def fetch_source(
    spec: SourceSpec, folder: Path, *, form: str = "", urls: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS, max_bytes: int | None = None, progress: Progress | None = None,
    day: date | None = None,
) -> tuple[FetchedFile, ...]:
    """Fetch the files of one form of a source into a folder, all of them or none, in the order of `source.yaml`.

    `form` defaults to the first that has addresses; `urls` gives addresses by
    role in place of the publisher's. `day` fills "{date}" in an address.
    `progress(done, total)` counts the bytes of each file.

    Raises:
        UsageError: the source has no such form, or an address is not https (plain
            http is for this machine only) or lacks its day.
        FetchError: offline, not found, too large, cut short, or redirected elsewhere.
    """
    roles = choose_roles(spec, form=form, urls=urls or {})
    limit = spec.max_bytes if max_bytes is None else max_bytes
    folder.mkdir(parents=True, exist_ok=True)
    fetched: list[FetchedFile] = []
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as part:
        for role, url in roles:
            address = check_address(_with_day(url, day, spec))
            path = Path(part) / _file_name(spec, role)
            fetched.append(_fetch_one(role.role, address, path, timeout=timeout, limit=limit, progress=progress))
        for file in fetched:
            file.path.replace(folder / file.path.name)
    return tuple(replace(file, path=folder / file.path.name) for file in fetched)


def choose_roles(spec: SourceSpec, *, form: str, urls: Mapping[str, str]) -> list[tuple[FileRole, str]]:
    """Return the roles to fetch, with their addresses.

    Raises:
        UsageError: no such form, an unknown role in `urls`, or a required file without an address.
    """
    for name in urls:
        spec.role(name)
    with_url = [role for role in spec.roles if urls.get(role.role) or (role.url and not urls)]
    if not with_url:
        raise UsageError(
            f"{spec.id} has no public address to fetch from. {spec.note}".strip(),
            remedy="Get the file from its publisher and load it from disk.",
        )
    chosen = form or with_url[0].form
    if chosen not in spec.forms:
        raise UsageError(f"{spec.id} has no form {chosen!r}.", remedy="Known: " + ", ".join(spec.forms) + ".")
    found = [(role, urls.get(role.role) or role.url) for role in with_url if role.form == chosen]
    names = {role.role for role, _ in found}
    lacking = [r.role for r in spec.roles if r.form == chosen and r.is_required and r.role not in names]
    if lacking:
        raise UsageError(f"{spec.id} has no address for {', '.join(lacking)}.", remedy="Give one for each file.")
    return found


def _fetch_one(
    role: str, url: str, path: Path, *, timeout: float, limit: int, progress: Progress | None,
) -> FetchedFile:
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    request = Request(url, headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})  # noqa: S310 - checked
    try:
        with _opener().open(request, timeout=timeout) as answer, path.open("xb") as out:
            digest, size = _copy(answer, out, answer.headers, url, limit=limit, progress=progress)
            return FetchedFile(
                role=role, path=path, url=answer.url, sha256=digest, size=size, modified=_modified(answer.headers),
            )
    except HTTPError as exc:
        exc.close()
        what = f"the publisher answered {exc.code} {exc.reason}."
        if 300 <= exc.code < 400:
            what = f"the publisher's redirect was not followed ({exc.code} {exc.reason})."
        raise FetchError(what, where=url, remedy=_advice(exc.code)) from exc
    except URLError as exc:
        if isinstance(exc.reason, FetchError):
            raise exc.reason from exc
        raise FetchError(
            f"could not be reached: {exc.reason}.", where=url,
            remedy="Check the connection, or load the file from disk.",
        ) from exc
    except TimeoutError as exc:
        raise FetchError(f"no answer within {timeout:.0f} seconds.", where=url, remedy="Try again later.") from exc
    except (HTTPException, OSError) as exc:
        raise FetchError(f"the transfer failed: {exc}.", where=url, remedy="Try again later.") from exc


def _copy(
    answer: IO[bytes], out: IO[bytes], headers: HTTPMessage, url: str, *, limit: int, progress: Progress | None,
) -> tuple[str, int]:
    length = headers.get("Content-Length", "")
    total = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
    if total is not None and total > limit:
        raise FetchError(f"the file has {total:,} bytes, more than the {limit:,} allowed.", where=url)
    digest = hashlib.sha256()
    done = 0
    while chunk := answer.read(CHUNK):
        done += len(chunk)
        if done > limit:
            raise FetchError(f"the file is larger than the {limit:,} bytes allowed.", where=url)
        digest.update(chunk)
        out.write(chunk)
        if progress:
            progress(done, total)
    if total is not None and done != total:
        raise FetchError(f"{done:,} of {total:,} bytes came; nothing was kept.", where=url, remedy="Try again.")
    if not done:
        raise FetchError("the answer is empty; nothing was kept.", where=url, remedy="Try again later.")
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest(), done


def _opener() -> OpenerDirector:
    """Build an opener that follows few redirects, and only to addresses that may be asked themselves."""
    from urllib.request import (
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
        HTTPHandler,
        HTTPRedirectHandler,
        HTTPSHandler,
        OpenerDirector,
        ProxyHandler,
        Request,
    )

    class Redirects(HTTPRedirectHandler):
        max_redirections = MAX_REDIRECTS

        def redirect_request(
            self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str,
        ) -> Request | None:
            if _is_loopback(newurl) and not _is_loopback(req.full_url):
                fp.close()
                raise FetchError("the publisher sends us back to this machine; not followed.", where=req.full_url)
            try:
                check_address(newurl)
            except UsageError as exc:
                fp.close()
                raise FetchError(
                    f"the publisher sends us on to {newurl[:200]}, which is not https; not followed.",
                    where=req.full_url,
                ) from exc
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), Redirects(),
                    HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener


def check_address(url: str) -> str:
    """Return an address that may be asked: over https, or on this machine. Raises UsageError for any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if host and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(url))) and not parts.username:
        return url
    raise UsageError(f"{url[:200]!r} is not an https address.", remedy="Plain http is for this machine only.")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _with_day(url: str, day: date | None, spec: SourceSpec) -> str:
    if "{date}" not in url:
        return url
    if day is None:
        raise UsageError(f"{spec.id} is published by day.", remedy="Give the day to fetch.")
    return url.replace("{date}", day.isoformat())


def _file_name(spec: SourceSpec, role: FileRole) -> str:
    """Name the file after its source and role, never after the address."""
    ending = {"tsv": "txt", "table": "csv"}.get(role.format, role.format)
    return f"{spec.id}.{role.role}.{ending}"


def _modified(headers: HTTPMessage) -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(headers.get("Last-Modified", "")).date()
    except (ValueError, TypeError):
        return None


def _advice(code: int) -> str:
    if code in (401, 403):
        return "The publisher asks for an account or token; get the file yourself and load it from disk."
    if code in (404, 410):
        return "The publisher moved the file; name its new address under addresses in enduse.yaml."
    return "Try again later."

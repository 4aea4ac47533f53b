"""Asking a language model over the OpenAI-compatible protocol: one address, bounded, without redirects or proxies.

Only the address that the operator set is asked. Nothing of what a server says beside its answer is told on: it might
repeat a document or a key.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from enduse.sources.fetching import check_address
from enduse.workspace.settings import ModelSettings

if TYPE_CHECKING:
    from http.client import HTTPConnection

MAX_REPLY = 2_000_000
TRIES = 3
LONGEST_PAUSE = 20.0
_AGENT = "enduse (export control screening; asks a model that its user set)"
_WITHOUT_FORM = (400, 404, 422, 500, 501)  # what servers answer that do not know `response_format`
_AGAIN = (408, 409, 429)


class EndpointError(Exception):
    """The endpoint gave no answer; the text says why. A final error is met by every further question too."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    retry_after: str
    body: bytes


class ModelEndpoint:
    """An endpoint that is asked for one answer at a time; after a final error it is not asked again."""

    def __init__(self, settings: ModelSettings, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Raises UsageError where the address is neither https nor on this machine."""
        check_address(settings.url)
        self.settings = settings
        self._address = urlsplit(settings.url.rstrip("/") + "/chat/completions")
        self._pause = pause
        self._with_form = True
        self._broken: EndpointError | None = None

    def ask(self, request: Mapping[str, object], *, seconds: float) -> str:
        """Return the text of the model's answer to a chat completion, within some seconds in all.

        A server that is busy or broke down is asked up to three times; one that does not know the form of the answer
        is asked without it from then on.

        Raises:
            EndpointError: no answer came.
        """
        if self._broken is not None:
            raise self._broken
        until = time.monotonic() + seconds
        reason = "it took too long"
        for _ in range(TRIES):
            left = min(float(self.settings.seconds), until - time.monotonic())
            if left <= 0:
                break
            try:
                reply = self._exchange(self._spell(request), left)
            except EndpointError as exc:
                reason = str(exc)
                continue
            if reply.status == HTTPStatus.OK:
                return _read_reply(reply.body)
            reason = self._judge(reply)
            self._wait(reply, until)
        raise EndpointError(reason)

    def _spell(self, request: Mapping[str, object]) -> bytes:
        kept = {name: value for name, value in request.items() if self._with_form or name != "response_format"}
        return json.dumps(kept).encode("utf-8")

    def _judge(self, reply: _Reply) -> str:
        """Return why a reply is no answer.

        Raises:
            EndpointError: asking again is of no use.
        """
        status = reply.status
        told = f"it answered {status} {_phrase(status)}".rstrip()
        if self._with_form and status in _WITHOUT_FORM:
            self._with_form = False
            return told
        if 300 <= status < 400:
            told = f"it sends us elsewhere ({status}), which is not followed"
        elif status >= 500 or status in _AGAIN:
            return told
        self._broken = EndpointError(told, is_final=True)
        raise self._broken

    def _wait(self, reply: _Reply, until: float) -> None:
        asked = float(reply.retry_after) if reply.retry_after.isascii() and reply.retry_after.isdigit() else 1.0
        if reply.status in _AGAIN or reply.status >= 500:
            self._pause(max(0.0, min(asked, LONGEST_PAUSE, until - time.monotonic())))

    def _exchange(self, body: bytes, seconds: float) -> _Reply:
        """Send a request and return the reply; the connection is cut when its time is over, however slowly it drips."""
        import ssl
        import threading
        from http.client import HTTPConnection, HTTPException, HTTPSConnection

        host, port = self._address.hostname or "", self._address.port
        connection: HTTPConnection
        if self._address.scheme == "https":
            connection = HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
        else:
            connection = HTTPConnection(host, port, timeout=seconds)
        is_over = threading.Event()
        held: list[Any] = []
        clock = threading.Timer(seconds, _cut, (connection, held, is_over))
        clock.daemon = True
        clock.start()
        try:
            connection.connect()
            held.append(connection.sock)
            connection.request("POST", self._address.path, body=body, headers=self._headers())
            answer = connection.getresponse()
            data = answer.read(MAX_REPLY + 1)
            status, retry_after = answer.status, answer.getheader("Retry-After", "")
        except (HTTPException, OSError, ValueError) as exc:
            is_late = is_over.is_set() or isinstance(exc, TimeoutError)
            raise EndpointError("it took too long" if is_late else "it could not be reached") from None
        finally:
            clock.cancel()
            connection.close()
        if is_over.is_set():
            raise EndpointError("it took too long")
        if len(data) > MAX_REPLY:
            raise EndpointError(f"its answer has more than {MAX_REPLY:,} bytes")
        return _Reply(status=status, retry_after=retry_after, body=data)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": _AGENT}
        return headers | ({"Authorization": f"Bearer {self.settings.key}"} if self.settings.key else {})


def _cut(connection: HTTPConnection, held: list[Any], is_over: Any) -> None:
    """Cut a connection off, whatever it waits for."""
    import socket

    is_over.set()
    sock = held[0] if held else connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _read_reply(body: bytes) -> str:
    """Return the text of the first choice of a chat completion. Raises EndpointError where there is none."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointError("its answer is no chat completion") from None
    if isinstance(content, list):  # some servers give the text in parts
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        raise EndpointError("its answer is no chat completion")
    return content

"""One request to a service and its answer, without any HTTP library. Pure."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MAX_JSON_BYTES = 64 * 1024 * 1024


class Accept(StrEnum):
    """What kind of body is awaited; decides encoding and checks.

    PACKED is bytes that may travel gzip-encoded, and nothing at all (status 204) is an answer, too.
    """

    JSON = "json"
    BYTES = "bytes"
    PACKED = "packed"
    MULTIPART = "multipart"


@dataclass(frozen=True, slots=True)
class Call:
    """One request. Credentials are not part of it: the network adds them by origin.

    Attributes:
        method: "GET" or "POST".
        url: Absolute address.
        body: JSON bytes for POST.
        accept: What must come back; anything else is a DATA failure.
        items: Images (or labels) that the answer serves; the limiter weighs goodput with it.
        max_bytes: A longer body is cut off as a DATA failure.
        headers: Further headers, lower-case names; never credentials.
        is_idempotent: May be sent again when a kept-alive connection turns out to be closed.
        route: Name for logs and failures instead of the address, such as "images.list".
        follows_redirects: A redirect is followed; else it is a failure like any other bad status.
        gives_up: It concerns one part of a list: after the usual tries it fails alone instead of holding the account.
        waits_apart: A long pause that its host asks for holds this listing only, not the other work of the account.
    """

    method: str
    url: str
    body: bytes = b""
    accept: Accept = Accept.JSON
    items: int = 1
    max_bytes: int = MAX_JSON_BYTES
    headers: tuple[tuple[str, str], ...] = ()
    is_idempotent: bool = True
    route: str = ""
    follows_redirects: bool = True
    gives_up: bool = False
    waits_apart: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with a good status.

    Attributes:
        status: 200, 204 (then the body is empty) or 206.
        headers: Lower-case names; of doubled names the last wins.
        body: All bytes, decoded when the answer was gzip-encoded JSON.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Stream(Protocol):
    """An answer that arrives in pieces."""

    status: int
    headers: Mapping[str, str]

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives; raise FailedError when it ends early or is too long."""
        ...


class Network(Protocol):
    """The door to the network as sources and the engine see it. Every failure is a FailedError."""

    async def ask(self, call: Call) -> Answer:
        """Send and return the whole answer."""
        ...

    def stream(self, call: Call) -> AbstractAsyncContextManager[Stream]:
        """Send and hand out the body piece by piece."""
        ...

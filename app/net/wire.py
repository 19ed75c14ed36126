"""What a transport sends and gives back, and the troubles it may have. Pure.

Two transports speak it: `lean.py` (our own HTTP/1.1) and `stock.py` (anything that is an httpx transport). They know
nothing of credentials, redirects, limits or words for people; `http.py` and `errors.py` do.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from app.net.addresses import Target

Headers: TypeAlias = tuple[tuple[str, str], ...]


class Cause(StrEnum):
    """Why no answer, or no whole answer, came."""

    UNRESOLVED = "unresolved"
    NO_ROUTE = "no-route"
    REFUSED = "refused"
    RESET = "reset"
    CONNECT_TIMEOUT = "connect-timeout"
    HEADER_TIMEOUT = "header-timeout"
    IDLE = "idle"
    SLOW = "slow"
    CUT_OFF = "cut-off"
    TLS = "tls"
    CERTIFICATE = "certificate"
    FOREIGN_CERTIFICATE = "foreign-certificate"
    CA_FILE = "ca-file"
    PROXY = "proxy"
    PROXY_SIGN_IN = "proxy-sign-in"
    GARBLED = "garbled"
    TOO_LONG = "too-long"
    PRIVATE = "private"
    FILES = "files"


class WireError(Exception):
    """A trouble on the way; `errors.py` finds the words for it.

    Attributes:
        cause: What kind of trouble.
        detail: Technical text; no address, no token.
        seconds: The time that was waited, for time-outs.
    """

    def __init__(self, cause: Cause, detail: str = "", seconds: float | None = None) -> None:
        """Remember cause and detail."""
        super().__init__(f"{cause}: {detail}" if detail else str(cause))
        self.cause = cause
        self.detail = detail
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Times:
    """How long a transport waits, in seconds.

    Attributes:
        connect: For name, connection and TLS together.
        header: From the last byte sent to the end of the header.
        idle: Between two pieces of a body.
        window: Length of the stretch over which the mean rate is looked at.
        floor: Bytes per second that a body must reach over a window.
        keep: How long an idle connection is kept.
    """

    connect: float = 10.0
    header: float = 30.0
    idle: float = 30.0
    window: float = 60.0
    floor: float = 1024.0
    keep: float = 30.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it goes over the wire.

    Attributes:
        method: "GET" or "POST".
        target: Where to.
        headers: All headers except host and content-length.
        body: Bytes of a POST.
        max_bytes: A longer body is TOO_LONG.
        may_resend: May be sent again when a kept connection turns out to be closed.
        is_vetted: Refuse to connect to addresses of this machine or its network.
    """

    method: str
    target: Target
    headers: Headers
    body: bytes
    max_bytes: int
    may_resend: bool
    is_vetted: bool = False


@dataclass(slots=True)
class Whole:
    """A whole answer; the body is as it was sent (maybe compressed)."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Pieces(Protocol):
    """An answer whose body arrives in pieces of at most 64 KiB."""

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers by lower-case name."""
        ...

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body; nothing more is read from the connection than the taker keeps up with."""
        ...

    async def aclose(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        ...


class Wire(Protocol):
    """A transport. Troubles are WireErrors; cancelling a call leaves it sound."""

    async def fetch(self, request: Outgoing) -> Whole:
        """Send and return the whole answer."""
        ...

    async def open(self, request: Outgoing) -> Pieces:
        """Send and return when the header is there."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


def fold_headers(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name; the last of doubled names wins, of two Retry-After the longer.

    Raises:
        WireError: Two lengths that differ, or a length beside chunks: nobody can say where the body ends.
    """
    headers: dict[str, str] = {}
    for name, value in pairs:
        if name in headers:
            known = headers[name]
            if name == "content-length" and known != value:
                raise WireError(Cause.GARBLED, "two content-length headers that differ")
            if name == "transfer-encoding":
                value = f"{known}, {value}"
            if name == "retry-after" and known.isdigit() and value.isdigit():
                value = str(max(int(known), int(value)))
        headers[name] = value
    if "transfer-encoding" in headers and "content-length" in headers:
        raise WireError(Cause.GARBLED, "content-length beside transfer-encoding")
    return headers

"""Our lean transport under httpx's interface, for whoever brings an httpx client."""

import httpx

from app.net.addresses import target_of
from app.net.lean import LeanWire
from app.net.wire import Cause, Outgoing, Pieces, WireError

NO_CAP = 1 << 62
# Written by the transport itself.
OWN = {"host", "content-length", "transfer-encoding", "connection"}
TIMEOUTS: dict[Cause, type[httpx.TransportError]] = {
    Cause.CONNECT_TIMEOUT: httpx.ConnectTimeout,
    Cause.HEADER_TIMEOUT: httpx.ReadTimeout,
    Cause.IDLE: httpx.ReadTimeout,
    Cause.SLOW: httpx.ReadTimeout,
    Cause.RESET: httpx.ReadError,
    Cause.CUT_OFF: httpx.RemoteProtocolError,
    Cause.GARBLED: httpx.RemoteProtocolError,
    Cause.TOO_LONG: httpx.RemoteProtocolError,
}


class LeanTransport(httpx.AsyncBaseTransport):
    """An httpx transport over a `LeanWire`; closes it with itself."""

    def __init__(self, wire: LeanWire) -> None:
        """Take the wire."""
        self._wire = wire

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send; the body of the response is read as it is taken."""
        body = await request.aread()
        headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name.decode("latin-1").lower() not in OWN
        )
        is_safe = request.method in {"GET", "HEAD", "OPTIONS"}
        outgoing = Outgoing(request.method, target_of(str(request.url)), headers, body, NO_CAP, is_safe)
        try:
            pieces = await self._wire.open(outgoing)
        except WireError as error:
            raise TIMEOUTS.get(error.cause, httpx.ConnectError)(str(error), request=request) from error
        return httpx.Response(pieces.status, headers=dict(pieces.headers), stream=LeanStream(pieces), request=request)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._wire.aclose()


class LeanStream(httpx.AsyncByteStream):
    """A body on its way to httpx."""

    def __init__(self, pieces: Pieces) -> None:
        """Take the pieces."""
        self._pieces = pieces
        self._chunks = pieces.chunks()

    def __aiter__(self) -> "LeanStream":
        """Be the iterator."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece."""
        try:
            return await anext(self._chunks)
        except WireError as error:
            raise TIMEOUTS.get(error.cause, httpx.ReadError)(str(error)) from error

    async def aclose(self) -> None:
        """Give the connection back, or close it."""
        await self._chunks.aclose()
        await self._pieces.aclose()

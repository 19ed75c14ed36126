"""The wire over any httpx transport: for proxies, and to be replaced at will.

The pool of httpx 0.28 itself is never used: it dies of cancelled requests and slows down with every connection. The
default here is the aiohttp pool under httpx's interface.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from yarl import URL

from app.net.addresses import is_private
from app.net.errors import wire_error_of
from app.net.wire import Cause, Outgoing, Pieces, Times, Whole, WireError, fold_headers

MOST_CONNECTIONS = 256


def aiohttp_transport(
    context: ssl.SSLContext, proxy: str | None = None, times: Times | None = None
) -> httpx.AsyncBaseTransport:
    """Return the stock transport: aiohttp's pool.

    Args:
        context: What is trusted.
        proxy: Address of a proxy, with its sign-in.
        times: How long idle connections are kept.
    """
    limits = httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=(times or Times()).keep)
    return ExactTransport(verify=context, trust_env=False, limits=limits, proxy=httpx.Proxy(proxy) if proxy else None)


class ExactSession:
    """A session that sends addresses as they are: aiohttp decodes %2F in a query, which breaks signed addresses."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        """Take the session."""
        self.session = session

    def request(self, method: str, url: str, **options: Any) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Send, without touching the address."""
        return self.session.request(method, URL(url, encoded=True), **options)


class ExactTransport(AiohttpTransport):
    """The transport of httpx-aiohttp over an `ExactSession`."""

    _exact: ExactSession | None = None

    def get_client(self) -> ExactSession:  # type: ignore[override]  # all that is called on it is `request`
        """Return the one session."""
        if self._exact is None:
            self._exact = ExactSession(super().get_client())
        return self._exact

    async def aclose(self) -> None:
        """Close every connection."""
        if self._exact is not None:
            await self._exact.session.close()


class StockWire:
    """Speaks through an httpx transport."""

    def __init__(
        self, transport: httpx.AsyncBaseTransport, times: Times | None = None, *, is_proxied: bool = False
    ) -> None:
        """Take the transport; it is closed with the wire."""
        self._transport = transport
        self._times = times or Times()
        self._is_proxied = is_proxied

    async def fetch(self, request: Outgoing) -> Whole:
        """Send and return the whole answer."""
        pieces = await self.open(request)
        try:
            body = bytearray()
            async with aclosing(pieces.chunks()) as chunks:
                async for chunk in chunks:
                    body += chunk
            return Whole(pieces.status, pieces.headers, bytes(body))
        finally:
            await pieces.aclose()

    async def open(self, request: Outgoing) -> Pieces:
        """Send and return when the header is there."""
        if request.is_vetted and not self._is_proxied:
            await refuse_private(request.target.host, request.target.port)
        sent = httpx.Request(
            request.method,
            request.target.url,
            headers=list(request.headers),
            content=request.body or None,
            extensions={"timeout": {"connect": self._times.connect, "read": self._times.idle, "pool": None}},
        )
        for is_last in (not request.may_resend, True):
            try:
                async with asyncio.timeout(self._times.connect + self._times.header):
                    response = await self._transport.handle_async_request(sent)
            except TimeoutError as error:
                raise WireError(Cause.HEADER_TIMEOUT, seconds=self._times.header) from error
            except Exception as error:
                trouble = trouble_of(error, self._times)
                if is_last or trouble.cause is not Cause.RESET:
                    raise trouble from error
            else:
                return await self._checked(response, request)
        raise WireError(Cause.RESET)

    async def _checked(self, response: httpx.Response, request: Outgoing) -> "StockPieces":
        try:
            pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw]
            headers = fold_headers(pairs)
            if int(headers.get("content-length") or 0) > request.max_bytes:
                raise WireError(Cause.TOO_LONG, "content-length")
            if response.status_code == 101:
                raise WireError(Cause.GARBLED, "status 101")
        except (WireError, ValueError) as error:
            await response.aclose()
            raise wire_error_of(error) from error
        return StockPieces(response, headers, request.max_bytes, self._times)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()


class StockPieces:
    """The body of an httpx response, raw."""

    def __init__(self, response: httpx.Response, headers: dict[str, str], max_bytes: int, times: Times) -> None:
        self.status = response.status_code
        self.headers = headers
        self._response = response
        self._max_bytes = max_bytes
        self._times = times

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it was sent."""
        now: Callable[[], float] = asyncio.get_running_loop().time
        times = self._times
        length = self.headers.get("content-length")
        count = window_bytes = 0
        waited = 0.0
        stream = self._response.aiter_raw()
        try:
            while True:
                begun = now()
                async with asyncio.timeout(times.idle):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                # Only waiting counts: a taker that is slow on purpose is not the fault of the server.
                waited += now() - begun
                window_bytes += len(chunk)
                count += len(chunk)
                if count > self._max_bytes:
                    raise WireError(Cause.TOO_LONG, f"more than {self._max_bytes} bytes")
                if waited >= times.window:
                    if window_bytes < times.floor * waited:
                        raise WireError(Cause.SLOW, seconds=times.window)
                    waited, window_bytes = 0.0, 0
                yield chunk
        except TimeoutError as error:
            raise WireError(Cause.IDLE, seconds=times.idle) from error
        except WireError:
            raise
        except Exception as error:
            raise trouble_of(error, times, in_body=True) from error
        if length is not None and count != int(length):
            raise WireError(Cause.CUT_OFF, f"{count} of {length} bytes")

    async def aclose(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        await self._response.aclose()


async def refuse_private(host: str, port: int) -> None:
    """Look a host up and refuse addresses of this machine or its network.

    Raises:
        WireError: PRIVATE or UNRESOLVED.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise wire_error_of(error) from error
    if any(is_private(str(entry[4][0])) for entry in found):
        raise WireError(Cause.PRIVATE)


def trouble_of(error: BaseException, times: Times, *, in_body: bool = False) -> WireError:
    """Return the trouble behind an error of httpx or of the library under it."""
    own = next((link for link in _links(error) if isinstance(link, WireError)), None)
    if own is not None:
        return own
    system = _system_error(error)
    if system is not None and not isinstance(system, TimeoutError):
        trouble = wire_error_of(system)
        return WireError(Cause.CUT_OFF, trouble.detail) if in_body and trouble.cause is Cause.RESET else trouble
    names = {kind.__name__ for link in _links(error) for kind in type(link).__mro__}
    detail = type(error).__name__
    if "ClientHttpProxyError" in names or "ProxyError" in names:
        is_sign_in = any(getattr(link, "status", None) == 407 for link in _links(error))
        return WireError(Cause.PROXY_SIGN_IN if is_sign_in else Cause.PROXY, detail)
    is_connecting = names & {"ConnectTimeout", "ConnectionTimeoutError"} and names & {
        "TimeoutException",
        "TimeoutError",
    }
    if is_connecting and not names & {"ServerDisconnectedError", "SocketTimeoutError"}:
        return WireError(Cause.CONNECT_TIMEOUT, seconds=times.connect)
    if names & {"ReadTimeout", "SocketTimeoutError"}:
        return (
            WireError(Cause.IDLE, seconds=times.idle)
            if in_body
            else WireError(Cause.HEADER_TIMEOUT, seconds=times.header)
        )
    if names & {"ClientResponseError", "BadHttpMessage", "HttpProcessingError"} and not in_body:
        return WireError(Cause.GARBLED, detail)
    return WireError(Cause.CUT_OFF if in_body else Cause.RESET, detail)


def _links(error: BaseException | None) -> list[BaseException]:
    links: list[BaseException] = []
    while error is not None and error not in links:
        links.append(error)
        error = error.__cause__ or error.__context__
    return links


def _system_error(error: BaseException) -> BaseException | None:
    """Return the error of the system or of TLS that a library wrapped."""
    for link in _links(error):
        if isinstance(link, ssl.SSLError | ssl.CertificateError | socket.gaierror):
            return link
        if type(link).__module__ == "builtins" and isinstance(link, OSError) and link.errno:
            return link
        inner = getattr(link, "os_error", None) or getattr(link, "certificate_error", None)
        if isinstance(inner, BaseException):
            return inner
    return None

"""Our own HTTP/1.1 transport: kept connections per server, the last used first, and a watch over all of them."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from app.net.addresses import is_private, literal
from app.net.errors import wire_error_of
from app.net.lean_connection import Connection, StaleError
from app.net.lean_head import request_bytes, request_tail
from app.net.wire import Cause, Headers, Outgoing, Pieces, Times, Whole, WireError

Address: TypeAlias = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
Answered = TypeVar("Answered")

MOST_IDLE = 128
MOST_TAILS = 512
# An address that does not answer at all must leave time for the next one (broken IPv6 beside good IPv4).
ADDRESS_SECONDS = 3.0
RESOLVED_SECONDS = 30.0


@dataclass(slots=True)
class Pool:
    """Connections to one server.

    Attributes:
        scheme: "http" or "https".
        host: Name or IP address.
        port: 1 to 65535.
        is_vetted: Made after a look at where the name leads.
        idle: Kept connections, the last used at the end.
    """

    scheme: str
    host: str
    port: int
    is_vetted: bool
    idle: list[Connection] = field(default_factory=list)


class LeanWire:
    """A `wire.Wire` of our own."""

    def __init__(self, tls: Callable[[], Awaitable[ssl.SSLContext]], times: Times | None = None) -> None:
        """Open nothing yet.

        Args:
            tls: Gives what is trusted, when the first https connection is made.
            times: How long to wait for what.
        """
        self._tls = tls
        self._times = times or Times()
        self._pools: dict[tuple[str, bool], Pool] = {}
        self._open: set[Connection] = set()
        self._tails: dict[tuple[str, Headers], bytes] = {}
        self._resolved: dict[tuple[str, int], tuple[float, list[Address]]] = {}
        self._watch: asyncio.TimerHandle | None = None
        self._closed: asyncio.Future[None] | None = None

    @property
    def open_count(self) -> int:
        """Return how many connections are open."""
        return len(self._open)

    async def fetch(self, request: Outgoing) -> Whole:
        """Send and return the whole answer."""
        raw = self._raw(request)

        async def ask(connection: Connection, is_kept: bool) -> Whole:
            return await connection.fetch(raw, request.max_bytes, is_kept=is_kept)

        pool, connection, whole = await self._exchange(request, ask)
        self._give(pool, connection)
        return whole

    async def open(self, request: Outgoing) -> Pieces:
        """Send and return when the header is there."""
        raw = self._raw(request)

        async def ask(connection: Connection, is_kept: bool) -> tuple[int, Mapping[str, str]]:
            return await connection.open(raw, request.max_bytes, is_kept=is_kept)

        pool, connection, (status, headers) = await self._exchange(request, ask)
        return LeanPieces(status, headers, connection, lambda: self._give(pool, connection))

    async def aclose(self) -> None:
        """Close every connection, and wait until they are."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self._open:
            self._closed = asyncio.get_running_loop().create_future()
            for connection in list(self._open):
                connection.abort()
            await self._closed
        self._pools.clear()

    async def _exchange(
        self, request: Outgoing, ask: Callable[[Connection, bool], Awaitable[Answered]]
    ) -> tuple[Pool, Connection, Answered]:
        """Ask over a kept connection, or, when there is none or it is closed, over a new one."""
        target = request.target
        key = (target.origin, request.is_vetted)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = Pool(target.scheme, target.host, target.port, request.is_vetted)
        while pool.idle:
            connection = pool.idle.pop()
            if not connection.is_open:
                continue
            try:
                return pool, connection, await ask(connection, True)
            except StaleError as error:
                if not request.may_resend:
                    raise WireError(Cause.RESET, "a kept connection was closed") from error
                break
        connection = await self._connect(pool)
        return pool, connection, await ask(connection, False)

    def _raw(self, request: Outgoing) -> bytes:
        headers = tuple(request.headers)
        key = (request.target.netloc, headers)
        tail = self._tails.get(key)
        if tail is None:
            if len(self._tails) >= MOST_TAILS:
                self._tails.clear()
            tail = self._tails[key] = request_tail(request.target.netloc, headers)
        return request_bytes(request.method, request.target.path, tail, request.body)

    def _give(self, pool: Pool, connection: Connection) -> None:
        if connection.is_reusable and connection.is_open and len(pool.idle) < MOST_IDLE:
            connection.idle_since = asyncio.get_running_loop().time()
            pool.idle.append(connection)
        else:
            connection.abort()

    async def _connect(self, pool: Pool) -> Connection:
        times = self._times
        try:
            async with asyncio.timeout(times.connect):
                context = await self._tls() if pool.scheme == "https" else None
                addresses = await self._resolve(pool.host, pool.port)
                if pool.is_vetted and any(is_private(str(place[0])) for _, place in addresses):
                    raise WireError(Cause.PRIVATE)
                return await self._reach(pool, addresses, context)
        except TimeoutError as error:
            raise WireError(Cause.CONNECT_TIMEOUT, seconds=times.connect) from error
        except OSError as error:
            self._resolved.pop((pool.host, pool.port), None)
            raise wire_error_of(error) from error

    async def _reach(self, pool: Pool, addresses: list[Address], context: ssl.SSLContext | None) -> Connection:
        loop = asyncio.get_running_loop()
        last = len(addresses) - 1
        for number, (family, place) in enumerate(addresses):
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                async with asyncio.timeout(None if number == last else ADDRESS_SECONDS):
                    await loop.sock_connect(sock, place)
                connection = Connection(loop, self._times, self._lost)
                name = pool.host if context else None
                await loop.create_connection(lambda made=connection: made, sock=sock, ssl=context, server_hostname=name)
            except (OSError, TimeoutError) as error:
                sock.close()
                # A certificate is no better at the next address.
                if number == last or isinstance(error, ssl.SSLError):
                    raise
                continue
            except BaseException:
                sock.close()
                raise
            if number:
                # What worked goes first next time.
                addresses.insert(0, addresses.pop(number))
            self._open.add(connection)
            if self._watch is None:
                self._watch_again(loop)
            return connection
        raise WireError(Cause.UNRESOLVED)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        """Return where a name leads, families in turn; remembered for half a minute, bursts ask once."""
        ip = literal(host)
        if ip is not None:
            if ip.version == 6:
                return [(socket.AF_INET6, (host, port, 0, 0))]
            return [(socket.AF_INET, (host, port))]
        loop = asyncio.get_running_loop()
        until, known = self._resolved.get((host, port), (0.0, []))
        if loop.time() < until:
            return known
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        first = [(entry[0], entry[4]) for entry in found if entry[0] == found[0][0]]
        other = [(entry[0], entry[4]) for entry in found if entry[0] != found[0][0]]
        addresses: list[Address] = []
        for index in range(max(len(first), len(other))):
            addresses += first[index : index + 1] + other[index : index + 1]
        self._resolved[host, port] = (loop.time() + RESOLVED_SECONDS, addresses)
        return addresses

    def _lost(self, connection: Connection) -> None:
        self._open.discard(connection)
        if not self._open and self._closed is not None and not self._closed.done():
            self._closed.set_result(None)

    def _watch_again(self, loop: asyncio.AbstractEventLoop) -> None:
        times = self._times
        step = min(1.0, times.header / 4, times.idle / 4, times.window / 4, times.keep / 4)
        self._watch = loop.call_later(step, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in list(self._open):
            connection.check(now)
        for pool in self._pools.values():
            # The last used is at the end, so those that waited longest are in front.
            while pool.idle and (now - pool.idle[0].idle_since > self._times.keep or not pool.idle[0].is_open):
                pool.idle.pop(0).abort()
        self._watch = None
        if self._open:
            self._watch_again(loop)


class LeanPieces:
    """The body of an answer as it arrives; reading stops while the taker is behind."""

    def __init__(
        self, status: int, headers: Mapping[str, str], connection: Connection, give: Callable[[], None]
    ) -> None:
        """Take the connection until `aclose`."""
        self.status = status
        self.headers = headers
        self._connection = connection
        self._give = give
        self._is_read = False
        self._is_given = False

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it was sent."""
        while piece := await self._connection.piece():
            yield piece
        self._is_read = True

    async def aclose(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        if self._is_given:
            return
        self._is_given = True
        if self._is_read:
            self._give()
        else:
            self._connection.abort()

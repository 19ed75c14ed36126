"""The only door to the network. httpx's interface, or our own lean transport, behind one seam.

Rules that hold for every call: credentials go to their own origin only, added request by request; redirects are
followed by our own rules; https, or http on this machine; a slot of the host's limiter per call; nothing is tried
again here except once on a kept connection that turns out to be closed.
"""

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.model.call import Network
from app.model.clock import Clock
from app.model.door import Credential, DoorRules
from app.model.failure import FailedError, Failure, FailureKind
from app.net.addresses import AddressError, Target, is_loopback, is_private, literal, target_of
from app.net.door import Door
from app.net.errors import Asked, refused_address
from app.net.lean import LeanWire
from app.net.limiter import Limiters
from app.net.trust import proxy_for, tls_context
from app.net.visit import Rights
from app.net.wire import Times, Wire, WireError

if TYPE_CHECKING:
    import httpx

# They print whole addresses, queries included.
CHATTY = ("httpx", "httpcore", "aiohttp", "aiohttp.client", "aiohttp.access", "h2", "hpack")


class Http:
    """All connections of one engine. Belongs to one event loop.

    Attributes:
        clock: Time.
        limiters: Slots and gates per host.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        limiters: Limiters,
        transport: "httpx.AsyncBaseTransport | None" = None,
        user_agent: str,
        environ: Mapping[str, str] | None = None,
        times: Times | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            clock: Time.
            limiters: Slots and gates per host.
            transport: Any httpx transport instead of our own; it is closed with us.
            user_agent: Who we say we are.
            environ: Where proxies and certificate files are named; the environment of the process by default.
            times: How long to wait for what.
        """
        self.clock = clock
        self.limiters = limiters
        self._transport = transport
        self._user_agent = user_agent
        self._environ = os.environ if environ is None else environ
        self._times = times or Times()
        self._context: ssl.SSLContext | None = None
        self._wire: Wire | None = None
        self._proxied: dict[str, Wire] = {}
        self._proxies: dict[tuple[str, int], str | None] = {}
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)

    def door(self, rules: DoorRules, *, service: str = "", allow_http: Collection[str] = ()) -> Network:
        """Return the way to one service.

        Args:
            rules: Credentials by origin (the first names the service itself; a path behind it does not matter), how
                errors are read, what may be spent.
            service: Title for the words of failures, such as "Supervisely".
            allow_http: Origins that may be asked without encryption though they are not this machine.

        Raises:
            FailedError: The address, or a credential, cannot be used.
        """
        try:
            target = target_of(rules.credentials[0].origin)
            unencrypted = frozenset(target_of(allowed).origin for allowed in allow_http)
            credentials = tuple(_clean(credential) for credential in rules.credentials)
        except AddressError as error:
            raise FailedError(refused_address(str(error), Asked(service, "", ""))) from error
        is_near = is_loopback(target.host) or (literal(target.host) is not None and is_private(target.host))
        known = replace(rules, credentials=credentials)
        return Door(self, Rights(target, service, unencrypted, known, self._user_agent, is_near))

    async def prewarm(self) -> None:
        """Load certificates and libraries now, off the loop, so that the first call does not wait for them."""
        self._default_wire()
        try:
            await self._trust()
        except WireError as error:
            # The first call says it to a person; a program that does not start would not.
            logging.getLogger(__name__).warning("certificates cannot be loaded: %s", error)

    def proxy_for(self, host: str, port: int = 443) -> str | None:
        """Return the proxy that requests to a host go through, without its sign-in; None for the straight way."""
        proxy = proxy_for(host, port, self._environ)
        return proxy and proxy.partition("://")[2].rpartition("@")[2]

    async def wire_to(self, target: Target) -> Wire:
        """Return the transport for an address."""
        if target.scheme == "http" or is_loopback(target.host):
            return self._wire or self._default_wire()
        place = (target.host, target.port)
        if place not in self._proxies:
            self._proxies[place] = proxy_for(target.host, target.port, self._environ)
        proxy = self._proxies[place]
        if proxy is None:
            return self._wire or self._default_wire()
        if proxy not in self._proxied:
            from app.net.stock import StockWire, aiohttp_transport

            transport = aiohttp_transport(await self._trust(), proxy, self._times)
            self._proxied[proxy] = StockWire(transport, self._times, is_proxied=True)
        return self._proxied[proxy]

    async def is_near(self, target: Target) -> bool:
        """Return whether a host is this machine or in its network."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except OSError:
            return False
        return any(is_private(str(entry[4][0])) for entry in found)

    async def aclose(self) -> None:
        """Close every connection."""
        wires = [*self._proxied.values(), *([self._wire] if self._wire else [])]
        self._proxied, self._wire = {}, None
        for wire in wires:
            await wire.aclose()

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = tls_context(self._environ)
        return self._context

    def _default_wire(self) -> Wire:
        if self._wire is None:
            if self._transport is None:
                self._wire = LeanWire(self._trust, self._times)
            else:
                from app.net.stock import StockWire

                self._wire = StockWire(self._transport, self._times)
        return self._wire

    async def _trust(self) -> ssl.SSLContext:
        return self._context if self._context is not None else await asyncio.to_thread(self._tls)


def _clean(credential: Credential) -> Credential:
    """Return a credential by origin alone and without blanks around it. Raise AddressError, or FailedError (AUTH)."""
    headers = tuple((name.lower(), value.strip()) for name, value in credential.headers if value.strip())
    query = tuple((name, value.strip()) for name, value in credential.query if value.strip())
    if not all(value.isascii() and value.isprintable() for _, value in (*headers, *query)):
        title, hint = "The token holds characters that no token has.", "Copy it again, without line breaks."
        raise FailedError(Failure(FailureKind.AUTH, title, hint))
    return replace(credential, origin=target_of(credential.origin).origin, headers=headers, query=query)

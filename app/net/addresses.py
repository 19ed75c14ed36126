"""Addresses: taken apart, compared by origin, and judged before anything is sent. Pure."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressError(ValueError):
    """An address that is never asked; the text says why and holds no part of the address."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address in parts.

    Attributes:
        scheme: "http" or "https".
        host: Lower-case ASCII name or IP address, without brackets.
        port: 1 to 65535.
        path: Path and query, percent-encoded, beginning with "/".
        origin: "https://host[:port]"; equal origins share credentials.
        netloc: Host and, when it is not the usual one, port; as in the Host header.
    """

    scheme: str
    host: str
    port: int
    path: str
    origin: str
    netloc: str

    @property
    def url(self) -> str:
        """Return the whole address."""
        return self.origin + self.path


def target_of(url: str) -> Target:
    """Take an absolute address apart.

    Raises:
        AddressError: Not http or https, no host, a user name in it, or broken.
    """
    if not url.isprintable() or " " in url or "\\" in url:
        raise AddressError("the address holds characters that no address may hold")
    scheme, mark, rest = url.partition("://")
    if not mark:
        raise AddressError("the address is not a whole one")
    end = len(rest)
    for sign in "/?#":
        found = rest.find(sign, 0, end)
        if found >= 0:
            end = found
    scheme, host, port, origin, netloc = _front(f"{scheme}://{rest[:end]}")
    path = rest[end:].partition("#")[0]
    if not path.startswith("/"):
        path = "/" + path
    if not path.isascii():
        path = quote(path, safe="/%:?#[]@!$&'()*+,;=-._~")
    return Target(scheme, host, port, path, origin, netloc)


@lru_cache(maxsize=256)
def _front(front: str) -> tuple[str, str, int, str, str]:
    """Return scheme, host, port, origin and netloc of "scheme://authority"."""
    try:
        parts = urlsplit(front)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError("the address is broken") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise AddressError("the address is neither http nor https")
    if not host:
        raise AddressError("the address has no host")
    if "@" in parts.netloc:
        raise AddressError("the address holds a user name")
    try:
        host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as error:
        raise AddressError("the host name is broken") from error
    if port == 0:
        raise AddressError("the port is broken")
    port = port or PORTS[scheme]
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port == PORTS[scheme] else f"{shown}:{port}"
    return scheme, host, port, f"{scheme}://{netloc}", netloc


def hop_of(here: Target, location: str) -> Target:
    """Return where a redirect leads.

    Raises:
        AddressError: It leads nowhere, or from https to http.
    """
    location = location.strip()
    if not location:
        raise AddressError("the redirect leads nowhere")
    try:
        there = target_of(urljoin(here.url, location))
    except ValueError as error:
        raise AddressError("the redirect leads to a broken address") from error
    if here.scheme == "https" and there.scheme == "http":
        raise AddressError("the redirect leads from https to http")
    return there


@lru_cache(maxsize=1024)
def literal(host: str) -> IpAddress | None:
    """Return the IP address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine by its very name."""
    address = literal(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def is_private(address: str) -> bool:
    """Return whether an IP address is anywhere else than on the public internet."""
    ip = literal(address)
    if ip is None:
        return True
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return not ip.is_global or ip.is_multicast

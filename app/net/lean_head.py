"""HTTP/1.1 heads: requests built, answers read, and how long a body is. Pure.

Source: RFC 9112. Stricter than it where leniency is how requests get smuggled.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.net.wire import Cause, Headers, WireError, fold_headers

MOST_HEAD = 64 * 1024
# Longer numbers are not lengths.
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer.

    Attributes:
        status: HTTP status.
        headers: By lower-case name.
        length: Bytes of the body; None when only chunks or the end of the connection tell.
        is_chunked: The body comes in chunks.
        keeps: The connection may carry another request after this body.
    """

    status: int
    headers: Mapping[str, str]
    length: int | None
    is_chunked: bool
    keeps: bool


def read_head(raw: bytes) -> Head:
    """Return the head of an answer.

    Args:
        raw: Everything before the empty line.

    Raises:
        WireError: GARBLED.
    """
    first, _, rest = raw.decode("latin-1").partition("\r\n")
    if not first.startswith(("HTTP/1.1 ", "HTTP/1.0 ")) or not first[9:12].isdigit() or first[12:13] not in {"", " "}:
        raise WireError(Cause.GARBLED, "not an HTTP/1 answer")
    status = int(first[9:12])
    pairs: list[tuple[str, str]] = []
    for line in rest.split("\r\n") if rest else ():
        name, colon, value = line.partition(":")
        if not colon or not name or name[0] in " \t" or name[-1] in " \t" or "\n" in line or "\0" in line:
            raise WireError(Cause.GARBLED, "a broken header line")
        pairs.append((name.lower(), value.strip(" \t")))
    headers = fold_headers(pairs)
    keeps = first[7] == "1"
    connection = headers.get("connection")
    if connection is not None:
        words = connection.lower()
        keeps = "close" not in words and (keeps or "keep-alive" in words)
    length, is_chunked = _framing(status, headers)
    return Head(status, headers, length, is_chunked, keeps and (length is not None or is_chunked))


def _framing(status: int, headers: Mapping[str, str]) -> tuple[int | None, bool]:
    if status in {204, 304}:
        return 0, False
    coding = headers.get("transfer-encoding")
    if coding is not None:
        if coding.lower() != "chunked":
            raise WireError(Cause.GARBLED, "a transfer-encoding that nobody asked for")
        return None, True
    text = headers.get("content-length")
    if text is None:
        return None, False
    if not (text.isascii() and text.isdigit()) or len(text) > MOST_DIGITS:
        raise WireError(Cause.GARBLED, "a broken content-length")
    return int(text), False


def request_tail(netloc: str, headers: Headers) -> bytes:
    """Return what follows the path of a request, up to the headers that change from one to the next.

    Raises:
        WireError: A header would break out of its line.
    """
    lines = [" HTTP/1.1", f"host: {netloc}"]
    for name, value in headers:
        if not (name.isascii() and name.isprintable() and value.isascii() and value.replace("\t", " ").isprintable()):
            raise WireError(Cause.GARBLED, "a header that cannot be sent")
        lines.append(f"{name}: {value}")
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def request_bytes(method: str, path: str, tail: bytes, body: bytes) -> bytes:
    """Return a whole request."""
    start = f"{method} {path}".encode("ascii")
    if method == "GET" and not body:
        return start + tail + b"\r\n"
    return start + tail + b"content-length: %d\r\n\r\n" % len(body) + body

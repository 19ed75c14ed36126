"""What came back: unpacked with a cap, and looked at before anybody believes it. Pure."""

import zlib
from collections.abc import Mapping

from app.model.call import Accept
from app.net.wire import Cause, WireError

ACCEPT = {
    Accept.JSON: (("accept", "application/json"), ("accept-encoding", "gzip")),
    Accept.BYTES: (("accept", "*/*"), ("accept-encoding", "identity")),
    Accept.PACKED: (("accept", "*/*"), ("accept-encoding", "gzip")),
    Accept.MULTIPART: (("accept", "multipart/*"), ("accept-encoding", "identity")),
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BLANKS = b" \t\r\n"


def unpacked(body: bytes, headers: Mapping[str, str], accept: Accept, max_bytes: int) -> bytes:
    """Return the body as it was before it was packed.

    Raises:
        WireError: Packed though nobody asked for it, not whole, longer than allowed, or followed by something else.
    """
    coding = headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return body
    if accept not in {Accept.JSON, Accept.PACKED} or coding not in {"gzip", "x-gzip"}:
        raise WireError(Cause.GARBLED, "a content-encoding that nobody asked for")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise WireError(Cause.GARBLED, "broken gzip") from error
    if len(plain) > max_bytes:
        raise WireError(Cause.TOO_LONG, f"more than {max_bytes} bytes when unpacked")
    if not unpacker.eof:
        raise WireError(Cause.GARBLED, "gzip that ends early")
    if unpacker.unused_data:
        raise WireError(Cause.GARBLED, "something after the end of gzip")
    return plain


def is_login_page(beginning: bytes, headers: Mapping[str, str], accept: Accept) -> bool:
    """Return whether a good status brought a web page where something else was asked for."""
    start = beginning[:256].removeprefix(BYTE_ORDER_MARK).lstrip(BLANKS).lower()
    if not start.startswith(b"<"):
        return False
    if accept is Accept.JSON:
        return True
    is_called_html = headers.get("content-type", "").lower().startswith(("text/html", "application/xhtml"))
    return is_called_html or start.startswith((b"<!doctype html", b"<html"))


def misfit(beginning: bytes, headers: Mapping[str, str], accept: Accept) -> str:
    """Return why a body cannot be what was asked for; empty when it may be."""
    if accept is Accept.JSON:
        start = beginning[:64].removeprefix(BYTE_ORDER_MARK).lstrip(BLANKS)
        return "" if start[:1] and start[:1] in b'{["tfn-0123456789' else "not JSON"
    if accept is Accept.MULTIPART:
        kind = headers.get("content-type", "").lower()
        return "" if kind.startswith("multipart/") and "boundary=" in kind else "not multipart"
    return ""

"""What an answer of Mapillary means when it is not good. Codes and statuses decide, never a message.

Messages come in the visitor's language, the same code comes with several statuses, and errors come with status 200.
Source: reference A.4, row by row.
"""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from app.model.call import Accept, Call
from app.model.clock import Clock
from app.model.failure import Failure, FailureKind

FIRST_REST, MOST_REST = 60.0, 600.0
# A pause after so much quiet begins at the first rest again.
FORGET_SECONDS = 1200.0
MOST_WORDS = 200
_TOKEN_CODES = {102, 190}
_LIMIT_CODES = {4, 17, 32, 613}
# An answer that would be too large; 99 is a subcode that comes as a code, too.
_TOO_MUCH_CODES = {1, 99}
# What a message must not bring into our texts.
_TELLTALE = ("://", "access_token", "MLY|", "MLY%7C", "OAuth ")

BLOCKED = Failure(
    FailureKind.FORBIDDEN,
    "Mapillary has stopped answering tiles for this network.",
    "It usually clears after a day; try again then.",
    code="blocked",
)


class Reader:
    """Reads answers for one account; implements `app.model.door.ErrorReader`. Remembers how long to rest."""

    def __init__(self, clock: Clock) -> None:
        """Begin without a rest."""
        self._clock = clock
        self._rests = 0
        self._until = clock.monotonic()

    def __call__(self, call: Call, status: int, headers: Mapping[str, str], body: bytes) -> Failure | None:
        """Return what an answer means; None for a good one, and where the status alone says it."""
        if call.route == "image":
            return _of_picture(status)
        if call.route == "tile" and is_blocked(status, headers, body):
            return replace(BLOCKED, status=status)
        error = envelope(body) if status != 200 or call.accept is Accept.JSON else None
        if error is None:
            if status == 200 and self._clock.monotonic() >= self._until:
                self._rests = 0
            return _of_edge(call, status, headers)
        failure = failure_of(error, status, call.route)
        return replace(failure, retry_after=self._rest()) if failure.kind is FailureKind.RATE else failure

    def _rest(self) -> float:
        """Return seconds to wait: doubled when the last rest did not help, the same for all who ask meanwhile."""
        now = self._clock.monotonic()
        if now < self._until:
            return self._until - now
        if now - self._until > FORGET_SECONDS:
            self._rests = 0
        rest = min(MOST_REST, FIRST_REST * 2.0**self._rests)
        self._rests += 1
        self._until = now + rest
        return rest


def is_blocked(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether an answer of the tile host is its login page, or the way there."""
    if 300 <= status < 400:
        return True
    kind = headers.get("content-type", "").lower()
    start = body[:256].lstrip().lower()
    is_page = kind.startswith(("text/html", "application/xhtml")) or start.startswith((b"<!doctype html", b"<html"))
    return is_page and status in (200, 400, 401, 403)


def _of_picture(status: int) -> Failure | None:
    if status not in (400, 403, 410):
        return None
    return Failure(
        FailureKind.FORBIDDEN,
        "The address of the picture is too old.",
        "A fresh one is asked for.",
        detail=f"image · status {status}",
        status=status,
        code="expired",
    )


def _of_edge(call: Call, status: int, headers: Mapping[str, str]) -> Failure | None:
    """Return the failure for a status without a readable body, where ours differs from the usual one."""
    if status == 429 and "retry-after" not in headers:
        # Said by the edge of their network, which names no time; a short rest would only prolong it.
        return _limit(f"{call.route} · status 429", status, "429", FIRST_REST)
    return None


def envelope(body: bytes) -> dict[str, object] | None:
    """Return the error of an answer; None when there is none. An error that is a mere text becomes {"message": …}."""
    if b'"error"' not in body:
        return None
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return envelope_of(document) if isinstance(document, dict) else None


def envelope_of(document: Mapping[str, object]) -> dict[str, object] | None:
    """Return the error within an answer that was parsed; None when there is none."""
    error = document.get("error")
    if isinstance(error, str):
        return {"message": error}
    return error if isinstance(error, dict) else None


def failure_of(error: Mapping[str, object], status: int, route: str) -> Failure:
    """Return what an error envelope means.

    Args:
        error: The content of `error`.
        status: HTTP status it came with.
        route: What was asked, for the detail.
    """
    code, subcode = _whole(error.get("code")), _whole(error.get("error_subcode"))
    word = "/".join(str(part) for part in (code, subcode) if part is not None)
    detail = " · ".join(filter(None, (route, f"status {status}", word and f"code {word}", _words(error))))
    if code in _LIMIT_CODES:
        return _limit(detail, status, word, None)
    kind, title, hint = _class(code, subcode, status, is_transient=error.get("is_transient") is True)
    is_too_much = kind is FailureKind.REFUSED and code in _TOO_MUCH_CODES
    return Failure(kind, title, hint, detail=detail, status=status, code="reduce" if is_too_much else word)


def _class(code: int | None, subcode: int | None, status: int, *, is_transient: bool) -> tuple[FailureKind, str, str]:
    if code in _TOKEN_CODES:
        return FailureKind.AUTH, "Mapillary does not accept this token.", "Paste a new one."
    if code == 368:
        hint = "Sign in at mapillary.com, see what it says there, then paste the token again."
        return FailureKind.AUTH, "Mapillary has blocked this account or network.", hint
    if (code, subcode) == (100, 33):
        return FailureKind.NOT_FOUND, "Mapillary does not have it any more.", "It was deleted or made private."
    if code in _TOO_MUCH_CODES:
        return FailureKind.REFUSED, "That is too much for one answer of Mapillary.", "It is asked for in smaller parts."
    if code == 2 or is_transient:
        return FailureKind.SERVER, "Mapillary had a fault of its own.", "It is tried again."
    if code is None or code == 100:
        return FailureKind.REFUSED, "Mapillary refused the request.", "Check what was asked for."
    if status == 401:
        return FailureKind.AUTH, "Mapillary does not accept this token.", "Paste a new one."
    if status >= 500 or status == 429:
        return FailureKind.SERVER, "Mapillary had a fault of its own.", "It is tried again."
    if status == 403:
        return FailureKind.FORBIDDEN, "Mapillary does not let this token read it.", "Check what the token may do."
    return FailureKind.REFUSED, "Mapillary refused the request.", "Check what was asked for."


def _limit(detail: str, status: int, word: str, rest: float | None) -> Failure:
    title = "Mapillary asks for a pause after so many calls."
    return Failure(FailureKind.RATE, title, "It goes on by itself.", rest, detail, status, code=word)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _words(error: Mapping[str, object]) -> str:
    """Return the message for the log, unless it might carry an address or a token."""
    message = error.get("message")
    if not isinstance(message, str) or any(part in message for part in _TELLTALE):
        return ""
    line = "".join(sign if sign.isprintable() else " " for sign in message)
    return line[:MOST_WORDS]

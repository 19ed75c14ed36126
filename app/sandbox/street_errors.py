"""Every error that the street services answer with: status, body, headers. Pure.

Source: protocol reference, A.4. Rows have names, so that fault rules and tests can order them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.sandbox.wire import Reply, header, json_reply

LOGIN_PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><title>Log in</title></head><body><h1>You must log in to continue.</h1>'
    b'<form method="post" action="/login/"><input name="email"><input name="pass" type="password"></form>'
    b"</body></html>"
)
_TOO_MANY = (
    b"<!DOCTYPE html><html><head><title>429 Too Many Requests</title></head><body>Too Many Requests</body></html>"
)
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
TEXT = b"Content-Type: text/plain\r\n"
REDUCE = "Please reduce the amount of data you're asking for, then retry your request"
NOT_FOUND, WITHDRAWN = "not-found", "withdrawn-token"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        code: Of the envelope; None leaves it out.
        kind: "type" of the envelope.
        rest: Further members of the envelope.
    """

    status: int
    code: int | None
    kind: str
    message: str
    rest: Mapping[str, object] = field(default_factory=dict)


_OAUTH, _MLY = "OAuthException", "MLYApiException"
_NOT_AUTHORIZED = "Error validating access token: The user has not authorized application 1234567890123456."
_VALIDATING = "Error validating application. Cannot get application info due to a system error."
_EXPIRED = "Error validating access token: Session has expired. The current time is later than the end of the session."
# The service speaks the visitor's language.
_LOGIN_WALL = "La acción intentada se ha considerado abusiva o no está permitida."
_GONE = (
    "Unsupported get request. Object with ID '{0}' does not exist, cannot be loaded due to missing permissions, "
    "or does not support this operation"
)
ROWS: Mapping[str, Row] = {
    "no-token": Row(500, 190, _MLY, "Invalid OAuth 2.0 Access Token"),
    "malformed-token": Row(401, 190, _OAUTH, "Failed to decode"),
    "bad-token": Row(401, 190, _OAUTH, _VALIDATING),
    "bad-token-query": Row(400, 190, _OAUTH, _VALIDATING),
    # The same body under 200: the status alone never decides.
    "bad-token-200": Row(200, 190, _OAUTH, _VALIDATING),
    "expired-token": Row(400, 190, _OAUTH, _EXPIRED, {"error_subcode": 463}),
    WITHDRAWN: Row(401, 190, _OAUTH, _NOT_AUTHORIZED),
    "login-wall": Row(
        400, 368, _OAUTH, _LOGIN_WALL, {"error_subcode": 1348007}
    ),
    "app-limit": Row(403, 4, _MLY, "Application request limit reached", {"is_transient": True}),
    NOT_FOUND: Row(400, 100, _MLY, _GONE, {"error_subcode": 33}),
    "gone": Row(400, 100, _MLY, _GONE, {"error_subcode": 33}),
    "reduce": Row(500, 1, _MLY, REDUCE),
    "reduce-other": Row(
        500, 1, _MLY, "An unknown error occurred", {"error_subcode": 99, "error_user_msg": REDUCE}
    ),
    "temporary": Row(500, 2, _MLY, "Service temporarily unavailable", {"is_transient": True}),
    "field": Row(400, 100, _MLY, "(#100) Tried accessing nonexisting field ({0}) on node type ({1})"),
    "parameter": Row(400, 100, _MLY, "(#100) {0}"),
}  # fmt: skip
# Rows without the envelope.
RADIUS, EDGE = "string-error", "edge-429"
RADIUS_TEXT = "Param radius must be a number less than or equal to 50"
NAMES = (*ROWS, RADIUS, EDGE)


class StreetRefusalError(Exception):
    """A handler answers with a row of the table."""

    def __init__(self, row: str, *words: str) -> None:
        """Name the row and what stands in its message."""
        super().__init__(row)
        self.row, self.words = row, words


def refused(row: str, *words: str, retry_after: int | str | None = None) -> Reply:
    """Return the answer of a row.

    Args:
        row: One of `NAMES`.
        words: What stands in the message.
        retry_after: Seconds or an HTTP date, for the 429 of the edge.
    """
    if row == EDGE:
        wait = b"" if retry_after is None else header("Retry-After", str(retry_after))
        return Reply(429, HTML + wait, (_TOO_MANY,))
    if row == RADIUS:
        return json_reply({"error": RADIUS_TEXT})
    line = ROWS[row]
    message = line.message
    if "{0}" in message:
        message = message.format(*(words or ("0",)), "Image")
    error = {"message": message, "type": line.kind, "code": line.code, "error_data": {}, **line.rest,
             "fbtrace_id": "AWindrowSandboxTraceId_"}  # fmt: skip
    wait = b"" if retry_after is None else header("Retry-After", str(retry_after))
    return json_reply({"error": error}, line.status, wait)


def login_redirect() -> Reply:
    """Return what a blocked tile host sends first."""
    return Reply(302, header("Location", "/login/") + HTML)


def login_page() -> Reply:
    """Return where that leads."""
    return Reply(200, HTML, (LOGIN_PAGE,))

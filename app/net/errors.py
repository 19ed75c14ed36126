"""Every trouble on the way and every status becomes a `Failure` in words for people. Pure.

Texts name the service, the host and the route; never an address, a query or a token. What the server wrote goes into
the detail, and is shown when nothing of ours says it better.
"""

import errno
import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from app.model.failure import Failure, FailureKind
from app.net.backoff import retry_after
from app.net.wire import Cause, WireError

MOST_DETAIL = 300
# Statuses that a second try may heal, besides 5xx: time-outs of the server and of proxies before it.
PASSING = {408, 425, 499}
LOGIN_PAGE = ("What came back looks like a login page.", "Sign in to this network in a browser, or check the address.")
WEB_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+|\?[^\s\"'<>]*=[^\s\"'<>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked what; for the words.

    Attributes:
        service: Title of the service, such as "Supervisely"; empty for "The server".
        host: Host name that was asked.
        route: Name of the method, such as "images.list".
    """

    service: str
    host: str
    route: str

    @property
    def who(self) -> str:
        """Return how a sentence about the service begins."""
        return self.service or "The server"


def failure_of_status(
    status: int, headers: Mapping[str, str], body: bytes, asked: Asked, *, now: float, is_ranged: bool = False
) -> Failure | None:
    """Return what a status means; None when it is a good one.

    Args:
        status: HTTP status.
        headers: Lower-case names.
        body: The beginning of the body, decoded.
        asked: Who was asked.
        now: UTC seconds, for a Retry-After date without a Date header.
        is_ranged: A part was asked for, so 206 is good.
    """
    if status == 200 or (status == 206 and is_ranged):
        return None
    said = message_of(body)
    kind, title, hint = _words(status, said, asked)
    pause = None
    if status in {429, 503}:
        pause = retry_after(headers.get("retry-after"), date=headers.get("date"), now=now)
        if status == 429 or pause is not None:
            kind, title, hint = FailureKind.RATE, f"{asked.who} asks for a pause.", "It goes on by itself."
    return Failure(
        kind,
        title,
        hint,
        retry_after=pause.seconds if pause else None,
        detail=" · ".join(filter(None, (asked.route, f"status {status}", said))),
        status=status,
    )


def _words(status: int, said: str, asked: Asked) -> tuple[FailureKind, str, str]:
    who = asked.who
    match status:
        case 401:
            return FailureKind.AUTH, f"{who} refused this token.", "It may have been regenerated. Paste a new one."
        case 402:
            return FailureKind.AUTH, f"{who} says that the plan is used up.", "Check the plan of this account."
        case 403:
            return FailureKind.FORBIDDEN, f"{who} does not let this account read it.", "Ask its owner for access."
        case 404 | 410:
            return FailureKind.NOT_FOUND, f"{who} does not have it any more.", "It may have been deleted or moved."
        case 407:
            return FailureKind.REFUSED, "The proxy needs a sign-in.", "Check the proxy settings of this computer."
        case 413 | 414:
            return FailureKind.REFUSED, f"{who} finds the request too large.", "Use a smaller batch size."
        case _:
            pass
    if status in PASSING or status >= 500:
        return FailureKind.SERVER, f"{who} had a fault of its own ({status}).", "It is tried again."
    if 400 <= status < 500:
        reason = f": {said.rstrip('.')}." if said else f" ({status})."
        return FailureKind.REFUSED, f"{who} refused the request{reason}", "Check what was asked for."
    return FailureKind.DATA, f"{who} sent an answer nobody asked for ({status}).", ""


def message_of(body: bytes) -> str:
    """Return what an error body says, in one line without addresses; empty when it says nothing readable.

    Source: reference of the HTTP interface, A.5: `error`, then `details.message` or `details[0].message`.
    """
    try:
        read = json.loads(body[: 64 * 1024])
    except (ValueError, RecursionError):
        return ""
    if not isinstance(read, dict):
        return ""
    words: list[str] = []
    for part in (read.get("error"), read.get("details"), read.get("message")):
        found = part[0] if isinstance(part, list) and part else part
        text = found.get("message") if isinstance(found, dict) else found
        if isinstance(text, str) and text and text not in words:
            words.append(text)
    line = WEB_ADDRESS.sub("…", " – ".join(words))
    line = "".join(sign if sign.isprintable() else " " for sign in line)
    return line if len(line) <= MOST_DETAIL else line[: MOST_DETAIL - 1] + "…"


def failure_of_wire(error: WireError, asked: Asked) -> Failure:
    """Return what a trouble on the way means."""
    host = asked.host
    waited = f" (timed out after {error.seconds:.0f} s)" if error.seconds else ""
    again = "It is tried again."
    kind = FailureKind.SERVER
    match error.cause:
        case Cause.UNRESOLVED:
            kind, title = FailureKind.NETWORK, f"{host} cannot be found."
            hint = "Check the internet connection and the server address."
        case Cause.NO_ROUTE:
            kind, title = FailureKind.NETWORK, f"There is no way to {host}."
            hint = "Check the internet connection."
        case Cause.REFUSED:
            title, hint = f"{host} does not answer (connection refused).", again
        case Cause.CONNECT_TIMEOUT | Cause.HEADER_TIMEOUT:
            title, hint = f"{host} does not answer{waited}.", again
        case Cause.IDLE | Cause.SLOW:
            title, hint = f"{host} stopped sending{waited}.", again
        case Cause.RESET | Cause.TLS:
            title, hint = f"{host} broke the connection.", again
        case Cause.CUT_OFF:
            title, hint = f"{host} broke the connection before everything had arrived.", again
        case Cause.FILES:
            title, hint = "Too many files and connections are open at once.", again
        case Cause.GARBLED:
            kind, title, hint = FailureKind.DATA, f"{host} sent an answer that cannot be read.", again
        case Cause.TOO_LONG:
            kind, title, hint = FailureKind.DATA, f"{host} sent more than was listed.", again
        case _:
            kind, title, hint = FailureKind.REFUSED, *_for_good(error.cause, host)
    return Failure(kind, title, hint, detail=" · ".join(filter(None, (asked.route, error.cause, error.detail))))


def _for_good(cause: Cause, host: str) -> tuple[str, str]:
    """Return title and hint of what no second try heals."""
    match cause:
        case Cause.CERTIFICATE:
            return f"The certificate of {host} is not valid.", "Check the server address and the date of this computer."
        case Cause.FOREIGN_CERTIFICATE:
            return "This network replaces certificates.", "Add your company’s CA file."
        case Cause.CA_FILE:
            return "The file with the company’s certificates cannot be read.", "Choose another CA file."
        case Cause.PROXY_SIGN_IN:
            return "The proxy needs a sign-in.", "Check the proxy settings of this computer."
        case Cause.PROXY:
            return "The proxy cannot be used.", "Check the proxy settings of this computer."
        case _:
            return f"{host} leads into the local network.", "Nothing was asked there. Tell the owner of the data."


def refused_address(reason: str, asked: Asked) -> Failure:
    """Return the failure of an address or redirect that is never followed."""
    return Failure(
        FailureKind.REFUSED,
        f"{asked.who} points to an address that is not safe to follow.",
        "Check the server address of the account.",
        detail=" · ".join(filter(None, (asked.route, reason))),
    )


# OpenSSL's verify codes for a chain that ends in an authority this computer does not know.
UNKNOWN_AUTHORITY = {2, 18, 19, 20, 21}


def wire_error_of(error: BaseException) -> WireError:
    """Return the trouble behind an exception of the operating system or of TLS."""
    if isinstance(error, WireError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        # Only those that OpenSSL raised itself have these attributes.
        is_foreign = getattr(error, "verify_code", 0) in UNKNOWN_AUTHORITY
        cause = Cause.FOREIGN_CERTIFICATE if is_foreign else Cause.CERTIFICATE
        return WireError(cause, getattr(error, "verify_message", ""))
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "reason", "") or ""
        is_for_good = "VERSION" in reason or "PROTOCOL" in reason
        return WireError(Cause.CERTIFICATE if is_for_good else Cause.TLS, reason)
    if isinstance(error, socket.gaierror):
        return WireError(Cause.UNRESOLVED, f"resolver error {error.errno}")
    if isinstance(error, TimeoutError):
        return WireError(Cause.CONNECT_TIMEOUT)
    if isinstance(error, ConnectionRefusedError):
        return WireError(Cause.REFUSED)
    if isinstance(error, OSError):
        return WireError(_os_cause(error), errno.errorcode.get(error.errno or 0, type(error).__name__))
    return WireError(Cause.GARBLED, type(error).__name__)


def _os_cause(error: OSError) -> Cause:
    if error.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EHOSTDOWN}:
        return Cause.NO_ROUTE
    if error.errno in {errno.EMFILE, errno.ENFILE, errno.ENOBUFS}:
        return Cause.FILES
    return Cause.RESET

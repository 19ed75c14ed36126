"""Every trouble has a kind and words, and no address in them."""

import errno
import socket
import ssl

import pytest

from app.model.failure import FailureKind
from app.net.errors import Asked, failure_of_status, failure_of_wire, message_of, wire_error_of
from app.net.wire import Cause, WireError

ASKED = Asked("Supervisely", "sly.example.org", "images.list")


def status(code, headers=None, body=b""):
    return failure_of_status(code, headers or {}, body, ASKED, now=0.0)


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_words(cause):
    failure = failure_of_wire(WireError(cause, "why", seconds=10.0), ASKED)

    assert failure.title.endswith(".")
    assert failure.hint
    assert failure.detail == f"images.list · {cause} · why"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror(-2, "x"), Cause.UNRESOLVED),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), Cause.REFUSED),
        (ConnectionResetError(errno.ECONNRESET, "x"), Cause.RESET),
        (OSError(errno.ENETUNREACH, "x"), Cause.NO_ROUTE),
        (OSError(errno.EMFILE, "x"), Cause.FILES),
        (TimeoutError(), Cause.CONNECT_TIMEOUT),
        (ssl.SSLCertVerificationError(1, "x"), Cause.CERTIFICATE),
        (ssl.SSLEOFError(8, "x"), Cause.TLS),
        (RuntimeError("x"), Cause.GARBLED),
    ],
    ids=lambda value: getattr(value, "value", type(value).__name__),
)
def test_every_exception_has_a_cause(error, cause):
    assert wire_error_of(error).cause is cause


def test_a_replaced_certificate_asks_for_the_ca_file():
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_code, error.verify_message = 20, "unable to get local issuer certificate"

    failure = failure_of_wire(wire_error_of(error), ASKED)

    assert failure.kind is FailureKind.REFUSED
    assert failure.sentence() == "This network replaces certificates. Add your company’s CA file."


def test_offline_is_not_the_fault_of_the_server():
    kinds = {cause: failure_of_wire(WireError(cause), ASKED).kind for cause in Cause}

    assert {cause for cause, kind in kinds.items() if kind is FailureKind.NETWORK} == {Cause.UNRESOLVED, Cause.NO_ROUTE}
    assert kinds[Cause.TOO_LONG] is FailureKind.DATA


def test_a_delay_makes_503_a_pause():
    assert status(503).kind is FailureKind.SERVER
    assert (status(503, {"retry-after": "3"}).kind, status(503, {"retry-after": "3"}).retry_after) == (
        FailureKind.RATE,
        3.0,
    )
    assert status(429).retry_after is None


def test_the_words_name_the_service():
    assert status(401).title == "Supervisely refused this token."
    assert failure_of_status(401, {}, b"", Asked("", "h", ""), now=0.0).title == "The server refused this token."
    assert status(200) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            b'{"error": "Validation error", "details": [{"message": "id is required"}]}',
            "Validation error – id is required",
        ),
        (b'{"error": "FAIL", "details": {"message": "no"}}', "FAIL – no"),
        (b'{"error": {"message": "Bad", "code": 190}}', "Bad"),
        (b'{"error": "see https://h/x?access_token=1 now"}', "see … now"),
        (b"[1]", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_what_the_server_says_is_read(body, expected):
    assert message_of(body) == expected

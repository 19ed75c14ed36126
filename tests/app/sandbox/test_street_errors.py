"""The table of errors: status and body of each row, as the reference lists them (A.4)."""

import msgspec
import pytest

from app.sandbox.street_errors import NAMES, login_page, login_redirect, refused

MLY, OAUTH = "MLYApiException", "OAuthException"


@pytest.mark.parametrize(
    ("row", "status", "code", "subcode", "kind", "words"),
    [
        ("no-token", 500, 190, None, MLY, "Invalid OAuth 2.0 Access Token"),
        ("malformed-token", 401, 190, None, OAUTH, "Failed to decode"),
        ("bad-token", 401, 190, None, OAUTH, "Error validating application"),
        ("bad-token-query", 400, 190, None, OAUTH, "Error validating application"),
        ("bad-token-200", 200, 190, None, OAUTH, "Error validating application"),
        ("expired-token", 400, 190, 463, OAUTH, "expired"),
        ("withdrawn-token", 401, 190, None, OAUTH, "The user has not authorized application"),
        ("login-wall", 400, 368, 1348007, OAUTH, "abusiva"),
        ("app-limit", 403, 4, None, MLY, "Application request limit reached"),
        ("not-found", 400, 100, 33, MLY, "Unsupported get request. Object with ID '77' does not exist"),
        ("gone", 400, 100, 33, MLY, "Unsupported get request. Object with ID '77' does not exist"),
        ("reduce", 500, 1, None, MLY, "Please reduce the amount of data you're asking for"),
        ("reduce-other", 500, 1, 99, MLY, "An unknown error occurred"),
        ("temporary", 500, 2, None, MLY, "Service temporarily unavailable"),
        ("field", 400, 100, None, MLY, "nonexisting field (77)"),
    ],
)
def test_row_has_the_status_and_the_envelope_of_the_reference(row, status, code, subcode, kind, words):
    reply = refused(row, "77")
    error = msgspec.json.decode(reply.whole())["error"]

    assert (reply.status, error["code"], error.get("error_subcode"), error["type"]) == (status, code, subcode, kind)
    assert words in error["message"]
    assert error["fbtrace_id"]


def test_other_spelling_hides_the_phrase_in_the_user_message():
    error = msgspec.json.decode(refused("reduce-other").whole())["error"]

    assert error["error_user_msg"].startswith("Please reduce the amount of data")


def test_radius_is_a_string_under_200():
    reply = refused("string-error")

    assert reply.status == 200
    assert msgspec.json.decode(reply.whole()) == {"error": "Param radius must be a number less than or equal to 50"}


@pytest.mark.parametrize(
    ("wait", "line"),
    [
        (None, b""),
        (7, b"Retry-After: 7\r\n"),
        ("Wed, 21 Oct 2026 07:28:00 GMT", b"Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n"),
    ],
    ids=["silent", "seconds", "date"],
)
def test_edge_answers_html_with_or_without_a_time(wait, line):
    reply = refused("edge-429", retry_after=wait)

    assert reply.status == 429
    assert b"text/html" in reply.headers
    assert line in reply.headers
    assert (b"Retry-After" in reply.headers) == bool(line)


def test_every_name_can_be_answered():
    assert all(refused(name).status for name in NAMES)


def test_block_of_the_tile_host_is_a_redirect_to_a_page():
    assert (login_redirect().status, login_page().status) == (302, 200)
    assert b"Location: /login/" in login_redirect().headers
    assert login_page().whole().startswith(b"<!DOCTYPE html>")

"""Requests and replies as bytes."""

import pytest

from app.sandbox.wire import BadRequestError, RefusalError, Request, body_reply, byte_range, read_head


def test_head_is_read_when_it_is_complete():
    whole = b"POST /a%20b?x=1 HTTP/1.1\r\nX-Api-Key: k\r\nContent-Length: 3\r\n\r\nabc"

    found = read_head(whole)

    assert found is not None
    request, start, length = found
    assert (request.method, request.path, request.query, request.headers["x-api-key"]) == (
        "POST",
        "/a b",
        {"x": "1"},
        "k",
    )
    assert whole[start : start + length] == b"abc"


def test_half_a_head_waits():
    assert read_head(b"POST / HTTP/1.1\r\nHost: a\r\n") is None


@pytest.mark.parametrize(
    "raw",
    [b"\x16\x03\x01\x02\x00hello", b"GET /\r\n\r\n", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ids=["tls", "no version", "chunked"],
)
def test_what_is_not_served_is_refused(raw):
    with pytest.raises(BadRequestError):
        read_head(raw)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=-5", (95, 100)),
        ("bytes=90-500", (90, 100)),
        ("x=1-2", None),
    ],
)
def test_range_names_start_and_end(value, expected):
    assert byte_range(value, 100) == expected


def test_range_outside_is_416():
    assert body_reply(b"abc", b"", "bytes=3-").status == 416


@pytest.mark.parametrize("body", [b"", b"[]", b'{"id": "x"}', b'{"id": true}'])
def test_missing_or_wrong_number_is_a_validation_error(body):
    request = Request("POST", "/", {}, {}, body)

    with pytest.raises(RefusalError) as caught:
        request.integer("id")

    assert (caught.value.status, caught.value.error) == (400, "Validation error")

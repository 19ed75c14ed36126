"""Heads are read strictly."""

import pytest

from app.net.lean_head import read_head, request_bytes, request_tail
from app.net.wire import WireError


def test_a_head_is_read():
    head = read_head(b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag:  "a:b" ')

    assert (head.status, head.length, head.is_chunked, head.keeps) == (200, 5, False, True)
    assert head.headers["etag"] == '"a:b"'


@pytest.mark.parametrize(
    ("raw", "keeps"),
    [
        (b"HTTP/1.1 200\r\ncontent-length: 0\r\nconnection: close", False),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 0", False),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\nconnection: Keep-Alive", True),
        (b"HTTP/1.1 200 OK", False),
        (b"HTTP/1.1 204 OK", True),
    ],
)
def test_a_connection_is_kept_only_when_the_end_is_known(raw, keeps):
    assert read_head(raw).keeps is keeps


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/2 200",
        b"HTTP/1.1 2x0 OK",
        b"HTTP/1.1 200 OK\r\nno colon",
        b"HTTP/1.1 200 OK\r\nname : x",
        b"HTTP/1.1 200 OK\r\n folded: x",
        b"HTTP/1.1 200 OK\r\ncontent-length: +5",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5, 5",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 3",
        b"HTTP/1.1 200 OK\r\na: b\nc: d",
    ],
)
def test_a_doubtful_head_is_refused(raw):
    with pytest.raises(WireError):
        read_head(raw)


def test_a_request_is_built_and_no_header_breaks_out():
    tail = request_tail("h:1", (("a", "b"),))

    assert request_bytes("GET", "/x", tail, b"") == b"GET /x HTTP/1.1\r\nhost: h:1\r\na: b\r\n\r\n"
    assert request_bytes("POST", "/", tail, b"{}").endswith(b"content-length: 2\r\n\r\n{}")
    for bad in (("a", "b\r\nx: y"), ("a\n", "b"), ("a", "ü")):
        with pytest.raises(WireError):
            request_tail("h", (bad,))

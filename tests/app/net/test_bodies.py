"""Bodies are unpacked whole or not at all."""

import gzip
import zlib

import pytest

from app.model.call import Accept
from app.net.bodies import is_login_page, misfit, unpacked
from app.net.wire import Cause, WireError

GZIP = {"content-encoding": "gzip"}
BODY = b'{"a": 1}' * 1000


def test_packed_json_is_unpacked():
    assert unpacked(gzip.compress(BODY), GZIP, Accept.JSON, 10_000) == BODY


@pytest.mark.parametrize(
    ("packed", "headers", "cause"),
    [
        (gzip.compress(BODY)[:-9], GZIP, Cause.GARBLED),
        (gzip.compress(BODY)[:-1] + b"x", GZIP, Cause.GARBLED),
        (gzip.compress(BODY) + b"more", GZIP, Cause.GARBLED),
        (b"rubbish", GZIP, Cause.GARBLED),
        (zlib.compress(BODY), {"content-encoding": "br"}, Cause.GARBLED),
        (gzip.compress(b"0" * 10_000_000), GZIP, Cause.TOO_LONG),
    ],
    ids=["cut off", "bad checksum", "trailing bytes", "rubbish", "unasked", "bomb"],
)
def test_what_is_not_whole_is_refused(packed, headers, cause):
    with pytest.raises(WireError) as caught:
        unpacked(packed, headers, Accept.JSON, 10_000)

    assert caught.value.cause is cause


def test_an_image_is_never_unpacked():
    with pytest.raises(WireError):
        unpacked(gzip.compress(BODY), GZIP, Accept.BYTES, 10_000)


@pytest.mark.parametrize(
    ("body", "kind", "accept", "expected"),
    [
        (b"\n<!DOCTYPE html>", "", Accept.BYTES, True),
        (b"<svg>", "image/svg+xml", Accept.BYTES, False),
        (b"<p>", "text/html; charset=x", Accept.BYTES, True),
        (b"\xff\xd8", "text/html", Accept.BYTES, False),
        (b"<x", "application/json", Accept.JSON, True),
        (b'{"a": "<html>"}', "text/html", Accept.JSON, False),
    ],
)
def test_a_login_page_is_known_by_its_beginning(body, kind, accept, expected):
    assert is_login_page(body, {"content-type": kind}, accept) is expected


def test_misfits_are_named():
    assert misfit(b"", {}, Accept.JSON)
    assert misfit(b"abc", {}, Accept.JSON)
    assert not misfit(b" [1]", {}, Accept.JSON)
    assert misfit(b"x", {"content-type": "image/png"}, Accept.MULTIPART)
    assert not misfit(b"x", {"content-type": 'multipart/form-data; boundary="b"'}, Accept.MULTIPART)

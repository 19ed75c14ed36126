"""Every row of the table of errors, by code, subcode, status and body; never by the words of a message."""

import json

import pytest

from app.model.call import Accept, Call
from app.model.failure import FailureKind
from app.sources.mapillary.errors import FIRST_REST, MOST_REST, Reader, envelope
from tests.fakes.clock import FakeClock

ENTITY = Call("GET", "https://graph.test/1", route="entity")
SEARCH = Call("GET", "https://graph.test/images", route="search")
TILE = Call("GET", "https://tiles.test/1", accept=Accept.BYTES, route="tile")
IMAGE = Call("GET", "https://cdn.test/1", accept=Accept.BYTES, route="image")
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}
TOKEN = "MLY|123|abc"


def error(code: object = None, subcode: int | None = None, message: str = "…", **more: object) -> bytes:
    inner = {"message": message, "type": "MLYApiException", "code": code, "error_subcode": subcode, **more}
    return json.dumps({"error": {k: v for k, v in inner.items() if v is not None}}).encode()


ROWS = {
    "no token at all": (ENTITY, 500, error(190), FailureKind.AUTH, "190"),
    "malformed token": (ENTITY, 401, error(190), FailureKind.AUTH, "190"),
    "never issued, as query": (ENTITY, 400, error(190), FailureKind.AUTH, "190"),
    "token with status 200": (ENTITY, 200, error(190), FailureKind.AUTH, "190"),
    "login wall": (ENTITY, 400, error(368, 1348007), FailureKind.AUTH, "368/1348007"),
    "application limit": (ENTITY, 403, error(4, is_transient=True), FailureKind.RATE, "4"),
    "gone": (ENTITY, 400, error(100, 33), FailureKind.NOT_FOUND, "100/33"),
    "unknown field": (ENTITY, 400, error(100), FailureKind.REFUSED, "100"),
    "too dense": (SEARCH, 500, error(1), FailureKind.REFUSED, "reduce"),
    "too dense, other spelling": (SEARCH, 500, error(1, 99), FailureKind.REFUSED, "reduce"),
    "too dense, subcode as code": (SEARCH, 500, error(99), FailureKind.REFUSED, "reduce"),
    "temporary": (ENTITY, 500, error(2), FailureKind.SERVER, "2"),
    "unknown and transient": (ENTITY, 400, error(960, is_transient=True), FailureKind.SERVER, "960"),
    "unknown with 5xx": (ENTITY, 503, error(960), FailureKind.SERVER, "960"),
    "unknown with 403": (ENTITY, 403, error(10), FailureKind.FORBIDDEN, "10"),
    "unknown with 401": (ENTITY, 401, error(960), FailureKind.AUTH, "960"),
    "unknown with 400": (ENTITY, 400, error(960), FailureKind.REFUSED, "960"),
    "radius": (SEARCH, 200, b'{"error":"Param radius must be a number"}', FailureKind.REFUSED, ""),
    "tile without token": (TILE, 403, error(190), FailureKind.AUTH, "190"),
}


@pytest.mark.parametrize(("call", "status", "body", "kind", "code"), ROWS.values(), ids=ROWS.keys())
def test_an_envelope_means_what_its_codes_say(call, status, body, kind, code):
    """Traps 10, 11 and 13 of the reference: errors come with any status, also 200, also as a mere text."""
    failure = Reader(FakeClock())(call, status, JSON, body)

    assert failure is not None
    assert (failure.kind, failure.code, failure.status) == (kind, code, status)
    assert failure.title.endswith(".")


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (302, {"location": "https://www.test/login"}, b""),
        (200, HTML, b"<!DOCTYPE html>"),
        (200, {"content-type": "application/x-protobuf"}, b"  <html>"),
        (403, HTML, b"<html>"),
    ],
    ids=["redirect", "page", "page in disguise", "403 with a page"],
)
def test_a_login_page_of_the_tile_host_is_a_block(status, headers, body):
    """Traps 8 and 9 of the reference: it is neither empty nor a fault that another try heals."""
    failure = Reader(FakeClock())(TILE, status, headers, body)

    assert failure is not None
    assert (failure.kind, failure.code) == (FailureKind.FORBIDDEN, "blocked")
    assert "try again then" in failure.sentence()


@pytest.mark.parametrize("status", [400, 403, 410])
def test_a_refused_picture_has_an_address_that_is_too_old(status):
    """Trap 15 of the reference: that is no word about the account."""
    failure = Reader(FakeClock())(IMAGE, status, {"content-type": "text/plain"}, b"URL signature expired")

    assert failure is not None
    assert (failure.kind, failure.code) == (FailureKind.FORBIDDEN, "expired")


GOOD = {
    "entity": (ENTITY, 200, b'{"id":"1"}'),
    "the word error elsewhere": (ENTITY, 200, b'{"1":{"creator":{"username":"error"},"x":"\\"error\\""}}'),
    "tile": (TILE, 200, b'\x1a\x05"error"'),
    "picture": (IMAGE, 200, b"\xff\xd8\xff"),
    "5xx without a body": (ENTITY, 502, b"<html>bad gateway"),
    "429 with its own time": (ENTITY, 429, b""),
}


@pytest.mark.parametrize(("call", "status", "body"), GOOD.values(), ids=GOOD.keys())
def test_what_is_good_or_plain_is_left_to_the_status(call, status, body):
    headers = {"retry-after": "7"} if status == 429 else {}

    assert Reader(FakeClock())(call, status, headers, body) is None


def test_an_edge_that_names_no_time_gets_a_minute():
    failure = Reader(FakeClock())(ENTITY, 429, HTML, b"<html>too many")

    assert failure is not None
    assert (failure.kind, failure.retry_after) == (FailureKind.RATE, FIRST_REST)


async def test_a_rest_doubles_while_the_limit_keeps_coming_and_ends_with_a_success():
    """Trap 40 of the reference: all who ask meanwhile share one rest."""
    clock = FakeClock()
    reader = Reader(clock)
    limit = error(4)

    async def rest() -> float:
        failure = reader(ENTITY, 403, JSON, limit)
        assert failure is not None
        assert failure.retry_after is not None
        await clock.advance(failure.retry_after)
        return failure.retry_after

    rests = [await rest() for _ in range(6)]
    reader(ENTITY, 200, JSON, b"{}")

    assert rests == [60, 120, 240, 480, MOST_REST, MOST_REST]
    assert await rest() == FIRST_REST


async def test_a_burst_of_refusals_is_one_rest():
    clock = FakeClock()
    reader = Reader(clock)

    first = reader(ENTITY, 403, JSON, error(4))
    await clock.advance(10)
    second = reader(SEARCH, 403, JSON, error(4))

    assert first is not None
    assert second is not None
    assert (first.retry_after, second.retry_after) == (60, 50)


def test_the_answer_to_a_call_that_was_under_way_ends_no_rest():
    clock = FakeClock()
    reader = Reader(clock)
    reader(ENTITY, 403, JSON, error(4))

    reader(ENTITY, 200, JSON, b"{}")

    assert reader._rests == 1


@pytest.mark.parametrize(
    "message",
    [f"Bad token {TOKEN}", "See https://graph.test/1?access_token=x", "OAuth abcdef"],
    ids=["token", "address", "header"],
)
def test_no_secret_of_a_message_comes_into_our_words(message):
    """Trap 41 of the reference."""
    failure = Reader(FakeClock())(ENTITY, 400, JSON, error(960, message=message))

    assert failure is not None
    assert all(secret not in repr(failure) for secret in (TOKEN, "access_token", "OAuth a", "https://"))


def test_a_localised_message_is_kept_for_the_log_only():
    failure = Reader(FakeClock())(ENTITY, 400, JSON, error(368, message="Anmeldung nötig\n"))

    assert failure is not None
    assert "Anmeldung" not in failure.sentence()
    assert "Anmeldung nötig " in failure.detail


@pytest.mark.parametrize(
    "body",
    [b"", b"[1]", b'{"error":', b'{"error":5}', b'{"a":{"error":{}}}'],
    ids=["empty", "list", "cut", "5", "deep"],
)
def test_what_is_no_envelope_is_none(body):
    assert envelope(body) is None

"""Streams through the door."""

import asyncio

import pytest

from app.model.call import Accept, Call
from app.model.door import plain_rules
from app.model.failure import FailedError, FailureKind
from app.net.http import Http
from app.net.limiter import Limiters
from app.net.wire import Times
from tests.fakes.clock import FakeClock
from tests.fakes.rawserver import raw_server

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"


@pytest.fixture
async def http():
    clock = FakeClock()
    made = Http(clock=clock, limiters=Limiters(clock), user_agent="W/1", environ={}, times=Times(idle=0.2))
    yield made
    await made.aclose()
    await asyncio.sleep(0)


async def read(http, server, path, **options):
    door = http.door(plain_rules(server.origin, {}))
    async with door.stream(Call("GET", server.url(path), accept=Accept.BYTES, **options)) as stream:
        return b"".join([chunk async for chunk in stream.chunks()])


async def short(exchange):
    await exchange.send(HEAD + b"abc")
    exchange.close()


async def gone(exchange):
    await exchange.answer(b'{"error": "no such image"}', 404)


async def page(exchange):
    await exchange.answer(b"<html>", content_type="text/html")


async def packed(exchange):
    await exchange.answer(b"xyz", content_encoding="br")


@pytest.mark.parametrize(
    ("path", "options", "kind"),
    [
        ("/short", {}, FailureKind.SERVER),
        ("/gone", {}, FailureKind.NOT_FOUND),
        ("/page", {}, FailureKind.DATA),
        ("/packed", {}, FailureKind.DATA),
        ("/other", {"max_bytes": 1}, FailureKind.DATA),
    ],
)
async def test_a_stream_that_is_not_good_fails_and_gives_its_slot_back(http, path, options, kind):
    async with raw_server(short=short, gone=gone, page=page, packed=packed) as server:
        with pytest.raises(FailedError) as caught:
            await read(http, server, path, **options)

    assert caught.value.failure.kind is kind
    assert http.limiters.paces()[0].in_flight == 0


async def test_the_words_of_a_failed_stream_are_those_of_the_server(http):
    async with raw_server(gone=gone) as server:
        with pytest.raises(FailedError) as caught:
            await read(http, server, "/gone")

    assert "no such image" in caught.value.failure.detail


async def test_a_taker_that_stops_early_gives_its_slot_back(http):
    async def long(exchange):
        await exchange.send(b"HTTP/1.1 200 OK\r\ncontent-length: 900000\r\n\r\n" + b"x" * 1000)

    async with raw_server(long=long) as server:
        door = http.door(plain_rules(server.origin, {}))
        async with door.stream(Call("GET", server.url("/long"), accept=Accept.BYTES)) as stream:
            async for chunk in stream.chunks():
                assert chunk
                break

    assert http.limiters.paces()[0].in_flight == 0


async def test_a_stream_of_json_is_never_packed(http):
    async with (
        raw_server() as server,
        http.door(plain_rules(server.origin, {})).stream(Call("GET", server.url("/a"))) as stream,
    ):
        body = b"".join([chunk async for chunk in stream.chunks()])

    assert body == b"{}"
    assert server.seen[0].headers["accept-encoding"] == "identity"

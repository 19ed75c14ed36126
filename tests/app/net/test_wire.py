"""What every transport must do, whatever the server does; and how headers are folded."""

import asyncio
from contextlib import aclosing

import pytest

from app.net.addresses import target_of
from app.net.lean import LeanWire
from app.net.lean_httpx import LeanTransport
from app.net.stock import StockWire, aiohttp_transport
from app.net.trust import tls_context
from app.net.wire import Cause, Outgoing, Times, WireError, fold_headers
from tests.fakes.rawserver import raw_server

TIMES = Times(connect=2.0, header=0.15, idle=0.15, window=0.3, floor=1000.0)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"transfer-encoding: chunked\r\n\r\n"


def lean(times: Times) -> LeanWire:
    async def trust():
        return tls_context({})

    return LeanWire(trust, times)


WIRES = {
    "lean": lean,
    "lean under httpx": lambda times: StockWire(LeanTransport(lean(times)), times),
    "aiohttp under httpx": lambda times: StockWire(aiohttp_transport(tls_context({}), None, times), times),
}


@pytest.fixture(params=WIRES)
async def wire(request):
    made = WIRES[request.param](TIMES)
    yield made
    await made.aclose()
    await asyncio.sleep(0.01)


def request_for(server, path, *, max_bytes=10_000_000, method="GET", body=b"", may_resend=True, **headers):
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Outgoing(method, target_of(server.url(path)), pairs, body, max_bytes, may_resend)


def sends(*pieces, then_close=False, then_reset=False):
    async def handler(exchange):
        await exchange.send(*pieces)
        if then_close:
            exchange.close()
        if then_reset:
            exchange.reset()

    return handler


async def test_a_body_of_known_length_arrives_and_the_connection_is_kept(wire):
    big = bytes(range(256)) * 4000

    async def answer(exchange):
        await exchange.answer(big, etag="x")

    async with raw_server(big=answer) as server:
        wholes = [await wire.fetch(request_for(server, "/big")) for _ in range(5)]

    assert all(whole.body == big and whole.headers["etag"] == "x" for whole in wholes)
    assert server.connections == 1


async def test_a_post_carries_its_body_and_headers(wire):
    async with raw_server() as server:
        await wire.fetch(request_for(server, "/m?a=1%2F2", method="POST", body=b'{"id": 1}', x_api_key="k"))

    (seen,) = server.seen
    assert (seen.method, seen.path, seen.body, seen.headers["x-api-key"]) == ("POST", "/m?a=1%2F2", b'{"id": 1}', "k")


@pytest.mark.parametrize(
    ("pieces", "body"),
    [
        ((CHUNKED + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",), b"abcde"),
        ((CHUNKED + b"3\r\na", b"bc\r", b"\n2\r\nde\r\n0\r", b"\ntrailer: 1\r\n\r\n"), b"abcde"),
        ((OK + b"content-length: 3\r\n\r", b"\nab", b"c"), b"abc"),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"content-length: 1\r\n\r\nx"), b"x"),
        ((b"HTTP/1.1 103 Early\r\nlink: x\r\n\r\n" + OK + b"content-length: 1\r\n\r\nx",), b"x"),
        ((OK + b"content-length: 0\r\n\r\n",), b""),
        ((b"HTTP/1.1 204 None\r\n\r\n",), b""),
    ],
    ids=["chunks", "chunks in pieces", "split head", "continue", "early hints", "empty", "no content"],
)
async def test_a_body_ends_where_its_framing_says(wire, pieces, body):
    async with raw_server(a=sends(*pieces)) as server:
        first = await wire.fetch(request_for(server, "/a"))
        second = await wire.fetch(request_for(server, "/a"))

    assert (first.body, second.body) == (body, body)
    assert server.connections == 1


async def test_a_body_without_length_ends_with_the_connection(wire):
    async with raw_server(a=sends(OK + b"\r\nab", b"c", then_close=True)) as server:
        whole = await wire.fetch(request_for(server, "/a"))
        again = await wire.fetch(request_for(server, "/a"))

    assert (whole.body, again.body) == (b"abc", b"abc")
    assert server.connections == 2


CUT = {Cause.CUT_OFF, Cause.RESET}
BROKEN = {
    "nothing": ((), {"then_close": True}, {Cause.RESET}),
    "reset at once": ((), {"then_reset": True}, {Cause.RESET}),
    "early end": ((OK + b"content-length: 9\r\n\r\nabc",), {"then_close": True}, CUT),
    "reset in the body": ((OK + b"content-length: 999999\r\n\r\nabc",), {"then_reset": True}, CUT),
    "aborted chunks": ((CHUNKED + b"5\r\nab",), {"then_close": True}, CUT),
    "missing last chunk": ((CHUNKED + b"2\r\nab\r\n",), {"then_close": True}, CUT),
    "broken chunk size": ((CHUNKED + b"zz\r\nab\r\n0\r\n\r\n",), {}, {Cause.GARBLED, *CUT}),
    "two lengths": ((OK + b"content-length: 3\r\ncontent-length: 4\r\n\r\nabcd",), {}, {Cause.GARBLED, *CUT}),
    "length beside chunks": (
        (OK + b"content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",),
        {},
        {Cause.GARBLED, *CUT},
    ),
    "endless header": ((OK + b"x: " + b"y" * 300_000 + b"\r\n\r\n",), {"then_close": True}, {Cause.GARBLED, *CUT}),
    "no http": ((b"SSH-2.0-OpenSSH_9\r\n\r\n",), {"then_close": True}, {Cause.GARBLED, *CUT}),
    "no more bytes": ((OK + b"content-length: 9\r\n\r\nabc",), {}, {Cause.IDLE}),
    "no header": ((b"HTTP/1.1 2",), {}, {Cause.HEADER_TIMEOUT}),
    "no answer": ((), {}, {Cause.HEADER_TIMEOUT}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_answer_is_a_named_trouble_and_the_next_call_works(wire, name):
    pieces, ends, causes = BROKEN[name]
    async with raw_server(a=sends(*pieces, **ends)) as server:
        with pytest.raises(WireError) as caught:
            await wire.fetch(request_for(server, "/a"))
        after = await wire.fetch(request_for(server, "/good"))

    assert caught.value.cause in causes
    assert after.body == b"{}"


async def test_what_is_longer_than_allowed_is_not_taken(wire):
    chunks = b"".join(b"3e8\r\n" + b"x" * 1000 + b"\r\n" for _ in range(20))
    async with raw_server(
        long=sends(OK + b"content-length: 5000\r\n\r\n" + b"x" * 5000), endless=sends(CHUNKED, chunks)
    ) as server:
        for path in ("/long", "/endless"):
            with pytest.raises(WireError) as caught:
                await wire.fetch(request_for(server, path, max_bytes=4999))
            assert caught.value.cause is Cause.TOO_LONG
        assert (await wire.fetch(request_for(server, "/good"))).body == b"{}"


async def test_bytes_after_the_end_cost_the_connection_and_nothing_else(wire):
    async with raw_server(a=sends(OK + b"content-length: 3\r\n\r\nabcEXTRA")) as server:
        try:
            first = (await wire.fetch(request_for(server, "/a"))).body
        except WireError as error:
            # aiohttp throws away the whole answer; that is as safe.
            first = b"abc" if error.cause is Cause.GARBLED else b""
        after = await wire.fetch(request_for(server, "/good"))

    assert (first, after.body) == (b"abc", b"{}")


@pytest.mark.slow
async def test_a_drip_that_keeps_the_idle_timer_alive_is_too_slow(wire):
    async def drip(exchange):
        await exchange.send(OK + b"content-length: 9999\r\n\r\n")
        for _ in range(60):
            await exchange.send(b"x")
            await asyncio.sleep(0.02)

    async with raw_server(a=drip) as server:
        with pytest.raises(WireError) as caught:
            await wire.fetch(request_for(server, "/a"))

    assert caught.value.cause is Cause.SLOW


async def test_a_kept_connection_that_was_closed_is_replaced_silently(wire):
    async def once(exchange):
        await exchange.answer(b"ok")
        exchange.reset()

    async with raw_server(a=once) as server:
        bodies = []
        for _ in range(4):
            bodies.append((await wire.fetch(request_for(server, "/a"))).body)

    assert bodies == [b"ok"] * 4


async def test_a_stream_gives_pieces_and_holds_the_server_back(wire):
    sent = 0

    async def pour(exchange):
        nonlocal sent
        await exchange.send(OK + b"content-length: 20000000\r\n\r\n")
        for _ in range(200):
            await exchange.send(b"x" * 100_000)
            sent += 100_000

    async with raw_server(a=pour) as server:
        pieces = await wire.open(request_for(server, "/a", max_bytes=20_000_000))
        count = 0
        async with aclosing(pieces.chunks()) as chunks:
            count += len(await anext(chunks))
            before = -1
            while before != sent:
                before = sent
                await asyncio.sleep(0.05)
            held = sent
            async for chunk in chunks:
                count += len(chunk)
        await pieces.aclose()
        after = await wire.fetch(request_for(server, "/good"))

    assert held < 15_000_000
    assert (count, after.body, server.connections) == (20_000_000, b"{}", 1)


async def test_a_stream_left_early_closes_its_connection(wire):
    async def pour(exchange):
        await exchange.send(OK + b"content-length: 20000000\r\n\r\n" + b"x" * 100_000)

    async with raw_server(a=pour) as server:
        pieces = await wire.open(request_for(server, "/a", max_bytes=20_000_000))
        async with aclosing(pieces.chunks()) as chunks:
            await anext(chunks)
        await pieces.aclose()
        after = await wire.fetch(request_for(server, "/good"))

    assert after.body == b"{}"
    assert server.connections == 2


async def test_connection_refused_has_a_name(wire):
    async with raw_server() as server:
        pass

    with pytest.raises(WireError) as caught:
        await wire.fetch(request_for(server, "/a"))

    assert caught.value.cause is Cause.REFUSED


@pytest.mark.slow
async def test_a_storm_of_cancelled_calls_leaves_it_sound(wire):
    storm = 10_000 if isinstance(wire, LeanWire) else 1_000

    async def slowly(exchange):
        await asyncio.sleep(0.002)
        await exchange.answer(b"x" * 20_000)

    async def cancelled(server, number):
        task = asyncio.ensure_future(wire.fetch(request_for(server, "/slow")))
        await asyncio.sleep(0 if number % 3 else 0.0025)
        task.cancel()
        await asyncio.wait([task])

    async with raw_server(slow=slowly) as server:
        for start in range(0, storm, 100):
            async with asyncio.TaskGroup() as group:
                for number in range(start, start + 100):
                    group.create_task(cancelled(server, number))
        good = [(await wire.fetch(request_for(server, "/good"))).body for _ in range(5)]

    assert good == [b"{}"] * 5


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("retry-after", "9"), ("retry-after", "3")], {"retry-after": "9"}),
        ([("content-length", "5"), ("content-length", "5")], {"content-length": "5"}),
    ],
    ids=["last wins", "longer pause wins", "equal lengths"],
)
def test_doubled_headers_are_folded(pairs, expected):
    assert fold_headers(pairs) == expected

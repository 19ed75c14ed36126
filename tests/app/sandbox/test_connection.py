"""One connection: keep-alive, pipelining, faults on the line."""

import asyncio

import pytest

from app.sandbox.connection import Connection
from app.sandbox.faults import read_rules
from app.sandbox.server import SandboxSettings
from app.sandbox.wire import Reply
from tests.fakes.sandbox import ask, running_sandbox

REQUEST = b"POST /public/api/v3/instance.version HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
FIRST = 100_001


async def test_pipelined_requests_are_answered_in_order():
    async with running_sandbox(SandboxSettings(scale=4, latency_ms=1)) as sandbox:
        host, _, port = sandbox.address[7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(REQUEST * 3 + REQUEST.replace(b"Host", b"Connection: close\r\nHost"))

        raw = await reader.read()
        writer.close()

    assert raw.count(b"HTTP/1.1 200 OK") == 4
    assert raw.count(b'{"version":"6.18.3"}') == 4


async def test_request_may_arrive_byte_by_byte():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        host, _, port = sandbox.address[7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        for byte in REQUEST.replace(b"Host", b"Connection: close\r\nHost"):
            writer.write(bytes([byte]))
            await asyncio.sleep(0)
        raw = await reader.read()
        writer.close()

    assert raw.startswith(b"HTTP/1.1 200 OK")


async def test_what_is_not_http_is_turned_away():
    async with running_sandbox(SandboxSettings(scale=4)) as sandbox:
        host, _, port = sandbox.address[7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"\x16\x03\x01\x00\xa5\x01")
        raw = await reader.read()
        writer.close()

    assert raw.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("fault", "status", "length", "is_whole"),
    [
        ('{"kind": "cut", "at": 1000}', 200, 1000, False),
        ('{"kind": "reset", "at": 0}', 0, 0, False),
        ('{"kind": "stall", "at": 10, "seconds": 0.01}', 200, None, True),
        ('{"kind": "html"}', 200, None, True),
        ('{"kind": "redirect"}', 302, 0, True),
        ('{"kind": "status", "status": 503, "retry_after": 1}', 503, None, True),
    ],
    ids=["cut", "reset", "stall", "html", "redirect", "status"],
)
async def test_fault_happens_on_the_line(fault, status, length, is_whole):
    rules = read_rules(f'[{{"route": "images.download", "nth": 1, "fault": {fault}}}]'.encode())
    async with running_sandbox(SandboxSettings(scale=4, faults=rules)) as sandbox:
        bad = await ask(sandbox, "images.download", {"id": FIRST})
        good = await ask(sandbox, "images.download", {"id": FIRST})

    assert (bad.status, bad.is_whole) == (status, is_whole)
    assert length is None or len(bad.body) == length
    assert (good.status, good.is_whole) == (200, True)


async def test_big_body_arrives_whole_and_paced():
    async with running_sandbox(SandboxSettings(scale=1, scale_bytes=1_500_000)) as quick:
        first = await ask(quick, "images.download", {"id": FIRST})
    async with running_sandbox(SandboxSettings(scale=1, scale_bytes=1_500_000, pace=1e9)) as paced:
        second = await ask(paced, "images.download", {"id": FIRST})

    assert first.is_whole
    assert second.body == first.body


async def test_endless_stall_ends_with_the_server():
    rules = read_rules(b'[{"route": "images.download", "fault": {"kind": "stall", "seconds": null}}]')
    async with running_sandbox(SandboxSettings(scale=1, faults=rules)) as sandbox:
        host, _, port = sandbox.address[7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        body = b'{"id": 100001}'
        lines = f"x-api-key: {sandbox.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        head = f"POST /public/api/v3/images.download HTTP/1.1\r\n{lines}"
        writer.write(head.encode() + body)
        await reader.readuntil(b"\r\n\r\n")

    left = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    assert 0 < len(left) < 5_000


async def raw_answer(fault: str) -> tuple[bytes, bytes]:
    """Return head and body of one picture as they came, until the connection ended or went quiet."""
    rules = read_rules(f'[{{"route": "images.download", "fault": {fault}}}]'.encode())
    async with running_sandbox(SandboxSettings(scale=1, faults=rules)) as sandbox:
        host, _, port = sandbox.address[7:].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        body = b'{"id": 100001}'
        lines = f"x-api-key: {sandbox.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(f"POST /public/api/v3/images.download HTTP/1.1\r\n{lines}".encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        found = (
            await reader.readuntil(b"\r\n0\r\n\r\n") if "1e9" in fault and b"chunked" in head else await reader.read()
        )
        writer.close()
    return head, found


async def test_chunked_body_has_no_length_and_an_end():
    head, body = await raw_answer('{"kind": "chunked", "at": 1e9}')

    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    size, _, rest = body.partition(b"\r\n")
    assert len(rest) == int(size, 16) + len(b"\r\n0\r\n\r\n")


async def test_chunked_body_that_is_cut_has_no_end():
    _, body = await raw_answer('{"kind": "chunked", "at": 0.5}')

    size, _, rest = body.partition(b"\r\n")
    assert 0 < len(rest) < int(size, 16)


async def test_unframed_body_is_ended_by_the_connection_alone():
    head, body = await raw_answer('{"kind": "unframed", "at": 0.5}')

    assert b"Connection: close" in head
    assert b"Content-Length" not in head
    assert b"chunked" not in head
    assert body.startswith(b"\xff\xd8")
    assert not body.endswith(b"\xff\xd9")


async def test_slow_answer_comes_whole_in_the_end():
    rules = read_rules(b'[{"route": "images.download", "fault": {"kind": "slow", "seconds": 0.03}}]')
    async with running_sandbox(SandboxSettings(scale=1, faults=rules)) as sandbox:
        begun = asyncio.get_running_loop().time()
        heard = await ask(sandbox, "images.download", {"id": FIRST})
        took = asyncio.get_running_loop().time() - begun

    assert heard.is_whole
    assert took >= 0.029


class NarrowLine(asyncio.Transport):
    """A transport that is full after the first write, until the test makes room."""

    def __init__(self) -> None:
        super().__init__()
        self.connection: Connection | None = None
        self.sent = 0
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += len(data)
        if self.sent < 300_000 and self.connection is not None:
            self.connection.pause_writing()

    def close(self) -> None:
        self.is_closed = True


async def test_connection_is_not_closed_while_the_line_says_that_there_is_room():
    """The event loop of Python loses a connection twice that is closed within its own call."""
    line = NarrowLine()
    connection = line.connection = Connection(lambda _, send: send(Reply(200, b"", (b"x" * 400_000,))), None, set())
    connection.connection_made(line)
    connection.data_received(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")

    closed_within = []
    while not line.is_closed:
        connection.resume_writing()
        closed_within.append(line.is_closed)
        await asyncio.sleep(0)

    assert not any(closed_within)
    assert line.sent > 400_000

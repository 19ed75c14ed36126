"""One connection, fed by hand: every cut of the bytes gives the same answer."""

import asyncio

import pytest

from app.net.lean_connection import Connection
from app.net.wire import Times, WireError

ANSWER = b"HTTP/1.1 103 Early\r\na: b\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 11\r\netag: x\r\n\r\nhello world"


class Wires(asyncio.Transport):
    """A transport that goes nowhere."""

    def __init__(self):
        super().__init__()
        self.written = b""
        self.is_aborted = False

    def write(self, data):
        self.written += data

    def is_closing(self):
        return self.is_aborted

    def abort(self):
        self.is_aborted = True


def feed(connection, raw, step):
    for start in range(0, len(raw), step):
        piece = raw[start : start + step]
        while piece:
            buffer = connection.get_buffer(len(piece))
            count = min(len(buffer), len(piece))
            buffer[:count] = piece[:count]
            connection.buffer_updated(count)
            piece = piece[count:]


def connected(times=None):
    connection = Connection(asyncio.get_running_loop(), times or Times(), lambda lost: None)
    wires = Wires()
    connection.connection_made(wires)
    return connection, wires


@pytest.mark.parametrize("step", [1, 2, 7, 50, 1000])
async def test_any_cut_gives_the_same_answer(step):
    connection, wires = connected()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(connection.fetch(b"GET", 100, is_kept=False))
        await asyncio.sleep(0)
        feed(connection, ANSWER, step)

    assert wires.written == b"GET"
    assert (task.result().body, task.result().headers["etag"]) == (b"hello world", "x")
    assert connection.is_reusable


async def test_a_word_that_nobody_asked_for_closes_it():
    connection, wires = connected()

    feed(connection, b"HTTP/1.1 408 Late\r\n\r\n", 100)

    assert wires.is_aborted


async def test_a_body_cut_off_by_ourselves_is_never_a_whole_one():
    connection, _ = connected()
    task = asyncio.ensure_future(connection.fetch(b"GET", 100, is_kept=False))
    await asyncio.sleep(0)
    feed(connection, b"HTTP/1.1 200 OK\r\n\r\nhalf", 100)
    connection.abort()
    connection.connection_lost(None)

    with pytest.raises(WireError):
        await task

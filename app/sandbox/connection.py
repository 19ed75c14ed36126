"""One HTTP/1.1 connection of the sandbox: requests one after the other, bodies with flow control.

Everything is a callback: no task per request, so a small answer costs one parse and one write.
"""

import asyncio
import math
import socket
import struct
from collections.abc import Callable
from typing import cast

from app.sandbox.wire import BadRequestError, FileSlice, Piece, Reply, Request, read_head

Send = Callable[[Reply], None]
Answer = Callable[[Request, Send], None]
Delay = Callable[[int], float]

WRITE = 256 * 1024
PACED_WRITE = 16 * 1024


class Connection(asyncio.Protocol):
    """A client that talks to us."""

    def __init__(self, answer: Answer, delay: Delay | None, others: set["Connection"]) -> None:
        """Serve one client.

        Args:
            answer: Called with each request and the door for its reply.
            delay: Seconds that so many bytes have to wait, for a paced server.
            others: The connections that are open.
        """
        self._answer = answer
        self._delay = delay
        self._others = others
        self._buffer = bytearray()
        self._is_busy = False
        self._is_reading = False
        self._is_blocked = False
        self._request: Request | None = None
        self._closes = False
        self._reply: Reply | None = None
        self._waiting: list[Piece | memoryview] = []
        self._room = 0
        self._timer: asyncio.Handle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)
        self._others.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client; what was about to be sent is dropped."""
        del exc
        self._others.discard(self)
        self._transport = None
        self._waiting.clear()
        self._stop_timer()

    def pause_writing(self) -> None:
        """Wait until the client has read."""
        self._is_blocked = True

    def resume_writing(self) -> None:
        """Go on sending."""
        self._is_blocked = False
        if self._reply is not None and self._timer is None:
            # Not at once: a transport that is closed while it calls us loses its connection twice.
            self._timer = asyncio.get_running_loop().call_soon(self._pump)

    def data_received(self, data: bytes) -> None:
        """Take bytes of the client."""
        self._buffer += data
        if not self._is_busy:
            self._read()

    def close(self) -> None:
        """End the connection at once."""
        self._stop_timer()
        if self._transport is not None:
            self._transport.abort()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _read(self) -> None:
        """Answer the requests that are complete; the next one waits until the one before is answered."""
        self._is_reading = True
        while self._buffer and not self._is_busy and self._transport is not None:
            try:
                found = read_head(self._buffer)
            except BadRequestError:
                self._transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                self._transport.close()
                break
            if found is None:
                break
            request, start, length = found
            if len(self._buffer) < start + length:
                if request.headers.get("expect", "").lower() == "100-continue" and len(self._buffer) == start:
                    self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                break
            request.body = bytes(self._buffer[start : start + length])
            del self._buffer[: start + length]
            self._is_busy = True
            self._request = request
            self._answer(request, self._send)
        self._is_reading = False

    def _send(self, reply: Reply) -> None:
        """Take the reply of the request at hand."""
        transport, request = self._transport, self._request
        if transport is None or request is None:
            return
        length = reply.length
        head = reply.head(length, request.keeps_alive)
        self._closes = reply.closes or not request.keeps_alive
        if request.method == "HEAD" or reply.status in {204, 304}:
            reply.pieces, length = (), 0
        is_plain = reply.cut_at is None and self._delay is None and length <= WRITE
        ready = [one for one in reply.pieces if isinstance(one, bytes)] if is_plain else []
        if ready and len(ready) == len(reply.pieces):
            transport.writelines((head, *ready))
            self._finish()
            return
        if not (reply.resets and reply.cut_at == 0):
            transport.write(head)
        self._reply = reply
        self._waiting = list(reversed(reply.pieces))
        self._room = length if reply.cut_at is None else min(length, reply.cut_at)
        self._pump()

    def _pump(self) -> None:
        """Send until the client has to read first, the pace says wait, or the end."""
        self._timer = None
        while self._transport is not None and not self._is_blocked and self._room > 0 and self._waiting:
            chunk = self._take(min(self._room, WRITE if self._delay is None else PACED_WRITE))
            self._room -= len(chunk)
            self._transport.write(chunk)
            wait = self._delay(len(chunk)) if self._delay is not None else 0.0
            if wait > 0:
                self._timer = asyncio.get_running_loop().call_later(wait, self._pump)
                return
        if self._transport is None or (self._is_blocked and self._room > 0):
            return
        self._end_body()

    def _take(self, most: int) -> bytes | memoryview:
        """Return the next bytes of the body, at most so many."""
        piece = self._waiting.pop()
        if isinstance(piece, FileSlice):
            if piece.length > most:
                self._waiting.append(FileSlice(piece.path, piece.start + most, piece.length - most))
            return piece.read(0, most)
        if len(piece) <= most:
            return piece
        # A view: slicing the rest of a big archive again and again would copy it each time.
        view = memoryview(piece)
        self._waiting.append(view[most:])
        return view[:most]

    def _end_body(self) -> None:
        reply, transport = self._reply, self._transport
        if reply is None or transport is None:
            return
        if reply.cut_at is None:
            self._finish()
        elif reply.stall_seconds:
            self._stall(reply)
        elif reply.resets:
            _reset(transport)
        else:
            transport.close()

    def _stall(self, reply: Reply) -> None:
        """Go on after a while, or never."""
        seconds, reply.stall_seconds, reply.cut_at = reply.stall_seconds, 0.0, None
        self._room = sum(one.length if isinstance(one, FileSlice) else len(one) for one in self._waiting)
        if math.isfinite(seconds):
            self._timer = asyncio.get_running_loop().call_later(seconds, self._pump)
        else:
            self._reply = None
            self._waiting.clear()

    def _finish(self) -> None:
        """The reply is out: close, or turn to the next request."""
        request, self._request, self._reply, self._is_busy = self._request, None, None, False
        if request is not None and self._closes and self._transport is not None:
            self._transport.close()
        elif not self._is_reading and self._buffer:
            self._read()


def _reset(transport: asyncio.Transport) -> None:
    """Close so that the client sees a reset and not an end."""
    line = transport.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()

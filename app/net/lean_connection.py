"""One connection of the lean transport: one request at a time, its answer read straight into its own bytes."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import cast

from app.net.errors import wire_error_of
from app.net.lean_chunked import Unchunker
from app.net.lean_head import MOST_HEAD, Head, read_head
from app.net.wire import Cause, Times, Whole, WireError

# A head and a body of 60 kB come in one read.
SCRATCH_BYTES = 64 * 1024
HIGH_WATER = 256 * 1024
MOST_INTERIM = 16


class State(Enum):
    """Where in an answer a connection is."""

    IDLE = auto()
    HEAD = auto()
    BODY = auto()


class StaleError(Exception):
    """A kept connection was closed by the other side before a byte of the answer came."""


class Connection(asyncio.BufferedProtocol):
    """Lives from connect to close.

    Attributes:
        is_reusable: The last answer ended cleanly and the connection stays open.
        idle_since: Loop time when it was given back.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, times: Times, on_lost: "Callable[[Connection], None]") -> None:
        """Wait for `connection_made`."""
        self._loop = loop
        self._times = times
        self._on_lost = on_lost
        self._transport: asyncio.Transport | None = None
        self._scratch = bytearray(SCRATCH_BYTES)
        self._scratch_view = memoryview(self._scratch)
        self._state = State.IDLE
        self._is_closed = False
        self._is_aborted = False
        self._is_paused = False
        self._interims = 0
        self.is_reusable = True
        self.idle_since = 0.0
        self._begin(is_whole=True, max_bytes=0)
        self._state = State.IDLE

    def _begin(self, *, is_whole: bool, max_bytes: int) -> None:
        self._state = State.HEAD
        self._is_whole = is_whole
        self._max_bytes = max_bytes
        self._filled = 0
        self._head: Head | None = None
        self._body: memoryview | None = None
        self._length: int | None = None
        self._got = 0
        self._unchunker: Unchunker | None = None
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._error: WireError | None = None
        self._answer: asyncio.Future[Whole | None] | None = None
        self._more: asyncio.Future[None] | None = None
        self._touched = self._window_since = self._loop.time()
        self._window_got = 0

    # What the pool asks.

    @property
    def is_open(self) -> bool:
        """Return whether a request may be sent."""
        return not self._is_closed and self._transport is not None and not self._transport.is_closing()

    async def fetch(self, request: bytes, max_bytes: int, *, is_kept: bool) -> Whole:
        """Send a request and return the whole answer.

        Raises:
            StaleError: A kept connection turned out to be closed.
            WireError: Any other trouble. The connection is closed then.
        """
        whole = await self._send(request, max_bytes, is_whole=True, is_kept=is_kept)
        assert whole is not None
        return whole

    async def open(self, request: bytes, max_bytes: int, *, is_kept: bool) -> tuple[int, Mapping[str, str]]:
        """Send a request and return status and headers; the body comes through `piece`."""
        await self._send(request, max_bytes, is_whole=False, is_kept=is_kept)
        assert self._head is not None
        return self._head.status, self._head.headers

    async def piece(self) -> bytes:
        """Return the next piece of the body; nothing at its end."""
        while not self._queue:
            if self._error is not None:
                raise self._error
            if self._state is State.IDLE:
                return b""
            self._resume()
            self._more = self._loop.create_future()
            try:
                await self._more
            except asyncio.CancelledError:
                self.abort()
                raise
        piece = self._queue.popleft()
        self._queued -= len(piece)
        return piece

    def abort(self) -> None:
        """Close at once; whatever was under way is lost."""
        self.is_reusable = False
        self._is_aborted = True
        if self._transport is not None and not self._is_closed:
            self._transport.abort()

    def check(self, now: float) -> None:
        """Give up an answer that does not come, or comes too slowly."""
        times = self._times
        if self._state is State.HEAD and now - self._window_since > times.header:
            self._fail(WireError(Cause.HEADER_TIMEOUT, seconds=times.header))
        elif self._state is State.BODY and not self._is_paused:
            if now - self._touched > times.idle:
                self._fail(WireError(Cause.IDLE, seconds=times.idle))
            elif now - self._window_since >= times.window:
                if self._got - self._window_got < times.floor * (now - self._window_since):
                    self._fail(WireError(Cause.SLOW, seconds=times.window))
                self._window_since, self._window_got = now, self._got

    async def _send(self, request: bytes, max_bytes: int, *, is_whole: bool, is_kept: bool) -> Whole | None:
        assert self._transport is not None
        self._begin(is_whole=is_whole, max_bytes=max_bytes)
        self._interims = 0
        self.is_reusable = False
        answer: asyncio.Future[Whole | None] = self._loop.create_future()
        self._answer = answer
        self._transport.write(request)
        try:
            return await answer
        except asyncio.CancelledError:
            self.abort()
            raise
        except WireError as error:
            if is_kept and error.cause is Cause.RESET and self._head is None and not self._filled:
                raise StaleError from error
            raise

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transports are no subclasses of asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return where the next bytes go: the body itself once its length is known."""
        if self._body is not None:
            return self._body[self._got :]
        return self._scratch_view[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        """Take bytes that were read."""
        if self._body is not None:
            self._got += nbytes
            self._touched = self._loop.time()
            if self._got == self._length:
                self._finish(bytes(self._body))
            return
        if self._state is State.IDLE:
            # Nothing was asked: what the connection says from now on cannot be trusted.
            self.abort()
            return
        try:
            if self._state is State.HEAD:
                self._take_head(nbytes)
            else:
                self._touched = self._loop.time()
                self._take_body(bytes(self._scratch_view[:nbytes]))
        except WireError as error:
            self._fail(error)

    def eof_received(self) -> bool:
        """Let the connection close."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """End whatever was under way."""
        self._is_closed = True
        self.is_reusable = False
        is_endless = self._head is not None and self._head.length is None and not self._head.is_chunked
        if self._state is State.BODY and is_endless and exc is None and not self._is_aborted:
            self._finish(None)
        elif self._state is not State.IDLE:
            has_begun = self._filled or self._state is State.BODY
            trouble = wire_error_of(exc) if exc is not None else WireError(Cause.RESET)
            if trouble.cause is Cause.RESET and has_begun:
                trouble = WireError(Cause.CUT_OFF, trouble.detail)
            self._fail(trouble)
        self._on_lost(self)

    # How an answer is put together.

    def _take_head(self, nbytes: int) -> None:
        known = self._filled
        self._filled += nbytes
        end = self._scratch.find(b"\r\n\r\n", max(0, known - 3), self._filled)
        if end < 0:
            if self._filled >= MOST_HEAD:
                raise WireError(Cause.GARBLED, "a header without end")
            return
        head = read_head(bytes(self._scratch_view[:end]))
        rest = bytes(self._scratch_view[end + 4 : self._filled])
        if head.status < 200:
            self._skip_interim(head.status, rest)
            return
        self._head, self._filled = head, 0
        self._state = State.BODY
        self._length = head.length
        self._touched = self._window_since = self._loop.time()
        if head.length is not None and head.length > self._max_bytes:
            raise WireError(Cause.TOO_LONG, "content-length")
        if head.is_chunked:
            self._unchunker = Unchunker()
        elif self._is_whole and head.length is not None and len(rest) < head.length:
            whole = memoryview(bytearray(head.length))
            whole[: len(rest)] = rest
            self._body, self._got = whole, len(rest)
            return
        if not self._is_whole and self._answer is not None and not self._answer.done():
            self._answer.set_result(None)
        if rest or head.length == 0:
            self._take_body(rest)

    def _skip_interim(self, status: int, rest: bytes) -> None:
        self._interims += 1
        if status == 101 or self._interims > MOST_INTERIM:
            raise WireError(Cause.GARBLED, f"status {status} that nobody asked for")
        self._scratch_view[: len(rest)] = rest
        self._filled = 0
        if rest:
            self._take_head(len(rest))

    def _take_body(self, came: bytes) -> None:
        if self._unchunker is not None:
            pieces = self._unchunker.feed(came)
            is_done, is_clean = self._unchunker.is_done, not self._unchunker.rest
        elif self._length is not None:
            left = self._length - self._got
            pieces, is_done, is_clean = [came[:left]], len(came) >= left, len(came) <= left
        else:
            pieces, is_done, is_clean = [came], False, False
        for piece in pieces:
            if piece:
                self._got += len(piece)
                self._queue.append(piece)
                self._queued += len(piece)
        if self._got > self._max_bytes:
            raise WireError(Cause.TOO_LONG, f"more than {self._max_bytes} bytes")
        if is_done:
            self._finish(None, is_clean=is_clean)
        elif not self._is_whole:
            if self._queued > HIGH_WATER and not self._is_paused and self._transport is not None:
                self._is_paused = True
                self._transport.pause_reading()
            self._wake()

    def _finish(self, body: bytes | None, *, is_clean: bool = True) -> None:
        head = self._head
        assert head is not None
        self._state = State.IDLE
        self._body = None
        self._filled = 0
        self.is_reusable = head.keeps and is_clean and not self._is_closed
        if self._is_whole and self._answer is not None and not self._answer.done():
            self._answer.set_result(Whole(head.status, head.headers, b"".join(self._queue) if body is None else body))
            self._queue.clear()
        self._wake()

    def _fail(self, error: WireError) -> None:
        self._error = error
        self._state = State.IDLE
        self._body = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
        self._wake()
        self.abort()

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)

    def _resume(self) -> None:
        if self._is_paused and self._transport is not None and not self._is_closed:
            self._is_paused = False
            self._touched = self._window_since = self._loop.time()
            self._window_got = self._got
            self._transport.resume_reading()

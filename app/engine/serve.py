"""The child's side of the channel: orders and questions from standard input, news and answers to standard output.

News leave at most twenty times a second, and only when the last ones are written: a window that does not read
makes samples fall together, not memory grow.
"""

import asyncio
import contextlib
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from app.engine.channel import FrameReader, Message, pack, pack_news, unpack
from app.engine.engine import Engine
from app.model.events import Batch, EngineTrouble
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import Query

log = logging.getLogger(__name__)

NEWS_SECONDS = 0.05
READ_BYTES = 256 * 1024

_OWN_FAULT = Failure(FailureKind.INTERNAL, "This question could not be answered.", "The log says why.")


async def serve(engine: Engine, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Run an engine for the window at the other end; return when it says stop or its end of the pipe closes.

    Unfinished jobs of earlier runs go on. Nothing else may write to `stdout`.

    Args:
        engine: Not started yet; it is stopped on return.
        stdin: Frames from the window, unbuffered or buffered.
        stdout: Frames to the window.
    """
    window = _Window(engine, stdin, stdout)
    try:
        await window.run()
    finally:
        await engine.stop()
        await window.say_goodbye()


class _Window:
    """The window at the other end of the pipes."""

    def __init__(self, engine: Engine, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._engine = engine
        self._stdin = stdin
        self._stdout = stdout
        self._loop = asyncio.get_running_loop()
        self._is_over = asyncio.Event()
        self._has_news = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="windrow-speaker")
        self._group: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        self._engine.on_news = self._has_news.set
        try:
            await self._engine.start(resume=True)
        except FailedError as error:
            failure = error.failure
            log.error("the engine cannot start: %s", failure.sentence())
            await self._write(pack_trouble(failure))
            await self._wait_for_end()
            return
        async with asyncio.TaskGroup() as group:
            self._group = group
            # A thread of its own, not of a pool: it may wait for ever on a pipe that nobody closes.
            threading.Thread(target=self._read, name="windrow-listener", daemon=True).start()
            speaker = group.create_task(self._tell_news())
            await self._is_over.wait()
            speaker.cancel()
            self._group = None

    async def _wait_for_end(self) -> None:
        threading.Thread(target=self._read, name="windrow-listener", daemon=True).start()
        await self._is_over.wait()

    def _read(self) -> None:
        frames = FrameReader()
        read = getattr(self._stdin, "read1", self._stdin.read)
        try:
            while chunk := read(READ_BYTES):
                for body in frames.feed(chunk):
                    self._loop.call_soon_threadsafe(self._take, unpack(body))
        except (OSError, ValueError):
            log.exception("the window speaks in riddles")
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self._loop.call_soon_threadsafe(self._is_over.set)

    def _take(self, message: Message) -> None:
        match message:
            case ("do", command):
                self._engine.submit(command)
            case ("ask", int() as number, query):
                if self._group is not None:
                    self._group.create_task(self._answer(number, query))
            case ("stop",):
                self._is_over.set()
            case _:
                log.warning("the window said something that is none of our messages")

    async def _answer(self, number: int, query: Query) -> None:
        try:
            answer: tuple[Any, ...] = ("answer", number, await self._engine.call(query))
        except FailedError as error:
            answer = ("refused", number, error.failure)
        except Exception:
            log.exception("the question %s was not answered", type(query).__name__)
            answer = ("refused", number, _OWN_FAULT)
        await self._write(pack(answer))

    async def _tell_news(self) -> None:
        while True:
            await self._has_news.wait()
            self._has_news.clear()
            await self._write(pack_news(self._engine.drain()))
            await asyncio.sleep(NEWS_SECONDS)

    async def say_goodbye(self) -> None:
        """Write the last facts."""
        batch = self._engine.drain()
        if batch.facts:
            await self._write(pack_news(batch))
        self._thread.shutdown(wait=False)

    async def _write(self, frame: bytes) -> None:
        await asyncio.wrap_future(self._thread.submit(self._put, frame))

    def _put(self, frame: bytes) -> None:
        try:
            self._stdout.write(frame)
            self._stdout.flush()
        except (OSError, ValueError):
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._is_over.set)


def pack_trouble(failure: Failure) -> bytes:
    """Return the frame that tells why the engine cannot start."""
    return pack_news(Batch((EngineTrouble(failure.title, failure.hint),), ()))

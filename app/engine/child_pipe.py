"""The pipes to one child process and the threads that serve them."""

import asyncio
import logging
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence

from app.engine.channel import FrameReader, Message, pack, unpack

log = logging.getLogger(__name__)

READ_BYTES = 256 * 1024


class ChildPipe:
    """One child process, from its start to its end."""

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str] | None,
        on_message: Callable[["ChildPipe", Message], None],
        on_end: Callable[["ChildPipe"], None],
    ) -> None:
        """Start the child.

        Args:
            argv: Program and arguments.
            environment: Its environment; None hands on ours.
            on_message: Called in the reading thread for each message.
            on_end: Called in the reading thread when the child's output ends; nothing follows.

        Raises:
            OSError: The program cannot be started.
        """
        self._on_message = on_message
        self._on_end = on_end
        self._process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=None if environment is None else dict(environment),
            start_new_session=True,  # Ctrl-C in a terminal is for us; the child ends when we hang up
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._letters: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="windrow-engine-reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name="windrow-engine-writer", daemon=True)
        self._reader.start()
        self._writer.start()

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    def send(self, frame: bytes) -> None:
        """Put a frame in line for the child; returns at once."""
        self._letters.put(frame)

    def hang_up(self) -> None:
        """Close the child's input once all is sent; it ends by itself."""
        self._letters.put(None)

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()

    async def end(self, ended: asyncio.Event, seconds: float, what: str) -> None:
        """Ask the child to stop, give it some seconds, then end it; return when it is gone.

        Args:
            ended: Set by whoever hears that the child is gone.
            seconds: It may take so long.
            what: Its name in the log.
        """
        self.send(pack(("stop",)))
        self.hang_up()
        try:
            async with asyncio.timeout(seconds):
                await ended.wait()
        except TimeoutError:
            log.warning("the %s did not end in time and was ended", what)
            self.kill()
            await ended.wait()

    def is_over(self) -> bool:
        """Return whether the process has ended, and clean up after it if so."""
        return self._process.poll() is not None

    def join(self) -> int:
        """Wait for the threads and the process, which has closed its output or was ended; return its exit code."""
        self.hang_up()
        code = self._process.wait()
        self._reader.join(2.0)
        self._writer.join(2.0)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        return code

    def _read(self) -> None:
        stream = self._process.stdout
        frames = FrameReader()
        try:
            while stream is not None and (chunk := stream.read1(READ_BYTES)):  # type: ignore[attr-defined]  # a BufferedReader
                for body in frames.feed(chunk):
                    self._on_message(self, unpack(body))
        except (OSError, ValueError):
            self._process.kill()  # what it says makes no sense: a new one will do better
        self._on_end(self)

    def _write(self) -> None:
        stream = self._process.stdin
        if stream is None:
            return
        try:
            while (frame := self._letters.get()) is not None:
                stream.write(frame)
                if self._letters.empty():
                    stream.flush()
            stream.close()
        except (OSError, ValueError):
            return  # the reading thread notices that the child is gone

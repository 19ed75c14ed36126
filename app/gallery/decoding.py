"""Decodes pictures in processes of their own, so that no file can hurt the one that asks. Any thread may ask.

A picture that crashes its process, hangs or wants too much memory gets one sentence; the next one is not concerned.
"""

import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec
import numpy as np

from app.gallery.decode_frames import Answer, Order, read_head, write_head
from app.gallery.picture import Decoded, PictureFacts
from app.model.exporter import PictureFile

Size = tuple[int, int]

# A person waits no longer for a picture, and the largest that is decoded at all takes a few seconds.
MOST_SECONDS = 10.0
# A process under heavy load still starts in this time.
START_SECONDS = 60.0
# Decoders leak a little; a fresh process costs a third of a second.
MOST_PICTURES = 500
# The next process is started so many pictures before, so that nobody waits for it.
AHEAD = 20
_MOST_BODY_BYTES = 4 * 130_000_000

TOO_SLOW = "This picture takes too long to decode, so it is not shown."
CRASHED = "This picture breaks the decoder, so it is not shown."
NOT_STARTED = "Pictures cannot be decoded: the decoder does not start. Restart Windrow."
CLOSED = "Windrow is closing."


class _DeadError(Exception):
    """The process has ended."""


class _Child:
    """One process that decodes."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None) -> None:
        """Start it; it gets ready on its own. Raise OSError when it cannot be started."""
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Decoders print warnings about damaged files, which nobody reads.
            stderr=subprocess.DEVNULL,
            env=None if environment is None else dict(environment),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._is_ready = False
        self.was_too_slow = False
        self.pictures = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def get_ready(self) -> None:
        """Wait until it listens; raise _DeadError when it does not come to that."""
        if not self._is_ready:
            self._within(START_SECONDS, self._read)
            self._is_ready = True

    def ask(self, order: Order, body: bytes, seconds: float) -> Decoded:
        """Return its answer; raise _DeadError when there is none in time."""
        self.pictures += 1

        def exchange() -> Decoded:
            stdin = self._pipe(self._process.stdin)
            write_head(stdin, order, len(body))
            stdin.write(body)
            stdin.flush()
            return self._read()

        return self._within(seconds, exchange)

    def end(self) -> None:
        """End it at once and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def stop(self) -> None:
        """End it from another thread, which breaks off whatever its own waits for."""
        self._process.kill()

    def _within(self, seconds: float, step: Callable[[], Decoded]) -> Decoded:
        """Take a step; end the process when it takes longer, which breaks off the step."""
        watch = threading.Timer(seconds, self._lose_patience)
        watch.daemon = True
        watch.start()
        try:
            return step()
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise _DeadError from error
        finally:
            watch.cancel()

    def _lose_patience(self) -> None:
        self.was_too_slow = True
        self._process.kill()

    def _read(self) -> Decoded:
        stdout = self._pipe(self._process.stdout)
        note, body_bytes = read_head(stdout)
        try:
            answer = msgspec.msgpack.decode(note, type=Answer)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from error
        height, width, channels = answer.shape
        if channels not in (3, 4) or height * width * channels != body_bytes or body_bytes > _MOST_BODY_BYTES:
            raise ValueError("The decoder says something that makes no sense.")
        pixels = np.empty(answer.shape, np.uint8)
        space = pixels.reshape(-1).data
        filled = 0
        while filled < body_bytes:
            got = stdout.readinto(space[filled:])  # type: ignore[attr-defined]  # a BufferedReader
            if not got:
                raise EOFError
            filled += got
        return Decoded(PictureFacts(*answer.facts), pixels, answer.problem)

    @staticmethod
    def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise EOFError
        return stream


class Decoder:
    """Decodes pictures in child processes, which it starts when they are needed. Any thread."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        children: int = 1,
        seconds: float = MOST_SECONDS,
        most_pictures: int = MOST_PICTURES,
    ) -> None:
        """Remember how to start a child; none is started yet.

        Args:
            command: Program and arguments of `windrow decode`.
            environment: Its environment; None hands on ours.
            children: How many pictures are decoded at once.
            seconds: Longest time for one picture.
            most_pictures: After so many a child makes room for a fresh one.
        """
        self._command = tuple(command)
        self._environment = environment
        self._seconds = seconds
        self._most_pictures = most_pictures
        self._free = threading.Semaphore(children)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._spare: _Child | None = None
        self._is_closed = False

    def picture(self, file: PictureFile, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return a picture as it is to be shown.

        Args:
            file: Where its bytes lie.
            box: Width and height to fit into, see `app.gallery.decode.decode`; None for all pixels.
            annotated: Width and height of its annotation; zeros when unknown.
        """
        return self._ask(_order(file, box, annotated, has_pixels=True), b"")

    def picture_of(self, body: bytes, box: Size | None = None, annotated: Size = (0, 0)) -> Decoded:
        """Return the picture of these bytes; else as `picture`."""
        return self._ask(Order("", 0, -1, box or (0, 0), annotated), body)

    def facts(self, file: PictureFile, annotated: Size = (0, 0)) -> Decoded:
        """Return the facts of a picture without decoding it; a problem when not even its head can be read."""
        return self._ask(_order(file, None, annotated, has_pixels=False), b"")

    def close(self) -> None:
        """End all children; whoever still waits for a picture gets a sentence. May be called twice."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            spare, self._spare = self._spare, None
            busy = tuple(self._busy)
        for child in (*idle, *(() if spare is None else (spare,))):
            child.end()
        for child in busy:
            # Its own thread cleans up after it.
            child.stop()

    def _ask(self, order: Order, body: bytes) -> Decoded:
        with self._free:
            try:
                child = self._taken()
            except (OSError, _DeadError):
                return Decoded(PictureFacts(), problem=CLOSED if self._is_closed else NOT_STARTED)
            try:
                answer = child.ask(order, body, self._seconds)
            except _DeadError:
                self._let_go(child, is_alive=False)
                if self._is_closed:
                    return Decoded(PictureFacts(), problem=CLOSED)
                return Decoded(PictureFacts(), problem=TOO_SLOW if child.was_too_slow else CRASHED)
            except BaseException:
                # It is in the middle of something: the next one would get the wrong answer.
                child.end()
                self._let_go(child, is_alive=False)
                raise
            self._let_go(child, is_alive=True)
            return answer

    def _taken(self) -> _Child:
        """Return a child that listens; raise OSError or _DeadError when there is none to be had."""
        with self._lock:
            if self._is_closed:
                raise _DeadError
            child = self._idle.pop() if self._idle else self._spare
            if child is None:
                child = _Child(self._command, self._environment)
            elif child is self._spare:
                self._spare = None
            self._busy.add(child)
        try:
            child.get_ready()
        except BaseException:
            self._let_go(child, is_alive=False)
            raise
        return child

    def _let_go(self, child: _Child, *, is_alive: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            is_worn = child.pictures >= self._most_pictures
            if is_alive and not is_worn and not self._is_closed:
                self._idle.append(child)
                if child.pictures >= self._most_pictures - AHEAD and self._spare is None:
                    with suppress(OSError):
                        self._spare = _Child(self._command, self._environment)
                return
        if is_alive:
            child.end()


def _order(file: PictureFile, box: Size | None, annotated: Size, *, has_pixels: bool) -> Order:
    # The child may have another working folder.
    path = str(Path(file.path).absolute())
    start, end = (0, -1) if file.start is None or file.end is None else (file.start, file.end)
    return Order(path, start, end, box or (0, 0), annotated, has_pixels)

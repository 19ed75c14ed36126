"""The window's side of the gallery: a child process that starts with the first question and again when it dies."""

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.engine.channel import Message, pack
from app.engine.child_pipe import ChildPipe
from app.model.clock import Clock, SystemClock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.gallery import CloseFolder, GalleryQuery, OpenFolder

log = logging.getLogger(__name__)

MOST_DEATHS = 5
DEATH_WINDOW_SECONDS = 60.0
STOP_SECONDS = 3.0

_GONE = Failure(FailureKind.INTERNAL, "The preview ended and was started again.", "Try again.")
_CLOSED = Failure(FailureKind.CANCELLED, "Windrow is closing.")
_GAVE_UP = Failure(
    FailureKind.INTERNAL, "The preview ends again and again.", "Restart Windrow; if it stays, send us the log."
)
_NOT_STARTED = Failure(FailureKind.INTERNAL, "The preview cannot be started.", "Restart Windrow.")


class GalleryHost:
    """Asks a gallery in a child process (`python -m app gallery`). For one event loop, qasync too.

    When the child dies, the questions under way fail; the next one starts another child, which opens the folders that
    were open again. After five deaths within a minute questions fail at once until the minute is over.
    """

    def __init__(
        self, argv: Sequence[str], *, environment: Mapping[str, str] | None = None, clock: Clock | None = None
    ) -> None:
        """Remember how to start the child; it is not started before somebody asks.

        Args:
            argv: Program and arguments.
            environment: The child's environment; None hands on ours.
            clock: Time; the real one by default.
        """
        self._argv = tuple(argv)
        self._environment = environment
        self._clock = clock or SystemClock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pipe: ChildPipe | None = None
        self._numbers = itertools.count(1)
        self._questions: dict[int, asyncio.Future[Any]] = {}
        self._folders: dict[str, None] = {}
        self._deaths: deque[float] = deque()
        self._is_stopping = False
        self._ended: asyncio.Event | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the child; None when there is none."""
        return None if self._pipe is None else self._pipe.pid

    async def call(self, query: GalleryQuery) -> Any:
        """Ask; a caller that is cancelled lets the child forget the question.

        Raises:
            FailedError: It cannot be answered, or the child died over it.
        """
        pipe = self._running()
        if isinstance(query, OpenFolder):
            self._folders[query.path] = None
        elif isinstance(query, CloseFolder):
            self._folders.pop(query.path, None)
        assert self._loop is not None
        number = next(self._numbers)
        answer: asyncio.Future[Any] = self._loop.create_future()
        self._questions[number] = answer
        pipe.send(pack(("ask", number, query)))
        try:
            return await answer
        except asyncio.CancelledError:
            if pipe is self._pipe:
                pipe.send(pack(("forget", number)))
            raise
        except FailedError:
            if isinstance(query, OpenFolder) and pipe is self._pipe:
                self._folders.pop(query.path, None)
            raise
        finally:
            self._questions.pop(number, None)

    async def stop(self) -> None:
        """End the child: ask it to stop, give it some seconds, then end it. May be called twice."""
        self._is_stopping = True
        pipe, ended = self._pipe, self._ended
        if pipe is None or ended is None:
            return
        await pipe.end(ended, STOP_SECONDS, "gallery")

    def _running(self) -> ChildPipe:
        """Return the child, started when there is none. Raise FailedError."""
        if self._is_stopping:
            raise FailedError(_CLOSED)
        if self._pipe is not None:
            return self._pipe
        now = self._clock.monotonic()
        while self._deaths and now - self._deaths[0] > DEATH_WINDOW_SECONDS:
            self._deaths.popleft()
        if len(self._deaths) >= MOST_DEATHS:
            raise FailedError(_GAVE_UP)
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        try:
            pipe = ChildPipe(self._argv, self._environment, self._on_message, self._on_end)
        except OSError as error:
            log.error("the gallery cannot be started: %s", error)
            raise FailedError(_NOT_STARTED) from error
        self._pipe = pipe
        for path in self._folders:
            # Nobody waits for these answers: whoever asks about the folder does.
            pipe.send(pack(("ask", next(self._numbers), OpenFolder(path))))
        return pipe

    def _on_message(self, pipe: ChildPipe, message: Message) -> None:
        """Take a message in the reading thread."""
        self._soon(self._take, pipe, message)

    def _on_end(self, pipe: ChildPipe) -> None:
        """Hear in the reading thread that the child is gone."""
        self._soon(self._bury, pipe)

    def _soon(self, function: Callable[..., None], *args: Any) -> None:
        if self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            return  # the loop is closed: nobody listens any more

    def _take(self, pipe: ChildPipe, message: Message) -> None:
        if pipe is not self._pipe:
            return
        match message:
            case ("answer", int() as number, value):
                if (question := self._questions.get(number)) is not None and not question.done():
                    question.set_result(value)
            case ("refused", int() as number, Failure() as failure):
                if (question := self._questions.get(number)) is not None and not question.done():
                    question.set_exception(FailedError(failure))
            case _:
                log.warning("the gallery said something that is none of our messages")

    def _bury(self, pipe: ChildPipe) -> None:
        if pipe is not self._pipe:
            return
        self._pipe = None
        failure = _CLOSED if self._is_stopping else _GONE
        for question in tuple(self._questions.values()):
            if not question.done():
                question.set_exception(FailedError(failure))
        code = pipe.join()
        if not self._is_stopping:
            log.warning("the gallery ended with code %s", code)
            self._deaths.append(self._clock.monotonic())
        if self._ended is not None:
            self._ended.set()

"""An engine in a child process, started again when it dies.

A thread reads the child's messages and hands them to the loop; orders are written by a second thread, so that a
child that does not read cannot stop the window.
"""

import asyncio
import itertools
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.engine.channel import Message, pack
from app.engine.child_pipe import ChildPipe
from app.engine.outbox import sample_key
from app.model.commands import AddJob, Command, ForgetAccount, SetJobsAtOnce, SetRateLimit, UseAccount
from app.model.events import Batch, EngineStopped, EngineTrouble, Fact, JobAdded, Sample
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import Query

log = logging.getLogger(__name__)

MOST_DEATHS = 5
DEATH_WINDOW_SECONDS = 60.0
RESTART_SECONDS = 0.2
STOP_SECONDS = 3.0

_GONE = Failure(FailureKind.CANCELLED, "The engine was started again.", "Ask once more.")
_CLOSED = Failure(FailureKind.CANCELLED, "Windrow is closing.")
_GAVE_UP = EngineTrouble("The engine stops again and again.", "Restart Windrow; if it stays, send us the log.")


class ChildHost:
    """A `Host` whose engine runs in a child process (`python -m app engine`). Works in any asyncio loop, qasync too.

    When the child dies, a new one starts at once, learns the accounts again (`UseAccount` orders are remembered in
    memory) and goes on from the ledger: `EngineStarted(was_unclean=True)` tells. Questions under way fail with
    FailedError. After five deaths within a minute it gives up with `EngineTrouble`.

    Attributes:
        on_news: Called in the loop's thread when `drain` has something after it had nothing.
    """

    def __init__(self, argv: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        """Remember how to start the child.

        Args:
            argv: Program and arguments; never a token.
            environment: The child's environment; None hands on ours.
        """
        self.on_news: Callable[[], None] = _no_one_listens
        self._argv = tuple(argv)
        self._environment = environment
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pipe: ChildPipe | None = None
        self._numbers = itertools.count(1)
        self._questions: dict[int, asyncio.Future[Any]] = {}
        self._facts: list[Fact] = []
        self._samples: dict[tuple[str, Any], Sample] = {}
        self._accounts: dict[str, UseAccount] = {}
        self._standing: dict[str, Command] = {}
        self._unheard: dict[str, AddJob] = {}
        self._deaths: deque[float] = deque()
        self._is_stopping = False
        self._ended: asyncio.Event | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the child; None when there is none."""
        return None if self._pipe is None else self._pipe.pid

    async def start(self) -> None:
        """Start the child; returns when it runs. Orders and questions may be given before it is ready."""
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._spawn()

    def submit(self, command: Command) -> None:
        """Send an order.

        Should this child die, the next one is told of accounts, limits, and jobs with a ticket that were not heard of.
        """
        if isinstance(command, UseAccount):
            self._accounts[command.account.key] = command
        elif isinstance(command, ForgetAccount):
            self._accounts.pop(command.account, None)
        elif isinstance(command, SetRateLimit | SetJobsAtOnce):
            self._standing[type(command).__name__] = command
        elif isinstance(command, AddJob) and command.ticket:
            self._unheard[command.ticket] = command
        self._send(("do", command))

    async def call(self, query: Query) -> Any:
        """Ask; raise FailedError."""
        if self._pipe is None or self._loop is None:
            raise FailedError(_CLOSED if self._is_stopping else _GONE)
        number = next(self._numbers)
        answer: asyncio.Future[Any] = self._loop.create_future()
        self._questions[number] = answer
        self._send(("ask", number, query))
        try:
            return await answer
        finally:
            self._questions.pop(number, None)

    def drain(self) -> Batch:
        """Take all news that arrived."""
        batch = Batch(tuple(self._facts), tuple(self._samples.values()))
        self._facts.clear()
        self._samples.clear()
        return batch

    async def stop(self) -> None:
        """End the child: ask it to stop, give it three seconds, then end it. May be called twice."""
        self._is_stopping = True
        pipe, ended = self._pipe, self._ended
        if pipe is None or ended is None:
            return
        await pipe.end(ended, STOP_SECONDS, "engine")

    # -- the child's life -------------------------------------------------------------------------------------------

    def _spawn(self) -> None:
        try:
            self._pipe = ChildPipe(self._argv, self._environment, self._on_message, self._on_end)
        except OSError as error:
            log.error("the engine cannot be started: %s", error)
            self._give_up()
            return
        for order in (*self._accounts.values(), *self._standing.values(), *self._unheard.values()):
            self._send(("do", order))

    def _send(self, message: Message) -> None:
        if self._pipe is not None:
            self._pipe.send(pack(message))

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

    def _bury(self, pipe: ChildPipe) -> None:
        if pipe is not self._pipe or self._loop is None:
            return
        self._pipe = None
        for question in tuple(self._questions.values()):
            if not question.done():
                question.set_exception(FailedError(_CLOSED if self._is_stopping else _GONE))
        code = pipe.join()
        if self._is_stopping:
            if self._ended is not None:
                self._ended.set()
            if not any(isinstance(fact, EngineStopped) for fact in self._facts):
                self._news((EngineStopped(),), ())
            return
        log.warning("the engine ended with code %s", code)
        now = time.monotonic()
        self._deaths.append(now)
        while self._deaths and now - self._deaths[0] > DEATH_WINDOW_SECONDS:
            self._deaths.popleft()
        if len(self._deaths) >= MOST_DEATHS:
            self._give_up()
        else:
            self._loop.call_later(RESTART_SECONDS, self._again)

    def _again(self) -> None:
        if not self._is_stopping and self._pipe is None:
            self._spawn()

    def _give_up(self) -> None:
        self._news((_GAVE_UP,), ())
        if self._ended is not None:
            self._ended.set()

    # -- what it says -----------------------------------------------------------------------------------------------

    def _take(self, pipe: ChildPipe, message: Message) -> None:
        if pipe is not self._pipe:
            return
        match message:
            case ("news", Batch() as batch):
                self._news(batch.facts, batch.samples)
            case ("answer", int() as number, value):
                if (question := self._questions.get(number)) is not None and not question.done():
                    question.set_result(value)
            case ("refused", int() as number, Failure() as failure):
                if (question := self._questions.get(number)) is not None and not question.done():
                    question.set_exception(FailedError(failure))
            case _:
                log.warning("the engine said something that is none of our messages")

    def _news(self, facts: Sequence[Fact], samples: Sequence[Sample]) -> None:
        was_empty = not self._facts and not self._samples
        self._facts.extend(facts)
        if self._unheard:
            for fact in facts:
                if isinstance(fact, JobAdded):
                    self._unheard.pop(fact.job.ticket, None)
        for sample in samples:
            self._samples[sample_key(sample)] = sample
        if was_empty and (self._facts or self._samples):
            self.on_news()


def _no_one_listens() -> None:
    """Stand in until somebody sets `on_news`."""

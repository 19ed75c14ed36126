"""An engine that says what a test wrote down, and remembers what it was told."""

import asyncio
from collections.abc import Callable

from app.model.commands import Command
from app.model.events import Batch, Event, Fact, Sample
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import Query

Answer = object | Failure | Callable[[Query], object]


class FakeHost:
    """Answers queries from a table and publishes the events that a test hands it.

    `answers` maps a query, or a query type, to an answer, a Failure (raised), or a function of the query.
    A query without an answer fails the way an unreachable server does.
    `hold()` makes every later call wait until `release()`.
    """

    def __init__(self, answers: dict[object, Answer] | None = None) -> None:
        self.answers: dict[object, Answer] = dict(answers or {})
        self.on_news: Callable[[], None] = lambda: None
        self.submitted: list[Command] = []
        self.asked: list[Query] = []
        self.is_running = False
        self.stop_delay: Callable[[], asyncio.Future[None]] | None = None
        self._facts: list[Fact] = []
        self._samples: dict[object, Sample] = {}
        self._gate: asyncio.Event | None = None

    def submit(self, command: Command) -> None:
        self.submitted.append(command)

    async def call(self, query: Query) -> object:
        self.asked.append(query)
        if self._gate is not None:
            await self._gate.wait()
        else:
            await asyncio.sleep(0)
        answer = self.answers.get(query, self.answers.get(type(query)))
        if answer is None:
            answer = Failure(FailureKind.SERVER, "The server does not answer.", "Try again.")
        if callable(answer):
            answer = answer(query)
        if isinstance(answer, Failure):
            raise FailedError(answer)
        return answer

    def drain(self) -> Batch:
        batch = Batch(tuple(self._facts), tuple(self._samples.values()))
        self._facts.clear()
        self._samples.clear()
        return batch

    async def start(self) -> None:
        self.is_running = True

    async def stop(self) -> None:
        if self.stop_delay is not None:
            await self.stop_delay()
        self.is_running = False

    def publish(self, *events: Event) -> None:
        """Make events ready to be drained and say so; samples replace older ones of their key."""
        for event in events:
            if isinstance(event, Sample):
                key = getattr(event, "job_id", None) or getattr(event, "host", None) or type(event).__name__
                self._samples[(type(event), key)] = event
            else:
                self._facts.append(event)
        self.on_news()

    def hold(self) -> None:
        self._gate = asyncio.Event()

    def release(self) -> None:
        if self._gate is not None:
            self._gate.set()
            self._gate = None

    def submitted_of(self, kind: type) -> list[Command]:
        """Return the orders of one type, in order."""
        return [command for command in self.submitted if type(command) is kind]

"""Doors to the network that try again: one with the patience of a job, one for people who wait for an answer."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from app.engine.hold import make_hold
from app.engine.lines import Line
from app.engine.nap import nap
from app.engine.retry import TRANSIENT, TRANSIENT_TRIES, Action, backoff, decide
from app.model.call import Answer, Call, Network, Stream
from app.model.clock import Clock
from app.model.failure import FailedError, Failure, FailureKind
from app.model.job import Hold, HoldKind

T = TypeVar("T")
BRISK_TRIES = 3
BRISK_REST_SECONDS = 2.0
# Programs have more patience than people: the pauses that services ask for after too many calls are minutes.
STEADY_REST_SECONDS = 600.0
GIVEN_UP = "Check the address and the network, then try again."


class PatientNetwork:
    """Never gives up on a host that is only away or busy: it waits with the account's hold. For planning.

    Calls that `give_up` fail after the usual tries unless the whole host is away; for calls that `wait_apart` a long
    pause is no hold of the account: `on_pause` hears of it, and of its end (None).

    Attributes:
        poke: Set it to end such a pause now.
    """

    def __init__(self, line: Line, clock: Clock, on_pause: Callable[[Hold | None], None] = lambda hold: None) -> None:
        """Stand before an account's door."""
        self._line = line
        self._clock = clock
        self._on_pause = on_pause
        self._pauses = 0
        self.poke = asyncio.Event()

    async def ask(self, call: Call) -> Answer:
        """Send until it is answered. Raise FailedError when trying again cannot help."""
        return await self._persist(lambda: self._line.network.ask(call), call)

    @contextlib.asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[Stream]:
        """Send until an answer begins; what breaks later is the caller's to see."""
        async with contextlib.AsyncExitStack() as stack:
            yield await self._persist(lambda: stack.enter_async_context(self._line.network.stream(call)), call)

    async def _persist(self, send: Callable[[], Awaitable[T]], call: Call) -> T:
        tries = 0
        while True:
            await self._line.wait_clear()
            try:
                answer = await send()
            except FailedError as error:
                tries += 1
                failure = error.failure
                verdict = decide(failure, tries, self._clock.random())
                hold = self._line.health.failed(failure, (call.url,)) or verdict.hold
                if verdict.hold is HoldKind.QUOTA and call.waits_apart:
                    await self._pause(failure, verdict.seconds)
                    continue
                if call.gives_up and verdict.action is Action.GIVE_UP and hold is None:
                    raise
                if verdict.action is Action.GIVE_UP and failure.kind in TRANSIENT:
                    hold = hold or (HoldKind.NETWORK if failure.kind is FailureKind.NETWORK else HoldKind.SERVER)
                if hold is not None and hold is not HoldKind.DISK:
                    seconds = verdict.seconds if verdict.hold is HoldKind.QUOTA else 30.0
                    self._line.begin_hold(hold, failure, seconds if hold is HoldKind.QUOTA else None)
                    tries = min(tries, TRANSIENT_TRIES - 2) if failure.kind in TRANSIENT else tries
                    continue
                if verdict.action is not Action.LATER:
                    raise
                await self._clock.sleep(verdict.seconds)
            else:
                self._line.health.succeeded()
                return answer

    async def _pause(self, failure: Failure, seconds: float) -> None:
        """Wait for this listing alone; several calls may do so at once."""
        self._pauses += 1
        self._on_pause(make_hold(HoldKind.QUOTA, failure, self._clock.utc(), seconds))
        try:
            await nap(self._clock, seconds, self.poke)
        finally:
            self._pauses -= 1
            if not self._pauses:
                self._on_pause(None)


class BriskNetwork:
    """Tries a few times within seconds and then says what is wrong. For questions of the window."""

    def __init__(
        self, network: Network, clock: Clock, tries: int = BRISK_TRIES, most_rest: float = BRISK_REST_SECONDS
    ) -> None:
        """Stand before a door; pauses that the host asks for are kept up to `most_rest` seconds."""
        self._network = network
        self._clock = clock
        self._tries = tries
        self._most_rest = most_rest

    async def ask(self, call: Call) -> Answer:
        """Send a few times. Raise FailedError."""
        return await self._hurry(lambda: self._network.ask(call))

    @contextlib.asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[Stream]:
        """Begin a few times. Raise FailedError."""
        async with contextlib.AsyncExitStack() as stack:
            yield await self._hurry(lambda: stack.enter_async_context(self._network.stream(call)))

    async def _hurry(self, send: Callable[[], Awaitable[T]]) -> T:
        tries = 1
        while True:
            try:
                return await send()
            except FailedError as error:
                failure = error.failure
                rest = failure.retry_after if failure.kind is FailureKind.RATE else None
                is_worth_it = failure.kind in TRANSIENT or (rest is not None and rest <= self._most_rest)
                if tries >= self._tries and failure.kind in TRANSIENT:
                    # Nobody goes on trying behind this question, so the words must not say so.
                    raise FailedError(dataclasses.replace(failure, hint=GIVEN_UP)) from error
                if tries >= self._tries or not is_worth_it:
                    raise
                await self._clock.sleep(rest if rest is not None else backoff(tries, self._clock.random()) / 2)
                tries += 1


def steady(network: Network, clock: Clock) -> BriskNetwork:
    """Return a door that tries as often as a job does, and then says what is wrong. For questions of programs."""
    return BriskNetwork(network, clock, TRANSIENT_TRIES, STEADY_REST_SECONDS)

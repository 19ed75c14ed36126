"""Open destinations: one sink for all jobs that write to the same folder."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from app.engine.ledger_thread import LedgerThread
from app.model.clock import Clock
from app.store.holdings import Holdings
from app.store.sink import Sink


@dataclass(slots=True)
class Opened:
    """A destination that is open.

    Attributes:
        sink: Writes there.
        holdings: What its receipt says.
        has_holdings: The receipt knew items when it was opened.
        adopted: Items that an earlier attempt had put in place without noting it.
    """

    sink: Sink
    holdings: Holdings
    has_holdings: bool
    adopted: int
    attempt: str
    users: int = 0


class Shelf:
    """Opens destinations when the first job needs them and closes them after the last."""

    def __init__(
        self, open_sink: Callable[[Path, str], Sink], ledger: LedgerThread, threads: Executor, clock: Clock
    ) -> None:
        """Take the parts; `threads` do the disk work."""
        self._open_sink = open_sink
        self._ledger = ledger
        self._threads = threads
        self._clock = clock
        self._opened: dict[str, Opened] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def take(self, destination: str) -> Opened:
        """Open a destination, or join those who have it open. Raise FailedError (DISK)."""
        async with self._turns.setdefault(destination, asyncio.Lock()):
            opened = self._opened.get(destination)
            if opened is None:
                opened = self._opened[destination] = await self._open(destination)
            opened.users += 1
            return opened

    async def give_back(self, destination: str) -> None:
        """Close a destination when nobody else has it open."""
        async with self._turns.setdefault(destination, asyncio.Lock()):
            opened = self._opened[destination]
            opened.users -= 1
            if opened.users == 0:
                del self._opened[destination]
                await asyncio.wrap_future(self._threads.submit(opened.sink.close))
                await self._ledger.run(self._ledger.rows.notes.forget_attempts, (opened.attempt,))

    def sinks(self) -> list[Sink]:
        """Return the open sinks."""
        return [opened.sink for opened in self._opened.values()]

    async def _open(self, destination: str) -> Opened:
        notes = self._ledger.rows.notes
        earlier = await self._ledger.run(notes.attempts, destination)
        attempt = uuid4().hex
        await self._ledger.run(notes.attempt, attempt, destination, self._clock.utc())
        sink = await asyncio.wrap_future(self._threads.submit(self._open_sink, Path(destination), attempt))
        recovered = await asyncio.wrap_future(self._threads.submit(sink.recover, earlier))
        if recovered.removed:
            await self._ledger.run(notes.forget_attempts, recovered.removed)
        holdings = await asyncio.wrap_future(self._threads.submit(sink.holdings))
        has_holdings = await asyncio.wrap_future(self._threads.submit(_is_filled, holdings))
        return Opened(sink, holdings, has_holdings, recovered.adopted, attempt)


def _is_filled(holdings: Holdings) -> bool:
    return any(not line.key.startswith("/") for line in holdings.current())

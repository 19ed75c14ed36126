"""A clock that only moves when a test moves it."""

import asyncio
import heapq
import itertools
import random


class FakeClock:
    """Virtual time. `sleep` parks the caller until `advance` (or `run`) passes its hour."""

    def __init__(self, start: float = 1_700_000_000.0, seed: int = 0) -> None:
        self._start = start
        self._now = 0.0
        self._random = random.Random(seed)
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def utc(self) -> float:
        return self._start + self._now

    def monotonic(self) -> float:
        return self._now

    def random(self) -> float:
        return self._random.random()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Move time forward, waking sleepers in order and letting them run."""
        end = self._now + seconds
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            when, _, future = heapq.heappop(self._sleepers)
            self._now = max(self._now, when)
            if not future.done():
                future.set_result(None)
            await self._settle()
        self._now = end
        await self._settle()

    @property
    def next_wake(self) -> float | None:
        """Return seconds until the next sleeper wakes; None when nobody sleeps."""
        self._sleepers = [s for s in self._sleepers if not s[2].done()]
        heapq.heapify(self._sleepers)
        return self._sleepers[0][0] - self._now if self._sleepers else None

    async def _settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

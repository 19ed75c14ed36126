"""Time and chance as an argument, so that tests can move them."""

import asyncio
import random
import time
from typing import Protocol


class Clock(Protocol):
    """What the engine knows of time and chance."""

    def utc(self) -> float:
        """Return seconds since 1970-01-01 UTC; may jump when the wall clock is set."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; the zero point means nothing."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; a negative time counts as zero."""
        ...

    def random(self) -> float:
        """Return a number in [0, 1)."""
        ...


class SystemClock:
    """The real clock of this machine."""

    def __init__(self) -> None:
        """Seed the source of chance from the system."""
        self._random = random.Random()

    def utc(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        return time.time()  # noqa: TID251 - the one place that reads the wall clock

    def monotonic(self) -> float:
        """Return the monotonic clock in seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait on the running event loop."""
        await asyncio.sleep(max(0.0, seconds))

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()

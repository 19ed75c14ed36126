"""The speed limit of one job: a bucket of bytes that fills with time. Counts what was received."""

from app.model.clock import Clock


class JobPace:
    """Counts the bytes of one job and slows it down to its limit.

    Attributes:
        total: Bytes received so far.
        images: Those of them that are images.
        throttled_seconds: Time that requests spent waiting for the limit.
    """

    def __init__(self, clock: Clock, limit: int | None) -> None:
        """Begin with a full second of allowance; None is unlimited (bytes per second)."""
        self._clock = clock
        self._limit = limit
        self._free_at = clock.monotonic()
        self.total = 0
        self.images = 0
        self.throttled_seconds = 0.0

    def change(self, limit: int | None) -> None:
        """Set another limit; None lifts it."""
        self._limit = limit
        self._free_at = self._clock.monotonic()

    async def received(self, count: int, *, is_image: bool = True) -> None:
        """Note so many bytes; returns when the limit allows more."""
        self.total += count
        if is_image:
            self.images += count
        if self._limit is None:
            return
        now = self._clock.monotonic()
        # The bytes are paid for with time; up to one second of unused time is kept as credit.
        self._free_at = max(self._free_at, now - 1.0) + count / self._limit
        delay = self._free_at - now
        if delay > 0:
            self.throttled_seconds += delay
            await self._clock.sleep(delay)

"""A speed limit in bytes per second over all hosts: a bucket that fills evenly."""

from app.model.clock import Clock

# How much may come at once after a pause: small enough to look even, large enough for one piece.
BURST_SECONDS = 0.25


class ByteBucket:
    """Lets so many bytes per second pass. Debts are paid by waiting after the bytes came."""

    def __init__(self, clock: Clock) -> None:
        """Begin without a limit."""
        self._clock = clock
        self._rate: float | None = None
        self._level = 0.0
        self._seen = 0.0

    @property
    def is_limiting(self) -> bool:
        """Return whether there is a limit."""
        return self._rate is not None

    def set_rate(self, bytes_per_second: float | None) -> None:
        """Take a new limit; None or nothing for none."""
        self._fill()
        self._rate = bytes_per_second if bytes_per_second and bytes_per_second > 0 else None
        self._level = min(self._level, 0.0)
        self._seen = self._clock.monotonic()

    async def take(self, count: int) -> None:
        """Count bytes that came, and wait until they are paid for.

        Takers wait for their own debt on top of those before them, so the sum over all of them keeps the rate.
        """
        if self._rate is None:
            return
        self._fill()
        self._level -= count
        # Waits in short steps: a new limit, or none, is felt at once.
        owed = -self._level
        while owed > 0 and self.is_limiting:
            rate = self._rate
            step = min(owed / rate, BURST_SECONDS)
            await self._clock.sleep(step)
            owed -= step * rate

    def _fill(self) -> None:
        now = self._clock.monotonic()
        if self._rate is not None:
            self._level = min(self._level + (now - self._seen) * self._rate, self._rate * BURST_SECONDS)
        self._seen = now

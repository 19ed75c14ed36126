"""How many requests each host gets at once, and when it gets none: slots, gates and the speed limit."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.model.clock import Clock
from app.model.events import HostPace
from app.net.backoff import LONGEST_GATE
from app.net.bucket import ByteBucket
from app.net.climb import Climb

# What an answer counts beside its bytes: a request costs a server something, however small its answer is.
ITEM_WEIGHT = 32 * 1024
SMOOTHING = 0.1


@dataclass(frozen=True, slots=True)
class Slot:
    """Leave to send one request.

    Attributes:
        taken: Monotonic seconds when it was given.
        in_flight: Slots in use just after, itself included.
    """

    taken: float
    in_flight: int


class Limiter:
    """Slots and the gate of one host. Belongs to one event loop."""

    def __init__(self, host: str, clock: Clock, fixed: int | None = None) -> None:
        """Begin with a small limit, or a fixed one."""
        self.host = host
        self._clock = clock
        self._climb = Climb()
        self._fixed = fixed
        self._in_flight = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._gate = 0.0
        self._round_trip = 0.0
        self._rejections = 0

    @property
    def limit(self) -> int:
        """Return how many requests may be under way at once."""
        return self._fixed or self._climb.limit

    @property
    def in_flight(self) -> int:
        """Return how many slots are in use."""
        return self._in_flight

    async def acquire(self) -> Slot:
        """Wait for a slot, first come first served."""
        if self._in_flight >= self.limit or self._waiting:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            try:
                await waiter
            except asyncio.CancelledError:
                # The slot may have been handed over in the same moment; it goes on to the next.
                if waiter.done() and not waiter.cancelled():
                    self._in_flight -= 1
                self._wake()
                raise
        else:
            self._in_flight += 1
        return Slot(self._clock.monotonic(), self._in_flight)

    def release(self, slot: Slot, *, received: int = 0, items: int = 0, is_rejected: bool = False) -> None:
        """Give a slot back and say what it was good for.

        Args:
            slot: From `acquire`.
            received: Bytes of the answer.
            items: Images or labels that it serves; 0 for a failure.
            is_rejected: The host answered 429 or 503.
        """
        now = self._clock.monotonic()
        self._in_flight -= 1
        if is_rejected:
            self._rejections += 1
            self._climb.on_rejection(now, slot.taken, slot.in_flight)
        else:
            took = now - slot.taken
            self._round_trip += (took - self._round_trip) * (SMOOTHING if self._round_trip else 1.0)
            self._climb.on_answer(now, slot.taken, slot.in_flight, received + items * ITEM_WEIGHT if items else 0.0)
        self._wake()

    def abandon(self, slot: Slot) -> None:
        """Give a slot back that says nothing about the host: cancelled, or never used."""
        del slot
        self._in_flight -= 1
        self._wake()

    def fix(self, limit: int | None) -> None:
        """Use so many slots; None lets it learn."""
        self._fixed = limit if limit is None else max(1, limit)
        self._wake()

    def close_gate(self, seconds: float) -> None:
        """Send nothing for so long; a longer gate stays."""
        self._gate = max(self._gate, self._clock.monotonic() + min(max(0.0, seconds), LONGEST_GATE))

    def gate(self) -> float:
        """Return seconds until the gate opens; 0 when it is open."""
        return max(0.0, self._gate - self._clock.monotonic()) if self._gate else 0.0

    def pace(self) -> HostPace:
        """Return how it goes now."""
        return HostPace(self.host, self.limit, self._in_flight, self.gate(), self._round_trip, self._rejections)

    def _wake(self) -> None:
        waiting = self._waiting
        while waiting and self._in_flight < self.limit:
            waiter = waiting.popleft()
            if not waiter.done():
                self._in_flight += 1
                waiter.set_result(None)


class Limiters:
    """The limiters of all hosts, and the speed limit over them."""

    def __init__(self, clock: Clock, fixed: int | None = None) -> None:
        """Know no host yet.

        Args:
            clock: Time.
            fixed: Requests at once on every host; None lets each learn.
        """
        self._clock = clock
        self._fixed = fixed
        self._apart: dict[str, int] = {}
        self._hosts: dict[str, Limiter] = {}
        self.bucket = ByteBucket(clock)

    def for_host(self, host: str) -> Limiter:
        """Return the limiter of a host (with its port where it is not the usual one)."""
        limiter = self._hosts.get(host)
        if limiter is None:
            limiter = self._hosts[host] = Limiter(host, self._clock, self._apart.get(host, self._fixed))
        return limiter

    def gates(self) -> dict[str, float]:
        """Return the closed gates: host -> UTC seconds when they open."""
        now = self._clock.utc()
        closed = ((host, limiter.gate()) for host, limiter in self._hosts.items())
        return {host: now + seconds for host, seconds in closed if seconds > 0}

    def restore(self, gates: Mapping[str, float]) -> None:
        """Close the gates of an earlier run again."""
        now = self._clock.utc()
        for host, until in gates.items():
            if until > now:
                self.for_host(host).close_gate(until - now)

    def fix(self, limit: int | None, apart: Mapping[str, int] | None = None) -> None:
        """Use so many requests at once on every host, other numbers on those named `apart`; None lets each learn."""
        self._fixed = limit if limit is None else max(1, limit)
        self._apart = dict(apart or {})
        for host, limiter in self._hosts.items():
            limiter.fix(self._apart.get(host, self._fixed))

    def paces(self) -> Sequence[HostPace]:
        """Return how each host goes now."""
        return [limiter.pace() for limiter in self._hosts.values()]

    def set_rate_limit(self, bytes_per_second: int | None) -> None:
        """Limit the bytes received per second over all hosts; None for no limit."""
        self.bucket.set_rate(bytes_per_second)
